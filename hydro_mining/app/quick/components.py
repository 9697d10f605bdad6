"""Panel's components are made without work that comes to nothing.

A page has some two hundred components. For each, Panel (1.9) lists the parameters that a browser is
told of once for every parameter, opens each parameter of its class to references, reads the
template of its class and looks for its theme's sheet on the disk. Param (2.4) asks of each value
whether it follows another, searches for each parameter that is watched, and copies and reads the
descriptions of nearly all, by ways that are meant for those that are just being written. What comes
of it stays as it is.
"""
# ruff: noqa: SLF001 - all of this is within what Panel and Param keep to themselves

import copy
from collections.abc import Iterator, MutableMapping, MutableSequence, MutableSet
from contextlib import contextmanager
from functools import cache
from types import MemberDescriptorType, SimpleNamespace
from typing import Any

import param
from jinja2 import Template
from panel import reactive
from panel.io.state import state
from panel.reactive import Reactive, Syncable
from panel_material_ui.theme import MaterialDesign
from param import parameterized

_CONTAINERS = (MutableSequence, MutableSet, MutableMapping)
_value_by_param = param.Parameter.__get__
_resolved_by_param = parameterized.Parameters._resolve_ref
_registered_by_param = parameterized.Parameters._register_watcher
_made_by_panel = Reactive.__init__
_styled_by_panel = MaterialDesign._get_modifiers.__func__
_PLAIN = frozenset({bool, int, float, str, tuple, type(None)})
_HOLDING = frozenset({dict, list, tuple})
_name = vars(param.Parameter)["name"].__get__
# Classes whose parameters take references by now.
_OPEN: set[type[Reactive]] = set()
_STYLES: dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]] = {}


def quicken_components() -> None:
    """Let Panel and Param do so."""
    Syncable._init_params = _first_values
    reactive.edit_readonly = _opened
    reactive.jinja2 = SimpleNamespace(Template=cache(Template))
    Reactive.__init__ = _made
    MaterialDesign._get_modifiers = classmethod(_styled)
    parameterized._instantiate_param_obj = _own_description
    parameterized.Parameters._resolve_ref = _resolved
    parameterized.Parameters._register_watcher = _registered
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


def _resolved(
    parameters: parameterized.Parameters, known: param.Parameter, value: Any
) -> tuple[Any, Any, Any, bool]:
    """Return a reference, what it depends on, its value and whether it comes later."""
    kind = type(value)
    if (kind in _PLAIN or kind in _HOLDING) and not (kind in _HOLDING and known.nested_refs):
        return None, None, value, False  # it is no reference and holds none
    found: tuple[Any, Any, Any, bool] = _resolved_by_param(parameters, known, value)
    return found


def _registered(
    parameters: parameterized.Parameters, action: str, watcher: Any, what: str = "value"
) -> None:
    """Note who watches values of a component; all else, and faults, are left to Param."""
    owner, known = parameters.self, parameters._cls_parameters
    is_plain = action == "append" and what == "value" and owner is not None
    if not (
        is_plain
        and owner._param__private.initialized
        and all(name in known for name in watcher.parameter_names)
    ):
        _registered_by_param(parameters, action, watcher, what)
        return
    for name in watcher.parameter_names:
        owner._param__private.watchers.setdefault(name, {}).setdefault(what, []).append(watcher)


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
