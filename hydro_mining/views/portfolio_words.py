"""What a portfolio comes to, in sentences."""

import math

import numpy as np

from hydro_mining.economics.portfolio import Portfolio, ranked
from hydro_mining.quantities import Currency, formatted
from hydro_mining.views.portfolio_figures import figure_written, machines_written

_MINUTE_S, _HOUR_S = 60, 3_600
# What paying is, as in the verdict on one site.
_WHERE = "it earns more there than the return that you ask"
_NOWHERE = "it earns less than the return that you ask, or loses money"


def portfolio_answer(portfolio: Portfolio, currency: Currency) -> str:
    """Return where mining pays, which site is the best, and what those that pay come to."""
    if not len(portfolio):
        return "No site of the list could be computed."
    pays, npv = portfolio.pays, portfolio.figures["npv_gbp"]
    count = int(pays.sum())
    best = int(ranked(portfolio, "npv_gbp")[0])
    if not count:
        said = f"Mining pays at none of {sites_in_words(len(portfolio))}: {_NOWHERE}. "
        return said + _nearest(portfolio, best, currency)
    said = f"Mining pays at {count:,} of {sites_in_words(len(portfolio))}: {_WHERE}. "
    said += f"The best is {portfolio.names[best]}: {_worth(portfolio, best, currency)}"
    years = float(portfolio.figures["simple_payback_years"][best])
    if math.isfinite(years):
        said += f", money back after {formatted('simple_payback_years', years)}"
    said += f", with {machines_written(portfolio, best)}."
    if count > 1:
        together = formatted("npv_gbp", float(npv[pays].sum()), currency)
        said += f" Together those that pay are worth {together}."
    return said


def _nearest(portfolio: Portfolio, best: int, currency: Currency) -> str:
    npv = float(portfolio.figures["npv_gbp"][best])
    if math.isnan(npv) or not portfolio.machines[best]:
        return "No machine earns its power at any of them."
    said = f"The nearest is {portfolio.names[best]}: {_worth(portfolio, best, currency)}"
    price = float(portfolio.figures["power_price_gbp_per_kwh"][best])
    if np.isnan(price):
        return f"{said}."
    written = figure_written("power_price_gbp_per_kwh", price, currency)
    return f"{said}; it would pay at power up to {written} a kWh."


def _worth(portfolio: Portfolio, place: int, currency: Currency) -> str:
    return f"NPV {formatted('npv_gbp', float(portfolio.figures['npv_gbp'][place]), currency)}"


def sites_in_words(count: int) -> str:
    """Return ``1 site`` or ``5,000 sites``."""
    return f"{count:,} site{'' if count == 1 else 's'}"


def time_left_in_words(seconds: float | None) -> str:
    """Return about how long it takes from here; an empty text where nobody knows.

    >>> time_left_in_words(200.0), time_left_in_words(12.3), time_left_in_words(None)
    ('about 4 min left', 'about 13 s left', '')
    """
    if seconds is None:
        return ""
    if seconds < _MINUTE_S:
        return f"about {math.ceil(seconds)} s left"
    if seconds < _HOUR_S:
        return f"about {math.ceil(seconds / _MINUTE_S)} min left"
    return f"about {seconds / _HOUR_S:.1f} h left"
