"""The parts of a vocabulary entry: what is legal, and how it is written."""

import math
from dataclasses import dataclass, replace

__all__ = ["LARGEST_EXACT_INTEGER", "Format", "Quantity", "Range"]

# Whole numbers above this are not exact in JSON (RFC 8259, section 6).
LARGEST_EXACT_INTEGER = 2**53 - 1


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
            return "" if self.upper is None else f"up to {self.upper:,g}"
        if self.upper is None:
            return (
                f"of {self.lower:,g} or more" if self.lower_is_legal else f"above {self.lower:,g}"
            )
        start, end = ("from", "to") if self.lower_is_legal else ("above", "up to")
        upper = f"{int(self.upper):,}" if self.whole else f"{self.upper:,g}"
        return f"{start} {self.lower:,g} {end} {upper}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a number is written for a reader.

    ``decimals`` fixes the decimal places; ``significant`` keeps at least that many figures
    of a small number instead. ``scale`` turns the stored value into the one that is shown
    (100 for per cent). ``is_money`` marks an amount, written in pounds unless a
    currency says otherwise.
    """

    prefix: str = ""
    suffix: str = ""
    decimals: int = 0
    significant: int | None = None
    scale: float = 1.0
    is_money: bool = False

    def written(self, value: float) -> str:
        """Return ``value`` with thousands separators, sign first: ``-£1,234``."""
        shown = value * self.scale
        decimals = self._decimals(shown)
        digits = f"{abs(shown):,.{decimals}f}"
        zero = float(digits.replace(",", "")) == 0
        sign = "−" if shown < 0 and not zero else ""
        return f"{sign}{self.prefix}{digits}{self.suffix}"

    def _decimals(self, shown: float) -> int:
        if self.significant is None or shown == 0:
            return self.decimals
        magnitude = math.floor(math.log10(abs(shown)))
        return max(self.decimals, self.significant - 1 - magnitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One entry of the vocabulary; ``range`` is None for results, which are not checked."""

    label: str
    unit: str
    meaning: str
    format: Format
    range: Range | None = None
