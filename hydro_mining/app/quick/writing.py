"""Bokeh's models are looked through and written without asking anew what never changes.

Bokeh (3.9) goes through all properties of all models of a page when references are followed and
when the page is written. Most stand at a default that is the same for all models of a class; here
only the others are looked at. What is found and written stays as it is.
"""
# ruff: noqa: SLF001 - all of this is within what Bokeh keeps to itself

import json
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import bokeh.model.model
import bokeh.model.util
import numpy as np
from bokeh.core.has_props import HasProps, MetaHasProps
from bokeh.core.property.bases import Property
from bokeh.core.property.dataspec import DataSpec
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.property.nothing import Nothing
from bokeh.core.property.primitive import String
from bokeh.core.property.vectorization import Field, Value
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.core.serialization import Serializer
from bokeh.model import DataModel, Model
from bokeh.settings import settings
from bokeh.util.serialization import NP_EPOCH, NP_MS_DELTA

# What is replaced; it is still asked where a theme decides, and defaults are wanted.
_values_by_bokeh = HasProps.properties_with_values
_visited_by_bokeh = bokeh.model.util.visit_immediate_value_references
_value_visited_by_bokeh = bokeh.model.util.visit_value_and_its_immediate_references
_encoded_by_bokeh = Serializer.encode
_defined_by_bokeh = Serializer._encoders[MetaHasProps]
_DEFINED: dict[type[Model], dict[str, Any]] = {}
# By the identity of a property, which stays as long as what was found of it.
_OF_NO_TEXT: dict[int, tuple[DataSpec, Property[Any]]] = {}
# They refer to no model.
_PLAIN = frozenset({int, float, str, bool, type(None)})
_WRITTEN_AS_IS = _PLAIN - {int, float}


def quicken_writing() -> None:
    """Let Bokeh do so, and leave out its check of a document's integrity."""
    HasProps.properties_with_values = _values
    bokeh.model.util.visit_immediate_value_references = _visited
    for module in (bokeh.model.util, bokeh.model.model):
        module.visit_value_and_its_immediate_references = _value_visited
    Model.references = _found
    DataSpec.to_serializable = _specified
    Serializer.encode = _encoded
    Serializer._encoders[MetaHasProps] = _defined
    settings.perform_document_validation = False


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
            _value_visited(child, visitor)


def _value_visited(value: Any, visitor: Callable[[Model], None]) -> None:
    """Show a visitor the model that a value is, or those in a container or another value."""
    if isinstance(value, Model):
        visitor(value)
    elif isinstance(value, list | tuple):
        for one in value:
            if type(one) not in _PLAIN:
                _value_visited(one, visitor)
    elif isinstance(value, dict):
        for pair in value.items():
            _value_visited(pair, visitor)
    elif type(value) not in _PLAIN:
        _value_visited_by_bokeh(value, visitor)


def _found(model: Model) -> set[Model]:
    """Return a model and all that it leads to."""
    found, queued = {model}, [model]

    def queue(one: Model) -> None:
        if one not in found:
            found.add(one)
            queued.append(one)

    while queued:
        _visited(queued.pop(), queue)
    return found


def _encoded(serializer: Serializer, value: Any) -> Any:
    """Return what is written of a value: a column of one kind of values is written at once."""
    if type(value) in _WRITTEN_AS_IS:
        return value
    if type(value) is list:
        written = _column(value)
        if written is not None:
            return written
    return _encoded_by_bokeh(serializer, value)


def _column(column: list[Any]) -> list[Any] | None:
    """Return a column of texts, numbers or instants as Bokeh writes each; None for another."""
    kinds = set(map(type, column))
    # Where the sum of numbers is one, each of them is.
    if kinds == {str} or (kinds == {float} and math.isfinite(sum(column))):
        return column.copy()
    if kinds == {np.datetime64}:
        written = (np.array(column) - NP_EPOCH) / NP_MS_DELTA
        return written.tolist() if np.isfinite(written).all() else None
    return None


def _specified(known: DataSpec, owner: HasProps, name: str, value: Any) -> Any:  # noqa: ARG001
    """Return what is written of a value that may stand for all points, or name their column."""
    try:
        _of_no_text(known).validate(value, False)
    except ValueError:
        return Field(value) if isinstance(value, str) else value
    return Value(value)


def _of_no_text(known: DataSpec) -> Property[Any]:
    """Return what a value must be to stand for all points."""
    if id(known) not in _OF_NO_TEXT:
        _OF_NO_TEXT[id(known)] = known, known.value_type.replace(String, Nothing())
    return _OF_NO_TEXT[id(known)][1]


def _defined(kind: type[HasProps], serializer: Serializer) -> Any:
    """Return what is written of a class: of one with data, what was written of it at first."""
    if kind in _DEFINED:
        serializer.add_ref(kind, {"id": kind.__qualified_model__})
        return _DEFINED[kind]
    written = _defined_by_bokeh(kind, serializer)
    if issubclass(kind, DataModel) and _stands_alone(written):
        _DEFINED[kind] = written
    return written


def _stands_alone(written: dict[str, Any]) -> bool:
    """Whether what was written of a class refers to no class or model before it."""
    try:
        return "extends" not in written and '"id":' not in json.dumps(written)
    except TypeError:  # raw bytes, which each message has to itself
        return False


@cache
def _written(kind: type[HasProps]) -> list[PropertyDescriptor[Any]]:
    """Return the properties of a class that are sent to browsers, in Bokeh's order."""
    names = kind.properties(_with_props=True)
    return [descriptor for descriptor in map(kind.lookup, names) if descriptor.serialized]


@cache
def _referring(kind: type[HasProps]) -> list[str]:
    """Return the properties of a class that may refer to models."""
    return list(kind.properties_with_refs())
