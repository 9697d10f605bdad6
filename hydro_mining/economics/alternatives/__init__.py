"""What else the same capital could do: hold coin, mine at a host's, lend, save or own shares."""

from hydro_mining.economics.alternative_terms import Alternatives, HostedOffer
from hydro_mining.economics.alternatives.capital import (
    CapitalUses,
    capital_uses,
    scenarios_won,
)
from hydro_mining.economics.alternatives.comparison import (
    ALTERNATIVES,
    Alternative,
    AlternativesResult,
    compare_alternatives,
)
from hydro_mining.economics.alternatives.futures import AlternativesRisk, alternatives_risk
from hydro_mining.economics.alternatives.quoted import QuotedOffer, converted

__all__ = [
    "ALTERNATIVES",
    "Alternative",
    "Alternatives",
    "AlternativesResult",
    "AlternativesRisk",
    "CapitalUses",
    "HostedOffer",
    "QuotedOffer",
    "alternatives_risk",
    "capital_uses",
    "compare_alternatives",
    "converted",
    "scenarios_won",
]
