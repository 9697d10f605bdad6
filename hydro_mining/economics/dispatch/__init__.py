"""When a facility mines: prices by the interval, contracts, constraints, and what it earns."""

from hydro_mining.economics.dispatch.backtesting import (
    Backtest,
    BacktestInputs,
    Comparison,
    backtest,
    compared,
)
from hydro_mining.economics.dispatch.contracts import Contract
from hydro_mining.economics.dispatch.facility import Facility, MachineClass, ThrottleStep
from hydro_mining.economics.dispatch.hashprices import ForwardCurve, HashpriceByDay, hashprice_at
from hydro_mining.economics.dispatch.outcome import Dispatch, UnitTotals, dispatch
from hydro_mining.economics.dispatch.published import published_prices
from hydro_mining.economics.dispatch.risk import (
    DailyRisk,
    Drawdown,
    daily_risk,
    extreme_days,
    worst_drawdown,
)
from hydro_mining.economics.dispatch.runs import Runs, on_off_runs
from hydro_mining.economics.dispatch.sensitivity import ProfitSensitivity, profit_sensitivity
from hydro_mining.economics.dispatch.spot_rule import SpotTotals, spot_totals
from hydro_mining.economics.dispatch.strategies import STRATEGIES
from hydro_mining.economics.dispatch.strike import mining_value, strike_price
from hydro_mining.economics.dispatch.totals import Breakdown, Totals
from hydro_mining.economics.dispatch.water_use import WaterUse, mine_export_curtail

__all__ = [
    "STRATEGIES",
    "Backtest",
    "BacktestInputs",
    "Breakdown",
    "Comparison",
    "Contract",
    "DailyRisk",
    "Dispatch",
    "Drawdown",
    "Facility",
    "ForwardCurve",
    "HashpriceByDay",
    "MachineClass",
    "ProfitSensitivity",
    "Runs",
    "SpotTotals",
    "ThrottleStep",
    "Totals",
    "UnitTotals",
    "WaterUse",
    "backtest",
    "compared",
    "daily_risk",
    "dispatch",
    "extreme_days",
    "hashprice_at",
    "mine_export_curtail",
    "mining_value",
    "on_off_runs",
    "profit_sensitivity",
    "published_prices",
    "spot_totals",
    "strike_price",
    "worst_drawdown",
]
