"""A run record -> its one JSON text."""

import json

from hydro_mining.reports.run_record.document import record_to_mapping
from hydro_mining.reports.run_record.record import RunRecord

# Written as escapes, so that the very same text can stand inside a page's script element; the
# last two end a line in JavaScript, though not in JSON.
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def record_text(record: RunRecord) -> str:
    """Return the record as JSON; equal records give the same text."""
    document = record_to_mapping(record)
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{script_safe(text)}\n"


def script_safe(json_text: str) -> str:
    """Return JSON that says the same and cannot end a script element that it stands in."""
    return json_text.translate(_ESCAPED)
