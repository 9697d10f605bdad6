"""How a run record says that it is one, so that it is told from a study before it is read."""

import re

__all__ = ["PAGE", "SCHEMA", "is_record"]

SCHEMA = "hydro_mining.run_record"
# A report page holds its record.
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<!doctype html", re.IGNORECASE)


def is_record(data: bytes) -> bool:
    """Tell whether ``data`` says that it is a run record, and not a study."""
    return bool(PAGE.match(data)) or (SCHEMA.encode() in data and b'"schema_version"' in data)
