"""The bar of network figures: state, source and both ages, and never a false claim of now."""

import dataclasses
import datetime as dt
import re

import pytest

from hydro_mining.imports.bundled import bundled_network
from hydro_mining.provenance import NETWORK_VALUES, SourcedValue, Status
from hydro_mining.quantities import currency_of
from hydro_mining.views.network_bar import (
    is_all_built_in,
    network_bar,
    network_headline,
    network_notices,
    provenance_sentence,
    status_word,
)

DAY = dt.datetime(2026, 10, 10, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def readings(**changed: SourcedValue) -> dict[str, SourcedValue]:
    """Return the bundled readings, some replaced."""
    return {**bundled_network().values, **changed}


def live(name: str = "btc_price_usd", **changed: object) -> SourcedValue:
    """Return a reading whose data are 4 minutes old and that was fetched 2 minutes ago."""
    facts: dict[str, object] = {
        "source": "CoinGecko",
        "as_of": NOW - 4 * MINUTE,
        "fetched_at": NOW - 2 * MINUTE,
        "status": Status.LIVE,
    }
    return dataclasses.replace(bundled_network().values[name], **(facts | changed))


def all_fetched(status: Status = Status.LIVE) -> dict[str, SourcedValue]:
    """Return five readings that were all fetched 2 minutes ago."""
    return {name: live(name, status=status) for name in NETWORK_VALUES}


def bar(values: dict[str, SourcedValue], now: dt.datetime = NOW) -> str:
    """Return the bar at a hashprice of $0.04 per TH and day."""
    return network_bar(values, now=now, hashprice_usd_per_th_per_day=0.04)


def visible(markup: str) -> str:
    """Return what is read without pointing at anything."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def chip(markup: str, name: str) -> str:
    """Return the HTML of one value's chip."""
    found = re.search(rf'<span class="hm-chip[^>]*data-figure="{name}".*?</i></span>', markup)
    assert found is not None
    return found.group()


def test_the_hashprice_is_in_dollars_and_in_the_currency_of_the_page():
    """$0.04 at the built-in £0.75 are £0.03, and at 12.50 kroner for £1 0.375 kroner."""
    shown = chip(bar(readings()), "hashprice")
    assert "$40.00/PH/day" in shown
    assert "£0.0300/TH/day" in shown
    kroner, dollars = (
        network_bar(readings(), now=NOW, hashprice_usd_per_th_per_day=0.04, currency=currency)
        for currency in (currency_of("NOK", 12.5), currency_of("USD", 1 / 0.75))
    )
    assert "NOK\N{NO-BREAK SPACE}0.3750/TH/day" in kroner
    assert "£0" not in kroner
    assert dollars.count("/TH/day") == 1


@pytest.mark.parametrize("status", [Status.STATIC, Status.STALE, Status.CACHED, Status.ENTERED])
def test_only_live_values_are_called_live(status):
    """Bar and headline call nothing live, now or current that was not fetched just now."""
    values = {name: live(name, status=status) for name in NETWORK_VALUES}
    text = visible(network_headline(values, NOW) + bar(values))
    rest = re.sub(r"Not (all )?live", "", text).lower()
    assert re.findall(r"\b(live|now|current|currently|latest|real[- ]time)\b", rest) == []


def test_built_in_values_tell_their_day_and_age():
    """The headline of a page that never fetched anything has the day of its figures."""
    headline = visible(network_headline(readings(), NOW))
    assert headline == "Market data of 10 Oct 2026, 42 days old, built in"


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (all_fetched(), "Live: all network figures were fetched just now"),
        (all_fetched(Status.CACHED), "Network figures fetched 2 min ago"),
        (
            all_fetched(Status.CACHED)
            | {"difficulty": live("difficulty", fetched_at=NOW - 180 * MINUTE)},
            "Network figures fetched 2 min to 3 h ago",
        ),
        (
            all_fetched() | {"difficulty": live("difficulty", status=Status.STALE)},
            "Not all live: some network figures are old or built in",
        ),
        (
            all_fetched(Status.ENTERED),
            "Not live: all network figures are entered by you",
        ),
    ],
    ids=["live", "cached", "hours apart", "one old", "entered"],
)
def test_the_headline_is_that_of_the_worst_value(values, headline):
    """One old value is enough to say that not all is live."""
    assert visible(network_headline(values, NOW)) == headline


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (
            all_fetched(),
            "Live: all network figures but your own bitcoin price were fetched just now",
        ),
        (
            all_fetched(Status.CACHED),
            "Network figures fetched 2 min ago; your own: bitcoin price",
        ),
        (
            all_fetched(Status.STALE),
            "Not live: last fetched 2 min ago; your own: bitcoin price",
        ),
        (
            readings(),
            "Market data of 10 Oct 2026, 42 days old, built in; your own: bitcoin price",
        ),
    ],
    ids=["live", "cached", "old", "built in"],
)
def test_an_entered_price_is_the_reader_s_own(values, headline):
    """Whatever the state of the others, the reader's price is named as such, with the market's."""
    own = SourcedValue(value=106_578, unit="$/BTC", source="", as_of=None, status=Status.ENTERED)
    market = values["btc_price_usd"]
    said = visible(network_headline(values | {"btc_price_usd": own}, NOW, 0.04, market))
    assert said.startswith(f"{headline} your own bitcoin price $106,578 (market: $82,826, ")
    assert f"{status_word(market).lower()}), hashprice $40.00/PH/day" in said
    taken = visible(network_headline(values, NOW, 0.04, market))
    assert "bitcoin $82,826, hashprice" in taken
    assert "your" not in taken


def test_all_that_was_entered_is_named():
    """Price and fees of the reader's own are no live figures; a record's price is no market's."""
    own = {name: live(name, status=Status.ENTERED) for name in NETWORK_VALUES}
    names = ("btc_price_usd", "difficulty", "fees_btc_per_block")
    values = all_fetched() | {name: own[name] for name in names}
    said = visible(network_headline(values, NOW, 0.04, own["btc_price_usd"]))
    assert "but your own bitcoin price, difficulty and fees per block were" in said
    assert "market" not in said


def test_every_value_is_shown_in_its_own_writing():
    """Price, difficulty, height, fees and exchange rate stand there with their units."""
    text = visible(bar(readings()))
    for figure in ("$82,826", "132.72 T", "970,748", "0.0194 BTC", "0.7500"):
        assert figure in text


def test_both_ages_are_on_the_chip():
    """The data's age and the fetch's age are different things and both are shown."""
    text = visible(chip(bar(readings(btc_price_usd=live())), "btc_price_usd"))
    assert text == "Bitcoin price Live $82,826 data 4 min old fetched 2 min ago"


def test_a_source_without_a_time_has_an_unknown_age():
    """Where the source tells no time, no age is invented."""
    text = visible(chip(bar(readings(btc_price_usd=live(as_of=None))), "btc_price_usd"))
    assert "source tells no time fetched 2 min ago" in text


def test_the_example_rate_is_marked():
    """The built-in exchange rate is an example and the chip says so."""
    text = visible(chip(bar(readings()), "usd_to_gbp"))
    assert text == "£ for $1 Built in 0.7500 data 42 days old Example rate, not a quotation"


def test_an_entered_value_is_marked():
    """What the user entered is not passed off as a provider's."""
    own = SourcedValue(value=100_000, unit="$/BTC", source="", as_of=None, status=Status.ENTERED)
    text = visible(chip(bar(readings(btc_price_usd=own)), "btc_price_usd"))
    assert text == "Bitcoin price Yours $100,000 entered by you"


def test_a_second_source_is_told():
    """A value of the second provider says so beside its state."""
    assert status_word(live(is_fallback=True)) == "Live, 2nd source"


def test_pointing_at_a_chip_tells_the_whole_origin():
    """The title has source, both times with their ages, and what is amiss."""
    reading = live(note="Something is amiss.", detail="CoinGecko could not be reached.")
    assert provenance_sentence(reading, NOW) == (
        "CoinGecko, of 21 Nov 2026 11:56 UTC (4 min old), fetched 21 Nov 2026 11:58 UTC "
        "(2 min ago). Something is amiss. CoinGecko could not be reached."
    )
    assert "Something is amiss." in bar(readings(btc_price_usd=reading))


def test_what_is_amiss_is_said_once_for_all_values_it_concerns():
    """Values with the same trouble share a sentence, the others have none."""
    note = "Live data temporarily unavailable, using the built-in value of 10 Oct 2026."
    values = readings(difficulty=live("difficulty", note=note), block_height=live(note=note))
    assert network_notices(values) == [f"Difficulty, Block height: {note}"]


def test_that_nothing_could_be_fetched_is_one_sentence():
    """What most of the values say, where all are built in and of one day; else each its own."""
    down, used_up = "Nobody answers.", "The day's calls are used up."
    built_in = {"status": Status.STATIC, "fetched_at": None, "note": down}
    values = readings(**{name: live(name, **built_in) for name in readings()})
    values["usd_to_gbp"] = live("usd_to_gbp", **built_in | {"note": used_up})
    assert is_all_built_in(values)
    assert network_notices(values) == [f"All network figures: {down}"]
    older = NOW - dt.timedelta(days=30)
    values["difficulty"] = live("difficulty", **built_in | {"as_of": older})
    assert len(network_notices(values)) == 2


def test_a_hostile_source_stays_text():
    """A source or note that comes from outside adds no tag and leaves no attribute."""
    evil = '"><img src=x onerror=alert(1)>'
    text = bar(readings(btc_price_usd=live(source=evil, note=evil, detail=evil)))
    assert "<img" not in text
    assert set(re.findall(r"<(\w+)", text)) <= {"div", "span", "b", "i", "em"}


def test_hashprice_is_told_in_three_units_and_by_its_kind():
    """$0.04 a TH is $40 a PH and, at £0.75, £0.03 a TH; it is said to come from difficulty."""
    text = visible(chip(bar(readings()), "hashprice"))
    assert text == "Hashprice from difficulty $40.00/PH/day $0.0400/TH/day £0.0300/TH/day"
