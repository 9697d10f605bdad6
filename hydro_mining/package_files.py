"""The files that come with the product: beside the package in a wheel, above it in a checkout."""

from pathlib import Path

__all__ = ["package_bytes", "package_text"]


def package_text(folder: str, name: str) -> str:
    """Return the text of a file of ``data/`` or ``assets/``."""
    return _path(folder, name).read_text(encoding="utf-8")


def package_bytes(folder: str, name: str) -> bytes:
    """Return the bytes of such a file."""
    return _path(folder, name).read_bytes()


def _path(folder: str, name: str) -> Path:
    package = Path(__file__).resolve().parent
    installed = package / folder / name
    return installed if installed.exists() else package.parent / folder / name
