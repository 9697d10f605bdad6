"""The search for garbage, which holds a server up, leaves alone what stays for its lifetime."""

import gc
from functools import cache

__all__ = ["settle_memory"]

# Objects that are made before the youngest are looked through; a page makes some 100,000.
_YOUNG = 10_000


@cache
def settle_memory() -> None:
    """Let Python's full searches pass over what has been loaded by now.

    Some 300,000 objects of the libraries took 270 to 530 ms of CPU a search, several of them
    while a visitor opens the screens; each would hold up every slider.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
