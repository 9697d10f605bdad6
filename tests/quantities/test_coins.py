"""Prices of a kWh in pence, øre and cent."""

import pytest

from hydro_mining.quantities import POUNDS, Currency, coin_of, currency_of, in_coins, price_per_kwh

NOK = currency_of("NOK", 13.5)


@pytest.mark.parametrize(
    ("price", "currency", "text"),
    [
        (0.042, POUNDS, "4.2p"),
        (0.1, POUNDS, "10p"),
        (0.3, POUNDS, "30p"),
        (0.0, POUNDS, "0p"),
        (0.012345678, POUNDS, "1.2345678p"),
        (0.1 + 0.2, POUNDS, "30p"),
        (-0.01, POUNDS, "−1p"),
        (0.042, NOK, "56.7\N{NO-BREAK SPACE}øre"),  # 0.042 × 13.5 = 0.567
        (0.04, currency_of("USD", 1.25), "5\N{NO-BREAK SPACE}cent"),
        (0.1, currency_of("JPY", 200.0), "¥20.0"),
    ],
)
def test_a_price_is_said_in_the_coin(price: float, currency: Currency, text: str) -> None:
    """A hundredth of the currency, and the currency itself where it has no coin."""
    assert price_per_kwh(price, currency) == text


def test_a_computed_price_has_four_figures() -> None:
    """0.41666… pounds are 41.67 pence."""
    assert price_per_kwh(5 / 12, name="breakeven_power_price_gbp_per_kwh") == "41.67p"


def test_the_unit_names_the_coin() -> None:
    """An entry in pence is marked as one."""
    assert in_coins("power_price_gbp_per_kwh").unit == "p/kWh"
    assert in_coins("power_price_gbp_per_kwh", NOK).unit == "øre/kWh"
    assert in_coins("power_price_gbp_per_kwh", currency_of("ISK", 170.0)).unit == "ISK/kWh"
    assert (coin_of(POUNDS), coin_of(currency_of("ISK", 170.0))) == ("p", "")
