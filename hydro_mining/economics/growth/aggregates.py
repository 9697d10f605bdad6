"""What the years of a reading add up to, and how its scenarios differ."""

from dataclasses import dataclass, fields

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.growth.results import Growth
from hydro_mining.economics.scenarios import BASE_CASE
from hydro_mining.economics.tables import Frame, plain, product_frame


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthAggregates:
    """Aggregates over the years of a reading; arrays are (S, P), money in US dollars.

    Attributes
    ----------
    total_income, total_energy_cost, total_opex, total_taxes, total_net_profits : [$]
    accumulated_depreciation : [$]
        The amortisation of all years.
    investment : [$]
        Capex, once, in the first year.
    mean_annual_net_return : [1/year]
        Mean net profit over the investment; NaN without one.
    income_growth_per_year, net_profit_growth_per_year : [1/year]
        Compound growth from the first year to the last; NaN where either is not above 0.
    cash_at_the_end : [$]
        Net profit, amortisation and resale of all years less the investment.
    income_against_base, net_profits_against_base : [$]
        Less the base case's.
    """

    scenarios: tuple[str, ...]
    power_mw: Floats
    total_income: Floats
    total_energy_cost: Floats
    total_opex: Floats
    accumulated_depreciation: Floats
    total_taxes: Floats
    total_net_profits: Floats
    investment: Floats
    mean_annual_net_return: Floats
    income_growth_per_year: Floats
    net_profit_growth_per_year: Floats
    cash_at_the_end: Floats
    income_against_base: Floats
    net_profits_against_base: Floats

    def row(self, *, scenario: int = 0, power: int = 0) -> dict[str, float | None]:
        """Return one scenario's aggregates at one power; undefined ones are None."""
        row: dict[str, float | None] = plain(
            {name: getattr(self, name)[scenario, power] for name in AGGREGATE_COLUMNS}
        )
        return row

    def to_frame(self) -> Frame:
        """Return one row a scenario and power, indexed by both."""
        levels = {"scenario": self.scenarios, "power_mw": self.power_mw}
        return product_frame(levels, {name: getattr(self, name) for name in AGGREGATE_COLUMNS})


AGGREGATE_COLUMNS = tuple(
    item.name for item in fields(GrowthAggregates) if item.name not in {"scenarios", "power_mw"}
)


def growth_aggregates(growth: Growth) -> GrowthAggregates:
    """Return what the years of ``growth`` add up to."""
    income, profits = growth.gross_rev.sum(axis=-1), growth.net_profits.sum(axis=-1)
    investment = growth.capex_tot[..., 0]
    annual = growth.net_profits.mean(axis=-1)
    figures = {
        "total_income": income,
        "total_energy_cost": growth.energy_cost.sum(axis=-1),
        "total_opex": growth.opex.sum(axis=-1),
        "accumulated_depreciation": growth.capex_amort.sum(axis=-1),
        "total_taxes": growth.taxes.sum(axis=-1),
        "total_net_profits": profits,
        "investment": investment,
        "mean_annual_net_return": np.divide(
            annual, investment, out=np.full(annual.shape, np.nan), where=investment > 0
        ),
        "income_growth_per_year": _compound_growth(growth.gross_rev),
        "net_profit_growth_per_year": _compound_growth(growth.net_profits),
        "cash_at_the_end": growth.cash_flow.sum(axis=-1),
        "income_against_base": income - income[BASE_CASE],
        "net_profits_against_base": profits - profits[BASE_CASE],
    }
    return GrowthAggregates(
        scenarios=growth.scenarios,
        power_mw=growth.power_mw,
        **{name: read_only(values) for name, values in figures.items()},
    )


def _compound_growth(values: Floats) -> Floats:
    """Return (S, P): the yearly growth that leads from the first year to the last."""
    first, last, periods = values[..., 0], values[..., -1], values.shape[-1] - 1
    if periods == 0:
        return np.full(first.shape, np.nan)
    is_defined = (first > 0) & (last > 0)
    ratio = np.divide(last, first, out=np.full(first.shape, np.nan), where=is_defined)
    growth: Floats = ratio ** (1 / periods) - 1
    return growth
