"""Which machine to buy, and the site that is built from it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate

Build = Callable[..., StudyInputs]
# Each TH/s earns £0.25 a day and power costs £0.10 per kWh; see conftest.


def machine(name: str, **figures: float) -> dict[str, Any]:
    """Return 100 TH/s with 2.5 kW for £1,900 unless told otherwise: £19 profit a day."""
    return {
        "name": name,
        "hashrate_ths": 100.0,
        "power_w": 2500.0,
        "price_gbp": 1900.0,
        **figures,
    }


def chosen(result: Evaluation) -> str | None:
    return result.chosen_miner


def test_figures_of_a_machine(study: Build) -> None:
    """100 TH/s and 2.5 kW: 25 J/TH, 60 kWh, £25 less £6 a day, £0.41667 and 100 days."""
    miners = evaluate(study()).miners
    assert miners.name == ("Round",)
    assert miners.efficiency_j_per_th.tolist() == [25.0]
    assert miners.kwh_per_day.tolist() == [60.0]
    assert miners.revenue_gbp_per_day == pytest.approx([25.0], rel=1e-14)
    assert miners.power_cost_gbp_per_day == pytest.approx([6.0], rel=1e-14)
    assert miners.profit_gbp_per_day == pytest.approx([19.0], rel=1e-14)
    assert miners.breakeven_power_price_gbp_per_kwh == pytest.approx([25 / 60], rel=1e-14)
    assert miners.simple_payback_days == pytest.approx([100.0], rel=1e-14)
    assert miners.n_miners.tolist() == [360.0]


def test_overhead_is_in_a_machines_energy_and_number(study: Build) -> None:
    """With a quarter on top a machine takes 75 kWh and £7.50, and 900 / 3.125 = 288 fit."""
    miners = evaluate(study(site={"overhead_fraction": 0.25})).miners
    assert miners.kwh_per_day.tolist() == [75.0]
    assert miners.profit_gbp_per_day == pytest.approx([17.5], rel=1e-14)
    assert miners.breakeven_power_price_gbp_per_kwh == pytest.approx([25 / 75], rel=1e-14)
    assert miners.efficiency_j_per_th.tolist() == [25.0]  # the machine's own
    assert miners.n_miners.tolist() == [288.0]


def test_shortest_payback_is_chosen(study: Build) -> None:
    """£1,900, £1,520 and £2,850 at £19 a day take 100, 80 and 150 days."""
    result = evaluate(
        study(
            miners=[
                machine("a"),
                machine("b", price_gbp=1520.0),
                machine("c", price_gbp=2850.0),
            ]
        )
    )
    assert result.miners.simple_payback_days == pytest.approx([100.0, 80.0, 150.0])
    assert chosen(result) == "b"


def test_first_in_the_list_wins_a_tie(study: Build) -> None:
    """Two machines of the same figures: the one that stands first is bought."""
    assert chosen(evaluate(study(miners=[machine("a"), machine("b")]))) == "a"
    assert chosen(evaluate(study(miners=[machine("b"), machine("a")]))) == "b"


@pytest.mark.parametrize("factor", [2, 3, 7, 11, 13])
def test_machine_several_times_as_large_ties(study: Build, factor: int) -> None:
    """A machine with 7 times the hashrate, power and price pays back in the same days."""
    large = machine(
        "large",
        hashrate_ths=100.0 * factor,
        power_w=2500.0 * factor,
        price_gbp=1900.0 * factor,
    )
    assert chosen(evaluate(study(miners=[machine("a"), large]))) == "a"
    assert chosen(evaluate(study(miners=[large, machine("a")]))) == "large"


def test_free_machine_is_chosen_if_it_earns(study: Build) -> None:
    """A price of 0 is paid back in 0 days; a free machine that loses money is not viable."""
    gift = machine("gift", price_gbp=0.0)
    assert chosen(evaluate(study(miners=[machine("a"), gift]))) == "gift"
    hungry = machine("hungry", price_gbp=0.0, power_w=25_000.0)  # £60 of power a day
    assert chosen(evaluate(study(miners=[machine("a"), hungry]))) == "a"


def test_unprofitable_machines_are_left_out(study: Build) -> None:
    """A machine that just covers its power is not viable, one that earns a penny is."""
    level = machine("level", power_w=2500.0 * 25 / 6, price_gbp=1.0)  # £25 of power a day
    penny = machine("penny", power_w=2500.0 * 24.99 / 6)
    result = evaluate(study(miners=[level, penny]))
    assert result.miners.profit_gbp_per_day == pytest.approx([0.0, 0.01], abs=1e-9)
    assert result.miners.viable[1]
    assert chosen(result) == "penny"


def test_profit_of_exactly_zero_is_not_viable(study: Build) -> None:
    """A pool that keeps all and free power make 0 − 0: not viable, payback undefined."""
    result = evaluate(
        study(site={"power_price_gbp_per_kwh": 0.0}, finance={"pool_fee_fraction": 1.0})
    )
    assert result.miners.profit_gbp_per_day.tolist() == [0.0]
    assert np.isnan(result.miners.simple_payback_days).all()
    assert chosen(result) is None
    assert result.viable_below_gbp_per_kwh == 0.0


def test_machine_can_be_named(study: Build) -> None:
    """A named machine is built although another pays back sooner."""
    miners = [machine("a"), machine("b", price_gbp=5000.0)]
    result = evaluate(study(miners=miners, finance={"miner": "b"}))
    assert chosen(result) == "b"
    assert result.warnings == ()
    assert result.site is not None
    assert result.site.capex_miners_gbp == 360 * 5000.0


def test_choice_rests_on_the_base_case_of_year_one(study: Build) -> None:
    """A power shock of the first scenario counts, one of the second does not."""
    frugal = machine("frugal", power_w=1000.0, price_gbp=3000.0)  # £25 − £2.40; 132.7 days
    cheap = machine("cheap")  # £25 − £6; 100 days
    calm, dear = {"name": "calm"}, {"name": "dear", "power_price_shock": 2.0}
    by_calm = evaluate(study(miners=[frugal, cheap], scenarios=[calm, dear]))
    assert chosen(by_calm) == "cheap"
    # At £0.30: £3,000 / £17.80 = 168.5 days against £1,900 / £7 = 271.4 days.
    by_dear = evaluate(study(miners=[frugal, cheap], scenarios=[dear, calm]))
    assert chosen(by_dear) == "frugal"
    assert by_dear.miners.simple_payback_days == pytest.approx([3000 / 17.8, 1900 / 7])


def test_choice_rests_on_the_mean_of_year_one(study: Build) -> None:
    """With the halving on day 100 the day's mean is 0.25 × (100 + 265 / 2) / 365."""
    result = evaluate(study(network={"block_height": 1_050_000 - 14_400}))
    mean = 0.25 * 232.5 / 365
    assert result.rev_per_th_per_day_y1 == pytest.approx(mean, rel=1e-14)
    assert result.miners.revenue_gbp_per_day == pytest.approx([100 * mean], rel=1e-14)


def test_order_of_machines_does_not_change_their_figures(study: Build) -> None:
    """Reversing the list reverses the rows and nothing else."""
    miners = [
        machine("a"),
        machine("b", hashrate_ths=234.0, power_w=3531.0, price_gbp=2345.0),
        machine("c", hashrate_ths=90.0, power_w=3250.0, price_gbp=300.0),
    ]
    forth = evaluate(study(miners=miners))
    back = evaluate(study(miners=miners[::-1]))
    assert chosen(forth) == chosen(back)
    assert forth.site == back.site
    rows = {row["name"]: row for row in forth.to_dict()["miners"]}
    assert {row["name"]: row for row in back.to_dict()["miners"]} == rows
    assert forth.to_dict()["scenarios"] == back.to_dict()["scenarios"]


def test_named_machine_that_loses_money_is_built_with_a_warning(study: Build) -> None:
    """It breaks even at 25/60 = 41.66…p, so at £1 it loses, is built and the user is told."""
    result = evaluate(study(site={"power_price_gbp_per_kwh": 1.0}, finance={"miner": "Round"}))
    assert chosen(result) == "Round"
    assert result.site is not None
    assert result.site.n_miners == 360
    assert result.site.site_gross_profit_per_day == pytest.approx(360 * (25.0 - 60.0))
    assert list(result.scenarios) == ["Base"]
    assert len(result.warnings) == 1
    assert "Round does not earn its power in year 1" in result.warnings[0]
    assert "breaks even at 41.66p per kWh" in result.warnings[0]


def test_none_viable_builds_nothing(study: Build) -> None:
    """At £1 nothing is bought; the best machine would be viable below £0.625."""
    frugal = machine("frugal", power_w=2500.0 * 2 / 3)  # 40 kWh a day
    result = evaluate(study(miners=[machine("a"), frugal], site={"power_price_gbp_per_kwh": 1.0}))
    assert chosen(result) is None
    assert result.best_npv_miner is None
    assert result.site is None
    assert dict(result.scenarios) == {}
    assert result.viable_below_gbp_per_kwh == pytest.approx(0.625, rel=1e-14)
    assert not result.miners.viable.any()


def test_viable_below_is_only_given_when_none_is_viable(study: Build) -> None:
    """With a machine that earns there is nothing to say."""
    assert evaluate(study()).viable_below_gbp_per_kwh is None


def test_power_just_below_the_break_even_is_viable(study: Build) -> None:
    """A study at 99.99 % of the stated price has a viable machine, one at 100.01 % has none."""
    below = evaluate(study(site={"power_price_gbp_per_kwh": 1.0})).viable_below_gbp_per_kwh
    assert below is not None
    assert chosen(evaluate(study(site={"power_price_gbp_per_kwh": below * 0.9999}))) == "Round"
    assert chosen(evaluate(study(site={"power_price_gbp_per_kwh": below * 1.0001}))) is None


# The site


def test_site_filled_with_machines(study: Build) -> None:
    """900 kW run 360 machines: 36,000 TH/s, 21,600 kWh, £9,000 − £2,160 a day, £684,000."""
    site = evaluate(study()).site
    assert site is not None
    assert site.effective_power_kw == 900.0
    assert site.n_miners == 360
    assert type(site.n_miners) is int
    assert site.unused_power_kw == 0.0
    assert site.site_hashrate_ths == 36_000.0
    assert site.site_kwh_per_day == 21_600.0
    assert site.site_power_cost_per_day == pytest.approx(2160.0, rel=1e-14)
    assert site.capex_miners_gbp == 684_000.0
    assert site.site_revenue_per_day == pytest.approx(9000.0, rel=1e-14)
    assert site.site_gross_profit_per_day == pytest.approx(6840.0, rel=1e-14)


def test_power_left_over_is_shown(study: Build) -> None:
    """901 kW run 360 machines of 2.5 kW and leave 1 kW."""
    site = evaluate(study(site={"site_power_kw": 901.0, "load_factor": 1.0})).site
    assert site is not None
    assert (site.n_miners, site.unused_power_kw) == (360, 1.0)


def test_site_of_gold_11(study: Build) -> None:
    """1 MW and 5 % overhead run 172 machines of 5.51 kW and leave 1000 − 172 × 5.7855 kW."""
    hydro = machine("S23 Hyd", hashrate_ths=580.0, power_w=5510.0)
    flat = {"site_power_kw": 1000.0, "load_factor": 1.0}
    site = evaluate(study(miners=[hydro], site={**flat, "overhead_fraction": 0.05})).site
    assert site is not None
    assert site.n_miners == 172
    assert site.unused_power_kw == pytest.approx(1000 - 172 * 5.7855, abs=1e-9)
    assert site.site_kwh_per_day == pytest.approx(172 * 5.7855 * 24, rel=1e-14)
    bare = evaluate(study(miners=[hydro], site=flat)).site
    assert bare is not None
    assert bare.n_miners == 181


def test_unused_power_is_never_negative(study: Build) -> None:
    """At every load factor the machines fill the power exactly: 20 machines per 5 %."""
    for load_factor in np.round(np.arange(0.05, 1.0001, 0.05), 2).tolist():
        site = evaluate(
            study(
                miners=[machine("a", power_w=2500.0)],
                site={"site_power_kw": 1000.0, "load_factor": load_factor},
            )
        ).site
        assert site is not None
        assert site.n_miners == round(400 * load_factor)
        assert 0 <= site.unused_power_kw < 1e-9


def test_unused_power_is_not_a_rounding_below_zero(study: Build) -> None:
    """2 machines of 0.9 kW fill 3 × 0.6 kW, which is 1.7999999999999998 in doubles: 0 is left."""
    small = machine("small", power_w=900.0)
    site = evaluate(study(miners=[small], site={"site_power_kw": 3.0, "load_factor": 0.6})).site
    assert site is not None
    assert (site.n_miners, site.unused_power_kw) == (2, 0.0)


def test_site_smaller_than_a_machine(study: Build) -> None:
    """2.25 kW run no machine of 2.5 kW: nothing is bought, and the user is told."""
    result = evaluate(study(site={"site_power_kw": 2.5}))
    assert chosen(result) == "Round"
    assert result.site is not None
    assert result.site.n_miners == 0
    assert result.site.unused_power_kw == 2.25
    assert result.site.capex_miners_gbp == 0.0
    assert result.site.site_revenue_per_day == 0.0
    assert result.best_npv_miner is None
    assert len(result.warnings) == 1
    assert "No Round fits" in result.warnings[0]
    base = result.scenarios["Base"]
    assert base.cashflows.tolist() == [0.0, 0.0, 0.0, 0.0]
    assert (base.irr, base.irr_note) == (None, "no investment")
    assert (base.simple_payback_years, base.discounted_payback_years) == (None, None)
    assert (base.mirr, base.roic) == (None, None)
    assert base.npv_gbp == 0.0


def test_empty_site_still_pays_for_its_buildings(study: Build) -> None:
    """Without machines, £100 of capex and £10 a year are lost and never come back."""
    result = evaluate(
        study(
            site={"site_power_kw": 2.5},
            finance={"other_capex_gbp": 100.0, "other_opex_gbp_per_year": 10.0},
        )
    )
    base = result.scenarios["Base"]
    assert base.cashflows.tolist() == [-100.0, -10.0, -10.0, -10.0]
    assert (base.irr, base.irr_note) == (None, "no sign change")
    assert base.simple_payback_years is None
    assert base.roic == pytest.approx(-0.1)


# The machine with the highest NPV of the whole site


def test_static_payback_and_npv_may_disagree(study: Build) -> None:
    """The cheap old machine pays back first, the dear new one earns more over three years."""
    old = machine("old", hashrate_ths=50.0, price_gbp=325.0)  # £6.50 a day: 50 days
    new = machine("new", hashrate_ths=200.0, price_gbp=4400.0)  # £44 a day: 100 days
    result = evaluate(study(miners=[old, new]))
    assert chosen(result) == "old"
    assert result.best_npv_miner == "new"
    # 360 machines; three years at 10 %: 1/1.1 + 1/1.21 + 1/1.331
    annuity = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    expected = [360 * (day * 365 * annuity - price) for day, price in ((6.5, 325), (44, 4400))]
    assert result.miners.site_npv_gbp == pytest.approx(expected, rel=1e-13)


def test_site_npv_of_the_chosen_machine_is_the_base_cases_npv(study: Build) -> None:
    """One quantity has one figure, whichever way it is computed."""
    for switch_off in (False, True):
        result = evaluate(
            study(
                miners=[machine("a"), machine("b", power_w=9000.0)],
                network={"block_height": 1_000_000},
                finance={
                    "years": 7,
                    "miner": "b",
                    "other_capex_gbp": 12_345.0,
                    "other_opex_gbp_per_year": 678.0,
                    "residual_value_fraction": 0.2,
                    "switch_off_when_unprofitable": switch_off,
                },
                scenarios=[
                    {"name": "Base", "power_price_growth_per_year": 0.05},
                    {"name": "Bear", "btc_price_shock": -0.5},
                ],
            )
        )
        npv = result.scenarios["Base"].npv_gbp
        assert result.miners.site_npv_gbp[1] == pytest.approx(npv, rel=1e-13)


def test_machine_that_does_not_fit_cannot_win_on_npv(study: Build) -> None:
    """A giant of 1 MW has no NPV at a site of 900 kW."""
    giant = machine("giant", hashrate_ths=1e6, power_w=1e6, price_gbp=1.0)
    result = evaluate(study(miners=[giant, machine("a")]))
    assert result.best_npv_miner == "a"


# The rule that chooses


OLD = machine("old", hashrate_ths=50.0, price_gbp=325.0)  # £6.50 a day: 50 days
NEW = machine("new", hashrate_ths=200.0, price_gbp=4400.0)  # £44 a day: 100 days


def test_the_rule_decides_where_payback_and_npv_disagree(study: Build) -> None:
    """The machine of the highest NPV is built on request, and each rule's winner is told."""
    for rule, name in (("payback", "old"), ("npv", "new")):
        result = evaluate(study(miners=[OLD, NEW], finance={"choose_by": rule}))
        assert chosen(result) == name
        assert (result.shortest_payback_miner, result.best_npv_miner) == ("old", "new")
        winner = result.winners[rule]
        base = result.scenarios["Base"]
        assert winner is not None
        assert winner.cashflows == pytest.approx(base.cashflows, rel=1e-13)
        assert winner.npv_gbp == pytest.approx(base.npv_gbp, rel=1e-13)
        assert winner.simple_payback_years == pytest.approx(base.simple_payback_years)
        assert winner.site == result.site


def test_a_named_machine_is_built_whatever_the_rule(study: Build) -> None:
    """The winners of both rules stand beside it."""
    third = machine("third", hashrate_ths=90.0, price_gbp=5000.0)
    result = evaluate(
        study(miners=[OLD, NEW, third], finance={"choose_by": "npv", "miner": "third"})
    )
    assert chosen(result) == "third"
    assert (result.shortest_payback_miner, result.best_npv_miner) == ("old", "new")


def test_the_first_of_equal_npvs_wins(study: Build) -> None:
    """Two machines of the same figures give the same NPV."""
    twins = [machine(name, hashrate_ths=200.0, price_gbp=4400.0) for name in ("b", "a")]
    assert chosen(evaluate(study(miners=[OLD, *twins], finance={"choose_by": "npv"}))) == "b"


def test_where_no_machine_fits_both_rules_say_the_same(study: Build) -> None:
    """No site has an NPV to compare; the shortest payback is named as the one that is too big."""
    for rule in ("payback", "npv"):
        result = evaluate(
            study(miners=[OLD, NEW], site={"site_power_kw": 2.0}, finance={"choose_by": rule})
        )
        assert chosen(result) == "old"
        assert result.winners["npv"] is None
        assert "No old fits" in result.warnings[0]


def test_costs_per_kw_count_in_the_choice(study: Build) -> None:
    """£5,000 a kW of 900 kW is the same for both; of a machine that fills only 500 kW it is less.

    One of 500 kW earns £5,000 − £1,200 a day; 360 of 2.5 kW earn £9,000 − £2,160.
    """
    big = machine("big", hashrate_ths=20_000.0, power_w=500_000.0, price_gbp=380_000.0)
    small = machine("small", price_gbp=1_900.0)
    annuity = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    for per_kw, best in ((0.0, "small"), (10_000.0, "big")):
        result = evaluate(
            study(
                miners=[big, small],
                finance={"choose_by": "npv", "other_capex_gbp_per_kw": per_kw},
            )
        )
        assert chosen(result) == best
        expected = [
            3_800 * 365 * annuity - 380_000 - 500 * per_kw,
            6_840 * 365 * annuity - 684_000 - 900 * per_kw,
        ]
        assert result.miners.site_npv_gbp == pytest.approx(expected, rel=1e-12)
