"""The vocabulary of risk: how far each input may stray, and what that does."""

from hydro_mining.quantities.formats import (
    FRACTION,
    NOT_NEGATIVE,
    PER_CENT,
    POSITIVE,
    SHARE,
    WHOLE,
    amount,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import Format, Quantity, Range

_SWING = "fraction, of a year's log change"
_MONTHS = measured_in("months")
_VOLATILITY = Range(lower=0, upper=5)
_NUMBER = Format(decimals=2)


def _volatility(label: str, meaning: str) -> Quantity:
    return Quantity(label, _SWING, meaning, PER_CENT, _VOLATILITY)


_TERMS = {
    "btc_price_volatility_per_year": _volatility(
        "Bitcoin price", "Swing of the bitcoin price around the scenario's path."
    ),
    "difficulty_volatility_per_year": _volatility(
        "Difficulty", "Swing of the difficulty by itself around the scenario's path."
    ),
    "price_difficulty_correlation": Quantity(
        "Price with difficulty",
        "correlation, −1 to 1",
        "How far price and difficulty move together within a month.",
        _NUMBER,
        Range(lower=-1, upper=1),
    ),
    "hashrate_elasticity": Quantity(
        "Difficulty follows price",
        "elasticity",
        "Per cent that difficulty moves for a per cent of the price's deviation.",
        _NUMBER,
        Range(lower=0, upper=5),
    ),
    "hashrate_half_life_months": Quantity(
        "Delay of difficulty",
        "months",
        "Time until half of that move has happened; 0 is at once.",
        _MONTHS,
        NOT_NEGATIVE,
    ),
    "fee_volatility_per_year": _volatility("Fees", "Swing of the fees per block."),
    "power_price_volatility_per_year": _volatility("Power price", "Swing of the power price."),
    "usd_to_gbp_volatility_per_year": _volatility("Dollar", "Swing of the exchange rate."),
    "fee_half_life_months": Quantity(
        "Fees calm down in", "months", "Time in which half a deviation is gone.", _MONTHS, POSITIVE
    ),
    "power_price_half_life_months": Quantity(
        "Power price calms down in",
        "months",
        "Time in which half a deviation is gone.",
        _MONTHS,
        POSITIVE,
    ),
    "load_factor_cv": share(
        "Wet and dry years",
        "Standard deviation of a year's load factor over its mean; for a site without a river's "
        "record.",
        _VOLATILITY,
    ),
    "hashrate_tolerance": share("Hashrate of the machines", "More or less than stated.", FRACTION),
    "power_tolerance": share("Power of the machines", "More or less than stated.", FRACTION),
    "uptime_mean": share("Uptime", "Share of the hours that machines run when they should.", SHARE),
    "uptime_cv": share(
        "Swing of the uptime", "Standard deviation of a year's uptime over its mean.", FRACTION
    ),
}

_RUN = {
    "paths": Quantity(
        "Futures",
        "paths",
        "How many futures are drawn.",
        WHOLE,
        Range(lower=1, upper=1_000_000, whole=True),
    ),
    "workers": Quantity(
        "Workers",
        "processes",
        "How many work at once.",
        WHOLE,
        Range(lower=1, upper=1_000, whole=True),
    ),
    "seed": Quantity(
        "Seed",
        "",
        "The same seed draws the same futures.",
        WHOLE,
        Range(lower=0, upper=2**32 - 1, whole=True),
    ),
}

_RESULTS = {
    "probability_of_loss": share("Chance of a loss", "Share of futures whose NPV is below 0."),
    "probability_never_pays_back": share(
        "Chance that it never pays back",
        "Share of futures in which the money does not come back within the years.",
    ),
    "probability_pays_back_before_next_halving": share(
        "Chance that it pays back before the next halving",
        "Share of futures in which the money is back by then.",
    ),
    "expected_shortfall_10": amount(
        "Mean of the worst tenth", "Mean NPV of the worst tenth of futures."
    ),
}

RISK_GROUPS = {"risk": _TERMS, "risk run": _RUN, "risk's results": _RESULTS}
