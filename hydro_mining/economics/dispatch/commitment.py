"""The best schedule under minimum run, minimum down and start cost: found exactly.

A unit is off before the first interval and may start at once; the first start is paid; the
last run, or the last time off, may be cut by the end. Hours are counted in intervals that are
present: over a gap in the prices a unit keeps its state, and the gap's time counts neither as
run nor as down, since nothing is known of it.

The programme has two values an interval, backwards: the best profit from here on of a unit
that is off, or on, and free to change. A start commits to the first interval at which the
minimum run is over, so every move is one jump, and a year of quarter-hours is 35,040 steps.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Integers

# Sums of interval lengths carry rounding: twelve times 5 minutes are one hour. [h]
_HOURS_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Commitments:
    """(N,) first interval at which a run, or a time off, that begins at each may end.

    N where the prices end before. ``binds`` is False where a unit may change with every
    interval.
    """

    run_end: Integers
    down_end: Integers
    binds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A unit's state between two plans: on or off, and from which interval on it may change."""

    is_on: bool = False
    free_from: int = 0


def commitments(*, hours: Floats, min_run_hours: float, min_down_hours: float) -> Commitments:
    """Return the commitments of (N,) intervals [h] under a minimum run and down [h]."""
    following = np.arange(1, len(hours) + 1)
    run_end = _ends(hours, min_run_hours, following)
    down_end = _ends(hours, min_down_hours, following)
    return Commitments(
        run_end=run_end,
        down_end=down_end,
        binds=run_end is not following or down_end is not following,
    )


def _ends(hours: Floats, shortest_hours: float, following: Integers) -> Integers:
    if shortest_hours <= hours.min(initial=np.inf):
        return following
    elapsed = np.concatenate([[0.0], np.cumsum(hours)])
    ends = np.searchsorted(elapsed, elapsed[:-1] + (shortest_hours - _HOURS_TOLERANCE))
    return np.clip(ends, following, len(hours))


def best_schedule(*, on_profit: Floats, limits: Commitments, start_cost: float) -> Booleans:
    """Return (N,) whether to run, with the highest possible profit; off where it is equal.

    Parameters
    ----------
    on_profit : (N,) [currency]
        What each interval earns when the unit is on; off earns 0.
    start_cost : [currency]

    >>> limits = commitments(hours=np.ones(4), min_run_hours=2, min_down_hours=0)
    >>> profit = np.array([5.0, -2.0, 3.0, -4.0])
    >>> best_schedule(on_profit=profit, limits=limits, start_cost=1.0)
    array([ True,  True,  True, False])
    """
    if start_cost == 0 and not limits.binds:
        return on_profit > 0
    on, _ = planned(on_profit=on_profit, limits=limits, start_cost=start_cost)
    return on


def planned(
    *,
    on_profit: Floats,
    limits: Commitments,
    start_cost: float,
    first: int = 0,
    end: int | None = None,
    carried: Carried | None = None,
) -> tuple[Booleans, Carried]:
    """Return the best schedule of intervals ``first`` to ``end`` alone, and the state after it.

    The end is not included. The state ``carried`` into ``first`` is kept until it is free;
    what comes after ``end`` is worth nothing to the plan, but its commitments go on.
    """
    end = len(on_profit) if end is None else end
    state = carried or Carried()
    on: Booleans = np.zeros(end - first, dtype=bool)
    free = min(max(first, state.free_from), end)
    on[: free - first] = state.is_on
    if free == end:
        return on, state
    starts, stops = _moves(on_profit, limits, start_cost, first=free, end=end)
    at = free
    while at < end:
        changes = (stops if state.is_on else starts)[at - free]
        if changes:
            ends = limits.down_end if state.is_on else limits.run_end
            state = Carried(is_on=not state.is_on, free_from=int(ends[at]))
        until = min(state.free_from, end) if changes else at + 1
        on[at - first : until - first] = state.is_on
        at = until
    return on, state


def _moves(
    on_profit: Floats, limits: Commitments, start_cost: float, *, first: int, end: int
) -> tuple[list[bool], list[bool]]:
    """Return, for each interval, whether a free unit that is off starts, and one that is on stops.

    Plain lists: reading single entries of arrays would take ten times as long.
    """
    profit = on_profit[first:end].tolist()
    run_end = (np.minimum(limits.run_end[first:end], end) - first).tolist()
    down_end = (np.minimum(limits.down_end[first:end], end) - first).tolist()
    count = len(profit)
    earned = [0.0, *accumulate(profit)]
    when_off, when_on = [0.0] * (count + 1), [0.0] * (count + 1)
    starts, stops = [False] * count, [False] * count
    for i in range(count - 1, -1, -1):
        until = run_end[i]
        start = earned[until] - earned[i] + when_on[until] - start_cost
        stay_off = when_off[i + 1]
        starts[i] = start > stay_off
        when_off[i] = start if starts[i] else stay_off
        stop = when_off[down_end[i]]
        stay_on = profit[i] + when_on[i + 1]
        stops[i] = stop >= stay_on
        when_on[i] = stop if stops[i] else stay_on
    return starts, stops


def obedient(wanted: Booleans, *, limits: Commitments) -> Booleans:
    """Return the schedule of a unit that follows (N,) wishes as soon as its commitments allow."""
    if not limits.binds:
        return wanted
    on: Booleans = np.zeros(len(wanted), dtype=bool)
    ends = limits.down_end.tolist(), limits.run_end.tolist()
    is_on, free_from = False, 0
    for at, wish in enumerate(wanted.tolist()):
        if wish != is_on and at >= free_from:
            is_on, free_from = wish, ends[wish][at]
        on[at] = is_on
    return on
