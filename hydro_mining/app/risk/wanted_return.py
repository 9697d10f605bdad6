"""The entry of the return that one asks of a site."""

from collections.abc import Callable
from typing import Any

import panel_material_ui as pmui

from hydro_mining.app.components.blocks import COMPACT
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.components.number_text import parsed_number
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

_PER_CENT = 100


def wanted_return_entry(take: Callable[[float | None], None]) -> pmui.TextInput:
    """Return an entry in per cent that hands on the return [1/year]; None where it is empty."""
    entry = pmui.TextInput(
        label="Wanted return [% a year]",
        description="Internal rate of return; empty: NPV of 0 at the discount rate.",
        **{**COMPACT, "sizing_mode": None, "width": 260},
    )

    def typed(event: Any) -> None:
        value = parsed_number(event.new, units="%")
        if isinstance(value, float):
            value /= _PER_CENT
        try:
            wanted = None if value is None else checked("discount_rate_per_year", value)
        except InputError as error:
            told = problem_sentence("discount_rate_per_year", error)
            entry.param.update(error_state=True, helper_text=told)
        else:
            entry.param.update(error_state=False, helper_text="")
            take(wanted)

    entry.param.watch(typed, "value")
    return entry
