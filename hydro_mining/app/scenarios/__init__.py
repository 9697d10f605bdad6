"""Scenarios: what the future does to the site's money."""

from hydro_mining.app.scenarios.screen import ScenariosScreen

__all__ = ["ScenariosScreen"]
