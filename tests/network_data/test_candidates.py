"""Which of several answers to believe."""

import datetime as dt

import pytest

from hydro_mining.network_data.candidates import Candidate, Question
from hydro_mining.network_data.parsing import Observed
from hydro_mining.network_data.plausibility import LastGood
from hydro_mining.network_data.providers import Budget, Provider

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
FIRST, SECOND, THIRD = (
    Provider(name=name, base_url=f"https://{name}.example", budget=Budget(per_day=9))
    for name in ("first", "second", "third")
)


def ago(**length: float) -> dt.datetime:
    return NOW - dt.timedelta(**length)


def price(provider: Provider, value: float, as_of: dt.datetime | None = NOW) -> Candidate:
    return Candidate(provider, Observed(value, as_of))


@pytest.fixture
def question() -> Question:
    """Return a question for the price after $80,000 an hour ago."""
    return Question(name="btc_price_usd", last=LastGood(80_000, ago(hours=1)), now=NOW)


def test_an_answer_near_the_last_is_believed_alone(question):
    """No second provider is needed within 25 %."""
    near = price(FIRST, 99_000)
    assert question.settled([near]) is near


def test_the_first_answer_ever_is_believed_alone():
    """Where there is no last good value, the limits have to do."""
    first = price(FIRST, 5e7)
    assert Question(name="btc_price_usd", last=None, now=NOW).settled([first]) is first


def test_without_answers_nothing_is_settled(question):
    """Nothing is believed that nobody said."""
    assert question.settled([]) is None
    assert question.outdated_but_believed([]) is None


def test_a_jump_waits_for_a_second_provider(question):
    """$120,000 after $80,000 is believed when another says $117,000, 2.5 % below."""
    jump = price(FIRST, 120_000)
    assert question.settled([jump]) is None
    assert question.settled([jump, price(SECOND, 117_000)]) is jump


def test_a_second_that_disagrees_with_the_jump_is_taken_instead(question):
    """The second is near the last value, so it is believed and the first is not."""
    near = price(SECOND, 81_000)
    assert question.settled([price(FIRST, 120_000), near]) is near


def test_two_jumps_that_disagree_settle_nothing(question):
    """$120,000 and $50,000 speak for nobody."""
    assert question.settled([price(FIRST, 120_000), price(SECOND, 50_000)]) is None


def test_a_provider_does_not_vouch_for_itself(question):
    """The same provider's second word is no second provider."""
    assert question.settled([price(FIRST, 120_000), price(FIRST, 120_000)]) is None


def test_the_third_can_vouch_for_the_second(question):
    """Of three the first that has company is believed."""
    second = price(SECOND, 50_000)
    answers = [price(FIRST, 120_000), second, price(THIRD, 50_500)]
    assert question.settled(answers) is second


def test_an_answer_of_an_hour_ago_is_outdated(question):
    """A price older than an hour by its own time is not today's; at an hour it still is."""
    at_the_limit = price(FIRST, 81_000, ago(hours=1))
    old = price(FIRST, 81_000, ago(hours=1, seconds=1))
    assert question.settled([at_the_limit]) is at_the_limit
    assert question.settled([old]) is None
    assert question.is_outdated(old)


def test_an_answer_without_a_time_is_not_outdated(question):
    """Coinbase's spot price tells no time; nothing speaks against it."""
    assert not question.is_outdated(price(FIRST, 81_000, None))


def test_a_difficulty_does_not_age():
    """The network sets it every two weeks, so no time of its own is too old."""
    question = Question(name="difficulty", last=None, now=NOW)
    old = Candidate(FIRST, Observed(130e12, ago(days=14)))
    assert question.settled([old]) is old


def test_of_outdated_answers_the_newest_may_do():
    """Only where it is newer than the last good value is it a gain."""
    question = Question(name="btc_price_usd", last=LastGood(80_000, ago(days=2)), now=NOW)
    older, newer = price(FIRST, 81_000, ago(hours=9)), price(SECOND, 82_000, ago(hours=5))
    assert question.outdated_but_believed([older, newer]) is newer
    assert question.outdated_but_believed([price(FIRST, 81_000, ago(days=3))]) is None
    # 25 % × √2 of $80,000 are $28,284: an old jump is believed no more than a new one.
    assert question.outdated_but_believed([price(FIRST, 109_000, ago(hours=5))]) is None


def test_with_nothing_known_even_old_data_are_a_gain():
    """An empty cache takes the newest there is."""
    question = Question(name="btc_price_usd", last=None, now=NOW)
    old = price(FIRST, 81_000, ago(days=30))
    assert question.outdated_but_believed([old]) is old


def test_an_outdated_answer_vouches_for_a_jump(question):
    """Two hours ago another provider already saw the new price."""
    jump = price(FIRST, 120_000)
    assert question.settled([jump, price(SECOND, 119_000, ago(hours=2))]) is jump


def test_objections_are_sentences(question):
    """The reader is told how old the data are, or what stood against which last value."""
    old = price(FIRST, 81_000, ago(hours=9))
    assert question.objection(old) == "has data that are 9 h old"
    jump = price(FIRST, 120_000)
    assert question.objection(jump) == (
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
