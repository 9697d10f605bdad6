"""Names at the ends of lines: each near its line, none upon another."""

import numpy as np
import pytest
from bokeh.models import FixedTicker, Text

from hydro_mining.app import default_study
from hydro_mining.economics.alternatives import capital_uses, compare_alternatives
from hydro_mining.quantities import POUNDS
from hydro_mining.views.alternatives_charts import capital_chart, capital_layers
from hydro_mining.views.alternatives_words import SHORT_NAMES
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.line_ends import apart, text_height


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([50, 0, 20], [50, 0, 20]),  # they do not touch
        ([4, 6], [0, 10]),  # around 5
        ([6, 4], [10, 0]),
        ([0, 0, 0], [-10, 0, 10]),
        ([0, 5, 9, 40], [-5.333333, 4.666667, 14.666667, 40]),  # around 14 / 3
        ([0, 12, 12], [-2, 8, 18]),  # two around 12 reach to 7, and touch the one at 0
    ],
)
def test_places_by_hand(values: list[float], places: list[float]) -> None:
    """Texts 10 high that touch stand around the mean of their values."""
    assert apart(np.array(values, dtype=float), 10) == pytest.approx(places)


@pytest.mark.parametrize("values", [[-22.0, -18.0], [18.0, 22.0], [-10.0, 12.0]])
def test_a_line_of_text_is_measured_on_an_axis_that_has_zero(values: list[float]) -> None:
    """The axis spans 22, or from -10 to 12; thirteen lines and a third have room on it."""
    assert text_height(np.array(values)) == pytest.approx(22 * 3 / 40)


def test_no_place_is_below_the_least() -> None:
    """What would stand around 1 begins at 6."""
    assert apart(np.array([0.0, 2.0, 30.0]), 10, at_least=6).tolist() == [6, 16, 30]


def test_each_use_of_the_capital_ends_in_its_name() -> None:
    """The chart has no legend: eight names stand a line of text apart, the years have ticks."""
    result = default_study().result
    uses = capital_uses(result, compare_alternatives(result))
    layers = capital_layers(uses, "Base", POUNDS)
    assert layers["names"]["text"].tolist() == [f" {name}" for name in SHORT_NAMES.values()]
    assert len(set(layers["names"]["text_color"])) == len(SHORT_NAMES)
    at = np.sort(layers["names"]["y"])
    money = np.concatenate([layers[key]["y"] for key in SHORT_NAMES])
    assert (np.diff(at) >= text_height(money) * 0.999).all()
    chart = LiveChart(capital_chart)
    chart.show(layers, years=5, currency=POUNDS)
    assert chart.plot is not None
    assert not any(legend.visible and legend.items for legend in chart.plot.legend)
    assert isinstance(chart.plot.xaxis[0].ticker, FixedTicker)
    assert chart.plot.xaxis[0].ticker.ticks == [0, 1, 2, 3, 4, 5]
    texts = [one for one in chart.plot.renderers if isinstance(getattr(one, "glyph", None), Text)]
    assert [one.glyph.text_color.field for one in texts] == ["text_color"]
    assert [len(one.data_source.data["text"]) for one in texts] == [len(SHORT_NAMES)]
