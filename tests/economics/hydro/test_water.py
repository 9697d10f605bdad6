"""The power of a site's water, and bad water: one clear sentence each."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.hydro import (
    HydroInputs,
    Penstock,
    TurbineCurve,
    analysed_water,
    water_power,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError

# As in test_power: 70.632 kW a cubic metre a second.
LEVEL = TurbineCurve(load=(0.0,), efficiency=(0.8,))
KW = 70.632
SIX_YEARS = 2_191


def record(values: Any, start: str = "2001-01-01") -> Series:
    return Series(start=dt.date.fromisoformat(start), step_hours=24, values=values)


def wave(n: int = SIX_YEARS) -> np.ndarray:
    """Return a river of 1 to 3 m³/s by the season."""
    return 2 + np.cos(2 * np.pi * np.arange(n) / 365.25)


def hydro(**changes: Any) -> HydroInputs:
    facts: dict[str, Any] = {
        "flow_m3_s": record(wave()),
        "gross_head_m": 10,
        "head_loss_fraction": 0,
        "design_flow_m3_s": 2,
        "turbine": LEVEL,
        "generator_efficiency": 0.9,
        **changes,
    }
    return HydroInputs(**facts)


def test_a_record_gives_power_at_its_own_times() -> None:
    """Scaled, after the residual, with the gaps and the file of the record."""
    flows = [1.0, None, 4.0]
    given = Series(start=dt.date(2001, 1, 1), step_hours=24, values=flows, source="flow.csv")
    made = water_power(hydro(flow_m3_s=given, flow_scale=0.5, residual_flow_m3_s=0.1)).series
    assert made.values[[0, 2]].tolist() == pytest.approx([0.4 * KW, 1.9 * KW])
    assert made.n_gaps == 1
    assert (made.start, made.source) == (given.start, "flow.csv")


def test_a_residual_flow_of_months_follows_the_calendar() -> None:
    """All stays in January, nothing in February."""
    given = record([1.0, 1.0], start="2001-01-31")
    twelve = [9.0] + [0.0] * 11
    made = water_power(hydro(flow_m3_s=given, residual_flow_m3_s=twelve)).series
    assert made.values.tolist() == pytest.approx([0, KW])


def test_power_that_is_given_is_capped_and_out() -> None:
    """200 kW of which 150 can leave, a tenth lost: 135 kW; months likewise."""
    limits = {"capacity_kw": 150, "outage_fraction": 0.1}
    made = water_power(HydroInputs(power_kw=record([100, 200]), **limits))
    assert made.series.values.tolist() == pytest.approx([90, 135])
    made = water_power(HydroInputs(monthly_power_kw=[200] * 12, **limits))
    assert made.monthly_kw.tolist() == pytest.approx([135] * 12)
    assert made.series is None


def test_monthly_flows_give_monthly_power() -> None:
    """Each with the residual flow of its month."""
    flows, stays = [1.0] * 6 + [2.0] * 6, [0.0] * 11 + [0.5]
    made = water_power(hydro(flow_m3_s=None, monthly_flow_m3_s=flows, residual_flow_m3_s=stays))
    assert made.monthly_kw.tolist() == pytest.approx([KW] * 6 + [2 * KW] * 5 + [1.5 * KW])


def test_no_source_has_no_power() -> None:
    """The plan knows what to take then."""
    made = water_power(HydroInputs())
    assert (made.series, made.monthly_kw) == (None, None)
    assert analysed_water(HydroInputs()) is None


# Bad water

SENTENCES = [
    ({"flow_m3_s": record([0, 0, 0])}, "hydro.flow_m3_s must be such that there is power"),
    (
        {"flow_m3_s": None, "monthly_flow_m3_s": [0] * 12},
        "hydro.monthly_flow_m3_s must be such that there is power at some time; got 'none at any",
    ),
    (
        {"residual_flow_m3_s": 5},
        r"hydro.residual_flow_m3_s must be below the river at some time, whose highest flow is "
        r"3.00 m³/s; got 5",
    ),
    (
        {"turbine": "propeller", "design_flow_m3_s": 10},
        "hydro.minimum_flow_fraction must be such that a turbine's minimum, now 7.50 m³/s, is "
        "reached at some time: after the residual flow the most is 3.00 m³/s; got 0.75",
    ),
    ({"outage_fraction": 1}, "hydro.outage_fraction must be such that there is power"),
    (
        {"turbine": TurbineCurve(load=(0.0,), efficiency=(0.0,))},
        "hydro.turbine must be such that there is power",
    ),
    (
        {"penstock": Penstock(diameter_m=0.3, length_m=5_000, roughness_mm=1)},
        "hydro.penstock must be such that the head lost is less than the gross head, 10 m",
    ),
]


@pytest.mark.parametrize(("changes", "line"), SENTENCES)
def test_water_without_power_is_refused(changes: dict[str, Any], line: str) -> None:
    """The field that is why is named, with what it would have to be."""
    with pytest.raises(InputError, match=f"^{line}"):
        water_power(hydro(**changes))


def test_power_of_nothing_is_refused() -> None:
    """Power of 0 throughout is no plant."""
    with pytest.raises(InputError, match=r"^hydro.power_kw must be such that there is power"):
        water_power(HydroInputs(power_kw=record([0, 0])))
    with pytest.raises(InputError, match=r"^hydro.monthly_power_kw must be such that"):
        water_power(HydroInputs(monthly_power_kw=[0] * 12))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"flow_m3_s": record([2.0] * SIX_YEARS)},
            "The water is the same at all times: is that a record, or a mean?",
        ),
        (
            {"flow_m3_s": record(wave(31))},
            "The record has no whole calendar year: 95 % of its hours must be there.",
        ),
        (
            {"flow_m3_s": record(wave(731))},
            "The record has 2 whole calendar years: percentiles of fewer than five are weak.",
        ),
        (
            {"design_flow_m3_s": 40},
            "The design flow, 40.00 m³/s, is above anything in the record (at most 3.00 m³/s): the "
            "plant never runs full.",
        ),
        (
            {"head_loss_fraction": 0.4},
            "At design flow 40 % of the head is lost; above a third, less water gives more power.",
        ),
        (
            {"turbine": "francis", "gross_head_m": 8, "minimum_flow_fraction": 0},
            "The correlation for Francis turbines does not hold for heads below 8.8 m: choose "
            "Kaplan, propeller or cross-flow, or a curve.",
        ),
        (
            {"residual_flow_m3_s": 2.5},
            "The turbines stand 67 % of the time: after the residual flow the water is below their "
            "minimum.",
        ),
    ],
)
def test_odd_water_is_said(changes: dict[str, Any], sentence: str) -> None:
    """It is computed, with a sentence."""
    assert water_power(hydro(**changes)).warnings == (sentence,)


def test_good_water_is_silent() -> None:
    """Six years of a river with seasons."""
    assert water_power(hydro()).warnings == ()


# Everything about a site's water


def test_all_is_said_of_a_record() -> None:
    """Duration, months, years and their percentiles are of the same power."""
    made = analysed_water(hydro())
    assert made.power_duration.value[0] == pytest.approx(2 * KW)
    assert made.flow_duration.value[[0, -1]].tolist() == pytest.approx([3, 1], abs=1e-3)
    assert made.percentiles.n_years == len(made.annual.years) == 6
    assert made.mean_power_kw == pytest.approx(np.mean(made.power.series.values))
    assert made.monthly_power.n_years.tolist() == [6] * 12


def test_twelve_means_have_no_years() -> None:
    """Nothing is claimed of wet and dry ones; the mean weighs months by their days."""
    made = analysed_water(HydroInputs(monthly_power_kw=[365] + [0] * 11))
    assert made.mean_power_kw == pytest.approx(31)
    assert (made.annual, made.percentiles, made.flow_duration) == (None, None, None)
    # January is 31 of 365 days: 8.49 % of the time.
    curve = made.power_duration
    assert curve.exceedance[[32, 35]].tolist() == pytest.approx([0.08, 0.0875])
    assert curve.value[[32, 35]].tolist() == [365, 0]
    assert made.monthly_power.wet.tolist() == made.monthly_power.dry.tolist()
