"""Examples of a plan: made-up rivers and prices, for a plant of the site's size."""

import dataclasses
import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics.hydro import ExceedanceRule, HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.series import Series
from hydro_mining.imports.bundled import SitePreset, site_presets
from hydro_mining.imports.flows import read_flow
from hydro_mining.imports.prices import in_standard_time, read_prices
from hydro_mining.package_files import package_text

_FLOW, _PRICES = "sample_flow.csv", "sample_prices_2025.csv"
_SAME, _ANY_RATE = 1e-6, 0.9
_OF_THE_RATE = ("rate_to_gbp", "rate_as_of")


@cache
def made_up_flow() -> Series:
    """Return the daily flow of ``data/sample_flow.csv`` [m³/s], ten years of no river."""
    return read_flow(package_text("data", _FLOW).encode(), name=_FLOW).series


@cache
def made_up_prices() -> tuple[Series, str]:
    """Return the hourly prices of ``data/sample_prices_2025.csv``, and their currency."""
    data = package_text("data", _PRICES).encode()
    read = read_prices(data)
    (prices,) = read.series.values()
    assert read.currency is not None
    return in_standard_time(prices, source=_PRICES, data=data), read.currency


def example_water(
    site_power_kw: float, rates_to_gbp: Mapping[str, float], *, preset: SitePreset | None = None
) -> tuple[HydroInputs, MarketInputs]:
    """Return water and grid of an example site of ``data/presets.toml``, at a site's size.

    Parameters
    ----------
    site_power_kw : [kW]
        The river, the plant and its connection grow with it.
    rates_to_gbp : [£ per unit]
        By currency.
    preset
        The example; None is the first.
    """
    plant, mw = (preset or site_presets()[0]).water, site_power_kw / KW_PER_MW
    prices, currency = made_up_prices()
    months = plant.get("monthly_flow_m3_s_per_mw")
    rule, residual = plant.get("residual_exceedance"), plant.get("residual_flow_m3_s_per_mw", 0.0)
    hydro = HydroInputs(
        flow_m3_s=made_up_flow() if months is None else None,
        monthly_flow_m3_s=None if months is None else tuple(months),
        flow_scale=plant.get("flow_scale_per_mw", 1.0) * mw,
        gross_head_m=plant["gross_head_m"],
        design_flow_m3_s=plant["design_flow_m3_s_per_mw"] * mw,
        units=plant["units"],
        turbine=plant["turbine"],
        jets=plant.get("jets", 1),
        residual_flow_m3_s=residual * mw if rule is None else ExceedanceRule(exceedance=rule),
    )
    market = MarketInputs(
        export_price_gbp_per_mwh=prices,
        currency=currency,
        rate_to_gbp=rates_to_gbp[currency],
        export_limit_kw=plant["export_limit_kw_per_mw"] * mw,
    )
    return hydro, market


def is_made_up(hydro: HydroInputs | None, market: MarketInputs | None) -> tuple[bool, bool]:
    """Return whether the water is an example's, and whether the prices are."""
    has_flow = hydro is not None and (
        hydro.flow_m3_s == made_up_flow() or hydro.monthly_flow_m3_s in _made_up_months()
    )
    has_prices = market is not None and market.export_price_gbp_per_mwh == made_up_prices()[0]
    return has_flow, has_prices


@cache
def _made_up_months() -> frozenset[tuple[float, ...]]:
    months = (preset.water.get("monthly_flow_m3_s_per_mw") for preset in site_presets())
    return frozenset(tuple(map(float, one)) for one in months if one)


def edited_fields(hydro: HydroInputs | None, market: MarketInputs | None) -> list[str]:
    """Return the fields of made-up water and grid that are not as an example has them.

    Whose example it is, and at which size, is not kept: of all it is the one that fits best. The
    rate of the prices' currency is nobody's entry.
    """
    return min(
        (
            _differing(hydro, of_water) + _differing(market, of_grid)
            for of_water, of_grid in _examples_like(hydro, market)
        ),
        key=len,
    )


def _examples_like(
    hydro: HydroInputs | None, market: MarketInputs | None
) -> Iterator[tuple[HydroInputs, MarketInputs]]:
    """Return every example at each size that a plant and its grid may be of."""
    rates = {made_up_prices()[1]: _ANY_RATE}
    for preset in site_presets():
        plant, sizes = preset.water, {1.0}
        if hydro is not None:
            sizes.add(hydro.flow_scale / plant.get("flow_scale_per_mw", 1.0))
            sizes.add((hydro.design_flow_m3_s or 1.0) / plant["design_flow_m3_s_per_mw"])
        if market is not None and market.export_limit_kw is not None:
            sizes.add(market.export_limit_kw / plant["export_limit_kw_per_mw"])
        for mw in sizes:
            if mw > 0:
                yield example_water(mw * KW_PER_MW, rates, preset=preset)


def _differing(one: Any, example: Any) -> list[str]:
    if one is None:
        return []
    names = (field.name for field in dataclasses.fields(one) if field.name not in _OF_THE_RATE)
    return [name for name in names if not _is_same(getattr(one, name), getattr(example, name))]


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=_SAME)
    return bool(one == other)
