"""Files of river flow and of power, in the forms that people have them in."""

import datetime as dt
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.flows import FlowImport, FlowOptions, read_flow, read_power

CFS = 0.3048**3
DAY = "2001-01-01"


def flow(text: str, **options: Any) -> FlowImport:
    return read_flow(text.encode(), FlowOptions(**options), name="river.csv")


def power(text: str, **options: Any) -> FlowImport:
    return read_power(text.encode(), FlowOptions(**options))


def values(made: FlowImport) -> list[float | None]:
    return [None if np.isnan(one) else round(one, 6) for one in made.series.values.tolist()]


def refused(text: str, **options: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        flow(text, **options)
    assert "\n" not in str(caught.value)
    return caught.value


# Forms

GRDC = """# Title:                 GRDC STATION DATA FILE
# Field delimiter:       ;
# missing values are indicated by -999.000
# River:                 MADE UP
# Unit of measure:       m³/s
# DATA
YYYY-MM-DD;hh:mm; Value
1930-11-01;--:--;   2460.000
1930-11-02;--:--;   -999.000
1930-11-03;--:--;      8.990
"""
USGS = """# ---- WARNING ----
# retrieved: 2024
agency_cd\tsite_no\tdatetime\t85235_00060_00003\t85235_00060_00003_cd
5s\t15s\t20d\t14n\t10s
USGS\t09447000\t2001-01-01\t28\tA
USGS\t09447000\t2001-01-02\tIce\tP:e
USGS\t09447000\t2001-01-03\t29.5\tA
"""
NRFA = """file,timestamp,2024-01-01T00:00:00
database,id,nrfa-public-30
station,name,Made Up at Nowhere
dataType,name,Gauged Daily Flow
dataType,units,m3/s
data,first,1883-01-01
data,last,1883-01-04
1883-01-01,231.0,
1883-01-02,233.0,M
1883-01-04,229.0,
"""


KIWIS = """#ts_id;1234
#ts_unitname;cubic meter per second
#Timestamp;Value;Quality Code
2001-01-01T00:00:00.000Z;0.25;0
2001-01-01T01:00:00.000Z;;255
2001-01-01T02:00:00.000Z;0.75;0
"""


@pytest.mark.parametrize(
    ("text", "form", "start", "expected"),
    [
        (GRDC, "GRDC station data", "1930-11-01", [2460, None, 8.99]),
        (
            GRDC.replace("; Value", "; Original; Calculated; Flag").replace("0\n", "0; -999; 99\n"),
            "GRDC station data",
            "1930-11-01",
            [2460, None, 8.99],
        ),
        (
            USGS,
            "USGS tab-delimited (RDB)",
            DAY,
            [round(28 * CFS, 6), None, round(29.5 * CFS, 6)],
        ),
        (NRFA, "UK National River Flow Archive", "1883-01-01", [231, 233, None, 229]),
    ],
)
def test_files_of_networks(text: str, form: str, start: str, expected: list[float | None]) -> None:
    """They name their units and what is missing; a day that is not there is a gap."""
    made = flow(text)
    assert made.report.form == form
    assert made.series.start == dt.datetime.fromisoformat(start)
    assert made.series.step_hours == 24
    assert values(made) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Datum;Abfluss [m³/s]\n01.01.2001;1,25\n02.01.2001;1,3\n13.01.2001;1,4\n",
        "Date;Débit (en l/s);Statut\n2001-01-01;1250;v\n2001-01-02;1300;v\n2001-01-13;1400;b\n",
        "Fecha,Caudal (m3/s)\n2001-01-01,1.25\n2001-01-02,1.3\n2001-01-13,1.4\n",
        "Dato;Vannføring (m³/s)\n2001-01-01;1,25\n2001-01-02;1,3\n2001-01-13;1,4\n",
        "date,Flow (Ml/d),Level (m)\n2001-01-01,108,2\n2001-01-02,112.32,2\n2001-01-13,120.96,2\n",
    ],
)
def test_plain_files_in_several_languages(text: str) -> None:
    """The flow is told from its heading and unit; 108 Ml/d are 1.25 m³/s."""
    made = flow(text)
    assert values(made) == [1.25, 1.3, *[None] * 10, 1.4]
    assert (made.report.gaps, made.report.missing_intervals) == (1, 10)


def test_the_series_names_its_file() -> None:
    """By name and SHA-256, for the record."""
    text = "date,Q (m3/s)\n2001-01-01,1\n2001-01-02,2\n"
    made = flow(text).series
    assert made.source == "river.csv"
    assert made.source_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_headings_may_stand_in_a_comment() -> None:
    """As KISTERS' web service writes them, with the unit above."""
    made = flow(KIWIS)
    assert values(made) == [0.25, None, 0.75]
    assert made.report.columns == {"time": ("Timestamp",), "value": ("Value",)}
    assert values(flow(KIWIS.replace("#ts_unitname;", "#Unit: "))) == values(made)


# Unit and column are asked for


def test_an_unknown_unit_is_asked_for() -> None:
    """Never skipped: no unit, or one that is not known; the option settles it."""
    for heading in ("Q", "Runoff (mm)", "Flow (mgd)", "Q (1000 m3/s)"):
        error = refused(f"date,{heading}\n2001-01-01,1\n2001-01-02,2\n")
        assert error.option == "unit"
        assert error.argument == f"line 1, column {heading}"
    assert values(flow("date,Q\n2001-01-01,1\n2001-01-02,2\n", unit="l/s")) == [0.001, 0.002]
    error = refused("date,Q\n2001-01-01,1\n2001-01-02,2\n", unit="mm")
    assert str(error).startswith("unit must be one of m³/s, l/s, cfs")


def test_a_unit_beside_a_number_must_be_the_columns() -> None:
    """A number in cfs in a column of m³/s is refused."""
    error = refused("date,Q (m3/s)\n2001-01-01,1\n2001-01-02,2 cfs\n")
    assert str(error) == "column Q (m3/s) must be in m³/s, as heading or option say; got 'cfs'"


def test_one_of_several_gauges_is_asked_for() -> None:
    """Two columns that may be it; the option names one."""
    text = "time,GAUGE_1,GAUGE_2\n2001-01-01,1,5\n2001-01-02,2,6\n"
    error = refused(text, unit="m3/s")
    assert error.option == "value_column"
    assert "GAUGE_1, GAUGE_2" in str(error)
    assert values(flow(text, unit="m3/s", value_column="GAUGE_2")) == [5, 6]
    assert refused(text, value_column="GAUGE_3").argument == "value_column"


def test_a_usgs_file_without_discharge_is_refused() -> None:
    """Gage height is no flow."""
    error = refused(USGS.replace("00060", "00065"))
    assert "with a column of discharge, parameter 00060" in str(error)


# What stands for no value


def test_gaps_sentinels_negatives_and_flags_are_named() -> None:
    """Each with its count and first line; none is a flow."""
    made = flow(
        "date;Q [m³/s];flag\n2001-01-01;1.5;A\n2001-01-02;-999;B\n2001-01-03;-0.2;A\n"
        "2001-01-04;Ice;A\n2001-01-05;;A\n2001-01-06;2.5;A\n2001-01-07;-999;A\n2001-01-08;3e;A\n"
    )
    assert values(made) == [1.5, None, None, None, None, 2.5, None, 3]
    assert made.report.left_out() == [
        "1 value is the text Ice, taken as a gap.",
        "2 values are -999, taken as a gap (first in line 3).",
        "1 value is below 0 (down to -0.2), taken as a gap (first in line 4).",
        "Gaps in the flow: 2 (5 intervals), not filled; the first from 2001-01-02 to 2001-01-06.",
    ]
    assert made.report.flags == {"e beside a number": 1, "flag A": 7, "flag B": 1}


def test_a_number_of_nines_is_asked_about() -> None:
    """9999 far above all others may stand for a gap: the option says whether it does."""
    text = "date,Q (m3/s)\n2001-01-01,2\n2001-01-02,9999\n2001-01-03,3\n"
    error = refused(text)
    assert (error.option, error.argument) == ("missing_value", "line 3, column Q (m3/s)")
    assert values(flow(text, missing_value=9999.0)) == [2, None, 3]
    assert values(flow(text, missing_value=-1.0)) == [2, 9999, 3]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("date,Q (m3/s)\n2001-01-01,1\n2001-01-02,<0.1\n", "line 3, column Q (m3/s) must be a"),
        ("date,Q (m3/s)\n2001-01-01,-999\n2001-01-02,\n", "file must be with at least one flow"),
        ("date,Q (m3/s)\n2001-01-01,1\n2001-01-01,2\n2001-01-02,2\n", "lines 2 and 3 must be one"),
        ("date,Q (m3/s)\n2001-01-01,1\n", "file must be of at least two rows"),
        ("date,Q (m3/s)\n2001-01-01,1\n2001-02-01,1\n", "file must be of values a day to a"),
        ("2001-01-01,1\n2001-01-02,2\n", "line 1 must be headings of the columns"),
        ("name,Q (m3/s)\nx,1\ny,2\n", "file must be with a column of dates or times"),
        ("", "file must be headings and rows below them"),
    ],
)
def test_bad_files_get_one_line(text: str, line: str) -> None:
    """It says where, the rule, and what is there."""
    assert str(refused(text)).startswith(line)


def test_months_are_entered_instead() -> None:
    """A file of monthly means is told what to do."""
    text = "date,generation (MWh)\n2015-01-01,24137\n2015-02-01,22286\n2015-03-01,24281\n"
    with pytest.raises(
        InputError,
        match=r"of months the twelve means are entered instead; got "
        r"'steps of 28 days'",
    ):
        power(text)


# Times


def rows(zone: str, first: str, n: int, minutes: int, form: str) -> str:
    """Return a file whose values count up, with times of a clock on the wall."""
    start = dt.datetime.fromisoformat(first).replace(tzinfo=dt.UTC)
    times = [start + dt.timedelta(minutes=minutes * at) for at in range(n)]
    lines = [f"{t.astimezone(ZoneInfo(zone)).strftime(form)},{at}" for at, t in enumerate(times)]
    return "\n".join(("time,flow (m3/s)", *lines))


@pytest.mark.parametrize("first", ["2024-03-30T23:00", "2024-10-26T22:00"])
def test_summer_time_is_taken_out(first: str) -> None:
    """Both changes of the clock in Oslo: quarter-hours stay equal, in UTC+1 all year."""
    text = rows("Europe/Oslo", first, 40, 15, "%Y-%m-%d %H:%M")
    made = flow(text, timezone="Europe/Oslo").series
    in_standard_time = dt.datetime.fromisoformat(first) + dt.timedelta(hours=1)
    assert (made.start, made.step_hours) == (in_standard_time, 0.25)
    assert made.values.tolist() == list(range(40))


def test_offsets_tell_the_zone() -> None:
    """Times with offsets need no option."""
    text = rows("Europe/Oslo", "2024-03-30T23:00", 40, 15, "%Y-%m-%dT%H:%M%z")
    made = flow(text)
    assert made.series.start == dt.datetime.fromisoformat("2024-03-31T00:00")
    assert made.series.values.tolist() == list(range(40))
    assert made.report.clock == "offsets, put into standard time of Europe/Oslo"


def test_a_clock_without_a_zone_is_taken_as_standard_time() -> None:
    """And that is said."""
    made = flow(rows("UTC", "2024-03-30T23:00", 8, 60, "%Y-%m-%d %H:%M"))
    assert made.series.start == dt.datetime.fromisoformat("2024-03-30T23:00")
    assert made.report.clock == "taken as local standard time, as no zone is named"


def test_usgs_rows_name_their_clocks() -> None:
    """EDT is an hour ahead of EST: the hour that stands twice is no conflict."""
    head = "agency_cd\tsite_no\tdatetime\ttz_cd\t1_00060\t1_00060_cd\n5s\t15s\t20d\t6s\t14n\t10s\n"
    body = "".join(
        f"USGS\t1\t2023-11-05 {hour:02}:00\t{code}\t{at}\tP\n"
        for at, (hour, code) in enumerate([(0, "EDT"), (1, "EDT"), (1, "EST"), (2, "EST")])
    )
    made = flow(head + body).series
    assert made.start == dt.datetime.fromisoformat("2023-11-04T23:00")
    assert made.values.tolist() == pytest.approx([at * CFS for at in range(4)])


@pytest.mark.parametrize(
    ("times", "options"),
    [
        (["2001-01-01T00:00Z", "2001-01-02T00:00Z"], {}),
        (["2001-01-01 00:00", "2001-01-02 00:00"], {"timezone": "Europe/Paris"}),
        (["2001-01-01T00:00+01:00", "2001-01-02T00:00+01:00"], {}),
        (["2001-01-01T09:00", "2001-01-02T09:00"], {}),
        (["2001-01-01", "2001-01-02"], {"timezone": "America/New_York"}),
        (["2001-01-02 00:00", "2001-01-03 00:00"], {"convention": "end"}),
    ],
)
def test_days_are_calendar_days(times: list[str], options: dict[str, Any]) -> None:
    """Whatever hour stamps of days have, and whatever the clock does in between."""
    text = "\n".join(("time,Q (m3/s)", *(f"{time},{at}" for at, time in enumerate(times))))
    made = flow(text, **options).series
    assert (made.start, made.step_hours) == (dt.datetime.fromisoformat(DAY), 24)
    assert made.values.tolist() == [0, 1]


def test_days_over_a_change_of_the_clock() -> None:
    """Local midnights are 23 hours apart then; each is its own day."""
    text = rows("Europe/Oslo", "2024-03-29T23:00", 24 * 4, 60, "%Y-%m-%d %H:%M").splitlines()
    midnights = [text[0], *(line for line in text[1:] if " 00:00" in line)]
    made = flow("\n".join(midnights), timezone="Europe/Oslo").series
    assert made.start == dt.datetime.fromisoformat("2024-03-30")
    assert (len(made), made.n_gaps) == (5, 0)


def test_minutes_are_averaged_to_quarters() -> None:
    """0 to 14 are 7 on average; the report says so."""
    made = flow(rows("UTC", "2024-01-01T00:00", 30, 1, "%Y-%m-%d %H:%M"))
    assert made.series.values.tolist() == pytest.approx([7, 22])
    assert "Values are averaged to 15 minutes." in made.report.notes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            rows("UTC", "2024-01-01T00:00", 30, 7, "%Y-%m-%d %H:%M"),
            "file must be of values at equal steps of a quarter-hour to a day; got 'steps of 7 min",
        ),
        (
            rows("UTC", "2024-01-01T00:20", 30, 60, "%Y-%m-%d %H:%M"),
            "file must be of values at equal steps of a quarter-hour to a day, counted from midn",
        ),
    ],
)
def test_times_that_make_no_grid_are_refused(text: str, line: str) -> None:
    """A logger that reads every seven minutes, or at twenty past."""
    assert str(refused(text)).startswith(line)


# Power


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Leistung [kW]", [30, 60]),
        ("Power (MW)", [30_000, 60_000]),
        ("Generation kWh", [120, 240]),
        ("Energy (MWh)", [120_000, 240_000]),
        ("Energy (kWh/h)", [30, 60]),
    ],
)
def test_power_and_energy_an_interval(heading: str, expected: list[float]) -> None:
    """30 kWh in a quarter-hour are 120 kW."""
    made = power(f"time;{heading}\n2024-01-01 00:00;30\n2024-01-01 00:15;60\n2024-01-01 00:30;60\n")
    assert made.series.values[:2].tolist() == expected


def test_a_plant_that_draws_power_gives_none() -> None:
    """Below 0 is 0, and is said."""
    made = power("time;P [kW]\n2024-01-01 00:00;-2\n2024-01-01 01:00;60\n2024-01-01 02:00;-999\n")
    assert made.series.values.tolist() == [0, 60]
    assert made.report.left_out() == [
        "1 value is -999, taken as a gap (first in line 4).",
        "1 value is below 0 (down to -2): the plant draws power, taken as 0 (first in line 2).",
    ]


def test_readings_of_a_meter_are_refused() -> None:
    """Energy that never falls in a day of hours is a counter's."""
    lines = [f"2024-01-01 {hour:02}:00;{1000 + 5 * hour}" for hour in range(24)]
    with pytest.raises(InputError, match=r"not readings of a meter that counts up; got '1000 to"):
        power("\n".join(("time;Energy [kWh]", *lines)))
    assert power("\n".join(("time;Power [kW]", *lines))).series.values[-1] == 1115


# Report and options


def test_what_was_understood_is_told() -> None:
    """A subject and a sentence each, in the order in which a reader asks."""
    made = flow("date;Q [l/s]\n2001-01-01;310\n2001-01-02;295\n")
    told = dict(made.report.understood())
    assert list(told) == [
        *("Form", "Columns", "Unit", "Times", "Clock", "Dates", "Values", "Rows", "No values"),
        *("Flags", "Duplicates", "Gaps"),
    ]
    assert told["Unit"] == "l/s, from the heading"
    assert told["Times"] == "daily, 2001-01-01 to 2001-01-02; stamps mark the beginning"
    assert told["Values"] == "0.295 to 0.31 m³/s, mean 0.3025"
    assert made.report.columns == {"time": ("date",), "value": ("Q [l/s]",)}
    assert made.report.in_a_sentence() == (
        "plain columns of time and value: flow in l/s (from the heading) from column Q [l/s], "
        "daily, 2001-01-01 to 2001-01-02, 2 of 2 rows; 0.295 to 0.31 m³/s, mean 0.3025."
    )


@pytest.mark.parametrize(
    "option",
    [
        {"clock": "sun"},
        {"convention": "middle"},
        {"decimal": ";"},
        {"duplicates": "sum"},
        {"timezone": "Mars"},
        {"missing_value": float("nan")},
        {"skip_lines": -1},
    ],
)
def test_bad_options_are_named(option: dict[str, Any]) -> None:
    """By their name."""
    with pytest.raises(InputError) as caught:
        FlowOptions(**option)
    assert caught.value.argument == next(iter(option))
