"""Everything that is said of a site's water, composed once for whoever asks."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.hydro.inputs import HydroInputs
from hydro_mining.economics.hydro.statistics import (
    AnnualEnergy,
    DurationCurve,
    EnergyPercentiles,
    MonthlyStatistics,
    annual_energy,
    duration_curve,
    energy_percentiles,
    monthly_statistics,
)
from hydro_mining.economics.hydro.water import WaterPower, water_power
from hydro_mining.economics.load_profile import days_of_months


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterAnalysis:
    """What a site's water is and gives; what a source does not tell is None.

    Attributes
    ----------
    power
        Power at the terminals, with warnings.
    flow_duration, power_duration
        Of the river [m³/s] and the power [kW]; of twelve means each day has its month's.
    monthly_flow, monthly_power
        Months with their wet and dry years, which are the mean where the source is twelve means.
    annual, percentiles
        Energy of the whole calendar years [MWh] of a series, and what most of them exceed.
    mean_power_kw : [kW]
        Over what the record has.
    """

    power: WaterPower
    flow_duration: DurationCurve | None
    power_duration: DurationCurve
    monthly_flow: MonthlyStatistics | None
    monthly_power: MonthlyStatistics
    annual: AnnualEnergy | None
    percentiles: EnergyPercentiles | None
    mean_power_kw: float


@lru_cache(maxsize=8)
def analysed_water(hydro: HydroInputs) -> WaterAnalysis | None:
    """Return everything about a site's water; None where ``hydro`` has no source of it.

    Raises
    ------
    InputError
        If it gives no power at any time.
    """
    power = water_power(hydro)
    river = hydro.river
    if power.monthly_kw is not None:
        days = days_of_months(2001)
        whole = days.astype(np.int64)
        return WaterAnalysis(
            power=power,
            flow_duration=None if river is None else duration_curve(np.repeat(river, whole)),
            power_duration=duration_curve(np.repeat(power.monthly_kw, whole)),
            monthly_flow=None if river is None else _as_they_are(river),
            monthly_power=_as_they_are(power.monthly_kw),
            annual=None,
            percentiles=None,
            mean_power_kw=float((power.monthly_kw * days).sum() / days.sum()),
        )
    if power.series is None:
        return None
    flow = None if river is None else power.series.with_values(river)
    annual = annual_energy(power.series)
    return WaterAnalysis(
        power=power,
        flow_duration=None if flow is None else duration_curve(flow.values),
        power_duration=duration_curve(power.series.values),
        monthly_flow=None if flow is None else monthly_statistics(flow),
        monthly_power=monthly_statistics(power.series),
        annual=annual,
        percentiles=energy_percentiles(annual.energy_mwh) if len(annual.years) else None,
        mean_power_kw=float(np.nanmean(power.series.values)),
    )


def _as_they_are(means: Floats) -> MonthlyStatistics:
    values = read_only(means)
    n_years = np.zeros(len(values), dtype=np.int64)
    return MonthlyStatistics(mean=values, wet=values, dry=values, n_years=n_years)
