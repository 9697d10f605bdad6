"""What changes of one or two inputs do: the tornado, break-even levels, two maps, bad turns."""

from collections.abc import Callable, Mapping
from typing import Any

import panel as pn

from hydro_mining.app.components.blocks import LazySection
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.press_row import PressRow
from hydro_mining.app.placing import Placed
from hydro_mining.app.risk.ends import EndsEditor
from hydro_mining.app.risk.requests import WhatIf
from hydro_mining.app.steps import Steps, in_turn
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk.pinned import EXPORT_PRICE
from hydro_mining.quantities import POUNDS, Currency, formatted
from hydro_mining.views import what_if_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.layers import Layers
from hydro_mining.views.markup import chart_title, hint, lead_paragraph, screen_title, table
from hydro_mining.views.risk_sources import (
    STRESS_TITLES,
    stress_rows,
    stress_sets,
    stress_source,
)
from hydro_mining.views.risk_words import (
    break_even_rows,
    break_even_title,
    tornado_rows,
    tornado_sentence,
)

_NPV_MAP = (
    "Blue earns more than the discount rate asks, orange less; on the line the NPV is 0. The dot "
    "is your site today. Machines and their number stay the same."
)
_NPV_MAP_OF_PLAN = (
    f"{_NPV_MAP} All export prices of the year move together; the price here is their mean."
)
_NO_NPV_MAP = "No map: here the export price changes nothing about what mining gains."
_POWER_MAP = (
    "In blue a machine's coin pays your power price, in orange it does not; the line is where "
    "it just does. The dot in the line's colour is your machine today, the yellow one after the "
    "next halving, if price and difficulty stayed. Grey dots are the months of a forward curve, if "
    "you have loaded one on Dispatch. Capital is not counted here."
)
_POWER_MAP_OF_PLAN = _POWER_MAP.replace("your power price", "what export brings on the mean")
_NO_COIN = "No map: the whole coin goes to the pool."
_LEVELS = (
    "Each is changed alone in the base case, with the machines and their number as they are. "
    "Where no value does it, the site pays, or does not, whatever that one thing is. "
    "Leave the wanted return empty for an NPV of 0 at your discount rate."
)
_TURNS = "Press one to see what it sets and where it comes from."
_TALL = 460


class WhatIfPart(WithLayout):
    """Shows one answer about changed inputs; nothing without."""

    def __init__(self, ends: EndsEditor, wanted_return: Callable[[], Any]) -> None:
        super().__init__()
        self.charts = {
            "tornado": LiveChart(charts.tornado_chart, height=_TALL),
            "npv_map": LiveChart(charts.npv_map_chart),
            "power_map": LiveChart(charts.power_map_chart),
        }
        self._found: WhatIf | None = None
        self._study: StudyInputs | None = None
        self._layers: Mapping[str, Layers] = {}
        self._currency = POUNDS
        self._tornado_words, self._tornado_table = markup(), markup()
        self._levels_title, self._levels = markup(), markup()
        self._turn, self._turns = markup(), markup()
        self._map_words = {"npv_map": markup(), "power_map": markup()}
        self._chosen = next(iter(STRESS_TITLES))
        self._steps = Steps()
        self._ends, self._wanted_return = ends, wanted_return
        self.layout = Placed([self._one_at_a_time, self._two_at_a_time])

    def prepared(
        self, found: WhatIf, study: StudyInputs, curve: ForwardCurve | None, currency: Currency
    ) -> Mapping[str, Layers]:
        """Return what the charts show of an answer, their kinds drawn; in any thread."""
        tornado, npv, power = found.tornado, found.npv_map, found.power_price_map
        btc_price = study.network.btc_price_usd
        layers: dict[str, Layers] = {
            "tornado": charts.tornado_layers(tornado, found.npv_gbp, currency=currency),
            "npv_map": {}
            if npv is None
            else charts.npv_map_layers(npv, btc_price=btc_price, currency=currency),
            "power_map": {}
            if power is None
            else charts.power_map_layers(power, study, curve, currency=currency),
        }
        for name, chart in self.charts.items():
            chart.prepare(layers[name], **_options(name, found, currency))
        return layers

    def show(
        self,
        found: WhatIf | None,
        study: StudyInputs,
        layers: Mapping[str, Layers],
        currency: Currency,
    ) -> None:
        """Bring everything up to date, each chart as a step of its own."""
        self._found, self._study, self._currency = found, study, currency
        self._layers = layers
        self.layout.visible = found is not None
        if found is None:
            return
        self._tornado_words.object = hint(tornado_sentence(found.tornado, currency))
        self._tornado_table.object = table(
            *tornado_rows(found.tornado, currency), caption="NPV at the ends"
        )
        self._turns.object = table(
            *stress_rows(found.stresses, currency), caption="All bad turns beside each other"
        )
        self._show_turn()
        self._say_maps(found)
        self._steps.begin(in_turn(self._show, self.charts))
        self.layout.place()

    def show_levels(self, found: WhatIf, irr: float | None, currency: Currency) -> None:
        """Show the levels at which the site earns what is wanted."""
        rows = break_even_rows(found.levels, irr, currency)
        self._levels_title.object = screen_title(break_even_title(found.npv_gbp, irr))
        self._levels.object = table(*rows, caption="One thing changed at a time")

    def _one_at_a_time(self) -> list[Any]:
        return [
            markup(screen_title("What matters most")),
            self._tornado_words,
            self.charts["tornado"].pane,
            LazySection("All ends in figures", lambda: [self._tornado_table]),
            LazySection("Change the ends", self._ends.build),
            self._levels_title,
            self._wanted_return(),
            self._levels,
            markup(hint(_LEVELS)),
        ]

    def _two_at_a_time(self) -> list[Any]:
        return [
            markup(screen_title("Two things at once")),
            self._map("npv_map", "What the site is worth"),
            self._map("power_map", "What power a machine can pay for"),
            markup(screen_title("Bad turns") + hint(_TURNS)),
            self._turn_buttons(),
            self._turn,
            self._turns,
        ]

    def _show(self, name: str) -> None:
        found = self._found
        if found is None:
            return
        chart = self.charts[name]
        chart.show(self._layers[name], **_options(name, found, self._currency))
        if name == "tornado":
            charts.name_bars(chart.plot, charts.tornado_ticks(found.tornado))

    def _say_maps(self, found: WhatIf) -> None:
        has_plan = found.npv_map is None or found.npv_map.path == EXPORT_PRICE
        npv = _NPV_MAP_OF_PLAN if has_plan else _NPV_MAP
        self._map_words["npv_map"].object = hint(npv if found.npv_map else _NO_NPV_MAP)
        power = _POWER_MAP_OF_PLAN if has_plan else _POWER_MAP
        self._map_words["power_map"].object = hint(power if found.power_price_map else _NO_COIN)

    def _turn_buttons(self) -> PressRow:
        def choose(key: str) -> None:
            self._chosen = key
            self._show_turn()

        row = PressRow(choose, sizing_mode="stretch_width", margin=(4, 4))
        row.show(STRESS_TITLES)
        return row

    def _show_turn(self) -> None:
        """Say what the chosen bad turn sets and does."""
        found, study = self._found, self._study
        if found is None or study is None:
            return
        one = next((one for one in found.stresses if one.key == self._chosen), None)
        if one is None:
            self._turn.object = ""
            return
        currency = self._currency
        is_met = bool(one.changes) or one.dry_year is not None
        was, now = (formatted("npv_gbp", npv, currency) for npv in (one.npv_today_gbp, one.npv_gbp))
        answer = f"{STRESS_TITLES[one.key]}: the NPV goes from {was} to {now}." if is_met else ""
        self._turn.object = (
            (lead_paragraph(answer, figure="bad-turn") if answer else "")
            + hint(stress_sets(one, study, currency))
            + hint(stress_source(one.key))
        )

    def _map(self, name: str, title: str) -> pn.Column:
        return column(markup(chart_title(title)), self.charts[name].pane, self._map_words[name])


def _options(name: str, found: WhatIf, currency: Currency) -> dict[str, Any]:
    if name == "npv_map" and found.npv_map is not None:
        return {"path": found.npv_map.path, "currency": currency}
    return {"currency": currency}
