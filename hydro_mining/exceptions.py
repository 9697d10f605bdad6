"""Errors that a user of the package can meet.

HydroMiningError
└── InputError    a value breaks a rule; the message is one line for a person
"""

from typing import Any

__all__ = ["HydroMiningError", "InputError"]

_LONGEST_SHOWN = 60


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
        super().__init__(f"{_one_line(argument)} must be {rule}; got {_shown(value)}")

    def under(self, path: str) -> "InputError":
        """Return the same error with its argument placed below ``path``."""
        return InputError(f"{path}.{self.argument}", self.rule, self.value)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _one_line(str(value) if isinstance(value, int | float) else repr(value))


def _one_line(text: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in text)
    if len(printable) > _LONGEST_SHOWN:
        return f"{printable[:_LONGEST_SHOWN]}…"
    return printable
