"""The colours of charts, as people see them who lack a kind of cone."""

from itertools import combinations

import numpy as np
import pytest

from hydro_mining.views.colors import AMBER, GREY, INK, LOSS, PALETTE, SHARES, USES, YELLOW

# Linear sRGB as seen without a kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# sRGB to XYZ, and the white of D65 (IEC 61966-2-1).
TO_XYZ = np.array(
    [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
)
WHITE = np.array([0.9505, 1.0, 1.089])
# CIE 1976 ΔE: some 2.3 is just noticed of two fields that touch; lines need several times that.
TOLD_APART = 11.0


def lab(color, matrix):
    """Return CIE L*a*b* of #rrggbb as it is seen."""
    srgb = np.array(list(bytes.fromhex(color[1:]))) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(np.array(matrix) @ linear, 0, 1) / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("matrix", DEFICIENCIES.values(), ids=DEFICIENCIES)
@pytest.mark.parametrize(
    "together", [PALETTE, (INK, AMBER, GREY), (INK, LOSS, YELLOW, GREY), SHARES, USES]
)
def test_colors_of_a_chart_are_told_apart(together, matrix):
    """Each pair that stands in one chart differs for everybody."""
    seen = {color: lab(color, matrix) for color in together}
    near = {
        pair: round(float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])), 1)
        for pair in combinations(together, 2)
    }
    assert {pair: far for pair, far in near.items() if far < TOLD_APART} == {}
