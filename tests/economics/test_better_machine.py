"""Which machine would pay where what is built does not.

The round site earns £6,840 a day with 360 machines for £684,000. A "Cheap" of 1 TH/s and 50 W at
£10 earns £0.25 − £0.12 a day: it is back in 77 days where a Round takes 100, but 18,000 of them
leave £854,100 a year, less than the site's other cost of £1,000,000. With it 360 Rounds leave
£1,496,600.
"""

import dataclasses
from collections.abc import Callable

import pytest

from hydro_mining.economics import Miner, StudyInputs, evaluate
from hydro_mining.economics.better_machine import better_machine, better_site
from hydro_mining.economics.market import MarketInputs

Build = Callable[..., StudyInputs]
CHEAP = {"name": "Cheap", "hashrate_ths": 1.0, "power_w": 50.0, "price_gbp": 10.0}
ROUND = {"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0}


def two(study: Build, **finance: object) -> StudyInputs:
    """Return the site with both machines."""
    return study(miners=[ROUND, CHEAP], finance={"other_opex_gbp_per_year": 1e6, **finance})


def test_a_rule_that_chooses_a_machine_that_loses_hides_none_that_pays(study: Build) -> None:
    """The shortest payback is Cheap's; 1,496,600 × (1/1.1 + 1/1.21 + 1/1.331) − 684,000."""
    result = evaluate(two(study))
    assert result.chosen_miner == "Cheap"
    assert not result.pays
    better = better_machine(result)
    assert better is better_site(result)
    assert (better.miner, better.n_miners) == ("Round", 360)
    assert better.npv_gbp == pytest.approx(3_037_822.69, abs=0.01)
    assert better.cashflows.tolist() == pytest.approx([-684_000.0, *[1_496_600.0] * 3])


def test_there_is_none_where_the_machine_pays_or_no_machine_does(study: Build) -> None:
    """Chosen by NPV it is the Round; at a cost of £3,000,000 a year it loses too."""
    paying = evaluate(two(study, choose_by="npv"))
    assert paying.pays
    assert better_machine(paying) is None
    none = evaluate(two(study, other_opex_gbp_per_year=3e6))
    assert none.winners["npv"].npv_gbp < 0
    assert better_machine(none) is None


def test_a_machine_that_does_not_fit_hides_none_that_pays(study: Build) -> None:
    """A single one of 1,000 kW is above the site's 900 kW: nothing is built."""
    large = {"name": "Large", "hashrate_ths": 40_000.0, "power_w": 1e6, "price_gbp": 1000.0}
    result = evaluate(study(miners=[ROUND, large], finance={"miner": "Large"}))
    assert result.site.n_miners == 0
    assert better_machine(result).miner == "Round"


@pytest.mark.parametrize(
    ("bound", "better"),
    [
        ({"miner": "Dear", "n_miners": 360}, (360, "Round")),
        ({"miner": "Dear"}, (360, "Round")),
        ({"n_miners": 0}, (360, "Round")),
        ({}, None),
        ({"miner": "Round"}, None),
    ],
)
def test_a_plan_that_is_bound_hides_none_that_pays(
    study: Build, bound: dict[str, object], better: object
) -> None:
    """A Dear of a million pounds pays in no number; the free plan has the 360 Rounds itself."""
    inputs = dataclasses.replace(study(), market=MarketInputs(), dilute=False)
    dear = Miner(name="Dear", hashrate_ths=100.0, power_w=2500.0, price_gbp=1e6)
    finance = dataclasses.replace(inputs.finance, **bound)
    result = evaluate(dataclasses.replace(inputs, miners=(*inputs.miners, dear), finance=finance))
    found = better_machine(result)
    assert (found and (found.n_miners, found.miner)) == better
    if found is not None:
        # £6,840 a day over 1,095 days.
        assert found.cashflows.sum() == pytest.approx(7_489_800 - 684_000)


def test_a_number_that_loses_hides_no_other_number(study: Build) -> None:
    """2,000 machines of £8,000 cost £16 million, and the water carries 400: £7,600 a day."""
    inputs = dataclasses.replace(
        study(site={"load_factor": 1.0}, miners=[{**ROUND, "price_gbp": 8_000.0}]),
        market=MarketInputs(),
        dilute=False,
    )
    finance = dataclasses.replace(inputs.finance, miner="Round", n_miners=2_000)
    result = evaluate(dataclasses.replace(inputs, finance=finance))
    # £7,600 × 1,095 days are £8.3 million.
    assert not result.pays
    better = better_machine(result)
    assert (better.miner, better.n_miners) == ("Round", 400)
