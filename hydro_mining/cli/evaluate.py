"""``hydro-mining evaluate``."""

import argparse
import sys

from hydro_mining.cli.files import file_contents, files_beside
from hydro_mining.cli.output import print_json, print_series_files, print_warnings
from hydro_mining.economics import evaluate
from hydro_mining.economics.evaluation_warnings import POWER_PRICE_IN_WORDS
from hydro_mining.imports.study import read_study_file

__all__ = ["run"]

_LARGEST_STUDY_MIB = 16


def run(options: argparse.Namespace) -> int:
    """Evaluate a study and print its results."""
    read = read_study_file(
        file_contents("study", options.study, most_mib=_LARGEST_STUDY_MIB),
        files_beside(options.study),
    )
    print_series_files(read.files)
    result = evaluate(read.study)
    print_warnings(result.warnings)
    viable_below = result.viable_below_gbp_per_kwh
    if viable_below is not None and viable_below > 0:
        print(
            "hydro-mining: no machine earns its power here; one would at a year-1 power price "
            f"below {POWER_PRICE_IN_WORDS.written(viable_below)} per kWh",
            file=sys.stderr,
        )
    print_json(result.to_dict())
    return 0
