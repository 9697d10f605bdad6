"""What decides the verdict, on the page itself where the sidebar is hidden: on a phone."""

from typing import Any

import panel as pn

from hydro_mining.app.components.case_field import case_field
from hydro_mining.models import Case

__all__ = ["phone_inputs"]

_INPUTS = ("site_power_kw", "load_factor", "power_price_gbp_per_kwh")
_ONLY_ON_A_PHONE = "@media (min-width: 600px) { :host { display: none !important; } }"


def phone_inputs(case: Case) -> Any:
    """Return the sliders of power, load factor and power price, only to be seen on a phone."""
    study = case.study
    fields = [case_field(case, study, study.site, name, slider=True) for name in _INPUTS]
    return pn.Column(
        *(field.named_slider() for field in fields),
        stylesheets=[_ONLY_ON_A_PHONE],
        sizing_mode="stretch_width",
        margin=(4, 8),
    )
