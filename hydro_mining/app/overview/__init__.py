"""Overview: the day's figures, and how the machine was chosen."""

from hydro_mining.app.overview.screen import OverviewScreen

__all__ = ["OverviewScreen"]
