"""What the futures come to: cards, the fan of cash, the spread of the NPV, how they settle."""

from typing import Any

import pandas as pd
import panel as pn
from panel.viewable import Viewer

from hydro_mining.app.components.blocks import SIDE_BY_SIDE, LazySection, chart_block, markup
from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.delimited import frame_csv
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk import RiskResult
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views import risk_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import card_grid, hint
from hydro_mining.views.risk_words import risk_cards, spread_sentence

__all__ = ["FuturesPart"]

_FAN = (
    "Nine of ten futures stay inside the pale band, half of them inside the dark one. The median "
    "is the middle future; the mean is higher where a few great futures lift it. Above 0 the "
    "money is back."
)
_SETTLES = (
    "The line must lie flat at its end: then more futures would not change the answer. The band "
    "is where it would lie in 95 of 100 runs."
)


class FuturesPart(Viewer):
    """Shows one risk run; nothing without."""

    def __init__(self) -> None:
        super().__init__()
        self.charts = {
            "fan": LiveChart(charts.fan_chart),
            "npv": LiveChart(charts.npv_chart),
            "convergence": LiveChart(charts.convergence_chart),
        }
        self._told: RiskResult | None = None
        self._currency = POUNDS
        self._cards, self._spread = markup(), markup()
        self._settles_open = False
        self._parts = [
            self._cards,
            pn.FlexBox(
                self._block("fan", "Cash added up, month by month", markup(hint(_FAN))),
                self._block("npv", "What the futures are worth: losses in red", self._spread),
                sizing_mode="stretch_width",
            ),
            LazySection("Are these futures enough? How the chance settles", self._settling),
        ]
        self.layout = pn.Column(sizing_mode="stretch_width", margin=0)

    def __panel__(self) -> Any:
        """Return what stands in the page."""
        return self.layout

    def show(self, told: RiskResult | None, study: StudyInputs, currency: Currency) -> None:
        """Bring everything up to date, each chart on a turn of the server of its own."""
        self._told, self._currency = told, currency
        self.layout.visible = told is not None
        if told is None:
            return
        self._cards.object = card_grid(risk_cards(told, study, currency))
        self._spread.object = hint(
            f"{spread_sentence(told, currency)} The best hundredth is not drawn."
        )
        for draw in (self._show_fan, self._show_npv, self._show_settling, self._place):
            pn.state.execute(draw, schedule=True)

    def _place(self) -> None:
        # A figure that comes into a page which is just being laid out may keep no width there.
        if not self.layout.objects:
            self.layout[:] = self._parts

    def _show_fan(self) -> None:
        if self._told is not None:
            layers = charts.fan_layers(self._told, currency=self._currency)
            self.charts["fan"].show(layers, currency=self._currency)

    def _show_npv(self) -> None:
        if self._told is not None:
            layers = charts.npv_layers(self._told, currency=self._currency)
            self.charts["npv"].show(layers, currency=self._currency)

    def _settling(self) -> list[Any]:
        self._settles_open = True
        self._show_settling()
        return [self.charts["convergence"].pane, markup(hint(_SETTLES))]

    def _show_settling(self) -> None:
        if self._settles_open and self._told is not None:
            self.charts["convergence"].show(charts.convergence_layers(self._told))

    def _block(self, name: str, title: str, words: Any) -> pn.Column:
        block = chart_block(
            title,
            filename=f"risk_{name}.csv",
            chart=self.charts[name].pane,
            text=lambda: self._csv(name),
            **SIDE_BY_SIDE,
        )
        block.insert(2, words)
        return block

    def _csv(self, name: str) -> str:
        told = self._told
        assert told is not None
        if name == "fan":
            return frame_csv(_fan_frame(told), self._currency, quantity="cumulative_cash_flow_gbp")
        npv = pd.DataFrame({"npv_gbp": told.futures.npv_gbp})
        return frame_csv(npv.rename_axis(index="future"), self._currency)


def _fan_frame(told: RiskResult) -> pd.DataFrame:
    frame = pd.DataFrame(told.cumulative_cash_gbp.to_dict())
    frame.index = pd.Index(frame.index / MONTHS_PER_YEAR, name="year")
    return frame
