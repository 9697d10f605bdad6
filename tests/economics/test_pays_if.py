"""What would make a site pay: worked by hand in round numbers, and put back into the model.

The round study (conftest) earns £9,000 a day and pays £2,160 for 21,600 kWh of 360 machines that
cost £684,000; three years of 365 days.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import Evaluation, PaysIf, StudyInputs, evaluate

Build = Callable[..., StudyInputs]

DAYS = 1_095
NONE = PaysIf(power_price_gbp_per_kwh=None, miner_price_gbp=None, btc_price_usd=None)
UNDISCOUNTED = {"discount_rate_per_year": 0.0}
# 840,000 − 144 × 100 blocks: the fourth halving falls on day 100 of the study.
HALVING_ON_DAY_100 = {"block_height": 840_000 - 144 * 100}


def levels(result: Evaluation) -> PaysIf:
    assert result.pays_if is not None
    return result.pays_if


def npv_with(study: StudyInputs, name: str, level: float) -> float:
    """Return the base case's NPV with a level put back, the same machine named."""
    machine = evaluate(study).chosen_miner
    assert machine is not None
    changed = dataclasses.replace(study, finance=dataclasses.replace(study.finance, miner=machine))
    if name == "miner_price_gbp":
        miners = tuple(
            dataclasses.replace(miner, price_gbp=level) if miner.name == machine else miner
            for miner in changed.miners
        )
        changed = dataclasses.replace(changed, miners=miners)
    elif name == "btc_price_usd":
        network = dataclasses.replace(changed.network, btc_price_usd=level)
        changed = dataclasses.replace(changed, network=network)
    else:
        site = dataclasses.replace(changed.site, power_price_gbp_per_kwh=level)
        changed = dataclasses.replace(changed, site=site)
    return next(iter(evaluate(changed).scenarios.values())).npv_gbp


def test_round_levels(study: Build) -> None:
    """Without discount £684,000 over 1,095 days are £624.66 a day."""
    found = levels(evaluate(study(finance=UNDISCOUNTED)))
    daily = 684_000 / DAYS
    assert found.power_price_gbp_per_kwh == pytest.approx((9_000 - daily) / 21_600, rel=1e-13)
    assert found.miner_price_gbp == pytest.approx(6_840 * DAYS / 360, rel=1e-13)
    assert found.btc_price_usd == pytest.approx(100_000 * (2_160 + daily) / 9_000, rel=1e-13)


def test_a_study_that_pays_exactly_is_its_own_answer(study: Build) -> None:
    """£20,805 a machine is 6,840 × 1,095 / 360: the NPV is 0 at the study's own values."""
    dear = {"name": "Dear", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 20_805.0}
    found = levels(evaluate(study(miners=[dear], finance=UNDISCOUNTED)))
    assert found.power_price_gbp_per_kwh == pytest.approx(0.1, rel=1e-12)
    assert found.miner_price_gbp == pytest.approx(20_805, rel=1e-12)
    assert found.btc_price_usd == pytest.approx(100_000, rel=1e-12)


def test_residual_and_costs_per_kw_move_the_levels(study: Build) -> None:
    """900 kW at £100 and £20 a year cost £90,000 and £54,000; a fifth of the price comes back."""
    finance = {
        **UNDISCOUNTED,
        "residual_value_fraction": 0.2,
        "other_capex_gbp_per_kw": 100.0,
        "other_opex_gbp_per_kw_per_year": 20.0,
    }
    found = levels(evaluate(study(finance=finance)))
    earned = 6_840 * DAYS - 90_000 - 54_000
    assert found.miner_price_gbp == pytest.approx(earned / (360 * 0.8), rel=1e-13)
    paid = 684_000 * 0.8 + 90_000 + 54_000
    assert found.power_price_gbp_per_kwh == pytest.approx((9_000 - paid / DAYS) / 21_600, rel=1e-13)


def test_power_price_where_only_the_days_before_the_halving_pay(study: Build) -> None:
    """Above £0.4167 only 100 days at twice the revenue mine: they must carry £684,000 alone."""
    found = levels(
        evaluate(
            study(
                network=HALVING_ON_DAY_100,
                site={"power_price_gbp_per_kwh": 0.3},
                finance={**UNDISCOUNTED, "years": 1, "switch_off_when_unprofitable": True},
            )
        )
    )
    # £18,000 and then £9,000 a day: at p the year is 100 (18,000 − 21,600 p) + 265 (9,000 − …).
    # 365 days: 1,800,000 + 2,385,000 − 7,884,000 p = 684,000 → p = 0.44406 > 9,000 / 21,600.
    # So the first 100 alone: 18,000 − 21,600 p = 6,840.
    assert found.power_price_gbp_per_kwh == pytest.approx(11_160 / 21_600, rel=1e-13)
    # At £0.30 a day costs £6,480. With x times the price, the first days earn 18,000 x − 6,480;
    # the others mine from x = 0.72 on. 100 (18,000 x − 6,480) = 684,000 → x = 0.74 > 0.72, so
    # all mine: 4,185,000 x − 2,365,200 = 684,000.
    assert found.btc_price_usd == pytest.approx(100_000 * 3_049_200 / 4_185_000, rel=1e-13)


def test_bitcoin_price_where_only_the_days_before_the_halving_pay(study: Build) -> None:
    """At £0.40 a day costs £8,640, which later days earn at 0.96 of the price only."""
    found = levels(
        evaluate(
            study(
                network=HALVING_ON_DAY_100,
                site={"power_price_gbp_per_kwh": 0.4},
                finance={**UNDISCOUNTED, "years": 1, "switch_off_when_unprofitable": True},
            )
        )
    )
    # 100 (18,000 x − 8,640) = 684,000 → x = 0.86.
    assert found.btc_price_usd == pytest.approx(86_000, rel=1e-13)


@pytest.mark.parametrize("switch_off", [False, True])
@pytest.mark.parametrize("choose_by", ["payback", "npv"])
@pytest.mark.parametrize("rate", [-0.05, 0.0, 0.12])
@pytest.mark.parametrize("power_price", [0.0, 0.06, 0.2])
def test_each_level_put_back_gives_an_npv_of_zero(
    study: Build, switch_off: bool, choose_by: str, rate: float, power_price: float
) -> None:
    """NPV is 0 to 1e-5 of the capital, whatever grows, is resold or is switched off."""
    given = study(
        network=HALVING_ON_DAY_100,
        site={"power_price_gbp_per_kwh": power_price, "overhead_fraction": 0.07},
        miners=[
            {"name": "A", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0},
            {"name": "B", "hashrate_ths": 220.0, "power_w": 3300.0, "price_gbp": 9000.0},
        ],
        finance={
            "years": 7,
            "discount_rate_per_year": rate,
            "choose_by": choose_by,
            "other_capex_gbp": 10_000.0,
            "other_opex_gbp_per_year": 1_000.0,
            "other_capex_gbp_per_kw": 150.0,
            "other_opex_gbp_per_kw_per_year": 30.0,
            "pool_fee_fraction": 0.01,
            "residual_value_fraction": 0.15,
            "switch_off_when_unprofitable": switch_off,
        },
        scenarios=[
            {
                "name": "Base",
                "btc_price_growth_per_year": 0.05,
                "difficulty_growth_per_year": 0.35,
                "power_price_shock": 0.1,
                "power_price_growth_per_year": 0.04,
            },
            {"name": "Other", "btc_price_shock": -0.9},
        ],
    )
    result = evaluate(given)
    capital = -float(result.scenarios["Base"].cashflows[0])
    found = dataclasses.asdict(levels(result))
    assert found["power_price_gbp_per_kwh"] is not None
    for name, level in found.items():
        if level is not None:
            assert npv_with(given, name, level) == pytest.approx(0, abs=1e-5 * capital), name
        else:
            # At £0.22 a kWh and more, machines that run all days lose even if they cost nothing.
            assert name == "miner_price_gbp"
            assert npv_with(given, name, 0.0) < 0


NOTHING_PAYS: list[tuple[str, dict[str, Any], set[str]]] = [
    # £3,000,000 a year beside the machines: not even free power or free machines pay.
    ("running cost", {"finance": {"other_opex_gbp_per_year": 4e6}}, {"btc_price_usd"}),
    # Nothing is invested, nothing is spent: it pays at any bitcoin price.
    (
        "free",
        {
            "site": {"power_price_gbp_per_kwh": 0.0},
            "miners": [
                {"name": "Gift", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 0.0}
            ],
        },
        {"power_price_gbp_per_kwh", "miner_price_gbp"},
    ),
    # At £5 the machines still pay: £9,000,000 a day for £108,000.
    (
        "beyond the legal power price",
        {"network": {"btc_price_usd": 1e8}},
        {"miner_price_gbp", "btc_price_usd"},
    ),
    # All of the price comes back undiscounted: it never stands in the way.
    (
        "price that comes back",
        {"finance": {"discount_rate_per_year": 0.0, "residual_value_fraction": 1.0}},
        {"power_price_gbp_per_kwh", "btc_price_usd"},
    ),
    # The pool keeps all of it.
    (
        "no revenue",
        {"finance": {"pool_fee_fraction": 1.0, "miner": "Round", "other_capex_gbp": 1.0}},
        set(),
    ),
    ("no machine fits", {"site": {"site_power_kw": 2.0}}, set()),
]


@pytest.mark.parametrize("switch_off", [False, True])
@pytest.mark.parametrize(
    ("groups", "found"), [case[1:] for case in NOTHING_PAYS], ids=[case[0] for case in NOTHING_PAYS]
)
def test_no_legal_value_is_none(
    study: Build, groups: dict[str, Any], found: set[str], switch_off: bool
) -> None:
    """Where the ends of the legal range have one sign, nothing is said."""
    finance = {**groups.get("finance", {}), "switch_off_when_unprofitable": switch_off}
    result = levels(evaluate(study(**{**groups, "finance": finance})))
    known = {name for name, level in dataclasses.asdict(result).items() if level is not None}
    assert known == found


def test_without_a_site_nothing_is_asked(study: Build) -> None:
    """No machine earns its power at £5 a kWh: there is no site to make pay."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": 5.0}))
    assert result.pays_if is None
    assert result.to_dict()["pays_if"] is None
    assert result.winners == {"payback": None, "npv": None}


def test_a_site_that_never_spends_pays_up_to_where_no_day_mines(study: Build) -> None:
    """With a gift of machines and days off, NPV is 0 from the break-even price on, 0.4167 £/kWh."""
    gift = {"name": "Gift", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 0.0}
    finance = {"switch_off_when_unprofitable": True}
    found = levels(evaluate(study(miners=[gift], finance=finance)))
    assert found.power_price_gbp_per_kwh == pytest.approx(9_000 / 21_600, rel=1e-13)
    # From $24,000 on a day earns its £2,160.
    assert found.btc_price_usd == pytest.approx(24_000, rel=1e-13)


def test_the_levels_are_those_of_the_base_case_alone(study: Build) -> None:
    """Other scenarios change nothing, and a shock of the base case is not part of the level."""
    base = {"name": "Base", "power_price_shock": 0.25}
    alone = evaluate(study(finance=UNDISCOUNTED, scenarios=[base]))
    both = evaluate(study(finance=UNDISCOUNTED, scenarios=[base, {"name": "B"}]))
    assert alone.pays_if == both.pays_if
    expected = (9_000 - 684_000 / DAYS) / 21_600 / 1.25
    assert levels(alone).power_price_gbp_per_kwh == pytest.approx(expected, rel=1e-13)
    assert evaluate(study(site={"site_power_kw": 2.0})).pays_if == NONE
