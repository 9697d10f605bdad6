"""The sidebar: an example to start from, the site, the money and the network."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.controls import Field
from hydro_mining.app.pieces import LazySection, markup
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.models import Study
from hydro_mining.views.markup import plain

__all__ = ["sidebar"]

_SITE = ("site_power_kw", "load_factor", "power_price_gbp_per_kwh", "overhead_fraction")
_MONEY = (
    "years",
    "discount_rate_per_year",
    "other_capex_gbp",
    "other_opex_gbp_per_year",
    "pool_fee_fraction",
    "residual_value_fraction",
)
_NETWORK = (
    "btc_price_usd",
    "difficulty",
    "block_height",
    "fees_btc_per_block",
    "usd_to_gbp",
)


def sidebar(study: Study, presets: Sequence[SitePreset]) -> list[Any]:
    """Return the sidebar's items, from the most to the least often used."""
    return [
        *_example(study, presets),
        markup('<h2 class="hm-title">Your site</h2>', margin=(12, 4, 0, 4)),
        *(part for name in _SITE for part in Field(study, study.site, name, slider=True).parts),
        LazySection("Money", lambda: _money(study)).layout,
        LazySection("Network and exchange rate", lambda: _network(study)).layout,
    ]


def _example(study: Study, presets: Sequence[SitePreset]) -> list[Any]:
    by_name = {preset.name: preset for preset in presets}
    select = pmui.Select(
        label="Start from an example",
        options=list(by_name),
        value=presets[0].name,
        size="small",
        sizing_mode="stretch_width",
        margin=(8, 4, 2, 4),
    )
    sentence = markup(_hint(presets[0].sentence), margin=(0, 4))

    def apply(event: param.parameterized.Event) -> None:
        preset = by_name[event.new]
        study.apply(preset.values)
        sentence.object = _hint(preset.sentence)

    select.param.watch(apply, "value")
    return [select, sentence]


def _hint(sentence: str) -> str:
    return f'<p class="hm-hint">{sentence}</p>'


def _money(study: Study) -> list[Any]:
    fields = [Field(study, study.finance, name).entry for name in _MONEY]
    switch = pmui.Switch(
        label=study.finance.param.switch_off_when_unprofitable.label,
        value=study.finance.switch_off_when_unprofitable,
        margin=(6, 8),
    )
    switch.param.watch(
        lambda event: study.enter(study.finance, "switch_off_when_unprofitable", event.new), "value"
    )
    return [*fields, _start_date(study), switch]


def _start_date(study: Study) -> Any:
    picker = pmui.DatePicker(
        label="Go-live",
        value=study.finance.start_date,
        clearable=True,
        size="small",
        sizing_mode="stretch_width",
        margin=(10, 4, 2, 4),
    )
    picker.description = "First day of mining; empty is the day of the network figures."
    message = markup(margin=(0, 4))

    def enter(event: param.parameterized.Event) -> None:
        day = event.new.date() if isinstance(event.new, dt.datetime) else event.new
        study.enter(study.finance, "start_date", day)

    def show_problem(*_: Any) -> None:
        error = study.problem(study.finance, "start_date")
        message.object = (
            "" if error is None else f"<p class='hm-hint'>Must be {plain(error.rule)}.</p>"
        )

    picker.param.watch(enter, "value")
    study.param.watch(show_problem, "problems")
    return pmui.Column(picker, message, sizing_mode="stretch_width", margin=0)


def _network(study: Study) -> list[Any]:
    return [Field(study, study.network, name).entry for name in _NETWORK]
