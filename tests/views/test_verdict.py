"""The verdict: money in, money back, when, and against selling the same power."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.idle_days import IdleDays, Standstill
from hydro_mining.quantities import POUNDS, currency_of
from hydro_mining.views.answer import Answer, answer_of_plan, answer_of_study
from hydro_mining.views.verdict import (
    about,
    better_sentence,
    summary,
    verdict,
    verdict_cards,
    verdict_headline,
)

Build = Callable[..., StudyInputs]


def answer(**changed: object) -> Answer:
    """Return £300,000 that bring £100,000 a year for two years, at 10 %; power sold for £50,000."""
    given = {
        "miner": "Round",
        "n_miners": 100,
        "cash_flows": np.array([-300_000.0, 100_000.0, 100_000.0]),
        "npv_gbp": -126_446.28,
        "discount_rate_per_year": 0.1,
        "payback_years": None,
        "is_lost_again": False,
        "sold_gbp": 50_000.0,
    }
    return Answer(**given | changed)


def test_the_verdict_of_a_study_by_hand(study: Build) -> None:
    """Conftest's site: 360 × £1,900; £6,840 a day × 1,095 days back; power 21,600 kWh × £0.10.

    Back 7,489,800; sold 2,365,200; mined 2,365,200 + 7,489,800 − 684,000 = 9,171,000.
    £684,000 of £2,496,600 a year are back after 0.27 years.
    """
    told = summary(evaluate(study()))
    assert told == (
        "At 10p a kWh, mining would pay here. You put in £684,000 for 360 × Round and get "
        "£7.49 million back over 3 years; your money is back after 0.3 years. Sold instead, the "
        "power that it uses would bring £2.37 million with nothing put in; mined, it leaves "
        "£9.17 million after machines and all costs."
    )


def test_the_four_figures_by_hand(study: Build) -> None:
    """The same, to the pound, and the NPV of the core."""
    result = evaluate(study())
    cards = {card.key: card for card in verdict_cards(answer_of_study(result), POUNDS)}
    assert {key: card.value for key, card in cards.items()} == {
        "put_in": "£684,000",
        "back": "£7,489,800",
        "money_back": "After 0.3 years",
        "over_selling": "£5,524,675",
    }
    assert cards["over_selling"].tone == "good"
    assert "10 % a year" in cards["over_selling"].note


def test_what_never_pays_says_so() -> None:
    """£200,000 of £300,000: not back; sold £50,000, mined 50,000 + 200,000 − 300,000."""
    told = verdict(answer(power_price_gbp_per_kwh=0.05))
    assert told.startswith(
        "At 5p a kWh, mining would not pay here. You put in £300,000 for 100 × Round and get"
    )
    assert "get £200,000 back over 2 years. Sold" in told
    assert "bring £50,000 with nothing put in; mined, it leaves −£50,000" in told
    assert [card.value for card in verdict_cards(answer(), POUNDS)][2] == "Never"


def test_what_pays_less_than_is_asked_is_not_called_paying() -> None:
    """£330,000 of £300,000 after two years is above zero and below 10 % a year."""
    flows = np.array([-300_000.0, 0.0, 330_000.0])
    thin = answer(cash_flows=flows, npv_gbp=-27_272.73, payback_years=1.91)
    assert verdict_headline(thin, POUNDS) == (
        "Mining would earn less here than the 10 % a year that you ask."
    )


def test_what_is_lost_again_does_not_pay() -> None:
    """Cash that came back and went again ends below zero."""
    flows = np.array([-100_000.0, 150_000.0, -80_000.0])
    lost = answer(cash_flows=flows, npv_gbp=-29_752.07, payback_years=0.67, is_lost_again=True)
    assert verdict_headline(lost, POUNDS) == "Mining would not pay here."
    assert "after which it is lost again" in verdict(lost)


def test_a_site_that_costs_more_than_it_earns_gets_nothing_back() -> None:
    """£20,000 a year lost for two years are £40,000."""
    told = verdict(answer(cash_flows=np.array([-300_000.0, -20_000.0, -20_000.0])))
    assert "get nothing back: over 2 years it costs £40,000 more to run than it earns." in told


def test_a_price_that_moves_by_the_hour_is_compared_with_exporting_everything() -> None:
    """As of a plan: £50,000 exported alone; 50,000 + 200,000 − 300,000 with machines."""
    told = verdict(answer())
    assert told.startswith("Mining would not pay here.")
    assert "Exporting everything would bring £50,000 with nothing put in" in told
    assert "mining and exporting leave −£50,000 after machines and all costs." in told


BETTER = SimpleNamespace(
    miner="Round",
    n_miners=1_360,
    cashflows=np.array([-684_000.0, 1_496_600.0, 1_496_600.0]),
    npv_gbp=1_913_404.96,
)


def test_another_machine_that_would_pay_is_named() -> None:
    """1,496,600 × (1/1.1 + 1/1.21) − 684,000 = 1,913,405 (NPV); 2,993,200 back.

    It may be another number of the same one; of two machines the names are enough at first.
    """
    lost = answer(power_price_gbp_per_kwh=0.05, better=BETTER)
    assert verdict_headline(lost, POUNDS) == (
        "At 5p a kWh, mining with 100 × Round would not pay here; with 1,360 × Round it would."
    )
    assert better_sentence(lost, POUNDS) == (
        "With 1,360 × Round you would put in £684,000 and get £2.99 million back over 2 years: in "
        "today's money £1.91 million more than selling the power (NPV)."
    )
    thin = dataclasses.replace(lost, payback_years=1.9, power_price_gbp_per_kwh=None)
    assert verdict_headline(thin, POUNDS) == (
        "Mining with 100 × Round would earn less here than the 10 % a year that you ask; with "
        "1,360 × Round it would pay."
    )
    other = verdict_headline(dataclasses.replace(lost, miner="Old"), POUNDS)
    assert other == "At 5p a kWh, mining with 100 × Old would not pay here; with Round it would."
    assert better_sentence(answer(), POUNDS) == ""


def test_a_study_s_rule_hides_no_machine_that_pays(study: Build) -> None:
    """As in test_better_machine: 18,000 Cheap are chosen; 360 Rounds leave £1,496,600 a year."""
    cheap = {"name": "Cheap", "hashrate_ths": 1.0, "power_w": 50.0, "price_gbp": 10.0}
    dear = {"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0}
    built = study(miners=[cheap, dear], finance={"other_opex_gbp_per_year": 1e6})
    told = summary(evaluate(built))
    assert told.startswith(
        "At 10p a kWh, mining with 18,000 × Cheap would not pay here; with Round it would. "
        "You put in £180,000 for 18,000 × Cheap"
    )
    assert told.endswith(
        "With 360 × Round you would put in £684,000 and get £4.49 million back over 3 years: in "
        "today's money £3.04 million more than selling the power (NPV)."
    )


def test_the_answer_of_a_plan_is_its_base_case() -> None:
    """The plan's own cash flows, count and export income; None where it says export."""
    flows = np.array([-300_000.0, 250_000.0, 250_000.0])
    base = SimpleNamespace(
        cashflows=flows,
        npv_gbp=133_884.3,
        simple_payback_years=1.2,
        ends_below_zero=False,
        export_only_gbp=np.array([40_000.0, 45_000.0]),
    )
    plan = SimpleNamespace(chosen_miner="Round", n_miners=1_200, base_case=base)
    found = answer_of_plan(plan, 0.1)
    assert (found.machines, found.sold_gbp, found.years) == ("1,200 × Round", 85_000.0, 2)
    assert verdict_headline(found, POUNDS) == "Mining would pay here."
    assert answer_of_plan(SimpleNamespace(chosen_miner=None), 0.1) is None


def test_a_moving_price_is_one_of_year_1(study: Build) -> None:
    """With power 10 % dearer each year the price that is named is that of year 1."""
    dearer = [{"name": "Base", "power_price_growth_per_year": 0.1}]
    told = summary(evaluate(study(scenarios=dearer)))
    assert told.startswith("At 10p a kWh in year 1, mining would pay here.")


def test_the_day_it_stops_is_said(study: Build) -> None:
    """Revenue that halves each year meets the power cost, 0.24 of it at first, after two years.

    9,000 × 0.5^t = 2,160 at t = 2.0589 years, 751.5 days: day 752 of 10 Oct 2026 is 31 Oct 2028.
    """
    halving = [{"name": "Base", "difficulty_growth_per_year": 1.0}]
    told = summary(
        evaluate(study(finance={"switch_off_when_unprofitable": True}, scenarios=halving))
    )
    assert "You would stop in October 2028, when a day no longer earns its power." in told
    on = summary(evaluate(study(scenarios=halving)))
    assert "stop" not in on


def test_the_running_cost_that_goes_on_is_said(study: Build) -> None:
    """The same, with £12,000 a year and £10 for each of 900 kW: £21,000 a year to the end."""
    halving = [{"name": "Base", "difficulty_growth_per_year": 1.0}]
    cost = {"other_opex_gbp_per_year": 12_000.0, "other_opex_gbp_per_kw_per_year": 10.0}
    off = {"switch_off_when_unprofitable": True}
    told = summary(evaluate(study(finance=off | cost, scenarios=halving)))
    assert told.endswith("earns its power. Running cost of £21,000 a year goes on.")
    for finance in (off, cost):
        told = summary(evaluate(study(finance=finance, scenarios=halving)))
        assert "goes on" not in told


STILL = Standstill(first=dt.date(2032, 5, 1), mines_again_on=dt.date(2035, 3, 13))
LATER = Standstill(first=dt.date(2035, 6, 1), mines_again_on=dt.date(2035, 8, 1))


@pytest.mark.parametrize(
    ("count", "stops_on", "standstills", "said"),
    [
        # 1 May 2032 to 1 May 2034 are 730 days, to 1 March 2035 304 more, to the 13th 12 more.
        (
            1_500,
            dt.date(2036, 4, 2),
            (STILL,),
            "You would stand still from May 2032 to March 2035 (1,046 days), and stop for good in "
            "April 2036.",
        ),
        (
            1_600,
            dt.date(2036, 4, 2),
            (STILL, LATER),
            "You would stand still 2 times, first from May 2032 to March 2035 (1,046 days), and "
            "stop for good in April 2036.",
        ),
        (
            1_046,
            None,
            (STILL,),
            "You would switch off on 1,046 days that do not earn their power, from May 2032 to "
            "March 2035.",
        ),
        (
            1_107,
            None,
            (STILL, LATER),
            "You would switch off on 1,107 days that do not earn their power, 1,046 of them from "
            "May 2032 to March 2035.",
        ),
        (12, None, (), "You would switch off on 12 days that do not earn their power."),
    ],
)
def test_a_standstill_is_said(
    count: int, stops_on: dt.date | None, standstills: tuple[Standstill, ...], said: str
) -> None:
    """The first long one, and that it is not the last."""
    idle = IdleDays(
        count=count, first=dt.date(2032, 5, 1), stops_on=stops_on, standstills=standstills
    )
    assert said in verdict(answer(power_price_gbp_per_kwh=0.05, idle=idle))


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (999.6, POUNDS, "£1,000"),
        (12_345.0, POUNDS, "£12,300"),
        (-173_661.0, POUNDS, "−£174,000"),
        (999_600.0, POUNDS, "£1.00 million"),
        (1_850_000.0, POUNDS, "£1.85 million"),
        (123_400_000.0, POUNDS, "£123 million"),
        (0.0, POUNDS, "£0"),
        (100_000.0, currency_of("NOK", 13.5), "NOK\u00a01.35 million"),
        (float("inf"), POUNDS, "–"),
    ],
)
def test_amounts_are_said_to_three_figures(amount: float, currency: object, text: str) -> None:
    """£1.85 million, not £1,850,000."""
    assert about(amount, currency) == text
