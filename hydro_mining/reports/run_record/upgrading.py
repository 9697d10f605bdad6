"""Records of older versions of the schema, made ones of the present version."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["upgraded"]


def upgraded(document: Mapping[str, Any], *, version: int) -> Mapping[str, Any]:
    """Return a parsed record of ``version`` as one of the present version, still unchecked."""
    while version in _UPGRADES:
        document = {**_UPGRADES[version](document), "schema_version": version + 1}
        version += 1
    return document


def _with_screens(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Version 2 holds the choices on Growth and Dispatch, of which version 1 knew nothing."""
    inputs = document.get("inputs")
    if not isinstance(inputs, dict) or "screens" in inputs:
        return document
    return {**document, "inputs": {**inputs, "screens": {"growth": None, "dispatch": None}}}


_UPGRADES: Mapping[int, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = MappingProxyType(
    {1: _with_screens}
)
