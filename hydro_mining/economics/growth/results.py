"""The growth model's results: frozen, with read-only arrays, and ready for a table or JSON."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.tables import Frame, plain, product_frame

GrowthReading: TypeAlias = Literal["published", "consistent", "physical"]
READINGS: tuple[GrowthReading, ...] = ("published", "consistent", "physical")

# SPEC section 6: the names of a row, in order.
GROWTH_COLUMNS = (
    "btc_price",
    "btc_generated",
    "gross_rev",
    "energy_cost",
    "opex",
    "capex_amort",
    "tot_costs",
    "capex_tot",
    "taxes",
    "net_profits",
    "payback",
    "roi",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One reading over S scenarios, P powers and N years; money in US dollars.

    Attributes
    ----------
    power_mw : (P,) [MW]
    energy_mwh : (S, P, N) [MWh]
        Energy used: in the readings of the table, that of all hours of the year.
    resale_value : (S, P, N) [$]
        What machines fetch at the end of the last year; 0 in the readings of the table.
    btc_price : (S, P, N) [$/BTC]
    btc_generated : (S, P, N) [BTC]
    gross_rev, energy_cost, opex, capex_amort, tot_costs, taxes, net_profits : (S, P, N) [$]
    capex_tot : (S, P, N) [$]
        Invested once, in the first year; the later years repeat it.
    """

    reading: GrowthReading
    scenarios: tuple[str, ...]
    power_mw: Floats
    year: tuple[int, ...]
    energy_mwh: Floats
    resale_value: Floats
    btc_price: Floats
    btc_generated: Floats
    gross_rev: Floats
    energy_cost: Floats
    opex: Floats
    capex_amort: Floats
    tot_costs: Floats
    capex_tot: Floats
    taxes: Floats
    net_profits: Floats

    def of(self, scenario: int) -> "Growth":
        """Return one scenario's figures, (1, P, N)."""
        kept = slice(scenario, scenario + 1)
        names = [item.name for item in dataclasses.fields(self)]
        figures = {n: getattr(self, n)[kept] for n in names[names.index("energy_mwh") :]}
        return dataclasses.replace(self, scenarios=self.scenarios[kept], **figures)

    @property
    def roi(self) -> Floats:
        """Net profit of the year over the investment (S, P, N) [1/year]; NaN without one."""
        return _quotient(self.net_profits, self.capex_tot)

    @property
    def payback(self) -> Floats:
        """Investment over net profit of the year (S, P, N) [years]; NaN without either."""
        years = _quotient(self.capex_tot, self.net_profits)
        return np.where(self.capex_tot > 0, years, np.nan)

    @property
    def energy_price(self) -> Floats:
        """Energy cost over energy (S, P, N) [$/MWh]; NaN without energy."""
        return _quotient(self.energy_cost, self.energy_mwh)

    @property
    def accounts_gap(self) -> Floats:
        """Gross revenue less total costs and taxes, less the net profit (S, P, N) [$]."""
        gap: Floats = self.gross_rev - self.tot_costs - self.taxes - self.net_profits
        return gap

    @property
    def coin_gap(self) -> Floats:
        """Gross revenue less the mined coin at its price (S, P, N) [$]."""
        gap: Floats = self.gross_rev - self.btc_generated * self.btc_price
        return gap

    @property
    def cash_flow(self) -> Floats:
        """Cash of the year (S, P, N) [$]: the investment counts in the first.

        Net profit with amortisation, which is no payment, and the resale at the end.
        """
        flow: Floats = self.net_profits + self.capex_amort + self.resale_value
        flow[..., 0] -= self.capex_tot[..., 0]
        return flow

    @property
    def cumulative_cash(self) -> Floats:
        """Cash added up (S, P, N + 1) [$], from the investment at the start on."""
        start = -self.capex_tot[..., :1]
        summed: Floats = np.concatenate([start, np.cumsum(self.cash_flow, axis=-1)], axis=-1)
        return summed

    def rows(self, *, scenario: int = 0, power: int = 0) -> list[dict[str, Any]]:
        """Return a row a year by SPEC's names; undefined figures are None."""
        columns = [getattr(self, name)[scenario, power].tolist() for name in GROWTH_COLUMNS]
        names = ("year", *GROWTH_COLUMNS)
        rows: list[dict[str, Any]] = plain(
            [dict(zip(names, row, strict=True)) for row in zip(self.year, *columns, strict=True)]
        )
        return rows

    def to_frame(self) -> Frame:
        """Return one row a scenario, power and year, indexed by all three."""
        levels = {"scenario": self.scenarios, "power_mw": self.power_mw, "year": self.year}
        return product_frame(levels, {name: getattr(self, name) for name in GROWTH_COLUMNS})


def growth_of(
    *,
    reading: GrowthReading,
    scenarios: tuple[str, ...],
    power_mw: Floats,
    year: tuple[int, ...],
    figures: Mapping[str, Floats],
) -> Growth:
    """Return figures that broadcast to (S, P, N) as a frozen result; NaN where they overflow."""
    shape = (len(scenarios), len(power_mw), len(year))
    full = {
        name: read_only(np.where(np.isfinite(values), np.broadcast_to(values, shape), np.nan))
        for name, values in figures.items()
    }
    return Growth(
        reading=reading, scenarios=scenarios, power_mw=read_only(power_mw), year=year, **full
    )


def _quotient(over: Floats, under: Floats) -> Floats:
    """Return ``over / under`` where ``under`` is above 0, else NaN."""
    positive = under > 0
    with np.errstate(over="ignore"):  # a profit of nearly nothing
        ratio: Floats = np.divide(over, under, out=np.full(under.shape, np.nan), where=positive)
    return ratio
