"""Two inputs at once: where a site earns its money, and what power a machine could pay for."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import (
    DAYS_PER_PROJECT_YEAR,
    HOURS_PER_DAY,
    KWH_PER_MWH,
    SATOSHI_PER_BTC,
)
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.bitcoin import block_subsidy
from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import Plan, has_plan
from hydro_mining.economics.plan.levers import fleet_npv, mean_export_price
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.risk.pinned import EXPORT_PRICE, is_deemed
from hydro_mining.economics.scenarios import BASE_CASE, power_price_growth
from hydro_mining.exceptions import InputError

_CELLS = 17
_POWER_PRICE = "site.power_price_gbp_per_kwh"
# How far a map reaches, in today's values; a price of nothing has a scale of its own [£/kWh].
_MOST_PRICE, _LEAST_SCALE = 2.0, 0.05
# Instead of an export price of nothing, a factor at which nothing can be told from it.
_LEAST_FACTOR = 1e-9
_BTC_PRICES = (0.4, 2.0)
_HASHPRICES = (0.25, 1.85)
_MACHINES_J_PER_TH = (8.0, 32.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NpvMap:
    """``npv_gbp`` (Y, X) [£] over what power costs (X,) and ``btc_price_usd`` (Y,).

    Attributes
    ----------
    path
        Which price it is over: the study's power price [£/kWh], or ``EXPORT_PRICE`` of a plan
        [£/MWh].
    price : (X,), price_today
    breakeven_price : (Y,)
        At which the NPV is 0, NaN where none of the map is.
    """

    path: str
    price: Floats
    price_today: float
    btc_price_usd: Floats
    npv_gbp: Floats
    breakeven_price: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerPriceMap:
    """The power price [£/kWh] that a machine's coin just pays, with no thought of its capital.

    Attributes
    ----------
    efficiency_j_per_th : (X,), hashprice_gbp_per_th_per_day : (Y,), before the pool fee
    power_price_gbp_per_kwh : (Y, X)
    machine_j_per_th : [J/TH], of the plan where there is one, else of the study
    price_today : [£/kWh]
        What a kWh costs that is mined: the power price, or what a plan's export would bring.
    today, after_halving : [£/TH/day]
        Hashprice at the start, and with half its subsidy at the same price and difficulty.
    """

    efficiency_j_per_th: Floats
    hashprice_gbp_per_th_per_day: Floats
    power_price_gbp_per_kwh: Floats
    machine_j_per_th: float
    price_today: float
    today: float
    after_halving: float


def npv_map(study: StudyInputs) -> NpvMap | None:
    """Return a pinned study's NPV over its power price, or a plan's export price, and bitcoin's.

    Machines and their number stay, and all else. None with a plan whose gain no export price
    moves: prices of nothing on the mean, or an export that is deemed.

    Raises
    ------
    InputError
        If the study is one that nothing is built for.
    """
    factors = np.linspace(*_BTC_PRICES, _CELLS)
    if has_plan(study):
        path, today = EXPORT_PRICE, mean_export_price(study)
        if today <= 0 or is_deemed(study):
            return None
        prices = np.linspace(0.0, today * _MOST_PRICE, _CELLS)
        npv = _plan_npv(study, factors, np.maximum(prices / today, _LEAST_FACTOR))
    else:
        path, today = _POWER_PRICE, study.site.power_price_gbp_per_kwh
        prices = np.linspace(0.0, max(today * _MOST_PRICE, _LEAST_SCALE), _CELLS)
        npv = _site_npv(study, factors, prices)
    return NpvMap(
        path=path,
        price=prices,
        price_today=today,
        btc_price_usd=factors * study.network.btc_price_usd,
        npv_gbp=npv,
        breakeven_price=np.array([_zero(prices, row) for row in npv]),
    )


def _plan_npv(study: StudyInputs, coin: Floats, export: Floats) -> Floats:
    """Return the NPV (Y, X) at factors on the bitcoin price (Y,) and on export prices (X,)."""
    count = study.finance.n_miners
    assert count is not None, "a pinned study has its plan's count"
    npv = fleet_npv(study, study.miners[0], count)
    return np.array([[npv(revenue, one) for one in export.tolist()] for revenue in coin.tolist()])


def _site_npv(study: StudyInputs, coin: Floats, power_prices: Floats) -> Floats:
    """Return the NPV (Y, X) at factors on the bitcoin price (Y,) and at power prices (X,).

    A day's margin is its revenue, which goes with the bitcoin price, less its power cost, which
    goes with the power price; all else is the study's own.
    """
    days = _Days.of(evaluate(study))
    today = np.array([study.site.power_price_gbp_per_kwh])
    fixed = days.npv_gbp - float(days.margins(1.0, today)[0])
    return np.array([fixed + days.margins(factor, power_prices) for factor in coin])


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
    study, plan = result.study, result.plan
    chosen = study.miner_called(result.answered_miner)
    if chosen is None:
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
        machine_j_per_th=chosen.power_w / chosen.hashrate_ths,
        price_today=_price_of_mined(study, plan),
        today=today,
        after_halving=today * (subsidy / 2 + fees) / reward if reward else today,
    )


def _price_of_mined(study: StudyInputs, plan: Plan | None) -> float:
    """Return what a kWh costs that is mined and not exported [£/kWh], on the mean."""
    if plan is None:
        return study.site.power_price_gbp_per_kwh
    market = study.market or MarketInputs()
    export = 0.0 if is_deemed(study) else mean_export_price(study)
    is_lost = not market.generation_payment_kept_when_mining
    payment = market.generation_payment_gbp_per_mwh if is_lost else 0.0
    return max(export + payment, 0.0) / KWH_PER_MWH
