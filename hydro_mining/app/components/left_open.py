"""What a file leaves open: it is detected, unless a reader settles it in an entry."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import panel_material_ui as pmui
import param

from hydro_mining.app.theme import WITHOUT_STEPS
from hydro_mining.exceptions import InputError

# A select shows nothing for None or an empty text, so that its label falls into it.
_OPEN = "(detect)"
_DETECT = MappingProxyType({"Detect": _OPEN})
# What a file may mean by the words of the button that settles it.
ORDERS = {"Days first": True, "Months first": False}
DECIMALS = {"Decimal point": ".", "Decimal comma": ","}
DETECTED = "Found out from the file, unless you say it here."
# A list of more is searched.
_MOST_READ_THROUGH = 30


def choice(
    label: str,
    words: Mapping[str, Any],
    detect: Mapping[str, str] = _DETECT,
    *,
    doc: str = DETECTED,
) -> param.Selector:
    """Return a choice among what is detected and some words with what each means."""
    return param.Selector(default=_OPEN, objects={**detect, **words}, label=label, doc=doc)


class LeftOpen(param.Parameterized):
    """What is left open, as it is at first, is detected from the file."""

    # Parameters whose choices are headings of the file.
    columns: ClassVar[Sequence[str]] = ()
    # How wide each entry is.
    px: ClassVar[int] = 240

    def reset(self) -> None:
        """Leave everything open: what was settled of one file is not true of the next."""
        self.param.update(**{name: self.param[name].default for name in self.fields()})

    def offer_columns(self, headings: Sequence[str]) -> None:
        """Offer the headings of a file where a column is named."""
        offered = _DETECT | {text: text for text in headings if text and text not in _DETECT}
        for name in self.columns:
            if getattr(self, name) not in offered.values():
                setattr(self, name, _OPEN)
            self.param[name].objects = offered

    def is_open(self, name: str) -> bool:
        """Return whether nothing is settled of an option."""
        return bool(getattr(self, name) == self.param[name].default)

    def settled(self) -> dict[str, Any]:
        """Return what is settled, by its name."""
        values = {name: getattr(self, name) for name in self.fields() if not self.is_open(name)}
        return {name: value for name, value in values.items() if value is not None}

    def asked(self, error: InputError) -> str | None:
        """Return the option that is a way out of a refusal, if one of these is."""
        return next((n for n in (error.option, error.argument) if n in self.fields()), None)

    def named(self, error: InputError) -> InputError:
        """Return a refusal that names options as they stand on the page."""
        words = {name: f"“{self.param[name].label}”" for name in self.fields()}
        option = error.option and words.get(error.option, error.option)
        return error.called(words.get(error.argument, error.argument), option)

    def widgets(self) -> list[Any]:
        """Return an entry for each."""
        return [_entry(self.param[name], self.px) for name in self.fields()]

    def fields(self) -> list[str]:
        """Return the names of all that can be settled."""
        return [name for name in self.param if name != "name"]


def _entry(parameter: param.Parameter, px: int) -> Any:
    look: dict[str, Any] = {"size": "small", "width": px, "margin": (10, 6)}
    if isinstance(parameter, param.Number):
        entry = pmui.IntInput if isinstance(parameter, param.Integer) else pmui.FloatInput
        return entry.from_param(parameter, sx=WITHOUT_STEPS, **look)
    if isinstance(parameter, param.String):
        return pmui.TextInput.from_param(parameter, **look)
    is_long = len(parameter.objects) > _MOST_READ_THROUGH
    return pmui.Select.from_param(parameter, searchable=is_long, **look)
