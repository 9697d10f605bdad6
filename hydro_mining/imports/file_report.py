"""What was understood of a file of a series, whatever is measured, before anything is computed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hydro_mining.imports.times import Gap

_ORDERS = {None: "years first, or months by name", True: "days first", False: "months first"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What a file was taken for, and what became of its rows.

    Attributes
    ----------
    form
        What the file is called.
    delimiter, decimal
        Signs between cells and before fractions.
    columns
        Headings in use, by what they are.
    unit, unit_evidence
        What figures are measured in, or are per, and what names it.
    marks_end
        Whether stamps mark the ends of intervals, not their beginnings.
    is_day_first
        Whether days stand before months; None where no date leaves it open.
    rows_read, rows_used
        Rows below the headings, and those whose value is used.
    gaps, missing_intervals, first_gaps
        Stretches without values, the intervals in them, the first few.
    comments
        Leading lines of the file that begin with ``#``.
    notes
        Sentences on what was taken for granted, changed or missing.
    """

    form: str
    delimiter: str
    decimal: str
    columns: Mapping[str, tuple[str, ...]]
    unit: str
    unit_evidence: str
    marks_end: bool
    is_day_first: bool | None
    rows_read: int
    rows_used: int
    gaps: int
    missing_intervals: int
    first_gaps: tuple[Gap, ...]
    comments: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def dates_in_words(self) -> str:
        """Which of day and month stands first."""
        return _ORDERS[self.is_day_first]

    @property
    def columns_in_words(self) -> str:
        """The headings in use."""
        return "; ".join(f"{name}: {', '.join(held)}" for name, held in self.columns.items())

    @property
    def rows_in_words(self) -> str:
        """How many rows were read, and used."""
        return f"{self.rows_read:,} read, {self.rows_used:,} used"

    def gaps_in_words(self, first: Iterable[str]) -> str:
        """Return how many gaps there are, and where the ``first`` are."""
        places = "; ".join(
            f"{place}, {gap.missing_intervals:,} intervals"
            for place, gap in zip(first, self.first_gaps, strict=True)
        )
        return f"{self.gaps:,}, never filled{f': {places}' if self.gaps else ''}"
