"""Results are frozen, read-only, and ready for a table or for JSON."""

import dataclasses
import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hydro_mining.economics import StudyInputs, evaluate

Build = Callable[..., StudyInputs]
BEAR = {"name": "Bear", "btc_price_shock": -0.9, "power_price_shock": 0.5}


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def awkward_studies(study: Build) -> list[StudyInputs]:
    """Studies in which something is undefined."""
    dear = {"power_price_gbp_per_kwh": 5.0}
    huge = {"name": "a", "hashrate_ths": 1e308, "power_w": 1e308, "price_gbp": 1e308}
    shrinking = {"name": "Base", "difficulty_growth_per_year": -0.99999999}
    return [
        study(),
        study(site=dear),
        study(site=dear, finance={"miner": "Round"}),
        study(site={"site_power_kw": 1.0}),
        study(site={"site_power_kw": 1e9}),
        study(site={"site_power_kw": 1e308}, miners=[huge]),
        study(network={"usd_to_gbp": 1e308, "btc_price_usd": 1e308}),
        study(network={"difficulty": 5e-324}),
        study(finance={"years": 50, "discount_rate_per_year": -0.99999999}),
        study(finance={"years": 50}, scenarios=[shrinking]),
        study(scenarios=[{"name": "Base", "btc_price_growth_per_year": 10.0}]),
        study(miners=[{"name": "a", "hashrate_ths": 1.0, "power_w": 1.0, "price_gbp": 0.0}]),
    ]


def test_document_has_the_contracts_names(study: Build) -> None:
    """The names of the specification's section 6 are all there."""
    document = evaluate(study(scenarios=[{"name": "Base"}, BEAR])).to_dict()
    assert set(document) >= {
        "miners",
        "chosen_miner",
        "rev_per_th_per_day_y1",
        "site",
        "scenarios",
        "viable_below_gbp_per_kwh",
    }
    assert set(document["miners"][0]) >= {
        "name",
        "efficiency_j_per_th",
        "kwh_per_day",
        "revenue_gbp_per_day",
        "power_cost_gbp_per_day",
        "profit_gbp_per_day",
        "breakeven_power_price_gbp_per_kwh",
        "simple_payback_days",
    }
    assert set(document["site"]) == {
        "effective_power_kw",
        "n_miners",
        "unused_power_kw",
        "site_hashrate_ths",
        "site_kwh_per_day",
        "site_power_cost_per_day",
        "capex_miners_gbp",
        "site_revenue_per_day",
        "site_gross_profit_per_day",
    }
    assert list(document["scenarios"]) == ["Base", "Bear"]
    base = document["scenarios"]["Base"]
    assert set(base) >= {
        "annual",
        "cashflows",
        "npv_gbp",
        "irr",
        "irr_note",
        "irr_roots",
        "mirr",
        "roic",
        "simple_payback_years",
        "discounted_payback_years",
    }
    assert set(base["annual"][0]) == {
        "year",
        "rev_per_th_per_day",
        "annual_revenue_gbp",
        "annual_power_cost_gbp",
        "annual_profit_gbp",
        "days_mined",
    }
    assert [row["year"] for row in base["annual"]] == [1, 2, 3]
    assert len(base["cashflows"]) == 4
    assert isinstance(base["irr_roots"], list)


def test_counts_are_whole_numbers(study: Build) -> None:
    """Machines, years and days are integers in JSON."""
    document = evaluate(study()).to_dict()
    row = document["scenarios"]["Base"]["annual"][0]
    for count in (document["site"]["n_miners"], row["year"], row["days_mined"]):
        assert type(count) is int
    assert type(document["miners"][0]["n_miners"]) is int


def test_undefined_is_null_and_never_nan(study: Build) -> None:
    """Every figure of the awkward studies is a finite number, a text, a truth value or null."""
    for inputs in awkward_studies(study):
        document = evaluate(inputs).to_dict()
        json.dumps(document, allow_nan=False)
        for leaf in leaves(document):
            assert leaf is None or type(leaf) in (str, bool, int, float)
            assert not isinstance(leaf, float) or math.isfinite(leaf)


def test_document_survives_json(study: Build) -> None:
    """Writing and reading JSON changes no bit of any figure."""
    document = evaluate(study(scenarios=[{"name": "Base"}, BEAR])).to_dict()
    assert json.loads(json.dumps(document)) == document


def test_payback_of_an_unviable_machine_is_null(study: Build) -> None:
    """No payback is null, not 0 and not a huge number."""
    document = evaluate(study(site={"power_price_gbp_per_kwh": 5.0})).to_dict()
    assert document["miners"][0]["simple_payback_days"] is None
    assert (document["chosen_miner"], document["site"]) == (None, None)
    assert document["scenarios"] == {}
    assert document["viable_below_gbp_per_kwh"] == pytest.approx(25 / 60)


def test_result_arrays_cannot_be_changed(study: Build) -> None:
    """Every array of a result is read-only."""
    result = evaluate(study())
    arrays = [
        getattr(part, field.name)
        for part in (result.miners, result.scenarios["Base"])
        for field in dataclasses.fields(part)
        if isinstance(getattr(part, field.name), np.ndarray)
    ]
    assert len(arrays) == 9 + 9
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_results_are_frozen(study: Build) -> None:
    """Neither a figure nor a scenario of a result can be replaced."""
    result = evaluate(study())
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.scenarios["Base"].npv_gbp = 0.0  # type: ignore[misc]
    with pytest.raises(TypeError, match="does not support item assignment"):
        result.scenarios["Base"] = result.scenarios["Base"]  # type: ignore[index]


def test_cumulative_cash_is_the_running_sum(study: Build) -> None:
    """−684,000 and 6,840 × 365 a year."""
    base = evaluate(study()).scenarios["Base"]
    year = 6840.0 * 365
    assert base.cumulative_gbp == pytest.approx(
        [-684_000, year - 684_000, 2 * year - 684_000, 3 * year - 684_000], rel=1e-13
    )


def test_machines_table_has_a_row_each(study: Build) -> None:
    """The table is indexed by name and has the figures of the result."""
    result = evaluate(study())
    frame = result.miners.to_frame()
    assert list(frame.index) == ["Round"]
    assert frame.index.name == "name"
    assert frame.shape == (1, 9)
    assert frame.loc["Round", "kwh_per_day"] == 60.0


def test_annual_table_has_a_row_for_each_scenario_and_year(study: Build) -> None:
    """Two scenarios of three years are eight rows, from the investment in year 0 on."""
    result = evaluate(study(scenarios=[{"name": "Base"}, BEAR]))
    frame = result.to_frame()
    assert frame.index.names == ["scenario", "year"]
    assert list(frame.index) == [(name, year) for name in ("Base", "Bear") for year in (0, 1, 2, 3)]
    assert list(frame.columns) == [
        "rev_per_th_per_day",
        "annual_revenue_gbp",
        "annual_power_cost_gbp",
        "annual_other_opex_gbp",
        "annual_profit_gbp",
        "days_mined",
        "investment_and_resale_gbp",
        "cash_flow_gbp",
        "cumulative_cash_flow_gbp",
        "discounted_cumulative_cash_flow_gbp",
    ]
    base = result.scenarios["Base"]
    assert frame.loc[("Base", 3), "discounted_cumulative_cash_flow_gbp"] == base.npv_gbp
    assert frame.loc[("Base", 2), "cash_flow_gbp"] == base.cashflows[2]


def test_metrics_table_has_a_row_for_each_scenario(study: Build) -> None:
    """NPV, IRR and the rest stand in one row, an undefined one is missing."""
    result = evaluate(study(scenarios=[{"name": "Base"}, BEAR]))
    frame = result.metrics_frame()
    assert list(frame.index) == ["Base", "Bear"]
    assert frame.loc["Base", "npv_gbp"] == result.scenarios["Base"].npv_gbp
    assert pd.isna(frame.loc["Bear", "irr"])
    assert frame.loc["Bear", "irr_note"] == "no sign change"


def test_tables_of_nothing_are_empty(study: Build) -> None:
    """Without a viable machine the tables have no rows, and no error."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": 5.0}))
    assert result.to_frame().empty
    assert result.to_frame().index.names == ["scenario", "year"]
    assert result.metrics_frame().empty
    assert result.miners.to_frame().shape == (1, 9)


def test_changing_a_table_does_not_change_the_result(study: Build) -> None:
    """A table is a copy."""
    result = evaluate(study())
    before = result.to_dict()
    frame = result.to_frame()
    frame.loc[:, :] = 0.0
    machines = result.miners.to_frame()
    machines.loc[:, "kwh_per_day"] = 0.0
    assert result.to_dict() == before
