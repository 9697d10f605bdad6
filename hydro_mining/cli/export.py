"""``hydro-mining export`` and ``hydro-mining check``."""

import argparse
import dataclasses
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from hydro_mining import __version__
from hydro_mining.cli.files import file_contents
from hydro_mining.cli.output import print_json, print_warnings
from hydro_mining.economics import Evaluation, evaluate
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.quantities import Currency
from hydro_mining.reports.files import write_whole
from hydro_mining.reports.run_record import (
    LARGEST_RECORD_MIB,
    RunRecord,
    brought_up_to_date,
    differences,
    read_record,
    read_study_or_record,
    record_text,
)
from hydro_mining.views.currencies import offered_currencies
from hydro_mining.wording import time_in_words

__all__ = ["run_check", "run_export"]

_DIFFERS = 1
_BYTES_PER_KB = 1_000
_MOST_NAMED = 20


def run_export(options: argparse.Namespace) -> int:
    """Write a study's report in the form that the name of its file asks for."""
    form = _form(options)
    data = file_contents("study", options.study, most_mib=LARGEST_RECORD_MIB)
    record = read_study_or_record(data, now=dt.datetime.now(tz=dt.UTC))
    currency = _currency(record, options.currency)
    record = dataclasses.replace(record, currency=currency.code)
    _progress(f"computing {len(record.study.scenarios)} scenarios …")
    result = evaluate(record.study)
    print_warnings(result.warnings)
    _warn_of_differences(record, result)
    record = brought_up_to_date(record, result, now=dt.datetime.now(tz=dt.UTC))
    _progress(f"making {PurePath(options.report).name} …")
    made = form(record, result, currency)
    write_whole("report", options.report, made)
    _progress(f"wrote {PurePath(options.report).name}, {len(made) / _BYTES_PER_KB:,.0f} kB")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Compute a run record's results again and name those that differ; they give exit 1."""
    record = read_record(file_contents("record", options.record, most_mib=LARGEST_RECORD_MIB))
    found = differences(record.results, evaluate(record.study).to_dict())
    document = {
        "created_at": record.created_at.isoformat(),
        "product_version": record.version,
        "checked_by_version": __version__,
        "differences": [
            {"figure": d.figure, "stored": d.stored, "recomputed": d.recomputed} for d in found
        ],
    }
    if options.json:
        print_json(document)
    else:
        print(
            f"A record of {time_in_words(record.created_at)}, made by version "
            f"{one_line(record.version)}."
        )
        for difference in found:
            print(one_line(str(difference)))
        agreed = "All figures come out as they were stored."
        print(agreed if not found else f"{len(found)} figures come out otherwise.")
    return _DIFFERS if found else 0


_Form = Callable[[RunRecord, Evaluation, Currency], bytes]


def _form(options: argparse.Namespace) -> _Form:
    """Return what makes the file; refuse a name that asks for no form before any work."""
    suffix = PurePath(options.report).suffix.lower()
    forms: dict[str, _Form] = {
        ".html": _html,
        ".xlsx": _xlsx,
        ".csv": lambda *parts: _csv(options.table or "annual", *parts),
        ".zip": _zip,
        ".json": lambda record, *_: record_text(record).encode(),
    }
    if suffix not in forms:
        rule = f"a file name that ends in {', '.join(forms)}"
        raise InputError("report", rule, options.report)
    if options.currency is not None and suffix == ".xlsx":
        raise InputError(
            "currency", "absent for a .xlsx file, which is in pounds", options.currency
        )
    if options.table is not None and suffix != ".csv":
        raise InputError("table", "absent but for a .csv file", options.table)
    return forms[suffix]


# A form's own modules are loaded when it is asked for: they bring pandas or the charts.
def _html(record: RunRecord, result: Evaluation, currency: Currency) -> bytes:
    from hydro_mining.reports.snapshot import snapshot_html  # noqa: PLC0415

    text = snapshot_html(
        result,
        snapshot=record.snapshot,
        currency=currency,
        created_at=record.created_at,
        version=record.version,
        record=record_text(record),
    )
    return text.encode()


def _xlsx(record: RunRecord, result: Evaluation, _: Currency) -> bytes:
    from hydro_mining.reports.workbook import workbook  # noqa: PLC0415

    return workbook(
        result, snapshot=record.snapshot, created_at=record.created_at, version=record.version
    )


def _csv(table: str, record: RunRecord, result: Evaluation, currency: Currency) -> bytes:
    from hydro_mining.reports.tables import TABLES, table_csv  # noqa: PLC0415

    if table not in TABLES:
        raise InputError("table", f"one of {', '.join(TABLES)}", table)
    return table_csv(table, result, snapshot=record.snapshot, currency=currency).encode()


def _zip(record: RunRecord, result: Evaluation, currency: Currency) -> bytes:
    from hydro_mining.reports.tables import tables_zip  # noqa: PLC0415

    return tables_zip(
        result,
        snapshot=record.snapshot,
        created_at=record.created_at,
        record=record_text(record),
        currency=currency,
    )


def _currency(record: RunRecord, code: str | None) -> Currency:
    offered = offered_currencies(record.snapshot, record.study.network.usd_to_gbp)
    wanted = record.currency if code is None else code
    if wanted not in offered:
        raise InputError("currency", f"one of {', '.join(offered)}", wanted)
    return offered[wanted]


def _warn_of_differences(record: RunRecord, result: Evaluation) -> None:
    found: Any = differences(record.results, result.to_dict())
    print_warnings(f"differs from the record: {one_line(str(d))}" for d in found[:_MOST_NAMED])
    if len(found) > _MOST_NAMED:
        print_warnings([f"and {len(found) - _MOST_NAMED} more figures differ from the record"])


def _progress(text: str) -> None:
    print(f"hydro-mining: {text}", file=sys.stderr, flush=True)
