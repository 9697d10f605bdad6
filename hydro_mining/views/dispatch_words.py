"""What the Dispatch screen says in sentences: whose site, what was earned, and why alike."""

from collections.abc import Iterator

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import (
    BacktestInputs,
    Contract,
    DispatchAnalysis,
    StudyFacility,
    ZoneOutcome,
)
from hydro_mining.economics.dispatch.strategies import Strategy
from hydro_mining.quantities import Currency, Format, formatted
from hydro_mining.views.price_charts import usual_range

_ONLY_ZONE = "site"
_STRATEGIES = {
    "always_on": "Always on",
    "threshold": "Threshold on spot",
    "contract_aware": "Contract-aware",
    "optimal": "Optimum with perfect foresight",
    "day_ahead": "Day-ahead plan",
    "trailing": "Trailing rule",
}
_SETTLEMENTS = {
    "resale": "what is not mined is sold at spot",
    "pay_per_use": "nothing owed when off",
    "take_or_pay": "owed also when off",
}
_PRICES_PAST = "What the machines cost is not in it. A backtest of past prices, and no forecast."
# Half a cent: what is less is the rounding of floating point.
_SMALLEST_GAP = 0.005
_ALL = 1 - 1e-9
_MEGAWATTS = Format(suffix=" MW", significant=3, trims=True)


def strategy_in_words(name: str) -> str:
    """Return what a strategy is called on screen."""
    return _STRATEGIES[name]


def site_in_words(of_study: StudyFacility, *, is_own: bool) -> str:
    """Return whose machines these are."""
    power = _MEGAWATTS.written(of_study.power_mw)
    built = f"{of_study.n_miners:,} × {of_study.miner}, {power} with cooling and losses"
    if is_own:
        whose = built if of_study.n_miners else f"{power} of {of_study.miner}"
        return f"Your own entries. Your study has {whose}: switch back to follow it."
    if not of_study.n_miners:
        return (
            f"Your study builds no machine. These are the {power} that your site has on average, "
            f"with {of_study.miner}, the most efficient machine of your list."
        )
    return f"The site of your study: {built}. An entry of your own here leaves the study as it is."


def dispatch_answer(analysis: DispatchAnalysis, currency: Currency, *, hashprice: str) -> str:
    """Return what the backtest says: at which hashprice, what was earned, and what is left out.

    ``hashprice`` begins the sentence: ``At each day's own hashprice``.
    """
    outcome = analysis.outcome
    total = outcome.total
    always = analysis.comparison.outcomes["always_on"].total.profit
    first, last = outcome.prices.local_start[[0, -1]].astype("datetime64[D]").tolist()
    gained = formatted("profit", abs(total.profit - always), currency)
    than = "less" if total.profit < always else "more"
    # A file without zones has one of no interest.
    where = "" if analysis.zone == _ONLY_ZONE else f" in zone {analysis.zone}"
    made = "made" if total.profit >= 0 else "lost"
    return (
        f"{hashprice}, {_MEGAWATTS.written(outcome.power_mw)} "
        f"{_under(analysis.backtest.inputs.contract, currency)} would have {made} "
        f"{formatted('profit', abs(total.profit), currency)}{where} from "
        f"{first:%d %b %Y} to {last:%d %b %Y}, "
        f"{formatted('uptime_fraction', total.uptime_fraction)} of the time on: {gained} {than} "
        f"than always on. {_PRICES_PAST}"
    )


def _under(contract: Contract | None, currency: Currency) -> str:
    if contract is None:
        return "without a contract"
    return (
        f"with {_MEGAWATTS.written(contract.power_mw)} bought at "
        f"{formatted('price', contract.price, currency)} a MWh "
        f"({contract.block}, {_SETTLEMENTS[contract.settlement]})"
    )


def cut_off_in_words(outcome: ZoneOutcome, strike: Floats, currency: Currency) -> str:
    """Return how many prices charts have no room for, and how far they go; empty without any."""
    price = outcome.prices.price
    low, high = usual_range(price, strike)
    above, below = price > high, price < low
    ends = [
        *([f"up to {formatted('price', float(price.max()), currency)}"] if above.any() else []),
        *([f"down to {formatted('price', float(price.min()), currency)}"] if below.any() else []),
    ]
    if not ends:
        return ""
    count = int(above.sum() + below.sum())
    return (
        f"{count:,} of {len(price):,} prices go beyond the charts, {' and '.join(ends)} a MWh: "
        "a triangle marks where, and tells the price."
    )


def equal_strategies(analysis: DispatchAnalysis) -> list[str]:
    """Return why strategies earn the same, a sentence a pair."""
    return [
        f"{_STRATEGIES[one]} and {_STRATEGIES[other].lower()} earn the same: {why}."
        for one, other, why in _pairs(analysis)
        if abs(_profit(analysis, one) - _profit(analysis, other)) < _SMALLEST_GAP
    ]


def _pairs(analysis: DispatchAnalysis) -> Iterator[tuple[Strategy, Strategy, str]]:
    inputs = analysis.backtest.inputs
    contract_aware = analysis.comparison.outcomes["contract_aware"].total
    yield "threshold", "contract_aware", _why_contract_changes_nothing(inputs.contract)
    yield "optimal", "contract_aware", _why_foresight_adds_nothing(inputs)
    yield "day_ahead", "optimal", _why_the_day_ahead_knows_all(analysis)
    if contract_aware.uptime_fraction is not None and contract_aware.uptime_fraction > _ALL:
        yield "always_on", "contract_aware", "mining paid in every hour"


def _why_contract_changes_nothing(contract: Contract | None) -> str:
    if contract is None:
        return "there is no contract"
    if contract.settlement == "resale":
        return "what is not mined is sold at spot, so spot decides under the contract too"
    return "the contract's price would have changed no decision"


def _why_foresight_adds_nothing(inputs: BacktestInputs) -> str:
    facility = inputs.facility
    is_free = not (facility.min_run_hours or facility.min_down_hours or facility.restart_cost)
    if is_free and not inputs.threshold:
        return "switching is free and nothing binds one hour to the next, so no future is needed"
    return "knowing the future would have changed no decision"


def _why_the_day_ahead_knows_all(analysis: DispatchAnalysis) -> str:
    if analysis.zone not in analysis.backtest.inputs.published_price:
        return "the file has no day-ahead prices, so its own are taken as known a day before"
    return "day-ahead prices led to the same hours"


def _profit(analysis: DispatchAnalysis, strategy: Strategy) -> float:
    return analysis.comparison.outcomes[strategy].total.profit
