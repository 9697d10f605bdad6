"""The only mutable state: what a visitor changes, and the last settings that fit together."""

from hydro_mining.models.background import Newest, Runner, at_once
from hydro_mining.models.case import Case
from hydro_mining.models.case_state import CaseState, changed_fields
from hydro_mining.models.catalogue import MinerCatalogue
from hydro_mining.models.dispatch import DispatchSection
from hydro_mining.models.groups import (
    FinanceInputs,
    NetworkInputs,
    ScenarioInputs,
    SiteInputs,
)
from hydro_mining.models.growth import GrowthSection
from hydro_mining.models.history import History
from hydro_mining.models.hydro import HydroSection
from hydro_mining.models.network import NetworkInUse, follow, values_in_use
from hydro_mining.models.risk import RiskInputs, RiskRun
from hydro_mining.models.section import Group, Section
from hydro_mining.models.study import Study, computed
from hydro_mining.models.title_block import TitleBlockSection

__all__ = [
    "Case",
    "CaseState",
    "DispatchSection",
    "FinanceInputs",
    "Group",
    "GrowthSection",
    "History",
    "HydroSection",
    "MinerCatalogue",
    "NetworkInUse",
    "NetworkInputs",
    "Newest",
    "RiskInputs",
    "RiskRun",
    "Runner",
    "ScenarioInputs",
    "Section",
    "SiteInputs",
    "Study",
    "TitleBlockSection",
    "at_once",
    "changed_fields",
    "computed",
    "follow",
    "values_in_use",
]
