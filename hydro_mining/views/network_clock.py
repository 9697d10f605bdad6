"""The network's next turns: when difficulty is set anew, and when the subsidy halves."""

import datetime as dt
import html

from hydro_mining.constants import BLOCKS_PER_DAY
from hydro_mining.economics.bitcoin import blocks_to_difficulty_change, blocks_to_halving
from hydro_mining.economics.inputs import Network
from hydro_mining.views.markup import hint
from hydro_mining.views.terms import DIFFICULTY, HALVING, HASHPRICE


def network_clock(network: Network, now: dt.datetime) -> str:
    """Return a chip a turn: how many blocks away it is, and its day at a block in ten minutes."""
    height = network.block_height
    turns = {
        "Next difficulty change": int(blocks_to_difficulty_change(height)),
        "Next halving": int(blocks_to_halving(height)),
    }
    chips = (_chip(title, blocks, network, now) for title, blocks in turns.items())
    return f'<div class="hm-chips">{"".join(chips)}</div>'


def network_terms() -> str:
    """Return what the figures of the network mean, a sentence each."""
    return "".join(map(hint, (HASHPRICE, DIFFICULTY, HALVING)))


def _chip(title: str, blocks: int, network: Network, now: dt.datetime) -> str:
    key = title.lower().replace(" ", "_")
    try:
        day = network.as_of + dt.timedelta(days=blocks / BLOCKS_PER_DAY)
    except OverflowError:
        said = "beyond the calendar"
    else:
        # An old height says of a turn that was expected since.
        word = "expected" if day < now else "about"
        said = f"{word} {day.day} {day:%b %Y}"
    counted = f"{blocks:,} blocks from height {network.block_height:,}"
    return (
        f'<span class="hm-chip" data-figure="{key}"><span>{html.escape(title)}</span>'
        f"<b>{said}</b><i>{counted}</i><i>at a block in ten minutes</i></span>"
    )
