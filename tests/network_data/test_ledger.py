"""What is remembered of a provider: budgets, distances, pauses and outcomes."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

import pytest

from hydro_mining.network_data._answers import RESTRAINTS, FaultKind, ProviderError
from hydro_mining.network_data._providers import Ledger, Provider
from hydro_mining.network_data._store import Store

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
ROW = "provider:Source"


def source(**budget: Any) -> Provider:
    """Return a provider with a budget; a hundred calls a day if nothing else is said."""
    return Provider(
        name="Source",
        base_url="https://source.example",
        **{"per_day": 100, **budget},
    )


def down(pause: dt.timedelta | None = None) -> ProviderError:
    return ProviderError(FaultKind.SERVER_ERROR, "has a fault of its own", pause=pause)


@pytest.fixture
def store(folder) -> Iterator[Store]:
    """Return a store in a folder of its own."""
    opened = Store(folder)
    yield opened
    opened.close()


@pytest.fixture
def ledger(store, clock) -> Ledger:
    """Return a ledger with a clock that the test sets."""
    return Ledger(store, clock.now)


def refusal(ledger: Ledger, provider: Provider) -> tuple[FaultKind, str]:
    """Return why no call is booked."""
    with pytest.raises(ProviderError) as raised:
        ledger.reserve(provider)
    assert raised.value.kind in RESTRAINTS
    return raised.value.kind, raised.value.reason


def test_nothing_is_known_of_a_new_provider(ledger):
    """A record without calls has no rates and no times."""
    record = ledger.record(source())
    assert (record.name, record.calls_today, record.calls_a_day) == ("Source", 0, 100)
    assert (record.error_rate, record.latency_ms, record.failed_rounds) == (None, None, 0)
    assert (record.last_success_at, record.last_error_at, record.paused_until) == (None,) * 3
    assert record.last_error == ""
    assert not record.is_failing


def test_calls_keep_their_distance(ledger, clock):
    """With 10 s between them three calls at once are made now, in 10 s and in 20 s."""
    provider = source(spacing_s=10)
    assert [ledger.reserve(provider) for _ in range(3)] == [0, 10, 20]
    clock.advance(seconds=15)
    assert ledger.reserve(provider) == 15
    clock.advance(seconds=60)
    assert ledger.reserve(provider) == 0


@pytest.mark.parametrize(
    ("budget", "period", "seconds"),
    [("per_minute", "this minute", 60), ("per_hour", "this hour", 3600)],
)
def test_a_periods_budget_comes_back_as_calls_grow_old(ledger, clock, budget, period, seconds):
    """The third call is refused until the first is a whole period ago."""
    provider = source(**{budget: 2})
    ledger.reserve(provider)
    clock.advance(seconds=10)
    ledger.reserve(provider)
    expected = f"has had its 2 calls of {period}"
    assert refusal(ledger, provider)[1] == expected
    clock.advance(seconds=seconds - 11)
    assert refusal(ledger, provider)[1] == expected
    clock.advance(seconds=1)
    assert ledger.reserve(provider) == 0
    assert refusal(ledger, provider)[1] == expected


def test_the_days_budget_starts_anew_at_midnight_utc(ledger, clock):
    """Calls of 23:59:59 are of today, one second later they are of yesterday."""
    provider = source(per_day=2)
    clock.time = NOW.replace(hour=23, minute=59, second=59)
    ledger.reserve(provider)
    ledger.reserve(provider)
    assert refusal(ledger, provider) == (
        FaultKind.LIMIT_REACHED,
        "has had its 2 calls of today",
    )
    assert ledger.record(provider).calls_today == 2
    clock.advance(seconds=1)
    assert ledger.record(provider).calls_today == 0
    assert ledger.reserve(provider) == 0


def test_a_refused_call_is_not_booked(ledger):
    """However often a button is pressed, the budget is not used up by refusals."""
    provider = source(per_day=1)
    ledger.reserve(provider)
    for _ in range(5):
        refusal(ledger, provider)
    assert ledger.record(provider).calls_today == 1


def test_no_calls_a_day_are_none(ledger):
    """A limit of 0 forbids the first call."""
    assert refusal(ledger, source(per_day=0))[1] == "has had its 0 calls of today"


def test_two_processes_share_a_budget(ledger, folder, clock):
    """What one process books, another counts."""
    other_store = Store(folder)
    other = Ledger(other_store, clock.now)
    provider = source(per_day=2)
    ledger.reserve(provider)
    other.reserve(provider)
    assert refusal(ledger, provider)[0] is FaultKind.LIMIT_REACHED
    other_store.close()


def test_a_clock_set_back_by_hours_does_not_lock_the_provider(ledger, clock):
    """Calls that lie more than a minute ahead were not made by this clock."""
    provider = source(spacing_s=10, per_hour=1)
    ledger.reserve(provider)
    clock.advance(hours=-2)
    assert ledger.reserve(provider) == 0


def test_a_clock_set_back_by_seconds_waits_a_little_longer(ledger, clock):
    """The call of 12:00:00 keeps its distance of 10 s at 11:59:30: 40 s."""
    provider = source(spacing_s=10)
    ledger.reserve(provider)
    clock.advance(seconds=-30)
    assert ledger.reserve(provider) == 40


def test_a_provider_that_asks_for_a_pause_gets_it(ledger, clock):
    """119 s from noon end at 12:01:59; until then nothing is asked."""
    provider = source()
    ledger.failed(provider, down(dt.timedelta(seconds=119)), latency_s=0.1, round_id="1")
    assert refusal(ledger, provider) == (FaultKind.PAUSED, "is paused until 12:01 UTC")
    assert ledger.record(provider).paused_until == NOW + dt.timedelta(seconds=119)
    clock.advance(seconds=119)
    assert ledger.reserve(provider) == 0
    assert ledger.record(provider).paused_until is None


def test_a_success_meanwhile_does_not_end_a_pause(ledger):
    """Another call of the same round may have been answered well."""
    provider = source()
    ledger.failed(provider, down(dt.timedelta(minutes=15)), latency_s=0.1, round_id="1")
    ledger.succeeded(provider, latency_s=0.1)
    assert refusal(ledger, provider)[0] is FaultKind.PAUSED


def test_a_short_pause_does_not_end_a_longer_one(ledger):
    """Told to wait 6 h and, by another call, 1 min: 6 h it is."""
    provider = source()
    ledger.failed(provider, down(dt.timedelta(hours=6)), latency_s=0.1, round_id="1")
    ledger.failed(provider, down(dt.timedelta(minutes=1)), latency_s=0.1, round_id="1")
    assert ledger.record(provider).paused_until == NOW + dt.timedelta(hours=6)


def test_a_pause_of_a_clock_that_was_put_back_is_void(ledger, clock):
    """No pause lasts longer than a day, so that one is neither kept nor shown."""
    provider = source()
    ledger.failed(provider, down(dt.timedelta(minutes=15)), latency_s=0.1, round_id="1")
    clock.advance(days=-2)
    assert ledger.reserve(provider) == 0
    assert ledger.record(provider).paused_until is None


def test_from_the_third_failed_round_on_a_provider_is_left_alone(ledger, clock):
    """1 min, then 2, 4, 8, and from then on 15."""
    provider, pauses = source(), []
    for number in range(8):
        ledger.failed(provider, down(), latency_s=0.1, round_id=str(number))
        until = ledger.record(provider).paused_until
        pauses.append(0 if until is None else (until - clock.time).total_seconds())
        clock.advance(minutes=20)
    assert pauses == [0, 0, 60, 120, 240, 480, 900, 900]
    assert ledger.record(provider).failed_rounds == 8


def test_calls_that_fail_together_are_one_failed_round(ledger):
    """Three values of one round make no third failure."""
    provider = source()
    for _ in range(3):
        ledger.failed(provider, down(), latency_s=0.1, round_id="1")
    assert ledger.record(provider).failed_rounds == 1
    assert ledger.reserve(provider) == 0


def test_a_success_ends_the_row_of_failures(ledger):
    """After it two more failed rounds cause no pause."""
    provider = source()
    for number in range(2):
        ledger.failed(provider, down(), latency_s=0.1, round_id=str(number))
    ledger.succeeded(provider, latency_s=0.1)
    assert ledger.record(provider).failed_rounds == 0
    ledger.failed(provider, down(), latency_s=0.1, round_id="2")
    ledger.failed(provider, down(), latency_s=0.1, round_id="3")
    assert ledger.record(provider).paused_until is None


def test_weeks_of_failures_are_a_pause_like_any_other(ledger, store):
    """A provider that is gone for good is asked every 15 minutes: 1,100 rounds in 11 days."""
    store.set(ROW, {"failed_rounds": 1_100})
    ledger.failed(source(), down(), latency_s=0.1, round_id="1")
    assert ledger.record(source()).paused_until == NOW + dt.timedelta(minutes=15)


def test_a_record_tells_rate_and_median_of_today(ledger, clock):
    """100 ms, 300 ms and a failure after 500 ms: a third failed, the median is 300 ms."""
    provider = source()
    clock.advance(days=-1)
    ledger.failed(provider, down(), latency_s=9, round_id="0")
    clock.advance(days=1)
    ledger.succeeded(provider, latency_s=0.1)
    ledger.succeeded(provider, latency_s=0.3)
    assert not ledger.record(provider).is_failing
    clock.advance(seconds=1)
    ledger.failed(provider, down(), latency_s=0.5, round_id="1")
    record = ledger.record(provider)
    assert record.error_rate == pytest.approx(1 / 3)
    assert record.latency_ms == 300
    assert record.last_success_at == NOW
    assert record.last_error_at == NOW + dt.timedelta(seconds=1)
    assert record.last_error == "Source has a fault of its own"
    assert record.is_failing


def test_fifty_outcomes_are_kept(ledger, store):
    """The oldest makes room for the newest."""
    for number in range(52):
        ledger.succeeded(source(), latency_s=number / 1000)
    kept = [latency for _, _, latency in store.get(ROW)["outcomes"]]
    assert kept == list(range(2, 52))


@pytest.mark.parametrize(
    "row",
    [
        {"calls": 5},
        {"calls": None},
        {"calls": {"a": 1}},
        {"calls": ["noon"]},
        {"calls": [math.nan]},
        {"calls": [math.inf]},
        {"outcomes": None},
        {"outcomes": [5]},
        {"outcomes": [[1, True]]},
        {"outcomes": [["noon", True, 5.0]]},
        {"outcomes": [[1_795_262_400.0, True, "fast"]]},
        {"last_success_at": "noon"},
        {"last_success_at": 1e18},
        {"last_success_at": math.nan},
        {"paused_until": [5]},
        {"paused_until": 1e18},
        {"last_error": "none"},
        {"last_error": {"at": 5}},
        {"last_error": {"at": "noon", "reason": "x"}},
        {"last_error": {"at": 1e18, "reason": "x"}},
        {"failed_rounds": "many"},
        {"failed_rounds": None},
        {"unknown": 5},
    ],
    ids=str,
)
def test_a_row_of_another_hand_counts_as_none(ledger, store, row):
    """A damaged row neither stops a call nor the record of it."""
    provider = source()
    store.set(ROW, row)
    record = ledger.record(provider)
    assert (record.calls_today, record.failed_rounds, record.paused_until) == (0, 0, None)
    for recording in (
        lambda: ledger.reserve(provider),
        lambda: ledger.succeeded(provider, latency_s=0.1),
        lambda: ledger.failed(provider, down(), latency_s=0.1, round_id="1"),
    ):
        store.set(ROW, row)
        recording()
        assert ledger.record(provider).name == "Source"
