"""What stands first on Overview: the verdict on the site, and what it rests on."""

from hydro_mining.economics import Evaluation
from hydro_mining.economics.better_machine import Winners
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import WouldPay
from hydro_mining.economics.risk import RiskFigures
from hydro_mining.imports.example_water import is_made_up
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views.answer import answer_of
from hydro_mining.views.board import recommendation
from hydro_mining.views.figures import warnings_in
from hydro_mining.views.hydro_figures import made_up_sentence
from hydro_mining.views.markup import hint, lead_paragraph, notice, verdict_markup
from hydro_mining.views.plan_words import plan_answer, would_pay_sentence
from hydro_mining.views.verdict import (
    better_sentence,
    verdict_headline,
    verdict_sentences,
    verdict_tone,
    why_nothing,
)

_LEFT_ASIDE = {"load_factor": "the load factor", "power_price_gbp_per_kwh": "the power price"}
_FROM_A_PLAN = "This is the answer of the plan on Hydro, with water and prices hour by hour."


def lead(
    result: Evaluation,
    currency: Currency = POUNDS,
    *,
    would_pay: WouldPay | None = None,
    winners: Winners | None = None,
    odds: RiskFigures | None = None,
) -> tuple[str, str]:
    """Return the verdict as what stays in sight and what stands below it.

    ``would_pay`` says what would make a machine pay where the plan has none, once it is known;
    ``winners`` is what each rule builds, where that is. With ``odds`` it says what to do, as a
    report does.
    """
    answer = answer_of(result, winners)
    warnings = notice(warnings_in(result, currency), tone="warn")
    if result.plan is not None:
        has_flow, has_prices = is_made_up(result.study.hydro, result.study.market)
        said = made_up_sentence(has_flow=has_flow, has_prices=has_prices)
        warnings = hint(" ".join([said + _FROM_A_PLAN, *_unmoved(result.study)])) + warnings
    if answer is None:
        plan = result.plan
        why = (
            why_nothing(result, currency)
            if plan is None
            else plan_answer(result, currency, winners=winners)
        )
        if would_pay is not None:
            warnings = (
                lead_paragraph(would_pay_sentence(result.study, would_pay, currency)) + warnings
            )
        return verdict_markup(why, "", tone="bad"), warnings
    headline = verdict_headline(answer, currency)
    money, *more = verdict_sentences(answer, currency)
    # The headline has it where another machine would pay.
    is_told = odds is None or answer.better is not None
    advice = "" if is_told else recommendation(result, answer, odds)
    below = " ".join(filter(None, [advice, *more, better_sentence(answer, currency)]))
    tone = verdict_tone(answer)
    return verdict_markup(headline, money, tone=tone), lead_paragraph(below) + warnings


def left_aside(study: StudyInputs) -> list[str]:
    """Return which fields of the site its plan leaves aside, having water or prices of its own."""
    own = [] if study.hydro is None or not study.hydro.has_water else ["load_factor"]
    if study.market is not None and study.market.export_price_gbp_per_mwh is not None:
        own.append("power_price_gbp_per_kwh")
    return own


def _unmoved(study: StudyInputs) -> list[str]:
    own = [_LEFT_ASIDE[name] for name in left_aside(study)]
    return [f"It does not use {' and '.join(own)} of the site."] if own else []
