"""What would make a site pay, and what each rule of choice would build, as tables."""

from decimal import ROUND_DOWN, ROUND_UP

from hydro_mining.economics.results import Evaluation, MachineSite
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, formatted, in_currency
from hydro_mining.views.markup import Table

__all__ = ["RULES_IN_WORDS", "pays_if_headings", "pays_if_rows", "winner_rows"]

RULES_IN_WORDS = {"npv": "best value over the years", "payback": "shortest payback"}
_NO_VALUE = "none"
# Written as what the level is compared with: a level of many digits is no entry.
_WRITTEN_AS = {
    "power_price_gbp_per_kwh": "breakeven_power_price_gbp_per_kwh",
    "miner_price_gbp": "price_gbp",
    "btc_price_usd": "btc_price_usd",
}


def pays_if_headings() -> list[str]:
    """Return the headings of ``pays_if_rows``."""
    return ["One thing changed at a time", "In this study", "It pays at"]


def pays_if_rows(result: Evaluation, currency: Currency = POUNDS) -> list[list[str]]:
    """Return a row an input whose value decides; none where nothing is built.

    Rounded towards what pays, so that the value that is named does.
    """
    levels, machine = result.pays_if, result.chosen_miner
    if levels is None or machine is None:
        return []
    study = result.study
    price = next(miner.price_gbp for miner in study.miners if miner.name == machine)
    power_price = formatted("power_price_gbp_per_kwh", study.site.power_price_gbp_per_kwh, currency)
    most, least = "or less", "or more"
    return [
        ["Power price, per kWh", power_price,
         _level("power_price_gbp_per_kwh", levels.power_price_gbp_per_kwh, most, currency)],
        [f"Price of one {machine}", formatted("price_gbp", price, currency),
         _level("miner_price_gbp", levels.miner_price_gbp, most, currency)],
        ["Bitcoin price", formatted("btc_price_usd", study.network.btc_price_usd),
         _level("btc_price_usd", levels.btc_price_usd, least, currency)],
    ]  # fmt: skip


def _level(name: str, value: float | None, side: str, currency: Currency) -> str:
    if value is None:
        return _NO_VALUE
    fmt = in_currency(QUANTITIES[_WRITTEN_AS[name]], currency).format
    towards = ROUND_DOWN if side == "or less" else ROUND_UP
    return f"{fmt.written(value, rounding=towards)} {side}"


def winner_rows(result: Evaluation, currency: Currency = POUNDS) -> Table:
    """Return headings and a row a rule of choice: its machine and its money in the base case."""
    years = result.study.finance.years
    headings = ["Chosen by", "Machine", "How many", "Put in", f"Back in {years} years", "NPV"]
    rows = [
        _winner_row(words, result.winners[rule], currency)  # type: ignore[index]
        for rule, words in RULES_IN_WORDS.items()
    ]
    return headings, rows


def _winner_row(words: str, winner: MachineSite | None, currency: Currency) -> list[str]:
    if winner is None:
        return [words, _NO_VALUE, "", "", "", ""]
    return [
        words,
        winner.miner,
        formatted("n_miners", winner.site.n_miners),
        formatted("cash_flow_gbp", -float(winner.cashflows[0]), currency),
        formatted("cash_flow_gbp", float(winner.cashflows[1:].sum()), currency),
        formatted("npv_gbp", winner.npv_gbp, currency),
    ]
