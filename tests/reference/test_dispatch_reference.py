"""240 dispatch results of ERCOT's load zones in 2024, reproduced.

The prices, the hashprices and the results are real data that are not the project's. They are
looked for in ``../shared`` beside the repository, or in the folder that HYDRO_MINING_SHARED
names; without them these tests are skipped. Energy, revenue, cost and profit there have two
decimals, the uptime four.
"""

import csv
import datetime as dt
import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from hydro_mining.economics.dispatch import (
    Contract,
    Facility,
    HashpriceByDay,
    MachineClass,
    zone_outcome,
)
from hydro_mining.economics.prices import PriceSeries

BESIDE = Path(__file__).parents[2].parent / "shared"
SHARED = Path(os.environ.get("HYDRO_MINING_SHARED", BESIDE))
REFERENCE = SHARED / "cases" / "dispatch_reference.json"

pytestmark = pytest.mark.skipif(not REFERENCE.exists(), reason=f"no {REFERENCE}")

ERCOT = ZoneInfo("America/Chicago")


@cache
def reference() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return document


@cache
def zones(name: str) -> dict[str, PriceSeries]:
    """Return the real-time prices by zone; rows without one are dropped."""
    rows: dict[str, list[tuple[dt.datetime, float]]] = {}
    with gzip.open(SHARED / "data" / "prices" / name, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            hour = dt.timedelta(hours=int(row["hour_ending"]) - 1)
            local = dt.datetime.fromisoformat(row["delivery_date"]) + hour
            if row["rtm_lmp"]:
                rows.setdefault(row["location"], []).append((local, float(row["rtm_lmp"])))
    return {zone: price_series(zone, listed) for zone, listed in rows.items()}


def price_series(zone: str, rows: list[tuple[dt.datetime, float]]) -> PriceSeries:
    utc = [local.replace(tzinfo=ERCOT).astimezone(dt.UTC).replace(tzinfo=None) for local, _ in rows]
    return PriceSeries(
        zone=zone,
        start=np.array(utc, dtype="datetime64[s]"),
        local_start=np.array([local for local, _ in rows], dtype="datetime64[s]"),
        hours=np.ones(len(rows)),
        price=np.array([price for _, price in rows]),
        timezone="America/Chicago",
    )


@cache
def hashprices() -> HashpriceByDay:
    path = SHARED / "data" / "bitcoin" / "DERIVED_hashprice_subsidy_only_daily_2021_2024.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return HashpriceByDay(
        dates=np.array([row["date"] for row in rows], dtype="datetime64[D]"),
        value=np.array([float(row["hashprice_usd_th_day"]) for row in rows]),
    )


def computed(case: dict[str, Any]) -> dict[str, float]:
    """Return the product's figures of a case under the reference's names."""
    given = reference()["parameters"]
    prices = zones(case["file"])[case["zone"]]
    is_constant = case["hashprice"] == "constant_0.08"
    is_always_on = case["ppa_mode"] == "always_on"
    machines = MachineClass(
        name="Fleet", power_mw=given["facility_mw"], efficiency_w_per_th=case["eff_w_th"]
    )
    contract = None
    if case["ppa_block"] != "none":
        contract = Contract(
            power_mw=given["ppa_mw"],
            price=given["ppa_usd_per_mwh"],
            block=case["ppa_block"],
            settlement=case["ppa_mode"],
        )
    total = zone_outcome(
        prices=prices,
        facility=Facility(classes=(machines,)),
        hashprice=0.08 if is_constant else hashprices().at(prices.local_start),
        contract=contract,
        threshold=case["threshold"] or 0.0,
        strategy="always_on" if is_always_on else "contract_aware",
    ).total
    return {
        "intervals": total.intervals,
        "hours": total.hours,
        "uptime_pct": 100 * total.uptime_fraction,
        "energy_mwh": total.energy_mwh,
        "revenue_usd": total.revenue,
        "power_cost_usd": total.power_cost,
        "profit_usd": total.profit,
    }


def test_the_prices_are_those_of_the_reference() -> None:
    """Intervals with a price, first and last hour and mean price are as stated."""
    for stated in reference()["datasets"]:
        prices = zones(stated["file"])[stated["zone"]]
        assert len(prices) == stated["rows"] - stated["missing_price_rows"]
        assert prices.local_start[0] == np.datetime64(stated["first_local"])
        assert prices.local_start[-1] == np.datetime64(stated["last_local"])
        assert prices.price.mean() == pytest.approx(stated["price_mean"], abs=5e-5)


def test_every_result_is_reproduced() -> None:
    """All 240 results agree to a millionth in every figure that they state."""
    results = reference()["results"]
    assert len(results) == 240
    for case in results:
        got = computed(case)
        stated = {name: case[name] for name in got if name in case}
        assert {name: got[name] for name in stated} == pytest.approx(stated, rel=1e-6), case
