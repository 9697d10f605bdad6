"""River -> power: what a site's water gives, and what its record says.

Steps
-----
1. ``HydroInputs``: river or power, residual flow, penstock, turbines, generator.
2. ``power_kw``: flow -> ``residual_flow_m3_s`` -> ``net_head_m`` (``penstock_head_loss_m``) ->
   ``turbine_efficiency`` -> units -> terminals.
3. ``water_power``: the power of the whole record or of twelve months, with what is odd about it.
4. ``analysed_water``: duration curves, months, energy of whole years, in one result.

Terms
-----
record
    A series of the river's flow or of power.
residual flow
    What stays in the river before any is turbined.
rated head
    Gross head less the loss at design flow.
whole year
    A calendar year with at least 95 % of its intervals.
exceedance
    Share of the time, or of years, that reaches a value: P90 is a dry year.
"""

from hydro_mining.economics.hydro.analysis import WaterAnalysis, analysed_water
from hydro_mining.economics.hydro.inputs import (
    TURBINES,
    WATER_SOURCES,
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
)
from hydro_mining.economics.hydro.penstock import penstock_head_loss_m
from hydro_mining.economics.hydro.power import net_head_m, power_kw, residual_flow_m3_s
from hydro_mining.economics.hydro.statistics import (
    DurationCurve,
    EnergyPercentiles,
    MonthlyStatistics,
    annual_energy,
    duration_curve,
    energy_percentiles,
    flow_at_exceedance,
    monthly_statistics,
)
from hydro_mining.economics.hydro.turbines import turbine_efficiency
from hydro_mining.economics.hydro.water import water_power

__all__ = [
    "TURBINES",
    "WATER_SOURCES",
    "DurationCurve",
    "EnergyPercentiles",
    "ExceedanceRule",
    "HandsOffRule",
    "HydroInputs",
    "MonthlyStatistics",
    "Penstock",
    "TurbineCurve",
    "WaterAnalysis",
    "analysed_water",
    "annual_energy",
    "duration_curve",
    "energy_percentiles",
    "flow_at_exceedance",
    "monthly_statistics",
    "net_head_m",
    "penstock_head_loss_m",
    "power_kw",
    "residual_flow_m3_s",
    "turbine_efficiency",
    "water_power",
]
