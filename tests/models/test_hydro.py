"""Water and grid as they are entered, and what the study takes of them."""

import datetime as dt

import pytest

from hydro_mining.app import default_study
from hydro_mining.economics.hydro import (
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
)
from hydro_mining.economics.inputs import Site
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.series import Series
from hydro_mining.models import HydroSection
from hydro_mining.models.hydro import typical_power_kw
from hydro_mining.models.water import OWN_CURVE
from tests.models.test_background import Later

POWER = (100.0,) * 12
FLOW = (2.0,) * 12
PLANT = {"gross_head_m": 50, "design_flow_m3_s": 2, "turbine": "crossflow"}


@pytest.fixture
def study():
    """The study that the dashboard opens with, which has no plan."""
    return default_study()


def enter(section, group, **values):
    """Enter values for a group, one after another."""
    for name, value in values.items():
        section.enter(group, name, value)


def test_water_becomes_the_study_s(study):
    """Twelve powers are enough for a plan; without water there is none again."""
    section = HydroSection(study)
    enter(section, section.water, monthly_power_kw=POWER, source="monthly_power_kw")
    assert study.settings.hydro == HydroInputs(monthly_power_kw=POWER)
    assert study.result.plan.mean_power_kw == pytest.approx(100)
    enter(section, section.water, source="none")
    assert (study.settings.hydro, study.result.plan) == (None, None)


def test_there_and_back_while_a_plan_is_computed(study):
    """The study has what the entry says, not what was taken back before its result came."""
    section = HydroSection(study)
    enter(section, section.water, monthly_power_kw=POWER, source="monthly_power_kw")
    enter(section, section.grid, export_price_gbp_per_mwh=50.0, price_source="number")
    study.run = later = Later()
    enter(section, section.grid, export_price_gbp_per_mwh=60.0)
    enter(section, section.grid, export_price_gbp_per_mwh=50.0)
    while later.waiting:
        later.go_on()
    assert section.grid.export_price_gbp_per_mwh == 50.0
    assert study.result.study.market.export_price_gbp_per_mwh == 50.0
    enter(section, section.water, source="none")
    while later.waiting:
        later.go_on()
    assert study.settings.hydro is None


def test_a_section_changes_nothing_when_it_is_made(study):
    """A study with water keeps it when its screen is opened."""
    hydro = HydroInputs(
        monthly_flow_m3_s=FLOW, **PLANT, residual_flow_m3_s=HandsOffRule(hands_off=1)
    )
    study.plan.hydro = hydro
    section = HydroSection(study)
    assert study.settings.hydro is hydro
    assert section.settings == (hydro, None)
    assert section.problems == {}


@pytest.mark.parametrize(
    "residual",
    [0.3, (0.1,) * 12, ExceedanceRule(exceedance=0.9), HandsOffRule(hands_off=1, share_above=0.5)],
)
def test_each_rule_of_residual_flow_comes_back_as_it_was(study, residual):
    """Numbers, months and rules pass through the entries unchanged."""
    flow = tuple(range(1, 13))
    hydro = HydroInputs(monthly_flow_m3_s=flow, **PLANT, residual_flow_m3_s=residual)
    section = HydroSection(study)
    section.take((hydro, None))
    assert study.settings.hydro == hydro


@pytest.mark.parametrize(
    "price",
    [
        None,
        45.0,
        tuple(float(month) for month in range(12)),
        Series(start=dt.datetime.fromisoformat("2025-01-01"), step_hours=24, values=[40] * 365),
    ],
)
def test_each_kind_of_price_comes_back_as_it_was(study, price):
    """A number, months and a series pass through the entries unchanged."""
    market = MarketInputs(export_price_gbp_per_mwh=price, export_limit_kw=80)
    section = HydroSection(study)
    section.take((None, market))
    assert study.settings.market == market


def test_flow_asks_for_what_makes_it_power(study):
    """Head, design flow and turbine are asked for one by one; the plan comes with the last."""
    section = HydroSection(study)
    enter(section, section.water, monthly_flow_m3_s=FLOW, source="monthly_flow_m3_s")
    for name in ("gross_head_m", "design_flow_m3_s", "turbine"):
        assert list(section.problems) == [f"hydro.{name}"]
        assert study.result.plan is None
        enter(section, section.water, **{name: PLANT[name]})
    assert section.problems == {}
    assert study.result.plan is not None


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"monthly_flow_m3_s": (0.0,) * 12}, "hydro.monthly_flow_m3_s"),
        ({"residual_flow_m3_s": 3.0}, "hydro.residual_flow_m3_s"),
        ({"gross_head_m": 0}, "hydro.gross_head_m"),
        ({"outage_fraction": 1}, "hydro.outage_fraction"),
    ],
)
def test_bad_water_keeps_the_last_good_plan(study, bad, field):
    """It is one problem of the section; the study's own entries still count."""
    section = HydroSection(study)
    section.take((HydroInputs(monthly_flow_m3_s=FLOW, **PLANT), None))
    good = study.settings.hydro
    enter(section, section.water, **bad)
    assert list(section.problems) == [field]
    assert study.problems == {}
    assert study.settings.hydro is good
    study.enter(study.site, "overhead_fraction", 0.2)
    assert study.result.study.site.overhead_fraction == 0.2
    assert study.result.plan is not None


def test_prices_of_less_than_a_year_keep_the_last_good_plan(study):
    """The sentence says what is missing."""
    section = HydroSection(study)
    section.take((HydroInputs(monthly_power_kw=POWER), None))
    short = Series(start=dt.datetime.fromisoformat("2025-01-01"), step_hours=24, values=[40] * 100)
    enter(section, section.grid, price_series=short, price_source="series")
    (error,) = section.problems.values()
    assert error.argument == "market.export_price_gbp_per_mwh"
    assert study.settings.market is None


def test_an_optional_number_may_be_left_empty(study):
    """An empty entry of the export limit is none."""
    section = HydroSection(study)
    section.take((None, MarketInputs(export_limit_kw=80)))
    assert section.enter(section.grid, "export_limit_kw", None)
    assert study.settings.market is None


def test_water_from_elsewhere_is_taken_over(study):
    """What a record brings stands in the entries, and earlier problems are gone."""
    section = HydroSection(study)
    enter(section, section.water, source="monthly_power_kw")
    assert section.problems
    study.plan.hydro = HydroInputs(monthly_power_kw=POWER)
    assert section.water.monthly_power_kw == POWER
    assert section.problems == {}


def test_a_typical_year_has_the_site_s_average_power():
    """200 kW on average: twice in each half of the year, but never above the site power."""
    site = Site(site_power_kw=400, load_factor=0.5, power_price_gbp_per_kwh=0.05)
    flat = LoadProfile(name="Flat", monthly=[1.0] * 12)
    assert typical_power_kw(site, flat) == (200.0,) * 12
    # 31 of 365 days have all the energy: 200 kW * 365 / 31 is 2,355 kW, of which the site has 400.
    january = LoadProfile(name="January", monthly=[1.0] + [0.0] * 11)
    assert typical_power_kw(site, january) == (400.0,) + (0.0,) * 11


PIPE = Penstock(diameter_m=0.9, length_m=420.0, roughness_mm=0.1, local_loss_factor=1.2)
CURVE = TurbineCurve(load=(0.2, 0.6, 1.0), efficiency=(0.6, 0.9, 0.88))


@pytest.mark.parametrize("plant", [{"penstock": PIPE}, {"turbine": CURVE}, {"jets": 3}])
def test_pipe_and_curve_come_back_as_they_were(study, plant):
    """A study's own pipe and own efficiencies pass through the entries unchanged."""
    hydro = HydroInputs(monthly_flow_m3_s=FLOW, **PLANT | plant)
    section = HydroSection(study)
    section.take((hydro, None))
    assert study.settings.hydro == hydro


def test_a_pipe_takes_its_head_once_it_is_whole(study):
    """Until length and diameter are there the plan keeps the loss of before, and says so."""
    section = HydroSection(study)
    section.take((HydroInputs(monthly_flow_m3_s=FLOW, **PLANT), None))
    before = study.result.plan
    enter(section, section.water, loss_rule="penstock", diameter_m=0.9)
    assert list(section.problems) == ["hydro.length_m"]
    assert study.result.plan is before
    enter(section, section.water, length_m=420.0)
    assert section.problems == {}
    assert study.settings.hydro.penstock == Penstock(
        diameter_m=0.9, length_m=420.0, roughness_mm=0.045
    )
    # More head is lost in 420 m of so narrow a pipe than 5 %.
    assert study.result.plan.mean_power_kw < before.mean_power_kw


def test_an_own_curve_is_asked_for(study):
    """A turbine of one's own without efficiencies changes nothing."""
    section = HydroSection(study)
    section.take((HydroInputs(monthly_flow_m3_s=FLOW, **PLANT), None))
    before = study.result.plan
    section.enter(section.water, "turbine", OWN_CURVE)
    assert list(section.problems) == ["hydro.turbine_curve"]
    assert study.result.plan is before
    section.enter(section.water, "turbine_curve", CURVE)
    assert section.problems == {}
    assert study.settings.hydro.turbine == CURVE


def in_euros() -> MarketInputs:
    """A year of prices in euros at £0.80, of a file."""
    start = dt.datetime.fromisoformat("2025-01-01")
    file = Series(start=start, step_hours=24, values=[40] * 365)
    day = dt.date(2024, 1, 2)
    return MarketInputs(
        export_price_gbp_per_mwh=file, currency="EUR", rate_to_gbp=0.8, rate_as_of=day
    )


def test_a_typed_price_stays_in_pounds_whatever_a_file_is_in(study):
    """£60 and twelve of £70 are the same after prices in euros; those keep rate and day."""
    section = HydroSection(study)
    section.take((HydroInputs(monthly_power_kw=POWER), MarketInputs(export_price_gbp_per_mwh=60)))
    section.enter(section.grid, "monthly_prices", (70.0,) * 12)
    euros = in_euros()
    section.take((HydroInputs(monthly_power_kw=POWER), euros))
    assert study.settings.market == euros
    enter(section, section.grid, price_source="number")
    assert study.settings.market == MarketInputs(export_price_gbp_per_mwh=60)
    enter(section, section.grid, price_source="months")
    assert study.settings.market == MarketInputs(export_price_gbp_per_mwh=(70.0,) * 12)
    enter(section, section.grid, price_source="series")
    assert study.settings.market == euros


def test_a_price_of_a_record_keeps_its_currency_until_a_file_comes(study):
    """€50 at £0.80 are told as they are; after a file they are £40."""
    section = HydroSection(study)
    told = MarketInputs(export_price_gbp_per_mwh=50, currency="EUR", rate_to_gbp=0.8)
    section.take((HydroInputs(monthly_power_kw=POWER), told))
    assert study.settings.market == told
    section.take((HydroInputs(monthly_power_kw=POWER), in_euros()))
    enter(section, section.grid, price_source="number")
    assert study.settings.market == MarketInputs(export_price_gbp_per_mwh=40)
