"""``hydro-mining evaluate``."""

import argparse

from hydro_mining.cli.given_study import given_study
from hydro_mining.cli.output import (
    print_json,
    print_notes,
    print_warnings,
    say,
)
from hydro_mining.economics import Evaluation, evaluate
from hydro_mining.economics.better_machine import better_machine
from hydro_mining.economics.evaluation_warnings import price_it_pays_below
from hydro_mining.economics.plan import Plan, none_pays, would_pay
from hydro_mining.views.plan_words import plan_answer, samples_sentence, would_pay_sentence
from hydro_mining.views.verdict import summary


def run(options: argparse.Namespace) -> int:
    """Evaluate a study and print its results."""
    result = evaluate(given_study(options.study))
    print_warnings(result.warnings)
    viable_below = result.viable_below_gbp_per_kwh
    if viable_below is not None and viable_below > 0:
        say(
            "no machine earns its power here; one would at a year-1 power price "
            f"below {price_it_pays_below(viable_below)} per kWh"
        )
    if result.plan is not None:
        _print_plan(result, result.plan)
    elif better_machine(result) is not None:
        print_notes([summary(result)])
    print_json(result.to_dict())
    return 0


def _print_plan(result: Evaluation, plan: Plan) -> None:
    """Print the plan's answer first, and what it rests on."""
    study, said = result.study, [plan_answer(result)]
    if none_pays(study, plan):
        said.append(would_pay_sentence(study, would_pay(study)))
    print_notes([*said, samples_sentence(plan.samples)])
