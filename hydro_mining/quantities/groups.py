"""The vocabulary as a whole, built from groups of quantities."""

from collections.abc import Mapping
from types import MappingProxyType

from hydro_mining.quantities.alternatives import ALTERNATIVES_GROUPS
from hydro_mining.quantities.dispatch import DISPATCH_GROUPS
from hydro_mining.quantities.growth import GROWTH_GROUPS
from hydro_mining.quantities.hydro import HYDRO_GROUPS
from hydro_mining.quantities.kinds import Quantity
from hydro_mining.quantities.market import MARKET_GROUPS
from hydro_mining.quantities.risk import RISK_GROUPS
from hydro_mining.quantities.study import STUDY_GROUPS

_GROUPS: dict[str, Mapping[str, Quantity]] = {}
_QUANTITIES: dict[str, Quantity] = {}

GROUPS: Mapping[str, Mapping[str, Quantity]] = MappingProxyType(_GROUPS)
QUANTITIES: Mapping[str, Quantity] = MappingProxyType(_QUANTITIES)


def register(group: str, quantities: Mapping[str, Quantity]) -> None:
    """Add a group of quantities by name to the vocabulary, from wherever they are described.

    Raises
    ------
    ValueError
        If the group or one of its names is taken: a name means one thing.
    """
    taken = [group] if group in GROUPS else sorted(QUANTITIES.keys() & quantities.keys())
    if taken:
        raise ValueError(f"already in the vocabulary: {', '.join(taken)}")
    _GROUPS[group] = MappingProxyType(dict(quantities))
    _QUANTITIES.update(quantities)


_VOCABULARY = (
    STUDY_GROUPS
    | HYDRO_GROUPS
    | DISPATCH_GROUPS
    | GROWTH_GROUPS
    | ALTERNATIVES_GROUPS
    | RISK_GROUPS
    | MARKET_GROUPS
)
for _group, _members in _VOCABULARY.items():
    register(_group, _members)
