"""What a record says of its river: exceedance, months, whole years."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.hydro import (
    annual_energy,
    duration_curve,
    energy_percentiles,
    flow_at_exceedance,
    monthly_statistics,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError

steady = settings(deadline=None, derandomize=True, max_examples=60)


def days(first: str, last: str, value: float = 1.0) -> Series:
    n = int((np.datetime64(last) - np.datetime64(first)).astype(int)) + 1
    return Series(start=dt.date.fromisoformat(first), step_hours=24, values=np.full(n, value))


def test_exceedance_is_linear_between_the_values() -> None:
    """Of five values a quarter of the time is the second highest; gaps do not count."""
    assert flow_at_exceedance([5, 1, None, 3, 2, 4], 0.25) == 4
    assert flow_at_exceedance([1, 2], [0, 0.5, 1]).tolist() == [2, 1.5, 1]


@steady
@given(record=st.lists(st.floats(0, 1e4), min_size=1, max_size=50))
def test_a_duration_curve_falls(record: list[float]) -> None:
    """From the highest to the lowest value, never rising."""
    curve = duration_curve(record)
    assert (np.diff(curve.value) <= 0).all()
    assert (curve.value[0], curve.value[-1]) == (max(record), min(record))
    assert curve.to_frame().index.name == "exceedance"


@pytest.mark.parametrize(
    ("record", "exceedance", "line"),
    [
        ([], 0.5, "flow_m3_s must be a record with at least one value"),
        ([np.nan], 0.5, "flow_m3_s must be a record with at least one value"),
        ([1], 95, "exceedance must be a number from 0 to 1"),
        ([1], np.nan, "exceedance must be a number from 0 to 1"),
    ],
)
def test_bad_records_are_named(record: list[float], exceedance: float, line: str) -> None:
    """One line says what is wrong."""
    with pytest.raises(InputError, match=f"^{line}"):
        flow_at_exceedance(record, exceedance)


def test_a_year_of_one_kilowatt() -> None:
    """365 days of 24 kWh are 8.76 MWh, leap years too."""
    made = annual_energy(days("2003-01-01", "2004-12-31"))
    assert made.years.tolist() == [2003, 2004]
    assert made.energy_mwh.tolist() == pytest.approx([8.76, 8.76])


def test_a_year_is_whole_with_95_per_cent_of_its_days() -> None:
    """346.75 of 365 are needed: from 19 January on 347 are there, from 20 January 346."""
    enough, too_few = days("2003-01-19", "2003-12-31"), days("2003-01-20", "2003-12-31")
    assert annual_energy(enough).years.tolist() == [2003]
    made = annual_energy(too_few)
    assert made.years.tolist() == []
    assert made.years_left_out == (2003,)


def test_a_gap_has_the_mean_of_its_month() -> None:
    """Half of January at 3 kW and half missing, the rest at 1 kW: 31 × 3 + 334 days of 24 h."""
    year = days("2003-01-01", "2003-12-31")
    values = year.values.copy()
    values[:31] = 3
    values[10:25] = np.nan
    made = annual_energy(year.with_values(values))
    assert made.energy_mwh.tolist() == pytest.approx([(31 * 3 + 334) * 24 / 1000])


def test_29_february_is_left_out() -> None:
    """A flood on that day changes nothing."""
    year = days("2004-01-01", "2004-12-31")
    values = year.values.copy()
    values[31 + 28] = 1e6
    assert annual_energy(year.with_values(values)).energy_mwh.tolist() == pytest.approx([8.76])


def test_percentiles_count_from_the_wet_end() -> None:
    """Of 100, 110 … 140 half exceed 120, three quarters 110, and nine tenths 104."""
    made = energy_percentiles([140, 100, 120, 110, 130])
    assert (made.p50_mwh, made.p75_mwh, made.p90_mwh) == pytest.approx((120, 110, 104))
    assert (made.n_years, made.is_weak) == (5, False)


def test_fewer_than_five_years_are_weak() -> None:
    """They are given all the same, and said to be weak."""
    assert energy_percentiles([1, 2, 3, 4]).is_weak


def test_percentiles_need_a_year() -> None:
    """No year, or one without a figure, is refused."""
    for bad in ([], [1, np.nan], [-1]):
        with pytest.raises(InputError, match=r"^annual_mwh must be the energy of at least one"):
            energy_percentiles(bad)


def test_months_of_wet_and_dry_years() -> None:
    """Januaries of 1, 2, 3, 4, 5: a tenth exceeds 4.6, nine tenths 1.4; a short one is no month."""
    record = days("2001-01-01", "2006-01-10")
    year = record.beginnings().astype("datetime64[Y]").astype(int) - 30
    values = year.astype(float)
    values[-10:] = 99
    made = monthly_statistics(record.with_values(values))
    assert (made.wet[0], made.dry[0]) == pytest.approx((4.6, 1.4))
    assert made.n_years.tolist() == [5] * 12
    assert made.mean[0] == pytest.approx((15 * 31 + 990) / 165)
    assert made.mean[6] == pytest.approx(3)
    assert list(made.to_frame().index[:2]) == ["Jan", "Feb"]


def test_months_that_are_not_there_are_nan() -> None:
    """A record of summer says nothing of winter."""
    made = monthly_statistics(days("2001-06-01", "2001-08-31"))
    assert np.isnan(made.mean[0])
    assert made.n_years.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]
