"""Daily profits, their worst, and what the profit hangs on."""

import math
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.dispatch import (
    Backtest,
    BacktestInputs,
    backtest,
    daily_risk,
    extreme_days,
    profit_sensitivity,
    worst_drawdown,
    zone_outcome,
)
from hydro_mining.economics.dispatch.risk import DailyRisk, Drawdown
from hydro_mining.economics.prices import PriceSeries
from tests.economics.dispatch_series import HASHPRICE, facility, series, without


def risk_of(day_price: list[float]):
    """Return the risk of a 1 MW facility that is always on, at one price a day."""
    return always_on(series(np.repeat(day_price, 24)))


def always_on(prices: PriceSeries) -> DailyRisk:
    """Return the risk of a 1 MW facility that is always on."""
    return daily_risk(
        zone_outcome(prices=prices, facility=facility(1), hashprice=HASHPRICE, strategy="always_on")
    )


def test_daily_profits_and_their_sum() -> None:
    """At 90 a day earns 24 × 10, at 110 it loses as much."""
    risk = risk_of([90, 110, 95])
    assert risk.profit.tolist() == [240, -240, 120]
    assert risk.cumulative_profit.tolist() == [240, 0, 120]
    assert risk.mean == 40
    assert risk.losing_days == 1
    assert [str(day) for day in risk.day] == ["2024-01-01", "2024-01-02", "2024-01-03"]


def test_value_at_risk_is_a_loss_of_the_worst_days() -> None:
    """Of 40 days two are the worst 5 %: losses of 480 and 240 make 240 at risk, 360 expected."""
    risk = risk_of([120, 110] + [90] * 38)
    assert risk.value_at_risk == 240
    assert risk.expected_shortfall == 360
    one_more = risk_of([120, 110] + [90] * 39)  # 5 % of 41 are 2.05 days, so three count
    assert one_more.value_at_risk == -240
    assert one_more.expected_shortfall == (480 + 240 - 240) / 3


def test_a_sure_profit_is_a_negative_loss() -> None:
    """Where even the worst day earns 240, the value at risk is −240."""
    assert risk_of([90, 80]).value_at_risk == -240


def test_the_worst_drawdown_is_from_an_earlier_peak() -> None:
    """3, 2, −2, 4, 2 falls by 5 from the first day to the third."""
    assert worst_drawdown(np.array([3.0, -1, -4, 6, -2])) == Drawdown(amount=5, peak=0, trough=2)


def test_a_loss_from_the_start_is_a_drawdown() -> None:
    """The beginning, with nothing earned, is a peak; without a fall there is no drawdown."""
    assert worst_drawdown(np.array([-2.0, 1])) == Drawdown(amount=2, peak=-1, trough=0)
    assert worst_drawdown(np.array([1.0, 2])) == Drawdown(amount=0, peak=None, trough=None)
    assert worst_drawdown(np.zeros(0)).amount == 0


def test_without_days_nothing_is_known() -> None:
    """No day has no value at risk: NaN, and None in JSON."""
    risk = risk_of([])
    assert math.isnan(risk.value_at_risk)
    assert risk.to_dict()["expected_shortfall"] is None
    assert len(risk.to_frame()) == 0


def test_best_and_worst_days() -> None:
    """The extreme comes first, ties in order of time, and no more days than there are."""
    best, worst = extreme_days(risk_of([90, 110, 95, 90]), count=2)
    assert best.tolist() == [0, 3]
    assert worst.tolist() == [1, 2]
    assert len(extreme_days(risk_of([90]), count=5)[0]) == 1


def test_risk_as_table_and_json() -> None:
    """The table has a row a day; JSON names the days of the drawdown."""
    risk = risk_of([90, 110, 95])
    assert risk.to_frame()["cumulative_profit"].tolist() == [240, 0, 120]
    document = risk.to_dict()
    assert document["worst_drawdown"] == 240
    assert document["worst_drawdown_peak"] == "2024-01-01"
    assert document["worst_drawdown_trough"] == "2024-01-02"


def two_hours(**options: Any) -> Backtest:
    """Return 1 MW at 40 and at 105."""
    prices = (series([40, 105]),)
    return backtest(
        BacktestInputs(prices=prices, facility=facility(1), hashprice=HASHPRICE, **options)
    )


def test_the_sensitivity_of_the_trailing_rule_looks_back_as_far() -> None:
    """At 40, 120 and 90 the rule that looks back 2 hours mines at 120 and 90: −20 and 10."""
    inputs = BacktestInputs(
        prices=(series([40, 120, 90]),),
        facility=facility(1),
        hashprice=HASHPRICE,
        strategy="trailing",
        trailing_hours=2,
    )
    result = backtest(inputs)
    assert result.total.profit == -10
    found = profit_sensitivity(result, zone="Z", changes=(0.0,))
    assert found.profit["hashprice"].tolist() == [-10]


def test_the_sensitivity_of_the_day_ahead_plan_rests_on_what_was_published() -> None:
    """Published at 120 and 40, settled at 40 and 105: only the second hour is mined, at −5."""
    published = {"Z": np.array([120.0, 40.0])}
    result = two_hours(strategy="day_ahead", published_price=published)
    assert result.total.profit == -5
    found = profit_sensitivity(result, zone="Z", changes=(0.0,))
    assert found.profit["efficiency_w_per_th"].tolist() == [-5]


def test_sensitivity_by_hand() -> None:
    """1 MW mining 100 at 40 and off at 105: half the hashprice leaves 10, half as much again
    150 − 40 + 150 − 105; machines half as efficient mine 66.7; a threshold of 60 stops all.
    """
    found = profit_sensitivity(two_hours(threshold=50), zone="Z", changes=(-0.5, 0, 0.5))
    assert found.profit["hashprice"].tolist() == pytest.approx([0, 60, 110], abs=1e-9)
    assert found.profit["efficiency_w_per_th"].tolist() == pytest.approx([160 + 95, 60, 0])
    assert found.threshold.tolist() == [25, 50, 75]
    assert found.profit["threshold"].tolist() == [60, 60, 0]


def test_a_threshold_of_0_moves_by_the_mining_value() -> None:
    """Half of 0 is 0: the threshold is moved by half of the 100 that a MWh mines."""
    found = profit_sensitivity(two_hours(), zone="Z", changes=(-0.5, 0.5))
    assert found.threshold.tolist() == pytest.approx([-50, 50])
    assert found.profit["threshold"].tolist() == pytest.approx([55, 60])
    assert found.to_frame().loc[0.5, "threshold"] == pytest.approx(60)
    assert found.to_dict()["changes"] == [-0.5, 0.5]


def test_a_day_with_holes_is_not_whole() -> None:
    """Of three days that lose 240, earn 240 and 120 the first and last lack an hour's prices."""
    risk = always_on(without(series(np.repeat([110.0, 90, 95], 24)), 3, 60))
    assert risk.is_whole.tolist() == [False, True, False]
    assert risk.profit.tolist() == [-230, 240, 115]


@pytest.mark.parametrize(("begin", "hours"), [("2024-03-30", 23), ("2024-10-26", 25)])
def test_days_on_which_clocks_are_changed_are_whole(begin: str, hours: int) -> None:
    """Oslo's day has 23 hours in spring and 25 in autumn; without one of them it is a part."""
    prices = series(np.full(24 + hours + 24, 90.0), begin=begin, timezone="Europe/Oslo")
    assert always_on(prices).is_whole.tolist() == [True, True, True]
    for gap in (24, 30, 24 + hours - 1):
        assert always_on(without(prices, gap)).is_whole.tolist() == [True, False, True]
