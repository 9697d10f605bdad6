"""What is to be said of hashprices: what was done to them, and what no market has shown."""

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.imports.hashprice import HashpriceFile

# The highest day since 2021 was some 0.43 [USD/TH/day]. A fiftieth of today's is below all fees
# and halvings to come in a study's years.
_HIGHEST, _LOWEST_SHARE = 1.0, 0.02
_SINCE = np.datetime64("2021-01-01")
# In two weeks hashprice has never gone to a fifth or to five times what it was.
_FAR, _DAYS_ABOUT, _FEWEST_DAYS = 5.0, 15, 3
# Of the size of a dollar, so that the same figures are out of the question; None may be one.
_LARGE_CURRENCIES = (None, "USD", "EUR", "GBP", "CHF")


def hashprice_notes(read: HashpriceFile, *, currency: str | None) -> tuple[str, ...]:
    """Return all that is to be said of a file's hashprices, in the ``currency`` of the prices."""
    is_recent = read.dates >= _SINCE
    recent = read.value[is_recent]
    notes = (*read.notes, *unusual_hashprice(recent, read.currency or currency))
    return (*notes, *_odd_days(read.dates[is_recent], recent))


def _odd_days(dates: NDArray[np.datetime64], value: Floats) -> tuple[str, ...]:
    """Return a note on days whose hashprice is far from that of the others about them."""
    if len(value) < _FEWEST_DAYS:
        return ()
    from scipy.ndimage import generic_filter  # noqa: PLC0415 - most files need no scipy

    about = generic_filter(value, np.median, size=_DAYS_ABOUT, mode="nearest")
    odd = np.flatnonzero((value > _FAR * about) | (value < about / _FAR))
    if not len(odd):
        return ()
    first = int(odd[0])
    return (
        f"The hashprice of {dates[first]} is {value[first]:.4g} a TH and day, about it "
        f"{about[first]:.4g}: check it. Days so far from others: {len(odd)}.",
    )


def unusual_hashprice(value: Floats, currency: str | None) -> tuple[str, ...]:
    """Return a note on hashprices that no market has shown since 2021.

    Those of a currency much smaller than the dollar are not judged.

    Parameters
    ----------
    value : (N,) [currency/TH/day]
    """
    if currency not in _LARGE_CURRENCIES or not len(value):
        return ()
    of_network = network_hashprice(bundled_network().network)
    median = float(np.median(value))
    told = f"The hashprice is {median:.4g} a TH and day"
    if median > _HIGHEST:
        return (f"{told}, above any since 2021: check its unit, which may be per PH.",)
    if (highest := float(value.max())) > _HIGHEST:
        return (f"The highest hashprice is {highest:.4g} a TH and day, above any since 2021.",)
    if 0 < median < _LOWEST_SHARE * of_network:
        return (f"{told}, the network's is {of_network:.4g}: check its unit.",)
    return ()
