"""The answer for a board: what to do, in plain words, and what each way leaves in round amounts."""

from hydro_mining.economics.alternatives import CapitalUses
from hydro_mining.economics.better_machine import better_machine
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import RiskFigures
from hydro_mining.economics.scenarios import BASE_CASE
from hydro_mining.quantities import Currency
from hydro_mining.views.answer import Answer
from hydro_mining.views.levers import levers
from hydro_mining.views.markup import Table
from hydro_mining.views.verdict import about, fleet_in_words
from hydro_mining.wording import years_in_words

_HALF = 0.5
_CALLED = {
    "power_price_gbp_per_kwh": "power at {} a kWh",
    "miner_price_gbp": "a machine at {}",
    "btc_price_usd": "bitcoin at {}",
}
# Other uses of the capital that a board asks for first; the power is sold beside them.
_OTHERS = {
    "gilts": "Put the money in gilts, sell the power",
    "buy_and_hold": "Buy bitcoin with the money, sell the power",
}


def recommendation(result: Evaluation, answer: Answer | None, risk: RiskFigures | None) -> str:
    """Return what to do in one line.

    Mining is recommended where it pays in the base case and in most of the futures around it.
    """
    if answer is None:
        return _instead_of_nothing(result)
    if not answer.pays:
        return _instead_of_a_loss(answer)
    if risk is None:
        return "Mine."
    loses, base_case = risk.probability_of_loss.value, result.study.scenarios[BASE_CASE].name
    is_around_it = risk.scenario == base_case
    drawn = "drawn futures" + ("" if is_around_it else f" around “{risk.scenario}”")
    less = f"in {_tenths(loses)} {drawn} it earns less than you ask"
    if loses > _HALF and is_around_it:
        return f"Wait. Mining pays in the base case, but {less}."
    return f"Mine. It pays in the base case; {less}."


def _tenths(share: float) -> str:
    """Return a share of futures in words: 4 % are not none of ten."""
    tenths = round(share * 10)
    if tenths in {0, 10}:
        return "fewer than 1 of 10" if not tenths else "nearly all"
    return f"about {tenths} of 10"


def _instead_of_a_loss(answer: Answer) -> str:
    """Return what to do where what is built does not pay."""
    if answer.better is not None:
        return f"Do not buy {answer.machines}. {fleet_in_words(answer.better)} would pay."
    if answer.is_back:
        return "At the return you ask, sell the power instead."
    return "Do not mine here. Sell the power instead."


def _instead_of_nothing(result: Evaluation) -> str:
    """Return what to do where nothing is built, though another machine may pay."""
    study, plan = result.study, result.plan
    better = better_machine(result)
    would = "" if better is None else f"{fleet_in_words(better)} would pay."
    if plan is not None and study.finance.n_miners == 0:
        return f"You chose to build none. {would or 'Sell the power.'}"
    if not would:
        return "Do not buy machines. Sell the power."
    return f"Do not buy {study.finance.miner or result.chosen_miner}. {would}"


def pays_if_sentence(result: Evaluation, answer: Answer | None, currency: Currency) -> str:
    """Return which one change would make a study without a plan pay; empty where it pays."""
    if result.plan is not None or answer is None or answer.pays:
        return ""
    said = [
        f"{_CALLED[one.key].format(one.level)} {one.side} (now {one.today})"
        for one in levers(result, currency)
        if one.level
    ]
    if not said:
        return "No single change of power price, machine price or bitcoin price makes it pay."
    which = "It" if answer.better is None else f"With {answer.machines} it"
    return f"{which} would pay with one of these alone: {'; '.join(said)}."


def against_rows(
    answer: Answer | None,
    uses: CapitalUses | None,
    *,
    base_case: str,
    export_gbp: float | None = None,
    currency: Currency,
) -> Table:
    """Return mining beside selling the power and other uses of the same money.

    Parameters
    ----------
    base_case
        Its name.
    export_gbp : [£], what exporting brings where no machine is built; None where unknown
    """
    years = "the years" if answer is None else years_in_words(answer.years)
    headings = ["What you do", "You put in", f"It brings in {years}", "That leaves", "NPV"]

    def money(value: float) -> str:
        return about(value, currency)

    if answer is None:
        if export_gbp is None:
            return headings, []
        sold = money(export_gbp)
        return headings, [["Sell the power", money(0.0), sold, sold, money(0.0)]]
    sold = money(answer.sold_gbp)
    rows = [
        [
            f"Mine with {answer.machines}",
            money(answer.put_in_gbp),
            money(answer.sold_gbp + answer.back_gbp),
            money(answer.mined_gbp),
            money(answer.npv_gbp),
        ],
        ["Sell that power instead", money(0.0), sold, sold, money(0.0)],
    ]
    return headings, [*rows, *_others(answer, uses, base_case, currency)]


def _others(
    answer: Answer, uses: CapitalUses | None, base_case: str, currency: Currency
) -> list[list[str]]:
    """Return the other uses, where they are of the same money as the answer's."""
    capital = None if uses is None else uses.capital_gbp
    if uses is None or capital is None or abs(capital - answer.put_in_gbp) > 1e-9 * abs(capital):
        return []
    rows = []
    for key, called in _OTHERS.items():
        use = uses.scenarios[base_case][key]
        brings = use.capital_at_end_gbp + answer.sold_gbp
        amounts = (capital, brings, brings - capital, use.npv_gbp)
        rows.append([called, *(about(amount, currency) for amount in amounts)])
    return rows
