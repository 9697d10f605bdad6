"""Columns of a list that count for nothing: the study's own water or grid price takes their place.

A plan takes its power from the study's river, and its price from what the grid pays. Laid over such
a study, sites with a load factor or a power price of their own would all have the figures of that
one river and price.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import listed
from hydro_mining.sweeps.sites import Site, SiteList

_LOAD_FACTOR, _POWER_PRICE = "site.load_factor", "site.power_price_gbp_per_kwh"
# In a list the plant itself, which is not that of the study's river; in a grid of values what may
# be built at it.
_SITE_POWER = "site.site_power_kw"
_WATER = ("flow_m3_s", "monthly_flow_m3_s", "power_kw", "monthly_power_kw")
_PRICE = "market.export_price_gbp_per_mwh"


def idle_columns(sites: SiteList, document: Mapping[str, Any]) -> dict[str, str]:
    """Return the paths of columns that count for nothing, each with what takes its place.

    ``document`` is the JSON of the study that the sites are laid over.
    """
    paths = [column.path for column in sites.columns.values()]
    return _idle(paths, document, is_grid=sites.is_grid)


def sites_over(sites: SiteList, document: Mapping[str, Any]) -> SiteList:
    """Return the sites as they can be laid over a study.

    A row that leaves its own water or price empty, where others have theirs, is that site's
    problem.

    Raises
    ------
    InputError
        If a column counts for nothing.
    """
    idle = idle_columns(sites, document)
    if idle:
        headings = [name for name, column in sites.columns.items() if column.path in idle]
        raise _refused(idle, listed(headings))

    def made(place: int) -> Site:
        site = sites.made(place)
        idle = _idle(site.values, document, is_grid=sites.is_grid)
        if not idle or site.problem is not None:
            return site
        return replace(site, problem=str(_refused(idle, "a row without its own")))

    return replace(sites, made=made)


def _idle(paths: Iterable[str], document: Mapping[str, Any], *, is_grid: bool) -> dict[str, str]:
    paths = list(paths)
    idle: dict[str, str] = {}
    if _has_water(document) and not any(path.startswith("hydro.") for path in paths):
        idle |= dict.fromkeys([_LOAD_FACTOR] if is_grid else [_SITE_POWER, _LOAD_FACTOR], "hydro")
    if _has_price(document) and not any(path.startswith(_PRICE) for path in paths):
        idle[_POWER_PRICE] = "market"
    return {path: group for path, group in idle.items() if path in paths}


def _has_water(document: Mapping[str, Any]) -> bool:
    hydro = document.get("hydro")
    return isinstance(hydro, Mapping) and any(hydro.get(name) is not None for name in _WATER)


def _has_price(document: Mapping[str, Any]) -> bool:
    group, name = _PRICE.split(".")
    market = document.get(group)
    return isinstance(market, Mapping) and market.get(name) is not None


def _refused(idle: Mapping[str, str], value: str) -> InputError:
    groups = " and ".join(dict.fromkeys(idle.values()))
    rule = (
        f"what a site's figures rest on, but the study's own {groups} would take its place at "
        f"every site: leave {groups} out of the study, or add columns of {groups} to the list"
    )
    return InputError(", ".join(idle), rule, value)
