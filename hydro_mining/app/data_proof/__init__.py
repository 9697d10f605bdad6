"""Data & proof: where each figure comes from, and the reports to take along."""

from hydro_mining.app.data_proof.screen import DataProofScreen

__all__ = ["DataProofScreen"]
