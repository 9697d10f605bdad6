"""What would make a plan's machines pay, as lines of Overview."""

from hydro_mining.constants import KWH_PER_MWH
from hydro_mining.economics.plan import PlanPaysIf
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.series import Series
from hydro_mining.quantities import (
    QUANTITIES,
    Currency,
    formatted,
    in_coins,
    in_currency,
    price_per_kwh,
)
from hydro_mining.views.levers import NONE_DOES, Lever, lever, machine_and_coin_levers

_EXPORT = "export_price_gbp_per_mwh"
_ANY = "any price"


def plan_levers(
    result: Evaluation,
    levels: PlanPaysIf | None,
    mean_price: float,
    currency: Currency,
) -> list[Lever]:
    """Return export price, machine price and bitcoin price; none where nothing is planned.

    Parameters
    ----------
    mean_price : [£/MWh]
        Mean export price of the study over the sample year.
    """
    plan = result.plan
    if plan is None or plan.chosen_miner is None or levels is None:
        return []
    pays = plan.base_case.npv_gbp > 0
    return [
        _export(result, levels.export_price_gbp_per_mwh, mean_price, currency, pays=pays),
        *machine_and_coin_levers(result.study, plan.chosen_miner, levels, currency),
    ]


def _export(
    result: Evaluation, level: float | None, mean_price: float, currency: Currency, *, pays: bool
) -> Lever:
    """Return the lever of the export price: per kWh where it is the study's power price."""
    market = result.study.market
    given = None if market is None else market.export_price_gbp_per_mwh
    without = _ANY if pays else NONE_DOES
    if given is None:
        name = "power_price_gbp_per_kwh"
        return lever(
            name,
            "Export price, per kWh",
            price_per_kwh(result.study.site.power_price_gbp_per_kwh, currency),
            None if level is None else level / KWH_PER_MWH,
            in_coins("breakeven_power_price_gbp_per_kwh", currency),
            value_today=result.study.site.power_price_gbp_per_kwh,
            without=without,
        )
    is_mean = isinstance(given, Series | tuple)
    return lever(
        _EXPORT,
        "Mean export price, per MWh" if is_mean else "Export price, per MWh",
        formatted(_EXPORT, mean_price, currency),
        level,
        in_currency(QUANTITIES[_EXPORT], currency),
        value_today=mean_price,
        without=without,
        # A price that moves is a file's or twelve months': there is not one number to set.
        can_be_set=not is_mean,
    )
