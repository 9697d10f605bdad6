"""How sure the answer is: futures drawn around a scenario."""

from hydro_mining.economics.risk.run import CHANCES, RiskFigures, RiskResult, risk_of
from hydro_mining.economics.risk.spread import PERCENTILES, Chance, Spread
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
