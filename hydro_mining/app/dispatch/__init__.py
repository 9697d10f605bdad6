"""Dispatch: when to mine, hour by hour, and what that was worth."""

__all__: list[str] = []
