"""Amounts as they are typed: in the currency of the page, pounds inside, and never drifting."""

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.components.case_field import case_field
from hydro_mining.app.components.money_field import MoneyField, amount_shown
from hydro_mining.app.components.price_field import PriceField
from hydro_mining.models import Case


@pytest.fixture
def case() -> Case:
    """Return the case that the dashboard opens with, at the built-in £0.75 for a dollar."""
    return new_case()


def other_capex(case: Case) -> MoneyField:
    """Return the entry of what is invested beside the machines."""
    field = case_field(case, case.study, case.study.finance, "other_capex_gbp")
    assert isinstance(field, MoneyField)
    return field


def test_an_amount_is_entered_in_the_currency_of_the_page(case: Case) -> None:
    """$100,000 are £75,000; the unit says what is typed."""
    case.currency_code = "USD"
    field = other_capex(case)
    assert field.entry.label == "Other investment [$]"
    field.entry.value = "$100,000"
    assert case.study.settings.finance.other_capex_gbp == pytest.approx(75_000)
    case.currency_code = "GBP"
    assert (field.entry.label, field.entry.value) == ("Other investment [£]", "75,000")


@pytest.mark.parametrize("code", ["USD", "EUR", "NOK", "SEK", "CHF", "BRL", "JPY"])
@pytest.mark.parametrize("typed", ["1,000", "1,234.56", "999,999.99", "0.07", "333,333,333"])
def test_what_is_typed_stays_as_it_was_typed(case: Case, code: str, typed: str) -> None:
    """It is converted once; looked at in pounds and again in its currency it reads the same."""
    case.currency_code = code
    field = other_capex(case)
    field.entry.value = typed
    pounds = case.study.settings.finance.other_capex_gbp
    assert field.entry.value == typed
    case.currency_code = "GBP"
    case.currency_code = code
    assert field.entry.value == typed
    assert case.study.settings.finance.other_capex_gbp == pounds
    assert other_capex(case).entry.value == typed  # one that is made later


def test_the_same_pounds_are_shown_anew_at_another_rate(case: Case) -> None:
    """£75,000 are $100,000 at £0.75 for a dollar, and $150,000 at £0.50."""
    case.study.enter(case.study.finance, "other_capex_gbp", 75_000.0)
    case.currency_code = "USD"
    field = other_capex(case)
    assert field.entry.value == "100,000"
    case.study.enter(case.study.network, "usd_to_gbp", 0.5)
    assert field.entry.value == "150,000"
    assert case.study.settings.finance.other_capex_gbp == 75_000


def test_a_rule_is_told_in_the_currency_that_was_typed(case: Case) -> None:
    """What was refused in one currency is forgotten in another."""
    case.currency_code = "NOK"
    field = other_capex(case)
    before = field.entry.value
    field.entry.value = "-5"
    assert field.entry.helper_text == "Must be a number of 0 or more (NOK); you entered -5."
    case.currency_code = "GBP"
    assert (field.entry.helper_text, field.entry.error_state) == ("", False)
    case.currency_code = "NOK"
    assert field.entry.value == before
    assert case.study.problems == {}


def test_a_released_entry_follows_no_more(case: Case) -> None:
    """It is the page's no longer."""
    field = other_capex(case)
    field.release()
    case.currency_code = "USD"
    assert field.entry.label == "Other investment [£]"


def test_prices_of_power_are_entered_in_coins_and_shares_in_per_cent(case: Case) -> None:
    """Each field has the entry of its kind."""
    study = case.study
    price = case_field(case, study, study.site, "power_price_gbp_per_kwh")
    assert isinstance(price, PriceField)
    share = case_field(case, study, study.finance, "pool_fee_fraction")
    assert not isinstance(share, MoneyField)


def test_a_converted_amount_has_six_figures_or_whole_units() -> None:
    """More would say what nobody entered; fewer would lose units."""
    # 1/3 of 1,000 and of 10,000,000
    assert amount_shown(1_000, 1 / 3) == 333.333
    assert amount_shown(10_000_000, 1 / 3) == 3_333_333
    assert amount_shown(0, 12.5) == 0
    assert amount_shown(None, 12.5) is None
