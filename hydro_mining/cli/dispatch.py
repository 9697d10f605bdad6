"""``hydro-mining dispatch``."""

import argparse
import dataclasses
import datetime as dt
from typing import Any

import numpy as np

from hydro_mining.cli.dispatch_hashprice import hashprice_source
from hydro_mining.cli.files import file_contents
from hydro_mining.cli.numbers import number_option, parted, whole_number
from hydro_mining.cli.output import print_json, print_table, print_warnings
from hydro_mining.economics.dispatch import (
    Backtest,
    BacktestInputs,
    Contract,
    DailyRisk,
    Facility,
    MachineClass,
    ThrottleStep,
    backtest,
    compared,
    daily_risk,
    extreme_days,
    hashprice_at,
    on_off_runs,
    profit_sensitivity,
    published_prices,
)
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.tables import plain
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.prices import PriceImport, PriceOptions, read_prices
from hydro_mining.quantities import Currency, amounts_in, formatted, heading

__all__ = ["run"]

_LARGEST_FILE_MIB = 64
_EXTREME_DAYS = 5
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
_WHOLE_DAY = "7x24"
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
    first, last = (_day(name, getattr(options, name)) for name in ("start", "end"))
    data = file_contents("prices", options.prices, most_mib=_LARGEST_FILE_MIB)
    read = read_prices(data, _price_options(options))
    _check_clock(contract, read)
    hashprice, notes = hashprice_source(options, currency=read.currency)
    prices = _between(read, first, last)
    inputs = BacktestInputs(
        prices=prices,
        published_price=published_prices(prices, read.day_ahead),
        facility=facility,
        hashprice=hashprice,
        contract=contract,
        trailing_hours=number_option(
            "trailing_hours", options.trailing_hours, option="trailing-hours"
        ),
        **_threshold(options),
    )
    result = backtest(inputs, strategy=options.strategy)
    print_warnings((*read.report.notes, *read.report.left_out(), *notes))
    document = _document(result, read, notes)
    if options.full:
        document["details"] = {zone: _details(inputs, result, zone) for zone in result.zones}
    if options.json:
        print_json(document)
    else:
        _print(document, amounts_in(read.currency))
    return 0


def _facility(options: argparse.Namespace) -> Facility:
    return Facility(
        classes=_classes(options),
        pool_fee_fraction=number_option("pool_fee_fraction", options.pool_fee, option="pool-fee"),
        overhead_fraction=number_option("overhead_fraction", options.overhead, option="overhead"),
        fixed_om_per_mw_year=number_option(
            "fixed_om_per_mw_year", options.fixed_om, option="fixed-om"
        ),
        variable_om_per_mwh=number_option(
            "variable_om_per_mwh", options.variable_om, option="variable-om"
        ),
        min_run_hours=number_option("min_run_hours", options.min_run_hours, option="min-run-hours"),
        min_down_hours=number_option(
            "min_down_hours", options.min_down_hours, option="min-down-hours"
        ),
        restart_cost=number_option("restart_cost", options.restart_cost, option="restart-cost"),
    )


def _classes(options: argparse.Namespace) -> tuple[MachineClass, ...]:
    steps = tuple(_step(text) for text in options.throttle or ())
    if options.machines:
        for name in ("facility_mw", "efficiency_w_per_th"):
            if getattr(options, name) is not None:
                option = name.replace("_", "-")
                raise InputError(option, "absent where machines are given", getattr(options, name))
        return tuple(_machines(text, steps) for text in options.machines)
    figures = {
        "power_mw": _required("facility-mw", options.facility_mw),
        "efficiency_w_per_th": _required("efficiency-w-per-th", options.efficiency_w_per_th),
    }
    names = {"power_mw": "facility-mw", "efficiency_w_per_th": "efficiency-w-per-th"}
    checked = {n: number_option(n, text, option=names[n]) for n, text in figures.items()}
    return (MachineClass(name="machines", throttle_steps=steps, **checked),)


def _machines(text: str, steps: tuple[ThrottleStep, ...]) -> MachineClass:
    name, power, efficiency = parted("machines", text, 3, form="NAME:MW:W_PER_TH")
    return MachineClass(
        name=name,
        power_mw=number_option("power_mw", power, option="machines"),
        efficiency_w_per_th=number_option("efficiency_w_per_th", efficiency, option="machines"),
        throttle_steps=steps,
    )


def _step(text: str) -> ThrottleStep:
    power, hashrate = parted("throttle", text, 2, form="POWER:HASHRATE")
    return ThrottleStep(
        power_fraction=number_option("power_fraction", power, option="throttle"),
        hashrate_fraction=number_option("hashrate_fraction", hashrate, option="throttle"),
    )


def _contract(options: argparse.Namespace) -> Contract | None:
    if options.ppa_mw is None and options.ppa_price is None:
        return None
    start, end = parted("peak-hours", options.peak_hours, 2, form="6-22", by="-")
    days = [text.strip() for text in options.holidays.split(",") if text.strip()]
    return Contract(
        power_mw=number_option("power_mw", _required("ppa-mw", options.ppa_mw), option="ppa-mw"),
        price=number_option("price", _required("ppa-price", options.ppa_price), option="ppa-price"),
        block=options.ppa_block,
        settlement=options.ppa_settlement,
        peak_start_hour=whole_number("peak_start_hour", start, option="peak-hours"),
        peak_end_hour=whole_number("peak_end_hour", end, option="peak-hours"),
        holidays=tuple(day for text in days if (day := _day("holidays", text)) is not None),
    )


def _required(option: str, text: str | None) -> str:
    if text is None:
        raise InputError(option, "given", None)
    return text


def _day(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(option, "a date YYYY-MM-DD", text) from error
    if day.isoformat() != text:  # ISO has other forms, such as week dates
        raise InputError(option, "a date YYYY-MM-DD", text)
    return day


def _threshold(options: argparse.Namespace) -> dict[str, float]:
    names = {"threshold": "threshold", "threshold_per_hour": "threshold-per-hour"}
    if options.threshold is not None and options.threshold_per_hour is not None:
        rule = "absent where threshold is given"
        raise InputError("threshold-per-hour", rule, options.threshold_per_hour)
    return {
        name: number_option(name, getattr(options, name), option=option)
        for name, option in names.items()
        if getattr(options, name) is not None
    }


def _price_options(options: argparse.Namespace) -> PriceOptions:
    names = [field.name for field in dataclasses.fields(PriceOptions)]
    chosen = {name: getattr(options, name) for name in names}
    if options.skip_lines is not None:
        chosen["skip_lines"] = _lines(options.skip_lines)
    return PriceOptions(**{name: value for name, value in chosen.items() if value is not None})


def _lines(text: str) -> int:
    if not text.isdecimal():
        raise InputError("skip-lines", "a whole number", text)
    return int(text)


def _check_clock(contract: Contract | None, read: PriceImport) -> None:
    """Refuse a block of local hours where the file does not tell whose clock that is."""
    has_hours = contract is not None and contract.block != _WHOLE_DAY
    if contract is not None and has_hours and not read.report.knows_its_clock:
        rule = f"given for the block {contract.block}: the file does not tell its zone"
        raise InputError("timezone", rule, None)


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


def _document(result: Backtest, read: PriceImport, notes: tuple[str, ...]) -> dict[str, Any]:
    return {
        **result.to_dict(),
        "strategy": next(iter(result.zones.values())).strategy,
        "currency": read.currency,
        "import": read.report.to_dict(),
        "notes": list(notes),
    }


def _details(inputs: BacktestInputs, result: Backtest, zone: str) -> dict[str, Any]:
    """Return a zone's strategies, periods, risk and sensitivity."""
    outcome = result.zones[zone]
    alone = dataclasses.replace(inputs, prices=(outcome.prices,), **_not_again(inputs))
    months, hours = outcome.by("month", "hour_of_day")
    risk = daily_risk(outcome)
    best, worst = extreme_days(risk, count=_EXTREME_DAYS)
    sensitivity = profit_sensitivity(
        prices=outcome.prices,
        facility=inputs.facility,
        hashprice=hashprice_at(inputs.hashprice, local_start=outcome.prices.local_start),
        contract=inputs.contract,
        threshold=inputs.threshold,
        strategy=outcome.strategy,
        trailing_hours=inputs.trailing_hours,
    )
    return {
        "strategies": compared(alone)[0].to_dict()["strategies"],
        "months": months.to_dict()["rows"],
        "hours_of_day": hours.to_dict()["rows"],
        "risk": risk.to_dict(),
        "best_days": [_day_row(risk, index) for index in best],
        "worst_days": [_day_row(risk, index) for index in worst],
        "runs": on_off_runs(outcome).to_dict()["rows"],
        "sensitivity": sensitivity.to_dict(),
    }


def _day_row(risk: DailyRisk, index: int) -> dict[str, Any]:
    return {"day": str(risk.day[index]), "profit": plain(risk.profit[index])}


def _not_again(inputs: BacktestInputs) -> dict[str, Any]:
    """Return what keeps a threshold per hour, already taken per MWh, from counting twice."""
    return {"threshold_per_hour": None} if inputs.threshold_per_hour is not None else {}


def _print(document: dict[str, Any], currency: Currency) -> None:
    # Names come from a file: what steers a terminal is left out.
    zones = [(one_line(zone), row) for zone, row in document["zones"].items()]
    if len(zones) > 1:
        zones.append(("all zones", document["total"]))
    print_table(
        ["Zone", *(heading(name, currency) for name in _PRINTED)],
        [
            [zone, *(formatted(name, row[name], currency) for name in _PRINTED)]
            for zone, row in zones
        ],
    )
    for name, details in document.get("details", {}).items():
        zone = one_line(name)
        print()
        print_table(
            [f"{zone}: strategy", *(heading(n, currency) for n in ("profit", "regret", "starts"))],
            [
                [rule, *(formatted(n, row[n], currency) for n in ("profit", "regret", "starts"))]
                for rule, row in details["strategies"].items()
            ],
        )
        print()
        print_table(
            [f"{zone}: month", *(heading(n, currency) for n in _PRINTED[:-1])],
            [
                [row["month"], *(formatted(n, row[n], currency) for n in _PRINTED[:-1])]
                for row in details["months"]
            ],
        )
