"""What is taken back, or opened, reaches the browser in one message.

A browser may send back what stood in an entry between two: 4.5p as 6 cents, taken as 6p.
"""

import pytest
from bokeh.document import Document
from panel.io.state import set_curdoc

from hydro_mining.app.history_bar import HistoryBar
from tests.app.driver import Blank, Visit


@pytest.mark.parametrize("pressed", [["undo"], ["undo", "redo"], ["start_over"]])
def test_a_step_is_one_message(pressed: list[str]) -> None:
    """The document keeps what changes until the step is done."""
    document, held = Document(), []
    visit = Visit(screens=(Blank,))
    (bar,) = (one for one in visit.page.header if isinstance(one, HistoryBar))
    visit.case.currency_code = "USD"
    visit.case.param.watch(lambda _: held.append(document.callbacks.hold_value), "currency_code")
    with set_curdoc(document):
        for step in pressed:
            bar._handle_msg(step)
    assert held == ["combine"] * len(pressed)
    assert document.callbacks.hold_value is None


def test_a_record_that_is_opened_is_one_message(visit: Visit) -> None:
    """Study and currency of it come together."""
    document, held = Document(), []
    record = visit.record_text
    visit.case.param.watch(lambda _: held.append(document.callbacks.hold_value), "currency_code")
    visit.money.value = "USD"
    with set_curdoc(document):
        visit.open_record(record)
    assert held[-1] == "combine"
