"""Numbers that the commands take."""

import argparse
from collections.abc import Mapping
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import typed_number
from hydro_mining.quantities import checked


def number_option(name: str, text: str, *, option: str) -> float:
    """Return the number that ``text`` is, legal for the quantity ``name``.

    Raises
    ------
    InputError
        Under the option's name, if it is no number or out of range.
    """
    number = typed_number(text)
    try:
        return checked(name, text if number is None else number)
    except InputError as error:
        raise InputError(option, error.rule, error.value) from error


def given(**values: Any) -> dict[str, Any]:
    """Return the values that were given; for the others the inputs have their own defaults."""
    return {name: value for name, value in values.items() if value is not None}


def given_numbers(
    options: argparse.Namespace, numbers: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    """Return those of the ``numbers`` of ``dispatch_options`` that were given, by quantity."""
    return {
        name: number_option(name, text, option=option)
        for name, (option, _) in numbers.items()
        if (text := getattr(options, option.replace("-", "_"))) is not None
    }


def whole_number(name: str, text: str, *, option: str) -> int:
    """Return the whole number that ``text`` is, legal for the quantity ``name``."""
    return int(number_option(name, text, option=option))


def parted(option: str, text: str, count: int, *, form: str, by: str = ":") -> list[str]:
    """Return the ``count`` parts of a text such as ``NAME:MW:W_PER_TH``.

    Raises
    ------
    InputError
        If it has fewer or more.
    """
    parts = [part.strip() for part in text.split(by)]
    if len(parts) != count or not all(parts):
        raise InputError(option, f"of the form {form}", text)
    return parts
