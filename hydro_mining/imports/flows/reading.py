"""Bytes of a flow or power file -> a series, with a report: the one entry."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from hydro_mining.economics import series as economics
from hydro_mining.economics.arrays import Floats
from hydro_mining.exceptions import InputError
from hydro_mining.imports.flows.columns import ValueColumn, time_columns, value_column
from hydro_mining.imports.flows.forms import FORM_NAMES, FlowForm, form_of, with_headings
from hydro_mining.imports.flows.options import FlowOptions
from hydro_mining.imports.flows.report import FlowReport
from hydro_mining.imports.flows.standard_time import (
    OnGrid,
    StandardTimes,
    in_standard_time,
    on_grid,
)
from hydro_mining.imports.flows.units import Quantity
from hydro_mining.imports.flows.values import Values, read_values
from hydro_mining.imports.tables import Table, Text, read_table, read_text
from hydro_mining.imports.times import Fate, Series, TimeColumns, read_series, with_plain_times

_DETECT = FlowOptions()
_HOUR_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowImport:
    """The flow [m³/s] or power [kW] of a file, and what was understood of it."""

    series: economics.Series
    report: FlowReport


class _ReadFile(NamedTuple):
    """The parts of a file that was read."""

    text: Text
    table: Table
    form: FlowForm
    times: TimeColumns
    column: ValueColumn
    values: Values
    stamps: StandardTimes
    series: Series
    grid: OnGrid


def read_flow(data: bytes, options: FlowOptions = _DETECT, *, name: str = "file") -> FlowImport:
    r"""Return the river flow of a file [m³/s] in local standard time.

    Parameters
    ----------
    name
        Of the file, for the record.

    Raises
    ------
    InputError
        At the first line that breaks a rule, or where the file leaves something open that an
        option settles; nothing of the file is used then.

    Examples
    --------
    >>> flow = read_flow(b"date;Q [l/s]\n2025-01-01;310\n2025-01-02;-999\n2025-01-03;295\n")
    >>> flow.series.values, flow.report.step_in_words
    (array([0.31 ,   nan, 0.295]), 'daily')
    """
    return _read(data, options, name, "flow")


def read_power(data: bytes, options: FlowOptions = _DETECT, *, name: str = "file") -> FlowImport:
    """Return the power of a file [kW] in local standard time; energy an interval becomes power.

    Raises
    ------
    InputError
        As ``read_flow`` does.
    """
    return _read(data, options, name, "power")


def _read(data: bytes, options: FlowOptions, name: str, quantity: Quantity) -> FlowImport:
    text, unit_above = with_headings(read_text(data, skip_lines=options.skip_lines))
    table, shared = with_plain_times(read_table(text, may_be_short=True), options.time_column)
    text = text._replace(notes=(*text.notes, *shared))
    form = form_of(table, unit_above)
    columns = time_columns(table, form, options, quantity)
    column = value_column(table, form, columns, options, quantity)
    options = replace(options, decimal=options.decimal or form.decimal)
    values = read_values(table, column, options, quantity)
    if np.isnan(values.value).all():
        raise InputError("file", f"with at least one {quantity}", "no values, or gaps only")
    stamps = in_standard_time(table, columns, zone_codes=form.zone_codes)
    rows = np.arange(len(table))
    series = read_series(
        values.value,
        stamps.times,
        name="the river" if quantity == "flow" else "the plant",
        what=quantity,
        rows=rows,
        lines=table.lines,
        duplicates=options.duplicates,
    )
    grid = on_grid(series)
    file = _ReadFile(text, table, form, columns, column, values, stamps, series, grid)
    value = _in_base_unit(grid, column)
    made = economics.Series(
        start=dt.datetime(1970, 1, 1) + dt.timedelta(seconds=grid.start),  # noqa: DTZ001
        step_hours=grid.step / _HOUR_S,
        values=value,
        source=name,
        source_sha256=hashlib.sha256(data).hexdigest(),
    )
    return FlowImport(series=made, report=_report(file, made, quantity))


def _in_base_unit(grid: OnGrid, column: ValueColumn) -> Floats:
    value = grid.value * column.unit.factor
    return value * _HOUR_S / grid.step if column.unit.is_energy else value


def _report(file: _ReadFile, made: economics.Series, quantity: Quantity) -> FlowReport:
    headings = file.table.headings
    return FlowReport(
        form=FORM_NAMES[file.form.name],
        delimiter=file.table.delimiter,
        decimal=file.values.decimal,
        columns={
            "time": tuple(headings[c] for c in file.times.columns),
            "value": (headings[file.column.column],),
        },
        quantity=quantity,
        unit=file.column.unit.name,
        unit_evidence=file.column.unit_evidence,
        clock=file.stamps.clock_in_words,
        marks_end=file.stamps.times.marks_end,
        is_day_first=file.stamps.times.is_day_first,
        step_hours=made.step_hours,
        first=str(made.start.date()),
        last=str((made.end - dt.timedelta(seconds=1)).date()),
        rows_read=len(file.table),
        rows_used=int((file.series.fate == Fate.USED).sum()),
        gaps=file.series.gaps,
        missing_intervals=file.series.missing_intervals,
        first_gaps=file.series.first_gaps,
        named=file.values.named,
        flags=file.values.flags,
        duplicates=int(np.isin(file.series.fate, (Fate.EQUAL, Fate.CONFLICTING)).sum()),
        least=float(np.nanmin(made.values)),
        mean=float(np.nanmean(made.values)),
        most=float(np.nanmax(made.values)),
        comments=file.text.comments,
        notes=_notes(file, quantity),
    )


def _notes(file: _ReadFile, quantity: Quantity) -> tuple[str, ...]:
    notes = [*file.text.notes, *file.stamps.notes, *file.grid.notes]
    if file.table.n_titles:
        notes.insert(0, f"Lines above the headings, not read: {file.table.n_titles}.")
    unit = file.column.unit
    if unit.is_energy:
        notes.append(f"Energy of an interval [{unit.name}] is divided by its hours.")
    elif unit.factor != 1.0:
        base = "m³/s" if quantity == "flow" else "kW"
        notes.append(f"Values in {unit.name} are multiplied by {unit.factor:.6g} to be in {base}.")
    if file.series.is_unsorted:
        notes.append("Rows were not in order of time; they are sorted.")
    if file.series.overlapping:
        notes.append(f"Intervals cut short because the next one begins: {file.series.overlapping}.")
    return tuple(notes)
