"""Machine lists as CSV: read strictly, written so that a spreadsheet runs nothing in them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from hydro_mining.delimited import guarded_cell
from hydro_mining.economics.catalogue import LONGEST_TEXT, CatalogueEntry, PriceQuote
from hydro_mining.economics.plausibility import machine_doubts
from hydro_mining.exceptions import InputError
from hydro_mining.imports.catalogue_columns import (
    CATALOGUE_COLUMNS,
    CatalogueColumns,
    catalogue_columns,
    price_headings,
)
from hydro_mining.imports.tables import Limits, read_table, read_text, written_number

# A catalogue is a page or two; these bounds keep a hostile upload from costing time or memory.
_LIMITS = Limits(most_bytes=2_000_000, most_rows=5_000, most_columns=64, longest_cell=LONGEST_TEXT)

# SPEC section 2: a stated efficiency further than this from W / TH/s is refused [1].
_EFFICIENCY_TOLERANCE = 0.02

_USE = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": None}
# A pound, dollar or euro a TH/s is about as much.
_LARGE_CURRENCIES = ("USD", "EUR", "GBP")
_SOURCE_NOT_STATED = "source not stated"
_Cells: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueImport:
    """The machines of a file, and sentences on what was taken for granted or is doubtful."""

    entries: tuple[CatalogueEntry, ...]
    notes: tuple[str, ...]


class _Row(NamedTuple):
    line: int
    facts: dict[str, Any]
    source: str
    quote: PriceQuote | None


def read_catalogue(data: bytes | str) -> tuple[CatalogueEntry, ...]:
    """Return the machines of a CSV file, in the order of their first rows.

    See ``import_catalogue``, which says too what was taken for granted.
    """
    return import_catalogue(data).entries


def import_catalogue(
    data: bytes | str, *, price_date: str = "", price_column: str | None = None
) -> CatalogueImport:
    """Return the machines of a CSV file with what is to be said of them.

    Comma, semicolon or tab, with headings in any case; name, hashrate and power are required.
    Hashrate may be in TH/s or PH/s and power in W or kW, where heading or cell says so; a price
    may be per TH or PH. A machine with several quotes has several rows. ``use`` is yes by default
    for a machine with a price whose hashrate and power are not doubtful, no for others.

    Parameters
    ----------
    price_date
        When prices without a date of their own were asked; empty leaves them undated.
    price_column
        Heading of the prices, where several columns may have them.

    Raises
    ------
    InputError
        At the first line that breaks a rule; nothing of the file is used then.
    """
    text = read_text(data, _LIMITS)
    table = read_table(text, _LIMITS)
    columns = catalogue_columns(table, price_column=price_column)
    rows = (
        _row(int(table.lines[row]), table.named_cells(row, columns.at), columns, price_date)
        for row in range(len(table))
    )
    entries = tuple(_entry(group) for group in _by_machine(rows))
    notes = (*text.notes, *columns.notes, *_notes(entries))
    return CatalogueImport(entries=entries, notes=notes)


def list_price_columns(data: bytes | str) -> tuple[str, ...]:
    """Return the headings of the columns that may have the prices of a machine list."""
    return price_headings(read_table(read_text(data, _LIMITS), _LIMITS))


def _notes(entries: Sequence[CatalogueEntry]) -> Iterable[str]:
    """Yield what is to be said of machines and their prices."""
    n_undated = sum(not quote.price_date for entry in entries for quote in entry.quotes)
    if n_undated:
        yield f"Prices without a date: {n_undated}; a date can be given for the whole list."
    for entry in entries:
        asked = next((q for q in entry.quotes if q.currency in _LARGE_CURRENCIES), None)
        yield from machine_doubts(
            name=entry.name,
            hashrate_ths=entry.hashrate_ths,
            power_w=entry.power_w,
            price=0.0 if asked is None else asked.price,
            currency="" if asked is None else f"{asked.currency} ",
        )


def write_catalogue(entries: Iterable[CatalogueEntry]) -> str:
    """Return the machines as CSV with LF line ends, one row a quote; reading gives them back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CATALOGUE_COLUMNS)
    for entry in entries:
        for quote in entry.quotes or (None,):
            writer.writerow(_written_row(entry, quote))
    return out.getvalue()


def _row(line: int, cells: _Cells, columns: CatalogueColumns, price_date: str) -> _Row:
    try:
        facts = _facts(cells, columns)
        quote = _quote(cells, facts["hashrate_ths"], columns, price_date)
        # An entry of its own finds a fact that breaks a rule while its line is known.
        own = facts | {"use": facts["use"] or False, "source": cells.get("source", "")}
        entry = CatalogueEntry(**own, quotes=())
        _check_efficiency(entry, cells.get("efficiency_j_per_th", ""), columns)
    except InputError as error:
        place = f"line {line}, column {error.argument}"
        raise InputError(place, error.rule, error.value) from error
    return _Row(line=line, facts=facts, source=entry.source, quote=quote)


def _facts(cells: _Cells, columns: CatalogueColumns) -> dict[str, Any]:
    use = cells.get("use", "")
    return {
        "name": cells["name"],
        "hashrate_ths": columns.number("hashrate_ths", cells["hashrate_ths"]),
        "power_w": columns.number("power_w", cells["power_w"]),
        "cooling": cells.get("cooling", "").casefold(),
        "form": cells.get("form", "").upper(),
        "use": _USE.get(use.casefold(), use),
        "note": cells.get("note", ""),
    }


def _quote(
    cells: _Cells, hashrate_ths: float, columns: CatalogueColumns, price_date: str
) -> PriceQuote | None:
    if not cells.get("price"):
        return None
    price, mark = columns.price(cells["price"])
    per_ths, in_heading = columns.price_per_ths, columns.price_currency
    if mark and in_heading not in {"", mark}:
        raise InputError("price", f"in {in_heading}, like its heading", cells["price"])
    currency = cells.get("currency", "").upper() or in_heading or mark
    if not currency and "currency" not in columns.at:
        rule = "a price whose currency is told: in its heading, as in Price (USD), or beside it"
        raise InputError(columns.price_heading, rule, cells["price"])
    if (said := in_heading or mark) not in {"", currency}:
        where = "like the heading of the price" if in_heading else "like the price"
        raise InputError("currency", f"{said}, {where}", currency)
    return PriceQuote(
        price=price if per_ths is None else price * hashrate_ths / per_ths,
        currency=currency,
        price_date=cells.get("price_date", "") or price_date,
        source=cells.get("source", "") or _SOURCE_NOT_STATED,
    )


def _check_efficiency(entry: CatalogueEntry, stated: str, columns: CatalogueColumns) -> None:
    computed = entry.efficiency_j_per_th
    figure = columns.number("efficiency_j_per_th", stated) if stated else computed
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
    use = first.facts["use"]
    if use is None:
        facts = {name: first.facts[name] for name in ("name", "hashrate_ths", "power_w")}
        use = bool(quotes) and not machine_doubts(**facts)
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
