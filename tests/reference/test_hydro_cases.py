"""Published plants and figures of hydropower, reproduced through the public functions.

Each case carries its facts, its source and the tolerance that the published digits allow. Where
a published program is wrong the case asserts the textbook's value and says why.
``NOT_REPRODUCED`` lists the cases that need something this product has no business having.
"""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from hydro_mining.economics.hydro import (
    HydroInputs,
    Penstock,
    TurbineCurve,
    energy_percentiles,
    flow_at_exceedance,
    penstock_head_loss_m,
    power_kw,
    turbine_efficiency,
)

FOOT = 0.3048
CFS = 0.0283168  # as the source rounds it


def test_a_cross_flow_turbine_at_half_flow() -> None:
    """0.79 - 0.15 × 0.5 - 1.37 × 0.5^14 is 0.715, where a widely used program gives nothing."""
    made = turbine_efficiency("crossflow", np.array([1, 0.5]), design_flow_m3_s=1, head_m=10)
    assert made.tolist() == pytest.approx([0.79, 0.715 - 1.37 * 0.5**14], abs=1e-12)


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
