"""Errors that a user of the package can meet.

HydroMiningError
└── InputError    a value breaks a rule; the message is one line for a person
"""

import reprlib
from typing import Any

__all__ = ["HydroMiningError", "InputError", "one_line"]

_LONGEST_SHOWN = 80
# Python refuses to write integers of more than 4,300 digits; nobody reads a tenth of that.
_LONGEST_INTEGER_BITS = 256


class _ShortRepr(reprlib.Repr):
    """A short text for any value, also for whole numbers that Python refuses to write."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = _LONGEST_SHOWN

    def repr_int(self, x: int, level: int) -> str:
        if x.bit_length() > _LONGEST_INTEGER_BITS:
            return f"a whole number of {x.bit_length():,} bits"
        return super().repr_int(x, level)


class HydroMiningError(Exception):
    """Base of every error raised on purpose by this package."""


class InputError(HydroMiningError, ValueError):
    """A value breaks a rule.

    Parameters
    ----------
    argument
        Field as the user knows it, with its path: ``scenarios[1].btc_price_shock``.
    rule
        What the value must be, unit included: ``a number above 0 up to 1 (fraction)``.
    value
        What was given; shown shortened, on one line.
    """

    def __init__(self, argument: str, rule: str, value: Any) -> None:
        self.argument = argument
        self.rule = rule
        self.value = value
        super().__init__(f"{one_line(argument)} must be {rule}; got {_shown(value)}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InputError) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return InputError, (self.argument, self.rule, self.value)

    def under(self, path: str) -> "InputError":
        """Return the same error with its argument placed below ``path``."""
        return InputError(f"{path}.{self.argument}", self.rule, self.value)


def one_line(text: str) -> str:
    """Return ``text`` on one line, without control characters, shortened if it is long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    if len(printable) > _LONGEST_SHOWN:
        return f"{printable[:_LONGEST_SHOWN]}…"
    return printable


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value)
    return one_line(_ShortRepr().repr(value))
