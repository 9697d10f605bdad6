"""``hydro-mining dispatch``."""

import argparse
import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np

from hydro_mining.cli.dispatch_hashprice import hashprice_source
from hydro_mining.cli.dispatch_options import CONTRACT, CONTRACT_TERMS, DECISION, FACILITY, MACHINES
from hydro_mining.cli.files import file_contents
from hydro_mining.cli.numbers import (
    given,
    given_numbers,
    number_option,
    parted,
    whole_number,
)
from hydro_mining.cli.output import print_json, print_line, print_table, print_warnings
from hydro_mining.economics.dispatch import (
    FIRST_CLASS,
    BacktestInputs,
    Contract,
    Facility,
    MachineClass,
    ThrottleStep,
    analysed,
    backtest,
    check_clock,
    dispatch_document,
    published_prices,
)
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.json_objects import day
from hydro_mining.imports.prices import PriceImport, PriceOptions, read_prices
from hydro_mining.quantities import Currency, amounts_in, formatted, text_heading

_LARGEST_FILE_MIB = 64
_PRINTED = (
    "hours",
    "uptime_fraction",
    "energy_mwh",
    "revenue",
    "power_cost",
    "operating_cost",
    "profit",
    "average_price_paid",
)
_COMPARED = ("profit", "regret", "starts")
_UNTHROTTLED, _THROTTLED = "NAME:MW:W_PER_TH", "NAME:MW:W_PER_TH:POWER:HASHRATE"
# Other fields that an error may name.
_OPTIONS = {
    "contract.power_mw": "ppa-mw",
    "block": "ppa-block",
    "settlement": "ppa-settlement",
    "peak_end_hour": "peak-hours",
    "throttle_steps": "throttle",
    "carry_forward": "carry-hashprice",
    "carry": "carry-hashprice",
    "day_first": "day-first or month-first",
}


def run(options: argparse.Namespace) -> int:
    """Print what a facility earned in each zone of a price file."""
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # beyond every number: null
            return _run(options)
    except InputError as error:
        raise _as_typed(error) from error


def _as_typed(error: InputError) -> InputError:
    """Return the error under the names that the command line has."""
    name = "machines" if error.argument.startswith("classes") else error.argument
    name = _OPTIONS.get(name, name)
    # Headings of a file, which stand beside a line, stay as they are.
    name = name.replace("_", "-") if name.isidentifier() else name
    option = error.option
    return error.called(name, option and _OPTIONS.get(option, option.replace("_", "-")))


def _run(options: argparse.Namespace) -> int:
    facility, contract = _facility(options), _contract(options)
    first, last = (
        None if text is None else day(name, text)
        for name, text in (("start", options.start), ("end", options.end))
    )
    data = file_contents("prices", options.prices, most_mib=_LARGEST_FILE_MIB)
    read = read_prices(data, _price_options(options))
    if contract is not None:
        check_clock(contract, is_known=read.report.knows_its_clock)
    hashprice, notes = hashprice_source(options, currency=read.currency)
    prices = _between(read, first, last)
    inputs = BacktestInputs(
        prices=prices,
        published_price=published_prices(prices, read.day_ahead),
        facility=facility,
        hashprice=hashprice,
        contract=contract,
        **_decision(options),
    )
    result = backtest(inputs)
    print_warnings((*read.report.notes, *read.report.left_out(), *notes))
    document = dispatch_document(
        result,
        (analysed(result, zone=zone) for zone in result.zones if options.full),
        currency=read.currency,
        price_import=read.report.to_dict(),
        notes=notes,
    )
    if options.json:
        print_json(document)
    else:
        _print(document, amounts_in(read.currency))
    return 0


def _facility(options: argparse.Namespace) -> Facility:
    return Facility(classes=_classes(options), **given_numbers(options, FACILITY))


def _classes(options: argparse.Namespace) -> tuple[MachineClass, ...]:
    steps = tuple(_step(text) for text in options.throttle or ())
    if options.machines:
        for name in ("facility_mw", "efficiency_w_per_th"):
            if getattr(options, name) is not None:
                option = name.replace("_", "-")
                raise InputError(option, "absent where machines are given", getattr(options, name))
        return tuple(_machines(text, steps) for text in options.machines)
    _require(options, MACHINES)
    figures = given_numbers(options, MACHINES)
    return (MachineClass(name=FIRST_CLASS, throttle_steps=steps, **figures),)


def _machines(text: str, steps: tuple[ThrottleStep, ...]) -> MachineClass:
    form = _THROTTLED if text.count(":") > _UNTHROTTLED.count(":") else _UNTHROTTLED
    count = form.count(":") + 1
    name, power, efficiency, *step = parted("machines", text, count, form=form)
    own = (_step(":".join(step), option="machines"),) if step else ()
    return MachineClass(
        name=name,
        power_mw=number_option("power_mw", power, option="machines"),
        efficiency_w_per_th=number_option("efficiency_w_per_th", efficiency, option="machines"),
        throttle_steps=(*own, *steps),
    )


def _step(text: str, *, option: str = "throttle") -> ThrottleStep:
    power, hashrate = parted(option, text, 2, form="POWER:HASHRATE")
    return ThrottleStep(
        power_fraction=number_option("power_fraction", power, option=option),
        hashrate_fraction=number_option("hashrate_fraction", hashrate, option=option),
    )


def _contract(options: argparse.Namespace) -> Contract | None:
    if options.ppa_mw is None and options.ppa_price is None:
        for name in CONTRACT_TERMS:
            if (value := getattr(options, name.replace("-", "_"))) is not None:
                raise InputError(name, "absent without a contract (ppa-mw and ppa-price)", value)
        return None
    _require(options, CONTRACT)
    terms = given(block=options.ppa_block, settlement=options.ppa_settlement)
    if options.peak_hours is not None:
        start, end = parted("peak-hours", options.peak_hours, 2, form="6-22", by="-")
        terms["peak_start_hour"] = whole_number("peak_start_hour", start, option="peak-hours")
        terms["peak_end_hour"] = whole_number("peak_end_hour", end, option="peak-hours")
    if options.holidays is not None:
        days = [text.strip() for text in options.holidays.split(",") if text.strip()]
        terms["holidays"] = tuple(day("holidays", text) for text in days)
    return Contract(**given_numbers(options, CONTRACT), **terms)


def _require(options: argparse.Namespace, numbers: Mapping[str, tuple[str, str]]) -> None:
    for option, _ in numbers.values():
        if getattr(options, option.replace("-", "_")) is None:
            raise InputError(option, "given", None)


def _decision(options: argparse.Namespace) -> dict[str, Any]:
    if options.threshold is not None and options.threshold_per_hour is not None:
        rule = "absent where threshold is given"
        raise InputError("threshold-per-hour", rule, options.threshold_per_hour)
    return given(strategy=options.strategy) | given_numbers(options, DECISION)


def _price_options(options: argparse.Namespace) -> PriceOptions:
    names = [field.name for field in dataclasses.fields(PriceOptions)]
    chosen = given(**{name: getattr(options, name) for name in names})
    if "skip_lines" in chosen:
        chosen["skip_lines"] = _count("skip-lines", chosen["skip_lines"])
    return PriceOptions(**chosen)


def _count(option: str, text: str) -> int:
    if not text.isdecimal():
        raise InputError(option, "a whole number", text)
    return int(text)


def _between(
    read: PriceImport, first: dt.date | None, last: dt.date | None
) -> tuple[PriceSeries, ...]:
    if first is not None and last is not None and last < first:
        raise InputError("end", f"on or after the start, {first}", str(last))
    kept = tuple(series.between(first, last) for series in read.series.values())
    for series in kept:
        if not len(series):
            rule = f"dates of which zone {series.zone} has prices"
            raise InputError("start and end", rule, f"{first or '…'} to {last or '…'}")
    return kept


def _print(document: dict[str, Any], currency: Currency) -> None:
    # Names come from a file: what steers a terminal is left out.
    zones = [(one_line(zone), row) for zone, row in document["zones"].items()]
    if len(zones) > 1:
        zones.append(("all zones", document["total"]))
    print_table(
        ["Zone", *(text_heading(name, currency) for name in _PRINTED)],
        [
            [zone, *(formatted(name, row[name], currency) for name in _PRINTED)]
            for zone, row in zones
        ],
    )
    for name, details in document.get("details", {}).items():
        zone = one_line(name)
        print_line()
        print_table(
            [f"{zone}: strategy", *(text_heading(n, currency) for n in _COMPARED)],
            [
                [rule, *(formatted(n, row[n], currency) for n in _COMPARED)]
                for rule, row in details["strategies"].items()
            ],
        )
        print_line()
        print_table(
            [f"{zone}: month", *(text_heading(n, currency) for n in _PRINTED[:-1])],
            [
                [row["month"], *(formatted(n, row[n], currency) for n in _PRINTED[:-1])]
                for row in details["months"]
            ],
        )
