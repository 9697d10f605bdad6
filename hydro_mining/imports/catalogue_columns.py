"""What the columns of a machine list are, and how its figures are written."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.tables import Table, listed, number_without_mark, plain_number
from hydro_mining.imports.units import CURRENCY_MARKS, money_per, tokens

__all__ = ["CATALOGUE_COLUMNS", "CatalogueColumns", "catalogue_columns"]

_REQUIRED = ("name", "hashrate_ths", "power_w")
_ASKED = ("price", "currency", "price_date", "source")
CATALOGUE_COLUMNS = (*_REQUIRED, "cooling", "form", *_ASKED, "use", "note")
_UNITS = {"hashrate_ths": "TH/s", "power_w": "W", "efficiency_j_per_th": "J/TH"}
# Headings with letters and digits only, the rest as one underscore. Those of figures must name
# their unit: "Power" alone may be kW.
_ALIASES = (
    {column: column for column in (*CATALOGUE_COLUMNS, "efficiency_j_per_th")}
    | dict.fromkeys(("model", "model_name", "machine", "miner"), "name")
    | dict.fromkeys(("hashrate_th_s", "hash_rate_th_s", "th_s", "ths", "th"), "hashrate_ths")
    | dict.fromkeys(("hashrate_th", "hash_rate_th"), "hashrate_ths")
    | dict.fromkeys(("power_consumption_w", "consumption_w", "watts", "watt", "w"), "power_w")
    | dict.fromkeys(("date", "price_as_of", "quote_date"), "price_date")
    | dict.fromkeys(("efficiency_j_th", "j_per_th", "j_th", "w_th"), "efficiency_j_per_th")
    | dict.fromkeys(("price_gbp", "price_usd", "price_eur", "price_cad"), "price")
    | {"form_factor": "form", "notes": "note"}
)


# Headings of figures in another unit than the list's; None where each cell names its own.
_SCALED: dict[str, tuple[str, float | None]] = {
    **dict.fromkeys(("hashrate", "hash_rate", "hashing_power"), ("hashrate_ths", None)),
    **dict.fromkeys(("power", "power_consumption", "consumption"), ("power_w", None)),
    **dict.fromkeys(("hashrate_ph_s", "hash_rate_ph_s", "hashrate_ph"), ("hashrate_ths", 1e3)),
    **dict.fromkeys(("hashrate_phs", "ph_s", "phs", "ph"), ("hashrate_ths", 1e3)),
    **dict.fromkeys(("power_kw", "kw", "power_consumption_kw"), ("power_w", 1e3)),
}
_CELL_SCALES: dict[str, dict[str, float]] = {
    "hashrate_ths": {"th": 1.0, "t": 1.0, "ph": 1e3, "p": 1e3, "eh": 1e6, "gh": 1e-3},
    "power_w": {"w": 1.0, "kw": 1e3},
}
_PER_SECOND = re.compile(r"(?i)(?<=[tpeg]h)(?:/?s(?:ec)?)$")
# TH/s of the hashrates that a price may be per.
_PER_HASHRATE = {"th": 1.0, "t": 1.0, "ths": 1.0, "ph": 1e3, "phs": 1e3, "eh": 1e6, "ehs": 1e6}
_MACHINE_WORDS = frozenset(("unit", "machine", "miner", "piece", "pc", "pcs", "each", "asic"))
# What else a price may be for, such as a pallet of machines or the energy of a host.
_OTHER_BASES = frozenset(
    """gh mh w kw mw kwh mwh wh j day week month year hour lot lots pallet pallets container batch
    pack set pair dozen units pieces machines miners moq qty kg rack k m deposit shipping hosting
    """.split()  # noqa: SIM905
)
_YEAR = re.compile(r"20[0-9]{2}")
_PRICE_WORDS = frozenset(("price", "cost", "preis", "prix", "precio", "fob", "usdt", "quote"))
# Sums of money about a machine that are not what it costs today.
_OTHER_SUMS = frozenset(
    """revenue revenues profit profits income earning earnings tax taxes vat duty duties freight fee
    fees payback roi reward rewards insurance cost costs""".split()  # noqa: SIM905
)
_LATER = frozenset(("future", "futures", "forward"))


class CatalogueColumns(NamedTuple):
    """The columns of a list by name, and how their figures are written.

    Attributes
    ----------
    at
        Position of each column that is understood.
    scales
        What numbers of a column are multiplied with, where it is not 1; None where cells say it.
    price_heading, price_currency
        Heading of the price, and the ISO code in it; empty if there is none.
    price_per_ths
        Hashrate that a price is for [TH/s]; None where it is a machine's.
    decimal_comma
        Whether commas are decimal.
    notes
        Sentences on columns that look like prices and are not read.
    """

    at: dict[str, int]
    scales: dict[str, float | None]
    price_heading: str
    price_currency: str
    price_per_ths: float | None
    decimal_comma: bool
    notes: tuple[str, ...]

    def number(self, column: str, text: str) -> float:
        """Return a number in the column's unit; a unit in its cell goes before the heading's.

        Raises
        ------
        InputError
            If it is none, or nothing names its unit.
        """
        plain, mark = number_without_mark(_PER_SECOND.sub("", text))
        scale = self.scales.get(column, 1.0)
        if mark:
            scale = _CELL_SCALES.get(column, {}).get(mark.casefold())
        if scale is None:
            rule = f"a number with its unit in the cell or the heading ({_UNITS[column]})"
            raise InputError(column, rule, text or None)
        return self._plain(column, plain) * scale

    def price(self, text: str) -> tuple[float, str]:
        """Return a price and the currency beside it, empty if there is none.

        Raises
        ------
        InputError
            If it is no number.
        """
        plain, mark = number_without_mark(text)
        currency = CURRENCY_MARKS.get(mark.casefold(), "") or ""
        return self._plain("price", text if mark and not currency else plain), currency

    def _plain(self, column: str, text: str) -> float:
        plain = plain_number(text, decimal_comma=self.decimal_comma)
        if plain is None:
            rule = f"a plain number such as 3500 or 17.5 ({_UNITS.get(column, 'in its currency')})"
            raise InputError(column, rule, text or None)
        return float(plain)


def catalogue_columns(table: Table) -> CatalogueColumns:
    """Return what the columns of a list are.

    Raises
    ------
    InputError
        If one is missing or there twice.
    """
    at, scales = _understood(table)
    price, currency, per_ths, notes = _price_column(table, at)
    heading = ""
    at.pop("price", None)
    if price is not None:
        at["price"], heading = price, one_line(table.headings[price])
    has_commas = table.delimiter == ";"
    return CatalogueColumns(at, scales, heading, currency, per_ths, has_commas, notes)


def _heading_key(heading: str) -> str:
    named = heading.casefold().replace("£", " gbp").replace("€", " eur").replace("$", " usd")
    return re.sub(r"[^a-z0-9]+", "_", named).strip("_")


def _understood(table: Table) -> tuple[dict[str, int], dict[str, float | None]]:
    """Return the position of every column whose heading is known, and the scales of some."""
    columns: dict[str, int] = {}
    scales: dict[str, float | None] = {}
    place = f"line {table.heading_line}, column"
    for position, heading in enumerate(table.headings):
        key = _heading_key(heading)
        column = _ALIASES.get(key)
        if key in _SCALED:
            column, scale = _SCALED[key]
            scales[column] = scale
        if column in columns:
            raise InputError(f"{place} {column}", "in the heading once", heading)
        if column is not None:
            columns[column] = position
    for column in _REQUIRED:
        if column not in columns:
            rule = "among the headings (name, hashrate_ths, power_w)"
            raise InputError(f"{place} {column}", rule, ", ".join(table.headings))
    return columns, scales


def _price_column(
    table: Table, columns: Mapping[str, int]
) -> tuple[int | None, str, float | None, tuple[str, ...]]:
    """Return the column of prices, its currency, the hashrate it is per, and notes on others.

    A heading that says price goes before one that names a currency only.
    """
    named: list[tuple[int, str, float | None]] = []
    of_money: list[tuple[int, str, float | None]] = []
    looked_at: list[int] = []
    others = set(columns.values()) - {columns.get("price")}
    for position, heading in enumerate(table.headings):
        words = tokens(heading)
        money = money_per(words, None)
        is_price = position == columns.get("price") or bool(_PRICE_WORDS & {*words})
        if position in others or not (is_price or money.currency):
            continue
        looked_at.append(position)
        per_ths = next((_PER_HASHRATE[word] for word in words if word in _PER_HASHRATE), None)
        is_whole = per_ths is None and not _MACHINE_WORDS & {*words}
        is_odd = bool(money.part) or (is_whole and bool(money.unknown or "/" in words))
        if not is_odd and not _is_unread(words, is_price=is_price):
            (named if is_price else of_money).append((position, money.currency or "", per_ths))
    if not named and len(of_money) > 1 and all(per is None for _, _, per in of_money):
        there = listed(table.headings[position] for position, *_ in of_money)
        rule = "with one column of prices, called Price"
        raise InputError(f"line {table.heading_line}", rule, there)
    found = (named or of_money)[:1]
    notes = tuple(
        f"The column “{one_line(table.headings[position])}” is not understood, and not read."
        for position in looked_at
        if position not in {column for column, *_ in found}
    )
    return (*found[0], notes) if found else (None, "", None, notes)


def _is_unread(words: list[str], *, is_price: bool) -> bool:
    """Return whether a heading of a price says what it may be for, in words not known here."""
    if _LATER & {*words} or (not is_price and _OTHER_SUMS & {*words}):
        return True
    counts = (word for word in words if word[:1].isdigit() and word != "1")
    return bool(_OTHER_BASES & {*words}) or not all(map(_YEAR.fullmatch, counts))
