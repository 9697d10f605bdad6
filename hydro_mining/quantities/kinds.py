"""The parts of a vocabulary entry: what is legal, and how it is written."""

import math
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

# Whole numbers above this are not exact in JSON (RFC 8259, section 6).
LARGEST_EXACT_INTEGER = 2**53 - 1
# A product of two floats, of at most 17 figures each, stays exact.
_EXACT = Context(prec=40)
_PENCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Values that are legal for an input."""

    lower: float | None = None
    upper: float | None = None
    lower_is_legal: bool = True
    whole: bool = False

    def contains(self, value: float) -> bool:
        """Tell whether a finite number is inside; NaN and infinities never are."""
        if not math.isfinite(value) or (self.whole and value != int(value)):
            return False
        above = self.lower is None or (
            value >= self.lower if self.lower_is_legal else value > self.lower
        )
        return above and (self.upper is None or value <= self.upper)

    def scaled(self, scale: float) -> "Range":
        """Return the range of the values times ``scale``, as they are entered on a screen."""
        lower, upper = (None if b is None else b * scale for b in (self.lower, self.upper))
        return replace(self, lower=lower, upper=upper)

    def described(self, unit: str) -> str:
        """Return the rule in words, with its unit: ``a number above 0 up to 1 (fraction)``."""
        kind = "a whole number" if self.whole else "a number"
        words = f"{kind} {self._span()}".rstrip()
        return f"{words} ({unit})" if unit else words

    def _span(self) -> str:
        if self.lower is None:
            return "" if self.upper is None else f"up to {_edge(self.upper)}"
        lower = _edge(self.lower)
        if self.upper is None:
            return f"of {lower} or more" if self.lower_is_legal else f"above {lower}"
        start, end = ("from", "to") if self.lower_is_legal else ("above", "up to")
        return f"{start} {lower} {end} {_edge(self.upper)}"


def _edge(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a number is written for a reader, halves rounded away from zero as in a spreadsheet.

    Parameters
    ----------
    decimals
        Decimal places, the fewest where ``significant`` asks for more.
    significant
        Figures that a small number keeps.
    trims
        Whether zeros at the end are left out beyond ``decimals``; an amount that is written whole
        where it is whole has both digits of its pence where it is not.
    scale
        Turns the stored value into the one that is shown: 100 for per cent.
    is_money
        An amount, written in pounds unless a currency says otherwise.
    """

    prefix: str = ""
    suffix: str = ""
    decimals: int = 0
    significant: int | None = None
    trims: bool = False
    scale: float = 1.0
    is_money: bool = False

    def written(self, value: float, *, rounding: str = ROUND_HALF_UP) -> str:
        """Return ``value`` with thousands separators, sign first: ``−£1,234``.

        >>> Format(prefix="£", decimals=2).written(-1.005)
        '−£1.01'
        """
        with localcontext(_EXACT, rounding=rounding):
            amount = _exact(value) * _exact(self.scale)
            digits = f"{abs(amount):,.{self._decimals(amount)}f}"
        if self.trims and "." in digits:
            whole, places = digits.split(".")
            places = places.rstrip("0").ljust(self.decimals, "0")
            if places and self.prefix and not self.decimals:
                places = places.ljust(_PENCE, "0")
            digits = f"{whole}.{places}" if places else whole
        sign = "−" if amount < 0 and digits.strip("0.") else ""
        return f"{sign}{self.prefix}{digits}{self.suffix}"

    def rounded(self, value: float, *, rounding: str = ROUND_HALF_UP) -> float:
        """Return ``value`` as it is written, for an entry that is to say the same.

        >>> Format(suffix="p", scale=100, significant=4).rounded(0.0293776, rounding="ROUND_DOWN")
        0.02937
        """
        with localcontext(_EXACT, rounding=rounding):
            scale = _exact(self.scale)
            amount = _exact(value) * scale
            return float(Decimal(f"{amount:.{self._decimals(amount)}f}") / scale)

    def _decimals(self, amount: Decimal) -> int:
        if self.significant is None or not amount:
            return self.decimals
        return max(self.decimals, self.significant - 1 - amount.adjusted())


def _exact(number: float) -> Decimal:
    """Return the shortest decimal that is this float, which is the number that was entered."""
    return Decimal(repr(float(number)))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One entry of the vocabulary; ``range`` is None for results, which are not checked."""

    label: str
    unit: str
    meaning: str
    format: Format
    range: Range | None = None
