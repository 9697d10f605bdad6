"""What a record says: duration curves, months of wet and dry years, energy of whole years."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, HOURS_PER_DAY, KWH_PER_MWH
from hydro_mining.economics.arrays import Figure, Floats, Integers, read_only
from hydro_mining.economics.load_profile import MONTHS, days_of_months
from hydro_mining.economics.series import Series
from hydro_mining.economics.tables import Frame, frame
from hydro_mining.exceptions import InputError

# Percentiles of fewer years are weak.
FEWEST_YEARS = 5
# Of a calendar year's intervals, for a whole year.
_LEAST_PRESENT = 0.95
_POINTS = 401
_DAYS = days_of_months(2001)


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationCurve:
    """Values of a record (P,) by the share of the time ``exceedance`` (P,) that reaches them."""

    exceedance: Floats
    value: Floats

    def to_frame(self) -> Frame:
        """Return one row a point, indexed by exceedance."""
        return frame({"exceedance": self.exceedance, "value": self.value}, "exceedance")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyStatistics:
    """Means of the months (12,), and of their wet and dry years.

    Attributes
    ----------
    mean
        Of all values of a month; NaN where it has none.
    wet, dry
        Mean of the month that one year in ten exceeds (P10), and that nine in ten do (P90).
    n_years
        Years that have the month, at least half of it.
    """

    mean: Floats
    wet: Floats
    dry: Floats
    n_years: Integers

    def to_frame(self) -> Frame:
        """Return one row a month, indexed by its name."""
        columns = {name: getattr(self, name) for name in ("mean", "wet", "dry", "n_years")}
        return frame({"month": MONTHS, **columns}, "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualEnergy:
    """Energy of the whole calendar years of a record.

    Attributes
    ----------
    years, energy_mwh : (Y,) [MWh]
        Years of 365 days with at least 95 % of their intervals; a gap has its month's mean.
    years_left_out
        Years of the record that are not whole.
    """

    years: Integers
    energy_mwh: Floats
    years_left_out: tuple[int, ...]

    def to_frame(self) -> Frame:
        """Return one row a year, indexed by year."""
        return frame({"calendar_year": self.years, "energy_mwh": self.energy_mwh}, "calendar_year")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyPercentiles:
    """Energy [MWh] that half, three quarters and nine tenths of the years exceed.

    ``is_weak`` where there are fewer than ``FEWEST_YEARS``.
    """

    p50_mwh: float
    p75_mwh: float
    p90_mwh: float
    n_years: int
    is_weak: bool


def flow_at_exceedance(flow_m3_s: Figure, exceedance: Figure) -> Figure:
    """Return the flow that is reached or exceeded during a share of the time [m³/s].

    The ``(1 - exceedance)`` quantile with linear interpolation. Hydrologists' m / (n + 1) gives
    other flows on short records.

    Parameters
    ----------
    flow_m3_s : [m³/s]
        A record; NaN is a gap.
    exceedance : [1]
        Of any shape, 0 to 1: 0.95 for Q95.

    Raises
    ------
    InputError
        If the record has no value or an exceedance is out of its range.

    Examples
    --------
    >>> float(flow_at_exceedance([1, 2, 3, 4, 5], 0.75))
    2.0
    """
    record = np.asarray(flow_m3_s, dtype=float).ravel()
    record = record[~np.isnan(record)]
    if not record.size:
        raise InputError("flow_m3_s", "a record with at least one value", "none")
    share = np.asarray(exceedance, dtype=float)
    if not ((share >= 0) & (share <= 1)).all():
        raise InputError("exceedance", "a number from 0 to 1 (fraction)", exceedance)
    return np.quantile(record, 1 - share)


def duration_curve(values: Figure) -> DurationCurve:
    """Return the duration curve of a record of flow or power, in steps of a quarter per cent."""
    exceedance = np.linspace(0, 1, _POINTS)
    value = flow_at_exceedance(values, exceedance)
    return DurationCurve(exceedance=read_only(exceedance), value=read_only(value))


def monthly_statistics(series: Series) -> MonthlyStatistics:
    """Return what a record says of each month."""
    count, total = _by_month(series)
    per_month = DAYS_PER_PROJECT_YEAR / len(MONTHS) * HOURS_PER_DAY / series.step_hours
    of_years = np.where(count >= per_month / 2, total / np.maximum(count, 1), np.nan)
    n_years = np.isfinite(of_years).sum(axis=0)
    mean = np.full(len(MONTHS), np.nan)
    np.divide(total.sum(axis=0), count.sum(axis=0), out=mean, where=count.sum(axis=0) > 0)
    wet, dry = mean.copy(), mean.copy()
    for at in np.flatnonzero(n_years):
        wet[at], dry[at] = flow_at_exceedance(of_years[:, at], [0.1, 0.9])
    return MonthlyStatistics(
        mean=read_only(mean), wet=read_only(wet), dry=read_only(dry), n_years=n_years
    )


def annual_energy(power: Series) -> AnnualEnergy:
    """Return the energy of each whole calendar year of a series of power [kW]."""
    count, total = _by_month(power, without_leap_day=True)
    per_year = DAYS_PER_PROJECT_YEAR * HOURS_PER_DAY / power.step_hours
    is_whole = count.sum(axis=1) >= _LEAST_PRESENT * per_year
    years = power.start.year + np.arange(len(count))
    energy_kwh = (total[is_whole] / count[is_whole] * _DAYS).sum(axis=1) * HOURS_PER_DAY
    return AnnualEnergy(
        years=years[is_whole],
        energy_mwh=read_only(energy_kwh / KWH_PER_MWH),
        years_left_out=tuple(years[~is_whole].tolist()),
    )


def energy_percentiles(annual_mwh: Figure) -> EnergyPercentiles:
    """Return the energy that 50, 75 and 90 % of whole years exceed [MWh].

    Quantiles of the years as they are, linear between them; no distribution is assumed.

    Parameters
    ----------
    annual_mwh : (Y,) [MWh]

    Raises
    ------
    InputError
        If there is no year, or one is below 0 or not finite.

    Examples
    --------
    >>> energy_percentiles([100, 110, 120, 130, 140]).p75_mwh
    110.0
    """
    years = np.asarray(annual_mwh, dtype=float).ravel()
    if not years.size or not (np.isfinite(years) & (years >= 0)).all():
        rule = "the energy of at least one whole year, 0 or more each (MWh)"
        raise InputError("annual_mwh", rule, years.tolist())
    p50, p75, p90 = (float(one) for one in flow_at_exceedance(years, [0.5, 0.75, 0.9]))
    return EnergyPercentiles(
        p50_mwh=p50,
        p75_mwh=p75,
        p90_mwh=p90,
        n_years=years.size,
        is_weak=years.size < FEWEST_YEARS,
    )


def _by_month(series: Series, *, without_leap_day: bool = False) -> tuple[Integers, Floats]:
    """Return how many values each month of each year has, and their sum: (years, 12) each."""
    beginnings = series.beginnings()
    month = beginnings.astype("datetime64[M]")
    used = ~np.isnan(series.values)
    if without_leap_day:
        day_of_month = (beginnings.astype("datetime64[D]") - month).astype(np.int64)
        is_february = month.astype(np.int64) % len(MONTHS) == 1
        used &= ~(is_february & (day_of_month == 28))  # noqa: PLR2004 - the 29th
    first = (series.start.year - 1970) * len(MONTHS)
    cell = month.astype(np.int64) - first
    n_cells = -(-(int(cell[-1]) + 1) // len(MONTHS)) * len(MONTHS)
    count: Integers = np.bincount(cell[used], minlength=n_cells).astype(np.int64)
    total: Floats = np.bincount(cell[used], series.values[used], n_cells).astype(np.float64)
    return count.reshape(-1, len(MONTHS)), total.reshape(-1, len(MONTHS))
