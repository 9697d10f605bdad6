"""``hydro-mining risk``."""

import argparse
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from hydro_mining.cli.given_study import given_study
from hydro_mining.cli.numbers import whole_number
from hydro_mining.cli.output import print_json, print_notes, print_table
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk import CHANCES, Chance, RiskResult, risk_of
from hydro_mining.quantities import QUANTITIES, formatted, label

_Drawn = TypeVar("_Drawn")


def run(options: argparse.Namespace) -> int:
    """Print how sure the answer of a study is."""
    result = drawn(risk_of, given_study(options.study), options)
    if options.json:
        print_json({"risk": None} if result is None else result.to_dict())
    elif result is None:
        print_notes(["no machine earns its power here, so there is nothing to be sure of"])
    else:
        print_table(["Figure", result.scenario, "±"], _rows(result))
    return 0


def drawn(
    futures_of: Callable[..., _Drawn], study: StudyInputs, options: argparse.Namespace
) -> _Drawn:
    """Return what the futures of a study come to that the options ask for, by all processors."""
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        return futures_of(
            study,
            paths=whole_number("paths", options.paths, option="paths"),
            seed=whole_number("seed", options.seed, option="seed"),
            scenario=options.scenario,
            executor=executor,
        )


def _rows(result: RiskResult) -> list[list[str]]:
    npv = result.npv_gbp
    error = formatted("npv_gbp", result.npv_standard_error)
    spread = [
        [f"NPV that {share} % of futures stay below", formatted("npv_gbp", at), ""]
        for share, at in npv.percentiles.items()
    ]
    chances = [_chance(name, getattr(result, name)) for name in CHANCES]
    worst = formatted("expected_shortfall_10", result.expected_shortfall_10)
    return [
        ["Mean NPV", formatted("npv_gbp", npv.mean), error],
        *spread,
        *chances,
        [label("expected_shortfall_10"), worst, ""],
        ["Futures drawn", f"{result.paths:,}", f"seed {result.seed}"],
    ]


def _chance(name: str, chance: Chance) -> list[str]:
    points = QUANTITIES[name].format.written(chance.standard_error)
    return [label(name), formatted(name, chance.value), points]
