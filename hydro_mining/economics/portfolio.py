"""What many sites come to, each computed by itself: which pay, and which is the best."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats, Integers

# Of each site; those of the plan where it has one, whose power price moves by the hour.
PORTFOLIO_FIGURES = (
    "npv_gbp",
    "irr",
    "simple_payback_years",
    "n_miners",
    "power_price_gbp_per_kwh",
    "gain_gbp_y1",
    "npv_gbp_p10",
    "npv_gbp_p90",
    "probability_of_loss",
)
LESS_IS_BETTER = ("simple_payback_years", "probability_of_loss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The S sites of a list that were computed, in the list's order.

    Attributes
    ----------
    lines : (S,)
        Where each stands in its file.
    names : (S,)
        What each is called, no two alike.
    machines : (S,)
        What is built; empty where nothing is.
    latitude, longitude : (S,) [degrees]
        NaN where the list says none.
    figures
        (S,) for each of ``PORTFOLIO_FIGURES``, NaN where undefined. ``power_price_gbp_per_kwh`` is
        the price up to which mining pays; p10 and p90 are percentiles of drawn futures.
    """

    lines: Integers
    names: tuple[str, ...]
    machines: tuple[str, ...]
    latitude: Floats
    longitude: Floats
    figures: Mapping[str, Floats]

    def __len__(self) -> int:
        """Return how many sites there are."""
        return len(self.lines)

    @property
    def pays(self) -> NDArray[np.bool_]:
        """Whether each site's NPV is above zero."""
        above: NDArray[np.bool_] = self.figures["npv_gbp"] > 0
        return above

    @property
    def defined(self) -> tuple[str, ...]:
        """The figures that at least one site has."""
        return tuple(name for name, values in self.figures.items() if np.isfinite(values).any())


def ranked(portfolio: Portfolio, figure: str) -> Integers:
    """Return the places of the sites from the best ``figure`` on; those without it come last.

    Sites that are equally good stay in their list's order.
    """
    values = portfolio.figures[figure]
    order: Integers = np.argsort(values if figure in LESS_IS_BETTER else -values, kind="stable")
    return order
