"""What a reader sets of a backtest: what it accepts, what it tells, what it gives back."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import param
import pytest

from hydro_mining.economics.dispatch import (
    BacktestInputs,
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
)
from hydro_mining.imports.bundled import dispatch_example
from hydro_mining.models import DispatchSection
from hydro_mining.models.dispatch import ContractInputs, FacilityInputs
from hydro_mining.quantities import QUANTITIES

KINDS = (FacilityInputs, ContractInputs, DispatchSection)
NUMBERS = [(kind, name) for kind in KINDS for name in kind.param if name in QUANTITIES]
CHRISTMAS = dt.date(2025, 12, 25)


@pytest.fixture
def section() -> DispatchSection:
    """Return the section as a visitor finds it."""
    return DispatchSection(dispatch_example())


def other_settings() -> DispatchSettings:
    """Return settings of which each differs from the example's."""
    machines = MachineClass(name="machines", power_mw=4, efficiency_w_per_th=25)
    old = MachineClass(name="S19", power_mw=3, efficiency_w_per_th=29.5)
    return DispatchSettings(
        hashprice_source="constant",
        hashprice=0.05,
        threshold=2,
        trailing_hours=6,
        strategy="trailing",
        facility=Facility(classes=(machines, old), pool_fee_fraction=0.02, restart_cost=100),
        has_contract=True,
        contract=Contract(
            power_mw=2,
            price=40,
            block="5x16",
            settlement="pay_per_use",
            peak_start_hour=7,
            peak_end_hour=23,
            holidays=(CHRISTMAS,),
        ),
        prices_name="prices.csv",
        prices_sha256="ab",
    )


def test_a_section_begins_with_the_example_untouched(section: DispatchSection) -> None:
    """10 MW at 20 W/TH, 1 % pool fee, 5 % overhead, 5 MW at 35 not in force, 3 trailing hours."""
    settings = section.settings
    assert settings == dispatch_example()
    (machines,) = settings.facility.classes
    assert (machines.power_mw, machines.efficiency_w_per_th) == (10, 20)
    assert settings.facility.pool_fee_fraction == 0.01
    assert settings.facility.overhead_fraction == 0.05
    assert (settings.contract.power_mw, settings.contract.price) == (5, 35)
    assert (settings.has_contract, settings.trailing_hours) == (False, 3)
    assert not section.is_touched


@pytest.mark.parametrize(
    ("group", "frozen", "given"),
    [
        (FacilityInputs, Facility, {"classes"}),
        (ContractInputs, Contract, {"power_mw", "price"}),
    ],
    ids=["facility", "contract"],
)
def test_groups_have_no_defaults_of_their_own(group: Any, frozen: Any, given: set[str]) -> None:
    """What the frozen input has a default for, its entries begin with."""
    made = group().frozen()
    fields = {field.name: field.default for field in dataclasses.fields(frozen)}
    assert {name: getattr(made, name) for name in fields.keys() - given} == {
        name: default for name, default in fields.items() if name not in given
    }


def test_the_section_s_own_rules_begin_with_the_backtest_s_defaults() -> None:
    """Strategy, threshold and hours looked back are those of a backtest that is told none."""
    defaults = {field.name: field.default for field in dataclasses.fields(BacktestInputs)}
    for name in ("strategy", "threshold", "trailing_hours"):
        assert DispatchSection.param[name].default == defaults[name]


@pytest.mark.parametrize(("kind", "name"), NUMBERS, ids=lambda value: getattr(value, "name", value))
def test_bounds_are_the_vocabularys_range(kind: Any, name: str) -> None:
    """A parameter's bounds are what is legal, and only whole quantities are integers."""
    parameter, legal = kind.param[name], QUANTITIES[name].range
    assert legal is not None
    assert parameter.bounds == (legal.lower, legal.upper)
    assert isinstance(parameter, param.Integer) is legal.whole


def test_settings_are_taken_and_given_back_whole(section: DispatchSection) -> None:
    """Peak hours, holidays and a mixed fleet among them; a reset returns to the example."""
    section.take(other_settings())
    assert section.settings == other_settings()
    assert section.contract.holidays == (CHRISTMAS,)
    assert section.is_touched
    section.reset()
    assert section.settings == dispatch_example()
    assert not section.is_touched


def test_an_illegal_value_is_told_and_changes_nothing(section: DispatchSection) -> None:
    """0 MW is refused; the settings stay those of before."""
    assert not section.enter(section.facility, "power_mw", 0)
    assert "facility.power_mw" in section.problems
    assert section.settings == dispatch_example()
    assert section.enter(section.facility, "power_mw", 7)
    assert section.problems == {}
    assert section.settings.facility.power_mw == 7


Change = Callable[[DispatchSection], Any]


@pytest.mark.parametrize(
    ("misfit", "path", "rule", "cured"),
    [
        (
            lambda s: s.enter(s.contract, "peak_end_hour", 5),
            "contract.peak_end_hour",
            "above peak_start_hour, 6",
            lambda s: s.enter(s.contract, "peak_start_hour", 4),
        ),
        (
            lambda s: s.enter(
                s.facility,
                "others",
                (MachineClass(name="machines", power_mw=1, efficiency_w_per_th=20),),
            ),
            "facility.others",
            "different from the names before it",
            lambda s: s.enter(s.facility, "others", ()),
        ),
    ],
    ids=["peak hours", "a name twice"],
)
def test_what_does_not_fit_is_told_where_it_was_entered(
    section: DispatchSection, misfit: Change, path: str, rule: str, cured: Change
) -> None:
    """The last settings that fitted stay until the entries fit again."""
    misfit(section)
    assert rule in section.problems[path].rule
    assert section.settings == dispatch_example()
    assert not section.is_current
    cured(section)
    assert section.problems == {}
    assert section.is_current
