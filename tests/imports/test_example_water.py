"""The example of a plan: made up, and said to be."""

import dataclasses
import datetime as dt

import pytest
import sample_flow

from hydro_mining.economics.hydro import HydroInputs, analysed_water
from hydro_mining.imports.bundled import SitePreset, site_presets
from hydro_mining.imports.example_water import (
    edited_fields,
    example_water,
    is_made_up,
    made_up_flow,
    made_up_prices,
)
from hydro_mining.imports.study import read_study
from hydro_mining.package_files import package_text

RATES = {"EUR": 0.9}
FILES = ("sample_flow.csv", "sample_prices_2025.csv")


def test_the_flow_can_be_made_again_and_says_what_it_is() -> None:
    """data/sample_flow.csv is the script's, and no river's."""
    text = package_text("data", "sample_flow.csv")
    assert text == sample_flow.sample()
    assert text.startswith("# SYNTHETIC flow, no river's")


def test_ten_whole_years_meet_one_year_of_prices() -> None:
    """No year is in both, so that each water year meets the prices."""
    flow, (prices, currency) = made_up_flow(), made_up_prices()
    assert (flow.start, flow.end) == (
        dt.datetime.fromisoformat("2015-01-01"),
        dt.datetime.fromisoformat("2025-01-01"),
    )
    assert flow.n_gaps == prices.n_gaps == 0
    assert (prices.start, len(prices), currency) == (
        dt.datetime.fromisoformat("2025-01-01"),
        8_760,
        "EUR",
    )


def test_the_plant_has_the_site_s_size() -> None:
    """Half a megawatt has half the river, half the design flow and half the connection."""
    whole, grid = example_water(1_000, RATES)
    half, small = example_water(500, RATES)
    assert half.flow_scale == pytest.approx(whole.flow_scale / 2)
    assert half.design_flow_m3_s == pytest.approx(whole.design_flow_m3_s / 2)
    assert small.export_limit_kw == pytest.approx(grid.export_limit_kw / 2)
    assert (grid.currency, grid.rate_to_gbp) == ("EUR", 0.9)


def test_what_is_made_up_is_known() -> None:
    """Of water and of prices, each for itself."""
    hydro, market = example_water(1_000, RATES)
    own = HydroInputs(monthly_power_kw=(1,) * 12)
    assert is_made_up(hydro, market) == (True, True)
    assert is_made_up(own, market) == (False, True)
    assert is_made_up(hydro, None) == (True, False)
    assert is_made_up(None, None) == (False, False)


@pytest.mark.parametrize("preset", site_presets(), ids=lambda one: one.name)
def test_each_example_site_has_water_of_its_kind(preset: SitePreset) -> None:
    """Its plant gives about the site's average power, and at most its power."""
    site_kw, load_factor = preset.values["site_power_kw"], preset.values["load_factor"]
    hydro, market = example_water(site_kw, RATES, preset=preset)
    assert is_made_up(hydro, market) == (True, True)
    water = analysed_water(hydro)
    assert water.power.warnings == ()
    mean_kw = float(water.power_duration.value.mean())
    assert mean_kw == pytest.approx(site_kw * load_factor, rel=0.15)
    assert water.power_duration.value.max() <= site_kw * 1.02


def test_water_of_an_example_that_was_changed_is_still_made_up() -> None:
    """Head and size are a visitor's, the river is none's."""
    for preset in site_presets():
        hydro, market = example_water(700, RATES, preset=preset)
        assert is_made_up(dataclasses.replace(hydro, gross_head_m=55.0), market) == (True, True)


@pytest.mark.parametrize("preset", site_presets(), ids=lambda one: one.name)
def test_what_a_visitor_changed_of_an_example_is_known(preset: SitePreset) -> None:
    """At whatever size, and whatever a pound costs by now; a larger river is one change."""
    hydro, market = example_water(700, RATES, preset=preset)
    assert edited_fields(hydro, dataclasses.replace(market, rate_to_gbp=0.8)) == []
    assert edited_fields(hydro, None) == edited_fields(None, market) == []
    lower = dataclasses.replace(hydro, gross_head_m=55.0)
    weaker = dataclasses.replace(market, export_limit_kw=10.0)
    assert edited_fields(lower, weaker) == ["gross_head_m", "export_limit_kw"]
    larger = dataclasses.replace(hydro, flow_scale=3 * hydro.flow_scale)
    assert edited_fields(larger, market) == ["flow_scale"]


def test_the_command_s_example_of_a_plan_is_the_page_s() -> None:
    """``data/example_plan.json`` is ``example_study.json`` on the first example's water."""
    files = {name: package_text("data", name).encode() for name in FILES}
    plain = read_study(package_text("data", "example_study.json").encode())
    study = read_study(package_text("data", "example_plan.json").encode(), files.__getitem__)
    assert edited_fields(study.hydro, study.market) == []
    assert (study.site, study.miners, study.finance) == (plain.site, plain.miners, plain.finance)
    assert is_made_up(study.hydro, study.market) == (True, True)
    assert study.risk is not None
    assert study.alternatives is not None
