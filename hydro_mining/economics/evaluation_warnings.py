"""What a reader of a study's results must be told."""

import math
from decimal import ROUND_DOWN

import numpy as np

from hydro_mining.economics.hydro.water import water_power
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plausibility import miner_doubts
from hydro_mining.economics.results import MinerResults, SiteResult
from hydro_mining.economics.scenarios import ScenarioPaths
from hydro_mining.quantities import POUNDS, Currency, Format, price_per_kwh

_EFFECTIVE_POWER = Format(suffix=" kW", decimals=2)
_MOST_DOUBTS = 5
# A name has up to 500 characters, and the text of a run record 2,000.
_MOST_NAMES = 3


def evaluation_warnings(
    study: StudyInputs,
    paths: ScenarioPaths,
    miners: MinerResults,
    site: SiteResult | None,
    chosen: int | None,
    *,
    currency: Currency = POUNDS,
) -> tuple[str, ...]:
    """Return sentences on what is out of the ordinary, amounts in ``currency``."""
    warnings = _of_paths(study, paths)
    if chosen is not None and site is not None:
        warnings += _of_machine(miners, chosen, currency) + _of_site(miners.name[chosen], site)
    if study.hydro is not None:
        warnings += water_power(study.hydro).warnings
    return (*warnings, *_of_machines_entered(study, currency))


def price_it_pays_below(breakeven: float, currency: Currency = POUNDS) -> str:
    """Return a break-even power price [£/kWh] as words say it, never above what it is."""
    return price_per_kwh(
        breakeven, currency, name="breakeven_power_price_gbp_per_kwh", rounding=ROUND_DOWN
    )


def _of_machines_entered(study: StudyInputs, currency: Currency) -> list[str]:
    """Return sentences on machines that cannot be what they are said to be."""
    doubts = [
        doubt
        for miner in study.miners
        for doubt in miner_doubts(miner, currency=currency.prefix, rate=currency.rate)
    ]
    n_more = len(doubts) - _MOST_DOUBTS
    more = [f"{n_more} more figures of machines are doubtful."] if n_more > 0 else []
    return doubts[:_MOST_DOUBTS] + more


def _of_paths(study: StudyInputs, paths: ScenarioPaths) -> list[str]:
    revenues = zip(study.scenarios, paths.rev_per_th_per_day, strict=True)
    names = [scenario.name for scenario, rev in revenues if not np.isfinite(rev).all()]
    if not names:
        return []
    years = study.start_date.year - study.network.day.year + study.finance.years
    return [
        f"The revenue of {_listed(names)} cannot be computed: price, difficulty and fees with "
        f"{years:,} years of growth, from the network's figures to the end of the project, are "
        "beyond every number. What rests on it is left out."
    ]


def _listed(names: list[str]) -> str:
    n_more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {n_more} more" if n_more > 0 else "")


def _of_machine(miners: MinerResults, chosen: int, currency: Currency) -> list[str]:
    if miners.viable[chosen]:
        return []
    breakeven = float(miners.breakeven_power_price_gbp_per_kwh[chosen])
    at = ""
    if math.isfinite(breakeven):
        at = f": it breaks even at {price_it_pays_below(breakeven, currency)} per kWh"
    return [
        f"{miners.name[chosen]} does not earn its power in year 1{at}. "
        "It is built because it was named."
    ]


def _of_site(name: str, site: SiteResult) -> list[str]:
    if site.n_miners:
        return []
    return [
        f"No {name} fits: the site's average power of "
        f"{_EFFECTIVE_POWER.written(site.effective_power_kw)} is below what one needs."
    ]
