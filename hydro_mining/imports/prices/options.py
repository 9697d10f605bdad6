"""What a user may settle about a price file; all of it is detected where it is left out."""

import re
from dataclasses import dataclass

from hydro_mining.economics.checking import check_choice
from hydro_mining.exceptions import InputError
from hydro_mining.imports.placeholders import ALL_ARE_PRICES
from hydro_mining.imports.prices.price_unit import price_unit
from hydro_mining.imports.reading_options import ReadingOptions
from hydro_mining.imports.tables import typed_number

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

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceOptions(ReadingOptions):
    """What is known about a price file beforehand, beside what ``ReadingOptions`` has.

    Attributes
    ----------
    form
        One of ``FORM_NAMES``.
    unit
        Of the prices: ``MWh``, ``kWh``, ``c/kWh``, ``öre/kWh``.
    currency
        ISO code; chooses between columns and labels, and converts nothing.
    price_column, day_ahead_column, zone_column
        Headings.
    zone
        The only zone to read.
    missing_value
        A number that stands for no price, or ``none`` where all are prices.
    """

    form: str | None = None
    unit: str | None = None
    currency: str | None = None
    price_column: str | None = None
    day_ahead_column: str | None = None
    zone_column: str | None = None
    zone: str | None = None
    missing_value: str | None = None

    def __post_init__(self) -> None:
        ReadingOptions.__post_init__(self)
        if self.form is not None:
            check_choice("form", self.form, tuple(FORM_NAMES))
        missing = self.missing_value
        if missing not in {None, ALL_ARE_PRICES} and typed_number(missing or "") is None:
            rule = f"a number that stands for no price, or {ALL_ARE_PRICES}"
            raise InputError("missing_value", rule, missing)
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            raise InputError("currency", "an ISO code such as EUR", self.currency)
        if self.unit is not None:
            unit = price_unit(self.unit)
            if unit.energy is None or unit.unknown:
                rule = "MWh, kWh, or a part such as c/kWh or öre/kWh"
                raise InputError("unit", rule, self.unit)
