"""The pure core: numpy in, frozen results out; no interface, no files, no network.

``evaluate`` goes from a study to its results by ``scenario_paths``, ``annual_flows``,
``cash_flows`` and ``returns_of``, each of which can be called for anything else.
"""

from hydro_mining.economics.cash_flow import annual_flows, cash_flows
from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import Finance, Miner, Network, Scenario, Site, StudyInputs
from hydro_mining.economics.results import (
    Evaluation,
    PaysIf,
    ScenarioResult,
    SiteResult,
)
from hydro_mining.economics.returns import Returns, returns_of
from hydro_mining.economics.scenarios import scenario_paths

__all__ = [
    "Evaluation",
    "Finance",
    "Miner",
    "Network",
    "PaysIf",
    "Returns",
    "Scenario",
    "ScenarioResult",
    "Site",
    "SiteResult",
    "StudyInputs",
    "annual_flows",
    "cash_flows",
    "evaluate",
    "returns_of",
    "scenario_paths",
]
