"""The forms of price files, recognised by their headings.

Each function below takes the headings and returns a layout if the form is there. They are asked
in the order of ``FORM_NAMES``: those with telling headings first, plain columns last.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.time_forms import (
    date_and_part,
    date_in_columns,
    holds_numbers,
    stamp_columns,
)
from hydro_mining.imports.tables import Table, Text
from hydro_mining.imports.times import TimeColumns

_CHICAGO, _OSLO = "America/Chicago", "Europe/Oslo"
ZONE_KEYS = (
    *("settlement_point_name", "settlement_point", "location", "price_area", "bidding_zone"),
    *("zone", "area", "price_zone", "market_zone", "node", "hub", "region", "bus_name"),
    "pnode_name",
)
_BIDDING_ZONE = re.compile(
    r"(?:(?:no|se|dk)_?[1-5]|fi|ee|lv|lt|sys|system|nl|be|fr|at|pl|gb|de_lu|ger|tel)"
    r"(?:_(?:price|eur|nok|sek|dkk|mwh))*"
)
_ERCOT_COLUMN = re.compile(r"(?:hb|lz)_.+")
_FLAG_KEYS = ("repeated_hour_flag", "dst_flag")
# OMIE, "Descripcion de los ficheros": year;month;day;period;price Portugal;price Spain; [EUR/MWh].
_OMIE = b"MARGINALPDBC"
_OMIE_HEADINGS = b"Date;Period;Marginal price Portugal (EUR/MWh);Marginal price Spain (EUR/MWh);"
_OMIE_KEYS = ("date", "marginal_price_portugal_eur_m_wh", "marginal_price_spain_eur_m_wh")
_OMIE_DATE = re.compile(rb"^([0-9]{4});([0-9]{1,2});([0-9]{1,2});", re.MULTILINE)
_Recognise = Callable[[Headings, Table], Layout | None]


def _ercot_15min(headings: Headings, _: Table) -> Layout | None:
    keys = ("delivery_date", "delivery_hour", "delivery_interval")
    price = headings.first("settlement_point_price")
    if not headings.has(*keys) or price is None:
        return None
    return Layout(
        form="ercot-15min",
        times=_ercot_times(headings, keys, minutes=15),
        prices=(price,),
        zone=headings.first(*ZONE_KEYS),
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
        zone=headings.first(*ZONE_KEYS),
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
    return headings.is_price(column) and headings.keys[column] not in ZONE_KEYS


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
        zone=headings.first(*ZONE_KEYS),
        currency="USD",  # of all the grid operators that it reads, Canada's two apart
    )


def _caiso(headings: Headings, _: Table) -> Layout | None:
    """Return the layout of OASIS' prices, a row for each component of a price."""
    start = headings.first("intervalstarttime_gmt")
    price = headings.first("mw", "value", "prc")
    kind = headings.first("lmp_type")
    if start is None or price is None or kind is None:
        return None
    return Layout(
        form="caiso",
        times=TimeColumns(
            columns=(start,),
            end=headings.first("intervalendtime_gmt"),
            usual_timezone="America/Los_Angeles",
            in_utc=True,
        ),
        prices=(price,),
        zone=headings.first("node", "node_id", "pnode_resmrid"),
        component=kind,
        currency="USD",
    )


def _omie(headings: Headings, table: Table) -> Layout | None:
    if not headings.has(*_OMIE_KEYS):
        return None
    date, portugal, spain = (headings.keys.index(key) for key in _OMIE_KEYS)
    return Layout(
        form="omie",
        times=replace(date_and_part(headings, table, [date]), usual_timezone="Europe/Madrid"),
        prices=(spain, portugal),
        currency="EUR",
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
        zone=headings.first(*ZONE_KEYS, "data_provider"),
        currency="GBP",
    )


def _nordpool(headings: Headings, table: Table) -> Layout | None:
    times = stamp_columns(table)
    if not times:
        return None
    told = date_and_part(headings, table, times)
    used = {*times, *told.columns}
    rest = [c for c in range(len(headings.keys)) if c not in used and headings.keys[c]]
    if not rest or not all(_BIDDING_ZONE.fullmatch(headings.keys[c]) for c in rest):
        return None
    return Layout(
        form="nordpool",
        times=replace(
            told,
            usual_timezone=_OSLO,
            usual_day_first=True,
            usual_marks_end=bool(told.usual_marks_end),
        ),
        prices=tuple(rest),
        wide=True,
        currency="EUR",
    )


def _ercot_flat(headings: Headings, table: Table) -> Layout | None:
    times = stamp_columns(table)
    prices = [c for c, key in enumerate(headings.keys) if _ERCOT_COLUMN.fullmatch(key)]
    if not times or not prices:
        return None
    told = date_and_part(headings, table, times)
    marks_end = bool(told.usual_marks_end)
    return Layout(
        form="ercot-flat",
        times=replace(told, usual_timezone=_CHICAGO, usual_marks_end=marks_end),
        prices=tuple(prices),
        wide=True,
        currency="USD",
    )


def _plain(headings: Headings, table: Table) -> Layout | None:
    columns = range(len(headings.keys))
    stamps = stamp_columns(table)
    zone = headings.first(*ZONE_KEYS)
    times = date_in_columns(headings) if not stamps else date_and_part(headings, table, stamps)
    if times is None:
        return None
    times = replace(times, flag=headings.first(*_FLAG_KEYS))
    ends = {times.end, times.flag, times.minute}
    used = {*stamps, *times.columns, *times.date, *ends, zone}
    rest = [c for c in columns if c not in used and holds_numbers(table, c)]
    prices = [c for c in rest if headings.is_price(c)]
    if not prices:
        others = [c for c in rest if not (headings.is_index(c) or headings.is_quantity(c))]
        prices = others if len(others) == 1 and headings.is_value(others[0]) else []
    return Layout(form="plain", times=times, prices=tuple(prices), zone=zone)


RECOGNISE: dict[str, _Recognise] = {
    "ercot-15min": _ercot_15min,
    "ercot-hourly": _ercot_hourly,
    "gridstatus": _gridstatus,
    "caiso": _caiso,
    "omie": _omie,
    "entsoe": _entsoe,
    "energidataservice": _energidataservice,
    "gb-settlement": _gb_settlement,
    "nordpool": _nordpool,
    "ercot-flat": _ercot_flat,
    "plain": _plain,
}


def with_headings(text: Text) -> Text:
    """Return the text of a raw file with headings in its first line; others as they are."""
    if not text.body.startswith(_OMIE):
        return text
    first, _, rows = text.body.partition(b"\n")
    if first.strip(b"; ") != _OMIE:
        return text
    return text._replace(body=_OMIE_HEADINGS + b"\n" + _OMIE_DATE.sub(rb"\1-\2-\3;", rows))
