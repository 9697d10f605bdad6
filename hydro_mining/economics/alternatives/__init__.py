"""What else the same capital could do: hold coin, mine at a host's, lend, save or own shares."""

from hydro_mining.economics.alternative_terms import Alternatives, HostedOffer
from hydro_mining.economics.alternatives.comparison import (
    ALTERNATIVES,
    Alternative,
    AlternativesResult,
    compare_alternatives,
)

__all__ = [
    "ALTERNATIVES",
    "Alternative",
    "Alternatives",
    "AlternativesResult",
    "HostedOffer",
    "compare_alternatives",
]
