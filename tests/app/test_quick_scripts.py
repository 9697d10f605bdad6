"""Components drawn by scripts get the models that Panel makes for them."""

import json
from types import SimpleNamespace
from typing import Any

import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.document import Document
from bokeh.model import DataModel
from panel.custom import ReactiveESM
from panel.io.state import set_curdoc
from panel.reactive import ReactiveCustomBase

from hydro_mining.app.components.press_row import PressRow
from hydro_mining.app.components.titled import TitledSections, TitledTabs
from hydro_mining.app.quick import scripts as quick_scripts
from hydro_mining.app.quick.scripts import quicken_scripts
from tests.written_models import numbered

# Tests are collected before any of them takes the short ways.
_BY_PANEL = {
    (ReactiveESM, "_get_properties"): ReactiveESM._get_properties,
    (ReactiveESM, "_get_children"): ReactiveESM._get_children,
    (ReactiveESM, "select"): ReactiveESM.select,
    (ReactiveCustomBase, "_patch_datamodel_ref"): vars(ReactiveCustomBase)["_patch_datamodel_ref"],
}
_COMPONENTS = {
    "button": lambda: pmui.Button(label="Set", icon="done", width=90),
    "slider": lambda: pmui.FloatSlider(label="Power", start=0, end=9, value=4, format="0.0"),
    "select": lambda: pmui.Select(options={"A": 1, "B": 2}, value=2, visible=False),
    "download": lambda: pmui.FileDownload(callback=lambda: None, filename="a.csv"),
    "tabs": lambda: TitledTabs(("One", pn.Column(pmui.Switch(label="On"))), ("Two", pn.Row())),
    "sections": lambda: TitledSections(("One", pn.pane.HTML("a")), active=[0]),
    "row": lambda: PressRow(lambda _: None, buttons=[["a", "A"]]),
    "page": lambda: pmui.Page(title="A page", main=[pmui.TextInput(value="1")]),
}


@pytest.fixture(autouse=True)
def quick() -> None:
    """Components as on our pages."""
    quicken_scripts()


@pytest.fixture
def by_panel(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what lets Panel alone make the models from then on."""

    def back() -> None:
        for (owner, name), theirs in _BY_PANEL.items():
            monkeypatch.setattr(owner, name, theirs)
        for kind, links in quick_scripts._links_by_panel.items():
            monkeypatch.setattr(kind, "_linked_properties", links)

    return back


def served() -> Document:
    """Return a page's document as a server has it."""
    document = Document()
    request = SimpleNamespace(arguments={}, headers={}, cookies={}, path="/")
    context = SimpleNamespace(server_context=object(), request=request, destroyed=False)
    document._session_context = lambda: context
    return document


def written(make: Any) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return what is written of a component, and what a browser may change of each model."""
    document = served()
    with set_curdoc(document):
        component = make()
        root = component._get_model(document)
    models = sorted(root.references(), key=lambda model: int(model.id.strip("p")))
    assert all(f"__ref:{root.id}" in one.tags for one in models if isinstance(one, DataModel))
    text = numbered(root, sort_keys=True).replace(f"__ref:{root.id}", "__ref")
    names = {one.name for one in component.select()}
    for place, name in enumerate(sorted(names, key=lambda name: (len(name), name))):
        text = text.replace(f'"{name}"', f'"name {place}"')
    return text, [(type(model).__name__, sorted(model._callbacks)) for model in models]


def without_addresses(text: str) -> tuple[str, set[str]]:
    """Return what is written without the addresses of scripts elsewhere, and their names."""
    found = set()

    def of(part: Any) -> Any:
        if isinstance(part, list):
            return [of(one) for one in part]
        if isinstance(part, dict):
            if part.get("bundle") == "url":
                ((_, entries),) = [e for e in part["importmap"]["entries"] if e[0] == "imports"]
                found.update(name for name, _ in entries["entries"])
                part = {name: value for name, value in part.items() if name != "importmap"}
            return {name: of(one) for name, one in part.items()}
        return part

    return json.dumps(of(json.loads(text))), found


@pytest.mark.parametrize("make", _COMPONENTS.values(), ids=_COMPONENTS)
def test_a_model_is_that_of_panel(make: Any, by_panel: Any) -> None:
    """The next of a class too; of addresses there is the one by which Panel tells whose it is."""
    written(make)
    (ours, names), followed = without_addresses(written(make)[0]), written(make)[1]
    by_panel()
    text, followed_by_panel = written(make)
    theirs, all_names = without_addresses(text)
    assert ours == theirs
    assert followed == followed_by_panel
    assert names <= all_names
    assert names in (set(), {"@mui/material/"})


@pytest.mark.parametrize("make", _COMPONENTS.values(), ids=_COMPONENTS)
@pytest.mark.parametrize("selector", [None, pmui.Switch, lambda one: one.visible])
def test_components_within_one_are_those_of_panel(make: Any, selector: Any) -> None:
    """All of them, those of a kind, or those that a function is true of."""
    component = make()
    ours = component.select(selector)
    assert ours == _BY_PANEL[ReactiveESM, "select"](component, selector)


def test_what_ours_are_compared_with_is_theirs() -> None:
    """Not a short way that was taken before."""
    for by_panel in _BY_PANEL.values():
        assert getattr(by_panel, "__func__", by_panel).__module__.startswith("panel.")
