"""How each kind of published figure is computed, by the functions that the studies use.

A computation is named as in ``data/published_figures.json`` and takes the inputs that stand there.
Where a source's unit differs from a function's, the conversion stands here and nowhere else.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import (
    BLOCKS_PER_HALVING,
    DAYS_PER_PROJECT_YEAR,
    FIRST_HEIGHT_WITHOUT_SUBSIDY,
    KW_PER_MW,
    SATOSHI_PER_BTC,
    SECONDS_PER_BLOCK,
    TH_PER_PH,
)
from hydro_mining.economics.arrays import Figure
from hydro_mining.economics.bitcoin import (
    block_subsidy,
    blocks_to_halving,
    btc_per_th_per_day,
    days_to_halving,
    expected_block_time,
    hashprice,
    hashrate_share,
    network_hashrate,
    observed_btc_per_th_per_day,
)
from hydro_mining.economics.dispatch.strike import mining_value
from hydro_mining.economics.fleet import (
    breakeven_power_price,
    efficiency,
    energy_per_day,
    machine_count,
    machine_power,
    power_cost_per_th,
    simple_payback,
)
from hydro_mining.economics.growth import required_efficiency
from hydro_mining.economics.hydro import (
    HydroInputs,
    TurbineCurve,
    annual_energy,
    flow_at_exceedance,
    penstock_head_loss_m,
    power_kw,
    turbine_efficiency,
)
from hydro_mining.economics.internal_rates import internal_rate
from hydro_mining.economics.returns import (
    discount_factors,
    modified_internal_rate,
    net_present_value,
)
from hydro_mining.economics.series import Series

_TH_PER_EH = 1e6
_HASHES_PER_GH, _HASHES_PER_EH = 1e9, 1e18
_SECONDS_PER_HOUR = 3_600
_KWH_PER_TWH = 1e9


def _total_supply() -> float:
    eras = np.arange(0, FIRST_HEIGHT_WITHOUT_SUBSIDY, BLOCKS_PER_HALVING)
    return BLOCKS_PER_HALVING * int(block_subsidy(eras).sum())


def _btc_per_day(*, hashrate_ths: float, difficulty: float, reward_btc_per_block: float) -> Figure:
    return hashrate_ths * btc_per_th_per_day(
        difficulty=difficulty, reward_btc_per_block=reward_btc_per_block
    )


def _hashprice(
    *,
    difficulty: float,
    block_height: int,
    btc_price: float,
    fees_btc_per_block: float = 0.0,
    fees_share_of_reward: float = 0.0,
) -> Figure:
    """Return a hashprice [currency/TH/day] of fees in bitcoin, or as a share of the reward."""
    subsidy = int(block_subsidy(block_height)) / SATOSHI_PER_BTC
    shared = subsidy * fees_share_of_reward / (1 - fees_share_of_reward)
    return hashprice(
        difficulty=difficulty,
        block_height=block_height,
        fees_btc_per_block=fees_btc_per_block + shared,
        btc_price=btc_price,
    )


def _observed(*, network_hashrate_ehs: float, reward_btc_per_block: float) -> Figure:
    return observed_btc_per_th_per_day(
        network_hashrate_hs=network_hashrate_ehs * _HASHES_PER_EH,
        reward_btc_per_block=reward_btc_per_block,
    )


def _power_cost_per_th(*, efficiency_j_per_th: float, power_price_per_kwh: float) -> Figure:
    return power_cost_per_th(
        efficiency_j_per_th=efficiency_j_per_th, power_price_gbp_per_kwh=power_price_per_kwh
    )


def _power_cost_per_day(*, power_w: float, power_price_per_kwh: float, machines: int = 1) -> Figure:
    return machines * energy_per_day(power_w=power_w) * power_price_per_kwh


def _breakeven_btc_price(
    *, btc_per_day: float, energy_kwh_per_day: float, power_price_per_kwh: float
) -> Figure:
    """Return the price at which a day's coin pays for its power: the break-even turned round."""
    per_coin = breakeven_power_price(
        revenue_gbp_per_day=btc_per_day, energy_kwh_per_day=energy_kwh_per_day
    )
    return power_price_per_kwh / per_coin


def _power_cost_of_a_coin(
    *, difficulty: float, reward_btc_per_block: float, **power: float
) -> Figure:
    coin = btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=reward_btc_per_block)
    return _power_cost_per_th(**power) / coin


def _required_efficiency(
    *, btc_per_mw_year: float, difficulty: float, reward_btc_per_block: float
) -> Figure:
    coin = btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=reward_btc_per_block)
    return required_efficiency(btc_per_mw_year=btc_per_mw_year, btc_per_th_per_day=coin)


def _fleet_power_mw(
    *, hashrate_ehs: float, efficiency_j_per_th: float, overhead_fraction: float = 0.0
) -> Figure:
    kilowatts = machine_power(power_w=efficiency_j_per_th, overhead_fraction=overhead_fraction)
    return hashrate_ehs * _TH_PER_EH * kilowatts / KW_PER_MW


def _fleet_energy_twh(
    *,
    hashrate_ehs: float,
    efficiency_j_per_th: float,
    days: float,
    overhead_fraction: float = 0.0,
) -> Figure:
    kilowatt_hours = energy_per_day(
        power_w=efficiency_j_per_th, overhead_fraction=overhead_fraction
    )
    return hashrate_ehs * _TH_PER_EH * kilowatt_hours * days / _KWH_PER_TWH


def _machines_on_power(
    *, power_kw: float, machine_power_w: float, overhead_fraction: float = 0.0
) -> Figure:
    each = machine_power(power_w=machine_power_w, overhead_fraction=overhead_fraction)
    return machine_count(effective_power_kw=power_kw, machine_power_kw=each)


def _irr(*, cash_flows: ArrayLike, root: int = 0) -> float | None:
    """Return one of the rates that make an NPV zero, in rising order; None where there is none."""
    roots = internal_rate(cash_flows).roots
    return roots[root] if roots else None


def _capital_recovery_factor(*, rate_per_year: float, years: int) -> Figure:
    factors = discount_factors(rate_per_year=rate_per_year, periods=years)
    return 1 / factors[1:].sum()


def _strike_price(
    *, hashprice_per_th_day: float, efficiency_j_per_th: float, **less: float
) -> Figure:
    return mining_value(
        hashprice=hashprice_per_th_day, efficiency_w_per_th=efficiency_j_per_th, **less
    )


def _hydro_power(
    *,
    flow_m3_s: float,
    gross_head_m: float,
    efficiency: float | None = None,
    turbine: str | None = None,
    turbine_head_m: float | None = None,
    design_flow_m3_s: float | None = None,
    head_loss_fraction: float = 0.0,
    generator_efficiency: float = 1.0,
    capacity_kw: float | None = None,
) -> Figure:
    """Return the power at a flow [kW], of an efficiency or of a turbine laid out for a head."""
    design = flow_m3_s if design_flow_m3_s is None else design_flow_m3_s
    if efficiency is None:
        assert turbine is not None
        assert turbine_head_m is not None
        efficiency = float(
            turbine_efficiency(turbine, flow_m3_s, design_flow_m3_s=design, head_m=turbine_head_m)
        )
    plant = HydroInputs(
        gross_head_m=gross_head_m,
        head_loss_fraction=head_loss_fraction,
        design_flow_m3_s=design,
        turbine=TurbineCurve(load=(0.0,), efficiency=(efficiency,)),
        generator_efficiency=generator_efficiency,
        capacity_kw=capacity_kw,
    )
    return power_kw(flow_m3_s, plant)


def _energy_of_a_year(*, mean_power_kw: float) -> Figure:
    days = np.full(DAYS_PER_PROJECT_YEAR, mean_power_kw)
    year = Series(start=dt.datetime(2010, 1, 1), step_hours=24, values=days)  # noqa: DTZ001
    return annual_energy(year).energy_mwh[0]


COMPUTATIONS: Mapping[str, Callable[..., Figure | None]] = MappingProxyType(
    {
        "block_subsidy": block_subsidy,
        "total_supply": _total_supply,
        "hours_to_block": lambda **given: expected_block_time(**given) / _SECONDS_PER_HOUR,
        "network_hashrate_ghs": lambda difficulty: network_hashrate(difficulty) / _HASHES_PER_GH,
        "bits_of_work": lambda difficulty: math.log2(
            network_hashrate(difficulty) * SECONDS_PER_BLOCK
        ),
        "blocks_to_halving": blocks_to_halving,
        "days_to_halving": days_to_halving,
        "btc_per_day": _btc_per_day,
        "days_to_a_coin": lambda **given: 1 / _btc_per_day(**given),
        "revenue_per_day": lambda btc_price, **given: btc_price * _btc_per_day(**given),
        "observed_btc_per_th_day": _observed,
        "observed_hashprice_per_th_day": lambda btc_price, **given: btc_price * _observed(**given),
        "hashprice_per_th_day": _hashprice,
        "hashprice_per_ph_day": lambda **given: TH_PER_PH * _hashprice(**given),
        "power_cost_per_day": _power_cost_per_day,
        "power_cost_per_th_day": _power_cost_per_th,
        "power_cost_per_ph_day": lambda **given: TH_PER_PH * _power_cost_per_th(**given),
        "power_cost_of_a_coin": _power_cost_of_a_coin,
        "breakeven_btc_price": _breakeven_btc_price,
        "payback_days": lambda price, profit_per_day: simple_payback(
            price_gbp=price, profit_gbp_per_day=profit_per_day
        ),
        "machine_efficiency": efficiency,
        "required_efficiency": _required_efficiency,
        "fleet_power_mw": _fleet_power_mw,
        "fleet_energy_twh": _fleet_energy_twh,
        "machines_on_power": _machines_on_power,
        "share_of_network": lambda own_ehs, others_ehs: hashrate_share(
            own_hashrate=own_ehs, network_hashrate=others_ehs
        ),
        "npv": net_present_value,
        "mirr": modified_internal_rate,
        "irr": _irr,
        "capital_recovery_factor": _capital_recovery_factor,
        "strike_price": _strike_price,
        "turbine_efficiency_at": turbine_efficiency,
        "hydro_power": _hydro_power,
        "hydro_power_mw": lambda **given: _hydro_power(**given) / KW_PER_MW,
        "penstock_loss": penstock_head_loss_m,
        "flow_exceeded": lambda flows, exceedance: flow_at_exceedance(flows, exceedance),
        "energy_of_a_year": _energy_of_a_year,
    }
)
