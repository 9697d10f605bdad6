"""Which of several providers' answers to believe."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hydro_mining.network_data.parsing import Observed
from hydro_mining.network_data.plausibility import LastGood, agree, is_jump, is_outdated
from hydro_mining.network_data.providers import Provider
from hydro_mining.quantities import formatted
from hydro_mining.wording import age_in_words

__all__ = ["Candidate", "Question"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer within its limits, and whose it is."""

    provider: Provider
    observed: Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A value that is asked for: its name, the last good one, and when it is asked."""

    name: str
    last: LastGood | None
    now: dt.datetime

    def settled(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Return the first candidate to believe, None if a further provider must be asked.

        A candidate far from the last good value needs another that agrees with it.
        """
        for candidate in candidates:
            if not self.is_outdated(candidate) and self._is_believed(candidate, candidates):
                return candidate
        return None

    def outdated_but_believed(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Return the newest of candidates that only their age speaks against.

        One that is older than the last good value is no gain.
        """
        old = [c for c in candidates if self.is_outdated(c) and self._is_believed(c, candidates)]
        newest = max(old, key=lambda c: c.observed.as_of or self.now, default=None)
        if newest is None or newest.observed.as_of is None:
            return None
        is_gain = self.last is None or newest.observed.as_of > self.last.fetched_at
        return newest if is_gain else None

    def doubted(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the candidates that something speaks against."""
        return [
            c for c in candidates if self.is_outdated(c) or not self._is_believed(c, candidates)
        ]

    def objection(self, candidate: Candidate) -> str:
        """Return why a candidate was not believed, to follow its provider's name."""
        as_of = candidate.observed.as_of
        if self.is_outdated(candidate) and as_of is not None:
            return f"has data that are {age_in_words(as_of, self.now)} old"
        said = formatted(self.name, candidate.observed.value)
        assert self.last is not None
        known = formatted(self.name, self.last.value)
        return f"says {said} after {known}, and no second provider agrees"

    def is_outdated(self, candidate: Candidate) -> bool:
        """Whether the provider's own time is too long ago for a value of this kind."""
        return is_outdated(self.name, candidate.observed.as_of, self.now)

    def _is_believed(self, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
        value = candidate.observed.value
        return not is_jump(self.name, value, self.last, self.now) or any(
            agree(value, other.observed.value)
            for other in candidates
            if other.provider is not candidate.provider
        )
