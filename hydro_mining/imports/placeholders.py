"""Numbers that publishers write where there is no price, such as -9999."""

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats
from hydro_mining.imports.tables import written_number

__all__ = ["without_placeholders"]

# No market goes as low, or as high. New York's and Australia's floors are about -1,000 a MWh, so
# that -999 may be a price, but among others that are low too.
_NINES = tuple(10.0**digits - rest for digits in (4, 5, 6, 7) for rest in (1, 0.1, 0.01))
_ALWAYS = (-32_768.0, *(-number for number in _NINES))
_NEVER_FROM = 1e15
_UNLESS_OTHERS_ARE_LOW = -999.0
_LOW = -500.0
# Nothing but nines, and the largest whole number of 16 bits.
_UNLESS_OTHERS_ARE_HIGH = (32_767.0, *_NINES)
_LEAST_HIGH, _TOLERANCE = 9_999.0, 1e-9


def without_placeholders(value: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Return prices with NaN for placeholders, and a note on each kind of them.

    Parameters
    ----------
    value : (N,)
        As they are written; NaN where there is none.

    >>> without_placeholders(np.array([31.0, -9999.0]))
    (array([31., nan]), ('Cells of -9999 are taken as no price: 1.',))
    """
    suspects = np.flatnonzero((value <= _UNLESS_OTHERS_ARE_LOW) | (value >= _LEAST_HIGH))
    if not len(suspects):
        return value, ()
    kept = value.copy()
    kept[suspects[_is_one_of(value[suspects], _ALWAYS)]] = np.nan
    kept[np.abs(kept) >= _NEVER_FROM] = np.nan
    is_low = kept == _UNLESS_OTHERS_ARE_LOW
    if is_low.any() and not (kept[~is_low] < _LOW).any():
        kept[is_low] = np.nan
    for number in _UNLESS_OTHERS_ARE_HIGH:
        is_high = suspects[_is_one_of(kept[suspects], (number,))]
        if len(is_high) and not (np.delete(kept, is_high) > number / 10).any():
            kept[is_high] = np.nan
    found, count = np.unique(value[np.isnan(kept) & ~np.isnan(value)], return_counts=True)
    notes = (
        f"Cells of {written_number(float(number))} are taken as no price: {n}."
        for number, n in zip(found, count, strict=True)
    )
    return kept, tuple(notes)


def _is_one_of(value: Floats, numbers: tuple[float, ...]) -> Booleans:
    """Return which values are one of some numbers, whatever their last binary digit is."""
    wanted = np.array(numbers)
    is_near = np.abs(value[:, None] - wanted) <= _TOLERANCE * np.abs(wanted)
    found: Booleans = is_near.any(axis=1)
    return found
