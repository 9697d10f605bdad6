"""The entries of the multipliers' coefficients."""

from typing import Any

from hydro_mining.app.components.blocks import small_button
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.economics.growth import Multiplier
from hydro_mining.models import GrowthSection
from hydro_mining.views.markup import chart_title, hint

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


def coefficient_entries(section: GrowthSection) -> list[Any]:
    """Return the entries of each multiplier, and the way back to the published ones."""
    reset = small_button("Back to the published coefficients", section.reset_coefficients)
    blocks = (_multiplier(section, name, title) for name, title in _MULTIPLIERS.items())
    return [markup(hint(_FORMULA)), *blocks, reset]


def _multiplier(section: GrowthSection, name: str, title: str) -> Any:
    group = section.coefficients[name]
    fields = [Field(section, group, term) for term in Multiplier.__slots__]
    for field in fields:
        field.entry.param.update(sizing_mode=None, width=190)
    return column(
        markup(chart_title(title), margin=(6, 4, 0, 4)), flow(*(field.entry for field in fields))
    )
