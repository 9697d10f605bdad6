"""``hydro-mining alternatives``: the same capital used otherwise; one line for bad terms."""

import json
from typing import Any

import pytest

from hydro_mining.cli import main
from hydro_mining.economics import evaluate
from hydro_mining.economics.alternatives import ALTERNATIVES
from hydro_mining.imports.study import study_from_mapping


@pytest.fixture
def run(capsys, tmp_path):
    """Return a function that runs the command on a study: exit status, stdout, stderr."""

    def command(study: dict[str, Any], *options: str) -> tuple[int, str, str]:
        path = tmp_path / "study.json"
        path.write_text(json.dumps(study))
        status = main(["alternatives", str(path), *options])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def test_the_json_has_the_eight_of_each_scenario(run, document):
    """Mining's NPV less that of exporting alone is the study's."""
    study = document(scenarios=[{"name": "Base"}, {"name": "Bear", "btc_price_shock": -0.25}])
    status, out, err = run(study, "--json")
    printed = json.loads(out)
    assert (status, err) == (0, "")
    assert printed["capital_gbp"] == 684_000  # 360 machines at £1,900
    results = evaluate(study_from_mapping(study)).scenarios
    for name, by_key in printed["scenarios"].items():
        assert tuple(by_key) == ALTERNATIVES
        gain = by_key["mine"]["npv_gbp"] - by_key["export_only"]["npv_gbp"]
        assert gain == pytest.approx(results[name].npv_gbp, rel=1e-9)
    assert set(printed["scenarios"]["Bear"]["gilts"]) == {
        *("cashflows", "value_at_end_gbp", "btc_held"),
        *("npv_gbp", "irr", "irr_note", "multiple"),
    }


def test_the_study_s_terms_are_used_and_a_table_is_printed(run, document):
    """At 0 % the capital of £684,000 comes back beside £2,365,200 of exports."""
    study = document() | {"alternatives": {"gilt_yield_per_year": 0.0}}
    status, out, _ = run(study)
    assert status == 0
    (gilts,) = (line for line in out.splitlines() if " gilts " in line)
    assert "£3,049,200" in gilts


def test_bad_terms_are_one_line(run, document):
    """It names field, rule, unit and value."""
    study = document() | {"alternatives": {"hosted": {"deposit_months": 48}}}
    assert run(study) == (
        2,
        "",
        "hydro-mining: alternatives.hosted.deposit_months must be at most the months of the "
        "study, 36 (months of power); got 48.0\n",
    )


def test_no_machine_leaves_nothing_to_compare(run, document):
    """It is said, and the JSON has no scenario."""
    study = document(site={"power_price_gbp_per_kwh": 5.0})
    status, out, err = run(study)
    assert (status, out) == (0, "")
    assert err == (
        "hydro-mining: no machine earns its power here, so there is no capital to compare\n"
    )
    assert json.loads(run(study, "--json")[1])["scenarios"] == {}
