"""``hydro-mining growth``."""

import argparse
import math
from typing import Any

from hydro_mining.cli.files import file_contents
from hydro_mining.cli.given_study import given_study
from hydro_mining.cli.numbers import number_option
from hydro_mining.cli.output import print_json, print_notes, print_table, print_warnings
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.checking import check_choice
from hydro_mining.economics.growth import (
    READINGS,
    Growth,
    GrowthTable,
    growth_aggregates,
    project_growth,
)
from hydro_mining.imports.bundled import bundled_growth_table, default_study_inputs
from hydro_mining.imports.growth_table import read_growth_table
from hydro_mining.quantities import DOLLARS, formatted, text_heading

_LARGEST_TABLE_MIB = 1
_PRINTED = (
    "btc_price",
    "btc_generated",
    "gross_rev",
    "tot_costs",
    "taxes",
    "net_profits",
    "payback",
    "roi",
)


def run(options: argparse.Namespace) -> int:
    """Print a reading of the growth model at one power."""
    power = number_option("growth_power_mw", options.mw, option="mw")
    check_choice("reading", options.reading, READINGS)
    study = _study(options.study)
    index = study.scenario_index(options.scenario)
    table, understood = _table(options.table)
    growth = project_growth(
        table=table,
        power_mw=power,
        scenarios=study.scenarios,
        reading=options.reading,
        site=_site(study, options.reading),
    )
    if options.json:
        print_json(_document(growth, index, power) | understood)
    else:
        print_notes(understood.get("import", []))
        print_table(*_texts(growth, index))
    return 0


def _study(name: str | None) -> StudyInputs:
    return default_study_inputs() if name is None else given_study(name)


def _table(name: str | None) -> tuple[GrowthTable, dict[str, list[str]]]:
    """Return the yearly table, and for a user's own what was understood of it."""
    if name is None:
        return bundled_growth_table(), {}
    contents = file_contents("table", name, most_mib=_LARGEST_TABLE_MIB)
    read = read_growth_table(contents)
    return read.table, {"import": list(read.report.sentences())}


def _site(study: StudyInputs, reading: str) -> Evaluation | None:
    if reading != "physical":
        return None
    site = evaluate(study)
    print_warnings(site.warnings)
    return site


def _document(growth: Growth, index: int, power: float) -> dict[str, Any]:
    return {
        "mw": power,
        "reading": growth.reading,
        "scenario": growth.scenarios[index],
        "currency": "USD",
        "rows": growth.rows(scenario=index),
        "totals": growth_aggregates(growth).row(scenario=index),
        "accounts_gap": [
            gap if math.isfinite(gap) else None for gap in growth.accounts_gap[index, 0].tolist()
        ],
    }


def _texts(growth: Growth, index: int) -> tuple[list[str], list[list[str]]]:
    rows = [
        [f"{row['year']}", *(formatted(name, row[name], DOLLARS) for name in _PRINTED)]
        for row in growth.rows(scenario=index)
    ]
    return ["Year", *(text_heading(name, DOLLARS) for name in _PRINTED)], rows
