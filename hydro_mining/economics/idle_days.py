"""Which days of the base case a site is switched off, and whether it ever comes back."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.scenarios import BASE_CASE

# [days]. A standstill as long as this begins and ends in different months.
_LONG = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """Days off without a break, after which the site mines again.

    Attributes
    ----------
    first
        The first of them.
    mines_again_on
        The day after the last of them.
    """

    first: dt.date
    mines_again_on: dt.date

    @property
    def count(self) -> int:
        """How long it lasts [days]."""
        return (self.mines_again_on - self.first).days


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleDays:
    """Days whose revenue does not cover their power.

    Attributes
    ----------
    count : [days]
    first
        The first of them.
    stops_on
        The first day after the last one that mines; None where the last day of the study mines.
    standstills
        Those of a month and more, in their order.
    """

    count: int
    first: dt.date
    stops_on: dt.date | None
    standstills: tuple[Standstill, ...] = ()


def idle_days(result: Evaluation) -> IdleDays | None:
    """Return the days that the base case's site is off; None where it never is, or never may be.

    They are those that ``annual_flows`` leaves out.
    """
    site, paths, study = result.site, result.paths, result.study
    if site is None or not site.n_miners or not study.finance.switch_off_when_unprofitable:
        return None
    cost = site.site_kwh_per_day * paths.power_price_gbp_per_kwh[BASE_CASE]
    revenue = site.site_hashrate_ths * yearly(paths.rev_per_th_per_day[BASE_CASE])
    mines = (revenue >= cost[:, None]).ravel()
    if mines.all():
        return None
    mined = np.flatnonzero(mines)
    n_to_last = int(mined[-1]) + 1 if len(mined) else 0
    return IdleDays(
        count=int((~mines).sum()),
        first=study.start_date + dt.timedelta(days=int(np.argmin(mines))),
        stops_on=None
        if n_to_last == len(mines)
        else study.start_date + dt.timedelta(days=n_to_last),
        standstills=_standstills(np.flatnonzero(mines), study.start_date),
    )


def _standstills(mined: Integers, start: dt.date) -> tuple[Standstill, ...]:
    """Return the long gaps before and between the days (N,) that mine, counted from ``start``."""
    before = np.concatenate([[-1], mined[:-1]]) if len(mined) else mined
    return tuple(
        Standstill(
            first=start + dt.timedelta(days=int(last) + 1),
            mines_again_on=start + dt.timedelta(days=int(again)),
        )
        for last, again in zip(before, mined, strict=True)
        if again - last > _LONG
    )
