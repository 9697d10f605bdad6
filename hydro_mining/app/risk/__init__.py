"""The Risk screen."""

from hydro_mining.app.risk.screen import RiskScreen

__all__ = ["RiskScreen"]
