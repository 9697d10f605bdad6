"""The prices in hand on the Dispatch screen: those of a file, or the sample year."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Instants
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import (
    FirstRows,
    PriceImport,
    PriceOptions,
    read_first_rows,
    read_prices,
)
from hydro_mining.package_files import package_text
from hydro_mining.quantities import Currency, amounts_in

_SAMPLE = "sample_prices_2025.csv"
_NONE = FirstRows()


class Upload(NamedTuple):
    """A file as it arrived."""

    name: str
    data: bytes
    is_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedPrices:
    """The prices in hand: those of a file, or the sample year that comes with the product.

    ``name`` and ``sha256`` are what a record tells of the file, empty for the sample. ``options``
    are what a reader settled of it, ``days`` (D,) the local dates of all its zones.
    """

    read: PriceImport
    title: str
    options: PriceOptions
    first_rows: FirstRows
    days: Instants
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


def loaded(upload: Upload, options: PriceOptions) -> LoadedPrices:
    """Return the prices of a file, which a thread of its own may read.

    Raises
    ------
    InputError
        At the first line that breaks a rule.
    """
    read = read_prices(upload.data, options)
    days = [series.local_start.astype("datetime64[D]") for series in read.series.values()]
    digest = hashlib.sha256(upload.data).hexdigest()
    return LoadedPrices(
        read=read,
        title=upload.name,
        options=options,
        first_rows=read_first_rows(upload.data, skip_lines=options.skip_lines),
        days=np.unique(np.concatenate(days)),
        name="" if upload.is_sample else upload.name,
        sha256="" if upload.is_sample else digest,
    )


def first_rows(upload: Upload, skip_lines: int) -> FirstRows:
    """Return headings and first rows of a file, none of what is no table."""
    try:
        return read_first_rows(upload.data, skip_lines=skip_lines)
    except InputError:
        return _NONE


@cache
def sample_upload() -> Upload:
    """Return the file of the sample year."""
    return Upload(_SAMPLE, package_text("data", _SAMPLE).encode(), is_sample=True)


@cache
def sample() -> LoadedPrices:
    """Return the sample year, read once for all visitors."""
    return loaded(sample_upload(), PriceOptions())
