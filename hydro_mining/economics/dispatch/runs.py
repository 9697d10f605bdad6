"""Stretches of time on and off, one after the other."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Instants
from hydro_mining.economics.dispatch.outcome import ZoneOutcome
from hydro_mining.economics.tables import Frame, frame, plain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs:
    """R stretches in order of time, on and off in turns; arrays are (R,).

    A facility is on while any of its machines runs. A gap in the prices ends no stretch, but
    its time is in no stretch's ``hours``.

    Attributes
    ----------
    is_on
    start, end
        UTC, the end of a stretch being the end of its last interval.
    local_start
        The beginning as the clock on the wall shows it.
    hours : [h]
    profit : [currency]
        A stretch off has what a contract owes and fixed costs.
    """

    is_on: Booleans
    start: Instants
    end: Instants
    local_start: Instants
    hours: Floats
    profit: Floats

    def to_frame(self) -> Frame:
        """Return one row a stretch, indexed by its beginning."""
        return frame({name: getattr(self, name) for name in _COLUMNS}, "start")

    def to_dict(self) -> dict[str, Any]:
        """Return ``rows``, one a stretch."""
        columns = [plain(getattr(self, name)) for name in _COLUMNS]
        return {
            "rows": [dict(zip(_COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]
        }


_COLUMNS = ("start", "end", "local_start", "is_on", "hours", "profit")


def on_off_runs(outcome: ZoneOutcome) -> Runs:
    """Return when the facility was on and off."""
    on, prices = outcome.is_on, outcome.prices
    changes = np.flatnonzero(on[1:] != on[:-1]) + 1
    first = np.concatenate([[0], changes]).astype(np.int64) if len(on) else changes
    last = np.concatenate([changes, [len(on)]]).astype(np.int64)[: len(first)] - 1
    seconds = np.round(prices.hours[last] * 3_600).astype("timedelta64[s]")
    return Runs(
        is_on=on[first],
        start=prices.start[first],
        end=prices.start[last] + seconds,
        local_start=prices.local_start[first],
        hours=_sums(prices.hours, first),
        profit=_sums(outcome.flows.profit, first),
    )


def _sums(values: Floats, first: Any) -> Floats:
    sums: Floats = np.add.reduceat(values, first) if len(first) else values[:0]
    return sums
