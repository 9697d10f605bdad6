"""Panel's components are made without work that comes to nothing.

A page has some two hundred components. For each, Panel (1.9) lists the parameters that a browser is
told of once for every parameter, and Param (2.4) copies a description of nearly every parameter by
ways that are meant for descriptions that are just being written. What comes of it stays as it is.
"""

import copy
from collections.abc import MutableMapping, MutableSequence, MutableSet
from functools import cache
from types import MemberDescriptorType
from typing import Any

import param
from panel.reactive import Syncable
from param import parameterized

__all__ = ["quicken_components"]

_CONTAINERS = (MutableSequence, MutableSet, MutableMapping)
_told_by_panel = Syncable._init_params  # noqa: SLF001
_described_by_param = parameterized._instantiate_param_obj  # noqa: SLF001
_PLAIN = frozenset({bool, int, float, str, tuple, type(None)})


def quicken_components() -> None:
    """Let Panel and Param do so."""
    Syncable._init_params = _first_values  # noqa: SLF001
    parameterized._instantiate_param_obj = _own_description  # noqa: SLF001


def _first_values(component: Syncable) -> dict[str, Any]:
    """Return the values of a component that its model is made with."""
    told = set(component._synced_params)  # noqa: SLF001
    values = {name: getattr(component, name) for name in component.param if name in told}
    return {name: value for name, value in values.items() if value is not None}


def _own_description(
    known: param.Parameter, owner: param.Parameterized | None = None
) -> param.Parameter:
    """Return a copy of a class's parameter for one of its instances, which nobody watches yet."""
    kind = type(known)
    own = kind.__new__(kind)
    for name, slot in _slots(kind).items():
        value = slot.__get__(known, kind)
        if name != "default" and type(value) not in _PLAIN and isinstance(value, _CONTAINERS):
            value = copy.copy(value)
        slot.__set__(own, value)
    _slots(kind)["owner"].__set__(own, owner)
    _slots(kind)["watchers"].__set__(own, {})
    return own


@cache
def _slots(kind: type[param.Parameter]) -> dict[str, MemberDescriptorType]:
    """Return where the descriptions of a class keep what they hold."""
    found = {}
    for name in kind._all_slots_:
        found[name] = next(vars(base)[name] for base in kind.__mro__ if name in vars(base))
    return found
