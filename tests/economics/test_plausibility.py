"""Machines that cannot be what they are said to be."""

import pytest

from hydro_mining.economics import evaluate
from hydro_mining.economics.plausibility import is_possible, machine_doubts
from hydro_mining.imports.study import study_from_mapping

NETWORK = {
    "as_of": "2025-02-15T00:00:00Z",
    "btc_price_usd": 97000,
    "difficulty": 114167270716407,
    "block_height": 883900,
    "usd_to_gbp": 0.8,
    "fees_btc_per_block": 0.03,
}
SITE = {"site_power_kw": 1000, "load_factor": 0.9, "power_price_gbp_per_kwh": 0.05}
S21 = {"name": "S21", "hashrate_ths": 200, "power_w": 3500, "price_gbp": 2480}
MIXED = {"name": "M50", "hashrate_ths": 118, "power_w": 29, "price_gbp": 2738}


def result(*miners, **finance):
    return evaluate(
        study_from_mapping(
            {
                "network": NETWORK,
                "site": SITE,
                "miners": list(miners),
                "finance": {"years": 3, "discount_rate_per_year": 0.1, **finance},
                "scenarios": [{"name": "flat"}],
            }
        )
    )


def test_an_impossible_machine_is_chosen_only_by_name():
    """0.25 J/TH would pay back first; the S21 is built, and the doubt is said each time."""
    chosen = result(MIXED, S21)
    assert (chosen.chosen_miner, chosen.best_npv_miner) == ("S21", "S21")
    assert chosen.warnings == (
        "M50: 29 W for 118 TH/s is 0.2458 J/TH, below any machine; W and J/TH may be exchanged.",
    )
    named = result(MIXED, S21, miner="M50")
    assert (named.chosen_miner, named.warnings) == ("M50", chosen.warnings)
    assert result(MIXED).chosen_miner is None


def test_possible_machines_have_no_doubts():
    """An S21, a stick for a desk and a rack machine of 20 kW."""
    for hashrate, power, price in ((200, 3500, 2480), (1.2, 18, 60), (1350, 20000, 9000)):
        assert machine_doubts(name="A", hashrate_ths=hashrate, power_w=power, price=price) == ()
    assert is_possible(5.0)
    assert not is_possible(4.999)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((118, 29, 1000), "W and J/TH may be exchanged"),
        ((200, 3.5, 2480), "W and kW, or TH/s and GH/s, may be exchanged"),
        ((1, 250, 100), "250 J/TH, above any machine since 2016"),
        ((0.5, 9, 100), "9 W is no single machine's power"),
        ((3000, 50_001, 9000), "50,001 W is no single machine's power"),
        ((200, 3500, 39), "£0.195 per TH/s is far from any market price"),
        ((200, 3500, 100_001), "£500 per TH/s is far from any market price"),
    ],
)
def test_doubts_say_what_to_check(figures, words):
    """Energy, power and price, each beyond its bound."""
    hashrate, power, price = figures
    (doubt,) = machine_doubts(name="A", hashrate_ths=hashrate, power_w=power, price=price)
    assert words in doubt


def test_an_own_machine_costs_nothing():
    """A price of 0 is no market's and no doubt."""
    assert machine_doubts(name="A", hashrate_ths=200, power_w=3500, price=0) == ()


def test_doubts_of_many_machines_are_counted():
    """The first five are told, the rest as a number."""
    miners = [{**MIXED, "name": f"M{i}"} for i in range(8)]
    warnings = result(*miners, S21).warnings
    assert len(warnings) == 6
    assert warnings[-1] == "3 more figures of machines are doubtful."
