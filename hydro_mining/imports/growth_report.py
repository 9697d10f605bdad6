"""What was understood of a growth table, in sentences for the person who brought it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from hydro_mining.exceptions import one_line

FORMULAS: Final = {
    "btc_per_mw": "gross_rev ÷ btc_price",
    "gross_rev": "btc_price × btc_per_mw",
    "tot_costs": "energy_cost + opex + capex_amort",
    "net_profits": "gross_rev − tot_costs − taxes",
}
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SIGNS = {".": "a point", ",": "a comma"}


class AccountsGap(NamedTuple):
    """What a column's formula gives in a year, less what the file states [$/MW]."""

    column: str
    year: int
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthTableReport:
    """How a file was read.

    Parameters
    ----------
    delimiter, decimal_sign
        One character each; ``decimal_sign`` is None where nothing told it and no figure
        needed it.
    columns
        Heading -> column that it was read as.
    left_aside
        Headings that mean no column of the table.
    n_blank_rows, repeated_lines, summary_rows
        Rows that were dropped: how many blank ones, the lines of those that repeat another,
        and line and name of the totals that close the table.
    was_sorted
        Whether the rows had to be put in the order of their years.
    derived
        Columns that the file has not, computed by ``FORMULAS``.
    gaps
        Where stated figures do not follow from the others; they are kept as stated.
    remarks
        Lines above the heading that start with ``#``.
    """

    delimiter: str
    decimal_sign: str | None
    columns: Mapping[str, str]
    left_aside: tuple[str, ...]
    n_blank_rows: int
    repeated_lines: tuple[int, ...]
    summary_rows: tuple[tuple[int, str], ...]
    was_sorted: bool
    derived: tuple[str, ...]
    gaps: tuple[AccountsGap, ...]
    remarks: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Return what is worth telling, as plain text of the file's own words and ours."""
        told = (
            self._notation(),
            self._of("Headings read", self._renamed()),
            self._of("Left aside", map(_quoted, self.left_aside)),
            self._of("Rows dropped", self._dropped()),
            "The rows were put in the order of their years." if self.was_sorted else "",
            self._of("Derived", (f"{c} = {FORMULAS[c]}" for c in self.derived)),
            *self._gap_sentences(),
            *(f"Remark: {remark}" for remark in self.remarks),
        )
        return tuple(sentence for sentence in told if sentence)

    def _notation(self) -> str:
        cells = f"Cells are separated by {_DELIMITERS[self.delimiter]}"
        if self.decimal_sign is None:
            return f"{cells}; no figure has decimals."
        return f"{cells}; the decimal sign is {_SIGNS[self.decimal_sign]}."

    @staticmethod
    def _of(what: str, items: Iterable[str]) -> str:
        told = _joined(items)
        return f"{what}: {told}." if told else ""

    def _renamed(self) -> Iterable[str]:
        for heading, column in self.columns.items():
            if heading != column:
                yield f"{_quoted(heading)} as {column}"

    def _dropped(self) -> Iterable[str]:
        if self.n_blank_rows:
            yield f"{self.n_blank_rows:,} blank"
        if self.repeated_lines:
            lines = ", ".join(map(str, self.repeated_lines))
            yield f"{len(self.repeated_lines)} that repeat another (line {lines})"
        for line, name in self.summary_rows:
            yield f"line {line}, {_quoted(name)}"

    def _gap_sentences(self) -> Iterable[str]:
        for column, formula in FORMULAS.items():
            by_year = _joined(
                f"{gap.year}: {_amount(gap)} {'more' if gap.amount > 0 else 'less'}"
                for gap in self.gaps
                if gap.column == column
            )
            if by_year:
                yield f"{column} is kept as stated, though {formula} gives {by_year} ($/MW)."


def _amount(gap: AccountsGap) -> str:
    return f"{abs(gap.amount):,.2f}".removesuffix(".00")


def _joined(items: Iterable[str]) -> str:
    return "; ".join(items)


def _quoted(text: str) -> str:
    return f"“{one_line(text.strip())}”"
