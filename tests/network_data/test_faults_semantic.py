"""Faults 45 to 57: a well-formed answer that cannot be true, or is not of now."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from hydro_mining import network_data
from hydro_mining.economics.bitcoin import block_subsidy
from hydro_mining.health import State
from tests.network_data.conftest import DIFFICULTY, HEIGHT, NOW
from tests.network_data.faults import fault, page_of

SECONDS = int(NOW.timestamp())


def at(upstream, clock, **prices: float) -> None:
    """Let CoinGecko, the ticker and the spot price give these prices, of just now."""
    seconds = int(clock.time.timestamp())
    if "gecko" in prices:
        bitcoin = {"usd": prices["gecko"], "last_updated_at": seconds - 60}
        upstream.price.respond(json={"bitcoin": bitcoin})
    if "ticker" in prices:
        body = {"price": str(prices["ticker"]), "time": clock.time.isoformat()}
        upstream.ticker.respond(json=body)
    if "spot" in prices:
        data = {"amount": str(prices["spot"]), "base": "BTC", "currency": "USD"}
        upstream.spot.respond(json={"data": data})


@fault(45)
@pytest.mark.parametrize("price", [0, -1, -83_000, 0.0, "0", "-1"])
def test_a_price_that_is_not_above_zero_is_refused(service, upstream, refreshed, clock, price):
    """No provider's 0 or −1 is believed: the last price stays, called old."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    at(upstream, clock, gecko=price, ticker=price, spot=price)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 83_000
    assert page.chip("btc_price_usd").status == "stale"
    assert "CoinGecko gave an impossible price (" in page.chip("btc_price_usd").title
    assert page.health.state is State.DEGRADED


@fault(46)
@pytest.mark.parametrize("is_first_start", [True, False], ids=["first start", "later"])
def test_a_difficulty_of_zero_is_refused(service, upstream, refreshed, clock, is_first_start):
    """A server without its node says 0; nothing is divided by it."""
    one = service()
    if not is_first_start:
        refreshed(one)
        clock.advance(hours=25)
    upstream.q_difficulty.respond(text="0")
    upstream.adjustments.respond(json=[[SECONDS - 60, HEIGHT, 0, 0]])
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.chip("difficulty").status == ("static" if is_first_start else "stale")
    assert snapshot.network.difficulty == pytest.approx(DIFFICULTY)
    assert "gave an impossible difficulty (0)." in page.chip("difficulty").title


@fault(46)
def test_one_difficulty_of_zero_leaves_the_other(service, upstream, refreshed):
    """mempool.space's difficulty is live while Blockchain.info's node is down."""
    upstream.q_difficulty.respond(text="0")
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.chip("difficulty").status == "live"
    assert snapshot.values["difficulty"].source == "mempool.space"
    assert "Blockchain.info gave an impossible difficulty (0)." in page.notices[0]


@fault(47)
@pytest.mark.parametrize(
    ("satoshi", "said"),
    [
        # −51,875,000,000 sat on 144 blocks, as recorded at Blockchain.info: −3.6024 BTC a block.
        ("-51875000000", "is outside 0 to 5)"),
        # 1,440 BTC on 144 blocks.
        ("144000000000", "(10 is outside 0 to 5)"),
    ],
)
def test_impossible_fees_are_refused(service, upstream, refreshed, clock, satoshi, said):
    """Negative fees and 10 BTC a block are no fees; the last stay."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.rewards.respond(
        json={"startBlock": HEIGHT - 143, "endBlock": HEIGHT, "totalFee": satoshi}
    )
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.fees_btc_per_block == 0.02
    assert page.chip("fees_btc_per_block").status == "stale"
    title = page.chip("fees_btc_per_block").title
    assert "mempool.space gave an implausible value (" in title
    assert f"{said}." in title


@fault(47)
def test_the_dead_statistics_are_not_asked():
    """No source names Blockchain.info's ``/stats``, where fees are negative and revenue is 0."""
    for path in Path(network_data.__path__[0]).glob("*.py"):
        assert '"/stats' not in path.read_text(encoding="utf-8")


@fault(48)
@pytest.mark.parametrize("factor", [1e-3, 1e3, 1e6])
def test_a_drifted_unit_of_a_known_difficulty_is_refused(
    service, upstream, refreshed, clock, factor
):
    """With a last good value a thousandfold needs a second provider, and mempool.space stands."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.q_difficulty.respond(text=str(DIFFICULTY * factor))
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.difficulty == DIFFICULTY
    assert page.chip("difficulty").status == "live"
    assert "Blockchain.info" in page.chip("difficulty").title


@fault(48)
def test_a_drifted_unit_is_refused_at_the_first_start(service, upstream, refreshed):
    """With only the built-in value to compare with, a thousandfold is not believed either."""
    upstream.q_difficulty.respond(text=str(DIFFICULTY * 1e3))
    one = service()
    snapshot = refreshed(one)
    page_of(one, snapshot)
    assert snapshot.network.difficulty == pytest.approx(DIFFICULTY)


@fault(48)
@pytest.mark.usefixtures("upstream")
@pytest.mark.parametrize("unit", ["No Unit", "EUR", ""])
def test_a_chart_in_another_unit_is_refused(service, history, unit):
    """A history without a usable chart is none, and health says why."""
    history.chart.respond(404)
    history.market.respond(json={"unit": unit, "values": [{"x": SECONDS, "y": 81_000}]})
    one = service()
    assert asyncio.run(one.history.refresh()) is None
    error = page_of(one, one.snapshot()).record("Blockchain.info charts").last_error
    assert error.endswith("(a chart in another unit than USD)")


@fault(49)
@pytest.mark.parametrize(("base", "currency"), [("ETH", "USD"), ("BTC", "EUR"), ("USD", "BTC")])
def test_another_pair_with_status_200_is_refused(
    service, upstream, refreshed, clock, base, currency
):
    """Coinbase's spot of another pair is no price: the last stays."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.price.respond(404)
    upstream.ticker.respond(404)
    upstream.spot.respond(json={"data": {"amount": "83000", "base": base, "currency": currency}})
    page = page_of(one, refreshed(one))
    chip = page.chip("btc_price_usd")
    assert chip.status == "stale"
    assert "Coinbase gave an unexpected answer (another pair than BTC-USD)." in chip.title


@fault(49)
@pytest.mark.parametrize("other", [{"base": "EUR"}, {"amount": 100.0}])
def test_rates_for_another_base_are_refused(service, upstream, refreshed, other):
    """Rates for a euro, or for a hundred dollars, are not used: mempool.space's 0.75 is."""
    body = {"amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": {"GBP": 0.86}}
    upstream.rates.respond(json=body | other)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.usd_to_gbp == 0.75
    assert "rates for another base than one dollar" in page.chip("usd_to_gbp").title


@fault(50)
@pytest.mark.parametrize(
    ("price", "said"),
    [(999, "999 is outside 1,000 to 100,000,000"), (2.5e9, "2,500,000,000 is outside")],
)
def test_a_value_outside_the_band_is_refused(service, upstream, refreshed, price, said):
    """The reason has the value and the band in plain figures."""
    upstream.price.respond(json={"bitcoin": {"usd": price, "last_updated_at": SECONDS - 60}})
    one = service()
    page = page_of(one, refreshed(one))
    chip = page.chip("btc_price_usd")
    assert chip.status == "live"
    assert "This value is of Coinbase Exchange." in chip.title
    assert f"CoinGecko gave an implausible value ({said}" in chip.title


@fault(51)
def test_a_jump_that_a_second_provider_confirms_is_taken(service, upstream, refreshed, clock):
    """$120,000 after $83,000 is 45 % more; $116,400 is 3 % less and agrees: CoinGecko's is live."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    at(upstream, clock, gecko=120_000, ticker=116_400)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 120_000
    assert snapshot.values["btc_price_usd"].source == "CoinGecko"
    assert not snapshot.values["btc_price_usd"].is_fallback
    assert page.chip("btc_price_usd").status == "live"
    assert page.notices == ()
    assert upstream.spot.call_count == 0


@fault(51)
def test_a_jump_that_nobody_confirms_is_not_taken(service, upstream, refreshed, clock):
    """$120,000, $116,399 and $150,000 do not agree within 3 %: $83,000 stays, with a warning."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    at(upstream, clock, gecko=120_000, ticker=116_399, spot=150_000)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 83_000
    chip = page.chip("btc_price_usd")
    assert chip.status == "stale"
    said = "CoinGecko says $120,000 after $83,000, and no second provider agrees."
    assert said in chip.title
    assert any(said in reason for reason in page.health.reasons)


@fault(51)
def test_a_lonely_jump_gives_way_to_the_next_provider(service, upstream, refreshed, clock):
    """CoinGecko's $40,000 is doubted; Coinbase Exchange's $83,500 is no jump and is live."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    at(upstream, clock, gecko=40_000, ticker=83_500)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 83_500
    assert page.notices == (
        "Bitcoin price: CoinGecko says $40,000 after $83,000, and no second provider agrees. "
        "This value is of Coinbase Exchange.",
    )


@fault(51)
def test_a_confirmed_jump_is_of_the_first_source_though_another_failed(
    service, upstream, refreshed, clock
):
    """CoinGecko's jump, with the ticker down and the spot agreeing, is no second source's."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    at(upstream, clock, gecko=120_000, spot=120_500)
    upstream.ticker.respond(404)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 120_000
    assert "2nd source" not in page.chip("btc_price_usd").text
    assert "This value is of CoinGecko." not in page.chip("btc_price_usd").title


@fault(51)
@pytest.mark.parametrize(("days", "price", "is_taken"), [(4, 124_000, True), (4, 125_000, False)])
def test_a_jump_is_measured_by_the_age_of_the_last(
    service, upstream, refreshed, clock, days, price, is_taken
):
    """After four days 25 % × √4 = 50 % is allowed: $124,500 after $83,000."""
    one = service()
    refreshed(one)
    clock.advance(days=days)
    at(upstream, clock, gecko=price, ticker=60_000, spot=30_000)
    snapshot = refreshed(one)
    page_of(one, snapshot)
    assert (snapshot.network.btc_price_usd == price) == is_taken


@fault(51)
def test_a_rate_that_jumps_needs_a_second_provider(service, upstream, refreshed, clock):
    """£1.10 for a dollar after £0.76 is Frankfurter's alone: mempool.space's £0.75 is live."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.rates.respond(
        json={"amount": 1.0, "base": "USD", "date": "2026-11-22", "rates": {"GBP": 1.1}}
    )
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.usd_to_gbp == 0.75
    assert "no second provider agrees" in page.chip("usd_to_gbp").title


@fault(52)
def test_two_providers_that_differ_are_both_named(service, upstream, refreshed):
    """The first source's difficulty is used, live, and a notice has both figures."""
    # 132.716 T × 1.06 = 140.679 T.
    upstream.adjustments.respond(json=[[SECONDS - 60, HEIGHT, DIFFICULTY * 1.06, 1.06]])
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["difficulty"].source == "Blockchain.info"
    assert page.chip("difficulty").status == "live"
    assert page.notices == (
        "Difficulty: The providers differ: Blockchain.info 132.72 T and mempool.space 140.68 T.",
    )
    assert snapshot.values["difficulty"].as_of is None


@fault(53)
def test_old_data_with_status_200_are_not_live(service, upstream, refreshed):
    """CoinGecko's price of nine hours ago gives way to Coinbase Exchange's of now."""
    upstream.price.respond(json={"bitcoin": {"usd": 83_000, "last_updated_at": SECONDS - 9 * 3600}})
    one = service()
    page = page_of(one, refreshed(one))
    chip = page.chip("btc_price_usd")
    assert chip.status == "live"
    assert "CoinGecko has data that are 9 h old. This value is of Coinbase Exchange." in chip.title


@fault(53)
def test_old_data_of_all_are_called_old(service, upstream, refreshed):
    """With nothing newer the nine-hour-old price is shown, as old and of its first source."""
    upstream.price.respond(json={"bitcoin": {"usd": 83_000, "last_updated_at": SECONDS - 9 * 3600}})
    upstream.ticker.respond(404)
    upstream.spot.respond(404)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    chip = page.chip("btc_price_usd")
    assert chip.status == "stale"
    assert "CoinGecko's own data are 9 h old." in chip.title
    assert "data 9 h old" in chip.text
    assert snapshot.network.btc_price_usd == 83_000
    assert "2nd source" not in chip.text


@fault(53)
def test_old_data_are_asked_for_again(service, upstream, refreshed, clock):
    """A price that came old is not left alone for a day: the next round asks for it."""
    upstream.price.respond(json={"bitcoin": {"usd": 83_000, "last_updated_at": SECONDS - 9 * 3600}})
    upstream.ticker.respond(404)
    upstream.spot.respond(404)
    one = service()
    refreshed(one)
    clock.advance(minutes=10)
    at(upstream, clock, gecko=84_000)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.chip("btc_price_usd").status == "live"
    assert snapshot.network.btc_price_usd == 84_000


@fault(53)
def test_old_data_do_not_replace_newer(service, upstream, refreshed, clock):
    """A price of before the last good one is no gain, so the last good one stays."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.price.respond(json={"bitcoin": {"usd": 70_000, "last_updated_at": SECONDS - 9 * 3600}})
    upstream.ticker.respond(404)
    upstream.spot.respond(404)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 83_000
    # Nine hours before noon, seen 25 hours after it.
    assert "CoinGecko has data that are 34 h old." in page.chip("btc_price_usd").title


@fault(54)
@pytest.mark.parametrize(("minutes", "source"), [(9, "CoinGecko"), (11, "Coinbase Exchange")])
def test_a_time_ahead_is_a_clock_problem(service, upstream, refreshed, minutes, source):
    """Ten minutes ahead may be two clocks; more is refused, with the reason."""
    bitcoin = {"usd": 83_000, "last_updated_at": SECONDS + minutes * 60}
    upstream.price.respond(json={"bitcoin": bitcoin})
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["btc_price_usd"].source == source
    said = "a time that lies ahead of this machine's clock"
    assert (said in page.chip("btc_price_usd").title) == (source != "CoinGecko")
    assert "data under 1 min old" in page.chip("btc_price_usd").text


@fault(55)
@pytest.mark.parametrize(
    ("day", "now"),
    [
        ("2026-11-20", "2026-11-22T18:00"),  # Friday's on a Sunday
        ("2026-12-24", "2026-12-28T15:00"),  # Thursday's on the Monday after Christmas
        ("2027-03-25", "2027-03-30T14:00"),  # Maundy Thursday's on Easter Tuesday, before 16 h
    ],
    ids=["weekend", "Christmas", "Easter"],
)
def test_a_rate_of_the_last_working_day_is_todays(service, upstream, refreshed, clock, day, now):
    """Over weekends and holidays the bank sets no rate; the last is live and nothing is said."""
    clock.time = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    at(upstream, clock, gecko=83_000)
    rates = {"GBP": 0.76, "EUR": 0.87}
    upstream.rates.respond(json={"amount": 1.0, "base": "USD", "date": day, "rates": rates})
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["usd_to_gbp"].source == "Frankfurter"
    assert page.chip("usd_to_gbp").status == "live"
    assert page.notices == ()


@fault(55)
def test_a_rate_of_a_week_ago_is_old(service, upstream, refreshed):
    """After seven days something is wrong with the source, and it says how old."""
    body = {"amount": 1.0, "base": "USD", "date": "2026-11-14", "rates": {"GBP": 0.76}}
    upstream.rates.respond(json=body)
    upstream.prices.respond(404)
    one = service()
    page = page_of(one, refreshed(one))
    assert page.chip("usd_to_gbp").status == "stale"
    assert "Frankfurter's own data are 7 days old." in page.chip("usd_to_gbp").title


@fault(56)
@pytest.mark.parametrize(("back", "is_taken"), [(6, True), (7, False)])
def test_a_height_may_go_back_by_six(service, upstream, refreshed, clock, back, is_taken):
    """Six blocks are a reorganisation; seven are refused, and the usual pace stands."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.height.respond(text=str(HEIGHT - back))
    upstream.block_count.respond(text=str(HEIGHT - back))
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    chip = page.chip("block_height")
    if is_taken:
        assert chip.status == "live"
        assert snapshot.network.block_height == HEIGHT - 6
        return
    # 25 hours at 144 blocks a day: 150 blocks more.
    assert snapshot.network.block_height == HEIGHT + 150
    assert chip.status == "stale"
    assert "Reckoned from 976,800 on 21 Nov 2026 12:00 UTC at 144 blocks a day." in chip.title
    assert "(a height of 976,793, 1.0 days after 976,800)" in chip.title


@fault(56)
@pytest.mark.parametrize(("blocks", "is_taken"), [(312, True), (330, False), (50_000, False)])
def test_a_height_may_not_leap(service, upstream, refreshed, clock, blocks, is_taken):
    """After a day at most 300 + 12 blocks; beyond that Blockchain.info's height stands."""
    one = service()
    refreshed(one)
    clock.advance(hours=24)
    upstream.height.respond(text=str(HEIGHT + blocks))
    upstream.block_count.respond(text=str(HEIGHT + 144))
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.chip("block_height").status == "live"
    if is_taken:
        assert snapshot.network.block_height == HEIGHT + blocks
    else:
        assert snapshot.network.block_height == HEIGHT + 144
        said = "mempool.space gave an implausible value (a height of"
        assert said in page.chip("block_height").title
    # The subsidy is of the epoch of 840,000 to 1,050,000: 3.125 BTC.
    assert block_subsidy(snapshot.network.block_height) == 312_500_000


@fault(56)
def test_a_wrong_first_height_does_not_bar_the_right_ones(service, upstream, refreshed, clock):
    """A leap on an empty cache is not believed, or two providers that agree put it right."""
    upstream.height.respond(text="1500000")
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    upstream.height.respond(text=str(HEIGHT + 150))
    upstream.block_count.respond(text=str(HEIGHT + 150))
    snapshot = refreshed(one)
    page_of(one, snapshot)
    assert snapshot.network.block_height == HEIGHT + 150


@fault(56)
@pytest.mark.parametrize("height", ["976800.5", "-1", "0", "99999999", "1e999"])
def test_a_height_that_is_none_is_refused(service, upstream, refreshed, height):
    """A part of a block, none, and far too many: Blockchain.info's height stands."""
    upstream.height.respond(text=height)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.block_height == HEIGHT
    assert snapshot.values["block_height"].source == "Blockchain.info"
    assert "e+" not in page.chip("block_height").title


@fault(57)
def test_a_halving_between_two_fetches_is_said(service, upstream, refreshed, clock):
    """From 1,049,950 to 1,050,050 the subsidy falls to 1.5625 BTC, with a notice."""
    _start_before_halving(service, upstream, refreshed, clock)
    upstream.height.respond(text="1050050")
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert block_subsidy(snapshot.network.block_height) == 156_250_000
    assert page.chip("block_height").status == "live"
    note = "A halving took place since the last value; the subsidy follows it."
    assert page.notices == (f"Block height: {note}",)


@fault(57)
def test_a_halving_while_offline_is_reckoned(service, upstream, refreshed, clock):
    """25 h after 1,049,950, at 144 a day, the height is 1,050,100: past the halving, and said."""
    _start_before_halving(service, upstream, refreshed, clock)
    upstream.height.respond(404)
    upstream.block_count.respond(404)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.block_height == 1_050_100
    assert block_subsidy(snapshot.network.block_height) == 156_250_000
    chip = page.chip("block_height")
    assert chip.status == "stale"
    assert "It passes a halving, which the subsidy follows." in chip.title


def _start_before_halving(service, upstream, refreshed, clock) -> None:
    """Store a height of 50 blocks before the halving, of a day and an hour ago."""
    # 73,150 blocks at 144 a day are 508 days after NOW.
    clock.advance(days=508)
    at(upstream, clock, gecko=83_000)
    upstream.height.respond(text="1049950")
    refreshed(service())
    clock.advance(hours=25)
    at(upstream, clock, gecko=83_000)
    day = clock.time.date().isoformat()
    upstream.rates.respond(json={"amount": 1.0, "base": "USD", "date": day, "rates": {"GBP": 0.76}})


class _History:
    """The routes of the past year's series; only prices are asked here."""

    def __init__(self, router) -> None:
        self.chart = router.get(path="/api/v3/coins/bitcoin/market_chart")
        self.market = router.get(host="api.blockchain.info", path="/charts/market-price")
        router.get(path="/api/v1/mining/difficulty-adjustments/2y").respond(404)
        router.get(path="/api/v1/mining/blocks/fees/1y").respond(404)


@pytest.fixture
def history(upstream):
    """Return the routes of the series."""
    return _History(upstream.router)
