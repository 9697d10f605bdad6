"""What was understood of a flow or power file, for a person to see before anything is computed."""

from collections.abc import Mapping
from dataclasses import dataclass

from hydro_mining.imports.file_report import FileReport

_HOUR_MIN = 60
_DAY_H = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What stands for no value, or is none; ``first_line`` where it is known."""

    what: str
    count: int
    first_line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReport(FileReport):
    """What a file was taken for, beside what ``FileReport`` has.

    Attributes
    ----------
    quantity
        ``flow`` or ``power``.
    clock
        What the stamps show, and how that became standard time.
    step_hours : [h]
        Of the series.
    first, last
        Days of the series.
    named
        What stood for no value, or was none.
    flags
        Texts beside the values, with their counts; they change nothing.
    duplicates
        Rows dropped because their interval had a value already.
    least, mean, most : [m³/s] or [kW]
        Of the values that are used.
    """

    quantity: str
    clock: str
    step_hours: float
    first: str
    last: str
    named: tuple[Named, ...]
    flags: Mapping[str, int]
    duplicates: int
    least: float
    mean: float
    most: float

    @property
    def base_unit(self) -> str:
        """Unit of the series."""
        return "m³/s" if self.quantity == "flow" else "kW"

    @property
    def step_in_words(self) -> str:
        """How long intervals are: ``daily``, ``every 15 minutes``."""
        if self.step_hours == _DAY_H:
            return "daily"
        if self.step_hours < 1:
            return f"every {self.step_hours * _HOUR_MIN:g} minutes"
        return "hourly" if self.step_hours == 1 else f"every {self.step_hours:g} hours"

    def in_a_sentence(self) -> str:
        """Return what the file was taken for."""
        columns = " and ".join(self.columns["value"])
        return (
            f"{self.form}: {self.quantity} in {self.unit} ({self.unit_evidence}) from column "
            f"{columns}, {self.step_in_words}, {self.first} to {self.last}, {self.rows_used:,} of "
            f"{self.rows_read:,} rows; {self.least:.4g} to {self.most:.4g} {self.base_unit}, mean "
            f"{self.mean:.4g}."
        )

    def left_out(self) -> list[str]:
        """Return sentences on values that are none and times without one; none if all is used."""
        said = [f"{_values(one.count)} {one.what}{_where(one)}." for one in self.named]
        if self.gaps:
            first = self.first_gaps[0]
            said.append(
                f"Gaps in the {self.quantity}: {self.gaps:,} ({self.missing_intervals:,} "
                f"intervals), not filled; the first from {_day(first.start)} to {_day(first.end)}."
            )
        return said

    def understood(self) -> list[tuple[str, str]]:
        """Return what was understood, a subject and what is said of it each, as plain text."""
        gaps = (f"{_day(gap.start)} to {_day(gap.end)}" for gap in self.first_gaps)
        named = "; ".join(f"{one.count:,} {one.what}{_where(one)}" for one in self.named)
        flags = ", ".join(f"{text}: {count:,}" for text, count in self.flags.items())
        ends = "the end" if self.marks_end else "the beginning"
        return [
            ("Form", self.form),
            ("Columns", self.columns_in_words),
            ("Unit", f"{self.unit}, {self.unit_evidence}"),
            ("Times", f"{self.step_in_words}, {self.first} to {self.last}; stamps mark {ends}"),
            ("Clock", self.clock),
            ("Dates", self.dates_in_words),
            (
                "Values",
                f"{self.least:.4g} to {self.most:.4g} {self.base_unit}, mean {self.mean:.4g}",
            ),
            ("Rows", self.rows_in_words),
            ("No values", named or "none"),
            ("Flags", flags or "none"),
            ("Duplicates", f"{self.duplicates:,}"),
            ("Gaps", self.gaps_in_words(gaps)),
        ]


def _values(count: int) -> str:
    return "1 value is" if count == 1 else f"{count:,} values are"


def _where(one: Named) -> str:
    return "" if one.first_line is None else f" (first in line {one.first_line:,})"


def _day(stamp: str) -> str:
    return stamp.removesuffix("Z").removesuffix("T00:00:00")
