"""The Dispatch screen's charts: two days of which the cheap half of each is mined.

A MWh mines 100 (see ``dispatch_series``), so 1 MW earns 50 an hour at 50 and nothing at 150.
"""

import datetime as dt

import numpy as np
import pytest
from bokeh.models import GlyphRenderer

from hydro_mining.economics.dispatch import (
    BacktestInputs,
    DispatchAnalysis,
    analysed,
    backtest,
    zone_outcome,
)
from hydro_mining.quantities import amounts_in
from hydro_mining.views import dispatch_charts as charts
from hydro_mining.views import price_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.dispatch_words import cut_off_in_words
from hydro_mining.views.plots import names_of_months
from tests.economics.dispatch_series import HASHPRICE, facility, series

EUROS = amounts_in("EUR")
HALF_DAYS = np.tile(np.repeat([50.0, 150.0], 12), 2)


def analysis(price: np.ndarray) -> DispatchAnalysis:
    """Return everything about the prices of a zone."""
    inputs = BacktestInputs(prices=(series(price),), facility=facility(1.0), hashprice=HASHPRICE)
    return analysed(backtest(inputs), zone="Z")


@pytest.fixture(scope="module")
def two_days() -> DispatchAnalysis:
    """Return the two days."""
    return analysis(HALF_DAYS)


def test_prices_by_hand(two_days: DispatchAnalysis) -> None:
    """Every interval is drawn where there is room, with its strike price of 100."""
    layers = price_charts.price_layers(two_days.outcome, two_days.strike_price, window=None)
    assert layers["price"]["y"].tolist() == HALF_DAYS.tolist()
    assert layers["band"]["y0"].tolist() == layers["band"]["y1"].tolist() == HALF_DAYS.tolist()
    assert layers["strike"]["y"].tolist() == pytest.approx([100.0] * 48)


def test_a_window_has_its_own_intervals(two_days: DispatchAnalysis) -> None:
    """From 11:00 to 13:00 there are two intervals, one of each price; of an empty window none."""
    for start, end, expected in ((11, 13, [50, 150]), (11, 11, [])):
        at = [dt.datetime(2024, 1, 1, hour) for hour in (start, end)]  # noqa: DTZ001 - local
        layers = price_charts.price_layers(
            two_days.outcome, two_days.strike_price, window=(at[0], at[1])
        )
        assert layers["price"]["y"].tolist() == expected
        assert [when.item().hour for when in layers["price"]["x"]] == [11, 12][: len(expected)]


def test_many_prices_are_a_band() -> None:
    """Of 1,200 intervals every column of two has its lower, its higher and their mean."""
    outcome = analysis(np.tile([50.0, 150.0], 600)).outcome
    layers = price_charts.price_layers(outcome, 100.0, window=None)
    assert len(layers["price"]["y"]) == 600
    for layer, column, expected in (("band", "y0", 50), ("band", "y1", 150), ("price", "y", 100)):
        assert set(layers[layer][column]) == {expected}


def test_a_spike_is_cut_off_with_a_mark_that_tells_it() -> None:
    """998 prices from 0 to 99.7 and two of 5,000: the charts end where half as much again does."""
    price = np.concatenate([np.arange(998) / 10, [5_000.0, 5_000.0]])
    outcome = analysis(price).outcome
    # Interpolated among 1,000 sorted prices, the share 0.005 is at place 4.995: 0.4995, and
    # 0.995 at place 994.005: 99.4005. Half of the 98.901 between them is 49.4505.
    low, high = price_charts.usual_range(price, np.array(100.0))
    assert (low, high) == (0, pytest.approx(148.851))
    layers = price_charts.price_layers(outcome, 100.0, window=None)
    assert layers["above"]["peak"].tolist() == [5_000.0]  # of the column that has both
    assert layers["above"]["y"].tolist() == [pytest.approx(high)]
    assert len(layers["below"]["x"]) == 0
    assert layers["band"]["y1"].max() == pytest.approx(high)
    duration = price_charts.duration_layers(outcome, np.array(100.0))
    assert duration["price"]["y"][0] == pytest.approx(high)
    assert duration["above"]["peak"].tolist() == [5_000.0]
    assert "2 of 1,000 prices go beyond the charts, up to €5,000.00 a MWh" in cut_off_in_words(
        outcome, np.array(100.0), EUROS
    )


def test_a_strike_price_beyond_the_prices_is_in_the_chart() -> None:
    """It is what the prices are compared with."""
    assert price_charts.usual_range(HALF_DAYS, np.array(900.0)) == (50, 900)


def test_charts_over_time_zoom_together(two_days: DispatchAnalysis) -> None:
    """They have one range of x, also after the zoomed chart was drawn anew."""
    price = LiveChart(
        lambda layers, currency: price_charts.price_chart(layers, currency=currency),
        on_zoom=lambda *_: None,
    )
    schedule = LiveChart(charts.heatmap_chart, along=price)
    layers = price_charts.price_layers(two_days.outcome, two_days.strike_price, window=None)
    price.show(layers, structure="2025", currency=EUROS)
    schedule.show(charts.heatmap_layers(two_days.outcome), structure="2025")
    assert schedule.plot.x_range is price.plot.x_range
    price.show(layers, structure="2025", currency=amounts_in("USD"))
    assert schedule.plot.x_range is price.plot.x_range


def test_the_schedule_by_hand(two_days: DispatchAnalysis) -> None:
    """Two days across and 24 hours down: the first twelve of each were mined."""
    schedule = charts.heatmap_layers(two_days.outcome)["schedule"]
    row = {name: column[0] for name, column in schedule.items()}
    expected = np.repeat([[1.0], [0.0]], 12, axis=0).repeat(2, axis=1)
    np.testing.assert_array_equal(row["image"], expected)
    assert (row["dw"], row["dh"]) == (2 * 24 * 3_600_000, 24)


def test_bars_by_hand(two_days: DispatchAnalysis) -> None:
    """Twelve hours of a day are always on; January made 24 × 50; half the hours lose 50 a MWh."""
    rate = charts.run_rate_layers(two_days.hours_of_day)["uptime"]
    assert rate["y"].tolist() == pytest.approx([100.0] * 12 + [0.0] * 12)
    assert rate["at"].tolist()[:2] == ["0:00", "1:00"]
    months = charts.monthly_layers(two_days.months)["profit"]
    (month,) = (dict(zip(months, row, strict=True)) for row in zip(*months.values(), strict=True))
    assert month == {"x": 0, "y": pytest.approx(1_200), "at": "2024-01"}
    margin = charts.margin_layers(two_days.outcome, two_days.strike_price)
    assert (margin["pays"]["y"].sum(), margin["loses"]["y"].sum()) == (24, 24)
    assert margin["pays"]["at"][-1] == "47.5 to 50.0"
    assert margin["loses"]["at"][0] == "−50.0 to −47.5"


def test_curves_by_hand(two_days: DispatchAnalysis) -> None:
    """600 a day add up to 1,200, always on 0 a day to 0; half the hours are dear."""
    profit = charts.profit_layers(two_days.risks)
    assert profit["threshold"]["y"].tolist() == pytest.approx([600, 1_200])
    assert profit["always_on"]["y"].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert profit["always_on"]["name"].tolist() == ["Always on"] * 2
    duration = price_charts.duration_layers(two_days.outcome, two_days.strike_price)
    price = duration["price"]
    assert price["y"][price["x"] <= 50].tolist() == [150.0] * 24
    assert price["y"][price["x"] > 50].tolist() == [50.0] * 24
    assert duration["strike"]["y"].tolist() == pytest.approx([100, 100])
    swept = charts.sensitivity_layers(two_days.sensitivity)
    for name in ("efficiency_w_per_th", "hashprice", "threshold"):
        at_the_base = swept[name]["y"][swept[name]["x"] == 0]
        assert at_the_base.tolist() == pytest.approx([1_200])


def test_every_chart_is_drawn_once_and_fed(two_days: DispatchAnalysis) -> None:
    """Other prices replace the data of all sources, and no figure is drawn anew."""

    def layers(made: DispatchAnalysis) -> dict[str, charts.Layers]:
        outcome, strike = made.outcome, made.strike_price
        return {
            "price": price_charts.price_layers(outcome, strike, window=None),
            "schedule": charts.heatmap_layers(outcome),
            "cumulative": charts.profit_layers(made.risks),
            "margin": charts.margin_layers(outcome, strike),
            "run_rate": charts.run_rate_layers(made.hours_of_day),
            "monthly": charts.monthly_layers(made.months),
        }

    builds = {
        "price": lambda layers: price_charts.price_chart(layers, currency=EUROS),
        "schedule": charts.heatmap_chart,
        "cumulative": lambda layers: charts.cumulative_chart(layers, currency=EUROS),
        "margin": lambda layers: charts.margin_chart(layers, currency=EUROS),
        "run_rate": lambda layers: charts.named_bars_chart(layers, xlabel="Hour", ylabel="[%]"),
        "monthly": lambda layers: charts.monthly_chart(layers, months=["2024-01"], currency=EUROS),
    }
    first, second = layers(two_days), layers(analysis(HALF_DAYS[::-1]))
    for name, build in builds.items():
        chart = LiveChart(build)
        chart.show(first[name])
        figure = chart.plot
        chart.show(second[name])
        assert chart.plot is figure, name
        drawn = [r.data_source for r in figure.renderers if isinstance(r, GlyphRenderer)]
        assert {id(source) for source in drawn} == {id(s) for s in chart.sources.values()}, name
        for layer, source in chart.sources.items():
            for column, values in second[name][layer].items():
                np.testing.assert_array_equal(source.data[column][:1], values[:1])


def test_months_of_another_file_have_their_own_ticks() -> None:
    """The bars of a file of 2024 never stand over the months of one of 2023 that was drawn."""
    chart = LiveChart(charts.monthly_chart)
    for begin, month in (("2023-05-01", "2023-05"), ("2024-01-01", "2024-01")):
        prices = series(np.full(24, 90.0), begin=begin)
        (months,) = zone_outcome(
            prices=prices, facility=facility(1), hashprice=HASHPRICE, strategy="always_on"
        ).by("month")
        names = names_of_months(months.key)
        chart.show(charts.monthly_layers(months), months=names, currency=EUROS)
        assert chart.plot is not None
        assert chart.plot.xaxis[0].major_label_overrides == {0: month}
