"""How income, investment, costs and profit of hydro-powered mining grow with power."""

from hydro_mining.economics.growth.aggregates import GrowthAggregates, growth_aggregates
from hydro_mining.economics.growth.comparison import (
    GrowthComparison,
    GrowthInputs,
    compare_growth,
)
from hydro_mining.economics.growth.model import project_growth
from hydro_mining.economics.growth.months import GrowthMonths, growth_months
from hydro_mining.economics.growth.multipliers import GrowthCoefficients, Multiplier
from hydro_mining.economics.growth.physical import required_efficiency
from hydro_mining.economics.growth.results import (
    GROWTH_COLUMNS,
    READINGS,
    Growth,
    GrowthReading,
)
from hydro_mining.economics.growth.settings import GROWTH_METRICS, GrowthSettings
from hydro_mining.economics.growth.table import GrowthTable

__all__ = [
    "GROWTH_COLUMNS",
    "GROWTH_METRICS",
    "READINGS",
    "Growth",
    "GrowthAggregates",
    "GrowthCoefficients",
    "GrowthComparison",
    "GrowthInputs",
    "GrowthMonths",
    "GrowthReading",
    "GrowthSettings",
    "GrowthTable",
    "Multiplier",
    "compare_growth",
    "growth_aggregates",
    "growth_months",
    "project_growth",
    "required_efficiency",
]
