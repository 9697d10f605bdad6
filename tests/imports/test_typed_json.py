"""Frozen dataclasses as JSON and back, by their declared types."""

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal, TypedDict

import numpy as np
import pytest

from hydro_mining.economics.arrays import Floats, GappedFloats
from hydro_mining.exceptions import InputError
from hydro_mining.imports.json_kinds import ByKey
from hydro_mining.imports.typed_json import LONGEST_TEXT, MOST_ITEMS, from_json, to_json


class Side(StrEnum):
    """Of a river."""

    LEFT = "left"
    RIGHT = "right"


class Row(TypedDict):
    """A figure of a result."""

    figure: float | None


class Later(Row, total=False):
    """The same with a figure that came later."""

    added: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of which some are older."""

    rows: list[Later]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Something nested, with a rule of its own."""

    height_m: float

    def __post_init__(self) -> None:
        if self.height_m < 0:
            raise InputError("height_m", "a number of 0 or more (m)", self.height_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class River:
    """One field of every kind."""

    name: str
    days: int
    is_tidal: bool
    kind: Literal["river", "burn"]
    side: Side
    opened: dt.date
    read_at: dt.datetime
    flows_m3_s: Floats
    gauges: tuple[Gauge, ...]
    shares: Mapping[str, float]
    results: list[Row]
    extras: Annotated[Mapping[str, Any], ByKey({"gauge": Gauge})]
    residual: float | None = None
    unit: str = "m3/s"
    detail: str = field(default="", metadata={"in_records": False})


RIVER = River(
    name="Tay",
    days=365,
    is_tidal=False,
    kind="river",
    side=Side.LEFT,
    opened=dt.date(2026, 2, 28),
    read_at=dt.datetime(2026, 2, 28, 12, tzinfo=dt.UTC),
    flows_m3_s=np.array([1.5, 2]),
    gauges=(Gauge(height_m=1.25),),
    shares={"wet": 0.25},
    results=[{"figure": None}],
    extras={"gauge": Gauge(height_m=2)},
    detail="what nobody else reads",
)


def written() -> dict[str, Any]:
    """Return the river as parsed JSON."""
    document: dict[str, Any] = json.loads(json.dumps(to_json(RIVER)))
    return document


def said(document: Any, *, complete: bool = True) -> str:
    """Return the line that refuses a document."""
    with pytest.raises(InputError) as caught:
        from_json(River, document, called="river", complete=complete)
    return str(caught.value)


def test_every_kind_of_value_is_written_and_comes_back() -> None:
    """Each field is JSON of its own kind; what does not belong in records is not written."""
    assert written() == {
        "name": "Tay",
        "days": 365,
        "is_tidal": False,
        "kind": "river",
        "side": "left",
        "opened": "2026-02-28",
        "read_at": "2026-02-28T12:00:00+00:00",
        "flows_m3_s": [1.5, 2.0],
        "gauges": [{"height_m": 1.25}],
        "shares": {"wet": 0.25},
        "results": [{"figure": None}],
        "extras": {"gauge": {"height_m": 2}},
        "unit": "m3/s",
    }
    again = from_json(River, written(), called="river", complete=True)
    assert to_json(again) == to_json(RIVER)
    assert (again.side, again.gauges, again.extras) == (Side.LEFT, RIVER.gauges, RIVER.extras)
    assert (again.flows_m3_s.dtype, again.detail) == (np.float64, "")


def test_a_default_may_be_left_out_unless_all_must_be_given() -> None:
    """None is nothing to write; any other default stands in a complete document."""
    document = written()
    del document["unit"]
    assert from_json(River, document, called="river").unit == "m3/s"
    assert said(document) == "unit must be given; got nothing"
    assert from_json(River, {**written(), "residual": None}, called="river").residual is None


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("name", 5, "name must be a text of at most 2,000 characters; got 5"),
        ("name", None, "name must be a text of at most 2,000 characters; got nothing"),
        ("days", 1.5, "days must be a whole number; got 1.5"),
        ("days", True, "days must be a whole number; got true"),
        ("is_tidal", 1, "is_tidal must be true or false; got 1"),
        ("kind", "loch", "kind must be one of river, burn; got 'loch'"),
        ("side", "middle", "side must be one of left, right; got 'middle'"),
        ("side", None, "side must be one of left, right; got nothing"),
        ("opened", "2026-02-30", "opened must be a date YYYY-MM-DD; got '2026-02-30'"),
        ("read_at", "noon", "read_at must be an ISO date and time in UTC, such as"),
        ("flows_m3_s", 1, "flows_m3_s must be a list of values; got 1"),
        ("flows_m3_s", [1, "2"], "flows_m3_s[1] must be a number; got '2'"),
        ("flows_m3_s", [math.nan], "flows_m3_s[0] must be a number; got nan"),
        ("flows_m3_s", [10**400], "flows_m3_s[0] must be a number; got a whole number of"),
        ("gauges", {}, "gauges must be a list of objects; got {}"),
        ("gauges", [{"height_m": -1}], "gauges[0].height_m must be a number of 0 or more (m)"),
        ("gauges", [{"height_m": "x"}], "gauges[0].height_m must be a number; got 'x'"),
        ("gauges", [{"width": 1}], "gauges[0].width must be one of height_m; got 'width'"),
        ("gauges", [{}], "gauges[0].height_m must be given; got nothing"),
        ("shares", [], "shares must be a JSON object; got []"),
        ("shares", {"wet": None}, "shares.wet must be a number; got nothing"),
        ("results", [{}], "results[0].figure must be given; got nothing"),
        ("results", [{"figure": "1"}], "results[0].figure must be a number; got '1'"),
        ("extras", {"other": {}}, "extras.other must be one of gauge; got 'other'"),
        ("residual", "x", "residual must be a number; got 'x'"),
        ("detail", "x", "detail must be one of days, extras,"),
    ],
)
def test_one_line_names_the_path_the_rule_and_the_value(name: str, value: Any, line: str) -> None:
    """A constructor's own rule comes first, also where it counts on the type it declares."""
    assert said({**written(), name: value}).startswith(line)


def test_a_document_that_is_no_object_is_named() -> None:
    """The whole has the name that its reader knows it by."""
    assert said([]) == "river must be a JSON object; got []"


def test_limits_hold_at_their_exact_bound() -> None:
    """2,000 characters and 10,000 entries are read, one more of either is refused."""
    assert (LONGEST_TEXT, MOST_ITEMS) == (2_000, 10_000)
    fits = {**written(), "name": "x" * 2_000, "flows_m3_s": [1] * 10_000}
    assert len(from_json(River, fits, called="river").flows_m3_s) == 10_000
    shares = {str(i): 1 for i in range(10_000)}
    assert len(from_json(River, {**written(), "shares": shares}, called="river").shares) == 10_000
    assert said({**written(), "name": "x" * 2_001}).startswith("name must be a text of at most")
    many = said({**written(), "flows_m3_s": [1] * 10_001})
    assert many == "flows_m3_s must be at most 10,000 entries; got '10,001'"
    assert said({**written(), "shares": {**shares, "x": 1}}).startswith("shares must be at most")


def test_a_key_that_came_later_may_be_absent_from_a_row() -> None:
    """It is checked where it is given; those that were always there must be."""
    rows = [{"figure": 1.5}, {"figure": None, "added": 2.5}]
    assert from_json(Table, {"rows": rows}, called="table") == Table(rows=rows)
    with pytest.raises(InputError, match=r"rows\[0\].figure must be given"):
        from_json(Table, {"rows": [{"added": 2.5}]}, called="table")
    with pytest.raises(InputError, match=r"rows\[0\].added must be a number"):
        from_json(Table, {"rows": [{"figure": 1.5, "added": None}]}, called="table")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """An array with gaps, and a union."""

    flows: GappedFloats
    rule: float | tuple[float, ...] | Gauge | None = None


@pytest.mark.parametrize("rule", [None, 1.5, (1.0, 2.0), Gauge(height_m=2)])
def test_gaps_are_null_and_unions_are_told_by_their_form(rule: Any) -> None:
    """NaN is written as null, and each value of a union reads back as itself."""
    document = json.loads(json.dumps(to_json(Record(flows=np.array([1, math.nan]), rule=rule))))
    assert document["flows"] == [1, None]
    read = from_json(Record, document, called="record")
    assert read.rule == rule
    assert np.isnan(read.flows).tolist() == [False, True]


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ({"flows": 1}, "flows must be a list of values; got 1"),
        ({"flows": [1, "2"]}, "flows[1] must be a number, or null for a gap; got '2'"),
        ({"flows": [True]}, "flows[0] must be a number, or null for a gap; got true"),
        ({"flows": [math.nan]}, "flows[0] must be a number, or null for a gap; got nan"),
        ({"flows": [10**400]}, "flows[0] must be a number, or null for a gap; got a whole"),
        (
            {"flows": [], "rule": "x"},
            "rule must be a number or a list of values or an object of height_m; got 'x'",
        ),
        ({"flows": [], "rule": {"height_m": -1}}, "rule.height_m must be a number of 0 or more"),
        ({"flows": [], "rule": ["x"]}, "rule[0] must be a number; got 'x'"),
    ],
)
def test_bad_gaps_and_unions_are_named(document: dict[str, Any], line: str) -> None:
    """With their path, the rule and the value."""
    with pytest.raises(InputError) as caught:
        from_json(Record, document, called="record")
    assert str(caught.value).startswith(line)
