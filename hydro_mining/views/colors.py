"""The colours of all charts, on the page and in reports, on light paper and on dark.

Those that stand in one chart are told apart by people with the common colour-vision
deficiencies: series by the hues of Okabe and Ito (2008), gain and loss by blue and vermilion
instead of green and red, shares by one hue from light to dark. Charts are drawn in the colours for
light paper; ``ON_DARK`` has the other half of each, which a page in the dark theme puts in its
place (``assets/theme.js``).
"""

# Series of one kind, in their order; and their names where those stand in a chart.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4b2a7b")
LETTERS = ("#0072b2", "#b04d00", "#007a59", "#a2467b", "#8a5f00", "#1c729f", "#4b2a7b")
_ON_DARK = ("#4b90f5", "#ea6630", "#36dd9c", "#cc7fa6", "#ffd340", "#c0ecff", "#b3a2ef")

# What a chart is about, what it is compared with, and what is only for orientation.
INK, _INK_ON_DARK = "#0b5c6b", "#5ec4d6"
AMBER = "#c77700"
YELLOW = "#f0e442"  # a mark upon fields of INK and LOSS
GREY = "#9aa7ad"
NOT_CHOSEN = "#b9c6cb"
DESIGN = PALETTE[2]
LOSS, _LOSS_ON_DARK = PALETTE[1], _ON_DARK[1]  # beside INK, which is gain

PAPER, _DARK_PAPER = "#ffffff", "#10191d"
TEXT, MUTED, BLACK = "#12313a", "#5a6d75", "#111111"
LINE = "#dbe4e7"  # of a grid

# A day's or an hour's share, from none to all; and what becomes of water's energy.
SHARES = ("#f1e4cd", "#7fb3bd", INK)
USES = (INK, "#8fc1dd", "#d5dadd")

# Of a map's fields: how much of their colour the palest and the deepest have, beside paper.
_PALE, _DEEP, _DEPTHS = 0.12, 0.85, 32


def palette(index: int) -> str:
    """Return the colour of the series at ``index``; they repeat after seven."""
    return PALETTE[index % len(PALETTE)]


def letters(index: int) -> str:
    """Return the colour in which the name of the series at ``index`` is written."""
    return LETTERS[index % len(LETTERS)]


def _fields(color: str, paper: str) -> tuple[str, ...]:
    """Return the colours of a map's fields, from pale to deep."""
    both = list(zip(bytes.fromhex(color[1:]), bytes.fromhex(paper[1:]), strict=True))
    step = (_DEEP - _PALE) / (_DEPTHS - 1)
    shares = [_PALE + step * depth for depth in range(_DEPTHS)]
    return tuple("#" + bytes(round(g + (f - g) * s) for f, g in both).hex() for s in shares)


# A map's fields: what is gained and what is lost, the deeper the more.
GAINS, LOSSES = _fields(INK, PAPER), _fields(LOSS, PAPER)

# By its colour on light paper, each colour on dark paper.
ON_DARK = {
    **dict(zip(PALETTE, _ON_DARK, strict=True)),
    **dict(zip(LETTERS, _ON_DARK, strict=True)),
    **dict(zip(GAINS, _fields(_INK_ON_DARK, _DARK_PAPER), strict=True)),
    **dict(zip(LOSSES, _fields(_LOSS_ON_DARK, _DARK_PAPER), strict=True)),
    INK: _INK_ON_DARK,
    AMBER: "#f0a030",
    YELLOW: YELLOW,
    GREY: "#7b8a91",
    NOT_CHOSEN: "#54656d",
    PAPER: _DARK_PAPER,
    TEXT: "#e4edf0",
    MUTED: "#a3b4bb",
    BLACK: "#f4f6f7",
    LINE: "#2c3d44",
    SHARES[0]: "#2e2a22",
    SHARES[1]: "#3a7b88",
    USES[1]: "#3f7fa3",
    USES[2]: "#3b484e",
}
