"""As many scenarios as a person can compare at once; the others are a choice away."""

import dataclasses

from hydro_mining.economics.results import Evaluation
from hydro_mining.views.colors import PALETTE

# Each has a colour of its own.
_MOST_AT_ONCE = len(PALETTE)


def groups_of_scenarios(count: int) -> dict[str, range]:
    """Return the places of the scenarios that are shown together, by what a reader calls them."""
    groups = [group_at(first, count) for first in range(0, count, _MOST_AT_ONCE)]
    return {f"{places[0] + 1} to {places[-1] + 1} of {count}": places for places in groups}


def group_at(place: int, count: int) -> range:
    """Return the group with the scenario at ``place``, with the last one if there are fewer."""
    first = min(place, count - 1) // _MOST_AT_ONCE * _MOST_AT_ONCE
    return range(first, min(first + _MOST_AT_ONCE, count))


def some_scenarios(result: Evaluation, places: range) -> Evaluation:
    """Return the result and its plan with the scenarios at ``places`` alone; machines stay."""
    if len(places) == len(result.study.scenarios):
        return result
    part = slice(places.start, places.stop)
    scenarios = result.study.scenarios[part]
    paths = {
        name: getattr(result.paths, name)[part]
        for name in ("btc_price_usd", "difficulty", "rev_per_th_per_day", "power_price_gbp_per_kwh")
    }
    names = [one.name for one in scenarios]
    plan = result.plan
    return dataclasses.replace(
        result,
        study=dataclasses.replace(result.study, scenarios=scenarios),
        paths=dataclasses.replace(result.paths, **paths),
        scenarios={name: result.scenarios[name] for name in names if name in result.scenarios},
        plan=plan and dataclasses.replace(plan, scenarios={n: plan.scenarios[n] for n in names}),
    )
