"""Structured log lines: an event and its fields as JSON, which a monitor can read."""

import json
import logging
import math
from typing import Any


def log_event(logger: logging.Logger, level: int, event: str, **fields: Any) -> None:
    """Log ``event`` with its fields; no field may hold a secret, an amount or a URL."""
    if logger.isEnabledFor(level):
        told = {name: _told(value) for name, value in fields.items()}
        logger.log(level, "%s %s", event, json.dumps(told, default=str))


def _told(value: Any) -> Any:
    """Return a value as JSON can have it: NaN and infinity are its text."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
