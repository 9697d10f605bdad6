"""What the capital alone becomes, in the round study of ``tests/conftest.py``."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.alternatives import (
    ALTERNATIVES,
    Alternatives,
    CapitalUses,
    capital_uses,
    compare_alternatives,
    scenarios_won,
)
from tests.economics.test_alternatives import CAPITAL, EXPORTED, MINED, studies

Build = Callable[..., StudyInputs]


def used(study: StudyInputs, **terms: Any) -> CapitalUses:
    """Return what the capital becomes; no trading fee unless ``terms`` say so."""
    given_terms = Alternatives(**{"trading_fee_fraction": 0.0, **terms})
    result = evaluate(dataclasses.replace(study, alternatives=given_terms))
    return capital_uses(result, compare_alternatives(result))


def test_what_the_capital_has_become_each_year(study: Build) -> None:
    """Machines bring £9,000 − £2,160 a day beyond exporting: £2,496,600 a year of 365 days.

    A coin stays at £80,000; gilts grow by 3.83 % a year: 684,000 × 1.0383 is 710,197.20.
    """
    by_key = used(study()).scenarios["Base"]
    assert tuple(by_key) == ALTERNATIVES
    gain = (MINED - EXPORTED) / 3
    assert by_key["mine"].capital_by_year_gbp == pytest.approx([0, gain, 2 * gain, 3 * gain])
    for key in ("export_only", "buy_and_hold"):
        assert by_key[key].capital_by_year_gbp == pytest.approx([CAPITAL] * 4), key
    assert by_key["gilts"].capital_by_year_gbp[:2] == pytest.approx([CAPITAL, 710_197.20])


def test_coin_by_the_year_has_growth_fee_and_custody(study: Build) -> None:
    """At +50 % a year: £684,000 × 0.99² at the start, then × 1.5 × 0.9 a year."""
    growing = study(scenarios=[{"name": "Base", "btc_price_growth_per_year": 0.5}])
    # The network stands still while the price grows: the study begins at the height's day.
    held = used(growing, trading_fee_fraction=0.01, custody_fee_per_year=0.1)
    by_year = held.scenarios["Base"]["buy_and_hold"].capital_by_year_gbp
    assert by_year[1] / by_year[0] == pytest.approx(1.5 * 0.9)
    assert by_year[3] / by_year[2] == pytest.approx(1.5 * 0.9)
    assert by_year[0] == pytest.approx(CAPITAL * 0.99**2)


def test_an_irr_on_the_capital_alone_is_its_yield(study: Build) -> None:
    """With the water's £788,400 a year the gilts' IRR would be above 100 %."""
    result = evaluate(study())
    compared = compare_alternatives(result)
    assert compared.scenarios["Base"]["gilts"].irr > 1
    by_key = capital_uses(result, compared).scenarios["Base"]
    for key, rate in {"gilts": 0.0383, "savings": 0.0375, "index_fund": 0.07}.items():
        assert by_key[key].irr == pytest.approx(rate), key
    assert by_key["mine"].irr == pytest.approx(result.scenarios["Base"].irr)
    assert by_key["mine"].npv_gbp == pytest.approx(result.scenarios["Base"].npv_gbp)
    assert by_key["export_only"].npv_gbp == 0


@settings(deadline=None, derandomize=True, max_examples=40)
@given(studies())
def test_identities(study: StudyInputs) -> None:
    """Each ends where the comparison ends without the exports; mining is the study's own NPV."""
    terms = Alternatives(hodl_fraction=0.4, custody_fee_per_year=0.03)
    result = evaluate(dataclasses.replace(study, alternatives=terms))
    compared = compare_alternatives(result)
    uses = capital_uses(result, compared)
    for name, by_key in uses.scenarios.items():
        of_all = compared.scenarios[name]
        exported = of_all["export_only"].value_at_end_gbp
        size = 1 + sum(abs(of_all[key].cashflows).max() for key in of_all)
        near = {"rel": 1e-9, "abs": 1e-9 * size}
        for key, use in by_key.items():
            kept = uses.capital_gbp if key == "export_only" else 0
            ends = of_all[key].value_at_end_gbp - exported + kept
            assert use.capital_at_end_gbp == pytest.approx(ends, **near), key
            assert use.capital_by_year_gbp[-1] == use.capital_at_end_gbp
    plain = capital_uses(evaluate(study), compare_alternatives(evaluate(study))).scenarios
    for name, by_key in plain.items():
        expected = evaluate(study).scenarios[name].npv_gbp
        assert by_key["mine"].npv_gbp == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_who_beats_whom_counts_scenarios(study: Build) -> None:
    """A coin that halves ends below the drawer, one that doubles above it: one scenario each."""
    uses = used(
        study(
            scenarios=[
                {"name": "Down", "btc_price_growth_per_year": -0.2},
                {"name": "Up", "btc_price_growth_per_year": 0.26},
            ]
        )
    )
    won = scenarios_won(uses)
    assert won["buy_and_hold"]["export_only"] == won["export_only"]["buy_and_hold"] == 1
    assert (won["index_fund"]["gilts"], won["gilts"]["index_fund"]) == (2, 0)


def test_a_row_a_year_of_each(study: Build) -> None:
    """Scenario, alternative and year tell which figure it is."""
    frame = used(study()).to_frame()
    assert frame.index.names == ["scenario", "alternative", "year"]
    assert len(frame) == 8 * 4
    assert frame.capital_by_year_gbp["Base", "export_only", 2] == pytest.approx(CAPITAL)


def test_no_site_has_no_uses(study: Build) -> None:
    """At £5 a kWh no machine is built."""
    uses = used(study(site={"power_price_gbp_per_kwh": 5.0}))
    assert (uses.capital_gbp, dict(uses.scenarios), scenarios_won(uses)) == (None, {}, {})
