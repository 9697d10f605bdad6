"""Which of several answers to believe."""

import datetime as dt

import pytest

from hydro_mining.network_data._finder import Answer, CrossCheck
from hydro_mining.network_data._values import Observed
from tests.network_data.conftest import accepted

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
FIRST, SECOND, THIRD = "first", "second", "third"


def ago(**length: float) -> dt.datetime:
    return NOW - dt.timedelta(**length)


def price(provider: str, value: float, as_of: dt.datetime | None = NOW) -> Answer:
    return Answer(provider, Observed(value, as_of))


@pytest.fixture
def check() -> CrossCheck:
    """Return a check for the price after $80,000 an hour ago."""
    return CrossCheck(name="btc_price_usd", last=accepted(80_000, ago(hours=1)), now=NOW)


def test_an_answer_near_the_last_is_believed_alone(check):
    """No second provider is needed within 25 %."""
    near = price(FIRST, 99_000)
    assert check.accepted([near]) is near


def test_the_first_answer_ever_is_believed_alone():
    """Where there is no last good value, the limits have to do."""
    first = price(FIRST, 5e7)
    assert CrossCheck(name="btc_price_usd", last=None, now=NOW).accepted([first]) is first


def test_without_answers_nothing_is_accepted(check):
    """Nothing is believed that nobody said."""
    assert check.accepted([]) is None
    assert check.newest_outdated([]) is None


def test_a_jump_waits_for_a_second_provider(check):
    """$120,000 after $80,000 is believed when another says $117,000, 2.5 % below."""
    jump = price(FIRST, 120_000)
    assert check.accepted([jump]) is None
    assert check.accepted([jump, price(SECOND, 117_000)]) is jump


def test_a_second_that_disagrees_with_the_jump_is_taken_instead(check):
    """The second is near the last value, so it is believed and the first is not."""
    near = price(SECOND, 81_000)
    assert check.accepted([price(FIRST, 120_000), near]) is near


def test_two_jumps_that_disagree_settle_nothing(check):
    """$120,000 and $50,000 speak for nobody."""
    assert check.accepted([price(FIRST, 120_000), price(SECOND, 50_000)]) is None


def test_a_provider_does_not_vouch_for_itself(check):
    """The same provider's second word is no second provider."""
    assert check.accepted([price(FIRST, 120_000), price(FIRST, 120_000)]) is None


def test_the_third_can_vouch_for_the_second(check):
    """Of three the first that has company is believed."""
    second = price(SECOND, 50_000)
    answers = [price(FIRST, 120_000), second, price(THIRD, 50_500)]
    assert check.accepted(answers) is second


def test_an_answer_of_an_hour_ago_is_outdated(check):
    """A price older than an hour by its own time is not today's; at an hour it still is."""
    at_the_limit = price(FIRST, 81_000, ago(hours=1))
    old = price(FIRST, 81_000, ago(hours=1, seconds=1))
    assert check.accepted([at_the_limit]) is at_the_limit
    assert check.accepted([old]) is None
    assert check.is_outdated(old)


def test_an_answer_without_a_time_is_not_outdated(check):
    """Coinbase's spot price tells no time; nothing speaks against it."""
    assert not check.is_outdated(price(FIRST, 81_000, None))


def test_a_difficulty_does_not_age():
    """The network sets it every two weeks, so no time of its own is too old."""
    check = CrossCheck(name="difficulty", last=None, now=NOW)
    old = Answer(FIRST, Observed(130e12, ago(days=14)))
    assert check.accepted([old]) is old


def test_of_outdated_answers_the_newest_may_do():
    """Only where it is newer than the last good value is it a gain."""
    check = CrossCheck(name="btc_price_usd", last=accepted(80_000, ago(days=2)), now=NOW)
    older, newer = price(FIRST, 81_000, ago(hours=9)), price(SECOND, 82_000, ago(hours=5))
    assert check.newest_outdated([older, newer]) is newer
    assert check.newest_outdated([price(FIRST, 81_000, ago(days=3))]) is None
    # 25 % × √2 of $80,000 are $28,284: an old jump is believed no more than a new one.
    assert check.newest_outdated([price(FIRST, 109_000, ago(hours=5))]) is None


def test_with_nothing_known_even_old_data_are_a_gain():
    """An empty cache takes the newest there is."""
    check = CrossCheck(name="btc_price_usd", last=None, now=NOW)
    old = price(FIRST, 81_000, ago(days=30))
    assert check.newest_outdated([old]) is old


def test_an_outdated_answer_vouches_for_a_jump(check):
    """Two hours ago another provider already saw the new price."""
    jump = price(FIRST, 120_000)
    assert check.accepted([jump, price(SECOND, 119_000, ago(hours=2))]) is jump


def test_objections_are_sentences(check):
    """The reader is told how old the data are, or what stood against which last value."""
    old = price(FIRST, 81_000, ago(hours=9))
    assert check.doubt(old, [old]).reason == "has data that are 9 h old"
    jump = price(FIRST, 120_000)
    assert check.doubt(jump, [jump]).reason == (
        "says $120,000 after $80,000, and no second provider agrees"
    )


def test_who_vouched_is_not_told_to_stand_alone(service, upstream, refreshed, clock):
    """After $83,000 the first says $120,000, two agree on $50,000: only the first is doubted."""
    refreshed(service())
    clock.advance(hours=12)
    seconds = int(clock.time.timestamp())
    bitcoin = {"usd": 120_000, "last_updated_at": seconds}
    upstream.price.respond(json={"bitcoin": bitcoin})
    upstream.ticker.respond(json={"price": "50000", "time": clock.time.isoformat()})
    upstream.spot.respond(json={"data": {"amount": "50500", "base": "BTC", "currency": "USD"}})
    reading = refreshed(service(), force=True).values["btc_price_usd"]
    assert (reading.value, reading.source) == (50_000, "Coinbase Exchange")
    assert "CoinGecko says $120,000 after $83,000, and no second provider agrees." in reading.note
    assert "Coinbase says" not in reading.note
