"""One backtest with all that the Dispatch screen shows of it."""

import dataclasses
from typing import Any, NamedTuple

from hydro_mining.economics.dispatch import (
    Backtest,
    BacktestInputs,
    Comparison,
    Dispatch,
    ProfitSensitivity,
    backtest,
    compared,
    hashprice_at,
    mining_value,
    profit_sensitivity,
    strike_price,
)
from hydro_mining.economics.dispatch.strategies import Strategy
from hydro_mining.quantities import Currency, formatted

__all__ = ["Shown", "answer", "computed", "strike_of"]

_ONLY_ZONE = "site"


class Shown(NamedTuple):
    """One zone's results, ready to be drawn."""

    inputs: BacktestInputs
    result: Backtest
    outcome: Dispatch
    comparison: Comparison
    sensitivity: ProfitSensitivity
    currency: Currency


def computed(inputs: BacktestInputs, zone: str, strategy: Strategy, currency: Currency) -> Shown:
    """Return the results of all zones, and those of one in detail."""
    result = backtest(inputs, strategy=strategy)
    outcome = result.zones[zone]
    alone = dataclasses.replace(inputs, prices=(outcome.prices,))
    return Shown(
        inputs=inputs,
        result=result,
        outcome=outcome,
        comparison=compared(alone)[0],
        sensitivity=profit_sensitivity(
            prices=outcome.prices,
            facility=inputs.facility,
            hashprice=hashprice_at(inputs.hashprice, local_start=outcome.prices.local_start),
            contract=inputs.contract,
            threshold=inputs.threshold,
            strategy=strategy,
        ),
        currency=currency,
    )


def strike_of(shown: Shown) -> Any:
    """Return the strike price of the most efficient machines, () or (N,)."""
    facility, prices = shown.inputs.facility, shown.outcome.prices
    value = mining_value(
        hashprice=hashprice_at(shown.inputs.hashprice, local_start=prices.local_start),
        efficiency_w_per_th=facility.merit_order[0].efficiency_w_per_th,
        pool_fee_fraction=facility.pool_fee_fraction,
        overhead_fraction=facility.overhead_fraction,
    )
    return strike_price(
        mining_value=value,
        threshold=shown.inputs.threshold,
        variable_om_per_mwh=facility.variable_om_per_mwh,
    )


def answer(shown: Shown) -> str:
    """Return what the backtest says in a sentence."""
    outcome, currency = shown.outcome, shown.currency
    total = outcome.total
    always = shown.comparison.outcomes["always_on"].total.profit
    days = outcome.prices.local_start[[0, -1]].astype("datetime64[D]")
    gained = formatted("profit", abs(total.profit - always), currency)
    than = "less" if total.profit < always else "more"
    return (
        f"From {days[0]} to {days[1]} {outcome.power_mw:,.10g} MW would have made "
        f"{formatted('profit', total.profit, currency)}{_zone(outcome)}, "
        f"{formatted('uptime_fraction', total.uptime_fraction)} of the time on: {gained} {than} "
        "than always on. A backtest of past prices, and no forecast."
    )


def _zone(outcome: Dispatch) -> str:
    """Return where that was; a file without zones has one of no interest."""
    zone = outcome.prices.zone
    return "" if zone == _ONLY_ZONE else f" in zone {zone}"
