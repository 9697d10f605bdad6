"""The Hydro screen."""

__all__: list[str] = []
