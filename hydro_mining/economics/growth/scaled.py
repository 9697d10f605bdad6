"""The two readings that scale the yearly table: as published, and with accounts that close."""

from collections.abc import Sequence

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.growth.multipliers import GrowthCoefficients
from hydro_mining.economics.growth.results import Growth, GrowthReading, growth_of
from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.economics.inputs import Scenario
from hydro_mining.economics.load_profile import days_of_months
from hydro_mining.economics.scenarios import BASE_CASE

_COSTS = ("energy_cost", "opex", "capex_amort")


def published_growth(
    *,
    table: GrowthTable,
    power_mw: Floats,
    scenarios: Sequence[Scenario],
    coefficients: GrowthCoefficients,
) -> Growth:
    """Return the table times the multipliers as they were published.

    Its accounts do not close, and 1 MW is not the table's row. What a scenario changes in
    revenue and energy passes through to total costs and net profit, so that in a scenario they
    miss by what they miss in the published figures.
    """
    price, power = _factors(scenarios, len(table.year))
    cost, revenue, profit, btc = (
        getattr(coefficients, name).at(power_mw)[:, None]
        for name in ("cost", "revenue", "profit", "btc")
    )
    more_revenue = table.gross_rev * revenue * (price - 1)
    more_energy = table.energy_cost * cost * (power - 1)
    return _result(
        "published",
        table,
        power_mw,
        scenarios,
        btc_price=table.btc_price * price,
        btc_generated=table.btc_per_mw * btc,
        gross_rev=table.gross_rev * revenue * price,
        energy_cost=table.energy_cost * cost * power,
        opex=table.opex * cost,
        capex_amort=table.capex_amort * cost,
        tot_costs=table.tot_costs * cost + more_energy,
        capex_tot=table.capex_tot * cost,
        taxes=table.taxes * cost,
        net_profits=table.net_profits * profit + more_revenue - more_energy,
    )


def consistent_growth(
    *,
    table: GrowthTable,
    power_mw: Floats,
    scenarios: Sequence[Scenario],
    coefficients: GrowthCoefficients,
) -> Growth:
    """Return the table scaled so that 1 MW is its row and the accounts close.

    Every multiplier is divided by its value at 1 MW. Total costs, net profit and the mined
    coin are derived from the other figures, so that for 1 MW only the net profit differs from
    the table, by the table's own errors.
    """
    price, power = _factors(scenarios, len(table.year))
    cost = coefficients.cost.from_one_mw(power_mw)[:, None]
    revenue = coefficients.revenue.from_one_mw(power_mw)[:, None]
    btc_price = table.btc_price * price
    gross_rev = table.gross_rev * revenue * price
    parts = {name: getattr(table, name) * cost for name in _COSTS}
    parts["energy_cost"] = parts["energy_cost"] * power
    tot_costs = sum(parts.values())
    taxes = table.taxes * cost
    return _result(
        "consistent",
        table,
        power_mw,
        scenarios,
        btc_price=btc_price,
        btc_generated=gross_rev / btc_price,
        gross_rev=gross_rev,
        **parts,
        tot_costs=tot_costs,
        capex_tot=table.capex_tot * cost,
        taxes=taxes,
        net_profits=gross_rev - tot_costs - taxes,
    )


def _result(
    reading: GrowthReading,
    table: GrowthTable,
    power_mw: Floats,
    scenarios: Sequence[Scenario],
    **figures: Floats,
) -> Growth:
    hours = np.array([days_of_months(year).sum() * HOURS_PER_DAY for year in table.year])
    return growth_of(
        reading=reading,
        scenarios=tuple(scenario.name for scenario in scenarios),
        power_mw=power_mw,
        year=table.year,
        figures=figures | {"energy_mwh": power_mw[:, None] * hours, "resale_value": np.zeros(1)},
    )


def _factors(scenarios: Sequence[Scenario], years: int) -> tuple[Floats, Floats]:
    """Return what scenarios do to the BTC price and to the power price, (S, 1, N) each.

    ``(1 + shock) * ((1 + growth) / (1 + base growth)) ** k``
    """
    factors = []
    for name in ("btc_price", "power_price"):
        shocks = np.array([getattr(s, f"{name}_shock") for s in scenarios])
        growths = np.array([getattr(s, f"{name}_growth_per_year") for s in scenarios])
        relative = (1 + growths) / (1 + growths[BASE_CASE])
        factor = (1 + shocks)[:, None] * relative[:, None] ** np.arange(years)
        factors.append(factor[:, None, :])
    return factors[0], factors[1]
