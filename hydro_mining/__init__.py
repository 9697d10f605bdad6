"""What bitcoin mining is worth at a hydro-power site."""

import logging

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

__all__ = [
    "Evaluation",
    "Finance",
    "HydroMiningError",
    "InputError",
    "Miner",
    "Network",
    "Scenario",
    "Site",
    "StudyInputs",
    "__version__",
    "evaluate",
]

__version__ = "0.1.0"

# Who uses the package decides where its log goes.
logging.getLogger(__name__).addHandler(logging.NullHandler())
