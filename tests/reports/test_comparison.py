"""Stored results against computed ones: which differ, and what they are called."""

import copy
from typing import Any

import pytest

from hydro_mining.reports.run_record import Difference, comparison, differences

Results = dict[str, Any]


def results() -> Results:
    """Return a part of what ``hydro-mining evaluate`` prints, in round numbers."""
    return {
        "miners": [{"name": "A", "profit_gbp_per_day": 1.0}, {"name": "B", "n_miners": 7}],
        "chosen_miner": "A",
        "site": {"n_miners": 360},
        "scenarios": {
            "Base": {
                "annual": [{"year": 1, "days_mined": 365}, {"year": 2, "days_mined": 364}],
                "cashflows": [-684_000.0, 9_000.0],
                "irr": None,
                "irr_note": "no sign change",
                "ends_below_zero": False,
            }
        },
        "warnings": ["A sentence."],
    }


def found(stored: Results, recomputed: Results) -> list[str]:
    """Return the differences as a reader sees them."""
    return [str(difference) for difference in differences(stored, recomputed)]


def test_equal_results_do_not_differ() -> None:
    """Results differ in nothing from themselves."""
    assert differences(results(), results()) == ()


@pytest.mark.parametrize(
    ("stored", "recomputed", "differs"),
    [
        # 2**-40 is 9.09e-13 and 2**-39 is 1.82e-12; with 1 both add up to a float exactly.
        pytest.param(1.0, 1.0 + 2**-40, False, id="9.1e-13"),
        pytest.param(1.0, 1.0 + 2**-39, True, id="1.8e-12"),
        pytest.param(-(2.0**20), -(2.0**20 + 2**-20), False, id="9.1e-13 of a million"),
        pytest.param(-(2.0**20), -(2.0**20 + 2**-19), True, id="1.8e-12 of a million"),
        pytest.param(2.0**-30, 2.0**-30 + 2**-70, False, id="9.1e-13 of a billionth"),
        pytest.param(2.0**-30, 2.0**-30 + 2**-69, True, id="1.8e-12 of a billionth"),
        pytest.param(10**12, 10**12 + 1, False, id="1e-12 exactly"),
        pytest.param(10**12, 10**12 + 2, True, id="2e-12"),
        pytest.param(0.0, 5e-324, True, id="nothing is near zero"),
        pytest.param(0.0, -0.0, False, id="minus zero"),
        pytest.param(1.0, -1.0, True, id="sign"),
        pytest.param(360, 360.0, False, id="whole number as a fraction"),
        pytest.param(None, None, False, id="both undefined"),
        pytest.param(None, 0.0, True, id="null is not zero"),
        pytest.param(0.0, None, True, id="zero is not null"),
        pytest.param(1, True, True, id="one is not true"),
        pytest.param("1", 1, True, id="text is no number"),
        pytest.param("a", "A", True, id="text"),
        pytest.param([], None, True, id="empty list is not null"),
        pytest.param([], {}, True, id="empty list is no object"),
    ],
)
def test_figures_differ_by_more_than_1e_12(stored: Any, recomputed: Any, differs: bool) -> None:
    """A number may differ by 1e-12 of itself, anything else not at all; both ways round."""
    expected = (Difference(figure="npv_gbp", stored=stored, recomputed=recomputed),)
    assert differences({"npv_gbp": stored}, {"npv_gbp": recomputed}) == (expected * differs)
    assert len(differences({"npv_gbp": recomputed}, {"npv_gbp": stored})) == differs


def test_a_difference_is_named_by_its_path() -> None:
    """Machines are called by name, years by number, entries of a list by place from 0 on."""
    other = results()
    other["miners"][1]["n_miners"] = 8
    other["site"]["n_miners"] = 361
    base = other["scenarios"]["Base"]
    base["annual"][1]["days_mined"] = 365
    base["cashflows"][1] = 9_001.0
    base["irr"] = 0.25
    base["irr_note"] = None
    base["ends_below_zero"] = True
    other["chosen_miner"] = "B"
    assert found(results(), other) == [
        "miners.B.n_miners: stored 7, now 8",
        "chosen_miner: stored A, now B",
        "site.n_miners: stored 360, now 361",
        "scenarios.Base.annual.2.days_mined: stored 364, now 365",
        "scenarios.Base.cashflows.[1]: stored 9000.0, now 9001.0",
        "scenarios.Base.irr: stored nothing, now 0.25",
        "scenarios.Base.irr_note: stored no sign change, now nothing",
        "scenarios.Base.ends_below_zero: stored False, now True",
    ]


def test_a_scenario_in_one_only_is_a_difference() -> None:
    """A missing scenario and an extra one are each named once."""
    other = results()
    other["scenarios"]["Bear"] = 1
    assert found(results(), other) == ["scenarios.Bear: stored absent, now 1"]
    assert found(other, results()) == ["scenarios.Bear: stored 1, now absent"]


def test_a_row_in_one_only_is_a_difference() -> None:
    """A year or a machine more is one, and no other row is taken for it."""
    other = results()
    del other["miners"][0]
    (gone,) = differences(results(), other)
    assert (gone.figure, gone.recomputed) == ("miners.A", "absent")
    longer = results()
    longer["scenarios"]["Base"]["cashflows"].append(0.0)
    assert found(results(), longer) == ["scenarios.Base.cashflows.[2]: stored absent, now 0.0"]


def test_the_order_of_machines_is_no_result() -> None:
    """Rows with names are compared by name, wherever they stand; fields too."""
    other = results()
    other["miners"].reverse()
    assert differences(results(), other) == ()
    assert differences(results(), dict(reversed(results().items()))) == ()


def test_rows_of_one_name_are_compared_by_place() -> None:
    """A stored list that names a machine twice hides neither of the two."""
    twice = copy.deepcopy(results())
    twice["miners"][1]["name"] = "A"
    assert [d.figure for d in differences(twice, results())] == [
        "miners.[0]",
        "miners.[1]",
        "miners.A",
        "miners.B",
    ]


def test_the_wording_of_warnings_is_no_result() -> None:
    """Sentences may be put otherwise by another version; a scenario of that name is compared."""
    other = results()
    other["warnings"] = []
    assert differences(results(), other) == ()
    del other["warnings"]
    assert differences(results(), other) == ()
    named, changed = ({"scenarios": {"warnings": {"irr": irr}}} for irr in (0.1, 0.2))
    assert found(named, changed) == ["scenarios.warnings.irr: stored 0.1, now 0.2"]


def test_a_metric_that_was_added_since_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored results of before it lack it; those that have another value of it differ."""
    monkeypatch.setattr(comparison, "ADDED_METRICS", ("equity_multiple",))
    newer, other = results(), results()
    newer["scenarios"]["Base"]["equity_multiple"] = 1.5
    other["scenarios"]["Base"]["equity_multiple"] = 1.25
    assert found(results(), newer) == []
    assert found(other, newer) == ["scenarios.Base.equity_multiple: stored 1.25, now 1.5"]
    assert found(other, results()) == ["scenarios.Base.equity_multiple: stored 1.25, now absent"]
