"""A run record's text: it reads back as it was written, and nothing else is read at all."""

import copy
import dataclasses
import datetime as dt
import functools
import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hydro_mining import __version__
from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network, default_study_inputs
from hydro_mining.imports.study import read_study
from hydro_mining.package_files import package_text
from hydro_mining.provenance import NETWORK_VALUES, Status
from hydro_mining.reports.run_record import (
    SCHEMA,
    SCHEMA_VERSION,
    RunRecord,
    differences,
    new_record,
    read_record,
    read_study_or_record,
    record_of_study,
    record_text,
)
from hydro_mining.reports.run_record.results import ADDED_RESULTS
from hydro_mining.reports.run_record.schema import schema_text
from tests.reports.documents import ODD, at, mutated, nodes

Document = dict[str, Any]
Change = Callable[[Document], None]

NOW = dt.datetime(2026, 11, 21, 19, 21, 7, 654_321, tzinfo=dt.UTC)
HOSTILE_NAME = "=</script><b>&amp;'\"\\ é ₿ 水"
# It names all fields of an object, where one of it is unknown.
LONGEST_MESSAGE = 500


def example_record() -> RunRecord:
    """Return the record of the example study that comes with the product."""
    return record_of_study(read_study(package_text("data", "example_study.json").encode()), now=NOW)


@functools.cache
def default_record(currency: str = "GBP") -> RunRecord:
    """Return the record of the study that the dashboard opens with, its whole catalogue in it."""
    return new_record(
        evaluate(default_study_inputs()),
        entries=bundled_catalogue(),
        snapshot=bundled_network(),
        created_at=NOW,
        currency=currency,
    )


def live_record() -> RunRecord:
    """Return the default record with network figures that were fetched two minutes before."""
    asked = dt.datetime(2026, 11, 21, 19, 19, 5, 123_456, tzinfo=dt.UTC)
    record = default_record()
    readings = {
        name: dataclasses.replace(
            reading,
            status=Status.LIVE,
            fetched_at=asked,
            as_of=None if name == "difficulty" else asked,
            source="<b>A provider</b>",
            note='Two sources "agree" & differ\u2028by 1 %.',
            detail="what only the operator reads",
            is_fallback=name == "btc_price_usd",
        )
        for name, reading in record.snapshot.values.items()
    }
    return dataclasses.replace(
        record, snapshot=dataclasses.replace(record.snapshot, values=readings)
    )


def named_record(study: Callable[..., StudyInputs]) -> RunRecord:
    """Return a record in euros, every name of which is markup, a formula or a quote."""
    quote = PriceQuote(price=1_900.0, currency="GBP", price_date="2026-10", source='"A" & <B>')
    machine = CatalogueEntry(
        name=HOSTILE_NAME,
        hashrate_ths=100.0,
        power_w=2_500.0,
        cooling="",
        form="3U",
        quotes=(quote, dataclasses.replace(quote, price=1_900.0, source="=1+1")),
        use=True,
        note="<!--",
    )
    spare = dataclasses.replace(machine, name="spare", use=False, quotes=(), source="& so on")
    inputs = study(
        miners=[
            {"name": HOSTILE_NAME, "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 1_900.0}
        ],
        scenarios=[{"name": HOSTILE_NAME}, {"name": "]]> {{7*7}} <!--<script>"}],
        finance={"start_date": dt.date(2027, 1, 31), "miner": HOSTILE_NAME},
    )
    made = record_of_study(inputs, now=NOW)
    return dataclasses.replace(made, entries=(machine, spare), currency="EUR")


@pytest.fixture
def records(study: Callable[..., StudyInputs]) -> dict[str, RunRecord]:
    """Return records of all kinds by name."""
    return {
        "example": example_record(),
        "default": default_record(),
        "dollars": default_record("USD"),
        "live": live_record(),
        "named": named_record(study),
        "not viable": record_of_study(study(site={"power_price_gbp_per_kwh": 5.0}), now=NOW),
        "no miner fits": record_of_study(study(site={"site_power_kw": 1.0}), now=NOW),
    }


KINDS = ("example", "default", "dollars", "live", "named", "not viable", "no miner fits")


def bare(record: RunRecord) -> RunRecord:
    """Return a record without the operator's details, which are not written."""
    readings = {
        name: dataclasses.replace(one, detail="") for name, one in record.snapshot.values.items()
    }
    return dataclasses.replace(
        record,
        snapshot=dataclasses.replace(
            record.snapshot, values=readings, per_usd=dict(record.snapshot.per_usd)
        ),
    )


def refused(data: bytes) -> InputError:
    """Return the one short line that says why data are no record."""
    with pytest.raises(InputError) as caught:
        read_record(data)
    said = str(caught.value)
    assert said.isprintable()
    assert "\n" not in said
    assert len(said) < LONGEST_MESSAGE
    return caught.value


# --- the round trip -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_reads_back_as_it_was_written(kind: str, records: dict[str, RunRecord]) -> None:
    """Text -> record -> text is identical, and record -> text -> record is equal."""
    text = record_text(records[kind])
    read = read_record(text.encode())
    assert read == bare(records[kind])
    assert record_text(read) == text


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_s_results_come_out_again(kind: str, records: dict[str, RunRecord]) -> None:
    """What was computed is stored in full digits: computed again, no figure differs at all."""
    read = read_record(record_text(records[kind]).encode())
    assert read.results == evaluate(read.study).to_dict()
    assert differences(read.results, evaluate(read.study).to_dict()) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_can_stand_in_a_script_element(kind: str, records: dict[str, RunRecord]) -> None:
    """Of markup and JavaScript's line ends nothing is left, and the JSON is the same."""
    text = record_text(records[kind])
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == json.loads(json.dumps(json.loads(text), ensure_ascii=True))
    page = f'<!DOCTYPE html><p>a < b</p><script type="application/json" id="run-record">{text}'
    assert read_record(f"\n{page}</script><script>1</script>".encode()) == bare(records[kind])


def test_hostile_names_come_back(study: Callable[..., StudyInputs]) -> None:
    """Escaped in the text, a name with markup is the very same name when it is read."""
    record = named_record(study)
    document = json.loads(record_text(record))
    assert document["inputs"]["study"]["scenarios"][0]["name"] == HOSTILE_NAME
    assert "\\u003c/script\\u003e\\u003cb\\u003e\\u0026amp;" in record_text(record)
    assert (
        next(iter(read_record(record_text(record).encode()).results["scenarios"])) == HOSTILE_NAME
    )


def test_what_a_record_holds() -> None:
    """Inputs, snapshot with provenance, version and results stand under their documented names."""
    document = json.loads(record_text(live_record()))
    assert (document["schema"], document["schema_version"]) == (SCHEMA, SCHEMA_VERSION)
    assert (SCHEMA, SCHEMA_VERSION) == ("hydro_mining.run_record", 6)
    assert document["created_at"] == "2026-11-21T19:21:07+00:00"
    assert document["product_version"] == __version__
    assert set(document["inputs"]) == {"study", "catalogue", "currency", "sections"}
    assert len(document["inputs"]["catalogue"]) == len(bundled_catalogue())
    assert set(document["network_snapshot"]["values"]) == set(NETWORK_VALUES)
    assert document["network_snapshot"]["values"]["difficulty"] == {
        "value": 132716002350731,
        "unit": "1",
        "source": "<b>A provider</b>",
        "as_of": None,
        "fetched_at": "2026-11-21T19:19:05.123456+00:00",
        "status": "live",
        "note": 'Two sources "agree" & differ\u2028by 1 %.',
        "is_fallback": False,
    }
    assert document["results"] == evaluate(default_study_inputs()).to_dict()


def test_a_warning_on_many_long_names_comes_back() -> None:
    """Of 100 scenarios beyond every number three are named, so that the record can be read."""
    study = default_study_inputs()
    given = dataclasses.replace(
        study,
        finance=dataclasses.replace(study.finance, start_date=dt.date(9999, 12, 31), years=1),
        scenarios=tuple(
            dataclasses.replace(
                study.scenarios[0],
                name=f"{i:0>500}",
                btc_price_growth_per_year=10.0,
                difficulty_growth_per_year=10.0,
            )
            for i in range(100)
        ),
    )
    record = new_record(
        evaluate(given), entries=bundled_catalogue(), snapshot=bundled_network(), created_at=NOW
    )
    assert f"{2:0>500} and 97 more cannot be computed" in record.results["warnings"][0]
    assert read_record(record_text(record).encode()) == record


def test_equal_records_give_the_same_text() -> None:
    """A record made twice of the same study at the same second has one text."""
    assert record_text(example_record()) == record_text(example_record())


def test_a_study_file_is_taken_for_a_study_and_a_record_for_a_record() -> None:
    """The reader of both asks no name of the file."""
    data = package_text("data", "example_study.json").encode()
    assert read_study_or_record(data, now=NOW) == example_record()
    later = NOW + dt.timedelta(days=1)
    text = record_text(example_record())
    assert read_study_or_record(text.encode(), now=later) == example_record()
    page = f'<!doctype html><script type="application/json" id="run-record">{text}</script>'
    assert read_study_or_record(page.encode(), now=later) == example_record()


def test_a_study_s_figures_are_those_of_its_file_unless_they_are_built_in() -> None:
    """The example has the built-in figures of its day; an own price is the study file's."""
    assert {r.status for r in example_record().snapshot.values.values()} == {Status.STATIC}
    inputs = example_record().study
    network = dataclasses.replace(inputs.network, btc_price_usd=100_000.0)
    made = record_of_study(dataclasses.replace(inputs, network=network), now=NOW)
    price = made.snapshot.values["btc_price_usd"]
    assert (price.status, price.source, price.as_of) == (Status.ENTERED, "the study file", None)
    assert made.snapshot.values["difficulty"] == bundled_network().values["difficulty"]


# --- the schema ---------------------------------------------------------------------------------


def schema() -> Document:
    """Return the schema that comes with the product."""
    found: Document = json.loads(package_text("data", "run_record.schema.json"))
    return found


def test_the_schema_is_that_of_the_types() -> None:
    """The file is what ``python -m hydro_mining.reports.run_record.schema`` writes now."""
    assert package_text("data", "run_record.schema.json") == schema_text()


def test_the_schema_is_a_schema() -> None:
    """The file is valid JSON Schema of draft 2020-12 and names the record and its version."""
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["schema"] == {"const": SCHEMA}
    assert schema()["properties"]["schema_version"] == {"const": SCHEMA_VERSION}


def test_every_object_of_the_schema_forbids_unknown_fields() -> None:
    """An object is closed, or a map whose values and names follow a rule; all text has an end."""
    objects = 0
    for path, node in nodes(schema()):
        kind = node.get("type") if isinstance(node, dict) else None
        if kind in ("object", ["object", "null"]):
            objects += 1
            if "properties" in node:
                assert node["additionalProperties"] is False, path
            else:
                assert isinstance(node["additionalProperties"], dict), path
                assert "propertyNames" in node, path
                assert "maxProperties" in node, path
        if kind == "array":
            assert "maxItems" in node, path
        if kind in ("string", ["string", "null"]):
            assert "maxLength" in node or "pattern" in node, path
    assert objects > 12


@pytest.mark.parametrize("kind", KINDS)
def test_every_written_record_follows_the_schema(kind: str, records: dict[str, RunRecord]) -> None:
    """Whatever the product writes, another reader can check with the schema alone."""
    Draft202012Validator(schema()).validate(json.loads(record_text(records[kind])))


# --- what is refused ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written() -> Document:
    """Return the example's record as JSON; not to be changed."""
    document: Document = json.loads(record_text(example_record()))
    return document


def put(value: Any, *path: Any) -> Change:
    """Return a change that sets a field."""

    def change(document: Document) -> None:
        at(document, *path[:-1])[path[-1]] = value

    return change


def gone(*path: Any) -> Change:
    """Return a change that takes a field away."""

    def change(document: Document) -> None:
        del at(document, *path[:-1])[path[-1]]

    return change


STUDY = ("inputs", "study")
PRICE = ("network_snapshot", "values", "btc_price_usd")
EURO = ("network_snapshot", "per_usd", "EUR")
BASE = ("results", "scenarios", "Base")

# The change, and the start of the message that names the field and its rule.
REFUSED: dict[str, tuple[Change, str]] = {
    "schema of another": (put("x", "schema"), 'schema must be "hydro_mining.run_record"; got'),
    "no schema": (gone("schema"), 'schema must be "hydro_mining.run_record"; got nothing'),
    "newer schema": (put(7, "schema_version"), "schema_version must be at most 6 (a newer"),
    "version true": (put(True, "schema_version"), "schema_version must be a whole number from 1"),
    "version 1.0": (put(1.0, "schema_version"), "schema_version must be a whole number from 1"),
    "version 0": (put(0, "schema_version"), "schema_version must be a whole number from 1"),
    "version text": (put("1", "schema_version"), "schema_version must be a whole number from 1"),
    "no version": (gone("schema_version"), "schema_version must be a whole number from 1"),
    "results null": (put(None, "results"), "results must be a JSON object; got nothing"),
    "results list": (put([], "results"), "results must be a JSON object"),
    "inputs text": (put("x", "inputs"), "inputs must be a JSON object"),
    "currency unknown": (put("XXX", "inputs", "currency"), "inputs.currency must be one that has"),
    "currency without a rate": (put("CNY", "inputs", "currency"), "inputs.currency must be one"),
    "currency of a form": (
        put("gbp", "inputs", "currency"),
        "inputs.currency must be one that has a rate",
    ),
    "created no time": (put("today", "created_at"), "created_at must be an ISO date and time"),
    "created without zone": (
        put("2026-11-21T19:21:07", "created_at"),
        "created_at must be a time in UTC",
    ),
    "created elsewhere": (
        put("2026-11-21T19:21:07+01:00", "created_at"),
        "created_at must be a time in UTC",
    ),
    "created a day": (put("2026-11-21", "created_at"), "created_at must be a time in UTC"),
    "created before computers": (
        put("1979-12-31T23:59:59+00:00", "created_at"),
        "created_at must be a time of the years 1980 to 2107",
    ),
    "created too late": (
        put("2108-01-01T00:00:00+00:00", "created_at"),
        "created_at must be a time of the years 1980 to 2107",
    ),
    "site out of range": (
        put(1.5, *STUDY, "site", "load_factor"),
        "inputs.study.site.load_factor must be a number above 0 up to 1 (fraction",
    ),
    "years text": (
        put("5", *STUDY, "finance", "years"),
        "inputs.study.finance.years must be a whole number from 1 to 50 (years); got '5'",
    ),
    "years true": (
        put(True, *STUDY, "finance", "years"),
        "inputs.study.finance.years must be a whole number from 1 to 50 (years); got true",
    ),
    "scenario twice": (
        lambda d: d["inputs"]["study"]["scenarios"].append(d["inputs"]["study"]["scenarios"][0]),
        "inputs.study.scenarios[3].name must be different",
    ),
    "scenario on two lines": (
        put("a\nb", *STUDY, "scenarios", 1, "name"),
        "inputs.study.scenarios[1].name must be a text of printable",
    ),
    "no scenarios": (
        put([], *STUDY, "scenarios"),
        "inputs.study.scenarios must be a list of 1 to 100",
    ),
    "no miners": (put([], *STUDY, "miners"), "inputs.study.miners must be a list of 1 to 5,000"),
    "start before the network": (
        put("2026-10-09", *STUDY, "finance", "start_date"),
        "inputs.study.finance.start_date must be a date on or after 2026-10-10",
    ),
    "unknown machine chosen": (
        put("Nobody's", *STUDY, "finance", "miner"),
        "inputs.study.finance.miner must be the name of one of the miners",
    ),
    "network at odds": (
        put(82_827, *PRICE, "value"),
        "network_snapshot.values.btc_price_usd.value must be that of inputs.study.network",
    ),
    "study at odds": (
        put(0.76, *STUDY, "network", "usd_to_gbp"),
        "network_snapshot.values.usd_to_gbp.value must be that of inputs.study.network, 0.76",
    ),
    "snapshot of another time": (
        put("2026-10-10T00:00:01+00:00", "network_snapshot", "as_of"),
        "network_snapshot.as_of must be inputs.study.network.as_of, 2026-10-10T00:00:00+00:00",
    ),
    "snapshot not in UTC": (
        put("2026-10-10T02:00:00+02:00", "network_snapshot", "as_of"),
        "network_snapshot.as_of must be a time in UTC",
    ),
    "reading not in UTC": (
        put("2026-10-10T00:00:00", *PRICE, "as_of"),
        "network_snapshot.values.btc_price_usd.as_of must be a time in UTC",
    ),
    "reading negative": (
        put(-1, *PRICE, "value"),
        "network_snapshot.values.btc_price_usd.value must be a number above 0 ($/BTC)",
    ),
    "rate negative": (
        put(-0.87, *EURO, "value"),
        "network_snapshot.per_usd.EUR.value must be a number above 0",
    ),
    "rate zero": (put(0, *EURO, "value"), "network_snapshot.per_usd.EUR.value must be a number"),
    "rate of no currency": (
        lambda d: d["network_snapshot"]["per_usd"].update({"euro": at(d, *EURO)}),
        "network_snapshot.per_usd.euro must be named by three capital letters",
    ),
    "rate of two lines": (
        lambda d: d["network_snapshot"]["per_usd"].update({"NOK\n": at(d, *EURO)}),
        "network_snapshot.per_usd.NOK  must be named by three capital letters",
    ),
    "status unknown": (
        put("true", *PRICE, "status"),
        "network_snapshot.values.btc_price_usd.status must be one of live, cached, recorded",
    ),
    "live but never fetched": (
        put("live", *PRICE, "status"),
        "network_snapshot.values.btc_price_usd.fetched_at must be given for a value that was",
    ),
    "recorded but never fetched": (
        put("recorded", *EURO, "status"),
        "network_snapshot.per_usd.EUR.fetched_at must be given for a value that was fetched",
    ),
    "reading too few": (
        gone("network_snapshot", "values", "difficulty"),
        "network_snapshot.values.difficulty must be given",
    ),
    "operator's detail": (
        put("x", *PRICE, "detail"),
        "network_snapshot.values.btc_price_usd.detail must be one of",
    ),
    "catalogue at odds": (
        put(681.25, "inputs", "catalogue", 0, "quotes", 0, "price"),
        "inputs.catalogue must be a list that gives inputs.study.miners at the snapshot's rates; "
        "got 'Antminer S21'",
    ),
    "catalogue too short": (
        lambda d: d["inputs"]["catalogue"].pop(),
        "inputs.catalogue must be a list that gives inputs.study.miners",
    ),
    "catalogue too long": (
        lambda d: d["inputs"]["catalogue"].append(d["inputs"]["catalogue"][0] | {"name": "One"}),
        "inputs.catalogue must be a list that gives inputs.study.miners at the snapshot's rates; "
        "got '4 machines in use'",
    ),
    "catalogue empty": (put([], "inputs", "catalogue"), "inputs.catalogue must be a list of 1 to"),
    "machine twice": (
        lambda d: d["inputs"]["catalogue"].append(d["inputs"]["catalogue"][0]),
        "inputs.catalogue[3].name must be different from the names before it",
    ),
    "machine's name too long": (
        put("x" * 501, "inputs", "catalogue", 0, "name"),
        "inputs.catalogue[0].name must be one line of 1 to 500 characters, no spaces around it",
    ),
    "machine's name in spaces": (
        put(" x", "inputs", "catalogue", 0, "name"),
        "inputs.catalogue[0].name must be one line of 1 to 500 characters, no spaces around it",
    ),
    "quote in no currency": (
        put("£", "inputs", "catalogue", 0, "quotes", 0, "currency"),
        "inputs.catalogue[0].quotes[0].currency must be three capital letters",
    ),
    "quote without a rate": (
        put("PLN", "inputs", "catalogue", 0, "quotes", 0, "currency"),
        "PLN rate for Antminer S21 must be a number above 0 (£ for 1 PLN); got nothing",
    ),
    "quote negative": (
        put(-1, "inputs", "catalogue", 0, "quotes", 0, "price"),
        "inputs.catalogue[0].quotes[0].price must be a number of 0 or more (in its currency)",
    ),
    "quote of no day": (
        put("2026-02-30", "inputs", "catalogue", 0, "quotes", 0, "price_date"),
        "inputs.catalogue[0].quotes[0].price_date must be a date",
    ),
    "result text": (
        put("<script>", *BASE, "npv_gbp"),
        "results.scenarios.Base.npv_gbp must be a number",
    ),
    "result true": (
        put(True, *BASE, "irr"),
        "results.scenarios.Base.irr must be a number; got true",
    ),
    "result unknown": (put(1, *BASE, "npv"), "results.scenarios.Base.npv must be one of annual"),
    "result missing": (gone(*BASE, "mirr"), "results.scenarios.Base.mirr must be given"),
    "warnings of objects": (
        put([{}], "results", "warnings"),
        "results.warnings[0] must be a text",
    ),
    "half a letter": (put("\ud800", "product_version"), "record must be text of whole letters"),
    "half a letter in a name": (
        lambda d: d["results"]["scenarios"].update({"\udfff": at(d, *BASE)}),
        "record must be text of whole letters",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_record_that_breaks_a_rule_is_refused(case: str, written: Document) -> None:
    """One short line names the field with its path, the rule and the value."""
    change, said = REFUSED[case]
    document = copy.deepcopy(written)
    change(document)
    assert str(refused(json.dumps(document).encode())).startswith(said)


def object_paths() -> list[tuple[Any, ...]]:
    """Return the path of every object in the example's record, one of a list standing for all."""
    document = json.loads(record_text(example_record()))
    return [path for path, node in nodes(document) if isinstance(node, dict) and _is_first(path)]


def _is_first(path: tuple[Any, ...]) -> bool:
    """Tell whether a path leads through the first rows of all lists."""
    return all(name == 0 for name in path if isinstance(name, int))


def _id(path: tuple[Any, ...]) -> str:
    return ".".join(map(str, path)) or "record"


def _said(path: tuple[Any, ...]) -> str:
    text = "".join(f"[{n}]" if isinstance(n, int) else f".{n}" for n in path)
    return text.removeprefix(".")


@pytest.mark.parametrize("path", object_paths(), ids=_id)
def test_an_unknown_field_is_refused_at_every_level(
    path: tuple[Any, ...], written: Document
) -> None:
    """No object of a record takes a field, a rate or a scenario that nobody knows."""
    document = copy.deepcopy(written)
    at(document, *path)["__proto__"] = "alert(1)"
    said = str(refused(json.dumps(document).encode()))
    assert said.startswith(_said(path) or "__proto__ must be one of")


REQUIRED = [
    (*path, name)
    for path in object_paths()
    if path not in {("network_snapshot", "per_usd"), ("results", "scenarios")}
    for name in at(json.loads(record_text(example_record())), *path)
    # Of a record that is older than they are.
    if path != ("results",) or name not in ADDED_RESULTS
]


def test_a_missing_field_is_refused_at_every_level(written: Document) -> None:
    """A field that the product writes is never made up, not even from a default."""
    text, messages = json.dumps(written), {}
    for path in REQUIRED:
        document = json.loads(text)  # a deep copy takes longer
        gone(*path)(document)
        messages[_said(path)] = str(refused(json.dumps(document).encode()))
    assert len(messages) == len(REQUIRED)
    assert [m for field, m in messages.items() if not m.startswith(f"{field} must be")] == []


def _text(written: Document, old: str, new: str) -> bytes:
    text = json.dumps(written)
    assert text.count(old) == 1
    return text.replace(old, new).encode()


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "9" * 400])
@pytest.mark.parametrize(
    "place", ['"load_factor": 0.45', '"viable_below_gbp_per_kwh": '], ids=["input", "result"]
)
def test_a_number_that_is_none_is_refused(place: str, word: str, written: Document) -> None:
    """Neither NaN and infinity nor a number too large to be anything else is read."""
    text = json.dumps(written)
    start = text.index(place)
    end = min(text.index(mark, start) for mark in ",}" if mark in text[start:])
    name = place.partition(":")[0]
    error = refused(f"{text[:start]}{name}: {word}{text[end:]}".encode())
    assert str(error).startswith("record must be JSON with finite numbers; got ")


def test_a_duplicate_field_is_refused(written: Document) -> None:
    """Two readers could take different ones, so none is taken."""
    data = _text(written, '"schema_version": 6', '"schema_version": 6, "schema_version": 6')
    assert str(refused(data)) == (
        "schema_version must be given once in its JSON object; got 'it twice'"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "record must be a JSON object; got 'an empty file'", id="empty"),
        pytest.param(b" \n ", "record must be a JSON object; got 'an empty file'", id="blank"),
        pytest.param(b"\xff{}", "record must be JSON in UTF-8; got 'byte 0 that", id="not UTF-8"),
        pytest.param(b"PK\x03\x04", "record must be valid JSON; got", id="archive"),
        pytest.param(b"{", "record must be valid JSON; got", id="cut"),
        pytest.param(b"[]", "record must be a JSON object; got []", id="list"),
        pytest.param(b"null", "record must be a JSON object; got nothing", id="null"),
        pytest.param(b"{}", 'schema must be "hydro_mining.run_record"; got nothing', id="no field"),
        pytest.param(b"[" * 100_000, "record must be JSON that is not nested so", id="brackets"),
        pytest.param(
            b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
            "record must be JSON that is not nested so",
            id="objects in objects",
        ),
        pytest.param(b"9" * 5_000, "record must be JSON with", id="5,000 digits"),
        pytest.param(
            b"<!doctype html><p>Hello</p>",
            "record must be a page that holds a run record; got 'a page without one'",
            id="page without a record",
        ),
        pytest.param(
            b'<!doctype html><script type="application/json" id="run-record">{"a":1}',
            "record must be a page that holds a run record; got 'a page without one'",
            id="page cut short",
        ),
        pytest.param(
            b'<!doctype html><script type="application/json" id="run-record">x</script>',
            "record must be valid JSON; got",
            id="page with something else",
        ),
        pytest.param(b"<html></html>", "record must be valid JSON; got", id="another page"),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, said: str) -> None:
    """Files of other kinds are told from a record in one line."""
    assert str(refused(data)).startswith(said)


@pytest.mark.parametrize("depth", [10, 100, 500, 900, 990, 5_000, 20_000])
@pytest.mark.parametrize("place", ["field", "result", "catalogue"])
def test_brackets_are_refused_at_any_depth(place: str, depth: int, written: Document) -> None:
    """However deep it is nested, a list where none belongs is a line, not a crash."""
    path = {
        "field": ("created_at",),
        "result": (*BASE, "npv_gbp"),
        "catalogue": ("inputs", "catalogue", 0, "note"),
    }[place]
    document = copy.deepcopy(written)
    put("HERE", *path)(document)
    nested = "[" * depth + "]" * depth
    said = str(refused(json.dumps(document).replace('"HERE"', nested).encode()))
    assert said.startswith((_said(path), "record must be JSON that is not nested so deeply"))


def test_a_large_hostile_record_is_refused_soon(written: Document) -> None:
    """A megabyte of wrong rows, of repeated fields or of script elements takes no minutes."""
    rows = copy.deepcopy(written)
    rows["results"]["miners"] = [{}] * 300_000
    fields = ",".join(f'"{i}":0' for i in range(100_000))
    script = b'<script type="application/json" id="run-record">'
    begun = time.monotonic()
    refused(json.dumps(rows).encode())
    refused(f'{{{fields},"99999":0}}'.encode())
    refused(b"<!doctype html>" + script * 20_000)
    assert time.monotonic() - begun < 10


# --- whatever is changed ------------------------------------------------------------------------


# Most changes are beside the study, or refused: few studies are evaluated.
_evaluated = functools.lru_cache(maxsize=64)(evaluate)


def _assert_refused_or_exact(data: bytes) -> None:
    try:
        record = read_record(data)
        result = _evaluated(record.study)  # legal figures can be too large together
    except InputError as error:
        said = str(error)
        assert said.isprintable() and len(said) < LONGEST_MESSAGE, data  # noqa: PT018
        return
    text = record_text(record).encode()
    again = read_record(text)
    assert again == record, data
    assert record_text(again).encode() == text, data
    assert all(str(found) for found in differences(record.results, result.to_dict()))


@pytest.mark.parametrize("seed", range(10))
def test_a_changed_record_is_refused_or_read_exactly(seed: int, written: Document) -> None:
    """Any change is one line, or a record whose text reads back and that computes and compares."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    for _ in range(60):
        data = mutated(written, chance)
        _assert_refused_or_exact(data)


PLACE = '"another value"'


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:20].replace("\\", ""))
def test_an_odd_value_anywhere_is_refused_or_read_exactly(
    odd: Any, with_a_place: list[str]
) -> None:
    """Every field takes each odd value's turn: nothing but an InputError is ever raised."""
    value = json.dumps(odd).replace('"1e400"', "1e400")
    for text in with_a_place:
        _assert_refused_or_exact(text.replace(PLACE, value).encode())


@pytest.fixture(scope="module")
def with_a_place(written: Document) -> list[str]:
    """Return the record's text once a field, with a place for another value of it."""
    text, texts = json.dumps(written), []
    for path, _ in nodes(written):
        if path and _is_first(path):
            document = json.loads(text)  # a deep copy takes longer
            put(json.loads(PLACE), *path)(document)
            texts.append(json.dumps(document))
    assert all(one.count(PLACE) == 1 for one in texts)
    return texts
