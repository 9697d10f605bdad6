"""Studies in round numbers, so that a test's expected figures can be worked by hand.

At ``ROUND_DIFFICULTY`` a TH/s finds one millionth of a block a day. With the subsidy of
3.125 BTC, $100,000 and £0.80 for a dollar that is £0.25 per TH/s per day. The machine has
100 TH/s and 2.5 kW, so £25.00 a day from 60 kWh that cost £6.00: £19.00 profit on £1,900.
The site's 900 kW run 360 of them: £9,000 revenue, £2,160 power, £6,840 profit a day on
£684,000.
"""

import copy
import datetime as dt
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from hydro_mining.economics import Finance, Miner, Network, Scenario, Site, StudyInputs

# 1e12 × 86,400 / (difficulty × 2**32) is 1e-6 exactly: 8.64e22 / 2**32 = 27 × 5**20 / 2**7.
ROUND_DIFFICULTY = 27 * 5**20 / 2**7

# How long an example takes is the machine's affair; the rest is as it is, under CI too.
settings.register_profile("patient", parent=settings(), deadline=None)
settings.load_profile("patient")

collect_ignore = ["no_grammars"]  # stands in the way of a module, for servers
_BRIEF = {f"test_{name}" for name in ("alternatives", "currency", "portfolio", "rebinding", "risk")}
_HERE = {"127.0.0.1", "::1", "localhost"}

DOCUMENT: dict[str, Any] = {
    "network": {
        "as_of": "2026-10-10T00:00:00+00:00",
        "btc_price_usd": 100_000.0,
        "difficulty": ROUND_DIFFICULTY,
        "block_height": 840_000,
        "usd_to_gbp": 0.8,
        "fees_btc_per_block": 0.0,
    },
    "site": {
        "site_power_kw": 1000.0,
        "load_factor": 0.9,
        "power_price_gbp_per_kwh": 0.1,
    },
    "miners": [{"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0}],
    "finance": {"years": 3, "discount_rate_per_year": 0.1},
    "scenarios": [{"name": "Base"}],
}


def pytest_configure() -> None:
    """Let nothing call out, neither the tests nor the processes that they start."""
    os.environ["LIVE_DATA"] = "off"
    # Grammars of web addresses, which come with JupyterLab, take a second of what checks a notebook
    # or a schema, and none here has an address to be checked.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    paths = [str(Path(__file__).with_name("no_grammars")), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in _HERE:
            pytest.fail(f"a test called out: {address[0]}")
        connect(self, address)

    socket.socket.connect = connect_here  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last: while it is open, no other event loop runs in its thread.

    Of those the brief files come last, so that no worker waits for another's long one.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if "browser" not in item.path.parts:
        return 0
    return 2 if item.path.stem in _BRIEF else 1


@pytest.fixture
def document() -> Callable[..., dict[str, Any]]:
    """Return a factory of study documents as JSON has them; see ``study``."""

    def build(
        *,
        network: dict[str, Any] | None = None,
        site: dict[str, Any] | None = None,
        finance: dict[str, Any] | None = None,
        miners: list[dict[str, Any]] | None = None,
        scenarios: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        built = copy.deepcopy(DOCUMENT)
        built["network"] |= network or {}
        built["site"] |= site or {}
        built["finance"] |= finance or {}
        if miners is not None:
            built["miners"] = miners
        if scenarios is not None:
            built["scenarios"] = scenarios
        return built

    return build


@pytest.fixture
def study(document: Callable[..., dict[str, Any]]) -> Callable[..., StudyInputs]:
    """Return a factory of studies: what is given replaces the round numbers.

    ``network``, ``site`` and ``finance`` are merged field by field; ``miners`` and
    ``scenarios`` replace the whole list.
    """

    def build(**groups: Any) -> StudyInputs:
        built = document(**groups)
        network = built["network"]
        if isinstance(network["as_of"], str):
            network["as_of"] = dt.datetime.fromisoformat(network["as_of"])
        return StudyInputs(
            network=Network(**network),
            site=Site(**built["site"]),
            miners=tuple(Miner(**miner) for miner in built["miners"]),
            finance=Finance(**built["finance"]),
            scenarios=tuple(Scenario(**scenario) for scenario in built["scenarios"]),
        )

    return build
