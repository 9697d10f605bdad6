"""The physical reading: machines, hashrate and energy at each power.

``study`` is conftest's: at its difficulty the network has 144,000,000 TH/s, and the site's
900 kW run 360 machines of 100 TH/s, 36,000 TH/s. That is one 4,001st of the network that they
join, so that they mine 144 × 3.125 / 4001 = 450 / 4001 BTC a day of $100,000 each. Undiluted it
would be one 4,000th.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hydro_mining.economics import Scenario, StudyInputs, evaluate
from hydro_mining.economics.growth import (
    GROWTH_COLUMNS,
    Growth,
    GrowthTable,
    project_growth,
    required_efficiency,
)
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
# The fixture is a factory without a state.
steady = settings(
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

COLUMNS = [name for name in GrowthTable.__slots__ if name != "year"]
TABLE = GrowthTable(year=(2026, 2027, 2028), **{name: [1.0] * 3 for name in COLUMNS})
HALVING = 1_050_000
BTC_PER_YEAR = 365 * 450 / 4001


def physical(study: StudyInputs, power_mw: Any = 1, **changes: Any) -> Growth:
    given_ = {"table": TABLE, "scenarios": study.scenarios, **changes}
    return project_growth(power_mw=power_mw, reading="physical", site=evaluate(study), **given_)


def test_first_year_by_hand(study: Build) -> None:
    """41.05 BTC for $4.1M, 7,884 MWh at $0.125 for $985,500, $855,000 of machines in 3 years."""
    row = physical(study()).rows()[0]
    revenue = 100_000 * BTC_PER_YEAR
    assert row == pytest.approx(
        {
            "year": 2026,
            "btc_price": 100_000,
            "btc_generated": BTC_PER_YEAR,
            "gross_rev": revenue,
            "energy_cost": 985_500,
            "opex": 0,
            "capex_amort": 285_000,
            "tot_costs": 1_270_500,
            "capex_tot": 855_000,
            "taxes": 0,
            "net_profits": revenue - 1_270_500,
            "payback": 855_000 / (revenue - 1_270_500),
            "roi": (revenue - 1_270_500) / 855_000,
        },
        rel=1e-12,
    )


def test_energy_is_that_of_the_machines(study: Build) -> None:
    """360 machines of 60 kWh a day use 7,884 MWh in 365 days, in leap years as well."""
    assert physical(study()).energy_mwh[0, 0].tolist() == pytest.approx([7884.0] * 3, rel=1e-14)


def test_it_is_the_evaluation_up_to_dilution(study: Build) -> None:
    """At the study's own power revenue is 4000/4001 of the evaluation's, power cost the same."""
    inputs = study(
        scenarios=[
            {"name": "Base", "btc_price_growth_per_year": 0.2, "power_price_shock": 0.1},
            {"name": "Bear", "btc_price_shock": -0.5, "power_price_growth_per_year": 0.3},
        ],
    )
    evaluated, growth = evaluate(inputs), physical(inputs)
    for s, result in enumerate(evaluated.scenarios.values()):
        assert growth.gross_rev[s, 0] * 0.8 == pytest.approx(
            result.annual_revenue_gbp * 4000 / 4001, rel=1e-12
        )
        assert growth.energy_cost[s, 0] * 0.8 == pytest.approx(
            result.annual_power_cost_gbp, rel=1e-13
        )
        assert growth.capex_tot[s, 0, 0] * 0.8 == pytest.approx(-result.cashflows[0], rel=1e-14)


def test_difficulty_that_grows_dilutes_the_dilution(study: Build) -> None:
    """A network twice as large pays half a TH/s, and the same site is one 8,001st of it."""
    inputs = study(
        scenarios=[{"name": "Base"}, {"name": "Twice", "difficulty_shock": 1.0}],
    )
    growth = physical(inputs)
    assert growth.btc_generated[1, 0] == pytest.approx([365 * 450 / 8001] * 3, rel=1e-12)


@pytest.mark.parametrize(
    ("power", "machines"), [(1, 360), (1.0027, 360), (1.0028, 361), (2, 720), (300, 108_000)]
)
def test_machines_are_whole(study: Build, power: float, machines: int) -> None:
    """Nine tenths of the power run machines of 2.5 kW, rounded down."""
    own = 100 * machines
    row = physical(study(), power).rows()[0]
    assert row["capex_tot"] == pytest.approx(machines * 1900 / 0.8, rel=1e-14)
    assert row["btc_generated"] == pytest.approx(365 * 450 * own / (144e6 + own), rel=1e-12)


def test_overhead_takes_its_share_of_the_power(study: Build) -> None:
    """With 20 % on top a machine draws 3 kW: 900 kW run 300, at 72 kWh a day each."""
    growth = physical(study(site={"overhead_fraction": 0.2}))
    assert growth.capex_tot[0, 0, 0] == pytest.approx(300 * 1900 / 0.8, rel=1e-14)
    assert growth.energy_mwh[0, 0, 0] == pytest.approx(300 * 72 * 0.365, rel=1e-13)


def test_pool_takes_its_fee_in_coin(study: Build) -> None:
    """A fee of 2 % leaves 98 % of the coin and of the revenue; the price stays."""
    row = physical(study(finance={"pool_fee_fraction": 0.02})).rows()[0]
    assert row["btc_generated"] == pytest.approx(0.98 * BTC_PER_YEAR, rel=1e-12)
    assert row["gross_rev"] == pytest.approx(98_000 * BTC_PER_YEAR, rel=1e-12)
    assert row["btc_price"] == pytest.approx(100_000, rel=1e-12)


def test_other_cost_is_in_proportion_to_power(study: Build) -> None:
    """£8,000 of capex and £4,000 a year at 1 MW are $1,500,000 and $750,000 at 150 MW."""
    finance = {"other_capex_gbp": 8_000, "other_opex_gbp_per_year": 4_000}
    growth = physical(study(finance=finance), 150)
    machines = 54_000 * 1900 / 0.8
    assert growth.capex_tot[0, 0, 0] == pytest.approx(machines + 1_500_000, rel=1e-14)
    assert growth.opex[0, 0].tolist() == pytest.approx([750_000] * 3, rel=1e-14)


def test_other_cost_is_that_of_the_studys_own_power(study: Build) -> None:
    """£4,000 a year of a 4 MW site are £1,000, $1,250, at 1 MW."""
    inputs = study(site={"site_power_kw": 4000}, finance={"other_opex_gbp_per_year": 4_000})
    assert physical(inputs).opex[0, 0, 0] == pytest.approx(1_250, rel=1e-14)


def test_amortisation_leads_to_the_residual_value(study: Build) -> None:
    """Machines of $855,000 keep a tenth; with $10,000 of capex beside, 3 × 259,833.33 go."""
    finance = {"residual_value_fraction": 0.1, "other_capex_gbp": 8_000}
    growth = physical(study(finance=finance))
    expected = (855_000 * 0.9 + 10_000) / 3
    assert growth.capex_amort[0, 0].tolist() == pytest.approx([expected] * 3, rel=1e-14)


def test_years_are_the_tables_not_the_studys(study: Build) -> None:
    """A study of 3 years is read over a table of 5, and written off in 5."""
    years = tuple(range(2026, 2031))
    table = GrowthTable(year=years, **{name: [1.0] * 5 for name in COLUMNS})
    growth = physical(study(), table=table)
    assert growth.year == years
    assert growth.capex_amort[0, 0].tolist() == pytest.approx([171_000] * 5, rel=1e-14)


def test_no_taxes_and_accounts_that_close(study: Build) -> None:
    """The site model is before tax; revenue less costs is the profit at every power."""
    growth = physical(study(), [1, 17, 300])
    assert not growth.taxes.any()
    assert (abs(growth.accounts_gap) <= 1e-12 * growth.gross_rev).all()


def test_halving_inside_a_year_splits_it_by_days(study: Build) -> None:
    """73 days at 3.125 BTC and 292 at 1.5625: 0.6 of a whole year; then half."""
    growth = physical(study(network={"block_height": HALVING - 144 * 73}))
    assert growth.btc_generated[0, 0].tolist() == pytest.approx(
        [0.6 * BTC_PER_YEAR, 0.5 * BTC_PER_YEAR, 0.5 * BTC_PER_YEAR], rel=1e-12
    )
    assert growth.gross_rev[0, 0, 0] == pytest.approx(60_000 * BTC_PER_YEAR, rel=1e-12)


def test_price_is_the_mean_that_the_coin_was_worth(study: Build) -> None:
    """A price that grows while the subsidy halves counts most while there is most coin."""
    inputs = study(
        network={"block_height": HALVING - 144 * 73},
        scenarios=[{"name": "Base", "btc_price_growth_per_year": 1.0}],
    )
    growth = physical(inputs)
    price = 100_000 * 2 ** (np.arange(365) / 365)
    subsidy = np.repeat([3.125, 1.5625], [73, 292])
    mean = (price * subsidy).sum() / subsidy.sum()
    assert growth.btc_price[0, 0, 0] == pytest.approx(mean, rel=1e-12)
    assert mean < price.mean()


def test_switching_off_mines_the_days_that_pay(study: Build) -> None:
    """Power of £6,480 a day is paid for by £8,998 before the halving, not by £4,499 after it."""
    inputs = study(
        network={"block_height": HALVING - 144 * 73},
        site={"power_price_gbp_per_kwh": 0.3},
        finance={"miner": "Round", "switch_off_when_unprofitable": True},
    )
    growth = physical(inputs)
    assert growth.btc_generated[0, 0].tolist() == pytest.approx([73 * 450 / 4001, 0, 0], rel=1e-12)
    assert growth.energy_cost[0, 0].tolist() == pytest.approx([73 * 6_480 / 0.8, 0, 0], rel=1e-13)
    assert growth.energy_mwh[0, 0].tolist() == pytest.approx([73 * 21.6, 0, 0], rel=1e-13)
    assert growth.btc_price[0, 0].tolist() == pytest.approx([100_000] * 3, rel=1e-12)


def test_dilution_switches_off_a_large_site_first(study: Build) -> None:
    """A day costs £0.2499 a TH/s and pays £0.25 undiluted: 1 MW stops at 4000/4001 of it."""
    # 100 TH/s need 60 kWh: £24.99 is £0.4165 a kWh, £24.9937… is what a diluted day pays.
    inputs = study(
        site={"power_price_gbp_per_kwh": 0.4165},
        finance={"miner": "Round", "switch_off_when_unprofitable": True},
    )
    growth = physical(inputs, [1, 2])
    # 2 MW are 72,000 TH/s, 1 of 2,001: £25 × 2000 / 2001 = £24.9875, below £24.99.
    assert growth.btc_generated[0, 0].all()
    assert not growth.btc_generated[0, 1].any()


def test_site_too_small_for_a_machine_mines_nothing(study: Build) -> None:
    """A machine of 2 MW does not fit on 1 MW: no coin, no cost, and today's price."""
    miner = {"name": "Huge", "hashrate_ths": 100_000, "power_w": 2e6, "price_gbp": 1.0}
    inputs = study(miners=[miner], site={"site_power_kw": 4000})
    row = physical(inputs).rows()[0]
    assert (row["btc_generated"], row["gross_rev"], row["energy_cost"]) == (0, 0, 0)
    assert row["btc_price"] == pytest.approx(100_000, rel=1e-12)
    assert (row["payback"], row["roi"]) == (None, None)


def test_share_at_300_mw_of_12_joules_is_that_of_own_02(study: Build) -> None:
    """OWN-02: 25 EH/s that join 985.82 EH/s find 0.0247323955 of the blocks, not 0.0253595991."""
    inputs = study(
        network={"difficulty": 985.82e18 * 600 / 2**32},
        site={"load_factor": 1.0, "power_price_gbp_per_kwh": 0.01},
        miners=[{"name": "M", "hashrate_ths": 100, "power_w": 1200, "price_gbp": 1000}],
    )
    growth = physical(inputs, 300)
    share = growth.btc_generated[0, 0, 0] / (365 * 144 * 3.125)
    assert share == pytest.approx(0.0247323955, abs=1e-9)


def test_revenue_of_a_mw_falls_with_power(study: Build) -> None:
    """What a site adds to the network it takes from each of its own machines."""
    powers = np.arange(1, 301)
    growth = physical(study(), powers)
    assert (np.diff(growth.gross_rev / powers[:, None], axis=1) < 0).all()
    assert (np.diff(growth.gross_rev, axis=1) > 0).all()


def test_scenarios_order_as_they_are_named(study: Build) -> None:
    """Bear's net profit is below Base's and Bull's above in each year, at 1 and at 300 MW."""
    base = {"btc_price_growth_per_year": 0.1, "difficulty_growth_per_year": 0.1}
    bear = {
        "btc_price_shock": -0.25,
        "difficulty_growth_per_year": 0.15,
        "power_price_shock": 0.05,
    }
    bull = {"btc_price_growth_per_year": 0.3, "difficulty_growth_per_year": 0.25}
    inputs = study(
        scenarios=[{"name": "Base", **base}, {"name": "Bear", **bear}, {"name": "Bull", **bull}]
    )
    table = GrowthTable(year=tuple(range(2026, 2031)), **{name: [1.0] * 5 for name in COLUMNS})
    net = physical(inputs, [1, 40, 300], table=table).net_profits
    assert (net[1] < net[0]).all()
    assert (net[0] < net[2]).all()


@steady
@given(
    st.floats(1, 300),
    st.floats(0, 0.5),
    st.booleans(),
    st.floats(-0.9, 2),
    st.floats(-0.5, 2),
)
def test_coin_at_its_price_is_the_revenue(
    study: Build, power: float, kwh_price: float, off: bool, growth: float, harder: float
) -> None:
    """BTC times $/BTC is $, and the accounts close, whatever the power and the scenario."""
    inputs = study(
        network={"block_height": HALVING - 50_000},
        site={"power_price_gbp_per_kwh": kwh_price},
        finance={"miner": "Round", "switch_off_when_unprofitable": off},
        scenarios=[
            {"name": "Base"},
            {
                "name": "S",
                "btc_price_growth_per_year": growth,
                "difficulty_growth_per_year": harder,
            },
        ],
    )
    result = physical(inputs, power)
    assert result.btc_generated * result.btc_price == pytest.approx(result.gross_rev, rel=1e-9)
    size = result.gross_rev + result.tot_costs
    assert (abs(result.accounts_gap) <= 1e-12 * size).all()


def test_study_needs_a_machine_that_pays(study: Build) -> None:
    """Without an evaluated study, or with one in which nothing earns its power, it is refused."""
    message = (
        "site must be an evaluated study with a machine that earns its power: "
        "the physical reading is made of it; got nothing"
    )
    dear = evaluate(study(site={"power_price_gbp_per_kwh": 1.0}))
    for site in (None, dear):
        with pytest.raises(InputError) as refused:
            project_growth(
                table=TABLE,
                power_mw=1,
                scenarios=(Scenario(name="Base"),),
                reading="physical",
                site=site,
            )
        assert str(refused.value) == message


def test_named_machine_is_used_though_it_loses(study: Build) -> None:
    """At £1 a kWh Round is built because it was named; its years are losses without payback."""
    inputs = study(site={"power_price_gbp_per_kwh": 1.0}, finance={"miner": "Round"})
    row = physical(inputs).rows()[0]
    assert row["net_profits"] < 0
    assert row["payback"] is None


def test_scenarios_need_not_be_the_studys(study: Build) -> None:
    """The machine is the study's choice; the scenarios are those that were asked for."""
    half = (Scenario(name="Half", btc_price_shock=-0.5),)
    growth = physical(study(), scenarios=half)
    assert growth.scenarios == ("Half",)
    assert growth.gross_rev[0, 0, 0] == pytest.approx(50_000 * BTC_PER_YEAR, rel=1e-12)


def test_powers_together_are_the_powers_one_by_one(study: Build) -> None:
    """An array of powers gives what each gives alone."""
    inputs = study(network={"block_height": HALVING - 50_000})
    together = physical(inputs, [1, 150, 300])
    for index, power in enumerate([1, 150, 300]):
        alone = physical(inputs, power)
        for name in GROWTH_COLUMNS:
            assert getattr(together, name)[:, index] == pytest.approx(
                getattr(alone, name)[:, 0], rel=1e-13
            )


@pytest.mark.parametrize("harder", [0.0, 10.0, -0.9999999])
@pytest.mark.filterwarnings("error")
def test_absurd_but_legal_growth_is_undefined_not_a_warning(study: Build, harder: float) -> None:
    """Growth over 8,000 years overflows in silence, and what is undefined is None in a row."""
    terms = {"btc_price_growth_per_year": 10.0, "difficulty_growth_per_year": harder}
    inputs = study(
        finance={"start_date": dt.date(9999, 12, 31), "miner": "Round"},
        scenarios=[{"name": "Base", **terms}],
    )
    row = physical(inputs).rows()[0]
    assert (row["gross_rev"], row["net_profits"], row["roi"]) == (None, None, None)
    assert row["capex_tot"] == pytest.approx(855_000)


def test_efficiency_that_30_btc_would_need() -> None:
    """HW-05: 1 MW at e J/TH runs 10**6 / e TH/s, so 30 BTC need 5.81 J/TH at 132.716 T."""
    btc_per_th_per_day = 1e12 * 86_400 / (132.716e12 * 2**32) * 3.15
    needed = required_efficiency(btc_per_mw_year=30, btc_per_th_per_day=btc_per_th_per_day)
    assert needed == pytest.approx(5.81, abs=0.01)
    # HW-05's note: at 13.5 J/TH the ceiling is 12.9 BTC.
    needed = required_efficiency(btc_per_mw_year=12.9, btc_per_th_per_day=btc_per_th_per_day)
    assert needed == pytest.approx(13.5, abs=0.05)
