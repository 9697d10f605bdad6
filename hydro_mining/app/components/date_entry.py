"""An entry for a day, typed as YYYY-MM-DD.

A date picker of panel-material-ui 0.16 sends the year while it is being typed, which its own
server side cannot read.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import param

from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.exceptions import InputError
from hydro_mining.models import Section


def date_entry(
    section: Section,
    group: param.Parameterized,
    name: str,
    *,
    label: str,
    meaning: str,
    to_value: Callable[[dt.date | None], Any] = lambda day: day,
    to_day: Callable[[Any], dt.date | None] = lambda day: day,
    is_required: bool = False,
) -> Any:
    """Return the widget of a day of ``group.name``.

    ``to_value`` and ``to_day`` translate what the field holds; without a day it is empty, unless
    one ``is_required``.
    """

    def parsed(text: str) -> Any:
        day = text.strip()
        try:
            return to_value(dt.date.fromisoformat(day) if day or is_required else None)
        except ValueError as error:
            raise InputError(label, "a date such as 2026-11-21", text or None) from error

    return TextEntry(
        section,
        group,
        name,
        parsed=parsed,
        written=lambda value: str(to_day(value) or ""),
        label=label,
        description=meaning,
        placeholder="YYYY-MM-DD",
    ).widget
