"""Copies of models are whole, and are no one else's."""

import numpy as np
import pytest
from bokeh.models import ColumnDataSource, CustomJS, Range1d
from bokeh.plotting import figure

from hydro_mining.views.model_copies import copied_models
from tests.written_models import numbered


def drawn():
    """Return a figure with a source, two glyphs of it, a callback and a value of a theme."""
    made = figure(x_range=Range1d(0, 4), title="Cash")
    source = ColumnDataSource({"x": [0, 1, 2], "y": np.array([1.0, 4.0, 9.0])})
    made.line("x", "y", source=source, line_width=3)
    made.scatter("x", "y", source=source)
    made.x_range.js_on_change("end", CustomJS(args={"source": source}, code="source.change.emit()"))
    made.xaxis[0].apply_theme({"axis_line_width": 7})
    return made


def written(model):
    """Return what is written of a model, whatever the order of its properties."""
    return numbered(model, sort_keys=True)


@pytest.fixture
def original():
    """Return a figure of which there are copies."""
    return drawn()


@pytest.fixture
def copies(original):
    """Return the copies of all its models, by the models."""
    return copied_models(original.references())


def test_a_copy_is_written_as_what_it_is_a_copy_of(original, copies):
    """All that a browser gets is in it, values of a theme too."""
    assert written(copies[original]) == written(original)


def test_no_model_is_in_both(original, copies):
    """Models of the copy refer to each other alone, each by an id of its own."""
    copied = copies[original].references()
    assert copied == set(copies.values())
    assert not copied & original.references()
    assert not {model.id for model in copied} & {model.id for model in original.references()}


def test_what_is_changed_in_a_copy_stays_there(original, copies):
    """Lists and data too; whoever follows the copy is told, and nobody else."""
    told = []
    one = next(model for model in copies if isinstance(model, ColumnDataSource))
    copies[one].on_change("data", lambda attr, _old, _new: told.append(attr))
    copies[one].data["y"] = [0.0, 0.0, 0.0]
    copies[original].tags.append("mine")
    assert list(one.data["y"]) == [1.0, 4.0, 9.0]
    assert original.tags == []
    assert told == ["data"]


def test_a_copy_goes_into_a_document_and_takes_no_theme_from_the_other(original, copies):
    """A document has all its models, and its own theme."""
    from bokeh.document import Document

    document = Document()
    document.add_root(copies[original])
    assert set(document.models) == set(copies.values())
    assert original.document is None
