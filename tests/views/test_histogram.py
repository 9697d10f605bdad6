"""Bars of values, losses apart from gains."""

import numpy as np
import pytest

from hydro_mining.views.histogram import loss_and_gain_layers


def test_no_bar_is_both_a_loss_and_a_gain():
    """Of −3, −1, 1 and 5 in bars of 2: two losses, two gains, an edge at 0."""
    layers = loss_and_gain_layers(np.array([-3.0, -1.0, 1.0, 5.0]), bars=4)
    assert layers["loss"]["left"].tolist() == [-4, -2]
    assert layers["loss"]["top"].tolist() == [1, 1]
    assert layers["gain"]["left"].tolist() == [0, 2, 4]
    assert layers["gain"]["top"].tolist() == [1, 0, 1]


@pytest.mark.parametrize("value", [-221_180.76, 0.0, 1e9])
def test_values_that_are_all_alike_have_a_bar(value):
    """And not a bar for each pound between them and zero."""
    layers = loss_and_gain_layers(np.array([value] * 3), bars=40)
    counts = np.concatenate([layer["top"] for layer in layers.values()])
    assert counts.sum() == 3
    assert len(counts) < 4
