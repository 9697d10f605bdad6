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

__all__ = [
    "BacktestInputs",
    "Contract",
    "Evaluation",
    "Facility",
    "Finance",
    "GrowthCoefficients",
    "GrowthInputs",
    "GrowthTable",
    "HydroMiningError",
    "InputError",
    "MachineClass",
    "Miner",
    "Network",
    "Scenario",
    "Site",
    "StudyInputs",
    "ThrottleStep",
    "__version__",
    "analysed",
    "backtest",
    "compare_growth",
    "evaluate",
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
}


def __getattr__(name: str) -> Any:
    """Return a public name that is loaded late."""
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
