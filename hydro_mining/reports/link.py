"""A case as text for the address of the dashboard: a run record without its results.

The text stands behind ``#case=``, so it is not sent to the server that the page comes from,
and no log has it.
"""

import base64
import binascii
import hashlib
import json
import zlib
from typing import Any

from hydro_mining.economics import evaluate
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_catalogue
from hydro_mining.imports.json_objects import json_object, parsed_json
from hydro_mining.imports.study import study_from_mapping
from hydro_mining.imports.typed_json import to_json
from hydro_mining.reports.run_record.document import record_of, record_to_mapping
from hydro_mining.reports.run_record.reading import present_document
from hydro_mining.reports.run_record.record import RunRecord
from hydro_mining.reports.run_record.study_file import study_catalogue

__all__ = ["CASE_KEY", "LONGEST_CASE", "case_text", "read_case"]

CASE_KEY = "case"
# [characters]. Mail programs and chats pass such an address on whole.
LONGEST_CASE = 8_000
# [bytes]. What a text of that length can hold without being a bomb.
_MOST_UNPACKED = 1_000_000
_BUNDLED = "bundled"


def case_text(record: RunRecord) -> str:
    """Return a record's inputs and network snapshot as letters that an address can hold.

    Raises
    ------
    InputError
        If they do not fit: a long catalogue of one's own, many scenarios.
    """
    document = record_to_mapping(record)
    del document["results"]
    if record.entries == bundled_catalogue():
        document["inputs"]["catalogue"] = {_BUNDLED: _fingerprint()}
    written = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text = base64.urlsafe_b64encode(zlib.compress(written, level=9)).decode().rstrip("=")
    if len(text) > LONGEST_CASE:
        rule = f"of at most {LONGEST_CASE:,} characters; save the run record as a file instead"
        raise InputError("link", rule, f"{len(text):,}")
    return text


def read_case(text: str) -> RunRecord:
    """Return the record of a case, its results computed now.

    Raises
    ------
    InputError
        If the text is too long, damaged, or breaks a rule of a record.
    """
    document = dict(json_object("link", parsed_json(_unpacked(text), "link", finite=True)))
    inputs = dict(json_object("link.inputs", document.get("inputs")))
    try:
        study = study_from_mapping(inputs.get("study"))
        if isinstance(inputs.get("catalogue"), dict):
            is_known = inputs["catalogue"] == {_BUNDLED: _fingerprint()}
            # Another version has other machines: those of the study stand in the link.
            entries = bundled_catalogue() if is_known else study_catalogue(study)
            inputs["catalogue"] = to_json(entries)
    except InputError as error:
        raise error.under("link") from error
    results: dict[str, Any] = evaluate(study).to_dict()
    return record_of(present_document({**document, "inputs": inputs, "results": results}))


def _unpacked(text: str) -> bytes:
    if not 0 < len(text) <= LONGEST_CASE:
        raise InputError("link", f"of 1 to {LONGEST_CASE:,} characters", f"{len(text):,}")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(packed, _MOST_UNPACKED)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InputError("link", "whole, as it was copied", text) from error
    if not unpacking.eof or unpacking.unused_data:
        rule = f"whole, and of at most {_MOST_UNPACKED:,} bytes when unpacked"
        raise InputError("link", rule, text)
    return unpacked


def _fingerprint() -> str:
    written = json.dumps(to_json(bundled_catalogue()))
    return hashlib.sha256(written.encode()).hexdigest()[:16]
