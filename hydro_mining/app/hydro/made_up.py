"""An example's made-up water and grid, at the rate that the page has."""

from dataclasses import replace

from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.imports.example_water import example_water
from hydro_mining.models import Case


def made_up_plan(case: Case, preset: SitePreset | None = None) -> tuple[HydroInputs, MarketInputs]:
    """Return water and grid of a preset, the first if none is given, for the case's site."""
    study = case.study  # and not its settings, which wait while an example is being taken
    rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
    hydro, market = example_water(study.site.site_power_kw, rates, preset=preset)
    return hydro, replace(market, rate_as_of=case.day_of_rate(market.currency))
