"""``hydro-mining dispatch``: a price file in, what each zone earned out.

Machines of 25 W/TH at 0.06 per TH a day mine 0.06 / 24 × 1e6 / 25 = 100 a MWh; the facility
has 2 MW. 6 January 2025 is a Monday.
"""

import argparse
import dataclasses
import datetime as dt
import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from hydro_mining.cli import main
from hydro_mining.cli.dispatch_options import add_dispatch
from hydro_mining.economics.bitcoin import hashprice
from hydro_mining.economics.dispatch import BacktestInputs, Facility
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import History

Run = Callable[..., tuple[int, str, str]]
Write = Callable[[str, str | bytes], str]
PACKAGE_PARENT = Path(__file__).parents[1]

FACILITY = ("--facility-mw", "2", "--efficiency-w-per-th", "25")
ROUND = (*FACILITY, "--hashprice", "0.06")
# SPEC section 6.
ZONE_NAMES = (
    "intervals",
    "hours",
    "uptime_fraction",
    "energy_mwh",
    "revenue",
    "power_cost",
    "profit",
)
IMPORT_NAMES = (
    "rows_read",
    "rows_used",
    "rows_dropped",
    "interval_minutes",
    "clock",
    "gaps",
    "duplicates",
)
TWO_ZONES = (
    "time,zone,price EUR/MWh\n"
    "2025-01-06T00:00Z,A,40\n2025-01-06T00:00Z,B,120\n"
    "2025-01-06T01:00Z,A,40\n2025-01-06T01:00Z,B,90\n"
)
CONFLICT = (
    "time,price EUR/MWh\n2025-01-06T00:00Z,40\n2025-01-06T01:00Z,80\n"
    "2025-01-06T01:00Z,110\n2025-01-06T02:00Z,40\n"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs ``dispatch`` in this process: exit status, stdout, stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["dispatch", *arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file and its name."""

    def file(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return file


@pytest.fixture
def priced(write: Write) -> Callable[..., str]:
    """Return a function that writes hourly prices in EUR/MWh from a local hour on."""

    def file(*prices: float, day: str = "2025-01-06", hour: int = 0, zone: str = "") -> str:
        rows = (f"{day} {hour + i:02}:00{zone},{price}\n" for i, price in enumerate(prices))
        return write("prices.csv", "time,price EUR/MWh\n" + "".join(rows))

    return file


def succeeded(outcome: tuple[int, str, str]) -> dict[str, Any]:
    """Return the JSON of a success."""
    status, out, err = outcome
    assert status == 0, err
    assert "NaN" not in out
    assert "Infinity" not in out
    document: dict[str, Any] = json.loads(out)
    return document


def site(outcome: tuple[int, str, str]) -> dict[str, Any]:
    """Return the totals of a file without a zone."""
    zones = succeeded(outcome)["zones"]
    assert list(zones) == ["site"]
    totals: dict[str, Any] = zones["site"]
    return totals


def refused(outcome: tuple[int, str, str]) -> str:
    """Return the one line of a refusal, without its prefix; stdout stays empty."""
    status, out, err = outcome
    assert (status, out) == (2, "")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err.rstrip("\n").removeprefix("hydro-mining: ")


def without(*names: str) -> list[str]:
    """Return the round facility and hashprice without some of the options."""
    pairs = zip(ROUND[::2], ROUND[1::2], strict=True)
    return [word for name, value in pairs if name not in names for word in (name, value)]


# The document


def test_document_has_the_specified_names_and_values(run: Run, priced: Callable[..., str]) -> None:
    """On at 10 and −20: 4 of 8 MWh earn 400 and cost 2 × 10 − 2 × 20 = −20."""
    document = succeeded(run(priced(10, 150, 140, -20, zone="Z"), *ROUND, "--json"))
    assert document["currency"] == "EUR"
    assert document["strategy"] == "contract_aware"
    totals = document["zones"]["site"]
    assert {name: totals[name] for name in ZONE_NAMES} == pytest.approx(
        {
            "intervals": 4,
            "hours": 4.0,
            "uptime_fraction": 0.5,
            "energy_mwh": 4.0,
            "revenue": 400.0,
            "power_cost": -20.0,
            "profit": 420.0,
        }
    )
    assert (totals["operating_cost"], totals["starts"]) == (0, 2)
    assert document["total"] == totals
    read = document["import"]
    assert {name: read[name] for name in IMPORT_NAMES} == {
        "rows_read": 4,
        "rows_used": 4,
        "rows_dropped": [],
        "interval_minutes": 60,
        "clock": "UTC",
        "gaps": 0,
        "duplicates": 0,
    }
    assert read["negative_prices"] == 1


def test_zones_stand_apart_and_are_added_up(run: Run, write: Write) -> None:
    """A runs both hours, B one of its two: a facility of 2 MW in each."""
    document = succeeded(run(write("prices.csv", TWO_ZONES), *ROUND, "--json"))
    assert list(document["zones"]) == ["A", "B"]
    found = {zone: (row["revenue"], row["power_cost"]) for zone, row in document["zones"].items()}
    assert found == {"A": (pytest.approx(400), 160), "B": (pytest.approx(200), 180)}
    total = document["total"]
    assert (total["intervals"], total["hours"], total["energy_mwh"]) == (4, 4, 6)
    assert (total["uptime_fraction"], total["power_cost"]) == (0.75, 340)
    assert total["profit"] == pytest.approx(260)


def test_zone_is_chosen(run: Run, write: Write) -> None:
    """Only its rows are used; the others are counted as another zone's."""
    prices = write("prices.csv", TWO_ZONES)
    document = succeeded(run(prices, *ROUND, "--zone", "B", "--json"))
    assert list(document["zones"]) == ["B"]
    assert document["import"]["rows_used"] == 2
    assert document["import"]["rows_dropped"] == [
        {"reason": "of another zone", "count": 2, "first_line": 2}
    ]
    assert refused(run(prices, *ROUND, "--zone", "C")) == "zone must be one of A, B; got 'C'"


def test_rows_that_are_not_used_are_told(run: Run, write: Write) -> None:
    """An equal duplicate and an empty price are dropped; two hours are one gap, never filled."""
    prices = write(
        "prices.csv",
        "time,price EUR/MWh\n2025-01-06T00:00Z,40\n2025-01-06T01:00Z,120\n"
        "2025-01-06T01:00Z,120\n2025-01-06T02:00Z,\n2025-01-06T04:00Z,40\n",
    )
    document = succeeded(run(prices, *ROUND, "--json"))
    read = document["import"]
    assert (read["rows_read"], read["rows_used"]) == (5, 3)
    assert read["rows_dropped"] == [
        {"reason": "no price", "count": 1, "first_line": 5},
        {"reason": "equal duplicate", "count": 1, "first_line": 4},
    ]
    assert (read["gaps"], read["missing_intervals"], read["duplicates"]) == (1, 2, 1)
    assert document["zones"]["site"]["hours"] == 3
    assert document["zones"]["site"]["profit"] == pytest.approx(2 * 2 * 60)


def test_intervals_that_switch_are_a_list(run: Run, write: Write) -> None:
    """Four hours, then four quarters: 5 hours, of which the quarters at 120 are off."""
    hours = "".join(f"2025-01-06T{hour}:00Z,40\n" for hour in range(20, 24))
    quarters = "".join(f"2025-01-07T00:{minute:02}Z,120\n" for minute in (0, 15, 30, 45))
    prices = write("prices.csv", "time,price EUR/MWh\n" + hours + quarters)
    document = succeeded(run(prices, *ROUND, "--json"))
    assert document["import"]["interval_minutes"] == [60, 15]
    totals = document["zones"]["site"]
    assert (totals["intervals"], totals["hours"], totals["energy_mwh"]) == (8, 5, 8)
    assert totals["uptime_fraction"] == pytest.approx(0.8)


def test_nothing_mined_has_no_average_price(run: Run, priced: Callable[..., str]) -> None:
    """What would divide by nothing is null, and a dash in the table."""
    prices = priced(200, 300)
    totals = site(run(prices, *ROUND, "--json"))
    assert (totals["energy_mwh"], totals["uptime_fraction"], totals["profit"]) == (0, 0, 0)
    assert totals["average_price_paid"] is None
    assert run(prices, *ROUND)[1].splitlines()[1].split()[-1] == "–"


def test_currency_labels_and_converts_nothing(run: Run, write: Write) -> None:
    """A file without a currency has null, or the one given; another than its own is refused."""
    prices = write("prices.csv", "time,price\n2025-01-06T00:00Z,40\n2025-01-06T01:00Z,40\n")
    plain, in_nok = (
        succeeded(run(prices, *ROUND, *options, "--json"))
        for options in ((), ("--currency", "NOK"))
    )
    assert (plain["currency"], in_nok["currency"]) == (None, "NOK")
    assert plain["zones"] == in_nok["zones"]
    euros = write("euros.csv", TWO_ZONES)
    assert refused(run(euros, *ROUND, "--currency", "USD")) == (
        "currency must be EUR, which the headings name (nothing is converted); got 'USD'"
    )


def test_price_column(run: Run, write: Write) -> None:
    """Real-time is the default; a heading that is not there is refused with those that are."""
    prices = write(
        "prices.csv",
        "time,dam_lmp,rtm_lmp\n2025-01-06T00:00Z,40,200\n2025-01-06T01:00Z,40,50\n",
    )
    assert site(run(prices, *ROUND, "--json"))["power_cost"] == 100
    day_ahead = site(run(prices, *ROUND, "--price-column", "dam_lmp", "--json"))
    assert day_ahead["power_cost"] == 160
    line = refused(run(prices, *ROUND, "--price-column", "x"))
    assert line == "price-column must be one of dam_lmp, rtm_lmp; got 'x'"


def test_conflicting_duplicates(run: Run, write: Write) -> None:
    """80 and 110 at 01:00 are refused by their lines; first 80, last 110, mean 95."""
    prices = write("prices.csv", CONFLICT)
    assert refused(run(prices, *ROUND, "--json")) == (
        "lines 3 and 4 must be one price for site at 2025-01-06T01:00:00Z, or a rule for "
        "duplicates chosen: first, last or mean; got [80.0, 110.0]"
    )
    for rule, profit in (("first", 280), ("last", 240), ("mean", 250)):
        document = succeeded(run(prices, *ROUND, "--duplicates", rule, "--json"))
        assert document["zones"]["site"]["profit"] == pytest.approx(profit)
        assert document["import"]["duplicates"] == 1
    line = refused(run(prices, *ROUND, "--duplicates", "worst"))
    assert line == "duplicates must be one of refuse, first, last, mean; got 'worst'"


# The decision


def test_threshold_is_strict_at_equality(run: Run, write: Write) -> None:
    """0.075 / 24 × 1e6 / 31.25 is 100 without rounding; a margin of 40 does not exceed 40."""
    prices = write("prices.csv", "time,price EUR/MWh\n2025-01-06 00:00,60\n2025-01-06 01:00,59\n")
    machine = ("--facility-mw", "2", "--efficiency-w-per-th", "31.25", "--hashprice", "0.075")
    for threshold, energy in (("40", 2), ("41", 0), ("39.5", 4), ("-500", 4)):
        totals = site(run(prices, *machine, "--threshold", threshold, "--json"))
        assert totals["energy_mwh"] == energy


def test_threshold_per_hour_is_that_of_the_megawatts(run: Run, priced: Callable[..., str]) -> None:
    """80 an hour at 2 MW is 40 a MWh: on at 50, off at 70, and told once."""
    prices = priced(50, 70)
    per_mwh = succeeded(run(prices, *ROUND, "--threshold", "40", "--full", "--json"))
    per_hour = succeeded(run(prices, *ROUND, "--threshold-per-hour", "80", "--full", "--json"))
    assert per_mwh == per_hour
    assert per_mwh["zones"]["site"]["energy_mwh"] == 2


@pytest.mark.parametrize("threshold", ["0", "5"])
def test_two_thresholds_are_refused(run: Run, priced: Callable[..., str], threshold: str) -> None:
    """A threshold of 0 is a threshold, too."""
    both = ("--threshold", threshold, "--threshold-per-hour", "250")
    line = refused(run(priced(50, 70), *ROUND, *both, "--json"))
    assert line.startswith("threshold-per-hour must be absent where threshold is given; got ")


def test_pool_fee_and_overhead(run: Run, priced: Callable[..., str]) -> None:
    """100 × 0.9 / 1.25 = 72 a MWh: on at 70, off at 75."""
    options = ("--pool-fee", "0.1", "--overhead", "0.25")
    totals = site(run(priced(70, 75), *ROUND, *options, "--json"))
    assert totals["revenue"] == pytest.approx(144)
    assert totals["power_cost"] == 140


def test_operation_and_maintenance(run: Run, priced: Callable[..., str]) -> None:
    """8,760 a MW a year is 1 an hour and MW, on or off: 4; 15 a MWh moves the strike to 85."""
    options = ("--fixed-om", "8760", "--variable-om", "15")
    totals = site(run(priced(80, 90), *ROUND, *options, "--json"))
    assert totals["energy_mwh"] == 2
    assert totals["operating_cost"] == pytest.approx(2 * 15 + 4)
    assert totals["profit"] == pytest.approx(200 - 160 - 34)


def test_minimum_run_with_restart_cost(run: Run, priced: Callable[..., str]) -> None:
    """The rule starts at 90 and must stay on at 150; the optimum foresees that and waits."""
    prices = priced(90, 150, 150, 20)
    options = ("--min-run-hours", "2", "--restart-cost", "30", "--full", "--json")
    document = succeeded(run(prices, *ROUND, *options))
    rule = document["zones"]["site"]
    assert (rule["starts"], rule["energy_mwh"], rule["operating_cost"]) == (2, 6, 60)
    assert rule["profit"] == pytest.approx(20 - 100 + 160 - 60)
    best = document["details"]["site"]["strategies"]["optimal"]
    assert (best["starts"], best["energy_mwh"]) == (1, 2)
    assert best["profit"] == pytest.approx(160 - 30)
    regret = document["details"]["site"]["strategies"]["contract_aware"]["regret"]
    assert regret == pytest.approx(130 - 20)


def test_minimum_down(run: Run, priced: Callable[..., str]) -> None:
    """Off at 150, the second hour of which is forced: 2 of 4 hours, not 3."""
    prices = priced(40, 150, 40, 40)
    totals = site(run(prices, *ROUND, "--min-down-hours", "2", "--json"))
    assert totals["energy_mwh"] == 4
    assert totals["profit"] == pytest.approx(240)


def test_machines_are_a_merit_order(run: Run, priced: Callable[..., str]) -> None:
    """20 W/TH mines 125 a MWh, 50 W/TH 50: each is on below its own."""
    machines = ("--machines", "old:3:50", "--machines", "new:1:20", "--hashprice", "0.06")
    totals = site(run(priced(40, 100, 130), *machines, "--json"))
    assert totals["energy_mwh"] == 4 + 1
    assert totals["revenue"] == pytest.approx(150 + 125 + 125)
    assert totals["power_cost"] == pytest.approx(160 + 100)
    assert totals["uptime_fraction"] == pytest.approx(5 / 12)


def test_machines_and_a_facility_are_refused(run: Run, priced: Callable[..., str]) -> None:
    """Either is given, and neither is half given."""
    prices = priced(40, 50)
    machines = ("--machines", "new:1:20")
    assert refused(run(prices, *ROUND, *machines)) == (
        "facility-mw must be absent where machines are given; got '2'"
    )
    assert refused(run(prices, *without("--facility-mw"), *machines)) == (
        "efficiency-w-per-th must be absent where machines are given; got '25'"
    )
    for name in ("--facility-mw", "--efficiency-w-per-th"):
        line = refused(run(prices, *without(name)))
        assert line == f"{name[2:]} must be given; got nothing"


@pytest.mark.parametrize(
    ("machines", "line"),
    [
        (["A:1"], "machines must be of the form NAME:MW:W_PER_TH; got 'A:1'"),
        (["A::20"], "machines must be of the form NAME:MW:W_PER_TH; got 'A::20'"),
        (["A:x:20"], "machines must be a number above 0 (MW); got 'x'"),
        (["A:1:0"], "machines must be a number above 0 (W/TH); got 0.0"),
        (["A:1:nan"], "machines must be a number above 0 (W/TH); got 'nan'"),
        (["A:1:20", "A:2:30"], "machines must be different from the names before it; got 'A'"),
    ],
)
def test_machines_that_are_refused(
    run: Run, priced: Callable[..., str], machines: list[str], line: str
) -> None:
    """The line names the option and the unit."""
    words = [word for text in machines for word in ("--machines", text)]
    assert refused(run(priced(40, 50), *words, "--hashprice", "0.06")) == line


def test_throttle(run: Run, priced: Callable[..., str]) -> None:
    """Half the power for 0.7 of the hashrate earns 70 − p / 2 a MWh of full power.

    Against 100 − p at full power: at 40 full is better, 60 to 50; at 80 the half, 30 to 20;
    at 130 only the half still earns, 5; at 150 nothing does.
    """
    prices = priced(40, 80, 130, 150)
    totals = site(run(prices, *ROUND, "--throttle", "0.5:0.7", "--json"))
    assert totals["energy_mwh"] == pytest.approx(2 + 1 + 1)
    assert totals["revenue"] == pytest.approx(200 + 140 + 140)
    assert totals["power_cost"] == pytest.approx(80 + 80 + 130)
    for text, shown in (("0:0.5", "0.0"), ("0.5:2", "2.0"), ("x:1", "'x'"), ("nan:1", "'nan'")):
        line = refused(run(prices, *ROUND, "--throttle", text))
        rule = "throttle must be a number above 0 up to 1 (fraction, 1 is 100 %)"
        assert line == f"{rule}; got {shown}"
    line = refused(run(prices, *ROUND, "--throttle", "0.5"))
    assert line == "throttle must be of the form POWER:HASHRATE; got '0.5'"


def test_strategy_is_chosen(run: Run, priced: Callable[..., str]) -> None:
    """Always on: 2 × (100 − 40) + 2 × (100 − 150) = 20."""
    prices = priced(40, 150)
    document = succeeded(run(prices, *ROUND, "--strategy", "always_on", "--json"))
    assert document["strategy"] == "always_on"
    assert document["zones"]["site"]["profit"] == pytest.approx(20)
    assert refused(run(prices, *ROUND, "--strategy", "best")).startswith(
        "strategy must be one of always_on, threshold, contract_aware, optimal, "
    )


# Contracts


@pytest.mark.parametrize(
    ("settlement", "energy", "power_cost"),
    [
        # On spot: 04, 05 and 06 run, 07 at 120 does not. Of 1 MW: (50 − 60) + (50 − 120) = −80.
        ("resale", 6, 3 * 2 * 60 - 80),
        # 04 and 05 at spot, 240; 06: 1 MW at 50 and 1 at 60; 07: 1 MW at 50, the other is off.
        ("pay_per_use", 7, 240 + 110 + 50),
        # The same hours run; 50 is owed in both hours of the block.
        ("take_or_pay", 7, 240 + 60 + 100),
    ],
)
def test_settlements_in_a_block(
    run: Run, priced: Callable[..., str], settlement: str, energy: float, power_cost: float
) -> None:
    """1 MW at 50 on Monday from 06:00 in Oslo, of which the file has 04:00 to 08:00."""
    prices = priced(60, 60, 60, 120, hour=4)
    contract = ("--ppa-mw", "1", "--ppa-price", "50", "--ppa-block", "5x16")
    options = (*contract, "--ppa-settlement", settlement, "--timezone", "Europe/Oslo")
    document = succeeded(run(prices, *ROUND, *options, "--json"))
    assert document["import"]["clock"] == "local, Europe/Oslo"
    totals = document["zones"]["site"]
    assert totals["energy_mwh"] == energy
    assert totals["revenue"] == pytest.approx(100 * energy)
    assert totals["power_cost"] == pytest.approx(power_cost)
    assert totals["profit"] == pytest.approx(100 * energy - power_cost)


@pytest.mark.parametrize(
    ("settlement", "price", "energy", "power_cost"),
    [
        # A contract above what mining earns: never used when paid per use, always when owed.
        ("pay_per_use", 110, 2, 120),
        ("take_or_pay", 110, 4, 120 + 2 * 110),
        ("resale", 110, 4, 240 + 2 * 50),
    ],
)
def test_settlements_of_a_dear_contract(
    run: Run,
    priced: Callable[..., str],
    settlement: str,
    price: int,
    energy: float,
    power_cost: float,
) -> None:
    """1 MW at 110 around the clock, spot 60: only what is not owed is left off."""
    contract = ("--ppa-mw", "1", "--ppa-price", str(price), "--ppa-settlement", settlement)
    totals = site(run(priced(60, 60), *ROUND, *contract, "--json"))
    assert totals["energy_mwh"] == energy
    assert totals["power_cost"] == pytest.approx(power_cost)


@pytest.mark.parametrize(
    ("block", "day", "extra", "hours"),
    [
        ("7x24", "2025-01-06", (), 3),
        ("5x16", "2025-01-06", (), 2),
        ("7x8", "2025-01-06", (), 1),
        ("2x16", "2025-01-06", (), 0),
        ("2x16", "2025-01-11", (), 2),
        ("5x16", "2025-01-11", (), 0),
        ("5x16", "2025-01-06", ("--peak-hours", "7-22"), 1),
        ("5x16", "2025-01-06", ("--holidays", "2025-01-06"), 0),
        ("2x16", "2025-01-06", ("--holidays", "2025-01-01, 2025-01-06"), 2),
        ("5x16", "2025-01-06", ("--holidays", "2025-01-07"), 2),
        ("7x8", "2025-01-06", ("--holidays", "2025-01-06"), 1),
    ],
)
def test_blocks_peak_hours_and_holidays(
    run: Run, priced: Callable[..., str], block: str, day: str, extra: tuple[str, ...], hours: int
) -> None:
    """05:00 to 08:00 off at 150: 1 MW resold at 150 for 50 yields 100 an hour of the block."""
    prices = priced(150, 150, 150, day=day, hour=5)
    contract = ("--ppa-mw", "1", "--ppa-price", "50", "--ppa-block", block, *extra)
    totals = site(run(prices, *ROUND, *contract, "--timezone", "Europe/Oslo", "--json"))
    assert totals["profit"] == 100 * hours


def test_block_needs_a_clock(run: Run, priced: Callable[..., str]) -> None:
    """Stamps that name no place tell no local hours; around the clock needs none."""
    contract = ("--ppa-mw", "1", "--ppa-price", "50")
    for zone in ("", "Z"):
        prices = priced(60, 60, zone=zone)
        assert refused(run(prices, *ROUND, *contract, "--ppa-block", "5x16", "--json")) == (
            "timezone must be given for the block 5x16: the file does not tell its zone; "
            "got nothing"
        )
        succeeded(run(prices, *ROUND, *contract, "--json"))


def test_local_hours_of_utc_stamps(run: Run, priced: Callable[..., str]) -> None:
    """05:00 UTC is 06:00 in Oslo in winter: the block has both hours, not one."""
    prices = priced(150, 150, hour=5, zone="Z")
    contract = ("--ppa-mw", "1", "--ppa-price", "50", "--ppa-block", "5x16")
    totals = site(run(prices, *ROUND, *contract, "--timezone", "Europe/Oslo", "--json"))
    assert totals["profit"] == 200


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--ppa-mw", "1"], "ppa-price must be given; got nothing"),
        (["--ppa-price", "1"], "ppa-mw must be given; got nothing"),
        (
            ["--ppa-mw", "3", "--ppa-price", "1", "--ppa-settlement", "pay_per_use"],
            "ppa-mw must be up to the facility's 2 MW unless the settlement is resale; got 3.0",
        ),
        (
            ["--ppa-mw", "1", "--ppa-price", "1", "--ppa-settlement", "x"],
            "ppa-settlement must be one of resale, pay_per_use, take_or_pay; got 'x'",
        ),
        (
            ["--ppa-mw", "1", "--ppa-price", "1", "--ppa-block", "x"],
            "ppa-block must be one of 7x24, 5x16, 2x16, 7x8; got 'x'",
        ),
        (
            ["--ppa-mw", "1", "--ppa-price", "1", "--peak-hours", "6"],
            "peak-hours must be of the form 6-22; got '6'",
        ),
        (
            ["--ppa-mw", "1", "--ppa-price", "1", "--peak-hours", "6.5-22"],
            "peak-hours must be a whole number from 0 to 24 (local hour); got 6.5",
        ),
        (
            ["--ppa-mw", "1", "--ppa-price", "1", "--holidays", "2025-02-30"],
            "holidays must be a date YYYY-MM-DD; got '2025-02-30'",
        ),
    ],
)
def test_contracts_that_are_refused(
    run: Run, priced: Callable[..., str], options: list[str], line: str
) -> None:
    """The line names the option as it is on the command line."""
    assert refused(run(priced(60, 60), *ROUND, *options, "--json")) == line


def test_peak_that_ends_before_it_begins(run: Run, priced: Callable[..., str]) -> None:
    """22-6 is no peak."""
    options = ("--ppa-mw", "1", "--ppa-price", "1", "--peak-hours", "22-6")
    assert refused(run(priced(60, 60), *ROUND, *options)).startswith("peak-hours must be ")


def test_contract_larger_than_the_facility_is_resold(run: Run, priced: Callable[..., str]) -> None:
    """5 MW at 50 against spot at 60 yields 50 an hour beside what 2 MW mine, 80."""
    totals = site(run(priced(60, 60), *ROUND, "--ppa-mw", "5", "--ppa-price", "50", "--json"))
    assert totals["profit"] == pytest.approx(2 * (50 + 80))


# Dates


@pytest.fixture
def three_days(write: Write) -> str:
    """Return a file of 72 hours in UTC from 6 January 2025: prices 1, 2 and 3 by UTC date."""
    rows = (
        f"2025-01-{6 + day:02}T{hour:02}:00Z,{day + 1}\n" for day in range(3) for hour in range(24)
    )
    return write("prices.csv", "time,price EUR/MWh\n" + "".join(rows))


@pytest.mark.parametrize(
    ("options", "hours"),
    [
        ((), 72),
        (("--start", "2025-01-07"), 48),
        (("--end", "2025-01-07"), 48),
        (("--start", "2025-01-07", "--end", "2025-01-07"), 24),
        # In New York the file begins on the 5th at 19:00 and ends on the 8th at 19:00.
        (("--end", "2025-01-05", "--timezone", "America/New_York"), 5),
        (("--start", "2025-01-06", "--end", "2025-01-06", "--timezone", "America/New_York"), 24),
        (("--start", "2025-01-08", "--timezone", "America/New_York"), 19),
    ],
)
def test_start_and_end_are_local_and_included(
    run: Run, three_days: str, options: tuple[str, ...], hours: int
) -> None:
    """Only intervals of the local dates from the first to the last count."""
    assert site(run(three_days, *ROUND, *options, "--json"))["hours"] == hours


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (
            ("--start", "2025-01-08", "--end", "2025-01-07"),
            "end must be on or after the start, 2025-01-08; got '2025-01-07'",
        ),
        (
            ("--start", "2025-02-01"),
            "start and end must be dates of which zone site has prices; got '2025-02-01 to …'",
        ),
        (
            ("--end", "2025-01-05"),
            "start and end must be dates of which zone site has prices; got '… to 2025-01-05'",
        ),
        (("--start", "06.01.2025"), "start must be a date YYYY-MM-DD; got '06.01.2025'"),
        (("--start", "2025-W02-1"), "start must be a date YYYY-MM-DD; got '2025-W02-1'"),
        (("--start", "20250106"), "start must be a date YYYY-MM-DD; got '20250106'"),
        (("--end", "2025-02-29"), "end must be a date YYYY-MM-DD; got '2025-02-29'"),
        (("--end", ""), "end must be a date YYYY-MM-DD; got ''"),
    ],
)
def test_dates_that_are_refused(
    run: Run, three_days: str, options: tuple[str, ...], line: str
) -> None:
    """Dates in the wrong order, without prices, or that are none."""
    assert refused(run(three_days, *ROUND, *options, "--json")) == line


# Hashprice


def test_hashprice_of_a_file(run: Run, write: Write, three_days: str) -> None:
    """60 per PH a day is 0.06 per TH: 100 a MWh on the 6th, twice that on the 7th."""
    file = write("hp.csv", "date,hashprice_eur_ph_day\n2025-01-06,60\n2025-01-07,120\n")
    options = (*FACILITY, "--hashprice-csv", file, "--end", "2025-01-07", "--json")
    document = succeeded(run(three_days, *options))
    assert document["zones"]["site"]["revenue"] == pytest.approx(48 * 100 + 48 * 200)
    assert document["notes"] == ["Figures are divided by 1,000 to be per TH a day."]


def test_hashprice_is_that_of_the_local_date(run: Run, write: Write, three_days: str) -> None:
    """In New York the first five hours are the 5th's."""
    file = write("hp.csv", "date,hashprice_eur_th_day\n2025-01-05,0.12\n2025-01-06,0.06\n")
    options = ("--hashprice-csv", file, "--timezone", "America/New_York", "--end", "2025-01-06")
    totals = site(run(three_days, *FACILITY, *options, "--json"))
    assert totals["revenue"] == pytest.approx(5 * 2 * 200 + 24 * 2 * 100)


def test_missing_dates_are_refused_or_carried(run: Run, write: Write, three_days: str) -> None:
    """The 7th and the 8th are missing; the way out is named as the option is."""
    file = write("hp.csv", "date,hashprice_eur_th_day\n2025-01-06,0.06\n2025-01-09,0.01\n")
    options = (*FACILITY, "--hashprice-csv", file, "--json")
    assert refused(run(three_days, *options)) == (
        "hashprice must be a hashprice for every local date of the prices, unless "
        "carry-hashprice is chosen; got 'none for 2 of them, the first 2025-01-07'"
    )
    carried = site(run(three_days, *options, "--carry-hashprice"))
    assert carried["revenue"] == pytest.approx(72 * 2 * 100)


def test_dates_before_the_first_are_refused_although_carried(
    run: Run, write: Write, three_days: str
) -> None:
    """Nothing is known before the first value."""
    file = write("hp.csv", "date,hashprice_eur_th_day\n2025-01-07,0.06\n")
    line = refused(run(three_days, *FACILITY, "--hashprice-csv", file, "--carry-hashprice"))
    assert "none for 1 of them, the first 2025-01-06" in line


@pytest.mark.parametrize("source", ["--hashprice-csv", "--forward-curve"])
def test_hashprice_in_another_currency_is_refused(
    run: Run, write: Write, three_days: str, source: str
) -> None:
    """Dollars are not mixed with euros."""
    first = "date" if source == "--hashprice-csv" else "month"
    file = write("hp.csv", f"{first},hashprice_usd_ph_day\n2025-01-06,60\n")
    options = (*FACILITY, source, file, "--carry-hashprice", "--json")
    line = refused(run(three_days, *options))
    assert line.endswith(" must be in EUR, like the prices: nothing is converted; got 'USD'")


def test_hashprice_options(run: Run, write: Write, three_days: str) -> None:
    """Column, unit and currency where the heading does not say."""
    file = write("hp.csv", "date,hashprice,hashprice_b\n2025-01-06,60,7\n")
    options = (*FACILITY, "--hashprice-csv", file, "--end", "2025-01-06", "--json")
    column, unit = ("--hashprice-column", "hashprice"), ("--hashprice-unit", "PH")
    totals = site(run(three_days, *options, *column, *unit, "--hashprice-currency", "EUR"))
    assert totals["revenue"] == pytest.approx(24 * 2 * 100)
    line = refused(run(three_days, *options, *column, *unit, "--hashprice-currency", "USD"))
    assert line.endswith(" must be in EUR, like the prices: nothing is converted; got 'USD'")
    assert refused(run(three_days, *options)).startswith("hashprice-column must be one of ")
    assert refused(run(three_days, *options, *column)).startswith("hashprice-unit must be TH")
    line = refused(run(three_days, *options, *column, "--hashprice-unit", "ZH"))
    assert line == "hashprice-unit must be TH, PH or EH (a day); got 'ZH'"
    line = refused(run(three_days, *options, *column, "--hashprice-currency", "eur"))
    assert line == "hashprice-currency must be an ISO code such as USD; got 'eur'"


@pytest.mark.parametrize("source", ["hashprice-csv", "forward-curve"])
def test_line_of_a_hashprice_file_is_told_from_one_of_the_prices(
    run: Run, write: Write, three_days: str, source: str
) -> None:
    """Two files are read: the line says in which one it is."""
    first = "date" if source == "hashprice-csv" else "month"
    file = write("hp.csv", f"{first},hashprice_eur_ph_day\n2025-01-06,x\n")
    line = refused(run(three_days, *FACILITY, f"--{source}", file, "--json"))
    assert line.startswith(f"{source}")
    assert "line 2" in line
    assert line.endswith("got 'x'")


def test_forward_curve(run: Run, write: Write, priced: Callable[..., str]) -> None:
    """Flat, January is 0.06 all month. Linear, the 16th at noon is January's middle, 15.5 days."""
    curve = write("curve.csv", "month,hashprice_eur_th_day\n2025-01,0.06\n2025-02,0.12\n")
    options = (*FACILITY, "--forward-curve", curve, "--json")
    flat = succeeded(run(priced(1, 1, day="2025-01-31"), *options))
    assert flat["zones"]["site"]["revenue"] == pytest.approx(400)
    assert flat["notes"] == ["Forward curve of 2 months, flat; months beyond it are refused."]
    middle = site(run(priced(1, 1, day="2025-01-16"), *options, "--interpolation", "linear"))
    assert middle["revenue"] == pytest.approx(400)
    # Middles are 15.5 and 31 + 14 days into the year; the 31st's noon is 30.5 days.
    last = site(run(priced(1, 1, day="2025-01-31"), *options, "--interpolation", "linear"))
    assert last["revenue"] == pytest.approx(400 * (1 + (30.5 - 15.5) / (45 - 15.5)))
    line = refused(run(priced(1, 1), *options, "--interpolation", "cubic"))
    assert line == "interpolation must be one of flat, linear; got 'cubic'"


def test_forward_curve_beyond_its_ends(run: Run, write: Write, priced: Callable[..., str]) -> None:
    """Other months are refused unless carried; then the nearest earlier value holds."""
    curve = write("curve.csv", "month,hashprice_eur_th_day\n2025-02,0.06\n2025-04,0.12\n")
    options = (*FACILITY, "--forward-curve", curve, "--json")
    for day, revenue in (("2025-01-06", 400), ("2025-03-06", 400), ("2025-06-06", 800)):
        prices = priced(1, 1, day=day)
        assert refused(run(prices, *options)) == (
            "hashprice must be a hashprice for every local month of the prices, unless "
            f"carry-hashprice is chosen; got 'none for 1 of them, the first {day[:7]}'"
        )
        assert site(run(prices, *options, "--carry-hashprice"))["revenue"] == pytest.approx(revenue)


@pytest.mark.parametrize("currency", ["USD", "EUR", "GBP"])
def test_hashprice_of_the_network(run: Run, write: Write, currency: str) -> None:
    """The built-in network's, in dollars or at the built-in rate, and it is said."""
    prices = write("prices.csv", "time,price\n2025-01-06T00:00Z,-9\n2025-01-06T01:00Z,-9\n")
    options = (*FACILITY, "--hashprice-network", "--currency", currency, "--json")
    document = succeeded(run(prices, *options))
    snapshot = bundled_network()
    network = snapshot.network
    in_dollars = float(
        hashprice(
            difficulty=network.difficulty,
            block_height=network.block_height,
            fees_btc_per_block=network.fees_btc_per_block,
            btc_price=network.btc_price_usd,
        )
    )
    rates = {"USD": 1.0, "GBP": network.usd_to_gbp, "EUR": snapshot.per_usd["EUR"].value}
    expected = 4 * in_dollars * rates[currency] / 24 * 1e6 / 25
    assert document["zones"]["site"]["revenue"] == pytest.approx(expected)
    (note,) = document["notes"]
    assert f"{in_dollars:.6f} USD/TH a day" in note
    assert (f" {currency} for $1" in note) == (currency != "USD")


def test_network_in_a_currency_without_a_rate(run: Run, write: Write) -> None:
    """What has a rate is named."""
    prices = write("prices.csv", "time,price\n2025-01-06T00:00Z,9\n2025-01-06T01:00Z,9\n")
    line = refused(run(prices, *FACILITY, "--hashprice-network", "--currency", "ZAR"))
    assert line.startswith("hashprice-network must be of a currency with a rate: ")
    assert line.endswith("USD; got 'ZAR'")


@pytest.mark.parametrize(
    "sources",
    [
        (),
        ("--hashprice", "0.06", "--hashprice-network"),
        ("--hashprice", "0.06", "--hashprice-csv", "hp.csv"),
        ("--hashprice-csv", "hp.csv", "--forward-curve", "curve.csv"),
        ("--hashprice", "", "--hashprice-network"),
    ],
)
def test_hashprice_is_given_once(
    run: Run, priced: Callable[..., str], sources: tuple[str, ...]
) -> None:
    """Not never and not twice; an empty text is given, too."""
    line = refused(run(priced(40, 50), *FACILITY, *sources, "--json"))
    assert line.startswith("hashprice must be given once: hashprice, hashprice-csv, ")


def test_defaults_are_those_of_the_inputs() -> None:
    """No option has a value of its own: what is not given is what the frozen inputs say."""
    parser = argparse.ArgumentParser()
    add_dispatch(parser.add_subparsers())
    given = vars(parser.parse_args(["dispatch", "prices.csv"]))
    chosen = {name for name, value in given.items() if value not in {None, False}}
    assert chosen == {"prices", "module", "function"}
    defaults = {item.name: item.default for item in dataclasses.fields(BacktestInputs)}
    assert defaults["strategy"] == "contract_aware"  # as the help says
    assert (defaults["threshold"], defaults["trailing_hours"]) == (0, 1)
    zeros = {item.name: item.default for item in dataclasses.fields(Facility)[1:]}
    assert set(zeros.values()) == {0}


# Numbers

_BAD = ("x", "nan", "inf", "-inf", "", " 5", "1_0", "1,5", "0x10", "5 MW", "５", "1e999")
_ABOVE, _SHARE = "a number above 0", "a number from 0 to 1 (fraction, 1 is 100 %)"
_NOT_NEGATIVE = "a number of 0 or more"
NUMBERS = {
    "facility-mw": (f"{_ABOVE} (MW)", ("0", "-1")),
    "efficiency-w-per-th": (f"{_ABOVE} (W/TH)", ("0", "-1")),
    "hashprice": (f"{_NOT_NEGATIVE} (currency/TH/day)", ("-1",)),
    "pool-fee": (_SHARE, ("-0.1", "1.1")),
    "overhead": (_SHARE, ("-0.1", "1.1")),
    "fixed-om": (f"{_NOT_NEGATIVE} (currency/MW a year)", ("-1",)),
    "variable-om": (f"{_NOT_NEGATIVE} (currency/MWh)", ("-1",)),
    "min-run-hours": (f"{_NOT_NEGATIVE} (hours)", ("-1",)),
    "min-down-hours": (f"{_NOT_NEGATIVE} (hours)", ("-1",)),
    "restart-cost": (f"{_NOT_NEGATIVE} (currency)", ("-1",)),
    "ppa-mw": (f"{_ABOVE} (MW)", ("0", "-1")),
    "ppa-price": (
        "a number from -1,000,000,000 to 1,000,000,000 (currency/MWh)",
        ("-1.1e9", "2e9"),
    ),
    "threshold": ("a number (currency/MWh)", ()),
    "threshold-per-hour": ("a number (currency/h)", ()),
    "trailing-hours": (f"{_ABOVE} (hours)", ("0", "-1")),
}


def test_numbers_that_are_refused(run: Run, priced: Callable[..., str]) -> None:
    """One line has the option, the rule with its unit in no country's money, and the value."""
    prices = priced(40, 50)
    cases = [(name, text) for name, (_, outside) in NUMBERS.items() for text in (*_BAD, *outside)]
    for option, text in cases:
        contract = ["--ppa-mw", "1", "--ppa-price", "50"] if option.startswith("ppa") else []
        # Given twice, the last one counts.
        words = (*ROUND, *contract, f"--{option}={text}", "--json")
        shown = repr(text) if text in _BAD and text != "1e999" else str(float(text))
        assert refused(run(prices, *words)) == (
            f"{option} must be {NUMBERS[option][0]}; got {shown}"
        )


@pytest.mark.parametrize("text", ["-10", "-1e1", "-.5"])
def test_negative_numbers_stand_apart_from_their_option(
    run: Run, priced: Callable[..., str], text: str
) -> None:
    """A negative threshold, or contract price, needs no equals sign."""
    succeeded(run(priced(40, 50), *ROUND, "--threshold", text, "--json"))


@pytest.mark.filterwarnings("error")
def test_overflowing_figures_are_null(run: Run, priced: Callable[..., str]) -> None:
    """A hashprice beyond every number is null, and nothing but notes goes to stderr."""
    options = (*FACILITY, "--hashprice", "1e308", "--full", "--json")
    status, out, err = run(priced(40, 50, zone="Z"), *options)
    assert status == 0
    assert json.loads(out)["zones"]["site"]["revenue"] is None
    assert all(line.startswith("hydro-mining: warning: ") for line in err.splitlines())


# Files


def test_files_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    """A name that is not there, a directory, a name that is none."""
    rule = "prices must be a file that can be read; got "
    for name, reason in (
        (str(tmp_path / "none.csv"), "No such file or directory"),
        (str(tmp_path), "Is a directory"),
        ("a\0b", "null"),
    ):
        line = refused(run(name, *ROUND, "--json"))
        assert line.startswith(rule)
        assert reason in line


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_file_without_permission(run: Run, priced: Callable[..., str]) -> None:
    """The reason is told."""
    prices = priced(40, 50)
    Path(prices).chmod(0)
    assert "Permission denied" in refused(run(prices, *ROUND))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "headings and rows below them; got nothing"),
        (b"\n\n", "headings and rows below them"),
        (b"time,price\n", "headings and rows below them; got 'no row below the headings'"),
        (b"\x1f\x8b\x08\x00\x00", "a whole gzip of a CSV text; got "),
        (
            b"PK\x03\x04",
            "a plain CSV text or its gzip, not another compressed file or a workbook; got ",
        ),
        (b"time,price\n2025-01-06T00:00Z,x\n2025-01-06T01:00Z,2\n", "a number"),
        (b"time,price\n2025-01-06T00:00Z,nan\n2025-01-06T01:00Z,inf\n", "a number"),
        (b"time,price\n2025-01-06T00:00Z,\n2025-01-06T01:00Z,\n", "with at least one price"),
        (b"hello\n", ""),
    ],
)
def test_files_that_are_no_prices(run: Run, write: Write, content: bytes, said: str) -> None:
    """An empty file, a compressed one named .csv, text that is no table."""
    assert said in refused(run(write("prices.csv", content), *ROUND, "--json"))


@pytest.mark.parametrize("option", ["hashprice-csv", "forward-curve"])
def test_hashprice_files_that_cannot_be_read(
    run: Run, priced: Callable[..., str], tmp_path: Path, option: str
) -> None:
    """The option is named."""
    line = refused(run(priced(40, 50), *FACILITY, f"--{option}", str(tmp_path)))
    assert line.startswith(f"{option} must be a file that can be read; got 'Is a directory")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("timezone", "Europe/Nowhere"),
        ("timezone", "../etc/passwd"),
        ("unit", "x"),
        ("currency", "eur"),
        ("form", "x"),
        ("clock", "x"),
        ("convention", "x"),
        ("decimal", "x"),
        ("time-column", "x"),
        ("zone-column", "x"),
    ],
)
def test_options_of_the_file_that_are_refused(
    run: Run, priced: Callable[..., str], option: str, value: str
) -> None:
    """The line begins with the option as it is on the command line."""
    line = refused(run(priced(40, 50), *ROUND, f"--{option}", value, "--json"))
    assert line.startswith(f"{option} must be ")
    assert line.endswith(f"got {value!r}")


def test_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads the prices from stdin."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TWO_ZONES.encode())))
    document = succeeded(run("-", *ROUND, "--json"))
    assert document["total"]["profit"] == pytest.approx(260)


def test_as_a_process_with_stdin() -> None:
    """``python -m hydro_mining`` prints JSON alone on stdout; a refusal exits with 2."""
    words = [sys.executable, "-m", "hydro_mining", "dispatch", "-", *ROUND, "--json"]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE_PARENT)}
    for content, status in ((TWO_ZONES.encode(), 0), (b"", 2)):
        done = subprocess.run(
            words, input=content, capture_output=True, check=False, timeout=60, env=environment
        )
        assert done.returncode == status
        assert done.stderr.count(b"\n") == 1
        if status == 0:
            assert json.loads(done.stdout)["currency"] == "EUR"
        else:
            assert done.stdout == b""


def test_notes_go_to_stderr(run: Run, write: Write) -> None:
    """What was taken for granted is said, a line each, and stands in the document."""
    prices = write("prices.csv", "time,price\n2025-01-06 00:00,40\n2025-01-06 01:00,50\n")
    status, out, err = run(prices, *ROUND, "--json")
    assert status == 0
    notes = json.loads(out)["import"]["notes"]
    assert "Stamps carry no time zone: taken as UTC." in notes
    assert "No currency is named; the option currency labels it." in notes
    assert err == "".join(f"hydro-mining: warning: {note}\n" for note in notes)
    known = ("--timezone", "Europe/Oslo", "--unit", "MWh", "--currency", "EUR")
    assert run(prices, *ROUND, *known, "--json")[2] == ""


# Details and tables


DETAILS = {
    *("strategies", "months", "hours_of_day", "risk"),
    *("best_days", "worst_days", "runs", "sensitivity"),
}


def test_details_agree_with_the_totals(run: Run, write: Write) -> None:
    """Strategies, months, hours, risk and sensitivity of a contract over two months."""
    prices = write(
        "prices.csv",
        "time,zone,price EUR/MWh\n"
        + "".join(
            f"2025-{day} {hour:02}:00,{zone},{price + shift}\n"
            for zone, shift in (("A", 0), ("B", 30))
            for day in ("01-31", "02-03")
            for hour, price in ((5, 40), (6, 90), (7, 150), (8, -10))
        ),
    )
    contract = ("--ppa-mw", "1", "--ppa-price", "50", "--ppa-block", "5x16")
    options = (*contract, "--ppa-settlement", "pay_per_use", "--timezone", "Europe/Oslo")
    document = succeeded(
        run(
            prices,
            *ROUND,
            *options,
            "--fixed-om",
            "8760",
            "--restart-cost",
            "7",
            "--full",
            "--json",
        )
    )
    assert list(document["details"]) == ["A", "B"]
    for zone, details in document["details"].items():
        totals = document["zones"][zone]
        assert set(details) == DETAILS
        strategies = details["strategies"]
        assert {k: v for k, v in strategies["contract_aware"].items() if k != "regret"} == totals
        best = strategies["optimal"]["profit"]
        for row in strategies.values():
            assert row["regret"] == pytest.approx(best - row["profit"])
            assert row["regret"] >= 0
        assert [row["month"] for row in details["months"]] == ["2025-01", "2025-02"]
        assert [row["hour_of_day"] for row in details["hours_of_day"]] == [5, 6, 7, 8]
        for rows in (details["months"], details["hours_of_day"]):
            for name in ("intervals", "hours", "energy_mwh", "revenue", "power_cost", "profit"):
                assert sum(row[name] for row in rows) == pytest.approx(totals[name])
        assert details["risk"]["mean"] * 2 == pytest.approx(totals["profit"])
        best_first = [(row["day"], row["profit"]) for row in details["best_days"]]
        assert {day for day, _ in best_first} == {"2025-01-31", "2025-02-03"}
        assert details["worst_days"] == details["best_days"][::-1]
        assert sum(profit for _, profit in best_first) == pytest.approx(totals["profit"])
        assert sum(row["hours"] for row in details["runs"]) == pytest.approx(totals["hours"])
        sensitivity = details["sensitivity"]
        unchanged = sensitivity["changes"].index(0)
        for profits in sensitivity["profit"].values():
            assert profits[unchanged] == pytest.approx(totals["profit"])


@pytest.mark.parametrize("strategy", ["always_on", "threshold", "optimal", "day_ahead", "trailing"])
def test_sensitivity_is_of_the_chosen_strategy(
    run: Run, priced: Callable[..., str], strategy: str
) -> None:
    """Nothing changed is the total, however far the trailing rule looks back."""
    prices = priced(20, 180, 90, 130, 10, 95, 140, 60)
    options = ("--strategy", strategy, "--trailing-hours", "3", "--threshold", "5")
    document = succeeded(run(prices, *ROUND, *options, "--full", "--json"))
    sensitivity = document["details"]["site"]["sensitivity"]
    unchanged = sensitivity["changes"].index(0)
    for profits in sensitivity["profit"].values():
        assert profits[unchanged] == pytest.approx(document["zones"]["site"]["profit"])


def test_trailing_hours(run: Run, priced: Callable[..., str]) -> None:
    """An hour back: on after 20, off after 180. Two: 100 − (20 + 180) / 2 is not above 0."""
    prices = priced(20, 180, 50)
    options = (*ROUND, "--strategy", "trailing", "--json")
    one = site(run(prices, *options))
    assert (one["energy_mwh"], one["power_cost"]) == (2, 360)
    two = site(run(priced(20, 170, 50), *options, "--trailing-hours", "2"))
    assert (two["energy_mwh"], two["power_cost"]) == (4, 440)


def test_risk_by_hand(run: Run, write: Write) -> None:
    """Always on, days of 2 × (100 − p): 120, −200 and 20; the mildest of the worst 5 % is −200."""
    days = (("06", 70), ("07", 150), ("08", 95))
    rows = "".join(f"2025-01-{d}T{h:02}:00Z,{p}\n" for d, p in days for h in (0, 1))
    prices = write("prices.csv", "time,price EUR/MWh\n" + rows)
    options = (*ROUND, "--strategy", "always_on", "--full", "--json")
    details = succeeded(run(prices, *options))["details"]["site"]
    risk = details["risk"]
    assert details["best_days"][0] == {"day": "2025-01-06", "profit": pytest.approx(120)}
    assert details["worst_days"][0] == {"day": "2025-01-07", "profit": pytest.approx(-200)}
    # A gap ends no stretch: always on is one of 6 hours with a price.
    assert [(r["is_on"], r["hours"]) for r in details["runs"]] == [(True, 6)]
    assert details["runs"][0]["profit"] == pytest.approx(-60)
    assert risk["value_at_risk"] == pytest.approx(200)
    assert risk["expected_shortfall"] == pytest.approx(200)
    assert risk["mean"] == pytest.approx(-60 / 3)
    assert (risk["losing_days"], risk["worst_drawdown"]) == (1, pytest.approx(200))
    assert risk["worst_drawdown_peak"] == "2025-01-06"
    assert risk["worst_drawdown_trough"] == "2025-01-07"


def test_table_has_all_zones_and_a_sum(run: Run, write: Write) -> None:
    """A unit in heading or figure, never in both; a line a zone, the sum last unless alone."""
    prices = write("prices.csv", TWO_ZONES)
    status, out, err = run(prices, *ROUND)
    lines = out.splitlines()
    assert status == 0
    assert all(line.startswith("hydro-mining: warning: ") for line in err.splitlines())
    assert [line.split("  ")[0] for line in lines] == ["Zone", "A", "B", "all zones"]
    headings = re.split("  +", lines[0])
    assert headings[1:6] == ["Hours", "Uptime", "Energy", "Revenue", "Power cost"]
    assert headings[6:] == ["Operating cost", "Profit", "Average price paid [€/MWh]"]
    assert lines[1].split()[1:3] == ["2", "h"]
    assert lines[1].split()[-5:] == ["€400", "€160", "€0", "€240", "€40.00"]
    assert lines[2].split()[-5:] == ["€200", "€180", "€0", "€20", "€90.00"]
    assert lines[3].split()[-5:] == ["€600", "€340", "€0", "€260", "€56.67"]
    assert "75.0" in lines[3]
    alone = run(prices, *ROUND, "--zone", "A")[1].splitlines()
    assert [line.split()[0] for line in alone] == ["Zone", "A"]


def test_zone_may_be_called_like_the_sum(run: Run, write: Write) -> None:
    """A zone named "all zones" keeps its line."""
    out = run(write("prices.csv", TWO_ZONES.replace(",A,", ",all zones,")), *ROUND)[1]
    lines = [line.split("  ") for line in out.splitlines()]
    assert [line[0] for line in lines] == ["Zone", "all zones", "B", "all zones"]
    assert ("€240" in out, "€20" in out, "€260" in out) == (True, True, True)


@pytest.mark.parametrize("full", [(), ("--full",)])
def test_zone_does_not_steer_the_terminal(run: Run, write: Write, full: tuple[str, ...]) -> None:
    """Control characters of a file's names are not printed."""
    prices = write("prices.csv", TWO_ZONES.replace(",A,", ",\x1b[31mA,"))
    status, out, _ = run(prices, *ROUND, *full)
    assert status == 0
    assert out.replace("\n", "").isprintable()


def test_too_many_throttle_steps(run: Run, priced: Callable[..., str]) -> None:
    """More than 20 are refused under the option's name."""
    steps = ("--throttle", "0.5:0.6") * 21
    line = refused(run(priced(40, 50), *ROUND, *steps))
    assert line == "throttle must be a list of up to 20; got 21"


def test_full_tables(run: Run, write: Write) -> None:
    """Strategies and months follow, zone by zone."""
    out = run(write("prices.csv", TWO_ZONES), *ROUND, "--full")[1]
    blocks = [block.splitlines() for block in out.split("\n\n")]
    assert [block[0].split("  ")[0] for block in blocks] == [
        "Zone",
        "A: strategy",
        "A: month",
        "B: strategy",
        "B: month",
    ]
    assert [line.split()[0] for line in blocks[1][1:]] == [
        "always_on",
        "threshold",
        "contract_aware",
        "optimal",
        "day_ahead",
        "trailing",
    ]
    assert blocks[3][1].split()[1:] == ["−€20", "€40", "1"]
    assert blocks[4][1].split()[0] == "2025-01"


def test_table_without_a_currency_has_no_sign(run: Run, write: Write) -> None:
    """Money of a file that names none is a bare number."""
    prices = write("prices.csv", "time,price\n2025-01-06T00:00Z,40\n2025-01-06T01:00Z,40\n")
    out = run(prices, *ROUND)[1]
    assert not set("£$€") & set(out)


def test_dispatch_loads_no_dashboard_library(priced: Callable[..., str]) -> None:
    """Panel and its relatives, pandas and scipy are not imported for totals and details."""
    words = ["dispatch", priced(40, 50), *ROUND, "--full", "--json"]
    script = (
        "import sys\n"
        "from hydro_mining.cli import main\n"
        f"status = main({words!r})\n"
        "heavy = {'panel', 'param', 'holoviews', 'hvplot', 'bokeh', 'pandas', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE_PARENT)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        timeout=60,
        env=environment,
    )
    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[-1] == "[]"


def test_hashprice_of_the_past_year(
    run: Run, priced: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each local date takes its day: 0.06 $/TH mines 100 $/MWh; 2 MW at 40 $ earn 120 $ an hour."""
    nothing = np.full(2, np.nan)
    history = History(
        days=np.array(["2025-01-05", "2025-01-06"], dtype="datetime64[D]"),
        btc_price_usd=nothing,
        difficulty=nothing.copy(),
        block_height=nothing.copy(),
        fees_btc_per_block=nothing.copy(),
        hashprice_usd_per_th_per_day=np.array([0.01, 0.06]),
        observed_usd_per_th_per_day=nothing.copy(),
        sources={},
        fetched_at=dt.datetime(2025, 1, 7, tzinfo=dt.UTC),
    )
    monkeypatch.setattr("hydro_mining.cli.dispatch_hashprice.network_history", lambda: history)
    options = (*FACILITY, "--hashprice-history", "--currency", "USD", "--json")
    prices = Path(priced(40, 40))
    prices.write_text(prices.read_text().replace("EUR", "USD"))
    assert site(run(str(prices), *options))["profit"] == pytest.approx(240)


def test_without_a_past_year_that_is_said(run: Run, priced: Callable[..., str]) -> None:
    """With live data off and nothing stored there is no year to take."""
    line = refused(run(priced(40, 40), *FACILITY, "--hashprice-history"))
    assert line.startswith("hashprice-history must be that of a year that has been fetched")


# Files as people have them


def test_options_tell_what_a_file_leaves_open(run: Run, write: Write) -> None:
    """Order of dates, a column of hours, lines to skip: each as its refusal names it."""
    rows = "".join(f"03/04/2026,{hour},{hour}\n" for hour in range(1, 25))
    file = write("prices.csv", f"x,y,z\n1,2,3\na,b,EUR/MWh\n{rows}")
    assert "a column of times" in refused(run(file, *ROUND))
    skipped = (file, *ROUND, "--skip-lines", "2")
    assert "hour-column" in refused(run(*skipped, "--day-first"))
    known = (*skipped, "--hour-column", "b")
    assert "told apart by the option day-first or month-first" in refused(run(*known))
    for option, first in (("--month-first", "2026-03-04"), ("--day-first", "2026-04-03")):
        document = succeeded(run(*known, option, "--full", "--json"))
        assert document["details"]["site"]["months"][0]["month"] == first[:7]
    message = "skip-lines must be a whole number; got 'two'"
    assert refused(run(file, *ROUND, "--skip-lines", "two")) == message


def test_a_packed_file_is_read(run: Run, write: Write, priced: Callable[..., str]) -> None:
    """The gzip of a file has its results; one that unpacks to more than 64 MB is refused."""
    plain = priced(10, 150, 140, -20)
    packed = write("prices.csv.gz", gzip.compress(Path(plain).read_bytes(), mtime=0))
    assert site(run(packed, *ROUND, "--json")) == site(run(plain, *ROUND, "--json"))
    bomb = write("bomb.csv.gz", gzip.compress(bytes(64_000_001), mtime=0))
    line = refused(run(bomb, *ROUND))
    assert line == "file must be at most 64,000,000 bytes when unpacked; got 'more'"


def test_hashprices_that_no_market_has_shown_are_questioned(
    run: Run, priced: Callable[..., str]
) -> None:
    """60 a TH and day is 60 a PH: said in a note and on stderr, and computed as given."""
    status, out, err = run(priced(10, 20), *without("--hashprice"), "--hashprice", "60", "--json")
    assert status == 0
    (note,) = json.loads(out)["notes"]
    assert note == (
        "The hashprice is 60 a TH and day, above any since 2021: check its unit, which may be "
        "per PH."
    )
    assert note in err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("peak-hours", "25-99"),
        ("peak-hours", "6-22"),
        ("holidays", "nonsense"),
        ("ppa-block", "7x24"),
        ("ppa-settlement", "resale"),
    ],
)
def test_terms_without_a_contract_are_refused(
    run: Run, write: Write, option: str, value: str
) -> None:
    """What would be read by nobody is not passed over in silence."""
    prices = write("prices.csv", TWO_ZONES)
    status, out, err = run(prices, *ROUND, f"--{option}", value)
    assert (status, out) == (2, "")
    rule = "absent without a contract (ppa-mw and ppa-price)"
    assert err == f"hydro-mining: {option} must be {rule}; got '{value}'\n"


@pytest.mark.parametrize("price", ["1000000000.1", "-2e9", "1e14"])
def test_a_price_that_no_market_had_is_refused(run: Run, write: Write, price: str) -> None:
    """It would make sums that are no numbers; the line says where it stands."""
    prices = write(
        "prices.csv", f"time,price EUR/MWh\n2025-01-06T00:00Z,40\n2025-01-06T01:00Z,{price}\n"
    )
    status, out, err = run(prices, *ROUND)
    assert (status, out) == (2, "")
    rule = "a number from -1,000,000,000 to 1,000,000,000 (currency/MWh)"
    assert err == f"hydro-mining: line 3, column price EUR/MWh must be {rule}; got '{price}'\n"
