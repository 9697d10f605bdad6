"""The kinds of charts that come with the product: true to the charts, and enough at first."""

from typing import Any

import panel as pn
import pytest

from hydro_mining.app import default_study
from hydro_mining.app.chart_kinds import chart_kinds
from hydro_mining.app.screens import SCREENS
from hydro_mining.imports.example_water import example_water
from hydro_mining.models import Study
from hydro_mining.package_files import package_text
from hydro_mining.views import charts, plot_kinds, stored_kinds
from tests.app.driver import Visit


def planned() -> Study:
    """Return the example site with a plan for its water."""
    study = default_study()
    rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
    hydro, market = example_water(study.site.site_power_kw, rates)
    study.plan.param.update(hydro=hydro, market=market)
    return study


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What HoloViews draws in a process that has drawn nothing yet."""
    found: list[Any] = []
    draw = charts._drawn
    monkeypatch.setattr(charts, "_drawn", lambda *given: found.append(given) or draw(*given))
    monkeypatch.setattr(plot_kinds, "_KINDS", plot_kinds._Kinds())
    return found


@pytest.mark.parametrize("make", [default_study, planned])
def test_who_comes_first_waits_for_no_chart(make: Any, drawn: list[Any]) -> None:
    """Every kind that the screens show at first comes with the product."""
    visit = Visit(make())
    for screen in SCREENS:
        visit.open(screen.key)
    assert visit.everything(pn.pane.Bokeh)
    assert drawn == []


def test_other_libraries_draw_their_own(drawn: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What one of them wrote may be none to another."""
    monkeypatch.setattr(stored_kinds, "version", lambda _: "0.0")
    stored_kinds._stored.cache_clear()
    try:
        Visit(default_study()).open("scenarios")
    finally:
        stored_kinds._stored.cache_clear()
    assert drawn


def test_the_kinds_are_those_that_would_be_drawn_now() -> None:
    """Else ``python -m hydro_mining.app.chart_kinds > data/chart_kinds.json``."""
    assert chart_kinds() == package_text("data", "chart_kinds.json")
