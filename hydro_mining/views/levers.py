"""What would make a site pay, and what each rule of choice would build."""

import html
import math
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP

from hydro_mining.economics.better_machine import Winners
from hydro_mining.economics.inputs import ChoiceRule, StudyInputs
from hydro_mining.economics.plan import PlanPaysIf, PlanWinner
from hydro_mining.economics.results import Evaluation, MachineSite, PaysIf
from hydro_mining.quantities import (
    QUANTITIES,
    Currency,
    Format,
    Quantity,
    formatted,
    in_coins,
    in_currency,
    price_per_kwh,
)
from hydro_mining.views.markup import Table, chart_title, plain, sentence
from hydro_mining.views.verdict import about

RULES_IN_WORDS: dict[ChoiceRule, str] = {
    "npv": "best value over the years",
    "payback": "shortest payback",
}
_NO_VALUE = "none"
NONE_DOES = "no value does it"
_NO_POWER = "no machine fits here and earns its power"
_AGREED = "Both rules choose this machine."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One thing that can be changed, and at which value of it the site pays.

    Attributes
    ----------
    key
        Its name in ``PaysIf``.
    what
        What it is called.
    today
        Its value in the study, as it is written.
    level
        The value at which the site pays, as it is written; empty where none does.
    side
        Whether it pays at that and below, or at that and above.
    value
        The written level as the study takes it; None where there is none to be set.
    without
        What is said where there is no level.
    is_there
        Whether the value of the study is the level already, as far as it is written.
    """

    key: str
    what: str
    today: str
    level: str
    side: str
    value: float | None
    without: str = NONE_DOES
    is_there: bool = False


def levers(result: Evaluation, currency: Currency) -> list[Lever]:
    """Return power price, machine price and bitcoin price; none where nothing is built.

    Levels are rounded towards what pays, so that the value that is named does.
    """
    levels, machine, site = result.pays_if, result.chosen_miner, result.site
    if levels is None or machine is None or site is None or not site.n_miners:
        return []
    power_price = lever(
        "power_price_gbp_per_kwh",
        "Power price, per kWh",
        price_per_kwh(result.study.site.power_price_gbp_per_kwh, currency),
        levels.power_price_gbp_per_kwh,
        in_coins("breakeven_power_price_gbp_per_kwh", currency),
        value_today=result.study.site.power_price_gbp_per_kwh,
    )
    return [power_price, *machine_and_coin_levers(result.study, machine, levels, currency)]


def machine_and_coin_levers(
    study: StudyInputs, machine: str, levels: PaysIf | PlanPaysIf, currency: Currency
) -> list[Lever]:
    """Return machine price and bitcoin price, with or without a plan."""
    price = next(miner.price_gbp for miner in study.miners if miner.name == machine)
    return [
        lever(
            "miner_price_gbp",
            f"Price of one {machine}",
            formatted("price_gbp", price, currency),
            levels.miner_price_gbp,
            in_currency(QUANTITIES["price_gbp"], currency),
            value_today=price,
        ),
        lever(
            "btc_price_usd",
            "Bitcoin price",
            formatted("btc_price_usd", study.network.btc_price_usd),
            levels.btc_price_usd,
            QUANTITIES["btc_price_usd"],
            value_today=study.network.btc_price_usd,
            pays_above=True,
        ),
    ]


def lever(
    key: str,
    what: str,
    today: str,
    level: float | None,
    quantity: Quantity,
    *,
    value_today: float,
    pays_above: bool = False,
    without: str = NONE_DOES,
    can_be_set: bool = True,
) -> Lever:
    """Return a lever whose level is rounded towards what pays; there is none to set at it."""
    side, towards = ("or more", ROUND_UP) if pays_above else ("or less", ROUND_DOWN)
    fmt = quantity.format
    value = None if level is None else fmt.rounded(level, rounding=towards)
    is_there = _is_there(value_today, value, level, fmt, pays_above=pays_above)
    return Lever(
        key=key,
        what=what,
        today=today,
        level="" if level is None else fmt.written(level, rounding=towards),
        side=side,
        value=value if can_be_set and not is_there else None,
        without=without,
        is_there=is_there,
    )


def _is_there(
    today: float, value: float | None, level: float | None, fmt: Format, *, pays_above: bool
) -> bool:
    """Tell whether a value pays and is written as the level is that could be set."""
    if value is None or level is None or fmt.written(today) != fmt.written(value):
        return False
    pays = today >= level if pays_above else today <= level
    return pays or math.isclose(today, value)


def pays_if_headings() -> list[str]:
    """Return the headings of ``pays_if_rows``."""
    return ["One thing changed at a time", "In this study", "It pays at"]


def pays_if_rows(result: Evaluation, currency: Currency) -> list[list[str]]:
    """Return the ``levers`` as rows."""
    return [
        [lever.what, lever.today, f"{lever.level} {lever.side}" if lever.level else _NO_VALUE]
        for lever in levers(result, currency)
    ]


def winner_rows(result: Evaluation, currency: Currency) -> Table:
    """Return headings and a row a rule of choice: its machine and its money in the base case."""
    years = result.study.finance.years
    headings = ["Chosen by", "Machine", "How many", "Put in", f"Back in {years} years", "NPV"]
    rows = [
        _winner_row(words, result.winners[rule], currency) for rule, words in RULES_IN_WORDS.items()
    ]
    return headings, rows


def _winner_row(words: str, winner: MachineSite | None, currency: Currency) -> list[str]:
    if winner is None:
        return [words, _NO_VALUE, "", "", "", ""]
    return [
        words,
        winner.miner,
        formatted("n_miners", winner.n_miners),
        formatted("cash_flow_gbp", -float(winner.cashflows[0]), currency),
        formatted("cash_flow_gbp", float(winner.cashflows[1:].sum()), currency),
        formatted("npv_gbp", winner.npv_gbp, currency),
    ]


def _winner_sentence(winner: MachineSite | PlanWinner, currency: Currency) -> str:
    """Return what goes in and what comes back with the machine of a rule."""
    put_in, back = -float(winner.cashflows[0]), float(winner.cashflows[1:].sum())
    return f"{about(put_in, currency)} in, {about(back, currency)} back"


def levers_title(result: Evaluation) -> str:
    """Return what the levers answer: what would make it pay, or how far it goes on paying."""
    return chart_title("How far it still pays" if result.pays else "What would make it pay")


def lever_row(lever: Lever, note: str = "") -> str:
    """Return a lever as a line: at which value the site pays, and today's; with a remark."""
    goal = f"{lever.level} {lever.side}" if lever.level else lever.without
    held = "holds today:" if lever.is_there else "today"
    today = "; ".join(filter(None, [f"{held} {lever.today}", note]))
    return (
        f'<div class="hm-lever" data-figure="pays_if:{lever.key}">{plain(lever.what)}: '
        f"<b>{html.escape(goal)}</b><span>{html.escape(today)}</span></div>"
    )


def winner_columns(
    winners: Winners, currency: Currency, *, built: str | None, without: str = _NO_POWER
) -> str:
    """Return what each rule would build, beside each other in the order of the switch.

    ``built`` is the machine of the answer; ``without`` says why a rule builds none. Where the
    rules agree there is one column, which says so.
    """
    chosen = [winners[rule] for rule in RULES_IN_WORDS]
    if len({one and one.miner for one in chosen}) == 1:
        one = _winner_column(
            chosen[0], "npv", currency, built=built, without=without, remark=_AGREED
        )
        return f'<div class="hm-winners hm-agreed">{one}</div>'
    columns = (
        _winner_column(winners[rule], rule, currency, built=built, without=without)
        for rule in RULES_IN_WORDS
    )
    return f'<div class="hm-winners">{"".join(columns)}</div>'


def _winner_column(
    winner: MachineSite | PlanWinner | None,
    rule: ChoiceRule,
    currency: Currency,
    *,
    built: str | None,
    without: str,
    remark: str = "",
) -> str:
    if winner is None:
        return f'<div class="hm-winner"><b>none</b><span>{plain(without)}</span></div>'
    chosen = " hm-built" if winner.miner == built else ""
    tone = "hm-good" if winner.npv_gbp > 0 else "hm-bad"
    npv = formatted("npv_gbp", winner.npv_gbp, currency)
    said = f"<span>{sentence(remark)}</span>" * bool(remark)
    return (
        f'<div class="hm-winner{chosen}" data-figure="winner:{rule}">'
        f"<b>{winner.n_miners:,} × {plain(winner.miner)}</b>"
        f"<span>{sentence(_winner_sentence(winner, currency))}</span>"
        f'<em class="{tone}">{sentence(npv)} against selling</em>{said}</div>'
    )
