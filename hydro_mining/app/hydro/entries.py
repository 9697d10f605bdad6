"""Parts of the Hydro screen's entries: fields, twelve numbers, and lines of them."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import param

from hydro_mining.app.components.field import Field
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import typed_number
from hydro_mining.models import Section

_BETWEEN = re.compile(r"[;,\s]+")
_MONTHS = 12

_Twelve: TypeAlias = tuple[float, ...]


def field_entries(section: Section, group: param.Parameterized, *names: str) -> list[Any]:
    """Return the entries of fields of a group, none of which is money."""
    return [Field(section, group, name).entry for name in names]


def shown_where(group: param.Parameterized, name: str, *values: Any, entries: list[Any]) -> Any:
    """Return entries that are seen only where a field has one of some values."""
    is_shown = group.param[name].rx().rx.in_(values)
    for entry in entries:
        entry.visible = is_shown
    return entries


def built_when(is_seen: Any, build: Callable[[], list[Any]]) -> Any:
    """Return entries that are seen while ``is_seen``, a reactive value, and are built by then."""
    made = column(visible=is_seen)

    def fill(*_: Any) -> None:
        if made.visible and not made.objects:
            made[:] = build()

    made.param.watch(fill, "visible")
    fill()
    return made


def months_entry(
    section: Section,
    group: param.Parameterized,
    name: str,
    *,
    told_as: str | None = None,
    typed: Callable[[_Twelve], _Twelve] = lambda numbers: numbers,
    shown: Callable[[_Twelve], _Twelve] = lambda numbers: numbers,
) -> TextEntry:
    """Return an entry of twelve numbers; ``told_as`` is the field's name in problems.

    ``typed`` makes the field's numbers of those that were typed, ``shown`` the way back.
    """

    def parsed(text: str) -> _Twelve | None:
        numbers = _twelve(text)
        return None if numbers is None else typed(numbers)

    def written(values: _Twelve | None) -> str:
        return "" if values is None else " ".join(f"{value:g}" for value in shown(values))

    return TextEntry(
        section,
        group,
        name,
        parsed=parsed,
        written=written,
        told_as=told_as,
        label=group.param[name].label,
        description="Twelve means from January on, with spaces or commas between them.",
        placeholder="twelve numbers from January on",
    )


def words_of(text: str) -> list[str]:
    """Return what stands between spaces, commas and semicolons."""
    return [word for word in _BETWEEN.split(text) if word]


def _twelve(text: str) -> _Twelve | None:
    """Return twelve numbers of a text, None of an empty one."""
    words = words_of(text)
    if not words:
        return None
    numbers = [typed_number(word) for word in words]
    known = tuple(number for number in numbers if number is not None)
    if len(words) != _MONTHS or len(known) != _MONTHS:
        raise InputError("Months", "twelve numbers from January on", f"{len(words)} words")
    return known
