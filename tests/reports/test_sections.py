"""The sections of a run record: those of the product, one of a test's own, and older records."""

import dataclasses
import datetime as dt
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from hydro_mining.economics import evaluate
from hydro_mining.economics import sections as registry
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import (
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
    ThrottleStep,
)
from hydro_mining.economics.growth import GrowthCoefficients, GrowthSettings, Multiplier
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import risk_of
from hydro_mining.economics.risk.settings import RiskSettings
from hydro_mining.economics.risk.tornado import Swing
from hydro_mining.economics.sections import SECTIONS, record_section
from hydro_mining.economics.series import Series
from hydro_mining.economics.title_block import TitleBlock
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import (
    bundled_catalogue,
    bundled_growth_table,
    bundled_network,
    default_study_inputs,
    dispatch_example,
)
from hydro_mining.models import DispatchSection, GrowthSection
from hydro_mining.reports.link import case_text, read_case
from hydro_mining.reports.run_record import (
    answered,
    differences,
    new_record,
    read_record,
    recomputed,
    record_text,
)
from hydro_mining.reports.run_record.schema import schema
from hydro_mining.reports.run_record.study_file import record_of_study
from tests.reports.documents import mutated

VERSION_1 = Path(__file__).with_name("record_version_1.json")
VERSION_2 = Path(__file__).with_name("record_version_2.json")
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
    contract=Contract(
        power_mw=10,
        price=42,
        block="5x16",
        settlement="take_or_pay",
        peak_start_hour=7,
        peak_end_hour=23,
        holidays=(dt.date(2025, 12, 25), dt.date(2025, 12, 26)),
    ),
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
        sections={"growth": GROWTH, "dispatch": DISPATCH},
    )


def test_settings_come_back_whole(record):
    """What was chosen in the sections reads back, and writes the very same text."""
    text = record_text(record)
    again = read_record(text.encode())
    assert record_text(again) == text
    assert again.sections["dispatch"] == DISPATCH
    assert not again.sections["growth"].profile.monthly.flags.writeable
    for one in dataclasses.fields(GROWTH):
        if one.name != "profile":
            assert getattr(again.sections["growth"], one.name) == getattr(GROWTH, one.name)
    assert again.sections["growth"].profile.monthly.tolist() == list(range(12))


def test_a_contract_s_hours_and_holidays_are_kept(record):
    """Peak hours and holidays decide when the contract delivers, so they stand in the record."""
    written = json.loads(record_text(record))["inputs"]["sections"]["dispatch"]["contract"]
    assert (written["peak_start_hour"], written["peak_end_hour"]) == (7, 23)
    assert written["holidays"] == ["2025-12-25", "2025-12-26"]


def test_the_order_in_which_sections_are_given_does_not_matter(record):
    """Equal records have one text."""
    turned = dataclasses.replace(record, sections=dict(reversed(record.sections.items())))
    assert record_text(turned) == record_text(record)


def test_a_link_has_the_choices_too(record):
    """A link sets the screens as the record does."""
    assert record_text(read_case(case_text(record))) == record_text(record)


def test_sections_take_settings_and_give_them_back():
    """What a record held is what the screens' sections then say."""
    growth = GrowthSection(
        built_in=bundled_growth_table(),
        profile=LoadProfile(name="F", monthly=np.ones(12)),
        site_power_kw=1_000,
    )
    dispatch = DispatchSection(dispatch_example())
    assert not growth.is_touched
    assert not dispatch.is_touched
    growth.take(GROWTH)
    dispatch.take(DISPATCH)
    assert growth.settings == GROWTH
    assert dispatch.settings == DISPATCH
    assert growth.is_touched
    assert dispatch.is_touched


def test_ones_own_table_travels(record):
    """A yearly table of one's own is part of the record."""
    own = dataclasses.replace(bundled_growth_table(), year=(2031, 2032, 2033, 2034, 2035))
    growth = dataclasses.replace(GROWTH, table=own, year=2033)
    mine = dataclasses.replace(record, sections={"growth": growth})
    read = read_record(record_text(mine).encode()).sections["growth"].table
    for one in dataclasses.fields(own):
        assert list(getattr(read, one.name)) == list(getattr(own, one.name))


@pytest.mark.parametrize(
    ("screen", "field", "value", "line"),
    [
        ("growth", "growth_power_mw", 301, "inputs.sections.growth.growth_power_mw must be"),
        ("growth", "reading", "mine", "inputs.sections.growth.reading must be one of"),
        (
            "growth",
            "metric",
            "__class__",
            "inputs.sections.growth.metric must be one of net_profits",
        ),
        ("growth", "table", "year\n2026", "inputs.sections.growth.table must be a JSON object"),
        ("growth", "year", 2031, "inputs.sections.growth.year must be one of the table's, 2026 to"),
        (
            "growth",
            "profile",
            {"name": "x"},
            "inputs.sections.growth.profile.monthly must be given",
        ),
        (
            "growth",
            "profile",
            {"name": "x", "monthly": [1] * 11 + ["1"]},
            "inputs.sections.growth.profile.monthly[11] must be a number; got '1'",
        ),
        ("growth", "other", 1, "inputs.sections.growth.other must be one of"),
        ("dispatch", "hashprice", -1, "inputs.sections.dispatch.hashprice must be"),
        ("dispatch", "strategy", "best", "inputs.sections.dispatch.strategy must be one of"),
        ("dispatch", "prices_name", "a\nb", "inputs.sections.dispatch.prices_name must be a line"),
        ("dispatch", "facility", {}, "inputs.sections.dispatch.facility"),
        ("dispatch", "facility", None, "inputs.sections.dispatch.facility must be a JSON object"),
        ("dispatch", "has_contract", None, "inputs.sections.dispatch.has_contract must be"),
    ],
)
def test_a_choice_that_breaks_a_rule_refuses_the_record(record, screen, field, value, line):
    """One line names the field of the screen; nothing is read."""
    document = json.loads(record_text(record))
    document["inputs"]["sections"][screen][field] = value
    with pytest.raises(InputError) as raised:
        read_record(json.dumps(document).encode())
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("path", [VERSION_1, VERSION_2], ids=["1", "2"])
def test_a_record_of_an_older_version_stays_readable(path):
    """Its study, catalogue and results are what they were, and come out again."""
    document = json.loads(path.read_text())
    assert document["schema_version"] == (1 if path is VERSION_1 else 2)
    old = read_record(path.read_bytes())
    assert old.results == document["results"]
    assert differences(old.results, evaluate(old.study).to_dict()) == ()
    written = json.loads(record_text(old))
    assert written["schema_version"] == 6
    study = document["inputs"]["study"]
    later = {
        "choose_by": "payback",
        "other_capex_gbp_per_kw": 0.0,
        "other_opex_gbp_per_kw_per_year": 0.0,
    }
    followed = {"hashrate_elasticity": 0.0, "hashrate_half_life_months": 0.0}
    assert written["inputs"]["study"] == {
        **study,
        "finance": {**study["finance"], **later},
        "scenarios": [one | followed for one in study["scenarios"]],
        "dilute": True,
    }
    assert written["inputs"]["catalogue"] == document["inputs"]["catalogue"]
    sourced = document["network_snapshot"]["readings"]["btc_price_usd"]
    assert {**written["network_snapshot"]["values"]["btc_price_usd"], "fetched_at": None} == sourced


def test_a_record_of_version_5_opens_without_answers_and_is_given_them():
    """It held no drawn futures; those that are drawn for it come out again."""
    document = json.loads(record_text(read_record(VERSION_2.read_bytes())))
    record = read_record(json.dumps({**document, "schema_version": 5}).encode())
    result = evaluate(record.study)
    assert {"risk", "alternatives"}.isdisjoint(record.results)
    assert differences(record.results, recomputed(record, result)) == ()
    whole = answered(record, result)
    assert (whole.results["risk"]["paths"], whole.results["risk"]["seed"]) == (10_000, 1)
    assert {name: whole.results[name] for name in record.results} == dict(record.results)
    read = read_record(record_text(whole).encode())
    assert differences(read.results, recomputed(read, result)) == ()
    assert answered(read, result) is read


def test_the_risk_section_says_which_futures_are_drawn():
    """Seed, count and scenario are the record's; a stored figure that differs is named."""
    settings = RiskSettings(
        paths=2_000, seed=7, scenario="Bear", ends=(Swing("network.btc_price_usd", 5e4, 9e4),)
    )
    record = record_of_study(default_study_inputs(), now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    record = dataclasses.replace(record, sections={"risk": settings})
    result = evaluate(record.study)
    whole = answered(record, result)
    told = risk_of(record.study, paths=2_000, seed=7, scenario="Bear").to_dict()
    assert whole.results["risk"] == told
    assert whole.results["alternatives"]["risk"]["seed"] == 7
    read = read_record(record_text(whole).encode())
    assert read.sections["risk"] == settings
    other = {**read.results, "risk": {**told, "probability_of_loss": 0.5}}
    (found,) = differences(other, recomputed(read, result))
    assert found.figure == "risk.probability_of_loss"


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        (RiskSettings, {"paths": 0}, "paths must be"),
        (RiskSettings, {"ends": (Swing("network.nothing", 1, 2),)}, "ends[0].path must be the"),
        (RiskSettings, {"ends": (Swing("site.load_factor", 0.5, 2),)}, "ends[0].high must be"),
        (TitleBlock, {"plant": "two\nlines"}, "plant must be a line"),
        (TitleBlock, {"client": "x" * 121}, "client must be a line of at most 120"),
        (TitleBlock, {"date": "today"}, "date must be a date such as"),
    ],
)
def test_settings_that_break_a_rule_are_refused(kind, fields, line):
    """In one line that names the field."""
    with pytest.raises(InputError) as raised:
        kind(**fields)
    assert str(raised.value).startswith(line)


def test_a_record_of_version_3_opens_with_the_same_figures():
    """It knew no costs per kW, no rule of choice and nothing of what would make a site pay."""
    document = json.loads(record_text(read_record(VERSION_2.read_bytes())))
    assert document["schema_version"] == 6
    for name in ("choose_by", "other_capex_gbp_per_kw", "other_opex_gbp_per_kw_per_year"):
        del document["inputs"]["study"]["finance"][name]
    assert {"winners", "pays_if"}.isdisjoint(document["results"])
    record = read_record(json.dumps({**document, "schema_version": 3}).encode())
    assert differences(record.results, evaluate(record.study).to_dict()) == ()
    # The present version asks for them.
    with pytest.raises(InputError, match=r"^inputs\.study\.finance\.choose_by must be given"):
        read_record(json.dumps(document).encode())


def test_a_record_of_version_4_opens_with_the_same_figures():
    """Its scenarios knew nothing of difficulty that follows the price."""
    document = json.loads(record_text(read_record(VERSION_2.read_bytes())))
    for scenario in document["inputs"]["study"]["scenarios"]:
        assert scenario.pop("hashrate_elasticity") == 0
        assert scenario.pop("hashrate_half_life_months") == 0
    record = read_record(json.dumps({**document, "schema_version": 4}).encode())
    assert differences(record.results, evaluate(record.study).to_dict()) == ()


def test_a_record_of_version_3_has_no_plan():
    """It knew neither water nor a market, nor whether own hashrate counts."""
    document = json.loads(record_text(read_record(VERSION_2.read_bytes())))
    del document["inputs"]["study"]["dilute"]
    assert "plan" not in document["results"]
    record = read_record(json.dumps({**document, "schema_version": 3}).encode())
    assert record.study.dilute
    assert differences(record.results, evaluate(record.study).to_dict()) == ()


def test_a_record_holds_its_plan(study):
    """Water, market and results read back as they were written."""
    inputs = dataclasses.replace(
        study(scenarios=[{"name": "Base"}, {"name": "Bear", "btc_price_shock": -0.5}]),
        hydro=HydroInputs(monthly_power_kw=tuple(range(100, 1300, 100))),
        market=MarketInputs(
            export_price_gbp_per_mwh=Series(
                start=dt.date(2025, 1, 1), step_hours=24, values=[50.0, None] + [60.0] * 363
            ),
            deemed_export_fraction=0.5,
        ),
    )
    made = record_of_study(inputs, now=dt.datetime(2026, 11, 27, tzinfo=dt.UTC))
    read = read_record(record_text(made).encode())
    assert read == made
    assert read.results["plan"]["n_miners"] > 0
    assert differences(read.results, evaluate(read.study).to_dict()) == ()


def test_a_record_of_version_1_has_no_sections():
    """It knew nothing of the screens beside the study."""
    old = read_record(VERSION_1.read_bytes())
    assert old.sections == {}
    assert json.loads(record_text(old))["inputs"]["sections"] == {}


def test_a_record_of_version_2_has_its_sections():
    """Its table was CSV text; its contract meant 6 to 22 o'clock without holidays."""
    stored = json.loads(VERSION_2.read_text())["inputs"]["screens"]
    assert stored["growth"]["table"].startswith("year,btc_price,")
    assert "holidays" not in stored["dispatch"]["contract"]
    sections = read_record(VERSION_2.read_bytes()).sections
    table = bundled_growth_table()
    assert sections["growth"].table.year == (2031, 2032, 2033, 2034, 2035)
    assert sections["growth"].table.gross_rev.tolist() == table.gross_rev.tolist()
    assert sections["growth"].coefficients == GROWTH.coefficients
    meant = dataclasses.replace(DISPATCH.contract, peak_start_hour=6, peak_end_hour=22, holidays=())
    assert sections["dispatch"] == dataclasses.replace(DISPATCH, contract=meant)


def test_the_command_knows_every_section() -> None:
    """A process that imports no screen opens a record with settings of them."""
    checked = subprocess.run(
        [sys.executable, "-m", "hydro_mining", "check", str(VERSION_2)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "All figures come out as they were stored." in checked.stdout


def test_a_record_of_version_2_may_leave_out_defaults_of_its_study():
    """Version 2 asked for less; what it left out is what a study without it means."""
    document = json.loads(VERSION_2.read_text())
    del document["inputs"]["study"]["finance"]["residual_value_fraction"]
    assert read_record(json.dumps(document).encode()) is not None
    assert read_record(json.dumps(document).encode()).study.finance.residual_value_fraction == 0


@pytest.mark.parametrize(
    ("section", "field", "value", "line"),
    [
        ("growth", "table", "year\n2026", "inputs.sections.growth.table"),
        ("growth", "table", 5, "inputs.sections.growth.table must be a JSON object; got 5"),
        ("growth", "year", "x", "inputs.sections.growth.year must be a whole number"),
        ("dispatch", "contract", "x", "inputs.sections.dispatch.contract must be a JSON object"),
    ],
)
def test_an_older_record_that_breaks_a_rule_is_refused(section, field, value, line):
    """What is not as version 2 had it is left for the present rules to name."""
    document = json.loads(VERSION_2.read_text())
    document["inputs"]["screens"][section][field] = value
    with pytest.raises(InputError) as raised:
        read_record(json.dumps(document).encode())
    assert str(raised.value).startswith(line)


@pytest.mark.parametrize("seed", range(5))
def test_a_changed_older_record_is_refused_or_read_exactly(seed):
    """Whatever is changed in it, upgrading ends in one line or in a record that reads back."""
    document = json.loads(VERSION_2.read_text())
    chance = random.Random(seed)  # noqa: S311 - the same each time
    for _ in range(60):
        data = mutated(document, chance)
        try:
            text = record_text(read_record(data))
        except InputError as error:
            said = str(error)
            assert said.isprintable(), data
        else:
            assert record_text(read_record(text.encode())) == text, data


def test_a_record_of_version_1_knows_no_screens():
    """What version 1 did not have is unknown there and not half used."""
    document = json.loads(VERSION_1.read_text())
    document["inputs"]["screens"] = {"growth": {"year": "x"}, "dispatch": None}
    with pytest.raises(InputError, match=r"inputs\.sections\.growth"):
        read_record(json.dumps(document).encode())


# --- a section of one's own ---------------------------------------------------------------------


class Season(StrEnum):
    """When a river is high."""

    SPRING = "spring"
    AUTUMN = "autumn"


@dataclass(frozen=True, slots=True, kw_only=True)
class River:
    """What a test's own screen has chosen."""

    name: str
    flows_m3_s: Floats
    high: Season
    dry_days: tuple[dt.date, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    residual: float | None = None


@pytest.fixture
def river():
    """Settings of a section that only this test knows."""
    known = dict(SECTIONS)
    record_section("river")(River)
    yield River(
        name="Tay",
        flows_m3_s=np.array([1.5, 2.0]),
        high=Season.AUTUMN,
        dry_days=(dt.date(2026, 7, 1),),
        weights={"wet": 0.25, "dry": 1},
    )
    registry._types.clear()
    registry._types.update(known)


def test_a_section_of_one_s_own_is_saved_and_reopened(record, river):
    """A settings type that registers itself is all that a screen needs to be in records."""
    mine = dataclasses.replace(record, sections={**record.sections, "river": river})
    text = record_text(mine)
    assert json.loads(text)["inputs"]["sections"]["river"] == {
        "name": "Tay",
        "flows_m3_s": [1.5, 2.0],
        "high": "autumn",
        "dry_days": ["2026-07-01"],
        "weights": {"wet": 0.25, "dry": 1},
    }
    again = read_record(text.encode())
    assert record_text(again) == text
    assert list(again.sections) == ["dispatch", "growth", "river"]
    assert again.sections["river"].flows_m3_s.tolist() == [1.5, 2.0]
    assert (again.sections["river"].high, again.sections["river"].residual) == (Season.AUTUMN, None)
    validator = Draft202012Validator(schema())
    validator.validate(json.loads(text))


def test_a_section_that_nobody_registered_is_refused(record, river):
    """A record of a product with other screens is not half read, nor is one made."""
    text = record_text(dataclasses.replace(record, sections={"river": river}))
    registry._types.pop("river")
    with pytest.raises(
        InputError,
        match=r"^inputs\.sections\.river must be one of dispatch, growth, risk, title_block",
    ):
        read_record(text.encode())
    with pytest.raises(
        InputError,
        match=r"^inputs\.sections must be of dispatch, growth, risk, title_block; got 'ri",
    ):
        dataclasses.replace(record, sections={"river": river})


def test_a_key_is_registered_once():
    """Two types under one key would be read as each other."""
    with pytest.raises(ValueError, match=r"^section 'growth' is GrowthSettings$"):
        record_section("growth")(River)
