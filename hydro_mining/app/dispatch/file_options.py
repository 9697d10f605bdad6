"""What a reader settles about a price file before it is read again."""

from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.imports.prices import DUPLICATE_RULES, FORM_NAMES, PriceOptions

__all__ = ["FileOptions"]

_DETECT = {"Detect": None}


def _choice(label: str, words: dict[str, str]) -> param.Selector:
    return param.Selector(default=None, objects={**_DETECT, **words}, label=label)


class FileOptions(param.Parameterized):
    """What is left open, None or an empty text, is detected from the file."""

    form = _choice("Form", {name: key for key, name in FORM_NAMES.items()})
    clock = _choice("Clock of the stamps", {"UTC": "utc", "Local": "local"})
    convention = _choice("Stamps mark", {"The beginning": "start", "The end": "end"})
    timezone = param.String(label="Time zone, as Europe/Oslo")
    currency = param.String(label="Currency, as EUR")
    unit = param.String(label="Unit, as MWh or c/kWh")
    time_column = param.String(label="Column of the time")
    price_column = param.String(label="Column of the price")
    zone_column = param.String(label="Column of the zone")
    duplicates = param.Selector(objects=list(DUPLICATE_RULES), label="Of two prices")

    def reset(self) -> None:
        """Leave everything open: what was settled of one file is not true of the next."""
        self.param.update(**{name: self.param[name].default for name in self._fields()})

    def frozen(self) -> PriceOptions:
        """Return what is settled.

        Raises
        ------
        InputError
            If a value is none that a file can have.
        """
        settled = {name: getattr(self, name) for name in self._fields()}
        return PriceOptions(**{name: value for name, value in settled.items() if value})

    def widgets(self) -> list[Any]:
        """Return an entry for each."""
        return [_entry(self.param[name]) for name in self._fields()]

    def _fields(self) -> list[str]:
        return [name for name in self.param if name != "name"]


def _entry(parameter: param.Parameter) -> Any:
    is_choice = isinstance(parameter, param.Selector)
    kind = pmui.Select if is_choice else pmui.TextInput
    width = 240 if is_choice else 220
    return kind.from_param(parameter, size="small", width=width, margin=(10, 6))
