"""Bokeh's models are made and looked through without asking anew what never changes.

A page has some hundred models, and Bokeh (3.9) looks through all properties of all of them again
and again. Most stand at their default, and finding that out took a third of a page load.
"""

from typing import Any

from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.settings import settings

__all__ = ["quicken_models"]

_found_by_bokeh = PropertyDescriptor._get_default  # noqa: SLF001
_KNOWN: dict[tuple[type[HasProps], str], Any] = {}


def quicken_models() -> None:
    """Keep defaults of models by their class, and leave out Bokeh's checks of a developer's work.

    Those are its settings of a document's integrity and of the signatures of callbacks.
    """
    PropertyDescriptor._get_default = _default  # noqa: SLF001
    settings.perform_document_validation = False
    settings.perform_error_diagnostics = False


def _default(descriptor: PropertyDescriptor[Any], model: HasProps) -> Any:
    """Return a property's default: of those that Bokeh calls stable, the one that was found."""
    if model.themed_values() is not None:
        return _found_by_bokeh(descriptor, model)
    key = type(model), descriptor.name
    if key in _KNOWN:
        return _KNOWN[key]
    default = _found_by_bokeh(descriptor, model)
    if not descriptor.has_unstable_default(model):
        _KNOWN[key] = default
    return default
