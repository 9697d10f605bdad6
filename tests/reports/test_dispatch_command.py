"""The line that gives a backtest again is run by the command itself."""

import dataclasses
import datetime as dt
import json
import shlex
from pathlib import Path

import numpy as np
import pytest

from hydro_mining.cli import main
from hydro_mining.economics.dispatch import (
    BacktestInputs,
    Contract,
    Facility,
    HashpriceByDay,
    MachineClass,
    ThrottleStep,
    backtest,
)
from hydro_mining.imports.prices import PriceOptions, read_prices
from hydro_mining.reports.dispatch_command import (
    HASHPRICE_FILE,
    dispatch_command,
    hashprice_csv,
)

NAME = "it's spot.csv"
STAMPS = [f"03/0{day}/2025 {hour:02d}:00" for day in (3, 4) for hour in range(24)]
FILE = "time,zone,price\n" + "".join(
    f"{stamp},{zone},{(7 * i + shift) % 90}\n"
    for i, stamp in enumerate(STAMPS)
    for zone, shift in (("A", 0), ("B", 31))
)
OPTIONS = PriceOptions(currency="EUR", unit="MWh", timezone="Europe/Oslo", day_first=False)
MACHINES = MachineClass(name="machines", power_mw=0.44835, efficiency_w_per_th=17.5)
PLAIN = Facility(classes=(MACHINES,))
FLEET = Facility(
    classes=(
        MACHINES,
        MachineClass(
            name="S19",
            power_mw=4,
            efficiency_w_per_th=29.5,
            throttle_steps=(ThrottleStep(power_fraction=0.7, hashrate_fraction=0.8),),
        ),
    ),
    pool_fee_fraction=0.01,
    overhead_fraction=0.05,
    variable_om_per_mwh=1.5,
    fixed_om_per_mw_year=8760,
    min_run_hours=2,
    min_down_hours=3,
    restart_cost=50,
)
CONTRACT = Contract(
    power_mw=2,
    price=35.5,
    block="5x16",
    settlement="take_or_pay",
    peak_start_hour=7,
    peak_end_hour=21,
    holidays=(dt.date(2025, 3, 4),),
)
BY_DAY = HashpriceByDay(
    dates=np.array(["2025-03-03", "2025-03-04"], dtype="datetime64[D]"),
    value=np.array([0.05, 1 / 19]),
)


def inputs(**changed: object) -> BacktestInputs:
    """Return a backtest of the file's two zones."""
    series = tuple(read_prices(FILE.encode(), OPTIONS).series.values())
    return BacktestInputs(**{"prices": series, "facility": PLAIN, "hashprice": 0.04} | changed)


@pytest.mark.parametrize(
    "made",
    [
        inputs(),
        inputs(facility=FLEET, contract=CONTRACT, strategy="trailing", trailing_hours=3),
        inputs(hashprice=BY_DAY, threshold=-2.5),
    ],
)
def test_the_line_gives_the_profit_to_the_cent(
    made: BacktestInputs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of the second zone, by a file whose name a shell would take apart."""
    days = np.array(["2025-03-03", "2025-03-04"], dtype="datetime64[D]")
    (tmp_path / NAME).write_text(FILE)
    if made.hashprice is BY_DAY:
        text = hashprice_csv(made.hashprice, days=days, currency="EUR")
        (tmp_path / HASHPRICE_FILE).write_text(text)
    monkeypatch.chdir(tmp_path)
    line = dispatch_command(made, prices_name=NAME, options=OPTIONS, zone="B")
    program, *words = shlex.split(line)
    assert program == "hydro-mining"
    assert main([*words, "--json"]) == 0
    zones = json.loads(capsys.readouterr().out)["zones"]
    assert list(zones) == ["B"]
    assert zones["B"]["profit"] == pytest.approx(backtest(made).zones["B"].total.profit, abs=1e-6)


def test_only_what_differs_is_named() -> None:
    """The command's defaults are the specification's, and a reader need not read them."""
    line = dispatch_command(
        dataclasses.replace(inputs(), prices=inputs().prices[:1]),
        prices_name="prices.csv",
        options=PriceOptions(),
        zone="A",
    )
    assert line == (
        "hydro-mining dispatch prices.csv --facility-mw 0.44835 --efficiency-w-per-th 17.5 "
        "--hashprice 0.04 --full"
    )
