"""What the Dispatch screen says of one zone's analysis."""

from hydro_mining.economics.dispatch import DispatchAnalysis, ZoneOutcome
from hydro_mining.quantities import Currency, formatted

__all__ = ["answer"]

_ONLY_ZONE = "site"


def answer(shown: DispatchAnalysis, currency: Currency) -> str:
    """Return what the backtest says in a sentence."""
    outcome = shown.outcome
    total = outcome.total
    always = shown.comparison.outcomes["always_on"].total.profit
    days = outcome.prices.local_start[[0, -1]].astype("datetime64[D]")
    gained = formatted("profit", abs(total.profit - always), currency)
    than = "less" if total.profit < always else "more"
    return (
        f"From {days[0]} to {days[1]} {outcome.power_mw:,.10g} MW would have made "
        f"{formatted('profit', total.profit, currency)}{_zone(outcome)}, "
        f"{formatted('uptime_fraction', total.uptime_fraction)} of the time on: {gained} {than} "
        "than always on. A backtest of past prices, and no forecast."
    )


def _zone(outcome: ZoneOutcome) -> str:
    """Return where that was; a file without zones has one of no interest."""
    zone = outcome.prices.zone
    return "" if zone == _ONLY_ZONE else f" in zone {zone}"
