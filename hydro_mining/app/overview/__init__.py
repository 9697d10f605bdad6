"""Overview: the day's figures, and how the machine was chosen."""

__all__: list[str] = []
