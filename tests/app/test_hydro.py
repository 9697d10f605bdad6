"""The Hydro screen without a browser: what it says, and what is entered on it."""

import datetime as dt

import panel as pn
import panel_material_ui as pmui
import pytest

from hydro_mining.app.dispatch import plan_prices
from hydro_mining.app.dispatch.screen import DispatchScreen
from hydro_mining.app.hydro.screen import HydroScreen
from hydro_mining.economics import plan_detail
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import mean_export_price, plan_winners
from hydro_mining.imports.example_water import made_up_prices
from hydro_mining.models.hydro import check_plan
from hydro_mining.quantities import formatted
from tests.app.driver import Visit, words

POWER = HydroInputs(monthly_power_kw=(500.0,) * 12)


@pytest.fixture
def visit():
    """A visitor with Hydro open and Dispatch beside it."""
    return Visit(screens=(HydroScreen, DispatchScreen))


def lead(visit):
    """Return the screen's answer as words."""
    return words(visit.on_screen("lead"))


def test_without_water_it_asks_for_it(visit):
    """There is no plan, and the entries are open."""
    assert "Enter your water below" in lead(visit)
    assert not visit.shows("rest")
    assert visit.screen._entries.layout.active == [0]


def test_the_example_is_one_click_and_says_that_it_is_made_up(visit):
    """The answer is the plan's, and all charts are drawn."""
    visit.press("See an example")
    plan = visit.study.result.plan
    assert "its water and its prices are made up" in lead(visit)
    assert f"{plan.n_miners:,} × {plan.chosen_miner}" in lead(visit)
    assert formatted("npv_gbp", plan.base_case.npv_gbp) in lead(visit)
    assert all(chart.plot is not None for chart in visit.screen._charts.values())
    assert plan.n_miners > 0


def test_own_water_is_not_called_made_up(visit):
    """Only what comes from the example is."""
    visit.screen.entered.take((POWER, None))
    assert "made up" not in lead(visit)


def test_the_optimum_is_the_plan_s(visit):
    """The first dot stands at the plan's machines and NPV."""
    visit.press("See an example")
    plan = visit.study.result.plan
    dots = visit.drawn_data("optimum", "sizes")
    assert dots["x"][0] == pytest.approx(plan.machines_kw / 1_000)
    assert dots["y"][0] == pytest.approx(plan.base_case.npv_gbp)
    assert max(visit.drawn_data("optimum", "npv")["y"]) == pytest.approx(dots["y"][0])


def test_the_calendar_holds_the_water_of_each_day(visit):
    """A cell a day; its energy adds up to that of year 1."""
    visit.press("See an example")
    base = visit.study.result.plan.base_case
    mined = visit.drawn_data("calendar", "mined_mwh")
    assert len(mined["y"]) == 365
    assert sum(mined["y"]) == pytest.approx(base.mined_mwh[0])
    months = visit.drawn_data("use", "exported_mwh")
    assert sum(months["y"]) == pytest.approx(base.exported_mwh[0])


def test_machines_are_taken_into_the_study_and_given_back(visit):
    """One click enters the plan's machine and count, another one leaves them to the plan."""
    visit.press("See an example")
    plan = visit.study.result.plan
    visit.press("Take the plan's machines into the study")
    finance = visit.study.settings.finance
    assert (finance.miner, finance.n_miners) == (plan.chosen_miner, plan.n_miners)
    visit.press("Let the plan choose again")
    finance = visit.study.settings.finance
    assert (finance.miner, finance.n_miners) == (None, None)


def test_the_machine_that_would_pay_is_found_once_for_a_result(visit, monkeypatch):
    """Twelve times the machines lose; another currency says the same of the same machine."""
    visit.press("See an example")
    best = visit.study.result.plan
    asked = []

    def counted(study, machines):
        asked.append(study)
        return plan_winners(study, machines)

    monkeypatch.setattr(plan_detail, "plan_winners", counted)
    visit.study.enter(visit.study.finance, "n_miners", 12 * best.n_miners)
    assert not visit.study.result.pays
    assert f"{best.n_miners:,} × {best.chosen_miner} would gain £" in lead(visit)
    visit.case.currency_code = "EUR"
    assert f"{best.n_miners:,} × {best.chosen_miner} would gain €" in lead(visit)
    assert len(asked) == 1


def test_bad_water_is_one_sentence_and_keeps_the_plan(visit):
    """The figures stay those of the last water that gives power; sliders still move them."""
    visit.press("See an example")
    section, before = visit.screen.entered, visit.study.result.plan
    section.enter(section.water, "residual_flow_m3_s", 1_000)
    section.enter(section.water, "residual_rule", "flow")
    said = words(visit.on_screen("problem"))
    assert said.startswith("Residual flow must be below the river at some time")
    assert "keeps the last water" in said
    assert visit.study.result.plan is before
    visit.study.enter(visit.study.site, "overhead_fraction", 0.1)
    assert visit.study.result.plan is not before
    section.enter(section.water, "residual_rule", "exceedance")
    assert visit.on_screen("problem") == ""


def test_where_no_machine_pays_it_says_what_would(visit):
    """At £900 a MWh the grid takes everything."""
    visit.screen.entered.take((POWER, MarketInputs(export_price_gbp_per_mwh=900)))
    assert "Export. No machine pays here" in lead(visit)
    assert "One would at a hashprice of" in lead(visit)
    assert visit.study.result.plan.n_miners == 0


def test_a_flow_file_is_explained_before_it_is_used(visit):
    """What was understood stands there first; the study changes with the button."""
    rows = "".join(
        f"{dt.date(2024, 1, 1) + dt.timedelta(days=day)},{300 + day}\n" for day in range(366)
    )
    dropper, *_ = visit.screen.layout.select(pn.widgets.FileDropper)
    dropper.value = {"burn.csv": f"date,flow_l_s\n{rows}"}
    assert "burn.csv: " in visit.screen_text
    assert "flow in l/s" in visit.screen_text
    assert visit.screen.entered.water.flow_m3_s is None
    visit.press("Use this water")
    water = visit.screen.entered.water
    # 300 l/s is 0.3 m³/s.
    assert water.flow_m3_s.values[0] == pytest.approx(0.3)
    assert list(visit.screen.entered.problems) == ["hydro.gross_head_m"]


def test_a_flow_of_nothing_is_a_flow(visit):
    """No number stands for a gap until a reader names one: a dry river is no hole in the record."""
    rows = "".join(
        f"{dt.date(2024, 1, 1) + dt.timedelta(days=day)},{0 if day < 10 else 300}\n"
        for day in range(366)
    )
    dropper, *_ = visit.screen.layout.select(pn.widgets.FileDropper)
    dropper.value = {"burn.csv": f"date,flow_l_s\n{rows}"}
    visit.press("Use this water")
    assert visit.screen.entered.water.flow_m3_s.values[:11] == pytest.approx([0.0] * 10 + [0.3])


def test_a_file_that_is_none_keeps_the_water(visit):
    """It is refused in a sentence."""
    dropper, *_ = visit.screen.layout.select(pn.widgets.FileDropper)
    dropper.value = {"poem.csv": "roses,violets\nred,blue\n"}
    assert "Not taken, the water is as before" in visit.screen_text


def test_a_typical_year_is_one_click(visit):
    """The site's average power in the shape of a wet winter."""
    visit.press("Use this typical year")
    site = visit.study.settings.site
    assert visit.study.result.plan.mean_power_kw == pytest.approx(
        site.site_power_kw * site.load_factor, rel=1e-3
    )


def test_twelve_numbers_are_entered_as_text(visit):
    """Eleven are refused below the entry."""
    section = visit.screen.entered
    entry = next(
        w for w in visit.everything(pmui.TextInput) if w.label.startswith("Power by month")
    )
    entry.value = "100 " * 11
    assert "twelve numbers" in entry.helper_text
    entry.value = "100, 90, 80, 70, 60, 50, 40, 50, 60, 70, 80, 90"
    section.enter(section.water, "source", "monthly_power_kw")
    assert entry.helper_text == ""
    assert visit.study.settings.hydro.monthly_power_kw[:3] == (100, 90, 80)


def test_the_prices_of_dispatch_serve_the_plan(visit):
    """One click there, and the plan exports at them, in pounds at the rate of the page."""
    visit.screen.entered.take((POWER, MarketInputs(export_limit_kw=100)))
    visit.open("dispatch")
    visit.press("Use these prices for the plan")
    market = visit.study.settings.market
    assert market.export_price_gbp_per_mwh == made_up_prices()[0]
    rates = visit.study.catalogue.gbp_per(visit.study.settings.network.usd_to_gbp)
    assert (market.currency, market.rate_to_gbp) == ("EUR", rates["EUR"])
    assert market.rate_as_of == visit.network.snapshot.day_of_rate("EUR")
    assert market.rate_as_of is not None
    assert market.export_limit_kw == 100
    assert "The plan on Hydro now exports at these prices" in visit.screen_text
    visit.open("hydro")
    assert "The prices of this plan are made up" in lead(visit)


def test_terms_typed_while_prices_are_checked_stay(visit, monkeypatch):
    """The limit that was entered meanwhile is the plan's, beside the prices."""
    visit.screen.entered.take((POWER, MarketInputs(export_limit_kw=100)))
    section = visit.screen.entered
    visit.open("dispatch")

    def typed_meanwhile(*checked):
        section.enter(section.grid, "export_limit_kw", 250)
        check_plan(*checked)

    monkeypatch.setattr(plan_prices, "check_plan", typed_meanwhile)
    visit.press("Use these prices for the plan")
    market = visit.study.settings.market
    assert market.export_limit_kw == 250
    assert market.export_price_gbp_per_mwh == made_up_prices()[0]
    assert section.grid.export_limit_kw == 250


def test_tables_are_downloaded_in_the_page_s_currency(visit):
    """Each chart has its file."""
    visit.press("See an example")
    files = [b for b in visit.everything(pmui.FileDownload) if b.filename.startswith("hydro-")]
    texts = {one.filename: one.callback().getvalue() for one in files}
    assert len(texts) == 7
    assert "NPV [£]" in texts["hydro-optimum.csv"]
    assert texts["hydro-calendar.csv"].count("\n") == 366


def entry(visit, label):
    """Return the text entry whose label begins so."""
    return next(w for w in visit.everything(pmui.TextInput) if w.label.startswith(label))


def test_an_own_curve_is_typed_in_per_cent(visit):
    """Pairs of load and efficiency; a word that is no pair is refused below the entry."""
    visit.press("See an example")
    visit.open_section("Your water, plant and grid")
    water = visit.screen.entered.water
    visit.screen.entered.enter(water, "turbine", "curve")
    curve = entry(visit, "Efficiency by load")
    curve.value = "20:60 60"
    assert "pairs in per cent" in curve.helper_text
    curve.value = "20:60 60:90; 100:88"
    assert curve.helper_text == ""
    assert visit.study.settings.hydro.turbine.load == (0.2, 0.6, 1.0)
    assert visit.study.settings.hydro.turbine.efficiency == (0.6, 0.9, 0.88)


def test_a_number_of_machines_is_entered_where_the_plan_stands(visit):
    """The plan has that many; what is no number is refused, empty is the best again."""
    visit.press("See an example")
    best = visit.study.result.plan.n_miners
    count = entry(visit, "Number of machines")
    count.value = "40"
    assert visit.study.result.plan.n_miners == 40
    count.value = "some"
    assert "whole number" in count.helper_text
    assert visit.study.result.plan.n_miners == 40
    count.value = ""
    assert visit.study.result.plan.n_miners == best


def test_dilution_is_a_switch(visit):
    """Without it machines earn a little more."""
    visit.press("See an example")
    visit.open_section("Your water, plant and grid")
    visit.open_section("The machines' own share of the network")
    before = visit.study.result.plan.base_case.npv_gbp
    switch = next(s for s in visit.everything(pmui.Switch) if s.label.startswith("Count the"))
    switch.value = False
    assert visit.study.result.plan.base_case.npv_gbp > before


def test_prices_are_entered_in_the_currency_of_the_page(visit):
    """In dollars at the built-in £0.75: £60 are $80, $90 are £67.50, twelve times $75 £56.25."""
    visit.screen.entered.take((POWER, MarketInputs(export_price_gbp_per_mwh=60)))
    visit.open_section("Your water, plant and grid")
    visit.case.currency_code = "USD"
    price = entry(visit, "Export price [$/MWh]")
    assert price.value == "80"
    price.value = "90"
    assert visit.study.settings.market.export_price_gbp_per_mwh == pytest.approx(67.5)
    visit.screen.entered.grid.price_source = "months"
    months = entry(visit, "Export price by month [$/MWh]")
    months.value = " ".join(["75"] * 12)
    assert visit.study.settings.market.export_price_gbp_per_mwh == pytest.approx((56.25,) * 12)
    visit.case.currency_code = "GBP"
    assert months.label == "Export price by month [£/MWh]"
    assert months.value == " ".join(["56.25"] * 12)


def test_a_grid_in_another_currency_is_entered_in_that_of_the_page(visit):
    """€50 at £0.80 are £40, which stand until a price is typed: that has no rate but the page's."""
    grid = MarketInputs(export_price_gbp_per_mwh=50, currency="EUR", rate_to_gbp=0.8)
    visit.screen.entered.take((POWER, grid))
    visit.open_section("Your water, plant and grid")
    price = entry(visit, "Export price [£/MWh]")
    assert price.value == "40"
    assert visit.study.settings.market == grid
    visit.case.currency_code = "EUR"
    price.value = "60"
    pounds = 60 / visit.case.currency.rate
    market = visit.study.settings.market
    assert (market.currency, market.rate_to_gbp, market.rate_as_of) == ("GBP", 1, None)
    assert market.export_price_gbp_per_mwh == pytest.approx(pounds)
    assert price.value == "60"
    assert "€60.00 a MWh at all hours." in words(visit.screen_text).replace("\xa0", " ")
    visit.screen.entered.take((POWER, grid))
    visit.screen.entered.grid.price_source = "months"
    months = entry(visit, "Export price by month [€/MWh]")
    months.value = " ".join(["60"] * 12)
    market = visit.study.settings.market
    assert (market.currency, market.rate_to_gbp) == ("GBP", 1)
    assert market.export_price_gbp_per_mwh == pytest.approx((pounds,) * 12)
    assert months.value == " ".join(["60"] * 12)


def test_what_no_price_is_leaves_a_grid_in_its_currency(visit):
    """It is refused, and the grid of before stands as it was given."""
    grid = MarketInputs(export_price_gbp_per_mwh=50, currency="EUR", rate_to_gbp=0.8)
    visit.screen.entered.take((POWER, grid))
    visit.open_section("Your water, plant and grid")
    entry(visit, "Export price [£/MWh]").value = "much"
    assert visit.screen.entered.problems
    assert visit.study.settings.market == grid


def test_a_refused_price_is_forgotten_in_another_currency_and_the_grid_stays(visit):
    """€60 at £0.90 of a day stand as they were given; they are no price that was typed."""
    day = dt.date(2025, 1, 2)
    grid = MarketInputs(
        export_price_gbp_per_mwh=60, currency="EUR", rate_to_gbp=0.9, rate_as_of=day
    )
    visit.screen.entered.take((POWER, grid))
    visit.open_section("Your water, plant and grid")
    price = entry(visit, "Export price [£/MWh]")
    price.value = "much"
    visit.case.currency_code = "USD"
    assert not visit.screen.entered.problems
    assert visit.study.settings.market == grid
    assert (price.value, price.helper_text) == ("72", "")  # £54 at the built-in £0.75


HOURS = "time,price_gbp_per_mwh\n" + "".join(
    f"{dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour):%Y-%m-%d %H:%M},"
    f"{20 + hour % 24}\n"
    for hour in range(24 * 366)
)


@pytest.mark.parametrize("is_water_first", [True, False])
def test_one_price_file_serves_both_in_either_order(visit, is_water_first):
    """The plan and the backtest rest on the same hours, whether water or prices came first."""

    def take_water():
        visit.open("hydro")
        section = visit.screen.entered
        section.enter(section.water, "monthly_power_kw", (500.0,) * 12)
        section.enter(section.water, "source", "monthly_power_kw")

    if is_water_first:
        take_water()
    visit.open("dispatch")
    visit.upload_record("hours.csv", HOURS)
    visit.press("Use these prices for the plan")
    if not is_water_first:
        take_water()
    study = visit.study.settings
    assert study.hydro == POWER
    assert study.market.export_price_gbp_per_mwh.source == "hours.csv"
    # 20 to 43 in the hours of each day: 31.5 on average.
    assert mean_export_price(study) == pytest.approx(31.5)
    # 500 kW over 8,760 h.
    assert visit.study.result.plan.base_case.export_only_gbp[0] == pytest.approx(0.5 * 8_760 * 31.5)


def test_the_example_asks_before_it_replaces_own_entries(visit):
    """A changed head is named; kept, it stays; agreed, the example is back."""
    visit.press("See an example")
    visit.open_section("Your water, plant and grid")
    water = visit.screen.entered.water
    visit.screen.entered.enter(water, "gross_head_m", 55)
    visit.press("Use the made-up example")
    assert "would replace your changes to Gross head." in words(visit.screen_text)
    visit.press("Keep as it is")
    assert visit.study.settings.hydro.gross_head_m == 55
    visit.press("Use the made-up example")
    visit.press("Replace")
    assert visit.study.settings.hydro.gross_head_m == 62  # that of data/presets.toml


def test_own_water_is_not_removed_unasked(visit):
    """Water of one's own and what the grid pays are named; an untouched example just goes."""
    visit.open_section("Your water, plant and grid")
    visit.screen.entered.take((POWER, MarketInputs(export_price_gbp_per_mwh=50)))
    visit.press("Leave water and grid out")
    said = "This would remove your water and plant and what your grid pays and takes."
    assert said in words(visit.screen_text)
    assert visit.study.settings.hydro == POWER
    visit.press("Remove")
    assert visit.study.settings.hydro is None
    visit.press("See an example")
    visit.press("Leave water and grid out")
    assert visit.study.settings.hydro is None
