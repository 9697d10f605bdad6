"""The command line that gives the Dispatch screen's figures again."""

import csv
import dataclasses
import io
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from hydro_mining.economics.arrays import Instants
from hydro_mining.economics.dispatch import (
    BacktestInputs,
    Contract,
    Facility,
    MachineClass,
    hashprice_at,
)
from hydro_mining.economics.dispatch.hashprices import HashpriceSource
from hydro_mining.imports.prices import PriceOptions

# What the download is called that a line names for a hashprice that is no constant.
HASHPRICE_FILE = "hashprice.csv"
_FACILITY = {
    "pool_fee_fraction": "pool-fee",
    "overhead_fraction": "overhead",
    "fixed_om_per_mw_year": "fixed-om",
    "variable_om_per_mwh": "variable-om",
    "min_run_hours": "min-run-hours",
    "min_down_hours": "min-down-hours",
    "restart_cost": "restart-cost",
}
_DECISION = {"strategy": "strategy", "threshold": "threshold", "trailing_hours": "trailing-hours"}
_CONTRACT = {"block": "ppa-block", "settlement": "ppa-settlement"}
_DAY_FIRST = {True: "--day-first", False: "--month-first"}


def dispatch_command(
    inputs: BacktestInputs, *, prices_name: str, options: PriceOptions, zone: str
) -> str:
    """Return the line, for a POSIX shell, that decides a zone of a price file like ``inputs``.

    It names all that is not the command's own default. A hashprice that is no constant is in
    ``HASHPRICE_FILE``, which ``hashprice_csv`` gives.

    Parameters
    ----------
    prices_name
        Name of the price file, ``options`` what was settled about it.
    zone
        The one that is shown; it is named where the file has several.
    """
    words = [
        *("hydro-mining", "dispatch"),
        f"./{prices_name}" if prices_name.startswith("-") else prices_name,
        *_machines(inputs.facility),
        *_changed(inputs.facility, _defaults(Facility), _FACILITY),
        *_hashprice(inputs.hashprice),
        *([] if inputs.contract is None else _contract(inputs.contract)),
        *_changed(inputs, _defaults(BacktestInputs), _DECISION),
        *_file(options, zone if len(inputs.prices) > 1 else None),
        "--full",
    ]
    return shlex.join(words)


def hashprice_csv(hashprice: HashpriceSource, *, days: Instants, currency: str | None) -> str:
    """Return a hashprice on local ``days`` (D,) as a file that the command reads.

    It has every digit, so that the figures are the same.
    """
    values = hashprice_at(hashprice, local_start=days.astype("datetime64[s]"))
    named = f"{currency.casefold()}_" if currency else ""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["date", f"hashprice_{named}per_th_per_day"])
    rows.writerows((str(day), repr(float(value))) for day, value in zip(days, values, strict=True))
    return text.getvalue()


def _machines(facility: Facility) -> list[str]:
    first, *others = facility.classes
    if not others:
        return [
            *_given("facility-mw", first.power_mw),
            *_given("efficiency-w-per-th", first.efficiency_w_per_th),
        ]
    return [word for machines in facility.classes for word in _given("machines", _class(machines))]


def _class(machines: MachineClass) -> str:
    """Return a class of a mixed fleet, with the way to run below full power if it has one."""
    figures = [machines.power_mw, machines.efficiency_w_per_th]
    for step in machines.throttle_steps:
        figures += [step.power_fraction, step.hashrate_fraction]
    return ":".join([machines.name.replace(":", " "), *map(_number, figures)])


def _hashprice(hashprice: HashpriceSource) -> list[str]:
    if isinstance(hashprice, int | float):
        return _given("hashprice", hashprice)
    return _given("hashprice-csv", HASHPRICE_FILE)


def _contract(contract: Contract) -> list[str]:
    defaults = _defaults(Contract)
    words = [*_given("ppa-mw", contract.power_mw), *_given("ppa-price", contract.price)]
    words += _changed(contract, defaults, _CONTRACT)
    hours = contract.peak_start_hour, contract.peak_end_hour
    if hours != (defaults["peak_start_hour"], defaults["peak_end_hour"]):
        words += _given("peak-hours", "-".join(map(str, hours)))
    if contract.holidays:
        words += _given("holidays", ",".join(map(str, contract.holidays)))
    return words


def _file(options: PriceOptions, zone: str | None) -> Iterator[str]:
    chosen = {
        **{f.name: getattr(options, f.name) for f in dataclasses.fields(PriceOptions)},
        **({"zone": zone} if zone is not None else {}),
    }
    defaults = _defaults(PriceOptions)
    day_first = chosen.pop("day_first")
    if day_first is not None:
        yield _DAY_FIRST[day_first]
    for name, value in chosen.items():
        if value != defaults[name]:
            yield from _given(name.replace("_", "-"), value)


def _changed(made: Any, defaults: Mapping[str, Any], options: Mapping[str, str]) -> list[str]:
    """Return the options whose values are not the defaults."""
    return [
        word
        for name, option in options.items()
        if getattr(made, name) != defaults[name]
        for word in _given(option, getattr(made, name))
    ]


def _defaults(kind: Any) -> dict[str, Any]:
    return {field.name: field.default for field in dataclasses.fields(kind)}


def _given(option: str, value: Any) -> list[str]:
    """Return an option with its value, in one word where the value would look like an option."""
    text = value if isinstance(value, str) else _number(value)
    return [f"--{option}={text}"] if text.startswith("-") else [f"--{option}", text]


def _number(value: float) -> str:
    """Return a number with every digit that it has, and none more."""
    return repr(float(value)).removesuffix(".0")
