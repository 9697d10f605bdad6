"""What a run record holds."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining import __version__
from hydro_mining.economics.catalogue import CatalogueEntry, priced_miners
from hydro_mining.economics.dispatch import DispatchSettings
from hydro_mining.economics.exchange import gbp_per_unit
from hydro_mining.economics.growth import GrowthSettings
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.provenance import Snapshot, Status
from hydro_mining.quantities import POUNDS

__all__ = ["RunRecord", "new_record", "renewed"]

# Those that the files of a ZIP can have (APPNOTE.TXT, 4.4.6: MS-DOS date).
_FIRST_YEAR, _LAST_YEAR = 1980, 2107


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A study with everything it rests on and what came out.

    Parameters
    ----------
    created_at
        When the results were computed [UTC], to the second.
    version
        Of the product that computed them.
    entries
        The catalogue: machines with their dated prices, those not in use too.
    snapshot
        The origin of each network value of the study, and the exchange rates of the prices.
    currency
        Code of the currency in which money was shown.
    growth, dispatch
        What was chosen on those screens; None where nothing was.
    results
        As ``hydro-mining evaluate`` prints them.

    Raises
    ------
    InputError
        If the parts contradict each other.
    """

    created_at: dt.datetime
    version: str
    study: StudyInputs
    entries: tuple[CatalogueEntry, ...]
    snapshot: Snapshot
    currency: str = POUNDS.code
    growth: GrowthSettings | None = None
    dispatch: DispatchSettings | None = None
    results: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.created_at.year <= _LAST_YEAR:
            rule = f"a time of the years {_FIRST_YEAR} to {_LAST_YEAR}"
            raise InputError("created_at", rule, self.created_at.isoformat())
        self._check_network()
        self._check_machines()
        offered = self.snapshot.currencies(self.study.network.usd_to_gbp)
        if self.currency not in offered:
            rule = f"one that has a rate: {', '.join(offered)}"
            raise InputError("inputs.currency", rule, self.currency)

    def _check_network(self) -> None:
        network = self.study.network
        if self.snapshot.as_of != network.as_of:
            rule = f"inputs.study.network.as_of, {network.as_of.isoformat()}"
            raise InputError("network_snapshot.as_of", rule, self.snapshot.as_of.isoformat())
        for name, reading in self.snapshot.values.items():
            value = getattr(network, name)
            if reading.value != value:
                path = f"network_snapshot.readings.{name}.value"
                raise InputError(path, f"that of inputs.study.network, {value}", reading.value)

    def _check_machines(self) -> None:
        rates = gbp_per_unit(
            {code: rate.value for code, rate in self.snapshot.per_usd.items()},
            usd_to_gbp=self.study.network.usd_to_gbp,
        )
        priced = priced_miners(self.entries, rates)
        if priced == self.study.miners:
            return
        rule = "a list that gives inputs.study.miners at the snapshot's rates"
        known = set(priced)
        other = next((m.name for m in self.study.miners if m not in known), None)
        raise InputError("inputs.catalogue", rule, other or f"{len(priced)} machines in use")


def new_record(
    result: Evaluation,
    *,
    entries: tuple[CatalogueEntry, ...],
    snapshot: Snapshot,
    created_at: dt.datetime,
    currency: str = POUNDS.code,
    growth: GrowthSettings | None = None,
    dispatch: DispatchSettings | None = None,
) -> RunRecord:
    """Return the record of a result that this version has just computed."""
    return RunRecord(
        created_at=created_at.astimezone(dt.UTC).replace(microsecond=0),
        version=__version__,
        study=result.study,
        entries=tuple(entries),
        snapshot=_for_others(snapshot),
        currency=currency,
        growth=growth,
        dispatch=dispatch,
        results=result.to_dict(),
    )


def renewed(record: RunRecord, result: Evaluation, *, now: dt.datetime) -> RunRecord:
    """Return the record of ``result``, its study computed again, with all else as it was.

    A report never shows other figures than the record that it holds.
    """
    return new_record(
        result,
        entries=record.entries,
        snapshot=record.snapshot,
        created_at=now,
        currency=record.currency,
        growth=record.growth,
        dispatch=record.dispatch,
    )


def _for_others(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot without a word that means whoever sat before the page."""
    readings = {
        name: dataclasses.replace(reading, source=reading.source.replace("by you", "by hand"))
        if reading.status is Status.ENTERED
        else reading
        for name, reading in snapshot.values.items()
    }
    return dataclasses.replace(snapshot, values=readings)
