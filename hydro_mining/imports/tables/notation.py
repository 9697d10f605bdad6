"""Which decimal sign the figures of a small table share, where a cell alone does not tell it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables.numbers import numbers_by_sign

_SIGN_OF = {",": ".", ";": ","}
_WORDS = {".": "a decimal point", ",": "a decimal comma"}
_BOTH = 2


class Notation(NamedTuple):
    """The decimal signs that figures show, each with the first of them, and what parts cells.

    Attributes
    ----------
    shown
        By sign, the place and the text of the first figure that is a number by one sign only.
    """

    shown: Mapping[str, tuple[str, str]]
    delimiter: str

    @classmethod
    def of(cls, figures: Iterable[tuple[str, str]], delimiter: str) -> "Notation":
        """Return the notation of figures, each by its place and its text without marks."""
        shown: dict[str, tuple[str, str]] = {}
        for place, text in figures:
            signs = numbers_by_sign(text)
            if len(signs) == 1:
                shown.setdefault(next(iter(signs)), (place, text))
        return cls(shown, delimiter)

    @property
    def sign(self) -> str | None:
        """The sign that figures show, or else the delimiter tells; None where neither does."""
        if not self.shown:
            return _SIGN_OF.get(self.delimiter)
        return next(iter(self.shown)) if len(self.shown) < _BOTH else None

    def check_one_sign(self) -> None:
        """Refuse the first figure that shows another sign than one before it."""
        if len(self.shown) == _BOTH:
            (sign, (place, text)), (_, (other_place, other)) = self.shown.items()
            rule = f"with {_WORDS[sign]}, like {text[:30]} in {place}"
            raise InputError(other_place, rule, other)

    def number(self, column: str, text: str, unit: str, *, such_as: str, cell: str) -> float:
        """Return the number of a text without marks.

        Raises
        ------
        InputError
            If it is none, or two by the decimal sign that nothing in the table tells.
        """
        numbers = numbers_by_sign(text)
        if not numbers:
            raise InputError(column, f"a plain number such as {such_as} ({unit})", cell or None)
        if len(set(numbers.values())) > 1 and not self._tells(text):
            rule = f"a number with one reading, not {numbers['.']} or {numbers[',']} ({unit})"
            raise InputError(column, rule, cell)
        return float(numbers.get(self.sign or ".") or next(iter(numbers.values())))

    def _tells(self, text: str) -> bool:
        """Return whether this table tells which of two numbers a text is.

        Among decimal points both are usual, 1.234 and 1,234. Among decimal commas 1.234 can
        only be grouped, but 1,234 may also be a figure typed in the other notation.
        """
        if self.sign == ".":
            return bool(self.shown) or self.delimiter == ","
        return self.sign == "," and bool(self.shown) and "." in text
