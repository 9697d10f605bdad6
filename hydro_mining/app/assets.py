"""The files of the look: beside the package in a wheel, above it in a checkout."""

from functools import cache
from pathlib import Path

__all__ = ["asset"]


@cache
def asset(name: str) -> str:
    """Return the text of a file of ``assets/``."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "assets" / name
    path = installed if installed.exists() else package.parent / "assets" / name
    return path.read_text(encoding="utf-8")
