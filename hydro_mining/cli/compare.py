"""``hydro-mining compare``."""

import argparse
import datetime as dt

from hydro_mining.cli.export import money_of
from hydro_mining.cli.files import file_contents, files_beside
from hydro_mining.cli.output import print_json, print_line, print_table
from hydro_mining.economics import evaluate
from hydro_mining.exceptions import one_line
from hydro_mining.reports.case_comparison import (
    compare_cases,
    compared_rows,
    comparison_sentence,
)
from hydro_mining.reports.run_record import (
    LARGEST_RECORD_MIB,
    RunRecord,
    read_study_or_record,
)


def run(options: argparse.Namespace) -> int:
    """Print in which inputs and results two cases differ."""
    first, second = (_read(name, getattr(options, name)) for name in ("first", "second"))
    currency = money_of(first, options.currency)
    compared = compare_cases(evaluate(first.study), evaluate(second.study))
    if options.json:
        print_json(compared.to_dict())
        return 0
    print_line(comparison_sentence(compared))
    for pairs in (compared.inputs, compared.results):
        if pairs:
            headings, rows = compared_rows(pairs, options.first, options.second, currency)
            print_line()
            print_table(
                [one_line(text) for text in headings],
                [[one_line(cell) for cell in row] for row in rows],
            )
    return 0


def _read(argument: str, name: str) -> RunRecord:
    data = file_contents(argument, name, most_mib=LARGEST_RECORD_MIB)
    now = dt.datetime.now(tz=dt.UTC)
    return read_study_or_record(data, now=now, contents=files_beside(name))
