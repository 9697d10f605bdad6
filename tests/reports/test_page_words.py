"""The inputs as a report lists them: amounts in its currency, quotes in theirs."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.quantities import POUNDS, currency_of
from hydro_mining.reports.page.words import assumptions, input_rows

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
    assert rows["Export price"] == "NOK 500.00/MWh"
    assert rows["Payment for generation"] == "NOK 100.00/MWh"
    assert "Currency of the export price" not in rows


def test_a_price_in_another_currency_is_listed_as_it_is_quoted(study: Build) -> None:
    """€50 are no £50, and not £50 in kroner."""
    market = MarketInputs(export_price_gbp_per_mwh=50.0, currency="EUR", rate_to_gbp=0.8)
    rows = listed(study(), market, KRONER)
    assert rows["Export price"] == "€50.00/MWh"
    assert rows["Currency of the export price"] == "EUR"


@pytest.mark.parametrize(("currency", "first"), [(POUNDS, "£40.00"), (KRONER, "NOK 500.00")])
def test_prices_by_month_have_their_unit(study: Build, currency, first: str) -> None:
    """Twelve amounts, each as it would stand alone."""
    market = MarketInputs(export_price_gbp_per_mwh=(40.0,) * 12)
    assert listed(study(), market, currency)["Export price"] == ", ".join([first] * 12)


def test_what_is_assumed_is_what_the_study_does(study: Build) -> None:
    """Off on days that do not pay or never; a plan runs by the hour; export is counted in both."""
    off = {"switch_off_when_unprofitable": True}
    market = MarketInputs(export_price_gbp_per_mwh=100.0)
    always = "run from the first day to the last. They keep"
    by_day = "are off on days whose revenue does not cover their power. They keep"
    for finance, runs, other in (({}, always, by_day), (off, by_day, always)):
        inputs = study(finance=finance)
        alone = " ".join(assumptions(evaluate(inputs)))
        assert f"All machines {runs}" in alone
        assert other not in alone
        assert "Export that mining displaces is counted at the power price." in alone
        planned = " ".join(assumptions(evaluate(replace(inputs, market=market))))
        assert "All machines" not in planned
        assert f"without river and grid prices they {runs}" in planned
        assert "Export that mining displaces is counted at the export price;" in planned


@pytest.mark.parametrize("cost", ["other_opex_gbp_per_year", "other_opex_gbp_per_kw_per_year"])
def test_work_and_insurance_may_be_in_the_running_cost(study: Build, cost: str) -> None:
    """They are not counted only where there is no running cost."""
    without = " ".join(assumptions(evaluate(study())))
    assert "Not counted: taxes, financing, insurance, the work of running" in without
    with_cost = " ".join(assumptions(evaluate(study(finance={cost: 5.0}))))
    assert "only as far as the running cost holds them" in with_cost
