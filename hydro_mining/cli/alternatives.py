"""``hydro-mining alternatives``."""

import argparse

from hydro_mining.cli.files import file_contents
from hydro_mining.cli.output import print_json, print_notes, print_table, print_warnings
from hydro_mining.economics import evaluate
from hydro_mining.economics.alternatives import AlternativesResult, compare_alternatives
from hydro_mining.imports.study import read_study
from hydro_mining.quantities import formatted, text_heading

__all__ = ["run"]

_LARGEST_MIB = 16
_PRINTED = ("value_at_end_gbp", "npv_gbp", "irr", "multiple", "btc_held")

_NONE_PLANNED = (
    "the plan builds no machine; mine is what the study without water and market would build: "
    "{:,} of {}"
)


def run(options: argparse.Namespace) -> int:
    """Print what else the capital of a study could do."""
    study = read_study(file_contents("study", options.study, most_mib=_LARGEST_MIB))
    evaluated = evaluate(study)
    print_warnings(evaluated.warnings)
    compared = compare_alternatives(evaluated)
    if options.json:
        print_json(compared.to_dict())
    elif compared.scenarios:
        if compared.basis == "study_count_on_plan":
            print_notes([_NONE_PLANNED.format(compared.mine_n_miners, compared.mine_machine)])
        print_table(*_texts(compared))
    else:
        print_notes(["no machine earns its power here, so there is no capital to compare"])
    return 0


def _texts(compared: AlternativesResult) -> tuple[list[str], list[list[str]]]:
    rows = [
        [scenario, key, *(formatted(name, getattr(one, name)) for name in _PRINTED)]
        for scenario, by_key in compared.scenarios.items()
        for key, one in by_key.items()
    ]
    return ["Scenario", "Alternative", *(text_heading(name) for name in _PRINTED)], rows
