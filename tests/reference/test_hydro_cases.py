"""Published plants and figures of hydropower, reproduced through the public functions.

Each case carries its facts, its source and the tolerance that the published digits allow. Where
a published program is wrong the case asserts the textbook's value and says why.
``NOT_REPRODUCED`` lists the cases that need something this product has no business having.
"""

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from hydro_mining.economics.hydro import (
    HydroInputs,
    Penstock,
    TurbineCurve,
    annual_energy,
    energy_percentiles,
    flow_at_exceedance,
    penstock_head_loss_m,
    power_kw,
    turbine_efficiency,
)
from hydro_mining.economics.series import Series

NOT_REPRODUCED = {
    "HYD-06": "capital cost of plants by size: other capex is entered, not computed",
    "HYD-07": "running cost of plants by size: other opex is entered, not computed",
    "HYE-21": "capacity factor of least unit cost under normal prices: a formula of its own",
}

HYDROGENERATE = "github.com/IdahoLabResearch/HydroGenerate, commit 21e114b (2026-05-20)"
FOOT = 0.3048
CFS = 0.0283168  # as the source rounds it


def level(efficiency: float) -> TurbineCurve:
    """Return a turbine of the same efficiency at any load."""
    return TurbineCurve(load=(0.0,), efficiency=(efficiency,))


def simple_plant(**changes: Any) -> HydroInputs:
    """Return a plant without losses and minimum."""
    facts: dict[str, Any] = {"head_loss_fraction": 0, "generator_efficiency": 1.0, **changes}
    return HydroInputs(**facts)


# HYD-01: HydroGenerate's tutorial, 8,000 cfs and 20 ft at 85 and 70 %.
@pytest.mark.parametrize(("efficiency", "expected_kw"), [(0.85, 11_515), (0.70, 9_483)])
def test_hyd_01_power_of_a_head(efficiency: float, expected_kw: float) -> None:
    """9.81 kN/m³ times flow, head and efficiency."""
    plant = simple_plant(
        gross_head_m=20 * FOOT, design_flow_m3_s=8_000 * CFS, turbine=level(efficiency)
    )
    assert power_kw(8_000 * CFS, plant) == pytest.approx(expected_kw, abs=1)


def test_hyd_03_power_after_head_loss() -> None:
    """HydroGenerate, user guide 2: 18 of 20 ft are left, generator 98 %."""
    plant = simple_plant(
        gross_head_m=20 * FOOT,
        head_loss_fraction=0.1,
        design_flow_m3_s=8_000 * CFS,
        turbine=level(0.9066594878395434),
        generator_efficiency=0.98,
    )
    assert power_kw(8_000 * CFS, plant) == pytest.approx(10_833.3, rel=5e-4)


# HYD-05, HYE-01, HYE-02: RETScreen's textbook, table of HydroGenerate at 330 ft and 5,000 cfs.
# At full load the program prints 0.943: it squares only the denominator of (Q - Qp) / (Qd - Qp).
@pytest.mark.parametrize(
    ("flow_cfs", "expected"), [(2_500, 0.867438), (3_970.6, 0.944058), (5_000, 0.909137)]
)
def test_hye_02_francis(flow_cfs: float, expected: float) -> None:
    """Below, at and above the best point."""
    made = turbine_efficiency(
        "francis", flow_cfs * CFS, design_flow_m3_s=5_000 * CFS, head_m=330 * FOOT
    )
    assert made == pytest.approx(expected, abs=1e-6)


# HYE-03, HYE-04, HYE-06: RETScreen's correlations (CANMET, 2004), figures worked from them.
PELTON = [0.488765, 0.791086, 0.900506, 0.900601, 0.888822]


def test_hye_03_pelton() -> None:
    """Three jets, 200 m, 1 m³/s."""
    loads = np.array([0.1, 0.2, 0.5, 0.7, 1.0])
    made = turbine_efficiency("pelton", loads, design_flow_m3_s=1, head_m=200, jets=3)
    assert made.tolist() == pytest.approx(PELTON, abs=1e-6)


def test_hye_04_turgo() -> None:
    """Three points below a Pelton's."""
    made = turbine_efficiency(
        "turgo", np.array([0.2, 0.5, 1.0]), design_flow_m3_s=1, head_m=200, jets=3
    )
    assert made.tolist() == pytest.approx([0.761086, 0.870506, 0.858822], abs=1e-6)


@pytest.mark.parametrize(
    ("turbine", "expected"),
    [
        ("kaplan", [0.395623, 0.726473, 0.864087, 0.868256, 0.864087]),
        ("propeller", [0.024825, 0.142954, 0.372356, 0.641671, 0.868256]),
    ],
)
def test_hye_06_axial_turbines(turbine: str, expected: list[float]) -> None:
    """5 m and 10 m³/s: a propeller loses half its efficiency at half flow."""
    flows = 10 * np.array([0.2, 0.3, 0.5, 0.75, 1.0])
    made = turbine_efficiency(turbine, flows, design_flow_m3_s=10, head_m=5)
    assert made.tolist() == pytest.approx(expected, abs=1e-6)


def test_a_cross_flow_turbine_at_half_flow() -> None:
    """0.79 - 0.15 × 0.5 - 1.37 × 0.5^14 is 0.715, where a widely used program gives nothing."""
    made = turbine_efficiency("crossflow", np.array([1, 0.5]), design_flow_m3_s=1, head_m=10)
    assert made.tolist() == pytest.approx([0.79, 0.715 - 1.37 * 0.5**14], abs=1e-12)


def test_hye_07_head_loss_of_a_steel_penstock() -> None:
    """11.84 ft wide, 400 ft long, 5,000 cfs: 9.351 ft by its own friction factor.

    HydroGenerate prints 31.94 ft, as it keeps the factor of its first diameter (HYE-08).
    """
    loss_m = penstock_head_loss_m(
        5_000 * CFS,
        diameter_m=11.84 * FOOT,
        length_m=400 * FOOT,
        roughness_mm=0.04572,
        kinematic_viscosity_m2_s=1.1223e-6,
    )
    assert loss_m / FOOT == pytest.approx(9.351, abs=1e-3)


def test_hye_08_where_the_published_loss_comes_from() -> None:
    """With the friction factor of a pipe of 1 cm, 0.0295, the same pipe loses 31.94 ft."""
    facts = {"length_m": 400 * FOOT, "roughness_mm": 0.04572, "kinematic_viscosity_m2_s": 1.1223e-6}

    def friction(diameter_m: float) -> float:
        velocity = 4 * 5_000 * CFS / (math.pi * diameter_m**2)
        loss_m = penstock_head_loss_m(5_000 * CFS, diameter_m=diameter_m, **facts)
        return loss_m * diameter_m / facts["length_m"] * 2 * 9.81 / velocity**2

    frozen, own = friction(0.01), friction(11.84 * FOOT)
    assert frozen == pytest.approx(0.02951, abs=2e-4)
    assert 9.351 * frozen / own == pytest.approx(31.94, abs=0.12)


def test_hye_26_power_over_flow_with_quadratic_loss() -> None:
    """HydroGenerate's table, with the efficiencies that it prints; 31.94 of 330 ft are lost."""
    flows = np.array([2_500, 2_647.1, 3_529.4, 3_970.6, 5_000])
    bracket = []
    for flow in flows:  # its reading: the square on the denominator alone, above the best point
        facts = {"design_flow_m3_s": 5_000 * CFS, "head_m": 330 * FOOT}
        bracket.append(float(turbine_efficiency("francis", flow * CFS, **facts)))
    bracket[-1] = 0.9428398318263116
    plant = simple_plant(
        gross_head_m=330 * FOOT,
        head_loss_fraction=31.94 / 330,
        design_flow_m3_s=5_000 * CFS,
        turbine=TurbineCurve(load=tuple(flows / 5_000), efficiency=tuple(bracket)),
        generator_efficiency=0.98,
    )
    printed = [57_943.8, 62_522.7, 86_566.9, 96_375.4, 116_589.4]
    assert power_kw(flows * CFS, plant).tolist() == pytest.approx(printed, rel=3e-4)


def test_hye_26_with_the_textbook_at_full_load() -> None:
    """The last figure is 112,421 kW then, 3.6 % less."""
    plant = simple_plant(
        gross_head_m=330 * FOOT,
        head_loss_fraction=31.94 / 330,
        design_flow_m3_s=5_000 * CFS,
        turbine=level(0.9091371865229055),
        generator_efficiency=0.98,
    )
    assert power_kw(5_000 * CFS, plant) == pytest.approx(112_421, abs=5)


def test_hyd_08_design_flow_at_30_per_cent() -> None:
    """HydroGenerate's test: 2,650 cfs."""
    assert flow_at_exceedance(TEN_FLOWS, 0.3) == pytest.approx(2_650, abs=1e-9)


TEN_FLOWS = [1000, 1200, 1500, 1800, 2000, 2200, 2500, 3000, 3500, 4000]


def test_hye_17_two_plotting_positions() -> None:
    """Linear quantiles; hydrologists' m / (n + 1) gives 2,850, 1,020 and 1,000 instead."""
    made = flow_at_exceedance(TEN_FLOWS, [0.3, 0.9, 0.95])
    assert made.tolist() == pytest.approx([2_650, 1_180, 1_090], abs=1e-9)


def test_hyd_10_energy_of_a_year() -> None:
    """HydroGenerate, user guide 5: 81,368.5 MWh at 0.05 $/kWh, capacity factor 0.706769."""
    mean_kw = 13_142.4 * 0.706769
    year = Series(start=dt.date(2010, 1, 1), step_hours=24, values=[mean_kw] * 365)
    energy_mwh = annual_energy(year).energy_mwh[0]
    assert energy_mwh == pytest.approx(81_368.5, abs=1)
    assert energy_mwh * 1_000 * 0.05 / 1e6 == pytest.approx(4.068425, abs=1e-4)


def test_hye_13_a_third_of_the_head_lost() -> None:
    """The example of renpow, with 9.8 m/s², which the efficiency takes up."""
    plant = simple_plant(
        gross_head_m=15,
        head_loss_fraction=1 / 3,
        design_flow_m3_s=1_000,
        turbine=level(0.9),
        generator_efficiency=9.8 / 9.81,
    )
    assert power_kw(1_000, plant) / 1_000 == pytest.approx(88.2, abs=1e-9)


def test_hye_15_power_with_a_cap() -> None:
    """NREL's H2Integrate: 998 kg/m³, which the efficiency takes up, and 10 MW at most."""
    plant = simple_plant(
        gross_head_m=10,
        design_flow_m3_s=200,
        turbine=level(0.9),
        generator_efficiency=0.998,
        capacity_kw=10_000,
    )
    made = power_kw(np.array([0, 50, 100, 113.4919, 200]), plant)
    assert made.tolist() == pytest.approx([0, 4_405.671, 8_811.342, 10_000, 10_000], abs=0.01)


@pytest.mark.parametrize(
    ("years", "expected"),
    [(1, (137.986, 127.174, 108.564)), (10, (142.775, 136.271, 125.080))],
)
def test_hye_24_percentiles_of_normal_years(years: int, expected: tuple[float, ...]) -> None:
    """P75, P90 and P99 of 150 GWh: model 5 %, resource 4 %, and 10 % from year to year.

    A million years of that distribution, evenly spread, have its percentiles.
    """
    deviation = 150 * math.hypot(0.05, 0.04, 0.1 / math.sqrt(years))
    normal_years = 150 + deviation * norm.ppf((np.arange(1_000_000) + 0.5) / 1_000_000)
    made = energy_percentiles(normal_years)
    p99 = flow_at_exceedance(normal_years, 0.99)
    assert (made.p75_mwh, made.p90_mwh, p99) == pytest.approx(expected, abs=2e-3)
    assert made.p50_mwh == pytest.approx(150)


def test_hye_10_a_plant_from_its_river_to_its_npv() -> None:
    """HYPER's published plant (Yildiz and Vrugt): NPV 7.63367 M$ and benefit-cost 1.92989.

    Its friction factor has 1.325 for 0.25 ln(10)², and its daily loss is divided by the local
    loss factor where it should be multiplied (the loss at design flow is multiplied): the
    factor given here takes up both.
    """
    record = json.loads((Path(__file__).parents[1] / "data" / "hyper_plant.json").read_text())
    rounding = 1.325 / (0.25 * math.log(10) ** 2)
    pipe = {"diameter_m": 1.38232, "length_m": 208, "roughness_mm": 0.045}
    plant = HydroInputs(
        gross_head_m=117.3,
        design_flow_m3_s=3.8335,
        turbine=TurbineCurve(
            load=tuple(np.arange(101) / 100), efficiency=tuple(record["pelton_efficiency"])
        ),
        penstock=Penstock(**pipe, local_loss_factor=rounding / 1.1),
        residual_flow_m3_s=0.63,
        minimum_flow_fraction=0.11,
        generator_efficiency=0.98,
    )
    energy_gwh = np.mean(power_kw(np.array(record["flows_m3_s"]), plant)) * 8_760 / 1e6
    assert energy_gwh == pytest.approx(28.254471, abs=1e-6)
    loss_m = penstock_head_loss_m(3.8335, **pipe, local_loss_factor=rounding * 1.1)
    benefit, cost, recovery = hyper_money(energy_gwh, 117.3 - loss_m, pipe)
    assert (benefit - cost) / recovery == pytest.approx(7.63367, abs=5e-5)
    assert benefit / cost == pytest.approx(1.92989, abs=5e-6)


def hyper_money(
    energy_gwh: float, head_m: float, pipe: dict[str, float]
) -> tuple[float, float, float]:
    """Return yearly benefit and cost [M$] by HYPER's formulas, and the capital recovery factor."""
    mw = head_m * 9.81 * 3.8335 / 1_000
    machines = 1.984 * mw**1.427 * head_m**-0.4808 * 1.1
    wall_m = 8.4 * pipe["diameter_m"] / 1_000 + 0.002
    steel = math.pi * wall_m * pipe["diameter_m"] * pipe["length_m"] * 7.874 * 1_500 / 1e6
    house = 200 * mw**-0.301 * mw * 1_000 / 1e6
    total = machines * (1 + 1.095**-25) + steel + house + 0.15 * (steel + machines) + 5
    recovery = 0.095 * 1.095**49 / (1.095**49 - 1)
    return energy_gwh * 0.055 * 0.98, recovery * total + 0.01 * machines, recovery
