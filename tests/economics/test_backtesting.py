"""Zones and strategies side by side, and everything about one zone."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.dispatch import (
    STRATEGIES,
    BacktestInputs,
    Contract,
    HashpriceByDay,
    analysed,
    backtest,
    compared,
    dispatch_document,
)
from hydro_mining.exceptions import InputError
from tests.economics.dispatch_series import HASHPRICE, facility, series


def inputs(**options: Any) -> BacktestInputs:
    """Return 50 MW in two zones: North at 40 and 120, South at 60."""
    north, south = series([40, 120], zone="North"), series([60], zone="South")
    defaults = {"prices": (north, south), "facility": facility(), "hashprice": HASHPRICE}
    return BacktestInputs(**{**defaults, **options})


def test_zones_and_their_total() -> None:
    """North mines one of two hours, South its only one; together 100 of 150 MWh."""
    found = backtest(inputs())
    assert {zone: one.total.profit for zone, one in found.zones.items()} == {
        "North": 3000,
        "South": 2000,
    }
    assert found.total.profit == 5000
    assert found.total.intervals == 3
    assert found.total.uptime_fraction == pytest.approx(2 / 3)
    assert found.total.time_average_price == pytest.approx(220 / 3)


def test_what_the_command_prints() -> None:
    """Each zone has the seven figures of the command line."""
    zones = backtest(inputs()).to_dict()["zones"]
    wanted = {
        "intervals": 2,
        "hours": 2.0,
        "uptime_fraction": 0.5,
        "energy_mwh": 50.0,
        "revenue": 5000.0,
        "power_cost": 2000.0,
        "profit": 3000.0,
    }
    assert {name: zones["North"][name] for name in wanted} == wanted
    assert backtest(inputs()).to_frame().loc["South", "profit"] == 2000


def test_a_threshold_per_hour_is_for_the_whole_site() -> None:
    """2,500 an hour at 50 MW are 50 a MWh: South, at 60, no longer mines."""
    assert inputs(threshold_per_hour=2500).threshold == 50
    assert backtest(inputs(threshold_per_hour=2500)).zones["South"].total.energy_mwh == 0


def test_hashprice_by_day_is_looked_up_for_each_zone() -> None:
    """A hashprice that lacks the day is refused by name."""
    known = HashpriceByDay(
        dates=np.array(["2024-01-01"], dtype="datetime64[D]"), value=np.array([HASHPRICE])
    )
    assert backtest(inputs(hashprice=known)).total.profit == 5000
    late = HashpriceByDay(
        dates=np.array(["2024-01-02"], dtype="datetime64[D]"), value=np.array([HASHPRICE])
    )
    with pytest.raises(InputError, match="the first 2024-01-01"):
        backtest(inputs(hashprice=late))


def test_strategies_side_by_side() -> None:
    """North: always on earns 3,000 − 1,000, the threshold 3,000; the optimum has no regret."""
    north = compared(backtest(inputs()), zone="North")
    assert tuple(north.outcomes) == STRATEGIES
    assert north.outcomes["always_on"].total.profit == 2000
    assert north.regret("always_on") == 1000
    assert north.regret("optimal") == 0
    table = north.to_frame()
    assert table.loc["always_on", "regret"] == 1000
    # One hour late, the trailing rule mines at 120: it loses 1,000.
    assert table.loc["trailing", "regret"] == 4000
    assert north.to_dict()["strategies"]["threshold"]["regret"] == 0


def test_inputs_can_be_changed_one_at_a_time() -> None:
    """A threshold that was given per hour stays what it is per MWh when something else changes."""
    changed = dataclasses.replace(inputs(threshold_per_hour=2500), trailing_hours=2)
    assert (changed.threshold, changed.trailing_hours) == (50, 2)


def test_everything_about_one_zone() -> None:
    """North as the inputs say: its outcome among the strategies, its months and hours, its days,
    its two runs, the change by 0, and a strike of 100 less the threshold.
    """
    result = backtest(inputs(threshold=20, strategy="trailing"))
    found = analysed(result, zone="North")
    assert found.zone == "North"
    assert found.comparison.outcomes["trailing"] is found.outcome is result.zones["North"]
    assert found.months.profit.tolist() == [found.outcome.total.profit] == [-1000]
    assert found.hours_of_day.profit.tolist() == [0, -1000]
    assert found.risk.profit.tolist() == [-1000]
    assert (found.best_days.tolist(), found.worst_days.tolist()) == ([0], [0])
    assert found.runs.is_on.tolist() == [False, True]
    assert found.sensitivity.profit["hashprice"][5] == -1000
    assert float(found.strike_price) == 80
    assert list(found.to_dict()) == [
        "strategies",
        "months",
        "hours_of_day",
        "risk",
        "best_days",
        "worst_days",
        "runs",
        "sensitivity",
    ]
    assert found.to_dict()["worst_days"] == [{"day": "2024-01-01", "profit": -1000.0}]


def test_five_days_are_the_best_and_the_worst() -> None:
    """Of six days that earn 10, 20 … 60 an hour the first is no best day, the last no worst."""
    prices = (series(np.repeat([90.0, 80, 70, 60, 50, 40], 24)),)
    document = analysed(backtest(inputs(prices=prices)), zone="Z").to_dict()
    assert [row["profit"] for row in document["best_days"]] == [
        24 * 50 * margin for margin in (60, 50, 40, 30, 20)
    ]
    assert [row["day"][-1] for row in document["worst_days"]] == ["1", "2", "3", "4", "5"]


def test_a_backtest_as_a_document() -> None:
    """Zones, total and strategy with what is known of the file; details of what was analysed."""
    result = backtest(inputs())
    known = {"currency": "EUR", "price_import": {"gaps": 0}, "notes": ("A note.",)}
    document = dispatch_document(result, **known)
    assert list(document) == ["zones", "total", "strategy", "currency", "import", "notes"]
    assert (document["strategy"], document["import"]) == ("contract_aware", {"gaps": 0})
    south = analysed(result, zone="South")
    assert dispatch_document(result, [south], **known)["details"] == {"South": south.to_dict()}


def test_how_far_the_trailing_rule_looks_back() -> None:
    """At 40, 120 and 90 the third hour follows a loss of 20, and two hours that gain 20."""
    zone = (series([40, 120, 90]),)
    for hours, energy in ((1, 50), (2, 100)):
        found = backtest(inputs(prices=zone, trailing_hours=hours, strategy="trailing"))
        assert found.total.energy_mwh == energy


def test_published_prices_are_a_zones_own() -> None:
    """North plans by what was published for it; South, without any, by its prices."""
    published = {"North": np.array([120.0, 40.0])}
    found = backtest(inputs(published_price=published, strategy="day_ahead"))
    assert found.zones["North"].is_on.tolist() == [False, True]
    assert found.zones["South"].is_on.tolist() == [True]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prices": ()}, "prices must be a list of 1"),
        ({"prices": (series([1]), series([2]))}, r"prices\[1\]\.name must be different"),
        ({"threshold": float("inf")}, r"threshold must be a number \(currency/MWh\); got inf"),
        ({"threshold": 1, "threshold_per_hour": 1}, "threshold_per_hour must be absent"),
        ({"strategy": "guess"}, "strategy must be one of always_on, threshold"),
        ({"trailing_hours": 0}, r"trailing_hours must be a number above 0 \(hours\)"),
        (
            {"contract": Contract(power_mw=60, price=1, settlement="pay_per_use")},
            r"contract\.power_mw must be up to",
        ),
        (
            {"published_price": {"North": np.zeros(3)}},
            r"published_price\.North must be 2 prices, one an interval; got 3",
        ),
    ],
)
def test_illegal_backtests_are_refused(change: dict[str, Any], message: str) -> None:
    """What is wrong is said with its field, rule and value."""
    with pytest.raises(InputError, match=message):
        inputs(**change)
