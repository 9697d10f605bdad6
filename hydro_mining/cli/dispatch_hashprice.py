"""Where ``hydro-mining dispatch`` takes its hashprice from."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from hydro_mining.cli.files import file_contents
from hydro_mining.cli.network import network_history, network_snapshot
from hydro_mining.cli.numbers import given, number_option
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.dispatch import (
    ForwardCurve,
    HashpriceByDay,
    check_currency,
    known_hashprices,
)
from hydro_mining.economics.exchange import units_per_dollar
from hydro_mining.exceptions import InputError
from hydro_mining.imports.forward_curve import read_forward_curve
from hydro_mining.imports.hashprice import (
    HashpriceOptions,
    read_hashprice,
)
from hydro_mining.imports.hashprice_doubts import hashprice_notes, unusual_hashprice
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import Format
from hydro_mining.wording import rate_in_words, time_in_words

_LARGEST_FILE_MIB = 16
_SOURCES = (
    "hashprice",
    "hashprice_csv",
    "forward_curve",
    "hashprice_network",
    "hashprice_history",
)
_DOLLAR = "USD"
_HASHPRICE = Format(decimals=6)
# What a hashprice file's options are called on the command line.
_OPTIONS = {
    "unit": "hashprice-unit",
    "currency": "hashprice-currency",
    "hashprice_column": "hashprice-column",
}


def hashprice_source(
    options: argparse.Namespace, *, currency: str | None
) -> tuple[float | HashpriceByDay | ForwardCurve, tuple[str, ...]]:
    """Return the hashprice that was asked for, in the prices' currency, and notes on it.

    Raises
    ------
    InputError
        If none or several are given, or its currency is not that of the prices.
    """
    given = [name for name in _SOURCES if getattr(options, name) not in {None, False}]
    if len(given) != 1:
        rule = (
            "given once: hashprice, hashprice-csv, forward-curve, hashprice-network or "
            "hashprice-history"
        )
        raise InputError("hashprice", rule, ", ".join(map(_typed, given)) or None)
    source: dict[str, Any] = {
        "hashprice": _constant,
        "hashprice_csv": _by_day,
        "forward_curve": _curve,
        "hashprice_network": _of_network,
        "hashprice_history": _of_history,
    }
    found: tuple[float | HashpriceByDay | ForwardCurve, tuple[str, ...]] = source[given[0]](
        options, currency
    )
    return found


def _constant(options: argparse.Namespace, currency: str | None) -> tuple[float, tuple[str, ...]]:
    value = number_option("hashprice", options.hashprice, option="hashprice")
    return value, unusual_hashprice(np.array([value]), currency)


def _by_day(
    options: argparse.Namespace, currency: str | None
) -> tuple[HashpriceByDay, tuple[str, ...]]:
    data = file_contents("hashprice-csv", options.hashprice_csv, most_mib=_LARGEST_FILE_MIB)
    with _told_of("hashprice-csv"):
        read = read_hashprice(
            data,
            HashpriceOptions(
                hashprice_column=options.hashprice_column,
                unit=options.hashprice_unit,
                currency=options.hashprice_currency,
                day_first=options.day_first,
            ),
        )
    check_currency(read.currency, of_prices=currency)
    by_day = HashpriceByDay(
        dates=read.dates, value=read.value, carry_forward=options.carry_hashprice
    )
    return by_day, hashprice_notes(read, currency=currency)


def _curve(
    options: argparse.Namespace, currency: str | None
) -> tuple[ForwardCurve, tuple[str, ...]]:
    data = file_contents("forward-curve", options.forward_curve, most_mib=_LARGEST_FILE_MIB)
    with _told_of("forward-curve"):
        read = read_forward_curve(data, unit=options.hashprice_unit)
    check_currency(options.hashprice_currency or read.currency, of_prices=currency)
    curve = ForwardCurve(
        months=read.months,
        value=read.value,
        carry=options.carry_hashprice,
        **given(interpolation=options.interpolation),
    )
    ends = "its ends are carried on" if options.carry_hashprice else "months beyond it are refused"
    said = f"Forward curve of {len(read.months)} months, {curve.interpolation}; {ends}."
    unusual = unusual_hashprice(read.value, read.currency or currency)
    return curve, (said, *read.notes, *unusual)


@contextmanager
def _told_of(option: str) -> Iterator[None]:
    """Let an error tell which of the command's files or options it is about."""
    try:
        yield
    except InputError as error:
        name = _OPTIONS.get(error.argument, f"{option} {error.argument}")
        raise error.called(name) from error


def _typed(name: str) -> str:
    return name.replace("_", "-")


def _of_network(options: argparse.Namespace, currency: str | None) -> tuple[float, tuple[str, ...]]:
    snapshot = network_snapshot(live=options.live)
    in_dollars = network_hashprice(snapshot.network)
    rate = _per_dollar(snapshot, currency)
    said = (
        f"Hashprice of the network of {time_in_words(snapshot.as_of)}, from difficulty: "
        f"{_HASHPRICE.written(in_dollars)} USD/TH a day"
    )
    if currency not in (None, _DOLLAR):
        said += (
            f", {rate_in_words(rate, currency)}: "
            f"{_HASHPRICE.written(in_dollars * rate)} {currency}/TH a day"
        )
    return in_dollars * rate, (f"{said}.",)


def _of_history(
    options: argparse.Namespace, currency: str | None
) -> tuple[HashpriceByDay, tuple[str, ...]]:
    history = network_history()
    if history is None:
        rule = "that of a year that has been fetched: live data have none yet"
        raise InputError("hashprice-history", rule, None)
    rate = _per_dollar(network_snapshot(live=options.live), currency)
    by_day = known_hashprices(
        dates=history.days,
        value=history.hashprice_usd_per_th_per_day * rate,
        carry_forward=options.carry_hashprice,
    )
    fetched, converted = time_in_words(history.fetched_at), rate_in_words(rate, currency)
    return by_day, (f"Hashprice from difficulty, day by day, fetched {fetched}, {converted}.",)


def _per_dollar(snapshot: Snapshot, currency: str | None) -> float:
    usd_to_gbp = snapshot.network.usd_to_gbp
    try:
        return units_per_dollar(currency, per_usd=snapshot.units_per_usd, usd_to_gbp=usd_to_gbp)
    except InputError as error:
        raise InputError("hashprice-network", error.rule, error.value) from error
