"""Mining's NPV is one number, whoever says it."""

import dataclasses
from collections.abc import Callable

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.alternatives import capital_uses, compare_alternatives
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import PERCENTILES, Risk, risk_of
from hydro_mining.economics.risk.break_even import break_even, break_even_fields
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.risk.stress import stressed

Build = Callable[..., StudyInputs]
CERTAIN = Risk(
    **{
        **{one.name: 0.0 for one in dataclasses.fields(Risk) if "half_life" not in one.name},
        "uptime_mean": 1.0,
    }
)


@pytest.mark.parametrize("market", [None, MarketInputs(export_price_gbp_per_mwh=80.0)])
def test_mining_s_npv_is_one_number(study: Build, market: MarketInputs | None) -> None:
    """The study's or its plan's, in alternatives, without uncertainty, held, and under stress."""
    finance = {"switch_off_when_unprofitable": True, "other_opex_gbp_per_year": 20_000.0}
    built = dataclasses.replace(study(finance=finance), market=market, risk=CERTAIN)
    result = evaluate(built)
    base = result.scenarios["Base"] if result.plan is None else result.plan.base_case
    one = pytest.approx(base.npv_gbp, rel=1e-9)
    compared = compare_alternatives(result)
    by_key = compared.scenarios["Base"]
    assert by_key["mine"].npv_gbp - by_key["export_only"].npv_gbp == one
    assert capital_uses(result, compared).scenarios["Base"]["mine"].npv_gbp == one
    told = risk_of(built, paths=50)
    assert [told.npv_gbp.percentiles[at] for at in PERCENTILES] == [one] * len(PERCENTILES)
    assert npv_of(pinned(result)) == one
    assert all(turn.npv_today_gbp == one for turn in stressed(result))


def test_the_levers_of_the_first_view_are_the_break_even_s(study: Build) -> None:
    """Bit for bit: one solver, also where days that lose are left out."""
    built = study(
        network={"block_height": 1_000_000, "fees_btc_per_block": 0.1},
        finance={"switch_off_when_unprofitable": True, "years": 4},
        scenarios=[{"name": "Base", "difficulty_growth_per_year": 0.6}],
    )
    result = evaluate(built)
    held, levers = pinned(result), result.pays_if
    found = {path: break_even(held, path).value for path in break_even_fields(held)}
    assert found["site.power_price_gbp_per_kwh"] == levers.power_price_gbp_per_kwh
    assert found["network.btc_price_usd"] == levers.btc_price_usd
    assert found["miners[0].price_gbp"] == levers.miner_price_gbp
