"""Water, grid and machines on one clock: how many machines, and what they gain over export."""

from hydro_mining.economics.plan.decision import decided, mining_value
from hydro_mining.economics.plan.detail import (
    NpvByCount,
    UseByTime,
    daily_income,
    npv_by_count,
    use_by_day,
    use_by_month,
)
from hydro_mining.economics.plan.levers import PlanPaysIf, mean_export_price, plan_pays_if
from hydro_mining.economics.plan.planning import has_plan, plan_of
from hydro_mining.economics.plan.results import (
    Plan,
    PlanMachine,
)
from hydro_mining.economics.plan.rules import (
    PlanWinner,
    PlanWinners,
    best_winner,
    is_free,
    plan_winners,
    unbound_machines,
)
from hydro_mining.economics.plan.would_pay import WouldPay, none_pays, would_pay

__all__ = [
    "NpvByCount",
    "Plan",
    "PlanMachine",
    "PlanPaysIf",
    "PlanWinner",
    "PlanWinners",
    "UseByTime",
    "WouldPay",
    "best_winner",
    "daily_income",
    "decided",
    "has_plan",
    "is_free",
    "mean_export_price",
    "mining_value",
    "none_pays",
    "npv_by_count",
    "plan_of",
    "plan_pays_if",
    "plan_winners",
    "unbound_machines",
    "use_by_day",
    "use_by_month",
    "would_pay",
]
