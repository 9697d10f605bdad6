"""Another study taken whole: everything of it, in one change, or nothing at all."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.app import default_study
from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.inputs import Scenario
from hydro_mining.economics.market import MarketInputs
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network, default_study_inputs
from hydro_mining.models import ScenarioInputs, Study

Taken = tuple[StudyInputs, tuple[CatalogueEntry, ...], dict[str, float]]


def machine(name: str, price: float, currency: str = "GBP", **facts: Any) -> CatalogueEntry:
    """Return a machine of 100 TH/s and 2.5 kW."""
    quote = PriceQuote(price=price, currency=currency, price_date="2026-10", source="Test")
    defaults = {"cooling": "", "form": "", "quotes": (quote,), "use": True, "note": ""}
    return CatalogueEntry(
        name=name, **{"hashrate_ths": 100.0, "power_w": 2_500.0, **defaults, **facts}
    )


@pytest.fixture
def other(study: Callable[..., StudyInputs]) -> Taken:
    """Return a study that differs from the default one in every field.

    At £0.80 for a dollar and 4 NOK for a dollar, 9,500 NOK are £1,900.
    """
    rows = [
        {
            "name": f"<{name}>",
            "btc_price_shock": -0.25,
            "btc_price_growth_per_year": 0.21,
            "difficulty_shock": 0.11,
            "difficulty_growth_per_year": 0.13,
            "fee_growth_per_year": -0.17,
            "power_price_shock": 0.07,
            "power_price_growth_per_year": 0.03,
            "hashrate_elasticity": 0.4,
            "hashrate_half_life_months": 2.0,
        }
        for name in ("A", "B", "C", "D")
    ]
    machines = [("Round", 1_900.0), ("Dear", 2_000.0)]
    inputs = study(
        network={"as_of": "2026-10-11T06:00:00+00:00", "fees_btc_per_block": 0.5},
        site={"overhead_fraction": 0.125},
        miners=[
            {"name": name, "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": price}
            for name, price in machines
        ],
        finance={
            "start_date": dt.date(2027, 1, 31),
            "pool_fee_fraction": 0.02,
            "miner": "Dear",
            "choose_by": "npv",
            "other_capex_gbp_per_kw": 12.5,
            "other_opex_gbp_per_kw_per_year": 3.5,
            "other_capex_gbp": 123.0,
            "other_opex_gbp_per_year": 456.0,
            "residual_value_fraction": 0.25,
            "switch_off_when_unprofitable": False,
            "n_miners": 12,
        },
        scenarios=rows,
    )
    entries = (
        machine("Round", 9_500.0, "NOK"),
        machine("Spare", 1.0, use=False),
        machine("Dear", 2_000.0),
    )
    water = HydroInputs(monthly_power_kw=tuple(range(100, 1300, 100)))
    inputs = dataclasses.replace(
        inputs, hydro=water, market=MarketInputs(export_limit_kw=200.0), dilute=False
    )
    return inputs, entries, {"NOK": 4.0}


@pytest.fixture
def results() -> list[Any]:
    """Return the list that ``watched`` fills."""
    return []


@pytest.fixture
def watched(results: list[Any]) -> Study:
    """Return the default study, each new result of which goes to ``results``."""
    made = default_study()
    made.param.watch(lambda event: results.append(event.new), "result")
    return made


def replace(study: Study, taken: Taken) -> None:
    """Let a study take another."""
    inputs, entries, per_usd = taken
    study.replace(inputs, entries=entries, per_usd=per_usd)


def state(study: Study) -> tuple[Any, ...]:
    """Return everything that a study holds."""
    groups = (study.network, study.site, study.finance, *study.scenarios)
    return (
        [group.fields() for group in groups],
        list(map(id, groups)),
        study.catalogue.entries,
        study.catalogue.per_usd,
        study.problems,
        study.is_current,
        id(study.result),
    )


def test_another_study_is_taken_whole(watched: Study, other: Taken) -> None:
    """Inputs, catalogue and rates are those given, to the last field."""
    replace(watched, other)
    inputs, entries, per_usd = other
    assert watched.inputs() == inputs
    assert (watched.catalogue.entries, watched.catalogue.per_usd) == (entries, per_usd)
    assert watched.result.study == inputs
    assert watched.result.to_dict() == evaluate(inputs).to_dict()
    assert (watched.problems, watched.is_current) == ({}, True)


def test_no_field_of_the_other_study_is_a_default(watched: Study, other: Taken) -> None:
    """The study above tells: each of its fields differs from what was there before."""
    before = watched.inputs()
    for group in ("network", "site", "finance"):
        old, new = getattr(before, group), getattr(other[0], group)
        names = [field.name for field in dataclasses.fields(new)]
        same = [name for name in names if getattr(old, name) == getattr(new, name)]
        assert same == ([] if group != "site" else ["site_power_kw"])
    for name in ("hydro", "market", "dilute"):
        assert getattr(before, name) != getattr(other[0], name)
    assert not {s.name for s in before.scenarios} & {s.name for s in other[0].scenarios}


def test_the_study_has_one_new_result(watched: Study, other: Taken, results: list[Any]) -> None:
    """However much changes, those who watch hear of it once, when all of it is there."""
    replace(watched, other)
    assert [result.study for result in results] == [other[0]]


def test_there_and_back_is_the_same_study(watched: Study, other: Taken) -> None:
    """The default study can be taken again after another, with its absent fields absent."""
    before = watched.inputs()
    assert before.finance.start_date is None
    replace(watched, other)
    rates = {code: rate.value for code, rate in bundled_network().per_usd.items()}
    replace(watched, (before, bundled_catalogue(), rates))
    assert watched.inputs() == before


def test_the_groups_are_the_same_objects(watched: Study, other: Taken) -> None:
    """The controls of a page hold network, site and finance, which change in place."""
    names = ("network", "site", "finance", "catalogue")
    before = [id(getattr(watched, name)) for name in names]
    replace(watched, other)
    assert [id(getattr(watched, name)) for name in names] == before
    watched.enter(watched.site, "load_factor", 0.5)
    assert watched.result.study.site.load_factor == 0.5


def test_new_scenarios_are_followed_and_old_ones_are_not(
    watched: Study, other: Taken, results: list[Any]
) -> None:
    """A change of a scenario that came is evaluated; what arrives for one that went is nobody's."""
    old = watched.scenarios[0]
    replace(watched, other)
    results.clear()
    assert watched.enter(old, "btc_price_shock", -0.5) is False
    assert results == []
    assert watched.enter(watched.scenarios[3], "btc_price_shock", -0.5) is True
    assert results[-1].study.scenarios[3].btc_price_shock == -0.5


def test_illegal_entries_are_forgotten(watched: Study, other: Taken) -> None:
    """What was wrong with the study before is not wrong with this one."""
    watched.enter(watched.site, "load_factor", 7)
    watched.enter(watched.scenarios[1], "btc_price_shock", -3)
    assert set(watched.problems) == {"site.load_factor", "scenarios[1].btc_price_shock"}
    replace(watched, other)
    assert watched.problems == {}


def test_a_study_that_did_not_fit_together_fits_again(watched: Study, other: Taken) -> None:
    """A go-live before the network's day is gone with the study that had it."""
    watched.enter(watched.finance, "start_date", dt.date(2020, 1, 1))
    assert not watched.is_current
    replace(watched, other)
    assert watched.is_current
    assert watched.result.study == other[0]


def test_the_same_study_is_taken_over_what_did_not_fit(watched: Study) -> None:
    """The study of the last good result itself can be taken while entries do not fit."""
    before = watched.inputs()
    watched.enter(watched.finance, "start_date", dt.date(2020, 1, 1))
    watched.enter(watched.site, "load_factor", 7)
    rates = {code: rate.value for code, rate in bundled_network().per_usd.items()}
    replace(watched, (before, bundled_catalogue(), rates))
    assert (watched.inputs(), watched.problems, watched.is_current) == (before, {}, True)


def _overflowing(inputs: StudyInputs) -> StudyInputs:
    """Return legal inputs whose revenue no float holds: a coin of 1e308 $, many times."""
    network = dataclasses.replace(inputs.network, btc_price_usd=1e308)
    scenario = Scenario(name="Up", btc_price_growth_per_year=10.0)
    return dataclasses.replace(inputs, network=network, scenarios=(scenario,))


@pytest.mark.parametrize("has_problems", [False, True], ids=["sound", "with illegal entries"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_study_that_cannot_be_computed_changes_nothing(
    has_problems: bool, watched: Study, other: Taken, results: list[Any]
) -> None:
    """It is refused, and inputs, catalogue, problems and result are the very ones of before."""
    if has_problems:
        watched.enter(watched.site, "load_factor", 7)
        watched.enter(watched.finance, "start_date", dt.date(2020, 1, 1))
    before = state(watched)
    results.clear()
    inputs, entries, per_usd = other
    with pytest.raises(InputError, match=r"^the inputs together must be of a size whose results"):
        replace(watched, (_overflowing(inputs), entries, per_usd))
    assert state(watched) == before
    assert results == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_study_that_cannot_be_evaluated_changes_nothing(watched: Study, other: Taken) -> None:
    """A site of 1e30 kW is refused by the fleet's own rule."""
    before = state(watched)
    inputs, entries, per_usd = other
    site = dataclasses.replace(inputs.site, site_power_kw=1e30)
    with pytest.raises(InputError, match=r"^effective_power_kw must be below 1e\+10 times"):
        replace(watched, (dataclasses.replace(inputs, site=site), entries, per_usd))
    assert state(watched) == before


def test_a_scenario_is_its_mutable_counterpart() -> None:
    """There and back a scenario is equal, every field of it."""
    for scenario in default_study_inputs().scenarios:
        assert ScenarioInputs.of(scenario).frozen() == scenario
    terms = {f.name: 0.125 for f in dataclasses.fields(Scenario) if f.name != "name"}
    scenario = Scenario(name="All", **terms)
    assert ScenarioInputs.of(scenario).frozen() == scenario


def test_a_group_takes_its_frozen_counterpart(watched: Study, other: Taken) -> None:
    """Network, site and finance each give back what they took."""
    for group in ("network", "site", "finance"):
        frozen = getattr(other[0], group)
        getattr(watched, group).take(frozen)
        assert getattr(watched, group).frozen() == frozen
