"""``hydro-mining alternatives``."""

import argparse

from hydro_mining.cli.given_study import given_study
from hydro_mining.cli.output import print_json, print_notes, print_table, print_warnings
from hydro_mining.cli.risk import drawn
from hydro_mining.economics import evaluate
from hydro_mining.economics.alternatives import (
    AlternativesResult,
    AlternativesRisk,
    CapitalUses,
    alternatives_risk,
    capital_uses,
    compare_alternatives,
)
from hydro_mining.economics.returns import Returns
from hydro_mining.quantities import formatted, text_heading
from hydro_mining.views.irr_words import irr_in_words

_POCKET = ("value_at_end_gbp", "npv_gbp", "irr", "multiple", "btc_held")
_CAPITAL = ("npv_gbp", "irr")
_WITH_INCOME = "{} with the water's income"
_ALONE = "{} of the capital alone"

_NONE_PLANNED = (
    "the plan builds no machine; mine is what the study without water and market would build: "
    "{:,} of {}"
)


def run(options: argparse.Namespace) -> int:
    """Print what else the capital of a study could do."""
    study = given_study(options.study)
    evaluated = evaluate(study)
    print_warnings(evaluated.warnings)
    compared = compare_alternatives(evaluated)
    odds = None if options.paths is None else drawn(alternatives_risk, study, options)
    if options.json:
        told = {} if options.paths is None else {"risk": odds and odds.to_dict()}
        print_json(compared.to_dict() | told)
    elif compared.scenarios:
        if compared.basis == "study_count_on_plan":
            print_notes([_NONE_PLANNED.format(compared.mine_n_miners, compared.mine_machine)])
        print_table(*_texts(compared, capital_uses(evaluated, compared)))
        if odds is not None:
            print_table(*_odds(odds))
    else:
        print_notes(["no machine earns its power here, so there is no capital to compare"])
    return 0


def _odds(odds: AlternativesRisk) -> tuple[list[str], list[list[str]]]:
    """Return what futures come to, and how often each ends above mining."""
    shares = (10, 50, 90)
    rows = [
        [
            key,
            *(formatted("value_at_end_gbp", spread.percentiles[share]) for share in shares),
            formatted("probability_ends_above", odds.probability_ends_above[key]["mine"].value)
            if key != "mine"
            else "",
        ]
        for key, spread in odds.value_at_end_gbp.items()
    ]
    below = [f"{share} % of futures below" for share in shares]
    heading = f"{odds.paths:,} futures of {odds.scenario}, seed {odds.seed}"
    return [heading, *below, "Ends above mine"], rows


def _texts(compared: AlternativesResult, uses: CapitalUses) -> tuple[list[str], list[list[str]]]:
    """Return what each leaves in the pocket, and what the capital alone returns in it."""
    rows = [
        [
            scenario,
            key,
            *(_figure(one, name) for name in _POCKET),
            *(_figure(uses.scenarios[scenario][key], name) for name in _CAPITAL),
        ]
        for scenario, by_key in compared.scenarios.items()
        for key, one in by_key.items()
    ]
    pocket = [
        _WITH_INCOME.format(text_heading(name)) if name in _CAPITAL else text_heading(name)
        for name in _POCKET
    ]
    capital = [_ALONE.format(text_heading(name)) for name in _CAPITAL]
    return ["Scenario", "Alternative", *pocket, *capital], rows


def _figure(one: Returns, name: str) -> str:
    return irr_in_words(one) if name == "irr" else formatted(name, getattr(one, name))
