"""What a reader settles about a price file before it is read again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import DUPLICATE_RULES, FORM_NAMES, PriceOptions, PriceReport

__all__ = ["DOUBTED", "ONE_CLICK", "FileOptions", "answers", "disagreements"]

# A select shows nothing for None or an empty text, so that its label falls into it.
_OPEN = "(detect)"
_DETECT = {"Detect": _OPEN}
_COLUMNS = ("time_column", "hour_column", "price_column", "day_ahead_column", "zone_column")
_MOST_SKIPPED = 1_000
# Stands for the figure that a refusal asks about.
DOUBTED = object()
# What a file may mean by the words of the button that settles it.
_ORDERS = {"Days first": True, "Months first": False}
_CONVENTIONS = {"Stamps mark the beginning": "start", "Stamps mark the end": "end"}
_DECIMALS = {"Decimal point": ".", "Decimal comma": ","}
ONE_CLICK: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        **{title: {"day_first": value} for title, value in _ORDERS.items()},
        **{title: {"convention": value} for title, value in _CONVENTIONS.items()},
        **{title: {"decimal": value} for title, value in _DECIMALS.items()},
        "Prices are per kWh": {"unit": "kWh"},
        "All figures are prices": {"missing_value": "none"},
        "It means no price": {"missing_value": DOUBTED},
    }
)
# Where stamps leave no choice of what they mark, or dates of their order.
_CERTAIN = ("hours are counted", "both ends are there", "a day above 12")


def _choice(label: str, words: Mapping[str, Any]) -> param.Selector:
    return param.Selector(default=_OPEN, objects={**_DETECT, **words}, label=label)


class FileOptions(param.Parameterized):
    """What is left open, as it is at first, is detected from the file."""

    form = _choice("Form", {name: key for key, name in FORM_NAMES.items()})
    day_first = _choice("Order of dates", _ORDERS)
    convention = _choice("Convention", _CONVENTIONS)
    clock = _choice("Clock of the stamps", {"UTC": "utc", "Local": "local"})
    timezone = param.String(label="Time zone, as Europe/Oslo")
    currency = param.String(label="Currency, as EUR")
    unit = param.String(label="Unit, as MWh or c/kWh")
    decimal = _choice("Decimal mark", _DECIMALS)
    time_column = _choice("Column of the time", {})
    hour_column = _choice("Second column of the time", {})
    price_column = _choice("Column of the price", {})
    day_ahead_column = _choice("Column of day-ahead prices", {})
    zone_column = _choice("Column of the zone", {})
    zone = param.String(label="The only zone to read")
    missing_value = param.String(label="Number for no price, or none")
    skip_lines = param.Integer(
        default=0, bounds=(0, _MOST_SKIPPED), allow_None=True, label="Lines to skip at the top"
    )
    duplicates = param.Selector(objects=list(DUPLICATE_RULES), label="Rule for duplicates")

    def reset(self) -> None:
        """Leave everything open: what was settled of one file is not true of the next."""
        self.param.update(**{name: self.param[name].default for name in self._fields()})

    def offer_columns(self, headings: Sequence[str]) -> None:
        """Offer the headings of a file where a column is named."""
        offered = _DETECT | {text: text for text in headings if text and text not in _DETECT}
        for name in _COLUMNS:
            if getattr(self, name) not in offered.values():
                setattr(self, name, _OPEN)
            self.param[name].objects = offered

    def frozen(self) -> PriceOptions:
        """Return what is settled.

        Raises
        ------
        InputError
            If a value is none that a file can have.
        """
        settled = {name: getattr(self, name) for name in self._fields()}
        return PriceOptions(
            **{
                name: value
                for name, value in settled.items()
                if value is not None and value != self.param[name].default
            }
        )

    def asked(self, error: InputError) -> str | None:
        """Return the option that is a way out of a refusal, if one of these is."""
        return next((n for n in (error.option, error.argument) if n in self._fields()), None)

    def named(self, error: InputError) -> InputError:
        """Return a refusal that names options as they stand on the page."""
        words = {name: f"“{self.param[name].label}”" for name in self._fields()}
        option = error.option and words.get(error.option, error.option)
        return error.called(words.get(error.argument, error.argument), option)

    def widgets(self) -> list[Any]:
        """Return an entry for each."""
        return [_entry(self.param[name]) for name in self._fields()]

    def _fields(self) -> list[str]:
        return [name for name in self.param if name != "name"]


def answers(option: str | None) -> list[str]:
    """Return the answers to a question that take one click; a unit is to be named."""
    asked = {option} - {"unit"}
    return [title for title, settled in ONE_CLICK.items() if asked & settled.keys()]


def disagreements(report: PriceReport) -> list[str]:
    """Return what else a file may mean."""
    others = []
    if report.is_day_first is not None and report.date_order not in _CERTAIN:
        others.append("Months first" if report.is_day_first else "Days first")
    if report.convention_evidence not in _CERTAIN:
        others.append(f"Stamps mark the {'beginning' if report.marks_end else 'end'}")
    if report.unit_evidence == "assumed":
        others.append("Prices are per kWh")
    if report.missing_values:
        others.append("All figures are prices")
    return others


def _entry(parameter: param.Parameter) -> Any:
    kind, width = pmui.TextInput, 220
    if isinstance(parameter, param.Selector):
        kind, width = pmui.Select, 240
    elif isinstance(parameter, param.Integer):
        kind = pmui.IntInput
    return kind.from_param(parameter, size="small", width=width, margin=(10, 6))
