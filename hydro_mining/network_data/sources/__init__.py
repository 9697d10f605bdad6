"""The providers' endpoints: ``get_…`` asks, ``read_…`` turns a body into checked values."""

__all__: list[str] = []
