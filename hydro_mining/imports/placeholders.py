"""Numbers that publishers write where there is no price: -9999 always, -1 and 999 at times."""

from collections.abc import Mapping

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Integers
from hydro_mining.imports.tables import typed_number, written_number

ALL_ARE_PRICES = "none"

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
# What may be a price or stand for none, as the others tell.
_SUSPECTS = (
    *(-1.0, -9.0, -88.0, 99.0, 99.9, 99.99, 999.0, 999.9, 999.99),
    *(-9.9, -9.99, -99.0, -99.9, -99.99, -999.9, -999.99),
)
# A suspect is beyond all others by a quarter of itself, one below ten by twice itself: -1.00 may
# be a price beside 0.00. So it is by ten times their median, as -1 among prices per kWh.
_SHARE_OF_ITSELF, _SHARE_OF_SMALL, _SMALL, _TIMES_MEDIAN = 0.25, 2.0, 10.0, 10.0
_LEAST_OF_MEDIAN = 0.05
# Tariffs have a few prices in many rows.
_MOST_OF_TARIFF, _MANY_ROWS = 5, 24


def without_placeholders(
    value: Floats, missing_value: str | None = None
) -> tuple[Floats, dict[str, int]]:
    """Return prices with NaN for placeholders, and how many there were of each.

    Parameters
    ----------
    value : (N,)
        As they are written; NaN where there is none.
    missing_value
        A number that stands for no price, or ``none`` where all are prices; None is for the
        usual ones.

    >>> without_placeholders(np.array([31.0, -9999.0]))
    (array([31., nan]), {'-9999': 1})
    """
    number = None if missing_value is None else typed_number(missing_value)
    if missing_value == ALL_ARE_PRICES:
        return value, {}
    suspects = np.flatnonzero((value <= _UNLESS_OTHERS_ARE_LOW) | (value >= _LEAST_HIGH))
    if not len(suspects) and number is None:
        return value, {}
    kept = value.copy()
    if number is not None:
        kept[_is_one_of(kept, (number,))] = np.nan
    _clear(kept, suspects)
    found, count = np.unique(value[np.isnan(kept) & ~np.isnan(value)], return_counts=True)
    texts = [written_number(float(number)) for number in found]
    return kept, dict(zip(texts, count.tolist(), strict=True))


def placeholder_notes(found: Mapping[str, int]) -> tuple[str, ...]:
    """Return a sentence on each kind of placeholder."""
    return tuple(f"Cells of {text} are taken as no price: {n}." for text, n in found.items())


def _clear(kept: Floats, suspects: Integers) -> None:
    """Put NaN for the usual placeholders."""
    kept[suspects[_is_one_of(kept[suspects], _ALWAYS)]] = np.nan
    kept[np.abs(kept) >= _NEVER_FROM] = np.nan
    is_low = kept == _UNLESS_OTHERS_ARE_LOW
    if is_low.any() and not (kept[~is_low] < _LOW).any():
        kept[is_low] = np.nan
    for number in _UNLESS_OTHERS_ARE_HIGH:
        is_high = suspects[_is_one_of(kept[suspects], (number,))]
        if len(is_high) and not (np.delete(kept, is_high) > number / 10).any():
            kept[is_high] = np.nan


def suspected_placeholder(value: Floats) -> tuple[float, int] | None:
    """Return a number that may stand for no price, and how often it is there; None if none may.

    It is the lowest or the highest, one that publishers write for no price, and far from all
    others.

    >>> suspected_placeholder(np.array([31.0, -1.0, 40.0, -1.0, 36.0]))
    (-1.0, 2)
    >>> suspected_placeholder(np.array([31.0, -1.0, -0.4, -1.0, 36.0]))
    """
    known = value[~np.isnan(value)]
    for number in (known.min(), known.max()) if len(known) else ():
        is_it = known == number
        others = known[~is_it]
        if not len(others) or not _is_one_of(np.array([number]), _SUSPECTS)[0]:
            continue
        if _is_far(float(number), others):
            is_tariff = len(known) > _MANY_ROWS and len(np.unique(others)) <= _MOST_OF_TARIFF
            return float(number), 1 if is_tariff else int(is_it.sum())
    return None


def _is_far(number: float, others: Floats) -> bool:
    """Return whether a number is far from all others, by its own size or by theirs."""
    away = float(np.abs(others - number).min())
    typical = float(np.median(np.abs(others)))
    share = _SHARE_OF_ITSELF if abs(number) >= _SMALL else _SHARE_OF_SMALL
    is_far = away >= share * abs(number) or away >= _TIMES_MEDIAN * typical > 0
    return is_far and away >= _LEAST_OF_MEDIAN * typical


def _is_one_of(value: Floats, numbers: tuple[float, ...]) -> Booleans:
    """Return which values are one of some numbers, whatever their last binary digit is."""
    wanted = np.array(numbers)
    is_near = np.abs(value[:, None] - wanted) <= _TOLERANCE * np.abs(wanted)
    found: Booleans = is_near.any(axis=1)
    return found
