"""Groups of scenarios: as many as have a colour of their own, each with its own figures."""

import dataclasses

import numpy as np
import pytest

from hydro_mining.economics import evaluate
from hydro_mining.imports.bundled import default_study_inputs
from hydro_mining.quantities import POUNDS
from hydro_mining.views.figures import metrics_rows
from hydro_mining.views.scenario_charts import path_layers
from hydro_mining.views.some_scenarios import group_at, groups_of_scenarios, some_scenarios


@pytest.mark.parametrize(
    ("place", "count", "group"),
    [
        (0, 1, range(1)),
        (6, 7, range(7)),
        (6, 8, range(7)),
        (7, 8, range(7, 8)),
        (13, 100, range(7, 14)),
        (99, 100, range(98, 100)),
        (50, 3, range(3)),
    ],
)
def test_a_scenario_stands_in_its_group(place: int, count: int, group: range) -> None:
    """Seven stand together, as many as there are colours."""
    assert group_at(place, count) == group


def test_the_groups_are_all_scenarios() -> None:
    """Each once, under a name that says which."""
    groups = groups_of_scenarios(16)
    assert list(groups) == ["1 to 7 of 16", "8 to 14 of 16", "15 to 16 of 16"]
    assert [place for places in groups.values() for place in places] == list(range(16))


def test_a_group_s_figures_are_those_of_its_scenarios() -> None:
    """Each keeps what it has among all; machine and site are those of the study."""
    study = default_study_inputs()
    base = study.scenarios[0]
    whole = evaluate(
        dataclasses.replace(
            study,
            scenarios=tuple(
                dataclasses.replace(base, name=f"{i}", btc_price_growth_per_year=i / 100)
                for i in range(10)
            ),
        )
    )
    some = some_scenarios(whole, range(7, 10))
    assert list(some.scenarios) == ["7", "8", "9"]
    assert all(some.scenarios[name] is whole.scenarios[name] for name in some.scenarios)
    assert some.site is whole.site
    assert metrics_rows(some, POUNDS)[0] == ["Metric", "7", "8", "9"]
    for s, name in enumerate(("s0", "s1", "s2")):
        layers = (
            path_layers(some, currency=POUNDS)[name],
            path_layers(whole, currency=POUNDS)[f"s{s + 7}"],
        )
        np.testing.assert_array_equal(layers[0]["y"], layers[1]["y"])
    assert some_scenarios(whole, range(10)) is whole
