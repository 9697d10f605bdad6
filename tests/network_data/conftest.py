"""A service with a clock of its own and mocked providers; nothing calls out.

The clock stands at ``NOW``; sleeping moves it on and takes no time. Each provider answers well
until a test says otherwise: ``upstream.price.respond(503)``.
"""

import asyncio
import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from hydro_mining.environment import Environment
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import Clock, NetworkService, opened_service
from hydro_mining.network_data._values import AcceptedValue
from hydro_mining.provenance import Snapshot, Status

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
HEIGHT = 976_800
# 132.716 T, as mempool.space and Blockchain.info write the same difficulty.
DIFFICULTY = 132_716_002_350_731.2


def accepted(value: float, fetched_at: dt.datetime = NOW, **changed: Any) -> AcceptedValue:
    """Return an accepted value of a provider that tells no time."""
    plain = {"source": "CoinGecko", "as_of": None, "note": "", "is_fallback": False}
    return AcceptedValue(value=value, fetched_at=fetched_at, **{**plain, **changed})


@dataclass
class SetClock:
    """A clock that a test moves; whoever sleeps on it moves it too."""

    time: dt.datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> dt.datetime:
        """Return the set time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Move on without waiting."""
        self.slept.append(seconds)
        self.time += dt.timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def advance(self, **length: float) -> None:
        """Move on by a ``timedelta``."""
        self.time += dt.timedelta(**length)


class Upstream:
    """The providers' routes; each answers well at first.

    ``price`` (CoinGecko), ``ticker`` and ``spot`` (Coinbase), ``q_difficulty`` and
    ``block_count`` (Blockchain.info), ``adjustments``, ``height``, ``rewards`` and ``prices``
    (mempool.space), ``rates`` (Frankfurter).
    """

    def __init__(self, router: respx.MockRouter, now: dt.datetime) -> None:
        self.router = router
        seconds = int(now.timestamp())
        get = router.get
        self.price = get(host="api.coingecko.com", path="/api/v3/simple/price")
        self.ticker = get(host="api.exchange.coinbase.com", path="/products/BTC-USD/ticker")
        self.spot = get(host="api.coinbase.com", path="/v2/prices/BTC-USD/spot")
        self.q_difficulty = get(host="blockchain.info", path="/q/getdifficulty")
        self.block_count = get(host="blockchain.info", path="/q/getblockcount")
        mempool = "mempool.space"
        self.adjustments = get(host=mempool, path="/api/v1/mining/difficulty-adjustments/3m")
        self.height = get(host=mempool, path="/api/blocks/tip/height")
        self.rewards = get(host=mempool, path="/api/v1/mining/reward-stats/144")
        self.prices = get(host=mempool, path="/api/v1/prices")
        self.rates = get(host="api.frankfurter.dev", path="/v1/latest")

        bitcoin = {"usd": 83_000, "last_updated_at": seconds - 60}
        self.price.respond(json={"bitcoin": bitcoin})
        self.ticker.respond(json={"price": "83010.5", "time": (now).isoformat()})
        self.spot.respond(json={"data": {"amount": "83020", "base": "BTC", "currency": "USD"}})
        self.q_difficulty.respond(text="1.32716002350731E14")
        self.block_count.respond(text=str(HEIGHT))
        self.adjustments.respond(json=[[seconds - 432_000, 975_744, DIFFICULTY, 1.0123]])
        self.height.respond(text=str(HEIGHT))
        # 144 blocks with 288,000,000 sat of fees: 0.02 BTC a block.
        first = {"startBlock": HEIGHT - 143, "endBlock": HEIGHT}
        self.rewards.respond(
            json={**first, "totalReward": "1", "totalFee": "288000000", "totalTx": "1"}
        )
        self.prices.respond(
            json={"time": seconds - 300, "USD": 83_000, "GBP": 62_250, "EUR": 72_210}
        )
        day = (now - dt.timedelta(days=1)).date().isoformat()
        rates = {"GBP": 0.76, "EUR": 0.87, "NOK": 10.1}
        self.rates.respond(json={"amount": 1.0, "base": "USD", "date": day, "rates": rates})

    @property
    def calls(self) -> int:
        """How many requests were made to all providers."""
        return len(self.router.calls)

    def fail(self, error: Any) -> None:
        """Let every provider raise ``error``."""
        for route in self.router.routes:
            route.mock(side_effect=error)

    def answer(self, status: int, **response: Any) -> None:
        """Let every provider answer with a status."""
        for route in self.router.routes:
            route.respond(status, **response)


@pytest.fixture(autouse=True, scope="session")
def certificates() -> Iterator[None]:
    """Read this machine's certificates once: every client would take 20 ms for them."""
    read_once = functools.cache(httpx.create_ssl_context)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("httpx._transports.default.create_ssl_context", read_once)
        yield


@pytest.fixture
def clock() -> SetClock:
    """Return a clock that stands at ``NOW``."""
    return SetClock()


@pytest.fixture
def upstream(clock: SetClock) -> Iterator[Upstream]:
    """Return the mocked providers; any request to elsewhere is an error."""
    with respx.mock(assert_all_mocked=True, assert_all_called=False) as router:
        yield Upstream(router, clock.time)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the cache, which does not exist yet."""
    return tmp_path / "cache"


@pytest.fixture
def service(clock: SetClock, folder: Path) -> Iterator[Callable[..., NetworkService]]:
    """Return a factory of services over one folder; settings as keyword arguments.

    Two services of one test share the cache as two processes do.
    """
    made: list[NetworkService] = []

    def make(**settings: Any) -> NetworkService:
        chosen = Environment(**{"cache_folder": folder, **settings})
        made.append(
            opened_service(chosen, bundled_network(), clock=Clock(now=clock.now, sleep=clock.sleep))
        )
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def refreshed() -> Callable[..., Any]:
    """Return what runs a refresh to its end and returns the snapshot."""

    def run(service: NetworkService, *, force: bool = False) -> Any:
        return asyncio.run(service.refresh(force=force))

    return run


def is_static(snapshot: Snapshot) -> bool:
    """Whether no provider ever gave any of the values."""
    return all(sourced.status is Status.STATIC for sourced in snapshot.values.values())
