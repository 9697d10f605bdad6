"""Files of gauging networks by their form: GRDC, USGS and NRFA; all others are plain tables."""

import re
from dataclasses import dataclass, replace

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import Table, Text, listed
from hydro_mining.imports.times import looks_like_stamp

FORM_NAMES = {
    "grdc": "GRDC station data",
    "usgs": "USGS tab-delimited (RDB)",
    "nrfa": "UK National River Flow Archive",
    "plain": "plain columns of time and value",
}

_RDB_FORMATS = re.compile(rb"(?:[0-9]+[sdn]\t)+[0-9]+[sdn]")
_GRDC_HEADINGS = b"YYYY-MM-DD;"
_NRFA_HEADINGS = b"date,flow,flag\n"
_NRFA_LAST = b"data,last"
# USGS parameter codes of discharge, with the unit; 00003 behind it is the mean of a day.
_USGS = re.compile(r"(?:.*_)?(00060|00061|30208|30209)(?:_(\d{5}))?")
_USGS_UNITS = {"00060": "cfs", "00061": "cfs", "30208": "m³/s", "30209": "m³/s"}
_MEAN = "00003"
_DELIMITERS = (";", "\t", ",")
_SUBJECT = re.compile(r"([^:;,\t]*)([:;,\t]?)(.*)")
_UNIT_SUBJECTS = frozenset(
    ("unit", "units", "unit of measure", "einheit", "unité", "ts_unitname", "ts_unitsymbol")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowForm:
    """What the form of a file settles; None and empty is for what its headings tell.

    Attributes
    ----------
    name
        A key of ``FORM_NAMES``.
    time, value
        Columns by number.
    unit
        As ``units`` has it.
    decimal
        The sign before fractions.
    zone_codes
        Column of codes such as EST and EDT, by which each row's clock goes.
    """

    name: str
    time: int | None = None
    value: int | None = None
    unit: str | None = None
    decimal: str | None = None
    zone_codes: int | None = None


def with_headings(text: Text) -> tuple[Text, str | None]:
    """Return a text whose first line has the headings, and the unit that lines above tell."""
    head, _, rest = text.body.partition(b"\n")
    if head.startswith(_GRDC_HEADINGS):  # whose numbers stand below each other
        aligned = re.sub(rb"; +", b";", text.body)
        return text._replace(body=aligned), _unit_in_comments(text.comments)
    formats, _, rows = rest.partition(b"\n")
    if _RDB_FORMATS.fullmatch(formats.strip()):
        body = head + b"\n" + rows
        return text._replace(body=body, first_line=text.first_line + 1), None
    if head.startswith((b"file,timestamp", b"database,", b"station,")) and _NRFA_LAST in text.body:
        lines = text.body.split(b"\n")
        last = next(at for at, line in enumerate(lines) if line.startswith(_NRFA_LAST))
        facts = dict(line.decode().rsplit(",", 1) for line in lines[:last] if b"," in line)
        body = _NRFA_HEADINGS + b"\n".join(lines[last + 1 :])
        moved = text._replace(body=body, first_line=text.first_line + last)
        return moved, facts.get("dataType,units") or None
    return _headings_from_comment(text), _unit_in_comments(text.comments)


def _headings_from_comment(text: Text) -> Text:
    """Return a text with the last comment as its headings, as KiWIS writes them, if it is that."""
    first = text.body.partition(b"\n")[0].decode()
    above = text.comments[-1] if text.comments else ""
    delimiter = max(_DELIMITERS, key=first.count)
    cells = first.split(delimiter)
    if above.count(delimiter) != len(cells) - 1 or not looks_like_stamp(cells[0].strip()):
        return text
    return text._replace(body=f"{above}\n".encode() + text.body, first_line=text.first_line - 1)


def _unit_in_comments(comments: tuple[str, ...]) -> str | None:
    """Return what a comment such as ``Unit of measure: m³/s`` says."""
    for comment in comments:
        subject, sign, said = _SUBJECT.match(comment).groups()  # type: ignore[union-attr]
        if sign and subject.strip().casefold() in _UNIT_SUBJECTS:
            return said.strip() or None
    return None


def form_of(table: Table, unit_above: str | None) -> FlowForm:
    """Return the form of a table with the columns that it settles.

    Raises
    ------
    InputError
        If a USGS table has no discharge, or several.
    """
    headings = [heading.casefold() for heading in table.headings]
    if headings[0] == "yyyy-mm-dd":
        value = next((at for at, name in enumerate(headings) if name == "value"), None)
        if value is None:  # of older files, with "Original" and "Calculated"
            value = next((at for at, name in enumerate(headings) if name == "original"), None)
        return FlowForm(name="grdc", time=0, value=value, unit=unit_above or "m³/s", decimal=".")
    if headings[0] == "agency_cd" and "datetime" in headings:
        return _usgs(table, headings)
    if headings == ["date", "flow", "flag"] and unit_above is not None:
        return FlowForm(name="nrfa", time=0, value=1, unit=unit_above, decimal=".")
    return FlowForm(name="plain", unit=unit_above)


def _usgs(table: Table, headings: list[str]) -> FlowForm:
    found = {at: match for at, name in enumerate(headings) if (match := _USGS.fullmatch(name))}
    means = [at for at, match in found.items() if match[2] in {None, _MEAN}]
    form = FlowForm(
        name="usgs",
        time=headings.index("datetime"),
        decimal=".",
        zone_codes=headings.index("tz_cd") if "tz_cd" in headings else None,
    )
    if not found:
        rule = "with a column of discharge, parameter 00060"
        raise InputError(f"line {table.heading_line}", rule, listed(table.headings))
    unit = _USGS_UNITS[next(iter(found.values()))[1]]
    return replace(form, value=means[0] if len(means) == 1 else None, unit=unit)
