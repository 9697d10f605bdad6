"""Undo, redo and starting over, as a visitor meets them."""

from hydro_mining.app.history.bar import HistoryBar

__all__ = ["HistoryBar"]
