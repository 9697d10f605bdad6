"""The Risk screen."""

__all__: list[str] = []
