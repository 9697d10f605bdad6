"""All providers on one loopback server, for benchmarks, screenshots and browser tests.

It answers well and at once until told otherwise: ``delay_s`` [s] holds every answer back,
``answers`` does so while it is cleared, and ``status`` gives another status to every request.
"""

import datetime as dt
import json
import math
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hydro_mining.network_data import PROVIDERS, Provider

HEIGHT = 976_800
_DIFFICULTY = 132_716_002_350_731.2
_DAY = 86_400


class Upstream:
    """What the providers' stand-in does, and how often each path was asked."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.answers = threading.Event()
        self.answers.set()
        self.status = 200
        self.price = 83_000.0
        self.asked: Counter[str] = Counter()
        self.url = ""


def providers_at(url: str) -> Mapping[str, Provider]:
    """Return the providers with their addresses replaced by one server's."""
    prefix = {"coingecko": "/coingecko", "blockchain_info": "/blockchain"}
    return {
        key: replace(provider, base_url=url + prefix.get(key, ""))
        for key, provider in PROVIDERS.items()
    }


@contextmanager
def running_upstream() -> Iterator[Upstream]:
    """Run the stand-in on a free port of 127.0.0.1 and stop it in the end."""
    upstream = Upstream()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            upstream.asked[path] += 1
            time.sleep(upstream.delay_s)
            upstream.answers.wait()
            body = _answer(path, upstream).encode()
            with suppress(ConnectionError):  # who asked has left
                self.send_response(upstream.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    upstream.url = f"http://127.0.0.1:{server.server_address[1]}"
    polling = {"poll_interval": 0.01}  # else stopping it takes half a second
    threading.Thread(target=server.serve_forever, kwargs=polling, daemon=True).start()
    try:
        yield upstream
    finally:
        server.shutdown()
        server.server_close()


def _answer(path: str, upstream: Upstream) -> str:
    now = int(time.time())
    answers: dict[str, Any] = {
        "/coingecko/simple/price": {
            "bitcoin": {"usd": upstream.price, "last_updated_at": now - 45}
        },
        "/coingecko/coins/bitcoin/market_chart": {"prices": _prices(now)},
        "/products/BTC-USD/ticker": {
            "price": str(upstream.price + 10),
            "time": dt.datetime.fromtimestamp(now, tz=dt.UTC).isoformat(),
        },
        "/v2/prices/BTC-USD/spot": {
            "data": {"amount": str(upstream.price), "base": "BTC", "currency": "USD"}
        },
        "/blockchain/q/getdifficulty": _DIFFICULTY,
        "/blockchain/q/getblockcount": HEIGHT,
        "/api/v1/mining/difficulty-adjustments/3m": _adjustments(now, 6),
        "/api/v1/mining/difficulty-adjustments/2y": _adjustments(now, 52),
        "/api/blocks/tip/height": HEIGHT,
        "/api/v1/mining/reward-stats/144": {
            "startBlock": HEIGHT - 143,
            "endBlock": HEIGHT,
            "totalReward": "45288000000",
            "totalFee": "288000000",
            "totalTx": "500000",
        },
        "/api/v1/mining/blocks/fees/1y": _fees(now),
        "/api/v1/prices": {"time": now - 300, "USD": 83_000, "GBP": 63_080, "EUR": 72_210},
        "/v1/latest": {
            "amount": 1.0,
            "base": "USD",
            "date": dt.datetime.fromtimestamp(now - _DAY, tz=dt.UTC).date().isoformat(),
            "rates": {"GBP": 0.76, "EUR": 0.87, "NOK": 10.1, "SEK": 9.6, "JPY": 154.2},
        },
    }
    return json.dumps(answers.get(path, {"error": "not found"}))


def _prices(now: int) -> list[list[float]]:
    midnight = now // _DAY * _DAY
    days = range(midnight - 364 * _DAY, midnight + 1, _DAY)
    rows = [[day * 1000, 83_000 + 9_000 * math.sin(day / _DAY / 40)] for day in days]
    return [*rows, [now * 1000, 83_000]]


def _adjustments(now: int, count: int) -> list[list[float]]:
    newest = HEIGHT - HEIGHT % 2016
    return [
        [now - 432_000 - i * 14 * _DAY, newest - i * 2016, _DIFFICULTY * 0.995**i, 1.005]
        for i in range(count)
    ]


def _fees(now: int) -> list[dict[str, float]]:
    return [
        {
            "avgHeight": HEIGHT - 144 * i,
            "timestamp": now - i * _DAY,
            "avgFees": 2_000_000 + 300_000 * math.sin(i / 9),
        }
        for i in reversed(range(1, 366))
    ]
