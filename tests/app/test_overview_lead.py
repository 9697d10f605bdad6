"""What stands first on Overview: the study's verdict, or the plan's where there is one."""

import dataclasses
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import panel_material_ui as pmui
import pytest

from hydro_mining.app import default_study
from hydro_mining.app.overview.lead import lead
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.risk.screen import RiskScreen
from hydro_mining.economics import Evaluation
from hydro_mining.economics.risk import risk_of
from hydro_mining.models import ScenarioInputs
from hydro_mining.views.answer import answer_of
from hydro_mining.views.board import recommendation
from tests.app.driver import Visit, words


@pytest.fixture(scope="module")
def result() -> Evaluation:
    """Return the result of the study that the page opens with."""
    return default_study().result


def with_plan(result: Evaluation, **changed: object) -> Evaluation:
    """Return the result with a plan: £300,000 for £250,000 a year, or as it is given."""
    base = SimpleNamespace(
        cashflows=np.array([-300_000.0, 250_000.0, 250_000.0]),
        npv_gbp=122_512.76,
        simple_payback_years=1.2,
        ends_below_zero=False,
        export_only_gbp=np.array([40_000.0, 45_000.0]),
    )
    plan = {
        "chosen_miner": "Round",
        "n_miners": 50,
        "base_case": base,
        "y1": {},
        "scenarios": {"Base": base},
    }
    return dataclasses.replace(result, plan=SimpleNamespace(**plan | changed))


def _label(levers: Any, key: str) -> str:
    """Return what stands on the button of a line."""
    return next(label for known, _, label in levers.lines if known == key)


def test_without_a_plan_it_is_the_study_s_verdict(result: Evaluation) -> None:
    """The default site at 4.5p does not pay."""
    first, below = lead(result)
    assert "At 4.5p a kWh, mining would not pay here." in first
    stops = re.search(r"You would stop in (\w+ \d{4})", below)
    assert stops is not None
    assert f"Sold instead, the power that it uses until {stops[1]} would bring" in below
    assert "plan" not in below


def test_a_plan_speaks_first(result: Evaluation) -> None:
    """Its machines and its money, and a word on whose answer it is."""
    first, below = lead(with_plan(result))
    assert "Mining would pay here." in first
    assert "You put in £300,000 for 50 × Round and get £500,000 back over 2 years" in first
    assert "Exporting everything would bring £85,000" in below
    assert "the answer of the plan on Hydro" in below


def test_a_plan_without_machines_says_export(result: Evaluation) -> None:
    """Then its own sentence is the verdict."""
    first, _ = lead(with_plan(result, chosen_miner=None, n_miners=0, y1=None))
    assert "Export. No machine pays here; export alone brings £40,000 in year 1." in first


def test_a_negative_npv_is_not_called_money_lost() -> None:
    """A machine can pay back and still return less than is asked: NPV is against selling."""
    visit = Visit(screens=(OverviewScreen,))
    result = visit.study.result
    assert max(result.miners.site_npv_gbp) < 0
    said = words(visit.on_screen("choice"))
    assert "No machine beats selling the power at the return you ask (NPV above 0)" in said
    assert f"{result.best_npv_miner} comes closest, with an NPV of" in said
    assert "money back" not in said


def test_a_lever_that_was_set_is_not_offered_again() -> None:
    """At the power price that was said the line says that it holds, and has no button."""
    visit = Visit(screens=(OverviewScreen,))
    lines, key = visit.screen._levers, "power_price_gbp_per_kwh"
    assert _label(lines, key).startswith("Set ")
    lines._handle_msg(key)
    assert "holds today" in next(html for known, html, _ in lines.lines if known == key)
    assert not _label(lines, key)


def test_what_drawn_futures_advise_is_said_as_in_a_report() -> None:
    """Once they were drawn of this very result; those of another one are not told of."""
    visit = Visit(screens=(OverviewScreen, RiskScreen))
    run = visit.case.section("risk")
    run.enter(run, "paths", 100)
    study = visit.study

    def advice() -> str:
        result = visit.case.result
        told = risk_of(result.study, paths=100)
        return recommendation(result, answer_of(result), told)

    study.enter(study.site, "power_price_gbp_per_kwh", 0.01)
    said = advice()
    assert "drawn futures" in said
    assert said not in words(visit.screen_text)
    visit.open("risk")
    visit.open("overview")
    assert said in words(visit.screen_text)
    study.enter(study.site, "power_price_gbp_per_kwh", 0.011)
    assert "drawn futures" not in words(visit.screen_text)
    visit.open("risk")
    visit.open("overview")
    assert advice() in words(visit.screen_text)


def test_a_picture_has_as_many_scenarios_as_can_be_told_apart() -> None:
    """The palette's seven; who has more is told where the others are, and gets them as a file."""
    visit = Visit(screens=(OverviewScreen,))
    for _ in range(4):
        visit.study.add_scenario(ScenarioInputs(title="More"))
    assert len(visit.case.result.study.scenarios) == 7
    assert "scenarios; Scenarios has the others." not in visit.screen_text
    visit.study.add_scenario(ScenarioInputs(title="Most"))
    assert "The first 7 of 8 scenarios; Scenarios has the others." in visit.screen_text
    drawn = [name for name in visit.screen._charts["money_left"].sources if name[1:].isdigit()]
    assert drawn == [f"s{s}" for s in range(7)]
    (block,) = (b for b in visit.everything(pmui.FileDownload) if b.filename == "money-left.csv")
    columns = block.callback().getvalue().splitlines()[0]
    assert columns.count(",") == 8
