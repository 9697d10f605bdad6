"""Alternatives: what else the same capital could do, and in how many futures that wins."""

from hydro_mining.app.alternatives.screen import AlternativesScreen

__all__ = ["AlternativesScreen"]
