"""Efficiency of turbines: RETScreen's correlations and curves of one's own.

The textbook's figures by type are in tests/reference/test_hydro_cases.py.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.hydro import TURBINES, TurbineCurve, turbine_efficiency
from hydro_mining.exceptions import InputError

steady = settings(deadline=None, derandomize=True, max_examples=100)


def of(turbine: object, flow: object, **changes: float) -> np.ndarray:
    facts = {"design_flow_m3_s": 2.0, "head_m": 30.0, **changes}
    return turbine_efficiency(turbine, flow, **facts)


@pytest.mark.parametrize("turbine", TURBINES)
def test_nothing_comes_of_no_flow(turbine: str) -> None:
    """At no flow the efficiency is 0; a scalar gives a scalar."""
    none = of(turbine, 0)
    assert none == 0
    assert np.ndim(none) == 0


@pytest.mark.parametrize("turbine", TURBINES)
def test_above_design_flow_it_stays(turbine: str) -> None:
    """A unit takes no more than its design flow."""
    assert of(turbine, 5.0) == of(turbine, 2.0)


@steady
@given(
    turbine=st.sampled_from(TURBINES),
    load=st.floats(0, 1.5),
    design=st.floats(0.01, 500),
    head=st.floats(0.5, 1_500),
    jets=st.integers(1, 6),
)
def test_efficiency_is_a_share(
    turbine: str, load: float, design: float, head: float, jets: int
) -> None:
    """From brooks to rivers, of every type, between 0 and 1."""
    made = turbine_efficiency(
        turbine, load * design, design_flow_m3_s=design, head_m=head, jets=jets
    )
    assert 0 <= made <= 1


def test_low_heads_of_francis_stay_finite() -> None:
    """Under nine metres an exponent is negative: near the best point it divides by zero."""
    loads = np.linspace(0, 1, 1001)
    made = of("francis", loads * 2.0, head_m=3.0)
    assert np.isfinite(made).all()


def test_runners_are_smaller_for_their_flow_above_1_8_m() -> None:
    """The runner's d = k Q^0.473 has k = 0.46 below 1.8 m, which is at 17.9 m³/s, 0.41 above.

    The smaller runner has the lower peak, 1 - 0.789 d^-0.2 of the size gain.
    """
    just_below = of("kaplan", 17.8, design_flow_m3_s=17.8, head_m=5)
    just_above = of("kaplan", 18.0, design_flow_m3_s=18.0, head_m=5)
    assert just_above < just_below


def test_a_curve_is_linear_between_its_points() -> None:
    """0 below the first, level after the last; at the first point it runs."""
    curve = TurbineCurve(load=(0.2, 0.6, 0.9), efficiency=(0.5, 0.9, 0.8))
    made = of(curve, np.array([0.1, 0.4, 0.8, 1.2, 1.5, 2.0]))
    assert made.tolist() == pytest.approx([0, 0.5, 0.7, 0.9, 0.85, 0.8])


@pytest.mark.parametrize(
    ("turbine", "flow", "changes", "line"),
    [
        ("banki", 1, {}, "turbine must be one of francis, kaplan"),
        ("pelton", -1, {}, r"flow_m3_s must be a number of 0 or more \(m³/s\); got -1"),
        ("pelton", 1, {"head_m": 0}, r"head_m must be a number above 0 \(m\); got 0"),
        ("pelton", 1, {"design_flow_m3_s": 0}, "design_flow_m3_s must be a number above 0"),
        ("pelton", 1, {"jets": 0}, "jets must be a whole number from 1 to 8"),
    ],
)
def test_bad_values_are_named(
    turbine: str, flow: float, changes: dict[str, float], line: str
) -> None:
    """One line says which value, the rule and what it is."""
    with pytest.raises(InputError, match=f"^{line}"):
        of(turbine, flow, **changes)
