"""The Portfolio screen."""

__all__: list[str] = []
