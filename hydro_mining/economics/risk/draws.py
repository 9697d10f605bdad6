"""How far a future strays from the scenario: months of prices, years of water, machines.

Each factor has a stream of its own, seeded by the block and the factor's place, so that a factor
that is switched off leaves the draws of the others as they are.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.risk_terms import Risk

_FACTORS = 9
# Blocks at hand: the 10,000 futures that a screen draws at each step of a slider, some 50 MB of ten
# years; of a longer study, which takes more, the few of Alternatives.
_KEPT, _KEPT_YEARS = 10, 12
_KEPT_OF_LONG = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """What multiplies the scenario in each of P futures over M months or T years.

    Attributes
    ----------
    price, difficulty, fees, power_price, exchange_rate : (M, P)
    load_factor : (T, P), a standard normal: how far a year is from its mean
    uptime : (T, P)
    water : (T, P), uniform from 0 to 1: which year of a record
    hashrate, power : (P,), of the machines
    """

    price: Floats
    difficulty: Floats
    fees: Floats
    power_price: Floats
    exchange_rate: Floats
    load_factor: Floats
    uptime: Floats
    water: Floats
    hashrate: Floats
    power: Floats


def drawn(risk: Risk, *, years: int, paths: int, seed: int, block: int) -> Deviations:
    """Return the deviations of a block of ``paths`` futures.

    Neither prices nor machines are in them: while those move, the last blocks are at hand.
    """
    draw = _kept if years <= _KEPT_YEARS else _kept_of_long
    return draw(risk, years, paths, seed, block)


def _drawn(risk: Risk, years: int, paths: int, seed: int, block: int) -> Deviations:
    root = np.random.SeedSequence(seed, spawn_key=(block,))
    streams = iter([np.random.default_rng(child) for child in root.spawn(_FACTORS)])
    months = years * MONTHS_PER_YEAR
    monthly, yearly = (months, paths), (years, paths)
    price_steps, own_steps = (next(streams).standard_normal(monthly) for _ in range(2))
    price = _walk(price_steps, risk.btc_price_volatility_per_year)
    made = Deviations(
        price=np.exp(price),
        difficulty=np.exp(_difficulty(risk, price, price_steps, own_steps)),
        fees=_strayed(streams, monthly, risk.fee_volatility_per_year, risk.fee_half_life_months),
        power_price=_strayed(
            streams,
            monthly,
            risk.power_price_volatility_per_year,
            risk.power_price_half_life_months,
        ),
        exchange_rate=_strayed(streams, monthly, risk.usd_to_gbp_volatility_per_year, None),
        load_factor=next(streams).standard_normal(yearly),
        uptime=_uptime(risk, next(streams), yearly),
        water=next(streams).random(yearly),
        **_machines(risk, next(streams), paths),
    )
    for item in fields(Deviations):
        getattr(made, item.name).flags.writeable = False
    return made


_kept, _kept_of_long = (lru_cache(maxsize=most)(_drawn) for most in (_KEPT, _KEPT_OF_LONG))


def _difficulty(risk: Risk, price: Floats, price_steps: Floats, own_steps: Floats) -> Floats:
    """Return log deviations: the network's own walk, and what follows the price with a delay."""
    shared = risk.price_difficulty_correlation
    steps = shared * price_steps + math.sqrt(1 - shared**2) * own_steps
    own = _walk(steps, risk.difficulty_volatility_per_year)
    if not risk.hashrate_elasticity:
        return own
    return own + risk.hashrate_elasticity * _followed(price, risk.hashrate_half_life_months)


def _followed(log_price: Floats, half_life_months: float) -> Floats:
    """Return what approaches ``log_price`` with a half-life, month by month from 0 on."""
    if not half_life_months:
        return log_price
    left = 2.0 ** (-1 / half_life_months)
    return _decaying((1 - left) * log_price, left)


def _decaying(added: Floats, left: float) -> Floats:
    """Return what has been added (M, P) up to each month, of which ``left`` stays a month.

    In place, month by month: a filter along the first axis takes three times as long.
    """
    for month in range(1, len(added)):
        added[month] += left * added[month - 1]
    return added


def _walk(steps: Floats, volatility_per_year: float) -> Floats:
    """Return log deviations (M, P) of a walk whose mean factor is 1 in every month."""
    if not volatility_per_year:
        return np.zeros_like(steps)
    deviation = volatility_per_year / math.sqrt(MONTHS_PER_YEAR)
    walk = deviation * steps
    walk -= deviation**2 / 2
    return np.cumsum(walk, axis=0, out=walk)


def _strayed(
    streams: Iterator[np.random.Generator],
    shape: tuple[int, int],
    volatility_per_year: float,
    half_life_months: float | None,
) -> Floats:
    """Return factors (M, P) with mean 1: a walk, or what dies down with a half-life.

    The latter has the exact variance of an Ornstein-Uhlenbeck process at each month.
    """
    stream = next(streams)
    if not volatility_per_year:
        return np.ones(shape)
    steps = stream.standard_normal(shape)
    if half_life_months is None:
        return np.exp(_walk(steps, volatility_per_year))
    decay = math.log(2) / half_life_months
    left = math.exp(-decay)
    per_month = volatility_per_year**2 / MONTHS_PER_YEAR
    months = np.arange(1, shape[0] + 1)[:, None]
    variance = -np.expm1(-2 * decay * months) / (2 * decay) * per_month
    step = math.sqrt(-math.expm1(-2 * decay) / (2 * decay) * per_month)
    steps *= step
    logs = _decaying(steps, left)
    logs -= variance / 2
    return np.exp(logs, out=logs)


def _uptime(risk: Risk, stream: np.random.Generator, shape: tuple[int, int]) -> Floats:
    mean = risk.uptime_mean
    if not risk.uptime_cv:
        return np.full(shape, mean)
    both = (1 - mean) / (mean * risk.uptime_cv**2) - 1
    return stream.beta(mean * both, (1 - mean) * both, shape)


def _machines(risk: Risk, stream: np.random.Generator, paths: int) -> dict[str, Floats]:
    hashrate, power = stream.uniform(-1, 1, (2, paths))
    return {
        "hashrate": 1 + risk.hashrate_tolerance * hashrate,
        "power": 1 + risk.power_tolerance * power,
    }
