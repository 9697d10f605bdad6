"""What the fault tests share: the page that a user reads, canary keys, and a loop without waiting.

Test files get it with ``from tests.network_data.faults import …``; pytest's ``importlib`` mode
makes that name.
"""

import asyncio
import datetime as dt
import html
import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hydro_mining.economics.bitcoin import hashprice
from hydro_mining.environment import Environment, Secret
from hydro_mining.health import Health, ProviderRecord
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import Clock, NetworkService, opened_service
from hydro_mining.provenance import NETWORK_VALUES, Snapshot
from hydro_mining.views.network_bar import network_bar, network_headline, network_notices

CANARY = "CANARY-0123456789"
# Settings with keys that must be seen nowhere.
KEYED: Mapping[str, Any] = MappingProxyType(
    {"coingecko_api_key": Secret(CANARY), "hashrate_index_api_key": Secret(CANARY)}
)
_CHIP = r'data-figure="{}" data-status="(\w+)" title="([^"]*)">(.*?)(?=<span class="hm-chip|</div>)'


def fault(*numbers: int) -> Callable[[Any], Any]:
    """Mark a test with the numbers of the faults that it covers; ``test_fault_list`` reads them."""

    def mark(test: Any) -> Any:
        test.faults = numbers
        return test

    return mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A value as the bar shows it: its state, its tooltip, and its text."""

    status: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that a user reads about the network figures."""

    bar: str
    headline: str
    notices: tuple[str, ...]
    health: Health

    def chip(self, name: str) -> Chip:
        """Return the chip of a value."""
        found = re.search(_CHIP.format(name), self.bar, re.DOTALL)
        assert found is not None, f"no chip for {name}"
        return Chip(status=found[1], title=html.unescape(found[2]), text=_text(found[3]))

    def record(self, provider: str) -> ProviderRecord:
        """Return a provider's row on the health screen."""
        return next(r for r in self.health.providers if r.name == provider)


def page_of(service: NetworkService, snapshot: Snapshot) -> Page:
    """Return the page; whatever the fault, each value tells state and ages, and no key is shown."""
    network, now = snapshot.network, service.now()
    price = hashprice(
        difficulty=network.difficulty,
        block_height=network.block_height,
        fees_btc_per_block=network.fees_btc_per_block,
        btc_price=network.btc_price_usd,
    )
    bar = network_headline(snapshot.values, now)
    bar += network_bar(snapshot.values, now=now, hashprice_usd_per_th_per_day=float(price))
    page = Page(
        bar=bar,
        headline=_headline(bar),
        notices=tuple(network_notices(snapshot.values)),
        health=service.health(snapshot),
    )
    for name in NETWORK_VALUES:
        reading, chip = snapshot.values[name], page.chip(name)
        assert reading.source in chip.title
        assert (" old" in chip.text) == (reading.as_of is not None)
        assert "no time" in chip.text or reading.as_of is not None
        assert ("fetched " in chip.text) == (reading.fetched_at is not None)
    everything = f"{page} {snapshot}"
    assert CANARY not in everything
    assert not re.search(r"https?://|-\d+ (min|h|days)\b|\bNone\b|\bnan\b", page.bar)
    return page


def _headline(bar: str) -> str:
    return _text(bar.partition('<div class="hm-chips">')[0])


def _text(markup: str) -> str:
    """Return what a reader sees of a piece of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


class _InstantLoop(asyncio.SelectorEventLoop):
    """A loop that never waits: when nothing is ready, its time moves on to the next timer."""

    def __init__(self) -> None:
        super().__init__()
        self._moved = 0.0

    def time(self) -> float:
        return self._moved

    def _run_once(self) -> None:
        timers = [timer._when for timer in self._scheduled if not timer._cancelled]
        if not self._ready and timers:
            self._moved = max(self._moved, min(timers))
        super()._run_once()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A round's end: the page, the snapshot, and how long the round took [s]."""

    page: Page
    snapshot: Snapshot
    seconds: float


def timed(
    folder: Path,
    start: dt.datetime,
    *,
    now: Callable[[float], dt.datetime] | None = None,
    before: Callable[[NetworkService], Coroutine[Any, Any, Any]] | None = None,
    **settings: Any,
) -> Timed:
    """Run a round in a loop whose waits, timeouts and deadline are real but take no time.

    ``now`` makes the wall clock of the loop's seconds, by default one that runs with it.
    """

    async def run() -> Timed:
        loop = asyncio.get_running_loop()
        wall = now or (lambda seconds: start + dt.timedelta(seconds=seconds))
        chosen = Environment(**{"cache_folder": folder, **settings})
        service = opened_service(
            chosen,
            bundled_network(),
            clock=Clock(now=lambda: wall(loop.time()), sleep=asyncio.sleep),
        )
        try:
            if before is not None:
                await before(service)
            started = loop.time()
            snapshot = await service.refresh(force=True)
            seconds = loop.time() - started
            return Timed(page=page_of(service, snapshot), snapshot=snapshot, seconds=seconds)
        finally:
            service.close()

    with asyncio.Runner(loop_factory=_InstantLoop) as runner:
        return runner.run(run())
