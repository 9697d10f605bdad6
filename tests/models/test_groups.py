"""The groups of inputs: their limits, their defaults and their frozen counterparts."""

import dataclasses
import datetime as dt
import inspect
from typing import Any

import param
import pytest

from hydro_mining.economics import Finance, Network, Scenario, Site
from hydro_mining.imports.bundled import default_study_inputs, scenario_presets, site_presets
from hydro_mining.models import FinanceInputs, NetworkInputs, ScenarioInputs, SiteInputs
from hydro_mining.models.parameters import default_of, input_parameter
from hydro_mining.quantities import GROUPS, QUANTITIES

PAIRS = [
    (NetworkInputs, Network),
    (SiteInputs, Site),
    (FinanceInputs, Finance),
    (ScenarioInputs, Scenario),
]
NUMBERS = [
    (kind, name)
    for kind, _ in PAIRS
    for name in kind.param
    if name in QUANTITIES and QUANTITIES[name].range is not None
]
IDS = [f"{kind.__name__}.{name}" for kind, name in NUMBERS]


@pytest.mark.parametrize(("kind", "frozen"), PAIRS, ids=[k.__name__ for k, _ in PAIRS])
def test_a_group_has_the_fields_of_its_frozen_counterpart(kind: Any, frozen: Any) -> None:
    """Nothing is missing and nothing more; a scenario's name is its title."""
    fields = {f.name for f in dataclasses.fields(frozen)}
    if kind is ScenarioInputs:
        fields = fields - {"name"} | {"title"}
    assert set(kind.param) - {"name"} == fields


@pytest.mark.parametrize(("kind", "frozen"), PAIRS, ids=[k.__name__ for k, _ in PAIRS])
def test_defaults_are_legal(kind: Any, frozen: Any) -> None:
    """A group that nobody has touched freezes without a complaint."""
    assert isinstance(kind().frozen(), frozen)


@pytest.mark.parametrize(("kind", "frozen"), PAIRS, ids=[k.__name__ for k, _ in PAIRS])
def test_groups_have_no_defaults_of_their_own(kind: Any, frozen: Any) -> None:
    """What the frozen input has a default for, its entries begin with."""
    known = {f.name: f.default for f in dataclasses.fields(frozen)}
    known = {name: value for name, value in known.items() if value is not dataclasses.MISSING}
    assert {name: kind.param[name].default for name in known} == known


def test_every_input_is_a_parameter() -> None:
    """Every input of a study can be changed, those of a machine in the catalogue."""
    names = {n for g in ("Network", "Site", "Money", "Scenarios") for n in GROUPS[g]}
    inputs = {name for name in names if QUANTITIES[name].range is not None}
    # Described with the risk run's, which has them too.
    inputs |= {"hashrate_elasticity", "hashrate_half_life_months"}
    assert {name for _, name in NUMBERS} == inputs


@pytest.mark.parametrize(("kind", "name"), NUMBERS, ids=IDS)
def test_bounds_are_the_vocabularys_range(kind: Any, name: str) -> None:
    """A parameter's bounds are what is legal, and only whole quantities are integers."""
    parameter, legal = kind.param[name], QUANTITIES[name].range
    assert parameter.bounds == (legal.lower, legal.upper)
    assert parameter.inclusive_bounds == (legal.lower_is_legal, True)
    assert isinstance(parameter, param.Integer) is legal.whole
    assert parameter.allow_None is False
    assert parameter.label == QUANTITIES[name].label
    assert parameter.doc.startswith(QUANTITIES[name].meaning)


@pytest.mark.parametrize(("kind", "name"), NUMBERS, ids=IDS)
def test_sliders_stay_inside_what_is_legal(kind: Any, name: str) -> None:
    """A slider's ends and the default are inside the range, but for an open end at zero."""
    parameter, legal = kind.param[name], QUANTITIES[name].range
    low, high = parameter.softbounds
    assert low < high
    assert legal.contains(low)
    assert legal.contains(high)
    assert legal.contains(parameter.default)
    assert low <= parameter.default <= high
    assert 0 < parameter.step <= high - low
    if legal.whole:
        assert isinstance(parameter.step, int)


@pytest.mark.parametrize(("kind", "name"), NUMBERS, ids=IDS)
def test_a_value_reaches_the_frozen_input(kind: Any, name: str) -> None:
    """The value that is set is the value that is computed with, under the same name."""
    parameter = kind.param[name]
    value = parameter.softbounds[1]
    assert getattr(kind(**{name: value}).frozen(), name) == value


@pytest.mark.parametrize(("kind", "name"), NUMBERS, ids=IDS)
@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "1"], ids=repr)
def test_what_is_no_finite_number_never_freezes(kind: Any, name: str, value: Any) -> None:
    """A value that slips past a parameter, as an infinity does, is stopped by the frozen input."""
    with pytest.raises(ValueError, match=name):
        kind(**{name: value}).frozen()


def test_values_are_the_groups_own() -> None:
    """The Parameterized's own name is not among the values."""
    assert "name" not in SiteInputs().fields()
    assert set(SiteInputs(load_factor=0.25).fields()) == {
        "site_power_kw",
        "load_factor",
        "power_price_gbp_per_kwh",
        "overhead_fraction",
    }


def test_a_scenario_freezes_under_its_title() -> None:
    """The title of the inputs is the name of the frozen scenario."""
    frozen = ScenarioInputs(title="Bear", btc_price_shock=-0.25).frozen()
    assert (frozen.name, frozen.btc_price_shock) == ("Bear", -0.25)


def test_finance_takes_a_day_and_a_name() -> None:
    """Go-live is a day or absent, and the machine a name or absent."""
    finance = FinanceInputs(start_date=dt.date(2027, 1, 1), miner="Round").frozen()
    assert finance.start_date == dt.date(2027, 1, 1)
    assert finance.miner == "Round"
    assert FinanceInputs().frozen().start_date is None


def test_a_time_without_a_zone_is_utc() -> None:
    """The network's time may come without a zone."""
    assert NetworkInputs(as_of=dt.datetime(2026, 10, 10, 12)).frozen().as_of == dt.datetime(  # noqa: DTZ001
        2026, 10, 10, 12, tzinfo=dt.UTC
    )


def test_presets_name_parameters_and_are_legal() -> None:
    """Every value of an example is a legal value of a site's or the finance's parameter."""
    for preset in site_presets():
        for name, value in preset.values.items():
            assert (name in SiteInputs.param) != (name in FinanceInputs.param)
            assert QUANTITIES[name].range.contains(value)
    assert all(preset.sentence.endswith(".") for preset in site_presets())
    assert len(scenario_presets()) == 3


def test_an_example_leaves_no_loss_or_fee_to_a_default() -> None:
    """Overhead and pool fee of an example are its own, and those that the dashboard opens with."""
    presets, inputs = site_presets(), default_study_inputs()
    assert all({"overhead_fraction", "pool_fee_fraction"} <= {*one.values} for one in presets)
    first = presets[0].values
    assert inputs.site.overhead_fraction == first["overhead_fraction"] == 0.05
    assert inputs.finance.pool_fee_fraction == first["pool_fee_fraction"] == 0.01


def test_results_have_no_parameter() -> None:
    """A parameter can be made of an input only."""
    with pytest.raises(AssertionError, match="npv_gbp is a result, not an input"):
        input_parameter("npv_gbp", default=0, softbounds=(0, 1), step=1)


def test_a_default_is_a_field_s_own() -> None:
    """A field that must be given has none."""
    assert default_of(Finance, "pool_fee_fraction") == 0
    with pytest.raises(AssertionError, match="years has no default"):
        default_of(Finance, "years")


def test_groups_do_not_share_values() -> None:
    """Two groups are two objects."""
    one, other = SiteInputs(), SiteInputs()
    one.load_factor = 0.1
    assert other.load_factor != 0.1
    assert inspect.isclass(SiteInputs)
