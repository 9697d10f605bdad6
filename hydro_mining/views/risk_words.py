"""What a risk run says, in words and cards that a site owner reads."""

import datetime as dt

from hydro_mining.economics.bitcoin import days_to_halving
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import Chance, RiskFigures
from hydro_mining.economics.risk.break_even import BreakEven
from hydro_mining.economics.risk.pinned import EXPORT_PRICE, value_today
from hydro_mining.economics.risk.tornado import Bar
from hydro_mining.quantities import QUANTITIES, Currency, formatted, price_per_kwh
from hydro_mining.views.cells import figure_card
from hydro_mining.views.field_words import field_name, field_written
from hydro_mining.views.levers import NONE_DOES
from hydro_mining.views.markup import Card, Table
from hydro_mining.wording import years_in_words

_WITHIN_95 = 1.96
_BEFORE = "probability_pays_back_before_next_halving"
_TENTHS_FROM, _TENTHS_TO = 0.075, 0.925
LEFT_OUT = (
    "These futures hold the machines and their number fixed, and switch them off in a month's "
    "worst days as the model would: nobody sells early, buys more or goes bankrupt in them.",
    "They know no ban, theft, fire, flood, lawsuit, tax, debt or loss of the grid connection.",
    "Price and difficulty move in many small steps: a crash in one day is rarer here than it has "
    "been. The swings are the same in all years.",
    "What the machines fetch at the end is the study's share of their price in every future.",
    "The discount rate is not drawn: it says what you want to earn, not what might happen.",
)


def odds_sentence(result: RiskFigures) -> str:
    """Return in how many futures the site never pays back, with its error of 95 %."""
    chance, count = result.probability_never_pays_back, result.paths
    if count == 1:
        does = "never pays" if chance.value else "pays"
        return (
            f"In the one future that was drawn this site {does} back: draw more to know the odds."
        )
    if chance.value in (0, 1):
        many = "none" if chance.value == 0 else "all"
        return f"In {many} of {count:,} futures this site never pays back."
    exact = formatted("probability_never_pays_back", chance.value)
    said = f"In {_of_ten(chance.value)} futures this site never pays back"
    return f"{said}: {exact} (±{_points(chance)} points)."


def _of_ten(share: float) -> str:
    if _TENTHS_FROM <= share <= _TENTHS_TO:
        return f"{round(share * 10)} of 10"
    hundredths = min(max(round(share * 100), 1), 99)
    return f"{hundredths} of 100"


def _points(chance: Chance) -> str:
    return f"{_WITHIN_95 * chance.standard_error * 100:.1f}"


def spread_sentence(result: RiskFigures, currency: Currency) -> str:
    """Return what lies between the worst and the best tenth."""
    npv = result.npv_gbp.percentiles
    low, middle, high = (formatted("npv_gbp", float(npv[at]), currency) for at in (10, 50, 90))
    return (
        f"One future in ten ends below {low} and one in ten above {high}; half end below "
        f"{middle} (NPV)."
    )


def holds_for(result: Evaluation, told: RiskFigures, currency: Currency) -> str:
    """Return for which inputs the figures hold."""
    study = result.study
    machines = _machines(result)
    price = formatted("btc_price_usd", study.network.btc_price_usd)
    years = years_in_words(study.finance.years)
    return (
        f"These figures hold for: {machines}{_power(result, currency)}, bitcoin at {price}, "
        f"{years}; {told.paths:,} futures around the scenario {told.scenario}, seed {told.seed}."
        f"{_switching_off(result)}"
    )


def _switching_off(result: Evaluation) -> str:
    """Return that futures switch off where the study does not."""
    if result.plan is not None or result.study.finance.switch_off_when_unprofitable:
        return ""
    return " Days that do not pay are switched off in each, which your study leaves on."


def _power(result: Evaluation, currency: Currency) -> str:
    """Return what power costs, or what a plan's export brings on the mean."""
    study = result.study
    if result.plan is None:
        return f"power at {price_per_kwh(study.site.power_price_gbp_per_kwh, currency)} a kWh"
    price = formatted("export_price_gbp_per_mwh", value_today(study, EXPORT_PRICE), currency)
    return f"export at {price} a MWh on the mean"


def _machines(result: Evaluation) -> str:
    """Return the machines that are built, the plan's where there is one."""
    plan, site = result.plan, result.site
    if plan is not None:
        return "" if plan.chosen_miner is None else f"{plan.n_miners:,} × {plan.chosen_miner}, "
    return "" if site is None else f"{site.n_miners:,} × {result.chosen_miner}, "


def risk_cards(result: RiskFigures, study: StudyInputs, currency: Currency) -> list[Card]:
    """Return eight cards: four of odds with their errors of 95 %, four of money."""
    npv = result.npv_gbp

    def money(key: str, title: str, value: float, note: str) -> Card:
        tone = "bad" if value < 0 else "good"
        look = {"title": title, "tone": tone, "written_as": "npv_gbp"}
        return figure_card(key, value, note, currency, **look)

    halving, shortfall = _next_halving(study), result.expected_shortfall_10
    return [
        _odds("probability_never_pays_back", "Never pays back", result, "the money stays out"),
        _odds("probability_of_loss", "Makes a loss", result, "NPV below 0"),
        _odds(_BEFORE, "Back before the halving", result, f"about {halving:%d %b %Y}"),
        money("npv_mean", "Mean NPV", float(npv.mean), _of_mean(result, currency)),
        money("npv_p50", "Median NPV", float(npv.percentiles[50]), "half of the futures are lower"),
        money("npv_p10", "A bad future", float(npv.percentiles[10]), "1 in 10 is lower (P10)"),
        money("npv_p90", "A good future", float(npv.percentiles[90]), "1 in 10 is higher (P90)"),
        money(
            "expected_shortfall_10", "Mean of the worst tenth", shortfall, "NPV when it goes wrong"
        ),
    ]


def _of_mean(result: RiskFigures, currency: Currency) -> str:
    error = result.npv_standard_error
    if error is None:
        return "of one future alone"
    return f"±{formatted('npv_gbp', _WITHIN_95 * error, currency)}; a few great futures lift it"


def _odds(name: str, title: str, result: RiskFigures, note: str) -> Card:
    chance: Chance = getattr(result, name)
    note = f"±{_points(chance)} points; {note}" if result.paths > 1 else note
    return figure_card(name, chance.value, note, title=title)


def _next_halving(study: StudyInputs) -> dt.date:
    days = float(days_to_halving(study.network.block_height))
    return study.network.day + dt.timedelta(days=days)


def tornado_sentence(tornado: list[Bar], currency: Currency) -> str:
    """Return what matters most."""
    if not tornado:
        return ""
    first = tornado[0]
    far = formatted("npv_gbp", first.swing_gbp, currency)
    return (
        f"{field_name(first.swing.path)} matters most: between its two ends lie {far} of NPV. "
        "One input moves at a time, all else stays; a long bar is what to find out first."
    )


def tornado_rows(tornado: list[Bar], currency: Currency) -> Table:
    """Return headings and a row an input: both ends, and the NPV at each."""
    headings = ["One input at a time", "Low end", "NPV there", "High end", "NPV there"]
    rows = [
        [
            field_name(bar.swing.path),
            field_written(bar.swing.path, bar.swing.low, currency),
            formatted("npv_gbp", bar.npv_low_gbp, currency),
            field_written(bar.swing.path, bar.swing.high, currency),
            formatted("npv_gbp", bar.npv_high_gbp, currency),
        ]
        for bar in tornado
    ]
    return headings, rows


def break_even_title(npv_gbp: float, irr: float | None) -> str:
    """Return what the levels answer; a site that pays asks how far it goes on paying.

    ``npv_gbp`` is of the base case; ``irr`` is the wanted return, None for an NPV of 0.
    """
    if irr is not None:
        return f"What it would take to return {QUANTITIES['irr'].format.written(irr)} a year"
    return "How far it still pays" if npv_gbp > 0 else "What it would take to pay"


def break_even_rows(levels: list[BreakEven], irr: float | None, currency: Currency) -> Table:
    """Return headings and a row an input that was solved for."""
    goal = "NPV is 0 at" if irr is None else f"Returns {QUANTITIES['irr'].format.written(irr)} at"
    rows = [
        [
            field_name(one.path),
            field_written(one.path, one.today, currency),
            NONE_DOES if one.value is None else field_written(one.path, one.value, currency),
        ]
        for one in levels
    ]
    return ["One thing changed", "Today", goal], rows
