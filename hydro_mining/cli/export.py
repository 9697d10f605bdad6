"""``hydro-mining export`` and ``hydro-mining check``."""

import argparse
import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from hydro_mining import __version__
from hydro_mining.cli.files import file_contents, files_beside
from hydro_mining.cli.output import print_json, print_line, print_warnings, say
from hydro_mining.economics import evaluate
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.quantities import Currency
from hydro_mining.reports.files import write_whole
from hydro_mining.reports.forms import FORMS, Form, table_form
from hydro_mining.reports.run_record import (
    LARGEST_RECORD_MIB,
    Difference,
    RunRecord,
    differences,
    read_record,
    read_study_or_record,
    recomputed,
    renewed,
    title_block,
)
from hydro_mining.wording import time_in_words

_DIFFERS = 1
_BYTES_PER_KB = 1_000
_MOST_NAMED = 20


def run_export(options: argparse.Namespace) -> int:
    """Write a study's report in the form that the name of its file asks for."""
    form = _form(options)
    data = file_contents("study", options.study, most_mib=LARGEST_RECORD_MIB)
    record = read_study_or_record(
        data, now=dt.datetime.now(tz=dt.UTC), contents=files_beside(options.study)
    )
    currency = money_of(record, options.currency)
    record = dataclasses.replace(
        record, currency=currency.code, sections=_sections(record, options)
    )
    say(f"computing {len(record.study.scenarios)} scenarios …")
    result = evaluate(record.study)
    print_warnings(result.warnings)
    found = differences(record.results, recomputed(record, result, with_futures=False))
    if found:
        _warn_of_differences(found)
        record = renewed(record, result, now=dt.datetime.now(tz=dt.UTC))
    say(f"making {PurePath(options.report).name} …")
    made = form(result, record, currency)
    write_whole("report", options.report, made)
    say(f"wrote {PurePath(options.report).name}, {_size(len(made))}")
    return 0


def _size(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count} bytes" if count < _BYTES_PER_KB else f"{count / _BYTES_PER_KB:,.0f} kB"


def run_check(options: argparse.Namespace) -> int:
    """Compute a run record's results again and name those that differ; they give exit 1."""
    record = read_record(file_contents("record", options.record, most_mib=LARGEST_RECORD_MIB))
    found = differences(record.results, recomputed(record, evaluate(record.study)))
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
        print_line(
            f"A record of {time_in_words(record.created_at)}, made by version "
            f"{one_line(record.version)}."
        )
        for difference in found:
            print_line(one_line(str(difference)))
        agreed = "All figures come out as they were stored."
        print_line(agreed if not found else f"{len(found)} figures come out otherwise.")
    return _DIFFERS if found else 0


def _form(options: argparse.Namespace) -> Form:
    """Return what makes the file; refuse a name that asks for no form before any work."""
    suffix = PurePath(options.report).suffix.lower()
    if suffix not in FORMS:
        rule = f"a file name that ends in {', '.join(FORMS)}"
        raise InputError("report", rule, options.report)
    if options.table is None:
        return FORMS[suffix]
    if suffix != ".csv":
        raise InputError("table", "absent but for a .csv file", options.table)
    return table_form(options.table)


def money_of(record: RunRecord, code: str | None) -> Currency:
    """Return the currency of a code at a record's rates; None is the record's own."""
    offered = record.snapshot.currencies(record.study.network.usd_to_gbp)
    wanted = record.currency if code is None else code
    if wanted not in offered:
        raise InputError("currency", f"one of {', '.join(offered)}", wanted)
    return offered[wanted]


def _sections(record: RunRecord, options: argparse.Namespace) -> dict[str, Any]:
    """Return the record's sections with what the options say of the title block."""
    said = {name: getattr(options, name) for name in ("plant", "client", "author", "date")}
    given = {name: text for name, text in said.items() if text is not None}
    if not given:
        return dict(record.sections)
    if "date" in given:
        given["date"] = _day(given["date"])
    block = dataclasses.replace(title_block(record), **given)
    return {**record.sections, "title_block": block}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("date", "a date such as 2026-11-21", text) from error


def _warn_of_differences(found: Sequence[Difference]) -> None:
    print_warnings(f"differs from the record: {one_line(str(d))}" for d in found[:_MOST_NAMED])
    if len(found) > _MOST_NAMED:
        print_warnings([f"and {len(found) - _MOST_NAMED} more figures differ from the record"])
