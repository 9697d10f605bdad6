"""The colours of charts on light and on dark paper, also as people see them who lack a cone."""

from itertools import combinations

import numpy as np
import pytest

from hydro_mining.views.colors import (
    AMBER,
    BLACK,
    GAINS,
    GREY,
    INK,
    LETTERS,
    LOSS,
    LOSSES,
    MUTED,
    ON_DARK,
    PALETTE,
    PAPER,
    SHARES,
    TEXT,
    USES,
    YELLOW,
)

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


# WCAG 2.2, level AA: contrast of texts, and of what a chart is read by.
OF_TEXTS, OF_GRAPHICS = 4.5, 3.0


def linear(color):
    """Return linear sRGB of #rrggbb."""
    srgb = np.array(list(bytes.fromhex(color[1:]))) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(color, matrix):
    """Return CIE L*a*b* of #rrggbb as it is seen."""
    ratio = TO_XYZ @ np.clip(np.array(matrix) @ linear(color), 0, 1) / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(color, paper):
    """Return the contrast ratio of WCAG 2.2: 1 to 21."""
    one, other = sorted(float(TO_XYZ[1] @ linear(shown)) + 0.05 for shown in (color, paper))
    return other / one


def on(paper, colors):
    """Return colours of charts as they are on a paper."""
    return tuple(colors) if paper == PAPER else tuple(ON_DARK[color] for color in colors)


PAPERS = pytest.mark.parametrize("paper", [PAPER, ON_DARK[PAPER]], ids=["light", "dark"])


@PAPERS
@pytest.mark.parametrize("matrix", DEFICIENCIES.values(), ids=DEFICIENCIES)
@pytest.mark.parametrize(
    "together", [PALETTE, (INK, AMBER, GREY), (INK, LOSS, YELLOW, GREY, BLACK), SHARES, USES]
)
def test_colors_of_a_chart_are_told_apart(together, matrix, paper):
    """Each pair that stands in one chart differs for everybody."""
    together = on(paper, together)
    seen = {color: lab(color, matrix) for color in together}
    near = {
        pair: round(float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])), 1)
        for pair in combinations(together, 2)
    }
    assert {pair: far for pair, far in near.items() if far < TOLD_APART} == {}


@PAPERS
def test_what_is_written_in_a_chart_can_be_read(paper):
    """Names of series are letters, not lines: they need more contrast."""
    written = on(paper, (*LETTERS, TEXT, MUTED, BLACK))
    assert {color for color in written if contrast(color, paper) < OF_TEXTS} == set()


def test_what_is_drawn_on_dark_paper_is_seen():
    """Each series, what a chart is about, and what it is compared with."""
    paper = ON_DARK[PAPER]
    drawn = on(paper, (*PALETTE, INK, LOSS, AMBER, GREY, YELLOW, *USES[:2], SHARES[1]))
    assert {color for color in drawn if contrast(color, paper) < OF_GRAPHICS} == set()


def test_a_dark_half_is_no_light_colour():
    """A chart that is turned twice is as one that is turned once; yellow stays as it is."""
    assert set(ON_DARK) & set(ON_DARK.values()) == {YELLOW}


def test_the_fields_of_a_map_go_from_pale_to_deep():
    """From 12 to 85 hundredths of the colour, the rest is paper; worked by hand for gains.

    Of #0b5c6b = (11, 92, 107) beside white: 255 - 0.12 x (244, 163, 148) = (226, 235, 237) and
    255 - 0.85 x (244, 163, 148) = (48, 116, 129).
    """
    assert (GAINS[0], GAINS[-1]) == ("#e2ebed", "#307481")
    assert len(set(GAINS)) == len(set(LOSSES)) == len(GAINS)
