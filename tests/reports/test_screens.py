"""The choices on Growth and Dispatch in a run record, and records of the version before them."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from hydro_mining.economics import evaluate
from hydro_mining.economics.dispatch import (
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
    ThrottleStep,
)
from hydro_mining.economics.growth import GrowthCoefficients, GrowthSettings, Multiplier
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import (
    bundled_catalogue,
    bundled_growth_table,
    bundled_network,
    default_study_inputs,
)
from hydro_mining.models.dispatch import DispatchChoice
from hydro_mining.models.growth import GrowthChoice
from hydro_mining.reports.link import case_text, read_case
from hydro_mining.reports.run_record import new_record, read_record, record_text

VERSION_1 = Path(__file__).with_name("record_version_1.json")
GROWTH = GrowthSettings(
    growth_power_mw=150,
    year=2030,
    reading="published",
    scenario="Bear",
    in_dollars=False,
    metric="roi",
    profile=LoadProfile(name="My own", monthly=np.arange(12.0)),
    coefficients=GrowthCoefficients(cost=Multiplier(log_coefficient=2.5, constant=4)),
)
DISPATCH = DispatchSettings(
    hashprice_source="constant",
    hashprice=0.07,
    threshold=-3.5,
    trailing_hours=12,
    strategy="optimal",
    facility=Facility(
        classes=(
            MachineClass(name="machines", power_mw=25, efficiency_w_per_th=17.5),
            MachineClass(
                name="S19; <old>",
                power_mw=4,
                efficiency_w_per_th=29.5,
                throttle_steps=(ThrottleStep(power_fraction=0.7, hashrate_fraction=0.8),),
            ),
        ),
        pool_fee_fraction=0.02,
        min_run_hours=6,
        restart_cost=500,
    ),
    has_contract=False,
    contract=Contract(power_mw=10, price=42, block="5x16", settlement="take_or_pay"),
    prices_name="prices of 2025.csv",
    prices_sha256="ab" * 32,
)


@pytest.fixture
def record():
    """A record with choices on both screens."""
    return new_record(
        evaluate(default_study_inputs()),
        entries=bundled_catalogue(),
        snapshot=bundled_network(),
        created_at=dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC),
        growth=GROWTH,
        dispatch=DISPATCH,
    )


def test_choices_come_back_whole(record):
    """What was chosen on the screens reads back, and writes the very same text."""
    text = record_text(record)
    again = read_record(text.encode())
    assert record_text(again) == text
    assert again.dispatch == DISPATCH
    for field in dataclasses.fields(GROWTH):
        if field.name != "profile":
            assert getattr(again.growth, field.name) == getattr(GROWTH, field.name)
    assert again.growth.profile.monthly.tolist() == list(range(12))


def test_a_link_has_the_choices_too(record):
    """A link sets the screens as the record does."""
    assert record_text(read_case(case_text(record))) == record_text(record)


def test_models_take_the_choices_and_give_them_back():
    """What a record held is what the screens' models then say."""
    table = bundled_growth_table()
    growth = GrowthChoice(
        table=table, profile=LoadProfile(name="F", monthly=np.ones(12)), site_power_kw=1_000
    )
    dispatch = DispatchChoice()
    assert growth.is_untouched
    assert dispatch.is_untouched
    growth.take(GROWTH, built_in=table)
    dispatch.take(DISPATCH)
    assert growth.settings(built_in=table) == GROWTH
    assert dispatch.settings() == DISPATCH
    assert not growth.is_untouched
    assert not dispatch.is_untouched


def test_ones_own_table_travels(record):
    """A yearly table of one's own is part of the record."""
    own = dataclasses.replace(bundled_growth_table(), year=(2031, 2032, 2033, 2034, 2035))
    mine = dataclasses.replace(record, growth=dataclasses.replace(GROWTH, table=own, year=2033))
    assert read_record(record_text(mine).encode()).growth.table.year == own.year


@pytest.mark.parametrize(
    ("screen", "field", "value", "line"),
    [
        ("growth", "growth_power_mw", 301, "inputs.screens.growth.growth_power_mw must be"),
        ("growth", "reading", "mine", "inputs.screens.growth.reading must be one of"),
        (
            "growth",
            "metric",
            "__class__",
            "inputs.screens.growth.metric must be one of net_profits",
        ),
        ("growth", "table", "year\n2026", "must be"),
        ("growth", "other", 1, "inputs.screens.growth.other must be one of"),
        ("dispatch", "hashprice", -1, "inputs.screens.dispatch.hashprice must be"),
        ("dispatch", "strategy", "best", "inputs.screens.dispatch.strategy must be one of"),
        ("dispatch", "prices_name", "a\nb", "inputs.screens.dispatch.prices_name must be a line"),
        ("dispatch", "facility", {}, "inputs.screens.dispatch.facility"),
        ("dispatch", "has_contract", None, "inputs.screens.dispatch.has_contract must be"),
    ],
)
def test_a_choice_that_breaks_a_rule_refuses_the_record(record, screen, field, value, line):
    """One line names the field of the screen; nothing is read."""
    document = json.loads(record_text(record))
    document["inputs"]["screens"][screen][field] = value
    with pytest.raises(InputError) as raised:
        read_record(json.dumps(document).encode())
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_record_of_version_1_stays_readable():
    """It knew nothing of the screens; its study and results are what they were."""
    document = json.loads(VERSION_1.read_text())
    assert document["schema_version"] == 1
    old = read_record(VERSION_1.read_bytes())
    assert (old.growth, old.dispatch) == (None, None)
    assert old.results == document["results"]
    written = json.loads(record_text(old))
    assert written["schema_version"] == 2
    assert written["inputs"].pop("screens") == {"growth": None, "dispatch": None}
    assert written["inputs"] == document["inputs"]


def test_a_record_of_version_1_knows_no_screens():
    """What version 1 did not have is unknown there and not half used."""
    document = json.loads(VERSION_1.read_text())
    document["inputs"]["screens"] = {"growth": {"year": "x"}, "dispatch": None}
    with pytest.raises(InputError, match=r"inputs\.screens\.growth"):
        read_record(json.dumps(document).encode())
