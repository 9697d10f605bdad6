"""The entry of a field as the page has it: prices of power in coins, amounts in its currency."""

import param

from hydro_mining.app.components.field import Field
from hydro_mining.app.components.money_field import MoneyField
from hydro_mining.app.components.price_field import PriceField
from hydro_mining.models import Case, Section
from hydro_mining.quantities import QUANTITIES


def case_field(
    case: Case, section: Section, group: param.Parameterized, name: str, *, slider: bool = False
) -> Field:
    """Return the entry of ``group.name``, which follows the currency where it is money."""
    if group is case.study.site and name == "power_price_gbp_per_kwh":
        return PriceField(case, slider=slider)
    if QUANTITIES[name].format.is_money:
        return MoneyField(case, section, group, name, slider=slider)
    return Field(section, group, name, slider=slider)
