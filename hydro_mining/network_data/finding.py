"""How each value is found: which providers are asked, and in which order."""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from hydro_mining.constants import BLOCKS_PER_HALVING
from hydro_mining.exceptions import HydroMiningError
from hydro_mining.network_data.asking import Asker
from hydro_mining.network_data.candidates import Candidate, Question
from hydro_mining.network_data.faults import FaultKind, ProviderError
from hydro_mining.network_data.kept import Kept
from hydro_mining.network_data.parsing import Observed, bad_answer
from hydro_mining.network_data.plausibility import (
    LastGood,
    agree,
    check_limits,
    check_time,
    is_jump,
)
from hydro_mining.network_data.providers import Ask, Provider, Providers
from hydro_mining.network_data.sources import (
    blockchain_info,
    coinbase,
    coingecko,
    frankfurter,
    mempool_space,
)
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import formatted

__all__ = ["Finder", "NothingFoundError"]

# Two reports of one difficulty differ by rounding; more is a retarget that one has not seen.
_SAME_DIFFICULTY = 0.001
_LEAD_CURRENCY = "GBP"

_Get: TypeAlias = Callable[[Ask, Provider], Awaitable[Observed]]
_GetRates: TypeAlias = Callable[[Ask, Provider], Awaitable[dict[str, Observed]]]
_Chain: TypeAlias = tuple[tuple[Provider, _Get], ...]
_Trouble: TypeAlias = tuple[Provider, str, FaultKind]


class NothingFoundError(HydroMiningError):
    """No provider gave a value to believe; ``sentence`` says who failed and how."""

    def __init__(self, troubles: Sequence[_Trouble]) -> None:
        self.sentence = _told(troubles)
        kinds = {kind for _, _, kind in troubles}
        own = {FaultKind.LIMIT_REACHED, FaultKind.PAUSED}
        self.is_limited = FaultKind.LIMIT_REACHED in kinds and kinds <= own
        super().__init__(self.sentence)


class Finder:
    """Finds the values of one round; ``now`` is the service's clock."""

    def __init__(
        self,
        asker: Asker,
        providers: Providers,
        now: Callable[[], dt.datetime],
        defaults: Snapshot,
    ) -> None:
        self._asker, self._providers, self._now = asker, providers, now
        self._defaults = defaults

    async def btc_price_usd(self, last: Kept | None) -> Kept:
        """Find the price [$/BTC]: CoinGecko, then Coinbase Exchange, then Coinbase spot."""
        chain = (
            (self._providers.coingecko, coingecko.get_simple_price),
            (self._providers.coinbase_exchange, coinbase.get_ticker),
            (self._providers.coinbase, coinbase.get_spot),
        )
        return await self._in_turn("btc_price_usd", chain, last)

    async def fees_btc_per_block(self, last: Kept | None) -> Kept:
        """Find the mean fees [BTC/block] of the last 144 blocks: mempool.space."""
        chain = ((self._providers.mempool_space, mempool_space.get_fees_per_block),)
        return await self._in_turn("fees_btc_per_block", chain, last)

    async def block_height(self, last: Kept | None) -> Kept:
        """Find the height [blocks]: mempool.space, then Blockchain.info."""
        chain = (
            (self._providers.mempool_space, mempool_space.get_height),
            (self._providers.blockchain_info, blockchain_info.get_block_count),
        )
        found = await self._in_turn("block_height", chain, last)
        if last is None or _halvings(found) == _halvings(last):
            return found
        note = "A halving took place since the last reading; the subsidy follows it."
        return dataclasses.replace(found, note=f"{found.note} {note}".strip())

    async def difficulty(self, last: Kept | None) -> Kept:
        """Find the difficulty [1]: Blockchain.info's with mempool.space's retarget time.

        Both are asked together. Where they differ by more than 0.1 %, the first stands without
        a time and the note has both; where one fails, the other stands.
        """
        asked = (
            (self._providers.blockchain_info, blockchain_info.get_difficulty),
            (self._providers.mempool_space, mempool_space.get_difficulty),
        )
        question = self._question("difficulty", last)
        troubles: list[_Trouble] = []
        answers = await asyncio.gather(
            *(self._tried(question, provider, get, troubles) for provider, get in asked)
        )
        candidates = [answer for answer in answers if answer is not None]
        settled = question.settled(candidates)
        if settled is None:
            raise NothingFoundError([*troubles, *_objections(question, candidates)])
        return self._timed(settled, candidates, troubles)

    async def per_usd(self, last: Mapping[str, Kept]) -> dict[str, Kept]:
        """Find units of each currency for a dollar: Frankfurter, then mempool.space's prices."""
        rates: dict[str, dict[str, Observed]] = {}
        chain = (
            (self._providers.frankfurter, _lead(frankfurter.get_rates, rates)),
            (self._providers.mempool_space, _lead(mempool_space.get_prices, rates)),
        )
        lead = await self._in_turn("usd_to_gbp", chain, last.get(_LEAD_CURRENCY))
        found = {
            code: dataclasses.replace(lead, value=rate.value)
            for code, rate in rates[lead.source].items()
        }
        return {code: rate for code, rate in found.items() if not self._leaps(rate, last.get(code))}

    def _leaps(self, rate: Kept, last: Kept | None) -> bool:
        known = None if last is None else last.last_good
        return is_jump("usd_to_gbp", rate.value, known, self._now())

    async def _in_turn(self, name: str, chain: _Chain, last: Kept | None) -> Kept:
        """Ask one provider after another until a value can be believed."""
        question = self._question(name, last)
        candidates: list[Candidate] = []
        troubles: list[_Trouble] = []
        for provider, get in chain:
            candidate = await self._tried(question, provider, get, troubles)
            candidates += [] if candidate is None else [candidate]
            settled = question.settled(candidates)
            if settled is not None:
                doubted = _objections(question, question.doubted(candidates))
                return self._kept(settled, [*troubles, *doubted], first=chain[0][0])
        outdated = question.outdated_but_believed(candidates)
        if outdated is None:
            raise NothingFoundError([*troubles, *_objections(question, candidates)])
        return self._kept(outdated, troubles, first=chain[0][0])

    async def _tried(
        self, question: Question, provider: Provider, get: _Get, troubles: list[_Trouble]
    ) -> Candidate | None:
        """Ask one provider; what speaks against its answer is added to ``troubles``."""
        try:
            observed = await get(self._asker.ask, provider)
            check_time(observed, question.now)
            check_limits(question.name, observed, last=question.last, now=question.now)
        except ProviderError as fault:
            self._asker.reject(provider, fault)
            troubles.append((provider, fault.reason, fault.kind))
            return None
        return Candidate(provider, observed)

    def _question(self, name: str, last: Kept | None) -> Question:
        # On an empty cache the built-in value is the last good one, of its day.
        built_in = LastGood(self._defaults.values[name].value, self._defaults.as_of)
        is_after = self._now() >= built_in.fetched_at  # else the clock is wrong
        known = (built_in if is_after else None) if last is None else last.last_good
        return Question(name=name, last=known, now=self._now())

    def _kept(self, candidate: Candidate, troubles: Sequence[_Trouble], *, first: Provider) -> Kept:
        return Kept(
            value=candidate.observed.value,
            source=candidate.provider.name,
            as_of=candidate.observed.as_of,
            fetched_at=self._now(),
            note=_told(troubles),
            is_fallback=candidate.provider is not first,
        )

    def _timed(
        self, settled: Candidate, candidates: list[Candidate], troubles: list[_Trouble]
    ) -> Kept:
        """Return the difficulty with the time that the other provider tells, if they agree."""
        kept = self._kept(settled, troubles, first=self._providers.blockchain_info)
        other = next((c for c in candidates if c is not settled), None)
        if other is None:
            return kept
        if agree(kept.value, other.observed.value, within=_SAME_DIFFICULTY):
            return dataclasses.replace(kept, as_of=settled.observed.as_of or other.observed.as_of)
        said = " and ".join(
            f"{c.provider.name} {formatted('difficulty', c.observed.value)}"
            for c in (settled, other)
        )
        return dataclasses.replace(kept, note=f"The providers differ: {said}.")


def _lead(get: _GetRates, rates: dict[str, dict[str, Observed]]) -> _Get:
    """Return what asks for rates, keeps them under the provider's name, and gives the pound's."""

    async def get_lead(ask: Ask, provider: Provider) -> Observed:
        found = await get(ask, provider)
        if _LEAD_CURRENCY not in found:
            raise bad_answer("no rate for the pound")
        rates[provider.name] = found
        return found[_LEAD_CURRENCY]

    return get_lead


def _objections(question: Question, candidates: Sequence[Candidate]) -> list[_Trouble]:
    return [(c.provider, question.objection(c), FaultKind.IMPLAUSIBLE) for c in candidates]


def _halvings(height: Kept) -> int:
    return int(height.value) // BLOCKS_PER_HALVING


def _told(troubles: Sequence[_Trouble]) -> str:
    """Return each provider's trouble once, as sentences."""
    sentences = dict.fromkeys(f"{provider.name} {reason}." for provider, reason, _ in troubles)
    return " ".join(sentences)
