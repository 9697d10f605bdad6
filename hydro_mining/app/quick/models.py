"""Bokeh's models are made without asking anew what never changes.

A page has some hundred models, and for each Bokeh (3.9) goes through all properties. Most stand at
a default that is the same for all models of a class; here only the others are looked at, and of a
value that is one of few it is asked once whether it is fit. What a model holds stays as it is.
"""
# ruff: noqa: SLF001 - all of this is within what Bokeh keeps to itself

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import FunctionType, MethodType
from typing import Any

from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.property.singletons import Intrinsic, Undefined
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import Model
from bokeh.settings import settings
from bokeh.util import callback_manager

# What is replaced; it is still asked where a theme decides, and defaults are wanted.
_default_by_bokeh = PropertyDescriptor._get_default
_updated_by_bokeh = HasProps.update
_counted_by_bokeh = callback_manager._nargs
_overridden_by_bokeh = HasProps._overridden_defaults.__func__
_KNOWN: dict[tuple[type[HasProps], str], Any] = {}
_FIT: dict[tuple[PropertyDescriptor[Any], type, Any], Any] = {}
_MOST_FIT = 10_000
_PLAIN = frozenset({int, float, str, bool, type(None)})
_BARE = (list, set, dict)


def quicken_models() -> None:
    """Let Bokeh do so, and leave out its check of the signatures of callbacks."""
    PropertyDescriptor._get_default = _default
    HasProps.__init__ = _made
    HasProps.themed_values = _themed
    HasProps.update = _updated
    HasProps._overridden_defaults = classmethod(_overridden)
    callback_manager._nargs = _counted
    callback_manager._check_callback = _unchecked
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
    """Make a model: what is given is set, and other models that are its own by default are made."""
    super(HasProps, model).__init__()
    model._property_values = {}
    model._unstable_default_values = {}
    model._unstable_themed_values = {}
    _give(model, properties)
    for descriptor in _made_with_it(type(model)):
        if descriptor.name not in properties:
            descriptor._get(model)
    model._initialized = True


def _updated(model: HasProps, **values: Any) -> None:
    """Set values of a model; of one that nobody follows yet, as when it is made."""
    if isinstance(model, Model) and model.document is None and not model._callbacks:
        _give(model, values)
    else:
        _updated_by_bokeh(model, **values)


def _give(model: HasProps, values: Mapping[str, Any]) -> None:
    """Set values of a model that nobody follows yet."""
    plain, empty = _plain(type(model)), _empty(type(model))
    for name, value in values.items():
        if value is Undefined or value is Intrinsic:
            continue
        if name not in plain or name in model._property_values:
            setattr(model, name, value)
        # Only a bare container is asked whether it is empty: of an array that is no question.
        elif type(value) is not empty.get(name) or value or model.themed_values() is not None:
            _set_first(model, plain[name], value)


def _set_first(model: HasProps, descriptor: PropertyDescriptor[Any], value: Any) -> None:
    """Set a value of a model that nobody follows yet, unless it is the default."""
    prepared = _prepared(model, descriptor, value)
    # No model is the default of another: none is made to be compared with.
    if isinstance(prepared, Model) or not _is_same(descriptor, prepared, descriptor._get(model)):
        descriptor._set_value(model, prepared)


def _prepared(model: HasProps, descriptor: PropertyDescriptor[Any], value: Any) -> Any:
    """Return a value as a property takes it; one of few that was found fit is fit again."""
    is_of_few = _is_plain(value) and _is_of_few(descriptor, value)
    key = descriptor, type(value), value
    if is_of_few and key in _FIT:
        return _FIT[key]
    prepared = descriptor.property.prepare_value(model, descriptor.name, value)
    if is_of_few and _is_plain(prepared) and len(_FIT) < _MOST_FIT:
        _FIT[key] = prepared
    return prepared


def _is_of_few(descriptor: PropertyDescriptor[Any], value: Any) -> bool:
    """Whether a plain value of a property comes again: a name, a text, a visitor's words do not."""
    if descriptor.property.assertions:
        return False
    return type(value) is not str or not _takes_any_words(descriptor)


def _is_plain(value: Any) -> bool:
    """Whether a value cannot be changed, and nothing within it."""
    return type(value) in _PLAIN or (
        type(value) is tuple and all(type(one) in _PLAIN for one in value)
    )


def _is_same(descriptor: PropertyDescriptor[Any], one: Any, other: Any) -> bool:
    if type(one) in _PLAIN and type(other) in _PLAIN:
        return bool(one == other)
    return descriptor.property.matches(one, other)


@cache
def _overridden(kind: type[HasProps]) -> dict[str, Any]:
    """Return the defaults that a class has in the place of its bases', to be read alone."""
    found: dict[str, Any] = _overridden_by_bokeh(kind)
    return found


def _unchecked(*_: Any, **__: Any) -> None:
    """Take a callback as it is."""


def _counted(callback: Callable[..., Any]) -> int:
    """Return how many values a callback needs: of one method and as many given, it is the same."""
    if type(callback) is partial and not callback.keywords and type(callback.func) is MethodType:
        function = callback.func.__func__
        if type(function) is FunctionType:
            return _needed(function, len(callback.args))
    return _counted_by_bokeh(callback)


@cache
def _needed(function: FunctionType, given: int) -> int:
    method = MethodType(function, object())
    return _counted_by_bokeh(partial(method, *[None] * given))


@cache
def _takes_any_words(descriptor: PropertyDescriptor[Any]) -> bool:
    """Whether a property takes any text, unlike one that is a colour or a word of a list."""
    return descriptor.property.is_valid("Any words.")


@cache
def _plain(kind: type[HasProps]) -> dict[str, PropertyDescriptor[Any]]:
    """Return the properties of a class that are set in no way of their own, by name."""
    found = {name: kind.lookup(name) for name in kind.properties(_with_props=True)}
    return {name: one for name, one in found.items() if type(one) is PropertyDescriptor}


@cache
def _made_with_it(kind: type[HasProps]) -> list[PropertyDescriptor[Any]]:
    """Return the properties of a class whose defaults are made anew for each model.

    A container that is empty then is left out: it is made when it is asked for.
    """
    return [known for known in _own(kind) if known.name not in _empty(kind)]


@cache
def _own(kind: type[HasProps]) -> list[PropertyDescriptor[Any]]:
    names = kind.properties(_with_props=True)
    return [
        descriptor
        for descriptor in map(kind.lookup, names)
        if descriptor.has_unstable_default(kind)  # asks for nothing that a model has beyond it
    ]


@cache
def _empty(kind: type[HasProps]) -> dict[str, type]:
    """Return the properties of a class that are an empty list, set or dict by default."""
    found = {}
    for descriptor in _own(kind):
        default = descriptor.class_default(kind)
        if isinstance(default, PropertyValueContainer) and not default:
            found[descriptor.name] = next(one for one in _BARE if isinstance(default, one))
    return found
