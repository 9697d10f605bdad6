"""How late an event loop is, written to a file: a module, since a session's script is unloaded."""

import asyncio
import os
import time
from pathlib import Path

_WAKE_S = 0.005


def loop_watch() -> asyncio.Task[None] | None:
    """Watch the running loop from now on if ``LOOP_GAPS`` names a file; hold what is returned."""
    file = os.environ.get("LOOP_GAPS")
    return asyncio.get_running_loop().create_task(_watch(Path(file))) if file else None


async def _watch(file: Path) -> None:
    """Write the time [s] and how late this task woke [ms], again and again."""
    with file.open("a", buffering=1) as out:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_WAKE_S)
            late_ms = (time.perf_counter() - before - _WAKE_S) * 1000
            out.write(f"{time.time():.3f} {late_ms:.2f}\n")
