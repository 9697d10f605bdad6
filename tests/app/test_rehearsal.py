"""A server that is set up opens each screen before anybody comes."""

import gc

import panel as pn
import panel_material_ui as pmui
import pytest

from hydro_mining.app import default_study, rehearse
from hydro_mining.app.risk.screen import RiskScreen
from hydro_mining.app.screens import SCREENS
from hydro_mining.imports.example_water import example_water
from hydro_mining.models import Study
from hydro_mining.views import charts
from tests.app.driver import Visit


@pytest.fixture(scope="module", autouse=True)
def rehearsed() -> None:
    """As after a server's start; what was there before it is gone by then."""
    gc.collect()
    before = sum(isinstance(one, pmui.Page) for one in gc.get_objects())
    views = len(pn.state._views)
    rehearse()
    gc.collect()
    assert sum(isinstance(one, pmui.Page) for one in gc.get_objects()) <= before
    assert len(pn.state._views) <= views


def planned() -> Study:
    """Return the example site with a plan for its water."""
    study = default_study()
    rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
    hydro, market = example_water(study.site.site_power_kw, rates)
    study.plan.param.update(hydro=hydro, market=market)
    return study


@pytest.mark.parametrize("make", [default_study, planned])
def test_who_comes_first_waits_for_no_chart(make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind that the screens show at first is a copy by then."""
    drawn: list[object] = []
    draw = charts._drawn
    monkeypatch.setattr(charts, "_drawn", lambda *given: drawn.append(given) or draw(*given))
    screens = tuple(screen for screen in SCREENS if screen is not RiskScreen)
    visit = Visit(make(), screens=screens)
    for screen in screens:
        visit.open(screen.key)
    assert visit.everything(pn.pane.Bokeh)
    assert drawn == []
