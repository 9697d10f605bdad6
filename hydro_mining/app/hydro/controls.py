"""The entries of the Hydro screen: water, plant, grid and machines."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from panel.viewable import Viewer

from hydro_mining.app.components.blocks import COMPACT, LazySection, markup
from hydro_mining.app.components.field import Field
from hydro_mining.app.hydro.entries import field_entries, line_of, months_entry, shown_where
from hydro_mining.app.hydro.plant import FLOWS, more_of_the_plant, plant_entries
from hydro_mining.app.hydro.water_file import WaterFile
from hydro_mining.imports.bundled import load_profiles
from hydro_mining.models import HydroSection
from hydro_mining.models.hydro import NO_WATER, typical_power_kw
from hydro_mining.quantities import amounts_in
from hydro_mining.views.markup import chart_title, hint

__all__ = ["HydroControls"]

_SOURCES = {
    "No water of its own: the site's average power": NO_WATER,
    "River flow by month": "monthly_flow_m3_s",
    "River flow from a file": "flow_m3_s",
    "Power by month": "monthly_power_kw",
    "Power from a file": "power_kw",
}
_PRICES = {
    "The study's power price": "study",
    "One price": "number",
    "By month": "months",
    "A price file of Dispatch": "series",
}
_TYPICAL = "Or the site's average power in the shape of a typical year, which is illustrative:"
_PRICE_FILE = (
    "A price file is loaded once: upload it on Dispatch and press “Use these prices for the plan”. "
    "Without an export limit the grid takes everything."
)
_PAYMENTS = (
    "Payments beside the price: for what is generated, or deemed export, a share of generation "
    "that is paid whatever is done with it. Left empty, export is metered."
)
_DILUTION = (
    "Machines that join the network lower what each of them earns, by their share of it. Switched "
    "off, the plan leaves that out."
)


class HydroControls(Viewer):
    """Entries over the section; only those of the source in use are seen.

    ``day_of_rate`` tells of which day the page's rate of a currency is.
    """

    section = param.ClassSelector(class_=HydroSection, constant=True)

    def __init__(
        self, section: HydroSection, *, day_of_rate: Callable[[str], dt.date | None]
    ) -> None:
        super().__init__(section=section)
        self._day_of_rate = day_of_rate
        self.layout = pn.Column(
            markup(chart_title("Water")),
            *self._water(),
            markup(chart_title("Plant"), visible=section.water.param.source.rx().rx.in_(FLOWS)),
            *plant_entries(section),
            self._of_water("More of the plant", lambda: more_of_the_plant(section)),
            markup(chart_title("Grid")),
            *self._grid(),
            LazySection("Other payments of the grid", self._more_of_the_grid),
            LazySection("The machines' own share of the network", self._machines),
            sizing_mode="stretch_width",
            margin=0,
        )

    def __panel__(self) -> Any:
        """Return what stands in the page."""
        return self.layout

    def _of_water(self, title: str, build: Callable[[], list[Any]]) -> Any:
        """Return a section that is there where the study has water of its own."""
        made = LazySection(title, build)
        made.layout.visible = self.section.water.param.source.rx() != NO_WATER
        return made

    def _water(self) -> list[Any]:
        water = self.section.water
        months = [
            entry
            for name in ("monthly_flow_m3_s", "monthly_power_kw")
            for entry in shown_where(
                water, "source", name, entries=[months_entry(self.section, water, name)]
            )
        ]
        source = pmui.Select.from_param(water.param.source, options=_SOURCES, **COMPACT)
        return [line_of([source, *months], px=320), self._typical(), WaterFile(self.section)]

    def _typical(self) -> Any:
        profiles = {preset.profile.name: preset.profile for preset in load_profiles()}
        names = list(profiles)
        select = pmui.Select(label="Typical year", options=names, value=names[1], **COMPACT)

        def use(_: Any) -> None:
            power = typical_power_kw(self.section.study.settings.site, profiles[select.value])
            with self.section.together():
                self.section.enter(self.section.water, "monthly_power_kw", power)
                self.section.enter(self.section.water, "source", "monthly_power_kw")

        button = pmui.Button(
            label="Use this typical year", variant="outlined", size="small", on_click=use
        )
        remark = markup(hint(_TYPICAL), sizing_mode=None, width=290)
        select.param.update(sizing_mode=None, width=260)
        return pn.FlexBox(remark, select, button, align_items="center", sizing_mode="stretch_width")

    def _grid(self) -> list[Any]:
        section, grid = self.section, self.section.grid
        price = Field(section, grid, "export_price_gbp_per_mwh")
        price.show_in(amounts_in(grid.currency))
        grid.param.watch(lambda event: price.show_in(amounts_in(event.new)), "currency")
        months = months_entry(section, grid, "monthly_prices", told_as="export_price_gbp_per_mwh")
        entries = [
            pmui.Select.from_param(grid.param.price_source, options=_PRICES, **COMPACT),
            *shown_where(grid, "price_source", "number", entries=[price.entry]),
            *shown_where(grid, "price_source", "months", entries=[months]),
            *shown_where(grid, "price_source", "number", "months", entries=[self._currency()]),
            *field_entries(section, grid, "export_limit_kw"),
        ]
        return [line_of(entries), markup(hint(_PRICE_FILE))]

    def _currency(self) -> Any:
        """Return the select of what typed prices are in; it brings the rate of the page."""
        section, grid = self.section, self.section.grid
        select = pmui.Select(label="Prices are in", options=[], **COMPACT)

        def rates() -> dict[str, float]:
            study = section.study
            return {"GBP": 1.0} | study.catalogue.gbp_per(study.settings.network.usd_to_gbp)

        def follow(*_: Any) -> None:
            options = list(dict.fromkeys([*rates(), grid.currency]))
            select.param.update(options=options, value=grid.currency)

        def chosen(event: param.parameterized.Event) -> None:
            if event.new in rates() and event.new != grid.currency:
                rate, day = rates()[event.new], self._day_of_rate(event.new)
                with section.together():
                    grid.param.update(currency=event.new, rate_to_gbp=rate, rate_as_of=day)

        follow()
        grid.param.watch(follow, "currency")
        select.param.watch(chosen, "value")
        return select

    def _more_of_the_grid(self) -> list[Any]:
        section, grid = self.section, self.section.grid
        kept = grid.param.generation_payment_kept_when_mining
        names = ("generation_payment_gbp_per_mwh", "deemed_export_fraction")
        entries = [
            *field_entries(section, grid, *names),
            pmui.Switch.from_param(kept, margin=(14, 8)),
        ]
        return [markup(hint(_PAYMENTS)), line_of(entries)]

    def _machines(self) -> list[Any]:
        dilute = self.section.study.plan.param.dilute
        return [markup(hint(_DILUTION)), pmui.Switch.from_param(dilute, margin=(6, 12))]
