"""A case as text for an address: it comes back, and nothing else is read."""

import base64
import dataclasses
import datetime as dt
import json
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network, default_study_inputs
from hydro_mining.imports.example_water import example_water
from hydro_mining.imports.study import read_study
from hydro_mining.package_files import package_text
from hydro_mining.reports.link import (
    CASE_KEY,
    LONGEST_CASE,
    LONGEST_KEPT,
    case_text,
    kept_text,
    read_case,
    read_kept,
)
from hydro_mining.reports.run_record import (
    RunRecord,
    new_record,
    record_of_study,
    record_text,
)

NOW = dt.datetime(2026, 11, 21, 19, 21, tzinfo=dt.UTC)
LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def default_record(entries: tuple[CatalogueEntry, ...] | None = None) -> RunRecord:
    """Return the record of the study that the dashboard opens with."""
    return new_record(
        evaluate(default_study_inputs()),
        entries=bundled_catalogue() if entries is None else entries,
        snapshot=bundled_network(),
        created_at=NOW,
        currency="EUR",
    )


def example_record() -> RunRecord:
    """Return the record of the example study, whose catalogue is its own."""
    return record_of_study(read_study(package_text("data", "example_study.json").encode()), now=NOW)


def packed(data: bytes | Any) -> str:
    """Return data, or a document as JSON, as a link holds it."""
    written = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(zlib.compress(written, level=9)).decode().rstrip("=")


def unpacked(text: str) -> dict[str, Any]:
    """Return the document of a link."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    document: dict[str, Any] = json.loads(zlib.decompress(data))
    return document


def refused(text: str) -> str:
    """Return the one short line that says why a text is no case."""
    with pytest.raises(InputError) as caught:
        read_case(text)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 400
    return said


# --- the round trip -----------------------------------------------------------------------------


def test_a_case_comes_back_whole() -> None:
    """Inputs, catalogue, snapshot, currency and time are those of the record, results are new."""
    record = default_record()
    read = read_case(case_text(record))
    assert record_text(read) == record_text(record)
    assert case_text(read) == case_text(record)


def test_the_default_study_fits_an_address() -> None:
    """Fewer than 8,000 letters, none of which an address would write otherwise."""
    text = case_text(default_record())
    assert 0 < len(text) < 8_000
    assert set(text) <= LETTERS
    assert CASE_KEY == "case"


def test_a_case_holds_no_results_and_no_shipped_catalogue() -> None:
    """What can be computed, or comes with the product, is not sent."""
    document = unpacked(case_text(default_record()))
    assert "results" not in document
    assert list(document["inputs"]["catalogue"]) == ["bundled"]
    assert len(document["inputs"]["catalogue"]["bundled"]) == 16


def test_an_own_catalogue_travels_whole() -> None:
    """Machines that are not those of the product, the unused too, come back as they were."""
    first, *others = bundled_catalogue()[:12]
    entries = (dataclasses.replace(first, note="Ours: é <b>&amp;"), *others)
    miners = {entry.name for entry in entries}
    inputs = default_study_inputs()
    inputs = dataclasses.replace(
        inputs, miners=tuple(miner for miner in inputs.miners if miner.name in miners)
    )
    record = new_record(
        evaluate(inputs), entries=entries, snapshot=bundled_network(), created_at=NOW
    )
    text = case_text(record)
    assert isinstance(unpacked(text)["inputs"]["catalogue"], list)
    assert read_case(text).entries == entries
    assert record_text(read_case(text)) == record_text(record)
    assert record_text(read_case(case_text(example_record()))) == record_text(example_record())


def test_another_version_s_catalogue_gives_way_to_the_study_s_machines() -> None:
    """With a foreign fingerprint the machines are those of the study, at its prices in pounds."""
    document = unpacked(case_text(default_record()))
    document["inputs"]["catalogue"] = {"bundled": "0123456789abcdef"}
    read = read_case(packed(document))
    assert read.study == default_study_inputs()
    assert [entry.name for entry in read.entries] == [m.name for m in read.study.miners]
    assert {quote.currency for entry in read.entries for quote in entry.quotes} == {"GBP"}
    assert read.results == evaluate(default_study_inputs()).to_dict()
    assert len(read.entries) < len(bundled_catalogue())


# --- what does not fit --------------------------------------------------------------------------


def test_a_study_that_is_too_large_is_refused_with_advice(
    study: Callable[..., StudyInputs],
) -> None:
    """The line says how long it would be, how long it may be, and what to do instead."""
    names = [f"{i * 2654435761 % 2**32:x} {i * 40503 % 65521:x}" for i in range(100)]
    rows = [
        {"name": f"{name} {other}", "btc_price_shock": i / 977, "difficulty_shock": i / 1009}
        for i, (name, other) in enumerate(zip(names, reversed(names), strict=True))
    ]
    machines = [
        {"name": f"{name} m", "hashrate_ths": 100 + i / 7, "power_w": 2_500.0, "price_gbp": 7 * i}
        for i, name in enumerate(names)
    ]
    record = record_of_study(study(scenarios=rows, miners=machines), now=NOW)
    with pytest.raises(
        InputError,
        match=r"^link must be of at most 8,000 characters; save the run record as a file instead; "
        r"got '[0-9]{1,2},[0-9]{3}'$",
    ):
        case_text(record)


# --- what is refused ----------------------------------------------------------------------------


def test_a_text_of_the_wrong_length_is_refused() -> None:
    """An empty text and one of 8,001 letters are not unpacked at all."""
    assert LONGEST_CASE == 8_000
    assert refused("") == "link must be of 1 to 8,000 characters; got '0'"
    assert refused("A" * 8_001) == "link must be of 1 to 8,000 characters; got '8,001'"
    assert refused("A" * 8_000).startswith("link must be whole")


def test_a_case_may_fill_its_bound_exactly_when_unpacked() -> None:
    """A million bytes of JSON are read, one more is refused."""
    document = json.dumps(unpacked(case_text(example_record()))).encode()
    fits = document + b" " * (1_000_000 - len(document))
    assert record_text(read_case(packed(fits))) == record_text(example_record())
    assert refused(packed(fits + b" ")).startswith("link must be whole, and of at most 1,000,000")


@pytest.mark.parametrize("text", ["A", "####", "a b", "ä" * 8, "\x00" * 4, "AAAA", "=" * 4, "\n"])
def test_a_text_that_is_no_case_is_refused(text: str) -> None:
    """Letters that are no packed data are damaged, or cut, ones."""
    assert refused(text).startswith("link must be whole, as it was copied; got ")


@pytest.mark.parametrize("length", [1, 2, 3, 100, 1_000, -4, -3, -2, -1])
def test_a_cut_case_is_refused(length: int) -> None:
    """Wherever a mail program cut it, it is not whole."""
    assert refused(case_text(default_record())[:length]).startswith("link must be whole")


def test_a_damaged_case_is_refused() -> None:
    """With any one letter changed the checksum tells, or the letters do."""
    text = case_text(example_record())
    for place in range(0, len(text), 7):
        letter = "A" if text[place] != "A" else "B"
        # The last letter can have bits that mean nothing.
        if place < len(text) - 1:
            assert refused(text[:place] + letter + text[place + 1 :]).startswith("link must be")


def test_something_after_the_case_is_refused() -> None:
    """What stands behind the packed data is nobody's, so the whole is refused."""
    data = zlib.compress(json.dumps(unpacked(case_text(example_record()))).encode(), 9)
    for more in (b"\0", b"more", data):
        text = base64.urlsafe_b64encode(data + more).decode().rstrip("=")
        assert refused(text).startswith("link must be whole")


def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1_000_000)) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])


def test_a_bomb_is_refused_soon_and_small() -> None:
    """Zeros that would fill 100 MB are refused with a few MB, in a blink."""
    nested = zlib.compress(zlib.compress(_bomb(100), 9), 9)  # packed thrice it fits an address
    assert len(base64.b64encode(nested)) < LONGEST_CASE
    refused(base64.urlsafe_b64encode(nested).decode().rstrip("="))
    short = base64.urlsafe_b64encode(_bomb(5)).decode().rstrip("=")
    assert len(short) < LONGEST_CASE  # 5 MB, the most that so few letters hold
    tracemalloc.start()
    begun = time.monotonic()
    try:
        said = refused(short)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 2
    assert said.startswith("link must be whole, and of at most 1,000,000 bytes when unpacked; got")
    long = base64.urlsafe_b64encode(_bomb(100)).decode().rstrip("=")
    assert refused(long).startswith("link must be of 1 to 8,000 characters")


def _changed(change: Callable[[dict[str, Any]], Any]) -> str:
    document = unpacked(case_text(example_record()))
    change(document)
    return packed(document)


HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "nothing": (lambda: packed(b""), "link must be a JSON object; got 'an empty file'"),
    "not UTF-8": (lambda: packed(b"\xff"), "link must be JSON in UTF-8"),
    "no JSON": (lambda: packed(b"alert(1)"), "link must be valid JSON"),
    "a pickle": (lambda: packed(b"\x80\x04cos\nsystem\n"), "link must be JSON in UTF-8"),
    "brackets": (lambda: packed(b"[" * 100_000), "link must be JSON that is not nested"),
    "list": (lambda: packed([]), "link must be a JSON object"),
    "no inputs": (lambda: packed({}), "link.inputs must be a JSON object; got nothing"),
    "no study": (lambda: packed({"inputs": {}}), "link.study must be a JSON object; got nothing"),
    "NaN": (lambda: packed({"inputs": float("nan")}), "link must be JSON with finite numbers"),
    "1e400": (lambda: packed(b'{"inputs": 1e400}'), "link must be JSON with finite numbers"),
    "twice": (lambda: packed(b'{"a":1,"a":1}'), "a must be given once in its JSON object"),
    "out of bounds": (
        lambda: _changed(lambda d: d["inputs"]["study"]["site"].update(load_factor=1.5)),
        "link.site.load_factor must be a number above 0 up to 1",
    ),
    "unknown input": (
        lambda: _changed(lambda d: d["inputs"]["study"]["site"].update(onload="alert(1)")),
        "link.site.onload must be one of",
    ),
    "unknown field": (
        lambda: _changed(lambda d: d.update(onload="alert(1)")),
        "onload must be one of",
    ),
    "newer": (lambda: _changed(lambda d: d.update(schema_version=7)), "schema_version must be at"),
    "no currency": (
        lambda: _changed(lambda d: d["inputs"].pop("currency")),
        "inputs.currency must be given",
    ),
    "half a letter": (
        lambda: _changed(lambda d: d.update(product_version="\ud800")),
        "record must be text of whole letters",
    ),
    "machine with spaces": (
        lambda: _changed(
            lambda d: (
                d["inputs"]["study"]["miners"][0].update(name=" S21"),
                d["inputs"].update(catalogue={"bundled": "x"}),
            )
        ),
        "link.miners[0].name must be one line",
    ),
    "at odds": (
        lambda: _changed(lambda d: d["inputs"]["study"]["network"].update(btc_price_usd=1.0)),
        "network_snapshot.values.btc_price_usd.value must be that of",
    ),
    "no snapshot": (
        lambda: _changed(lambda d: d.pop("network_snapshot")),
        "network_snapshot must be given",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_case_is_refused(case: str) -> None:
    """A packed document follows the rules of a record; what breaks one is named."""
    build, said = HOSTILE[case]
    assert refused(build()).startswith(said)


def test_results_in_a_link_are_not_believed() -> None:
    """What somebody wrote as results is computed anew."""
    text = _changed(lambda d: d.update(results={"chosen_miner": "<script>"}))
    assert read_case(text).results == example_record().results


def record_with_water() -> RunRecord:
    """Return a record with ten years of days and a year of hours, which no address holds."""
    hydro, market = example_water(1_000, {"EUR": 0.9})
    study = dataclasses.replace(default_study_inputs(), hydro=hydro, market=market)
    return new_record(
        evaluate(study),
        entries=bundled_catalogue(),
        snapshot=bundled_network(),
        created_at=NOW,
        currency="GBP",
    )


def test_a_case_too_long_for_an_address_comes_back_from_a_browser_s_shelf() -> None:
    """Water and prices to the last digit, and so the figures."""
    record = record_with_water()
    with pytest.raises(InputError, match="link must be of at most"):
        case_text(record)
    text = kept_text(record)
    assert LONGEST_CASE < len(text) < LONGEST_KEPT
    read = read_kept(text)
    assert read.study == record.study
    assert read.results == record.results
    with pytest.raises(InputError, match="link must be of 1 to 8,000"):
        read_case(text)


def test_a_short_case_is_kept_as_a_link_holds_it() -> None:
    """The same letters, for either reader."""
    record = default_record()
    assert kept_text(record) == case_text(record)
    assert record_text(read_kept(case_text(record))) == record_text(record)


def test_an_empty_shelf_says_what_to_upload() -> None:
    """As in a tab that the case was not made in."""
    with pytest.raises(InputError, match="upload its files again, water on Hydro and prices"):
        read_kept("")
