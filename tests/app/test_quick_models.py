"""Models hold and write what they do by Bokeh alone, each its own where it may be changed."""

from functools import partial

import numpy as np
import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.core.has_props import HasProps, UnsetValueError
from bokeh.core.property.dataspec import DataSpec
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.model import Model, util
from bokeh.models import (
    Column,
    ColumnDataSource,
    CustomJS,
    DataRange1d,
    FixedTicker,
    InlineStyleSheet,
    LinearAxis,
    Range1d,
    Slider,
)
from bokeh.plotting import figure
from panel.io.state import set_curdoc
from panel.models.markup import HTML

from hydro_mining.app.quick import models as quick_models
from hydro_mining.app.quick import writing as quick_writing
from hydro_mining.app.quick.models import quicken_models
from hydro_mining.app.quick.writing import quicken_writing
from hydro_mining.app.screens import SCREENS
from tests.app.driver import Visit
from tests.written_models import numbered

# Tests are collected before any of them takes the short ways.
_AT_FIRST = {
    (owner, name): getattr(owner, name)
    for owner, name in (
        (HasProps, "__init__"),
        (HasProps, "themed_values"),
        (HasProps, "properties_with_values"),
        (HasProps, "update"),
        (PropertyDescriptor, "_get_default"),
        (util, "visit_immediate_value_references"),
        (util, "visit_value_and_its_immediate_references"),
        (Model, "references"),
        (Serializer, "encode"),
        (DataSpec, "to_serializable"),
    )
}


@pytest.fixture(autouse=True)
def quick():
    """Models as on our pages."""
    quicken_models()
    quicken_writing()


def test_what_ours_are_compared_with_is_theirs():
    """Not a short way that was taken before."""
    assert all(by_bokeh.__module__.startswith("bokeh.") for by_bokeh in _AT_FIRST.values())


def values(model):
    """Return all values of a model whose properties have one."""
    found = {}
    for name in model.properties():
        try:
            found[name] = getattr(model, name)
        except UnsetValueError:
            found[name] = "unset"
    return found


@pytest.mark.parametrize("kind", [ColumnDataSource, CustomJS, DataRange1d, LinearAxis, HTML])
def test_defaults_are_those_of_bokeh(kind, monkeypatch):
    """Whether asked for the first time, once more, or by Bokeh alone."""
    first, second = values(kind()), values(kind())
    monkeypatch.setattr(
        "bokeh.core.property.descriptors.PropertyDescriptor._get_default",
        quick_models._default_by_bokeh,
    )
    by_bokeh = values(kind())
    plain = {name for name, value in by_bokeh.items() if not hasattr(value, "id")}
    assert {name: first[name] for name in plain} == {name: by_bokeh[name] for name in plain}
    assert {name: second[name] for name in plain} == {name: by_bokeh[name] for name in plain}


def test_what_can_be_changed_is_each_model_s_own():
    """Lists, data and models that stand by default are not shared."""
    one, other = HTML(), HTML()
    one.tags.append("mine")
    assert other.tags == []
    one.styles["color"] = "red"
    assert other.styles == {}
    assert figure().x_range is not figure().x_range


def test_a_theme_wins_over_a_default():
    """A value of a theme is found, and given up again with the theme."""
    axis, other = LinearAxis(), LinearAxis()
    before = axis.axis_line_width
    axis.apply_theme({"axis_line_width": 7})
    assert (axis.axis_line_width, other.axis_line_width) == (7, before)
    axis.unapply_theme()
    assert axis.axis_line_width == before


def page():
    """Return models of the kinds that a page has, with values that are defaults and others."""
    chart = figure(x_range=Range1d(0, 4), title="Cash", tags=[])
    source = ColumnDataSource({"x": [0, 1, 2], "y": np.array([1.0, 4.0, 9.0])})
    chart.line("x", "y", source=source, line_width=3)
    chart.xaxis[0].apply_theme({"axis_line_width": 7})
    slider = Slider(start=0, end=1, step=0.1, value=0.5, title=None, visible=True)
    slider.js_on_change("value", CustomJS(args={"one": source}, code="one.change.emit()"))
    sheet = InlineStyleSheet(css="p { margin: 0 }")
    text = HTML(text="a", margin=(1, 2, 3, 4), styles={}, stylesheets=[sheet, "b {}"], width=None)
    column = Column(sizing_mode="stretch_width", margin=(1, 2), visible=False)
    column.update(children=[chart, slider, text], margin=(0, 0), visible=True, tags=[], styles={})
    return column


def found(root):
    """Return how many models of each kind a model leads to."""
    kinds = [type(model).__name__ for model in root.references()]
    return {kind: kinds.count(kind) for kind in kinds}


def test_a_page_is_written_and_looked_through_as_by_bokeh(monkeypatch):
    """In the same order too; what stands at its default is left out by both."""
    ours = page()
    written, leads_to = numbered(ours), found(ours)
    for (owner, name), by_bokeh in _AT_FIRST.items():
        monkeypatch.setattr(owner, name, by_bokeh)
    assert numbered(ours) == written
    assert found(ours) == leads_to
    theirs = page()
    assert numbered(theirs) == written
    assert found(theirs) == leads_to


@pytest.mark.parametrize(
    "column",
    [
        [],
        [0.5, -0.0, 1e308],
        [1e308, 1e308],
        [1.0, float("nan")],
        [float("inf"), float("-inf")],
        ["wet", "dry"],
        ["wet", None],
        [True, 1.5],
        [2**60, 3],
        [np.float64(1.5), 2.5],
        [[1.0, 2.0], [float("nan")]],
        [np.datetime64("2026-10-25"), np.datetime64("2026-10-25T00:15:00.001")],
        [np.datetime64("1969-12-31T23:00"), np.datetime64("NaT")],
    ],
    ids=repr,
)
@pytest.mark.filterwarnings("ignore:out of range integer")
def test_a_column_is_written_as_by_bokeh(column):
    """Whatever stands in it; who changes it later does not change what was written."""
    ours, theirs = Serializer(), Serializer()
    written = ours.encode(column)
    kept = repr(written)
    assert kept == repr(_AT_FIRST[Serializer, "encode"](theirs, column))
    column.append("later")
    assert repr(written) == kept


def test_a_class_is_described_as_by_bokeh():
    """In every document anew, and once within a document."""
    kind = pmui.Button._data_model
    theirs = quick_writing._defined_by_bokeh(kind, Serializer())
    assert {"name": "label", "kind": "Any", "default": ""} in theirs["properties"]
    for _ in range(2):
        serializer = Serializer()
        ours, again = serializer.encode(kind), serializer.encode(kind)
        assert ours == theirs
        assert again == {"id": kind.__qualified_model__}


class Follower:
    """Has a method that takes two values before the event, as Panel's do."""

    def follow(self, page, place, event):
        """Take an event."""

    def hear(self, page, place):
        """Take none."""


@pytest.mark.parametrize("given", [0, 1, 2])
@pytest.mark.parametrize("method", ["follow", "hear"])
def test_what_a_callback_needs_is_counted_as_by_bokeh(method, given):
    """Whoever it belongs to."""
    for owner in (Follower(), Follower()):
        callback = partial(getattr(owner, method), *range(given))
        assert quick_models._counted(callback) == quick_models._counted_by_bokeh(callback)


def test_a_plain_value_that_was_fit_is_checked_for_another_property():
    """A value is fit for a property, and not for all; 1 is not True."""
    assert DataRange1d(start=1).start == 1
    assert HTML(visible=True).visible is True
    with pytest.raises(ValueError, match="failed to validate HTML"):
        HTML(visible=1.5)
    assert figure(title="Cash").title is not figure(title="Cash").title


def test_a_value_of_a_wrong_kind_is_refused():
    """With Bokeh's words, when a model is made and later."""
    with pytest.raises(ValueError, match="failed to validate Range1d"):
        Range1d(start=[1])
    with pytest.raises(AttributeError, match="unexpected attribute 'beginning'"):
        Range1d(beginning=1)


def test_a_value_that_is_the_default_is_not_written():
    """As by Bokeh; a list that is empty is none."""
    content = Serializer(deferred=False).serialize(HTML(tags=[], visible=True)).content
    assert "attributes" not in content


def test_an_empty_list_takes_the_place_of_a_list():
    """And of no list there is none in the place of data."""
    made = HTML(tags=["a"], styles={"color": "red"})
    made.update(tags=[], styles={})
    assert (made.tags, made.styles) == ([], {})
    with pytest.raises(ValueError, match="failed to validate HTML"):
        HTML(styles=[])


@pytest.mark.parametrize("given", [[], [1.0, 2.0], [0.0]])
def test_an_array_takes_the_place_of_a_list(given, monkeypatch):
    """When a model is made and later, as with Bokeh alone; whether it is empty or not."""

    def ticks():
        later = FixedTicker(ticks=[7.0])
        later.update(ticks=np.array(given))
        empty = FixedTicker()
        empty.update(ticks=np.array(given))
        return [list(one.ticks) for one in (FixedTicker(ticks=np.array(given)), later, empty)]

    assert ticks() == [given] * 3
    for (owner, name), by_bokeh in _AT_FIRST.items():
        monkeypatch.setattr(owner, name, by_bokeh)
    assert ticks() == [given] * 3


def test_words_that_may_be_any_are_not_kept():
    """A name, a text: what visitors write is not remembered, and what they choose of is."""
    HTML(name="Owner's", text="Mill on the Exe", sizing_mode="stretch_both", width=4_711)
    kept = {value for _, _, value in quick_models._FIT}
    assert not {"Owner's", "Mill on the Exe"} & kept
    assert {"stretch_both", 4_711} <= kept


def test_a_second_visit_of_all_screens_has_nothing_kept():
    """What is remembered does not grow with the visits."""

    def visited():
        document, visit = Document(), Visit()
        with set_curdoc(document):
            root = visit.page.get_root(document)
            for screen in SCREENS:
                visit.open(screen.key)
                visit.open_all_sections()
            visit.page._cleanup(root)
            pn.state._views.pop(root.ref["id"], None)
        return set(quick_models._FIT)

    assert visited() == visited()


def test_a_model_that_is_followed_tells_what_is_updated():
    """Whoever follows it hears of each value that is another."""
    told, made = [], HTML(text="a")
    made.on_change("text", lambda _attr, old, new: told.append((old, new)))
    made.update(text="b", visible=False)
    assert told == [("a", "b")]


def test_a_container_that_was_given_tells_its_model():
    """A change within it reaches who follows the model."""
    told = []
    made = HTML(tags=["a"])
    made.on_change("tags", lambda _attr, _old, new: told.append(list(new)))
    made.tags.append("b")
    assert told == [["a", "b"]]
