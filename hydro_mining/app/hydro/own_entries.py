"""What of water and grid a reader entered, which nothing replaces without asking."""

from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.imports.example_water import edited_fields, is_made_up
from hydro_mining.models import HydroSection
from hydro_mining.quantities import QUANTITIES, label
from hydro_mining.wording import enumerated

# What the entries call the fields that are no quantities.
_FIELDS = {
    "turbine": "Turbine",
    "turbine_curve": "Efficiency by load",
    "power_kw": "Power from a file",
    "monthly_flow_m3_s": "River flow by month",
    "monthly_power_kw": "Power by month",
    "currency": "Currency of the prices",
}
_MOST_NAMED = 4
_UNSETTLED = "your entries that do not fit together yet"
_WATER, _GRID = "your water and plant", "what your grid pays and takes"


def field_called(name: str) -> str:
    """Return what the entries call a field."""
    return label(name) if name in QUANTITIES else _FIELDS.get(name, name.replace("_", " "))


def own_entries(section: HydroSection) -> str:
    """Return what of the section is a reader's own, in words; empty where nothing is."""
    hydro, market = section.settings
    has_flow, has_prices = is_made_up(hydro, market)
    own = [_UNSETTLED] if section.problems else []
    if hydro is not None and not has_flow:
        own.append(_WATER)
    if market is not None and not has_prices:
        own.append(_GRID)
    edits = edits_in_words(hydro if has_flow else None, market if has_prices else None)
    return enumerated([*own, *filter(None, [edits])]) if own or edits else ""


def edits_in_words(hydro: HydroInputs | None, market: MarketInputs | None) -> str:
    """Return what was changed of made-up water and grid, in words; empty where nothing was."""
    edited = [] if hydro is market is None else edited_fields(hydro, market)
    if not edited:
        return ""
    if len(edited) > _MOST_NAMED:
        return f"your {len(edited)} changes to plant and grid"
    return f"your changes to {enumerated([field_called(name) for name in edited])}"
