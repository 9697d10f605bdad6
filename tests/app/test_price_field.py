"""The power price as it is typed: in pence, in pounds, and asked about where nobody pays it."""

from typing import Any

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.components.price_field import PriceField, typed_price
from hydro_mining.models import Case
from hydro_mining.quantities import POUNDS, Currency, currency_of

NOK = currency_of("NOK", 12.5)


@pytest.mark.parametrize(
    ("text", "currency", "price"),
    [
        ("4.2", POUNDS, (0.042, False)),
        ("4.2p", POUNDS, (0.042, True)),
        (" 4.2 p/kWh ", POUNDS, (0.042, True)),
        ("£0.042", POUNDS, (0.042, True)),
        ("0.042 £/kWh", POUNDS, (0.042, True)),
        ("0.042 GBP per kWh", POUNDS, (0.042, True)),
        ("0", POUNDS, (0.0, False)),
        ("50", NOK, (0.04, False)),  # 50 øre are 0.50 kroner, at 12.5 for £1
        ("50 øre", NOK, (0.04, True)),
        ("NOK 0.50", NOK, (0.04, True)),
        ("8", currency_of("JPY", 200.0), (0.04, False)),
        ("", POUNDS, (None, False)),
        ("5 %", POUNDS, ("5 %", False)),
        ("4,2", POUNDS, ("4,2", False)),
        ("$0.05", POUNDS, ("$0.05", False)),
    ],
)
def test_a_price_is_read_as_it_is_written(text: str, currency: Currency, price: Any) -> None:
    """A bare number is in the coin; a unit that is not the currency's own is no price."""
    assert typed_price(text, currency) == price


@pytest.fixture
def case() -> Case:
    """Return the case that the dashboard opens with: 4.5p a kWh."""
    return new_case()


def price(case: Case) -> float:
    """Return the price that is computed with."""
    return case.study.settings.site.power_price_gbp_per_kwh


def answers(field: PriceField) -> list[str]:
    """Return the answers to the question below the entry, none where nothing is asked."""
    return [label for _, label in field._answers.buttons] if field._asking.visible else []


def _press(field: Any, label: str) -> None:
    """Press the button of a label."""
    field._answers._handle_msg(next(k for k, known in field._answers.buttons if known == label))


def test_the_entry_is_in_pence(case: Case) -> None:
    """4.5 stands there, 4.2 is typed, and the study has £0.042."""
    field = PriceField(case, slider=True)
    assert (field.entry.value, field.entry.label) == ("4.5", "Power price [p/kWh]")
    assert (field.slider.value, field.slider.step) == (4.5, 0.1)
    field.entry.value = "4.2p"
    assert price(case) == 0.042
    assert field.entry.value == "4.2"
    assert field.named_slider().format == "0.[0000]"  # 2.915 is not 2.92
    field.slider.value = 6.3
    assert price(case) == 0.063


def test_pounds_typed_for_pence_are_asked_about(case: Case) -> None:
    """0.042 is 0.042p, or £0.042; nothing is computed until it is said."""
    field, result = PriceField(case), case.result
    field.entry.value = "0.042"
    assert answers(field) == ["0.042p", "4.2p"]
    assert case.result is result
    _press(field, "4.2p")
    assert price(case) == 0.042
    assert (field.entry.value, answers(field)) == ("4.2", [])


def test_a_price_of_a_mwh_is_asked_about(case: Case) -> None:
    """60 is 60p, or £60 a MWh, which are 6p; it can be meant as it stands."""
    field = PriceField(case)
    field.entry.value = "60"
    assert answers(field) == ["60p", "0.6p", "6p"]
    _press(field, "60p")
    assert price(case) == 0.6
    field.entry.value = "60"
    assert answers(field) == []  # it has been said


def test_four_pounds_are_asked_about(case: Case) -> None:
    """£4.20 for 4.2p: once the page took it."""
    field = PriceField(case)
    field.entry.value = "£4.20"
    assert answers(field) == ["420p", "4.2p"]


def test_only_legal_prices_are_offered(case: Case) -> None:
    """9,999 øre are more than £7 a kWh, above the £5 that are legal."""
    field = PriceField(case)
    case.currency_code = "NOK"
    rate = case.currency.rate
    before = price(case)
    field.entry.value = "-3"
    assert "you entered -3" in field.entry.helper_text
    field.entry.value = "9999"
    assert (field.entry.value, field.entry.helper_text) == ("9999", "")
    assert not field.entry.error_state
    assert not case.study.problems
    assert answers(field) == ["99.99\N{NO-BREAK SPACE}øre"]
    assert "Did you mean this?" in field._question.object
    assert price(case) == before
    _press(field, "99.99\N{NO-BREAK SPACE}øre")
    assert price(case) == pytest.approx(0.9999 / rate)
    assert (field.entry.value, field.entry.helper_text) == ("99.99", "")


def test_a_price_that_can_mean_nothing_legal_is_refused(case: Case) -> None:
    """100,000p are £1,000, and neither a hundredth nor a MWh's of it is a price of power."""
    field = PriceField(case)
    field.entry.value = "100000"
    assert answers(field) == []
    assert "you entered 100000" in field.entry.helper_text.replace(",", "")
    assert field.entry.error_state


def test_a_price_set_elsewhere_ends_the_question(case: Case) -> None:
    """An example's price is not asked about, and what was asked before is forgotten."""
    field = PriceField(case)
    field.entry.value = "60"
    case.study.enter(case.study.site, "power_price_gbp_per_kwh", 0.03)
    assert answers(field) == []
    assert field.entry.value == "3"


def test_an_illegal_price_says_the_rule_in_pence(case: Case) -> None:
    """The rule and the value stand in the unit of the entry."""
    field = PriceField(case)
    field.entry.value = "-1"
    assert field.entry.helper_text == "Must be a number from 0 to 500 (p/kWh); you entered -1."
    field.entry.value = "much"
    assert "you entered much" in field.entry.helper_text
    assert price(case) == 0.045


def test_the_entry_follows_the_currency(case: Case) -> None:
    """In dollars it is in cent at the built-in 0.75: £0.045 are 6 cent; pounds stay inside."""
    field = PriceField(case, slider=True)
    case.currency_code = "USD"
    assert (field.entry.value, field.entry.label) == ("6", "Power price [cent/kWh]")
    field.entry.value = "8"
    assert price(case) == pytest.approx(0.06, abs=1e-9)
    case.currency_code = "GBP"
    assert field.entry.value == "6"
