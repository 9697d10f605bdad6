"""Panel's components are what they are without our short ways."""

import panel as pn
import panel_material_ui as pmui
import param
import pytest
from panel import reactive
from panel.reactive import Syncable
from panel_material_ui.theme import MaterialDesign
from param import parameterized

from hydro_mining.app.components.markup import Markup
from hydro_mining.app.quick import components as quick_components
from hydro_mining.app.quick.components import quicken_components

# Tests are collected before any of them takes the short ways.
_BY_PARAM = parameterized._instantiate_param_obj
_BY_PANEL = Syncable._init_params
_VALUE_BY_PARAM = quick_components._value_by_param
_RESOLVED_BY_PARAM = quick_components._resolved_by_param


@pytest.fixture(autouse=True)
def quick():
    """Components as on our pages."""
    quicken_components()


def test_what_ours_are_compared_with_is_theirs():
    """Not a short way that was taken before."""
    assert _BY_PARAM.__module__ == "param.parameterized"
    assert _BY_PANEL.__module__ == "panel.reactive"


class Owner(param.Parameterized):
    """Has parameters of several kinds."""

    count = param.Integer(default=3, bounds=(0, 10))
    choice = param.Selector(default="a", objects={"A": "a", "B": "b"})
    parts = param.List(default=[1, 2])
    label = param.String(default="x", doc="A label.", label="The label")


@pytest.mark.parametrize("name", ["count", "choice", "parts", "label", "name"])
def test_a_description_is_that_of_param(name):
    """Slot by slot; nobody watches it, and it is its instance's."""
    known = Owner.param[name]
    owner = Owner()
    ours, theirs = quick_components._own_description(known, owner), _BY_PARAM(known, owner)
    assert type(ours) is type(theirs)
    for slot in type(known)._all_slots_:
        assert getattr(ours, slot) == getattr(theirs, slot), slot
    assert ours.owner is owner
    assert ours.watchers == {}


def test_what_an_instance_changes_of_its_description_stays_with_it():
    """Bounds and choices of another instance, and of the class, are as they were."""
    one, other = Owner(), Owner()
    one.param.count.bounds = (0, 99)
    one.param.choice.objects["C"] = "c"
    one.choice = "c"
    assert other.param.count.bounds == Owner.param.count.bounds == (0, 10)
    assert list(other.param.choice.objects) == list(Owner.param.choice.objects) == ["a", "b"]


@pytest.mark.parametrize("name", ["count", "choice", "parts", "label", "name"])
def test_a_value_is_that_of_param(name):
    """One that was set, one that was not, and the class's."""
    known = Owner.param[name]
    for owner in (Owner(), Owner(count=7, choice="b", parts=[], label="y", name="z")):
        assert getattr(owner, name) is _VALUE_BY_PARAM(known, owner, Owner)
    assert getattr(Owner, name) is known.default


class Follower(param.Parameterized):
    """Has parameters that may follow others."""

    one = param.Parameter(allow_refs=True)
    parts = param.Parameter(allow_refs=True, nested_refs=True)


@pytest.mark.parametrize("name", ["one", "parts"])
def test_what_a_value_follows_is_what_param_finds(name):
    """A plain value follows nothing, and what holds another may follow it."""
    followed = Owner()
    count = followed.param.count
    for value in (3, "3", None, True, [1], [count], (count,), {"a": count}, count, count.rx() + 1):
        parameters, known = Follower().param, Follower.param[name]
        ours = quick_components._resolved(parameters, known, value)
        theirs = _RESOLVED_BY_PARAM(parameters, known, value)
        assert ours[0] is theirs[0]
        assert ours[1:] == theirs[1:]


def test_who_watches_is_told():
    """Of values and of bounds, until it has had enough; what is not there is not watched."""
    owner, told = Owner(), []

    def tell(*events):
        told.extend(events)

    watcher = owner.param.watch(tell, ["count", "label"])
    owner.param.watch(tell, "count", what="bounds")
    owner.param.update(count=4, label="z")
    owner.param.count.bounds = (0, 99)
    owner.param.unwatch(watcher)
    owner.count = 5
    said = [(one.name, one.what, one.new) for one in told]
    assert said == [("count", "value", 4), ("label", "value", "z"), ("count", "bounds", (0, 99))]
    with pytest.raises(ValueError, match="size parameter was not found"):
        owner.param.watch(tell, ["count", "size"])


def test_the_first_of_a_class_opens_its_parameters_to_references():
    """As Panel does for each of them; a value that follows another is followed in the next too."""

    class Told(pn.widgets.TextInput):
        hint = param.String(default="")

    followed = pn.widgets.IntInput(value=3)
    for made in (Told(hint=_said(followed)), Told(hint=_said(followed))):
        assert made.hint == "3"
    assert Told.param.hint.allow_refs
    with pytest.raises(TypeError, match="unexpected"):
        Told(colour="red")


def _said(followed):
    return followed.param.value.rx().rx.pipe(str)


def test_what_a_theme_says_can_be_changed_by_who_asked():
    """It is another list for each; it is what Panel finds."""
    design, markup = MaterialDesign(), Markup()
    first, _ = design._get_modifiers(markup, design.theme)
    kept = list(first["stylesheets"])
    first["stylesheets"].append("b {}")
    second, _ = design._get_modifiers(markup, design.theme)
    by_panel, _ = quick_components._styled_by_panel(MaterialDesign, markup, design.theme)
    assert second["stylesheets"] == kept == by_panel["stylesheets"]


@pytest.mark.parametrize(
    "component",
    [
        pmui.Button(label="Set"),
        pmui.FloatSlider(start=0, end=1),
        pn.Column(),
        pmui.Select(options=["a"]),
        pmui.Page(title="A page"),
    ],
    ids=lambda component: type(component).__name__,
)
def test_a_model_is_made_with_the_values_that_panel_takes(component):
    """The same values under the same names, in the same order."""
    ours, theirs = component._init_params(), _BY_PANEL(component)
    assert list(ours) == list(theirs)
    assert all(ours[name] is theirs[name] for name in theirs)


class Closed(param.Parameterized):
    """Has parameters that a page's own code may not set."""

    fixed = param.Integer(default=1, constant=True)
    told = param.Integer(default=1, constant=True, readonly=True)
    free = param.Integer(default=1)


def test_what_a_browser_tells_may_be_set_and_is_closed_again():
    """Even when setting it fails; a component's descriptions of its parameters are its own."""
    owner = Closed()
    assert [owner.param[name].constant for name in ("fixed", "told", "free")] == [True, True, False]
    with reactive.edit_readonly(owner):
        owner.fixed = owner.told = owner.free = 2
    assert (owner.fixed, owner.told, owner.free) == (2, 2, 2)
    with pytest.raises(ValueError, match="free"), reactive.edit_readonly(owner):
        owner.free = "two"
    for name in ("fixed", "told"):
        with pytest.raises(TypeError):
            setattr(owner, name, 3)
    assert (owner.param.fixed.readonly, owner.param.told.readonly) == (False, True)
    owner.free = 3
