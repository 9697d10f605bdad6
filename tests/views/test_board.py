"""What a board is told: what to do, what each way leaves, and at what it would pay.

The round study on a plan: 360 machines for £684,000 gain £6,840 a day over an export of £2,160,
for three years of 365 days.
"""

import dataclasses
from collections.abc import Callable

import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.alternatives import capital_uses, compare_alternatives
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import Chance, risk_of
from hydro_mining.quantities import POUNDS
from hydro_mining.views.answer import answer_of
from hydro_mining.views.board import against_rows, pays_if_sentence, recommendation
from hydro_mining.views.plan_words import plan_answer

Study = Callable[..., StudyInputs]


def test_selling_stands_beside_mining_in_round_amounts(study: Study) -> None:
    """£2,160 a day are £2.37 million; with £7.49 million more for £684,000 it is £9.17 million."""
    planned = evaluate(dataclasses.replace(study(), market=MarketInputs(), dilute=False))
    headings, (mine, sell) = against_rows(
        answer_of(planned), None, base_case="Base", currency=POUNDS
    )
    assert headings[2] == "It brings in 3 years"
    assert (mine[0], mine[1], mine[3]) == ("Mine with 360 × Round", "£684,000", "£9.17 million")
    assert sell == ["Sell that power instead", "£0", "£2.37 million", "£2.37 million", "£0"]


def test_other_uses_of_the_same_money_follow(study: Study) -> None:
    """Gilts give the money back with their yield beside the sold power."""
    result = evaluate(study())
    uses = capital_uses(result, compare_alternatives(result))
    answer = answer_of(result)
    _, rows = against_rows(answer, uses, base_case=result.study.scenarios[0].name, currency=POUNDS)
    assert [row[0] for row in rows[2:]] == [
        "Put the money in gilts, sell the power",
        "Buy bitcoin with the money, sell the power",
    ]
    assert rows[2][1] == rows[0][1]
    other = dataclasses.replace(uses, capital_gbp=1.0)
    assert len(against_rows(answer, other, base_case="Base", currency=POUNDS)[1]) == 2


@pytest.mark.parametrize(
    ("scenario", "loses", "said"),
    [
        ("Base", 0.2, "Mine. It pays in the base case; in about 2 of 10 drawn futures it earns"),
        ("Base", 0.04, "Mine. It pays in the base case; in fewer than 1 of 10 drawn futures it"),
        ("Base", 0.7, "Wait. Mining pays in the base case, but in about 7 of 10 drawn futures it"),
        ("Base", 0.96, "Wait. Mining pays in the base case, but in nearly all drawn futures it"),
        (
            "Bear",
            0.9,
            "Mine. It pays in the base case; in about 9 of 10 drawn futures around “Bear”",
        ),
    ],
)
def test_it_is_recommended_where_most_futures_pay(
    study: Study, scenario: str, loses: float, said: str
) -> None:
    """The base case alone is not enough; futures of another scenario say so and do not decide."""
    inputs = study()
    told = risk_of(inputs, paths=100)
    assert told is not None
    told = dataclasses.replace(told, scenario=scenario, probability_of_loss=Chance(loses, 0.01))
    assert recommendation(evaluate(inputs), answer_of(evaluate(inputs)), told).startswith(said)


def test_what_does_not_pay_is_not_recommended(study: Study) -> None:
    """A machine that never earns is not bought; one that pays too little is not at your return."""
    nothing = evaluate(study(site={"power_price_gbp_per_kwh": 5.0}))
    assert (
        recommendation(nothing, answer_of(nothing), None) == "Do not buy machines. Sell the power."
    )
    result = evaluate(study())
    answer = answer_of(result)
    assert answer is not None
    poor = dataclasses.replace(answer, npv_gbp=-1.0)
    assert recommendation(result, poor, None) == ("At the return you ask, sell the power instead.")
    never = dataclasses.replace(poor, payback_years=None)
    assert recommendation(result, never, None) == "Do not mine here. Sell the power instead."
    assert recommendation(result, answer, None) == "Mine."


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        ({"n_miners": 0}, "You chose to build none. 360 × Round would pay."),
        ({"miner": "Dear"}, "Do not buy Dear. 360 × Round would pay."),
        ({"miner": "Dear", "n_miners": 0}, "You chose to build none. 360 × Round would pay."),
    ],
)
def test_a_choice_that_builds_nothing_hides_no_machine_that_pays(
    study: Study, bound: dict[str, object], said: str
) -> None:
    """A Round of a million pounds pays in no number; the 360 Rounds of the plan do."""
    inputs = dataclasses.replace(study(), market=MarketInputs(), dilute=False)
    dear = dataclasses.replace(inputs.miners[0], name="Dear", price_gbp=1_000_000.0)
    finance = dataclasses.replace(inputs.finance, **bound)
    result = evaluate(dataclasses.replace(inputs, miners=(*inputs.miners, dear), finance=finance))
    assert recommendation(result, answer_of(result), None) == said


def said_if(result: Evaluation) -> str:
    """Return what is said of single changes."""
    return pays_if_sentence(result, answer_of(result), POUNDS)


def test_a_machine_that_loses_hides_none_that_pays(study: Study) -> None:
    """360 Dears of £100,000 get £7,489,800 back of 36 million; 360 Rounds are £684,000."""
    dear = dataclasses.replace(study().miners[0], name="Dear", price_gbp=100_000.0)
    inputs = dataclasses.replace(study(), miners=(*study().miners, dear), dilute=False)
    finance = dataclasses.replace(inputs.finance, miner="Dear", n_miners=360)
    for market in (None, MarketInputs()):
        built = dataclasses.replace(inputs, finance=finance, market=market)
        result = evaluate(built)
        answer = answer_of(result)
        said = "Do not buy 360 × Dear. 360 × Round would pay."
        assert recommendation(result, answer, None) == said
    # 2,496,600 × 2.486852 − 36,000,000 and − 684,000.
    assert plan_answer(result) == (
        "360 × Dear (900 kW): over 3 years that loses £29,791,325 against exporting everything "
        "(NPV), £2,496,600 in year 1. 360 × Round would gain £5,524,675."
    )


def test_it_says_which_one_change_would_make_it_pay(study: Study) -> None:
    """Each with today's value; nothing where it pays."""
    assert said_if(evaluate(study())) == ""
    costly = evaluate(study(finance={"other_opex_gbp_per_year": 3_000_000.0}))
    said = said_if(costly)
    assert said.startswith("It would pay with one of these alone: ")
    assert "bitcoin at $" in said
    assert "or more (now $" in said
