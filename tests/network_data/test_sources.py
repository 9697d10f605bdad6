"""Readers of providers' bodies: the right figures from each shape, or a fault that says why.

``bodies/index.json`` says for each body what comes of it; the figures there are of our own making.
"""

import asyncio
import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from hydro_mining.network_data import _sources as sources
from hydro_mining.network_data._answers import FaultKind, ProviderError
from hydro_mining.network_data._providers import PROVIDERS, Endpoint, Provider
from hydro_mining.network_data._transport import call
from hydro_mining.network_data._values import Observed

BODIES = Path(__file__).parent / "bodies"
INDEX = json.loads((BODIES / "index.json").read_text(encoding="utf-8"))["files"]
PROVIDER = Provider(name="Source", base_url="https://source.example", per_day=9)
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


READERS: Mapping[str, Callable[[bytes], Any]] = {
    name: reader for name, reader in vars(sources).items() if name.startswith("read_")
}
ENDPOINTS = {name: one for name, one in vars(sources).items() if isinstance(one, Endpoint)}


def received(entry: Mapping[str, Any]) -> bytes:
    """Return the body as the transport hands it on."""

    async def ask() -> bytes:
        async with httpx.AsyncClient() as client:
            return await call(client, PROVIDER, "/", {}, timeout_s=5, now=lambda: NOW)

    body = (BODIES / entry["file"]).read_bytes()
    with respx.mock(assert_all_mocked=True) as router:
        router.get(host="source.example").respond(
            entry["status"], content=body, headers=entry.get("headers")
        )
        return asyncio.run(ask())


def told(found: Any) -> Any:
    """Return what a reader found as the index writes it."""
    if isinstance(found, Observed):
        as_of = found.as_of and found.as_of.isoformat()
        if found.per_usd:
            assert found.value == found.per_usd["GBP"]
            return {"as_of": as_of, "rates": dict(found.per_usd)}
        return {"value": found.value, "as_of": as_of}
    return [
        [row.time.isoformat(), row.difficulty, row.height]
        if isinstance(row, sources.Adjustment)
        else [row.time.isoformat(), row.value]
        for row in found
    ]


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
        return [found.value, *found.per_usd.values()]
    return [row.difficulty if hasattr(row, "difficulty") else row.value for row in found]


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
def test_a_body_of_another_kind_is_refused(body):
    """What is empty, not UTF-8, nested too deep or no document is a fault to every reader."""
    for name, reader in READERS.items():
        try:
            found = reader(body)
        except ProviderError:
            continue
        pytest.fail(f"{name} read {found}")


def test_a_byte_order_mark_is_not_part_of_a_body():
    """A body that starts with a byte order mark is read as one without."""
    assert sources.read_plain_height(b"\xef\xbb\xbf976800\r\n") == Observed(976_800)
    body = b'\xef\xbb\xbf{"data":{"amount":"5","base":"BTC","currency":"USD"}}'
    assert sources.read_coinbase_spot(body) == Observed(5)


def test_of_doubled_keys_the_last_counts_and_is_checked():
    """A second key cannot bring a value past the checks that the first would pass."""
    body = b'{"data":{"amount":"5","base":"BTC","currency":"USD","amount":NaN}}'
    with pytest.raises(ProviderError, match="not JSON"):
        sources.read_coinbase_spot(body)
    body = b'{"data":{"amount":"5","base":"BTC","currency":"USD","base":"XRP"}}'
    with pytest.raises(ProviderError, match="another pair than BTC-USD"):
        sources.read_coinbase_spot(body)


def test_a_height_with_a_fraction_is_refused():
    """A block height is whole."""
    with pytest.raises(ProviderError, match="the block height is not whole"):
        sources.read_plain_height(b"976800.5")


def test_prices_ignore_what_is_no_rate():
    """A further field of an unknown kind does not cost the rates that are well."""
    body = {"time": 1_795_262_100, "USD": 80_000, "GBP": 60_000, "source": "median", "EUR": None}
    assert list(sources.read_mempool_rates(json.dumps(body).encode()).per_usd) == ["GBP"]


def test_prices_are_of_known_currencies_only():
    """A server cannot bring names of its own among the currencies, nor into a sentence."""
    names = ["<b>x</b>", "x" * 1_000, "\ud800", "toString"]
    body = {"time": 1_795_262_100, "USD": 80_000, "GBP": 60_000, **dict.fromkeys(names, 1)}
    read = sources.read_mempool_rates(json.dumps(body).encode())
    assert set(read.per_usd) <= set(sources._CURRENCIES.split(","))


@pytest.mark.parametrize(("dollars", "pounds"), [(5e-324, 60_000), (1e308, 1e-300)])
def test_a_rate_beyond_what_a_float_holds_is_refused(dollars, pounds):
    """A quotient that overflows, or vanishes to 0, is no rate."""
    body = {"time": 1_795_262_100, "USD": dollars, "GBP": pounds}
    with pytest.raises(ProviderError, match="no rate for the pound"):
        sources.read_mempool_rates(json.dumps(body).encode())


def test_reward_stats_of_fractional_blocks_are_refused():
    """0.059 − 1 and the next float above: between them lie 0 blocks, which divide nothing."""
    end = math.nextafter(0.059 - 1, 1)
    body = {"startBlock": 0.059, "endBlock": end, "totalFee": "1"}
    with pytest.raises(ProviderError):
        sources.read_fees_per_block(json.dumps(body).encode())


def test_rates_are_of_a_whole_day():
    """Whatever time a bank's day carries, the rates are of its midnight."""
    body = {"amount": 1, "base": "USD", "date": "2026-11-20T16:00:00.5", "rates": {"GBP": 0.75}}
    rates = sources.read_frankfurter_rates(json.dumps(body).encode())
    assert rates.as_of == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def test_every_endpoint_asks_the_documented_address():
    """Each endpoint has the provider, path and parameters of its provider's documents."""
    price = {
        "ids": "bitcoin",
        "vs_currencies": "usd",
        "include_last_updated_at": "true",
        "precision": "full",
    }
    days = {"vs_currency": "usd", "days": "365", "interval": "daily"}
    chart = {"timespan": "1year", "format": "json", "sampled": "false"}
    symbols = {"base": "USD", "symbols": "AUD,BRL,CAD,CHF,CNY,DKK,EUR,GBP,ISK,JPY,NOK,NZD,SEK"}
    index = {"span": "1Y", "bucket": "1D", "currency": "USD", "hashunit": "PHS"}
    mining = "/api/v1/mining"
    asked = {
        name: (one.provider, one.path, dict(one.parameters)) for name, one in ENDPOINTS.items()
    }
    assert asked == {
        "COINGECKO_PRICE": ("coingecko", "/simple/price", price),
        "COINGECKO_DAYS": ("coingecko", "/coins/bitcoin/market_chart", days),
        "COINBASE_TICKER": ("coinbase_exchange", "/products/BTC-USD/ticker", {}),
        "COINBASE_SPOT": ("coinbase", "/v2/prices/BTC-USD/spot", {}),
        "BLOCKCHAIN_DIFFICULTY": ("blockchain_info", "/q/getdifficulty", {}),
        "BLOCKCHAIN_HEIGHT": ("blockchain_info", "/q/getblockcount", {}),
        "BLOCKCHAIN_DAYS": ("blockchain_charts", "/charts/market-price", chart),
        "FRANKFURTER_RATES": ("frankfurter", "/v1/latest", symbols),
        "HASHRATE_INDEX_DAYS": ("hashrate_index", "/v1/hashrateindex/hashprice", index),
        "MEMPOOL_DIFFICULTY": ("mempool_space", f"{mining}/difficulty-adjustments/3m", {}),
        "MEMPOOL_ADJUSTMENTS": ("mempool_space", f"{mining}/difficulty-adjustments/2y", {}),
        "MEMPOOL_HEIGHT": ("mempool_space", "/api/blocks/tip/height", {}),
        "MEMPOOL_FEES": ("mempool_space", f"{mining}/reward-stats/144", {}),
        "MEMPOOL_DAILY_FEES": ("mempool_space", f"{mining}/blocks/fees/1y", {}),
        "MEMPOOL_RATES": ("mempool_space", "/api/v1/prices", {}),
    }
    assert {provider for provider, _, _ in asked.values()} == set(PROVIDERS)


def test_every_endpoint_reads_its_providers_documented_answer():
    """What is asked and what reads it belong together: each recorded body is understood."""
    bodies = {
        "COINGECKO_PRICE": "coingecko_simple_price.json",
        "COINGECKO_DAYS": "coingecko_market_chart.json",
        "COINBASE_TICKER": "coinbase_exchange_ticker.json",
        "COINBASE_SPOT": "coinbase_spot.json",
        "BLOCKCHAIN_DIFFICULTY": "blockchain_q_getdifficulty.txt",
        "BLOCKCHAIN_HEIGHT": "blockchain_q_getblockcount.txt",
        "BLOCKCHAIN_DAYS": "blockchain_charts_market-price.json",
        "FRANKFURTER_RATES": "frankfurter_latest.json",
        "HASHRATE_INDEX_DAYS": "hashrate_index_hashprice.json",
        "MEMPOOL_DIFFICULTY": "mempool_difficulty_adjustments.json",
        "MEMPOOL_ADJUSTMENTS": "mempool_difficulty_adjustments.json",
        "MEMPOOL_HEIGHT": "mempool_tip_height.txt",
        "MEMPOOL_FEES": "mempool_reward_stats_144.json",
        "MEMPOOL_DAILY_FEES": "mempool_blocks_fees.json",
        "MEMPOOL_RATES": "mempool_prices.json",
    }
    assert set(bodies) == set(ENDPOINTS)
    for name, file in bodies.items():
        assert ENDPOINTS[name].read((BODIES / file).read_bytes()), name
