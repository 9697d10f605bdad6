"""The one verdict on mining at a site: money in, money back, when, and against selling the power.

It is written over an ``Answer``, which a study, one machine of it or a plan can give.
"""

import math
from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.idle_days import IdleDays, idle_days
from hydro_mining.economics.plan import Plan
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import POUNDS, Currency, Format, formatted, price_per_kwh
from hydro_mining.views.cells import gain_tone
from hydro_mining.views.markup import Card
from hydro_mining.wording import years_in_words

__all__ = [
    "Answer",
    "about",
    "answer_of_plan",
    "answer_of_study",
    "verdict",
    "verdict_cards",
    "verdict_headline",
    "verdict_sentences",
    "verdict_tone",
]

_FIGURES = 3
_MILLION = 1_000_000.0
_RATE = Format(suffix=" %", significant=_FIGURES, trims=True, scale=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What mining at a site comes to in the base case, whoever computed it.

    Attributes
    ----------
    machines
        What is built: ``122 × Antminer S21``.
    cash_flows : (T + 1,) [£]
        Over selling the same power; money out negative, the residual in the last.
    npv_gbp : [£]
    discount_rate_per_year : [1/year]
    payback_years : [years]
        When the cash flows first add up to zero; None where they never do.
    is_lost_again
        Whether they end below zero all the same.
    power_price_gbp_per_kwh : [£/kWh]
        What a kWh is worth in year 1; None where it moves by the hour.
    price_moves
        Whether it is another in later years.
    sold_gbp : [£]
        What selling the same power brings over the years: that which is mined, or, where the
        price moves by the hour, all of it.
    idle
        Days switched off.
    """

    machines: str
    cash_flows: Floats
    npv_gbp: float
    discount_rate_per_year: float
    payback_years: float | None
    is_lost_again: bool
    sold_gbp: float
    power_price_gbp_per_kwh: float | None = None
    price_moves: bool = False
    idle: IdleDays | None = None

    @property
    def years(self) -> int:
        """Length of the study."""
        return len(self.cash_flows) - 1

    @property
    def put_in_gbp(self) -> float:
        """The investment."""
        return 0.0 - float(self.cash_flows[0])

    @property
    def back_gbp(self) -> float:
        """What comes back over the years, beyond what selling the power would bring."""
        return float(self.cash_flows[1:].sum())

    @property
    def mined_gbp(self) -> float:
        """What mining leaves over the years of its revenue, after machines and other cost."""
        return self.sold_gbp + self.back_gbp - self.put_in_gbp

    @property
    def pays(self) -> bool:
        """Whether it is worth more than the discount rate asks."""
        return self.npv_gbp > 0

    @property
    def is_back(self) -> bool:
        """Whether at least the money that was put in is there in the end."""
        return self.payback_years is not None and not self.is_lost_again


def answer_of_study(result: Evaluation) -> Answer | None:
    """Return the answer of a study's base case; None where nothing is built."""
    site = result.site
    if site is None or not site.n_miners:
        return None
    base = next(iter(result.scenarios.values()))
    return Answer(
        machines=f"{site.n_miners:,} × {result.chosen_miner}",
        cash_flows=base.cashflows,
        npv_gbp=base.npv_gbp,
        discount_rate_per_year=result.study.finance.discount_rate_per_year,
        payback_years=base.simple_payback_years,
        is_lost_again=base.ends_below_zero,
        sold_gbp=float(base.annual_power_cost_gbp.sum()),
        power_price_gbp_per_kwh=result.power_price_gbp_per_kwh_y1,
        price_moves=bool(np.ptp(base.power_price_gbp_per_kwh) > 0),
        idle=idle_days(result),
    )


def answer_of_plan(plan: Plan, discount_rate_per_year: float) -> Answer | None:
    """Return the answer of a plan's base case; None where exporting everything is the best."""
    if plan.chosen_miner is None:
        return None
    base = plan.base_case
    return Answer(
        machines=f"{plan.n_miners:,} × {plan.chosen_miner}",
        cash_flows=base.cashflows,
        npv_gbp=base.npv_gbp,
        discount_rate_per_year=discount_rate_per_year,
        payback_years=base.simple_payback_years,
        is_lost_again=base.ends_below_zero,
        sold_gbp=float(base.export_only_gbp.sum()),
    )


def verdict(answer: Answer, currency: Currency = POUNDS) -> str:
    """Return the verdict as one paragraph."""
    return " ".join([verdict_headline(answer, currency), *verdict_sentences(answer, currency)])


def verdict_headline(answer: Answer, currency: Currency = POUNDS) -> str:
    """Return in one sentence whether mining pays here."""
    where = _where(answer, currency)
    if answer.pays:
        return f"{where} would pay here."
    if answer.is_back:
        rate = _RATE.written(answer.discount_rate_per_year)
        return f"{where} would pay here, but less than the {rate} a year that you ask."
    return f"{where} would not pay here."


def verdict_tone(answer: Answer) -> str:
    """Return the tone of the verdict: good, a warning where it pays too little, or bad."""
    if answer.pays:
        return "good"
    return "warn" if answer.is_back else "bad"


def _where(answer: Answer, currency: Currency) -> str:
    if answer.power_price_gbp_per_kwh is None:
        return "Mining"
    year = " in year 1" if answer.price_moves else ""
    return f"At {price_per_kwh(answer.power_price_gbp_per_kwh, currency)} a kWh{year}, mining"


def verdict_sentences(answer: Answer, currency: Currency = POUNDS) -> list[str]:
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
    return [money, against, *_stopping(answer.idle)]


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
    if idle.stops_on is not None:
        return [f"You would stop in {idle.stops_on:%B %Y}, when a day no longer earns its power."]
    days = "1 day" if idle.count == 1 else f"{idle.count:,} days"
    return [f"You would switch off on {days} that do not earn their power."]


def verdict_cards(answer: Answer, currency: Currency = POUNDS) -> list[Card]:
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
