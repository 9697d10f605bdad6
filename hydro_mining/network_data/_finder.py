"""Which providers are asked for each value, in which order, and which answer is accepted.

An answer that is old or far from the last good value needs a second provider.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from hydro_mining.constants import BLOCKS_PER_HALVING
from hydro_mining.network_data import _sources as sources
from hydro_mining.network_data._answers import (
    FaultKind,
    ProviderError,
    Trouble,
    UnavailableError,
    sentences,
)
from hydro_mining.network_data._providers import Endpoint
from hydro_mining.network_data._requests import Requests
from hydro_mining.network_data._values import (
    RATE,
    AcceptedValue,
    Observed,
    agree,
    check_limits,
    check_time,
    is_jump,
    is_outdated,
)
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import formatted
from hydro_mining.wording import age_in_words

# Two reports of one difficulty differ by rounding; more is a retarget that one has not seen.
_SAME_DIFFICULTY = 0.001

# Endpoints of a group are asked together, the next group only where no answer is accepted yet.
_Group: TypeAlias = tuple[Endpoint[Observed], ...]
_CHAINS: Mapping[str, tuple[_Group, ...]] = {
    "btc_price_usd": (
        (sources.COINGECKO_PRICE,),
        (sources.COINBASE_TICKER,),
        (sources.COINBASE_SPOT,),
    ),
    # Blockchain.info's difficulty has no time; mempool.space tells that of the retarget.
    "difficulty": ((sources.BLOCKCHAIN_DIFFICULTY, sources.MEMPOOL_DIFFICULTY),),
    "block_height": ((sources.MEMPOOL_HEIGHT,), (sources.BLOCKCHAIN_HEIGHT,)),
    "fees_btc_per_block": ((sources.MEMPOOL_FEES,),),
    RATE: ((sources.FRANKFURTER_RATES,), (sources.MEMPOOL_RATES,)),
}


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


class Finder:
    """Finds the values of one round; ``now`` is the service's clock."""

    def __init__(
        self, requests: Requests, now: Callable[[], dt.datetime], defaults: Snapshot
    ) -> None:
        self._requests, self._now, self._defaults = requests, now, defaults

    async def value(self, name: str, last: AcceptedValue | None) -> AcceptedValue:
        """Find a value, given the last good one; raises ``UnavailableError`` if nobody has one."""
        found, _ = await self._found(name, last)
        if name == "block_height" and last is not None and _halvings(found) != _halvings(last):
            note = "A halving took place since the last value; the subsidy follows it."
            return msgspec.structs.replace(found, note=f"{found.note} {note}".strip())
        return found

    async def rates(
        self, pound: AcceptedValue | None, last: Mapping[str, AcceptedValue]
    ) -> dict[str, AcceptedValue]:
        """Find units of each currency for a dollar; the pound's is checked, none may jump."""
        found, observed = await self._found(RATE, pound)
        return {
            code: msgspec.structs.replace(found, value=rate)
            for code, rate in observed.per_usd.items()
            if not is_jump(RATE, rate, last.get(code), self._now())
        }

    async def _found(self, name: str, last: AcceptedValue | None) -> tuple[AcceptedValue, Observed]:
        """Ask one group of providers after another until an answer can be believed."""
        check = CrossCheck(name=name, last=last or self._built_in(name), now=self._now())
        answers: list[Answer] = []
        troubles: list[Trouble] = []
        accepted: Answer | None = None
        for group in _CHAINS[name]:
            answers += await self._answers(check, group, troubles)
            accepted = check.accepted(answers)
            if accepted is not None:
                troubles += check.doubts(answers)
                break
        else:
            accepted = check.newest_outdated(answers)
        if accepted is None:
            raise UnavailableError(*troubles, *check.doubts(answers))
        value = AcceptedValue(
            value=accepted.observed.value,
            source=accepted.provider,
            as_of=accepted.observed.as_of,
            fetched_at=self._now(),
            note=sentences(troubles),
            is_fallback=accepted.provider != self._requests.name_of(_CHAINS[name][0][0]),
        )
        if name == "difficulty":
            value = _with_the_other(value, accepted, answers)
        return value, accepted.observed

    async def _answers(
        self, check: CrossCheck, group: _Group, troubles: list[Trouble]
    ) -> list[Answer]:
        first, *others = (self._asked(check, endpoint, troubles) for endpoint in group)
        # One alone is awaited as it is: as a task it would book its call behind other values'.
        asked = await asyncio.gather(first, *others) if others else [await first]
        return [answer for answer in asked if answer is not None]

    async def _asked(
        self, check: CrossCheck, endpoint: Endpoint[Observed], troubles: list[Trouble]
    ) -> Answer | None:
        """Ask one provider; why it gave no possible value is added to ``troubles``."""

        def checked(observed: Observed) -> None:
            check_time(observed, check.now)
            check_limits(check.name, observed, last=check.last, now=check.now)

        provider = self._requests.name_of(endpoint)
        try:
            return Answer(provider, await self._requests.fetch(endpoint, checked))
        except ProviderError as fault:
            troubles.append(Trouble(provider, fault.kind, fault.reason))
            return None

    def _built_in(self, name: str) -> AcceptedValue | None:
        """On an empty cache the built-in value is the last good one, of its day."""
        default, as_of = self._defaults.values[name], self._defaults.as_of
        if self._now() < as_of:
            return None  # the clock is wrong
        return AcceptedValue(
            value=default.value,
            source=default.source,
            as_of=default.as_of,
            fetched_at=as_of,
            note="",
            is_fallback=False,
        )


def _with_the_other(
    value: AcceptedValue, accepted: Answer, answers: Sequence[Answer]
) -> AcceptedValue:
    """Return the difficulty with the time that the other provider tells, if they agree."""
    other = next((answer for answer in answers if answer is not accepted), None)
    if other is None:
        return value
    if agree(value.value, other.observed.value, within=_SAME_DIFFICULTY):
        return msgspec.structs.replace(value, as_of=value.as_of or other.observed.as_of)
    said = " and ".join(
        f"{answer.provider} {formatted('difficulty', answer.observed.value)}"
        for answer in (accepted, other)
    )
    return msgspec.structs.replace(value, note=f"The providers differ: {said}.")


def _halvings(height: AcceptedValue) -> int:
    return int(height.value) // BLOCKS_PER_HALVING
