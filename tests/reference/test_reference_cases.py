"""Published cases that a figure alone does not show: all roots, a whole study, what is left out.

The figures that are single numbers stand in ``data/published_figures.json`` and are computed by
``hydro_mining.proof``.
"""

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hydro_mining.economics import (
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
    evaluate,
)
from hydro_mining.economics.growth import GrowthTable, project_growth
from hydro_mining.economics.internal_rates import internal_rate
from hydro_mining.economics.returns import payback
from hydro_mining.economics.scenarios import scenario_paths
from hydro_mining.proof import published_figures

BESIDE = Path(__file__).parents[2].parent / "shared"
CASES = Path(os.environ.get("HYDRO_MINING_SHARED", BESIDE)) / "cases"
NPF = "numpy-financial documentation and tests"
ERA_OF_3_125 = 840_000  # a height of that era

# Computed on whole studies, price files or draws: by the tests of those.
ELSEWHERE = {
    *("GOLD-03", "GOLD-10", "OPS-04", "OPS-06", "HYE-08", "HYE-10", "HYE-23", "HYE-24"),
    *("HYD-05",),
}


def share_of_300_mw(network_ehs: float) -> float:
    """Return the share of the year's coin that 300 MW of machines at 12 J/TH mine."""
    study = StudyInputs(
        network=Network(
            as_of=dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
            btc_price_usd=82_826,
            difficulty=network_ehs * 1e18 * 600 / 2**32,
            block_height=ERA_OF_3_125,
            usd_to_gbp=0.75,
            fees_btc_per_block=0,
        ),
        site=Site(site_power_kw=1000, load_factor=1, power_price_gbp_per_kwh=0.01),
        miners=(Miner(name="12 J/TH", hashrate_ths=100, power_w=1200, price_gbp=1000),),
        finance=Finance(years=1, discount_rate_per_year=0.1),
        scenarios=(Scenario(name="Base"),),
    )
    columns = {f.name: [1.0] for f in dataclasses.fields(GrowthTable)} | {"year": (2026,)}
    growth = project_growth(
        table=GrowthTable(**columns),
        power_mw=300,
        scenarios=study.scenarios,
        reading="physical",
        site=evaluate(study),
    )
    return float(growth.btc_generated[0, 0, 0]) / (365 * 144 * 3.125)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCase:
    """A published IRR; ``others`` are the further real roots above −100 %."""

    id: str
    flows: tuple[float, ...]
    published: float | None
    source: str
    absolute: float = 0.0
    relative: float = 0.0
    roots: int = 1


RATES = [
    RateCase(
        id="IRR-01",
        flows=(-150_000, 15_000, 25_000, 35_000, 45_000, 60_000),
        published=0.0524,
        relative=0.01,
        source=NPF,
    ),
    RateCase(
        id="IRR-03",
        flows=(-100, 39, 59, 55, 20),
        published=0.28095,
        absolute=5e-6,
        source=NPF,
    ),
    RateCase(
        id="IRR-04",
        flows=(-100, 100, 0, -7),
        published=-0.0833,
        absolute=5e-5,
        roots=2,
        source=NPF,
    ),
    RateCase(
        id="IRR-07",
        flows=(-5, 10.5, 1, -8, 1, 0, 0, 0),
        published=0.0886,
        absolute=5e-5,
        roots=3,
        source=NPF,
    ),
    RateCase(id="IRR-08", flows=(1, 2, 3), published=None, roots=0, source=NPF),
    RateCase(id="IRR-09", flows=(-1, -2, -3), published=None, roots=0, source=NPF),
    RateCase(  # the last −1 adds a root at −99.98 %
        id="IRR-11",
        flows=(-1678.87, 771.96, 1814.05, 3520.3, 3552.95, 3584.99, 4789.91, -1),
        published=1.00426,
        relative=1e-4,
        roots=2,
        source="numpy-financial issue 44",
    ),
    RateCase(  # a published version gave a wrong root
        id="IRR-12",
        flows=(-10_000, *(327.24625,) * 16),
        published=-0.067654,
        absolute=1e-6,
        source="numpy-financial issue 98",
    ),
    RateCase(
        id="IRR-14",
        flows=(-440_000, *(263_175,) * 7, 288_675),
        published=0.5838779110248231,
        absolute=1e-9,
        source="numpy-financial issue 126",
    ),
    RateCase(  # the published root is the lower of two; the other is 70.0 %
        id="IRR-16",
        flows=(-80, 90, 67, 72, -90),
        published=-0.32606171,
        absolute=1e-8,
        roots=2,
        source="Spread Sheet user guide (greytrout.com)",
    ),
]


@pytest.mark.parametrize("case", RATES, ids=lambda case: case.id)
def test_rate_is_among_the_roots(case: RateCase) -> None:
    """A published IRR is the IRR when it is the only root, else one of the roots shown."""
    found = internal_rate(case.flows)
    assert len(found.roots) == case.roots
    if case.published is None:
        assert (found.rate_per_year, found.note) == (None, "no sign change")
        return
    near = [
        root
        for root in found.roots
        if root == pytest.approx(case.published, abs=case.absolute, rel=case.relative)
    ]
    assert len(near) == 1
    assert found.rate_per_year == (near[0] if case.roots == 1 else None)
    assert found.note == (None if case.roots == 1 else "several roots")


def test_machine_of_rev_09_is_not_paid_back_in_its_life() -> None:
    """REV-09: 11,111 days exceed four years, so within them there is no payback."""
    assert np.isnan(payback([-10_000.0, *(0.9 * 365,) * 4]))


def test_daily_growth_of_gold_03(study: Callable[..., StudyInputs]) -> None:
    """GOLD-03: 1 BTC a day against a difficulty of +50 % a year makes 722.78 BTC in 4 years.

    The monthly and annual steps of that case (734.66, 878.70) are the wrong conventions it
    warns of: the product compounds by days.
    """
    inputs = study(
        network={"block_height": 6_930_000, "fees_btc_per_block": 1.0},  # no halving interferes
        finance={"years": 4},
        scenarios=[{"name": "S", "difficulty_growth_per_year": 0.5}],
    )
    daily = scenario_paths(inputs).rev_per_th_per_day[0]
    assert float((daily / daily[0]).sum()) == pytest.approx(722.7846378, abs=1e-6)


def test_300_mw_of_growth_join_the_network() -> None:
    """OWN-02: the growth model's physical reading builds 25 EH/s beside 985.82, no part of it."""
    assert share_of_300_mw(network_ehs=985.82) == pytest.approx(0.0247323955, abs=1e-9)


@pytest.mark.skipif(not CASES.exists(), reason=f"no cases at {CASES}")
def test_every_handed_case_is_in_the_list_or_in_a_test() -> None:
    """Protocol, revenue, finance, hardware, sizing, operations and water: none is left out."""
    handed = {
        case["id"] for case in json.loads((CASES / "reference_cases.json").read_text())["cases"]
    }
    handed |= {case["id"] for case in json.loads((CASES / "owner_cases.json").read_text())}
    listed = {figure.id for figure in published_figures()}
    missing = {
        case for case in handed - listed - ELSEWHERE if not case.startswith(("RSK", "ALT", "TAX"))
    }
    assert missing == set()
