"""The charts of the Hydro screen, with their downloads."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import panel as pn

from hydro_mining.app.components.blocks import chart_blocks
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.steps import Step
from hydro_mining.constants import KW_PER_MW
from hydro_mining.delimited import frame_csv
from hydro_mining.economics.hydro import DurationCurve
from hydro_mining.economics.plan_detail import PlanDetail
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views import hydro_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.layers import Layers
from hydro_mining.views.plots import names_of_months

_FIRST_HEIGHT = 300  # of those that are to be seen without scrolling
_CALENDAR_HEIGHT = 360
_TITLES = {
    "power": "Duration of the water's power, with the machines on it",
    "optimum": "NPV by size: green the plan, orange the mean power",
    "flow": "Duration of the river's flow",
    "months": "Power by month",
    "calendar": "What each day's water does in year 1",
    "use": "What each month's water does in year 1",
    "gain": "Gain over exporting everything",
}


class HydroCharts:
    """Draws what is shown of a plan; a chart that has nothing to show is not seen."""

    def __init__(self) -> None:
        self._detail: PlanDetail | None = None
        self._currency = POUNDS
        self.live = {
            "power": LiveChart(charts.power_chart, height=_FIRST_HEIGHT),
            "optimum": LiveChart(charts.optimum_chart, height=_FIRST_HEIGHT),
            "flow": LiveChart(charts.flow_chart),
            "months": LiveChart(partial(charts.months_chart, ylabel="Power [MW]")),
            "calendar": LiveChart(charts.calendar_chart, height=_CALENDAR_HEIGHT),
            "use": LiveChart(charts.use_chart),
            "gain": LiveChart(charts.gain_chart),
        }
        self._blocks = chart_blocks(_TITLES, self.live, self._csv, filename="hydro-{}.csv")
        self._blocks["calendar"].styles = {"flex": "1 1 100%"}

    def row(self, *names: str) -> pn.FlexBox:
        """Return charts beside each other where each finds its room."""
        return flow(*(self._blocks[name] for name in names))

    def shown(self, detail: PlanDetail, currency: Currency) -> Iterator[Step]:
        """Bring all charts up to date."""
        self._detail, self._currency = detail, currency
        layers, options = self._layers(detail, currency), {"currency": currency}
        names = tuple(detail.plan.scenarios)
        more: dict[str, Any] = {"optimum": options, "gain": options | {"names": names}}
        more["use"] = {"months": names_of_months(detail.months.begins)}
        for name, chart in self.live.items():
            self._blocks[name].visible = name in layers
            if name in layers:
                yield from chart.shown(layers[name], **more.get(name, {}))

    @staticmethod
    def _layers(detail: PlanDetail, currency: Currency) -> dict[str, Layers]:
        study, water = detail.result.study, detail.water
        limit = None if study.market is None else study.market.export_limit_kw
        layers = {
            "power": charts.power_layers(
                detail.power_duration, machines_kw=detail.plan.machines_kw, limit_kw=limit
            ),
            "optimum": charts.optimum_layers(detail.counts, detail.machine, currency=currency),
            "calendar": charts.calendar_layers(detail.days),
            "use": charts.use_layers(detail.months),
            "gain": charts.gain_layers(detail.plan, currency=currency),
        }
        if water is not None:
            layers["months"] = charts.months_layers(water.monthly_power, factor=1 / KW_PER_MW)
            if detail.flow_duration is not None and study.hydro is not None:
                layers["flow"] = charts.flow_layers(detail.flow_duration, study.hydro)
        return layers

    def _csv(self, name: str) -> str:
        detail = self._detail
        assert detail is not None
        return frame_csv(_FRAMES[name](detail), self._currency)


def _duration(curve: DurationCurve | None, heading: str) -> Any:
    assert curve is not None
    return curve.to_frame().rename(columns={"value": heading})


def _months(detail: PlanDetail) -> Any:
    assert detail.water is not None
    headings = {name: f"{name} [kW]" for name in ("mean", "wet", "dry")}
    return detail.water.monthly_power.to_frame().rename(columns=headings)


_FRAMES: dict[str, Callable[[PlanDetail], Any]] = {
    "power": lambda detail: _duration(detail.power_duration, "Power [kW]"),
    "optimum": lambda detail: detail.counts.to_frame(),
    "flow": lambda detail: _duration(detail.flow_duration, "Flow [m³/s]"),
    "months": _months,
    "calendar": lambda detail: detail.days.to_frame(),
    "use": lambda detail: detail.months.to_frame(),
    "gain": lambda detail: detail.plan.to_frame(),
}
