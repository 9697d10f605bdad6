"""What a portfolio's first sentence calls paying."""

import numpy as np

from hydro_mining.economics.portfolio import PORTFOLIO_FIGURES, Portfolio
from hydro_mining.quantities import POUNDS
from hydro_mining.views.portfolio_words import portfolio_answer


def portfolio(*npv_gbp: float) -> Portfolio:
    """Return sites A, B, … of these NPVs, whose money is back after two years."""
    count = len(npv_gbp)
    figures = {name: np.full(count, np.nan) for name in PORTFOLIO_FIGURES}
    figures |= {
        "npv_gbp": np.array(npv_gbp),
        "simple_payback_years": np.full(count, 2.0),
        "n_miners": np.full(count, 3.0),
    }
    return Portfolio(
        lines=np.arange(count),
        names=tuple("ABC"[:count]),
        machines=("Round",) * count,
        latitude=np.full(count, np.nan),
        longitude=np.full(count, np.nan),
        figures=figures,
    )


def test_money_that_comes_back_with_less_than_is_asked_is_not_called_paying() -> None:
    """As in the verdict on one site."""
    assert portfolio_answer(portfolio(-500.0, -40.0), POUNDS) == (
        "Mining pays at none of 2 sites: it earns less than the return that you ask, or loses "
        "money. The nearest is B: NPV −£40."
    )


def test_what_pays_earns_more_than_is_asked() -> None:
    """One of three; the best has its machines and its years."""
    assert portfolio_answer(portfolio(-500.0, 40.0, 0.0), POUNDS) == (
        "Mining pays at 1 of 3 sites: it earns more there than the return that you ask. The best "
        "is B: NPV £40, money back after 2.0 years, with 3 × Round."
    )
