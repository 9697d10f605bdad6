"""The Hydro screen."""

from hydro_mining.app.hydro.screen import HydroScreen

__all__ = ["HydroScreen"]
