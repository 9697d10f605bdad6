"""The files that come with the product: beside the package in a wheel, above it in a checkout."""

from pathlib import Path


def package_text(folder: str, name: str) -> str:
    """Return the text of a file of ``data/`` or ``assets/``."""
    package = Path(__file__).resolve().parent
    installed = package / folder / name
    path = installed if installed.exists() else package.parent / folder / name
    return path.read_text(encoding="utf-8")
