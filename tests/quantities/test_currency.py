"""Money in other currencies: what is converted, how it is written, and what stays as it is."""

import math

import numpy as np
import pytest

from hydro_mining.quantities import (
    CURRENCY_CODES,
    POUNDS,
    QUANTITIES,
    Currency,
    at_round_rate,
    currency_of,
    formatted,
    heading,
    in_currency,
    label,
    shown,
    tick_decimals,
    unit,
)

DOLLARS = currency_of("USD", 1.25)
KRONER = currency_of("NOK", 13.5)
YEN = currency_of("JPY", 200.0)

MONEY = {
    "power_price_gbp_per_kwh",
    "price_gbp",
    "other_capex_gbp",
    "other_opex_gbp_per_year",
    "other_capex_gbp_per_kw",
    "other_opex_gbp_per_kw_per_year",
    "miner_price_gbp",
    "revenue_gbp_per_day",
    "power_cost_gbp_per_day",
    "profit_gbp_per_day",
    "breakeven_power_price_gbp_per_kwh",
    "site_npv_gbp",
    "cost_gbp_per_th_per_day",
    "site_power_cost_per_day",
    "capex_miners_gbp",
    "site_revenue_per_day",
    "site_gross_profit_per_day",
    "rev_per_th_per_day",
    "annual_revenue_gbp",
    "annual_power_cost_gbp",
    "annual_other_opex_gbp",
    "annual_profit_gbp",
    "investment_and_resale_gbp",
    "cash_flow_gbp",
    "cumulative_cash_flow_gbp",
    "discounted_cumulative_cash_flow_gbp",
    "npv_gbp",
    "expected_shortfall_10",
    # Of alternatives.
    "machine_price_gbp",
    "setup_fee_gbp",
    "all_in_gbp_per_kwh",
    "capital_gbp",
    "capital_at_end_gbp",
    "capital_by_year_gbp",
    "value_at_end_gbp",
    # Of the plan.
    "export_price_gbp_per_mwh",
    "generation_payment_gbp_per_mwh",
    "npv_gbp_at_floor_rule",
    "last_machine_npv_gbp",
    "mining_gbp",
    "export_gbp",
    "generation_payment_gbp",
    "deemed_export_gbp",
    "export_only_gbp",
    "gain_gbp",
    # Of dispatch, in the currency of the prices.
    "hashprice",
    "price",
    "threshold",
    "threshold_per_hour",
    "fixed_om_per_mw_year",
    "variable_om_per_mwh",
    "restart_cost",
    "revenue",
    "power_cost",
    "operating_cost",
    "profit",
    "mining_value",
    "strike_price",
    "average_price_paid",
    "time_average_price",
    "revenue_per_mwh",
    "regret",
    "cumulative_profit",
    "value_at_risk",
    "expected_shortfall",
    "worst_drawdown",
    # The growth model's, written in the currency that a view says.
    "btc_price",
    "gross_rev",
    "energy_cost",
    "energy_price",
    "opex",
    "capex_amort",
    "tot_costs",
    "capex_tot",
    "taxes",
    "net_profits",
    "total_income",
    "total_energy_cost",
    "total_opex",
    "accumulated_depreciation",
    "total_taxes",
    "total_net_profits",
    "investment",
    "cash_at_the_end",
    "income_against_base",
    "net_profits_against_base",
}
SMALL_PRICES = {"power_price_gbp_per_kwh", "breakeven_power_price_gbp_per_kwh"}
# Units for £1 around those of 2026, and far from them.
RATES = [1e-6, 0.4, 1.0, 1.25, 9.99, 13.5, 170.0, 200.0, 5e7]


def test_money_is_marked_in_the_vocabulary() -> None:
    """What is an amount is marked, and nothing else; an exchange rate is none."""
    assert {name for name, quantity in QUANTITIES.items() if quantity.format.is_money} == MONEY


@pytest.mark.parametrize("name", sorted(MONEY))
def test_money_has_pounds_in_its_unit_and_its_writing(name: str) -> None:
    """A quantity that is marked as money has what another currency takes the place of."""
    quantity = QUANTITIES[name]
    assert quantity.unit.startswith(("£", "currency"))
    assert quantity.format.prefix == "£"
    assert quantity.format.scale == 1


def test_the_currencies() -> None:
    """The dashboard knows thirteen currencies, pounds first."""
    codes = "GBP USD EUR NOK SEK DKK ISK CHF CAD AUD NZD BRL JPY"
    assert codes.split() == list(CURRENCY_CODES)


def test_no_two_currencies_look_alike() -> None:
    """Every prefix belongs to one currency, breaks no line, and its unit has no space."""
    currencies = [currency_of(code, 2.0) for code in CURRENCY_CODES]
    assert len({currency.prefix for currency in currencies}) == 13
    assert not any(" " in currency.prefix for currency in currencies)
    assert [currency.unit for currency in currencies[:5]] == ["£", "$", "€", "NOK", "SEK"]


def test_pounds_have_one_rate() -> None:
    """£1 is £1."""
    assert currency_of("GBP", 1.0) is POUNDS
    assert (POUNDS.code, POUNDS.rate, POUNDS.unit) == ("GBP", 1.0, "£")


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("GBP", "−£1,000"),
        ("USD", "−$2,000"),
        ("EUR", "−€2,000"),
        ("NOK", "−NOK 2,000"),
        ("SEK", "−SEK 2,000"),
        ("DKK", "−DKK 2,000"),
        ("ISK", "−ISK 2,000"),
        ("CHF", "−CHF 2,000"),
        ("CAD", "−CAD 2,000"),
        ("AUD", "−AUD 2,000"),
        ("NZD", "−NZD 2,000"),
        ("BRL", "−BRL 2,000"),
        ("JPY", "−¥2,000"),
    ],
)
def test_every_currency_is_written(code: str, written: str) -> None:
    """A loss of £1,000 at 2 for £1 is 2,000 of the currency, sign first; pounds stay."""
    shown_loss = formatted("npv_gbp", -1_000, currency_of(code, 2.0))
    assert shown_loss.replace("\N{NO-BREAK SPACE}", " ") == written
    assert " " not in shown_loss


@pytest.mark.parametrize(
    ("name", "pounds", "currency", "written"),
    [
        ("npv_gbp", 100, DOLLARS, "$125"),
        ("profit_gbp_per_day", 100, DOLLARS, "$125.00"),
        ("profit_gbp_per_day", -1.28, DOLLARS, "−$1.60"),
        ("profit_gbp_per_day", -0.0, DOLLARS, "$0.00"),
        ("profit_gbp_per_day", 1.234, YEN, "¥247"),  # 246.8
        ("profit_gbp_per_day", -0.001, YEN, "¥0"),
        ("npv_gbp", -1_234_567, YEN, "−¥246,913,400"),
        ("profit_gbp_per_day", 1, currency_of("ISK", 170.4), "ISK 170"),
        ("profit_gbp_per_day", 1, KRONER, "NOK 13.50"),
        # A price of a kWh: £0.045 × 1.25, × 13.5 and × 200; × 4/3 to four significant figures.
        ("power_price_gbp_per_kwh", 0.045, currency_of("USD", 4 / 3), "$0.060"),
        ("power_price_gbp_per_kwh", 0.0225, currency_of("USD", 1.3333), "$0.030"),  # 0.02999925
        ("power_price_gbp_per_kwh", 0.045, DOLLARS, "$0.05625"),
        ("power_price_gbp_per_kwh", 0.045, KRONER, "NOK 0.6075"),
        ("power_price_gbp_per_kwh", 0.045, YEN, "¥9.0"),
        # A revenue of a TH: £0.032 × 1.25, × 13.5 and × 200, to four significant figures.
        ("rev_per_th_per_day", 0.032, DOLLARS, "$0.04000"),
        ("rev_per_th_per_day", 0.032, KRONER, "NOK 0.4320"),
        ("rev_per_th_per_day", 0.032, YEN, "¥6.400"),
        ("cost_gbp_per_th_per_day", 0, YEN, "¥0"),
    ],
)
def test_amounts_by_hand(name: str, pounds: float, currency: Currency, written: str) -> None:
    """Pounds times the rate, with the decimals of the currency's coins or of a small price."""
    assert formatted(name, pounds, currency).replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("name", sorted(SMALL_PRICES))
def test_a_step_of_a_small_price_is_seen(name: str, rate: float) -> None:
    """What differs by the slider's £0.001 differs in every currency, at whatever rate."""
    currency = currency_of("CHF", rate)
    steps = [formatted(name, step / 1000, currency) for step in range(1, 60)]
    assert len(set(steps)) == len(steps)


def test_what_is_no_money_stays() -> None:
    """A quantity that is no money, dollars for a bitcoin too, is the same in every currency."""
    plain = sorted(set(QUANTITIES) - MONEY)
    assert [n for n in plain if in_currency(QUANTITIES[n], YEN) is not QUANTITIES[n]] == []
    for said in (lambda n, *c: formatted(n, 0.5, *c), heading):
        assert {n: said(n, YEN) for n in plain} == {n: said(n) for n in plain}
    assert {n: shown(n, 0.5, YEN) for n in plain} == dict.fromkeys(plain, 0.5)


@pytest.mark.parametrize("name", sorted(MONEY))
def test_money_is_converted(name: str) -> None:
    """Every amount of £2 is 2.50 dollars, and its heading and unit say dollars."""
    assert shown(name, 2.0, DOLLARS) == 2.5
    assert formatted(name, 1e6, DOLLARS).startswith("$1,250,000")
    assert "£" not in heading(name, DOLLARS)
    assert unit(name, DOLLARS).startswith("$")


def test_units_by_hand() -> None:
    """A unit and a heading name the currency in place of the pound."""
    assert unit("power_price_gbp_per_kwh", KRONER) == "NOK/kWh"
    assert unit("other_opex_gbp_per_year", YEN) == "¥ a year"
    assert heading("rev_per_th_per_day", KRONER) == "Revenue per TH [NOK/TH/day]"
    assert heading("npv_gbp", KRONER) == "NPV [NOK]"
    assert heading("usd_to_gbp", KRONER) == "Pounds for a dollar [£/$]"
    assert heading("btc_price_usd", KRONER) == "Bitcoin price [$/BTC]"
    assert heading("no quantity", KRONER) == "no quantity"
    assert unit("difficulty") == ""
    assert label("npv_gbp") == "NPV"


def test_arrays_are_converted() -> None:
    """Arrays of £2, a loss of £4 and nothing are 2.50 and −5 dollars and nothing."""
    np.testing.assert_array_equal(
        shown("cash_flow_gbp", np.array([2.0, -4.0, np.nan]), DOLLARS), [2.5, -5.0, np.nan]
    )


def test_pounds_are_left_alone() -> None:
    """In pounds nothing is computed: values and entries are the very ones that were given."""
    values = np.array([1.5])
    assert [name for name in QUANTITIES if shown(name, values) is not values] == []
    assert [name for name in QUANTITIES if shown(name, values, POUNDS) is not values] == []
    assert [n for n, one in QUANTITIES.items() if in_currency(one, POUNDS) is not one] == []


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_undefined_money_is_a_dash(value: float | None) -> None:
    """An undefined amount is a dash in every currency."""
    assert formatted("npv_gbp", value, YEN) == "–"


def test_an_amount_too_large_to_convert_is_a_dash() -> None:
    """An amount that would be infinite in the currency is not written as a number."""
    assert formatted("npv_gbp", 1e307, YEN) == "–"
    assert formatted("npv_gbp", 1e307).startswith("£10,000,000")


@pytest.mark.parametrize(
    ("name", "currency", "decimals"),
    [
        ("npv_gbp", POUNDS, 0),
        ("npv_gbp", YEN, 0),
        ("power_price_gbp_per_kwh", POUNDS, 3),
        ("power_price_gbp_per_kwh", DOLLARS, 3),
        ("power_price_gbp_per_kwh", KRONER, 2),
        ("power_price_gbp_per_kwh", YEN, 1),
        ("rev_per_th_per_day", POUNDS, 3),
        ("rev_per_th_per_day", YEN, 1),
        ("simple_payback_days", YEN, 0),
        ("usd_to_gbp", YEN, 4),
    ],
)
def test_decimals_on_an_axis(name: str, currency: Currency, decimals: int) -> None:
    """An axis drops a place for each power of ten of the rate, and none where there is no money."""
    assert tick_decimals(QUANTITIES[name].format, currency) == decimals


@pytest.mark.parametrize(
    ("rate", "rounded"), [(13.5, 20.0), (9.99, 2.0), (1.25, 2.0), (1.0, 2.0), (0.75, 0.2)]
)
def test_a_round_rate_writes_as_many_decimals(rate: float, rounded: float) -> None:
    """It has as many digits; what is entered in pounds alone stays in pounds."""
    given = Currency(code="NOK", prefix="NOK ", rate=rate)
    found = at_round_rate(given)
    assert found.rate == rounded
    for quantity in QUANTITIES.values():
        assert tick_decimals(quantity.format, found) == tick_decimals(quantity.format, given)
    assert at_round_rate(POUNDS) is POUNDS
    assert not at_round_rate(Currency(code="GBP", prefix="£", rate=1.05)).is_pounds
    assert at_round_rate(Currency(code="USD", prefix="$", rate=1e308)).rate == 1e308
