"""The entries of the Hydro screen: water, plant and grid."""

import re
from collections.abc import Iterable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from panel.viewable import Viewer

from hydro_mining.app.components.blocks import COMPACT, LazySection, markup
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.app.hydro.water_file import WaterFile
from hydro_mining.economics.hydro import TURBINES
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import load_profiles
from hydro_mining.imports.tables import typed_number
from hydro_mining.models import HydroSection
from hydro_mining.models.hydro import NO_WATER, typical_power_kw
from hydro_mining.quantities import amounts_in
from hydro_mining.views.hydro_figures import RULES_OF_LAW
from hydro_mining.views.markup import chart_title, hint

__all__ = ["HydroControls"]

_SOURCES = {
    "No water of its own: the site's average power": NO_WATER,
    "River flow by month": "monthly_flow_m3_s",
    "River flow from a file": "flow_m3_s",
    "Power by month": "monthly_power_kw",
    "Power from a file": "power_kw",
}
_FLOWS = ("monthly_flow_m3_s", "flow_m3_s")
_PRICES = {
    "The study's power price": "study",
    "One price": "number",
    "By month": "months",
    "A price file of Dispatch": "series",
}
_RESIDUALS = {
    "A flow": "flow",
    "A flow by month": "months",
    "The flow of a share of the time": "exceedance",
    "Hands-off flow": "hands_off",
}
_TURBINE_NAMES = {"crossflow": "Cross-flow"}
_UNCHOSEN, _CURVE = "(choose)", "(own curve)"
_MORE = (
    "flow_scale",
    "head_loss_fraction",
    "minimum_flow_fraction",
    "generator_efficiency",
    "outage_fraction",
    "capacity_kw",
    "turbine_coefficient",
    "jets",
)
_TYPICAL = "Or the site's average power in the shape of a typical year, which is illustrative:"
_PRICE_FILE = (
    "A price file is loaded once: upload it on Dispatch and press “Use these prices for the plan”."
)
_EMPTY = (
    "Left empty, the turbine's minimum is its type's, power has no other limit than the turbines, "
    "and the grid takes everything."
)
_BETWEEN = re.compile(r"[;,\s]+")
_MONTHS = 12


class HydroControls(Viewer):
    """Entries over the section; only those of the source in use are seen."""

    section = param.ClassSelector(class_=HydroSection, constant=True)

    def __init__(self, section: HydroSection) -> None:
        super().__init__(section=section)
        self.layout = pn.Column(
            markup(chart_title("Water")),
            *self._water(),
            markup(chart_title("Plant"), visible=self._has_flow()),
            *self._plant(),
            LazySection("More of the plant", self._more),
            markup(chart_title("Grid")),
            *self._grid(),
            sizing_mode="stretch_width",
            margin=0,
        )

    def __panel__(self) -> Any:
        """Return what stands in the page."""
        return self.layout

    def _water(self) -> list[Any]:
        water = self.section.water
        months = [self._months(water, name) for name in ("monthly_flow_m3_s", "monthly_power_kw")]
        for entry, name in zip(months, ("monthly_flow_m3_s", "monthly_power_kw"), strict=True):
            entry.visible = water.param.source.rx() == name
        source = pmui.Select.from_param(water.param.source, options=_SOURCES, **COMPACT)
        return [_line([source, *months], px=320), self._typical(), WaterFile(self.section)]

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

    def _plant(self) -> list[Any]:
        water, has_flow = self.section.water, self._has_flow()
        rule = pmui.Select.from_param(water.param.residual_rule, options=_RESIDUALS, **COMPACT)
        entries = [
            *self._entries(water, ["gross_head_m", "design_flow_m3_s"]),
            self._turbine(),
            *self._entries(water, ["units"]),
            rule,
            *self._residual_entries(),
        ]
        return [
            pn.Column(_line(entries), sizing_mode="stretch_width", margin=0, visible=has_flow),
            markup(hint(RULES_OF_LAW), visible=has_flow),
        ]

    def _residual_entries(self) -> list[Any]:
        water = self.section.water
        by_rule = {
            "flow": self._entries(water, ["residual_flow_m3_s"]),
            "months": [self._months(water, "residual_monthly", told_as="residual_flow_m3_s")],
            "exceedance": self._entries(water, ["exceedance"]),
            "hands_off": self._entries(water, ["hands_off", "share_above"]),
        }
        for rule, entries in by_rule.items():
            for entry in entries:
                entry.visible = water.param.residual_rule.rx() == rule
        return [entry for entries in by_rule.values() for entry in entries]

    def _more(self) -> list[Any]:
        return [markup(hint(_EMPTY)), _line(self._entries(self.section.water, _MORE))]

    def _grid(self) -> list[Any]:
        grid = self.section.grid
        (price,) = fields = [Field(self.section, grid, "export_price_gbp_per_mwh")]
        months = self._months(grid, "monthly_prices", told_as="export_price_gbp_per_mwh")
        price.entry.visible = grid.param.price_source.rx() == "number"
        months.visible = grid.param.price_source.rx() == "months"
        fields[0].show_in(amounts_in(grid.currency))
        grid.param.watch(lambda event: price.show_in(amounts_in(event.new)), "currency")
        names = ["export_limit_kw", "generation_payment_gbp_per_mwh", "deemed_export_fraction"]
        kept = grid.param.generation_payment_kept_when_mining
        entries = [
            pmui.Select.from_param(grid.param.price_source, options=_PRICES, **COMPACT),
            price.entry,
            months,
            *self._entries(grid, names),
            pmui.Switch.from_param(kept, margin=(14, 8)),
        ]
        return [_line(entries), markup(hint(_PRICE_FILE))]

    def _has_flow(self) -> Any:
        return self.section.water.param.source.rx().rx.in_(_FLOWS)

    def _entries(self, group: param.Parameterized, names: Iterable[str]) -> list[Any]:
        return [Field(self.section, group, name).entry for name in names]

    def _months(self, group: param.Parameterized, name: str, *, told_as: str | None = None) -> Any:
        widget = pmui.TextInput(
            label=group.param[name].label,
            description="Twelve means from January on, with spaces or commas between them.",
            placeholder="twelve numbers from January on",
            **COMPACT,
        )
        entry = TextEntry(
            self.section,
            group,
            name,
            widget=widget,
            parsed=_twelve,
            written=lambda values: "" if values is None else " ".join(f"{v:g}" for v in values),
            told_as=told_as,
        )
        return entry.widget

    def _turbine(self) -> Any:
        water, section = self.section.water, self.section
        names = {_TURBINE_NAMES.get(kind, kind.capitalize()): kind for kind in TURBINES}
        select = pmui.Select(label="Turbine", options={}, **COMPACT)

        def follow(*_: Any) -> None:
            held = water.turbine
            value = _UNCHOSEN if held is None else held if isinstance(held, str) else _CURVE
            special = {} if value in TURBINES else {value.strip("()").capitalize(): value}
            select.param.update(options={**special, **names}, value=value)

        def chosen(event: param.parameterized.Event) -> None:
            if event.new in TURBINES and event.new != water.turbine:
                section.enter(water, "turbine", event.new)

        follow()
        water.param.watch(follow, "turbine")
        select.param.watch(chosen, "value")
        return select


def _twelve(text: str) -> tuple[float, ...] | None:
    """Return twelve numbers of a text, None of an empty one."""
    words = [word for word in _BETWEEN.split(text) if word]
    if not words:
        return None
    numbers = [typed_number(word) for word in words]
    known = tuple(number for number in numbers if number is not None)
    if len(words) != _MONTHS or len(known) != _MONTHS:
        raise InputError("Months", "twelve numbers from January on", f"{len(words)} words")
    return known


def _line(widgets: Iterable[Any], *, px: int = 180) -> Any:
    """Return entries beside each other where they find room."""
    styles = {"flex": f"1 1 {px}px", "min-width": "160px"}
    return pn.FlexBox(
        *(pn.Column(one, styles=styles, visible=one.param.visible) for one in widgets),
        sizing_mode="stretch_width",
    )
