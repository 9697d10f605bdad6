"""What is uncertain and how much: the terms of a risk run, each with its source.

Volatilities and correlation are round figures for daily data of 2020 to 2026 unless a source is
named; each is an input.
"""

from dataclasses import dataclass

from hydro_mining.economics.checking import check_numbers
from hydro_mining.exceptions import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Spread of what a study rests on; all 0 and an uptime of 1 is the study itself.

    Parameters
    ----------
    btc_price_volatility_per_year, difficulty_volatility_per_year : [1/√year]
        Of log walks whose mean is the scenario's path.
    price_difficulty_correlation : [1], of the two walks' steps
    hashrate_elasticity : [1], hashrate_half_life_months : [months]
        Log difficulty follows the log price's deviation by this share, with this half-life;
        0.45 ± 0.06 (Noda, Okumura, Hashimoto, data of 2018), a lag of 1 to 6 weeks
        (Fantazzini, Kolodin 2020).
    fee_volatility_per_year, power_price_volatility_per_year, usd_to_gbp_volatility_per_year
        [1/√year]
    fee_half_life_months, power_price_half_life_months : [months]
        How fast a deviation dies down; None is a walk.
    load_factor_cv : [1], of a year's load factor where the water is no series
    hashrate_tolerance, power_tolerance : [1], uniform ±, of the machines
    uptime_mean, uptime_cv : [1], of a year's mined energy, a beta distribution
    """

    btc_price_volatility_per_year: float = 0.6
    difficulty_volatility_per_year: float = 0.15
    price_difficulty_correlation: float = 0.3
    hashrate_elasticity: float = 0.45
    hashrate_half_life_months: float = 1.5
    fee_volatility_per_year: float = 0.8
    power_price_volatility_per_year: float = 0.3
    usd_to_gbp_volatility_per_year: float = 0.08
    fee_half_life_months: float | None = 6.0
    power_price_half_life_months: float | None = 9.0
    load_factor_cv: float = 0.12
    hashrate_tolerance: float = 0.05
    power_tolerance: float = 0.05
    uptime_mean: float = 0.97
    uptime_cv: float = 0.02

    def __post_init__(self) -> None:
        check_numbers(self)
        # A beta distribution with this mean has a variance below mean × (1 − mean).
        if self.uptime_cv and (self.uptime_cv * self.uptime_mean) ** 2 >= self.uptime_mean * (
            1 - self.uptime_mean
        ):
            rule = "small enough for a share of 0 to 1 with the mean uptime_mean (fraction)"
            raise InputError("uptime_cv", rule, self.uptime_cv)
