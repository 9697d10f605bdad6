"""Growth: how income, costs and profit grow with power, in three readings."""

from hydro_mining.app.growth.screen import GrowthScreen

__all__ = ["GrowthScreen"]
