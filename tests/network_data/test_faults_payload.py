"""Faults 32 to 44: a good answer in which something is missing, renamed or written otherwise."""

import asyncio
import datetime as dt

import numpy as np
import pytest

from hydro_mining.provenance import Status
from tests.network_data.conftest import DIFFICULTY, NOW
from tests.network_data.faults import fault, page_of

SECONDS = int(NOW.timestamp())
MIDNIGHT = int(dt.datetime(2026, 11, 20, tzinfo=dt.UTC).timestamp())
DAY = 86_400
# Each route's answer without what it is asked for, the value's name and who is asked instead.
MISSING = {
    "price": ({"bitcoin": {"price_usd": 83_000, "last_updated_at": SECONDS}}, "btc_price_usd"),
    "price-time": ({"bitcoin": {"usd": 83_000}}, "btc_price_usd"),
    "price-coin": ({"btc": {"usd": 83_000, "last_updated_at": SECONDS}}, "btc_price_usd"),
    "price-flat": ({"bitcoin": 83_000}, "btc_price_usd"),
    "price-text": ({"bitcoin": "83000 USD"}, "btc_price_usd"),
    "rates": ({"amount": 1.0, "base": "USD", "date": "2026-11-20", "quotes": {}}, "usd_to_gbp"),
    "rates-pound": (
        {"amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": {"EUR": 0.9}},
        "usd_to_gbp",
    ),
    "rates-list": ([{"date": "2026-11-20", "base": "USD", "quote": "GBP"}], "usd_to_gbp"),
    "height": ({"height": 976_800}, "block_height"),
    "height-text": ("tip", "block_height"),
}
NULLS = {
    "price": ({"bitcoin": {"usd": None, "last_updated_at": SECONDS}}, "btc_price_usd"),
    "price-time": ({"bitcoin": {"usd": 83_000, "last_updated_at": None}}, "btc_price_usd"),
    "price-coin": ({"bitcoin": None}, "btc_price_usd"),
    "price-all": (None, "btc_price_usd"),
    "rates": (
        {"amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": {"GBP": None}},
        "usd_to_gbp",
    ),
    "rates-date": ({"amount": 1, "base": "USD", "date": None, "rates": {"GBP": 1}}, "usd_to_gbp"),
    "height": (None, "block_height"),
    "boolean": ({"bitcoin": {"usd": True, "last_updated_at": SECONDS}}, "btc_price_usd"),
}
FIRST_AND_SECOND = {
    "btc_price_usd": ("price", "CoinGecko", "Coinbase Exchange"),
    "usd_to_gbp": ("rates", "Frankfurter", "mempool.space"),
    "block_height": ("height", "mempool.space", "Blockchain.info"),
}


@fault(32, 33, 36)
@pytest.mark.parametrize(
    ("body", "name"),
    [*MISSING.values(), *NULLS.values()],
    ids=[*(f"no {n}" for n in MISSING), *(f"null {n}" for n in NULLS)],
)
def test_a_field_that_is_not_there(service, upstream, refreshed, body, name):
    """The chip says which provider answered unexpectedly, and has the second one's live value."""
    route, first, second = FIRST_AND_SECOND[name]
    getattr(upstream, route).respond(json=body)
    one = service()
    page = page_of(one, refreshed(one))
    chip = page.chip(name)
    assert chip.status == "live"
    assert f"{first} gave an unexpected answer (" in chip.title
    assert f"This value is of {second}." in chip.title
    assert getattr(upstream, route).call_count == 1


@fault(32, 36)
@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        [[]],
        [None],
        [[SECONDS]],
        [["x", 975_744, DIFFICULTY, 1]],
        [[SECONDS, None, DIFFICULTY, 1]],
        {"error": "down"},
        "text",
        7,
    ],
    ids=str,
)
def test_adjustments_of_another_shape(service, upstream, refreshed, body):
    """Blockchain.info's difficulty stands, first source as ever, and the reason reads well."""
    upstream.adjustments.respond(json=body)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    chip = page.chip("difficulty")
    assert chip.status == "live"
    assert snapshot.values["difficulty"].source == "Blockchain.info"
    assert "mempool.space gave an unexpected answer (" in chip.title
    assert "(0 is missing)" not in chip.title
    assert "(1 is missing)" not in chip.title


@fault(32)
def test_the_first_source_of_difficulty_is_not_called_the_second(service, upstream, refreshed):
    """Without mempool.space's retarget time the difficulty is still the first source's."""
    upstream.adjustments.respond(404)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["difficulty"].source == "Blockchain.info"
    assert not snapshot.values["difficulty"].is_fallback
    assert "2nd source" not in page.chip("difficulty").text
    assert "This value is of Blockchain.info." not in page.chip("difficulty").title


@fault(32)
@pytest.mark.parametrize("name", ["startBlock", "endBlock", "totalFee"])
def test_fees_without_a_field_are_the_last(service, upstream, refreshed, clock, name):
    """Fees have one source: its last value stays, with the reason."""
    one = service()
    refreshed(one)
    body = {"startBlock": 976_657, "endBlock": 976_800, "totalFee": "288000000"}
    del body[name]
    upstream.rewards.respond(json=body)
    clock.advance(hours=25)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["fees_btc_per_block"].value == 0.02
    chip = page.chip("fees_btc_per_block")
    assert chip.status == "stale"
    assert f"mempool.space gave an unexpected answer ({name} is missing)." in chip.title


@fault(33)
def test_an_optional_null_is_not_noticed(service, upstream, refreshed):
    """A change over 24 h that is null, and a currency that is null, are no fault."""
    bitcoin = {"usd": 83_000, "usd_24h_change": None, "last_updated_at": SECONDS - 60}
    upstream.price.respond(json={"bitcoin": bitcoin})
    rates = {"GBP": 0.76, "EUR": None, "NOK": 10.1}
    upstream.rates.respond(
        json={"amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": rates}
    )
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.notices == ()
    assert snapshot.per_usd["NOK"].value == 10.1
    assert snapshot.per_usd["EUR"].status is Status.STATIC


@fault(34)
def test_numbers_and_their_texts_are_read_alike(service, upstream, refreshed):
    """Each provider changes its mind about quotation marks, and all stays live."""
    upstream.price.respond(json={"bitcoin": {"usd": "83000", "last_updated_at": str(SECONDS - 60)}})
    upstream.adjustments.respond(json=[[str(SECONDS - DAY), "975744", str(DIFFICULTY), "1.01"]])
    upstream.rewards.respond(
        json={"startBlock": "976657", "endBlock": "976800", "totalFee": 288_000_000}
    )
    upstream.rates.respond(
        json={"amount": "1.0", "base": "USD", "date": "2026-11-20", "rates": {"GBP": "0.76"}}
    )
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.notices == ()
    assert snapshot.network.btc_price_usd == 83_000
    assert snapshot.network.fees_btc_per_block == 0.02
    assert snapshot.network.usd_to_gbp == 0.76


@fault(34)
def test_a_ticker_may_give_a_number(service, upstream, refreshed):
    """Coinbase's prices are texts today; as numbers they are read as well."""
    upstream.price.respond(503)
    upstream.ticker.respond(json={"price": 83_010.5, "time": NOW.isoformat()})
    one = service()
    snapshot = refreshed(one)
    assert page_of(one, snapshot).chip("btc_price_usd").status == "live"
    assert snapshot.network.btc_price_usd == 83_010.5


@fault(35)
@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", "1e999", '"NaN"', '"inf"', '"1_000"', "1" * 5000]
)
def test_what_is_no_finite_number_is_refused(service, upstream, refreshed, text):
    """Not a number, infinite or absurdly long: the second source's price is shown."""
    upstream.price.respond(text=f'{{"bitcoin":{{"usd":{text},"last_updated_at":{SECONDS}}}}}')
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.btc_price_usd == 83_010.5
    assert "CoinGecko gave an unexpected answer (" in page.chip("btc_price_usd").title


@fault(35)
@pytest.mark.parametrize("text", ["NaN", "inf", "1e999", "1e", "0x10", "٣", "--1", ""])
def test_a_plain_text_that_is_no_number_is_refused(service, upstream, refreshed, text):
    """Difficulty as text: mempool.space's stands."""
    upstream.q_difficulty.respond(text=text)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["difficulty"].source == "mempool.space"
    assert "Blockchain.info gave an unexpected answer (" in page.chip("difficulty").title


@fault(37)
def test_extra_fields_are_ignored(service, upstream, refreshed):
    """New fields of any kind, in each answer, change nothing."""
    extra = {"extra": None, "note": "new", "list": [1], "object": {"usd": -1}}
    upstream.price.respond(
        json={"bitcoin": {"usd": 83_000, "last_updated_at": SECONDS - 60, **extra}, **extra}
    )
    upstream.adjustments.respond(json=[[SECONDS - DAY, 975_744, DIFFICULTY, 1.01, "new", None]])
    upstream.rewards.respond(
        json={"startBlock": 976_657, "endBlock": 976_800, "totalFee": "288000000", **extra}
    )
    rates = {"GBP": 0.76, "XXX": 7, "note": "new"}
    upstream.rates.respond(
        json={"amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": rates, **extra}
    )
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.headline == "Live: all network figures were fetched just now"
    assert page.notices == ()
    assert "XXX" not in snapshot.per_usd


@fault(37)
@pytest.mark.parametrize("extra", [{"source": "new"}, {"XAU": None}, {"list": [1]}], ids=str)
def test_extra_fields_of_the_second_rates_are_ignored(service, upstream, refreshed, extra):
    """With Frankfurter down, £62,250 for $83,000 are 0.75, whatever else is in the answer."""
    upstream.rates.respond(503)
    upstream.prices.respond(
        json={"time": SECONDS - 300, "USD": 83_000, "GBP": 62_250, "EUR": 72_210, **extra}
    )
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.chip("usd_to_gbp").status == "live"
    assert snapshot.network.usd_to_gbp == 0.75


@fault(37)
def test_a_provider_brings_no_words_of_its_own(service, upstream, refreshed):
    """A name that a provider made up is neither a currency nor part of a sentence."""
    upstream.rates.respond(503)
    made_up = "Your account is blocked, call +44 1234"
    upstream.prices.respond(
        json={"time": SECONDS - 300, "USD": 83_000, "GBP": 62_250, made_up: 70_000}
    )
    one = service()
    snapshot = refreshed(one)
    assert made_up not in snapshot.per_usd
    upstream.prices.respond(json={"time": SECONDS, "USD": 83_000, "GBP": 62_250, made_up: "x"})
    assert made_up not in str(page_of(one, snapshot))


@fault(38)
def test_unsorted_adjustments_give_the_newest(service, upstream, refreshed):
    """Oldest first and a row twice: the time shown is the newest retarget's."""
    upstream.adjustments.respond(
        json=[
            [SECONDS - 30 * DAY, 971_712, DIFFICULTY * 0.98, 1],
            [SECONDS - 2 * DAY, 975_744, DIFFICULTY, 1.02],
            [SECONDS - 16 * DAY, 973_728, DIFFICULTY * 0.99, 1.01],
            [SECONDS - 16 * DAY, 973_728, DIFFICULTY * 0.99, 1.01],
        ]
    )
    one = service()
    page = page_of(one, refreshed(one))
    assert "of 19 Nov 2026 12:00 UTC (2 days old)" in page.chip("difficulty").title


@fault(38)
def test_an_unsorted_series_is_sorted_and_the_last_wins(service, history):
    """Three days in a wrong order, one twice: 80, 82 and 83 thousand."""
    at = [(MIDNIGHT + day * DAY) * 1000 for day in (-2, -1, 0)]
    history.chart.respond(
        json={"prices": [[at[2], 83_000], [at[0], 80_000], [at[1], 1_500], [at[1], 82_000]]}
    )
    found = asyncio.run(service().history.refresh())
    assert found.btc_price_usd.tolist() == [80_000, 82_000, 83_000]
    assert [str(day) for day in found.days] == ["2026-11-18", "2026-11-19", "2026-11-20"]


@fault(39)
@pytest.mark.parametrize("body", [{"prices": []}, {"prices": [[MIDNIGHT * 1000, None]]}], ids=str)
def test_an_empty_series_keeps_the_previous(service, history, clock, body):
    """The stored prices stay, with the time at which they were fetched."""
    one = service()
    before = asyncio.run(one.history.refresh())
    history.chart.respond(json=body)
    history.market.respond(json={"unit": "USD", "values": []})
    clock.advance(hours=25)
    after = asyncio.run(one.history.refresh())
    assert after.btc_price_usd.tolist() == before.btc_price_usd.tolist() == [80_000]
    assert after.fetched_at == before.fetched_at
    error = page_of(one, one.snapshot()).record("CoinGecko").last_error
    assert error == "CoinGecko gave an unexpected answer (a series without values)"


@fault(39)
def test_a_first_empty_series_is_no_history(service, history):
    """There is nothing to draw, and no error: the chart says so."""
    history.chart.respond(json={"prices": []})
    history.market.respond(json={"unit": "USD", "values": []})
    assert asyncio.run(service().history.refresh()) is None


@fault(40)
def test_gaps_stay_gaps(service, history):
    """A null and a missing day are NaN in price and hashprice, never 0 and never bridged."""
    at = [(MIDNIGHT + day * DAY) * 1000 for day in (-4, -3, -1, 0)]
    history.chart.respond(
        json={"prices": [[at[0], 80_000], [at[1], None], [at[2], 0], [at[3], 83_000]]}
    )
    found = asyncio.run(service().history.refresh())
    assert np.isnan(found.btc_price_usd).tolist() == [False, True, True, True, False]
    assert np.isnan(found.hashprice_usd_per_th_per_day[1:4]).all()


@fault(41)
@pytest.mark.parametrize(
    "text",
    ["1.32716002350731E14", "1.32716002350731e+14", " 132716002350731\n", "13271600235073.1e1"],
)
def test_scientific_notation_is_read(service, upstream, refreshed, text):
    """132,716,002,350,731 in four ways is one difficulty: live, and the providers agree."""
    upstream.q_difficulty.respond(text=text)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.network.difficulty == pytest.approx(132_716_002_350_731, rel=1e-12)
    assert page.chip("difficulty").status == "live"
    assert page.notices == ()


@fault(44)
@pytest.mark.parametrize(
    "time",
    [SECONDS - 120, (SECONDS - 120) * 1000, float(SECONDS - 120), (SECONDS - 120) * 1000 + 999],
    ids=["s", "ms", "float", "ms with a rest"],
)
def test_seconds_and_milliseconds_are_told_apart(service, upstream, refreshed, time):
    """Two minutes before noon, whatever the unit."""
    upstream.price.respond(json={"bitcoin": {"usd": 83_000, "last_updated_at": time}})
    one = service()
    page = page_of(one, refreshed(one))
    assert "CoinGecko, of 21 Nov 2026 11:58 UTC" in page.chip("btc_price_usd").title


@fault(44)
@pytest.mark.parametrize(
    "time",
    [
        "2026-11-21T11:58:33.016274911Z",
        "2026-11-21T11:58:33Z",
        "2026-11-21T12:58:33+01:00",
        "2026-11-21T11:58:33",
    ],
)
def test_times_as_text_are_utc(service, upstream, refreshed, time):
    """Nine digits of a second, an offset or no zone: 11:58 UTC."""
    upstream.price.respond(503)
    upstream.ticker.respond(json={"price": "83010.5", "time": time})
    one = service()
    page = page_of(one, refreshed(one))
    assert "Coinbase Exchange, of 21 Nov 2026 11:58 UTC" in page.chip("btc_price_usd").title


@fault(44)
@pytest.mark.parametrize(
    ("time", "said"),
    [
        (0, "last_updated_at is a time of 1970"),
        (-1, "last_updated_at is a time of 1969"),
        (1_230_000_000, "last_updated_at is a time of 2008"),
        (SECONDS // 60, "last_updated_at is a time of 1970"),
        (SECONDS + 400 * DAY, "a time that lies ahead of this machine's clock"),
        (1e18, "last_updated_at is no time"),
        (1e300, "last_updated_at is no time"),
        ("2026-13-41", "last_updated_at is no time"),
        ("yesterday", "last_updated_at is no time"),
        ([], "last_updated_at is no finite number"),
    ],
)
def test_an_impossible_time_is_refused(service, upstream, refreshed, time, said):
    """Before bitcoin, ahead of the clock, or no time at all: the second source is used."""
    upstream.price.respond(json={"bitcoin": {"usd": 83_000, "last_updated_at": time}})
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["btc_price_usd"].source == "Coinbase Exchange"
    assert said in page.record("CoinGecko").last_error


class _History:
    """The routes of the past year's series; each answers well at first."""

    def __init__(self, router) -> None:
        self.chart = router.get(path="/api/v3/coins/bitcoin/market_chart")
        self.market = router.get(host="api.blockchain.info", path="/charts/market-price")
        self.adjustments = router.get(path="/api/v1/mining/difficulty-adjustments/2y")
        self.fees = router.get(path="/api/v1/mining/blocks/fees/1y")
        self.chart.respond(json={"prices": [[MIDNIGHT * 1000, 80_000]]})
        self.market.respond(json={"unit": "USD", "values": [{"x": MIDNIGHT, "y": 81_000}]})
        self.adjustments.respond(json=[[MIDNIGHT - 30 * DAY, 971_712, DIFFICULTY, 1.01]])
        self.fees.respond(json=[{"timestamp": MIDNIGHT, "avgFees": 2_000_000}])


@pytest.fixture
def history(upstream):
    """Return the routes of the series."""
    return _History(upstream.router)
