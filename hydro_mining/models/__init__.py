"""The only mutable state: what a user changes, and the last good result."""

from hydro_mining.models.catalogue import MinerCatalogue
from hydro_mining.models.following import follow, values_in_use
from hydro_mining.models.groups import FinanceInputs, NetworkInputs, ScenarioInputs, SiteInputs
from hydro_mining.models.growth import GrowthChoice
from hydro_mining.models.study import Study

__all__ = [
    "FinanceInputs",
    "GrowthChoice",
    "MinerCatalogue",
    "NetworkInputs",
    "ScenarioInputs",
    "SiteInputs",
    "Study",
    "follow",
    "values_in_use",
]
