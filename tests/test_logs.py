"""Structured log lines: an event, and fields that a monitor reads as JSON."""

import datetime as dt
import json
import logging
import math
from typing import Any

import pytest

from hydro_mining.environment import Secret
from hydro_mining.logs import log_event

LOGGER = logging.getLogger("hydro_mining.tests.logs")


@pytest.fixture
def lines(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> pytest.LogCaptureFixture:
    """Return what is logged from INFO on."""
    # A library that configures logging in another test switches off the loggers that exist.
    monkeypatch.setattr(LOGGER, "disabled", False)
    caplog.set_level(logging.INFO, logger=LOGGER.name)
    return caplog


def fields_of(caplog: pytest.LogCaptureFixture, event: str) -> dict[str, Any]:
    """Return the fields of the only line, read as strictly as JSON is."""

    def refuse(name: str) -> None:
        pytest.fail(f"{name} is no JSON")

    (record,) = caplog.records
    message = record.getMessage()
    assert "\n" not in message
    assert message.startswith(f"{event} ")
    fields: dict[str, Any] = json.loads(message.removeprefix(f"{event} "), parse_constant=refuse)
    return fields


def test_a_line_is_an_event_and_its_fields(lines):
    """The level, the logger's name and the fields come back as they were given."""
    log_event(LOGGER, logging.WARNING, "fetch", provider="CoinGecko", latency_ms=12, ok=False)
    assert fields_of(lines, "fetch") == {"provider": "CoinGecko", "latency_ms": 12, "ok": False}
    assert lines.records[0].levelno == logging.WARNING
    assert lines.records[0].name == LOGGER.name


def test_an_event_may_have_no_fields(lines):
    """It is then followed by an empty object."""
    log_event(LOGGER, logging.INFO, "cache set aside")
    assert fields_of(lines, "cache set aside") == {}


def test_below_the_level_nothing_is_written(lines):
    """Not even its fields are put into words."""

    def put_into_words(_: object) -> str:
        pytest.fail("was put into words")

    loud = type("Loud", (), {"__str__": put_into_words})()
    log_event(LOGGER, logging.DEBUG, "fetch", value=loud)
    assert lines.records == []


def test_a_field_cannot_make_a_line_of_its_own(lines):
    """Line breaks, percent signs and lone surrogates stay inside the JSON."""
    text = 'a\nb\r\u2028 %s %d "\ud800'
    log_event(LOGGER, logging.INFO, "fetch", text=text)
    assert fields_of(lines, "fetch") == {"text": text}
    assert lines.records[0].getMessage().isascii()


def test_a_time_is_its_text(lines):
    """What JSON does not know is written as text, and a secret as nothing."""
    noon = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
    log_event(LOGGER, logging.INFO, "fetch", at=noon, key=Secret("CG-canary-4711"))
    assert fields_of(lines, "fetch") == {"at": "2026-11-21 12:00:00+00:00", "key": "<secret>"}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_line_is_json_whatever_its_numbers(lines, value):
    """NaN and infinity are no JSON, so a monitor could not read the line."""
    log_event(LOGGER, logging.INFO, "fetch", latency_ms=value)
    assert list(fields_of(lines, "fetch")) == ["latency_ms"]
