"""What can go wrong with a provider, in words for a reader.

ProviderError    a provider gave no usable value
"""

import datetime as dt
from enum import StrEnum

from hydro_mining.exceptions import HydroMiningError

__all__ = ["FaultKind", "ProviderError"]


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
_OURS = {FaultKind.PAUSED, FaultKind.LIMIT_REACHED}


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
        self.is_recorded = False  # set when it stands in the ledger
        super().__init__(reason)

    @property
    def is_providers(self) -> bool:
        """Whether the provider caused it, and not our own restraint."""
        return self.kind not in _OURS
