"""``hydro-mining alternatives``."""

import argparse
import os
from concurrent.futures import ThreadPoolExecutor

from hydro_mining.cli.files import file_contents
from hydro_mining.cli.numbers import whole_number
from hydro_mining.cli.output import print_json, print_notes, print_table, print_warnings
from hydro_mining.economics import evaluate
from hydro_mining.economics.alternatives import (
    AlternativesResult,
    AlternativesRisk,
    alternatives_risk,
    compare_alternatives,
)
from hydro_mining.economics.inputs import StudyInputs
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
    drawn = None if options.paths is None else _drawn(study, options)
    if options.json:
        odds = {} if options.paths is None else {"risk": drawn and drawn.to_dict()}
        print_json(compared.to_dict() | odds)
    elif compared.scenarios:
        if compared.basis == "study_count_on_plan":
            print_notes([_NONE_PLANNED.format(compared.mine_n_miners, compared.mine_machine)])
        print_table(*_texts(compared))
        if drawn is not None:
            print_table(*_odds(drawn))
    else:
        print_notes(["no machine earns its power here, so there is no capital to compare"])
    return 0


def _drawn(study: StudyInputs, options: argparse.Namespace) -> AlternativesRisk | None:
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        return alternatives_risk(
            study,
            paths=whole_number("paths", options.paths, option="paths"),
            seed=whole_number("seed", options.seed, option="seed"),
            scenario=options.scenario,
            executor=executor,
        )


def _odds(drawn: AlternativesRisk) -> tuple[list[str], list[list[str]]]:
    """Return what futures come to, and how often each ends above mining."""
    shares = (10, 50, 90)
    rows = [
        [
            key,
            *(formatted("value_at_end_gbp", spread.percentiles[share]) for share in shares),
            formatted("probability_ends_above", drawn.probability_ends_above[key]["mine"].value)
            if key != "mine"
            else "",
        ]
        for key, spread in drawn.value_at_end_gbp.items()
    ]
    below = [f"{share} % of futures below" for share in shares]
    heading = f"{drawn.paths:,} futures of {drawn.scenario}, seed {drawn.seed}"
    return [heading, *below, "Ends above mine"], rows


def _texts(compared: AlternativesResult) -> tuple[list[str], list[list[str]]]:
    rows = [
        [scenario, key, *(formatted(name, getattr(one, name)) for name in _PRINTED)]
        for scenario, by_key in compared.scenarios.items()
        for key, one in by_key.items()
    ]
    return ["Scenario", "Alternative", *(text_heading(name) for name in _PRINTED)], rows
