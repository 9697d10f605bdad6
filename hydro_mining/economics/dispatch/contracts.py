"""Fixed-price power contracts: when they deliver, what they cost, what another MWh costs."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from hydro_mining.economics.arrays import Booleans, Figure, Floats, Instants
from hydro_mining.economics.checking import check_choice, check_numbers
from hydro_mining.economics.dispatch.local_clock import day_numbers, hours_of_day, weekdays
from hydro_mining.exceptions import InputError

Block: TypeAlias = Literal["7x24", "5x16", "2x16", "7x8"]
Settlement: TypeAlias = Literal["resale", "pay_per_use", "take_or_pay"]

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """``power_mw`` [MW] at ``price`` [currency/MWh] in the hours of a block.

    Parameters
    ----------
    block
        ``7x24`` all hours; ``5x16`` the peak of Monday to Friday; ``2x16`` the peak of
        Saturday and Sunday; ``7x8`` the rest of every day. Local prevailing time; an interval
        belongs to the block in which it starts.
    settlement
        ``resale``: the contracted energy is settled against spot whether mined or not.
        ``pay_per_use``: what is mined costs the contract's price, nothing is owed when off.
        ``take_or_pay``: all of it is owed and cannot be resold.
    peak_start_hour, peak_end_hour : [local hour], the end not included
    holidays
        Local dates that count as a weekend.
    """

    power_mw: float
    price: float
    block: Block = "7x24"
    settlement: Settlement = "resale"
    peak_start_hour: int = 6
    peak_end_hour: int = 22
    holidays: tuple[dt.date, ...] = ()

    def __post_init__(self) -> None:
        check_numbers(self)
        check_choice("block", self.block, get_args(Block))
        check_choice("settlement", self.settlement, get_args(Settlement))
        if not self.peak_start_hour < self.peak_end_hour:
            rule = f"above peak_start_hour, {self.peak_start_hour} (local hour)"
            raise InputError("peak_end_hour", rule, self.peak_end_hour)
        object.__setattr__(self, "holidays", tuple(self.holidays))
        for index, day in enumerate(self.holidays):
            if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
                raise InputError(f"holidays[{index}]", "a date YYYY-MM-DD", day)


def check_fits(contract: Contract, *, facility_mw: float) -> None:
    """Refuse a contract larger than the facility [MW], unless the rest of it can be resold."""
    if contract.settlement != "resale" and not contract.power_mw <= facility_mw:
        rule = f"up to the facility's {facility_mw:g} MW unless the settlement is resale"
        raise InputError("contract.power_mw", rule, contract.power_mw)


def check_clock(contract: Contract, *, is_known: bool) -> None:
    """Refuse a block of local hours where the file does not tell whose clock its prices have."""
    if contract.block != "7x24" and not is_known:
        rule = f"given for the block {contract.block}: the file does not tell its zone"
        raise InputError("timezone", rule, None)


def delivers(contract: Contract, *, local_start: Instants) -> Booleans:
    """Return (N,) whether each interval lies in the contract's block."""
    if contract.block == "7x24":
        return np.ones(len(local_start), dtype=bool)
    hour = hours_of_day(local_start)
    is_peak: Booleans = (hour >= contract.peak_start_hour) & (hour < contract.peak_end_hour)
    if contract.block == "7x8":
        return ~is_peak
    day = day_numbers(local_start)
    is_weekend: Booleans = weekdays(day) >= _SATURDAY
    if contract.holidays:
        holidays = np.array(contract.holidays, dtype="datetime64[D]").view(np.int64)
        is_weekend |= np.isin(day, holidays)
    return is_peak & (is_weekend if contract.block == "2x16" else ~is_weekend)


def marginal_price(contract: Contract, *, price: Floats, local_start: Instants) -> Floats:
    """Return (N,) [currency/MWh] what another MWh out of the contract costs.

    In the block ``pay_per_use`` costs the contract's price and ``take_or_pay`` nothing more
    than what is owed anyway; under ``resale`` each MWh costs what it would have fetched.
    """
    if contract.settlement == "resale":
        return price
    within = contract.price if contract.settlement == "pay_per_use" else 0.0
    return np.where(delivers(contract, local_start=local_start), within, price)


def settled(contract: Contract, *, price: Floats, hours: Floats, local_start: Instants) -> Figure:
    """Return (N,) [currency] what is owed in each interval whatever is mined.

    ``resale`` owes ``(C − p) P dt``, which can be negative; ``take_or_pay`` owes ``C P dt``;
    ``pay_per_use`` owes nothing, and 0 stands for all intervals.
    """
    if contract.settlement == "pay_per_use":
        return 0.0
    owed: Floats = contract.price * contract.power_mw * hours
    if contract.settlement == "resale":
        owed -= price * (contract.power_mw * hours)
    owed[~delivers(contract, local_start=local_start)] = 0.0
    return owed
