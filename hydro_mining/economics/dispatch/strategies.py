"""Ways to decide when to mine, side by side.

- ``always_on``: full power in every interval.
- ``threshold``: on while the spot price leaves more than the threshold, contract or not.
- ``contract_aware``: the same with what another MWh really costs under the contract.
- ``optimal``: the most profitable schedule of all, with the whole future known.
- ``day_ahead``: the most profitable schedule of each local day by prices published before it.
- ``trailing``: on while the average margin of the last hours exceeds the threshold.

All of them keep minimum run and down and pay their starts. The last two are causal: they use
nothing that is not known when they decide. The day's hashprice is taken as known to the
day-ahead plan, since a file has one value a day. The optimum ignores the threshold, which is a
rule of thumb and no cost; so no other strategy earns more.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Integers
from hydro_mining.economics.dispatch.commitment import (
    Carried,
    Commitments,
    best_schedule,
    obedient,
    planned,
)
from hydro_mining.economics.dispatch.local_clock import day_numbers
from hydro_mining.economics.dispatch.units import (
    Unit,
    UnitSchedule,
    at_step,
    best_step,
    step_margins,
)
from hydro_mining.economics.prices import PriceSeries

Strategy: TypeAlias = Literal[
    "always_on", "threshold", "contract_aware", "optimal", "day_ahead", "trailing"
]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)

_SECONDS_PER_HOUR = 3_600


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """What a strategy has to go by.

    Attributes
    ----------
    prices
        Spot prices, at which energy is settled.
    limits
    threshold : [currency/MWh]
    trailing_hours : [h]
    """

    prices: PriceSeries
    limits: Commitments
    threshold: float = 0.0
    trailing_hours: float = 1.0


def scheduled(strategy: Strategy, *, unit: Unit, known: Knowledge) -> UnitSchedule:
    """Return how a unit runs under a strategy."""
    if strategy == "always_on":
        return at_step(unit, on=np.ones(len(known.prices), dtype=bool), step=0)
    if strategy in {"optimal", "day_ahead"}:
        return _most_profitable(unit, known, by_day=strategy == "day_ahead")
    if strategy == "trailing":
        margins = _past_margins(unit, known)
    else:
        price = known.prices.price if strategy == "threshold" else unit.price
        margins = step_margins(unit, mining_value=unit.mining_value, price=price)
    wanted, step = best_step(unit, margins, threshold=known.threshold)
    return at_step(unit, on=obedient(wanted, limits=known.limits), step=step)


def _most_profitable(unit: Unit, known: Knowledge, *, by_day: bool) -> UnitSchedule:
    """Return the best schedule of the whole time or, with what is published, of each day."""
    price = unit.published_price if by_day else unit.price
    margins = step_margins(unit, mining_value=unit.mining_value, price=price)
    step, margin = _best(margins)
    on_profit = margin * unit.power_mw * known.prices.hours
    if by_day:
        on = _day_by_day(on_profit, unit=unit, known=known)
    else:
        on = best_schedule(on_profit=on_profit, limits=known.limits, start_cost=unit.start_cost)
    return at_step(unit, on=on, step=step)


def _best(margins: list[Floats]) -> tuple[Integers | int, Floats]:
    """Return which step earns most when on, and what it earns, interval by interval."""
    if len(margins) == 1:
        return 0, margins[0]
    table = np.array(margins)
    return table.argmax(axis=0), table.max(axis=0)


def _day_by_day(on_profit: Floats, *, unit: Unit, known: Knowledge) -> Booleans:
    """Return the plans of all local days, each from the state in which the day before ended."""
    if unit.start_cost == 0 and not known.limits.binds:
        return on_profit > 0
    day = day_numbers(known.prices.local_start)
    edges = [0, *(np.flatnonzero(np.diff(day)) + 1).tolist(), len(day)]
    plans, state = [], Carried()
    for first, end in pairwise(edges):
        plan, state = planned(
            on_profit=on_profit,
            limits=known.limits,
            start_cost=unit.start_cost,
            first=first,
            end=end,
            carried=state,
        )
        plans.append(plan)
    return np.concatenate(plans)


def _past_margins(unit: Unit, known: Knowledge) -> list[Floats]:
    """Return margins by the averages of intervals that ended in the last hours, NaN without."""
    hours = known.prices.hours
    begin: Integers = known.prices.start.astype("datetime64[s]", copy=False).view(np.int64)
    ended = begin + hours * _SECONDS_PER_HOUR
    oldest = np.searchsorted(ended, begin - known.trailing_hours * _SECONDS_PER_HOUR, side="right")
    value = np.broadcast_to(unit.mining_value, begin.shape)
    return step_margins(
        unit,
        mining_value=_averages(value, hours, oldest),
        price=_averages(unit.price, hours, oldest),
    )


def _averages(values: Floats, hours: Floats, oldest: Integers) -> Floats:
    """Return (N,) averages over the hours from ``oldest`` up to each interval, NaN if none."""
    amount = np.concatenate([[0.0], np.cumsum(values * hours)])
    length = np.concatenate([[0.0], np.cumsum(hours)])
    here = np.arange(len(values))
    has_past = oldest < here
    span = np.where(has_past, length[here] - length[oldest], np.nan)
    averages: Floats = (amount[here] - amount[oldest]) / span
    return averages
