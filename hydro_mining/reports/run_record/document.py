"""The JSON document of a run record, by its types: they read it, write it and give its schema."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from hydro_mining.economics import (  # noqa: F401 - they register their sections
    dispatch,
    growth,
    title_block,
)
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk import settings  # noqa: F401 - it registers its section
from hydro_mining.economics.sections import SECTIONS
from hydro_mining.exceptions import InputError
from hydro_mining.imports.json_kinds import ByKey
from hydro_mining.imports.study import SCHEMA
from hydro_mining.imports.typed_json import from_json, to_json
from hydro_mining.provenance import Snapshot
from hydro_mining.reports.run_record.record import RunRecord
from hydro_mining.reports.run_record.results import Results

SCHEMA_VERSION = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInputs:
    """What the results rest on; ``sections`` has the settings of the screens beside the study.

    The machines of the catalogue that are in use and have a price are the study's. A section in
    which nothing was chosen is absent; files are named in it, not held.
    """

    study: StudyInputs
    catalogue: tuple[CatalogueEntry, ...]
    currency: str
    sections: Annotated[Mapping[str, Any], ByKey(SECTIONS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDocument:
    """A study with everything it rests on and what came out.

    Money is in pounds, rates are fractions a year, times are ISO 8601 in UTC.
    """

    schema: Literal["hydro_mining.run_record"]
    schema_version: Literal[6]
    created_at: dt.datetime
    product_version: str
    inputs: RecordInputs
    network_snapshot: Snapshot
    results: Results


def record_to_mapping(record: RunRecord) -> dict[str, Any]:
    """Return the JSON document that reads back as an equal record."""
    inputs = RecordInputs(
        study=record.study,
        catalogue=record.entries,
        currency=record.currency,
        sections=record.sections,
    )
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "created_at": to_json(record.created_at),
        "product_version": record.version,
        "inputs": to_json(inputs),
        "network_snapshot": to_json(record.snapshot),
        "results": record.results,
    }


def record_of(document: Mapping[str, Any]) -> RunRecord:
    """Return the record that a document of the present version describes, all of it checked."""
    read = from_json(RecordDocument, document, called="record", complete=True)
    _check_letters(document)
    return RunRecord(
        created_at=read.created_at,
        version=read.product_version,
        study=read.inputs.study,
        entries=read.inputs.catalogue,
        snapshot=read.network_snapshot,
        currency=read.inputs.currency,
        sections=read.inputs.sections,
        results=read.results,
    )


def _check_letters(document: Mapping[str, Any]) -> None:
    """Refuse half of a surrogate pair, which JSON can name but no file can hold."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise InputError("record", "text of whole letters", half) from error
