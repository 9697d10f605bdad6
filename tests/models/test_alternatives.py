"""The terms of the alternatives in a visitor's study: entered, opened, kept."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from hydro_mining.app import default_study
from hydro_mining.economics.alternatives import Alternatives, HostedOffer
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network
from hydro_mining.models import Study
from hydro_mining.reports.link import case_text, read_case
from hydro_mining.reports.run_record import read_record, record_of_study, record_text

TERMS = Alternatives(
    hodl_fraction=0.25,
    gilt_yield_per_year=0.041,
    savings_yield_per_year=0.03,
    index_yield_per_year=0.06,
    trading_fee_fraction=0.002,
    custody_fee_per_year=0.01,
    index_volatility_per_year=0.2,
    hosted=HostedOffer(
        machine="Antminer S21",
        machine_price_gbp=2_000.0,
        setup_fee_gbp=50.0,
        deposit_months=2.0,
        all_in_gbp_per_kwh=0.06,
        profit_share=0.1,
        uptime=0.95,
    ),
)


@pytest.fixture
def study() -> Study:
    """Return the dashboard's study."""
    return default_study()


def taken(study: Study, alternatives: Alternatives | None) -> None:
    """Let the study take itself with other terms."""
    inputs = dataclasses.replace(study.settings, alternatives=alternatives)
    rates = bundled_network().units_per_usd
    study.replace(inputs, entries=bundled_catalogue(), per_usd=rates)


@pytest.mark.parametrize("terms", [None, Alternatives(), TERMS])
def test_a_study_that_is_opened_keeps_its_terms(study: Study, terms: Any) -> None:
    """None stays None, defaults that were given stay given."""
    taken(study, TERMS)
    taken(study, terms)
    assert study.settings.alternatives == terms
    study.enter(study.site, "load_factor", 0.4)
    assert study.settings.alternatives == terms


def test_a_term_that_is_entered_is_the_study_s(study: Study) -> None:
    """One evaluation; back at the default it is as if never given."""
    study.enter(study.alternatives, "gilt_yield_per_year", 0.05)
    assert study.settings.alternatives == Alternatives(gilt_yield_per_year=0.05)
    study.enter(study.alternatives, "gilt_yield_per_year", 0.0383)
    assert study.settings.alternatives is None


def test_terms_out_of_range_name_their_path(study: Study) -> None:
    """The study keeps the last that fitted."""
    assert not study.enter(study.alternatives, "trading_fee_fraction", 1.5)
    assert not study.enter(study.alternatives.hosted, "profit_share", -0.1)
    assert set(study.problems) == {
        "alternatives.trading_fee_fraction",
        "alternatives.hosted.profit_share",
    }
    assert study.settings.alternatives is None


def test_a_price_may_be_left_open_and_a_share_not(study: Study) -> None:
    """None is the study's price; no share is no number."""
    assert study.enter(study.alternatives.hosted, "machine_price_gbp", 1_000)
    assert study.enter(study.alternatives.hosted, "machine_price_gbp", None)
    assert not study.enter(study.alternatives.hosted, "profit_share", None)
    assert study.settings.alternatives is None


def test_a_record_and_a_link_keep_the_terms(study: Study) -> None:
    """What is written is what opens, the host's offer included."""
    taken(study, TERMS)
    made = record_of_study(study.settings, now=dt.datetime(2026, 11, 27, tzinfo=dt.UTC))
    assert read_record(record_text(made).encode()).study.alternatives == TERMS
    assert read_case(case_text(made)).study.alternatives == TERMS
