"""A list of sites, or a grid of values, laid over one study."""

import copy
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import (
    Limits,
    Table,
    number_readings,
    read_table,
    read_text,
    typed_number,
)
from hydro_mining.sweeps.fields import Column, column_of, typed_cell

__all__ = ["Site", "grid_of", "laid_over", "read_sites"]

_NAMES = ("name", "site", "plant", "id")
_PLACES = {
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "long", "lng"),
}
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


def read_sites(data: bytes, *, ignored: Collection[str] = ()) -> list[Site]:
    """Return the sites of a delimited file, one a row, in their order.

    A cell that breaks a rule is its site's problem; a column that is not understood the list's.

    Raises
    ------
    InputError
        If the file or a heading cannot be read, or no column is a field of a study.
    """
    table = read_table(read_text(data, limits=_LIMITS))
    told: dict[str, int] = {}
    columns: dict[int, Column] = {}
    for index, heading in enumerate(table.headings):
        plain = heading.casefold()
        known = next((key for key, names in _told_by().items() if plain in names), None)
        if known is not None and known not in told:
            told[known] = index
        elif heading not in ignored and table.is_filled(index):
            columns[index] = column_of(heading)
    _check_once(columns.values())
    if not columns:
        raise InputError("columns", "at least one field of a study", ", ".join(table.headings))
    return [_site(table, row, told, columns) for row in range(len(table))]


def _told_by() -> Mapping[str, Sequence[str]]:
    return {"name": _NAMES, **_PLACES}


def _check_once(columns: Collection[Column]) -> None:
    paths = [column.path for column in columns]
    for path in paths:
        if paths.count(path) > 1:
            raise InputError("columns", "one for each field", path, option="ignore")


def _site(table: Table, row: int, told: Mapping[str, int], columns: Mapping[int, Column]) -> Site:
    line, said = int(table.lines[row]), table.named_cells(row, told)
    values: dict[str, Any] = {}
    problem = None
    for index, column in columns.items():
        text = table.cell(row, index)
        if not text:
            continue
        try:
            values[column.path] = typed_cell(column, text)
        except InputError as error:
            problem = problem or str(error)
    places = {key: _degrees(said.get(key, "")) for key in _PLACES}
    name = said.get("name") or f"line {line}"
    return Site(line=line, name=name, values=values, problem=problem, **places)


def _degrees(text: str) -> float | None:
    """Return a place's degrees, None where there are none to be read; no figure rests on them."""
    readings = set(number_readings(text).values())
    return float(readings.pop()) if len(readings) == 1 else None


def grid_of(axes: Sequence[str]) -> list[Site]:
    """Return a site for each combination of ``PATH=FIRST:LAST:COUNT``, the last axis fastest.

    Raises
    ------
    InputError
        If an axis is not of that form.
    """
    parsed = [_axis(text) for text in axes]
    points = list(itertools.product(*(values for _, values in parsed)))
    paths = [path for path, _ in parsed]
    if len(points) > _MOST_SITES:
        raise InputError("axes", f"at most {_MOST_SITES:,} combinations", f"{len(points):,}")
    return [
        Site(
            line=number,
            name=", ".join(f"{value:g}" for value in point),
            values=dict(zip(paths, point, strict=True)),
        )
        for number, point in enumerate(points, start=1)
    ]


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
    """Return a study's JSON document with a site's values at their paths."""
    laid = copy.deepcopy(dict(document))
    for path, value in _in_order(site.values):
        *groups, field = path.split(".")
        place = laid
        for group in groups:
            held = place.get(group)
            place[group] = held if isinstance(held, dict) else {}
            place = place[group]
        place[field] = value
    return laid


def _in_order(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield shorter paths first, so that a field of an object stays beside the object's others."""
    yield from sorted(values.items(), key=lambda item: item[0].count("."))
