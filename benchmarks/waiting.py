"""How long a server leaves others waiting: small requests one after the other, each timed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from serving import Served

_PAUSE_S = 0.005


class Waits:
    """The times [ms] that requests took; a server that does nothing else takes some 2 ms."""

    def __init__(self) -> None:
        self.ms: list[float] = []

    @property
    def longest_ms(self) -> float:
        """The longest of them."""
        return max(self.ms, default=0.0)


@contextmanager
def waits_of(served: Served) -> Iterator[Waits]:
    """Ask the server for something small, again and again, until the block ends."""
    waits, ended = Waits(), threading.Event()

    def ask() -> None:
        with httpx.Client(timeout=120) as client:
            while not ended.is_set():
                before = time.perf_counter()
                client.get(f"{served.url}/session")
                waits.ms.append((time.perf_counter() - before) * 1000)
                time.sleep(_PAUSE_S)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield waits
    finally:
        ended.set()
        asking.join()
