"""Which values can be true: hard limits, changes since the last good one, and second opinions."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import SECONDS_PER_DAY
from hydro_mining.network_data._errors import FaultKind, ProviderError, Trouble
from hydro_mining.network_data._values import LIMITS, AcceptedValue, Observed, is_possible
from hydro_mining.quantities import formatted
from hydro_mining.wording import age_in_words

_OLDEST_PRICE = dt.timedelta(hours=1)
# The bank sets a rate each working day at 16:00; the Thursday's before Easter holds until
# Tuesday, three of them later.
_MOST_WORKING_DAYS = 3
_LARGEST_JUMP = 0.25
_AGREEMENT = 0.03
# Fees swing by whole factors from one day to the next; only their limits are checked.
_JUMPS_CHECKED = frozenset({"btc_price_usd", "difficulty", "usd_to_gbp"})
_MOST_BLOCKS_BACK = 6
# Twice the usual pace, and some blocks that happen to come close to each other.
_MOST_BLOCKS_PER_DAY, _BLOCKS_OF_LUCK = 300, 12
_CLOCKS_DIFFER_BY = dt.timedelta(minutes=10)


def check_limits(
    name: str, observed: Observed, *, last: AcceptedValue | None, now: dt.datetime
) -> None:
    """Refuse a value outside its limits, or a height that the network cannot have reached.

    Raises
    ------
    ProviderError
    """
    if not is_possible(name, observed.value):
        low, high = LIMITS[name]
        raise _implausible(f"{observed.value:,.10g} is outside {low:,.10g} to {high:,.10g}")
    if name == "block_height" and last is not None:
        days = max((now - last.fetched_at).total_seconds(), 0) / SECONDS_PER_DAY
        lowest = last.value - _MOST_BLOCKS_BACK
        highest = last.value + _BLOCKS_OF_LUCK + _MOST_BLOCKS_PER_DAY * days
        if not lowest <= observed.value <= highest:
            raise _implausible(
                f"a height of {observed.value:,.0f}, {days:,.1f} days after {last.value:,.0f}"
            )


def check_time(observed: Observed, now: dt.datetime) -> None:
    """Refuse a time that lies ahead: one of the two clocks is wrong.

    Raises
    ------
    ProviderError
    """
    if observed.as_of is not None and observed.as_of > now + _CLOCKS_DIFFER_BY:
        raise _implausible("a time that lies ahead of this machine's clock")


def is_outdated(name: str, as_of: dt.datetime | None, at: dt.datetime) -> bool:
    """Tell whether a source's own time is too long before ``at`` for a value of this kind.

    Such a source gives yesterday's figure with a status of 200.
    """
    if as_of is None:
        return False
    if name == "usd_to_gbp":
        return bool(np.busday_count(as_of.date(), at.date()) > _MOST_WORKING_DAYS)
    return name == "btc_price_usd" and at - as_of > _OLDEST_PRICE


def is_jump(name: str, value: float, last: AcceptedValue | None, now: dt.datetime) -> bool:
    """Tell whether a second provider must agree: beyond 25 % off the last good value.

    After more than a day more is allowed, with the square root of the days, as prices wander.
    """
    if last is None or name not in _JUMPS_CHECKED:
        return False
    if last.value <= 0:
        return True
    days = max((now - last.fetched_at).total_seconds() / SECONDS_PER_DAY, 1.0)
    return abs(value / last.value - 1) > _LARGEST_JUMP * math.sqrt(days)


def agree(value: float, other: float, *, within: float = _AGREEMENT) -> bool:
    """Whether two values differ by at most a share of the larger."""
    return abs(value - other) <= within * max(abs(value), abs(other))


def _implausible(detail: str) -> ProviderError:
    return ProviderError(FaultKind.IMPLAUSIBLE, f"gave an implausible value ({detail})")


@dataclass(frozen=True, slots=True)
class Answer:
    """A value within its limits, and which provider gave it, by name."""

    provider: str
    observed: Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """The providers' answers for one value against each other and the last good one."""

    name: str
    last: AcceptedValue | None
    now: dt.datetime

    def accepted(self, answers: Sequence[Answer]) -> Answer | None:
        """Return the first answer to believe, None if a further provider must be asked."""
        return next((a for a in answers if self.doubt(a, answers) is None), None)

    def newest_outdated(self, answers: Sequence[Answer]) -> Answer | None:
        """Return the newest of the answers that only their age speaks against.

        One that is older than the last good value is no gain.
        """
        old = [a for a in answers if self.is_outdated(a) and self._is_confirmed(a, answers)]
        newest = max(old, key=lambda a: a.observed.as_of or self.now, default=None)
        if newest is None or newest.observed.as_of is None:
            return None
        is_gain = self.last is None or newest.observed.as_of > self.last.fetched_at
        return newest if is_gain else None

    def doubts(self, answers: Sequence[Answer]) -> list[Trouble]:
        """Return what speaks against each answer that is not to be believed."""
        doubts = (self.doubt(answer, answers) for answer in answers)
        return [doubt for doubt in doubts if doubt is not None]

    def doubt(self, answer: Answer, answers: Sequence[Answer]) -> Trouble | None:
        """Return what speaks against an answer: its age, or a jump that nobody confirms."""
        as_of = answer.observed.as_of
        if self.is_outdated(answer) and as_of is not None:
            reason = f"has data that are {age_in_words(as_of, self.now)} old"
        elif self.last is not None and not self._is_confirmed(answer, answers):
            said, known = (formatted(self.name, x.value) for x in (answer.observed, self.last))
            reason = f"says {said} after {known}, and no second provider agrees"
        else:
            return None
        return Trouble(answer.provider, FaultKind.IMPLAUSIBLE, reason)

    def is_outdated(self, answer: Answer) -> bool:
        """Whether the provider's own time is too long ago for a value of this kind."""
        return is_outdated(self.name, answer.observed.as_of, self.now)

    def _is_confirmed(self, answer: Answer, answers: Sequence[Answer]) -> bool:
        """Whether a value is near the last good one, or another provider agrees with it."""
        value = answer.observed.value
        return not is_jump(self.name, value, self.last, self.now) or any(
            agree(value, other.observed.value)
            for other in answers
            if other.provider != answer.provider
        )
