"""What was understood of a flow or power file, for a person to see before anything is computed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hydro_mining.imports.times import Gap

__all__ = ["FlowReport", "Named"]

_HOUR_MIN = 60
_DAY_H = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What stands for no value, or is none; ``first_line`` where it is known."""

    what: str
    count: int
    first_line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReport:
    """What a file was taken for, and what became of its rows.

    Attributes
    ----------
    form
        What the file is called.
    delimiter, decimal
        Signs between cells and before fractions.
    columns
        Headings in use: ``time`` and ``value``.
    quantity, unit, unit_evidence
        ``flow`` or ``power``; the unit of the file, and what names it.
    clock
        What the stamps show, and how that became standard time.
    marks_end
        Whether stamps mark the ends of intervals.
    is_day_first
        Whether days stand before months; None where no date leaves it open.
    step_hours : [h]
        Of the series.
    first, last
        Days of the series.
    rows_read, rows_used
        Rows below the headings, and those whose value is used.
    gaps, missing_intervals, first_gaps
        Stretches of the series without values, the intervals in them, the first few.
    named
        What stood for no value, or was none.
    flags
        Texts beside the values, with their counts; they change nothing.
    duplicates
        Rows dropped because their interval had a value already.
    least, mean, most : [m³/s] or [kW]
        Of the values that are used.
    comments
        Leading lines of the file that begin with ``#``.
    notes
        Sentences on what was taken for granted, changed or missing.
    """

    form: str
    delimiter: str
    decimal: str
    columns: Mapping[str, tuple[str, ...]]
    quantity: str
    unit: str
    unit_evidence: str
    clock: str
    marks_end: bool
    is_day_first: bool | None
    step_hours: float
    first: str
    last: str
    rows_read: int
    rows_used: int
    gaps: int
    missing_intervals: int
    first_gaps: tuple[Gap, ...]
    named: tuple[Named, ...]
    flags: Mapping[str, int]
    duplicates: int
    least: float
    mean: float
    most: float
    comments: tuple[str, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        document = asdict(self)
        document["columns"] = {name: list(held) for name, held in self.columns.items()}
        document["first_gaps"] = [gap._asdict() for gap in self.first_gaps]
        document["named"] = [asdict(one) for one in self.named]
        document["flags"] = dict(self.flags)
        return {**document, "comments": list(self.comments), "notes": list(self.notes)}

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
        order = {None: "years first, or months by name", True: "days first", False: "months first"}
        gaps = "; ".join(
            f"{_day(gap.start)} to {_day(gap.end)}, {gap.missing_intervals:,} intervals"
            for gap in self.first_gaps
        )
        named = "; ".join(f"{one.count:,} {one.what}{_where(one)}" for one in self.named)
        flags = ", ".join(f"{text}: {count:,}" for text, count in self.flags.items())
        columns = "; ".join(f"{name}: {', '.join(held)}" for name, held in self.columns.items())
        ends = "the end" if self.marks_end else "the beginning"
        return [
            ("Form", self.form),
            ("Columns", columns),
            ("Unit", f"{self.unit}, {self.unit_evidence}"),
            ("Times", f"{self.step_in_words}, {self.first} to {self.last}; stamps mark {ends}"),
            ("Clock", self.clock),
            ("Dates", order[self.is_day_first]),
            (
                "Values",
                f"{self.least:.4g} to {self.most:.4g} {self.base_unit}, mean {self.mean:.4g}",
            ),
            ("Rows", f"{self.rows_read:,} read, {self.rows_used:,} used"),
            ("No values", named or "none"),
            ("Flags", flags or "none"),
            ("Duplicates", f"{self.duplicates:,}"),
            ("Gaps", f"{self.gaps:,}, never filled" + (f": {gaps}" if gaps else "")),
        ]


def _values(count: int) -> str:
    return "1 value is" if count == 1 else f"{count:,} values are"


def _where(one: Named) -> str:
    return "" if one.first_line is None else f" (first in line {one.first_line:,})"


def _day(stamp: str) -> str:
    return stamp.removesuffix("Z").removesuffix("T00:00:00")
