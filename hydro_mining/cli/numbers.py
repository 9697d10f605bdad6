"""Numbers that the commands take."""

import re

from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

__all__ = ["number_option"]

# ASCII only: float() would take 1_000 and digits of other scripts.
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


def number_option(name: str, text: str, *, option: str) -> float:
    """Return the number that ``text`` is, legal for the quantity ``name``.

    Raises
    ------
    InputError
        Under the option's name, if it is no number or out of range.
    """
    try:
        return checked(name, float(text) if _NUMBER.fullmatch(text) else text)
    except InputError as error:
        raise InputError(option, error.rule, error.value) from error
