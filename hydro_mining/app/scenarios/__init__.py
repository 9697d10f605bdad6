"""Scenarios: what the future does to the site's money."""

__all__: list[str] = []
