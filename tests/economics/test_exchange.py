"""Rates by way of the dollar."""

import pytest

from hydro_mining.economics.exchange import gbp_per_unit, units_per_dollar
from hydro_mining.exceptions import InputError

PER_USD = {"EUR": 0.8, "NOK": 10.0}


def test_pounds_per_unit_are_crossed_over_the_dollar() -> None:
    """At £0.60 for $1 a euro of $1.25 is £0.75 and a krone of $0.10 is £0.06."""
    rates = gbp_per_unit(PER_USD, usd_to_gbp=0.6)
    assert rates == pytest.approx({"EUR": 0.75, "NOK": 0.06, "GBP": 1, "USD": 0.6})


def test_units_for_a_dollar() -> None:
    """The dollar is 1, the pound is the study's own rate, others are the market's; a file that
    names no currency is taken in dollars.
    """
    for currency, units in (("USD", 1), (None, 1), ("GBP", 0.6), ("NOK", 10)):
        assert units_per_dollar(currency, per_usd=PER_USD, usd_to_gbp=0.6) == units


def test_a_pound_of_the_market_does_not_replace_the_studys() -> None:
    """Where the market has a rate of the pound too, the study's holds."""
    assert units_per_dollar("GBP", per_usd={"GBP": 0.9}, usd_to_gbp=0.6) == 0.6


def test_a_currency_without_a_rate_is_refused() -> None:
    """What has a rate is named."""
    message = "hashprice must be of a currency with a rate: EUR, GBP, NOK, USD; got 'ZAR'"
    with pytest.raises(InputError, match=message):
        units_per_dollar("ZAR", per_usd=PER_USD, usd_to_gbp=0.6)
