"""How the figures of a plan were computed, with the values in the formula."""

from dataclasses import replace

from hydro_mining.constants import GRAVITY_M_S2
from hydro_mining.economics.hydro import HydroInputs, net_head_m, power_kw
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan.results import Plan, PlanScenario
from hydro_mining.quantities import Currency, formatted
from hydro_mining.views.markup import Step


def plan_workings(study: StudyInputs, plan: Plan, currency: Currency) -> list[Step]:
    """Return (figure, formula, formula with its values) of a plan's water and year 1."""
    hydro = study.hydro
    steps = [] if hydro is None or hydro.river is None else _power(hydro)
    money = plan_money_workings(study, plan.base_case, currency)
    return [*steps, *_energy(plan), _decision(study), *money]


def _power(hydro: HydroInputs) -> list[Step]:
    flow, gross = hydro.design_flow_m3_s, hydro.gross_head_m
    assert flow is not None
    head = float(net_head_m(flow, hydro))
    free = replace(hydro, residual_flow_m3_s=0.0, outage_fraction=0.0, capacity_kw=None)
    most = float(power_kw(flow, free))
    turbine = most / (GRAVITY_M_S2 * flow * head * hydro.generator_efficiency)
    return [
        (
            "Net head at design flow",
            "gross head − what is lost on the way at that flow",
            f"{formatted('gross_head_m', gross)} → {formatted('head_m', head)}",
        ),
        (
            "Power at design flow",
            "9.81 × flow × net head × turbine efficiency × generator efficiency",
            f"{GRAVITY_M_S2:g} × {formatted('flow_m3_s', flow)} × {formatted('head_m', head)} × "
            f"{100 * turbine:.1f} % × "
            f"{formatted('generator_efficiency', hydro.generator_efficiency)} = "
            f"{formatted('site_power_kw', most)}",
        ),
        (
            "Power of every interval",
            "the same with its own flow, after the residual flow and at most the design flow; at "
            "most the capacity; × (1 − outage)",
            f"outage {formatted('outage_fraction', hydro.outage_fraction)}, capacity "
            f"{formatted('capacity_kw', hydro.capacity_kw)}",
        ),
    ]


def _energy(plan: Plan) -> list[Step]:
    energy, mean = plan.annual_energy_mwh, plan.mean_power_kw
    return [
        (
            "Mean power",
            "energy a year ÷ 8,760 h",
            f"{formatted('annual_energy_mwh', energy)} ÷ 8,760 h = "
            f"{formatted('mean_power_kw', mean)}",
        )
    ]


def _decision(study: StudyInputs) -> Step:
    limit = None if study.market is None else study.market.export_limit_kw
    said = "no limit" if limit is None else formatted("export_limit_kw", limit)
    return (
        "What an hour's water does",
        "a MWh is mined where that earns more than exporting it; what the grid cannot take is "
        "mined first; what neither takes is curtailed",
        f"worth of a MWh mined = revenue per TH and day ÷ 24 × 10⁶ ÷ (J/TH × (1 + cooling and "
        f"losses)), day by day; export limit: {said}",
    )


def plan_money_workings(study: StudyInputs, base: PlanScenario, currency: Currency) -> list[Step]:
    """Return (figure, formula, values) for a scenario's first year and its NPV."""
    names = ("mining_gbp", "export_gbp", "generation_payment_gbp", "deemed_export_gbp")
    parts = {name: float(getattr(base, name)[0]) for name in (*names, "export_only_gbp")}
    gain = float(base.gain_gbp[0])
    opex = sum(parts[name] for name in names) - parts["export_only_gbp"] - gain

    def said(name: str, value: float) -> str:
        return formatted(name, value, currency)

    income = " + ".join(said(name, parts[name]) for name in names)
    rate = formatted("discount_rate_per_year", study.finance.discount_rate_per_year)
    flows = "; ".join(said("cash_flow_gbp", float(flow)) for flow in base.cashflows)
    return [
        (
            "Gain of year 1",
            "mining after the pool fee + export + payment for generation + deemed export − income "
            "of export alone − other opex",
            f"{income} − {said('export_only_gbp', parts['export_only_gbp'])} − "
            f"{said('other_opex_gbp_per_year', opex)} = {said('gain_gbp', gain)}",
        ),
        (
            "NPV",
            "investment and gains, with what the machines fetch at the end, each ÷ (1 + discount "
            "rate)^year, added up from year 0 on",
            f"{flows}, at {rate} → {said('npv_gbp', base.npv_gbp)}",
        ),
    ]
