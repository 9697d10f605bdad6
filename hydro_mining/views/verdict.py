"""The one verdict on mining at a site: money in, money back, when, and against selling the power.

It is written over an ``Answer``, which a study, one machine of it or a plan can give.
"""

import math

import numpy as np

from hydro_mining.economics.better_machine import better_site
from hydro_mining.economics.evaluation_warnings import price_it_pays_below
from hydro_mining.economics.idle_days import IdleDays, Standstill
from hydro_mining.economics.plan import PlanWinner
from hydro_mining.economics.results import Evaluation, MachineSite
from hydro_mining.quantities import POUNDS, Currency, Format, formatted, price_per_kwh
from hydro_mining.views.answer import Answer, answer_of_study
from hydro_mining.views.cells import gain_tone
from hydro_mining.views.markup import Card
from hydro_mining.wording import years_in_words

_FIGURES = 3
_MILLION = 1_000_000.0
_RATE = Format(suffix=" %", significant=_FIGURES, trims=True, scale=100)


def summary(result: Evaluation, currency: Currency = POUNDS) -> str:
    """Return the verdict, or why nothing is built, in one paragraph."""
    answer = answer_of_study(result)
    if answer is None:
        return why_nothing(result, currency)
    said = (verdict(answer, currency), better_sentence(answer, currency))
    return " ".join(filter(None, said))


def why_nothing(result: Evaluation, currency: Currency) -> str:
    """Return why no machine is built, and below which power price one would be."""
    site = result.site
    if site is None:
        return f"No machine earns its power here. {_viable_below(result, currency)}"
    power = formatted("effective_power_kw", site.effective_power_kw)
    better = better_site(result)
    fits = (
        f"{result.best_npv_miner} would fit."
        if result.best_npv_miner
        else "It needs more power, or a smaller machine."
    )
    if better is not None:
        fits = f"{fleet_in_words(better)} would fit, and would pay."
    return f"Your average power of {power} is too little for one {result.chosen_miner}. {fits}"


def _viable_below(result: Evaluation, currency: Currency) -> str:
    highest = result.viable_below_gbp_per_kwh
    if highest is None or not highest > 0:
        return "It would not at any power price."
    # Rounded down: at the price that is named a machine does earn.
    price = price_it_pays_below(highest, currency)
    return f"One would at a year-1 power price below {price} a kWh."


def verdict(answer: Answer, currency: Currency = POUNDS) -> str:
    """Return the verdict as one paragraph."""
    return " ".join([verdict_headline(answer, currency), *verdict_sentences(answer, currency)])


def verdict_headline(answer: Answer, currency: Currency) -> str:
    """Return in one sentence whether mining pays here, and with which machine where it does not.

    What pays earns more than is asked: money that comes back with less is said to earn less.
    """
    where, instead, better = _where(answer, currency), "", answer.better
    if better is not None:
        is_other = better.miner != answer.miner
        where += f" with {answer.machines}"
        instead = f"; with {better.miner if is_other else fleet_in_words(better)} it would"
    if answer.pays:
        return f"{where} would pay here."
    if answer.is_back:
        rate = _RATE.written(answer.discount_rate_per_year)
        said = f"{where} would earn less here than the {rate} a year that you ask"
        return f"{said}{instead and instead + ' pay'}."
    return f"{where} would not pay here{instead}."


def better_sentence(answer: Answer, currency: Currency) -> str:
    """Return what the machine that would pay instead comes to; empty where there is none."""
    better = answer.better
    if better is None:
        return ""
    put_in, back = -float(better.cashflows[0]), float(better.cashflows[1:].sum())
    return (
        f"With {fleet_in_words(better)} you would put in {about(put_in, currency)} and get "
        f"{about(back, currency)} back over {years_in_words(answer.years)}: in today's money "
        f"{about(better.npv_gbp, currency)} more than selling the power (NPV)."
    )


def fleet_in_words(fleet: MachineSite | PlanWinner) -> str:
    """Return how many of which machine."""
    return f"{fleet.n_miners:,} × {fleet.miner}"


def verdict_tone(answer: Answer) -> str:
    """Return the tone of the verdict: good, a warning where it earns too little, or bad."""
    if answer.pays:
        return "good"
    return "warn" if answer.is_back else "bad"


def _where(answer: Answer, currency: Currency) -> str:
    if answer.power_price_gbp_per_kwh is None:
        return "Mining"
    year = " in year 1" if answer.price_moves else ""
    return f"At {price_per_kwh(answer.power_price_gbp_per_kwh, currency)} a kWh{year}, mining"


def verdict_sentences(answer: Answer, currency: Currency) -> list[str]:
    """Return what goes in, what comes back and when, against selling, and when it stops."""
    put_in, over = about(answer.put_in_gbp, currency), f"over {years_in_words(answer.years)}"
    money = f"You put in {put_in} for {answer.machines} and "
    if answer.back_gbp > 0:
        money += f"get {about(answer.back_gbp, currency)} back {over}{_when(answer)}."
    else:
        lost = about(-answer.back_gbp, currency)
        money += f"get nothing back: {over} it costs {lost} more to run than it earns."
    sold, mined = about(answer.sold_gbp, currency), about(answer.mined_gbp, currency)
    if answer.power_price_gbp_per_kwh is None:
        against = (
            f"Exporting everything would bring {sold} with nothing put in; mining and exporting "
            f"leave {mined} after machines and all costs."
        )
    else:
        against = (
            f"Sold instead, the power that it uses{_while_it_runs(answer.idle)} would bring {sold} "
            f"with nothing put in; mined, it leaves {mined} after machines and all costs."
        )
    return [money, against, *_stopping(answer.idle), *_going_on(answer, currency)]


def _when(answer: Answer) -> str:
    if answer.payback_years is None:
        return ""
    if answer.is_lost_again:
        return ", after which it is lost again"
    return f"; your money is back after {formatted('simple_payback_years', answer.payback_years)}"


def _while_it_runs(idle: IdleDays | None) -> str:
    """Return that what is sold instead is the power of the days that mine, no more."""
    if idle is None:
        return ""
    return " while it runs" if idle.stops_on is None else f" until {idle.stops_on:%B %Y}"


def _stopping(idle: IdleDays | None) -> list[str]:
    if idle is None:
        return []
    first = next(iter(idle.standstills), None)
    if idle.stops_on is None:
        days = "1 day" if idle.count == 1 else f"{idle.count:,} days"
        span = ""
        if first is not None:
            some = "" if first.count == idle.count else f"{first.count:,} of them "
            span = f", {some}from {_span(first)}"
        return [f"You would switch off on {days} that do not earn their power{span}."]
    stop = f"{idle.stops_on:%B %Y}"
    if first is None:
        return [f"You would stop in {stop}, when a day no longer earns its power."]
    times = len(idle.standstills)
    often = f"{times} times, first" if times > 1 else ""
    still = " ".join(filter(None, ["You would stand still", often, f"from {_span(first)}"]))
    return [f"{still} ({first.count:,} days), and stop for good in {stop}."]


def _going_on(answer: Answer, currency: Currency) -> list[str]:
    """Return that the running cost is charged to the end, where machines stop before or pause."""
    idle, cost = answer.idle, answer.running_cost_gbp_per_year
    if idle is None or not cost or (idle.stops_on is None and not idle.standstills):
        return []
    return [f"Running cost of {about(cost, currency)} a year goes on."]


def _span(standstill: Standstill) -> str:
    return f"{standstill.first:%B %Y} to {standstill.mines_again_on:%B %Y}"


def verdict_cards(answer: Answer, currency: Currency) -> list[Card]:
    """Return the four figures of the verdict."""
    rate = _RATE.written(answer.discount_rate_per_year)
    years = years_in_words(answer.years)
    return [
        Card(
            key="put_in",
            label="You put in",
            value=formatted("cash_flow_gbp", answer.put_in_gbp, currency),
            note="machines and set-up, at the start",
        ),
        Card(
            key="back",
            label=f"You get back in {years}",
            value=formatted("cash_flow_gbp", answer.back_gbp, currency),
            note="over what selling the power brings",
        ),
        Card(
            key="money_back",
            label="Your money is back",
            value=_back_after(answer),
            note=_back_note(answer),
        ),
        Card(
            key="over_selling",
            label="Against selling the power",
            value=formatted("npv_gbp", answer.npv_gbp, currency),
            note=f"in today's money, at {rate} a year (NPV)",
            tone=gain_tone(answer.npv_gbp),
        ),
    ]


def _back_after(answer: Answer) -> str:
    if answer.payback_years is None:
        return "Never"
    return f"After {formatted('simple_payback_years', answer.payback_years)}"


def _back_note(answer: Answer) -> str:
    if answer.is_lost_again:
        return "and is lost again by the end"
    if answer.payback_years is None:
        return f"not within {years_in_words(answer.years)}"
    return "halving and all costs counted"


def about(value: float, currency: Currency = POUNDS) -> str:
    """Return an amount [£] to three figures, millions in words, as one would say it.

    >>> about(308_417.0), about(-1_852_000.0), about(0.0)
    ('£308,000', '−£1.85 million', '£0')
    """
    amount = value * currency.rate
    if not math.isfinite(amount):
        return "–"
    digits = _FIGURES - 1 - math.floor(math.log10(abs(amount))) if amount else 0
    rounded = float(np.round(amount, digits))
    if abs(rounded) < _MILLION:
        return Format(prefix=currency.prefix).written(rounded)
    said = Format(prefix=currency.prefix, suffix=" million", significant=_FIGURES)
    return said.written(rounded / _MILLION)
