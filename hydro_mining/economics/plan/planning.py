"""The one place that composes a plan: ground → how many → what each scenario does to them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY, KWH_PER_MWH
from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.cash_flow import cash_flows, other_capex, other_opex
from hydro_mining.economics.fleet import machine_count
from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.economics.plan.fleet import (
    count_worth,
    eligible_miners,
    fleet_use,
    last_machine_hours,
    plan_machine_kw,
    scenario_outlook,
)
from hydro_mining.economics.plan.ground import Ground, plan_ground
from hydro_mining.economics.plan.outlook import Outlook
from hydro_mining.economics.plan.results import (
    LastMachine,
    Plan,
    PlanMachine,
    PlanSamples,
    PlanScenario,
)
from hydro_mining.economics.plan.water_use import USE_FIGURES
from hydro_mining.economics.returns import returns_of
from hydro_mining.economics.scenarios import BASE_CASE, ScenarioPaths


def has_plan(study: StudyInputs) -> bool:
    """Return whether a study has water or a market, and so a plan."""
    return study.hydro is not None or study.market is not None


def plan_of(study: StudyInputs, paths: ScenarioPaths) -> Plan:
    """Return how many of which machine, and what they are worth in each scenario.

    Raises
    ------
    InputError
        If the water gives no power, or a series has no complete calendar year.
    """
    ground = plan_ground(study)
    base = scenario_outlook(study, paths, ground, BASE_CASE)
    named = study.finance.miner
    miners = {one.name: one for one in study.miners if named in {None, one.name}}
    machines = tuple(planned_machine(study, ground, base, miner) for miner in miners.values())
    chosen = _chosen(study, machines)
    miner, count = (None, 0) if chosen is None else (miners[chosen.name], chosen.n)
    return Plan(
        samples=PlanSamples(
            water_years=ground.water_years,
            price_years=ground.price_years,
            paired=ground.samples.paired,
            intervals_left_out=ground.days.intervals_left_out,
            intervals_filled=ground.days.intervals_filled,
        ),
        annual_energy_mwh=ground.annual_energy_kwh / KWH_PER_MWH,
        mean_power_kw=ground.mean_power_kw,
        capacity_factor=ground.mean_power_kw / (ground.plant_kw or study.site.site_power_kw),
        machines=machines,
        chosen_miner=None if miner is None else miner.name,
        n_miners=count,
        scenarios=MappingProxyType(
            {
                scenario.name: _scenario(study, outlook, miner, count, scenario.name)
                for scenario, outlook in zip(
                    study.scenarios,
                    [base, *_others(study, paths, ground)],
                    strict=True,
                )
            }
        ),
    )


def _others(study: StudyInputs, paths: ScenarioPaths, ground: Ground) -> list[Outlook]:
    others = range(BASE_CASE + 1, len(study.scenarios))
    return [scenario_outlook(study, paths, ground, index) for index in others]


def planned_machine(study: StudyInputs, ground: Ground, base: Outlook, miner: Miner) -> PlanMachine:
    """Return how many of one machine pay best, or as many as are asked for."""
    worth = count_worth(study, base, miner)
    carried_kw = min(study.site.site_power_kw, ground.highest_kw)
    most, by_floor = machine_count(
        effective_power_kw=[carried_kw, ground.mean_power_kw], machine_power_kw=worth.machine_kw
    ).tolist()
    asked = study.finance.n_miners
    count = worth.best_count(most) if asked is None else asked
    last = None
    if count:
        added = worth.before_fixed_cost(count) - worth.before_fixed_cost(count - 1)
        hours = last_machine_hours(study, base, miner, count)
        last = LastMachine(hours_per_year_y1=hours, npv_gbp=added)
    return PlanMachine(
        name=miner.name,
        n=count,
        npv_gbp=worth.npv(count),
        floor_rule_n=by_floor,
        npv_gbp_at_floor_rule=worth.npv(by_floor),
        last_machine=last,
        n_most=most,
        machine_kw=worth.machine_kw,
    )


def _chosen(study: StudyInputs, machines: tuple[PlanMachine, ...]) -> PlanMachine | None:
    """Return the machine with the highest NPV, the first on a tie, None where there is none."""
    can_be = {miner.name for miner in eligible_miners(study)}
    built = [one for one in machines if one.n and one.name in can_be]
    known = [one for one in built if np.isfinite(one.npv_gbp)] or built[:1]
    return max(known, key=lambda one: one.npv_gbp, default=None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FleetMoney:
    """The gain of machines in a scenario (T,) and their cash flows (T + 1,) [£].

    ``residual_gbp``, what they fetch at the end, is in neither.
    """

    gain_gbp: Floats
    cash_flows_gbp: Floats
    residual_gbp: float


def fleet_money(
    study: StudyInputs, miner: Miner | None, count: int, over_export_gbp: Floats
) -> FleetMoney:
    """Return what machines cost and gain that bring that over export (T,) [£].

    Without them nothing is built.
    """
    finance = study.finance
    gain, capex, machines_gbp = over_export_gbp, 0.0, 0.0
    if miner is not None:
        energy_kwh_per_day = count * plan_machine_kw(study, miner) * HOURS_PER_DAY
        machines_gbp = count * miner.price_gbp
        capex = machines_gbp + other_capex(finance, energy_kwh_per_day=energy_kwh_per_day)
        gain = gain - other_opex(finance, energy_kwh_per_day=energy_kwh_per_day)
    return FleetMoney(
        gain_gbp=read_only(gain),
        cash_flows_gbp=cash_flows(capex_gbp=capex, profit_gbp=gain),
        residual_gbp=machines_gbp * finance.residual_value_fraction,
    )


def _scenario(
    study: StudyInputs, outlook: Outlook, miner: Miner | None, count: int, name: str
) -> PlanScenario:
    """Return what machines return in a scenario."""
    use = fleet_use(study, outlook, miner, count)
    money = fleet_money(study, miner, count, use.over_export_gbp)
    returns = returns_of(
        money.cash_flows_gbp,
        discount_rate_per_year=study.finance.discount_rate_per_year,
        residual=money.residual_gbp,
    )
    figures: dict[str, Any] = {one: read_only(getattr(use, one)) for one in USE_FIGURES}
    return PlanScenario(name=name, **figures, gain_gbp=money.gain_gbp, **returns.fields())
