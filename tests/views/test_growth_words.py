"""The sentences of the Growth screen: what does not close, and what is rounding only."""

import numpy as np
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
    growth_months,
)
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.imports.bundled import bundled_growth_table, default_study_inputs
from hydro_mining.quantities import DOLLARS
from hydro_mining.views.growth_words import answer, caveats, months_sentence

ONE = Multiplier(constant=1.0)
# 0.3 - 0.1 - 0.2 is 2.8e-17 below 0 in floating point.
CLOSING = {"gross_rev": 0.3, "tot_costs": 0.1, "taxes": 0.2, "net_profits": 0.0}


def comparison(
    reading: GrowthReading = "consistent",
    table: GrowthTable | None = None,
    coefficients: GrowthCoefficients | None = None,
) -> GrowthComparison:
    """Return the first year of a table at 1 MW in the base case."""
    used = table or bundled_growth_table()
    inputs = GrowthInputs(
        table=used,
        power_mw=1,
        year=used.year[0],
        scenario="Base",
        reading=reading,
        coefficients=coefficients or GrowthCoefficients(),
    )
    return compare_growth(inputs, evaluate(default_study_inputs()))


def table_of(years: int = 1, **figures: float) -> GrowthTable:
    """Return equal years of 1 for every figure that is not given."""
    names = ("btc_price", "btc_per_mw", "gross_rev", "energy_cost", "opex", "capex_amort")
    names += ("tot_costs", "capex_tot", "taxes", "net_profits")
    columns = {name: np.full(years, figures.get(name, 1.0)) for name in names}
    return GrowthTable(year=tuple(range(2026, 2026 + years)), **columns)


def said(made: GrowthComparison) -> str:
    """Return all caveats as one text."""
    return " ".join(caveats(made, DOLLARS))


@pytest.mark.parametrize("reading", ["published", "consistent"])
def test_rounding_is_no_correction(reading: GrowthReading) -> None:
    """Accounts that close but for floating point are not told to be off by $0."""
    all_one = GrowthCoefficients(cost=ONE, revenue=ONE, profit=ONE, btc=ONE)
    text = said(comparison(reading, table_of(**CLOSING), all_one))
    assert "do not close" not in text
    assert "Corrections" not in text


def test_published_names_every_year_that_does_not_close() -> None:
    """18,511,218 - 7,267,153 - 2,307,072 is 3,894,828 less than the 12,831,821 of 2026."""
    text = said(comparison("published"))
    assert "is stated as $12,831,821" in text
    assert "2026: +$3,894,828; 2027: " in text
    assert "; 2030: " in text


def test_many_corrections_are_cut_short() -> None:
    """Of 50 years that are off, 8 are named."""
    table = table_of(50, gross_rev=9e4, net_profits=5.0)
    assert "; 2033: +$89,993; and 42 years more." in said(comparison(table=table))


def test_physical_says_that_the_money_does_not_come_back() -> None:
    """The default site earns in its first year and loses from the second on."""
    # £200 and £33 a year for each of 448.35 kW, in dollars at 0.75 and over 5 years.
    physical = comparison("physical")
    assert "over 5 years: $371,000 lost" in answer(physical, DOLLARS)  # to three figures of 370,531
    assert "0.0026 % of the network" in said(physical)
    assert "does not come back" not in said(comparison())


def test_the_physical_figures_are_said_to_be_at_the_load_factor() -> None:
    """4.01 BTC are those of machines for 45 % of the MW, the table's 30 those of all of it."""
    assert "4.01 BTC and a net profit of $46,628, with machines for your load factor of 45.0 %" in (
        said(comparison())
    )


def test_a_nearly_flat_profile_is_not_called_flat() -> None:
    """A January of 1.05 is above the year's mean, by 1.1 days' energy of 366.5."""
    growth = comparison().at_power["consistent"]
    nearly = LoadProfile(name="My own", monthly=np.array([1.05] + [1.0] * 11))
    flat = LoadProfile(name="Flat", monthly=np.ones(12))
    text = months_sentence(growth_months(growth, nearly, scenario=0, year_index=0))
    assert "use 99.6 % of the energy" in text
    text = months_sentence(growth_months(growth, flat, scenario=0, year_index=0))
    assert text == "Every month has the year's mean power."
