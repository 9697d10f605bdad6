"""The entries of the plant: what stands first, and what is rarely changed."""

from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT, line_of
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.app.hydro.entries import (
    field_entries,
    months_entry,
    shown_where,
    words_of,
)
from hydro_mining.economics.hydro import TURBINES, TurbineCurve
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import typed_number
from hydro_mining.models import HydroSection
from hydro_mining.models.water import OWN_CURVE
from hydro_mining.views.hydro_figures import RULES_OF_LAW
from hydro_mining.views.markup import chart_title, hint

FLOWS = ("monthly_flow_m3_s", "flow_m3_s")
_RESIDUALS = {
    "A flow": "flow",
    "A flow by month": "months",
    "The flow of a share of the time": "exceedance",
    "Hands-off flow": "hands_off",
}
_LOSSES = {"A share of the gross head": "fraction", "Friction in a pipe": "penstock"}
_TURBINE_NAMES = {"crossflow": "Cross-flow"}
_UNCHOSEN = "(choose)"
_OWN = {"Own efficiency curve": OWN_CURVE}
_REACTION, _IMPULSE = ("francis", "kaplan", "propeller"), ("pelton", "turgo")
_CURVE_HELP = (
    "Load of a unit and its efficiency, both in per cent, from part load to full: "
    "20:60 40:80 70:90 100:88. Linear between the points; below the first the unit stands."
)
_PER_CENT = 100
_PLANT_HELP = (
    "Left empty, the turbine's minimum is its type's, and power has no other limit than the "
    "turbines."
)


def plant_entries(section: HydroSection) -> list[Any]:
    """Return head, flow, turbines and what stays in the river."""
    water = section.water
    rule = pmui.Select.from_param(water.param.residual_rule, options=_RESIDUALS, **COMPACT)
    entries = [
        *field_entries(section, water, "gross_head_m", "design_flow_m3_s"),
        _turbine(section),
        *shown_where(water, "turbine", OWN_CURVE, entries=[_curve(section)]),
        *field_entries(section, water, "units"),
        rule,
        *_residual_entries(section),
    ]
    return [markup(chart_title("Plant")), line_of(entries), markup(hint(RULES_OF_LAW))]


def more_of_the_plant(section: HydroSection) -> list[Any]:
    """Return what has a usual value; what belongs to flow is seen where flow is entered."""
    water = section.water
    has_flow = water.param.source.rx().rx.in_(FLOWS)
    loss = pmui.Select.from_param(water.param.loss_rule, options=_LOSSES, **COMPACT)
    share = field_entries(section, water, "head_loss_fraction")
    pipe = field_entries(
        section, water, "diameter_m", "length_m", "roughness_mm", "local_loss_factor"
    )
    coefficient = field_entries(section, water, "turbine_coefficient")
    jets = field_entries(section, water, "jets")
    of_flow = [
        loss,
        *shown_where(water, "loss_rule", "fraction", entries=share),
        *shown_where(water, "loss_rule", "penstock", entries=pipe),
        *field_entries(section, water, "flow_scale", "minimum_flow_fraction"),
        *shown_where(water, "turbine", *_REACTION, entries=coefficient),
        *shown_where(water, "turbine", *_IMPULSE, entries=jets),
        *field_entries(section, water, "generator_efficiency"),
    ]
    return [
        markup(hint(_PLANT_HELP)),
        column(line_of(of_flow), visible=has_flow),
        line_of(field_entries(section, water, "outage_fraction", "capacity_kw")),
    ]


def _residual_entries(section: HydroSection) -> list[Any]:
    water = section.water
    by_rule = {
        "flow": field_entries(section, water, "residual_flow_m3_s"),
        "months": [_residual_months(section)],
        "exceedance": field_entries(section, water, "exceedance"),
        "hands_off": field_entries(section, water, "hands_off", "share_above"),
    }
    return [
        entry
        for rule, entries in by_rule.items()
        for entry in shown_where(water, "residual_rule", rule, entries=entries)
    ]


def _residual_months(section: HydroSection) -> Any:
    entry = months_entry(section, section.water, "residual_monthly", told_as="residual_flow_m3_s")
    return entry.widget


def _turbine(section: HydroSection) -> Any:
    water = section.water
    names = {_TURBINE_NAMES.get(kind, kind.capitalize()): kind for kind in TURBINES} | _OWN
    select = pmui.Select(
        label="Turbine",
        description="Efficiencies of a type are RETScreen's textbook correlations.",
        options={},
        **COMPACT,
    )

    def follow(*_: Any) -> None:
        held = water.turbine
        unchosen = {} if held else {_UNCHOSEN: _UNCHOSEN}
        select.param.update(options=unchosen | names, value=held or _UNCHOSEN)

    def chosen(event: param.parameterized.Event) -> None:
        if event.new not in (None, _UNCHOSEN, water.turbine):
            section.enter(water, "turbine", event.new)

    follow()
    water.param.watch(follow, "turbine")
    select.param.watch(chosen, "value")
    return select


def _curve(section: HydroSection) -> Any:
    return TextEntry(
        section,
        section.water,
        "turbine_curve",
        parsed=_parsed,
        written=_written,
        label="Efficiency by load [% : %]",
        description=_CURVE_HELP,
        placeholder="20:60 40:80 70:90 100:88",
    ).widget


def _parsed(text: str) -> TurbineCurve | None:
    """Return the curve of pairs in per cent, None of an empty text."""
    words = words_of(text)
    if not words:
        return None
    pairs = [[typed_number(part) for part in word.split(":")] for word in words]
    for word, pair in zip(words, pairs, strict=True):
        if len(pair) != len(("load", "efficiency")) or None in pair:
            raise InputError("Efficiency", "pairs in per cent such as 20:60 50:85 100:88", word)
    load, efficiency = zip(*pairs, strict=True)
    return TurbineCurve(load=_fractions(load), efficiency=_fractions(efficiency))


def _fractions(percents: tuple[Any, ...]) -> tuple[float, ...]:
    return tuple(percent / _PER_CENT for percent in percents)


def _written(curve: TurbineCurve | None) -> str:
    if curve is None:
        return ""
    points = zip(curve.load, curve.efficiency, strict=True)
    return " ".join(f"{_PER_CENT * load:g}:{_PER_CENT * eta:g}" for load, eta in points)
