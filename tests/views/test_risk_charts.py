"""The charts of futures, where futures are few or all alike."""

from collections.abc import Callable

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs
from hydro_mining.economics.risk import risk_of
from hydro_mining.quantities import POUNDS
from hydro_mining.views.risk_charts import npv_layers

Build = Callable[..., StudyInputs]


@pytest.mark.parametrize("price", [1900.0, 1_000_000.0])
def test_one_future_far_from_nothing_is_one_bar(study: Build, price: float) -> None:
    """Gain or loss: a bar of a thousandth of it, not as many as lead to 0."""
    miner = {"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": price}
    told = risk_of(study(miners=[miner], finance={"miner": "Round"}), paths=1)
    layers = npv_layers(told, currency=POUNDS)
    assert sum(len(layer["top"]) for layer in layers.values()) <= 2
    full = [layer for layer in layers.values() if len(layer["top"]) and layer["top"].max() == 100]
    assert len(full) == 1


def test_no_bar_is_both_loss_and_gain(study: Build) -> None:
    """An edge stands at 0, and the shares of loss add up to the chance of one."""
    told = risk_of(study(finance={"other_opex_gbp_per_year": 2_000_000.0}), paths=2_000)
    layers = npv_layers(told, currency=POUNDS)
    assert layers["loss"]["right"].max() == pytest.approx(0, abs=1e-6)
    assert layers["gain"]["left"].min() == pytest.approx(0, abs=1e-6)
    share = layers["loss"]["top"].sum() / 100
    assert share == pytest.approx(told.probability_of_loss.value)
    worst_and_best = (layers["loss"]["left"].min(), layers["gain"]["right"].max())
    assert worst_and_best[0] <= told.futures.npv_gbp.min()
    assert worst_and_best[1] >= np.percentile(told.futures.npv_gbp, 99)
