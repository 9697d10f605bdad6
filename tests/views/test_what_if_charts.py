"""The charts of what one input or two do."""

from collections.abc import Callable

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.risk.tornado import default_swings, tornado
from hydro_mining.quantities import POUNDS
from hydro_mining.views.what_if_charts import tornado_layers

GAP = "\N{NO-BREAK SPACE}" * 2


def test_what_is_written_beside_a_bar_stands_clear_of_it(study: Callable[..., StudyInputs]) -> None:
    """At its left the text ends with a gap, at its right it begins with one."""
    held = pinned(evaluate(study()))
    layers = tornado_layers(tornado(held, default_swings(held)), npv_of(held), currency=POUNDS)
    assert all(text.endswith(GAP) for text in layers["at_left"]["text"])
    assert all(text.startswith(GAP) for text in layers["at_right"]["text"])
