"""The sections of a case beside its study: each registers the type of its frozen settings."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

_Settings = TypeVar("_Settings")
_types: dict[str, type] = {}

# Type of a section's settings by its key in a run record; modules register in any order.
SECTIONS: Mapping[str, type] = MappingProxyType(_types)


def record_section(key: str) -> Callable[[type[_Settings]], type[_Settings]]:
    """Return a decorator that makes a frozen dataclass the section ``key`` of run records.

    Raises
    ------
    ValueError
        If another type has that key.
    """

    def registered(kind: type[_Settings]) -> type[_Settings]:
        if key in _types:
            raise ValueError(f"section {key!r} is {_types[key].__name__}")
        _types[key] = kind
        return kind

    return registered
