"""The look of the controls and the style sheet, light and dark, are one look that can be read."""

import re

import pytest

from hydro_mining.app.theme import LINE, MUTED, THEME
from hydro_mining.package_files import package_text
from hydro_mining.views.colors import ON_DARK, PAPER

PAIR = re.compile(r"--hm-([a-z-]+): (light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\));")
LOOK = {name: pair for name, *pair in PAIR.findall(package_text("assets", "theme.css"))}
LIGHT, DARK = ({name: pair[place] for name, pair in LOOK.items()} for place in (1, 2))
# What is written, by what it is written on.
WRITTEN = {
    "paper": ("ink", "muted", "accent", "good", "bad"),
    "marked": ("ink", "muted", "accent", "good", "bad"),
    "info-paper": ("info-ink", "ink", "accent"),
    "warn-paper": ("warn-ink",),
    "bad-paper": ("bad",),
}


def luminance(color):
    """Return the relative luminance of WCAG 2.2."""
    shares = [part / 255 for part in bytes.fromhex(color[1:])]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the contrast ratio of WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_can_be_read_on_their_paper(look):
    """With the contrast of level AA, 4.5 to 1."""
    faint = {
        (text, paper)
        for paper, texts in WRITTEN.items()
        for text in texts
        if contrast(look[text], look[paper]) < 4.5
    }
    assert faint == set()


def test_controls_charts_and_texts_are_of_one_look():
    """The same paper, ink and accent, wherever they are written down."""
    dark = THEME["dark"]["palette"]
    assert (LOOK["line"][0], LOOK["muted"][0]) == (LINE, MUTED)
    assert (LIGHT["paper"], DARK["paper"]) == (PAPER, ON_DARK[PAPER])
    assert dark["background"] == {"default": DARK["paper"], "paper": DARK["paper"]}
    assert dark["text"] == {"primary": DARK["ink"], "secondary": DARK["muted"]}
    assert dark["primary"]["main"] == DARK["accent"]
    assert THEME["light"]["palette"]["primary"]["main"] == LIGHT["accent"]


def test_no_text_of_the_style_sheet_is_of_one_theme():
    """Each colour has its two halves, but white on the page's head, dots of a state and shadows."""
    sheet = re.sub(r"light-dark\([^)]*\)", "", package_text("assets", "theme.css"))
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", sheet)) == {
        "#fff",
        "#ffffff26",
        "#9aa7ad",
        "#d97706",
        "#0002",
        "#0003",
        "#0006",
    }
