"""River to power, with figures worked by hand: 10 m, 0.8 turbine, 0.9 generator.

A cubic metre a second gives 9.81 × 10 × 0.8 × 0.9 = 70.632 kW without losses.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.hydro import (
    TURBINES,
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
    net_head_m,
    power_kw,
    residual_flow_m3_s,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError

steady = settings(deadline=None, derandomize=True, max_examples=60)
LEVEL = TurbineCurve(load=(0.0,), efficiency=(0.8,))
KW = 70.632


def plant(**changes: Any) -> HydroInputs:
    facts: dict[str, Any] = {
        "gross_head_m": 10,
        "head_loss_fraction": 0,
        "design_flow_m3_s": 4,
        "turbine": LEVEL,
        "generator_efficiency": 0.9,
        **changes,
    }
    return HydroInputs(**facts)


def test_power_of_a_cubic_metre() -> None:
    """9.81 × flow × head × efficiencies, up to the design flow; a scalar gives a scalar."""
    assert power_kw(1.0, plant()) == pytest.approx(KW)
    assert np.ndim(power_kw(1.0, plant())) == 0
    made = power_kw(np.array([[0, 2], [4, 9]]), plant())
    assert made.tolist() == [pytest.approx([0, 2 * KW]), pytest.approx([4 * KW, 4 * KW])]


def test_a_gap_stays_one() -> None:
    """Power of what is not known is not known."""
    assert np.isnan(power_kw(np.array([np.nan, 1.0]), plant())).tolist() == [True, False]


def test_head_loss_grows_with_the_square() -> None:
    """A fifth of 10 m at 4 m³/s is a twentieth at 2 m³/s: 8 m and 9.5 m are left."""
    lossy = plant(head_loss_fraction=0.2)
    assert net_head_m(np.array([4.0, 2.0]), lossy).tolist() == pytest.approx([8, 9.5])
    assert power_kw(2.0, lossy) == pytest.approx(2 * KW * 0.95)


def test_a_penstock_takes_the_place_of_the_share() -> None:
    """With a pipe the loss is its own, and none of the share's."""
    pipe = Penstock(diameter_m=1.5, length_m=50, roughness_mm=0.1)
    made = net_head_m(4.0, plant(head_loss_fraction=0.5, penstock=pipe))
    assert 9 < made < 10
    assert net_head_m(4.0, plant(penstock=pipe)) == made


def test_power_need_not_rise_with_flow() -> None:
    """With 60 % of the head lost at design flow, P ∝ x (1 - 0.6 x²) is highest at x = 0.745."""
    lossy = plant(head_loss_fraction=0.6)
    assert power_kw(3.0, lossy) > power_kw(4.0, lossy)


@pytest.mark.parametrize(
    ("rule", "stays"),
    [
        (0.5, [0.3, 0.5, 0.5]),
        (HandsOffRule(hands_off=0.5, share_above=0.25), [0.3, 0.5 + 0.25 * 0.5, 0.5 + 0.25 * 2.5]),
        (tuple(float(m) for m in range(1, 13)), [0.3, 1.0, 2.0]),
    ],
)
def test_what_stays_in_the_river(rule: Any, stays: list[float]) -> None:
    """A number, a share above hands-off, or a month's own; never more than there is."""
    river = np.array([0.3, 1.0, 3.0])
    made = residual_flow_m3_s(river, plant(residual_flow_m3_s=rule), month=np.array([1, 1, 2]))
    assert made.tolist() == pytest.approx(stays)
    power = power_kw(river, plant(residual_flow_m3_s=rule), month=np.array([1, 1, 2]))
    assert power.tolist() == pytest.approx(
        [(a - b) * KW for a, b in zip(river, stays, strict=True)]
    )


def test_an_exceedance_is_of_the_record() -> None:
    """Of 1, 2, 3, 4, 5 and a gap 80 % reach 1.8, a fifth of four steps up; twice that, scaled."""
    record = Series(
        start=np.datetime64("2001-01-01").item(), step_hours=24, values=[5, None, 1, 2, 3, 4]
    )
    with_record = plant(
        flow_m3_s=record, flow_scale=2, residual_flow_m3_s=ExceedanceRule(exceedance=0.8)
    )
    assert residual_flow_m3_s(10.0, with_record) == pytest.approx(3.6)
    alone = plant(residual_flow_m3_s=ExceedanceRule(exceedance=0.8))
    assert residual_flow_m3_s(np.array([1.0, 2, 3, 4, 5]), alone)[4] == pytest.approx(1.8)


def test_as_many_units_run_as_give_the_most_power() -> None:
    """Two units of 2 m³/s that stand below half: one runs from 1 m³/s on, two from 2 m³/s.

    At 2.5 m³/s two give all of it; one alone would give 2.
    """
    two = plant(units=2, minimum_flow_fraction=0.5)
    made = power_kw(np.array([0.9, 1.0, 1.9, 2.5, 4.0]), two)
    assert made.tolist() == pytest.approx([0, KW, 1.9 * KW, 2.5 * KW, 4 * KW])


def test_a_unit_more_may_be_worse() -> None:
    """With 0.4 at half load and 0.8 at full, 2 m³/s give most in one of two units."""
    steep = TurbineCurve(load=(0.5, 1.0), efficiency=(0.4, 0.8))
    assert power_kw(2.0, plant(units=2, turbine=steep)) == pytest.approx(2 * KW)
    # At 2.2 m³/s: one full unit, 2 m³/s at 0.8 (1.6), or two at 0.55 load and 0.44 (0.968).
    assert power_kw(2.2, plant(units=2, turbine=steep)) == pytest.approx(2 * KW)


def test_a_type_stands_below_its_own_minimum() -> None:
    """Francis stands below 40 % of its design flow unless it is told otherwise."""
    flows = np.array([1.59, 1.6])
    assert (power_kw(flows, plant(turbine="francis", gross_head_m=50)) > 0).tolist() == [
        False,
        True,
    ]
    lower = plant(turbine="francis", gross_head_m=50, minimum_flow_fraction=0.3)
    assert (power_kw(flows, lower) > 0).all()


def test_a_cap_comes_before_outage() -> None:
    """100 kW at most, a tenth lost: 90 kW."""
    assert power_kw(4.0, plant(capacity_kw=100, outage_fraction=0.1)) == pytest.approx(90)


@steady
@given(
    turbine=st.sampled_from(TURBINES),
    units=st.integers(1, 4),
    flows=st.lists(st.floats(0, 50), min_size=1, max_size=20),
    residual=st.floats(0, 5),
)
def test_power_is_within_what_the_water_has(
    turbine: str, units: int, flows: list[float], residual: float
) -> None:
    """Never below 0, never above what falls; one unit more never gives less than splitting off."""
    river = np.array(flows)
    made = power_kw(river, plant(turbine=turbine, units=units, residual_flow_m3_s=residual))
    falls = 9.81 * 10 * np.clip(river - residual, 0, 4)
    assert (made >= 0).all()
    assert (made <= falls + 1e-9).all()


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"gross_head_m": None}, "gross_head_m must be given, where flow is"),
        ({"turbine": None}, "turbine must be given, where flow is"),
        ({"design_flow_m3_s": None}, "design_flow_m3_s must be given, where flow is"),
        ({"head_loss_fraction": 1}, "head_loss_fraction must be such that the head lost is less"),
        ({"residual_flow_m3_s": [1] * 12}, "month must be given"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], line: str) -> None:
    """One line says what power from flow lacks."""
    with pytest.raises(InputError, match=f"^{line}"):
        power_kw(1.0, plant(**changes))


def test_a_flow_below_zero_is_refused() -> None:
    """A river does not flow upwards."""
    with pytest.raises(InputError, match=r"^flow_m3_s must be a number of 0 or more"):
        power_kw(np.array([1.0, -0.1]), plant())
