"""The prices in hand on the Dispatch screen, and the file that they were read from."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceImport, PriceOptions, read_headings, read_prices
from hydro_mining.quantities import Currency, amounts_in

__all__ = ["LoadedPrices", "Upload", "headings_of", "loaded_prices"]


class Upload(NamedTuple):
    """A file as it arrived."""

    name: str
    data: bytes
    is_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedPrices:
    """The prices in hand: those of a file, or the sample year that comes with the product.

    ``name`` and ``sha256`` are what a record tells of the file, empty for the sample.
    """

    read: PriceImport
    title: str
    headings: tuple[str, ...]
    name: str = ""
    sha256: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether they are the sample year, which is made up."""
        return not self.name

    @property
    def currency(self) -> Currency:
        """The currency of the prices, as amounts are shown in it."""
        return amounts_in(self.read.currency)

    @property
    def zones(self) -> list[str]:
        """Names of the zones, in the order of the file."""
        return list(self.read.series)


def loaded_prices(upload: Upload, options: PriceOptions) -> LoadedPrices:
    """Return the prices of a file, which a thread of its own may read.

    Raises
    ------
    InputError
        At the first line that breaks a rule.
    """
    read = read_prices(upload.data, options)
    digest = hashlib.sha256(upload.data).hexdigest()
    return LoadedPrices(
        read=read,
        title=upload.name,
        headings=read_headings(upload.data, skip_lines=options.skip_lines),
        name="" if upload.is_sample else upload.name,
        sha256="" if upload.is_sample else digest,
    )


def headings_of(upload: Upload, skip_lines: int) -> tuple[str, ...]:
    """Return the headings of a file, none of what is no table."""
    try:
        return read_headings(upload.data, skip_lines=skip_lines)
    except InputError:
        return ()
