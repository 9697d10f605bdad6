"""The picture of money left: its years, and texts that keep off one another."""

import numpy as np
import pytest
from bokeh.models import FixedTicker

from hydro_mining.app import default_study
from hydro_mining.economics import Evaluation
from hydro_mining.models import Study
from hydro_mining.quantities import POUNDS, currency_of
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.money_left import (
    _beside,
    _places,
    money_left_chart,
    money_left_layers,
    short_amount,
)

KRONER = currency_of("NOK", 13.0)


@pytest.fixture
def study() -> Study:
    """Return the study that the dashboard opens with."""
    return default_study()


def of_years(study: Study, years: int) -> Evaluation:
    """Return the result over so many years."""
    study.finance.years = years
    result: Evaluation = study.result
    return result


def test_the_axis_ends_with_the_years(study: Study) -> None:
    """Each year has its tick, whatever was drawn before: 12 after 5, and 10 after 8."""
    chart = LiveChart(money_left_chart)
    for years in (5, 12, 8, 10, 5):
        result = of_years(study, years)
        layers = money_left_layers(result, currency=POUNDS)
        chart.show(layers, years=years, currency=POUNDS)
        assert chart.plot is not None
        for part in (chart.plot.xaxis[0], chart.plot.xgrid[0]):
            assert isinstance(part.ticker, FixedTicker)
            assert part.ticker.ticks == list(range(years + 1))


def test_names_have_room_for_their_letters_and_no_code(study: Study) -> None:
    """A letter of 12 px takes some 6 px; lines and names share 300 px on a phone of 390."""
    result = of_years(study, 5)
    layers = money_left_layers(result, currency=KRONER)
    texts = layers["names"]["text"].tolist()
    assert not any("NOK" in text for text in texts)
    end, _ = layers["room"]["x"]
    assert (end - 5) / end * 300 >= 6 * max(map(len, texts))
    # A name's letters reach above and below the end of its line, which may be the highest of all.
    at = layers["names"]["y"]
    low, high = layers["room"]["y"]
    assert low < min(at)
    assert max(at) < high
    # Money that never comes back, as here, is seen below the line at zero.
    assert high == 0
    assert all(max(layers[f"s{s}"]["y"]) < 0 for s in range(len(texts)))


def test_an_amount_has_a_sign_but_no_code_where_an_axis_has_it() -> None:
    """A pound's sign takes no room."""
    assert short_amount(25_300_000, KRONER, has_code=False) == "25.3m"
    assert short_amount(-53_123, POUNDS, has_code=False) == "−£53.1k"
    assert "NOK" in short_amount(25_300_000, KRONER)


def test_a_word_stands_where_no_name_does() -> None:
    """A word on y reaches y + 10, a name at 0 from −5 to 5 and one at 12 from 7 to 17."""
    assert _beside([50], lowest=0, height=10) == 0
    assert _beside([0], lowest=0, height=10) == 5
    assert _beside([12, 0], lowest=0, height=10) == 17


def test_no_amount_is_struck_through_by_the_line_at_zero() -> None:
    """A text 10 high on 1 would be crossed; one on 6 or −7 is clear of the line."""
    at = [_places(np.array([value]), height=10).tolist() for value in (1.0, -1.0, 6.0, -7.0)]
    assert at == [[6], [6], [6], [-7]]
    # Each side keeps to itself: −1 and 1 are the lower and the upper of two above the line.
    assert _places(np.array([1.0, -7.0, -1.0, -8.0]), height=10).tolist() == [16, -6, 6, -16]
