"""A study file as a run record: its machines as a catalogue, its figures with their origin."""

import datetime as dt

from hydro_mining.economics import evaluate
from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.imports.series_files import Contents
from hydro_mining.imports.study import is_record, read_study
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from hydro_mining.reports.run_record.reading import read_record
from hydro_mining.reports.run_record.record import RunRecord, new_record

_SOURCE = "the study file"


def read_study_or_record(
    data: bytes, *, now: dt.datetime, contents: Contents | None = None
) -> RunRecord:
    """Return the record in ``data``, or that of the study in it, evaluated ``now``.

    ``contents`` returns the bytes of files beside the study.
    """
    if is_record(data):
        return read_record(data)
    return record_of_study(read_study(data, contents), now=now)


def record_of_study(study: StudyInputs, *, now: dt.datetime) -> RunRecord:
    """Return the record of a study whose figures nobody told the origin of."""
    return new_record(
        evaluate(study),
        entries=study_catalogue(study),
        snapshot=snapshot_of_study(study),
        created_at=now,
    )


def study_catalogue(study: StudyInputs) -> tuple[CatalogueEntry, ...]:
    """Return a study's machines as a catalogue: one price each, of the network's day.

    Raises
    ------
    InputError
        If a name cannot stand in a catalogue.
    """
    day = study.network.day.isoformat()
    return tuple(_entry(i, miner, day) for i, miner in enumerate(study.miners))


def _entry(place: int, miner: Miner, day: str) -> CatalogueEntry:
    try:
        quote = PriceQuote(price=miner.price_gbp, currency="GBP", price_date=day, source=_SOURCE)
        return CatalogueEntry(
            name=miner.name,
            hashrate_ths=miner.hashrate_ths,
            power_w=miner.power_w,
            cooling="",
            form="",
            quotes=(quote,),
            use=True,
            note="",
        )
    except InputError as error:
        raise error.under(f"miners[{place}]") from error


def snapshot_of_study(study: StudyInputs) -> Snapshot:
    """Return where a study's network figures come from: as far as is known, its file.

    The exchange rates of prices in other currencies are those that come with the product.
    """
    bundled = bundled_network()
    is_of_that_time = study.network.as_of == bundled.as_of
    values = {}
    for name in NETWORK_VALUES:
        known, value = bundled.values[name], getattr(study.network, name)
        is_known = is_of_that_time and known.value == value
        values[name] = known if is_known else _entered(value, known.unit)
    return Snapshot(as_of=study.network.as_of, values=values, per_usd=bundled.per_usd)


def _entered(value: float, unit: str) -> SourcedValue:
    return SourcedValue(value=value, unit=unit, source=_SOURCE, as_of=None, status=Status.ENTERED)
