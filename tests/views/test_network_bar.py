"""The bar of network figures: their age and source, and never a claim that they are current."""

import datetime as dt
import re

import pytest

from hydro_mining.imports.bundled import bundled_network
from hydro_mining.views.network_bar import Provenance, network_bar

DAY = dt.date(2026, 10, 10)
SOURCE = "Market reading of 10 Oct 2026"


def bundled(**changed: Provenance) -> dict[str, Provenance]:
    """Return the bundled values with their stamps, some replaced."""
    stamps = bundled_network().stamps
    values = {
        name: Provenance(value=s.value, as_of=s.as_of, source=s.source)
        for name, s in stamps.items()
    }
    return values | changed


def visible(markup: str) -> str:
    """Return what is read without pointing at anything."""
    return re.sub(r"<[^>]+>", " ", markup)


def chip(markup: str, name: str) -> str:
    """Return the HTML of one value's chip."""
    found = re.search(rf'<span class="hm-chip[^>]*data-figure="{name}".*?</span>', markup)
    assert found is not None
    return found.group()


@pytest.mark.parametrize("today", [DAY, DAY + dt.timedelta(1), DAY + dt.timedelta(400)])
def test_static_figures_are_never_called_current(today: dt.date) -> None:
    """The bar says "not live", and neither live nor now nor current of any figure."""
    text = network_bar(bundled(), today=today, hashprice_usd_per_th_per_day=0.04)
    assert "Not live" in visible(text)
    rest = text.replace("Not live", "").lower()
    assert re.findall(r"\b(live|now|current|currently|latest|real[- ]time)\b", rest) == []


def test_every_value_is_shown_in_its_own_writing() -> None:
    """Price, difficulty, height, fees and exchange rate stand there with their units."""
    text = visible(network_bar(bundled(), today=DAY, hashprice_usd_per_th_per_day=0.04))
    for figure in ("$82,826", "132.72 T", "970,748", "0.0194 BTC", "0.7500"):
        assert figure in text


@pytest.mark.parametrize(
    ("days", "age"), [(0, "today"), (1, "1 day old"), (2, "2 days old"), (42, "42 days old")]
)
def test_age_counts_days(days: int, age: str) -> None:
    """The age is whole days from the figures' day to today."""
    text = visible(
        network_bar(bundled(), today=DAY + dt.timedelta(days), hashprice_usd_per_th_per_day=0.04)
    )
    assert f"10 Oct 2026, {age}" in text
    assert days == 1 or "1 day old" not in text


def test_a_value_of_another_source_says_so() -> None:
    """The example exchange rate is marked as such, and the others are not."""
    text = network_bar(bundled(), today=DAY, hashprice_usd_per_th_per_day=0.04)
    assert "Example rate, not a quotation" in visible(chip(text, "usd_to_gbp"))
    assert "hm-static" in chip(text, "usd_to_gbp")
    for name in ("btc_price_usd", "difficulty", "block_height", "fees_btc_per_block"):
        assert "hm-static" not in chip(text, name)
        assert "Market reading" not in visible(chip(text, name))


def test_an_entered_value_is_marked() -> None:
    """What the user entered is not passed off as the reading's."""
    today = DAY + dt.timedelta(42)
    own = Provenance(value=100_000, as_of=today, source="entered by you", entered=True)
    text = network_bar(bundled(btc_price_usd=own), today=today, hashprice_usd_per_th_per_day=0.04)
    assert "entered by you" in visible(chip(text, "btc_price_usd"))
    assert "$100,000" in chip(text, "btc_price_usd")
    assert "figures of 10 Oct 2026, 42 days old" in visible(text)
    assert visible(text).count("entered by you") == 1


@pytest.mark.parametrize(
    "names",
    [
        ("btc_price_usd", "difficulty"),
        ("btc_price_usd", "difficulty", "fees_btc_per_block"),
        ("btc_price_usd", "difficulty", "block_height", "fees_btc_per_block", "usd_to_gbp"),
    ],
    ids=["two", "three", "all"],
)
def test_several_entered_values_are_marked(names: tuple[str, ...]) -> None:
    """However many values are entered, each is marked and none makes the figures today's."""
    today = DAY + dt.timedelta(42)
    own = {
        name: Provenance(
            value=bundled()[name].value * 2, as_of=today, source="entered by you", entered=True
        )
        for name in names
    }
    text = network_bar(bundled(**own), today=today, hashprice_usd_per_th_per_day=0.04)
    assert f"figures of {today:%d %b %Y}" not in visible(text)
    for name in names:
        assert "entered by you" in visible(chip(text, name))


def test_each_value_tells_its_day_and_source_when_pointed_at() -> None:
    """The title of each chip has source and day, whatever the sentence says."""
    text = network_bar(bundled(), today=DAY, hashprice_usd_per_th_per_day=0.04)
    for name, value in bundled().items():
        assert f'title="{value.source}, 10 Oct 2026"' in chip(text, name)


def test_a_hostile_source_stays_text() -> None:
    """A source that comes with a file adds no tag."""
    evil = Provenance(value=1, as_of=DAY, source='"><img src=x onerror=alert(1)>')
    for values in (bundled(btc_price_usd=evil), {"usd_to_gbp": evil}):
        text = network_bar(values, today=DAY, hashprice_usd_per_th_per_day=0.04)
        assert "<img" not in text
        assert set(re.findall(r"<(\w+)", text)) <= {"div", "span", "b", "i"}


def test_the_hashprice_follows_from_difficulty() -> None:
    """A hashprice of $0.04 is $40 per PH, and £0.03 per TH at £0.75 for a dollar."""
    text = visible(network_bar(bundled(), today=DAY, hashprice_usd_per_th_per_day=0.04))
    assert "Hashprice from difficulty" in text
    assert "$40.00/PH/day" in text
    assert "$0.0400 or £0.0300/TH/day" in text


def test_hashprice_is_told_in_three_units_and_by_its_kind() -> None:
    """$0.04 a TH is $40 a PH and, at £0.75, £0.03 a TH; it is said to come from difficulty."""
    text = visible(
        chip(network_bar(bundled(), today=DAY, hashprice_usd_per_th_per_day=0.04), "hashprice")
    )
    for part in ("from difficulty", "$40.00/PH/day", "$0.0400", "£0.0300/TH/day"):
        assert part in text
