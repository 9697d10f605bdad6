"""What the browser keeps for the day that the server is gone is called by what it holds."""

from concurrent.futures import Future
from types import SimpleNamespace

from bokeh.document import Document
from panel.io.state import set_curdoc

from hydro_mining.app import new_case
from hydro_mining.app.serving import Connection
from hydro_mining.models import at_once
from hydro_mining.reports.link import read_kept


def test_a_kept_case_has_its_own_name():
    """An entry that comes while the case is written is the next one's, in name too."""
    document, asked, written = Document(), [], Future()
    request = SimpleNamespace(arguments={}, headers={}, cookies={}, path="/")
    context = SimpleNamespace(id="a page", request=request, destroyed=False)
    document._session_context = lambda: context
    with set_curdoc(document):
        case = new_case()
        connection = Connection(case)
        case.study.enter(case.study.site, "site_power_kw", 800.0)
        case.run_in(lambda work, done: asked.append((work, done)))
        connection.draw()
        case.run_in(at_once)
        [(work, done)] = asked
        written.set_result(work())
        case.study.enter(case.study.site, "site_power_kw", 300.0)
        assert case.result.study.site.site_power_kw == 300.0
        done(written)
    assert connection.layout.title.startswith("800 kW")
    assert read_kept(connection.layout.text).study.site.site_power_kw == 800.0


def test_the_browser_tells_what_it_was_asked_last():
    """What it drew of an earlier request is no answer to a later one."""
    request = SimpleNamespace(arguments={}, headers={}, cookies={}, path="/")
    document, told = Document(), []
    context = SimpleNamespace(id="a page", request=request, destroyed=False)
    document._session_context = lambda: context
    with set_curdoc(document):
        connection = Connection(new_case())
    connection.when_drawn(lambda: told.append("first"))
    connection.when_drawn(lambda: told.append("second"))
    connection.layout._handle_msg({"drawn": 1})
    assert told == []
    connection.layout._handle_msg({"drawn": 2})
    assert told == ["second"]
