"""One input at a time: its break-even, and what it does to the NPV.

The study in round numbers: £684,000 bring £9,000 a day less 21,600 kWh at £0.10, for three years
at 10 %, whose annuity is (1 − 1.1⁻³) / 0.1. It pays where a day brings £684,000 / (365 × that).
"""

import dataclasses
from collections.abc import Callable

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.risk.break_even import BREAK_EVEN_FIELDS, break_even
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.risk.tornado import Swing, default_swings, tornado
from hydro_mining.economics.study_fields import value_at, with_value
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
ANNUITY = (1 - 1.1**-3) / 0.1
NEEDED_A_DAY = 684_000 / (365 * ANNUITY)


@pytest.fixture
def held(study: Build) -> StudyInputs:
    """The round study with its one machine and scenario."""
    return pinned(evaluate(study()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("site.power_price_gbp_per_kwh", (9_000 - NEEDED_A_DAY) / 21_600),
        ("network.btc_price_usd", 100_000 * (NEEDED_A_DAY + 2_160) / 9_000),
        ("miners[0].price_gbp", 6_840 * 365 * ANNUITY / 360),
    ],
)
def test_break_even_of_a_straight_line(held, path, value) -> None:
    """The NPV is a line in each of them; put back, it is 0 to 1e-5 of the capital."""
    found = break_even(held, path)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.today == value_at(held, path)
    assert abs(npv_of(with_value(held, path, found.value))) < 1e-5 * 684_000


def test_difficulty_growth_put_back_gives_nothing(held) -> None:
    """£6,840 a day could shrink by so much a year."""
    path = "scenarios[0].difficulty_growth_per_year"
    found = break_even(held, path).value
    assert 0.5 < found < 10
    assert abs(npv_of(with_value(held, path, found))) < 1e-5 * 684_000


def test_years_are_the_fewest_that_pay(study: Build) -> None:
    """£2,496,600 a year less £2,000,000: 496,600 / 1.1 and / 1.21 are 451,455 + 410,413 > 684,000.

    One year does not do it; with 40 % of the price at the end, 273,600 / 1.1 = 248,727 more, it
    does: 451,455 + 248,727 = 700,182.
    """
    dear = {"other_opex_gbp_per_year": 2_000_000.0}
    held = pinned(evaluate(study(finance=dear)))
    assert break_even(held, "finance.years").value == 2
    resold = pinned(evaluate(study(finance=dear | {"residual_value_fraction": 0.4})))
    assert break_even(resold, "finance.years").value == 1


def test_a_wanted_return_takes_the_discount_rate_s_place(held) -> None:
    """At 20 % the annuity is (1 − 1.2⁻³) / 0.2."""
    annuity = (1 - 1.2**-3) / 0.2
    found = break_even(held, "miners[0].price_gbp", irr=0.2)
    assert found.value == pytest.approx(6_840 * 365 * annuity / 360, rel=1e-9)


def test_none_is_an_answer(study: Build) -> None:
    """With £10m a year of running cost no price of machines pays, nor any number of years."""
    held = pinned(evaluate(study(finance={"other_opex_gbp_per_year": 1e7})))
    assert break_even(held, "miners[0].price_gbp").value is None
    assert break_even(held, "site.power_price_gbp_per_kwh").value is None
    assert break_even(held, "finance.years").value is None


def test_another_field_is_refused(held) -> None:
    """Only what can be solved for."""
    with pytest.raises(InputError) as caught:
        break_even(held, "finance.pool_fee_fraction")
    assert caught.value.argument == "solve"
    assert "finance.years" in BREAK_EVEN_FIELDS


def test_the_longest_bar_is_first(held) -> None:
    """±£0.01 of power are 216 a day × 365 × annuity; ±10 % of the price of coin £900 a day."""
    power = Swing("site.power_price_gbp_per_kwh", 0.09, 0.11)
    coin = Swing("network.btc_price_usd", 90_000, 110_000)
    first, second = tornado(held, [power, coin])
    assert (first.swing, second.swing) == (coin, power)
    assert first.swing_gbp == pytest.approx(2 * 900 * 365 * ANNUITY)
    assert second.npv_low_gbp - npv_of(held) == pytest.approx(216 * 365 * ANNUITY)


def test_default_swings_are_legal_and_leave_out_what_is_nothing(held) -> None:
    """A load factor of 90 % is tried at 81 and 99; costs of £0 have no swing."""
    swings = {swing.path: swing for swing in default_swings(held)}
    load = swings["site.load_factor"]
    assert (load.low, load.high) == (pytest.approx(0.81), pytest.approx(0.99))
    assert "finance.other_capex_gbp" not in swings
    full = with_value(held, "site.load_factor", 1.0)
    assert {swing.high for swing in default_swings(full) if "load" in swing.path} == {1.0}
    assert len(tornado(held, list(swings.values()))) == len(swings)


@pytest.mark.parametrize(
    "path",
    ["site.colour", "sites.load_factor", "miners[3].price_gbp", "site", "", "miners.x", "a b"],
)
def test_paths_that_no_study_has(held, path) -> None:
    """They are told, whichever part is wrong; a whole group is no value of a field."""
    with pytest.raises(InputError):
        with_value(held, path, 1.0)


def test_a_value_that_breaks_its_rule_names_the_path(held) -> None:
    """The load factor is 0 to 1."""
    with pytest.raises(InputError) as caught:
        with_value(held, "site.load_factor", 1.5)
    assert caught.value.argument == "site.load_factor"
    with pytest.raises(InputError) as caught:
        with_value(held, "miners[0].price_gbp", -1.0)
    assert caught.value.argument == "miners[0].price_gbp"


def test_the_rest_of_the_study_stays(held) -> None:
    """Only one field differs."""
    changed = with_value(held, "finance.years", 7)
    assert changed == dataclasses.replace(held, finance=dataclasses.replace(held.finance, years=7))
