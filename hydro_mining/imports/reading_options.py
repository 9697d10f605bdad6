"""What a user may settle about any file of a series, whatever is measured."""

from dataclasses import dataclass

from hydro_mining.economics.checking import check_choice
from hydro_mining.exceptions import InputError
from hydro_mining.imports.times import DUPLICATE_RULES, DuplicateRule, zone_info

_MOST_SKIPPED = 1_000
_CHOICES = {"clock": ("utc", "local"), "convention": ("start", "end"), "decimal": (".", ",")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """What is known about a file beforehand; None is for what the file shows itself.

    Attributes
    ----------
    time_column, hour_column
        Headings; ``hour_column`` has the time of day or the hour's number beside the date.
    timezone
        IANA name of the zone whose clock stamps without an offset show: ``Europe/Oslo``.
    clock
        ``utc`` or ``local``: what stamps without an offset are in.
    convention
        ``start`` or ``end``: what of an interval its stamp marks.
    decimal
        ``.`` or ``,``.
    day_first
        Whether 03/04/2025 is the third of April.
    skip_lines
        Lines at the beginning that are not to be read.
    duplicates
        ``refuse`` intervals with two values, or take the ``first``, ``last`` or ``mean``.
    """

    time_column: str | None = None
    hour_column: str | None = None
    timezone: str | None = None
    clock: str | None = None
    convention: str | None = None
    decimal: str | None = None
    day_first: bool | None = None
    skip_lines: int = 0
    duplicates: DuplicateRule = "refuse"

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) is not None:
                check_choice(name, getattr(self, name), choices)
        check_choice("duplicates", self.duplicates, DUPLICATE_RULES)
        if not 0 <= self.skip_lines <= _MOST_SKIPPED:
            rule = f"a whole number from 0 to {_MOST_SKIPPED:,}"
            raise InputError("skip_lines", rule, self.skip_lines)
        if self.timezone is not None:
            zone_info(self.timezone)
