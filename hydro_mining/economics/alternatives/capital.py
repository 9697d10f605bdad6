"""What the capital alone becomes: each alternative less what the water brings without it.

The owner has the water whatever is chosen, so its income is no return of the capital. What is
left here is: mining's NPV and IRR are those of the study, gilts' IRR is their yield.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hydro_mining.economics.alternatives.coin import (
    held_by_year,
    monthly_purchases,
    purchase,
    unsold,
)
from hydro_mining.economics.alternatives.comparison import Alternative, AlternativesResult
from hydro_mining.economics.alternatives.venture import Venture, venture_of
from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import Returns, returns_of
from hydro_mining.economics.tables import Frame, frame

_KEPT = "export_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalUse(Returns):
    """What the capital becomes in one alternative and scenario, the water's income left out.

    Attributes
    ----------
    capital_at_end_gbp : [£], where the capital stays in the drawer it is the capital
    btc_held : [BTC], at the end
    capital_by_year_gbp : (T + 1,) [£]
        What has come back by each year's end, and what selling coin, bonds or shares would bring
        then. Machines and a host's deposit count when they come back, at the end.
    """

    capital_at_end_gbp: float
    btc_held: float
    capital_by_year_gbp: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalUses:
    """The uses of the capital of each scenario by key; empty where there is no capital."""

    capital_gbp: float | None
    scenarios: Mapping[str, Mapping[str, CapitalUse]]

    def to_frame(self) -> Frame:
        """Return what the capital has become: a row a year from 0 on of each scenario and key."""
        rows = [
            (name, key, year, float(value))
            for name, by_key in self.scenarios.items()
            for key, use in by_key.items()
            for year, value in enumerate(use.capital_by_year_gbp)
        ]
        names = ("scenario", "alternative", "year", "capital_by_year_gbp")
        columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
        return frame(columns, list(names[:3]))


def capital_uses(result: Evaluation, compared: AlternativesResult) -> CapitalUses:
    """Return what the capital alone becomes in the alternatives of a study's result."""
    venture = venture_of(result)
    if venture is None or not compared.scenarios:
        return CapitalUses(capital_gbp=None, scenarios=MappingProxyType({}))
    held = _worth_by_year(venture, compared)
    uses = {
        name: MappingProxyType(
            {key: _use(venture, by_key, key, held[key][index]) for key in by_key}
        )
        for index, (name, by_key) in enumerate(compared.scenarios.items())
    }
    return CapitalUses(capital_gbp=venture.capital_gbp, scenarios=MappingProxyType(uses))


def scenarios_won(uses: CapitalUses) -> Mapping[str, Mapping[str, int]]:
    """Return in how many scenarios each use ends above each other one."""
    of_each = list(uses.scenarios.values())
    keys = list(of_each[0]) if of_each else []
    return {
        key: {
            other: sum(
                by_key[key].capital_at_end_gbp > by_key[other].capital_at_end_gbp
                for by_key in of_each
            )
            for other in keys
            if other != key
        }
        for key in keys
    }


def _use(venture: Venture, by_key: Mapping[str, Alternative], key: str, held: Floats) -> CapitalUse:
    flows = by_key[key].cashflows - by_key[_KEPT].cashflows
    in_drawer = venture.capital_gbp if key == _KEPT else 0.0
    come_back = np.concatenate([[0.0], np.cumsum(flows[1:])])
    by_year = come_back + held + in_drawer
    # The last year's flow has what is left at its worth already.
    by_year[-1] -= held[-1]
    returns = returns_of(flows, discount_rate_per_year=venture.study.finance.discount_rate_per_year)
    return CapitalUse(
        capital_at_end_gbp=float(by_year[-1]),
        btc_held=by_key[key].btc_held,
        capital_by_year_gbp=read_only(by_year),
        **returns.fields(),
    )


def _worth_by_year(venture: Venture, compared: AlternativesResult) -> dict[str, Floats]:
    """Return what selling all that is held would bring, (S, T + 1) [£] by key."""
    terms, capital = compared.terms, venture.capital_gbp
    count = len(venture.gbp_per_btc)
    years = np.arange(venture.exported_gbp_by_year.shape[-1] + 1)
    days = venture.gbp_per_btc.shape[-1] // years[-1]
    price = np.column_stack([venture.gbp_per_btc[:, ::days], venture.gbp_per_btc_at_end])
    sold = price * (1 - terms.trading_fee_fraction)
    nothing = np.zeros((count, len(years)))
    bought = held_by_year(purchase(venture, terms), np.zeros_like(venture.gbp_per_btc), terms)
    monthly = held_by_year(np.zeros(count), monthly_purchases(venture, terms), terms)
    mined = held_by_year(np.zeros(count), unsold(venture, terms), terms)
    return {
        "mine": mined * sold,
        "export_only": nothing,
        "buy_and_hold": bought * sold,
        "buy_and_dca": (bought + monthly) * sold,
        "hosted": nothing,
        "gilts": nothing + capital * (1 + terms.gilt_yield_per_year) ** years,
        "savings": nothing + capital * (1 + terms.savings_yield_per_year) ** years,
        "index_fund": nothing + capital * (1 + terms.index_yield_per_year) ** years,
    }
