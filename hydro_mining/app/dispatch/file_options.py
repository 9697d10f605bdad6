"""What a reader settles about a price file before it is read again."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

import panel_material_ui as pmui
import param

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import DUPLICATE_RULES, FORM_NAMES, PriceOptions, PriceReport
from hydro_mining.imports.units import CURRENCY_MARKS
from hydro_mining.quantities import CURRENCY_CODES

__all__ = ["DOUBTED", "MEANS_NONE", "ONE_CLICK", "FileOptions", "answers", "disagreements"]

# A select shows nothing for None or an empty text, so that its label falls into it.
_OPEN = "(detect)"
_DETECT, _ALL = {"Detect": _OPEN}, {"All": _OPEN}
_COLUMNS = ("time_column", "hour_column", "price_column", "day_ahead_column", "zone_column")
_MOST_SKIPPED = 1_000
# Stands for the figure that a refusal asks about.
DOUBTED = object()
MEANS_NONE = "It means no price"
# A list of more is searched.
_MOST_READ_THROUGH = 30
# What a file may mean by the words of the button that settles it.
_ORDERS = {"Days first": True, "Months first": False}
_CONVENTIONS = {"Stamps mark the beginning": "start", "Stamps mark the end": "end"}
_DECIMALS = {"Decimal point": ".", "Decimal comma": ","}
ONE_CLICK: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        **{title: {"day_first": value} for title, value in _ORDERS.items()},
        **{title: {"convention": value} for title, value in _CONVENTIONS.items()},
        **{title: {"decimal": value} for title, value in _DECIMALS.items()},
        "All figures are prices": {"missing_value": "none"},
        MEANS_NONE: {"missing_value": DOUBTED},
    }
)
_UNITS = {
    **{unit: unit for unit in ("MWh", "kWh", "GWh")},
    "Cents a kWh": "c/kWh",
    "Pence a kWh": "p/kWh",
    "Øre or öre a kWh": "øre/kWh",
}
# No coin is traded by the kWh.
_CURRENCIES = (*CURRENCY_CODES, *sorted({*CURRENCY_MARKS.values()} - {*CURRENCY_CODES, "BTC"}))
# Where stamps leave no choice of what they mark, or dates of their order.
_CERTAIN = ("hours are counted", "both ends are there", "a day above 12")


def _choice(
    label: str, words: Mapping[str, Any], detect: Mapping[str, str] = MappingProxyType(_DETECT)
) -> param.Selector:
    return param.Selector(default=_OPEN, objects={**detect, **words}, label=label)


@cache
def _timezones() -> Mapping[str, str]:
    """Return the zones of the world by place, without those that name no place."""
    places = sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return {name: name for name in ("UTC", *places)}


class FileOptions(param.Parameterized):
    """What is left open, as it is at first, is detected from the file."""

    form = _choice("Form", {name: key for key, name in FORM_NAMES.items()})
    day_first = _choice("Order of dates", _ORDERS)
    convention = _choice("Convention", _CONVENTIONS)
    clock = _choice("Clock of the stamps", {"UTC": "utc", "Local": "local"})
    timezone = _choice("Time zone", _timezones())
    currency = _choice("Currency", {code: code for code in _CURRENCIES})
    unit = _choice("Unit, a price is for", _UNITS)
    decimal = _choice("Decimal mark", _DECIMALS)
    time_column = _choice("Column of the time", {})
    hour_column = _choice("Second column of the time", {})
    price_column = _choice("Column of the price", {})
    day_ahead_column = _choice("Column of day-ahead prices", {})
    zone_column = _choice("Column of the zone", {})
    zone = _choice("The only zone to read", {}, _ALL)
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

    def offer_zones(self, zones: Sequence[str]) -> None:
        """Offer the zones of a file that was read with all of them."""
        if self.is_open("zone"):
            self.param.zone.objects = _ALL | {zone: zone for zone in zones if zone not in _ALL}

    def is_open(self, name: str) -> bool:
        """Return whether nothing is settled of an option."""
        return bool(getattr(self, name) == self.param[name].default)

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
    """Return the answers to a refusal that take one click."""
    return [title for title, settled in ONE_CLICK.items() if option in settled]


def disagreements(report: PriceReport) -> list[str]:
    """Return what else a file may mean."""
    others = []
    if report.is_day_first is not None and report.date_order not in _CERTAIN:
        others.append("Months first" if report.is_day_first else "Days first")
    if report.convention_evidence not in _CERTAIN:
        others.append(f"Stamps mark the {'beginning' if report.marks_end else 'end'}")
    if report.missing_values or report.doubted_values:
        others.append("All figures are prices")
    if report.doubted_values:
        others.append(MEANS_NONE)
    return others


def _entry(parameter: param.Parameter) -> Any:
    look: dict[str, Any] = {"size": "small", "width": 240, "margin": (10, 6)}
    if isinstance(parameter, param.Integer):
        return pmui.IntInput.from_param(parameter, **look)
    if isinstance(parameter, param.String):
        return pmui.TextInput.from_param(parameter, **look)
    is_long = len(parameter.objects) > _MOST_READ_THROUGH
    return pmui.Select.from_param(parameter, searchable=is_long, **look)
