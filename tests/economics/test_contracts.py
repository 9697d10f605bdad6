"""Fixed-price contracts: blocks, settlements and what another MWh costs."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.dispatch import Contract
from hydro_mining.economics.dispatch.contracts import (
    check_fits,
    delivers,
    marginal_price,
    settled,
)
from hydro_mining.exceptions import InputError
from tests.economics.dispatch_series import series

BLOCKS = ("5x16", "2x16", "7x8")


def within(block: Any, prices: Any, **options: Any) -> np.ndarray:
    contract = Contract(power_mw=1, price=1, block=block, **options)
    return delivers(contract, local_start=prices.local_start)


@pytest.mark.parametrize(
    ("timezone", "hours", "block_hours"),
    [
        # 2024 has 262 weekdays and 104 days of weekends: 262 × 16, 104 × 16, 366 × 8.
        ("UTC", 8784, (4192, 1664, 2928)),
        # Summer time begins and ends in the night of a Sunday, off peak.
        ("America/Chicago", 8784, (4192, 1664, 2928)),
        ("Europe/Oslo", 8784, (4192, 1664, 2928)),
    ],
)
def test_blocks_share_out_the_year(timezone: str, hours: int, block_hours: tuple[int, ...]) -> None:
    """Each hour of 2024 lies in exactly one of 5x16, 2x16 and 7x8, and all lie in 7x24."""
    year = series(np.zeros(hours), begin="2024-01-01", timezone=timezone)
    parts = [within(block, year) for block in BLOCKS]
    assert tuple(int(part.sum()) for part in parts) == block_hours
    assert (np.sum(parts, axis=0) == 1).all()
    assert within("7x24", year).all()


@pytest.mark.parametrize(
    ("begin", "hours", "off_peak"), [("2024-03-31", 23, 7), ("2024-10-27", 25, 9)]
)
def test_days_of_23_and_25_hours(begin: str, hours: int, off_peak: int) -> None:
    """On the Sundays that change the clocks 16 hours are peak, and 7 or 9 are not."""
    day = series(np.zeros(hours), begin=begin, timezone="Europe/Oslo")
    assert set(day.local_start.astype("datetime64[D]")) == {np.datetime64(begin)}
    assert int(within("2x16", day).sum()) == 16
    assert int(within("7x8", day).sum()) == off_peak
    assert not within("5x16", day).any()


def test_the_peak_is_from_6_to_22() -> None:
    """On a Monday the quarter-hours from 06:00 to 21:45 are in 5x16, no others."""
    monday = series(np.zeros(96), hours=0.25, begin="2024-01-01")
    assert np.flatnonzero(within("5x16", monday)).tolist() == list(range(24, 88))
    shifted = within("5x16", monday, peak_start_hour=7, peak_end_hour=23)
    assert np.flatnonzero(shifted).tolist() == list(range(28, 92))


def test_a_holiday_is_a_weekend() -> None:
    """New Year's Day 2024, a Monday, moves from 5x16 to 2x16 when it is on the list."""
    monday = series(np.zeros(24))
    holidays = (dt.date(2024, 1, 1),)
    assert not within("5x16", monday, holidays=holidays).any()
    assert int(within("2x16", monday, holidays=holidays).sum()) == 16
    assert int(within("7x8", monday, holidays=holidays).sum()) == 8


# Two hours of Monday night and two of its peak, of 40, 40, 30 and 50; 2 MW at 35 in 5x16.
HOURS = series([40, 40, 40, 40, 40, 40, 30, 50])


@pytest.mark.parametrize(
    ("settlement", "marginal", "owed"),
    [
        ("resale", [40, 30, 50], [0, 2 * (35 - 30), 2 * (35 - 50)]),
        ("pay_per_use", [40, 35, 35], [0, 0, 0]),
        ("take_or_pay", [40, 0, 0], [0, 70, 70]),
    ],
)
def test_settlements(settlement: Any, marginal: list[float], owed: list[float]) -> None:
    """Each settlement has its own price of another MWh and its own debt, in block hours only."""
    contract = Contract(power_mw=2, price=35, block="5x16", settlement=settlement)
    price = marginal_price(contract, price=HOURS.price, local_start=HOURS.local_start)
    debt = settled(contract, price=HOURS.price, hours=HOURS.hours, local_start=HOURS.local_start)
    assert price[5:].tolist() == marginal
    assert np.broadcast_to(debt, 8)[5:].tolist() == owed


def test_only_resale_may_exceed_the_facility() -> None:
    """60 MW do not fit 50 MW unless what is not used is resold."""
    check_fits(Contract(power_mw=60, price=35), facility_mw=50)
    check_fits(Contract(power_mw=50, price=35, settlement="take_or_pay"), facility_mw=50)
    for settlement in ("pay_per_use", "take_or_pay"):
        contract = Contract(power_mw=60, price=35, settlement=settlement)
        with pytest.raises(InputError, match=r"up to the facility's 50 MW unless .* got 60"):
            check_fits(contract, facility_mw=50)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"block": "6x16"}, "block must be one of 7x24, 5x16, 2x16, 7x8; got '6x16'"),
        ({"settlement": "free"}, "settlement must be one of resale, pay_per_use, take_or_pay"),
        ({"power_mw": 0}, r"power_mw must be a number above 0 \(MW\); got 0"),
        ({"price": float("nan")}, r"price must be a number from .* \(currency/MWh\); got nan"),
        ({"peak_start_hour": 22}, "peak_end_hour must be above peak_start_hour, 22"),
        ({"peak_end_hour": 25}, "peak_end_hour must be a whole number from 0 to 24"),
        ({"holidays": ("2024-01-01",)}, r"holidays\[0\] must be a date YYYY-MM-DD"),
    ],
)
def test_illegal_contracts_are_refused(change: dict[str, Any], message: str) -> None:
    """What is wrong with a contract is said with its field, rule and value."""
    with pytest.raises(InputError, match=message):
        Contract(**{"power_mw": 25, "price": 35, **change})


def test_a_price_may_be_negative() -> None:
    """Being paid to take power is a price."""
    assert Contract(power_mw=1, price=-5).price == -5.0
