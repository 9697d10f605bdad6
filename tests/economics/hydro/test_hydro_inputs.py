"""The hydro group of a study: what is legal, and what is said where it is not."""

import datetime as dt
from typing import Any

import pytest

from hydro_mining.economics.hydro import (
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.imports.typed_json import from_json, to_json

FLOW = Series(start=dt.date(2001, 1, 1), step_hours=24, values=[1, None, 3])
PLANT: dict[str, Any] = {"gross_head_m": 10, "design_flow_m3_s": 2, "turbine": "francis"}


def test_without_a_source_it_is_legal() -> None:
    """A plan then takes the site's power at all hours."""
    assert HydroInputs().river is None


def test_flows_are_scaled() -> None:
    """A gauge with twice the area counts half."""
    half = HydroInputs(flow_m3_s=FLOW, flow_scale=0.5, **PLANT)
    assert half.river[[0, 2]].tolist() == [0.5, 1.5]
    monthly = HydroInputs(monthly_flow_m3_s=range(12), flow_scale=0.5, **PLANT)
    assert monthly.river.tolist() == [month / 2 for month in range(12)]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"flow_m3_s": FLOW, "monthly_power_kw": [1] * 12},
            "monthly_power_kw must be left out, where flow_m3_s is given; got 'both'",
        ),
        ({"flow_m3_s": [1, 2]}, "flow_m3_s must be a series of values with start and step_hours"),
        (
            {"flow_m3_s": FLOW.with_values([1, -2, 3])},
            r"flow_m3_s.values\[1\] must be a number of 0 or more, or null for a gap; got -2",
        ),
        (
            {"power_kw": FLOW.with_values([-1, 2, 3])},
            r"power_kw.values\[0\] must be a number of 0 or more",
        ),
        ({"monthly_flow_m3_s": [1] * 11}, "monthly_flow_m3_s must be twelve numbers"),
        ({"monthly_power_kw": [1] * 11 + [-1]}, r"monthly_power_kw\[11\] must be a number of 0"),
        ({"monthly_power_kw": "x"}, "monthly_power_kw must be a list of numbers of 0 or more"),
        ({"gross_head_m": 0}, r"gross_head_m must be a number above 0 \(m\); got 0"),
        ({"design_flow_m3_s": -1}, r"design_flow_m3_s must be a number above 0 \(m³/s\); got -1"),
        ({"units": 0}, "units must be a whole number from 1 to 20"),
        ({"units": 1.5}, "units must be a whole number"),
        ({"residual_flow_m3_s": -1}, "residual_flow_m3_s must be a number of 0 or more"),
        ({"residual_flow_m3_s": [1] * 3}, "residual_flow_m3_s must be twelve numbers"),
        ({"turbine": "banki"}, "turbine must be one of francis"),
        ({"generator_efficiency": 0}, "generator_efficiency must be a number above 0 up to 1"),
        ({"outage_fraction": 1.1}, "outage_fraction must be a number from 0 to 1"),
        ({"capacity_kw": 0}, "capacity_kw must be a number above 0"),
        ({"flow_scale": 0}, "flow_scale must be a number above 0"),
        ({"minimum_flow_fraction": 2}, "minimum_flow_fraction must be a number from 0 to 1"),
    ],
)
def test_bad_values_are_named(changes: dict[str, Any], line: str) -> None:
    """One line says which field, the rule and the value."""
    with pytest.raises(InputError, match=f"^{line}"):
        HydroInputs(**{**PLANT, **changes})


@pytest.mark.parametrize("name", ["gross_head_m", "design_flow_m3_s", "turbine"])
def test_flow_needs_a_plant(name: str) -> None:
    """Without head, design flow and turbine a flow gives no power."""
    rest = {key: value for key, value in PLANT.items() if key != name}
    with pytest.raises(InputError, match=f"^{name} must be given, where flow is; got nothing"):
        HydroInputs(flow_m3_s=FLOW, **rest)


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (lambda: TurbineCurve(load=[0.5], efficiency=[1, 2]), r"efficiency\[1\] must be a number"),
        (lambda: TurbineCurve(load=[0.5], efficiency=[]), "efficiency must be a value for every"),
        (lambda: TurbineCurve(load=[], efficiency=[]), "efficiency must be a value for every"),
        (lambda: TurbineCurve(load=[0.5, 0.5], efficiency=[0, 1]), "load must be rising"),
        (lambda: ExceedanceRule(exceedance=95), "exceedance must be a number from 0 to 1"),
        (lambda: HandsOffRule(hands_off=-1), "hands_off must be a number of 0 or more"),
        (
            lambda: Penstock(diameter_m=1, length_m=0, roughness_mm=1),
            "length_m must be a number above 0",
        ),
    ],
)
def test_bad_parts_are_named(made: Any, line: str) -> None:
    """Curves, rules and pipes check themselves."""
    with pytest.raises(InputError, match=f"^{line}"):
        made()


@pytest.mark.parametrize(
    "group",
    [
        HydroInputs(),
        HydroInputs(flow_m3_s=FLOW, residual_flow_m3_s=[0.1] * 12, **PLANT),
        HydroInputs(power_kw=FLOW, capacity_kw=2),
        HydroInputs(monthly_power_kw=range(12), outage_fraction=0.05),
        HydroInputs(
            monthly_flow_m3_s=range(12),
            residual_flow_m3_s=ExceedanceRule(exceedance=0.95),
            penstock=Penstock(diameter_m=1, length_m=20, roughness_mm=0.1),
            **{**PLANT, "turbine": TurbineCurve(load=(0.1, 1), efficiency=(0.3, 0.9))},
        ),
        HydroInputs(residual_flow_m3_s=HandsOffRule(hands_off=1, share_above=0.5), jets=3),
    ],
)
def test_it_reads_back_as_written(group: HydroInputs) -> None:
    """JSON holds all of it, gaps as null."""
    document = to_json(group)
    assert from_json(HydroInputs, document, called="hydro") == group
    assert from_json(HydroInputs, document, called="hydro", complete=True) == group


def test_the_form_of_a_value_tells_what_is_meant() -> None:
    """A number, a list and the fields of an object each say what they are."""
    read = [
        from_json(HydroInputs, {"residual_flow_m3_s": given}, called="hydro").residual_flow_m3_s
        for given in (1, [1] * 12, {"exceedance": 0.9}, {"hands_off": 1, "share_above": 0.2})
    ]
    assert read == [
        1.0,
        (1.0,) * 12,
        ExceedanceRule(exceedance=0.9),
        HandsOffRule(hands_off=1, share_above=0.2),
    ]
    with pytest.raises(
        InputError,
        match=r"residual_flow_m3_s must be a number or a list of .* or "
        r"an object of exceedance or an object of hands_off, share_above; got 'Q95'",
    ):
        from_json(HydroInputs, {"residual_flow_m3_s": "Q95"}, called="hydro")
