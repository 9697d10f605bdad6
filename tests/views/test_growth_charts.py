"""The Growth screen's figures and charts, of a table whose years are all the same."""

import numpy as np
import pandas as pd
import pytest

from hydro_mining.economics import evaluate
from hydro_mining.economics.growth import (
    GrowthCoefficients,
    GrowthComparison,
    GrowthInputs,
    GrowthReading,
    GrowthTable,
    Multiplier,
    compare_growth,
)
from hydro_mining.imports.bundled import default_study_inputs
from hydro_mining.quantities import DOLLARS, currency_of, from_dollars
from hydro_mining.views import growth_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.growth_figures import growth_cards, reading_rows, year_rows
from hydro_mining.views.layers import Layers

ONE = Multiplier(constant=1.0)
FIGURES = {
    "btc_price": 50_000,
    "btc_per_mw": 20,
    "gross_rev": 1_000_000,
    "energy_cost": 300_000,
    "opex": 100_000,
    "capex_amort": 200_000,
    "tot_costs": 600_000,
    "capex_tot": 400_000,
    "taxes": 1_234,
    "net_profits": 398_766,
}


def comparison(reading: GrowthReading) -> GrowthComparison:
    """Return the first of two years at 1 MW, multiplied by one."""
    columns = {name: np.full(2, float(value)) for name, value in FIGURES.items()}
    inputs = GrowthInputs(
        table=GrowthTable(year=(2026, 2027), **columns),
        power_mw=1,
        year=2026,
        scenario="Base",
        reading=reading,
        coefficients=GrowthCoefficients(cost=ONE, revenue=ONE, profit=ONE, btc=ONE),
    )
    return compare_growth(inputs, evaluate(default_study_inputs()))


@pytest.fixture(scope="module")
def published() -> GrowthComparison:
    """Return the comparison with the published reading chosen."""
    return comparison("published")


@pytest.fixture(scope="module")
def physical() -> GrowthComparison:
    """Return the comparison with the physical reading chosen."""
    return comparison("physical")


def test_taxes_are_counted_in_two_readings(
    published: GrowthComparison, physical: GrowthComparison
) -> None:
    """The physical reading is before tax, whichever is chosen; the others state the table's."""
    for made in (published, physical):
        headings, rows = reading_rows(made, DOLLARS)
        assert headings == ["", "Your site", "Table, closed", "Table, published"]
        cells = {row[0]: row[1:] for row in rows}
        assert cells["Taxes"] == ["not counted", "$1,234", "$1,234"]
        assert [row[0] for row in rows if "not counted" in row] == ["Taxes"]


def test_years_say_whether_taxes_are_counted(
    published: GrowthComparison, physical: GrowthComparison
) -> None:
    """Every year of the physical reading is before tax, and no other figure is left out."""
    for made, expected in ((published, "$1,234"), (physical, "not counted")):
        headings, rows = year_rows(made.at_power[made.inputs.reading], 0, DOLLARS)
        assert [row[headings.index("Taxes")] for row in rows] == [expected] * 2
        assert sum(cell == "not counted" for row in rows for cell in row) == 2 * (
            expected == "not counted"
        )


def test_cards_say_whether_taxes_are_counted(
    published: GrowthComparison, physical: GrowthComparison
) -> None:
    """Net profit is before tax in the physical reading and after taxes of $1,234 else."""
    for made, note in ((published, "after taxes of $1,234"), (physical, "of 2026, before tax")):
        cards = {card.key: card for card in growth_cards(made, DOLLARS)}
        assert cards["net_profits"].note == note
        assert cards["power_mw"].value == "1 MW"


def test_bars_by_hand(published: GrowthComparison, physical: GrowthComparison) -> None:
    """Three bars stand beside each other around a year; costs stand upon each other."""
    growth = published.at_power["published"]
    profit = charts.profit_layers(growth, 0, DOLLARS)
    assert {name: frame["y"].tolist() for name, frame in profit.items()} == {
        "gross_rev": [1_000_000] * 2,
        "tot_costs": [600_000] * 2,
        "net_profits": [398_766] * 2,
    }
    assert profit["gross_rev"]["left"][0] == pytest.approx(2025.6)
    assert profit["net_profits"]["right"][0] == pytest.approx(2026.4)
    costs = charts.composition_layers(growth, 0, DOLLARS)
    ends = [(frame["bottom"][0], frame["top"][0]) for frame in costs.values()]
    assert ends == [(0, 300_000), (300_000, 400_000), (400_000, 600_000), (600_000, 601_234)]
    before_tax = charts.composition_layers(physical.at_power["physical"], 0, DOLLARS)
    assert list(before_tax) == ["energy_cost", "opex", "capex_amort"]


def test_months_by_hand() -> None:
    """Twelve bars of $12 are £9 each at £0.75 for a dollar."""
    pounds = from_dollars(currency_of("GBP", 1.0), 0.75)
    income = charts.months_layers([12.0] * 12, 2026, pounds)["income"]
    assert income["y"].tolist() == [9.0] * 12
    assert income["at"][0].endswith(" 2026")


def test_the_chosen_power_stands_on_its_curve(published: GrowthComparison) -> None:
    """Each reading has a dot at 1 MW, with the figure of the readings' table."""
    layers = charts.curves_layers(published, "gross_rev", DOLLARS)
    marks = pd.DataFrame(layers["marks"]).set_index("name")
    assert marks.index.tolist() == list(published.over_power)
    for reading in published.over_power:
        assert marks["x"][reading] == 1
        assert marks["y"][reading] == published.figure("gross_rev", reading)
    assert marks["y"]["published"] == 1_000_000


def test_every_chart_is_drawn_once_and_fed(
    published: GrowthComparison, physical: GrowthComparison
) -> None:
    """Another scenario, reading or load profile replaces data; no figure is drawn anew."""
    first, second = published.at_power["published"], physical.at_power["physical"]
    names = first.scenarios
    shown = {
        "profit": (
            lambda layers: charts.profit_chart(layers, currency=DOLLARS),
            [charts.profit_layers(growth, 0, DOLLARS) for growth in (first, second)],
        ),
        "composition": (
            lambda layers: charts.composition_chart(layers, currency=DOLLARS),
            [charts.composition_layers(second, s, DOLLARS) for s in (0, 1)],
        ),
        "cash": (
            lambda layers: charts.cash_chart(layers, names=names, currency=DOLLARS),
            [charts.cash_layers(growth, DOLLARS) for growth in (first, second)],
        ),
        "curves": (
            lambda layers: charts.curves_chart(layers, metric="gross_rev", currency=DOLLARS),
            [charts.curves_layers(made, "gross_rev", DOLLARS) for made in (published, physical)],
        ),
        "months": (
            lambda layers: charts.months_chart(layers, currency=DOLLARS),
            [charts.months_layers([x] * 12, 2026, DOLLARS) for x in (1.0, 2.0)],
        ),
    }
    for name, (build, layers) in shown.items():
        chart = LiveChart(build)
        chart.show(layers[0])
        figure = chart.plot
        chart.show(layers[1])
        assert chart.plot is figure, name
        assert set(chart.sources) == set(layers[1]), name
        _assert_shown(chart, layers[1])


def _assert_shown(chart: LiveChart, layers: Layers) -> None:
    for name, frame in layers.items():
        data = chart.sources[name].data
        for column in frame:
            np.testing.assert_array_equal(data[column], frame[column])
