"""The files of the look, each read once."""

from functools import cache

from hydro_mining.package_files import package_text


@cache
def asset(name: str) -> str:
    """Return the text of a file of ``assets/``."""
    return package_text("assets", name)
