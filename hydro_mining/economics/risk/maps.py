"""Two inputs at once: where a site earns its money, and what power a machine could pay for."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, HOURS_PER_DAY, SATOSHI_PER_BTC
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.bitcoin import block_subsidy
from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.scenarios import BASE_CASE, power_price_growth
from hydro_mining.exceptions import InputError

__all__ = ["NpvMap", "PowerPriceMap", "npv_map", "power_price_map"]

_CELLS = 17
# How far a map reaches, in today's values; a price of nothing has a scale of its own [£/kWh].
_MOST_POWER_PRICE, _LEAST_SCALE = 2.0, 0.05
_BTC_PRICES = (0.4, 2.0)
_HASHPRICES = (0.25, 1.85)
_MACHINES_J_PER_TH = (8.0, 32.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NpvMap:
    """``npv_gbp`` (Y, X) [£] over ``power_price_gbp_per_kwh`` (X,) and ``btc_price_usd`` (Y,).

    ``breakeven_gbp_per_kwh`` (Y,) is the power price at which the NPV is 0, NaN where none of
    the map is.
    """

    power_price_gbp_per_kwh: Floats
    btc_price_usd: Floats
    npv_gbp: Floats
    breakeven_gbp_per_kwh: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerPriceMap:
    """The power price [£/kWh] that a machine's coin just pays, with no thought of its capital.

    Attributes
    ----------
    efficiency_j_per_th : (X,), hashprice_gbp_per_th_per_day : (Y,), before the pool fee
    power_price_gbp_per_kwh : (Y, X)
    machine_j_per_th : [J/TH], of the study
    today, after_halving : [£/TH/day]
        Hashprice at the start, and with half its subsidy at the same price and difficulty.
    """

    efficiency_j_per_th: Floats
    hashprice_gbp_per_th_per_day: Floats
    power_price_gbp_per_kwh: Floats
    machine_j_per_th: float
    today: float
    after_halving: float


def npv_map(study: StudyInputs) -> NpvMap:
    """Return a pinned study's NPV over its power price and today's bitcoin price.

    Machines and their number stay. A day's margin is its revenue, which goes with the bitcoin
    price, less its power cost, which goes with the power price; all else is the study's own.

    Raises
    ------
    InputError
        If the study is one that nothing is built for.
    """
    result = evaluate(study)
    today = study.site.power_price_gbp_per_kwh, study.network.btc_price_usd
    farthest = max(today[0] * _MOST_POWER_PRICE, _LEAST_SCALE)
    power_prices = np.linspace(0.0, farthest, _CELLS)
    btc_prices = np.linspace(*_BTC_PRICES, _CELLS) * today[1]
    days = _Days.of(result)
    fixed = days.npv_gbp - float(days.margins(1.0, np.array([today[0]]))[0])
    npv = np.array([fixed + days.margins(one / today[1], power_prices) for one in btc_prices])
    return NpvMap(
        power_price_gbp_per_kwh=power_prices,
        btc_price_usd=btc_prices,
        npv_gbp=npv,
        breakeven_gbp_per_kwh=np.array([_zero(power_prices, row) for row in npv]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """What each of D days is worth today [£], and what a power price of 1 £/kWh would cost it."""

    revenue_gbp: Floats
    energy_kwh: Floats
    switches_off: bool
    npv_gbp: float

    @classmethod
    def of(cls, result: Evaluation) -> "_Days":
        study, site = result.study, result.site
        if site is None:
            raise InputError("finance.miner", "a machine that the site can run", None)
        finance = study.finance
        factors = discount_factors(
            rate_per_year=finance.discount_rate_per_year, periods=finance.years
        )[1:]
        a_day = np.repeat(factors, DAYS_PER_PROJECT_YEAR)
        growth = np.repeat(power_price_growth(study)[BASE_CASE], DAYS_PER_PROJECT_YEAR)
        (only,) = result.scenarios.values()
        return cls(
            revenue_gbp=site.site_hashrate_ths * result.paths.rev_per_th_per_day[BASE_CASE] * a_day,
            energy_kwh=site.site_kwh_per_day * growth * a_day,
            switches_off=finance.switch_off_when_unprofitable,
            npv_gbp=only.npv_gbp,
        )

    def margins(self, btc_factor: float, power_prices: Floats) -> Floats:
        """Return what the days leave at each of X power prices, added up (X,)."""
        margin = self.revenue_gbp * btc_factor - np.outer(power_prices, self.energy_kwh)
        margins: Floats = (np.maximum(margin, 0) if self.switches_off else margin).sum(axis=1)
        return margins


def _zero(x: Floats, falling: Floats) -> float:
    """Return where values that never rise pass 0, NaN where they do not."""
    below = np.flatnonzero(falling < 0)
    if not len(below) or below[0] == 0:
        return float("nan")
    at = below[0]
    share = falling[at - 1] / (falling[at - 1] - falling[at])
    return float(x[at - 1] + share * (x[at] - x[at - 1]))


def power_price_map(result: Evaluation) -> PowerPriceMap:
    """Return which power price pays for itself, over machines and hashprices.

    Raises
    ------
    InputError
        If no machine is chosen, or the whole coin goes to the pool.
    """
    study = result.study
    chosen = [miner for miner in study.miners if miner.name == result.chosen_miner]
    if not chosen:
        raise InputError("finance.miner", "a machine that the site can run", None)
    kept = 1 - study.finance.pool_fee_fraction
    if not kept:
        raise InputError("finance.pool_fee_fraction", "below 1 for a hashprice", 1 - kept)
    today = float(result.paths.rev_per_th_per_day[BASE_CASE, 0]) / kept
    subsidy = float(block_subsidy(result.paths.block_height[0])) / SATOSHI_PER_BTC
    fees = study.network.fees_btc_per_block
    reward = subsidy + fees
    efficiency = np.linspace(*_MACHINES_J_PER_TH, _CELLS)
    hashprice = np.linspace(*_HASHPRICES, _CELLS) * today
    # A TH/s of 1 J/TH draws 1 W: 0.024 kWh a day.
    kwh = efficiency * HOURS_PER_DAY / 1_000 * (1 + study.site.overhead_fraction)
    return PowerPriceMap(
        efficiency_j_per_th=efficiency,
        hashprice_gbp_per_th_per_day=hashprice,
        power_price_gbp_per_kwh=hashprice[:, None] * kept / kwh,
        machine_j_per_th=chosen[0].power_w / chosen[0].hashrate_ths,
        today=today,
        after_halving=today * (subsidy / 2 + fees) / reward if reward else today,
    )
