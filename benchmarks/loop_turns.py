"""How long turns of an event loop take, written to a file: a module, as ``loop_watch`` is."""

import asyncio
import os
import time
from pathlib import Path

_LEAST_MS = 5.0


def loop_turns() -> bool:
    """Write when each long turn of a loop ended [s] and its time [ms], from now on.

    The file is what ``LOOP_TURNS`` names. Time is that of the loop's thread on the processor and
    not of the clock: what others do on the machine is none of the loop's.
    """
    out = Path(os.environ["LOOP_TURNS"]).open("a", buffering=1)  # noqa: SIM115 - until the end
    run = asyncio.Handle._run  # noqa: SLF001

    def timed(handle: asyncio.Handle) -> None:
        before = time.thread_time()
        run(handle)
        took_ms = (time.thread_time() - before) * 1000
        if took_ms >= _LEAST_MS:
            out.write(f"{time.time():.3f} {took_ms:.1f}\n")

    asyncio.Handle._run = timed  # type: ignore[method-assign]  # noqa: SLF001
    return True
