"""Tabs and sections whose heads are plain titles."""

from typing import Any

import panel_material_ui as pmui


class _PlainTitles:
    """Makes no component for a head that a title stands in: the library makes two for each."""

    def _to_objects_and_names(self, items: Any) -> tuple[list[Any], ...]:
        objects, *headers, names = super()._to_objects_and_names(items)  # type: ignore[misc]
        return objects, *([] for _ in headers), names


class TitledTabs(_PlainTitles, pmui.Tabs):
    """Tabs by their titles."""


class TitledSections(_PlainTitles, pmui.Accordion):
    """Sections that open, by their titles."""
