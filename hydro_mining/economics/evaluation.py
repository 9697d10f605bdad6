"""The one place that knows every step from a study's inputs to its results."""

import math
from types import MappingProxyType

import numpy as np

from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.choice import (
    best_npv_miner,
    chosen_index,
    machine_counts,
    miner_results,
    site_result,
)
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plausibility import study_doubts
from hydro_mining.economics.projection import scenario_results, site_npv
from hydro_mining.economics.results import Evaluation, MinerResults, SiteResult
from hydro_mining.economics.scenarios import (
    BASE_CASE,
    power_price_by_year,
    scenario_paths,
)

__all__ = ["evaluate"]


def evaluate(study: StudyInputs) -> Evaluation:
    """Return the machine to buy, the site built from it and what each scenario does to it."""
    # Absurd but legal inputs may overflow; such figures are undefined and come out as None.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return _evaluate(study)


def _evaluate(study: StudyInputs) -> Evaluation:
    paths = scenario_paths(study)
    power_prices = power_price_by_year(study)
    rev_y1 = float(yearly(paths.rev_per_th_per_day[BASE_CASE])[0].mean())
    counts = machine_counts(study)
    miners = miner_results(
        study,
        rev_per_th_per_day_y1=rev_y1,
        power_price_y1=float(power_prices[BASE_CASE, 0]),
        n_miners=counts,
        site_npv_gbp=site_npv(study, paths, power_prices, counts),
    )
    chosen = chosen_index(study, miners)
    site = None if chosen is None else site_result(study, miners, chosen)
    scenarios = {} if site is None else scenario_results(study, paths, power_prices, site)
    return Evaluation(
        study=study,
        paths=paths,
        miners=miners,
        chosen_miner=None if chosen is None else miners.name[chosen],
        best_npv_miner=best_npv_miner(miners),
        rev_per_th_per_day_y1=rev_y1,
        power_price_gbp_per_kwh_y1=float(power_prices[BASE_CASE, 0]),
        viable_below_gbp_per_kwh=_viable_below(miners),
        site=site,
        scenarios=MappingProxyType(scenarios),
        warnings=(*_warnings(miners, site, chosen), *study_doubts(study)),
    )


def _viable_below(miners: MinerResults) -> float | None:
    """Return the highest break-even power price [£/kWh] if no machine is viable."""
    return None if miners.viable.any() else float(miners.breakeven_power_price_gbp_per_kwh.max())


def _warnings(miners: MinerResults, site: SiteResult | None, chosen: int | None) -> tuple[str, ...]:
    if chosen is None or site is None:
        return ()
    name, warnings = miners.name[chosen], []
    if not miners.viable[chosen]:
        breakeven = float(miners.breakeven_power_price_gbp_per_kwh[chosen])
        at = f": it breaks even at £{breakeven:.4f} per kWh" if math.isfinite(breakeven) else ""
        warnings.append(
            f"{name} does not earn its power in year 1{at}. It is built because it was named."
        )
    if site.n_miners == 0:
        warnings.append(
            f"No {name} fits: the site's average power of {site.effective_power_kw:,.2f} kW "
            "is below what one needs."
        )
    return tuple(warnings)
