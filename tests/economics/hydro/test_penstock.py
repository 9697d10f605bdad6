"""Head that a pressure pipe takes."""

import math

import numpy as np
import pytest

from hydro_mining.economics.hydro import penstock_head_loss_m
from hydro_mining.exceptions import InputError

PIPE = {"diameter_m": 1.0, "length_m": 100.0, "roughness_mm": 0.1}


def test_friction_follows_colebrook() -> None:
    """Swamee and Jain's factor is within 1 % of what solves Colebrook and White's equation."""
    velocity = 4 * 2.0 / math.pi
    reynolds = velocity / 1e-6
    friction = 0.01
    for _ in range(50):
        inverse = -2 * math.log10(1e-4 / 3.7 + 2.51 / (reynolds * math.sqrt(friction)))
        friction = 1 / inverse**2
    expected = friction * 100 * velocity**2 / (2 * 9.81)
    assert penstock_head_loss_m(2.0, **PIPE) == pytest.approx(expected, rel=0.01)


def test_a_trickle_is_laminar() -> None:
    """Below Re 2,000 the loss is Hagen and Poiseuille's: 32 ν L v / (g D²)."""
    velocity = 1_000 * 1e-6  # Re 1,000 in a pipe of 1 m
    flow = velocity * math.pi / 4
    expected = 32 * 1e-6 * 100 * velocity / 9.81
    assert penstock_head_loss_m(flow, **PIPE) == pytest.approx(expected, rel=1e-12)


def test_no_flow_loses_nothing() -> None:
    """At no flow there is no loss, and no warning; a smooth pipe too."""
    assert penstock_head_loss_m(0.0, **PIPE) == 0
    smooth = penstock_head_loss_m(np.array([0.0, 1.0]), **{**PIPE, "roughness_mm": 0})
    assert smooth[0] == 0
    assert smooth[1] > 0


def test_local_losses_multiply() -> None:
    """Bends and valves add to the friction; a factor of 1.1 is a tenth more."""
    plain = penstock_head_loss_m(2.0, **PIPE)
    assert penstock_head_loss_m(2.0, **PIPE, local_loss_factor=1.1) == pytest.approx(1.1 * plain)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"diameter_m": 0}, "diameter_m must be a number above 0"),
        ({"roughness_mm": 60}, "roughness_mm must be at most 5% of the pipe's diameter, 1 m"),
        ({"local_loss_factor": 0}, "local_loss_factor must be a number above 0"),
        ({"kinematic_viscosity_m2_s": 0}, "kinematic_viscosity_m2_s must be a number above 0"),
    ],
)
def test_bad_values_are_named(changes: dict[str, float], line: str) -> None:
    """One line says which value, the rule and what it is."""
    with pytest.raises(InputError, match=f"^{line}"):
        penstock_head_loss_m(1.0, **{**PIPE, **changes})
    with pytest.raises(InputError, match=r"^flow_m3_s must be a number of 0 or more"):
        penstock_head_loss_m(-1.0, **PIPE)
