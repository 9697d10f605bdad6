"""What a reader of the report page can choose: texts that tell prices apart, and where it ends."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.quantities import POUNDS, currency_of
from hydro_mining.reports.page.selections import (
    MOST_RANKED,
    ranking,
    selection,
    selectors,
    with_fewer_machines,
)

Study = Callable[..., StudyInputs]


def machines(count: int) -> list[dict[str, Any]]:
    """Return machines of which the later ones pay back later."""
    return [
        {"name": f"M{i}", "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 1_000.0 + i}
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("price", "written"), [(0.0225, "2.25p"), (0.05, "5p"), (0.00123, "0.123p"), (0.0, "0p")]
)
def test_each_price_has_a_text_of_its_own(price: float, written: str, study: Study) -> None:
    """Neighbours of the selector never look alike, and the study's price reads as entered."""
    offered = selectors(evaluate(study(site={"power_price_gbp_per_kwh": price})))
    for currency in (POUNDS, currency_of("ISK", 165.0)):
        texts = offered.price_texts(currency)
        assert len(set(texts)) == len(offered.prices)
    own = offered.price_texts(POUNDS)[offered.price_start]
    assert own == f"{written} per kWh (the study's)"


def test_prices_lie_around_the_study_s_own(study: Study) -> None:
    """Half to one and a half times 0.0225, to a millionth of a pound."""
    offered = selectors(evaluate(study(site={"power_price_gbp_per_kwh": 0.0225})))
    assert offered.prices == (
        *(0.01125, 0.0135, 0.01575, 0.018, 0.02025),
        *(0.0225, 0.02475, 0.027, 0.02925, 0.03375),
    )
    assert offered.price_start == 5


def test_machines_are_offered_to_their_exact_bound(study: Study) -> None:
    """Sixty choices are offered, the study's own among them; what is left out is counted."""
    fits = selectors(evaluate(study(miners=machines(59), finance={"years": 1})))
    assert (len(fits.machines), fits.machines[0], fits.left_out) == (60, None, 0)
    more = selectors(evaluate(study(miners=machines(60), finance={"years": 1})))
    assert (len(more.machines), more.left_out) == (60, 1)
    assert more.machines[1] == "M0"


def test_the_ranking_ends_at_its_exact_bound(study: Study) -> None:
    """Two hundred machines are ranked and drawn, of 201 the one that pays back last is not."""
    assert MOST_RANKED == 200
    whole = evaluate(study(miners=machines(200), finance={"years": 1}))
    assert with_fewer_machines(whole) is whole
    assert len(ranking(whole.study, 0.1, POUNDS)) == 200
    more = evaluate(study(miners=machines(201), finance={"years": 1}))
    rows = ranking(more.study, 0.1, POUNDS)
    assert (len(rows), rows[0][0], rows[-1][0]) == (200, "M0", "M199")
    assert len(with_fewer_machines(more).miners.name) == 200


def test_a_selection_without_a_viable_machine_has_no_money(study: Study) -> None:
    """It has its sentence, and neither scenario cards nor rows nor layers."""
    shown = selection(study(), None, 5.0, POUNDS)
    assert shown.summary.startswith("No machine earns its power here.")
    assert (shown.metrics, shown.annual, shown.built, shown.layers) == ([], [], "", {})


def test_charts_of_few_machines_are_the_study_s_too(study: Study) -> None:
    """They stand beside tables that leave the plan out, as those of many machines do."""
    planned = evaluate(dataclasses.replace(study(), market=MarketInputs()))
    assert planned.plan is not None
    assert with_fewer_machines(planned).plan is None
