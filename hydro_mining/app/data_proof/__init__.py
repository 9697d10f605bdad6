"""Data & proof: where each figure comes from, and the reports to take along."""

__all__: list[str] = []
