"""The past year's series: asked for once, kept, and never worse for a failed try."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import respx

from hydro_mining.environment import Secret
from hydro_mining.network_data._history import History
from hydro_mining.network_data._store import Store

# As in test_history: a TH/s finds one millionth of a block a day.
ROUND_DIFFICULTY = 27 * 5**20 / 2**7
MIDNIGHT_S = 1_795_219_200  # 2026-11-21 00:00 UTC; the clock stands at noon
DAY_S = 86_400


def day_ms(days_ago: int) -> int:
    return (MIDNIGHT_S - days_ago * DAY_S) * 1000


class Year:
    """The routes of the past year's series; each answers well at first."""

    def __init__(self, router: respx.MockRouter) -> None:
        get, mempool = router.get, "mempool.space"
        self.prices = get(host="api.coingecko.com", path="/api/v3/coins/bitcoin/market_chart")
        self.charts = get(host="api.blockchain.info", path="/charts/market-price")
        self.adjustments = get(host=mempool, path="/api/v1/mining/difficulty-adjustments/2y")
        self.fees = get(host=mempool, path="/api/v1/mining/blocks/fees/1y")
        self.index = get(host="api.hashrateindex.com", path="/v1/hashrateindex/hashprice")
        rows = [[day_ms(1), 100_000], [day_ms(0), 100_000], [day_ms(0) + 43_140_000, 99_000]]
        self.prices.respond(json={"prices": rows})
        values = [{"x": MIDNIGHT_S - DAY_S, "y": 90_000}]
        self.charts.respond(json={"unit": "USD", "values": values})
        self.adjustments.respond(json=[[MIDNIGHT_S - DAY_S, 976_752, ROUND_DIFFICULTY, 1]])
        # 87,500,000 sat a block: 0.875 BTC.
        fees = [{"timestamp": MIDNIGHT_S - d * DAY_S + 60, "avgFees": 87_500_000} for d in (0, 1)]
        self.fees.respond(json=fees)
        self.index.respond(json={"data": [{"price": 400.0, "timestamp": "2026-11-20T00:00:00Z"}]})


@pytest.fixture
def year(upstream) -> Year:
    """Return the routes of the past year's series."""
    return Year(upstream.router)


@pytest.fixture
def renewed(service) -> Callable[..., History | None]:
    """Return what runs a refresh of the history in a process of its own."""

    def run(**settings: Any) -> History | None:
        return asyncio.run(service(**settings).history.refresh())

    return run


@pytest.mark.usefixtures("year")
def test_nothing_is_asked_before_somebody_looks(service, upstream):
    """A stored history is read without a call."""
    assert service().history.history() is None
    assert upstream.calls == 0


@pytest.mark.usefixtures("year")
def test_three_calls_make_the_year(renewed, upstream):
    """10⁻⁶ blocks × (3.125 + 0.875) BTC × $100,000 = $0.40 on both days."""
    history = renewed()
    assert upstream.calls == 3
    assert history.days.tolist() == [dt.date(2026, 11, 20), dt.date(2026, 11, 21)]
    assert history.hashprice_usd_per_th_per_day == pytest.approx([0.4, 0.4], rel=1e-12)
    assert history.block_height.tolist() == [976_752, 976_896]
    assert history.sources == {
        "btc_price_usd": "CoinGecko",
        "difficulty": "mempool.space",
        "block_height": "mempool.space",
        "fees_btc_per_block": "mempool.space",
    }


@pytest.mark.usefixtures("year")
def test_a_kept_year_is_not_asked_for_again(renewed, upstream, clock):
    """Within its time to live, also in another process."""
    renewed()
    clock.advance(hours=23)
    assert renewed().btc_price_usd.tolist() == [100_000, 100_000]
    assert upstream.calls == 3
    clock.advance(hours=2)
    renewed()
    assert upstream.calls == 6


@pytest.mark.usefixtures("year")
def test_switched_off_nothing_is_asked(renewed, upstream):
    """Without live data there is no history."""
    assert renewed(live_data=False) is None
    assert upstream.calls == 0


def test_the_second_source_gives_the_prices(year, renewed):
    """Beyond the plan of CoinGecko the charts of Blockchain.info stand."""
    error = {"error": {"status": {"error_code": 10012}}}
    year.prices.respond(401, json=error)
    history = renewed()
    assert history.sources["btc_price_usd"] == "Blockchain.info charts"
    assert history.btc_price_usd.tolist() == [90_000]


def test_a_failed_series_keeps_its_last_values(year, renewed, clock):
    """Fees of yesterday stand while their provider is down, and the rest is renewed."""
    renewed()
    clock.advance(hours=25)
    year.fees.respond(500)
    year.prices.respond(json={"prices": [[day_ms(1), 101_000], [day_ms(0), 102_000]]})
    history = renewed()
    assert history.fees_btc_per_block.tolist() == [0.875, 0.875]
    assert history.btc_price_usd.tolist() == [101_000, 102_000]
    assert history.fetched_at < clock.time - dt.timedelta(hours=24)


@pytest.mark.parametrize("body", [{"prices": []}, {"prices": [[day_ms(0), None]]}, {}, []])
def test_an_empty_series_replaces_nothing(year, renewed, clock, body):
    """A provider without values is passed over, and the last values stay."""
    renewed()
    clock.advance(hours=25)
    year.prices.respond(json=body)
    year.charts.respond(503)
    assert renewed().btc_price_usd.tolist() == [100_000, 100_000]


def test_the_next_try_is_five_minutes_later(year, renewed, upstream, clock):
    """Whoever opens the page again does not ask again at once."""
    year.fees.respond(404)
    renewed()
    asked = year.fees.call_count
    clock.advance(minutes=4)
    renewed()
    assert year.fees.call_count == asked
    clock.advance(minutes=2)
    renewed()
    assert year.fees.call_count == asked + 1
    assert upstream.calls == 4


def test_the_index_is_asked_only_with_a_key(year, renewed):
    """Its key travels in its header; $400 per PH are $0.40 per TH."""
    assert renewed().observed_usd_per_th_per_day.tolist() != [0.4]
    assert year.index.call_count == 0
    history = renewed(hashrate_index_api_key=Secret("luxor-canary"))
    assert year.index.calls.last.request.headers["X-Hi-Api-Key"] == "luxor-canary"
    assert "luxor-canary" not in str(year.index.calls.last.request.url)
    assert history.observed_usd_per_th_per_day[0] == pytest.approx(0.4)
    assert history.sources["observed_usd_per_th_per_day"] == "Hashrate Index"


@pytest.mark.usefixtures("year")
def test_one_process_asks_at_a_time(renewed, upstream, folder):
    """While another holds the lease, what is stored has to do."""
    other = Store(folder)
    assert other.lease("history", seconds=60)
    assert renewed() is None
    assert upstream.calls == 0
    other.release("history")
    assert renewed() is not None
    other.close()


@pytest.mark.usefixtures("year")
def test_a_damaged_row_is_fetched_anew(renewed, folder):
    """A stored series that makes no sense counts as none."""
    other = Store(folder)
    other.set("history:btc_price_usd", {"source": "x", "fetched_at": 5, "values": [[1]]})
    assert renewed().btc_price_usd.tolist() == [100_000, 100_000]
    other.close()


@pytest.mark.usefixtures("year")
def test_everybody_down_is_no_history(upstream, renewed):
    """Without a single answer there is nothing to show, and no error."""
    upstream.answer(503)
    assert renewed() is None


def test_a_day_that_lies_ahead_is_no_day(year, renewed, clock):
    """A row of the year 9000 neither shows nor makes two and a half million days."""
    ahead = int(dt.datetime(9000, 1, 1, tzinfo=dt.UTC).timestamp()) * 1000
    rows = [[day_ms(1), 100_000], [day_ms(0), 100_000], [ahead, 100_000]]
    year.prices.respond(json={"prices": rows})
    year.charts.respond(503)
    history = renewed()
    assert history is None or history.days[-1] <= clock.time.date()


def test_nothing_hostile_stops_the_others(year, renewed):
    """One provider's nonsense costs its own series only."""
    year.fees.respond(content=b"[" * 100_000)
    year.adjustments.respond(content=json.dumps([[0, 0, 0, 0]]).encode())
    assert renewed().btc_price_usd.tolist() == [100_000, 100_000]
