"""What a person sees: functions of results that compute no economics and change nothing."""

__all__: list[str] = []
