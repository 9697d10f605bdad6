"""From a built site to its cash flows and returns, in every scenario."""

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.cash_flow import AnnualFlows, annual_flows, cash_flows, yearly
from hydro_mining.economics.fleet import energy_per_day
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import ScenarioResult, SiteResult
from hydro_mining.economics.returns import (
    cumulative_discounted,
    discount_factors,
    ends_below_zero,
    internal_rate,
    modified_internal_rate,
    net_present_value,
    payback,
)
from hydro_mining.economics.scenarios import BASE_CASE, ScenarioPaths

__all__ = ["scenario_results", "site_npv"]


def site_npv(
    study: StudyInputs, paths: ScenarioPaths, power_prices: Floats, n_miners: Floats
) -> Floats:
    """Return the base case's NPV (M,) [£] of the site filled with each machine."""
    miners, finance = study.miners, study.finance
    power_w = np.array([miner.power_w for miner in miners])
    capex_miners = n_miners * np.array([miner.price_gbp for miner in miners])
    annual = _annual(
        study,
        paths.rev_per_th_per_day[BASE_CASE],
        power_prices[BASE_CASE],
        n_miners * np.array([miner.hashrate_ths for miner in miners]),
        n_miners * energy_per_day(power_w=power_w, overhead_fraction=study.site.overhead_fraction),
    )
    flows = cash_flows(
        capex_gbp=capex_miners + finance.other_capex_gbp,
        profit_gbp=annual.profit_gbp,
        residual_gbp=capex_miners * finance.residual_value_fraction,
    )
    npv: Floats = net_present_value(rate_per_year=finance.discount_rate_per_year, cash_flows=flows)
    return npv


def _annual(
    study: StudyInputs,
    rev_per_th_per_day: Floats,
    power_prices: Floats,
    hashrate_ths: Floats | float,
    energy_kwh_per_day: Floats | float,
) -> AnnualFlows:
    return annual_flows(
        rev_per_th_per_day=rev_per_th_per_day,
        power_price_gbp_per_kwh=power_prices,
        hashrate_ths=hashrate_ths,
        energy_kwh_per_day=energy_kwh_per_day,
        other_opex_gbp_per_year=study.finance.other_opex_gbp_per_year,
        switch_off_when_unprofitable=study.finance.switch_off_when_unprofitable,
    )


def scenario_results(
    study: StudyInputs, paths: ScenarioPaths, power_prices: Floats, site: SiteResult
) -> dict[str, ScenarioResult]:
    """Return the results of every scenario by its name, in the study's order."""
    annual = _annual(
        study,
        paths.rev_per_th_per_day,
        power_prices,
        site.site_hashrate_ths,
        site.site_kwh_per_day,
    )
    residual = site.capex_miners_gbp * study.finance.residual_value_fraction
    flows = cash_flows(
        capex_gbp=site.capex_miners_gbp + study.finance.other_capex_gbp,
        profit_gbp=annual.profit_gbp,
        residual_gbp=residual,
    )
    rev_by_year = yearly(paths.rev_per_th_per_day).mean(axis=-1)
    return {
        scenario.name: _scenario_result(
            study,
            name=scenario.name,
            annual=annual.of(s),
            rev_by_year=rev_by_year[s],
            power_prices=power_prices[s],
            flows=flows[s],
            residual=residual,
        )
        for s, scenario in enumerate(study.scenarios)
    }


def _scenario_result(
    study: StudyInputs,
    *,
    name: str,
    annual: AnnualFlows,
    rev_by_year: Floats,
    power_prices: Floats,
    flows: Floats,
    residual: float,
) -> ScenarioResult:
    rate = study.finance.discount_rate_per_year
    capex = -float(flows[0])
    factors = discount_factors(rate_per_year=rate, periods=study.finance.years)
    discounted = cumulative_discounted(rate_per_year=rate, cash_flows=flows)
    internal = internal_rate(flows)
    simple = payback(flows, residual=residual)
    return ScenarioResult(
        name=name,
        rev_per_th_per_day=read_only(rev_by_year),
        power_price_gbp_per_kwh=read_only(power_prices),
        annual_revenue_gbp=read_only(annual.revenue_gbp),
        annual_power_cost_gbp=read_only(annual.power_cost_gbp),
        annual_profit_gbp=read_only(annual.profit_gbp),
        days_mined=read_only(annual.days_mined),
        cashflows=read_only(flows),
        discounted_cumulative_gbp=read_only(discounted),
        npv_gbp=float(discounted[-1]),
        irr=internal.rate_per_year,
        irr_note=internal.note,
        irr_roots=internal.roots,
        mirr=modified_internal_rate(flows, finance_rate_per_year=rate, reinvest_rate_per_year=rate),
        roic=float(annual.profit_gbp.mean()) / capex if capex else None,
        simple_payback_years=simple,
        discounted_payback_years=payback(flows * factors, residual=residual * float(factors[-1])),
        ends_below_zero=simple is not None and ends_below_zero(flows),
    )
