"""Growth: how income, costs and profit grow with power, in three readings."""

__all__: list[str] = []
