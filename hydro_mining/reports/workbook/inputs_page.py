"""The sheet of inputs: one named cell each, with unit, meaning and where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from hydro_mining import constants
from hydro_mining.economics.inputs import CHOICE_RULES
from hydro_mining.provenance import Snapshot, SourcedValue
from hydro_mining.quantities import QUANTITIES
from hydro_mining.reports.input_words import described, water_and_grid
from hydro_mining.reports.workbook.cell_formats import DATE, TIME, WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page, serial
from hydro_mining.wording import time_in_words

_COLUMNS = (
    Column("Input", 26),
    Column("Value", 22),
    Column("Unit", 26),
    Column("Name of the cell", 30),
    Column("As exported", 22),
    Column("Changed?", 11),
    Column("Meaning", 66),
    Column("Source", 24),
    Column("State", 10),
    Column("Data of", 22),
)
_VALUE, _UNIT, _NAME, _EXPORTED, _CHANGED, _MEANING, _SOURCE, _STATUS, _AS_OF = range(1, 10)

_RATE = "0.0000##"
# What the sheets of the study do not rest on.
_OF_THE_PLAN = ("n_miners",)
_TERMS_OF_PROTOCOL = {
    "satoshi_per_btc": ("Satoshi in a bitcoin", "sat/BTC"),
    "blocks_per_day": ("Expected blocks", "blocks/day"),
    "blocks_per_halving": ("Blocks between halvings", "blocks"),
    "first_block_subsidy_sat": ("Subsidy of the first block", "sat"),
    "first_height_without_subsidy": ("First height without subsidy", "blocks"),
    "hashes_per_difficulty": ("Hashes for a unit of difficulty", "hashes"),
    "hashes_per_terahash": ("Hashes in a terahash", "hashes/TH"),
    "seconds_per_day": ("Seconds in a day", "s"),
    "hours_per_day": ("Hours in a day", "h"),
    "watts_per_kilowatt": ("Watts in a kilowatt", "W/kW"),
    "days_per_project_year": ("Days in a project year", "days"),
}
# What the spreadsheet offers for an input that is no number.
_CHOICES: Mapping[str, Any] = {
    "choose_by": list(CHOICE_RULES),
    "miner": "=machine_name",
    "switch_off_when_unprofitable": ["TRUE", "FALSE"],
}


def write_inputs(book: Book, layout: Layout, snapshot: Snapshot) -> None:
    """Write the sheet ``Inputs``: network, site, finance, and the constants."""
    page = book.table(
        "Inputs",
        "Change any cell that is blue on yellow; every sheet follows. £ unless said.",
        _COLUMNS,
        height=24,
    )
    row = FIRST_ROW
    study = layout.study
    for title, group in (
        ("Network", study.network),
        ("Site", study.site),
        ("Finance", study.finance),
    ):
        page.text(row, 0, title, "section")
        for field in fields(group):
            if field.name in _OF_THE_PLAN:
                continue
            row += 1
            _write_input(book, page, row, field.name, layout)
            if title == "Network" and field.name in snapshot.values:
                _write_provenance(page, row, snapshot.values[field.name])
        if title == "Network" and not layout.currency.is_pounds:
            row = _write_currency(book, page, row, layout, snapshot)
        row += 2
    row = _write_water_and_grid(page, row, layout)
    _write_constants(book, page, row, layout)


def _write_input(book: Book, page: Page, row: int, name: str, layout: Layout) -> None:
    value, fmt = _held(name, layout)
    words = described(name)
    page.text(row, 0, words[0])
    page.text(row, _UNIT, words[1], "small")
    page.text(row, _NAME, name, "small")
    page.text(row, _MEANING, words[2], "small")
    page.value(row, _EXPORTED, value, "fixed", fmt)
    book.name(name, page, row, _VALUE)
    if name == "years":
        page.value(row, _VALUE, value, "fixed", fmt)
        page.text(row, _MEANING, f"{words[2]} Fixed: the rows below are made for it.", "small")
        return
    if name == "start_date" and layout.study.finance.start_date is None:
        page.formula(row, _VALUE, "=INT(as_of)", value, fmt, role="input")
    else:
        page.value(row, _VALUE, value, "input", fmt)
    changed = f'=IF(EXACT(B{row},E{row}),"","changed")'
    page.formula(row, _CHANGED, changed, "", role="status")
    _restrict(page, row, name)


def _write_currency(book: Book, page: Page, row: int, layout: Layout, snapshot: Snapshot) -> int:
    """Write the rate of the currency that was shown, by way of the dollar; return the last row."""
    code, per_usd = layout.currency.code, "1"
    if code in snapshot.per_usd:
        row, per_usd = row + 1, "currency_per_usd"
        rate = snapshot.per_usd[code]
        _described(page, row, (f"{code} for a dollar", f"{code}/$", per_usd))
        page.value(row, _VALUE, rate.value, "input", _RATE)
        page.value(row, _EXPORTED, rate.value, "fixed", _RATE)
        page.formula(row, _CHANGED, f'=IF(EXACT(B{row},E{row}),"","changed")', "", role="status")
        page.text(row, _MEANING, "Exchange rate; results are shown at it.", "small")
        book.name(per_usd, page, row, _VALUE)
        _write_provenance(page, row, rate)
    row += 1
    _described(page, row, (f"{code} for a pound", f"{code}/£", "currency_rate"))
    page.formula(row, _VALUE, f"={per_usd}/usd_to_gbp", layout.currency.rate, _RATE)
    page.text(row, _MEANING, f"What the sheets Summary and In {code} are shown at.", "small")
    book.name("currency_rate", page, row, _VALUE)
    return row


def _held(name: str, layout: Layout) -> tuple[Any, str]:
    """Return an input as its cell holds it, and its number format."""
    study = layout.study
    if name == "as_of":
        return serial(study.network.as_of), TIME
    if name == "start_date":
        return serial(study.start_date), DATE
    group = next(g for g in (study.network, study.site, study.finance) if hasattr(g, name))
    return getattr(group, name), number_format(name)


def _restrict(page: Page, row: int, name: str) -> None:
    if name in QUANTITIES:
        page.legal(row, _VALUE, name)
    elif name in _CHOICES:
        page.sheet.data_validation(
            row - 1, _VALUE, row - 1, _VALUE, {"validate": "list", "source": _CHOICES[name]}
        )


def _write_provenance(page: Page, row: int, sourced: SourcedValue) -> None:
    told = "not told" if sourced.as_of is None else time_in_words(sourced.as_of)
    for column, text in ((_SOURCE, sourced.source), (_STATUS, sourced.status), (_AS_OF, told)):
        page.text(row, column, text, "small")


def _write_water_and_grid(page: Page, row: int, layout: Layout) -> int:
    """Write what the plan's hours rest on, which no formula follows; return the next row."""
    rows = list(water_and_grid(layout.study))
    if not rows:
        return row
    page.text(row, 0, "Water and grid, as exported", "section")
    for _, name, value in rows:
        row += 1
        _described(page, row, (*described(name)[:2], name))
        page.value(row, _VALUE, value, "fixed", number_format(name))
    return row + 2


def _write_constants(book: Book, page: Page, row: int, layout: Layout) -> None:
    page.text(row, 0, "Fixed: the protocol and the calendar", "section")
    for name, (words, measured_in) in _TERMS_OF_PROTOCOL.items():
        row += 1
        _described(page, row, (words, measured_in, name))
        page.value(row, _VALUE, getattr(constants, name.upper()), "fixed", WHOLE)
        book.name(name, page, row, _VALUE)
    row += 1
    _described(page, row, ("Days from network to go-live", "days", "days_to_start"))
    page.formula(row, _VALUE, "=INT(start_date)-INT(as_of)", layout.study.days_to_start, WHOLE)
    book.name("days_to_start", page, row, _VALUE)
    row += 1
    _described(page, row, ("Days at a loss are left out", "", "switches_off"))
    page.formula(
        row,
        _VALUE,
        "=IF(ISTEXT(switch_off_when_unprofitable),"
        'UPPER(switch_off_when_unprofitable)="TRUE",N(switch_off_when_unprofitable)<>0)',
        layout.study.finance.switch_off_when_unprofitable,
    )
    book.name("switches_off", page, row, _VALUE)
    row += 1
    _described(page, row, ("Agreement asked of a check", "relative", "check_tolerance"))
    page.value(row, _VALUE, 1e-9, "fixed", "0E+00")
    book.name("check_tolerance", page, row, _VALUE)
    row += 1
    _described(page, row, ("Amounts this small are zero", "£", "check_smallest_gbp"))
    page.value(row, _VALUE, 1e-6, "fixed", "0E+00")
    book.name("check_smallest_gbp", page, row, _VALUE)


def _described(page: Page, row: int, words: Sequence[str]) -> None:
    for column, text in zip((0, _UNIT, _NAME), words, strict=True):
        page.text(row, column, text, "text" if column == 0 else "small")
