"""The forms of price files, recognised by their headings.

Each function below takes the headings and returns a layout if the form is there. They are asked
in the order of ``FORM_NAMES``: those with telling headings first, plain columns last.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.options import FORM_NAMES, PriceOptions
from hydro_mining.imports.prices.time_forms import date_and_part, holds_numbers
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times import TimeColumns, looks_like_stamp

__all__ = ["layout_of"]

_CHICAGO, _OSLO = "America/Chicago", "Europe/Oslo"
_ZONE_KEYS = (
    *("settlement_point_name", "settlement_point", "location", "price_area", "bidding_zone"),
    *("zone", "area", "price_zone", "market_zone", "node", "hub", "region", "bus_name"),
)
_BIDDING_ZONE = re.compile(
    r"(?:(?:no|se|dk)_?[1-5]|fi|ee|lv|lt|sys|system|nl|be|fr|at|pl|gb|de_lu|ger|tel)"
    r"(?:_(?:price|eur|nok|sek|dkk|mwh))*"
)
_ERCOT_COLUMN = re.compile(r"(?:hb|lz)_.+")
_FLAG_KEYS = ("repeated_hour_flag", "dst_flag")

_Recognise = Callable[[Headings, Table], Layout | None]


def layout_of(table: Table, options: PriceOptions) -> Layout:
    """Return the columns of a file, as its headings and the options tell them.

    Raises
    ------
    InputError
        If an option names a column or form that the file does not have, or no column holds
        times.
    """
    for heading in table.headings:
        if looks_like_stamp(heading):
            line = f"line {table.heading_line}"
            raise InputError(line, "headings of the columns, such as time and price", heading)
    headings = Headings(table.headings)
    layout = _recognised(headings, table, options)
    if options.time_column is not None or options.hour_column is not None:
        layout = _with_time(layout, headings, options, table)
    if options.zone_column is not None:
        zone = headings.named("zone_column", options.zone_column, range(len(headings.texts)))
        prices = tuple(column for column in layout.prices if column != zone)
        layout = replace(layout, zone=zone, zone_type=None, wide=False, prices=prices)
    local = headings.first("hour_dk", "time_dk")
    if options.clock == "local" and layout.form == "energidataservice" and local is not None:
        layout = replace(layout, times=replace(layout.times, columns=(local,), in_utc=False))
    return replace(layout, times=_settled(layout.times, options))


def _settled(times: TimeColumns, options: PriceOptions) -> TimeColumns:
    """Return the columns of time with what the options say of them."""
    return replace(
        times,
        timezone=options.timezone,
        day_first=options.day_first,
        in_utc=times.in_utc if options.clock is None else options.clock == "utc",
        marks_end=None if options.convention is None else options.convention == "end",
    )


def _recognised(headings: Headings, table: Table, options: PriceOptions) -> Layout:
    for name in (options.form,) if options.form else FORM_NAMES:
        layout = _RECOGNISE[name](headings, table)
        if layout is not None:
            return layout
    if options.time_column is not None:  # which the caller puts in
        times = TimeColumns(columns=(0,))
        return Layout(form="plain", times=times, prices=(), zone=headings.first(*_ZONE_KEYS))
    there = ", ".join(headings.texts)
    if options.form:
        rule = f"a form whose headings the file has; {FORM_NAMES[options.form]} is not"
        raise InputError("form", rule, there)
    rule = "with a column of times, such as 2025-03-30T01:15, or the option {option}"
    raise InputError("file", rule, there, option="time_column")


def _with_time(layout: Layout, headings: Headings, options: PriceOptions, table: Table) -> Layout:
    """Return the layout with the columns of time that the options name."""
    every = range(len(headings.texts))
    date = layout.times.columns[0]
    if options.time_column is not None:
        date = headings.named("time_column", options.time_column, every)
    part = None
    if options.hour_column is not None:
        part = headings.named("hour_column", options.hour_column, every)
    times = replace(
        date_and_part(headings, table, [date], part, known=options.hour_column is not None),
        usual_timezone=layout.times.usual_timezone,
        usual_day_first=layout.times.usual_day_first,
    )
    prices = tuple(c for c in layout.prices if c not in times.columns and c != times.end)
    return replace(layout, times=times, prices=prices)


def _ercot_15min(headings: Headings, _: Table) -> Layout | None:
    keys = ("delivery_date", "delivery_hour", "delivery_interval")
    price = headings.first("settlement_point_price")
    if not headings.has(*keys) or price is None:
        return None
    return Layout(
        form="ercot-15min",
        times=_ercot_times(headings, keys, minutes=15),
        prices=(price,),
        zone=headings.first(*_ZONE_KEYS),
        zone_type=headings.first("settlement_point_type"),
        currency="USD",
    )


def _ercot_hourly(headings: Headings, _: Table) -> Layout | None:
    keys = ("delivery_date", "hour_ending")
    prices = tuple(c for c in range(len(headings.keys)) if _is_market_price(headings, c))
    if not headings.has(*keys) or not prices:
        return None
    return Layout(
        form="ercot-hourly",
        times=_ercot_times(headings, keys, minutes=60),
        prices=prices,
        zone=headings.first(*_ZONE_KEYS),
        currency="USD",
    )


def _ercot_times(headings: Headings, keys: tuple[str, ...], *, minutes: int) -> TimeColumns:
    return TimeColumns(
        kind="parts",
        columns=tuple(headings.keys.index(key) for key in keys),
        flag=headings.first(*_FLAG_KEYS),
        usual_timezone=_CHICAGO,
        usual_day_first=False,
        minutes=minutes,
        counts_elapsed=False,
    )


def _is_market_price(headings: Headings, column: int) -> bool:
    return headings.is_price(column) and headings.keys[column] not in _ZONE_KEYS


def _gridstatus(headings: Headings, _: Table) -> Layout | None:
    start = headings.first("interval_start_utc", "interval_start_local", "interval_start")
    prices = _present(headings, "spp", "lmp_with_adders", "lmp")
    if start is None or not prices:
        return None
    suffix = headings.keys[start].removeprefix("interval_start")
    return Layout(
        form="gridstatus",
        times=TimeColumns(
            columns=(start,),
            end=headings.first(f"interval_end{suffix}"),
            local=headings.first("interval_start_local"),
            in_utc=suffix == "_utc",
            usual_marks_end=False,
        ),
        prices=prices,
        zone=headings.first(*_ZONE_KEYS),
        currency="USD",  # of all the grid operators that it reads, Canada's two apart
    )


def _present(headings: Headings, *keys: str) -> tuple[int, ...]:
    return tuple(headings.keys.index(key) for key in keys if key in headings.keys)


def _entsoe(headings: Headings, _: Table) -> Layout | None:
    time = next((c for c, key in enumerate(headings.keys) if key.startswith("mtu")), None)
    prices = tuple(c for c, key in enumerate(headings.keys) if "price" in key.split("_"))
    if time is None or not prices:
        return None
    return Layout(
        form="entsoe",
        times=TimeColumns(
            kind="range",
            columns=(time,),
            usual_timezone="Europe/Brussels",
            usual_day_first=True,
            in_utc="utc" in headings.words(time),
        ),
        prices=prices,
        zone=headings.first("area"),
        sequence=headings.first("sequence"),
    )


def _energidataservice(headings: Headings, _: Table) -> Layout | None:
    in_utc = headings.first("hour_utc", "time_utc")
    time = headings.first("hour_dk", "time_dk") if in_utc is None else in_utc
    prices = tuple(c for c, key in enumerate(headings.keys) if "price" in key and "area" not in key)
    if time is None or headings.first("price_area") is None or not prices:
        return None
    return Layout(
        form="energidataservice",
        times=TimeColumns(
            columns=(time,),
            usual_timezone="Europe/Copenhagen",
            in_utc=in_utc is not None,
            usual_marks_end=False,
        ),
        prices=tuple(sorted(prices, key=lambda c: "eur" not in headings.words(c))),
        zone=headings.first("price_area"),
    )


def _gb_settlement(headings: Headings, _: Table) -> Layout | None:
    keys = ("settlement_date", "settlement_period")
    others = tuple(c for c in range(len(headings.keys)) if headings.is_price(c))
    if not headings.has(*keys) or not others:
        return None
    first = _present(headings, "price", "system_sell_price", "ssp")
    return Layout(
        form="gb-settlement",
        times=TimeColumns(
            kind="parts",
            columns=tuple(headings.keys.index(key) for key in keys),
            usual_timezone="Europe/London",
            usual_day_first=True,
            minutes=30,
            counts_elapsed=True,
        ),
        prices=tuple(dict.fromkeys((*first, *others))),
        zone=headings.first(*_ZONE_KEYS, "data_provider"),
        currency="GBP",
    )


def _nordpool(headings: Headings, table: Table) -> Layout | None:
    times = [c for c in range(len(headings.keys)) if looks_like_stamp(table.cell(0, c))]
    rest = [c for c in range(len(headings.keys)) if c not in times and headings.keys[c]]
    if not times or not rest or not all(_BIDDING_ZONE.fullmatch(headings.keys[c]) for c in rest):
        return None
    return Layout(
        form="nordpool",
        times=replace(
            date_and_part(headings, table, times), usual_timezone=_OSLO, usual_day_first=True
        ),
        prices=tuple(rest),
        wide=True,
        currency="EUR",
    )


def _ercot_flat(headings: Headings, table: Table) -> Layout | None:
    times = [c for c in range(len(headings.keys)) if looks_like_stamp(table.cell(0, c))]
    prices = [c for c, key in enumerate(headings.keys) if _ERCOT_COLUMN.fullmatch(key)]
    if not times or not prices:
        return None
    return Layout(
        form="ercot-flat",
        times=replace(date_and_part(headings, table, times), usual_timezone=_CHICAGO),
        prices=tuple(prices),
        wide=True,
        currency="USD",
    )


def _plain(headings: Headings, table: Table) -> Layout | None:
    columns = range(len(headings.keys))
    stamps = [c for c in columns if looks_like_stamp(table.cell(0, c))]
    zone = headings.first(*_ZONE_KEYS)
    if not stamps:
        return None
    times = date_and_part(headings, table, stamps)
    used = {*stamps, *times.columns, times.end, zone}
    rest = [c for c in columns if c not in used and holds_numbers(table, c)]
    prices = [c for c in rest if headings.is_price(c)]
    if not prices:
        others = [c for c in rest if not headings.is_index(c)]
        prices = others[:1] if len(others) == 1 else []
    return Layout(form="plain", times=times, prices=tuple(prices), zone=zone)


_RECOGNISE: dict[str, _Recognise] = {
    "ercot-15min": _ercot_15min,
    "ercot-hourly": _ercot_hourly,
    "gridstatus": _gridstatus,
    "entsoe": _entsoe,
    "energidataservice": _energidataservice,
    "gb-settlement": _gb_settlement,
    "nordpool": _nordpool,
    "ercot-flat": _ercot_flat,
    "plain": _plain,
}
