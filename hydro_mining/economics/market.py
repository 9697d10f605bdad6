"""What the grid pays: export price, its limit, and payments for generation."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics.checking import check_numbers
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

_MONTHS = 12
_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketInputs:
    """What the grid pays for power.

    Parameters
    ----------
    export_price_gbp_per_mwh
        Price of an exported MWh: a number, twelve from January on, or a series; None is the
        study's power price, in pounds. In ``currency``, where that is another.
    currency
        Code of the currency of the export price.
    rate_to_gbp : [£ per unit of ``currency``]
        Of the export price that is given here.
    rate_as_of
        Day of that rate; None where it was entered, or there is none.
    export_limit_kw : [kW]
        Of the connection; None is no limit.
    generation_payment_gbp_per_mwh : [£/MWh]
        Paid on what is generated and used.
    generation_payment_kept_when_mining
        Whether a mined MWh is paid it too.
    deemed_export_fraction : [1]
        Share of generation that is paid the export price whatever is done with it; None: export
        is metered.

    Raises
    ------
    InputError
        If a value is out of its range, or a rate is missing or contradicts the currency, or its
        day does.
    """

    export_price_gbp_per_mwh: float | tuple[float, ...] | Series | None = None
    currency: str = "GBP"
    rate_to_gbp: float = 1.0
    export_limit_kw: float | None = None
    generation_payment_gbp_per_mwh: float = 0.0
    generation_payment_kept_when_mining: bool = True
    deemed_export_fraction: float | None = None
    rate_as_of: dt.date | None = None

    def __post_init__(self) -> None:
        check_numbers(self)
        kept = self.generation_payment_kept_when_mining
        if not isinstance(kept, bool):
            raise InputError("generation_payment_kept_when_mining", "true or false", kept)
        self._check_price()
        self._check_currency()

    def _check_price(self) -> None:
        name, price = "export_price_gbp_per_mwh", self.export_price_gbp_per_mwh
        if price is None or isinstance(price, Series):
            return
        if isinstance(price, list | tuple | np.ndarray):
            if len(price) != _MONTHS:
                raise InputError(name, "a number, twelve from January on, or a series", len(price))
            months = tuple(float(checked(name, one)) for one in price)
            object.__setattr__(self, name, months)
        else:
            object.__setattr__(self, name, float(checked(name, price)))

    def _check_currency(self) -> None:
        code: Any = self.currency
        is_code = isinstance(code, str) and len(code) == _CODE_LENGTH and code.isascii()
        if not is_code or not code.isalpha() or code != code.upper():
            raise InputError("currency", "three capital letters (ISO 4217), such as EUR", code)
        if code == "GBP" and self.rate_to_gbp != 1:
            raise InputError("rate_to_gbp", "1 where the currency is GBP", self.rate_to_gbp)
        if code != "GBP" and self.rate_to_gbp == 1:
            raise InputError("rate_to_gbp", f"given where the currency is {code}", 1)
        day: Any = self.rate_as_of
        if day is not None and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
            raise InputError("rate_as_of", "a date such as 2026-11-21", day)
        if day is not None and code == "GBP":
            raise InputError("rate_as_of", "absent where the currency is GBP", f"{day}")
