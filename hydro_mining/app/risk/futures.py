"""What the futures come to: cards, the fan of cash, the spread of the NPV, how they settle."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from hydro_mining.app.components.blocks import LazySection, chart_blocks
from hydro_mining.app.components.layouts import WithLayout, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.placing import Placed
from hydro_mining.app.steps import Steps, in_turn
from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.delimited import frame_csv
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk import RiskResult
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views import risk_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.layers import Layers
from hydro_mining.views.markup import card_grid, hint
from hydro_mining.views.risk_words import risk_cards, spread_sentence

_TITLES = {
    "fan": "Cash added up, month by month",
    "npv": "What the futures are worth: losses in orange",
}
_FAN = (
    "Nine of ten futures stay inside the wide band, half of them inside the narrow one. The "
    "median is the middle future; the mean is higher where a few great futures lift it. Above 0 "
    "the money is back."
)
_PRICES = (
    "What a hash earns in these futures, before the pool fee. The step down is the halving. An "
    "amber dot is a month of the forward curve, if you have loaded one on Dispatch: futures that "
    "lie well above it hope for more than the market pays today."
)
_SETTLES = (
    "The line must lie flat at its end: then more futures would not change the answer. The band "
    "is where it would lie in 95 of 100 runs."
)


class FuturesPart(WithLayout):
    """Shows one risk run; nothing without."""

    def __init__(self) -> None:
        super().__init__()
        self.charts = {
            "fan": LiveChart(charts.fan_chart),
            "npv": LiveChart(charts.npv_chart),
            "hashprice": LiveChart(charts.hashprice_chart),
            "convergence": LiveChart(charts.convergence_chart),
        }
        self._told: RiskResult | None = None
        self._layers: Mapping[str, Layers] = {}
        self._currency = POUNDS
        self._cards, self._spread = markup(), markup()
        # Of those that are closed at first.
        self._opened: set[str] = set()
        self._steps = Steps()
        self.layout = Placed([self._first_sight, self._closed_at_first])

    def prepared(
        self,
        told: RiskResult,
        study: StudyInputs,
        curve: ForwardCurve | None,
        currency: Currency,
    ) -> Mapping[str, Layers]:
        """Return what the charts show of a run, their kinds drawn; in any thread."""
        layers = {
            "fan": charts.fan_layers(told, currency=currency),
            "npv": charts.npv_layers(told, currency=currency),
            "hashprice": charts.hashprice_layers(told, study, curve, currency=currency),
            "convergence": charts.convergence_layers(told),
        }
        for name, chart in self.charts.items():
            chart.prepare(layers[name], **_options(name, currency))
        return layers

    def show(
        self,
        told: RiskResult | None,
        study: StudyInputs,
        layers: Mapping[str, Layers],
        currency: Currency,
    ) -> None:
        """Bring everything up to date, each chart as a step of its own."""
        self._told, self._layers, self._currency = told, layers, currency
        self.layout.visible = told is not None
        if told is None:
            return
        self._cards.object = card_grid(risk_cards(told, study, currency))
        self._spread.object = hint(
            f"{spread_sentence(told, currency)} The best hundredth is not drawn."
        )
        self._steps.begin(in_turn(self._show, ("fan", "npv", *self._opened)))
        self.layout.place()

    def _first_sight(self) -> list[Any]:
        blocks = chart_blocks(_TITLES, self.charts, self._csv, filename="risk_{}.csv")
        for name, words in (("fan", markup(hint(_FAN))), ("npv", self._spread)):
            blocks[name].insert(2, words)
        return [self._cards, flow(*blocks.values())]

    def _closed_at_first(self) -> list[Any]:
        return [
            LazySection(
                "What a hash earns in these futures, with a forward curve",
                partial(self._open, "hashprice", _PRICES),
            ),
            LazySection(
                "Are these futures enough? How the chance settles",
                partial(self._open, "convergence", _SETTLES),
            ),
        ]

    def _show(self, name: str) -> None:
        if self._told is not None:
            self.charts[name].show(self._layers[name], **_options(name, self._currency))

    def _open(self, name: str, words: str) -> list[Any]:
        self._opened.add(name)
        self._show(name)
        return [self.charts[name].pane, markup(hint(words))]

    def _csv(self, name: str) -> str:
        told = self._told
        assert told is not None
        if name == "fan":
            return frame_csv(_fan_frame(told), self._currency, quantity="cumulative_cash_flow_gbp")
        npv = pd.DataFrame({"npv_gbp": told.futures.npv_gbp})
        return frame_csv(npv.rename_axis(index="future"), self._currency)


def _options(name: str, currency: Currency) -> dict[str, Any]:
    return {} if name == "convergence" else {"currency": currency}


def _fan_frame(told: RiskResult) -> pd.DataFrame:
    frame = pd.DataFrame(told.cumulative_cash_gbp.to_dict())
    frame.index = pd.Index(frame.index / MONTHS_PER_YEAR, name="year")
    return frame
