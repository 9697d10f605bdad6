"""How sure the answer is: futures drawn around a scenario."""

from hydro_mining.economics.risk.run import PERCENTILES, Chance, RiskResult, Spread, risk_of
from hydro_mining.economics.risk_terms import Risk

__all__ = ["PERCENTILES", "Chance", "Risk", "RiskResult", "Spread", "risk_of"]
