"""Overview where there is a plan: picture, levers, machines and the day are the plan's."""

import dataclasses

import numpy as np
import panel_material_ui as pmui
import pytest

from hydro_mining.app.hydro.screen import HydroScreen
from hydro_mining.app.overview import answered
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.records.case_record import case_name
from hydro_mining.app.scenarios.screen import ScenariosScreen
from hydro_mining.economics import evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import plan_pays_if, rules
from hydro_mining.models.history import History
from hydro_mining.quantities import formatted
from tests.app.driver import Visit, words
from tests.models.test_background import Later

# Five months at full power, seven at a fifth, of which the grid takes 300 kW.
WATER = HydroInputs(monthly_power_kw=(1_000.0,) * 5 + (200.0,) * 7)


def visit_with(market: MarketInputs | None) -> Visit:
    """Return a visit to Overview of the default site on that water."""
    visit = Visit(screens=(OverviewScreen, ScenariosScreen, HydroScreen))
    visit.study.plan.param.update(hydro=WATER, market=market)
    return visit


@pytest.fixture
def visit() -> Visit:
    """Return a visit whose plan pays: power beyond the connection is lost without machines."""
    return visit_with(MarketInputs(export_price_gbp_per_mwh=40.0, export_limit_kw=300.0))


def test_the_picture_is_the_plan_s(visit: Visit) -> None:
    """Each line ends at the sum of the plan's cash flows, not at the study's."""
    plan = visit.study.result.plan
    for s, scenario in enumerate(plan.scenarios.values()):
        drawn = visit.drawn_data("money_left", f"s{s}")["y"]
        assert drawn[-1] == pytest.approx(float(scenario.cashflows.sum()))
        assert drawn[0] == pytest.approx(float(scenario.cashflows[0]))


def test_scenarios_have_the_plan_s_money(visit: Visit) -> None:
    """Cards, charts, metrics and the CSV are those of Overview's answer, not the study's."""
    visit.open("scenarios")
    plan = visit.study.result.plan
    for s, scenario in enumerate(plan.scenarios.values()):
        npv = formatted("npv_gbp", scenario.npv_gbp)
        assert npv in visit.screen._cards.object
        assert npv in visit.screen._metrics.object
        assert visit.drawn_data("discounted", f"s{s}")["y"][-1] == pytest.approx(scenario.npv_gbp)
        assert list(visit.drawn_data("annual", f"s{s}")["flow"]) == pytest.approx(
            list(scenario.cashflows)
        )
        assert f"{scenario.npv_gbp!r}" in visit.screen._metrics_csv()
    assert f"{plan.n_miners} × {plan.chosen_miner} over" in visit.screen_text


def test_scenarios_of_a_plan_that_builds_none_say_so(visit: Visit) -> None:
    """No money is shown where none is put in; the revenue per TH still is."""
    visit.open("scenarios")
    visit.study.plan.param.update(market=MarketInputs(export_price_gbp_per_mwh=900.0))
    visit.screen.draw_now()
    assert visit.study.result.plan.chosen_miner is None
    assert "Export. No machine pays here" in visit.screen_text
    assert not visit.screen._tables.visible
    assert [name for name, block in visit.screen._blocks.items() if block.visible] == ["path"]


def test_the_levers_are_the_plan_s(visit: Visit) -> None:
    """Machine and bitcoin price are those at which the plan's NPV is 0."""
    result = visit.study.result
    levels = plan_pays_if(result.study, result.plan)
    assert levels is not None
    assert levels.miner_price_gbp is not None
    held = visit.screen._levers._levers
    assert held["miner_price_gbp"].value == pytest.approx(levels.miner_price_gbp, rel=1e-3)
    assert held["btc_price_usd"].value == pytest.approx(levels.btc_price_usd, rel=1e-3)
    assert "power_price_gbp_per_kwh" not in held
    assert "power_price_gbp_per_kwh" not in {key for key, *_ in visit.screen._levers.lines}


def test_a_lever_that_is_set_is_where_the_plan_is_worth_nothing(visit: Visit) -> None:
    """At the bitcoin price that is said, the count that was planned has an NPV of 0."""
    plan = visit.study.result.plan
    visit.screen._levers._handle_msg("btc_price_usd")
    study = visit.study.settings
    finance = dataclasses.replace(study.finance, miner=plan.chosen_miner, n_miners=plan.n_miners)
    npv = evaluate(dataclasses.replace(study, finance=finance)).plan.base_case.npv_gbp
    # The level is written to whole dollars, upwards: some tens of pounds of NPV.
    assert 0 <= npv < 1e-3 * plan.base_case.cashflows[1:].sum()


def test_the_export_price_is_set_where_it_is_one_number() -> None:
    """Without a limit machines take from the grid: above some price they would not pay."""
    visit = visit_with(MarketInputs(export_price_gbp_per_mwh=20.0))
    lever = visit.screen._levers._levers["export_price_gbp_per_mwh"]
    assert lever.today.startswith("£20")
    assert lever.value is not None
    assert lever.value > 20
    visit.screen._levers._handle_msg("export_price_gbp_per_mwh")
    assert visit.study.settings.market.export_price_gbp_per_mwh == pytest.approx(lever.value)


def test_the_study_s_power_price_is_the_lever_where_the_grid_pays_it() -> None:
    """Then it is per kWh, and sets the slider's price."""
    visit = visit_with(None)
    visit.study.enter(visit.study.site, "power_price_gbp_per_kwh", 0.02)
    lever = visit.screen._levers._levers["power_price_gbp_per_kwh"]
    assert (lever.today, lever.side) == ("2p", "or less")
    visit.screen._levers._handle_msg("power_price_gbp_per_kwh")
    assert visit.study.settings.site.power_price_gbp_per_kwh == pytest.approx(lever.value)


def test_a_phone_has_the_sliders_that_move_something() -> None:
    """With water of its own the plan leaves the load factor aside, with prices the power's too."""
    visit = visit_with(None)
    assert sliders_on_a_phone(visit) == ["Site power [kW]", "Power price [p/kWh]"]
    visit.study.plan.param.update(market=MarketInputs(export_price_gbp_per_mwh=40.0))
    assert sliders_on_a_phone(visit) == ["Site power [kW]"]
    visit.study.plan.param.update(hydro=None, market=None)
    names = ["Site power [kW]", "Load factor [%]", "Power price [p/kWh]"]
    assert sliders_on_a_phone(visit) == names


def sliders_on_a_phone(visit: Visit) -> list[str]:
    """Return the names of the sliders below the verdict."""
    sliders = visit.screen.layout[1].select(pmui.FloatSlider)
    return [slider.label for slider in sliders if slider.visible]


def test_both_rules_stand_beside_each_other(visit: Visit) -> None:
    """The first column is the plan's machine, number and NPV; it is marked as built."""
    plan = visit.study.result.plan
    html = visit.screen._machine._winners.object
    said = words(html)
    assert f"{plan.n_miners:,} × {plan.chosen_miner}" in said
    assert formatted("npv_gbp", plan.base_case.npv_gbp) in said
    assert 'hm-built" data-figure="winner:npv"' in html
    assert visit.screen._machine._rule.value == "npv"


def test_the_other_rule_builds_its_machine_and_back(visit: Visit) -> None:
    """The switch names the machine of the shortest payback, and lets the plan choose again."""
    best = visit.study.result.plan
    visit.screen._machine._rule.value = "payback"
    plan, finance = visit.study.result.plan, visit.study.settings.finance
    assert finance.miner == plan.chosen_miner
    assert plan.base_case.simple_payback_years <= best.base_case.simple_payback_years
    assert visit.screen._machine._rule.value == "payback"
    # The other rule's column is still there.
    assert best.chosen_miner in words(visit.screen._machine._winners.object)
    visit.screen._machine._rule.value = "npv"
    assert visit.study.settings.finance.miner is None
    assert visit.study.result.plan.chosen_miner == best.chosen_miner


def test_the_table_has_the_plan_s_numbers(visit: Visit) -> None:
    """Count and NPV of each machine are those of the plan's rows, also where one is named."""
    rows = {one.name: one for one in visit.study.result.plan.machines}
    named = list(rows)[3]
    for miner in (None, named):
        visit.study.enter(visit.study.finance, "miner", miner)
        planned = {one.name: one for one in visit.screen._comparison._planned}
        assert planned.keys() == rows.keys()
        assert planned[named].n == rows[named].n
        assert planned[named].npv_gbp == pytest.approx(rows[named].npv_gbp)


@pytest.mark.parametrize("where", ["table", "select"])
def test_another_machine_comes_without_the_number_of_the_one_before(
    visit: Visit, where: str
) -> None:
    """A click in the table or the select leaves how many to the plan again."""
    rows = {one.name: one for one in visit.study.result.plan.machines}
    picked = list(rows)[3]
    visit.study.enter(visit.study.finance, "n_miners", 7)
    if where == "table":
        visit.screen._comparison._pick(picked)
    else:
        visit.screen._machine._override.value = picked
    finance = visit.study.settings.finance
    assert (finance.miner, finance.n_miners) == (picked, None)
    assert visit.study.result.plan.n_miners == rows[picked].n


def test_a_number_of_none_is_a_choice(visit: Visit) -> None:
    """It is not said that no machine pays, nor what would make one."""
    plan = visit.study.result.plan
    visit.study.enter(visit.study.finance, "n_miners", 0)
    said = visit.screen_text
    assert "You chose to build none; export alone brings" in said
    assert f"{plan.n_miners:,} × {plan.chosen_miner} would pay." in said
    assert "No machine" not in said
    assert "One would at" not in said


def test_a_choice_that_loses_names_the_machine_that_pays(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The free plan's; what each rule builds is worked out once for the whole screen."""
    free, asked = visit.study.result.plan, []
    worked_out = rules.plan_winners

    def counted(*arguments: object) -> object:
        asked.append(arguments)
        return worked_out(*arguments)

    monkeypatch.setattr(rules, "plan_winners", counted)
    monkeypatch.setattr(answered, "plan_winners", counted)
    finance = visit.study.finance
    with visit.study.together():
        visit.study.enter(finance, "miner", free.chosen_miner)
        visit.study.enter(finance, "n_miners", 20 * free.n_miners)
    assert visit.study.result.plan.base_case.npv_gbp < 0
    best = f"{free.n_miners:,} × {free.chosen_miner}"
    assert f"would not pay here; with {best} it would." in visit.screen_text
    assert f"With {best} you would put in £" in visit.screen_text
    assert len(asked) == 1


def test_a_case_is_named_by_the_machine_that_is_built() -> None:
    """The plan's, which is another than the study's."""
    visit = visit_with(MarketInputs(export_price_gbp_per_mwh=20.0))
    result = visit.study.result
    assert result.plan.chosen_miner != result.chosen_miner
    assert f", {result.plan.chosen_miner}, " in case_name(result)
    visit.study.plan.market = MarketInputs(export_price_gbp_per_mwh=900.0)
    assert ", no machine, " in case_name(visit.study.result)


def test_a_day_is_a_365th_of_year_1(visit: Visit) -> None:
    """What the cards say of mining and gain are the plan's year 1 over its days."""
    y1 = visit.study.result.plan.y1
    said = words(visit.on_screen("day"))
    for name in ("gain_gbp", "mining_gbp", "export_only_gbp"):
        assert formatted(name, y1[name] / 365) in said


def test_where_no_machine_pays_nothing_is_drawn_of_one() -> None:
    """No picture, no levers, and one card of both rules says that exporting pays more."""
    visit = visit_with(MarketInputs(export_price_gbp_per_mwh=900.0))
    assert visit.study.result.plan.chosen_miner is None
    assert not visit.screen._picture_block.visible
    assert visit.screen._levers._levers == {}
    said = words(visit.screen._machine._winners.object)
    assert said.count("exporting everything pays more") == 1
    assert "Both rules" not in said
    assert "One would at a hashprice of" in visit.screen_text
    assert "No machine earns more than exporting everything" in visit.screen_text


def test_without_water_all_is_the_study_s_again(visit: Visit) -> None:
    """The figures of section 2 come back when water and grid are left out."""
    visit.study.plan.param.update(hydro=None, market=None)
    result = visit.study.result
    drawn = visit.drawn_data("money_left", "s0")["y"]
    base = next(iter(result.scenarios.values()))
    assert np.allclose(drawn, base.cumulative_gbp)
    assert "power_price_gbp_per_kwh" in visit.screen._levers._levers
    assert visit.screen._machine._rule.value == result.study.finance.choose_by


@pytest.fixture
def examples() -> Visit:
    """Return a visit as the page opens."""
    return Visit(screens=(OverviewScreen, HydroScreen))


def switch(visit: Visit) -> pmui.Switch:
    """Return the switch of the examples' water."""
    return next(
        one for one in visit.everything(pmui.Switch) if one.label.startswith("With made-up")
    )


def test_a_page_opens_without_made_up_water(examples: Visit) -> None:
    """It is one click away, and one back."""
    before = examples.study.settings
    assert examples.study.result.plan is None
    switch(examples).value = True
    assert examples.study.result.plan is not None
    assert "its water and its prices are made up" in examples.screen_text
    assert "It does not use the load factor and the power price of the site" in examples.screen_text
    switch(examples).value = False
    assert examples.study.settings == before


def test_another_example_brings_its_own_water(examples: Visit) -> None:
    """A storage plant's months instead of the burn's days; Hydro's example is the same."""
    switch(examples).value = True
    select = next(s for s in examples.everything(pmui.Select) if s.label.startswith("Start from"))
    select.value = "20 MW Norwegian storage plant"
    hydro = examples.study.settings.hydro
    assert hydro.monthly_flow_m3_s is not None
    assert hydro.design_flow_m3_s == pytest.approx(20 * 0.32)
    examples.open("hydro")
    examples.open_section("Your water, plant and grid")
    examples.press("Leave water and grid out")
    assert not switch(examples).value
    examples.press("See an example")
    assert examples.study.settings.hydro == hydro
    assert switch(examples).value


def test_own_water_is_never_replaced_by_an_example(examples: Visit) -> None:
    """The switch is gone, and an example changes site and money alone."""
    examples.study.plan.hydro = WATER
    assert not switch(examples).visible
    select = next(s for s in examples.everything(pmui.Select) if s.label.startswith("Start from"))
    select.value = "5 MW alpine stream"
    assert examples.study.settings.site.site_power_kw == 5_000
    assert examples.study.settings.hydro == WATER


def test_what_was_changed_of_made_up_water_does_not_go_unasked(examples: Visit) -> None:
    """Neither with the switch nor with another example; refused, all stays."""
    switch(examples).value = True
    plan = examples.study.plan
    plan.hydro = dataclasses.replace(plan.hydro, gross_head_m=55.0)
    switch(examples).value = False
    assert switch(examples).value
    assert "would go your changes to Gross head" in examples.text
    select = examples.select("Start from an example")
    select.value = "5 MW alpine stream"
    assert "would replace your changes to Gross head" in examples.text
    examples.press("Keep mine")
    assert examples.study.settings.hydro.gross_head_m == 55
    assert examples.study.settings.site.site_power_kw == 1_000
    switch(examples).value = False
    examples.press("Leave it out")
    assert examples.study.settings.hydro is None


def test_an_example_is_called_so_with_its_water_and_without(examples: Visit) -> None:
    """Also where an entry of the visitor's own was undone."""
    select, steps = examples.select("Start from an example"), History(examples.case)
    for is_on in (True, False, True):
        switch(examples).value = is_on
        assert select.value == "1 MW Scottish run-of-river"
    examples.study.enter(examples.study.site, "overhead_fraction", 0.09)
    assert select.value == "Own case"
    switch(examples).value = False
    assert select.value == "Own case"
    for _ in range(3):
        steps.undo()
    assert not switch(examples).value
    assert select.value == "1 MW Scottish run-of-river"


def test_an_example_stands_while_its_plan_is_computed(examples: Visit) -> None:
    """What is entered before its result comes is the visitor's own."""
    switch(examples).value = True
    select = examples.select("Start from an example")
    examples.study.run = later = Later()
    select.value = "5 MW alpine stream"
    assert examples.study.is_computing
    assert select.value == "5 MW alpine stream"
    examples.study.enter(examples.study.site, "load_factor", 0.31)
    while later.waiting:
        later.go_on()
    assert examples.study.settings.site.load_factor == 0.31
    assert select.value == "Own case"
