"""When a facility mines: prices by the interval, contracts, constraints, and what it earns.

``backtest(BacktestInputs(…))`` decides all zones; ``analysed(result, zone=…)`` says everything
about one of them.
"""

from hydro_mining.economics.dispatch.analysis import (
    DispatchAnalysis,
    analysed,
    dispatch_document,
)
from hydro_mining.economics.dispatch.backtesting import Backtest, BacktestInputs, backtest
from hydro_mining.economics.dispatch.comparison import Comparison, compared
from hydro_mining.economics.dispatch.contracts import Contract, check_clock
from hydro_mining.economics.dispatch.facility import Facility, MachineClass, ThrottleStep
from hydro_mining.economics.dispatch.hashprices import (
    ForwardCurve,
    HashpriceByDay,
    check_currency,
    filled_hashprices,
    hashprice_at,
    known_hashprices,
)
from hydro_mining.economics.dispatch.of_study import (
    StudyFacility,
    facility_of_study,
    with_study_figures,
)
from hydro_mining.economics.dispatch.outcome import ZoneOutcome, zone_outcome
from hydro_mining.economics.dispatch.published import published_prices
from hydro_mining.economics.dispatch.risk import (
    DailyRisk,
    daily_risk,
    extreme_days,
    worst_drawdown,
)
from hydro_mining.economics.dispatch.runs import Runs, on_off_runs
from hydro_mining.economics.dispatch.sensitivity import ProfitSensitivity, profit_sensitivity
from hydro_mining.economics.dispatch.settings import (
    FIRST_CLASS,
    HASHPRICE_SOURCES,
    OF_STUDY,
    DispatchSettings,
)
from hydro_mining.economics.dispatch.strategies import STRATEGIES
from hydro_mining.economics.dispatch.strike import mining_value, strike_price
from hydro_mining.economics.dispatch.totals import Breakdown

__all__ = [
    "FIRST_CLASS",
    "HASHPRICE_SOURCES",
    "OF_STUDY",
    "STRATEGIES",
    "Backtest",
    "BacktestInputs",
    "Breakdown",
    "Comparison",
    "Contract",
    "DailyRisk",
    "DispatchAnalysis",
    "DispatchSettings",
    "Facility",
    "ForwardCurve",
    "HashpriceByDay",
    "MachineClass",
    "ProfitSensitivity",
    "Runs",
    "StudyFacility",
    "ThrottleStep",
    "ZoneOutcome",
    "analysed",
    "backtest",
    "check_clock",
    "check_currency",
    "compared",
    "daily_risk",
    "dispatch_document",
    "extreme_days",
    "facility_of_study",
    "filled_hashprices",
    "hashprice_at",
    "known_hashprices",
    "mining_value",
    "on_off_runs",
    "profit_sensitivity",
    "published_prices",
    "strike_price",
    "with_study_figures",
    "worst_drawdown",
    "zone_outcome",
]
