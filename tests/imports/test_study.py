"""A study written as JSON."""

import copy
import dataclasses
import datetime as dt
import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import Finance, Miner, Network, Scenario, Site, StudyInputs
from hydro_mining.exceptions import InputError
from hydro_mining.imports.study import read_study, study_from_mapping, study_to_mapping
from hydro_mining.quantities import GROUPS, QUANTITIES

Document = Callable[..., dict[str, Any]]
Build = Callable[..., StudyInputs]

# Where each group stands in the document; lists by their first entry.
PLACES: dict[str, type] = {
    "network": Network,
    "site": Site,
    "miners[0]": Miner,
    "finance": Finance,
    "scenarios[0]": Scenario,
}
GROUPS_OF_A_STUDY = ("Network", "Site", "Machines", "Money", "Scenarios")
NUMBERS = [
    (place, field.name)
    for place, kind in PLACES.items()
    for field in dataclasses.fields(kind)
    if field.name in QUANTITIES and QUANTITIES[field.name].range is not None
]
OTHERS = [
    ("network", "as_of"),
    ("miners[0]", "name"),
    ("finance", "start_date"),
    ("finance", "miner"),
    ("finance", "choose_by"),
    ("finance", "n_miners"),
    ("finance", "switch_off_when_unprofitable"),
    ("scenarios[0]", "name"),
]


def group(document: dict[str, Any], place: str) -> dict[str, Any]:
    found = document[place.removesuffix("[0]")]
    return found[0] if place.endswith("[0]") else found


def error_of(data: Any) -> str:
    with pytest.raises(InputError) as caught:
        read_study(data) if isinstance(data, bytes) else study_from_mapping(data)
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    assert len(message) < 600
    return message


def test_numbers_of_the_vocabulary_are_all_covered() -> None:
    """Every entry of a study's vocabulary that has a range is a field of the document."""
    # Groups that a study may have besides, such as water, have their own tests.
    names = {name for group in GROUPS_OF_A_STUDY for name in GROUPS[group]}
    ranged = {name for name in names if QUANTITIES[name].range is not None}
    # A scenario's elasticity has the words of risk.
    ranged |= {"hashrate_elasticity", "hashrate_half_life_months"}
    assert {name for _, name in NUMBERS} == ranged


# What is read


def test_document_gives_the_study(document: Document, study: Build) -> None:
    """A parsed document is the study that its figures say."""
    assert study_from_mapping(document()) == study()


def test_every_field_reads_back_as_written(study: Build) -> None:
    """Writing a study with every field set and reading it gives an equal one."""
    given = study(
        network={"as_of": "2026-10-10T07:08:09.123456+02:00", "fees_btc_per_block": 0.0194},
        site={"overhead_fraction": 0.05},
        miners=[
            {"name": "Ä 水 “x”", "hashrate_ths": 0.1, "power_w": 1 / 3, "price_gbp": 0.0},
            {"name": "B", "hashrate_ths": 200.0, "power_w": 3500.0, "price_gbp": 1e-300},
        ],
        finance={
            "years": 50,
            "discount_rate_per_year": -0.1,
            "start_date": dt.date(2027, 2, 28),
            "pool_fee_fraction": 0.02,
            "miner": "B",
            "other_capex_gbp": 1.5,
            "other_opex_gbp_per_year": 2.5,
            "choose_by": "npv",
            "other_capex_gbp_per_kw": 3.5,
            "other_opex_gbp_per_kw_per_year": 4.5,
            "residual_value_fraction": 0.25,
            "switch_off_when_unprofitable": True,
        },
        scenarios=[
            {"name": "A", **{name: 0.1 for place, name in NUMBERS if place == "scenarios[0]"}},
            {"name": "B", "btc_price_shock": -0.999999},
        ],
    )
    written = json.dumps(study_to_mapping(given), allow_nan=False)
    assert read_study(written.encode()) == given
    assert study_from_mapping(study_to_mapping(given)) == given


def test_defaults_stay_defaults(document: Document) -> None:
    """What is absent, or null where nothing is a value, is the default."""
    given = document(finance={"start_date": None, "miner": None})
    read = study_from_mapping(given)
    assert read == study_from_mapping(document())
    assert (read.finance.start_date, read.finance.miner) == (None, None)
    written = study_to_mapping(read)
    assert "miner" not in written["finance"]
    assert "start_date" not in written["finance"]


def test_zero_is_not_missing(document: Document) -> None:
    """Fees of 0 are 0, and fees that are left out are an error."""
    assert study_from_mapping(document()).network.fees_btc_per_block == 0.0
    without = document()
    del without["network"]["fees_btc_per_block"]
    assert error_of(without) == "network.fees_btc_per_block must be given; got nothing"


def test_order_of_fields_does_not_matter(document: Document) -> None:
    """Groups and fields in reverse order are the same study."""
    given = document(finance={"miner": "Round"}, site={"overhead_fraction": 0.05})
    turned = {
        name: dict(reversed(part.items())) if isinstance(part, dict) else part
        for name, part in reversed(given.items())
    }
    assert list(turned) != list(given)
    assert study_from_mapping(turned) == study_from_mapping(given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-10T00:00:00Z", dt.datetime(2026, 10, 10, tzinfo=dt.UTC)),
        ("2026-10-10T00:00:00", dt.datetime(2026, 10, 10, tzinfo=dt.UTC)),
        ("2026-10-11T01:30:00+02:00", dt.datetime(2026, 10, 10, 23, 30, tzinfo=dt.UTC)),
    ],
)
def test_times_are_utc(document: Document, text: str, expected: dt.datetime) -> None:
    """Z, no zone and another zone are all understood as one moment."""
    read = study_from_mapping(document(network={"as_of": text}))
    assert read.network.as_of == expected


def test_byte_order_mark_is_no_error(document: Document, study: Build) -> None:
    """A file saved by a Windows editor starts with a mark; it is the same study."""
    assert read_study(b"\xef\xbb\xbf" + json.dumps(document()).encode()) == study()


def test_reading_leaves_the_document_alone(document: Document) -> None:
    """A mapping given by a notebook is not changed."""
    given = document(finance={"start_date": "2026-12-01"})
    before = copy.deepcopy(given)
    study_from_mapping(given)
    assert given == before


# What is refused, field by field


@pytest.mark.parametrize(
    "value", [True, False, None, "1", "", [1], {"value": 1}, math.nan, math.inf, -math.inf]
)
def test_only_finite_numbers_are_numbers(document: Document, value: Any) -> None:
    """Booleans, texts, nulls, lists, objects, NaN and infinities are refused everywhere."""
    messages = {}
    for place, name in NUMBERS:
        given = document()
        group(given, place)[name] = value
        messages[f"{place}.{name}"] = error_of(given)
    assert [m for field, m in messages.items() if not m.startswith(f"{field} must be a")] == []
    assert [m for m in messages.values() if "number" not in m or "; got " not in m] == []


@pytest.mark.parametrize(
    "literal",
    [
        *("NaN", "Infinity", "-Infinity", "1e400", "-1e400"),
        pytest.param("9" * 400, id="400 digits"),
    ],
)
def test_literals_that_are_no_finite_double_are_refused(document: Document, literal: str) -> None:
    """NaN and Infinity are no JSON, and 1e400 is infinite once it is read."""
    messages = {}
    for place, name in NUMBERS:
        given = document()
        group(given, place)[name] = "@"
        data = json.dumps(given).replace('"@"', literal).encode()
        messages[f"{place}.{name}"] = error_of(data)
    assert [m for field, m in messages.items() if not m.startswith(f"{field} must be a")] == []


@pytest.mark.parametrize(("place", "name"), NUMBERS)
def test_out_of_range_names_field_rule_unit_and_value(
    document: Document, place: str, name: str
) -> None:
    """Below its lowest and above its highest value every field says its rule and unit."""
    quantity = QUANTITIES[name]
    legal = quantity.range
    assert legal is not None
    assert legal.lower is not None
    too_much = [legal.lower - 1] + ([legal.lower] if not legal.lower_is_legal else [])
    if legal.upper is not None:
        too_much.append(legal.upper + 1)
    for value in too_much:
        given = document()
        group(given, place)[name] = value
        rule = legal.described(quantity.unit)
        assert error_of(given) == f"{place}.{name} must be {rule}; got {value}"
        assert quantity.unit in rule


@pytest.mark.parametrize(
    ("place", "name", "value", "rule"),
    [
        ("network", "as_of", None, "an ISO date and time in UTC"),
        ("network", "as_of", 20261010, "an ISO date and time in UTC"),
        ("network", "as_of", "yesterday", "an ISO date and time in UTC"),
        ("network", "as_of", "2026-02-30T00:00:00Z", "an ISO date and time in UTC"),
        ("network", "as_of", "2026-10-10T25:00:00Z", "an ISO date and time in UTC"),
        ("network", "as_of", "10/10/2026", "an ISO date and time in UTC"),
        ("finance", "start_date", 20261010, "a date YYYY-MM-DD"),
        ("finance", "start_date", "2026-10-10T00:00:00Z", "a date YYYY-MM-DD"),
        ("finance", "start_date", "2027-02-29", "a date YYYY-MM-DD"),
        ("finance", "start_date", "10/10/2026", "a date YYYY-MM-DD"),
        ("finance", "start_date", True, "a date YYYY-MM-DD"),
        ("finance", "start_date", "", "a date YYYY-MM-DD"),
        ("finance", "start_date", "2026-10-09", "a date on or after 2026-10-10, the UTC day"),
        ("finance", "miner", "Other", "the name of one of the miners"),
        ("finance", "miner", "", "the name of one of the miners"),
        ("finance", "miner", 0, "the name of a machine"),
        ("finance", "miner", ["Round"], "the name of a machine"),
        ("finance", "n_miners", -1, "a whole number from 0 to 1,000,000,000"),
        ("finance", "n_miners", 1.5, "a whole number from 0 to 1,000,000,000"),
        ("finance", "n_miners", True, "a whole number from 0 to 1,000,000,000"),
        ("finance", "switch_off_when_unprofitable", 1, "true or false"),
        ("finance", "switch_off_when_unprofitable", "true", "true or false"),
        ("finance", "switch_off_when_unprofitable", None, "true or false"),
        ("miners[0]", "name", "", "a text of printable characters on one line, not empty"),
        ("miners[0]", "name", " \t", "a text of printable characters on one line, not empty"),
        ("miners[0]", "name", "A\nB", "a text of printable characters on one line, not empty"),
        ("miners[0]", "name", 5, "a text of printable characters on one line, not empty"),
        ("scenarios[0]", "name", None, "a text of printable characters on one line, not empty"),
        (
            "scenarios[0]",
            "name",
            {"Base": 1},
            "a text of printable characters on one line, not empty",
        ),
    ],
)
def test_dates_names_and_switches_have_their_rules(
    document: Document, place: str, name: str, value: Any, rule: str
) -> None:
    """What is not a number is checked just as well, with its path."""
    given = document()
    group(given, place)[name] = value
    message = error_of(given)
    assert message.startswith(f"{place}.{name} must be {rule}")
    assert "; got " in message


def test_other_fields_are_all_covered() -> None:
    """Numbers and the others above are every field there is."""
    every = {(p, f.name) for p, kind in PLACES.items() for f in dataclasses.fields(kind)}
    assert set(NUMBERS) | set(OTHERS) == every


@pytest.mark.parametrize("place", list(PLACES))
def test_unknown_fields_are_errors(document: Document, place: str) -> None:
    """A misspelt field is named with its path and the names there are."""
    given = document()
    group(given, place)["load_facter"] = 0.5
    message = error_of(given)
    assert message.startswith(f"{place}.load_facter must be one of ")
    assert message.endswith("; got 'load_facter'")
    assert dataclasses.fields(PLACES[place])[-1].name in message


def test_unknown_groups_are_errors(document: Document) -> None:
    """A group that the specification does not have is refused."""
    known = {field.name for field in dataclasses.fields(StudyInputs)}
    assert {"network", "site", "miners", "finance", "scenarios", "hydro"} <= known
    assert error_of({**document(), "tax": {}}) == (
        f"tax must be one of {', '.join(sorted(known))}; got 'tax'"
    )


@pytest.mark.parametrize("place", list(PLACES))
def test_missing_required_fields_are_errors(document: Document, place: str) -> None:
    """Each field without a default has to be given."""
    required = [
        field.name
        for field in dataclasses.fields(PLACES[place])
        if field.default is dataclasses.MISSING
    ]
    assert required
    for name in required:
        given = document()
        del group(given, place)[name]
        assert error_of(given) == f"{place}.{name} must be given; got nothing"


@pytest.mark.parametrize("name", ["network", "site", "miners", "finance", "scenarios"])
def test_groups_must_be_there_and_have_their_shape(document: Document, name: str) -> None:
    """A missing group, and a list or a text where an object belongs, are named."""
    given = document()
    del given[name]
    assert error_of(given) == f"{name} must be given; got nothing"
    wanted = "a list of objects" if name in ("miners", "scenarios") else "a JSON object"
    for wrong in (None, "text", 5, True):
        assert error_of({**document(), name: wrong}).startswith(f"{name} must be {wanted}; got ")
    other = {} if name in ("miners", "scenarios") else []
    assert error_of({**document(), name: other}).startswith(f"{name} must be {wanted}; got ")


@pytest.mark.parametrize("name", ["miners", "scenarios"])
def test_lists_have_objects_in_them(document: Document, name: str) -> None:
    """An empty list and a list of texts are refused, the latter by its place."""
    most = {"miners": "5,000", "scenarios": "100"}[name]
    assert error_of({**document(), name: []}) == f"{name} must be a list of 1 to {most}; got 0"
    given = document()
    given[name].append("Bear")
    assert error_of(given) == f"{name}[1] must be a JSON object; got 'Bear'"


@pytest.mark.parametrize("name", ["miners", "scenarios"])
def test_names_stand_once(document: Document, name: str) -> None:
    """The later of two equal names is pointed at."""
    given = document()
    given[name] *= 2
    assert error_of(given).startswith(f"{name}[1].name must be different from the names before it")


@pytest.mark.parametrize("wrong", [None, [], "study", 5, True])
def test_study_is_an_object(wrong: Any) -> None:
    """A list, a text, a number or null is no study."""
    assert error_of(wrong).startswith("study must be a JSON object; got ")


# What is refused, file by file


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"", "study must be a JSON object; got 'an empty file'"),
        (b" \n\t", "study must be a JSON object; got 'an empty file'"),
        (b"\xef\xbb\xbf", "study must be a JSON object; got 'an empty file'"),
        (b"{", "study must be valid JSON; got "),
        (b"{'a': 1}", "study must be valid JSON; got "),
        (b'{"a": 1,}', "study must be valid JSON; got "),
        (b'{"a": 1} {"a": 1}', "study must be valid JSON; got "),
        (b"hello", "study must be valid JSON; got "),
        (b'{"a": "\x00"}', "study must be valid JSON; got "),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "study must be JSON in UTF-8; got "),
        (b"PK\x03\x04\xff\xfe", "study must be JSON in UTF-8; got "),
        ('{"a": 1}'.encode("utf-16"), "study must be JSON in UTF-8; got "),
        (b'{"name": "\xe4"}', "study must be JSON in UTF-8; got "),
        (b"[" * 100_000, "study must be JSON that is not nested so deeply; got "),
        (b'{"a":' * 100_000, "study must be JSON that is not nested so deeply; got "),
        (b"9" * 5000, "study must be JSON with numbers of a sane length; got "),
        (b"null", "study must be a JSON object; got nothing"),
        (b"NaN", "study must be a JSON object; got nan"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_broken_files_are_one_line(data: bytes, start: str) -> None:
    """Empty, cut, binary, foreign and huge-nested files are refused in one line."""
    assert error_of(data).startswith(start)


def test_place_of_a_mistake_is_told() -> None:
    """The line and column of what is no JSON are in the message."""
    assert "at line 2, column 7" in error_of(b'{"a": 1,\n "b": x}')


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('"years": 3', '"years": 3, "years": 30', "years"),
        ('"load_factor": 0.9', '"load_factor": 0.9, "load_factor": 0.9', "load_factor"),
        ('"site":', '"site": {}, "site":', "site"),
        ('"name": "Base"', '"name": "Base", "name": "Bear"', "name"),
    ],
)
def test_repeated_keys_are_errors(document: Document, old: str, new: str, name: str) -> None:
    """A key given twice is refused even where the values agree: nobody knows which was meant."""
    text = json.dumps(document())
    assert old in text
    message = error_of(text.replace(old, new).encode())
    assert message.startswith(f"{name} must be given once in its JSON object")


def test_message_shows_long_and_odd_values_shortened(document: Document) -> None:
    """A value of a million characters, or with line breaks, is still one short line."""
    for odd in ("x" * 1_000_000, "a\nb\r\x1b[31mc\u2028d", ["y"] * 100_000):
        assert len(error_of(document(site={"load_factor": odd}))) < 200
    assert len(error_of(document(site={"z" * 1_000_000: 1}))) < 300
    assert "\x1b" not in error_of(document(site={"\x1b[31m\n": 1}))


def test_deeply_nested_value_is_one_line(document: Document) -> None:
    """A list just below the parser's own limit is refused like any other list."""
    for depth in range(900, 1000):
        deep: list[Any] = []
        for _ in range(depth):
            deep = [deep]
        study = {**document(), "site": {**document()["site"], "load_factor": deep}}
        with pytest.raises(InputError, match=r"^site\.load_factor must be"):
            study_from_mapping(study)


@pytest.mark.parametrize("as_of", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_times_without_a_utc_day_are_refused(document: Document, as_of: str) -> None:
    """A time beyond the calendar's ends is one line."""
    message = error_of(document(network={"as_of": as_of}))
    assert message.startswith("network.as_of must be a time that exists in UTC; got ")


def test_group_of_the_message_keeps_its_cause(document: Document) -> None:
    """An error knows its field, rule and value, for a dashboard that shows them apart."""
    with pytest.raises(InputError) as caught:
        study_from_mapping(document(finance={"years": 51}))
    assert caught.value.argument == "finance.years"
    assert caught.value.rule == "a whole number from 1 to 50 (years)"
    assert caught.value.value == 51
