"""How sure the answer is: futures drawn around a scenario."""

from hydro_mining.economics.risk.run import (
    CHANCES,
    PERCENTILES,
    Chance,
    RiskFigures,
    RiskResult,
    Spread,
    risk_of,
)
from hydro_mining.economics.risk_terms import Risk

__all__ = [
    "CHANCES",
    "PERCENTILES",
    "Chance",
    "Risk",
    "RiskFigures",
    "RiskResult",
    "Spread",
    "risk_of",
]
