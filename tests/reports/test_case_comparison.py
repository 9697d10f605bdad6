"""Two cases side by side: what differs is told with its unit, what does not is left out."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.quantities import currency_of
from hydro_mining.reports.case_comparison import (
    CaseComparison,
    compare_cases,
    compared_rows,
    comparison_sentence,
)

Build = Callable[..., StudyInputs]
DOLLARS = currency_of("USD", 1.25)


def compared(first: StudyInputs, second: StudyInputs) -> CaseComparison:
    """Return the comparison of two studies."""
    return compare_cases(evaluate(first), evaluate(second))


def rows(pairs: Any, **options: Any) -> list[list[str]]:
    """Return the rows below the headings."""
    return compared_rows(pairs, "A", "B", **options)[1]


def test_equal_cases_have_nothing_to_compare(study: Build) -> None:
    """It is said so."""
    found = compared(study(), study())
    assert (found.inputs, found.results, found.other_machines) == ((), (), 0)
    assert comparison_sentence(found) == (
        "The two cases have the same inputs and the same results."
    )


def test_an_input_and_what_follows_from_it(study: Build) -> None:
    """Of 360 machines for £684,000 each result is the core's; what is the same is left out."""
    other = study(site={"power_price_gbp_per_kwh": 0.05})
    found = compared(study(), other)
    (price,) = found.inputs
    assert price.path == ("site", "power_price_gbp_per_kwh")
    assert (price.of, price.called) == ("Site", "Power price")
    today = study().site.power_price_gbp_per_kwh
    assert (price.first, price.second) == (today, 0.05)
    one, two = (next(iter(evaluate(s).scenarios.values())).npv_gbp for s in (study(), other))
    npv = next(pair for pair in found.results if pair.path == ("scenarios", "Base", "npv_gbp"))
    assert (npv.first, npv.second) == (one, two)
    assert not [pair for pair in found.results if pair.path[-1] == "put_in_gbp"]


def test_money_is_in_the_currency_asked_for(study: Build) -> None:
    """5p a kWh are 6.25 cent at $1.25."""
    found = compared(study(), study(site={"power_price_gbp_per_kwh": 0.05}))
    (row,) = rows(found.inputs, currency=DOLLARS)
    assert row[0] == "Site: Power price"
    assert row[2] == "6.25\N{NO-BREAK SPACE}cent"
    assert "£" not in str(rows(found.results, currency=DOLLARS))


def test_what_only_one_has_is_absent_in_the_other(study: Build) -> None:
    """A grid, or a scenario."""
    market = MarketInputs(export_price_gbp_per_mwh=(40.0,) * 12)
    more = dataclasses.replace(study(), market=market, dilute=False)
    found = compared(study(), more)
    price = next(one for one in found.inputs if one.path[-1] == "export_price_gbp_per_mwh")
    assert (price.of, price.first, price.second) == ("Grid", None, [40.0] * 12)
    renamed = study(scenarios=[{"name": "Flat"}])
    parts = {one.of for one in compared(study(), renamed).results}
    assert {"Scenario Base", "Scenario Flat"} <= parts


def test_machines_that_nobody_builds_are_counted(study: Build) -> None:
    """They change no figure, and there may be many."""
    poor = {"name": "Poor", "hashrate_ths": 1.0, "power_w": 3000.0, "price_gbp": 5000.0}
    own = [dataclasses.asdict(miner) for miner in study().miners]
    found = compared(study(miners=own), study(miners=[*own, poor]))
    assert (found.inputs, found.results, found.other_machines) == ((), (), 1)
    assert comparison_sentence(found) == (
        "The two cases differ in no inputs, and in 1 machine that neither builds. "
        "No results differ."
    )


@pytest.mark.parametrize("price", [5.0, 0.0])
def test_a_case_without_a_machine_can_be_compared(study: Build, price: float) -> None:
    """Its results are absent."""
    found = compared(study(), study(site={"power_price_gbp_per_kwh": price}))
    assert found.inputs
    assert found.to_dict()["inputs"][0]["path"] == ["site", "power_price_gbp_per_kwh"]
    if price:
        machine = next(one for one in found.results if one.path == ("answer", "machine"))
        assert machine.second is None
