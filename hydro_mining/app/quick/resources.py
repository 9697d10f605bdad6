"""Which scripts and style sheets a page asks for is found once, and not for each visitor.

Panel (1.9) looks for them among the classes of all components, known to a page or not, on the disk.
It is looked for anew where a page's settings are others, or there are more components.
"""
# ruff: noqa: SLF001 - all of this is within what Panel keeps to itself

import copy
from collections.abc import Sequence
from typing import Any

from bokeh.model import Model
from panel.config import config, panel_extension
from panel.io import resources as panel_resources
from panel.io import server
from panel.io.state import state
from panel.reactive import ReactiveMetaBase

_found_by_panel = server.bundle_resources
# Settings of a page that ask for a script or a sheet, or say where they lie.
_ASKING = (
    *("autoreload", "css_files", "design", "global_css", "global_loading_spinner", "js_files"),
    *("js_modules", "loading_color", "loading_max_height", "loading_spinner", "notifications"),
    *("npm_cdn", "raw_css", "theme"),
)
_ABOUT = ("absolute", "components", "dev", "minified", "mode", "notebook", "root_url")
_KNOWN: dict[tuple[Any, ...], Any] = {}


def quicken_resources() -> None:
    """Let Panel do so."""
    server.bundle_resources = _found


def _found(roots: Sequence[Model], resources: Any, **options: Any) -> Any:
    """Return what a page asks for; to be changed by whoever asked."""
    if options or not isinstance(resources, panel_resources.Resources):
        return _found_by_panel(roots, resources, **options)
    key = (
        *(repr(getattr(resources, name)) for name in _ABOUT),
        *(repr(getattr(config, name)) for name in _ASKING),
        state.rel_path,
        state.base_url,
        frozenset(state._extensions or ()),
        frozenset(ReactiveMetaBase._loaded_extensions),
        len(Model.model_class_reverse_map),
        _has_math(roots),
    )
    if key not in _KNOWN:
        _KNOWN[key] = _found_by_panel(roots, resources)
    panel_resources.RESOURCE_MODE = resources.mode
    found = copy.copy(_KNOWN[key])
    vars(found).update({name: copy.copy(value) for name, value in vars(found).items()})
    return found


def _has_math(roots: Sequence[Model]) -> bool:
    return bool(
        panel_resources._use_mathjax(roots)
        or panel_resources._panel_use_mathjax(roots)
        or "mathjax" in panel_extension._loaded_extensions
    )
