"""What a user may settle about a price file; all of it is detected where it is left out."""

import re
from dataclasses import dataclass

from hydro_mining.exceptions import InputError
from hydro_mining.imports.placeholders import ALL_ARE_PRICES
from hydro_mining.imports.prices.price_unit import price_unit
from hydro_mining.imports.tables import typed_number
from hydro_mining.imports.times import DUPLICATE_RULES, DuplicateRule, zone_info

__all__ = ["FORM_NAMES", "PriceOptions"]

# The forms by the names under which they are chosen, with what they are called on screen.
FORM_NAMES = {
    "ercot-15min": "ERCOT settlement point prices, 15 minutes (NP6-785)",
    "ercot-hourly": "ERCOT prices by hour ending",
    "gridstatus": "gridstatus",
    "caiso": "CAISO OASIS, prices by component",
    "omie": "OMIE marginal prices",
    "entsoe": "ENTSO-E Transparency Platform",
    "energidataservice": "Energi Data Service",
    "gb-settlement": "GB settlement periods",
    "nordpool": "Nord Pool, one column a zone",
    "ercot-flat": "ERCOT hubs and load zones, one column a price",
    "plain": "plain columns of time and price",
}

_MOST_SKIPPED = 1_000
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceOptions:
    """What is known about a price file beforehand; None is for what the file shows itself.

    Attributes
    ----------
    form
        One of ``FORM_NAMES``.
    timezone
        IANA name of the zone whose clock stamps without an offset show: ``Europe/Oslo``.
    unit
        Of the prices: ``MWh``, ``kWh``, ``c/kWh``, ``öre/kWh``.
    currency
        ISO code; chooses between columns and labels, and converts nothing.
    clock
        ``utc`` or ``local``: what stamps without an offset are in.
    convention
        ``start`` or ``end``: what of an interval its stamp marks.
    decimal
        ``.`` or ``,``.
    day_first
        Whether 03/04/2025 is the third of April.
    time_column, hour_column, price_column, day_ahead_column, zone_column
        Headings; ``hour_column`` has the time of day or the hour's number beside the date.
    zone
        The only zone to read.
    missing_value
        A number that stands for no price, or ``none`` where all are prices.
    skip_lines
        Lines at the beginning that are not to be read.
    duplicates
        ``refuse`` intervals with two prices, or take the ``first``, ``last`` or ``mean``.
    """

    form: str | None = None
    timezone: str | None = None
    unit: str | None = None
    currency: str | None = None
    clock: str | None = None
    convention: str | None = None
    decimal: str | None = None
    day_first: bool | None = None
    time_column: str | None = None
    hour_column: str | None = None
    price_column: str | None = None
    day_ahead_column: str | None = None
    zone_column: str | None = None
    zone: str | None = None
    missing_value: str | None = None
    skip_lines: int = 0
    duplicates: DuplicateRule = "refuse"

    def __post_init__(self) -> None:
        _check_choice("form", self.form, tuple(FORM_NAMES))
        _check_choice("clock", self.clock, ("utc", "local"))
        _check_choice("convention", self.convention, ("start", "end"))
        _check_choice("decimal", self.decimal, (".", ","))
        _check_choice("duplicates", self.duplicates, DUPLICATE_RULES)
        if not 0 <= self.skip_lines <= _MOST_SKIPPED:
            rule = f"a whole number from 0 to {_MOST_SKIPPED:,}"
            raise InputError("skip_lines", rule, self.skip_lines)
        missing = self.missing_value
        if missing not in {None, ALL_ARE_PRICES} and typed_number(missing or "") is None:
            rule = f"a number that stands for no price, or {ALL_ARE_PRICES}"
            raise InputError("missing_value", rule, missing)
        if self.timezone is not None:
            zone_info(self.timezone)
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            raise InputError("currency", "an ISO code such as EUR", self.currency)
        if self.unit is not None:
            unit = price_unit(self.unit)
            if unit.energy is None or unit.unknown:
                rule = "MWh, kWh, or a part such as c/kWh or öre/kWh"
                raise InputError("unit", rule, self.unit)


def _check_choice(name: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise InputError(name, f"one of {', '.join(choices)}", value)
