"""Strict reading: JSON, finite decimal numbers, times that Bitcoin can have had."""

import datetime as dt
import math
import time

import pytest

from hydro_mining.network_data._answers import (
    RESTRAINTS,
    FaultKind,
    ProviderError,
    bad_answer,
    body_text,
    document,
    field,
    number,
    time_of,
)
from hydro_mining.network_data._values import Observed

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
NOON_S = 1_795_262_400


def refusal(function, *arguments, **options):
    """Return why ``function`` refuses, as a fault's kind and reason."""
    with pytest.raises(ProviderError) as raised:
        function(*arguments, **options)
    return raised.value.kind, raised.value.reason


def unexpected(detail):
    return FaultKind.BAD_ANSWER, f"gave an unexpected answer ({detail})"


def test_an_observation_need_not_tell_its_time():
    """Without a provider's time the time is unknown, never now."""
    assert Observed(5.0).as_of is None


def test_a_bad_answer_is_not_worth_asking_again():
    """What was understood wrongly once is so the next second too."""
    assert not bad_answer("x").is_transient
    assert bad_answer("x").kind not in RESTRAINTS


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"976800", "976800"), (b" 5\r\n", "5"), (b"\xef\xbb\xbf5", "5"), ("£".encode(), "£")],
)
def test_a_body_is_utf8_text(body, text):
    """A byte order mark and blanks around it are left out."""
    assert body_text(body) == text


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "an empty body"),
        (b" \n\t", "an empty body"),
        (b"\xef\xbb\xbf", "an empty body"),
        (b"\xff", "not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
        ("5".encode("utf-16"), "not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(body, detail):
    """An empty body, another encoding and a lone surrogate are refused."""
    assert refusal(body_text, body) == unexpected(detail)


@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b"{",
        b"{'a': 1}",
        b"[1,]",
        b"NaN",
        b'{"a": Infinity}',
        b"[-Infinity]",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5_000,
        b"[1] [2]",
        b'"\x01"',
    ],
    ids=lambda body: repr(body[:10]),
)
def test_what_is_no_json_is_refused(body):
    """NaN, Infinity, endless nesting and numbers without end are no JSON here."""
    assert refusal(document, body) == unexpected("not JSON")


def test_json_is_read():
    """A document gives its values; of doubled keys the last counts."""
    assert document(b'\xef\xbb\xbf {"a": [1, null, "x"], "a": [2]}\n') == {"a": [2]}


def test_a_field_is_found_by_names_and_positions():
    """A path leads through objects and lists."""
    tree = {"a": [{"b": 5}, {"b": None}]}
    assert field(tree, "a", 0, "b") == 5
    assert field(tree, "a", -1, "b") is None
    assert field(tree) is tree


@pytest.mark.parametrize(
    ("tree", "path", "detail"),
    [
        ({"a": 1}, ("b",), "b is missing"),
        ({"a": [1]}, ("a", 1), "a.1 is missing"),
        ({"a": [1]}, ("a", -2), "a.-2 is missing"),
        ({"a": 1}, ("a", "b"), "a.b is missing"),
        ([], (0,), "0 is missing"),
        ([1], ("0",), "0 is missing"),
        ({"0": 1}, (0,), "0 is missing"),
        ("text", (0,), "0 is missing"),
        ("text", ("t",), "t is missing"),
        (None, ("a",), "a is missing"),
        (5, (0,), "0 is missing"),
    ],
)
def test_a_missing_field_is_named(tree, path, detail):
    """Neither a text nor a number has fields, and a list has no names."""
    assert refusal(field, tree, *path) == unexpected(detail)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (5, 5.0),
        (5.5, 5.5),
        ("5", 5.0),
        ("5.5", 5.5),
        (" 5.5\n", 5.5),
        ("-5.", -5.0),
        ("+.5", 0.5),
        ("1.30125E14", 130_125e9),
        ("1e-7", 1e-7),
        (-0.0, 0.0),
        (10**30, 1e30),
        ("1e-999", 0.0),
        ("0" * 50 + "5", 5.0),
    ],
)
def test_a_number_comes_as_a_number_or_as_its_text(given, read):
    """Also in scientific notation, with a sign, and as a whole number of any length."""
    assert number(given, "price") == read


@pytest.mark.parametrize(
    "given",
    [
        None,
        True,
        False,
        [],
        {},
        "",
        " ",
        "nan",
        "inf",
        "-Infinity",
        "1_000",
        "1,000",
        "0x10",
        "１２",
        "٣",
        "1e400",
        "1e1000",
        "e5",
        ".",
        "--5",
        "5 5",
        "5\x00",
        "\ud800",
        math.nan,
        math.inf,
        -math.inf,
        10**400,
        -(10**400),
        b"5",
    ],
    ids=lambda given: repr(given)[:12],
)
def test_what_is_no_finite_number_is_refused(given):
    """Truth values, NaN, infinities, other digits and separators are no numbers."""
    assert refusal(number, given, "price") == unexpected("price is no finite number")


@pytest.mark.parametrize(("given", "shown"), [(0, "0"), (-0.0, "-0"), ("-1", "-1")])
def test_a_number_at_its_bound_is_impossible(given, shown):
    """The bound itself is not above it, nor is a negative zero."""
    kind, reason = refusal(number, given, "price", above=0)
    assert (kind, reason) == (FaultKind.IMPLAUSIBLE, f"gave an impossible price ({shown})")


def test_a_long_text_of_digits_is_refused_at_once():
    """Twenty thousand digits and a letter take no longer than a glance."""
    started = time.thread_time()
    assert refusal(number, "1" * 20_000 + "x", "price")[0] is FaultKind.BAD_ANSWER
    assert time.thread_time() - started < 1


@pytest.mark.parametrize(
    "given",
    [
        NOON_S,
        float(NOON_S),
        NOON_S * 1000,
        "2026-11-21T12:00:00Z",
        "2026-11-21T12:00:00.000000000Z",
        "2026-11-21T13:00:00+01:00",
        "2026-11-21T12:00:00",
        "2026-11-21 12:00",
    ],
)
def test_a_time_comes_in_seconds_milliseconds_or_iso_text(given):
    """All mean noon of 21 November 2026 UTC; a time without a zone is of UTC."""
    assert time_of(given, "time") == NOON
    assert time_of(given, "time").tzinfo is dt.UTC


def test_a_day_is_its_midnight():
    """A bank's day is the midnight with which it starts."""
    assert time_of("2026-11-21", "date") == dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


def test_nine_digits_of_a_second_are_cut_to_six():
    """A fraction in nanoseconds keeps its microseconds."""
    assert time_of("2026-06-19T16:43:33.016274911Z", "time").microsecond == 16_274


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ("", "time is no time"),
        ("soon", "time is no time"),
        ("2026-13-01", "time is no time"),
        ("2026-11-21T25:00:00", "time is no time"),
        ("\ud800", "time is no time"),
        ("0001-01-01T00:00:00+23:59", "time is no time"),
        ("9999-12-31T23:59:59-23:59", "time is no time"),
        (1e15, "time is no time"),
        (-1e15, "time is no time"),
        (1e300, "time is no time"),
        (None, "time is no finite number"),
        (True, "time is no finite number"),
        ([], "time is no finite number"),
        (math.nan, "time is no finite number"),
        (10**400, "time is no finite number"),
        (0, "time is a time of 1970"),
        (-0.0, "time is a time of 1970"),
        ("2008-12-31T23:59:59Z", "time is a time of 2008"),
        (1_230_767_999, "time is a time of 2008"),
    ],
    ids=repr,
)
def test_what_is_no_time_of_bitcoins_is_refused(given, detail):
    """Bitcoin began in 2009; an epoch of 0 is a time that is not set."""
    assert refusal(time_of, given, "time") == unexpected(detail)


def test_the_first_second_of_2009_is_a_time():
    """1,230,768,000 s are 2009-01-01 00:00 UTC."""
    assert time_of(1_230_768_000, "time") == dt.datetime(2009, 1, 1, tzinfo=dt.UTC)
