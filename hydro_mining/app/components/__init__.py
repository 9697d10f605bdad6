"""What the screens are made of: entries, tables, sections, blocks of charts, downloads."""

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.date_entry import date_entry
from hydro_mining.app.components.field import Field, problem_sentence, quick
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.app.components.text_entry import TextEntry

__all__ = [
    "Field",
    "SortableTable",
    "TextEntry",
    "asset",
    "date_entry",
    "number_text",
    "parsed_number",
    "problem_sentence",
    "quick",
]
