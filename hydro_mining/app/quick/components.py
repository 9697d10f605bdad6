"""Panel's components are made without work that comes to nothing.

A page has some two hundred components. For each, Panel (1.9) lists the parameters that a browser is
told of once for every parameter, opens each parameter of its class to references and looks for its
theme's sheet on the disk. Param (2.4) copies a description of nearly every parameter, and reads it,
by ways that are meant for those that are just being written. What comes of it stays as it is.
"""
# ruff: noqa: SLF001 - all of this is within what Panel and Param keep to themselves

import copy
from collections.abc import Iterator, MutableMapping, MutableSequence, MutableSet
from contextlib import contextmanager
from functools import cache
from types import MemberDescriptorType
from typing import Any

import param
from panel import reactive
from panel.io.state import state
from panel.reactive import Reactive, Syncable
from panel_material_ui.theme import MaterialDesign
from param import parameterized

__all__ = ["quicken_components"]

_CONTAINERS = (MutableSequence, MutableSet, MutableMapping)
_value_by_param = param.Parameter.__get__
_made_by_panel = Reactive.__init__
_styled_by_panel = MaterialDesign._get_modifiers.__func__
_PLAIN = frozenset({bool, int, float, str, tuple, type(None)})
_name = vars(param.Parameter)["name"].__get__
# Classes whose parameters take references by now.
_OPEN: set[type[Reactive]] = set()
_STYLES: dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]] = {}


def quicken_components() -> None:
    """Let Panel and Param do so."""
    Syncable._init_params = _first_values
    reactive.edit_readonly = _opened
    Reactive.__init__ = _made
    MaterialDesign._get_modifiers = classmethod(_styled)
    parameterized._instantiate_param_obj = _own_description
    param.Parameter.__get__ = _value


def _first_values(component: Syncable) -> dict[str, Any]:
    """Return the values of a component that its model is made with."""
    told = set(component._synced_params)
    values = {name: getattr(component, name) for name in component.param if name in told}
    return {name: value for name, value in values.items() if value is not None}


@contextmanager
def _opened(component: param.Parameterized) -> Iterator[None]:
    """Let parameters be set meanwhile that a page's own code may not set, which are few."""
    closed = [p for p in component.param.objects("existing").values() if p.readonly or p.constant]
    said = [(p, p.readonly, p.constant) for p in closed]
    for known in closed:
        known.readonly = known.constant = False
    try:
        yield
    finally:
        for known, is_readonly, is_constant in said:
            known.readonly = is_readonly
            known.constant = is_constant


def _made(component: Reactive, refs: Any = None, **values: Any) -> None:
    """Make a component; the first of its class opens the parameters to references."""
    if refs is None and type(component) in _OPEN:
        super(Reactive, component).__init__(**values)
    else:
        _made_by_panel(component, refs, **values)
        _OPEN.add(type(component))


def _styled(
    design: type[MaterialDesign], component: Any, theme: Any, isolated: Any = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a theme says of a component and of those within; whoever asks may change it."""
    page = state.curdoc
    is_served = bool(page and page.session_context)
    key = design, type(component), theme, isolated, is_served, state.rel_path
    if key not in _STYLES:
        _STYLES[key] = _styled_by_panel(design, component, theme, isolated)
    return tuple(_copied(said) for said in _STYLES[key])


def _copied(said: dict[str, Any]) -> dict[str, Any]:
    return {name: copy.copy(value) for name, value in said.items()}


def _value(
    known: param.Parameter, owner: param.Parameterized | None, kind: type | None = None
) -> Any:
    """Return the value of a parameter; what was never set is asked for in Param's way."""
    if owner is None:
        return _value_by_param(known, owner, kind)
    try:
        return owner._param__private.values[_name(known)]
    except (AttributeError, KeyError):
        return _value_by_param(known, owner, kind)


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
