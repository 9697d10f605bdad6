"""Alternatives: what else the same capital could do, and in how many futures that wins."""

__all__: list[str] = []
