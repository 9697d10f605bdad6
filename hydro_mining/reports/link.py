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

CASE_KEY = "case"
# [characters]. Mail programs and chats pass such an address on whole.
LONGEST_CASE = 8_000
# [characters]. A browser's shelf for one page holds as much: years of hours in a case.
LONGEST_KEPT = 4_000_000
# [bytes]. What a text of that length can hold without being a bomb.
_MOST_UNPACKED = {LONGEST_CASE: 1_000_000, LONGEST_KEPT: 40_000_000}
# [bytes]. Beyond, packing tightly takes longer than a page can spend on it.
_LARGE = 200_000
_BUNDLED = "bundled"
_GONE = (
    "in the browser's tab that it was made in, and there is none here: upload its files again, "
    "water on Hydro and prices on Dispatch, or open its run record"
)


def case_text(record: RunRecord) -> str:
    """Return a record's inputs and network snapshot as letters that an address can hold.

    Raises
    ------
    InputError
        If they do not fit: a long catalogue of one's own, many scenarios.
    """
    return _text(record, LONGEST_CASE, "link", "save the run record as a file instead")


def kept_text(record: RunRecord) -> str:
    """Return the same for a browser to keep beside the address, which may be far longer.

    Raises
    ------
    InputError
        If it does not fit: many years of quarter-hours.
    """
    return _text(record, LONGEST_KEPT, "case", "save the run record as a file")


def _text(record: RunRecord, longest: int, name: str, else_: str) -> str:
    document = record_to_mapping(record)
    del document["results"]
    if record.entries == bundled_catalogue():
        document["inputs"]["catalogue"] = {_BUNDLED: _fingerprint()}
    written = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    packed = zlib.compress(written, level=9 if len(written) < _LARGE else 1)
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > longest:
        raise InputError(name, f"of at most {longest:,} characters; {else_}", f"{len(text):,}")
    return text


def read_case(text: str) -> RunRecord:
    """Return the record of a case, its results computed now.

    Raises
    ------
    InputError
        If the text is too long, damaged, or breaks a rule of a record.
    """
    return _read(text, LONGEST_CASE)


def read_kept(text: str) -> RunRecord:
    """Return the record of a case that a browser kept.

    Raises
    ------
    InputError
        As ``read_case``; if the browser has nothing, what is to be done.
    """
    if not text:
        raise InputError("case", _GONE, None)
    return _read(text, LONGEST_KEPT)


def _read(text: str, longest: int) -> RunRecord:
    unpacked = _unpacked(text, longest)
    document = dict(json_object("link", parsed_json(unpacked, "link", finite=True)))
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


def _unpacked(text: str, longest: int) -> bytes:
    if not 0 < len(text) <= longest:
        raise InputError("link", f"of 1 to {longest:,} characters", f"{len(text):,}")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(packed, _MOST_UNPACKED[longest])
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InputError("link", "whole, as it was copied", text) from error
    if not unpacking.eof or unpacking.unused_data:
        rule = f"whole, and of at most {_MOST_UNPACKED[longest]:,} bytes when unpacked"
        raise InputError("link", rule, text)
    return unpacked


def _fingerprint() -> str:
    written = json.dumps(to_json(bundled_catalogue()))
    return hashlib.sha256(written.encode()).hexdigest()[:16]
