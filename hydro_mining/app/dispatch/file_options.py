"""What a reader settles about a price file before it is read again."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

import param

from hydro_mining.app.components.left_open import DECIMALS, ORDERS, LeftOpen, choice
from hydro_mining.imports.prices import DUPLICATE_RULES, FORM_NAMES, PriceOptions, PriceReport
from hydro_mining.imports.units import CURRENCY_MARKS
from hydro_mining.quantities import CURRENCY_CODES

_ALL = {"All": "(detect)"}
_COLUMNS = ("time_column", "hour_column", "price_column", "day_ahead_column", "zone_column")
_MOST_SKIPPED = 1_000
# Stands for the figure that a refusal asks about.
DOUBTED = object()
MEANS_NONE = "It means no price"
# What a file may mean by the words of the button that settles it.
_CONVENTIONS = {"Stamps mark the beginning": "start", "Stamps mark the end": "end"}
ONE_CLICK: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        **{title: {"day_first": value} for title, value in ORDERS.items()},
        **{title: {"convention": value} for title, value in _CONVENTIONS.items()},
        **{title: {"decimal": value} for title, value in DECIMALS.items()},
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


@cache
def _timezones() -> Mapping[str, str]:
    """Return the zones of the world by place, without those that name no place."""
    places = sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return {name: name for name in ("UTC", *places)}


class FileOptions(LeftOpen):
    """What is left open, as it is at first, is detected from the file."""

    columns = _COLUMNS

    form = choice("Form", {name: key for key, name in FORM_NAMES.items()})
    day_first = choice("Order of dates", ORDERS)
    convention = choice("Convention", _CONVENTIONS)
    clock = choice("Clock of the stamps", {"UTC": "utc", "Local": "local"})
    timezone = choice("Time zone", _timezones())
    currency = choice("Currency", {code: code for code in _CURRENCIES})
    unit = choice("Unit, a price is for", _UNITS)
    decimal = choice("Decimal mark", DECIMALS)
    time_column = choice("Column of the time", {})
    hour_column = choice("Second column of the time", {})
    price_column = choice("Column of the price", {})
    day_ahead_column = choice("Column of day-ahead prices", {})
    zone_column = choice("Column of the zone", {})
    zone = choice("The only zone to read", {}, _ALL, doc="Of a file of many zones, read one.")
    missing_value = param.String(
        label="Number for no price, or none",
        doc="A number such as -999 that stands where there is no price; “none” if all are prices.",
    )
    skip_lines = param.Integer(
        default=0,
        bounds=(0, _MOST_SKIPPED),
        allow_None=True,
        label="Lines to skip at the top",
        doc="Lines before the headings of the columns.",
    )
    duplicates = param.Selector(
        objects=list(DUPLICATE_RULES),
        label="Rule for duplicates",
        doc="Which of several prices of one interval counts.",
    )

    def offer_zones(self, zones: Sequence[str]) -> None:
        """Offer the zones of a file that was read with all of them."""
        if self.is_open("zone"):
            self.param.zone.objects = _ALL | {zone: zone for zone in zones if zone not in _ALL}

    def frozen(self) -> PriceOptions:
        """Return what is settled.

        Raises
        ------
        InputError
            If a value is none that a file can have.
        """
        return PriceOptions(**self.settled())


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
