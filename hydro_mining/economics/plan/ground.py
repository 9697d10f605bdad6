"""What of a plan rests on water, grid and dates alone: kept while machines and prices move."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, HOURS_PER_DAY, KWH_PER_MWH
from hydro_mining.economics.hydro.inputs import HydroInputs
from hydro_mining.economics.hydro.power import power_kw
from hydro_mining.economics.hydro.water import water_power
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan.clock import (
    Samples,
    Source,
    intervals_per_day,
    sample_days_of_dates,
    sample_years,
    samples_of,
)
from hydro_mining.economics.plan.outlook import ProjectDays, project_days
from hydro_mining.economics.plan.sample_days import SampleDays, sample_days

# Of water or prices: a slider's few steps.
_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """Water and price of a study on one clock.

    Attributes
    ----------
    samples, days
        Samples, and their cells.
    project
        The cells on the dates of the project.
    water_years, price_years
        Sample years, 1 of a source that is no series.
    highest_kw, annual_energy_kwh
        Of the water, over the mean sample year.
    plant_kw
        Most that the plant gives: its capacity, else its power at design flow; None where
        neither is known.
    has_water_years
        Whether the water is a series, of which a year can be drawn.
    """

    samples: Samples
    days: SampleDays
    project: ProjectDays
    water_years: int
    price_years: int
    highest_kw: float
    annual_energy_kwh: float
    plant_kw: float | None
    has_water_years: bool

    @property
    def mean_price(self) -> float:
        """Mean export price over the mean sample year [£/MWh]."""
        rows, weight = self.days.price_row, self.days.weight
        hours = (weight * self.days.price.hours[rows]).sum()
        return float((weight * self.days.paid[rows]).sum() / hours)

    @property
    def mean_power_kw(self) -> float:
        """Mean power of the water [kW]."""
        return self.annual_energy_kwh / (DAYS_PER_PROJECT_YEAR * HOURS_PER_DAY)


def plan_ground(study: StudyInputs) -> Ground:
    """Return the ground of a study that has water or a market.

    Raises
    ------
    InputError
        If the water gives no power, or a series has no complete calendar year.
    """
    site = study.site
    return _ground(
        study.hydro,
        study.market or MarketInputs(),
        constant_kw=site.site_power_kw * site.load_factor,
        default_price=site.power_price_gbp_per_kwh * KWH_PER_MWH,
        start=study.start_date,
        years=study.finance.years,
    )


@lru_cache(maxsize=_KEPT)
def _ground(
    hydro: HydroInputs | None,
    market: MarketInputs,
    *,
    constant_kw: float,
    default_price: float,
    start: date,
    years: int,
) -> Ground:
    power = _power_source(hydro, constant_kw)
    price, rate = market.export_price_gbp_per_mwh, market.rate_to_gbp
    if price is None:
        # The study's own price is in pounds whatever the grid's currency.
        price, rate = default_price, 1.0
    per_day = intervals_per_day((power, price))
    water = sample_years(power, per_day=per_day, argument=_water_field(hydro))
    paid = sample_years(price, per_day=per_day, argument="market.export_price_gbp_per_mwh")
    if rate != 1:
        paid = replace(paid, values=paid.values * rate)
    samples = samples_of(water, paid, per_day=per_day)
    days = sample_days(samples, is_deemed=market.deemed_export_fraction is not None)
    return Ground(
        samples=samples,
        days=days,
        project=project_days(days, sample_days_of_dates(start, years * DAYS_PER_PROJECT_YEAR)),
        water_years=len(samples.power_kw),
        price_years=len(samples.price),
        highest_kw=float(np.nanmax(samples.power_kw)),
        annual_energy_kwh=float(days.energy_kwh.sum()),
        plant_kw=None if hydro is None else _plant_kw(hydro),
        has_water_years=water.years is not None,
    )


def _power_source(hydro: HydroInputs | None, constant_kw: float) -> Source:
    if hydro is None:
        return constant_kw
    power = water_power(hydro)
    if power.series is not None:
        return power.series
    return constant_kw if power.monthly_kw is None else power.monthly_kw.tolist()


def _water_field(hydro: HydroInputs | None) -> str:
    is_flow = hydro is not None and hydro.flow_m3_s is not None
    return "hydro.flow_m3_s" if is_flow else "hydro.power_kw"


def _plant_kw(hydro: HydroInputs) -> float | None:
    if hydro.capacity_kw is not None:
        return hydro.capacity_kw
    if hydro.river is None:
        return None
    assert hydro.design_flow_m3_s is not None
    undisturbed = replace(hydro, residual_flow_m3_s=0.0, outage_fraction=0.0)
    return float(power_kw(hydro.design_flow_m3_s, undisturbed))
