"""The miner catalogue as a user edits it."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import param

from hydro_mining.economics.catalogue import (
    CatalogueEntry,
    PriceQuote,
    priced_miners,
)
from hydro_mining.economics.exchange import gbp_per_unit
from hydro_mining.economics.inputs import Miner
from hydro_mining.exceptions import InputError

_ENTERED_BY_USER = "Entered by you"


class MinerCatalogue(param.Parameterized):
    """Machines with their dated prices; those in use take part in the choice."""

    entries = param.Parameter(default=(), doc="Tuple of CatalogueEntry.")
    per_usd = param.Dict(default={}, doc="Units of each currency for a dollar.")

    def __init__(self, entries: Iterable[CatalogueEntry], *, per_usd: Mapping[str, float]) -> None:
        super().__init__(entries=tuple(entries), per_usd=dict(per_usd))

    def gbp_per(self, usd_to_gbp: float) -> dict[str, float]:
        """Return pounds per unit of each currency that prices come in."""
        return gbp_per_unit(self.per_usd, usd_to_gbp=usd_to_gbp)

    def miners(self, usd_to_gbp: float) -> tuple[Miner, ...]:
        """Return the machines in use, at their asking prices in pounds.

        Raises
        ------
        InputError
            If none is in use, or a price's currency has no rate.
        """
        miners = priced_miners(self.entries, self.gbp_per(usd_to_gbp))
        if not miners:
            raise InputError("catalogue", "a list with at least one priced machine in use", [])
        return miners

    def replace(self, entries: Iterable[CatalogueEntry]) -> None:
        """Take other machines, as from an uploaded file.

        Raises
        ------
        InputError
            If a price's currency has no rate; nothing changes then.
        """
        replaced = tuple(entries)
        self.check(replaced)
        self.entries = replaced

    def check(self, entries: Iterable[CatalogueEntry]) -> None:
        """Refuse machines of which a price's currency has no rate.

        Raises
        ------
        InputError
            At the first.
        """
        rates = self.gbp_per(1.0)
        for entry in entries:
            entry.price_range_gbp(rates)

    def join(self, entries: Iterable[CatalogueEntry]) -> None:
        """Take machines beside those that there are; one of a known name takes its place.

        Raises
        ------
        InputError
            If a price's currency has no rate; nothing changes then.
        """
        new = {entry.name.casefold(): entry for entry in entries}
        kept = [new.pop(entry.name.casefold(), entry) for entry in self.entries]
        self.replace((*kept, *new.values()))

    def add(self, entry: CatalogueEntry) -> None:
        """Append a machine under a name that is not taken."""
        if entry.name.casefold() in {other.name.casefold() for other in self.entries}:
            raise InputError("name", "different from the other machines' names", entry.name)
        self.entries = (*self.entries, entry)

    def remove(self, name: str) -> None:
        """Remove a machine."""
        self.entries = tuple(entry for entry in self.entries if entry.name != name)

    def edit(self, name: str, *, today: dt.date, **changes: Any) -> None:
        """Change fields of one machine; ``price_gbp`` replaces its quotes by the user's own.

        Raises
        ------
        InputError
            If a value is not legal; nothing changes then.
        """
        if "price_gbp" in changes:
            changes["quotes"] = (
                PriceQuote(
                    price=changes.pop("price_gbp"),
                    currency="GBP",
                    price_date=today.isoformat(),
                    source=_ENTERED_BY_USER,
                ),
            )
        edited = tuple(
            dataclasses.replace(entry, **changes) if entry.name == name else entry
            for entry in self.entries
        )
        if any(entry.name == name and entry.use and not entry.quotes for entry in edited):
            raise InputError("use", "of a machine with a price: enter its price first", True)
        self.entries = edited
