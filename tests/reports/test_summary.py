"""What a board reads first in page, spreadsheet and paper."""

import dataclasses
from collections.abc import Callable

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.quantities import POUNDS
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.run_record import Answers
from hydro_mining.reports.summary import board_sentences

Study = Callable[..., StudyInputs]
NONE_DRAWN = Answers(risk=None, compared=None, uses=None, odds=None)


@pytest.mark.parametrize("market", [None, MarketInputs()])
def test_a_machine_that_loses_hides_none_that_pays(
    study: Study, market: MarketInputs | None
) -> None:
    """360 Dears of £100,000 get £7,489,800 back of 36 million; 360 Rounds are £684,000.

    2,496,600 × (1/1.1 + 1/1.21 + 1/1.331) − 684,000 = 5,524,675.
    """
    round_one = study()
    dear = dataclasses.replace(round_one.miners[0], name="Dear", price_gbp=100_000.0)
    finance = dataclasses.replace(round_one.finance, miner="Dear", n_miners=360)
    built = dataclasses.replace(
        round_one, miners=(*round_one.miners, dear), finance=finance, market=market, dilute=False
    )
    first, *more, last = board_sentences(Told(evaluate(built), NONE_DRAWN, None), POUNDS)
    assert "with 360 × Dear would not pay here; with Round it would." in first
    assert last == (
        "With 360 × Round you would put in £684,000 and get £7.49 million back over 3 years: "
        "in today's money £5.52 million more than selling the power (NPV)."
    )
    # A plan's levers are not in the summary.
    assert len(more) == (market is None)
    assert all(
        said.startswith("With 360 × Dear it would pay with one of these alone: ") for said in more
    )
