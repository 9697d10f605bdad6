"""The dashboard's charts as one document that BokehJS draws by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bokeh.document import Document

from hydro_mining.economics import Evaluation
from hydro_mining.quantities import Currency
from hydro_mining.reports.page.chapters import Chart
from hydro_mining.reports.page.selections import cash_layers
from hydro_mining.views import overview_charts, scenario_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.colors import LINE, MUTED, PAPER, TEXT

_HEIGHT = 320
_TALL = 460
_TEXT = "15px"
_FONT = "Roboto, Helvetica, Arial, sans-serif"
_MODEL_ID = re.compile(r"p[0-9]+")
_TITLES = {
    "annual": "Cash flow of each year",
    "cumulative": "Cumulative cash: a dot marks the payback",
    "discounted": "Discounted cumulative cash: it ends at the NPV",
    "path": "Revenue per TH a day: dashed lines mark the halvings",
    "cost": "Power cost per TH: a machine earns below the dashed line",
    "payback": "Payback of each machine by power price",
    "breakeven": "Break-even power price of the best machines; dotted: the study's price",
}
_OF_SCENARIOS = frozenset({"annual", "cumulative", "discounted", "path"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Charts as BokehJS takes them.

    Parameters
    ----------
    document
        Bokeh's document; its data sources are named ``chart:layer``.
    roots
        The document's model of each chart, by the chart's name.
    titles
        What a reader calls each chart.
    """

    document: Mapping[str, Any]
    roots: Mapping[str, str]
    titles: Mapping[str, str]


def drawing(charts: Iterable[Chart]) -> Drawing:
    """Return charts as one document; equal charts give equal documents."""
    document, names = Document(), {}
    for chart in charts:
        live = LiveChart(chart.build)
        live.show(chart.layers, **chart.options)
        plot = live.plot
        assert plot is not None
        height = _TALL if chart.name == "breakeven" else _HEIGHT
        plot.update(height=height, sizing_mode="stretch_width")
        _dress(plot)
        for layer, source in live.sources.items():
            source.name = f"{chart.name}:{layer}"
        document.add_root(plot)
        names[chart.name] = chart.title
    # Its definitions are those of all models that happen to be imported, Panel's too; a chart
    # needs none of them.
    written = _renumbered({**document.to_json(deferred=False), "defs": []})
    roots = [root["id"] for root in written["roots"]]
    return Drawing(document=written, roots=dict(zip(names, roots, strict=True)), titles=names)


def _dress(plot: Any) -> None:
    """Give a chart the look that it has on the page, which its library gives it there.

    Its texts can be read on paper, where it is half as wide as on a screen.
    """
    plot.update(background_fill_color=PAPER, border_fill_color=PAPER)
    font = {"text_font": _FONT, "text_font_size": _TEXT, "text_font_style": "normal"}
    for axis in (*plot.xaxis, *plot.yaxis):
        axis.update(
            axis_line_color=None,
            major_tick_line_color=None,
            minor_tick_line_color=None,
            axis_label_text_color=TEXT,
            major_label_text_color=MUTED,
            **{f"axis_label_{name}": value for name, value in font.items()},
            **{f"major_label_{name}": value for name, value in font.items()},
        )
    for grid in plot.grid:
        if grid.grid_line_color is not None:
            grid.update(grid_line_color=LINE, grid_line_alpha=1)
    for legend in plot.legend:
        legend.update(
            label_text_color=TEXT, **{f"label_{name}": value for name, value in font.items()}
        )


def board_chart(result: Evaluation, currency: Currency) -> Iterator[Chart]:
    """Return the cash added up of each scenario, the plan's where there is one; none for none."""
    scenarios = result.answered_scenarios
    if not scenarios:
        return
    yield Chart(
        name="board",
        title="Money in the project: what was put in, and what has come back over selling the "
        "power; a dot marks the payback",
        build=scenario_charts.cumulative_chart,
        layers=scenario_charts.cumulative_layers(scenarios, discounted=False, currency=currency),
        options={"names": tuple(scenarios), "currency": currency},
        is_wide=True,
    )


def study_charts(
    result: Evaluation, currency: Currency, *, with_money: Evaluation
) -> Iterator[Chart]:
    """Return the charts of a study; those of money only where there is some.

    They show ``with_money``, which is another result where this one has none.
    """
    scenarios, overview = scenario_charts, overview_charts
    curves = overview.price_curves(result)
    layers = {
        **cash_layers(with_money, currency),
        "path": scenarios.path_layers(result, currency=currency),
        "cost": overview.cost_layers(result, curves, currency=currency),
        "payback": overview.payback_layers(result, curves, currency=currency),
        "breakeven": overview.breakeven_layers(result, currency=currency),
    }
    builds: dict[str, Any] = {
        "annual": scenarios.annual_chart,
        "cumulative": scenarios.cumulative_chart,
        "discounted": scenarios.cumulative_chart,
        "path": scenarios.path_chart,
        "cost": overview.cost_chart,
        "payback": overview.payback_chart,
        "breakeven": overview.breakeven_chart,
    }
    named = {"names": scenarios.names_of_layers(result)}
    for name, held in layers.items():
        options = {"currency": currency, **(named if name in _OF_SCENARIOS else {})}
        yield Chart(
            name=name, title=_TITLES[name], build=builds[name], layers=held, options=options
        )


def _renumbered(document: Any) -> Any:
    """Return the document with its models counted from 1, however many were made before."""
    numbers: dict[str, str] = {}

    def renumbered(part: Any) -> Any:
        if isinstance(part, Mapping):
            return {key: _id(key, value) for key, value in part.items()}
        return [renumbered(item) for item in part] if isinstance(part, list | tuple) else part

    def _id(key: str, value: Any) -> Any:
        if key == "id" and isinstance(value, str) and _MODEL_ID.fullmatch(value):
            return numbers.setdefault(value, f"m{len(numbers) + 1}")
        return renumbered(value)

    return renumbered(document)
