"""Whether the live data can be relied on: the record of each provider and what follows."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """All values fresh and every provider well; something amiss; no value fresh."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRecord:
    """What is remembered of a provider; times are UTC.

    Parameters
    ----------
    last_error
        In plain words, empty if there was none; ``is_failing`` tells whether it was the last
        outcome.
    failed_rounds
        Rounds of refreshing that failed, one after another.
    error_rate : [1]
        Share of today's calls that failed, None without a call; ``latency_ms`` is their median.
    """

    name: str
    last_success_at: dt.datetime | None
    last_error_at: dt.datetime | None
    last_error: str
    failed_rounds: int
    paused_until: dt.datetime | None
    calls_today: int
    calls_a_day: int
    error_rate: float | None
    latency_ms: float | None

    @property
    def is_failing(self) -> bool:
        """Whether the last outcome was a failure."""
        if self.last_error_at is None:
            return False
        return self.last_success_at is None or self.last_success_at < self.last_error_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state, the reasons for it in sentences, and each provider's record.

    ``is_keyless`` tells that no key is set, so the providers' free limits hold.
    """

    state: State
    reasons: tuple[str, ...]
    providers: tuple[ProviderRecord, ...]
    checked_at: dt.datetime
    is_keyless: bool
