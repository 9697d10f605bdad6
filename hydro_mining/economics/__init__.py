"""The pure core: numpy in, frozen results out; no interface, no files, no network."""

from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import Finance, Miner, Network, Scenario, Site, StudyInputs
from hydro_mining.economics.results import Evaluation, MinerResults, ScenarioResult, SiteResult

__all__ = [
    "Evaluation",
    "Finance",
    "Miner",
    "MinerResults",
    "Network",
    "Scenario",
    "ScenarioResult",
    "Site",
    "SiteResult",
    "StudyInputs",
    "evaluate",
]
