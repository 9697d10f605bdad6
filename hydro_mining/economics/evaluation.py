"""The one place that knows every step from a study's inputs to its results.

Paths → annual figures → cash flows → returns. ``scenario_paths`` makes the paths of scenarios;
``annual_flows``, ``cash_flows`` and ``returns_of`` take any others as well.
"""

from types import MappingProxyType

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.cash_flow import annual_flows, cash_flows, other_capex, other_opex
from hydro_mining.economics.choice import (
    chosen_index,
    machine_site,
    miner_results,
    site_result,
    viable_below,
    winner,
)
from hydro_mining.economics.evaluation_warnings import evaluation_warnings
from hydro_mining.economics.inputs import CHOICE_RULES, ChoiceRule, StudyInputs
from hydro_mining.economics.pays_if import pays_if
from hydro_mining.economics.plan.planning import has_plan, plan_of
from hydro_mining.economics.results import (
    Evaluation,
    MachineSite,
    MinerResults,
    ScenarioResult,
    SiteResult,
)
from hydro_mining.economics.returns import returns_of
from hydro_mining.economics.scenarios import BASE_CASE, ScenarioPaths, scenario_paths


def evaluate(study: StudyInputs) -> Evaluation:
    """Return the machine to buy, the site built from it and what each scenario does to it."""
    # Absurd but legal inputs may overflow; such figures are undefined and come out as None.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return _evaluate(study)


def site_npvs(study: StudyInputs) -> Floats:
    """Return the base case's NPV (M,) [£] of the site filled with each machine, in few steps.

    It is what ``evaluate`` says of each without a plan.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return miner_results(study, scenario_paths(study)).site_npv_gbp


def _evaluate(study: StudyInputs) -> Evaluation:
    paths = scenario_paths(study)
    miners = miner_results(study, paths)
    chosen = chosen_index(study, miners)
    site = None if chosen is None else site_result(study, miners, chosen)
    scenarios = {} if site is None else _scenario_results(study, paths, site)
    return Evaluation(
        study=study,
        paths=paths,
        miners=miners,
        chosen_miner=None if chosen is None else miners.name[chosen],
        winners=MappingProxyType(_winners(study, paths, miners)),
        rev_per_th_per_day_y1=float(paths.rev_by_year[BASE_CASE, 0]),
        power_price_gbp_per_kwh_y1=float(paths.power_price_gbp_per_kwh[BASE_CASE, 0]),
        viable_below_gbp_per_kwh=viable_below(miners),
        site=site,
        scenarios=MappingProxyType(scenarios),
        pays_if=None
        if chosen is None or site is None
        else pays_if(study, paths, site, miner_price_gbp=study.miners[chosen].price_gbp),
        plan=plan_of(study, paths) if has_plan(study) else None,
        warnings=evaluation_warnings(study, paths, miners, site, chosen),
    )


def _winners(
    study: StudyInputs, paths: ScenarioPaths, miners: MinerResults
) -> dict[ChoiceRule, MachineSite | None]:
    """Return the site with the machine that each rule chooses, None where a rule finds none."""
    chosen = {rule: winner(miners, rule) for rule in CHOICE_RULES}
    sites = {
        index: machine_site(study, paths, miners, index)
        for index in set(chosen.values())
        if index is not None
    }
    return {rule: None if index is None else sites[index] for rule, index in chosen.items()}


def _scenario_results(
    study: StudyInputs, paths: ScenarioPaths, site: SiteResult
) -> dict[str, ScenarioResult]:
    """Return what a site earns on each scenario's path, by the scenario's name."""
    finance, rev_by_year = study.finance, paths.rev_by_year
    annual = annual_flows(
        rev_per_th_per_day=paths.rev_per_th_per_day,
        power_price_gbp_per_kwh=paths.power_price_gbp_per_kwh,
        hashrate_ths=site.site_hashrate_ths,
        energy_kwh_per_day=site.site_kwh_per_day,
        finance=finance,
    )
    flows = cash_flows(
        capex_gbp=site.capex_miners_gbp
        + other_capex(finance, energy_kwh_per_day=site.site_kwh_per_day),
        profit_gbp=annual.profit_gbp,
    )
    opex = other_opex(finance, energy_kwh_per_day=site.site_kwh_per_day)
    returns = [
        returns_of(
            row,
            discount_rate_per_year=finance.discount_rate_per_year,
            residual=site.capex_miners_gbp * finance.residual_value_fraction,
        )
        for row in flows
    ]
    return {
        scenario.name: ScenarioResult(
            name=scenario.name,
            rev_per_th_per_day=read_only(rev_by_year[s]),
            power_price_gbp_per_kwh=read_only(paths.power_price_gbp_per_kwh[s]),
            annual_revenue_gbp=read_only(annual.revenue_gbp[s]),
            annual_power_cost_gbp=read_only(annual.power_cost_gbp[s]),
            annual_other_opex_gbp=read_only(np.full(finance.years, opex)),
            annual_profit_gbp=read_only(annual.profit_gbp[s]),
            days_mined=read_only(annual.days_mined[s]),
            **returns[s].fields(),
        )
        for s, scenario in enumerate(study.scenarios)
    }
