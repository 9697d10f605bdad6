"""Structured log lines: an event and its fields as JSON, which a monitor can read."""

import json
import logging
from typing import Any

__all__ = ["log_event"]


def log_event(logger: logging.Logger, level: int, event: str, **fields: Any) -> None:
    """Log ``event`` with its fields; no field may hold a secret, an amount or a URL."""
    if logger.isEnabledFor(level):
        logger.log(level, "%s %s", event, json.dumps(fields, default=str))
