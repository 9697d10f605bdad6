"""Pieces of HTML in the product's style."""

import panel as pn
import param
from bokeh.document import Document
from bokeh.models import InlineStyleSheet
from panel.io.state import set_curdoc
from panel.models import HTML

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.markup import markup


def models(*pieces):
    """Return a document, and the models of pieces in it."""
    document = Document()
    with set_curdoc(document):
        root = pn.Column(*pieces).get_root(document)
    document.add_root(root)
    return document, [model for model in root.children if isinstance(model, HTML)]


def test_the_text_is_sent_escaped_as_panel_s_view_reads_it():
    """The browser's side turns it back, and makes elements of it."""
    _, (model,) = models(markup("<p>5 &lt; 6</p>"))
    assert model.text == "&lt;p&gt;5 &amp;lt; 6&lt;/p&gt;"
    assert model.disable_math


def test_nothing_is_an_empty_piece():
    """No text and None are the same."""
    _, (one, other) = models(markup(), markup(None))
    assert (one.text, other.text) == ("", "")


def test_all_pieces_of_a_page_have_one_style_sheet():
    """A sheet of their own comes behind it; another page has another model of it."""
    _, (one, other) = models(markup("a"), markup("b", stylesheets=["p { margin: 0 }"]))
    (sheet,) = (each for each in one.stylesheets if isinstance(each, InlineStyleSheet))
    assert sheet.css == asset("theme.css")
    assert one.stylesheets[-1] is sheet
    assert other.stylesheets[-2:] == [sheet, "p { margin: 0 }"]
    _, (elsewhere,) = models(markup("a"))
    assert elsewhere.stylesheets[-1] is not sheet


def test_a_text_that_changes_is_all_that_is_sent():
    """The style sheets are not sent anew."""
    piece = markup("before")
    document, (model,) = models(piece)
    told = []
    document.on_change(lambda event: told.append(event.attr))
    with set_curdoc(document):
        piece.object = "after"
    assert model.text == "after"
    assert told == ["text"]


def test_a_text_may_follow_a_parameter():
    """As each of Panel's panes may."""

    class Source(param.Parameterized):
        """What is followed."""

        name_of_it = param.String(default="one")

    source = Source()
    _, (model,) = models(markup(source.param.name_of_it))
    source.name_of_it = "two"
    assert model.text == "two"
