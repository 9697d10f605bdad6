"""What Panel's components that are drawn by scripts have in common is found once for each class.

Panel (1.9) asks for it anew for each component, of which a page has forty: where the script lies,
which parameters are the script's and which are components within; and for a module that watches
files. What comes of it stays as it is, but for addresses of scripts elsewhere, which a script that
this server has does not ask for.
"""
# ruff: noqa: SLF001 - all of this is within what Panel keeps to itself

from functools import cache
from typing import Any, NamedTuple

import bokeh.model.util
from bokeh.document import Document
from bokeh.model import DataModel, Model
from panel.config import config
from panel.custom import ReactiveESM
from panel.io.state import state
from panel.reactive import Reactive, ReactiveCustomBase
from panel.viewable import Child, Children, Viewable, is_viewable_param
from panel_material_ui.base import MaterialComponent

# What is replaced; the first of a class is still made by it.
_made_by_panel = ReactiveESM._get_properties
_watched_by_panel = MaterialComponent._setup_autoreload
_links_by_panel = {
    kind: vars(kind)["_linked_properties"] for kind in (ReactiveESM, MaterialComponent)
}
# Of what a model is made with: the same for all components of a class that a server shows.
_SHARED = (
    *("bundle", "class_name", "css_bundle", "dev", "esm"),
    *("events", "importmap", "name", "render_policy"),
)
_TELLING = "@mui/material/"
_KNOWN: dict[tuple[type[ReactiveESM], str | None], dict[str, Any]] = {}


class _Names(NamedTuple):
    """Parameters of a class: no property of a model, its data's, and components within it.

    Of these some are models within, and some are looked through for components.
    """

    no_property: tuple[str, ...]
    data: tuple[str, ...]
    unsaid: frozenset[str]
    children: tuple[str, ...]
    places: tuple[str, ...]


def quicken_scripts() -> None:
    """Let Panel do so."""
    ReactiveESM._get_properties = _properties
    ReactiveESM._get_children = _children
    ReactiveESM.select = _selected
    MaterialComponent._setup_autoreload = _watched
    ReactiveCustomBase._patch_datamodel_ref = classmethod(_named)
    for kind in _links_by_panel:
        kind._linked_properties = property(lambda component: _links(type(component)))


def _properties(component: ReactiveESM, doc: Document | None) -> dict[str, Any]:
    """Return what a component's model is made with."""
    context = doc.session_context if doc else None
    is_served = bool(context and context.server_context)
    kind, key = type(component), (type(component), state.rel_path)
    if not is_served or config.autoreload or key not in _KNOWN:
        found: dict[str, Any] = _made_by_panel(component, doc)
        if is_served and not config.autoreload:
            _KNOWN[key] = {name: found[name] for name in _SHARED}
            _KNOWN[key]["importmap"] = _needed(found)
        return found
    found = super(ReactiveESM, component)._get_properties(doc)
    names = _names(kind)
    for name in names.no_property:
        found.pop(name, None)
    data = {name: found.pop(name) for name in names.data if name in found}
    data = {name: value for name, value in data.items() if name not in names.unsaid}
    definitions = [] if kind._data_model__initialized else [kind._data_model]
    kind._data_model__initialized = True
    model = kind._data_model(esm_constants=component._constants, **data)
    return found | _KNOWN[key] | {"_defs": definitions, "data": model}


def _needed(found: dict[str, Any]) -> dict[str, Any]:
    """Return the addresses that a script may ask for; by one Panel tells whose script it is."""
    imports = found["importmap"].get("imports", {})
    if found["bundle"] != "url":
        return dict(found["importmap"])
    return {"imports": {name: imports[name] for name in imports if name == _TELLING}}


def _children(  # noqa: PLR0917 - Panel's form
    component: ReactiveESM,
    data: DataModel,  # noqa: ARG001
    doc: Document,
    root: Model,
    parent: Model,
    comm: Any,
) -> tuple[dict[str, Any], list[Model]]:
    """Return the models of the components within one, and those of them that there were."""
    children, known = {}, []
    for name in _names(type(component)).children:
        child = getattr(component, name)
        children[name], old = component._get_child_model(child, doc, root, parent, comm)
        known += old
    return children, known


def _selected(component: ReactiveESM, selector: Any = None) -> list[Viewable]:
    """Return a component and those within it, as far as a selector has them."""
    found = Viewable.select(component, selector)
    for name in _names(type(component)).places:
        held = getattr(component, name)
        for child in held if isinstance(held, list) else [held]:
            found += [] if child is None else child.select(selector)
    return found


def _watched(component: MaterialComponent) -> None:
    """Watch a component's files where what changes is loaded anew; no module is looked for else."""
    if config.autoreload or getattr(component, "_debug", False):
        _watched_by_panel(component)


def _named(_: type, data: DataModel, root: str) -> None:
    """Name the root in a component's data, and in data within them.

    What other components are within has got the name with them: Panel looks through all of it.
    """
    name, queued, seen = f"__ref:{root}", [data], set()
    while queued:
        one = queued.pop()
        if isinstance(one, DataModel) and one.id not in seen:
            seen.add(one.id)
            if name not in one.tags:
                one.tags.append(name)
            bokeh.model.util.visit_immediate_value_references(one, queued.append)


@cache
def _names(kind: type[ReactiveESM]) -> _Names:
    told = {name: kind.param[name] for name in kind.param}
    children = [name for name, known in told.items() if is_viewable_param(known)]
    no_property = [
        name for name in told if name in children or kind._property_mapping.get(name, "") is None
    ]
    unsaid = {name for name in Reactive.param if _is_panels_own(kind, name)}
    data = [
        name
        for name, known in told.items()
        if not (name in no_property or (name in unsaid and name != "name"))
        and (known.precedence or 0) >= 0
    ]
    within = [name for name in children if kind._property_mapping.get(name, "") is not None]
    places = [name for name, known in told.items() if isinstance(known, Child | Children)]
    return _Names(tuple(no_property), tuple(data), frozenset(unsaid), tuple(within), tuple(places))


def _is_panels_own(kind: type[ReactiveESM], name: str) -> bool:
    """Tell whether a parameter says the same of all of Panel's components."""
    known = kind.param[name]
    if not issubclass(known.owner, ReactiveESM):
        return True
    is_general = name in Viewable.param and name not in {"name", "use_shadow_dom"}
    return is_general and type(Reactive.param[name]) is type(known)


@cache
def _links(kind: type[ReactiveESM]) -> tuple[str, ...]:
    """Return what a browser may change of a component, the same for all of a class."""
    by_panel = next(_links_by_panel[base] for base in kind.__mro__ if base in _links_by_panel)
    found: tuple[str, ...] = by_panel.fget(kind)  # asks for nothing that a component has beyond it
    return found
