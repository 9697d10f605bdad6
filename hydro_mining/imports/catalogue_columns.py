"""What the columns of a machine list are, and how its figures are written."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.catalogue_prices import price_columns
from hydro_mining.imports.tables import Notation, Table, number_without_mark
from hydro_mining.imports.units import CURRENCY_MARKS

_REQUIRED = ("name", "hashrate_ths", "power_w")
_ASKED = ("price", "currency", "price_date", "source")
CATALOGUE_COLUMNS = (*_REQUIRED, "cooling", "form", *_ASKED, "use", "note")
_UNITS = {"hashrate_ths": "TH/s", "power_w": "W", "efficiency_j_per_th": "J/TH"}
# Headings with letters and digits only, the rest as one underscore. Those of figures must name
# their unit: "Power" alone may be kW.
_ALIASES = (
    {column: column for column in (*CATALOGUE_COLUMNS, "efficiency_j_per_th")}
    | dict.fromkeys(("model", "model_name", "machine", "miner", "modell", "modelo"), "name")
    | dict.fromkeys(("hashrate_th_s", "hash_rate_th_s", "th_s", "ths", "th"), "hashrate_ths")
    | dict.fromkeys(("hashrate_th", "hash_rate_th", "hashrate_t", "hash_rate_t"), "hashrate_ths")
    | dict.fromkeys(("power_consumption_w", "consumption_w", "watts", "watt", "w"), "power_w")
    | dict.fromkeys(("leistung_w", "leistungsaufnahme_w", "consumo_w", "potencia_w"), "power_w")
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
    notation
        How the list's figures are written.
    notes
        Sentences on columns that look like prices and are not read.
    """

    at: dict[str, int]
    scales: dict[str, float | None]
    price_heading: str
    price_currency: str
    price_per_ths: float | None
    notation: Notation
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
        return self._plain(column, plain, text) * scale

    def price(self, text: str) -> tuple[float, str]:
        """Return a price and the currency beside it, empty if there is none.

        Raises
        ------
        InputError
            If it is no number.
        """
        plain, mark = number_without_mark(text)
        currency = CURRENCY_MARKS.get(mark.casefold(), "") or ""
        return self._plain("price", text if mark and not currency else plain, text), currency

    def _plain(self, column: str, plain: str, cell: str) -> float:
        unit = _UNITS.get(column, "in its currency")
        return self.notation.number(column, plain, unit, such_as="3500 or 17.5", cell=cell)


def catalogue_columns(table: Table, *, price_column: str | None = None) -> CatalogueColumns:
    """Return what the columns of a list are.

    Parameters
    ----------
    price_column
        Heading of the prices, where it is known.

    Raises
    ------
    InputError
        If one is missing or there twice, or it cannot be told which has the prices.
    """
    at, scales = _understood(table)
    others = frozenset(at.values()) - {at.get("price")}
    found = price_columns(table, others, at.pop("price", None))
    price = found.chosen(table, at["hashrate_ths"], price_column)
    if price is not None:
        at["price"] = price.position
    notation = Notation.of(_figures(table, at), table.delimiter)
    return CatalogueColumns(
        at=at,
        scales=scales,
        price_heading="" if price is None else one_line(table.headings[price.position]),
        price_currency="" if price is None else price.currency,
        price_per_ths=None if price is None else price.per_ths,
        notation=notation,
        notes=found.notes(table, price),
    )


def price_headings(table: Table) -> tuple[str, ...]:
    """Return the headings of the columns that may have the prices of a list."""
    at, _ = _understood(table)
    others = frozenset(at.values()) - {at.get("price")}
    found = price_columns(table, others, at.get("price"))
    return tuple(table.headings[one.position] for one in found.candidates)


def _figures(table: Table, at: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    """Yield the figures of a list without what stands beside them, each with its place."""
    for column in (*_UNITS, "price"):
        for row in range(len(table)) if column in at else ():
            place = f"line {table.lines[row]}, column {column}"
            yield place, number_without_mark(_PER_SECOND.sub("", table.cell(row, at[column])))[0]


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
        if column in columns and column != "price":
            raise InputError(f"{place} {column}", "in the heading once", heading)
        if column is not None:
            columns.setdefault(column, position)
    for column in _REQUIRED:
        if column not in columns:
            rule = "among the headings (name, hashrate_ths, power_w)"
            raise InputError(f"{place} {column}", rule, ", ".join(table.headings))
    return columns, scales
