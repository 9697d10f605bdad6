"""Numbers that publishers write where there is no price, such as -9999."""

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.imports.tables import written_number

__all__ = ["without_placeholders"]

# No market goes as low, or as high. New York's and Australia's floors are about -1,000 a MWh, so
# that -999 may be a price, but among others that are low too.
_ALWAYS = (-9_999.0, -99_999.0, -999_999.0, -9_999_999.0)
_UNLESS_OTHERS_ARE_LOW = -999.0
_LOW = -500.0
_UNLESS_OTHERS_ARE_HIGH = (99_999.0, 999_999.0, 9_999_999.0)


def without_placeholders(value: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Return prices with NaN for placeholders, and a note on each kind of them.

    Parameters
    ----------
    value : (N,)
        As they are written; NaN where there is none.

    >>> without_placeholders(np.array([31.0, -9999.0]))
    (array([31., nan]), ('Cells of -9999 are taken as no price: 1.',))
    """
    kept = np.where(np.isin(value, _ALWAYS), np.nan, value)
    is_low = kept == _UNLESS_OTHERS_ARE_LOW
    if is_low.any() and not (kept[~is_low] < _LOW).any():
        kept = np.where(is_low, np.nan, kept)
    for number in _UNLESS_OTHERS_ARE_HIGH:
        is_high = kept == number
        if is_high.any() and not (kept[~is_high] > number / 10).any():
            kept = np.where(is_high, np.nan, kept)
    found, count = np.unique(value[np.isnan(kept) & ~np.isnan(value)], return_counts=True)
    notes = (
        f"Cells of {written_number(float(number))} are taken as no price: {n}."
        for number, n in zip(found, count, strict=True)
    )
    return kept, tuple(notes)
