"""What each rule of choice would build on a plan's water."""

import dataclasses

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import best_winner, none_pays, plan_winners, unbound_machines
from hydro_mining.imports.bundled import default_study_inputs


@pytest.fixture(scope="module")
def wet() -> StudyInputs:
    """Return a study of five wet months, of which the grid takes 300 kW."""
    return dataclasses.replace(
        default_study_inputs(),
        hydro=HydroInputs(monthly_power_kw=(1_000.0,) * 5 + (200.0,) * 7),
        market=MarketInputs(export_price_gbp_per_mwh=40.0, export_limit_kw=300.0),
    )


def named(study: StudyInputs, miner: str | None, n_miners: int | None = None) -> StudyInputs:
    """Return the study with a machine, and a number of it."""
    finance = dataclasses.replace(study.finance, miner=miner, n_miners=n_miners)
    return dataclasses.replace(study, finance=finance)


def test_the_best_value_is_the_plan_s_own(wet: StudyInputs) -> None:
    """Machine, number, NPV, cash flows and payback are the base case's."""
    plan = evaluate(wet).plan
    best = plan_winners(wet, plan.machines)["npv"]
    assert (best.miner, best.n_miners) == (plan.chosen_miner, plan.n_miners)
    assert best.npv_gbp == pytest.approx(plan.base_case.npv_gbp)
    assert np.allclose(best.cashflows, plan.base_case.cashflows)
    assert best.simple_payback_years == pytest.approx(plan.base_case.simple_payback_years)


def test_the_shortest_payback_is_that_of_all_plans_with_one_machine(wet: StudyInputs) -> None:
    """Each machine named in turn has a plan whose payback is no shorter."""
    plan = evaluate(wet).plan
    winner = plan_winners(wet, plan.machines)["payback"]
    paybacks = {}
    for one in plan.machines:
        if one.n:
            alone = evaluate(named(wet, one.name)).plan.base_case
            paybacks[one.name] = alone.simple_payback_years
    assert winner.simple_payback_years == pytest.approx(min(paybacks.values()))
    assert paybacks[winner.miner] == pytest.approx(winner.simple_payback_years)


def test_a_named_machine_hides_no_other(wet: StudyInputs) -> None:
    """Rows and winners are those of the study that names none, and no number."""
    free = evaluate(wet).plan
    bound = named(wet, free.machines[2].name, 7)
    rows = unbound_machines(bound, evaluate(bound).plan)
    assert [(one.name, one.n) for one in rows] == [(one.name, one.n) for one in free.machines]
    expected = plan_winners(wet, free.machines)
    for rule, winner in plan_winners(bound, rows).items():
        assert (winner.miner, winner.n_miners) == (expected[rule].miner, expected[rule].n_miners)


def test_where_export_pays_more_no_rule_builds(wet: StudyInputs) -> None:
    """At £900 a MWh without a limit."""
    market = MarketInputs(export_price_gbp_per_mwh=900.0)
    dear = dataclasses.replace(wet, market=market)
    assert dict(plan_winners(dear, evaluate(dear).plan.machines)) == {"npv": None, "payback": None}


@pytest.mark.parametrize("n_miners", [0, 10])
def test_a_number_alone_hides_no_other_number(wet: StudyInputs, n_miners: int) -> None:
    """Each machine is at the number that pays best, and the best of them is the free plan's."""
    free, bound = evaluate(wet).plan, named(wet, None, n_miners)
    rows = unbound_machines(bound, evaluate(bound).plan)
    assert [(one.name, one.n) for one in rows] == [(one.name, one.n) for one in free.machines]
    best = best_winner(bound, evaluate(bound).plan)
    assert (best.miner, best.n_miners) == (free.chosen_miner, free.n_miners)


def test_none_by_choice_is_not_none_that_pays(wet: StudyInputs) -> None:
    """At £900 a MWh no machine pays; with a number of 0 nobody asked whether one does."""
    dear = dataclasses.replace(wet, market=MarketInputs(export_price_gbp_per_mwh=900.0))
    assert none_pays(dear, evaluate(dear).plan)
    for study in (named(wet, None, 0), named(dear, None, 0), wet):
        assert not none_pays(study, evaluate(study).plan)
