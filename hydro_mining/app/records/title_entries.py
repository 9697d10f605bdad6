"""The entries of the title block, which stands at the head of report and spreadsheet."""

from typing import Any

import panel as pn

from hydro_mining.app.components.date_entry import date_entry
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.models import TitleBlockSection

_TEXTS = ("plant", "client", "author")


def title_entries(section: TitleBlockSection) -> pn.FlexBox:
    """Return an entry each for plant, client, author and date."""
    texts = [_text(section, name) for name in _TEXTS]
    date = date_entry(
        section,
        section,
        "date",
        label="Date",
        meaning=section.param["date"].doc,
    )
    for widget in (*texts, date):
        widget.param.update(sizing_mode=None, width=230)
    return flow(*texts, date, margin=(0, 6))


def _text(section: TitleBlockSection, name: str) -> Any:
    parameter = section.param[name]
    look = {"label": parameter.label, "description": parameter.doc}
    return TextEntry(section, section, name, parsed=str, written=str, **look).widget
