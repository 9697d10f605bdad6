"""``hydro-mining network`` and ``health``: values with their origin, and a status for a monitor."""

import asyncio
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from upstream import Upstream, providers_at, running_upstream

from hydro_mining.cli import main
from hydro_mining.cli import network as network_module
from hydro_mining.environment import Environment
from hydro_mining.network_data import Clock, NetworkService, opened_service
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, Status

Run = Callable[..., tuple[int, str, str]]
Later = Callable[..., None]
CLOCK = {"now": lambda: dt.datetime.now(tz=dt.UTC)}
PACKAGE_PARENT = Path(__file__).parents[1]
OWN = ("LIVE_DATA", "COINGECKO_API_KEY", "HASHRATE_INDEX_API_KEY", "DEFAULT_DISCOUNT_RATE")
UNITS = {
    "btc_price_usd": "$/BTC",
    "difficulty": "1",
    "block_height": "blocks",
    "fees_btc_per_block": "BTC/block",
    "usd_to_gbp": "£/$",
}
FIELDS = {
    "value",
    "unit",
    "source",
    "as_of",
    "fetched_at",
    "status",
    "is_fallback",
    "note",
    "detail",
}
OFF = "Live data are switched off (LIVE_DATA); the built-in figures are used."


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in this process: exit status, stdout, stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(list(arguments))
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Return a function that moves the command's clock on."""

    def move(**length: float) -> None:
        moved = dt.timedelta(**length)
        monkeypatch.setitem(CLOCK, "now", lambda: dt.datetime.now(tz=dt.UTC) + moved)

    return move


async def at_once(_: float) -> None:
    """Sleep without waiting: calls to one provider keep their distance in the ledger only."""
    await asyncio.sleep(0)


@pytest.fixture(scope="module")
def server() -> Iterator[Upstream]:
    """Return the providers' stand-in, which all tests of this file share."""
    with running_upstream() as running:
        yield running


@pytest.fixture
def upstream(
    server: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Upstream]:
    """Return the stand-in, answering well, with live data on over an empty cache."""

    def opened(settings: Environment, defaults: Snapshot) -> NetworkService:
        return opened_service(
            settings,
            defaults,
            clock=Clock(now=lambda: CLOCK["now"](), sleep=at_once),
            providers=providers_at(server.url),
        )

    monkeypatch.setattr(network_module, "opened_service", opened)
    for name in OWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIVE_DATA_CACHE_DIR", str(tmp_path / "cache"))
    server.status, server.price, server.delay_s = 200, 83_000.0, 0.0
    server.asked.clear()
    yield server
    server.status = 200


def calls(upstream: Upstream) -> int:
    """Return how many requests were made."""
    return sum(upstream.asked.values())


def process(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in a process of its own, with live data off unless told."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        timeout=60,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(PACKAGE_PARENT),
            "LIVE_DATA": "off",
            **environment,
        },
    )


def check_time(text: str | None) -> None:
    """Assert that a time is missing or has its zone."""
    assert text is None or dt.datetime.fromisoformat(text).tzinfo is not None


def check_value(value: dict[str, Any]) -> None:
    """Assert that a value of the document has every field in its type."""
    assert set(value) == FIELDS
    assert isinstance(value["value"], int | float)
    assert isinstance(value["is_fallback"], bool)
    assert all(isinstance(value[name], str) for name in ("unit", "source", "note", "detail"))
    assert value["status"] in {Status.LIVE, Status.CACHED, Status.STALE, Status.STATIC}
    check_time(value["as_of"])
    check_time(value["fetched_at"])


# --- network -----------------------------------------------------------------------------------


def test_the_built_in_figures_cost_no_call(run: Run, upstream: Upstream, tmp_path: Path) -> None:
    """Without --live nothing is asked, no folder is made, and nothing is said on stderr."""
    status, out, err = run("network", "--json")
    document = json.loads(out)
    assert (status, err, calls(upstream)) == (0, "", 0)
    assert not (tmp_path / "cache").exists()
    assert document["as_of"] == "2026-10-10T00:00:00+00:00"
    assert {value["status"] for value in document["values"].values()} == {"static"}
    assert {value["fetched_at"] for value in document["values"].values()} == {None}
    assert document["values"]["btc_price_usd"]["value"] == 82_826


@pytest.mark.parametrize("arguments", [("--json",), ("--live", "--json")], ids=" ".join)
@pytest.mark.usefixtures("upstream")
def test_every_value_has_every_field(run: Run, arguments: tuple[str, ...]) -> None:
    """Value, unit, source, both times and state of five values and each currency."""
    document = json.loads(run("network", *arguments)[1])
    assert set(document) == {"as_of", "hashprice_usd_per_th_per_day", "values", "per_usd"}
    assert tuple(document["values"]) == NETWORK_VALUES
    for value in (*document["values"].values(), *document["per_usd"].values()):
        check_value(value)
    assert {name: value["unit"] for name, value in document["values"].items()} == UNITS
    check_time(document["as_of"])


@pytest.mark.usefixtures("upstream")
def test_a_currency_s_unit_is_the_same_live_and_built_in(run: Run) -> None:
    """Who reads the document finds the euro in one unit, wherever it comes from."""
    built_in, live = (
        json.loads(run("network", *arguments)[1])["per_usd"]["EUR"]
        for arguments in (["--json"], ["--live", "--json"])
    )
    assert live["unit"] == built_in["unit"]


@pytest.mark.parametrize("arguments", [("--json",), ("--live", "--json")], ids=" ".join)
@pytest.mark.usefixtures("upstream")
def test_a_height_is_a_whole_number(run: Run, arguments: tuple[str, ...]) -> None:
    """Nobody counts 976,800.0 blocks."""
    height = json.loads(run("network", *arguments)[1])["values"]["block_height"]["value"]
    assert isinstance(height, int)


def test_live_figures_by_hand(run: Run, upstream: Upstream) -> None:
    """What the providers said, by six calls, with both times; nothing on stderr."""
    status, out, err = run("network", "--live", "--json")
    document = json.loads(out)
    assert (status, err, calls(upstream)) == (0, "", 6)
    values = document["values"]
    assert {value["status"] for value in values.values()} == {"live"}
    assert {name: value["value"] for name, value in values.items()} == {
        "btc_price_usd": 83_000,
        "difficulty": 132_716_002_350_731.2,
        "block_height": 976_800,
        "fees_btc_per_block": 0.02,  # 288,000,000 sat in 144 blocks
        "usd_to_gbp": 0.76,
    }
    assert values["btc_price_usd"]["source"] == "CoinGecko"
    assert document["per_usd"]["NOK"]["value"] == 10.1
    # 86,400e12 / (difficulty × 2**32) × (3.125 + 0.02) × $83,000
    assert document["hashprice_usd_per_th_per_day"] == pytest.approx(
        86_400e12 / (132_716_002_350_731.2 * 2**32) * 3.145 * 83_000
    )


def test_a_second_command_uses_what_is_stored(run: Run, upstream: Upstream) -> None:
    """Within the time to live the next process asks nobody and says that it is cached."""
    run("network", "--live")
    before = calls(upstream)
    values = json.loads(run("network", "--live", "--json")[1])["values"]
    assert {value["status"] for value in values.values()} == {"cached"}
    assert calls(upstream) == before


def test_the_table_has_a_line_a_value(run: Run, upstream: Upstream) -> None:
    """Headings, five values, the hashprice; states and sources in words."""
    status, out, err = run("network", "--live")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert len(lines) == 7
    assert lines[0].split() == ["Value", "Status", "Source", "Data", "of", "Fetched"]
    assert "$83,000" in lines[1]
    assert "CoinGecko" in lines[1]
    assert "under 1 min ago" in lines[1]
    assert lines[-1].startswith("Hashprice")
    assert upstream.url not in out


@pytest.mark.usefixtures("upstream")
def test_the_built_in_table_has_its_day(run: Run) -> None:
    """Who does not ask for live data sees of when the figures are."""
    out = run("network")[1]
    assert out.count("10 Oct 2026") >= 5
    assert out.count("never") == 5


def test_offline_the_built_in_figures_stand_and_stderr_says_why(
    run: Run, upstream: Upstream
) -> None:
    """The command has figures whatever happens; each value's trouble is a line."""
    upstream.status = 503
    status, out, err = run("network", "--live", "--json")
    values = json.loads(out)["values"]
    assert status == 0
    assert {value["status"] for value in values.values()} == {"static"}
    assert err.count("using the built-in value of 10 Oct 2026.") == 5
    assert "CoinGecko had a server error (503)." in err
    assert err.count("\n") == 5


def test_offline_after_a_good_round_the_last_good_values_stand(
    run: Run, upstream: Upstream, later: Later
) -> None:
    """What is older than its time to live is stale, with its own source and time."""
    run("network", "--live")
    upstream.status = 503
    later(hours=25)
    status, out, err = run("network", "--live", "--json")
    price = json.loads(out)["values"]["btc_price_usd"]
    assert status == 0
    assert (price["value"], price["source"], price["status"]) == (83_000, "CoinGecko", "stale")
    assert "Live data temporarily unavailable, using last cached data from " in err


@pytest.mark.parametrize("arguments", [("--live",), ("--live", "--json")], ids=" ".join)
def test_switched_off_nothing_is_asked(
    run: Run, upstream: Upstream, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """LIVE_DATA=off wins over --live; one line says so."""
    monkeypatch.setenv("LIVE_DATA", "off")
    status, out, err = run("network", *arguments)
    assert (status, err) == (0, f"hydro-mining: {OFF}\n")
    assert calls(upstream) == 0
    assert "static" in out


# --- health ------------------------------------------------------------------------------------


def test_all_well_is_exit_0(run: Run, upstream: Upstream) -> None:
    """Healthy: a row a provider and one sentence."""
    status, out, err = run("health")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "The live data are healthy."
    assert len(out.splitlines()) == 1 + 7 + 1
    assert upstream.url not in out


@pytest.mark.usefixtures("upstream")
def test_trouble_with_the_disk_is_exit_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Values that cannot be stored are live all the same: degraded, with the reason."""
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setenv("LIVE_DATA_CACHE_DIR", str(file))
    status, out, _ = run("health")
    assert status == 1
    assert "The live data are degraded." in out
    assert "The folder for stored values cannot be used" in out


def test_nothing_fresh_is_exit_2(run: Run, upstream: Upstream) -> None:
    """Down: the reasons name who failed and how; stdout has it all, for a monitor's mail."""
    upstream.status = 503
    status, out, err = run("health")
    assert (status, err) == (2, "")
    assert "The live data are down." in out
    assert "CoinGecko had a server error (503)" in out


def test_switched_off_is_exit_1(
    run: Run, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Off is neither healthy nor down; one reason says so and nothing is asked."""
    monkeypatch.setenv("LIVE_DATA", "off")
    status, out, _ = run("health", "--json")
    document = json.loads(out)
    assert (status, document["state"], document["reasons"]) == (1, "degraded", [OFF])
    assert calls(upstream) == 0


@pytest.mark.parametrize(("answer", "status"), [(200, 0), (503, 2)])
def test_health_as_json(run: Run, upstream: Upstream, answer: int, status: int) -> None:
    """State, reasons and each provider's record, in types that a monitor can rely on."""
    upstream.status = answer
    found, out, err = run("health", "--json")
    document = json.loads(out)
    assert (found, err) == (status, "")
    assert set(document) == {"checked_at", "is_keyless", "providers", "state", "reasons"}
    assert document["state"] == {0: "healthy", 2: "down"}[status]
    assert bool(document["reasons"]) == bool(status)
    assert document["is_keyless"] is True
    for record in document["providers"]:
        check_time(record["last_success_at"])
        check_time(record["last_error_at"])
        check_time(record["paused_until"])
        assert isinstance(record["calls_today"], int)
        assert record["error_rate"] is None or 0 <= record["error_rate"] <= 1
    asked = {record["name"] for record in document["providers"] if record["calls_today"]}
    assert {"CoinGecko", "Blockchain.info", "mempool.space", "Frankfurter"} <= asked


def test_health_heals(run: Run, upstream: Upstream, later: Later) -> None:
    """Back online the next check that may ask is healthy again."""
    upstream.status = 404  # no retries, no pauses
    assert run("health")[0] == 2
    upstream.status = 200
    later(minutes=2)
    assert run("health")[0] == 0


# --- what is refused, and what it costs --------------------------------------------------------


@pytest.mark.parametrize("command", [("network", "--live"), ("health",), ("health", "--json")])
@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("LIVE_DATA", "maybe", "LIVE_DATA must be on or off; got 'maybe'"),
        ("LIVE_DATA_DEADLINE_S", "nan", "LIVE_DATA_DEADLINE_S must be a number from 1 to 60"),
        ("LIVE_DATA_DAILY_CALL_LIMIT", "-1", "LIVE_DATA_DAILY_CALL_LIMIT must be a whole number"),
        ("LIVE_DATA_MEMPOOL_URL", "http://10.0.0.1", "LIVE_DATA_MEMPOOL_URL must be an https URL"),
        ("DEFAULT_DISCOUNT_RATE", "12", "DEFAULT_DISCOUNT_RATE must be a number above -1 up to 10"),
    ],
)
def test_a_bad_variable_is_one_line(
    run: Run,
    upstream: Upstream,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    name: str,
    text: str,
    told: str,
) -> None:
    """Exit 2, nothing on stdout, the variable and its rule on stderr, and no call."""
    monkeypatch.setenv(name, text)
    status, out, err = run(*command)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"hydro-mining: {told}")
    assert calls(upstream) == 0


@pytest.mark.parametrize("name", ["COINGECKO_API_KEY", "HASHRATE_INDEX_API_KEY"])
@pytest.mark.usefixtures("upstream")
def test_a_bad_key_is_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A key with a letter that no header can carry is refused without its text."""
    monkeypatch.setenv(name, "CANARY-\u00fc-4711")
    status, out, err = run("health")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"hydro-mining: {name} must be ")
    assert "CANARY" not in err


@pytest.mark.usefixtures("upstream")
def test_without_live_a_bad_variable_is_nobody_s_business(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The built-in figures need no settings."""
    monkeypatch.setenv("LIVE_DATA_DEADLINE_S", "soon")
    assert run("network")[0] == 0


@pytest.mark.parametrize("command", ["network", "health"])
def test_an_unknown_option_is_one_line(run: Run, command: str) -> None:
    """Exit 2 with the command's name."""
    status, out, err = run(command, "--lives")
    assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", [["network"], ["network", "--live"], ["health"]], ids=str)
def test_the_commands_never_import_the_dashboard(command: list[str], tmp_path: Path) -> None:
    """A monitor that runs each minute pays for no library of the page's."""
    script = (
        "import sys\n"
        "from hydro_mining.cli import main\n"
        f"main({command!r})\n"
        "heavy = {'panel', 'param', 'holoviews', 'hvplot', 'bokeh', 'pandas', 'scipy'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = process("-c", script, LIVE_DATA_CACHE_DIR=str(tmp_path / "cache"))
    assert done.stderr.splitlines()[-1] == "HEAVY []"


def test_the_installed_command_tells_its_health_by_its_status(tmp_path: Path) -> None:
    """As a process, with live data off: status 1 and the reason, no traceback."""
    done = process("-m", "hydro_mining", "health", LIVE_DATA_CACHE_DIR=str(tmp_path / "cache"))
    assert (done.returncode, done.stderr) == (1, "")
    assert OFF in done.stdout
