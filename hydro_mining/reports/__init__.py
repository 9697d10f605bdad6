"""What a study leaves the product as: files for people who were not there."""

__all__: list[str] = []
