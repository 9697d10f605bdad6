"""Which column of a flow or power file holds the values, in what unit, and which the times."""

import re
from dataclasses import replace
from typing import NamedTuple

from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.flows.forms import FlowForm
from hydro_mining.imports.flows.options import FlowOptions
from hydro_mining.imports.flows.units import (
    FlowUnit,
    Quantity,
    known_units,
    unit_called,
    unit_in,
)
from hydro_mining.imports.prices.delivery_dates import check_one_date
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.prices.time_forms import date_and_part, holds_numbers, stamp_columns
from hydro_mining.imports.tables import Table, listed
from hydro_mining.imports.times import TimeColumns, looks_like_stamp

_WORDS: dict[Quantity, str] = {
    "flow": """flow flows streamflow discharge q qm qmj qmean abfluss durchfluss débit debit
        debits débits debitul debi caudal caudales gasto portata vazão vazao vazoes afvoer debiet
        vannføring vannforing vattenföring vattenforing vandføring virtaama przepływ przeplyw
        průtok prutok prietok pretok protok vízhozam vizhozam расход παροχή 流量""",
    "power": """power leistung puissance potencia potência potenza effekt teho moc výkon vykon
        vermogen generation generated production produktion produksjon erzeugung energie energy
        energia energi output einspeisung p mw kw mwh kwh""",
}
_FIRST_YEAR = 1800
_OTHER = re.compile(
    r"level|stage|height|wasserstand|hauteur|nivel|livello|cota|vannstand|vattenst|temp|rain|precip"
    r"|nieders|pluie|quality|flag|code|_cd|qualif|statut|status|station|site|gauge|id$|lat$|lon$",
    re.IGNORECASE,
)
_FLAG = re.compile(
    r"flag|qual|[0-9]_cd$|statut|status|symbol|^sym$|remark|completeness|kvalit|grade",
    re.IGNORECASE,
)


class ValueColumn(NamedTuple):
    """The column of the values, their unit, and what names it."""

    column: int
    unit: FlowUnit
    unit_evidence: str


def value_column(
    table: Table, form: FlowForm, times: TimeColumns, options: FlowOptions, quantity: Quantity
) -> ValueColumn:
    """Return where the values are and their unit.

    Raises
    ------
    InputError
        If it cannot be told which column is meant, or the unit is not named or not known.
    """
    headings = Headings(table.headings)
    used = {*times.columns, times.end, *times.others}
    numeric = [c for c in range(len(headings.texts)) if c not in used and holds_numbers(table, c)]
    if options.value_column is not None:
        column = headings.named("value_column", options.value_column, numeric)
    elif form.value is not None:
        column = form.value
    else:
        column = _likely(headings, [c for c in numeric if table.is_filled(c)], quantity)
    headings.check_once((column, *times.columns), table)
    heading = table.headings[column]
    for said, evidence in (
        (options.unit, "given"),
        (form.unit, "from the form or the lines above"),
    ):
        if said is not None:
            unit = unit_called(said, quantity) or unit_in(said, quantity)
            if unit is None:
                raise _unknown_unit("unit" if said is options.unit else "file", said, quantity)
            return ValueColumn(column, unit, evidence)
    unit = unit_in(heading, quantity)
    if unit is None:
        raise _unknown_unit(
            f"line {table.heading_line}, column {one_line(heading)}", heading, quantity
        )
    return ValueColumn(column, unit, "from the heading")


def _unknown_unit(place: str, said: str, quantity: Quantity) -> InputError:
    known = known_units(quantity)
    if place == "unit":
        return InputError("unit", f"one of {known}", said)
    rule = f"with a unit that is known here ({known}), or told by the option {{option}}"
    return InputError(place, rule, said, option="unit")


def _likely(headings: Headings, numeric: list[int], quantity: Quantity) -> int:
    """Return the one column of numbers whose heading speaks most for the quantity."""
    rank = {c: _rank(headings, c, quantity) for c in numeric}
    best = [c for c, one in rank.items() if one == max(rank.values()) and one > 0]
    plausible = best or [c for c, one in rank.items() if one == 0]
    if len(plausible) == 1:
        return plausible[0]
    named = listed(headings.texts[c] for c in plausible or numeric) or "columns beside the times"
    raise InputError(
        "file",
        f"of one {quantity}, or the option {{option}} names it: {named}",
        f"{len(plausible)} columns that may be it",
        option="value_column",
    )


def _rank(headings: Headings, column: int, quantity: Quantity) -> int:
    """Return 2 for a heading with a unit of the quantity, 1 for a word, −1 for another thing."""
    text = headings.texts[column]
    if unit_in(text, quantity) is not None:
        return 2
    words = set(re.split(r"[\W_]+", text.casefold()))
    if words & set(_WORDS[quantity].split()):
        return 1
    return -1 if headings.is_index(column) or _OTHER.search(text) else 0


def time_columns(
    table: Table, form: FlowForm, options: FlowOptions, quantity: Quantity
) -> TimeColumns:
    """Return the columns that tell the time.

    Raises
    ------
    InputError
        If an option names a column that is not there, or no column holds times.
    """
    headings = Headings(table.headings)
    for heading in table.headings:
        if looks_like_stamp(heading):
            line = f"line {table.heading_line}"
            raise InputError(line, "headings of the columns, such as date and flow", heading)
    if options.time_column is not None:
        stamps = [headings.named("time_column", options.time_column)]
    else:
        stamps = [form.time] if form.time is not None else stamp_columns(table)
        # A large number has the shape of seconds since 1970.
        stamps = [c for c in stamps if _rank(headings, c, quantity) < 1]
    if not stamps:
        rule = "with a column of dates or times, or the option {option} names it"
        raise InputError("file", rule, listed(table.headings), option="time_column")
    hour = options.hour_column
    if form.time is not None and hour is None and options.time_column is None:
        found = TimeColumns(columns=(stamps[0],))
    else:
        part = None if hour is None else headings.named("hour_column", hour)
        found = date_and_part(headings, table, stamps, part, known=part is not None)
    check_one_date(table, found)
    return replace(
        found,
        timezone=options.timezone,
        day_first=options.day_first,
        in_utc=found.in_utc if options.clock is None else options.clock == "utc",
        marks_end=None if options.convention is None else options.convention == "end",
        first_year=_FIRST_YEAR,
    )


def flag_columns(table: Table, used: set[int]) -> list[int]:
    """Return the columns of flags beside the values."""
    return [c for c, name in enumerate(table.headings) if c not in used and _FLAG.search(name)]
