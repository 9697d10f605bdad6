"""The screens of the page, in the order of their tabs: a new one is a line here.

They go as an owner's questions do; those of one ``group`` stand beside each other.
"""

from hydro_mining.app.alternatives.screen import AlternativesScreen
from hydro_mining.app.data_proof.screen import DataProofScreen
from hydro_mining.app.dispatch.screen import DispatchScreen
from hydro_mining.app.growth.screen import GrowthScreen
from hydro_mining.app.hydro.screen import HydroScreen
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.portfolio.screen import PortfolioScreen
from hydro_mining.app.risk.screen import RiskScreen
from hydro_mining.app.scenarios.screen import ScenariosScreen
from hydro_mining.app.screen import Screen

SCREENS: tuple[type[Screen], ...] = (
    OverviewScreen,
    ScenariosScreen,
    HydroScreen,
    RiskScreen,
    AlternativesScreen,
    GrowthScreen,
    DispatchScreen,
    PortfolioScreen,
    DataProofScreen,
)
