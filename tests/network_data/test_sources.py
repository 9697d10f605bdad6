"""Readers of providers' bodies: the right figures from each shape, or a fault that says why.

``bodies/index.json`` says for each body what comes of it; the figures there are of our own making.
"""

import asyncio
import datetime as dt
import inspect
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import respx

from hydro_mining.network_data.faults import FaultKind, ProviderError
from hydro_mining.network_data.parsing import Observed
from hydro_mining.network_data.providers import Budget, Provider
from hydro_mining.network_data.sources import (
    blockchain_info,
    coinbase,
    coingecko,
    frankfurter,
    hashrate_index,
    mempool_space,
)
from hydro_mining.network_data.transport import Transport

BODIES = Path(__file__).parent / "bodies"
INDEX = json.loads((BODIES / "index.json").read_text(encoding="utf-8"))["files"]
SOURCES = (blockchain_info, coinbase, coingecko, frankfurter, hashrate_index, mempool_space)
PROVIDER = Provider(name="Source", base_url="https://source.example", budget=Budget(per_day=9))
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def _readers(module: ModuleType) -> dict[str, Callable[[bytes], Any]]:
    name = module.__name__.rpartition(".")[2]
    found = {
        f"{name}.{reader}": getattr(module, reader)
        for reader in module.__all__
        if reader.startswith("read_")
    }
    chart = f"{name}.read_chart"
    if chart in found:
        found[chart] = lambda body: blockchain_info.read_chart(body, unit="USD")
    return found


READERS = {name: reader for module in SOURCES for name, reader in _readers(module).items()}


def received(entry: Mapping[str, Any]) -> bytes:
    """Return the body as the transport hands it on."""

    async def ask() -> bytes:
        async with httpx.AsyncClient() as client:
            return await Transport(client, timeout_s=5, now=lambda: NOW).get(PROVIDER, "/", {})

    body = (BODIES / entry["file"]).read_bytes()
    with respx.mock(assert_all_mocked=True) as router:
        router.get(host="source.example").respond(
            entry["status"], content=body, headers=entry.get("headers")
        )
        return asyncio.run(ask())


def told(found: Any) -> Any:
    """Return what a reader found as the index writes it."""
    if isinstance(found, Observed):
        return {"value": found.value, "as_of": found.as_of and found.as_of.isoformat()}
    if isinstance(found, dict):
        (as_of,) = {rate.as_of.isoformat() for rate in found.values()}
        return {"as_of": as_of, "rates": {code: rate.value for code, rate in found.items()}}
    rows = []
    for row in found:
        is_adjustment = isinstance(row, mempool_space.Adjustment)
        dated = row.difficulty if is_adjustment else row
        told_row = [dated.time.isoformat(), dated.value]
        rows.append([*told_row, row.height] if is_adjustment else told_row)
    return rows


@pytest.mark.parametrize("entry", INDEX, ids=lambda entry: entry["file"])
def test_a_body_is_read_to_its_figures_or_refused(entry):
    """Each reader gives the figures that the index has for it, and refuses all other bodies."""
    if "refused" in entry:
        with pytest.raises(ProviderError) as raised:
            received(entry)
        assert raised.value.reason == entry["refused"]
        assert raised.value.kind == FaultKind(entry["kind"])
        return
    body, expected = received(entry), entry.get("read", {})
    for name, reader in READERS.items():
        known = expected.get(name, {"refused": None})
        if isinstance(known, dict) and "refused" in known:
            with pytest.raises(ProviderError) as raised:
                reader(body)
            assert known["refused"] in {None, raised.value.reason}, name
        else:
            assert told(reader(body)) == known, name


def test_the_index_names_every_body_and_every_reader():
    """No body lies there unused, and each reader has a body that it reads and one it refuses."""
    assert {path.name for path in BODIES.iterdir()} == {e["file"] for e in INDEX} | {"index.json"}
    expectations = [e.get("read", {}) for e in INDEX]
    for name in READERS:
        known = [e[name] for e in expectations if name in e]
        assert any(not isinstance(k, dict) or "refused" not in k for k in known), name
        assert any(name not in e for e in expectations), name


# What may stand in place of any value: texts of JSON, some of them no JSON at all.
HOSTILE = (  # noqa: SIM905  # a list of them is not easier to read
    "null true false -0.0 0 -1 0.5 1e308 5e-324 1e999 -1e999 NaN Infinity -Infinity [] {} [[]] "
    '[null] {"a":1} "" "nan" "inf" "1_000" "0x10" "1e400" "1e-999" "\\ud800" "\\u0000" '
    '"１２" "٣" 1e11 1e15 9e15 253402300800 -62135596800 "0001-01-01T00:00:00+23:59" '
    '"9999-12-31T23:59:59-23:59" "2026-W47-6" "2026-13-45" "24:00"'
).split()
HOSTILE += ['" "', "1" + "0" * 400, "1" + "0" * 5000, '"' + "9" * 400 + '"', '{"a":1,"a":2}']
MARK = "@@here@@"


def replaced(tree: Any, path: tuple[Any, ...]) -> Any:
    """Return a copy of ``tree`` with a mark at ``path``."""
    if not path:
        return MARK
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    copy = {k: replaced(v, path[1:]) if k == path[0] else v for k, v in items}
    return copy if isinstance(tree, dict) else list(copy.values())


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value in ``tree``, its root first."""
    if not isinstance(tree, dict | list):
        return [path]
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [path, *(p for key, value in items for p in paths(value, (*path, key)))]


def numbers_of(found: Any) -> list[float]:
    """Return every figure that a reader gave."""
    if isinstance(found, Observed):
        return [found.value]
    rows = found.values() if isinstance(found, dict) else found
    return [r.difficulty.value if hasattr(r, "difficulty") else r.value for r in rows]


def readable_documents() -> list[Any]:
    """Return each reader with each JSON body that it reads."""
    found = []
    for entry in INDEX:
        for name, known in entry.get("read", {}).items():
            if entry["file"].endswith(".json") and known and "refused" not in known:
                found.append(pytest.param(name, entry["file"], id=f"{name}-{entry['file']}"))
    return found


def refused_or_finite(name: str, body: bytes) -> None:
    """Check that a body is read to finite figures or refused as a provider's fault."""
    try:
        found = READERS[name](body)
    except ProviderError as fault:
        reason, figures = fault.reason, []
    else:
        reason, figures = "", numbers_of(found)
    assert len(reason) < 200
    assert reason.isprintable() or not reason
    assert all(math.isfinite(figure) for figure in figures), body[:200]


@pytest.mark.parametrize(("name", "file"), readable_documents())
def test_hostile_values_at_any_place_are_refused_or_harmless(name, file):
    """Wrong types, NaN, huge numbers and odd texts never raise anything but a provider's fault."""
    document = json.loads((BODIES / file).read_bytes())
    for path in paths(document):
        text = json.dumps(replaced(document, path))
        for value in HOSTILE:
            refused_or_finite(name, text.replace(f'"{MARK}"', value).encode())


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \r\n",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"{",
        b"null",
        b"true",
        b'"text"',
        b"{}",
        b"[[]]",
        b"[{}]",
        b'{"data":[[[]]]}',
        "１２３".encode(),
        b"-0.0",
        b"1e400",
        b"9" * 5_000,
        b"1 2",
        b"0x1F",
        b"1_000_000",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_of_another_kind_is_refused(name, body):
    """What is empty, not UTF-8, nested too deep or no document is a provider's fault."""
    with pytest.raises(ProviderError):
        READERS[name](body)


def test_a_byte_order_mark_is_not_part_of_a_body():
    """A body that starts with a byte order mark is read as one without."""
    assert blockchain_info.read_block_count(b"\xef\xbb\xbf976800\r\n") == Observed(976_800)
    body = b'\xef\xbb\xbf{"data":{"amount":"5","base":"BTC","currency":"USD"}}'
    assert coinbase.read_spot(body) == Observed(5)


def test_of_doubled_keys_the_last_counts_and_is_checked():
    """A second key cannot bring a value past the checks that the first would pass."""
    body = b'{"data":{"amount":"5","base":"BTC","currency":"USD","amount":NaN}}'
    with pytest.raises(ProviderError, match="not JSON"):
        coinbase.read_spot(body)
    body = b'{"data":{"amount":"5","base":"BTC","currency":"USD","base":"XRP"}}'
    with pytest.raises(ProviderError, match="another pair than BTC-USD"):
        coinbase.read_spot(body)


def test_a_height_with_a_fraction_is_refused():
    """A block height is whole."""
    with pytest.raises(ProviderError, match="the block height is not whole"):
        blockchain_info.read_block_count(b"976800.5")


def test_prices_ignore_what_is_no_rate():
    """A further field of an unknown kind does not cost the rates that are well."""
    body = {"time": 1_795_262_100, "USD": 80_000, "GBP": 60_000, "source": "median", "EUR": None}
    assert list(mempool_space.read_prices(json.dumps(body).encode())) == ["GBP"]


def test_prices_are_of_known_currencies_only():
    """A server cannot bring names of its own among the currencies, nor into a sentence."""
    names = ["<b>x</b>", "x" * 1_000, "\ud800", "toString"]
    body = {"time": 1_795_262_100, "USD": 80_000, "GBP": 60_000, **dict.fromkeys(names, 1)}
    read = mempool_space.read_prices(json.dumps(body).encode())
    assert set(read) <= set(frankfurter.CURRENCIES)


@pytest.mark.parametrize(("dollars", "pounds"), [(5e-324, 60_000), (1e308, 1e-300)])
def test_a_rate_beyond_what_a_float_holds_is_refused(dollars, pounds):
    """A quotient that overflows, or vanishes to 0, is no rate."""
    body = {"time": 1_795_262_100, "USD": dollars, "GBP": pounds}
    try:
        read = mempool_space.read_prices(json.dumps(body).encode())
    except ProviderError:
        return
    assert "GBP" not in read


def test_reward_stats_of_fractional_blocks_are_refused():
    """0.059 − 1 and the next float above: between them lie 0 blocks, which divide nothing."""
    end = math.nextafter(0.059 - 1, 1)
    body = {"startBlock": 0.059, "endBlock": end, "totalFee": "1"}
    with pytest.raises(ProviderError):
        mempool_space.read_fees_per_block(json.dumps(body).encode())


def test_rates_are_of_a_whole_day():
    """Whatever time a bank's day carries, the rates are of its midnight."""
    body = {"amount": 1, "base": "USD", "date": "2026-11-20T16:00:00.5", "rates": {"GBP": 0.75}}
    rates = frankfurter.read_rates(json.dumps(body).encode())
    assert rates["GBP"].as_of == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def test_every_get_asks_the_documented_address():
    """Each endpoint has the path and the parameters of its provider's documents."""
    asked: dict[str, tuple[str, dict[str, str]]] = {}
    bodies = {
        "coingecko.get_simple_price": "coingecko_simple_price.json",
        "coingecko.get_daily_prices": "coingecko_market_chart.json",
        "coinbase.get_ticker": "coinbase_exchange_ticker.json",
        "coinbase.get_spot": "coinbase_spot.json",
        "blockchain_info.get_difficulty": "blockchain_q_getdifficulty.txt",
        "blockchain_info.get_block_count": "blockchain_q_getblockcount.txt",
        "blockchain_info.get_daily_prices": "blockchain_charts_market-price.json",
        "frankfurter.get_rates": "frankfurter_latest.json",
        "hashrate_index.get_daily_hashprice": "hashrate_index_hashprice.json",
        "mempool_space.get_difficulty": "mempool_difficulty_adjustments.json",
        "mempool_space.get_adjustments": "mempool_difficulty_adjustments.json",
        "mempool_space.get_height": "mempool_tip_height.txt",
        "mempool_space.get_fees_per_block": "mempool_reward_stats_144.json",
        "mempool_space.get_daily_fees": "mempool_blocks_fees.json",
        "mempool_space.get_prices": "mempool_prices.json",
    }
    modules = {module.__name__.rpartition(".")[2]: module for module in SOURCES}
    for name, file in bodies.items():

        async def ask(_, path, parameters, name=name, file=file):
            await asyncio.sleep(0)
            asked[name] = (path, dict(parameters))
            return (BODIES / file).read_bytes()

        module, function = name.split(".")
        assert asyncio.run(getattr(modules[module], function)(ask, PROVIDER))
    declared = {
        f"{name}.{function}"
        for name, module in modules.items()
        for function, value in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function in module.__all__ and value
    }
    assert set(asked) == declared
    symbols = {"base": "USD", "symbols": "AUD,BRL,CAD,CHF,CNY,DKK,EUR,GBP,ISK,JPY,NOK,NZD,SEK"}
    adjustments = "/api/v1/mining/difficulty-adjustments"
    assert asked == {
        "coingecko.get_simple_price": (
            "/simple/price",
            {
                "ids": "bitcoin",
                "vs_currencies": "usd",
                "include_last_updated_at": "true",
                "precision": "full",
            },
        ),
        "coingecko.get_daily_prices": (
            "/coins/bitcoin/market_chart",
            {"vs_currency": "usd", "days": "365", "interval": "daily"},
        ),
        "coinbase.get_ticker": ("/products/BTC-USD/ticker", {}),
        "coinbase.get_spot": ("/v2/prices/BTC-USD/spot", {}),
        "blockchain_info.get_difficulty": ("/q/getdifficulty", {}),
        "blockchain_info.get_block_count": ("/q/getblockcount", {}),
        "blockchain_info.get_daily_prices": (
            "/charts/market-price",
            {"timespan": "1year", "format": "json", "sampled": "false"},
        ),
        "frankfurter.get_rates": ("/v1/latest", symbols),
        "hashrate_index.get_daily_hashprice": (
            "/v1/hashrateindex/hashprice",
            {"span": "1Y", "bucket": "1D", "currency": "USD", "hashunit": "PHS"},
        ),
        "mempool_space.get_difficulty": (f"{adjustments}/3m", {}),
        "mempool_space.get_adjustments": (f"{adjustments}/2y", {}),
        "mempool_space.get_height": ("/api/blocks/tip/height", {}),
        "mempool_space.get_fees_per_block": ("/api/v1/mining/reward-stats/144", {}),
        "mempool_space.get_daily_fees": ("/api/v1/mining/blocks/fees/1y", {}),
        "mempool_space.get_prices": ("/api/v1/prices", {}),
    }
