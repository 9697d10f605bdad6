"""What a run record holds."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining import __version__
from hydro_mining.economics.catalogue import CatalogueEntry, priced_miners
from hydro_mining.economics.checking import check_names
from hydro_mining.economics.exchange import gbp_per_unit
from hydro_mining.economics.growth import GrowthSettings
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.sections import SECTIONS
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_growth_table
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from hydro_mining.quantities import POUNDS, checked

# Those that the files of a ZIP can have (APPNOTE.TXT, 4.4.6: MS-DOS date).
_FIRST_YEAR, _LAST_YEAR = 1980, 2107
_MOST_MACHINES = 10_000
_CODE = re.compile(r"[A-Z]{3}")
_FETCHED = (Status.LIVE, Status.CACHED, Status.RECORDED, Status.STALE)


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
    sections
        Settings of the screens beside the study by their keys in ``SECTIONS``; a section in
        which nothing was chosen is absent.
    results
        As ``hydro-mining evaluate`` prints them.

    Raises
    ------
    InputError
        If the parts contradict each other; the argument is the field's path in the document.
    """

    created_at: dt.datetime
    version: str
    study: StudyInputs
    entries: tuple[CatalogueEntry, ...]
    snapshot: Snapshot
    currency: str = POUNDS.code
    sections: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    results: Mapping[str, Any]

    def __post_init__(self) -> None:
        _check_utc("created_at", self.created_at)
        if not _FIRST_YEAR <= self.created_at.year <= _LAST_YEAR:
            rule = f"a time of the years {_FIRST_YEAR} to {_LAST_YEAR}"
            raise InputError("created_at", rule, self.created_at.isoformat())
        names = [entry.name for entry in self.entries]
        check_names("inputs.catalogue", names, most=_MOST_MACHINES)
        _check_snapshot(self.snapshot)
        self._check_network()
        self._check_machines()
        self._check_sections()
        offered = self.snapshot.currencies(self.study.network.usd_to_gbp)
        if self.currency not in offered:
            rule = f"one that has a rate: {', '.join(offered)}"
            raise InputError("inputs.currency", rule, self.currency)

    def _check_network(self) -> None:
        network = self.study.network
        if self.snapshot.as_of != network.as_of:
            rule = f"inputs.study.network.as_of, {network.as_of.isoformat()}"
            raise InputError("network_snapshot.as_of", rule, self.snapshot.as_of.isoformat())
        for name, sourced in self.snapshot.values.items():
            value = getattr(network, name)
            if sourced.value != value:
                path = f"network_snapshot.values.{name}.value"
                raise InputError(path, f"that of inputs.study.network, {value}", sourced.value)

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

    def _check_sections(self) -> None:
        unknown = next((key for key in self.sections if key not in SECTIONS), None)
        if unknown is not None:
            raise InputError("inputs.sections", f"of {', '.join(sorted(SECTIONS))}", unknown)
        in_order = {key: self.sections[key] for key in sorted(self.sections)}
        object.__setattr__(self, "sections", in_order)
        growth = in_order.get("growth")
        if not isinstance(growth, GrowthSettings) or growth.table is not None:
            return
        years = bundled_growth_table().year
        if growth.year not in years:
            rule = f"one of the table's, {years[0]} to {years[-1]}"
            raise InputError("inputs.sections.growth.year", rule, growth.year)


def _check_snapshot(snapshot: Snapshot) -> None:
    _check_utc("network_snapshot.as_of", snapshot.as_of)
    missing = next((name for name in NETWORK_VALUES if name not in snapshot.values), None)
    if missing is not None:
        raise InputError(f"network_snapshot.values.{missing}", "given", None)
    for name, sourced in snapshot.values.items():
        path = f"network_snapshot.values.{name}"
        if name not in NETWORK_VALUES:
            raise InputError(path, f"one of {', '.join(NETWORK_VALUES)}", name)
        _check_sourced(path, name, sourced)
    for code, rate in snapshot.per_usd.items():
        path = f"network_snapshot.per_usd.{code}"
        if not _CODE.fullmatch(code):
            raise InputError(path, "named by three capital letters (ISO 4217)", code)
        # A rate is of any currency; only that to the pound is an input with a name.
        _check_sourced(path, "usd_to_gbp", rate)


def _check_sourced(path: str, name: str, sourced: SourcedValue) -> None:
    for field in ("as_of", "fetched_at"):
        time = getattr(sourced, field)
        if time is not None:
            _check_utc(f"{path}.{field}", time)
    if sourced.fetched_at is None and sourced.status in _FETCHED:
        raise InputError(f"{path}.fetched_at", "given for a value that was fetched", None)
    try:
        checked(name, sourced.value)
    except InputError as error:
        raise InputError(f"{path}.value", error.rule, error.value) from error


def _check_utc(path: str, time: dt.datetime) -> None:
    if time.tzinfo is None or time.utcoffset():
        rule = "a time in UTC, such as 2026-10-10T00:00:00+00:00"
        raise InputError(path, rule, time.isoformat())


def new_record(
    result: Evaluation,
    *,
    entries: tuple[CatalogueEntry, ...],
    snapshot: Snapshot,
    created_at: dt.datetime,
    currency: str = POUNDS.code,
    sections: Mapping[str, Any] | None = None,
) -> RunRecord:
    """Return the record of a result that this version has just computed."""
    return RunRecord(
        created_at=created_at.astimezone(dt.UTC).replace(microsecond=0),
        version=__version__,
        study=result.study,
        entries=tuple(entries),
        snapshot=snapshot,
        currency=currency,
        sections=sections or {},
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
        sections=record.sections,
    )
