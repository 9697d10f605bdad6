"""What would make a site pay, and what each rule would build, in words and rounded honestly."""

import html
from collections.abc import Callable

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.quantities import POUNDS, QUANTITIES, currency_of
from hydro_mining.views.levers import (
    lever,
    lever_row,
    levers,
    pays_if_headings,
    pays_if_rows,
    winner_columns,
    winner_rows,
)
from hydro_mining.views.risk_words import break_even_title

Build = Callable[..., StudyInputs]

# The machine of the study.
ROUND = {"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0}
UNDISCOUNTED = {"discount_rate_per_year": 0.0}


def test_levels_are_rounded_towards_what_pays(study: Build) -> None:
    """£624.66 a day of 1,095 days; see tests/economics/test_pays_if.py for the figures.

    (9,000 − 624.657…) / 21,600 = 0.387747…; (2,160 + 624.657…) / 9,000 × $100,000 = $30,940.64.
    """
    rows = pays_if_rows(evaluate(study(finance=UNDISCOUNTED)), POUNDS)
    assert rows == [
        ["Power price, per kWh", "10p", "38.77p or less"],
        ["Price of one Round", "£1,900", "£20,805 or less"],
        ["Bitcoin price", "$100,000", "$30,941 or more"],
    ]
    assert all(len(row) == len(pays_if_headings()) for row in rows)


@pytest.mark.parametrize("code", ["GBP", "NOK"])
@pytest.mark.parametrize("key", ["power_price_gbp_per_kwh", "miner_price_gbp", "btc_price_usd"])
def test_what_is_at_its_level_is_not_offered(study: Build, code: str, key: str) -> None:
    """Set to the level that was said, a lever has none to set and says that it holds."""
    currency = currency_of(code, 1.0 if code == "GBP" else 13.523714)
    said = {one.key: one for one in levers(evaluate(study(finance=UNDISCOUNTED)), currency)}
    value = said[key].value
    assert value is not None
    assert f"<span>today {html.escape(said[key].today)}" in lever_row(said[key])
    changed = {
        "power_price_gbp_per_kwh": {"site": {"power_price_gbp_per_kwh": value}},
        "miner_price_gbp": {"miners": [{**ROUND, "price_gbp": value}]},
        "btc_price_usd": {"network": {"btc_price_usd": value}},
    }[key]
    result = evaluate(study(finance=UNDISCOUNTED, **changed))
    now = {one.key: one for one in levers(result, currency)}[key]
    assert (now.value, now.level, now.is_there) == (None, said[key].level, True)
    assert f"<span>holds today: {html.escape(now.today)}" in lever_row(now)


def test_a_value_short_of_its_level_is_offered() -> None:
    """$106,578.60 does not pay where it takes $106,578.90, though both are written $106,579."""
    today, level = 106_578.6, 106_578.9
    one = lever(
        "btc_price_usd",
        "Bitcoin price",
        "$106,579",
        level,
        QUANTITIES["btc_price_usd"],
        value_today=today,
        pays_above=True,
    )
    assert (one.value, one.is_there) == (106_579, False)


def test_levels_are_in_the_currency_that_is_shown(study: Build) -> None:
    """£1,900 are NOK 25,650 at 13.5; the bitcoin price stays in dollars."""
    result = evaluate(study(finance=UNDISCOUNTED))
    power, machine, bitcoin = pays_if_rows(result, currency_of("NOK", 13.5))
    assert machine[1].endswith("25,650")
    assert power[2].endswith("or less")
    assert bitcoin[1] == "$100,000"


def test_what_no_value_does_is_none(study: Build) -> None:
    """£4 million a year beside the machines: neither free power nor free machines pay."""
    rows = pays_if_rows(evaluate(study(finance={"other_opex_gbp_per_year": 4e6})), POUNDS)
    assert [row[2] for row in rows[:2]] == ["none", "none"]
    assert rows[2][2].endswith("or more")
    assert pays_if_rows(evaluate(study(site={"power_price_gbp_per_kwh": 5.0})), POUNDS) == []


def test_both_rules_stand_side_by_side(study: Build) -> None:
    """360 old machines at £325 earn £2,340 a day, 360 new ones at £4,400 £15,840, for 3 years."""
    machines = [
        {"name": "old", "hashrate_ths": 50.0, "power_w": 2500.0, "price_gbp": 325.0},
        {"name": "new", "hashrate_ths": 200.0, "power_w": 2500.0, "price_gbp": 4400.0},
    ]
    headings, rows = winner_rows(evaluate(study(miners=machines, finance=UNDISCOUNTED)), POUNDS)
    assert headings[4] == "Back in 3 years"
    assert rows == [
        ["best value over the years", "new", "360", "£1,584,000", "£17,344,800", "£15,760,800"],
        ["shortest payback", "old", "360", "£117,000", "£2,562,300", "£2,445,300"],
    ]
    none = winner_rows(evaluate(study(site={"power_price_gbp_per_kwh": 5.0})), POUNDS)[1]
    assert [row[1] for row in none] == ["none", "none"]


def test_rules_that_agree_share_a_card(study: Build) -> None:
    """Of one machine there is one card, which says that both rules choose it."""
    result = evaluate(study())
    assert result.winners["npv"].miner == result.winners["payback"].miner
    html = winner_columns(result.winners, built=result.chosen_miner, currency=POUNDS)
    assert html.count("hm-built") == html.count("data-figure") == 1
    assert "Both rules choose this machine." in html


def test_a_site_that_pays_is_not_asked_what_it_takes() -> None:
    """It asks how far it goes on; a wanted return is named."""
    assert break_even_title(1.0, None) == "How far it still pays"
    assert break_even_title(-1.0, None) == "What it would take to pay"
    assert break_even_title(1.0, 0.15) == "What it would take to return 15.0 % a year"
