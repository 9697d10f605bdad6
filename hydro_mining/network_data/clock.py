"""The service's only sight of time, so that a test can set it."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

__all__ = ["Clock"]


def _utc_now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock [UTC], and waiting [s]; deadlines are the event loop's, which never jumps."""

    now: Callable[[], dt.datetime] = _utc_now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
