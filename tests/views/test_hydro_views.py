"""Words, tables, charts and workings of Hydro, and a plan's lines of Overview."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.hydro import (
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    analysed_water,
    duration_curve,
)
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import PlanPaysIf, WouldPay, npv_by_count, use_by_day, use_by_month
from hydro_mining.economics.series import Series
from hydro_mining.imports.bundled import bundled_network, default_study_inputs
from hydro_mining.provenance import SourcedValue
from hydro_mining.quantities import POUNDS, currency_of, formatted
from hydro_mining.views import hydro_charts, overview_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.colors import INK
from hydro_mining.views.hydro_figures import (
    energy_cards,
    made_up_sentence,
    prices_sentence,
    sizes_rows,
    water_sentence,
)
from hydro_mining.views.hydro_workings import plan_workings
from hydro_mining.views.plan_day import plan_day_cards
from hydro_mining.views.plan_levers import plan_levers
from hydro_mining.views.plan_words import (
    plan_answer,
    plan_choice,
    unpaired_sentence,
    would_pay_sentence,
)
from hydro_mining.views.plots import names_of_months

MONTHS = (1_000.0,) * 5 + (200.0,) * 7
FLOW = tuple(float(month) for month in range(1, 13))


def study_with(market: MarketInputs | None = None, hydro: HydroInputs | None = None) -> StudyInputs:
    """Return the default study on water of five wet months, or on another."""
    hydro = HydroInputs(monthly_power_kw=MONTHS) if hydro is None else hydro
    return dataclasses.replace(default_study_inputs(), hydro=hydro, market=market)


@pytest.fixture(scope="module")
def result() -> Evaluation:
    """Return a result whose plan pays: the grid takes 300 kW."""
    return evaluate(study_with(MarketInputs(export_price_gbp_per_mwh=40.0, export_limit_kw=300.0)))


def series(step_hours: float = 24.0, start: str = "2024-01-01") -> Series:
    """Return a year of days with a value that changes."""
    values = [1.0 + day % 5 for day in range(int(366 * 24 / step_hours))]
    return Series(
        start=dt.datetime.fromisoformat(start), step_hours=step_hours, values=values, source="f.csv"
    )


def test_what_is_made_up_is_said_of_each_for_itself() -> None:
    """Of both, of one, of none."""
    assert made_up_sentence(has_flow=True, has_prices=True).startswith("An example: its water and")
    assert made_up_sentence(has_flow=True, has_prices=False).startswith("The water of this plan")
    assert made_up_sentence(has_flow=False, has_prices=True).startswith("The prices of this plan")
    assert made_up_sentence(has_flow=False, has_prices=False) == ""


@pytest.mark.parametrize(
    ("hydro", "said"),
    [
        (HydroInputs(), "the site's average power of 450 kW at all hours"),
        (HydroInputs(monthly_power_kw=MONTHS), "twelve monthly means"),
        (HydroInputs(power_kw=series()), "f.csv, 2024"),
    ],
)
def test_water_says_where_it_comes_from(hydro: HydroInputs, said: str) -> None:
    """A file has its name and years; 1,000 kW at 45 % is 450 kW."""
    assert said in water_sentence(study_with(hydro=hydro))


@pytest.mark.parametrize(
    ("market", "said"),
    [
        (None, "the study's power price"),
        (MarketInputs(export_price_gbp_per_mwh=40.0), "£40.00 a MWh at all hours"),
        (MarketInputs(export_price_gbp_per_mwh=FLOW), "twelve monthly prices"),
        (
            MarketInputs(export_price_gbp_per_mwh=series(), currency="EUR", rate_to_gbp=0.8),
            "f.csv, 2024, at £0.8 for one EUR (as entered).",
        ),
        # 50 euros at 0.8 pounds are 40 pounds.
        (
            MarketInputs(export_price_gbp_per_mwh=50.0, currency="EUR", rate_to_gbp=0.8),
            "£40.00 a MWh at all hours, at £0.8 for one EUR (as entered).",
        ),
    ],
)
def test_prices_say_where_they_come_from(market: MarketInputs | None, said: str) -> None:
    """A number in pounds, months, a file with its rate."""
    assert said in prices_sentence(study_with(market), POUNDS)


def test_prices_are_told_in_the_currency_that_is_shown_and_their_rate_by_its_day() -> None:
    """€50 at £0.80 are £40, and NOK 500 at 12.50 kroner for £1.

    A rate of kroner for a euro would be of two days, the stored one and the page's.
    """
    kroner = currency_of("NOK", 12.5)
    euros = MarketInputs(export_price_gbp_per_mwh=50.0, currency="EUR", rate_to_gbp=0.8)
    said = prices_sentence(study_with(euros), kroner).replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Export price: NOK 500.00 a MWh at all hours, quoted in EUR and taken at the rate that was "
        "entered."
    )
    own = MarketInputs(export_price_gbp_per_mwh=500.0, currency="NOK", rate_to_gbp=0.08)
    said = prices_sentence(study_with(own), kroner)
    assert said.endswith("a MWh at all hours, taken at the rate that was entered.")


@pytest.mark.parametrize(
    ("rate", "day_of_pound", "said"),
    [
        # 0.75 £/$ over 0.9375 €/$ are 0.8 £/€; of two days the older one.
        (0.8, 12, "at £0.8 for one EUR (the rate of 9 October 2026)."),
        (0.8, None, "at £0.8 for one EUR (as entered)."),
        (0.81, 12, "at £0.81 for one EUR (as entered)."),
    ],
)
def test_a_rate_has_its_day_where_it_is_known(
    rate: float, day_of_pound: int | None, said: str
) -> None:
    """It is the snapshot's where it is the snapshot's rate, and both of its parts have one."""

    def october(value: float, day: int | None) -> SourcedValue:
        as_of = None if day is None else dt.datetime(2026, 10, day, tzinfo=dt.UTC)
        return SourcedValue(value=value, unit="", source="Bank", as_of=as_of)

    bundled = bundled_network()
    snapshot = dataclasses.replace(
        bundled,
        values={**bundled.values, "usd_to_gbp": october(0.75, day_of_pound)},
        per_usd={"EUR": october(0.9375, 9)},
    )
    market = MarketInputs(export_price_gbp_per_mwh=FLOW, currency="EUR", rate_to_gbp=rate)
    study = study_with(market)
    network = dataclasses.replace(study.network, usd_to_gbp=0.75)
    study = dataclasses.replace(study, network=network)
    assert prices_sentence(study, snapshot=snapshot, currency=POUNDS).endswith(said)
    # A day that is stored stays when the page's rate has moved on.
    held = dataclasses.replace(market, rate_as_of=dt.date(2026, 9, 30))
    told = prices_sentence(study_with(held), snapshot=snapshot, currency=POUNDS)
    assert told.endswith("(the rate of 30 September 2026).")


def test_water_and_prices_of_other_years_are_told() -> None:
    """Only where both are series and no year is in both."""
    water = HydroInputs(power_kw=series())
    for start, is_told in (("2024-01-01", False), ("2016-01-01", True)):
        prices = MarketInputs(export_price_gbp_per_mwh=series(1.0, start))
        study = study_with(prices, water)
        said = unpaired_sentence(study, evaluate(study).plan.samples)
        assert ("prices are of other years" in said) is is_told
    constant = study_with(MarketInputs(export_price_gbp_per_mwh=40.0), water)
    assert unpaired_sentence(constant, evaluate(constant).plan.samples) == ""


def test_energy_is_the_months(result: Evaluation) -> None:
    """Of 151 days at 1,000 kW and 214 at 200 kW: 3,624 + 1,027.2 MWh; percentiles need years."""
    cards = {card.key: card for card in energy_cards(result.plan, None, currency=POUNDS)}
    assert cards["annual_energy_mwh"].value == "4,651.2 MWh"
    assert "p50_mwh" not in cards
    assert cards["npv_gbp"].value == formatted("npv_gbp", result.plan.base_case.npv_gbp)
    water = analysed_water(HydroInputs(power_kw=series()))
    with_years = {card.key: card for card in energy_cards(result.plan, water, currency=POUNDS)}
    assert "fewer than five: weak" in with_years["p90_mwh"].note


def test_simple_sizes_leave_the_difference_on_the_table(result: Evaluation) -> None:
    """The plan's own size leaves nothing; exporting everything leaves the plan's NPV."""
    machine = result.plan.machine
    counts = npv_by_count(result.study, result.plan, machine.name)
    headings, rows = sizes_rows(counts, machine, currency=POUNDS)
    assert len(headings) == 5
    by_name = {row[0]: row for row in rows}
    assert by_name["The plan"][1] == f"{machine.n:,}"
    assert by_name["The plan"][4] == "£0"
    assert by_name["None: export everything"][3:] == [
        "£0",
        formatted("npv_gbp", machine.npv_gbp),
    ]


def test_the_duration_curve_carries_machines_and_limit() -> None:
    """In MW over per cent of the time; without machines there is no line of them."""
    curve = duration_curve(np.array([100.0, 300.0]))
    layers = hydro_charts.power_layers(curve, machines_kw=250.0, limit_kw=400.0)
    assert layers["machines"]["y"].tolist() == [0.25, 0.25]
    assert layers["limit"]["y"].tolist() == [0.4, 0.4]
    assert layers["power"]["x"][[0, -1]].tolist() == [0.0, 100.0]
    assert layers["power"]["y"][[0, -1]].tolist() == pytest.approx([0.3, 0.1])
    assert set(hydro_charts.power_layers(curve, machines_kw=0.0, limit_kw=None)) == {"power"}


@pytest.mark.parametrize(
    ("residual", "level"),
    [
        (0.5, 0.5),
        ((1.0,) * 6 + (2.0,) * 6, 1.5),
        (HandsOffRule(hands_off=0.7, share_above=0.2), 0.7),
        # The flow that all of the months reach is the least of them.
        (ExceedanceRule(exceedance=1.0), 1.0),
        (0.0, None),
    ],
)
def test_residual_flow_is_one_level_on_the_flow_s_curve(residual: object, level: object) -> None:
    """A number, the mean of months, hands-off flow, or the record's own; none is no line."""
    hydro = HydroInputs(
        monthly_flow_m3_s=FLOW,
        gross_head_m=50,
        design_flow_m3_s=4,
        turbine="crossflow",
        residual_flow_m3_s=residual,
    )
    layers = hydro_charts.flow_layers(duration_curve(np.array(FLOW)), hydro)
    assert layers["design"]["y"].tolist() == [4.0, 4.0]
    assert (layers["residual"]["y"][0] if "residual" in layers else None) == level


def test_the_dots_of_the_optimum_stand_at_their_counts(result: Evaluation) -> None:
    """Plan, mean power and highest power, each on the curve."""
    machine = result.plan.machine
    counts = npv_by_count(result.study, result.plan, machine.name)
    layers = hydro_charts.optimum_layers(counts, machine, currency=POUNDS)
    dots = layers["sizes"]
    expected = [n * machine.machine_kw / 1_000 for n in (machine.n, machine.floor_rule_n)]
    assert dots["x"][:2].tolist() == pytest.approx(expected)
    assert dots["y"][0] == pytest.approx(max(layers["npv"]["y"]))


def test_months_of_another_plan_have_their_own_ticks(result: Evaluation) -> None:
    """Every third month from the plan's own first, whatever plan was drawn before."""
    chart = LiveChart(hydro_charts.use_chart)
    months = use_by_month(result.study, result.plan)
    later = dataclasses.replace(months, begins=months.begins + np.timedelta64(365, "D"))
    for shown in (months, later):
        names = names_of_months(shown.begins)
        chart.show(hydro_charts.use_layers(shown), months=names)
        assert chart.plot is not None
        ticks = dict(enumerate(names))
        written = chart.plot.xaxis[0].major_label_overrides
        assert written == {i: ticks[i] for i in range(0, len(names), 3)}
    assert names_of_months(later.begins) != names_of_months(months.begins)


def test_days_and_months_hold_the_year_s_energy(result: Evaluation) -> None:
    """What is stacked in a day fills it, and months add up to year 1."""
    base = result.plan.base_case
    days = hydro_charts.calendar_layers(use_by_day(result.study, result.plan))
    months = hydro_charts.use_layers(use_by_month(result.study, result.plan))
    for name in hydro_charts.USE_NAMES:
        year = getattr(base, name)[0]
        assert sum(days[name]["y"]) == pytest.approx(year)
        assert sum(months[name]["y"]) == pytest.approx(year)
    width = sum(days[name]["right"] - days[name]["left"] for name in hydro_charts.USE_NAMES)
    assert width == pytest.approx(np.full(365, 0.88))
    gains = hydro_charts.gain_layers(result.plan, currency=POUNDS)
    assert gains["s0"]["y"].tolist() == pytest.approx(base.gain_gbp.tolist())


def test_workings_end_in_the_plan_s_figures(result: Evaluation) -> None:
    """Gain of year 1 and NPV are those that the screen shows."""
    steps = {name: values for name, _, values in plan_workings(result.study, result.plan, POUNDS)}
    base = result.plan.base_case
    assert steps["Gain of year 1"].endswith(f"= {formatted('gain_gbp', base.gain_gbp[0])}")
    assert steps["NPV"].endswith(formatted("npv_gbp", base.npv_gbp))
    assert "export limit: 300" in steps["What an hour's water does"]


def test_a_day_of_overview_is_a_365th(result: Evaluation) -> None:
    """Energy and money of year 1 over its days; nothing but export where no machine pays."""
    base = result.plan.base_case
    cards = {card.key: card for card in plan_day_cards(result, POUNDS)}
    assert cards["day:mining_gbp"].value == formatted("mining_gbp", base.mining_gbp[0] / 365)
    assert formatted("mined_mwh", base.mined_mwh[0] / 365) in cards["day:mining_gbp"].note
    none = evaluate(study_with(MarketInputs(export_price_gbp_per_mwh=900.0)))
    assert [card.key for card in plan_day_cards(none, POUNDS)] == ["day:export_only_gbp"]


def test_payments_of_a_day_have_their_card(result: Evaluation) -> None:
    """4,651.2 MWh at £10, and half of them at £20, are £46,512 each: £127.43 of a day."""
    assert "day:payments_gbp" not in {card.key for card in plan_day_cards(result, POUNDS)}
    market = MarketInputs(
        export_price_gbp_per_mwh=20.0,
        generation_payment_gbp_per_mwh=10.0,
        deemed_export_fraction=0.5,
    )
    study = study_with(market)
    free = {"other_opex_gbp_per_year": 0.0, "other_opex_gbp_per_kw_per_year": 0.0}
    finance = dataclasses.replace(study.finance, **free)
    paid = evaluate(dataclasses.replace(study, finance=finance))
    card = next(one for one in plan_day_cards(paid, POUNDS) if one.key == "day:payments_gbp")
    assert card.value == formatted("generation_payment_gbp", 2 * 46_512 / 365)
    each = formatted("generation_payment_gbp", 46_512 / 365)
    assert f"{each} for generation, {each} deemed export" in card.note
    y1 = paid.plan.y1
    paid_gbp = y1["generation_payment_gbp"] + y1["deemed_export_gbp"]
    adds_up = y1["mining_gbp"] + y1["export_gbp"] + paid_gbp - y1["export_only_gbp"]
    assert y1["gain_gbp"] == pytest.approx(adds_up)


def test_the_charts_of_machines_mark_the_plan_s() -> None:
    """As the table beside them does; the study without water would build another."""
    result = evaluate(study_with(MarketInputs(export_price_gbp_per_mwh=20.0)))
    built = result.plan.chosen_miner
    assert built != result.chosen_miner
    bars = overview_charts.breakeven_layers(result, currency=POUNDS)["bars"]
    marked = [n for n, c in zip(bars["machine"], bars["color"], strict=True) if c == INK]
    assert marked == [built]
    curves = overview_charts.price_curves(result)
    index = result.miners.name.index(built)
    for layers in (
        overview_charts.cost_layers(result, curves, currency=POUNDS),
        overview_charts.payback_layers(result, curves, currency=POUNDS),
    ):
        own = np.asarray(layers["machines"]["ys"][index], dtype=float)
        np.testing.assert_array_equal(np.asarray(layers["chosen"]["y"], dtype=float), own)


def test_a_plan_s_levers_round_towards_what_pays(result: Evaluation) -> None:
    """Export and machine price down, bitcoin up; a price that a file moves has no button."""
    levels = PlanPaysIf(
        miner_price_gbp=1_234.56, btc_price_usd=70_000.2, export_price_gbp_per_mwh=61.239
    )
    export, machine, bitcoin = plan_levers(result, levels, 40.0, POUNDS)
    assert (export.today, export.level, export.value) == ("£40.00", "£61.23", 61.23)
    assert (machine.level, machine.side) == ("£1,234", "or less")
    assert (bitcoin.level, bitcoin.side) == ("$70,001", "or more")
    moved = evaluate(study_with(MarketInputs(export_price_gbp_per_mwh=FLOW, export_limit_kw=300.0)))
    first, *_ = plan_levers(moved, levels, 6.5, POUNDS)
    assert (first.what, first.value) == ("Mean export price, per MWh", None)
    never = dataclasses.replace(levels, export_price_gbp_per_mwh=None)
    assert plan_levers(result, never, 40.0, POUNDS)[0].without == "any price"
    assert plan_levers(result, None, 40.0, POUNDS) == []


def test_the_choice_names_the_best_and_what_was_chosen_instead(result: Evaluation) -> None:
    """Both with their NPV."""
    plan, study = result.plan, result.study
    best = dataclasses.replace(result.winners["npv"], miner="Best", npv_gbp=5_000.0)
    assert plan_choice(study, plan, best, POUNDS).endswith("each at the number that pays best.")
    assert "Best have the highest NPV on this water, £5,000" in plan_choice(
        study, plan, best, POUNDS
    )
    finance = dataclasses.replace(study.finance, n_miners=3)
    own = plan_choice(dataclasses.replace(study, finance=finance), plan, best, POUNDS)
    assert own.startswith(f"You chose: {plan.n_miners:,} × {plan.chosen_miner}")
    assert plan_choice(study, plan, None, POUNDS).startswith("No machine earns more than exporting")


def bound_to(result: Evaluation, **finance: object) -> Evaluation:
    """Return the result with a choice, and with a machine that pays in no number beside others."""
    study = result.study
    dear = dataclasses.replace(study.miners[0], name="Dear", price_gbp=10_000_000.0)
    bound = dataclasses.replace(study.finance, **finance)
    return evaluate(dataclasses.replace(study, miners=(*study.miners, dear), finance=bound))


def test_nothing_built_by_choice_is_not_called_no_machine_that_pays(result: Evaluation) -> None:
    """It is said what was chosen, and what the free plan would build."""
    would = f"{result.plan.n_miners:,} × {result.plan.chosen_miner} would pay."
    dear = bound_to(result, miner="Dear")
    assert plan_answer(dear).startswith("No Dear pays here; export alone brings")
    assert plan_answer(dear).endswith(f" in year 1. {would}")
    none = bound_to(result, n_miners=0)
    said = plan_answer(none)
    assert said.startswith("You chose to build none; export alone brings")
    assert said.endswith(would)
    assert plan_choice(dear.study, dear.plan, None, POUNDS).startswith(
        "You chose Dear; it does not pay"
    )
    assert plan_choice(none.study, none.plan, None, POUNDS).startswith("You chose to build none. ")


def test_what_would_pay_is_said_of_the_named_machine(result: Evaluation) -> None:
    """The search was of that one alone."""
    found = WouldPay(
        hashprice_gbp_per_th_per_day=None,
        at_hashprice=None,
        miner_price_gbp=500.0,
        at_miner_price="Dear",
        export_price_gbp_per_mwh=None,
        at_export_price=None,
    )
    dear = bound_to(result, miner="Dear").study
    assert would_pay_sentence(dear, found) == "Dear would at £500 for one machine."
    assert would_pay_sentence(result.study, found) == "One would at £500 for one Dear."
    never = dataclasses.replace(found, miner_price_gbp=None)
    assert would_pay_sentence(dear, never).startswith("Dear would at no hashprice")
