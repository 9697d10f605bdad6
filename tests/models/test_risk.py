"""The study's group of risk: kept as it was given, and absent where nobody gave it."""

import dataclasses

import pytest

from hydro_mining.app import default_study
from hydro_mining.economics.risk import Risk
from hydro_mining.models import RiskInputs, RiskRun


def test_no_terms_stay_none() -> None:
    """A study of before reads and writes as it did."""
    group = RiskInputs()
    assert group.frozen() is None
    group.take(None)
    assert group.frozen() is None


def test_a_changed_term_is_given() -> None:
    """One that a reader changes gives all."""
    group = RiskInputs()
    group.btc_price_volatility_per_year = 0.9
    assert group.frozen() == Risk(btc_price_volatility_per_year=0.9)


def test_given_defaults_stay_given() -> None:
    """They must outlive other defaults of a later version; so must a walk's half-life of None."""
    group = RiskInputs()
    group.take(Risk())
    assert group.frozen() == Risk()
    terms = Risk(fee_half_life_months=None, hashrate_elasticity=1.0)
    group.take(terms)
    assert group.frozen() == terms


def test_a_study_keeps_its_terms() -> None:
    """As it does when a record or a link is opened."""
    study = default_study()
    terms = Risk(load_factor_cv=0.2)
    study.take(dataclasses.replace(study.inputs(), risk=terms))
    assert study.settings.risk == terms
    study.take(dataclasses.replace(study.inputs(), risk=None))
    assert study.settings.risk is None


def test_terms_that_do_not_fit_are_told() -> None:
    """An uptime of 100 % leaves no room for a swing; the study stays as it was."""
    study = default_study()
    before = study.settings
    study.enter(study.risk, "uptime_mean", 1.0)
    assert study.settings == before
    assert list(study.problems) == ["risk.uptime_cv"]


@pytest.mark.parametrize(("name", "value"), [("paths", 0), ("paths", 1_000_001), ("seed", -1)])
def test_a_run_has_its_limits(name: str, value: int) -> None:
    """What is out of range changes nothing."""
    run = RiskRun()
    assert not run.enter(run, name, value)
    assert (run.settings.paths, run.settings.seed) == (10_000, 1)
