"""Copies of Bokeh's models that refer to each other.

Bokeh itself copies by way of what it writes for a browser, and checks each value as if it were a
stranger's: ten times the work.
"""
# ruff: noqa: SLF001 - it makes what Bokeh itself makes of a model

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bokeh.core.has_props import HasProps
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import Model

_M = TypeVar("_M", bound=Model)


def copied_models(models: Collection[Model]) -> dict[Model, Model]:
    """Return a copy of each model, by the one that was copied; they refer to none but each other.

    A copy has an id of its own, no document and no callbacks; what a theme gave stays as if it had
    been set. Values that are no models and hold none are shared, but for Bokeh's own containers.
    """
    copies = {known: _bare(known) for known in models}
    for known, copy in copies.items():
        themed = known.themed_values() or {}
        for name, value in {**themed, **known._property_values}.items():
            copy._property_values[name] = _own(value, copy, name, copies)
        for name, value in known._unstable_default_values.items():
            if name not in copy._property_values:
                copy._unstable_default_values[name] = _own(value, copy, name, copies)
    return copies


def _bare(model: _M) -> _M:
    """Return a model of the same kind that holds nothing, as Bokeh makes one before it reads it."""
    copy = type(model).__new__(type(model))
    super(HasProps, copy).__init__()
    copy._property_values = {}
    copy._unstable_default_values = {}
    copy._unstable_themed_values = {}
    copy._initialized = True
    return copy


def _own(value: Any, owner: Model, name: str, copies: Mapping[Model, Model]) -> Any:
    """Return a value for the property of a copy, which hears of what changes within it."""
    value = _copied(value, copies)
    if isinstance(value, PropertyValueContainer):
        value._register_owner(owner, owner.lookup(name))
    return value


def _copied(value: Any, copies: Mapping[Model, Model]) -> Any:
    """Return a value that refers to copies in the place of the models that were copied."""
    if isinstance(value, Model):
        return copies[value]
    if isinstance(value, dict):
        return type(value)({name: _copied(one, copies) for name, one in value.items()})
    if isinstance(value, list | set):
        return type(value)(_copied(one, copies) for one in value)
    if type(value) is tuple:
        return tuple(_copied(one, copies) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _copied(one, copies) for name, one in held.items()})
    return value
