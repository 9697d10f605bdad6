"""What bitcoin mining is worth at a hydro-power site.

The names below are the public interface, as docs/api.md describes it; everything else is free
to change.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from hydro_mining.economics import (
    Evaluation,
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
    evaluate,
)
from hydro_mining.economics.hydro.inputs import (
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
)
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import HydroMiningError, InputError

if TYPE_CHECKING:
    from hydro_mining.economics.dispatch import (
        BacktestInputs,
        Contract,
        Facility,
        MachineClass,
        ThrottleStep,
        analysed,
        backtest,
    )
    from hydro_mining.economics.growth import (
        GrowthCoefficients,
        GrowthInputs,
        GrowthTable,
        compare_growth,
    )
    from hydro_mining.economics.hydro import (
        analysed_water,
        energy_percentiles,
        flow_at_exceedance,
        penstock_head_loss_m,
        power_kw,
        turbine_efficiency,
    )
    from hydro_mining.economics.plan import (
        Plan,
        npv_by_count,
        use_by_day,
        use_by_month,
        would_pay,
    )

__all__ = [
    "BacktestInputs",
    "Contract",
    "Evaluation",
    "ExceedanceRule",
    "Facility",
    "Finance",
    "GrowthCoefficients",
    "GrowthInputs",
    "GrowthTable",
    "HandsOffRule",
    "HydroInputs",
    "HydroMiningError",
    "InputError",
    "MachineClass",
    "MarketInputs",
    "Miner",
    "Network",
    "Penstock",
    "Plan",
    "Scenario",
    "Series",
    "Site",
    "StudyInputs",
    "ThrottleStep",
    "TurbineCurve",
    "__version__",
    "analysed",
    "analysed_water",
    "backtest",
    "compare_growth",
    "energy_percentiles",
    "evaluate",
    "flow_at_exceedance",
    "npv_by_count",
    "penstock_head_loss_m",
    "power_kw",
    "turbine_efficiency",
    "use_by_day",
    "use_by_month",
    "would_pay",
]

__version__ = "0.1.0"

# Who uses the package decides where its log goes.
logging.getLogger(__name__).addHandler(logging.NullHandler())

# Loaded when they are first asked for: the command line starts sooner without them.
_LATER = {
    "hydro_mining.economics.dispatch": (
        "BacktestInputs",
        "Contract",
        "Facility",
        "MachineClass",
        "ThrottleStep",
        "analysed",
        "backtest",
    ),
    "hydro_mining.economics.growth": (
        "GrowthCoefficients",
        "GrowthInputs",
        "GrowthTable",
        "compare_growth",
    ),
    "hydro_mining.economics.hydro": (
        "analysed_water",
        "energy_percentiles",
        "flow_at_exceedance",
        "penstock_head_loss_m",
        "power_kw",
        "turbine_efficiency",
    ),
    "hydro_mining.economics.plan": (
        "Plan",
        "npv_by_count",
        "use_by_day",
        "use_by_month",
        "would_pay",
    ),
}


def __getattr__(name: str) -> Any:
    """Return a public name that is loaded late."""
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
