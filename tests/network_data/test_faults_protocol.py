"""Faults 12 to 31: the provider answers with something else than its figures."""

import asyncio
import json
from pathlib import Path

import diskcache
import httpx
import pytest

from hydro_mining.environment import Secret
from hydro_mining.provenance import NETWORK_VALUES, Status
from tests.network_data.conftest import DIFFICULTY
from tests.network_data.faults import CANARY, KEYED, fault, page_of

LIMIT = {"error_code": 429, "error_message": "You've exceeded the Rate Limit."}
CLOUDFLARE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
MAINTENANCE = "<!doctype html><html><body><h1>Scheduled maintenance</h1></body></html>"
SUCCESS_FALSE = {"success": False, "error": {"code": 101, "type": "missing_access_key"}}
UNEXPECTED = {
    "204": ({"status_code": 204}, "status 204"),
    "empty": ({"content": b""}, "an empty body"),
    "maintenance": ({"html": MAINTENANCE}, ""),
    "success-false": ({"json": SUCCESS_FALSE}, "an error with status 200"),
    "invalid-utf-8": ({"content": b'{"bitcoin": "\xff\xfe"}'}, ""),
    "list": ({"json": []}, ""),
}


@fault(12)
def test_a_short_wait_is_waited_once(service, upstream, refreshed, clock):
    """``Retry-After: 2`` costs two seconds, then the price is live and nothing is said."""
    upstream.price.side_effect = [
        httpx.Response(429, headers={"Retry-After": "2"}, json={"status": LIMIT}),
        upstream.price.return_value,
    ]
    one = service()
    page = page_of(one, refreshed(one))
    assert clock.slept.count(2.0) == 1
    assert page.chip("btc_price_usd").status == "live"
    assert page.notices == ()
    assert (upstream.price.call_count, upstream.ticker.call_count) == (2, 0)
    assert page.record("CoinGecko").paused_until is None


@fault(13)
def test_a_long_wait_is_a_pause(service, upstream, refreshed, clock):
    """``Retry-After: 3600`` is not waited for; until then CoinGecko is left alone and named."""
    upstream.price.respond(429, headers={"Retry-After": "3600"}, json={"status": LIMIT})
    one = service()
    page = page_of(one, refreshed(one))
    chip = page.chip("btc_price_usd")
    assert chip.status == "live"
    assert "CoinGecko asks us to wait" in chip.title
    assert "This value is of Coinbase Exchange." in chip.title
    assert 3600.0 not in clock.slept
    assert upstream.price.call_count == 1
    assert f"{page.record('CoinGecko').paused_until:%H:%M}" == "13:00"

    clock.advance(minutes=6)
    page = page_of(one, refreshed(one, force=True))
    assert "CoinGecko is paused until 13:00 UTC." in page.chip("btc_price_usd").title
    assert upstream.price.call_count == 1

    clock.advance(minutes=55)
    refreshed(one, force=True)
    assert upstream.price.call_count == 2


@fault(13)
def test_the_first_notice_says_until_when(service, upstream, refreshed):
    """119 s after 12:00:00 the pause ends: the notice names a minute at which it is over."""
    upstream.price.respond(429, headers={"Retry-After": "119"}, json={"status": LIMIT})
    one = service()
    page = page_of(one, refreshed(one))
    assert "until 12:02 UTC" in page.notices[0]


@fault(14)
@pytest.mark.parametrize(
    ("date", "calls", "paused"),
    [
        ("Sat, 21 Nov 2026 12:00:03 GMT", 2, None),
        ("Sat, 21 Nov 2026 12:30:00 GMT", 1, "12:30"),
        ("Sat, 21 Nov 2026 13:30:00 +0100", 1, "12:30"),
    ],
    ids=["three seconds", "half an hour", "another zone"],
)
def test_a_date_to_wait_for(service, upstream, refreshed, date, calls, paused):
    """A date up to five seconds ahead is waited for, a later one is a pause."""
    good = upstream.price.return_value
    upstream.price.side_effect = [httpx.Response(429, headers={"Retry-After": date}), good]
    one = service()
    page = page_of(one, refreshed(one))
    until = page.record("CoinGecko").paused_until
    assert page.chip("btc_price_usd").status == "live"
    assert upstream.price.call_count == calls
    assert (f"{until:%H:%M}" if until else None) == paused


@fault(15)
@pytest.mark.parametrize(
    "retry_after",
    [
        None,
        "-5",
        "soon",
        "1e3",
        "NaN",
        "２",
        "Sat, 21 Nov 2026 11:00:00 GMT",
        "Sat, 99 Nov 2026 11:00:00 GMT",
        "Sat, 21 Nov 99999999999999999999 12:00:00 GMT",
        "Sat, 21 Nov 2026 12:00:00 +99999999999999999999",
    ],
)
def test_without_a_sensible_wait_the_pause_is_a_minute(service, upstream, refreshed, retry_after):
    """No, a negative, a past and a senseless ``Retry-After`` all pause for 60 s."""
    headers = {} if retry_after is None else {"Retry-After": retry_after.encode()}
    upstream.price.respond(429, headers=headers, text="Throttled")
    one = service()
    page = page_of(one, refreshed(one))
    assert page.chip("btc_price_usd").status == "live"
    # The clock stands 1 s past noon: another provider was given its second between two calls.
    assert f"{page.record('CoinGecko').paused_until:%H:%M}" == "12:01"
    assert upstream.price.call_count == 1


@fault(15)
def test_an_endless_wait_is_six_hours(service, upstream, refreshed):
    """A provider that says 31 years is asked again after six hours."""
    upstream.price.respond(429, headers={"Retry-After": "99999999999999"})
    one = service()
    page = page_of(one, refreshed(one))
    assert f"{page.record('CoinGecko').paused_until:%H:%M}" == "18:00"


@fault(16)
@pytest.mark.parametrize(
    "body", [{"status": LIMIT}, {"error": {"status": LIMIT}}], ids=["status", "nested"]
)
def test_a_limit_with_status_200_is_a_limit(service, upstream, refreshed, clock, body):
    """The soft 429 pauses CoinGecko and is never stored as a value."""
    one = service()
    refreshed(one)
    upstream.price.respond(json=body)
    upstream.ticker.respond(503)
    upstream.spot.respond(503)
    clock.advance(hours=25)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.chip("btc_price_usd").status == "stale"
    assert "CoinGecko asks us to wait" in page.chip("btc_price_usd").title
    assert snapshot.values["btc_price_usd"].value == 83_000
    assert page.record("CoinGecko").paused_until is not None


@fault(17)
@pytest.mark.parametrize("code", [10002, 10010, 10011])
@pytest.mark.parametrize("status", [401, 400, 200])
def test_a_rejected_key_is_said_and_not_shown(service, upstream, refreshed, status, code):
    """One call, "rejected the key" in health, and the price is Coinbase Exchange's."""
    message = f"API Key Missing: {CANARY}"
    upstream.price.respond(status, json={"status": {"error_code": code, "error_message": message}})
    one = service(**KEYED)
    page = page_of(one, refreshed(one))
    assert page.record("CoinGecko").last_error == "CoinGecko rejected the key"
    note = "CoinGecko rejected the key. This value is of Coinbase Exchange."
    assert note in page.chip("btc_price_usd").title
    assert page.chip("btc_price_usd").status == "live"
    assert upstream.price.call_count == 1


@fault(17)
def test_without_a_key_none_is_rejected(service, upstream, refreshed):
    """Who set no key is told that one is wanted, not that theirs is wrong."""
    upstream.price.respond(401, json={"status": {"error_code": 10002}})
    one = service()
    page = page_of(one, refreshed(one))
    assert page.record("CoinGecko").last_error == "CoinGecko asks for a key"


@fault(18)
@pytest.mark.parametrize(
    "body",
    [{"status": {"error_code": 10005}}, {"error": {"status": {"error_code": 10012}}}],
    ids=["10005", "10012 nested"],
)
def test_what_is_not_in_the_plan_is_said(service, upstream, refreshed, body):
    """One call, "not in the plan" in health, and the chain goes on."""
    upstream.price.respond(401, json=body)
    one = service(**KEYED)
    page = page_of(one, refreshed(one))
    assert page.record("CoinGecko").last_error == "CoinGecko does not offer this in the key's plan"
    assert page.chip("btc_price_usd").status == "live"
    assert upstream.price.call_count == 1


@fault(18)
@pytest.mark.usefixtures("upstream")
def test_a_history_beyond_the_plan_is_of_the_second_source(service, history):
    """Only 365 days are asked for; where even these are refused, Blockchain.info's chart stands."""
    history.chart.respond(401, json={"error": {"status": {"error_code": 10012}}})
    one = service()
    found = asyncio.run(one.history.refresh())
    assert history.chart.calls[0].request.url.params["days"] == "365"
    assert found.sources["btc_price_usd"] == "Blockchain.info charts"
    assert found.btc_price_usd[-1] == 81_000
    error = page_of(one, one.snapshot()).record("CoinGecko").last_error
    assert error == "CoinGecko does not offer this in the key's plan"


@fault(19)
def test_a_firewall_page_pauses_a_quarter_of_an_hour(service, upstream, refreshed):
    """403 with Cloudflare's page: one call, second source, and no call for 15 minutes."""
    upstream.price.respond(403, html=CLOUDFLARE)
    one = service()
    page = page_of(one, refreshed(one))
    note = "CoinGecko blocked the request. This value is of Coinbase Exchange."
    assert note in page.chip("btc_price_usd").title
    assert "Just a moment" not in str(page)
    assert f"{page.record('CoinGecko').paused_until:%H:%M}" == "12:15"
    assert upstream.price.call_count == 1


@fault(20)
@pytest.mark.parametrize("status", [404, 410])
def test_an_endpoint_that_is_gone_is_said(service, upstream, refreshed, clock, status):
    """Fees have one source; with it gone they are old, and health says why."""
    one = service()
    refreshed(one)
    upstream.rewards.respond(status, json={"error": "not found"})
    clock.advance(hours=25)
    page = page_of(one, refreshed(one))
    chip = page.chip("fees_btc_per_block")
    assert chip.status == "stale"
    reason = "mempool.space no longer answers at this address."
    assert reason in chip.title
    assert any(reason in sentence for sentence in page.health.reasons)
    assert page.chip("block_height").status == "live"


@fault(22)
@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_passing_server_fault_is_not_noticed(service, upstream, refreshed, clock, status):
    """A second try after 0.3 to 0.6 s is good: live."""
    upstream.rewards.side_effect = [httpx.Response(status), upstream.rewards.return_value]
    one = service()
    page = page_of(one, refreshed(one))
    assert page.chip("fees_btc_per_block").status == "live"
    assert page.notices == ()
    assert upstream.rewards.call_count == 2
    assert any(0.3 <= pause <= 0.6 for pause in clock.slept)


@fault(23)
def test_a_server_fault_for_good_ends_after_few_tries(service, upstream, refreshed, clock):
    """mempool.space is tried twice for fees, which are then old, and the value stays."""
    one = service()
    refreshed(one)
    upstream.rewards.respond(503, json={"error": "Service Temporarily Unavailable"})
    before = upstream.rewards.call_count
    clock.advance(hours=25)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert upstream.rewards.call_count - before == 2
    assert page.chip("fees_btc_per_block").status == "stale"
    assert snapshot.values["fees_btc_per_block"].value == 0.02
    reason = "mempool.space had a server error (503)."
    assert reason in page.chip("fees_btc_per_block").title


@fault(24)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(service, upstream, refreshed, status):
    """The moved rates are mempool.space's instead, and health says that Frankfurter moved."""
    moved = upstream.router.get(host="api.frankfurter.app")
    upstream.rates.respond(status, headers={"Location": "https://api.frankfurter.app/v1/latest"})
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    reason = "Frankfurter moved to another address, which is not followed"
    assert page.record("Frankfurter").last_error == reason
    assert f"{reason}. This value is of mempool.space." in page.chip("usd_to_gbp").title
    # £62,250 and $83,000 for a bitcoin: £0.75 for a dollar.
    assert snapshot.values["usd_to_gbp"].value == 0.75
    assert moved.call_count == 0
    assert upstream.rates.call_count == 1


@fault(25)
def test_a_foreign_host_never_gets_a_request_or_a_key(service, upstream, refreshed):
    """A redirect to a foreign host gets zero requests; the key goes to CoinGecko, in a header."""
    foreign = upstream.router.route(host="evil.example").respond(
        json={"bitcoin": {"usd": 1_000_000, "last_updated_at": 1_795_000_000}}
    )
    upstream.price.respond(302, headers={"Location": "https://evil.example/simple/price"})
    one = service(**KEYED, user_agent=Secret("hydro-mining tests"))
    page = page_of(one, refreshed(one))
    assert foreign.call_count == 0
    assert page.chip("btc_price_usd").status == "live"
    assert "CoinGecko moved" in page.chip("btc_price_usd").title
    for call in upstream.router.calls:
        request = call.request
        assert CANARY not in str(request.url)
        carries = CANARY in str(request.headers.raw)
        assert carries == (request.url.host == "api.coingecko.com")
        assert request.headers["user-agent"] == "hydro-mining tests"


@fault(26, 27, 28, 31, 36)
@pytest.mark.parametrize(("answer", "reason"), UNEXPECTED.values(), ids=UNEXPECTED)
def test_an_unexpected_answer_of_one_goes_to_the_next(service, upstream, refreshed, answer, reason):
    """Price, difficulty, height and rate are live of another source, which the chip says."""
    for route in (upstream.price, upstream.q_difficulty, upstream.height, upstream.rates):
        route.respond(**answer)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    for name, failed, source in (
        ("btc_price_usd", "CoinGecko", "Coinbase Exchange"),
        ("difficulty", "Blockchain.info", "mempool.space"),
        ("block_height", "mempool.space", "Blockchain.info"),
        ("usd_to_gbp", "Frankfurter", "mempool.space"),
    ):
        chip = page.chip(name)
        assert chip.status == "live"
        assert f"{failed} gave an unexpected answer (" in chip.title
        assert f"This value is of {source}." in chip.title
    assert reason in page.record("CoinGecko").last_error
    assert upstream.price.call_count == 1


@fault(26, 27, 28, 31, 36)
@pytest.mark.parametrize("answer", [answer for answer, _ in UNEXPECTED.values()], ids=UNEXPECTED)
def test_an_unexpected_answer_of_all_keeps_the_last(service, upstream, refreshed, clock, answer):
    """No bad answer is stored: a day later every value is the last good one, called old."""
    one = service(**KEYED)
    before = refreshed(one)
    for route in upstream.router.routes:
        route.respond(**answer)
    clock.advance(hours=25)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    for name in NETWORK_VALUES:
        assert page.chip(name).status == "stale"
        assert "unexpected answer" in page.chip(name).title
        if name != "block_height":
            assert snapshot.values[name].value == before.values[name].value


@fault(31)
def test_a_byte_order_mark_does_no_harm(service, upstream, refreshed):
    """Every body with a mark in front is read as without."""
    for route in upstream.router.routes:
        body = route.return_value.content
        route.respond(content=b"\xef\xbb\xbf" + body)
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert page.headline == "Live: all network figures were fetched just now"
    assert page.notices == ()
    assert abs(snapshot.values["difficulty"].value / DIFFICULTY - 1) < 1e-9


ANSWERS = {
    "401": {"status_code": 401, "json": {"status": {"error_code": 10002, "m": CANARY}}},
    "403": {"status_code": 403, "html": CLOUDFLARE},
    "404": {"status_code": 404, "text": CANARY},
    "429": {"status_code": 429, "text": CANARY},
    "500": {"status_code": 500, "text": CANARY},
    "302": {"status_code": 302, "headers": {"Location": f"https://evil.example/?key={CANARY}"}},
    "junk": {"text": CANARY},
    "error": {"json": {"error": CANARY, "success": False}},
    "keys": {"json": {CANARY: CANARY}},
    "prices": {"json": {"time": 1_795_000_000, "USD": 83_000, "GBP": 62_000, CANARY: CANARY}},
}


@fault(17, 25)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_no_answer_brings_a_key_to_light(service, upstream, refreshed, folder, caplog, answer):
    """Whatever providers send back, a key is in no log line, no stored row and not on the page."""
    caplog.set_level("DEBUG")
    for route in upstream.router.routes:
        route.respond(**answer)
    one = service(**KEYED)
    page_of(one, refreshed(one))
    assert CANARY not in caplog.text
    assert CANARY not in _stored(folder)
    assert CANARY not in repr(one._environment)


@fault(17)
def test_no_outage_brings_a_key_to_light(service, upstream, refreshed, folder, caplog):
    """An error whose text has the key is told in our own words."""
    caplog.set_level("DEBUG")
    upstream.fail(httpx.ConnectError(f"could not ask https://x.example?key={CANARY}"))
    one = service(**KEYED)
    page_of(one, refreshed(one))
    assert CANARY not in caplog.text + _stored(folder)


@fault(16)
def test_errors_of_the_documents_are_known(service, upstream, refreshed):
    """Coinbase's error list with status 200 is no price."""
    upstream.price.respond(503)
    upstream.ticker.respond(json={"message": "NotFound"})
    upstream.spot.respond(json={"errors": [{"id": "rate_limit_exceeded", "message": "Too many"}]})
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert snapshot.values["btc_price_usd"].status is Status.STATIC
    assert (
        "Coinbase gave an unexpected answer (an error with status 200)."
        in page.chip("btc_price_usd").title
    )


def _stored(folder: Path) -> str:
    """Return all rows of a cache, and its files' bytes as they are."""
    with diskcache.Cache(str(folder), disk=diskcache.JSONDisk) as cache:
        rows = {key: cache[key] for key in cache}
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return json.dumps(rows) + raw.decode("latin-1")


class _History:
    """The routes of the past year's series; each answers well at first."""

    def __init__(self, router) -> None:
        self.chart = router.get(path="/api/v3/coins/bitcoin/market_chart")
        self.market = router.get(host="api.blockchain.info", path="/charts/market-price")
        self.adjustments = router.get(path="/api/v1/mining/difficulty-adjustments/2y")
        self.fees = router.get(path="/api/v1/mining/blocks/fees/1y")
        midnight = 1_795_132_800  # 20 Nov 2026
        self.chart.respond(json={"prices": [[midnight * 1000, 80_000]]})
        self.market.respond(json={"unit": "USD", "values": [{"x": midnight, "y": 81_000}]})
        self.adjustments.respond(json=[[midnight - 86_400, 975_744, DIFFICULTY, 1.01]])
        self.fees.respond(json=[{"timestamp": midnight, "avgFees": 2_000_000}])


@pytest.fixture
def history(upstream):
    """Return the routes of the series."""
    return _History(upstream.router)
