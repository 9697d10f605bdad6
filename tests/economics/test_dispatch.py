"""Deciding, settling and adding up, in figures that can be worked by hand.

A MWh mines 100 (see ``dispatch_series``) unless a test says otherwise.
"""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.dispatch import (
    Contract,
    Facility,
    MachineClass,
    ThrottleStep,
    mining_value,
    on_off_runs,
    strike_price,
    zone_outcome,
)
from hydro_mining.economics.dispatch.strike import threshold_per_mwh
from hydro_mining.exceptions import InputError
from tests.economics.dispatch_series import HASHPRICE, facility, series, without


def outcome(price: Any, *, at: Facility | None = None, hours: Any = 1.0, **options: Any) -> Any:
    prices = price if hasattr(price, "zone") else series(price, hours=hours)
    return zone_outcome(prices=prices, facility=at or facility(), hashprice=HASHPRICE, **options)


def test_what_a_mwh_mines() -> None:
    """0.06 a day is 0.0025 an hour; a MWh of 25 W/TH machines is 40,000 TH/s for an hour."""
    assert float(mining_value(hashprice=0.06, efficiency_w_per_th=25)) == 100.0


def test_fee_and_overhead_lower_the_value() -> None:
    """2 % for the pool leave 98; a quarter of overhead leaves 80 of 100."""
    fee = mining_value(hashprice=0.06, efficiency_w_per_th=25, pool_fee_fraction=0.02)
    assert float(fee) == pytest.approx(98, rel=1e-14)
    cooled = mining_value(hashprice=0.06, efficiency_w_per_th=25, overhead_fraction=0.25)
    assert float(cooled) == pytest.approx(80, rel=1e-14)


def test_the_strike_price() -> None:
    """100 mined less 4 of variable cost less a threshold of 6 is a strike of 90."""
    assert float(strike_price(mining_value=100, threshold=6, variable_om_per_mwh=4)) == 90


def test_a_threshold_per_hour_is_divided_by_the_power() -> None:
    """250 an hour at 50 MW are 5 a MWh."""
    assert threshold_per_mwh(threshold_per_hour=250, power_mw=50) == 5


def test_mining_pays_below_the_strike_only() -> None:
    """At 99 the machines run; at 100 and 101 not: the margin must exceed the threshold."""
    assert outcome([99, 100, 101]).is_on.tolist() == [True, False, False]
    assert outcome([94, 95, 96], threshold=5).is_on.tolist() == [True, False, False]


def test_energy_revenue_cost_and_profit() -> None:
    """50 MW for half an hour at 40 and off at 120: 25 MWh, 2,500 mined for 1,000."""
    total = outcome([40, 120], hours=0.5).total
    assert (total.intervals, total.hours, total.energy_mwh) == (2, 1.0, 25.0)
    assert (total.revenue, total.power_cost, total.profit) == (2500.0, 1000.0, 1500.0)
    assert total.uptime_fraction == 0.5
    assert total.average_price_paid == 40.0
    assert total.time_average_price == 80.0
    assert total.capture_rate == 0.5
    assert total.revenue_per_mwh == 100.0
    assert total.gross_margin == 0.6
    assert total.starts == 1


def test_negative_prices_are_earned() -> None:
    """At −20 a MWh brings 120."""
    assert outcome([-20]).total.profit == 50 * 120


def test_what_would_divide_by_nothing_is_undefined() -> None:
    """Without energy there is no average price paid, margin or capture rate; JSON has None."""
    figures = outcome([500]).total.to_dict()
    names = ("average_price_paid", "revenue_per_mwh", "gross_margin", "capture_rate")
    assert [figures[name] for name in names] == [None] * 4
    assert figures["uptime_fraction"] == 0.0
    assert outcome([]).total.to_dict()["uptime_fraction"] is None
    assert outcome([-5]).total.to_dict()["capture_rate"] is None


# Off peak at 40, then three peak hours of Monday: 30, 110 and 90.
MONDAY = series([40] * 6 + [30, 110, 90])


@pytest.mark.parametrize(
    ("settlement", "energy", "cost"),
    [
        # Spot everywhere but at 110: 8 h × 50. Cost 50 × (240 + 30 + 90), and for 20 MW
        # (35 − 30) + (35 − 110) + (35 − 90) = −125.
        ("resale", 400, 50 * 360 - 20 * 125),
        # At 110 the contract's 20 MW run at 35.
        ("pay_per_use", 420, 50 * 240 + 20 * 3 * 35 + 30 * (30 + 90)),
        ("take_or_pay", 420, 50 * 240 + 20 * 3 * 35 + 30 * (30 + 90)),
    ],
)
def test_settlements(settlement: Any, energy: float, cost: float) -> None:
    """20 of 50 MW at 35 in 5x16, settled in three ways."""
    contract = Contract(power_mw=20, price=35, block="5x16", settlement=settlement)
    total = outcome(MONDAY, contract=contract).total
    assert total.energy_mwh == energy
    assert total.revenue == 100 * energy
    assert total.power_cost == pytest.approx(cost, rel=1e-14)


def test_the_price_of_a_contract_decides_per_use_only() -> None:
    """At 105 a MWh a contract per use stays off, one that is owed anyway is mined with."""
    prices = series([200.0])
    for settlement, energy, cost in (("pay_per_use", 0, 0), ("take_or_pay", 20, 20 * 105)):
        contract = Contract(power_mw=20, price=105, settlement=settlement)
        total = outcome(prices, contract=contract).total
        assert (total.energy_mwh, total.power_cost) == (energy, cost)


def test_a_larger_contract_only_with_resale() -> None:
    """60 MW at a 50 MW facility are resold: 10 MW of them always."""
    total = outcome([40], contract=Contract(power_mw=60, price=35)).total
    assert total.power_cost == 50 * 40 + 60 * (35 - 40)
    with pytest.raises(InputError, match=r"contract\.power_mw must be up to the facility's 50 MW"):
        outcome([40], contract=Contract(power_mw=60, price=35, settlement="take_or_pay"))


MIXED = Facility(
    classes=(
        MachineClass(name="Aged", power_mw=30, efficiency_w_per_th=50),
        MachineClass(name="New", power_mw=20, efficiency_w_per_th=25),
    )
)


def test_each_class_has_its_own_strike() -> None:
    """New machines mine 100 and old ones 50 a MWh: at 40 both run, at 80 the new, at 120 none."""
    found = outcome([40, 80, 120], at=MIXED)
    assert found.flows.energy_mwh.tolist() == [50, 20, 0]
    assert [(unit.name, unit.energy_mwh, unit.revenue) for unit in found.units] == [
        ("New", 40, 4000),
        ("Aged", 30, 1500),
    ]
    assert [unit.hours_on for unit in found.units] == [2.0, 1.0]


def test_a_contract_serves_the_most_efficient_first() -> None:
    """25 MW at 35 serve all 20 MW of the new machines and 5 MW of the old ones."""
    contract = Contract(power_mw=25, price=35, settlement="pay_per_use")
    found = outcome([200], at=MIXED, contract=contract)
    assert [(u.name, u.power_mw, u.energy_mwh) for u in found.units] == [
        ("New", 20, 20),
        ("Aged", 5, 5),
        ("Aged", 25, 0),
    ]
    assert found.total.power_cost == 25 * 35


def test_throttled_machines_take_the_best_step() -> None:
    """At 60 % of the power for 80 % of the hashrate the last 40 % mine 50 a MWh: full power
    below 50, throttled up to 80 / 0.6 = 133, off above.
    """
    step = ThrottleStep(power_fraction=0.6, hashrate_fraction=0.8)
    machines = MachineClass(name="M", power_mw=50, efficiency_w_per_th=25, throttle_steps=(step,))
    found = outcome([49, 51, 133, 134], at=Facility(classes=(machines,)))
    assert found.flows.energy_mwh.tolist() == pytest.approx([50, 30, 30, 0])
    assert found.flows.revenue.tolist() == pytest.approx([5000, 4000, 4000, 0])
    assert found.total.starts == 1


def test_a_step_that_leaves_nothing_is_off() -> None:
    """At half the power for 75 % of the hashrate a MWh mines 150: at a price of 150 it is off."""
    step = ThrottleStep(power_fraction=0.5, hashrate_fraction=0.75)
    machines = MachineClass(name="M", power_mw=50, efficiency_w_per_th=25, throttle_steps=(step,))
    found = outcome([149, 150], at=Facility(classes=(machines,)))
    assert found.flows.energy_mwh.tolist() == [25, 0]


def test_operating_costs() -> None:
    """4 a MWh, 8,760 a MW a year and 30 a start: 50 × 4 twice, 50 an hour, and two starts."""
    at = facility(fixed_om_per_mw_year=8760, variable_om_per_mwh=4, restart_cost=30)
    found = outcome([40, 97, 95.5], at=at)
    assert found.is_on.tolist() == [True, False, True]
    assert found.flows.operating_cost.tolist() == [280, 50, 280]
    assert found.total.profit == 2 * 50 * 100 - 50 * 135.5 - 610


def test_a_part_costs_its_share_of_a_start() -> None:
    """A start of 100 for 50 MW is 40 for the 20 MW that start alone."""
    at = Facility(classes=MIXED.classes, restart_cost=100)
    assert outcome([80], at=at).flows.operating_cost.tolist() == [40]
    assert outcome([40], at=at).flows.operating_cost.tolist() == [100]


def test_always_on_buys_at_any_price() -> None:
    """Always on takes 50 MWh at 40 and at 120 and starts once."""
    total = outcome([40, 120], strategy="always_on").total
    assert (total.energy_mwh, total.power_cost, total.starts) == (100, 8000, 1)


def test_the_threshold_strategy_looks_at_spot_alone() -> None:
    """At a spot of 120 it leaves a contract of 35 unused that the contract-aware one mines."""
    contract = Contract(power_mw=20, price=35, settlement="pay_per_use")
    assert outcome([120], contract=contract, strategy="threshold").total.energy_mwh == 0
    assert outcome([120], contract=contract).total.energy_mwh == 20


def test_a_gap_neither_ends_nor_feeds_a_minimum_run() -> None:
    """With a minimum run of 3 hours, one started an hour before a gap of five goes on for two
    hours after it.
    """
    prices = without(series([40, 120, 120, 120, 120, 120, 120, 120, 120]), 1, 2, 3, 4, 5)
    found = outcome(prices, at=facility(min_run_hours=3), strategy="threshold")
    assert found.is_on.tolist() == [True, True, True, False]
    assert found.total.hours == 4
    stretches = on_off_runs(found)
    assert stretches.hours.tolist() == [3, 1]
    assert stretches.end[0] - stretches.start[0] == np.timedelta64(8, "h")


def test_foresight_saves_starts() -> None:
    """Between hours that earn 60 × 50, one that loses 10 × 50 is run through for a start of 600
    and left out for one of 400.
    """
    for restart, on in ((600, [True, True, True]), (400, [True, False, True])):
        at = facility(restart_cost=restart)
        assert outcome([40, 110, 40], at=at, strategy="optimal").is_on.tolist() == on


def test_a_day_ahead_plan_does_not_see_tomorrow() -> None:
    """A start of 3,000 pays over 48 hours that earn 100 each, but not over either day alone."""
    at = facility(restart_cost=3_000)
    assert outcome([98] * 48, at=at, strategy="optimal").total.profit == 4_800 - 3_000
    assert not outcome([98] * 48, at=at, strategy="day_ahead").is_on.any()


def test_a_day_ahead_plan_goes_by_what_was_published() -> None:
    """Published 40 and 120, settled at 90 and 10: mined in the first hour, paid at 90."""
    found = outcome([90, 10], strategy="day_ahead", published_price=np.array([40.0, 120.0]))
    assert found.is_on.tolist() == [True, False]
    assert found.total.power_cost == 50 * 90


def test_a_day_ahead_plan_knows_its_contract() -> None:
    """From 5:00 to 7:00 on a Monday, with 20 of 50 MW under a contract from 6:00 on: the plan
    goes by the price that was published off the contract, and by the contract's on it.
    """
    for published, spot, price, profit in (
        # Off at 5:00; at 6:00 the 20 MW of the contract run at 35: 20 × 65.
        ([120, 120], [90, 10], 35, 1_300),
        # On at 5:00, and paid at 110: 50 × −10; at 6:00 the contract costs too much, the other
        # 30 MW lose 10 each.
        ([40, 40], [110, 110], 105, -500 - 300),
        # The same without the second hour's loss: published above 100, they are off.
        ([40, 140], [110, 10], 105, -500),
    ):
        contract = Contract(power_mw=20, price=price, block="5x16", settlement="pay_per_use")
        found = outcome(
            series(spot, begin="2024-01-01T05:00"),
            contract=contract,
            strategy="day_ahead",
            published_price=np.array(published, dtype=float),
        )
        assert found.total.profit == profit


def test_a_day_ahead_plan_mines_what_is_owed_anyway() -> None:
    """20 of 50 MW are taken or paid at 35: at 120 published they run, for 20 × (100 − 35), and
    the others not, though 10 is settled.
    """
    contract = Contract(power_mw=20, price=35, settlement="take_or_pay")
    published = np.array([120.0])
    found = outcome([10], contract=contract, strategy="day_ahead", published_price=published)
    assert (found.total.energy_mwh, found.total.profit) == (20, 1_300)


def test_a_day_ahead_plan_carries_its_commitments_over_midnight() -> None:
    """Started at 23:00 with a minimum run of 3 hours, it runs until 2:00 at a loss."""
    price = [120] * 23 + [40] + [120] * 24
    found = outcome(price, at=facility(min_run_hours=3), strategy="day_ahead")
    assert np.flatnonzero(found.is_on).tolist() == [23, 24, 25]


def test_the_trailing_rule_looks_back_only() -> None:
    """By the last hour it is one hour late, and off in the first; by two it takes the average."""
    price = [40, 120, 40, 40, 120]
    by_one = outcome(price, strategy="trailing").is_on.tolist()
    assert by_one == [False, True, False, True, True]
    by_two = outcome(price, strategy="trailing", trailing_hours=2).is_on.tolist()
    assert by_two == [False, True, True, True, True]
    assert outcome([40, 99, 150, 40], strategy="trailing", trailing_hours=2).is_on.tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_the_trailing_rule_knows_nothing_across_a_gap() -> None:
    """After a gap longer than it looks back it is off; a shorter look takes the hour before."""
    prices = without(series([40] * 6), 2, 3)
    found = outcome(prices, strategy="trailing", trailing_hours=2)
    assert found.is_on.tolist() == [False, True, False, True]
    short = outcome(series([40, 40]), strategy="trailing", trailing_hours=0.25)
    assert short.is_on.tolist() == [False, True]


def test_results_cannot_be_changed() -> None:
    """The arrays of a result are read-only."""
    found = outcome([40])
    for name in ("energy_mwh", "revenue", "power_cost", "operating_cost"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found.flows, name)[0] = 1


def test_tables_and_json() -> None:
    """The frame has a row an interval by local time."""
    found = outcome([40, 120])
    table = found.to_frame()
    assert table.index.name == "local_start"
    assert table["profit"].tolist() == [3000, 0]


def test_months_days_and_hours_of_day() -> None:
    """The last hour of January and the first of February fall into their own periods."""
    prices = series([40, 120, 60], begin="2024-01-31")
    shifted = without(series([0] * 23 + [40, 120, 60], begin="2024-01-31"), *range(23))
    months, days, hours = outcome(shifted).by("month", "day", "hour_of_day")
    assert [str(month) for month in months.key] == ["2024-01", "2024-02"]
    assert months.profit.tolist() == [3000, 2000]
    assert months.uptime_fraction.tolist() == [1.0, 0.5]
    assert [str(day) for day in days.key] == ["2024-01-31", "2024-02-01"]
    assert hours.key.tolist() == [0, 1, 23]
    assert hours.uptime_fraction.tolist() == [0, 1, 1]
    assert hours.to_dict()["rows"][2]["profit"] == 3000
    assert months.to_dict()["rows"][1]["month"] == "2024-02"
    frame = days.to_frame()
    assert frame.index[1].date() == dt.date(2024, 2, 1)
    assert frame["intervals"].tolist() == [1, 2]
    assert outcome(prices).by("month")[0].key.tolist() == [dt.date(2024, 1, 1)]


def test_an_hour_that_a_clock_shows_twice_is_one_hour_of_day() -> None:
    """On 27 October 2024 in Oslo the hour 2 has two intervals, the others one."""
    (hours,) = outcome(series([40] * 25, begin="2024-10-27", timezone="Europe/Oslo")).by(
        "hour_of_day"
    )
    assert hours.intervals.tolist() == [1, 1, 2] + [1] * 21


def test_nothing_to_break_down() -> None:
    """No intervals have no months."""
    (months,) = outcome([]).by("month")
    assert len(months.key) == 0
    assert months.to_dict() == {"rows": []}


def test_on_and_off_runs() -> None:
    """Two half-hours on, one off, one on: three stretches with their hours and profit."""
    stretches = on_off_runs(outcome([40, 60, 120, 90], hours=0.5))
    assert stretches.is_on.tolist() == [True, False, True]
    assert stretches.hours.tolist() == [1.0, 0.5, 0.5]
    assert stretches.profit.tolist() == [2500, 0, 250]
    assert [str(end) for end in stretches.end] == [
        "2024-01-01T01:00:00",
        "2024-01-01T01:30:00",
        "2024-01-01T02:00:00",
    ]
    assert stretches.to_frame()["is_on"].tolist() == [True, False, True]
    assert stretches.to_dict()["rows"][0] == {
        "start": "2024-01-01T00:00:00",
        "end": "2024-01-01T01:00:00",
        "local_start": "2024-01-01T00:00:00",
        "is_on": True,
        "hours": 1.0,
        "profit": 2500.0,
    }
    assert on_off_runs(outcome([])).to_dict() == {"rows": []}


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Facility(classes=()), "classes must be a list of 1 to 50; got 0"),
        (lambda: facility(min_run_hours=-1), r"min_run_hours must be a number of 0 or more"),
        (lambda: facility(pool_fee_fraction=2), "pool_fee_fraction must be a number from 0 to 1"),
        (lambda: facility(power_mw=0), r"power_mw must be a number above 0 \(MW\)"),
        (lambda: Facility(classes=MIXED.classes + MIXED.classes), r"classes\[2\]\.name"),
        (
            lambda: ThrottleStep(power_fraction=0, hashrate_fraction=1),
            "power_fraction must be a number above 0 up to 1",
        ),
        (
            lambda: MachineClass(name="", power_mw=1, efficiency_w_per_th=25),
            "name must be a text",
        ),
    ],
)
def test_illegal_facilities_are_refused(build: Any, message: str) -> None:
    """What is wrong with a facility is said with its field, rule and value."""
    with pytest.raises(InputError, match=message):
        build()
