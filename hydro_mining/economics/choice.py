"""Which machine to buy, and the site that is built from it."""

import numpy as np

from hydro_mining.economics.arrays import Floats, known, read_only
from hydro_mining.economics.cash_flow import annual_flows, cash_flows, other_capex
from hydro_mining.economics.fleet import (
    breakeven_power_price,
    efficiency,
    energy_per_day,
    machine_count,
    machine_power,
    simple_payback,
)
from hydro_mining.economics.inputs import ChoiceRule, StudyInputs
from hydro_mining.economics.plausibility import is_possible
from hydro_mining.economics.results import MachineSite, MinerResults, SiteResult
from hydro_mining.economics.returns import net_present_value, payback, with_residual
from hydro_mining.economics.scenarios import BASE_CASE, ScenarioPaths


def miner_results(study: StudyInputs, paths: ScenarioPaths) -> MinerResults:
    """Return the year-1 figures of every machine in the base case."""
    hashrate = np.array([miner.hashrate_ths for miner in study.miners])
    power_w = np.array([miner.power_w for miner in study.miners])
    price = np.array([miner.price_gbp for miner in study.miners])
    kwh = energy_per_day(power_w=power_w, overhead_fraction=study.site.overhead_fraction)
    revenue = hashrate * paths.rev_by_year[BASE_CASE, 0]
    power_cost = kwh * paths.power_price_gbp_per_kwh[BASE_CASE, 0]
    profit = revenue - power_cost
    one_kw = machine_power(power_w=power_w, overhead_fraction=study.site.overhead_fraction)
    counts = machine_count(effective_power_kw=_effective_power_kw(study), machine_power_kw=one_kw)
    flows = _base_case_flows(
        study,
        paths,
        machines_gbp=counts * price,
        hashrate_ths=counts * hashrate,
        energy_kwh_per_day=counts * kwh,
    )
    return MinerResults(
        name=tuple(miner.name for miner in study.miners),
        efficiency_j_per_th=read_only(efficiency(power_w=power_w, hashrate_ths=hashrate)),
        kwh_per_day=read_only(kwh),
        revenue_gbp_per_day=read_only(revenue),
        power_cost_gbp_per_day=read_only(power_cost),
        profit_gbp_per_day=read_only(profit),
        breakeven_power_price_gbp_per_kwh=read_only(
            breakeven_power_price(revenue_gbp_per_day=revenue, energy_kwh_per_day=kwh)
        ),
        simple_payback_days=read_only(simple_payback(price_gbp=price, profit_gbp_per_day=profit)),
        n_miners=read_only(counts),
        site_npv_gbp=read_only(
            net_present_value(rate_per_year=study.finance.discount_rate_per_year, cash_flows=flows)
        ),
    )


def _base_case_flows(
    study: StudyInputs,
    paths: ScenarioPaths,
    *,
    machines_gbp: Floats | float,
    hashrate_ths: Floats | float,
    energy_kwh_per_day: Floats | float,
) -> Floats:
    """Return the base case's cash flows (..., T + 1) [£] of sites (...), with the residual."""
    finance = study.finance
    annual = annual_flows(
        rev_per_th_per_day=paths.rev_per_th_per_day[BASE_CASE],
        power_price_gbp_per_kwh=paths.power_price_gbp_per_kwh[BASE_CASE],
        hashrate_ths=hashrate_ths,
        energy_kwh_per_day=energy_kwh_per_day,
        finance=finance,
    )
    capex = machines_gbp + other_capex(finance, energy_kwh_per_day=energy_kwh_per_day)
    return with_residual(
        cash_flows(capex_gbp=capex, profit_gbp=annual.profit_gbp),
        machines_gbp * finance.residual_value_fraction,
    )


def chosen_index(study: StudyInputs, miners: MinerResults) -> int | None:
    """Return the named machine's index, else that which the study's rule chooses, else None.

    None means that no machine earns its power. Where none of those that do fits, all rules choose
    the shortest payback, whose site then has no machines.
    """
    if study.finance.miner is not None:
        return miners.name.index(study.finance.miner)
    chosen = winner(miners, study.finance.choose_by)
    return winner(miners, "payback") if chosen is None else chosen


def winner(miners: MinerResults, rule: ChoiceRule) -> int | None:
    """Return the index of the machine that a rule chooses: the first in the list on a tie.

    The shortest payback is of machines that earn their power, the highest site NPV of those that
    also fit. A machine that is better than any sold is built only if it is named.
    """
    can_be = miners.viable & is_possible(miners.efficiency_j_per_th)
    if rule == "npv":
        can_be &= (miners.n_miners > 0) & np.isfinite(miners.site_npv_gbp)
        figure = -miners.site_npv_gbp
    else:
        figure = miners.simple_payback_days
    candidates = np.flatnonzero(can_be)
    return int(candidates[np.argmin(figure[candidates])]) if len(candidates) else None


def viable_below(miners: MinerResults) -> float | None:
    """Return the highest break-even power price [£/kWh] if no machine is viable."""
    return None if miners.viable.any() else float(miners.breakeven_power_price_gbp_per_kwh.max())


def site_result(study: StudyInputs, miners: MinerResults, chosen: int) -> SiteResult:
    """Return the site filled with the machine at index ``chosen``, in year 1."""
    miner = study.miners[chosen]
    count = int(miners.n_miners[chosen])
    effective_power_kw = _effective_power_kw(study)
    used_power_kw = count * float(
        machine_power(power_w=miner.power_w, overhead_fraction=study.site.overhead_fraction)
    )
    revenue = count * float(miners.revenue_gbp_per_day[chosen])
    power_cost = count * float(miners.power_cost_gbp_per_day[chosen])
    return SiteResult(
        effective_power_kw=effective_power_kw,
        n_miners=count,
        # Never below zero by rounding, when the machines fill the power exactly.
        unused_power_kw=max(effective_power_kw - used_power_kw, 0.0),
        site_hashrate_ths=count * miner.hashrate_ths,
        site_kwh_per_day=count * float(miners.kwh_per_day[chosen]),
        site_power_cost_per_day=power_cost,
        capex_miners_gbp=count * miner.price_gbp,
        site_revenue_per_day=revenue,
        site_gross_profit_per_day=revenue - power_cost,
    )


def machine_site(
    study: StudyInputs, paths: ScenarioPaths, miners: MinerResults, index: int
) -> MachineSite:
    """Return the site filled with the machine at ``index``, and its money in the base case."""
    site = site_result(study, miners, index)
    flows = _base_case_flows(
        study,
        paths,
        machines_gbp=site.capex_miners_gbp,
        hashrate_ths=site.site_hashrate_ths,
        energy_kwh_per_day=site.site_kwh_per_day,
    )
    residual = site.capex_miners_gbp * study.finance.residual_value_fraction
    return MachineSite(
        miner=miners.name[index],
        site=site,
        cashflows=read_only(flows),
        npv_gbp=float(miners.site_npv_gbp[index]),
        simple_payback_years=known(payback(flows, residual=residual)),
    )


def _effective_power_kw(study: StudyInputs) -> float:
    return study.site.site_power_kw * study.site.load_factor
