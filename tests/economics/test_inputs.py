"""A study's inputs are legal from the moment they exist."""

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import Finance, Miner, Network, Scenario, Site, StudyInputs
from hydro_mining.exceptions import HydroMiningError, InputError
from hydro_mining.quantities import QUANTITIES

Build = Callable[..., StudyInputs]

LEGAL: dict[type, dict[str, Any]] = {
    Network: {
        "as_of": dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
        "btc_price_usd": 1e5,
        "difficulty": 1e14,
        "block_height": 970_748,
        "usd_to_gbp": 0.75,
        "fees_btc_per_block": 0.02,
    },
    Site: {"site_power_kw": 1e3, "load_factor": 0.9, "power_price_gbp_per_kwh": 0.05},
    Miner: {"name": "M", "hashrate_ths": 200.0, "power_w": 3500.0, "price_gbp": 2000.0},
    Finance: {"years": 5, "discount_rate_per_year": 0.1},
    Scenario: {"name": "S"},
}
# The specification's ranges, written down a second time: (lowest, legal?, highest).
ABOVE_0 = (0.0, False, math.inf)
FROM_0 = (0.0, True, math.inf)
FRACTION = (0.0, True, 1.0)
RATE = (-1.0, False, 10.0)
RANGES: dict[type, dict[str, tuple[float, bool, float]]] = {
    Network: {
        "btc_price_usd": ABOVE_0,
        "difficulty": ABOVE_0,
        "block_height": (0, True, 2**53 - 1),
        "usd_to_gbp": ABOVE_0,
        "fees_btc_per_block": FROM_0,
    },
    Site: {
        "site_power_kw": ABOVE_0,
        "load_factor": (0.0, False, 1.0),
        "power_price_gbp_per_kwh": (0.0, True, 5.0),
        "overhead_fraction": FRACTION,
    },
    Miner: {"hashrate_ths": ABOVE_0, "power_w": ABOVE_0, "price_gbp": FROM_0},
    Finance: {
        "years": (1, True, 50),
        "discount_rate_per_year": RATE,
        "pool_fee_fraction": FRACTION,
        "other_capex_gbp": FROM_0,
        "other_opex_gbp_per_year": FROM_0,
        "other_capex_gbp_per_kw": FROM_0,
        "other_opex_gbp_per_kw_per_year": FROM_0,
        "residual_value_fraction": FRACTION,
    },
    Scenario: {
        "btc_price_shock": RATE,
        "btc_price_growth_per_year": RATE,
        "difficulty_shock": RATE,
        "difficulty_growth_per_year": RATE,
        "fee_growth_per_year": RATE,
        "power_price_shock": RATE,
        "power_price_growth_per_year": RATE,
        "hashrate_elasticity": (0, True, 5),
        "hashrate_half_life_months": FROM_0,
    },
}
FIELDS = [(kind, name) for kind, ranges in RANGES.items() for name in ranges]
WHOLE = {"block_height", "years"}


def made(kind: type, name: str, value: Any) -> Any:
    return kind(**{**LEGAL[kind], name: value})


def test_every_numeric_input_has_its_range_tested() -> None:
    """The table above has every numeric field of the five groups."""
    numeric = {
        (kind, field.name)
        for kind in RANGES
        for field in dataclasses.fields(kind)
        if field.name in QUANTITIES and QUANTITIES[field.name].range is not None
    }
    assert set(FIELDS) == numeric
    others = {field.name for kind in RANGES for field in dataclasses.fields(kind)} - {
        name for _, name in FIELDS
    }
    assert others == {
        *("as_of", "name", "start_date", "miner", "n_miners", "choose_by"),
        "switch_off_when_unprofitable",
    }


def test_ends_of_a_range_are_what_the_specification_says() -> None:
    """The lowest and highest legal values pass and those just beyond do not."""
    for kind, name in FIELDS:
        lowest, is_legal, highest = RANGES[kind][name]
        step = 1 if name in WHOLE else None
        above = lowest + step if step else math.nextafter(lowest, math.inf)
        below = lowest - step if step else math.nextafter(lowest, -math.inf)
        assert getattr(made(kind, name, above), name) == above
        with pytest.raises(InputError, match=rf"^{name} must be "):
            made(kind, name, below)
        if is_legal:
            assert getattr(made(kind, name, lowest), name) == lowest
        else:
            with pytest.raises(InputError, match=rf"^{name} must be a number above "):
                made(kind, name, lowest)
        if math.isfinite(highest):
            assert getattr(made(kind, name, highest), name) == highest
            beyond = highest + step if step else math.nextafter(highest, math.inf)
            with pytest.raises(InputError, match=rf"^{name} must be "):
                made(kind, name, beyond)


def test_only_finite_numbers_are_numbers() -> None:
    """Booleans, texts, lists, nothing, NaN and infinities are refused in every field."""
    for value in [True, False, None, "1", [1], math.nan, math.inf, -math.inf, 1j]:
        for kind, name in FIELDS:
            with pytest.raises(InputError, match=rf"^{name} must be a (whole )?number"):
                made(kind, name, value)


def test_numbers_beyond_double_precision_are_refused() -> None:
    """10**400 is an error that tells how long it is, not an overflow."""
    for kind, name in FIELDS:
        with pytest.raises(
            InputError, match=rf"^{name} must be .*; got a whole number of 1,329 bits$"
        ):
            made(kind, name, 10**400)


@pytest.mark.parametrize("name", ["years", "block_height"])
def test_whole_numbers_are_whole(name: str) -> None:
    """1.5 years are refused; 2.0 is the whole number 2."""
    kind = Finance if name == "years" else Network
    with pytest.raises(InputError, match=rf"^{name} must be a whole number .*; got 1.5$"):
        made(kind, name, 1.5)
    value = getattr(made(kind, name, 2.0), name)
    assert value == 2
    assert type(value) is int


@pytest.mark.parametrize("value", [np.float64(0.5), np.float32(0.5), Fraction(1, 2)])
def test_other_kinds_of_numbers_become_plain_ones(value: Any) -> None:
    """A number from numpy or a fraction is stored as a float."""
    stored = made(Site, "load_factor", value).load_factor
    assert stored == 0.5
    assert type(stored) is float


def test_numpy_booleans_are_not_numbers() -> None:
    """A numpy bool is as little a load factor as a Python one."""
    with pytest.raises(InputError, match=r"^load_factor must be"):
        made(Site, "load_factor", np.True_)


def test_message_names_field_rule_unit_and_value() -> None:
    """One line says what, which rule with its unit, and what was given."""
    with pytest.raises(InputError) as caught:
        made(Site, "load_factor", 1.5)
    assert str(caught.value) == (
        "load_factor must be a number above 0 up to 1 (fraction, 1 is 100 %); got 1.5"
    )
    assert isinstance(caught.value, HydroMiningError)
    assert isinstance(caught.value, ValueError)


def test_defaults_are_what_the_specification_says() -> None:
    """Overheads, fees, other money and residual are 0, switching off is off."""
    finance = Finance(**LEGAL[Finance])
    assert Site(**LEGAL[Site]).overhead_fraction == 0.0
    assert (finance.start_date, finance.miner) == (None, None)
    assert finance.pool_fee_fraction == 0.0
    assert finance.other_capex_gbp == 0.0
    assert finance.other_opex_gbp_per_year == 0.0
    assert finance.residual_value_fraction == 0.0
    assert finance.switch_off_when_unprofitable is False
    scenario = Scenario(name="S")
    assert {getattr(scenario, name) for name in RANGES[Scenario]} == {0.0}


@pytest.mark.parametrize("kind", list(LEGAL))
def test_inputs_are_frozen(kind: type) -> None:
    """A group of inputs cannot be changed and has no room for misspelt fields."""
    group = kind(**LEGAL[kind])
    name = dataclasses.fields(kind)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(group, name, getattr(group, name))
    with pytest.raises((AttributeError, TypeError)):
        group.misspelt = 1


def test_names_are_texts_on_one_line() -> None:
    """A machine and a scenario have a name that is not empty and can be printed on a line."""
    for name in [
        "",
        "   ",
        None,
        7,
        ["M"],
        "A\nB",
        "A\rB",
        "A\u2028B",
        "\x1b[31mA",
        "A\x00",
        "\ud800",
    ]:
        for kind in [Miner, Scenario]:
            with pytest.raises(
                InputError,
                match=r"^name must be a text of printable characters on one line, not empty",
            ) as e:
                made(kind, "name", name)
            assert str(e.value).isprintable()


@pytest.mark.parametrize("value", ["2026-10-10", 20261010, None, dt.date(2026, 10, 10)])
def test_as_of_is_a_time(value: Any) -> None:
    """A text, a number or a bare date is no time."""
    with pytest.raises(InputError, match=r"^as_of must be an ISO date and time in UTC"):
        made(Network, "as_of", value)


def test_as_of_is_kept_in_utc() -> None:
    """A time of another zone is converted, one without a zone is UTC."""
    oslo = dt.timezone(dt.timedelta(hours=2))
    network = made(Network, "as_of", dt.datetime(2026, 10, 11, 1, 30, tzinfo=oslo))
    assert network.as_of == dt.datetime(2026, 10, 10, 23, 30, tzinfo=dt.UTC)
    assert network.as_of.tzinfo is dt.UTC
    assert network.day == dt.date(2026, 10, 10)
    naive = made(Network, "as_of", dt.datetime.fromisoformat("2026-10-10T12:00:00"))
    assert naive.as_of == dt.datetime(2026, 10, 10, 12, tzinfo=dt.UTC)


def test_as_of_at_the_end_of_the_calendar_is_refused() -> None:
    """A time that has no UTC day is an input error."""
    far = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))
    rule = r"^as_of must be a time that exists in UTC; got '0001-01-01 00:00:00\+14:00'$"
    with pytest.raises(InputError, match=rule):
        made(Network, "as_of", far)


@pytest.mark.parametrize("value", [10**5000, -(10**5000)], ids=["above", "below"])
def test_number_of_thousands_of_digits_has_a_clear_message(value: int) -> None:
    """The message of a refused 10**5000, which Python does not write, tells its size."""
    rule = r"^site_power_kw must be a number above 0 \(kW\); got a whole number of 16,610 bits$"
    with pytest.raises(InputError, match=rule):
        made(Site, "site_power_kw", value)


def test_number_of_thousands_of_digits_in_a_list_has_a_clear_message() -> None:
    """The message of a refused [10**5000] names the field."""
    with pytest.raises(ValueError, match=r"^site_power_kw must be a number above 0 \(kW\); got "):
        made(Site, "site_power_kw", [10**5000])


@pytest.mark.parametrize("value", ["2026-10-10", dt.datetime(2026, 10, 10, tzinfo=dt.UTC), 5])
def test_start_date_is_a_date(value: Any) -> None:
    """A text, a time or a number is no go-live date."""
    with pytest.raises(InputError, match=r"^start_date must be a date YYYY-MM-DD"):
        made(Finance, "start_date", value)


def test_chosen_machine_and_switch_have_their_types() -> None:
    """The machine is a name, the switch true or false and not 1."""
    with pytest.raises(InputError, match=r"^miner must be the name of a machine; got 5$"):
        made(Finance, "miner", 5)
    for value in (1, 0, None, "true"):
        with pytest.raises(InputError, match=r"^switch_off_when_unprofitable must be true or"):
            made(Finance, "switch_off_when_unprofitable", value)


# The study as a whole


def test_start_before_as_of_is_refused(study: Build) -> None:
    """Go-live is on the UTC day of as_of or later."""
    assert study(finance={"start_date": dt.date(2026, 10, 10)}).days_to_start == 0
    rule = r"^finance\.start_date must be a date on or after 2026-10-10, the UTC day of .*as_of"
    with pytest.raises(InputError, match=rule):
        study(finance={"start_date": dt.date(2026, 10, 9)})


def test_start_defaults_to_the_day_of_as_of(study: Build) -> None:
    """Without a date go-live is today, also when as_of is given in another zone."""
    assert study().start_date == dt.date(2026, 10, 10)
    late = study(network={"as_of": "2026-10-11T01:30:00+02:00"})
    assert late.start_date == dt.date(2026, 10, 10)


@pytest.mark.parametrize(("group", "most"), [("miners", 5000), ("scenarios", 100)])
def test_lists_have_one_to_many_entries(study: Build, group: str, most: int) -> None:
    """A study has 1 to 5,000 machines and 1 to 100 scenarios; the message counts them."""
    kind = Miner if group == "miners" else Scenario
    entries = [{**LEGAL[kind], "name": f"{i}"} for i in range(most + 1)]
    assert len(getattr(study(**{group: entries[:most]}), group)) == most
    for wrong in ([], entries):
        rule = rf"^{group} must be a list of 1 to {most:,}; got {len(wrong)}$"
        with pytest.raises(InputError, match=rule):
            study(**{group: wrong})


def test_names_stand_once(study: Build) -> None:
    """The second of two equal names is pointed at."""
    miner = LEGAL[Miner]
    rule = r"^miners\[2\]\.name must be different from the names before it; got 'M'$"
    with pytest.raises(InputError, match=rule):
        study(miners=[miner, {**miner, "name": "N"}, miner])
    with pytest.raises(InputError, match=r"^scenarios\[1\]\.name must be different"):
        study(scenarios=[{"name": "S"}, {"name": "S"}])


@pytest.mark.parametrize("name", ["round", "Round ", "", "Other"])
def test_chosen_machine_is_one_of_the_list(study: Build, name: str) -> None:
    """A name that is not in the list, letter for letter, is refused."""
    rule = r"^finance\.miner must be the name of one of the miners; got "
    with pytest.raises(InputError, match=rule):
        study(finance={"miner": name})


def test_lists_become_tuples(study: Build) -> None:
    """A list given by the caller cannot change the study afterwards."""
    machines = [Miner(**LEGAL[Miner])]
    given = study()
    built = StudyInputs(
        network=given.network,
        site=given.site,
        miners=machines,  # type: ignore[arg-type]
        finance=given.finance,
        scenarios=list(given.scenarios),  # type: ignore[arg-type]
    )
    machines.clear()
    assert len(built.miners) == 1
    assert isinstance(built.scenarios, tuple)
