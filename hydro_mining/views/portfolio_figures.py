"""The sites of a portfolio as a table, and what its figures are called."""

from collections.abc import Sequence

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.economics.evaluation_warnings import price_it_pays_below
from hydro_mining.economics.portfolio import Portfolio
from hydro_mining.quantities import Currency, formatted, label

# The quantity that a figure is of, and its title where it is not the quantity's own.
_FIGURES = {
    "npv_gbp": ("npv_gbp", ""),
    "irr": ("irr", ""),
    "simple_payback_years": ("simple_payback_years", ""),
    "power_price_gbp_per_kwh": ("power_price_gbp_per_kwh", "Pays at power up to"),
    "gain_gbp_y1": ("gain_gbp", "Gain in year 1"),
    "npv_gbp_p10": ("npv_gbp", "NPV: 1 in 10 below"),
    "npv_gbp_p90": ("npv_gbp", "NPV: 1 in 10 above"),
    "probability_of_loss": ("probability_of_loss", ""),
}
_PRICE, _BREAK_EVEN = "power_price_gbp_per_kwh", "breakeven_power_price_gbp_per_kwh"
_MACHINES = "Machines"
_MACHINES_AT = 2  # behind the first figure


def figure_title(figure: str) -> str:
    """Return what a figure of a portfolio is called."""
    quantity, title = _FIGURES[figure]
    return title or label(quantity)


def figure_written(figure: str, value: float, currency: Currency) -> str:
    """Return a site's figure as a reader sees it; NaN is a dash."""
    if np.isnan(value):
        return "–"
    if figure == _PRICE:
        # Rounded down: at the price that is written it does pay.
        return price_it_pays_below(value, currency)
    return formatted(_FIGURES[figure][0], float(value), currency)


def rankings(portfolio: Portfolio) -> dict[str, str]:
    """Return the figures that sites can be ranked by: those that one of them has, by title."""
    return {figure_title(name): name for name in portfolio.defined if name in _FIGURES}


def portfolio_headings(portfolio: Portfolio) -> list[str]:
    """Return the headings of ``portfolio_rows``."""
    headings = ["Site", *map(figure_title, _shown(portfolio))]
    headings.insert(_MACHINES_AT, _MACHINES)
    return headings


def portfolio_rows(
    portfolio: Portfolio, places: Integers, currency: Currency
) -> tuple[list[list[str]], list[list[float | str | None]]]:
    """Return the sites at ``places`` as rows of texts, and what each cell is sorted by."""
    rows, keys = [], []
    for place in places.tolist():
        values = [(name, float(portfolio.figures[name][place])) for name in _shown(portfolio)]
        row: list[str] = [portfolio.names[place]]
        row += [figure_written(name, value, currency) for name, value in values]
        key: list[float | str | None] = [portfolio.names[place]]
        key += [None if np.isnan(value) else value for _, value in values]
        n_miners = portfolio.figures["n_miners"][place]
        row.insert(_MACHINES_AT, machines_written(portfolio, place))
        key.insert(_MACHINES_AT, None if np.isnan(n_miners) else float(n_miners))
        rows.append(row)
        keys.append(key)
    return rows, keys


def machines_written(portfolio: Portfolio, place: int) -> str:
    """Return what is built at a site: ``122 × Antminer S21``; a dash where nothing is."""
    count = portfolio.figures["n_miners"][place]
    machine = portfolio.machines[place]
    return f"{int(count):,} × {machine}" if machine and count > 0 else "–"


def _shown(portfolio: Portfolio) -> Sequence[str]:
    """Return the columns: the NPV always, the others where a site has one."""
    return [name for name in _FIGURES if name == "npv_gbp" or name in portfolio.defined]
