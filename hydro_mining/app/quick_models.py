"""Bokeh's models are made, looked through and written without asking anew what never changes.

A page has some hundred models, and Bokeh (3.9) goes through all properties of all of them again
and again: when a model is made, when references are followed, when a page is written. Most stand at
a default that is the same for all models of a class; here only the others are looked at. What a
model holds and what is written of it stay as they are.
"""
# ruff: noqa: SLF001 - all of this is within what Bokeh keeps to itself

from collections.abc import Callable
from functools import cache
from typing import Any

import bokeh.model.model
import bokeh.model.util
from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.property.singletons import Intrinsic, Undefined
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import Model
from bokeh.settings import settings

__all__ = ["quicken_models"]

# What is replaced; it is still asked where a theme decides, and defaults are wanted.
_made_by_bokeh, _themed_by_bokeh = HasProps.__init__, HasProps.themed_values
_default_by_bokeh = PropertyDescriptor._get_default
_values_by_bokeh = HasProps.properties_with_values
_visited_by_bokeh = bokeh.model.util.visit_immediate_value_references
_KNOWN: dict[tuple[type[HasProps], str], Any] = {}
_PLAIN = frozenset({int, float, str, bool, type(None)})


def quicken_models() -> None:
    """Let Bokeh do so, and leave out its checks of a developer's work.

    Those are its settings of a document's integrity and of the signatures of callbacks.
    """
    PropertyDescriptor._get_default = _default
    HasProps.__init__ = _made
    HasProps.themed_values = _themed
    HasProps.properties_with_values = _values
    bokeh.model.util.visit_immediate_value_references = _visited
    settings.perform_document_validation = False
    settings.perform_error_diagnostics = False


def _default(descriptor: PropertyDescriptor[Any], model: HasProps) -> Any:
    """Return a property's default: of those that Bokeh calls stable, the one that was found."""
    if model.themed_values() is not None:
        return _default_by_bokeh(descriptor, model)
    key = type(model), descriptor.name
    if key in _KNOWN:
        return _KNOWN[key]
    default = _default_by_bokeh(descriptor, model)
    if not descriptor.has_unstable_default(model):
        _KNOWN[key] = default
    return default


def _themed(model: HasProps) -> dict[str, Any] | None:
    """Return what a theme gives a model, None for nothing."""
    themed: dict[str, Any] | None = model.__dict__.get("__themed_values__")
    return themed


def _made(model: HasProps, **properties: Any) -> None:
    """Make a model: what is given is set, and what is each model's own by default is made."""
    super(HasProps, model).__init__()
    model._property_values = {}
    model._unstable_default_values = {}
    model._unstable_themed_values = {}
    plain = _plain(type(model))
    for name, value in properties.items():
        if value is Undefined or value is Intrinsic:
            continue
        if name in plain:
            _set_first(model, plain[name], value)
        else:
            setattr(model, name, value)
    for descriptor in _own(type(model)):
        if descriptor.name not in properties:
            descriptor._get(model)
    model._initialized = True


def _set_first(model: HasProps, descriptor: PropertyDescriptor[Any], value: Any) -> None:
    """Set a value of a model that nobody follows yet, unless it is the default."""
    prepared = descriptor.property.prepare_value(model, descriptor.name, value)
    # No model is the default of another: none is made to be compared with.
    if isinstance(prepared, Model) or not _is_same(descriptor, prepared, descriptor._get(model)):
        descriptor._set_value(model, prepared)


def _is_same(descriptor: PropertyDescriptor[Any], one: Any, other: Any) -> bool:
    if type(one) in _PLAIN and type(other) in _PLAIN:
        return bool(one == other)
    return descriptor.property.matches(one, other)


def _values(
    model: HasProps, *, include_defaults: bool = True, include_undefined: bool = False
) -> dict[str, Any]:
    """Return a model's values as they are written; without defaults, only the others are read."""
    if include_defaults:
        return _values_by_bokeh(
            model, include_defaults=include_defaults, include_undefined=include_undefined
        )
    own, themed = model._unstable_default_values, model.themed_values() or {}
    wanted = model._property_values.keys() | own.keys() | themed.keys()
    found = {}
    for descriptor in _written(type(model)):
        name = descriptor.name
        if name in wanted:
            value = descriptor.get_value(model)
            is_as_made = name in own and isinstance(value, PropertyValueContainer)
            if name in themed or not is_as_made:
                found[name] = value
    return found


def _visited(value: Any, visitor: Callable[[Model], None]) -> None:
    """Show a visitor the models that a model refers to; a default that is shared refers to none."""
    if not isinstance(value, HasProps) or value.themed_values() is not None:
        _visited_by_bokeh(value, visitor)
        return
    given, own = value._property_values, value._unstable_default_values
    for name in _referring(type(value)):
        child = given[name] if name in given else own.get(name)
        if type(child) not in _PLAIN:
            bokeh.model.util.visit_value_and_its_immediate_references(child, visitor)


@cache
def _plain(kind: type[HasProps]) -> dict[str, PropertyDescriptor[Any]]:
    """Return the properties of a class that are set in no way of their own, by name."""
    found = {name: kind.lookup(name) for name in kind.properties(_with_props=True)}
    return {name: one for name, one in found.items() if type(one) is PropertyDescriptor}


@cache
def _own(kind: type[HasProps]) -> list[PropertyDescriptor[Any]]:
    """Return the properties of a class whose defaults are made anew for each model."""
    names = kind.properties(_with_props=True)
    return [
        descriptor
        for descriptor in map(kind.lookup, names)
        if descriptor.has_unstable_default(kind)  # asks for nothing that a model has beyond it
    ]


@cache
def _written(kind: type[HasProps]) -> list[PropertyDescriptor[Any]]:
    """Return the properties of a class that are sent to browsers, in Bokeh's order."""
    names = kind.properties(_with_props=True)
    return [descriptor for descriptor in map(kind.lookup, names) if descriptor.serialized]


@cache
def _referring(kind: type[HasProps]) -> list[str]:
    """Return the properties of a class that may refer to models."""
    return list(kind.properties_with_refs())
