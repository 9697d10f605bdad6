"""What a plain file says where nothing reads it: it is asked for by its option, never skipped."""

import re
from dataclasses import replace

from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times import clock_in_heading

# Columns beside the figures, by the option that says the same.
_COLUMNS = {
    "unit": ("unit", "units", "uom", "price_unit"),
    "currency": ("currency", "price_currency"),
    "timezone": ("offset", "utc_offset", "gmt_offset", "tz", "time_zone", "timezone"),
}
_ZONE_WORDS = (
    "EST|EDT|EPT|CST|CDT|CPT|MST|MDT|PST|PDT|PPT|CET|CEST|MEZ|MESZ|BST|EET|EEST|WET|WEST|"
    "Eastern|Central|Pacific|Mountain"
)
_OFFSET = re.compile(r"(?i)\b(?:utc|gmt) ?[+\-−] ?\d")
_ZONE_IN_HEADING = re.compile(rf"(?i)(?:\b|_)(?:{_ZONE_WORDS})(?:\b|_)|\b[A-Z]\w+/[A-Z]\w+\b")
_TIME_WORD = re.compile(r"(?i)\b(?:times?|hours?|stamps?|timestamps?|zeit(?:en)?|clock)\b")
_UTC = re.compile(r"\b(?:UTC|GMT)\b(?! ?[+\-−] ?[0-9])")
_ZONE_IN_STAMP = re.compile(rf"\b(?:{_ZONE_WORDS})$")
_WITH_OFFSET = re.compile(r"(?:Z|[+\-]\d\d:?\d\d)$")


def with_clock_asked(
    layout: Layout, headings: Headings, table: Table, options: PriceOptions
) -> Layout:
    """Return the layout; what its file says of unit, currency or clock unread is asked for.

    Raises
    ------
    InputError
        If a column, a heading or a stamp says what no option says.
    """
    if layout.form != "plain":
        return layout
    for option, keys in _COLUMNS.items():
        column = headings.first(*keys)
        if column is not None and getattr(options, option) is None and table.is_filled(column):
            said = f"a column {one_line(headings.texts[column])} with {table.cell(0, column)}"
            raise _asked(option, said)
    times = layout.times
    heading = " ".join(headings.texts[column] for column in times.columns)
    stamp = table.cell(0, times.columns[0]) if times.columns else ""
    is_offset = bool(_OFFSET.search(heading))
    if options.timezone is None and options.clock is None and not _WITH_OFFSET.search(stamp):
        if is_offset or _ZONE_IN_HEADING.search(heading):
            raise _asked("timezone", one_line(heading))
        if _ZONE_IN_STAMP.search(stamp):
            raise _asked("timezone", stamp)
    if options.clock is None and not _WITH_OFFSET.search(stamp):
        _check_clock_above(layout, table, options)
    if is_offset and options.timezone is not None and options.clock is None:
        return replace(layout, times=replace(times, in_utc=False))
    if options.timezone is None or options.clock is not None or times.in_utc:
        return layout
    return _with_note(layout, heading, options.timezone)


def _check_clock_above(layout: Layout, table: Table, options: PriceOptions) -> None:
    """Refuse a title or comment that names a clock which no option and no column names."""
    for line in filter(_TIME_WORD.search, table.above):
        if _UTC.search(line):
            if options.timezone is not None and not layout.times.in_utc:
                raise _asked("clock", line)
        elif _ZONE_IN_HEADING.search(line):
            if options.timezone is None and not layout.times.in_utc:
                raise _asked("timezone", line)
            named = options.timezone and clock_in_heading(line, options.timezone)
            if named and not (named.is_known and named.is_always):
                raise _asked("clock", line)


def _with_note(layout: Layout, heading: str, timezone: str) -> Layout:
    """Return the layout with a note on a clock in a heading that is not all of the zone's."""
    clock = clock_in_heading(heading, timezone)
    if clock is None or clock.is_always:
        return layout
    if not clock.is_known:
        rule = f"by a clock of {timezone}, or one of {clock.name} in the option {{option}}"
        raise InputError("file", rule, heading, option="timezone")
    note = (
        f"The heading names {clock.name}; times are by the clock of {timezone}, as is given, and "
        f"{clock.fixed} has {clock.name} all year."
    )
    return replace(layout, notes=(*layout.notes, note))


def _asked(option: str, said: str) -> InputError:
    rule = f"of a {option} that is understood, or told by the option {{option}}"
    return InputError("file", rule, said, option=option)
