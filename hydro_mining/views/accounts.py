"""The accounts of a scenario: a row a year, and what they add up to."""

import numpy as np

from hydro_mining.economics.results import ScenarioResult
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.markup import Table

ACCOUNTS_EXPLAINED = (
    "Profit is revenue less power cost and running cost. Cash flow is profit, less the investment "
    "at the start, plus the resale at the end; over the years it is counted without a discount, "
    "and the last discounted figure is the NPV. Each figure is rounded by itself."
)
# What adds up over the years, and what is a balance.
_ADDED = (
    "annual_revenue_gbp",
    "annual_power_cost_gbp",
    "annual_other_opex_gbp",
    "annual_profit_gbp",
    "investment_and_resale_gbp",
    "cash_flow_gbp",
    "days_mined",
)
_BALANCES = ("cumulative_cash_flow_gbp", "discounted_cumulative_cash_flow_gbp")


def annual_rows(scenario: ScenarioResult, currency: Currency) -> Table:
    """Return headings and rows of a scenario's accounts, their total in the last row."""
    values = scenario.columns()
    names = (*_ADDED, *_BALANCES)
    columns = [[formatted(n, value, currency) for value in values[n].tolist()] for n in names]
    rows = [[f"{year}", *cells] for year, cells in enumerate(zip(*columns, strict=True))]
    totals = [formatted(n, float(np.nansum(values[n])), currency) for n in _ADDED]
    return ["Year", *map(label, names)], [*rows, ["Total", *totals, *[""] * len(_BALANCES)]]
