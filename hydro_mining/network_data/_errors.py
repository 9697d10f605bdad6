"""What can go wrong with a provider: a kind for programs, and a reason for a reader.

HydroMiningError
├── ProviderError     a provider gave no usable value
└── UnavailableError  nobody gave a value to accept
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from hydro_mining.exceptions import HydroMiningError


class FaultKind(StrEnum):
    """The kinds of faults, as logs and health name them."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    RATE_LIMITED = "rate limited"
    KEY_REJECTED = "key rejected"
    NOT_IN_PLAN = "not in plan"
    BLOCKED = "blocked"
    CHANGED = "provider changed"
    MOVED = "provider moved"
    SERVER_ERROR = "server error"
    BAD_ANSWER = "unexpected answer"
    IMPLAUSIBLE = "implausible value"
    PAUSED = "paused"
    LIMIT_REACHED = "limit reached"


# Faults of our own making, which say nothing about the provider's health.
RESTRAINTS = frozenset({FaultKind.PAUSED, FaultKind.LIMIT_REACHED})


class Trouble(msgspec.Struct, frozen=True):
    """Why a value was not had: who failed and how; without a provider, how the round ended."""

    provider: str
    kind: FaultKind
    reason: str

    @property
    def sentence(self) -> str:
        """The trouble for a reader."""
        return f"{self.provider} {self.reason}.".lstrip()


def sentences(troubles: Iterable[Trouble]) -> str:
    """Return each trouble once, as sentences."""
    return " ".join(dict.fromkeys(trouble.sentence for trouble in troubles))


class ProviderError(HydroMiningError):
    """A provider gave no usable value.

    Parameters
    ----------
    reason
        What happened, to follow the provider's name: ``could not be reached``.
    is_transient
        Whether asking again at once may help.
    wait_s
        How long the provider asks to wait [s]; None where it does not say.
    pause
        For how long it should be left alone; None for no pause.
    """

    def __init__(
        self,
        kind: FaultKind,
        reason: str,
        *,
        is_transient: bool = False,
        wait_s: float | None = None,
        pause: dt.timedelta | None = None,
    ) -> None:
        self.kind, self.reason = kind, reason
        self.is_transient, self.wait_s, self.pause = is_transient, wait_s, pause
        super().__init__(reason)


class UnavailableError(HydroMiningError):
    """Nobody gave a value to accept; ``troubles`` say who failed and how."""

    def __init__(self, *troubles: Trouble) -> None:
        self.troubles = troubles
        super().__init__(sentences(troubles))
