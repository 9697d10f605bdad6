"""Schedules under minimum run, minimum down and start cost."""

import time
from itertools import groupby, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from hydro_mining.economics.dispatch.commitment import (
    Carried,
    best_schedule,
    commitments,
    obedient,
    planned,
)

HOUR = 1.0


def best(profit: Any, *, hours: Any = HOUR, run: float = 0, down: float = 0, cost: float = 0):
    profit = np.asarray(profit, dtype=float)
    hours = np.broadcast_to(np.asarray(hours, dtype=float), profit.shape)
    limits = commitments(hours=hours, min_run_hours=run, min_down_hours=down)
    return best_schedule(on_profit=profit, limits=limits, start_cost=cost)


def earned(on: Any, profit: Any, cost: float) -> float:
    """Return a schedule's profit, counted start by start."""
    starts = [now and not before for before, now in zip([False, *on], on, strict=False)]
    return float(sum(p for p, running in zip(profit, on, strict=True) if running)) - cost * sum(
        starts
    )


def broken_rules(on: Any, hours: Any, run: float, down: float) -> list[str]:
    """Return what a schedule breaks; stretches that the end cuts are free, and the first off."""
    stretches, at = [], 0
    for state, members in groupby(on):
        count = len(list(members))
        stretches.append((bool(state), sum(hours[at : at + count])))
        at += count
    broken = [
        f"on for {length} h" for state, length in stretches[:-1] if state and length < run - 1e-9
    ]
    return broken + [
        f"off for {length} h"
        for state, length in stretches[1:-1]
        if not state and length < down - 1e-9
    ]


def enumerated(profit: Any, hours: Any, run: float, down: float, cost: float) -> float:
    """Return the best profit of all schedules that break no rule."""
    return max(
        earned(on, profit, cost)
        for on in product([False, True], repeat=len(profit))
        if not broken_rules(on, hours, run, down)
    )


def solved(profit: Any, hours: Any, run: float, down: float, cost: float) -> np.ndarray:
    """Return the schedule of a mixed-integer solver: x is on, y is a start of each interval."""
    n, rows, low = len(profit), [], []

    def at_least(terms: dict[int, float], bound: float) -> None:
        row = np.zeros(2 * n)
        for column, factor in terms.items():
            row[column] += factor
        rows.append(row)
        low.append(bound)

    for i in range(n):
        before = {i - 1: 1.0} if i else {}
        at_least({n + i: 1.0, i: -1.0, **before}, 0)  # y_i >= x_i - x_(i-1)
        elapsed = hours[i]
        for k in range(i + 1, n):
            if elapsed < run - 1e-9:  # x_k >= x_i - x_(i-1)
                at_least({k: 1.0, i: -1.0, **before}, 0)
            if i and elapsed < down - 1e-9:  # 1 - x_k >= x_(i-1) - x_i
                at_least({k: -1.0, i: 1.0, i - 1: -1.0}, -1)
            elapsed += hours[k]
    answer = milp(
        c=np.concatenate([-np.asarray(profit), np.full(n, cost)]),
        constraints=LinearConstraint(np.array(rows), low, np.inf),
        integrality=np.ones(2 * n),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    assert answer.success
    return np.round(answer.x[:n]).astype(bool)


def drawn(seed: int, longest: int) -> tuple[np.ndarray, np.ndarray, float, float, float]:
    """Return a case: whole profits so that ties happen, lengths that differ, limits, a cost."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, longest + 1))
    profit = rng.integers(-6, 7, count).astype(float)
    if seed % 3 == 0:
        profit += rng.random(count)
    kinds = [
        np.ones(count),
        rng.choice([0.25, 0.5, 1.0], count),
        rng.choice([1 / 12, 1 / 3], count),
    ]
    hours = kinds[seed % len(kinds)]
    run, down = rng.choice([0, 0.5, 1, 1.5, 2, 3, 50], 2)
    return profit, hours, float(run), float(down), float(rng.choice([0, 1, 2.5, 7]))


def test_equal_to_a_mixed_integer_solver() -> None:
    """The schedule earns what a mixed-integer solver finds, and breaks no rule."""
    for seed in range(240):
        profit, hours, run, down, cost = drawn(seed, 24)
        found = best(profit, hours=hours, run=run, down=down, cost=cost)
        reference = solved(profit, hours, run, down, cost)
        assert broken_rules(found, hours, run, down) == []
        assert broken_rules(reference, hours, run, down) == []
        assert earned(found, profit, cost) == pytest.approx(
            earned(reference, profit, cost), rel=1e-9, abs=1e-9
        )


def test_equal_to_trying_everything() -> None:
    """No schedule of up to nine intervals that breaks no rule earns more."""
    for seed in range(1_000, 1_200):
        profit, hours, run, down, cost = drawn(seed, 9)
        found = best(profit, hours=hours, run=run, down=down, cost=cost)
        assert broken_rules(found, hours, run, down) == []
        assert earned(found, profit, cost) == pytest.approx(
            enumerated(profit, hours, run, down, cost), rel=1e-9, abs=1e-9
        )


def test_a_loss_is_run_through_to_save_a_start() -> None:
    """A loss of 2 between gains is run through when a start costs 3, not when it costs 1."""
    assert best([5, -2, 5], cost=3).tolist() == [True, True, True]
    assert best([5, -2, 5], cost=1).tolist() == [True, False, True]


def test_the_first_start_is_paid() -> None:
    """A gain of 4 does not pay a first start of 5; a gain of 6 does."""
    assert not best([4], cost=5).any()
    assert best([6], cost=5).all()


def test_the_last_run_may_be_cut() -> None:
    """With a minimum run of 3 hours the last hour alone is mined, an earlier one alone is not."""
    assert best([-9, -9, 4], run=3).tolist() == [False, False, True]
    assert not best([4, -9, -9], run=3).any()


def test_the_last_time_off_may_be_cut() -> None:
    """With a minimum down of 3 hours a loss in the last hour is avoided; in the middle it costs
    the two hours after it, so a loss of 5 is run through, and for one of 9 the 6 is left alone.
    """
    assert best([4, 4, -5], down=3).tolist() == [True, True, False]
    assert best([6, -5, 4, 4], down=3).tolist() == [True, True, True, True]
    assert best([6, -9, 4, 4], down=3).tolist() == [False, False, True, True]


def test_equal_profit_is_off() -> None:
    """Where being on earns nothing, the machines are off, with and without limits."""
    assert not best([0, 0, 0]).any()
    assert not best([0, 0, 0], run=2, down=2).any()
    assert not best([3, 0], run=2, cost=3).any()
    assert best([3, 0], cost=1).tolist() == [True, False]


def test_twelve_times_five_minutes_are_an_hour() -> None:
    """Rounding of lengths adds no interval to a minimum run of an hour."""
    limits = commitments(hours=np.full(5_000, 1 / 12), min_run_hours=1, min_down_hours=0)
    assert (limits.run_end[:4_988] - np.arange(4_988) == 12).all()
    assert limits.run_end[-5:].tolist() == [5_000] * 5


def test_limits_shorter_than_an_interval_do_not_bind() -> None:
    """A minimum run of a quarter-hour asks nothing of hours; one of 61 minutes does."""
    hours = np.ones(3)
    assert not commitments(hours=hours, min_run_hours=0.25, min_down_hours=1).binds
    assert commitments(hours=hours, min_run_hours=61 / 60, min_down_hours=0).binds


def test_nothing_to_schedule() -> None:
    """No intervals have an empty schedule."""
    assert best([], run=2, down=2, cost=1).tolist() == []


def test_wishes_are_followed_as_soon_as_allowed() -> None:
    """With 2 hours of run and 3 of down: started at 1, stopped at 3, not back before 6."""
    limits = commitments(hours=np.ones(8), min_run_hours=2, min_down_hours=3)
    wanted = np.array([0, 1, 0, 0, 1, 1, 1, 0], dtype=bool)
    assert obedient(wanted, limits=limits).astype(int).tolist() == [0, 1, 1, 0, 0, 0, 1, 1]


def test_a_plan_keeps_what_it_is_given() -> None:
    """A unit that must stay on until 2 does so, and the state after the plan goes on."""
    limits = commitments(hours=np.ones(6), min_run_hours=3, min_down_hours=0)
    profit = np.array([-1.0, -1, -1, 5, 5, -1])
    on, state = planned(
        on_profit=profit,
        limits=limits,
        start_cost=0,
        end=4,
        carried=Carried(is_on=True, free_from=2),
    )
    assert on.tolist() == [True, True, False, True]
    assert state == Carried(is_on=True, free_from=6)
    on, after = planned(on_profit=profit, limits=limits, start_cost=0, first=4, carried=state)
    assert on.tolist() == [True, True]
    assert after == state


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=40),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 9),
)
def test_a_tighter_limit_never_raises_profit(
    profit: list[int], run: int, down: int, cost: int
) -> None:
    """An hour more of minimum run or down, or a dearer start, earns the same or less."""
    base = earned(best(profit, run=run, down=down, cost=cost), profit, cost)
    for more in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        tighter = {"run": run + more[0], "down": down + more[1], "cost": cost + more[2]}
        assert earned(best(profit, **tighter), profit, cost + more[2]) <= base + 1e-9


def test_a_year_of_quarter_hours_takes_less_than_a_second() -> None:
    """35,040 quarter-hours with 100 hours of minimum run and down are scheduled in a second."""
    profit = np.random.default_rng(1).normal(0, 10, 35_040)
    begin = time.thread_time()
    on = best(profit, hours=0.25, run=100, down=100, cost=50)
    assert time.thread_time() - begin < 1
    assert broken_rules(on, np.full(35_040, 0.25), 100, 100) == []
