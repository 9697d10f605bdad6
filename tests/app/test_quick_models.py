"""A model's defaults are those of Bokeh, each model's own where it may be changed in place."""

import pytest
from bokeh.core.has_props import UnsetValueError
from bokeh.models import ColumnDataSource, CustomJS, DataRange1d, LinearAxis
from bokeh.plotting import figure
from panel.models.markup import HTML

from hydro_mining.app import quick_models
from hydro_mining.app.quick_models import quicken_models


@pytest.fixture(autouse=True)
def quick():
    """Models as on our pages."""
    quicken_models()


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
        quick_models._found_by_bokeh,
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
