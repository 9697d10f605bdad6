"""Day-ahead prices that stand in a price file beside the real-time ones."""

import dataclasses
import re
from collections.abc import Mapping

from hydro_mining.economics.prices import PriceSeries
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.prices.reading import PriceImport, read_prices

__all__ = ["read_day_ahead"]

_DAY_AHEAD = re.compile(r"day.?ahead|(?<![a-z])dam?(?![a-z])", re.IGNORECASE)


def read_day_ahead(
    data: bytes, options: PriceOptions, read: PriceImport, *, column: str | None = None
) -> Mapping[str, PriceSeries]:
    """Return the day-ahead prices of a file that was ``read`` with ``options``, by zone.

    Without a ``column`` it is the one whose heading says so; empty where none or several do, or
    where the prices read are day-ahead prices themselves.

    Raises
    ------
    InputError
        If ``column`` is none of the file's.
    """
    used = read.report.columns.get("price", ())
    named = [name for name in read.report.price_columns if _DAY_AHEAD.search(name)]
    if column is None and (len(named) != 1 or named[0] in used):
        return {}
    chosen = dataclasses.replace(options, price_column=column or named[0])
    return read_prices(data, chosen).series
