"""How bad days can be: distribution of the daily profit, and the deepest fall."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Booleans, Floats, Instants, Integers
from hydro_mining.economics.dispatch.local_clock import day_numbers
from hydro_mining.economics.dispatch.outcome import ZoneOutcome
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.tables import Frame, frame, plain

# The share of days that value at risk and expected shortfall speak of.
_TAIL = 0.05
_HOUR = np.timedelta64(1, "h")
_ROUNDING = 1e-6  # [h]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawdown:
    """The largest fall of a cumulative profit from a peak before it; the beginning is one, at 0.

    Attributes
    ----------
    amount : [currency], positive; 0 if it never falls
    peak, trough
        Positions of the last day before the fall and of its last day; a peak of −1 is the
        beginning. Both None if it never falls.
    """

    amount: float
    peak: int | None
    trough: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DailyRisk:
    """Profits of D local days, and what their worst look like.

    Attributes
    ----------
    day : (D,) datetime64[D]
    profit : (D,) [currency]
    is_whole : (D,)
        Whether all hours of a day have prices: of others the profit is that of a part.
    value_at_risk : [currency a day]
        Loss of the mildest of the worst 5 % of the days, as a positive number; negative where
        even that day earned. The worst 5 % are ``ceil(0.05 D)`` days.
    expected_shortfall : [currency a day]
        Mean loss of those days, with the same sign; never below the value at risk.
    mean, standard_deviation : [currency a day]
        The deviation is that of the days themselves, divided by D.
    losing_days
    drawdown
    """

    day: Instants
    profit: Floats
    is_whole: Booleans
    value_at_risk: float
    expected_shortfall: float
    mean: float
    standard_deviation: float
    losing_days: int
    drawdown: Drawdown

    @property
    def cumulative_profit(self) -> Floats:
        """(D,) [currency] profits added up."""
        return np.cumsum(self.profit)

    def to_frame(self) -> Frame:
        """Return one row a day, indexed by it."""
        columns = {
            "day": self.day.astype("datetime64[s]"),
            "profit": self.profit,
            "cumulative_profit": self.cumulative_profit,
        }
        return frame(columns, "day")

    def to_dict(self) -> dict[str, Any]:
        """Return the figures without the days; undefined ones are None."""
        fall = self.drawdown
        at = {name: getattr(fall, name) for name in ("peak", "trough")}
        days = {
            f"worst_drawdown_{name}": None if index is None or index < 0 else self.day[index]
            for name, index in at.items()
        }
        names = ("value_at_risk", "expected_shortfall", "mean", "standard_deviation")
        figures = {name: getattr(self, name) for name in (*names, "losing_days")}
        document: dict[str, Any] = plain({**figures, "worst_drawdown": fall.amount, **days})
        return document


def daily_risk(outcome: ZoneOutcome) -> DailyRisk:
    """Return the risk of a schedule by local days; figures are NaN if there is no day."""
    (days,) = outcome.by("day")
    profit, is_whole = days.profit, _is_whole(outcome.prices, days.key, days.hours)
    tail = np.sort(profit)[: math.ceil(_TAIL * len(profit))]
    return DailyRisk(
        day=days.key,
        profit=profit,
        is_whole=is_whole,
        value_at_risk=-float(tail[-1]) if len(tail) else math.nan,
        expected_shortfall=-float(tail.mean()) if len(tail) else math.nan,
        mean=float(profit.mean()) if len(profit) else math.nan,
        standard_deviation=float(profit.std()) if len(profit) else math.nan,
        losing_days=int(np.count_nonzero(profit < 0)),
        drawdown=worst_drawdown(profit),
    )


def worst_drawdown(profit: Floats) -> Drawdown:
    """Return the largest fall of the cumulative (D,) profits [currency] from an earlier peak.

    >>> worst_drawdown(np.array([3.0, -1.0, -4.0, 6.0, -2.0]))
    Drawdown(amount=5.0, peak=0, trough=2)
    """
    cumulative = np.concatenate([[0.0], np.cumsum(profit)])
    fall = np.maximum.accumulate(cumulative) - cumulative
    trough = int(fall.argmax())
    if not fall[trough] > 0:
        return Drawdown(amount=0.0, peak=None, trough=None)
    peak = int(cumulative[: trough + 1].argmax())
    return Drawdown(amount=float(fall[trough]), peak=peak - 1, trough=trough - 1)


def extreme_days(risk: DailyRisk, *, count: int) -> tuple[Integers, Integers]:
    """Return positions of the best and of the worst days, up to ``count`` each, extreme first."""
    order = np.argsort(risk.profit, kind="stable")
    worst: Integers = order[:count]
    best: Integers = np.argsort(-risk.profit, kind="stable")[:count]
    return best, worst


def _is_whole(prices: PriceSeries, days: Instants, hours: Floats) -> Booleans:
    """Return whether ``hours`` (D,) [h] are all that ``days`` have where clocks may be changed.

    A day is as much shorter than 24 hours as its clock is put forward from the day before on.
    """
    if not len(days):
        return np.zeros(0, dtype=bool)
    ahead = (prices.local_start - prices.start) / _HOUR
    number, day = days.astype("datetime64[D]").view(np.int64), day_numbers(prices.local_start)
    first, last = (np.searchsorted(day, number, side=side) for side in ("left", "right"))
    follows = np.diff(number, prepend=number[0]) == 1
    before, after = ahead[first - follows], ahead[last - 1]
    whole: Booleans = hours >= HOURS_PER_DAY - (after - before) - _ROUNDING
    return whole
