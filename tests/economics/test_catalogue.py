"""Machines with dated prices."""

import dataclasses
import datetime as dt
import math

import pytest

from hydro_mining.economics.catalogue import (
    PRICE_SPREAD_FLAG,
    CatalogueEntry,
    PriceQuote,
    earliest_day,
)
from hydro_mining.economics.inputs import Miner
from hydro_mining.exceptions import InputError

GBP_PER = {"USD": 0.75, "EUR": 0.8}


def quote(price, price_date="2026", currency="USD", source="A dealer"):
    return PriceQuote(price=price, currency=currency, price_date=price_date, source=source)


def entry(*quotes, **changes):
    facts = {
        "name": "Antminer S21",
        "hashrate_ths": 200,
        "power_w": 3500,
        "cooling": "air",
        "form": "",
        "use": True,
        "note": "",
    }
    return CatalogueEntry(quotes=quotes, **facts | changes)


def test_efficiency_is_computed():
    """3,500 W over 200 TH/s are 17.5 J/TH."""
    assert entry().efficiency_j_per_th == 17.5


@pytest.mark.parametrize(
    ("price_date", "day"),
    [
        ("2026", dt.date(2026, 1, 1)),
        ("2026-10", dt.date(2026, 10, 1)),
        ("2024-02-29", dt.date(2024, 2, 29)),
    ],
)
def test_partial_dates_count_as_their_first_day(price_date, day):
    """A year counts as 1 January, a month as its first day."""
    assert earliest_day(price_date) == day


@pytest.mark.parametrize(
    "price_date",
    ["", "26", "2026-13", "2026-1", "2025-02-29", "2026-10-03 ", "1999", "20\uff12\uff16", None],
)
def test_other_dates_are_refused(price_date):
    """What is not an ISO date of this century, in ASCII digits, is refused."""
    with pytest.raises(InputError, match=r"price_date must be a date YYYY, YYYY-MM or YYYY-MM-DD"):
        earliest_day(price_date)


def test_price_used_is_the_median_of_the_newest_year():
    """1,000, 1,200 and 4,000 dollars of 2026 give 1,200 x 0.75 = 900; 2025 does not count."""
    machine = entry(
        quote(9000, "2025-12-31"), quote(4000, "2026"), quote(1000, "2026-10-03"), quote(1200)
    )
    assert machine.asking_price_gbp(GBP_PER) == 900.0


def test_an_even_number_of_quotes_meets_in_the_middle():
    """1,000 dollars and 500 euros are 750 and 400 pounds, in the middle 575."""
    machine = entry(quote(1000), quote(500, currency="EUR"))
    assert machine.asking_price_gbp(GBP_PER) == 575.0


def test_pounds_need_no_rate():
    """A quote in pounds is taken as it stands, with no rate given."""
    assert entry(quote(650, currency="GBP")).asking_price_gbp({}) == 650.0


def test_without_a_quote_there_is_no_price():
    """No quote: no price, no range, no spread, no miner, and nothing stale."""
    machine = entry()
    assert machine.asking_price_gbp(GBP_PER) is None
    assert machine.price_range_gbp(GBP_PER) is None
    assert machine.price_spread(GBP_PER) is None
    assert machine.to_miner(GBP_PER) is None
    assert machine.is_stale(dt.date(2026, 10, 10)) is False


@pytest.mark.parametrize("rates", [{"USD": 0.75}, {"CAD": math.nan}, {"CAD": 0.0}])
def test_a_currency_without_a_rate_is_refused(rates):
    """The refusal names the machine and the currency; NaN and 0 are no rates."""
    rule = r"CAD rate for Antminer S21 must be a number above 0 \(£ for 1 CAD\); got"
    with pytest.raises(InputError, match=rule):
        entry(quote(4299, currency="CAD")).to_miner(rates)


def test_spread_spans_all_quotes_of_all_years():
    """£2,325 of 2025 over £680.25 of 2026 are 3.418, above the flag of 2."""
    machine = entry(quote(3100, "2025"), quote(907))
    assert machine.price_range_gbp(GBP_PER) == (680.25, 2325.0)
    assert machine.price_spread(GBP_PER) == pytest.approx(3.4178611)
    assert machine.price_spread(GBP_PER) > PRICE_SPREAD_FLAG


@pytest.mark.parametrize(
    ("prices", "spread"), [((900,), None), ((0, 900), math.inf), ((900, 900), 1.0)]
)
def test_spread_at_the_edges(prices, spread):
    """One quote has no spread, a zero among others an infinite one, equal ones 1."""
    quotes = [quote(price, source=f"Dealer {n}") for n, price in enumerate(prices)]
    assert entry(*quotes).price_spread(GBP_PER) == spread


@pytest.mark.parametrize(
    ("today", "stale"),
    [
        (dt.date(2026, 12, 30), False),
        (dt.date(2026, 12, 31), True),
        (dt.date(2026, 10, 1), False),
        (dt.date(2026, 9, 30), True),
    ],
)
def test_prices_grow_stale_after_90_days(today, stale):
    """October 2026 counts from 1 October: fresh until day 90, 30 December; not before."""
    assert entry(quote(900, "2026-10"), quote(800, "2025")).is_stale(today) is stale


def test_a_study_takes_it_as_a_miner():
    """The miner carries name, TH/s, W and the price used: $907 x 0.75 = £680.25."""
    miner = Miner(name="Antminer S21", hashrate_ths=200, power_w=3500, price_gbp=680.25)
    assert entry(quote(907)).to_miner(GBP_PER) == miner


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"name": ""},
            r"name must be one line of 1 to 500 characters, no spaces around it; got ''",
        ),
        ({"name": " S21"}, r"name must be one line"),
        ({"name": "S21\u202e"}, r"name must be one line"),
        ({"note": "x" * 501}, r"note must be one line of 0 to 500 characters"),
        ({"hashrate_ths": 0}, r"hashrate_ths must be a number above 0 \(TH/s\); got 0"),
        ({"power_w": math.nan}, r"power_w must be a number above 0 \(W\); got nan"),
        ({"cooling": "water"}, r"cooling must be air, hydro, immersion or empty; got 'water'"),
        ({"form": "big"}, r"form must be a rack form such as 3U, or empty; got 'big'"),
        ({"use": "no"}, r"use must be yes or no; got 'no'"),
    ],
)
def test_facts_that_break_a_rule_are_refused(changes, message):
    """Each fact is checked as the entry is made."""
    with pytest.raises(InputError, match=message):
        entry(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"price": -1}, r"price must be a number of 0 or more \(in its currency\); got -1"),
        ({"price": math.inf}, r"price must be a number of 0 or more"),
        ({"currency": "usd"}, r"currency must be three capital letters \(ISO 4217\)"),
        ({"currency": "USDT"}, r"currency must be three capital letters \(ISO 4217\)"),
        ({"price_date": "yesterday"}, r"price_date must be a date"),
        ({"price_date": None}, r"price_date must be a date"),
        ({"source": ""}, r"source must be one line of 1 to 500 characters"),
    ],
)
def test_quotes_without_currency_date_or_source_are_none(changes, message):
    """A quote needs a price, a currency, a date and a source."""
    with pytest.raises(InputError, match=message):
        dataclasses.replace(quote(900), **changes)


def test_the_same_quote_counts_once():
    """Two alike quotes would weigh twice in the median, so they are refused."""
    rule = r"price must be a quote that is not in the list already; got 900"
    with pytest.raises(InputError, match=rule):
        entry(quote(900), quote(900))


def test_quotes_name_their_own_sources():
    """The source of the facts gives way as soon as there is a quote."""
    machine = entry(source="Specification")
    assert machine.source == "Specification"
    assert dataclasses.replace(machine, quotes=[quote(900)]).source == ""
