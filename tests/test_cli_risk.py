"""``hydro-mining risk``: odds as a table or JSON; one line for bad input."""

import json

import pytest

from hydro_mining.cli import main
from hydro_mining.economics.risk import risk_of
from hydro_mining.imports.study import study_from_mapping


@pytest.fixture
def run(capsys, tmp_path):
    """Return a function that runs the command on a study: exit status, stdout, stderr."""

    def command(study, *options):
        path = tmp_path / "study.json"
        path.write_text(json.dumps(study))
        status = main(["risk", str(path), *options])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def test_the_json_is_the_core_s(run, document):
    """Names of the specification; a list of months has one value a month, from the start on."""
    study = document() | {"risk": {"btc_price_volatility_per_year": 0.9}}
    status, out, err = run(study, "--paths", "500", "--seed", "3", "--json")
    printed = json.loads(out)
    assert (status, err) == (0, "")
    core = risk_of(study_from_mapping(study), paths=500, seed=3)
    assert printed == json.loads(json.dumps(core.to_dict()))
    assert set(printed["npv"]) == {
        *("mean", "standard_error"),
        *("p5", "p10", "p25", "p50", "p75", "p90", "p95"),
    }
    assert (printed["paths"], printed["seed"]) == (500, 3)
    assert len(printed["cumulative_cash_gbp"]["p50"]) == 37
    assert printed["cumulative_cash_gbp"]["mean"][0] == -684_000


def test_the_table_says_it_in_words(run, document):
    """Half of futures stay below the median."""
    status, out, _ = run(document(), "--paths", "200")
    assert status == 0
    assert "NPV that 50 % of futures stay below" in out
    assert "Chance that it never pays back" in out


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--paths", "0"), "paths must be a whole number from 1 to 1,000,000"),
        (("--seed", "x"), "seed must be a whole number"),
        (("--scenario", "Boom"), "scenario must be one of Base"),
    ],
)
def test_bad_options_are_one_line(run, document, options, named):
    """They name the option and its rule."""
    status, out, err = run(document(), *options)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_no_machine_leaves_nothing_to_draw(run, document):
    """It is said."""
    study = document(site={"power_price_gbp_per_kwh": 5.0})
    assert run(study)[1:] == (
        "",
        "hydro-mining: no machine earns its power here, so there is nothing to be sure of\n",
    )
    assert json.loads(run(study, "--json")[1]) == {"risk": None}
