"""A study that follows the network: what moves, what stays, and what each value is called."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.models import (
    FinanceInputs,
    MinerCatalogue,
    NetworkInputs,
    NetworkInUse,
    ScenarioInputs,
    SiteInputs,
    Study,
    follow,
    values_in_use,
)
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from tests.conftest import ROUND_DIFFICULTY

OCTOBER = dt.datetime(2026, 10, 10, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
UNITS = {
    "btc_price_usd": "$/BTC",
    "difficulty": "1",
    "block_height": "blocks",
    "fees_btc_per_block": "BTC/block",
    "usd_to_gbp": "£/$",
}
# conftest's round network, and twice its difficulty and half its rate of the euro.
BUILT_IN_VALUES = {
    "btc_price_usd": 100_000.0,
    "difficulty": ROUND_DIFFICULTY,
    "block_height": 840_000,
    "fees_btc_per_block": 0.0,
    "usd_to_gbp": 0.8,
}
LIVE_VALUES = {
    "btc_price_usd": 120_000.0,
    "difficulty": 2 * ROUND_DIFFICULTY,
    "block_height": 846_048,
    "fees_btc_per_block": 0.125,
    "usd_to_gbp": 0.75,
}


def snapshot(
    as_of: dt.datetime, values: dict[str, float], *, euro: float, status: Status
) -> Snapshot:
    """Return a snapshot whose readings have one state."""
    fetched = None if status is Status.STATIC else as_of

    def reading(value: float, unit: str) -> SourcedValue:
        return SourcedValue(
            value=value, unit=unit, source="Test", as_of=as_of, fetched_at=fetched, status=status
        )

    return Snapshot(
        as_of=as_of,
        values={name: reading(value, UNITS[name]) for name, value in values.items()},
        per_usd={"EUR": reading(euro, "EUR/$")},
    )


BUILT_IN = snapshot(OCTOBER, BUILT_IN_VALUES, euro=0.8, status=Status.STATIC)
LIVE = snapshot(NOVEMBER, LIVE_VALUES, euro=0.5, status=Status.LIVE)


def changed(old: Snapshot, **values: float) -> Snapshot:
    """Return a snapshot with other values."""
    readings = dict(old.values)
    for name, value in values.items():
        readings[name] = dataclasses.replace(readings[name], value=value)
    return dataclasses.replace(old, values=readings)


def network_values(study: Study) -> dict[str, float]:
    """Return the study's network by the names of the snapshot's values."""
    return {name: getattr(study.network, name) for name in NETWORK_VALUES}


@pytest.fixture
def study(document: Callable[..., dict[str, Any]]) -> Study:
    """Return conftest's round study whose machine is asked for in euros: €1,900 for €0.80 = $1."""
    made = document()
    made["network"].pop("as_of")
    quote = PriceQuote(price=1_900.0, currency="EUR", price_date="2026-10-01", source="Test")
    machine = CatalogueEntry(
        name="Round",
        hashrate_ths=100.0,
        power_w=2_500.0,
        cooling="air",
        form="",
        quotes=(quote,),
        use=True,
        note="",
    )
    return Study(
        network=NetworkInputs(as_of=OCTOBER, **made["network"]),
        site=SiteInputs(**{"overhead_fraction": 0, **made["site"]}),
        finance=FinanceInputs(**{"pool_fee_fraction": 0, **made["finance"]}),
        catalogue=MinerCatalogue([machine], per_usd={"EUR": 0.8}),
        scenarios=[ScenarioInputs(title="Base")],
    )


@pytest.fixture
def results(study: Study) -> list[Any]:
    """Return the list of the results that the study has from now on."""
    seen: list[Any] = []
    study.param.watch(lambda event: seen.append(event.new), "result")
    return seen


# --- what moves, what stays --------------------------------------------------------------------


def test_untouched_values_move(study: Study) -> None:
    """Whatever the user left alone is the new snapshot's, with its day."""
    follow(study, old=BUILT_IN, new=LIVE)
    assert network_values(study) == LIVE_VALUES
    assert study.network.as_of == NOVEMBER
    assert study.problems == {}


def test_the_study_that_follows_is_the_snapshot_s_network(study: Study) -> None:
    """The result rests on exactly what the snapshot says of the network."""
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.result.study.network == LIVE.network


def test_the_height_stays_a_whole_number(study: Study) -> None:
    """A reading's value is a float; the study's height is an integer all the same."""
    follow(study, old=BUILT_IN, new=changed(LIVE, block_height=846_048.0))
    assert study.network.block_height == 846_048
    assert isinstance(study.network.block_height, int)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("btc_price_usd", 90_000.0),
        ("difficulty", 3 * ROUND_DIFFICULTY),
        ("fees_btc_per_block", 0.5),
        ("usd_to_gbp", 0.7),
    ],
)
def test_an_entered_value_stays_and_the_others_move(study: Study, name: str, value: float) -> None:
    """What the user entered is kept; the rest follows."""
    study.enter(study.network, name, value)
    follow(study, old=BUILT_IN, new=LIVE)
    assert network_values(study) == {**LIVE_VALUES, name: value}
    assert study.network.as_of == NOVEMBER


def test_an_entered_value_stays_through_several_rounds(study: Study) -> None:
    """Also after a second and a third snapshot the entered price is the user's."""
    study.enter(study.network, "btc_price_usd", 90_000.0)
    later = changed(LIVE, btc_price_usd=130_000.0, fees_btc_per_block=0.25)
    follow(study, old=BUILT_IN, new=LIVE)
    follow(study, old=LIVE, new=later)
    follow(study, old=later, new=LIVE)
    assert network_values(study) == {**LIVE_VALUES, "btc_price_usd": 90_000.0}


def test_an_entered_height_keeps_its_day(study: Study) -> None:
    """A height of the user's stays with the day it was entered for."""
    study.enter(study.network, "block_height", 841_000)
    follow(study, old=BUILT_IN, new=LIVE)
    assert (study.network.block_height, study.network.as_of) == (841_000, OCTOBER)
    assert study.network.btc_price_usd == 120_000


def test_an_entered_day_keeps_its_height(study: Study) -> None:
    """A day of the user's stays with its height: one without the other would move a halving."""
    day = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    study.enter(study.network, "as_of", day)
    follow(study, old=BUILT_IN, new=LIVE)
    assert (study.network.block_height, study.network.as_of) == (840_000, day)
    assert study.network.difficulty == 2 * ROUND_DIFFICULTY


def test_a_value_entered_equal_to_the_snapshot_s_follows_it(study: Study) -> None:
    """Entering what already stands there changes nothing, so it is nobody's own value."""
    study.enter(study.network, "btc_price_usd", 90_000.0)
    study.enter(study.network, "btc_price_usd", 100_000.0)
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.network.btc_price_usd == 120_000


def test_a_new_value_equal_to_the_entered_one_follows_from_then_on(study: Study) -> None:
    """When the market comes to the user's price, the price is the market's again."""
    study.enter(study.network, "btc_price_usd", 90_000.0)
    there = changed(LIVE, btc_price_usd=90_000.0)
    follow(study, old=BUILT_IN, new=there)
    assert values_in_use(study.network.frozen(), there)["btc_price_usd"].status is Status.LIVE
    follow(study, old=there, new=LIVE)
    assert study.network.btc_price_usd == 120_000


def test_from_built_in_to_live_and_back(study: Study) -> None:
    """Back on the built-in values the study is what it was."""
    before = study.result.to_dict()
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.result.to_dict() != before
    follow(study, old=LIVE, new=BUILT_IN)
    assert study.result.to_dict() == before
    assert (network_values(study), study.network.as_of) == (BUILT_IN_VALUES, OCTOBER)


def test_other_inputs_stay(study: Study) -> None:
    """Site, money and scenarios are none of the network's."""
    study.site.load_factor = 0.5
    groups = (study.site, study.finance, *study.scenarios)
    before = [group.fields() for group in groups]
    follow(study, old=BUILT_IN, new=LIVE)
    assert [group.fields() for group in groups] == before


# --- money -------------------------------------------------------------------------------------


def test_prices_in_euros_follow_the_rates(study: Study) -> None:
    """€1,900 cost £1,900 at £0.80 and €0.80 for $1, and £2,850 at £0.75 and €0.50."""
    assert study.result.study.miners[0].price_gbp == pytest.approx(1_900)
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.catalogue.per_usd == {"EUR": 0.5}
    assert study.catalogue.gbp_per(study.network.usd_to_gbp) == {"GBP": 1, "USD": 0.75, "EUR": 1.5}
    assert study.result.study.miners[0].price_gbp == pytest.approx(2_850)


def test_prices_in_euros_follow_the_entered_pound(study: Study) -> None:
    """At the user's £0.60 and the new €0.50 for $1, €1,900 are £2,280."""
    study.enter(study.network, "usd_to_gbp", 0.6)
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.result.study.miners[0].price_gbp == pytest.approx(2_280)


def test_revenue_follows_price_difficulty_fees_and_pound(study: Study) -> None:
    """Half a millionth of 3.25 BTC at $120,000 and £0.75: £0.14625 per TH/s and day."""
    assert study.result.rev_per_th_per_day_y1 == pytest.approx(0.25)
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.result.rev_per_th_per_day_y1 == pytest.approx(0.14625)


# --- one evaluation ----------------------------------------------------------------------------


def test_a_snapshot_is_one_evaluation(study: Study, results: list[Any]) -> None:
    """Five values, the day and the currencies arrive together: no result has half of them."""
    follow(study, old=BUILT_IN, new=LIVE)
    assert [result.study.network for result in results] == [LIVE.network]


def test_the_same_snapshot_again_is_no_evaluation(study: Study, results: list[Any]) -> None:
    """A round that changed nothing evaluates nothing."""
    follow(study, old=BUILT_IN, new=BUILT_IN)
    again = snapshot(OCTOBER, dict(BUILT_IN_VALUES), euro=0.8, status=Status.CACHED)
    follow(study, old=BUILT_IN, new=again)
    assert results == []


def test_one_result_uses_one_snapshot_throughout(study: Study, results: list[Any]) -> None:
    """Whoever looks at a result while snapshots come sees one snapshot's values, never a mix."""
    snapshots = [
        changed(LIVE, btc_price_usd=price, difficulty=price * 1e9, block_height=840_000 + i)
        for i, price in enumerate((110_000.0, 120_000.0, 130_000.0))
    ]
    old = BUILT_IN
    for new in snapshots:
        follow(study, old=old, new=new)
        old = new
    assert [result.study.network for result in results] == [one.network for one in snapshots]
    for result in results:
        assert result.study.network.difficulty == result.study.network.btc_price_usd * 1e9


# --- what does not fit -------------------------------------------------------------------------


def test_a_go_live_that_is_past_is_a_problem(study: Study, results: list[Any]) -> None:
    """A go-live before the new day is told, and the last result stays with its own snapshot."""
    study.enter(study.finance, "start_date", dt.date(2026, 11, 1))
    kept = study.result
    results.clear()
    follow(study, old=BUILT_IN, new=LIVE)
    assert list(study.problems) == ["finance.start_date"]
    assert "2026-11-21" in str(study.problems["finance.start_date"])
    assert results == []
    assert study.result is kept
    assert study.result.study.network == BUILT_IN.network


def test_values_of_a_kept_result_are_not_called_the_user_s(study: Study) -> None:
    """While the last result stays for a problem, nobody entered its network figures."""
    study.enter(study.finance, "start_date", dt.date(2026, 11, 1))
    follow(study, old=BUILT_IN, new=LIVE)
    assert network_values(study) == LIVE_VALUES  # the study moved on; its result could not
    used = values_in_use(study.network.frozen(), LIVE)
    assert {reading.status for reading in used.values()} == {Status.LIVE}


def test_a_later_go_live_heals_it_on_the_new_snapshot(study: Study, results: list[Any]) -> None:
    """With a go-live from the new day on the result rests on the new values."""
    study.enter(study.finance, "start_date", dt.date(2026, 11, 1))
    follow(study, old=BUILT_IN, new=LIVE)
    study.enter(study.finance, "start_date", dt.date(2026, 11, 21))
    assert study.problems == {}
    assert results[-1].study.network == LIVE.network


def test_an_entry_that_was_refused_is_not_brought_back(study: Study) -> None:
    """A price of −5 was never taken; the price goes on to follow."""
    assert not study.enter(study.network, "btc_price_usd", -5)
    follow(study, old=BUILT_IN, new=LIVE)
    assert study.network.btc_price_usd == 120_000
    assert study.problems == {}


# --- what each value is called -----------------------------------------------------------------


def test_values_of_the_snapshot_keep_their_readings() -> None:
    """What the network has from the snapshot is that very reading."""
    assert values_in_use(LIVE.network, LIVE) == dict(LIVE.values)


def test_an_entered_value_is_the_user_s() -> None:
    """Another value has no source but the user, no time, and no trouble of a provider's."""
    noted = dataclasses.replace(
        LIVE.values["btc_price_usd"], note="Amiss.", detail="Down.", is_fallback=True
    )
    amiss = dataclasses.replace(LIVE, values={**LIVE.values, "btc_price_usd": noted})
    own = dataclasses.replace(LIVE.network, btc_price_usd=90_000.0)
    used = values_in_use(own, amiss)
    price = used.pop("btc_price_usd")
    assert (price.value, price.source, price.status) == (
        90_000.0,
        "",
        Status.ENTERED,
    )
    assert (price.as_of, price.fetched_at, price.note, price.is_fallback) == (None, None, "", False)
    assert price.detail == ""
    assert {reading.status for reading in used.values()} == {Status.LIVE}


def test_a_height_of_another_day_is_the_user_s() -> None:
    """The same height on another day is another figure, and says of which day it is."""
    day = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    used = values_in_use(dataclasses.replace(LIVE.network, as_of=day), LIVE)
    assert used["block_height"].status is Status.ENTERED
    assert used["block_height"].told_by(user="entered by you") == "of 01 Nov 2026, entered by you"
    assert used["difficulty"].status is Status.LIVE


def test_readings_come_in_the_order_they_are_shown() -> None:
    """Each of the five values is there, entered or not."""
    own = dataclasses.replace(LIVE.network, difficulty=1e14)
    assert tuple(values_in_use(own, LIVE)) == NETWORK_VALUES


# --- the snapshot in use -----------------------------------------------------------------------


@pytest.fixture
def network(study: Study) -> NetworkInUse:
    """Return the round study's network, on the built-in values and without a feed."""
    return NetworkInUse(study, BUILT_IN)


def statuses(network: NetworkInUse) -> set[Status]:
    """Return the states of the values that the result rests on."""
    return {value.status for value in network.sourced_values().values()}


def test_a_result_and_its_values_are_of_one_snapshot(network: NetworkInUse, study: Study) -> None:
    """Whoever hears of a new result or of a new snapshot finds both there, and no mix."""
    heard: list[tuple[bool, bool, set[Status]]] = []

    def hear(_: Any) -> None:
        heard.append(
            (
                study.result.study.network == LIVE.network,
                network.snapshot is LIVE,
                statuses(network),
            )
        )

    study.param.watch(hear, "result")
    network.param.watch(hear, "snapshot")
    network.follow(LIVE)
    assert heard == [(True, True, {Status.LIVE})] * 2


def test_a_snapshot_of_the_same_values_is_in_use_too(
    network: NetworkInUse, results: list[Any]
) -> None:
    """Figures that were fetched again are fresh, though no figure of the result changes."""
    again = snapshot(OCTOBER, dict(BUILT_IN_VALUES), euro=0.8, status=Status.CACHED)
    network.follow(again)
    assert results == []
    assert statuses(network) == {Status.CACHED}


def test_the_snapshot_in_hand_is_no_news(network: NetworkInUse) -> None:
    """Nobody hears of a snapshot that the study has taken already, of another one all do."""
    heard: list[Any] = []
    network.param.watch(lambda event: heard.append(event.new), "snapshot")
    network.follow(BUILT_IN)
    assert heard == []
    network.follow(LIVE)
    network.follow(LIVE)
    assert heard == [LIVE]


def test_a_kept_result_rests_on_its_own_snapshot(network: NetworkInUse, study: Study) -> None:
    """A go-live that is past keeps result and values; put right, both are of the new snapshot."""
    study.enter(study.finance, "start_date", dt.date(2026, 11, 1))
    network.follow(LIVE)
    assert network.snapshot is LIVE
    assert network.network == BUILT_IN.network
    assert statuses(network) == {Status.STATIC}
    study.enter(study.finance, "start_date", None)
    assert network.network == LIVE.network
    assert statuses(network) == {Status.LIVE}


def test_a_held_snapshot_is_not_followed_away(network: NetworkInUse, study: Study) -> None:
    """A record's figures stay, whatever is newer; released, the network is the first one's."""
    follow(study, old=BUILT_IN, new=LIVE)
    network.hold(LIVE)
    network.follow(changed(LIVE, btc_price_usd=130_000.0))
    assert (network.is_held, network.snapshot) == (True, LIVE)
    assert study.network.btc_price_usd == 120_000
    network.release()
    assert (network.is_held, network.snapshot) == (False, BUILT_IN)
    assert network_values(study) == BUILT_IN_VALUES


def test_what_was_entered_is_in_the_snapshot_in_use(network: NetworkInUse, study: Study) -> None:
    """Who saves the figures saves the entered price as entered, and the rates with it."""
    study.enter(study.network, "btc_price_usd", 90_000.0)
    used = network.snapshot_in_use()
    assert used.network == study.result.study.network
    assert used.values["btc_price_usd"].status is Status.ENTERED
    assert used.values["difficulty"] == BUILT_IN.values["difficulty"]
    assert (used.as_of, used.per_usd) == (OCTOBER, BUILT_IN.per_usd)
