"""The bar of the network figures: the refresh button, and what is said to be amiss."""

import datetime as dt

import pytest

from hydro_mining.imports.bundled import bundled_network
from hydro_mining.provenance import Status
from tests.app.driver import Blank, Visit, words
from tests.app.feeds import HOSTILE, Feed, fetched, now, told

UNAVAILABLE = "Live data temporarily unavailable, using the built-in value of 10 Oct 2026."


def page(feed: Feed | None = None) -> Visit:
    """Return a page whose screen is empty."""
    return Visit(feed=feed, screens=(Blank,))


# --- the button --------------------------------------------------------------------------------


def test_the_button_asks_once_and_says_so() -> None:
    """A press asks for a round; while it is under way another one asks nothing."""
    visit = page(Feed())
    visit.press()
    assert visit.feed.asked == [False, True]
    assert visit.hint == "Asking the providers …"
    visit.tell(is_asking=True)
    visit.press()
    assert visit.feed.asked == [False, True]
    assert visit.hint == "Asking the providers …"
    visit.tell(snapshot=fetched(), is_asking=False)
    assert visit.hint == ""


def test_hammering_the_button_asks_once() -> None:
    """Twenty presses before the feed could answer are one request."""
    visit = page(Feed(snapshot=fetched()))
    for _ in range(20):
        visit.press()
    assert visit.hint == "Asking the providers …"
    assert visit.feed.asked.count(True) == 1


def test_a_hammered_button_says_when_it_can_ask_again() -> None:
    """Before the time is come, no press asks; the page names the time."""
    visit, until = page(Feed()), now() + dt.timedelta(minutes=5)
    visit.tell(snapshot=fetched(), next_round_at=until)
    asked = len(visit.feed.asked)
    for _ in range(20):
        visit.press()
    assert len(visit.feed.asked) == asked
    assert visit.hint == f"Just asked; the providers can be asked again at {until:%H:%M:%S} UTC."


def test_after_the_wait_the_button_asks_again() -> None:
    """A time that is past keeps nobody from asking."""
    visit = page(Feed(snapshot=fetched(), next_round_at=now() - dt.timedelta(seconds=1)))
    visit.press()
    assert visit.feed.asked == [False, True]


def test_a_press_that_found_nothing_to_ask_is_not_said_to_ask() -> None:
    """When the feed answers a press without a round, the words of the press go."""
    visit = page(Feed(snapshot=fetched()))
    visit.press()
    visit.tell()
    assert visit.hint == ""
    assert not visit.button("Refresh data").disabled
    visit.press()
    assert visit.feed.asked.count(True) == 2


def test_a_page_that_opens_during_a_round_says_so() -> None:
    """Who comes while others' round is under way sees that it is, over the figures there are."""
    visit = page(Feed(snapshot=fetched(btc_price_usd=90_000.0), is_asking=True))
    assert visit.hint == "Asking the providers …"
    assert "$90,000" in visit.bar


def test_without_a_feed_there_is_no_button() -> None:
    """Where live data are off, the page says which figures it uses and asks nobody."""
    visit = page()
    assert not visit.button("Refresh data").visible
    assert "Market data of 10 Oct 2026" in visit.bar


def test_the_button_is_away_while_a_record_is_held() -> None:
    """What a record holds is not renewed; when it is left the button is back."""
    visit = page(Feed())
    assert visit.button("Refresh data").visible
    visit.open_record(visit.record_text)
    assert visit.network.is_held
    assert not visit.button("Refresh data").visible
    visit.leave_record()
    assert visit.button("Refresh data").visible


# --- what is amiss -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "tone"), [(Status.STATIC, "hm-hint"), (Status.STALE, "hm-warn")]
)
def test_the_tone_is_that_of_the_trouble(status: Status, tone: str) -> None:
    """Old values are amber; that nothing could be fetched is a calm line; once said for all."""
    visit, new = page(Feed()), fetched()
    visit.tell(snapshot=told(new, new.values, status=status, note="Something is amiss."))
    assert tone in visit.notices
    assert visit.notices.count("Something is amiss.") == 1
    assert "All network figures: Something is amiss." in visit.notices


def test_one_built_in_value_for_need_is_red_and_named() -> None:
    """One value that was never fetched stands among those that were."""
    mixed, fees = fetched(), "fees_btc_per_block"
    built_in = bundled_network().values[fees]
    facts = {"status": Status.STATIC, "as_of": built_in.as_of, "fetched_at": None}
    visit = page(Feed(snapshot=told(mixed, [fees], note=UNAVAILABLE, **facts)))
    assert f"Fees per block: {UNAVAILABLE}" in visit.notices
    assert "hm-bad" in visit.notices


def test_a_sentence_about_figures_that_were_fetched_is_amber() -> None:
    """The tone is told by what the values are, not by whether a built-in one has a sentence."""
    visit = page(Feed(snapshot=fetched(), notice="The disk is full."))
    assert "hm-warn" in visit.notices
    visit.tell(snapshot=bundled_network())
    assert "hm-bad" in visit.notices


def test_notices_go_when_the_trouble_is_over() -> None:
    """Back online the line is gone without a new visit."""
    visit = page(Feed(snapshot=told(bundled_network(), bundled_network().values, note=UNAVAILABLE)))
    assert words(visit.notices).startswith(f"All network figures: {UNAVAILABLE}")
    assert "hm-notice" not in visit.notices
    visit.tell(snapshot=fetched())
    assert visit.notices == ""


def test_a_disk_in_trouble_is_said() -> None:
    """The notice of the store stands with the others, but not over a record that is held."""
    visit = page(Feed())
    visit.tell(snapshot=fetched(), notice="The disk is full.")
    assert "The disk is full." in visit.notices
    visit.network.hold(visit.network.snapshot)
    assert "The disk is full." not in visit.notices


def test_hostile_words_of_a_provider_stay_text() -> None:
    """A provider's name, note and detail, and the disk's notice, never become markup."""
    evil = {"source": HOSTILE, "note": HOSTILE, "detail": HOSTILE}
    snapshot = fetched()
    visit = page(Feed(snapshot=told(snapshot, snapshot.values, **evil), notice=HOSTILE))
    assert "<img" not in visit.bar + visit.notices + visit.hint_html
    assert "&lt;img" in visit.notices
