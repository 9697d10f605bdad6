"""Panel's components are what they are without our short ways."""

import panel as pn
import panel_material_ui as pmui
import param
import pytest

from hydro_mining.app import quick_components
from hydro_mining.app.quick_components import quicken_components

_BY_PARAM = quick_components._described_by_param
_BY_PANEL = quick_components._told_by_panel


@pytest.fixture(autouse=True)
def quick():
    """Components as on our pages."""
    quicken_components()


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
