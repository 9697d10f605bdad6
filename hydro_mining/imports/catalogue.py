"""Machine lists as CSV: read strictly, written so that a spreadsheet runs nothing in them."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from hydro_mining.delimited import guarded_cell
from hydro_mining.economics.catalogue import LONGEST_TEXT, CatalogueEntry, PriceQuote
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import (
    Limits,
    Table,
    plain_number,
    read_table,
    read_text,
    written_number,
)

__all__ = ["read_catalogue", "write_catalogue"]

# A catalogue is a page or two; these bounds keep a hostile upload from costing time or memory.
_LIMITS = Limits(most_bytes=2_000_000, most_rows=5_000, most_columns=64, longest_cell=LONGEST_TEXT)

# SPEC section 2: a stated efficiency further than this from W / TH/s is refused [1].
_EFFICIENCY_TOLERANCE = 0.02

_REQUIRED = ("name", "hashrate_ths", "power_w")
_ASKED = ("price", "currency", "price_date", "source")
_COLUMNS = (*_REQUIRED, "cooling", "form", *_ASKED, "use", "note")
_UNITS = {"hashrate_ths": "TH/s", "power_w": "W", "efficiency_j_per_th": "J/TH"}
_USE = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": None}
_SOURCE_NOT_STATED = "source not stated"
_Cells: TypeAlias = Mapping[str, str]

# Headings with letters and digits only, the rest as one underscore. Those of figures must name
# their unit: "Power" alone may be kW.
_ALIASES = (
    {column: column for column in (*_COLUMNS, "efficiency_j_per_th")}
    | dict.fromkeys(("model", "model_name", "machine", "miner"), "name")
    | dict.fromkeys(("hashrate_th_s", "hash_rate_th_s", "th_s", "ths"), "hashrate_ths")
    | dict.fromkeys(("power_consumption_w", "watts", "w"), "power_w")
    | dict.fromkeys(("efficiency_j_th", "j_per_th", "j_th", "w_th"), "efficiency_j_per_th")
    | dict.fromkeys(("price_gbp", "price_usd", "price_eur", "price_cad"), "price")
    | {"form_factor": "form", "notes": "note"}
)


class _Notation(NamedTuple):
    decimal_comma: bool
    price_currency: str


class _Row(NamedTuple):
    line: int
    facts: dict[str, Any]
    source: str
    quote: PriceQuote | None


def read_catalogue(data: bytes | str) -> tuple[CatalogueEntry, ...]:
    """Return the machines of a CSV file, in the order of their first rows.

    Comma or semicolon, with headings in any case; ``name``, ``hashrate_ths`` and ``power_w``
    are required and columns of other names are left aside. A machine with several quotes has
    several rows. ``use`` is yes by default for a machine with a price, no for one without.

    Raises
    ------
    InputError
        At the first line that breaks a rule; nothing of the file is used then.
    """
    table = read_table(read_text(data, _LIMITS), _LIMITS)
    columns = _columns(table)
    price_heading = _heading_key(table.headings[columns["price"]]) if "price" in columns else ""
    currency = price_heading.removeprefix("price").lstrip("_").upper()
    notation = _Notation(table.delimiter == ";", currency)
    rows = (
        _row(int(table.lines[row]), table.named_cells(row, columns), notation)
        for row in range(len(table))
    )
    return tuple(_entry(group) for group in _by_machine(rows))


def write_catalogue(entries: Iterable[CatalogueEntry]) -> str:
    """Return the machines as CSV with LF line ends, one row a quote; reading gives them back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        for quote in entry.quotes or (None,):
            writer.writerow(_written_row(entry, quote))
    return out.getvalue()


def _heading_key(heading: str) -> str:
    named = heading.casefold().replace("£", " gbp").replace("€", " eur")
    return re.sub(r"[^a-z0-9]+", "_", named).strip("_")


def _columns(table: Table) -> dict[str, int]:
    """Return the position of every column that is understood."""
    columns: dict[str, int] = {}
    place = f"line {table.heading_line}, column"
    for position, heading in enumerate(table.headings):
        column = _ALIASES.get(_heading_key(heading))
        if column in columns:
            raise InputError(f"{place} {column}", "in the heading once", heading)
        if column is not None:
            columns[column] = position
    for column in _REQUIRED:
        if column not in columns:
            rule = "among the headings (name, hashrate_ths, power_w)"
            raise InputError(f"{place} {column}", rule, ", ".join(table.headings))
    return columns


def _row(line: int, cells: _Cells, notation: _Notation) -> _Row:
    try:
        facts = _facts(cells, notation)
        quote = _quote(cells, notation)
        # An entry of its own finds a fact that breaks a rule while its line is known.
        own = facts | {"use": facts["use"] or False, "source": cells.get("source", "")}
        entry = CatalogueEntry(**own, quotes=())
        _check_efficiency(entry, cells.get("efficiency_j_per_th", ""), notation)
    except InputError as error:
        place = f"line {line}, column {error.argument}"
        raise InputError(place, error.rule, error.value) from error
    return _Row(line=line, facts=facts, source=entry.source, quote=quote)


def _facts(cells: _Cells, notation: _Notation) -> dict[str, Any]:
    use = cells.get("use", "")
    return {
        "name": cells["name"],
        "hashrate_ths": _number("hashrate_ths", cells["hashrate_ths"], notation),
        "power_w": _number("power_w", cells["power_w"], notation),
        "cooling": cells.get("cooling", "").casefold(),
        "form": cells.get("form", "").upper(),
        "use": _USE.get(use.casefold(), use),
        "note": cells.get("note", ""),
    }


def _quote(cells: _Cells, notation: _Notation) -> PriceQuote | None:
    if not cells.get("price"):
        return None
    in_heading = notation.price_currency
    currency = cells.get("currency", "").upper() or in_heading
    if in_heading not in ("", currency):
        raise InputError("currency", f"{in_heading}, like the heading of the price", currency)
    return PriceQuote(
        price=_number("price", cells["price"], notation),
        currency=currency,
        price_date=cells.get("price_date", ""),
        source=cells.get("source", "") or _SOURCE_NOT_STATED,
    )


def _number(column: str, text: str, notation: _Notation) -> float:
    plain = plain_number(text, decimal_comma=notation.decimal_comma)
    if plain is None:
        rule = f"a plain number such as 3500 or 17.5 ({_UNITS.get(column, 'in its currency')})"
        raise InputError(column, rule, text or None)
    return float(plain)


def _check_efficiency(entry: CatalogueEntry, stated: str, notation: _Notation) -> None:
    computed = entry.efficiency_j_per_th
    figure = _number("efficiency_j_per_th", stated, notation) if stated else computed
    if not abs(figure - computed) <= _EFFICIENCY_TOLERANCE * computed:
        rule = f"within 2 % of power_w / hashrate_ths, {computed:.2f} J/TH for {entry.name[:40]}"
        raise InputError("efficiency_j_per_th", rule, stated)


def _by_machine(rows: Iterable[_Row]) -> Iterable[list[_Row]]:
    """Return the rows of each machine together, refusing those that tell it differently."""
    machines: dict[str, list[_Row]] = {}
    for row in rows:
        group = machines.setdefault(row.facts["name"].casefold(), [])
        group.append(row)
        for column, value in group[0].facts.items():
            if row.facts[column] != value:
                rule = f"as in line {group[0].line} for {row.facts['name'][:40]}"
                raise InputError(f"line {row.line}, column {column}", rule, row.facts[column])
    return machines.values()


def _entry(rows: list[_Row]) -> CatalogueEntry:
    first = rows[0]
    quotes = tuple(row.quote for row in rows if row.quote is not None)
    use = bool(quotes) if first.facts["use"] is None else first.facts["use"]
    try:
        return CatalogueEntry(**first.facts | {"use": use}, quotes=quotes, source=first.source)
    except InputError as error:
        place = f"line {rows[-1].line}, column {error.argument}"
        raise InputError(place, error.rule, error.value) from error


def _written_row(entry: CatalogueEntry, quote: PriceQuote | None) -> list[str]:
    facts = [
        guarded_cell(entry.name),
        written_number(entry.hashrate_ths),
        written_number(entry.power_w),
    ]
    facts += [entry.cooling, entry.form]
    use_and_note = ["yes" if entry.use else "no", guarded_cell(entry.note)]
    if quote is None:
        return [*facts, "", "", "", guarded_cell(entry.source), *use_and_note]
    asked = [
        written_number(quote.price),
        quote.currency,
        quote.price_date,
        guarded_cell(quote.source),
    ]
    return facts + asked + use_and_note
