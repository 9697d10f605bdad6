"""What was understood of a price file, for a person to see before anything is computed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hydro_mining.imports.file_report import FileReport
from hydro_mining.imports.times import Clock, DateOrder, Gap, ZoneSource

_SOURCES: dict[ZoneSource, str] = {
    "given": "given",
    "form": "from the form",
    "stamps": "from the stamps",
    "assumed": "UTC, assumed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Rows that are not used, for one reason; ``first_line`` is the first of them."""

    reason: str
    count: int
    first_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceReport(FileReport):
    """What a file was taken for, beside what ``FileReport`` has.

    Its ``columns`` are ``time``, ``price`` and ``zone``, the last two in several or none; its
    ``unit`` is that of energy that prices are per. Rows that are read are used or dropped.

    Attributes
    ----------
    price_columns
        Headings of all columns with prices.
    currency
        ISO code or None.
    timezone, timezone_source
        IANA name, and who said so.
    is_clock_guess
        Whether stamps are taken as UTC although nothing names a zone, an offset or UTC.
    clock
        What the stamps show: ``UTC``, times with ``offsets``, or the ``local`` clock.
    convention_evidence, date_order
        What told what stamps mark, and which of day and month stands first.
    interval_minutes
        Length of intervals, several in the order in which the file has them.
    gaps_by_zone
        Stretches in each zone.
    duplicates_equal, duplicates_conflicting
        Rows dropped because their interval had the same or another price already.
    negative_prices, extreme_prices
        Prices below 0, and beyond -500 to 3,000 per MWh; all are kept.
    missing_values, doubted_values
        Numbers that are taken as no price, and those far from all others that are taken as
        prices, as they are written.
    """

    price_columns: tuple[str, ...]
    currency: str | None
    timezone: str
    timezone_source: ZoneSource
    is_clock_guess: bool
    clock: Clock
    convention_evidence: str
    date_order: DateOrder
    interval_minutes: tuple[float, ...]
    rows_dropped: tuple[Dropped, ...]
    gaps_by_zone: Mapping[str, int]
    duplicates_equal: int
    duplicates_conflicting: int
    negative_prices: int
    extreme_prices: int
    missing_values: tuple[str, ...]
    doubted_values: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON; one length of intervals is a number, several are a list."""
        lengths = [int(m) if m == int(m) else m for m in self.interval_minutes]
        return {
            "rows_read": self.rows_read,
            "rows_used": self.rows_used,
            "rows_dropped": [asdict(row) for row in self.rows_dropped],
            "interval_minutes": lengths[0] if len(lengths) == 1 else lengths,
            "clock": self.clock_in_words,
            "gaps": self.gaps,
            "duplicates": self.duplicates_equal + self.duplicates_conflicting,
            "duplicates_equal": self.duplicates_equal,
            "duplicates_conflicting": self.duplicates_conflicting,
            "missing_intervals": self.missing_intervals,
            "first_gaps": [_gap(gap) for gap in self.first_gaps],
            "gaps_by_zone": dict(self.gaps_by_zone),
            "form": self.form,
            "delimiter": self.delimiter,
            "decimal": self.decimal,
            "columns": {name: list(columns) for name, columns in self.columns.items()},
            "price_columns": list(self.price_columns),
            "currency": self.currency,
            "unit": self.unit,
            "timezone": self.timezone,
            "timezone_source": _SOURCES[self.timezone_source],
            "convention": self.convention_in_words,
            "day_first": self.is_day_first,
            "evidence": self.evidence(),
            "negative_prices": self.negative_prices,
            "extreme_prices": self.extreme_prices,
            "missing_values": list(self.missing_values),
            "doubted_values": list(self.doubted_values),
            "comments": list(self.comments),
            "notes": list(self.notes),
        }

    @property
    def knows_its_clock(self) -> bool:
        """Whether local time is known, and not UTC for want of anything better."""
        return self.timezone_source != "assumed"

    @property
    def clock_in_words(self) -> str:
        """The clock, with its zone where it is local."""
        return f"local, {self.timezone}" if self.clock == "local" else self.clock

    @property
    def times_in_words(self) -> str:
        """What the stamps tell the time by."""
        if self.clock == "offsets":
            return "each time with its offset from UTC"
        return f"times in {'UTC' if self.clock == 'UTC' else f'local time of {self.timezone}'}"

    @property
    def convention_in_words(self) -> str:
        """What of an interval its stamp marks."""
        return f"stamps mark the {'end' if self.marks_end else 'beginning'}"

    def evidence(self) -> dict[str, str]:
        """Return what told order of dates, convention, unit and time zone."""
        return {
            "date_order": self.date_order or "not open",
            "convention": self.convention_evidence,
            "unit": self.unit_evidence,
            "timezone": _SOURCES[self.timezone_source],
        }

    @property
    def told_in_words(self) -> str:
        """How dates and stamps were taken, and what told it, in a sentence."""
        order = f" ({self.date_order})" if self.date_order else ""
        dates = f"{self.dates_in_words[0].upper()}{self.dates_in_words[1:]}{order}"
        stamps = f"{self.convention_in_words} ({self.convention_evidence})"
        zone = _SOURCES[self.timezone_source]
        return f"{dates}; {stamps}; unit {self.unit_evidence}; time zone {zone}."

    def _told_by(self) -> str:
        return "; ".join(f"{what.replace('_', ' ')}: {by}" for what, by in self.evidence().items())

    def left_out(self) -> list[str]:
        """Return sentences on rows that are not used and times without prices; none if all is."""
        said = []
        if self.rows_dropped:
            reasons = "; ".join(f"{row.count:,} {row.reason}" for row in self.rows_dropped)
            count = sum(row.count for row in self.rows_dropped)
            said.append(f"Of {self.rows_read:,} rows {count:,} are left out: {reasons}.")
        if self.gaps:
            first = self.first_gaps[0]
            said.append(
                f"Gaps in the prices: {self.gaps:,} ({self.missing_intervals:,} intervals), not "
                f"filled; the first in zone {first.name} from {first.start} to {first.end}."
            )
        return said

    def understood(self) -> list[tuple[str, str]]:
        """Return what was understood, a subject and what is said of it each, as plain text."""
        minutes = ", then ".join(f"{length:g}" for length in self.interval_minutes)
        dropped = "; ".join(
            f"{row.count:,} {row.reason} (first in line {row.first_line:,})"
            for row in self.rows_dropped
        )
        gaps = (f"{gap.name}: {gap.start} to {gap.end}" for gap in self.first_gaps)
        return [
            ("Form", self.form),
            ("Columns", self.columns_in_words),
            ("Columns with prices", ", ".join(self.price_columns)),
            ("Currency and unit", f"{self.currency or 'currency not told'}, per {self.unit}"),
            (
                "Clock",
                f"{self.times_in_words}; time zone {self.timezone}, "
                f"{_SOURCES[self.timezone_source]}",
            ),
            ("Intervals", f"{minutes} minutes; {self.convention_in_words}"),
            ("Dates", self.dates_in_words),
            ("Told by", self._told_by()),
            ("Rows", self.rows_in_words),
            ("Dropped", dropped or "none"),
            (
                "Duplicates",
                f"{self.duplicates_equal:,} equal, {self.duplicates_conflicting:,} conflicting",
            ),
            ("Gaps", self.gaps_in_words(gaps)),
            ("Prices", f"{self.negative_prices:,} negative, {self.extreme_prices:,} extreme"),
        ]


def _gap(gap: Gap) -> dict[str, Any]:
    document = gap._asdict()
    return {"zone": document.pop("name"), **document}
