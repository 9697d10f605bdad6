"""The inputs as a report lists them: amounts in its currency, quotes in theirs."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.quantities import POUNDS, currency_of
from hydro_mining.reports.page.words import input_rows

Build = Callable[..., StudyInputs]
KRONER = currency_of("NOK", 12.5)


def listed(study: StudyInputs, market: MarketInputs, currency=POUNDS) -> dict[str, str]:
    """Return the values of the inputs by their name, without breaks."""
    _, rows = input_rows(evaluate(replace(study, market=market)), currency)
    return {name: value.replace("\N{NO-BREAK SPACE}", " ") for name, _, value in rows}


def test_a_price_in_pounds_is_listed_in_the_currency_of_the_report(study: Build) -> None:
    """£40 a MWh are NOK 500 at 12.50; there is no rate to tell."""
    market = MarketInputs(export_price_gbp_per_mwh=40.0, generation_payment_gbp_per_mwh=8.0)
    rows = listed(study(), market, KRONER)
    assert rows["Export price"] == "NOK 500.00"
    assert rows["Payment for generation"] == "NOK 100.00"
    assert "Currency of the export price" not in rows


def test_a_price_in_another_currency_is_listed_as_it_is_quoted(study: Build) -> None:
    """€50 are no £50, and not £50 in kroner."""
    market = MarketInputs(export_price_gbp_per_mwh=50.0, currency="EUR", rate_to_gbp=0.8)
    rows = listed(study(), market, KRONER)
    assert rows["Export price"] == "€50.00"
    assert rows["Currency of the export price"] == "EUR"


@pytest.mark.parametrize(("currency", "first"), [(POUNDS, "£40.00"), (KRONER, "NOK 500.00")])
def test_prices_by_month_have_their_unit(study: Build, currency, first: str) -> None:
    """Twelve amounts, each as it would stand alone."""
    market = MarketInputs(export_price_gbp_per_mwh=(40.0,) * 12)
    assert listed(study(), market, currency)["Export price"] == ", ".join([first] * 12)
