"""``hydro-mining alternatives``: the same capital used otherwise; one line for bad terms."""

import json
import re
from typing import Any

import pytest

from hydro_mining.cli import main
from hydro_mining.economics import evaluate
from hydro_mining.economics.alternatives import ALTERNATIVES, alternatives_risk
from hydro_mining.imports.study import study_from_mapping
from hydro_mining.quantities import formatted


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


def test_the_irr_with_the_water_and_that_of_the_capital_alone_are_two_columns(run, document):
    """Mining's alone is the study's; £684,000 that wait in the drawer earn nothing alone."""
    status, out, _ = run(document())
    heading, *rows = out.splitlines()
    assert status == 0
    columns = [part for part in re.split(r" {2,}", heading) if part]
    assert columns[3:5] == ["NPV with the water's income", "IRR with the water's income"]
    assert columns[7:] == ["NPV of the capital alone", "IRR of the capital alone"]
    base = evaluate(study_from_mapping(document())).scenarios["Base"]
    (mine,) = (re.split(r" {2,}", row) for row in rows if "  mine  " in row)
    assert mine[7:] == [formatted("npv_gbp", base.npv_gbp), formatted("irr", base.irr)]
    (drawer,) = (re.split(r" {2,}", row) for row in rows if "  export_only  " in row)
    assert drawer[-1] == "none, since nothing is put in"


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


def test_futures_are_drawn_when_they_are_asked_for(run, document):
    """The JSON is the core's beside the comparison; the table says how often each wins."""
    study = document() | {"risk": {"btc_price_volatility_per_year": 0.9}}
    status, out, err = run(study, "--paths", "300", "--seed", "3", "--json")
    printed = json.loads(out)
    assert (status, err) == (0, "")
    core = alternatives_risk(study_from_mapping(study), paths=300, seed=3)
    assert printed["risk"] == json.loads(json.dumps(core.to_dict()))
    assert "risk" not in json.loads(run(study, "--json")[1])
    table = run(study, "--paths", "300")[1]
    assert "300 futures of Base, seed 1" in table
    assert "Ends above mine" in table


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--paths", "0"), "paths must be a whole number from 1 to 1,000,000"),
        (("--paths", "9", "--seed", "x"), "seed must be a whole number"),
        (("--paths", "9", "--scenario", "Boom"), "scenario must be one of Base"),
    ],
)
def test_bad_options_are_one_line(run, document, options, named):
    """They name the option and its rule."""
    status, out, err = run(document(), *options)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_futures_without_a_machine_are_none(run, document):
    """There is no capital to draw with."""
    study = document(site={"power_price_gbp_per_kwh": 5.0})
    assert json.loads(run(study, "--paths", "9", "--json")[1])["risk"] is None
