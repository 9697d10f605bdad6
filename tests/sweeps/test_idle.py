"""Columns that count for nothing over a study with its own water or export price."""

import re

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.sweeps.idle import idle_columns, sites_over
from hydro_mining.sweeps.sites import grid_of, read_sites

RIVER = {"hydro": {"flow_m3_s": {"file": "river.csv"}}}
PRICE = {"market": {"export_price_gbp_per_mwh": 60.0}}
LIST = "Plant,Site power [kW],Load factor [%],Power price [p/kWh]\nA,500,45,4\nB,900,55,5\n"
POWER, LOAD = "site.site_power_kw", "site.load_factor"
POWER_PRICE = "site.power_price_gbp_per_kwh"


@pytest.mark.parametrize(
    ("document", "idle"),
    [
        ({}, {}),
        ({"hydro": None, "market": None}, {}),
        # A plant without a river, and a grid that pays the study's own price, are the site's.
        ({"hydro": {"capacity_kw": 900.0}, "market": {"export_limit_kw": 100.0}}, {}),
        (RIVER, {POWER: "hydro", LOAD: "hydro"}),
        (PRICE, {POWER_PRICE: "market"}),
        (RIVER | PRICE, {POWER: "hydro", LOAD: "hydro", POWER_PRICE: "market"}),
    ],
)
def test_the_study_s_own_water_and_price_take_the_place_of_columns(document, idle):
    """The load factor and power by its water, the power price by its export price."""
    assert idle_columns(read_sites(LIST.encode()), document) == idle


def test_a_list_of_them_is_refused_in_one_line():
    """It names the fields, the way out and the headings."""
    said = (
        "site.site_power_kw, site.load_factor, site.power_price_gbp_per_kwh must be what a site's "
        "figures rest on, but the study's own hydro and market would take its place at every "
        "site: leave hydro and market out of the study, or add columns of hydro and market to the "
        "list; got 'Site power [kW], Load factor [%], Power price [p/kWh]'"
    )
    with pytest.raises(InputError, match=f"^{re.escape(said)}$"):
        sites_over(read_sites(LIST.encode()), RIVER | PRICE)


def test_a_row_that_leaves_its_own_water_empty_is_named():
    """Where the list has water of its own, only a row without it would be the study's river."""
    text = "Plant,Load factor,hydro.flow_m3_s.file\nOwn,0.5,a.csv\nNone,0.6,\nBoth empty,,\n"
    own, none, empty = sites_over(read_sites(text.encode()), RIVER)
    assert own.problem is None
    assert "site.load_factor must be what a site's figures rest on" in none.problem
    assert empty.problem is None


def test_a_grid_asks_what_to_build_at_one_river():
    """The site power may vary beside the study's water; the load factor does nothing there."""
    axis = "site.site_power_kw=100:900:5"
    assert len(sites_over(grid_of([axis]), RIVER)) == 5
    with pytest.raises(InputError, match=r"site\.load_factor must be what .*got 'site\.load_fac"):
        sites_over(grid_of([axis, "site.load_factor=0.4:0.6:3"]), RIVER)
