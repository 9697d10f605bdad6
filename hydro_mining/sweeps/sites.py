"""A list of sites, or a grid of values, laid over one study."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import (
    Limits,
    Table,
    read_table,
    read_text,
    typed_number,
)
from hydro_mining.sweeps.fields import (
    Column,
    column_of,
    decimal_sign,
    numbers_of,
    typed_cell,
)

_NAMES = ("name", "site", "plant", "id")
_PLACES = {
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "long", "lng"),
}
_MOST_DEGREES = {"latitude": 90.0, "longitude": 180.0}
_ROWS_FOR_SIGN = 1_000
_LIMITS = Limits()
_AXIS = 3
_MOST_SITES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One row: where it stands, what it is called, and its fields by path; or what is wrong."""

    line: int
    name: str
    latitude: float | None = None
    longitude: float | None = None
    values: Mapping[str, Any]
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteList:
    """Sites in their order, each made when it is asked for: a long list takes little memory.

    Attributes
    ----------
    made
        The site at a place from 0 on.
    told
        The headings of name, latitude and longitude, by these words.
    columns
        The fields of a study by their headings, in the file's order; an axis by its path.
    unread
        The headings that are no field's, with the reason of each.
    is_grid
        Whether these are values of one site, and not many sites.
    """

    count: int
    made: Callable[[int], Site]
    told: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    unread: Mapping[str, InputError] = field(default_factory=dict)
    is_grid: bool = False

    def __len__(self) -> int:
        """Return how many sites there are."""
        return self.count

    def __iter__(self) -> Iterator[Site]:
        """Yield the sites in their order."""
        return map(self.made, range(self.count))

    def at_line(self, line: int) -> Site:
        """Return the site that stands in a line of the file."""
        return next(site for site in self if site.line == line)

    def checked(self) -> "SiteList":
        """Return the list itself if all of it is understood.

        Raises
        ------
        InputError
            If a heading is not understood, or there is no field of a study.
        """
        if len(self.unread) == 1:
            raise next(iter(self.unread.values()))
        if self.unread:
            rule = "each the path, name or label of a study's field, once"
            raise InputError("columns", rule, ", ".join(self.unread), option="ignore")
        if not self.columns:
            raise InputError(
                "columns", "at least one field of a study", ", ".join(self.told.values())
            )
        return self


def read_sites(data: bytes, *, ignored: Collection[str] = ()) -> SiteList:
    """Return the sites of a delimited file, one a row, in their order.

    A cell that breaks a rule is its site's problem; a column that is not understood the list's,
    which ``checked`` tells.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    table = read_table(read_text(data, limits=_LIMITS))
    told: dict[str, int] = {}
    columns: dict[int, Column] = {}
    unread: dict[str, InputError] = {}
    for index, heading in enumerate(table.headings):
        plain = heading.casefold()
        known = next((key for key, names in _told_by().items() if plain in names), None)
        if known is not None and known not in told:
            told[known] = index
        elif heading not in ignored and table.is_filled(index):
            try:
                columns[index] = _once(column_of(heading), columns.values())
            except InputError as error:
                unread[heading] = error
    sign = _sign(table, [*columns, *(told[key] for key in _PLACES if key in told)])
    return SiteList(
        count=len(table),
        made=lambda row: _site(table, row, told, columns, sign),
        told={key: table.headings[index] for key, index in told.items()},
        columns={table.headings[index]: column for index, column in columns.items()},
        unread=unread,
    )


def _told_by() -> Mapping[str, Sequence[str]]:
    return {"name": _NAMES, **_PLACES}


def _once(column: Column, others: Collection[Column]) -> Column:
    if any(column.path == other.path for other in others):
        raise InputError("columns", "one for each field", column.path, option="ignore")
    return column


def _sign(table: Table, columns: Sequence[int]) -> str | None:
    """Return the decimal sign of the first rows, which a later cell has to follow."""
    rows = range(min(len(table), _ROWS_FOR_SIGN))
    return decimal_sign(table.cell(row, index) for row in rows for index in columns)


def _site(
    table: Table,
    row: int,
    told: Mapping[str, int],
    columns: Mapping[int, Column],
    sign: str | None,
) -> Site:
    line, said = int(table.lines[row]), table.named_cells(row, told)
    values: dict[str, Any] = {}
    problem = None
    for index, column in columns.items():
        text = table.cell(row, index)
        if not text:
            continue
        try:
            values[column.path] = typed_cell(column, text, sign)
        except InputError as error:
            problem = problem or str(error)
    places = {key: _degrees(said.get(key, ""), most, sign) for key, most in _MOST_DEGREES.items()}
    name = said.get("name") or f"line {line}"
    return Site(line=line, name=name, values=values, problem=problem, **places)


def _degrees(text: str, most: float, sign: str | None) -> float | None:
    """Return a place's degrees, None where there are none to be read; no figure rests on them."""
    numbers = [number for number in numbers_of(text, sign) if abs(number) <= most]
    return numbers[0] if len(numbers) == 1 else None


def grid_of(axes: Sequence[str]) -> SiteList:
    """Return a site for each combination of ``PATH=FIRST:LAST:COUNT``, the last axis fastest.

    Raises
    ------
    InputError
        If an axis is not of that form.
    """
    parsed = [_axis(text) for text in axes]
    count = math.prod(len(values) for _, values in parsed)
    if count > _MOST_SITES:
        raise InputError("axes", f"at most {_MOST_SITES:,} combinations", f"{count:,}")
    columns = {path: column_of(path) for path, _ in parsed}
    return SiteList(count=count, made=partial(_point, parsed), columns=columns, is_grid=True)


def _point(axes: Sequence[tuple[str, list[float]]], number: int) -> Site:
    at = np.unravel_index(number, [len(values) for _, values in axes])
    point = [values[int(place)] for (_, values), place in zip(axes, at, strict=True)]
    return Site(
        line=number + 1,
        name=", ".join(f"{value:g}" for value in point),
        values=dict(zip((path for path, _ in axes), point, strict=True)),
    )


def _axis(text: str) -> tuple[str, list[float]]:
    path, _, span = text.partition("=")
    numbers = [typed_number(part.strip()) for part in span.split(":")]
    first, last, count = numbers if len(numbers) == _AXIS else (None, None, None)
    if first is None or last is None or count is None or count < 1 or count != int(count):
        rule = "of the form PATH=FIRST:LAST:COUNT, such as site.load_factor=0.4:0.6:5"
        raise InputError("axes", rule, text)
    column = column_of(path.strip())
    return column.path, [float(value) for value in np.linspace(first, last, int(count))]


def laid_over(document: Mapping[str, Any], site: Site) -> dict[str, Any]:
    """Return a study's JSON document with a site's values at their paths.

    What has none of them is the document's own and not copied: years of hours may be in it.
    """
    laid = dict(document)
    for path, value in _in_order(site.values):
        *groups, name = path.split(".")
        place = laid
        for group in groups:
            held = place.get(group)
            place[group] = dict(held) if isinstance(held, Mapping) else {}
            place = place[group]
        place[name] = value
    return laid


def _in_order(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield shorter paths first, so that a field of an object stays beside the object's others."""
    yield from sorted(values.items(), key=lambda item: item[0].count("."))
