"""The controls of the Growth screen: its point, its reading, its coefficients and its table."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.field import Field, quick
from hydro_mining.app.components.parts import DOWNLOAD_ICON, markup
from hydro_mining.economics import Evaluation
from hydro_mining.economics.growth import GROWTH_METRICS, READINGS, Multiplier
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_growth_table
from hydro_mining.imports.growth_table import read_growth_table, write_growth_table
from hydro_mining.models import GrowthChoice
from hydro_mining.quantities import DOLLARS, Currency, label
from hydro_mining.views.markup import hint, notice

__all__ = ["GrowthControls"]

_DOLLARS = "USD (table's)"
_MULTIPLIERS = {
    "cost": "Costs, investment and taxes",
    "revenue": "Gross revenue",
    "profit": "Net profit (published reading only)",
    "btc": "Bitcoin mined (published reading only)",
}
_FORMULA = (
    "Each multiplier is: square root × √MW + logarithm × ln(slope × MW + 1) + constant. The "
    "published reading uses it as it stands; the consistent one divides it by its value at 1 MW."
)


class GrowthControls:
    """Widgets over a choice; ``redraw`` is called for what is no part of it."""

    def __init__(self, choice: GrowthChoice, redraw: Callable[[], None]) -> None:
        self._choice, self._following = choice, False
        self._year = self._year_slider()
        self._power = Field(choice, choice, "growth_power_mw", slider=True)
        self._scenario = _select("Scenario", [])
        self._reading = _select(
            "Reading", {r.capitalize(): r for r in READINGS}, value=choice.reading
        )
        self._money = _select("Money here in", [_DOLLARS], value=_DOLLARS)
        names = {label(name): name for name in GROWTH_METRICS}
        self.metric_select = _select("Drawn over power", names, value=choice.metric)
        self._redraw = redraw
        self._message, self._table_message = markup(), markup()
        self._scenario.param.watch(lambda event: self._set("scenario", event.new), "value")
        self._reading.param.watch(lambda event: self._set("reading", event.new), "value")
        self._money.param.watch(lambda event: self._show_money(event.new == _DOLLARS), "value")
        self.metric_select.param.watch(lambda event: self._draw_metric(event.new), "value")
        choice.param.watch(lambda *_: self._show_year(), ["year", "table"])
        wide, narrow = ({"flex": f"1 1 {px}px", "min-width": f"{px}px"} for px in (250, 150))
        self.layout = pn.FlexBox(
            pn.Column(self._year, styles=wide),
            pn.Column(*self._power.parts, styles=wide),
            *(
                pn.Column(select, styles=narrow)
                for select in (self._scenario, self._reading, self._money)
            ),
            sizing_mode="stretch_width",
            margin=(0, 6),
        )

    @property
    def metric(self) -> str:
        """The quantity that is drawn over power."""
        return self._choice.metric

    @property
    def is_in_dollars(self) -> bool:
        """Whether money is shown as the table has it."""
        return self._choice.in_dollars

    def _show_money(self, in_dollars: bool) -> None:  # noqa: FBT001 - a switch's value
        if not self._following and self._money.value is not None:
            self._choice.in_dollars = in_dollars
            self._redraw()

    def _draw_metric(self, metric: str | None) -> None:
        if metric is not None:
            self._choice.metric = metric
            self._redraw()

    def follow(self, result: Evaluation, currency: Currency) -> None:
        """Offer the study's scenarios, and the currency of the other screens."""
        self._following = True
        try:
            names = [scenario.name for scenario in result.study.scenarios]
            chosen = self._choice.scenario if self._choice.scenario in names else names[0]
            if names != self._scenario.options or chosen != self._scenario.value:
                self._scenario.param.update(options=names, value=chosen)
            other = f"{currency.code} (page's)"
            offered = [_DOLLARS] if currency.code == DOLLARS.code else [_DOLLARS, other]
            if self._money.options != offered:
                value = _DOLLARS if self.is_in_dollars else offered[-1]
                self._money.param.update(options=offered, value=value)
        finally:
            self._following = False

    def coefficients(self) -> list[Any]:
        """Return the entries of the multipliers' coefficients."""
        reset = pmui.Button(
            label="Back to the published coefficients", variant="outlined", size="small"
        )
        reset.on_click(lambda _: self._choice.reset_coefficients())
        return [
            markup(hint(_FORMULA)),
            *(self._multiplier(name, title) for name, title in _MULTIPLIERS.items()),
            reset,
        ]

    def own_table(self) -> list[Any]:
        """Return what replaces the yearly table: upload, download and the way back."""
        upload = pn.widgets.FileInput(accept=".csv,.txt,.tsv", multiple=False, margin=(10, 6))
        upload.param.watch(self._uploaded, "value")
        download = pmui.FileDownload(
            callback=lambda: io.StringIO(write_growth_table(self._choice.table)),
            filename="growth_table.csv",
            label="Download the table in use",
            icon=DOWNLOAD_ICON,
            variant="text",
            size="small",
            width=250,
        )
        back = pmui.Button(label="Back to the built-in table", variant="outlined", size="small")
        back.on_click(lambda _: self._take_built_in())
        return [
            markup(
                hint(
                    "A CSV with a row a year and figures for 1 MW in US dollars: year, btc_price, "
                    "btc_per_mw, gross_rev, energy_cost, opex, capex_amort, tot_costs, capex_tot, "
                    "taxes, net_profits. Revenue, coin, total costs and net profit are derived "
                    "where they are missing."
                )
            ),
            pn.FlexBox(upload, download, back, align_items="center"),
            self._table_message,
        ]

    def _year_slider(self) -> Any:
        years = self._choice.table.year
        slider = pmui.IntSlider(
            label="Year",
            start=years[0],
            end=max(years[-1], years[0] + 1),
            step=1,
            value=self._choice.year,
            format="0",
            size="small",
            sizing_mode="stretch_width",
            margin=(14, 10, 6, 10),
        )
        quick(slider)
        slider.param.watch(lambda event: self._set("year", event.new), "value")
        return slider

    def _show_year(self) -> None:
        years = self._choice.table.year
        self._following = True
        try:
            self._year.param.update(
                start=years[0],
                end=max(years[-1], years[0] + 1),
                value=self._choice.year,
                disabled=len(years) == 1,
            )
        finally:
            self._following = False

    def _set(self, name: str, value: Any) -> None:
        if not self._following and value is not None:
            setattr(self._choice, name, value)

    def _multiplier(self, name: str, title: str) -> Any:
        group = self._choice.coefficients[name]
        fields = [Field(self._choice, group, term) for term in Multiplier.__slots__]
        for field in fields:
            field.entry.param.update(sizing_mode=None, width=190)
        return pn.Column(
            markup(f'<h3 class="hm-chart-title">{title}</h3>', margin=(6, 4, 0, 4)),
            pn.FlexBox(*(field.entry for field in fields), sizing_mode="stretch_width"),
            sizing_mode="stretch_width",
        )

    def _uploaded(self, event: param.parameterized.Event) -> None:
        if event.new is None:
            return
        try:
            read = read_growth_table(event.new)
        except InputError as error:
            self._say([f"Not taken, the table is as before: {error}."], tone="warn")
        else:
            self._choice.replace_table(read.table)
            self._say(read.report.sentences(), tone="info")
        event.obj.value = None  # so that the same file can be uploaded again

    def _take_built_in(self) -> None:
        self._choice.replace_table(bundled_growth_table())
        self._say(["The built-in table is in use."], tone="info")

    def _say(self, sentences: Sequence[str], *, tone: str) -> None:
        self._table_message.object = notice(sentences, tone=tone)


def _select(name: str, options: Any, *, value: Any = None) -> Any:
    return pmui.Select(
        label=name,
        options=options,
        value=value,
        size="small",
        sizing_mode="stretch_width",
        max_width=260,
        margin=(10, 8, 4, 8),
    )
