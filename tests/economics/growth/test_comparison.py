"""One choice computed in every reading."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.growth import (
    READINGS,
    GrowthCoefficients,
    GrowthComparison,
    GrowthInputs,
    GrowthTable,
    Multiplier,
    compare_growth,
    growth_aggregates,
)
from hydro_mining.economics.growth.comparison import curve_powers

Build = Callable[..., StudyInputs]

COLUMNS = [name for name in GrowthTable.__slots__ if name != "year"]
TABLE = GrowthTable(
    year=(2026, 2027),
    **{name: [1.0, 2.0] for name in COLUMNS}
    | {"btc_per_mw": [30.0, 31.0], "gross_rev": [100.0, 100.0], "capex_tot": [50.0, 50.0]},
)


@pytest.fixture
def site(study: Build) -> Evaluation:
    """Return conftest's round site, with a scenario of half the price beside its base case."""
    return evaluate(study(scenarios=[{"name": "Base"}, {"name": "Half", "btc_price_shock": -0.5}]))


def compared(site: Evaluation, **choice: Any) -> GrowthComparison:
    chosen = {"table": TABLE, "power_mw": 1, "year": 2026, "scenario": "Base", **choice}
    return compare_growth(GrowthInputs(**chosen), site)


def test_every_reading_is_there_at_the_power_and_over_power(site: Evaluation) -> None:
    """Both scenarios at the chosen power; the chosen one alone over all powers."""
    made = compared(site, power_mw=7, scenario="Half")
    assert tuple(made.at_power) == tuple(made.over_power) == READINGS
    for reading in READINGS:
        at, over = made.at_power[reading], made.over_power[reading]
        assert (at.reading, over.reading) == (reading, reading)
        assert at.gross_rev.shape == (2, 1, 2)
        assert at.power_mw.tolist() == [7.0]
        assert over.scenarios == ("Half",)
        assert over.gross_rev.shape == (1, len(curve_powers()), 2)
    assert made.scenario_index == 1
    assert made.site is site


def test_curves_go_from_1_to_300_mw() -> None:
    """Their powers ascend, closer together at the small end, where curves bend."""
    powers = curve_powers()
    steps = np.diff(powers)
    assert (powers[0], powers[-1]) == (1.0, 300.0)
    assert (steps > 0).all()
    assert steps[0] < 0.5
    assert steps.max() <= 299 / 60 + 1e-9
    assert not powers.flags.writeable


def test_curve_and_point_agree_where_they_meet(site: Evaluation) -> None:
    """At 1 and at 300 MW the curve is the point, in every reading."""
    for power, index in ((1, 0), (300, -1)):
        made = compared(site, power_mw=power, scenario="Half")
        for reading in READINGS:
            point = made.at_power[reading].net_profits[1, 0]
            assert made.over_power[reading].net_profits[0, index] == pytest.approx(point, rel=1e-13)


def test_figure_is_that_of_the_choice(site: Evaluation) -> None:
    """2027 in Half at 1 MW: $50 of revenue, $2 + $2 + $2 of costs and $2 of taxes leave $42."""
    made = compared(site, year=2027, scenario="Half")
    assert made.inputs.year_index == 1
    assert made.figure("gross_rev") == pytest.approx(50)
    assert made.figure("net_profits") == pytest.approx(42)
    assert made.figure("payback") == pytest.approx(50 / 42)
    assert made.figure("accounts_gap") == pytest.approx(0)
    # Published: 1.5 + 1.4 ln 2 + 4.5 times 2, less half of 100 × (5.2 + 1.4 ln 2).
    by_log = 1.4 * math.log(2)
    assert made.figure("net_profits", "published") == pytest.approx(
        2 * (6 + by_log) - 50 * (5.2 + by_log)
    )


def test_undefined_figure_is_none(site: Evaluation) -> None:
    """A loss has no payback."""
    made = compared(site, year=2027, scenario="Half", reading="published")
    assert made.figure("net_profits") < 0
    assert made.figure("payback") is None


def test_aggregates_are_the_chosen_readings(site: Evaluation) -> None:
    """They are the sums of the chosen reading at the chosen power, by scenario."""
    made = compared(site, power_mw=3, reading="published")
    assert made.chosen is made.at_power["published"]
    assert made.aggregates is not None
    assert made.aggregates.row(scenario=1) == growth_aggregates(made.chosen).row(scenario=1)


def test_machines_of_the_physical_reading(site: Evaluation) -> None:
    """720 machines of 100 TH/s on 2 MW are 72,000 TH/s, one 2,001st of 144,072,000."""
    machines = compared(site, power_mw=2).machines
    assert machines is not None
    assert (machines.name, machines.count, machines.hashrate_ths) == ("Round", 720, 72_000)
    assert machines.network_share == pytest.approx(1 / 2001, rel=1e-12)


def test_study_without_a_machine_has_two_readings(study: Build) -> None:
    """At £1 a kWh nothing earns its power: the physical reading is absent, not an error."""
    nothing = evaluate(study(site={"power_price_gbp_per_kwh": 1.0}))
    made = compared(nothing, reading="physical")
    assert tuple(made.at_power) == tuple(made.over_power) == ("published", "consistent")
    assert made.chosen is None
    assert made.machines is None
    assert made.aggregates is None
    assert made.figure("gross_rev") is None
    assert made.figure("gross_rev", "consistent") == pytest.approx(100)


def test_coefficients_are_the_choices(site: Evaluation) -> None:
    """A revenue multiplier of √m makes 100 at 1 MW 1,000 at 100 MW; costs of 1 + √m 5.5 times."""
    coefficients = GrowthCoefficients(
        revenue=Multiplier(sqrt_coefficient=1), cost=Multiplier(sqrt_coefficient=1, constant=1)
    )
    made = compared(site, power_mw=100, coefficients=coefficients)
    assert made.figure("gross_rev") == pytest.approx(1000)
    assert made.figure("taxes") == pytest.approx(5.5)
    assert made.figure("taxes", "published") == pytest.approx(11)


def test_required_efficiency_is_that_of_the_first_year(study: Build) -> None:
    """HW-05: 30 BTC a MW-year at 132.716 T and 3.15 BTC a block need 5.81 J/TH."""
    network = {"difficulty": 132.716e12, "block_height": 970_748, "fees_btc_per_block": 0.025}
    made = compared(evaluate(study(network=network)), year=2027)
    assert made.required_j_per_th == pytest.approx(5.81, abs=0.01)


@pytest.mark.filterwarnings("error")
def test_table_without_coin_needs_no_machine(site: Evaluation) -> None:
    """Nothing a year is mined at any efficiency: infinitely many joules will do."""
    columns = {name: getattr(TABLE, name) for name in COLUMNS} | {"btc_per_mw": [0.0, 0.0]}
    made = compared(site, table=GrowthTable(year=(2026, 2027), **columns))
    assert made.required_j_per_th == math.inf
