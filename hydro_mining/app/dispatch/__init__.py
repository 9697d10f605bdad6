"""Dispatch: when to mine, hour by hour, and what that was worth."""

from hydro_mining.app.dispatch.screen import DispatchScreen

__all__ = ["DispatchScreen"]
