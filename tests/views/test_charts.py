"""Charts: built once, updated in place, and in agreement with the result."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd
import pytest
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.io.doc import patch_curdoc
from bokeh.models import (
    DataRange1d,
    FactorRange,
    GlyphRenderer,
    HBar,
    HoverTool,
    Range1d,
    Transform,
)

from hydro_mining.app import default_study
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.power_price_curves import power_price_curves
from hydro_mining.models import ScenarioInputs
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, currency_of
from hydro_mining.views import overview_charts, scenario_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.colors import INK, NOT_CHOSEN, palette
from hydro_mining.views.layers import Layers, columns
from hydro_mining.views.plots import axis_format, hover_line

Build = Callable[..., StudyInputs]
LOSING = {"site": {"power_price_gbp_per_kwh": 0.4}, "finance": {"years": 5}}


def layers_of(result: Evaluation, currency: Currency = POUNDS) -> dict[str, Layers]:
    """Return the layers of all charts of both screens."""
    curves = overview_charts.price_curves(result)
    cumulative = scenario_charts.cumulative_layers
    return {
        "cost": overview_charts.cost_layers(result, curves, currency=currency),
        "payback": overview_charts.payback_layers(result, curves, currency=currency),
        "breakeven": overview_charts.breakeven_layers(result, currency=currency),
        "annual": scenario_charts.annual_layers(result.scenarios, currency=currency),
        "cumulative": cumulative(result.scenarios, discounted=False, currency=currency),
        "discounted": cumulative(result.scenarios, discounted=True, currency=currency),
        "path": scenario_charts.path_layers(result, currency=currency),
    }


CHARTS = {
    "cost": overview_charts.cost_chart,
    "payback": overview_charts.payback_chart,
    "breakeven": overview_charts.breakeven_chart,
    "annual": scenario_charts.annual_chart,
    "cumulative": scenario_charts.cumulative_chart,
    "discounted": scenario_charts.cumulative_chart,
    "path": scenario_charts.path_chart,
}
OF_SCENARIOS = ("annual", "cumulative", "discounted", "path")


class Shown:
    """A chart of a name with the results that it has shown."""

    def __init__(self, name: str) -> None:
        self.name, self.chart = name, LiveChart(CHARTS[name])
        self._checked: Any = None

    def show(self, result: Evaluation, currency: Currency = POUNDS) -> Layers:
        """Show a result as its screen does; return its layers."""
        layers = layers_of(result, currency)[self.name]
        names = {"names": scenario_charts.names_of_layers(result)}
        options = names if self.name in OF_SCENARIOS else {}
        self.chart.show(layers, currency=currency, **options)
        self._check(layers)
        return layers

    def _check(self, layers: Layers) -> None:
        figure = self.chart.pane.object
        if not layers:
            assert figure is None
            return
        assert set(self.chart._sources) == set(layers)
        for name, layer in layers.items():
            data = self.chart._sources[name].data
            for key, values in layer.items():
                if key in data:
                    _assert_equal(data[key], values)
        drawn = [r for r in figure.renderers if isinstance(r, GlyphRenderer)]
        assert {id(r.data_source) for r in drawn} == {id(s) for s in self.chart._sources.values()}
        for renderer in drawn:
            source = renderer.data_source
            assert _fields(renderer) <= set(source.data)
            assert len({len(column) for column in source.data.values()}) == 1
        self._check_that_it_can_be_sent()

    def _check_that_it_can_be_sent(self) -> None:
        """Serialize what a browser gets: a new figure as a whole, else its data."""
        figure = self.chart.pane.object
        sent = self.chart.sources.values() if figure is self._checked else [figure]
        for model in sent:
            Serializer().serialize(model)
        self._checked = figure


def _fields(renderer: GlyphRenderer) -> set[str]:
    specs = renderer.glyph.properties_with_values().values()
    return {spec.field for spec in specs if hasattr(spec, "field") and isinstance(spec.field, str)}


def _assert_equal(shown: Any, expected: Any) -> None:
    assert len(shown) == len(expected)
    for one, other in zip(shown, expected, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


@pytest.fixture(scope="module")
def bundled() -> Evaluation:
    """Return the result that the dashboard opens with."""
    result: Evaluation = default_study().result
    return result


@cache
def changed(**values: Any) -> Evaluation:
    """Return the default dashboard's result with fields of site and finance replaced."""
    study = default_study()
    study.apply(values)
    return study.result  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def drawn(bundled: Evaluation) -> dict[str, Shown]:
    """Return all charts by name, drawn once with the default result."""
    charts = {name: Shown(name) for name in CHARTS}
    for shown in charts.values():
        shown.show(bundled)
    return charts


# --- a chart lives -----------------------------------------------------------------------------


def test_a_change_of_data_keeps_the_figure(bundled: Evaluation, drawn: dict[str, Shown]) -> None:
    """The figure is drawn once; later results replace the data of its sources only."""
    results = (
        changed(power_price_gbp_per_kwh=0.02, load_factor=0.8, years=3),
        changed(power_price_gbp_per_kwh=0.06, years=12),
        bundled,
    )
    for shown in drawn.values():
        shown.show(bundled)
        figure, sources = shown.chart.pane.object, dict(shown.chart._sources)
        for result in results:
            shown.show(result)
            assert shown.chart.pane.object is figure, shown.name
            assert shown.chart._sources == sources


def test_only_what_changed_is_sent() -> None:
    """Of columns those that are others; all of them where there are more values now."""

    def build(layers: Layers) -> hv.Overlay:
        return hv.Overlay([pd.DataFrame(layers["a"]).hvplot.line(x="x", y="y", label="a")])

    def sent_of(x: list[float], y: list[float]) -> list[set[str]]:
        sent.clear()
        chart.show({"a": columns(x=np.array(x), y=np.array(y))})
        return sent

    sent: list[set[str]] = []
    chart, page = LiveChart(build), Document()
    chart.show({"a": columns(x=[0.0, 1.0], y=[1.0, np.nan])})
    page.add_root(chart.plot)
    page.on_change(lambda event: sent.append(set(event.cols or event.model.data)))
    assert sent_of([0.0, 1.0], [1.0, np.nan]) == []
    assert sent_of([0.0, 1.0], [1.0, 2.0]) == [{"y"}]
    assert sent_of([0.0, 2.0], [1.0, 2.0]) == [{"x"}]
    assert sent_of([0.0, 2.0, 3.0], [1.0, 2.0, 3.0]) == [{"x", "y"}]
    assert chart.sources["a"].data == {"x": [0.0, 2.0, 3.0], "y": [1.0, 2.0, 3.0]}


def _titles(shown: Shown) -> list[str]:
    figure = shown.chart.pane.object
    return [axis.axis_label or "" for axis in (*figure.xaxis, *figure.yaxis)]


def test_axes_say_what_they_show(bundled: Evaluation, drawn: dict[str, Shown]) -> None:
    """The axis of figures has a label with a unit."""
    for shown in drawn.values():
        shown.show(bundled)
        titles = "".join(_titles(shown))
        assert any(unit in titles for unit in ("[£", "[p/kWh]", "[days]")), shown.name


@pytest.mark.parametrize("name", ["cumulative", "discounted"])
def test_marks_that_come_later_have_their_scenarios_colour(
    bundled: Evaluation, drawn: dict[str, Shown], name: str
) -> None:
    """The default site pays nothing back; when a later one does, its dots are coloured."""
    shown = drawn[name]
    assert not len(shown.show(bundled)["paybacks"]["x"])
    shown.show(changed(power_price_gbp_per_kwh=0.001))
    glyph = _renderer(shown.chart, "paybacks").glyph
    colour = glyph.properties_with_values()["fill_color"]
    assert colour.field == "color"
    assert not isinstance(colour.transform, Transform)


def test_a_chart_outlives_a_site_without_machines(
    bundled: Evaluation, drawn: dict[str, Shown]
) -> None:
    """A chart that starts with or comes to a site where nothing earns shows what there is.

    No scenario has cash flows then: the annual chart is empty and the screen stays.
    """
    nothing = changed(power_price_gbp_per_kwh=5)
    assert nothing.site is None
    for shown in drawn.values():
        for result in (bundled, nothing, bundled):
            shown.show(result)
    for name in ("cost", "payback", "breakeven", "annual", "cumulative", "path"):
        shown = Shown(name)
        for result in (nothing, bundled, nothing):
            shown.show(result)


def test_only_changed_sources_are_sent(bundled: Evaluation, drawn: dict[str, Shown]) -> None:
    """The same figures send nothing; a load factor moves money and no machine's own figures."""
    study = default_study()
    for shown in drawn.values():
        shown.show(bundled)
        sent = listening(shown)
        shown.show(study.result)
        assert sent == [], shown.name
        shown.show(changed(load_factor=0.9))
        assert bool(sent) is (shown.name in {"annual", "cumulative", "discounted"}), shown.name
        shown.show(bundled)


def listening(shown: Shown) -> list[str]:
    """Return the list that takes the layers whose sources are replaced from now on."""
    sent: list[str] = []
    for layer, source in shown.chart._sources.items():
        source.on_change("data", lambda _attr, _old, _new, layer=layer: sent.append(layer))
    return sent


def test_a_layer_that_stays_is_not_sent(bundled: Evaluation, drawn: dict[str, Shown]) -> None:
    """Another power price moves its own mark, and neither the machines' lines nor the revenue.

    The range of prices follows the best break-even price, which does not depend on the price.
    """
    shown = drawn["cost"]
    shown.show(bundled)
    sent = listening(shown)
    study = default_study()
    study.enter(study.finance, "miner", bundled.chosen_miner)
    study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
    shown.show(study.result)
    assert sent == ["site"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("annual", "rename"),
        ("cumulative", "rename"),
        ("discounted", "remove"),
        ("path", "rename"),
        ("annual", "add"),
        ("path", "order"),
    ],
)
def test_a_change_of_structure_redraws(drawn: dict[str, Shown], name: str, change: str) -> None:
    """Another name or number of scenarios draws the figure anew, with its legend."""
    shown = drawn[name]
    figure = shown.chart.pane.object
    study = default_study()
    if change == "rename":
        study.scenarios[0].title = "Other"
    elif change == "add":
        study.add_scenario(ScenarioInputs(title="More"))
    elif change == "remove":
        study.remove_scenario(study.scenarios[1])
    else:
        study.scenarios = study.scenarios[::-1]
    shown.show(study.result)
    redrawn = shown.chart.pane.object
    assert redrawn is not figure
    labels = [item.label.value for legend in redrawn.legend for item in legend.items]
    titles = [scenario.title for scenario in study.scenarios]
    assert [label for label in labels if label in titles] == titles


def test_the_same_structure_given_anew_does_not_redraw() -> None:
    """Structures are compared, not identified; data of any length replace each other."""

    def build(layers: Layers) -> hv.Overlay:
        return hv.Overlay([pd.DataFrame(layers["a"]).hvplot.line(x="x", y="y", label="a")])

    def layers(x: list[int], y: list[float]) -> Layers:
        return {"a": columns(x=x, y=y)}

    chart = LiveChart(build)
    chart.show(layers([0, 1], [1, 2]), structure=("one", "two"))
    figure = chart.pane.object
    chart.show(layers([0, 1, 2], [1, 2, float("nan")]), structure=("one", "two"))
    assert chart.pane.object is figure
    assert list(chart._sources["a"].data["x"]) == [0, 1, 2]
    chart.show(layers([0], [0]), structure=("one", "three"))
    assert chart.pane.object is not figure


def test_the_document_of_now_is_left_alone() -> None:
    """A chart may be drawn in a thread, while the server answers another visitor."""

    def build(layers: Layers) -> hv.Overlay:
        return hv.Overlay([pd.DataFrame(layers["a"]).hvplot.line(x="x", y="y", label="a")])

    visitors = Document()
    theme = visitors.theme
    with patch_curdoc(visitors):
        LiveChart(build).show({"a": columns(x=[0, 1], y=[1.0, 2.0])})
    assert visitors.theme is theme
    assert not visitors.session_destroyed_callbacks


@pytest.mark.parametrize("y", [[], [float("nan"), float("inf")], [1e300, -1e200]])
def test_where_nothing_can_be_drawn_the_axis_has_a_range_of_its_own(y: list[float]) -> None:
    """A browser finds no range in nothing, of which it warns; with data it follows them again."""

    def build(layers: Layers) -> hv.Overlay:
        return hv.Overlay([pd.DataFrame(layers["a"]).hvplot.line(x="x", y="y", label="a")])

    chart = LiveChart(build)
    chart.show({"a": columns(x=[0, 1][: len(y)], y=[2.0, 3.0][: len(y)])} if y else {})
    chart.show({"a": columns(x=np.arange(float(len(y))), y=y)})
    figure = chart.plot
    assert isinstance(figure.y_range, Range1d)
    assert (figure.y_range.start, figure.y_range.end) == (0, 1)
    assert isinstance(figure.x_range, DataRange1d if y else Range1d)
    chart.show({"a": columns(x=[0.0, 1.0], y=[1.0, 2.0])})
    assert isinstance(chart.plot.y_range, DataRange1d)
    assert list(chart.sources["a"].data["y"]) == [1, 2]


def test_pages_have_figures_of_their_own(bundled: Evaluation) -> None:
    """Charts of a kind share how they were drawn, and no model; nor does one have others' data."""
    one, other = Shown("cumulative"), Shown("cumulative")
    one.show(bundled)
    other.show(
        evaluate(dataclasses.replace(bundled.study, scenarios=bundled.study.scenarios[::-1]))
    )
    ids = [{model.id for model in shown.chart.plot.references()} for shown in (one, other)]
    assert len(ids[0]) == len(ids[1])
    assert not ids[0] & ids[1]
    again = Shown("cumulative")
    again.show(bundled)
    for name, source in again.chart.sources.items():
        assert source.data == one.chart.sources[name].data


def _renderer(chart: LiveChart, layer: str) -> GlyphRenderer:
    source = chart._sources[layer]
    return next(
        r
        for r in chart.pane.object.renderers
        if isinstance(r, GlyphRenderer) and r.data_source is source
    )


# --- overview ----------------------------------------------------------------------------------


def test_cost_lines_by_hand(study: Build) -> None:
    """25 J/TH cost 0.6 kWh a TH a day: £0.06 at 10p, and the revenue of £0.25 at 41.667p."""
    layers = layers_of(evaluate(study()))["cost"]
    assert list(layers["site"]["x"]) == [10]
    assert list(layers["revenue"]["y"]) == pytest.approx([0.25, 0.25])
    assert _at(layers["chosen"], 10) == pytest.approx(0.06)
    assert _at(layers["chosen"], 2_500 / 60) == pytest.approx(0.25)
    for x, y in zip(layers["machines"]["xs"], layers["machines"]["ys"], strict=True):
        np.testing.assert_allclose(y, 0.006 * x, rtol=1e-12)
    assert layers["chosen"]["x"][-1] > 2_500 / 60
    assert layers["chosen"]["x"][0] == 0


def _at(line: Mapping[str, Any], x: float) -> float:
    return float(np.interp(x, line["x"], line["y"]))


def test_payback_lines_by_hand(study: Build) -> None:
    """£1,900 over £25 − 60 kWh × price: 76 days at £0, none at break-even or beyond 2,500."""
    layers = layers_of(evaluate(study()))["payback"]
    x, y = np.asarray(layers["chosen"]["x"]), np.asarray(layers["chosen"]["y"])
    with np.errstate(divide="ignore"):
        days = np.where(0.6 * x < 25, 1_900 / (25 - 0.6 * x), np.inf)
    expected = np.where(days <= 2_500, days, np.nan)
    np.testing.assert_allclose(y, expected, rtol=1e-9)
    assert y[0] == pytest.approx(76)
    assert np.isnan(y[-1])


def test_breakeven_bars_are_the_best_machines(bundled: Evaluation) -> None:
    """Bars stand in order with the best on top (last), the chosen machine in its own colour."""
    bars = layers_of(bundled)["breakeven"]["bars"]
    figures = dict(
        zip(bundled.miners.name, bundled.miners.breakeven_power_price_gbp_per_kwh, strict=True)
    )
    assert len(bars["machine"]) == 15 < len(figures)
    pence = [100 * figures[name] for name in bars["machine"]]
    assert bars["breakeven"].tolist() == pytest.approx(pence)
    others = [v for n, v in zip(bars["machine"], bars["breakeven"], strict=True)
              if n != bundled.chosen_miner]  # fmt: skip
    assert others == sorted(others)
    assert bars["machine"][-1] == max(figures, key=figures.__getitem__)
    ink = [n for n, c in zip(bars["machine"], bars["color"], strict=True) if c == INK]
    assert ink == [bundled.chosen_miner]


def test_a_first_chart_without_a_chosen_machine_is_not_of_one_colour(bundled: Evaluation) -> None:
    """What is drawn once is every page's: it takes the colours of each, not those of the first."""
    layers = layers_of(bundled)["breakeven"]
    plain = {**layers["bars"], "color": np.full(len(layers["bars"]["color"]), NOT_CHOSEN)}
    LiveChart(overview_charts.breakeven_chart).show(
        {**layers, "bars": plain}, currency=currency_of("ISK", 170.0)
    )
    chart = LiveChart(overview_charts.breakeven_chart)
    chart.show(layers, currency=currency_of("ISK", 170.0))
    (bars,) = (one for one in chart.plot.renderers if isinstance(one.glyph, HBar))
    assert bars.glyph.fill_color.field == "color"


def test_bars_follow_their_machines(bundled: Evaluation, drawn: dict[str, Shown]) -> None:
    """When other machines are the best, the axis has their names."""
    shown = drawn["breakeven"]
    shown.show(bundled)
    study = default_study()
    for name in list(bundled.miners.name)[:20]:
        study.catalogue.remove(name)
    bars = shown.show(study.result)["bars"]
    figure = shown.chart.pane.object
    axis = figure.y_range if isinstance(figure.y_range, FactorRange) else figure.x_range
    assert list(axis.factors) == list(bars["machine"])


def test_the_price_mark_meets_the_cards_payback(bundled: Evaluation) -> None:
    """Where the mark stands, the curves have the payback of the table."""
    mark = layers_of(bundled)["payback"]["site"]["x"][0]
    assert mark == pytest.approx(100 * bundled.study.site.power_price_gbp_per_kwh)
    curves = power_price_curves(bundled, [mark / 100])
    np.testing.assert_allclose(
        curves.simple_payback_days[:, 0], bundled.miners.simple_payback_days, rtol=1e-12
    )


def test_the_price_mark_includes_the_base_cases_shock(study: Build) -> None:
    """With power 50 % dearer at once, the mark stands at 15p, where the payback is 119 days.

    £1,900 / (£25 − 60 × £0.15) = 118.75 days.
    """
    result = evaluate(study(scenarios=[{"name": "Base", "power_price_shock": 0.5}]))
    assert result.miners.simple_payback_days[0] == pytest.approx(118.75)
    mark = layers_of(result)["payback"]["site"]["x"][0]
    curves = power_price_curves(result, [mark / 100])
    assert curves.simple_payback_days[0, 0] == pytest.approx(118.75)


@pytest.mark.parametrize("price", [0, 0.1, 0.5, 5])
def test_the_price_mark_is_on_the_chart(study: Build, price: float) -> None:
    """The range of prices always has the site's own and the best machine's break-even."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": price}))
    curves = overview_charts.price_curves(result)
    assert curves.power_price_gbp_per_kwh[0] == 0
    assert curves.power_price_gbp_per_kwh[-1] > max(price, 25 / 60)


# --- scenarios ---------------------------------------------------------------------------------


def test_annual_bars_are_the_cash_flows(bundled: Evaluation) -> None:
    """A bar spans zero and its cash flow; the bars of a year stand side by side around it."""
    layers = layers_of(bundled)["annual"]
    assert list(layers) == ["s0", "s1", "s2"]
    for bars, scenario in zip(layers.values(), bundled.scenarios.values(), strict=True):
        flows = scenario.cashflows
        np.testing.assert_array_equal(bars["flow"], flows)
        np.testing.assert_array_equal(bars["bottom"] + bars["top"], flows)
        assert (bars["bottom"] <= 0).all()
        assert (bars["top"] >= 0).all()
        assert bars["name"].tolist() == [scenario.name] * 6
    edges = [(c["left"], c["right"]) for c in layers.values()]
    for (_, right), (left, _) in itertools.pairwise(edges):
        np.testing.assert_allclose(right, left)
    middle = (edges[0][0] + edges[-1][1]) / 2
    np.testing.assert_allclose(middle, np.arange(6), atol=1e-12)
    assert (edges[-1][1] - edges[0][0] < 1).all()


def test_cumulative_lines_end_at_their_sums(bundled: Evaluation) -> None:
    """Cash ends at the sum of the flows, discounted cash at the NPV; both start invested."""
    layers = layers_of(bundled)
    for s, scenario in enumerate(bundled.scenarios.values()):
        plain, discounted = layers["cumulative"][f"s{s}"], layers["discounted"][f"s{s}"]
        assert plain["y"][-1] == pytest.approx(scenario.cashflows.sum())
        assert discounted["y"][-1] == pytest.approx(scenario.npv_gbp)
        assert plain["y"][0] == discounted["y"][0] == scenario.cashflows[0] < 0
        assert list(plain["x"]) == list(range(6))


@pytest.mark.parametrize("discounted", [False, True])
def test_payback_marks_stand_where_the_line_crosses_zero(study: Build, discounted: bool) -> None:
    """Each scenario that pays back has a dot in its colour where its own line is zero."""
    scenarios = [
        {"name": "Base"},
        {"name": "Never", "btc_price_shock": -0.9},
        {"name": "Half", "btc_price_shock": -0.5},
    ]
    result = evaluate(study(scenarios=scenarios))
    layers = scenario_charts.cumulative_layers(
        result.scenarios, discounted=discounted, currency=POUNDS
    )
    marks = layers["paybacks"]
    assert marks["name"].tolist() == ["Base", "Half"]
    assert marks["color"].tolist() == [palette(0), palette(2)]
    assert marks["y"].tolist() == [0, 0]
    for mark, line in zip(marks["x"], (layers["s0"], layers["s2"]), strict=True):
        assert _at(line, mark) == pytest.approx(0, abs=1e-3)
    name = "discounted_payback_years" if discounted else "simple_payback_years"
    assert marks["x"].tolist() == [getattr(result.scenarios[n], name) for n in marks["name"]]


def test_halving_by_hand(bundled: Evaluation) -> None:
    """970,748 on 10 October 2026 is 79,252 blocks from 1,050,000: day 551, 13 April 2028.

    79,252 / 144 = 550.4, so day 551 is the first to start in the new era.
    """
    halvings = layers_of(bundled)["path"]["halvings"]["x"]
    assert halvings.astype("datetime64[D]").tolist() == [dt.date(2028, 4, 13)]
    assert dt.date(2026, 10, 10) + dt.timedelta(551) == dt.date(2028, 4, 13)


def test_a_later_go_live_does_not_move_the_halving() -> None:
    """The halving follows from the height, whenever mining starts."""
    study = default_study()
    study.enter(study.finance, "start_date", dt.date(2027, 1, 1))
    layers = layers_of(study.result)["path"]
    halvings = layers["halvings"]["x"]
    assert halvings.astype("datetime64[D]").tolist() == [dt.date(2028, 4, 13)]
    assert layers["s0"]["x"][0].astype("datetime64[D]").item() == dt.date(2027, 1, 1)


def test_paths_step_down_at_the_halving(study: Build) -> None:
    """On day 1,459 from height 840,000 the revenue falls from £0.25 to £0.125, without fees."""
    result = evaluate(study(finance={"years": 5}))
    layers = layers_of(result)["path"]
    x, y = np.asarray(layers["s0"]["x"]), np.asarray(layers["s0"]["y"])
    halving = np.datetime64("2026-10-10") + 1_459
    assert list(layers["halvings"]["x"]) == [halving]
    before, after = y[x == halving - 1], y[x == halving]
    assert (before[0], after[0]) == (pytest.approx(0.25), pytest.approx(0.125))
    assert np.unique(y.round(9)).tolist() == [0.125, 0.25]


@pytest.mark.parametrize("years", [1, 5, 50])
def test_paths_have_a_bounded_number_of_points(study: Build, years: int) -> None:
    """Points are in order, start at go-live, end on the last day, and are few enough to send."""
    layers = layers_of(evaluate(study(finance={"years": years})))["path"]
    x = np.asarray(layers["s0"]["x"])
    assert 300 < len(x) < 900
    assert (np.diff(x) > np.timedelta64(0)).all()
    assert x[0] == np.datetime64("2026-10-10")
    assert x[-1] == np.datetime64("2026-10-10") + 365 * years - 1
    # 840,000 is the fifth era's first block; the last of 18,250 days starts at 840,000 +
    # 18,249 × 144 = 3,467,856, in the seventeenth.
    assert len(layers["halvings"]["x"]) == {1: 0, 5: 1, 50: 12}[years]


def test_a_payback_that_is_lost_again_has_its_mark(study: Build) -> None:
    """The dot marks the first crossing, although the line falls below zero afterwards."""
    miner = {"name": "M", "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 730.0}
    layers = layers_of(evaluate(study(miners=[miner], **LOSING)))["cumulative"]
    assert layers["paybacks"]["x"].tolist() == pytest.approx([2.0])
    assert layers["s0"]["y"][-1] < 0


# --- in another currency ------------------------------------------------------------------------

DOLLARS = currency_of("USD", 1.25)


def test_cost_lines_in_dollars_by_hand(study: Build) -> None:
    """£0.06 at 10p are $0.075 at 12.5 cent, and a revenue of £0.25 is $0.3125."""
    layers = layers_of(evaluate(study()), DOLLARS)["cost"]
    assert layers["site"]["x"].tolist() == pytest.approx([12.5])
    assert layers["revenue"]["y"].tolist() == pytest.approx([0.3125, 0.3125])
    assert _at(layers["chosen"], 12.5) == pytest.approx(0.075)
    for x, y in zip(layers["machines"]["xs"], layers["machines"]["ys"], strict=True):
        np.testing.assert_allclose(y, 0.006 * x, rtol=1e-12)


def test_payback_lines_in_dollars_by_hand(study: Build) -> None:
    """£1,900 over £25 − 60 × £0.10 stay 100 days, above 12.5 cent."""
    layers = layers_of(evaluate(study(site={"power_price_gbp_per_kwh": 0.1})))["payback"]
    dollars = layers_of(evaluate(study()), DOLLARS)["payback"]
    np.testing.assert_array_equal(dollars["chosen"]["y"], layers["chosen"]["y"])
    np.testing.assert_allclose(dollars["chosen"]["x"], np.asarray(layers["chosen"]["x"]) * 1.25)
    assert dollars["site"]["x"].tolist() == pytest.approx([12.5])


def test_scenario_charts_in_dollars_by_hand(study: Build) -> None:
    """£684,000 out and £2,496,600 a year in are $855,000 and $3,120,750; a TH earns $0.3125."""
    layers = layers_of(evaluate(study()), DOLLARS)
    annual = layers["annual"]["s0"]
    assert annual["flow"].tolist() == pytest.approx([-855_000, 3_120_750, 3_120_750, 3_120_750])
    assert annual["bottom"].tolist() == pytest.approx([-855_000, 0, 0, 0])
    assert annual["top"].tolist() == pytest.approx([0, 3_120_750, 3_120_750, 3_120_750])
    assert annual["year"].tolist() == [0, 1, 2, 3]
    assert layers["cumulative"]["s0"]["y"].tolist() == pytest.approx(
        [-855_000, 2_265_750, 5_386_500, 8_507_250]
    )
    # −684,000 + 2,496,600 / 1.1 = £1,585,636.36
    assert layers["discounted"]["s0"]["y"][1] == pytest.approx(1_982_045.4545)
    assert layers["path"]["s0"]["y"].tolist() == pytest.approx(
        [0.3125] * len(layers["path"]["s0"]["x"])
    )
    payback = layers_of(evaluate(study()))["cumulative"]["paybacks"]
    in_dollars = layers["cumulative"]["paybacks"]
    assert list(in_dollars) == list(payback)
    for name, column in payback.items():
        np.testing.assert_array_equal(in_dollars[name], column)


def test_breakeven_bars_in_dollars_by_hand(study: Build) -> None:
    """£25 of 60 kWh break even at 52.083 cent; the site pays 12.5."""
    layers = layers_of(evaluate(study()), DOLLARS)["breakeven"]
    assert layers["bars"]["breakeven"].tolist() == pytest.approx([52.08333])
    assert layers["site"]["price"].tolist() == pytest.approx([12.5])


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("cost", ["Power price [øre/kWh]", "Power cost per TH [NOK/TH/day]"]),
        ("payback", ["Power price [øre/kWh]", "Payback [days]"]),
        ("breakeven", ["Price [øre/kWh]"]),
        ("annual", ["Cash flow [NOK]"]),
        ("cumulative", ["Cash added up [NOK]"]),
        ("discounted", ["Cash added up [NOK]"]),
        ("path", ["Revenue per TH [NOK/TH/day]"]),
    ],
)
def test_a_chart_is_drawn_anew_in_another_currency(
    bundled: Evaluation, drawn: dict[str, Shown], name: str, titles: list[str]
) -> None:
    """Axes and hovers name the currency; later data in it are replaced; pounds come back."""
    shown, kroner = drawn[name], currency_of("NOK", 13.5)
    shown.show(bundled)
    pounds = _titles(shown)
    shown.show(bundled, kroner)
    figure = shown.chart.pane.object
    assert set(titles) <= set(_titles(shown))
    assert not any("£" in text for text in _titles(shown))
    hovers = [line for tool in figure.select(HoverTool) for line in tool.tooltips]
    assert hovers
    assert "£" not in str(hovers)
    assert "NOK" in str(hovers) or "øre" in str(hovers)
    shown.show(changed(load_factor=0.9), kroner)
    assert shown.chart.pane.object is figure
    shown.show(bundled, currency_of("NOK", 13.7))  # the rate of another day
    assert shown.chart.pane.object is figure
    shown.show(bundled)
    assert _titles(shown) == pounds


# --- looks that carry meaning ------------------------------------------------------------------


def test_tick_labels_are_digits_only() -> None:
    """Bokeh drops the sign of any currency but the dollar, so none is asked for."""
    assert [name for name in QUANTITIES if set(axis_format(name).format) - set("0.[]a")] == []


def test_tick_labels_by_hand() -> None:
    """Pounds are shortened to k and m; a price of a kWh is in pence, of which it has hundredths."""
    yen = currency_of("JPY", 200.0)
    assert axis_format("npv_gbp").format == axis_format("npv_gbp", yen).format == "0.[0]a"
    assert axis_format("power_price_gbp_per_kwh").format == "0.[00]a"
    assert axis_format("power_price_gbp_per_kwh", yen).format == "0.[00]a"
    assert axis_format("rev_per_th_per_day").format == "0.000"


def test_hovers_by_hand() -> None:
    """A hover names the unit, and is a decimal finer than the ticks where they have any."""
    assert hover_line("Cash", "@y", "cash_flow_gbp", DOLLARS) == ("Cash [$]", "@y{0,0}")
    assert hover_line("At", "$x", "power_price_gbp_per_kwh") == ("At [p/kWh]", "$x{0,0.[00]}")
    assert hover_line("P", "$y", "simple_payback_days", DOLLARS) == ("P [days]", "$y{0,0}")


def test_neighbouring_series_differ_in_colour() -> None:
    """Seven scenarios have seven colours, and an eighth starts over."""
    assert len({palette(i) for i in range(7)}) == 7
    assert palette(7) == palette(0)
