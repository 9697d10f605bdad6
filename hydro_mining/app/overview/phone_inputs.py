"""What decides the verdict, on the page itself where the sidebar is hidden: on a phone."""

from typing import Any

from hydro_mining.app.components.case_field import case_field
from hydro_mining.app.components.layouts import column
from hydro_mining.app.overview.lead import left_aside
from hydro_mining.economics import Evaluation
from hydro_mining.models import Case

_INPUTS = ("site_power_kw", "load_factor", "power_price_gbp_per_kwh")
_ONLY_ON_A_PHONE = "@media (min-width: 600px) { :host { display: none !important; } }"


def phone_inputs(case: Case) -> Any:
    """Return the sliders of power, load factor and power price, only to be seen on a phone.

    One that moves nothing, since the plan has water or prices of its own, is left out.
    """
    study, result = case.study, case.study.param.result.rx
    sliders = [
        case_field(case, study, study.site, name, slider=True).named_slider() for name in _INPUTS
    ]
    for name, slider in zip(_INPUTS, sliders, strict=True):
        slider.param.update(visible=result.pipe(_is_used, name))
    return column(*sliders, stylesheets=[_ONLY_ON_A_PHONE], margin=(4, 8))


def _is_used(result: Evaluation | None, name: str) -> bool:
    return result is None or result.plan is None or name not in left_aside(result.study)
