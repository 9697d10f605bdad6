"""Price files: what exchanges, grid operators and spreadsheets write -> prices of each zone.

What this package owns: the forms of price files, which of their columns are prices, in which
currency and unit, and whose zone they are. How a table, a number or a time is read is told in
``imports.tables`` and ``imports.times``.

Steps, as ``read_prices`` takes them
------------------------------------
1. ``read_text`` and ``read_table``: bytes -> ``Table``; raw files get headings.
2. ``layout_of``: headings, first cells and ``PriceOptions`` -> ``Layout``, what each column is, by
   ``known_forms`` or, in plain files, by ``time_forms``.
3. ``choose_price_columns``: ``Layout`` -> ``PriceColumns``, which prices are taken and what a
   number is multiplied with (``price_unit``).
4. ``zone_codes``, ``read_timestamps``: rows -> zone and time.
5. ``read_series``: the numbers of each zone -> its ``Series``, once for the prices and once for
   day-ahead prices beside them.
6. ``summary``: all of it -> ``PriceReport``.

``in_standard_time`` then puts the prices of a zone on the clock of a plan.

Terms
-----
form
    A kind of file that is recognised by its headings; ``plain`` is any time and price.
layout
    The columns of one file by what they are.
zone
    A price zone, hub or node; ``site`` where a file has one price and names no zone.
wide
    One column a zone, rather than one row a zone and time.
price unit
    Currency and energy that a price is per, such as c/kWh.
"""

from hydro_mining.imports.prices.assembling import (
    FirstRows,
    PriceImport,
    read_first_rows,
    read_prices,
)
from hydro_mining.imports.prices.options import FORM_NAMES, PriceOptions
from hydro_mining.imports.prices.report import PriceReport
from hydro_mining.imports.prices.standard_time import in_standard_time
from hydro_mining.imports.times import DUPLICATE_RULES, Gap

__all__ = [
    "DUPLICATE_RULES",
    "FORM_NAMES",
    "FirstRows",
    "Gap",
    "PriceImport",
    "PriceOptions",
    "PriceReport",
    "in_standard_time",
    "read_first_rows",
    "read_prices",
]
