"""Series that a study names by their file."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.series_files import READERS
from hydro_mining.imports.study import (
    read_study,
    read_study_file,
    study_from_mapping,
    study_to_mapping,
)

Document = Callable[..., dict[str, Any]]
FILES = {
    "flow.csv": b"date,Q [l/s]\n2001-01-01,1500\n2001-01-02,-999\n2001-01-03,2500\n",
    "bare.csv": b"date,Q\n2001-01-01,1500\n2001-01-02,2500\n",
    "years/power.csv": b"time,P [MW]\n2001-01-01 00:00,1.5\n2001-01-01 01:00,2.5\n",
}
PLANT = {"gross_head_m": 10, "design_flow_m3_s": 2, "turbine": "kaplan"}


def contents(name: str) -> bytes:
    if name not in FILES:
        raise InputError("file", "a file that can be read", name)
    return FILES[name]


def written(document: dict[str, Any], **hydro: Any) -> bytes:
    return json.dumps({**copy.deepcopy(document), "hydro": {**PLANT, **hydro}}).encode()


def test_a_flow_file_beside_a_study_is_read(document: Document) -> None:
    """Its values stand in the study, with its name; what it was taken for is told."""
    read = read_study_file(written(document(), flow_m3_s={"file": "flow.csv"}), contents)
    flow = read.study.hydro.flow_m3_s
    assert flow.values[[0, 2]].tolist() == [1.5, 2.5]
    assert flow.source == "flow.csv"
    (file,) = read.files
    assert (file.path, file.name) == ("hydro.flow_m3_s", "flow.csv")
    assert file.understood[0].startswith("plain columns of time and value: flow in l/s")
    assert file.warnings[0] == "1 value is -999, taken as a gap (first in line 3)."


def test_power_is_read_by_its_own_units(document: Document) -> None:
    """A file in a folder below the study, in MW."""
    study = read_study(written(document(), power_kw={"file": "years/power.csv"}), contents)
    assert study.hydro.power_kw.values.tolist() == [1_500, 2_500]


def test_options_stand_beside_the_name(document: Document) -> None:
    """As for the reader in Python."""
    given = {"file": "bare.csv", "unit": "m3/s"}
    assert read_study(written(document(), flow_m3_s=given), contents).hydro.flow_scale == 1


def test_a_study_that_was_read_needs_no_file_any_more(document: Document) -> None:
    """Its JSON holds the values."""
    study = read_study(written(document(), flow_m3_s={"file": "flow.csv"}), contents)
    assert study_from_mapping(study_to_mapping(study)) == study
    assert study_to_mapping(study)["hydro"]["flow_m3_s"]["values"] == [1.5, None, 2.5]


@pytest.mark.parametrize(
    ("described", "line"),
    [
        ({"file": "../flow.csv"}, "hydro.flow_m3_s.file must be the name of a file beside the"),
        ({"file": "/etc/flow.csv"}, "hydro.flow_m3_s.file must be the name of a file beside the"),
        ({"file": "C:\\flow.csv"}, "hydro.flow_m3_s.file must be the name of a file beside the"),
        ({"file": 5}, "hydro.flow_m3_s.file must be the name of a file beside the study; got 5"),
        ({"file": "no.csv"}, "hydro.flow_m3_s, no.csv must be a file that can be read"),
        (
            {"file": "bare.csv"},
            "hydro.flow_m3_s, bare.csv, line 1, column Q must be with a unit that is known here "
            "(m³/s, l/s, cfs, kcfs, Ml/d, m³/h, m³/d, l/min), or told by the option "
            "hydro.flow_m3_s.unit; got 'Q'",
        ),
        ({"file": "bare.csv", "unit": "mm"}, "hydro.flow_m3_s.unit must be one of m³/s, l/s"),
        ({"file": "bare.csv", "units": "l/s"}, "hydro.flow_m3_s.units must be one of clock"),
        ({"file": "bare.csv", "timezone": "Mars"}, "hydro.flow_m3_s.timezone must be an IANA"),
    ],
)
def test_what_is_wrong_is_named(document: Document, described: dict[str, Any], line: str) -> None:
    """Field, file, place in it and the option that settles it, in one line."""
    with pytest.raises(InputError) as caught:
        read_study(written(document(), flow_m3_s=described), contents)
    assert str(caught.value).startswith(line)


def test_without_a_place_beside_it_no_file_is_read(document: Document) -> None:
    """A study that is loaded on the page has no folder."""
    with pytest.raises(InputError, match=r"^hydro.flow_m3_s.file must be values in the study its"):
        read_study(written(document(), flow_m3_s={"file": "flow.csv"}))


def test_other_documents_are_left_alone(document: Document) -> None:
    """Studies without files, and what is no study, are read or refused as ever."""
    assert read_study_file(json.dumps(document()).encode(), contents).files == ()
    with pytest.raises(InputError, match="study must be a JSON object"):
        read_study(b"[]", contents)
    with pytest.raises(InputError, match="hydro must be a JSON object"):
        read_study(json.dumps({**document(), "hydro": 5}).encode(), contents)


def test_every_reader_is_of_a_field() -> None:
    """Group and field, as a study's JSON has them."""
    assert {("hydro", "flow_m3_s"), ("hydro", "power_kw")} <= set(READERS)
