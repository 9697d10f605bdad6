"""The colours of all charts, on the page and in reports.

Those that stand in one chart are told apart by people with the common colour-vision
deficiencies: series by the hues of Okabe and Ito (2008), gain and loss by blue and vermilion
instead of green and red, shares by one hue from light to dark.
"""

__all__ = [
    "AMBER",
    "BLACK",
    "DESIGN",
    "GREY",
    "INK",
    "LOSS",
    "MUTED",
    "NOT_CHOSEN",
    "PALETTE",
    "SHARES",
    "TEXT",
    "USES",
    "YELLOW",
    "palette",
]

# Series of one kind, in their order.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4b2a7b")

# What a chart is about, what it is compared with, and what is only for orientation.
INK = "#0b5c6b"
AMBER = "#c77700"
YELLOW = "#f0e442"  # a mark upon fields of INK and LOSS
GREY = "#9aa7ad"
NOT_CHOSEN = "#b9c6cb"
DESIGN = PALETTE[2]
LOSS = PALETTE[1]  # beside INK, which is gain

TEXT, MUTED, BLACK = "#12313a", "#5a6d75", "#111111"

# A day's or an hour's share, from none to all; and what becomes of water's energy.
SHARES = ("#f1e4cd", "#7fb3bd", INK)
USES = (INK, "#8fc1dd", "#d5dadd")


def palette(index: int) -> str:
    """Return the colour of the series at ``index``; they repeat after seven."""
    return PALETTE[index % len(PALETTE)]
