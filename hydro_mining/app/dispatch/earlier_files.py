"""The price files that were in hand before, so that undoing an upload brings them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining.app.dispatch.loaded_prices import LoadedPrices, Upload

# Of all files together; the newest is kept however large it is.
_MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InHand:
    """A file with its prices, what was settled about it, and what a reader chose of it."""

    upload: Upload
    prices: LoadedPrices
    settled: Mapping[str, Any]
    zone: str
    is_accepted: bool


class EarlierFiles:
    """Holds files by name and content, the newest as many as have room."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], InHand] = {}

    def keep(self, file: InHand) -> None:
        """Hold a file; the sample, which is always there, is not held."""
        prices = file.prices
        if prices.is_sample:
            return
        key = (prices.name, prices.sha256)
        self._held.pop(key, None)
        self._held[key] = file
        sizes = {one: _bytes(held) for one, held in self._held.items()}
        for one in list(sizes)[:-1]:
            if sum(sizes.values()) > _MOST_BYTES:
                del self._held[one], sizes[one]

    def of(self, name: str, sha256: str) -> InHand | None:
        """Return the file of a name and content, None where it is not held."""
        return self._held.get((name, sha256))


def _bytes(file: InHand) -> int:
    """Return what a file and its prices take: packed it is a small part of them."""
    read = file.prices.read
    every = (*read.series.values(), *read.day_ahead.values())
    arrays = [(one.start, one.local_start, one.hours, one.price) for one in every]
    return len(file.upload.data) + sum(array.nbytes for one in arrays for array in one)
