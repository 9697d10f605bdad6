"""Values from outside, each with where it comes from and how old it is."""

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hydro_mining.economics.inputs import Network
from hydro_mining.quantities import CURRENCY_CODES, DOLLARS, POUNDS, Currency, currency_of

# The values of a snapshot by the names of the study's network inputs, in the order they are shown.
NETWORK_VALUES = (
    "btc_price_usd",
    "difficulty",
    "block_height",
    "fees_btc_per_block",
    "usd_to_gbp",
)

# Who entered a value, for readers who were not there.
_BY_HAND = "entered by hand"


class Status(StrEnum):
    """How a value came here.

    Asked now, kept, of a run record, kept too long, built in, or typed by the user.
    """

    LIVE = "live"
    CACHED = "cached"
    RECORDED = "recorded"
    STALE = "stale"
    STATIC = "static"
    ENTERED = "entered"

    @property
    def is_fresh(self) -> bool:
        """Whether a provider gave the value recently enough."""
        return self in {Status.LIVE, Status.CACHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedValue:
    """A value with its provenance.

    Parameters
    ----------
    source
        Who said it, as a reader knows them; empty for what the user entered.
    as_of
        The source's own time [UTC]; midnight stands for a whole day. None where the source
        tells no time: its age is then unknown, never "now".
    fetched_at
        When it was asked for [UTC]; None for what was never fetched.
    note
        A sentence for the reader where something is out of the ordinary, else empty.
    detail
        What the providers did, for who wants to know more.
    is_fallback
        Whether the first source could not be used.
    """

    value: float
    unit: str
    source: str
    as_of: dt.datetime | None
    fetched_at: dt.datetime | None = None
    status: Status = Status.STATIC
    note: str = ""
    # Concerns the operator of the product, not the reader of a record.
    detail: str = field(default="", metadata={"in_records": False})
    is_fallback: bool = False

    def told_by(self, *, user: str) -> str:
        """Return who said the value, where ``user`` stands for whoever entered it.

        An entered value has no source, unless it was entered in a file that is named; of another
        day than the other values, it says which.
        """
        if self.status is not Status.ENTERED or self.source:
            return self.source
        return user if self.as_of is None else f"of {self.as_of:%d %b %Y}, {user}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The network at one moment: a sourced value for each of ``NETWORK_VALUES``.

    Parameters
    ----------
    as_of
        Time of the height [UTC], the origin of all growth.
    per_usd
        Units of each currency for a dollar, by its ISO code.
    """

    as_of: dt.datetime
    values: Mapping[str, SourcedValue]
    per_usd: Mapping[str, SourcedValue]

    @property
    def network(self) -> Network:
        """The values as a study's frozen input."""
        value = {name: sourced.value for name, sourced in self.values.items()}
        return Network(
            as_of=self.as_of,
            btc_price_usd=value["btc_price_usd"],
            difficulty=value["difficulty"],
            block_height=int(value["block_height"]),
            usd_to_gbp=value["usd_to_gbp"],
            fees_btc_per_block=value["fees_btc_per_block"],
        )

    @property
    def units_per_usd(self) -> dict[str, float]:
        """The rates of ``per_usd`` as plain numbers."""
        return {code: rate.value for code, rate in self.per_usd.items()}

    def day_of_rate(self, code: str) -> dt.date | None:
        """Return the day of a currency's rate to the pound, the older one where two make it.

        None for the pound, and where a rate is missing, entered or of no known time.
        """
        if code == POUNDS.code:
            return None
        others = [] if code == DOLLARS.code else [self.per_usd.get(code)]
        used = [self.values["usd_to_gbp"], *others]
        days = [one.as_of.date() for one in used if one is not None and one.as_of is not None]
        return min(days) if len(days) == len(used) else None

    def currencies(self, usd_to_gbp: float) -> dict[str, Currency]:
        """Return the currencies that have a rate, by code, pounds first.

        Parameters
        ----------
        usd_to_gbp : [£/$]
            £1 is 1 / ``usd_to_gbp`` dollars; an entered rate may be so small or so large that
            nothing can be converted at it.
        """
        per_usd = {code: rate.value for code, rate in self.per_usd.items()} | {DOLLARS.code: 1.0}
        per_gbp = {code: rate / usd_to_gbp for code, rate in per_usd.items()} | {POUNDS.code: 1.0}
        return {
            code: currency_of(code, per_gbp[code])
            for code in CURRENCY_CODES
            if 0 < per_gbp.get(code, 0) < math.inf
        }

    def recorded(self) -> "Snapshot":
        """Return the snapshot as what it is once it was written down.

        No value is live, and whoever entered one need not be the reader.
        """
        return dataclasses.replace(
            self, values=_recorded(self.values), per_usd=_recorded(self.per_usd)
        )


def _recorded(values: Mapping[str, SourcedValue]) -> dict[str, SourcedValue]:
    return {
        name: dataclasses.replace(
            sourced,
            status=Status.RECORDED if sourced.status.is_fresh else sourced.status,
            source=sourced.told_by(user=_BY_HAND),
            detail="" if sourced.status.is_fresh else sourced.detail,
        )
        for name, sourced in values.items()
    }
