"""Which currencies are offered at which rate, and the sentences about them."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from hydro_mining.economics import StudyInputs
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.models import values_in_use
from hydro_mining.provenance import Snapshot, SourcedValue, Status
from hydro_mining.quantities import CURRENCY_CODES, POUNDS
from hydro_mining.views.currencies import currency_sentence

Build = Callable[..., StudyInputs]
OCTOBER = dt.datetime(2026, 10, 9, tzinfo=dt.UTC)


def rate(value: float, code: str, as_of: dt.datetime | None = OCTOBER) -> SourcedValue:
    """Return a rate of Frankfurter's."""
    return SourcedValue(
        value=value, unit=f"{code}/$", source="Frankfurter", as_of=as_of, status=Status.LIVE
    )


def snapshot(**per_usd: float) -> Snapshot:
    """Return a snapshot with rates of 9 October 2026, of which a pound is $1.25."""
    bundled = bundled_network()
    return dataclasses.replace(
        bundled,
        values={**bundled.values, "usd_to_gbp": rate(0.8, "£")},
        per_usd={code: rate(value, code) for code, value in per_usd.items()},
    )


def sentence(shown: Snapshot, code: str) -> str:
    """Return what is said of a currency when no rate was entered."""
    currency = shown.currencies(shown.values["usd_to_gbp"].value)[code]
    return currency_sentence(currency, shown.values, shown.per_usd)


def test_rates_go_through_the_dollar() -> None:
    """At £0.80 for a dollar £1 is $1.25, and at 10 kroner for a dollar 12.50 kroner."""
    offered = snapshot(NOK=10.0, JPY=160.0).currencies(0.8)
    assert {code: currency.rate for code, currency in offered.items()} == {
        "GBP": 1.0,
        "USD": pytest.approx(1.25),
        "NOK": pytest.approx(12.5),
        "JPY": pytest.approx(200.0),
    }
    assert offered["GBP"] is POUNDS


def test_only_what_has_a_rate_is_offered() -> None:
    """There are built-in rates of all, each with its day; pounds and dollars need none."""
    assert list(bundled_network().currencies(0.75)) == list(CURRENCY_CODES)
    assert all(reading.as_of for reading in bundled_network().per_usd.values())
    assert list(snapshot().currencies(0.75)) == ["GBP", "USD"]


def test_currencies_stand_in_the_vocabularys_order() -> None:
    """The order is the dashboard's own, whatever a provider's is; what it does not know is out."""
    offered = snapshot(JPY=150.0, CNY=7.0, NOK=10.0, GBP=0.7, EUR=0.9).currencies(0.8)
    assert list(offered) == ["GBP", "USD", "EUR", "NOK", "JPY"]


def test_a_providers_pound_does_not_move_the_pound() -> None:
    """£1 stays £1 beside another rate of the pound than the one that is used."""
    assert snapshot(GBP=0.7).currencies(0.8)["GBP"].rate == 1


@pytest.mark.parametrize("usd_to_gbp", [1e-320, 5e-324])
def test_a_rate_beyond_all_numbers_is_not_offered(usd_to_gbp: float) -> None:
    """An entered rate at which £1 would be infinitely many dollars leaves pounds."""
    assert list(snapshot(NOK=10.0).currencies(usd_to_gbp)) == ["GBP"]


def test_a_rate_is_told_with_its_date_and_source() -> None:
    """10.816 kroner and £0.80 for a dollar are 13.52 kroner for £1; one source is named once."""
    assert sentence(snapshot(NOK=10.816), "NOK") == (
        "Shown and entered in NOK: 13.52 NOK for £1, from the rates of 9 Oct 2026 "
        "(Frankfurter). Inside, in records and links, amounts stay in pounds: a newer rate moves "
        "what you typed."
    )


def test_rates_of_two_sources_are_both_told() -> None:
    """Built in are a euro of March from one source and a pound of October from another."""
    told = sentence(bundled_network(), "EUR")
    # 0.87138 / 0.75 = 1.16184
    assert told.startswith(
        "Shown and entered in EUR: 1.162 EUR for £1, from the rates of 13 Mar 2026 "
    )
    assert "(European Central Bank by Frankfurter) and the rates of 10 Oct 2026 " in told
    assert "(Example rate, not a quotation)." in told


def test_dollars_rest_on_the_pounds_rate_alone() -> None:
    """Dollars need no second rate."""
    assert sentence(snapshot(), "USD").startswith(
        "Shown and entered in USD: 1.250 USD for £1, from the rates of 9 Oct 2026 (Frankfurter)."
    )


def test_a_rate_without_a_time_is_of_unknown_date() -> None:
    """A source that tells no time is not given one."""
    shown = snapshot(NOK=10.0)
    shown = dataclasses.replace(shown, per_usd={"NOK": rate(10.0, "NOK", None)})
    assert "the rates of unknown date (Frankfurter) and the rates of 9 Oct" in sentence(
        shown, "NOK"
    )


def test_an_entered_rate_is_told_as_such(study: Build) -> None:
    """A pound's rate of one's own is neither dated nor anybody else's."""
    shown = bundled_network()
    readings = values_in_use(study().network, shown)
    currency = shown.currencies(readings["usd_to_gbp"].value)["USD"]
    assert currency_sentence(currency, readings, shown.per_usd).startswith(
        "Shown and entered in USD: 1.250 USD for £1, from the pound's rate that was entered."
    )


def test_nothing_is_said_of_pounds() -> None:
    """In pounds there is no rate to tell."""
    assert sentence(snapshot(), "GBP") == ""
