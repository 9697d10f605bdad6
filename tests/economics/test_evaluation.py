"""From a study to its results, against hand-worked figures and a second reading of the rules."""

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import ScenarioResult, StudyInputs, evaluate
from hydro_mining.economics.evaluation import site_npvs

Build = Callable[..., StudyInputs]
YEAR_PROFIT = 6840.0 * 365  # £2,496,600; see conftest
CAPEX = 684_000.0


def test_round_study_in_full(study: Build) -> None:
    """£684,000 earn £2,496,600 a year for three years at 10 %."""
    base = evaluate(study()).scenarios["Base"]
    assert base.rev_per_th_per_day == pytest.approx([0.25] * 3, rel=1e-14)
    assert base.annual_revenue_gbp == pytest.approx([9000 * 365] * 3, rel=1e-14)
    assert base.annual_power_cost_gbp == pytest.approx([2160 * 365] * 3, rel=1e-14)
    assert base.annual_profit_gbp == pytest.approx([YEAR_PROFIT] * 3, rel=1e-14)
    assert base.days_mined.tolist() == [365.0] * 3
    assert base.cashflows == pytest.approx([-CAPEX] + [YEAR_PROFIT] * 3, rel=1e-14)
    annuity = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    assert base.npv_gbp == pytest.approx(YEAR_PROFIT * annuity - CAPEX, rel=1e-13)
    assert base.roic == pytest.approx(YEAR_PROFIT / CAPEX, rel=1e-14)
    assert base.simple_payback_years == pytest.approx(100 / 365, rel=1e-13)
    # Discounted, year 1 brings YEAR_PROFIT / 1.1, so it takes 1.1 times as long.
    assert base.discounted_payback_years == pytest.approx(110 / 365, rel=1e-13)
    assert base.irr_note is None
    assert base.irr is not None
    factor = 1 / (1 + base.irr)
    assert factor + factor**2 + factor**3 == pytest.approx(CAPEX / YEAR_PROFIT, rel=1e-12)
    future = YEAR_PROFIT * (1.21 + 1.1 + 1)
    assert base.mirr == pytest.approx((future / CAPEX) ** (1 / 3) - 1, rel=1e-13)
    assert not base.ends_below_zero


def test_capex_and_opex_beside_the_machines(study: Build) -> None:
    """£16,000 of other capex make £700,000; £96,600 of opex leave £2,400,000 a year."""
    base = evaluate(
        study(finance={"other_capex_gbp": 16_000.0, "other_opex_gbp_per_year": 96_600.0})
    ).scenarios["Base"]
    assert base.cashflows == pytest.approx([-700_000.0] + [2_400_000.0] * 3, rel=1e-13)
    assert base.annual_profit_gbp == pytest.approx([2_400_000.0] * 3, rel=1e-13)
    assert base.simple_payback_years == pytest.approx(7 / 24, rel=1e-13)
    assert base.roic == pytest.approx(24 / 7, rel=1e-13)


def test_capex_and_opex_per_kw_are_of_the_machines_power_with_overhead(study: Build) -> None:
    """A quarter of overhead: 288 machines draw 3.125 kW each, 900 kW together."""
    finance = {"other_capex_gbp_per_kw": 100.0, "other_opex_gbp_per_kw_per_year": 20.0}
    beside = {"other_capex_gbp": 1_000.0, "other_opex_gbp_per_year": 500.0}
    base = evaluate(
        study(site={"overhead_fraction": 0.25}, finance={**finance, **beside})
    ).scenarios["Base"]
    # £7,200 − £2,160 a day; £547,200 of machines.
    profit = 5_040 * 365 - 18_000 - 500
    assert base.cashflows == pytest.approx([-547_200 - 90_000 - 1_000] + [profit] * 3, rel=1e-13)


def test_costs_per_kw_are_of_machines_not_of_the_site(study: Build) -> None:
    """A machine of 500 kW leaves 400 kW unused, which cost nothing."""
    big = {"name": "Big", "hashrate_ths": 20_000.0, "power_w": 500_000.0, "price_gbp": 380_000.0}
    finance = {"other_capex_gbp_per_kw": 100.0, "other_opex_gbp_per_kw_per_year": 20.0}
    base = evaluate(study(miners=[big], finance=finance)).scenarios["Base"]
    assert base.cashflows[0] == pytest.approx(-380_000 - 50_000, rel=1e-13)
    assert base.annual_profit_gbp == pytest.approx([3_800 * 365 - 10_000] * 3, rel=1e-13)


def test_residual_is_a_share_of_the_machines_price(study: Build) -> None:
    """A tenth of £684,000, not of the £16,000 beside it, comes with the last year's cash."""
    result = evaluate(
        study(finance={"residual_value_fraction": 0.1, "other_capex_gbp": 16_000.0})
    ).scenarios["Base"]
    assert result.cashflows == pytest.approx(
        [-700_000.0, YEAR_PROFIT, YEAR_PROFIT, YEAR_PROFIT + 68_400.0], rel=1e-13
    )
    assert result.annual_profit_gbp == pytest.approx([YEAR_PROFIT] * 3, rel=1e-14)
    # The residual is left out of ROIC.
    assert result.roic == pytest.approx(YEAR_PROFIT / 700_000.0, rel=1e-13)


def test_residual_pays_back_only_at_the_end(study: Build) -> None:
    """£1.9 million of machines a year short: resale of half the price crosses 0 at year 2."""
    # 360 machines at £20,000 = £7.2 million; two years bring £4,993,200; half comes back.
    dear = {"name": "Dear", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 20_000.0}
    base = evaluate(
        study(miners=[dear], finance={"years": 2, "residual_value_fraction": 0.5})
    ).scenarios["Base"]
    assert base.simple_payback_years == 2.0
    # Discounted: 2,496,600 × (1/1.1 + 1/1.21) + 3,600,000 / 1.21 = 7,308,099 > 7,200,000.
    assert base.discounted_payback_years == 2.0
    short = evaluate(
        study(miners=[dear], finance={"years": 2, "residual_value_fraction": 0.3})
    ).scenarios["Base"]
    # 4,993,200 + 2,160,000 = 7,153,200
    assert short.simple_payback_years is None


def test_discounted_payback_may_miss_what_the_simple_one_reaches(study: Build) -> None:
    """Capex of exactly three profits is paid back at 3 years, but never when discounted."""
    price = 3 * YEAR_PROFIT / 360
    dear = {"name": "Dear", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": price}
    base = evaluate(study(miners=[dear])).scenarios["Base"]
    assert base.simple_payback_years == pytest.approx(3.0, abs=1e-9)
    assert base.discounted_payback_years is None
    assert base.irr == pytest.approx(0.0, abs=1e-12)


def test_no_capex_has_no_rate_and_no_payback(study: Build) -> None:
    """A gift of machines has profit and NPV, but IRR, MIRR, ROIC and payback are undefined."""
    gift = {"name": "Gift", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 0.0}
    base = evaluate(study(miners=[gift])).scenarios["Base"]
    assert (base.irr, base.irr_note, base.irr_roots) == (None, "no investment", ())
    assert (base.mirr, base.roic) == (None, None)
    assert (base.simple_payback_years, base.discounted_payback_years) == (None, None)
    annuity = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    assert base.npv_gbp == pytest.approx(YEAR_PROFIT * annuity, rel=1e-13)


def test_cash_that_is_lost_after_payback_is_told(study: Build) -> None:
    """£684,000 come back in year 1; power at ten times the price then loses far more."""
    base = evaluate(
        study(scenarios=[{"name": "Base", "power_price_growth_per_year": 9.0}])
    ).scenarios["Base"]
    # Years 2 and 3 lose (9,000 − 21,600) × 365 and (9,000 − 216,000) × 365.
    assert base.annual_profit_gbp == pytest.approx(
        [YEAR_PROFIT, -12_600 * 365, -207_000 * 365], rel=1e-12
    )
    assert base.simple_payback_years == pytest.approx(100 / 365, rel=1e-12)
    assert base.ends_below_zero


def test_scenario_without_profit_has_losses_and_notes(study: Build) -> None:
    """A price shock of −90 % leaves £900 revenue against £2,160 of power a day."""
    bear = {"name": "Bear", "btc_price_shock": -0.9}
    result = evaluate(study(scenarios=[{"name": "Base"}, bear])).scenarios["Bear"]
    assert result.annual_profit_gbp == pytest.approx([-1260 * 365] * 3, rel=1e-12)
    assert (result.irr, result.irr_note, result.irr_roots) == (None, "no sign change", ())
    assert result.mirr is None
    assert result.simple_payback_years is None
    assert not result.ends_below_zero  # it never came back, so it was not lost again
    assert result.roic == pytest.approx(-1260 * 365 / CAPEX, rel=1e-12)


def test_switching_off_counts_days(study: Build) -> None:
    """From the halving on day 100 a day earns £4,500; at £0.30 power is £6,480: 100 days mined."""
    inputs: dict[str, Any] = {
        "network": {"block_height": 1_050_000 - 14_400},
        "site": {"power_price_gbp_per_kwh": 0.3},
    }
    finance = {"other_opex_gbp_per_year": 1000.0, "years": 2, "miner": "Round"}
    off = evaluate(study(**inputs, finance={**finance, "switch_off_when_unprofitable": True}))
    base = off.scenarios["Base"]
    assert base.days_mined.tolist() == [100.0, 0.0]
    assert base.annual_revenue_gbp == pytest.approx([900_000.0, 0.0], rel=1e-13)
    assert base.annual_power_cost_gbp == pytest.approx([648_000.0, 0.0], rel=1e-13)
    assert base.annual_profit_gbp == pytest.approx([251_000.0, -1000.0], rel=1e-12)
    # Ranking, site and revenue per TH stay as they are without switching off.
    on = evaluate(study(**inputs, finance=finance))
    assert off.site == on.site
    assert off.rev_per_th_per_day_y1 == on.rev_per_th_per_day_y1
    assert np.array_equal(off.miners.profit_gbp_per_day, on.miners.profit_gbp_per_day)
    assert np.array_equal(base.rev_per_th_per_day, on.scenarios["Base"].rev_per_th_per_day)
    assert on.scenarios["Base"].days_mined.tolist() == [365.0, 365.0]


def test_day_that_just_covers_its_power_is_mined(study: Build) -> None:
    """At a price at which a day costs to the last bit what it earns, every day is mined."""
    finance = {"switch_off_when_unprofitable": True, "miner": "Round", "years": 1}
    result = evaluate(study(finance=finance))
    assert result.site is not None
    energy = result.site.site_kwh_per_day
    revenue = result.site.site_hashrate_ths * float(result.paths.rev_per_th_per_day[0, 0])
    near = revenue / energy  # £9,000 / 21,600 kWh
    exact = [p for p in (near, math.nextafter(near, 0)) if p * energy == revenue]
    assert exact
    level = evaluate(study(site={"power_price_gbp_per_kwh": exact[0]}, finance=finance))
    assert level.scenarios["Base"].days_mined.tolist() == [365.0]
    dearer = study(site={"power_price_gbp_per_kwh": exact[0] * 1.000001}, finance=finance)
    assert evaluate(dearer).scenarios["Base"].days_mined.tolist() == [0.0]


def test_scenarios_do_not_depend_on_each_other(study: Build) -> None:
    """A scenario's results are bit for bit the same alone, among others and in any order."""
    base = {"name": "Base", "btc_price_growth_per_year": 0.1, "difficulty_growth_per_year": 0.1}
    bear = {"name": "Bear", "btc_price_shock": -0.25, "difficulty_growth_per_year": 0.15}
    bull = {"name": "Bull", "btc_price_growth_per_year": 0.3, "power_price_growth_per_year": 0.02}
    alone = evaluate(study(scenarios=[base])).to_dict()["scenarios"]
    three = evaluate(study(scenarios=[base, bear, bull])).to_dict()["scenarios"]
    order = evaluate(study(scenarios=[base, bull, bear])).to_dict()["scenarios"]
    assert three["Base"] == alone["Base"]
    assert three == order
    assert list(order) == ["Base", "Bull", "Bear"]


def test_one_study_gives_one_answer(study: Build) -> None:
    """Evaluating twice, or after another study, changes nothing."""
    inputs = study(scenarios=[{"name": "Base", "btc_price_growth_per_year": 0.1}])
    before = evaluate(inputs).to_dict()
    evaluate(study(site={"power_price_gbp_per_kwh": 0.3}))
    assert evaluate(inputs).to_dict() == before


def test_npvs_alone_are_those_of_the_whole_answer(study: Build) -> None:
    """Each machine's, as where it is named."""
    one = study(finance={"other_opex_gbp_per_year": 1e4, "residual_value_fraction": 0.2})
    other = dataclasses.replace(one.miners[0], name="Other", price_gbp=1_234.5, power_w=2_345.6)
    both = dataclasses.replace(one, miners=(*one.miners, other))
    named = [
        evaluate(dataclasses.replace(both, finance=dataclasses.replace(both.finance, miner=name)))
        for name in (one.miners[0].name, "Other")
    ]
    assert site_npvs(both).tolist() == [next(iter(it.scenarios.values())).npv_gbp for it in named]


def test_zero_and_missing_are_the_same_only_where_zero_is_the_default(study: Build) -> None:
    """Fields given as 0 are computed with 0: fees, opex, overhead, pool fee and power price."""
    zeros = evaluate(
        study(
            site={"overhead_fraction": 0.0, "power_price_gbp_per_kwh": 0.0},
            finance={
                "discount_rate_per_year": 0.0,
                "pool_fee_fraction": 0.0,
                "other_opex_gbp_per_year": 0.0,
            },
        )
    ).scenarios["Base"]
    assert zeros.annual_power_cost_gbp.tolist() == [0.0] * 3
    assert zeros.npv_gbp == pytest.approx(3 * 9000 * 365 - CAPEX, rel=1e-13)


def test_pool_that_keeps_everything_leaves_the_power_bill(study: Build) -> None:
    """A pool fee of 1 makes no machine viable, and a named one loses its power cost."""
    finance = {"pool_fee_fraction": 1.0}
    assert evaluate(study(finance=finance)).chosen_miner is None
    named = evaluate(study(finance={**finance, "miner": "Round"}))
    base = named.scenarios["Base"]
    assert base.annual_revenue_gbp.tolist() == [0.0] * 3
    assert base.annual_profit_gbp == pytest.approx([-2160 * 365] * 3, rel=1e-13)


# A second reading of the specification: plain loops, one day and one machine at a time.


def daily_revenue(inputs: StudyInputs, scenario: Any, day: int) -> float:
    network, x = inputs.network, (day + inputs.days_to_start) / 365
    price = (
        network.btc_price_usd
        * (1 + scenario.btc_price_shock)
        * (1 + scenario.btc_price_growth_per_year) ** x
    )
    difficulty = (
        network.difficulty
        * (1 + scenario.difficulty_shock)
        * (1 + scenario.difficulty_growth_per_year) ** x
    )
    fees = network.fees_btc_per_block * (1 + scenario.fee_growth_per_year) ** x
    height = network.block_height + 144 * (day + inputs.days_to_start)
    reward = (5_000_000_000 >> (height // 210_000)) / 1e8 + fees
    btc = 1e12 * 86_400 / (difficulty * 2**32) * reward
    return btc * price * network.usd_to_gbp * (1 - inputs.finance.pool_fee_fraction)


def power_price(inputs: StudyInputs, scenario: Any, year: int) -> float:
    return (
        inputs.site.power_price_gbp_per_kwh
        * (1 + scenario.power_price_shock)
        * (1 + scenario.power_price_growth_per_year) ** (year - 1)
    )


def first_crossing(flows: list[float], residual: float) -> float | None:
    balance = flows[0]
    for year, flow in enumerate(flows[1:], start=1):
        operating = flow - (residual if year == len(flows) - 1 else 0.0)
        if balance + operating >= 0:
            return year - 1 + -balance / operating
        balance += flow
    return len(flows) - 1 if balance >= 0 else None


SCENARIO_TERMS = (
    "btc_price_shock",
    "btc_price_growth_per_year",
    "difficulty_shock",
    "difficulty_growth_per_year",
    "fee_growth_per_year",
    "power_price_shock",
    "power_price_growth_per_year",
)


def random_study(study: Build, seed: int) -> StudyInputs:
    draw = np.random.default_rng(seed)

    def zero_or(low: float, high: float) -> float:
        return draw.uniform(low, high) if draw.random() < 0.5 else 0.0

    miners = [
        {
            "name": f"M{i}",
            "hashrate_ths": draw.uniform(80, 500),
            "power_w": draw.uniform(2000, 6000),
            "price_gbp": draw.uniform(0, 6000),
        }
        for i in range(draw.integers(1, 7))
    ]
    scenarios = [
        {"name": f"S{i}", **{term: zero_or(-0.4, 0.5) for term in SCENARIO_TERMS}}
        for i in range(draw.integers(1, 5))
    ]
    days_to_start = (0, 1, 400)[draw.integers(3)]
    return study(
        network={
            "btc_price_usd": draw.uniform(2e4, 2e5),
            "difficulty": draw.uniform(5e13, 3e14),
            "block_height": int(draw.integers(0, 2_500_000)),
            "usd_to_gbp": draw.uniform(0.6, 0.9),
            "fees_btc_per_block": zero_or(0, 0.5),
        },
        site={
            "site_power_kw": draw.uniform(1, 5000),
            "load_factor": draw.uniform(0.2, 1.0),
            "power_price_gbp_per_kwh": draw.uniform(0, 0.12),
            "overhead_fraction": zero_or(0, 0.2),
        },
        miners=miners,
        finance={
            "years": int(draw.integers(1, 13)),
            "discount_rate_per_year": draw.uniform(-0.1, 0.3),
            "start_date": dt.date(2026, 10, 10) + dt.timedelta(days=days_to_start),
            "pool_fee_fraction": (0.0, 0.02)[draw.integers(2)],
            "miner": (None, "M0")[draw.integers(2)],
            "other_capex_gbp": zero_or(0, 1e5),
            "other_opex_gbp_per_year": zero_or(0, 1e4),
            "residual_value_fraction": zero_or(0, 0.5),
            "switch_off_when_unprofitable": bool(draw.integers(2)),
        },
        scenarios=scenarios,
    )


def first_choice(inputs: StudyInputs, profit: list[float]) -> int | None:
    if inputs.finance.miner is not None:
        return [miner.name for miner in inputs.miners].index(inputs.finance.miner)
    best = None
    for i, (miner, earned) in enumerate(zip(inputs.miners, profit, strict=True)):
        can_be = miner.power_w >= 5 * miner.hashrate_ths  # J/TH, below any machine sold
        if earned > 0 and can_be and (best is None or miner.price_gbp / earned < best[1]):
            best = (i, miner.price_gbp / earned)
    return None if best is None else best[0]


def year_of(
    inputs: StudyInputs, scenario: Any, year: int, hashrate: float, kwh_per_day: float
) -> tuple[float, float, float, int]:
    """Return a year's mean revenue per TH, revenue, power cost and days mined."""
    daily = [daily_revenue(inputs, scenario, d) for d in range(365 * (year - 1), 365 * year)]
    day_cost = kwh_per_day * power_price(inputs, scenario, year)
    off = inputs.finance.switch_off_when_unprofitable
    mined = [hashrate * rev for rev in daily if not off or hashrate * rev >= day_cost]
    return sum(daily) / 365, sum(mined), day_cost * len(mined), len(mined)


def check_scenario(
    inputs: StudyInputs, scenario: Any, got: ScenarioResult, miner: Any, count: int
) -> None:
    finance = inputs.finance
    rate = finance.discount_rate_per_year
    hashrate = count * miner.hashrate_ths
    kwh = count * miner.power_w / 1000 * 24 * (1 + inputs.site.overhead_fraction)
    residual = count * miner.price_gbp * finance.residual_value_fraction
    capex = count * miner.price_gbp + finance.other_capex_gbp
    flows = [-capex]
    for year in range(1, finance.years + 1):
        mean, revenue, cost, days = year_of(inputs, scenario, year, hashrate, kwh)
        profit = revenue - cost - finance.other_opex_gbp_per_year
        scale = revenue + cost + finance.other_opex_gbp_per_year
        assert got.rev_per_th_per_day[year - 1] == pytest.approx(mean, rel=1e-11)
        assert got.annual_revenue_gbp[year - 1] == pytest.approx(revenue, rel=1e-10)
        assert got.annual_power_cost_gbp[year - 1] == pytest.approx(cost, rel=1e-10)
        assert got.annual_profit_gbp[year - 1] == pytest.approx(profit, abs=1e-10 * scale + 1e-12)
        assert got.days_mined[year - 1] == days
        flows.append(profit + (residual if year == finance.years else 0.0))
    discounted = [flow / (1 + rate) ** t for t, flow in enumerate(flows)]
    total = sum(abs(flow) for flow in discounted)
    assert got.cashflows == pytest.approx(flows, abs=1e-9 * total + 1e-12)
    assert got.npv_gbp == pytest.approx(sum(discounted), abs=1e-9 * total + 1e-12)
    if capex == 0:
        assert (got.roic, got.simple_payback_years, got.irr) == (None, None, None)
        assert got.irr_note == "no investment"
        return
    mean = (sum(flows[1:]) - residual) / finance.years
    assert got.roic == pytest.approx(mean / capex, abs=1e-9 * total / capex)
    assert_same_time(got.simple_payback_years, first_crossing(flows, residual))
    last = residual / (1 + rate) ** finance.years
    assert_same_time(got.discounted_payback_years, first_crossing(discounted, last))
    assert_rate_is_a_zero(got.irr, got.irr_note, got.irr_roots, flows)


def test_results_follow_the_specification_day_by_day(study: Build) -> None:
    """Plain loops over days, written from the specification, give the same figures."""
    for seed in range(80):
        inputs = random_study(study, seed)
        result = evaluate(inputs)
        site, base = inputs.site, inputs.scenarios[0]
        rev_y1 = sum(daily_revenue(inputs, base, d) for d in range(365)) / 365
        assert result.rev_per_th_per_day_y1 == pytest.approx(rev_y1, rel=1e-12)
        earned = [m.hashrate_ths * rev_y1 for m in inputs.miners]
        energy = [m.power_w / 1000 * 24 * (1 + site.overhead_fraction) for m in inputs.miners]
        price = power_price(inputs, base, 1)
        profit = [revenue - kwh * price for revenue, kwh in zip(earned, energy, strict=True)]
        assert result.miners.profit_gbp_per_day == pytest.approx(profit, rel=1e-9, abs=1e-9)
        chosen = first_choice(inputs, profit)
        if chosen is None:
            breakeven = max(revenue / kwh for revenue, kwh in zip(earned, energy, strict=True))
            assert (result.chosen_miner, result.site) == (None, None)
            assert dict(result.scenarios) == {}
            assert result.viable_below_gbp_per_kwh == pytest.approx(breakeven, rel=1e-12)
            continue
        miner = inputs.miners[chosen]
        assert result.chosen_miner == miner.name
        unit_kw = miner.power_w / 1000 * (1 + site.overhead_fraction)
        count = math.floor(site.site_power_kw * site.load_factor / unit_kw)
        assert result.site is not None
        assert result.site.n_miners == count
        for scenario in inputs.scenarios:
            check_scenario(inputs, scenario, result.scenarios[scenario.name], miner, count)


def assert_same_time(got: float | None, expected: float | None) -> None:
    if expected is None:
        assert got is None
    else:
        assert got == pytest.approx(expected, rel=1e-6)


def assert_rate_is_a_zero(
    irr: float | None, note: str | None, roots: tuple[float, ...], flows: list[float]
) -> None:
    assert (irr is None) == (note is not None)
    assert irr is None or roots == (irr,)
    for root in roots:
        terms = [flow / (1 + root) ** t for t, flow in enumerate(flows)]
        assert abs(sum(terms)) <= 1e-11 * sum(abs(term) for term in terms)
    signs = [flow > 0 for flow in flows if flow != 0]
    changes = sum(a != b for a, b in pairwise(signs))
    # Descartes: as many roots as sign changes, or fewer by an even number.
    assert len(roots) <= changes
    if changes == 1:
        assert len(roots) == 1
