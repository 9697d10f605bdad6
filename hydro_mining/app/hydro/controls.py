"""The entries of the Hydro screen: water, plant, grid and machines."""

from collections.abc import Callable
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT, LazySection, line_of, small_button
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.money_field import MoneyField
from hydro_mining.app.hydro.entries import built_when, field_entries, months_entry, shown_where
from hydro_mining.app.hydro.grid_prices import GridPrice, monthly_prices
from hydro_mining.app.hydro.plant import FLOWS, more_of_the_plant, plant_entries
from hydro_mining.app.hydro.water_file import WaterFile
from hydro_mining.imports.bundled import load_profiles
from hydro_mining.models import Case, HydroSection
from hydro_mining.models.hydro import typical_power_kw
from hydro_mining.models.water import NO_WATER
from hydro_mining.views.markup import chart_title, hint

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


class HydroControls(WithLayout):
    """Entries over the section; only those of the source in use are seen."""

    case = param.ClassSelector(class_=Case, constant=True)
    section = param.ClassSelector(class_=HydroSection, constant=True)

    def __init__(self, case: Case, section: HydroSection) -> None:
        super().__init__(case=case, section=section)
        self.layout = column(
            markup(chart_title("Water")),
            *self._water(),
            built_when(
                section.water.param.source.rx().rx.in_(FLOWS), lambda: plant_entries(section)
            ),
            self._of_water("More of the plant", lambda: more_of_the_plant(section)),
            markup(chart_title("Grid")),
            *self._grid(),
            LazySection("Other payments of the grid", self._more_of_the_grid),
            LazySection("The machines' own share of the network", self._machines),
        )

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
                water, "source", name, entries=[months_entry(self.section, water, name).widget]
            )
        ]
        source = pmui.Select.from_param(water.param.source, options=_SOURCES, **COMPACT)
        return [line_of([source, *months], px=320), self._typical(), WaterFile(self.section)]

    def _typical(self) -> Any:
        profiles = {preset.profile.name: preset.profile for preset in load_profiles()}
        names = list(profiles)
        select = pmui.Select(
            label="Typical year",
            description="How the year's power spreads over its months.",
            options=names,
            value=names[1],
            **COMPACT,
        )

        def use() -> None:
            power = typical_power_kw(self.section.study.settings.site, profiles[select.value])
            with self.section.together():
                self.section.enter(self.section.water, "monthly_power_kw", power)
                self.section.enter(self.section.water, "source", "monthly_power_kw")

        button = small_button("Use this typical year", use)
        remark = markup(hint(_TYPICAL), sizing_mode=None, width=290)
        select.param.update(sizing_mode=None, width=260)
        return flow(remark, select, button, align_items="center")

    def _grid(self) -> list[Any]:
        section, grid = self.section, self.section.grid
        price, months = GridPrice(self.case, section), monthly_prices(self.case, section)
        entries = [
            pmui.Select.from_param(grid.param.price_source, options=_PRICES, **COMPACT),
            *shown_where(grid, "price_source", "number", entries=[price.entry]),
            *shown_where(grid, "price_source", "months", entries=[months]),
            *field_entries(section, grid, "export_limit_kw"),
        ]
        return [line_of(entries), markup(hint(_PRICE_FILE))]

    def _more_of_the_grid(self) -> list[Any]:
        section, grid = self.section, self.section.grid
        kept = grid.param.generation_payment_kept_when_mining
        payment = MoneyField(self.case, section, grid, "generation_payment_gbp_per_mwh")
        entries = [
            payment.entry,
            *field_entries(section, grid, "deemed_export_fraction"),
            pmui.Switch.from_param(kept, margin=(14, 8)),
        ]
        return [markup(hint(_PAYMENTS)), line_of(entries)]

    def _machines(self) -> list[Any]:
        dilute = self.section.study.plan.param.dilute
        return [markup(hint(_DILUTION)), pmui.Switch.from_param(dilute, margin=(6, 12))]
