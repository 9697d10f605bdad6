"""Errors that a user of the package can meet.

HydroMiningError
└── InputError    a value breaks a rule; the message is one line for a person
"""

import reprlib
from typing import Any

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
        What the value must be, unit included: ``a number above 0 up to 1 (fraction)``. Where it
        names a way out, ``{option}`` stands for the option's name.
    value
        What was given; shown shortened, on one line.
    option
        The option that is a way out, by its name in Python.
    """

    def __init__(self, argument: str, rule: str, value: Any, *, option: str | None = None) -> None:
        self.argument = argument
        self.value = value
        self.option = option
        self._rule = rule
        self.rule = rule if option is None else rule.replace("{option}", option)
        super().__init__(f"{one_line(argument)} must be {self.rule}; got {_shown(value)}")

    @property
    def sentence(self) -> str:
        """The same as a page says it; of what is missing, what it must be is enough."""
        found = "" if self.value is None else f", not {_quoted(self.value)}"
        return f"{one_line(self.argument)} must be {self.rule}{found}."

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InputError) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.argument, self._rule, self.value, self.option)

    def under(self, path: str) -> "InputError":
        """Return the same error with its argument placed below ``path``."""
        return self.called(f"{path}.{self.argument}", self.option)

    def called(self, argument: str, option: str | None = None) -> "InputError":
        """Return the same error with the names that the caller has for argument and option."""
        return InputError(argument, self._rule, self.value, option=option or self.option)


def _restored(argument: str, rule: str, value: Any, option: str | None) -> InputError:
    return InputError(argument, rule, value, option=option)


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


def _quoted(value: Any) -> str:
    """Return a value as a reader's eye takes it: texts in quotation marks of print."""
    return f"“{one_line(value)}”" if isinstance(value, str) else _shown(value)
