"""Price files: what exchanges, grid operators and spreadsheets write -> prices of each zone.

``options`` says what a user may settle, ``forms`` recognises a file by its headings, ``report``
says what was understood; the rest are the steps from bytes to intervals, in the order of
``reading``.
"""

from hydro_mining.imports.prices.day_ahead import read_day_ahead
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.prices.reading import PriceImport, read_prices
from hydro_mining.imports.prices.report import Dropped, Gap, PriceReport

__all__ = [
    "Dropped",
    "Gap",
    "PriceImport",
    "PriceOptions",
    "PriceReport",
    "read_day_ahead",
    "read_prices",
]
