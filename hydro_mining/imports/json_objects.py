"""JSON documents whose objects hold just the fields that they should, or one clear line."""

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from hydro_mining.exceptions import InputError


def parsed_json(data: bytes, argument: str, *, finite: bool = False) -> Any:
    """Return what ``data``, JSON in UTF-8, says.

    Parameters
    ----------
    argument
        What a reader calls the document.
    finite
        Refuse the words NaN and Infinity, which are no JSON, and numbers that no float holds;
        else they become floats and long integers.

    Raises
    ------
    InputError
        If it is empty or broken, or names a field twice; the message is one line.
    """
    text = _text(data, argument)
    numbers: Any = _finite_numbers(argument) if finite else {}
    try:
        return json.loads(text, object_pairs_hook=_object_without_repeats, **numbers)
    except json.JSONDecodeError as error:
        where = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise InputError(argument, "valid JSON", where) from error
    except RecursionError as error:
        raise InputError(argument, "JSON that is not nested so deeply", "brackets") from error
    except InputError:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise InputError(argument, "JSON with numbers of a sane length", str(error)) from error


def _text(data: bytes, argument: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(argument, "JSON in UTF-8", f"byte {error.start} that is not") from error
    if not text.strip():
        raise InputError(argument, "a JSON object", "an empty file")
    return text


def _finite_numbers(argument: str) -> dict[str, Callable[[str], float]]:
    """Return how ``json.loads`` reads numbers where each must be one that a float holds."""

    def refused(word: str) -> NoReturn:
        raise InputError(argument, "JSON with finite numbers", word)

    def whole(word: str) -> int:
        return int(word) if math.isfinite(float(word)) else refused(word)

    def fraction(word: str) -> float:
        return float(word) if math.isfinite(float(word)) else refused(word)

    return {"parse_constant": refused, "parse_int": whole, "parse_float": fraction}


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique: dict[str, Any] = {}
    for name, value in pairs:
        if name in unique:
            raise InputError(name, "given once in its JSON object", "it twice")
        unique[name] = value
    return unique


def json_object(path: str, document: Any) -> Mapping[str, Any]:
    """Return ``document`` if it is a JSON object."""
    if not isinstance(document, dict):
        raise InputError(path, "a JSON object", document)
    return document


def check_fields(path: str, given: Mapping[str, Any], known: set[str]) -> None:
    """Refuse a field that is not among ``known``."""
    for name in given:
        if name not in known:
            raise InputError(_below(path, name), f"one of {', '.join(sorted(known))}", name)


def check_present(path: str, given: Mapping[str, Any], required: set[str]) -> None:
    """Refuse an object without one of the ``required`` fields."""
    for name in sorted(required):
        if name not in given:
            raise InputError(_below(path, name), "given", None)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def time(path: str, value: Any) -> dt.datetime:
    """Return a time written in ISO 8601."""
    try:
        return dt.datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        rule = "an ISO date and time in UTC, such as 2026-10-10T00:00:00Z"
        raise InputError(path, rule, value) from error


def day(path: str, value: Any) -> dt.date:
    """Return a day written YYYY-MM-DD."""
    try:
        found = dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InputError(path, "a date YYYY-MM-DD", value) from error
    if found.isoformat() != value:  # ISO has other forms, such as week dates
        raise InputError(path, "a date YYYY-MM-DD", value)
    return found
