"""The dashboard's charts as one document that BokehJS draws by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bokeh.document import Document

from hydro_mining.economics import Evaluation
from hydro_mining.quantities import Currency
from hydro_mining.reports.page.selections import cash_layers
from hydro_mining.views import overview_charts, scenario_charts
from hydro_mining.views.charts import Layers, LiveChart

__all__ = ["Drawing", "drawing"]

_HEIGHT = 320
_TALL = 460
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


def drawing(result: Evaluation, currency: Currency, *, with_money: Evaluation) -> Drawing:
    """Return the charts of a result; equal results give equal documents.

    The charts of money show ``with_money``, which is another result where this one has none.
    """
    document = Document()
    names = []
    for name, (build, layers) in _charts(result, currency, with_money).items():
        chart = LiveChart(build)
        chart.show(layers)
        figure = chart.figure
        assert figure is not None
        figure.update(height=_TALL if name == "breakeven" else _HEIGHT, sizing_mode="stretch_width")
        for layer, source in chart.sources.items():
            source.name = f"{name}:{layer}"
        document.add_root(figure)
        names.append(name)
    # Its definitions are those of all models that happen to be imported, Panel's too; a chart
    # needs none of them.
    written = _renumbered({**document.to_json(deferred=False), "defs": []})
    roots = [root["id"] for root in written["roots"]]
    return Drawing(
        document=written,
        roots=dict(zip(names, roots, strict=True)),
        titles={name: _TITLES[name] for name in names},
    )


def _charts(
    result: Evaluation, currency: Currency, with_money: Evaluation
) -> dict[str, tuple[Any, Layers]]:
    """Return each chart's build function and layers; those of money only where there is some."""
    scenarios, overview = scenario_charts, overview_charts
    curves = overview.price_curves(result)
    layers = {
        **cash_layers(with_money, currency),
        "path": scenarios.path_layers(result, currency=currency),
        "cost": overview.cost_layers(result, curves, currency=currency),
        "payback": overview.payback_layers(result, curves, currency=currency),
        "breakeven": overview.breakeven_layers(result, currency=currency),
    }
    names = scenarios.names_of_layers(result)
    builds: dict[str, Any] = {
        "annual": partial(scenarios.annual_chart, names=names),
        "cumulative": partial(scenarios.cumulative_chart, names=names),
        "discounted": partial(scenarios.cumulative_chart, names=names),
        "path": partial(scenarios.path_chart, names=names),
        "cost": overview.cost_chart,
        "payback": overview.payback_chart,
        "breakeven": overview.breakeven_chart,
    }
    return {name: (partial(builds[name], currency=currency), layers[name]) for name in layers}


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
