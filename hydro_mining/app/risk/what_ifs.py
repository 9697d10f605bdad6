"""What changes of one or two inputs do: the tornado, break-even levels, two maps, bad turns."""

from typing import Any

import panel as pn
import panel_material_ui as pmui
from panel.viewable import Viewer

from hydro_mining.app.components.blocks import LazySection, markup
from hydro_mining.app.risk.ends import EndsEditor
from hydro_mining.app.risk.requests import WhatIf
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.quantities import POUNDS, Currency, formatted
from hydro_mining.views import what_if_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import chart_title, hint, lead_paragraph, screen_title, table
from hydro_mining.views.risk_sources import (
    STRESS_TITLES,
    stress_rows,
    stress_sets,
    stress_source,
)
from hydro_mining.views.risk_words import break_even_rows, tornado_rows, tornado_sentence

__all__ = ["WhatIfPart"]

_NPV_MAP = (
    "Blue earns more than the discount rate asks, red less; on the black line the NPV is 0. The "
    "black dot is your site today. Machines and their number stay the same."
)
_POWER_MAP = (
    "In blue a machine's coin pays your power price, in red it does not; the black line is "
    "where it just does. The black dot is your machine today, the amber one after the next "
    "halving, if price and difficulty stayed. Capital is not counted here."
)
_LEVELS = (
    "Each is changed alone in the base case, with the machines and their number as they are. "
    "Leave the wanted return empty for an NPV of 0 at your discount rate."
)
_TURNS = "Press one to see what it sets and where it comes from."
_TALL = 460


class WhatIfPart(Viewer):
    """Shows one answer about changed inputs; nothing without."""

    def __init__(self, ends: EndsEditor, wanted_return: Any) -> None:
        super().__init__()
        self.charts = {
            "tornado": LiveChart(charts.tornado_chart, height=_TALL),
            "npv_map": LiveChart(charts.npv_map_chart),
            "power_map": LiveChart(charts.power_map_chart),
        }
        self._found: WhatIf | None = None
        self._study: StudyInputs | None = None
        self._currency = POUNDS
        self._tornado_words, self._tornado_table = markup(), markup()
        self._levels, self._turn, self._turns = markup(), markup(), markup()
        self._chosen = next(iter(STRESS_TITLES))
        choice = pn.FlexBox(*map(self._button, STRESS_TITLES), sizing_mode="stretch_width")
        self._parts = [
            markup(screen_title("What matters most")),
            self._tornado_words,
            self.charts["tornado"].pane,
            LazySection("All ends in figures", lambda: [self._tornado_table]),
            LazySection("Change the ends", ends.build),
            markup(screen_title("What would it take")),
            wanted_return,
            self._levels,
            markup(hint(_LEVELS)),
            markup(screen_title("Two things at once")),
            *self._map("npv_map", "What the site is worth", _NPV_MAP),
            *self._map("power_map", "What power a machine can pay for", _POWER_MAP),
            markup(screen_title("Bad turns")),
            markup(hint(_TURNS)),
            choice,
            self._turn,
            self._turns,
        ]
        self.layout = pn.Column(sizing_mode="stretch_width", margin=0)

    def __panel__(self) -> Any:
        """Return what stands in the page."""
        return self.layout

    def show(self, found: WhatIf | None, study: StudyInputs, currency: Currency) -> None:
        """Bring everything up to date, each chart on a turn of the server of its own."""
        self._found, self._study, self._currency = found, study, currency
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
        maps = self._show_npv_map, self._show_power_map
        for draw in (self._show_tornado, *maps, self._place):
            pn.state.execute(draw, schedule=True)

    def show_levels(self, found: WhatIf, irr: float | None, currency: Currency) -> None:
        """Show the levels at which the site earns what is wanted."""
        rows = break_even_rows(found.levels, irr, currency)
        self._levels.object = table(*rows, caption="What would make it pay")

    def _place(self) -> None:
        # A figure that comes into a page which is just being laid out may keep no width there.
        if not self.layout.objects:
            self.layout[:] = self._parts

    def _show_tornado(self) -> None:
        found, currency = self._found, self._currency
        if found is None:
            return
        chart = self.charts["tornado"]
        layers = charts.tornado_layers(found.tornado, found.npv_gbp, currency=currency)
        chart.show(layers, currency=currency)
        charts.name_bars(chart.figure, charts.tornado_ticks(found.tornado))

    def _show_npv_map(self) -> None:
        found, study = self._found, self._study
        if found is None or study is None:
            return
        drawn = found.npv_map
        if drawn is None:
            self.charts["npv_map"].show({})
            return
        layers = charts.npv_map_layers(
            drawn, btc_price=study.network.btc_price_usd, currency=self._currency
        )
        self.charts["npv_map"].show(layers, path=drawn.path, currency=self._currency)

    def _show_power_map(self) -> None:
        found = self._found
        if found is None:
            return
        if found.power_price_map is None:
            self.charts["power_map"].show({})
            return
        layers = charts.power_map_layers(found.power_price_map, currency=self._currency)
        self.charts["power_map"].show(layers, currency=self._currency)

    def _button(self, key: str) -> pmui.Button:
        def choose(_: Any) -> None:
            self._chosen = key
            self._show_turn()

        title = STRESS_TITLES[key]
        return pmui.Button(
            label=title, variant="outlined", size="small", margin=(4, 4), on_click=choose
        )

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

    def _map(self, name: str, title: str, words: str) -> list[Any]:
        return [markup(chart_title(title)), self.charts[name].pane, markup(hint(words))]
