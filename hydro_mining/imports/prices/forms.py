"""What the columns of a price file are: by its form, by the options, and by what is in them."""

import re
from dataclasses import replace

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.delivery_dates import check_one_date
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.prices.known_forms import RECOGNISE, ZONE_KEYS
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.options import FORM_NAMES, PriceOptions
from hydro_mining.imports.prices.price_unit import price_unit
from hydro_mining.imports.prices.time_forms import date_and_part, holds_numbers, stamp_columns
from hydro_mining.imports.prices.unread import with_clock_asked
from hydro_mining.imports.prices.zones import check_zone_names
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times import (
    STAMP_RULE,
    TimeColumns,
    looks_like_day_part,
    looks_like_stamp,
)

# Currencies of the forms whose headings alone name their place; other prices are from elsewhere.
_CURRENCIES = {"ercot-15min": "USD", "ercot-hourly": "USD", "gb-settlement": "GBP"}
_ERCOT_ZONE = ("HB_", "LZ_")
_FEWEST_HOURS = 23
_IN_BRACKETS = re.compile(r" *[(\[][^)\]]*[)\]]")
_AMERICAN = ("America/", "US/", "Etc/", "UTC")


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
    hours = [h for h in table.headings if looks_like_day_part(_IN_BRACKETS.sub("", h))]
    if len(hours) >= _FEWEST_HOURS:
        rule = "with a row an hour, not a column an hour"
        raise InputError(f"line {table.heading_line}", rule, ", ".join(hours))
    layout = _recognised(headings, table, options)
    if options.time_column is not None or options.hour_column is not None:
        layout = _with_time(layout, headings, options, table)
    check_one_date(table, layout.times)
    if options.zone_column is not None:
        zone = headings.named("zone_column", options.zone_column)
        check_zone_names(table, zone)
        prices = tuple(column for column in layout.prices if column != zone)
        layout = replace(layout, zone=zone, zone_type=None, wide=False, prices=prices)
    layout = replace(
        layout,
        prices=tuple(column for column in layout.prices if holds_numbers(table, column)),
        zone=_named_zone(layout, headings, table, options),
    )
    local = headings.first("hour_dk", "time_dk")
    if options.clock == "local" and layout.form == "energidataservice" and local is not None:
        layout = replace(layout, times=replace(layout.times, columns=(local,), in_utc=False))
    layout = with_clock_asked(layout, headings, table, options)
    return replace(layout, times=_with_options(layout.times, options))


def _named_zone(
    layout: Layout, headings: Headings, table: Table, options: PriceOptions
) -> int | None:
    """Return the column of zones; one that is empty throughout names none."""
    if layout.zone is None or options.zone_column is not None:
        return layout.zone
    if options.price_column in {headings.texts[layout.zone], headings.keys[layout.zone]}:
        return None
    others = (headings.keys.index(key) for key in ZONE_KEYS if key in headings.keys)
    return next((c for c in (layout.zone, *others) if table.is_filled(c)), None)


def _with_options(times: TimeColumns, options: PriceOptions) -> TimeColumns:
    """Return the columns of time with what the options say of them."""
    return replace(
        times,
        timezone=options.timezone,
        day_first=options.day_first,
        in_utc=times.in_utc if options.clock is None else options.clock == "utc",
        is_local=options.clock == "local",
        marks_end=None if options.convention is None else options.convention == "end",
    )


def _recognised(headings: Headings, table: Table, options: PriceOptions) -> Layout:
    for name in (options.form,) if options.form else FORM_NAMES:
        layout = RECOGNISE[name](headings, table)
        if layout is not None and (options.form or _fits(layout, headings, table, options)):
            return layout
    if options.time_column is not None:  # which the caller puts in
        times = TimeColumns(columns=(0,))
        return Layout(form="plain", times=times, prices=(), zone=headings.first(*ZONE_KEYS))
    there = ", ".join(headings.texts)
    if options.form:
        rule = f"a form whose headings the file has; {FORM_NAMES[options.form]} is not"
        raise InputError("form", rule, there)
    named = next((c for c in range(len(headings.texts)) if headings.is_time(c)), None)
    if named is not None:
        rule = f"{STAMP_RULE}, or another column is named with the option {{option}}"
        raise table.refusal(0, named, rule, option="time_column")
    rule = "with a column of times, such as 2025-03-30T01:15, or the option {option}"
    raise InputError("file", rule, there, option="time_column")


def _fits(layout: Layout, headings: Headings, table: Table, options: PriceOptions) -> bool:
    """Return whether currency, unit and time zone do not speak against a form's place."""
    own = _CURRENCIES.get(layout.form)
    if own is None or (
        layout.zone is not None and table.cell(0, layout.zone).startswith(_ERCOT_ZONE)
    ):
        return True
    units = [price_unit(headings.texts[column]) for column in layout.prices]
    if options.unit is not None:
        units.append(price_unit(options.unit))
    said = {unit.currency for unit in units} | {options.currency}
    if own == "USD" and any(unit.energy not in {None, "MWh"} for unit in units):
        return False
    if own == "USD" and not (options.timezone or _AMERICAN[0]).startswith(_AMERICAN):
        return False
    return said <= {None, own}


def _with_time(layout: Layout, headings: Headings, options: PriceOptions, table: Table) -> Layout:
    """Return the layout with the columns of time that the options name."""
    date = layout.times.columns[0]
    if options.time_column is not None:
        date = headings.named("time_column", options.time_column)
    part = None
    if options.hour_column is not None:
        part = headings.named("hour_column", options.hour_column)
    times = replace(
        date_and_part(headings, table, [date], part, known=options.hour_column is not None),
        others=tuple(c for c in stamp_columns(table) if c not in {date, part}),
        usual_timezone=layout.times.usual_timezone,
        usual_day_first=layout.times.usual_day_first,
    )
    prices = tuple(c for c in layout.prices if c not in times.columns and c != times.end)
    return replace(layout, times=times, prices=prices)
