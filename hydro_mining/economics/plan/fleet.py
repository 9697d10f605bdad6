"""Machines in a plan: what any number of one kind is worth, and what they do."""

import numpy as np

from hydro_mining.constants import HASHES_PER_TERAHASH, HOURS_PER_DAY, KWH_PER_MWH
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.bitcoin import network_hashrate
from hydro_mining.economics.cash_flow import other_capex, other_opex
from hydro_mining.economics.fleet import efficiency, machine_power
from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan.decision import mining_value_per_efficiency
from hydro_mining.economics.plan.gains import Gains
from hydro_mining.economics.plan.ground import Ground
from hydro_mining.economics.plan.outlook import Outlook
from hydro_mining.economics.plan.sizing import CountWorth
from hydro_mining.economics.plan.water_use import (
    FleetTerms,
    WaterUse,
    mined_mwh,
    over_export_gbp,
    water_use,
)
from hydro_mining.economics.plausibility import is_possible
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.scenarios import ScenarioPaths, power_price_growth


def scenario_outlook(
    study: StudyInputs, paths: ScenarioPaths, ground: Ground, scenario: int
) -> Outlook:
    """Return what a scenario, by its index, offers on each project day."""
    market = study.market or MarketInputs()
    limit = market.export_limit_kw
    return Outlook(
        days=ground.project,
        mining_value=mining_value_per_efficiency(paths.rev_per_th_per_day[scenario]),
        network_ths=network_hashrate(paths.difficulty[scenario]) / HASHES_PER_TERAHASH,
        price_growth=power_price_growth(study)[scenario],
        export_limit_kw=np.inf if limit is None else limit,
        generation_payment_gbp_per_mwh=market.generation_payment_gbp_per_mwh,
        kept_when_mining=market.generation_payment_kept_when_mining,
    )


def eligible_miners(study: StudyInputs) -> list[Miner]:
    """Return the machines that may be chosen: the named one, else all that can be.

    A machine that is better than any sold is planned only if it is named.
    """
    named = study.finance.miner
    if named is not None:
        return [one for one in study.miners if one.name == named]
    return [
        one
        for one in study.miners
        if is_possible(efficiency(power_w=one.power_w, hashrate_ths=one.hashrate_ths))
    ]


def count_worth(study: StudyInputs, base: Outlook, miner: Miner) -> CountWorth:
    """Return what any number of one machine is worth in the base case."""
    finance = study.finance
    factors = discount_factors(rate_per_year=finance.discount_rate_per_year, periods=finance.years)
    machine_kw = plan_machine_kw(study, miner)
    years = factors[1:].sum()
    without, with_one = (
        other_capex(finance, energy_kwh_per_day=kwh)
        + other_opex(finance, energy_kwh_per_day=kwh) * years
        for kwh in (0.0, machine_kw * HOURS_PER_DAY)
    )
    price = miner.price_gbp * (1 - finance.residual_value_fraction * factors[-1])
    return CountWorth(
        curve_of=Gains(
            base, joules_per_th=_joules_per_th(study, miner), discount=factors[1:]
        ).curve,
        machine_kw=machine_kw,
        machine_ths=miner.hashrate_ths if study.dilute else 0.0,
        cost_gbp=float(price + with_one - without),
        fixed_cost_gbp=float(without),
    )


def fleet_terms(study: StudyInputs, miner: Miner | None, count: int) -> FleetTerms:
    """Return what ``count`` machines are to water and network."""
    if miner is None:
        return FleetTerms(joules_per_th=np.inf, own_ths=0.0, machines_kw=0.0)
    return FleetTerms(
        joules_per_th=_joules_per_th(study, miner),
        own_ths=count * miner.hashrate_ths if study.dilute else 0.0,
        machines_kw=count * plan_machine_kw(study, miner),
    )


def fleet_use(
    study: StudyInputs,
    outlook: Outlook,
    miner: Miner | None,
    count: int,
    *,
    period_of_day: Integers | None = None,
) -> WaterUse:
    """Return what ``count`` machines do in a scenario, by project year or by other periods.

    Without a machine all is exported or curtailed.
    """
    market = study.market or MarketInputs()
    return water_use(
        outlook,
        fleet_terms(study, miner, count),
        deemed_export_fraction=market.deemed_export_fraction,
        period_of_day=period_of_day,
    )


def fleet_over_export(study: StudyInputs, outlook: Outlook, miner: Miner, count: int) -> Floats:
    """Return what machines bring over export in each project year of a scenario (T,) [£]."""
    return over_export_gbp(outlook, fleet_terms(study, miner, count))


def last_machine_hours(study: StudyInputs, base: Outlook, miner: Miner, count: int) -> float:
    """Return the hours of year 1 in which the last of ``count`` machines runs [h/year]."""
    machine_kw = plan_machine_kw(study, miner)
    with_it, without_it = mined_mwh(
        base.first_year,
        joules_per_th=_joules_per_th(study, miner),
        own_ths=count * miner.hashrate_ths if study.dilute else 0.0,
        machines_kw=(count * machine_kw, (count - 1) * machine_kw),
    )
    return (with_it - without_it) * KWH_PER_MWH / machine_kw


def _joules_per_th(study: StudyInputs, miner: Miner) -> float:
    """Return a machine's efficiency with its overhead [J/TH]."""
    joules = float(efficiency(power_w=miner.power_w, hashrate_ths=miner.hashrate_ths))
    return joules * (1 + study.site.overhead_fraction)


def plan_machine_kw(study: StudyInputs, miner: Miner) -> float:
    """Return what a machine draws with its overhead [kW]."""
    overhead = study.site.overhead_fraction
    return float(machine_power(power_w=miner.power_w, overhead_fraction=overhead))
