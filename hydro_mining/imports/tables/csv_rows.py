"""Rows with quotes, line breaks or blank lines, by Python's csv module."""

import csv
import io

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables.text import Limits

# No text has it: ASCII's own separator of units, which the csv module's cells are joined with.
UNIT_SEPARATOR = "\x1f"


class CsvRows:
    """The rows of a text by the csv module, with what was odd about them."""

    def __init__(self, delimiter: str, first_line: int, limits: Limits) -> None:
        self.n_blank = 0
        self.short: dict[int, int] = {}
        self._delimiter, self._first_line, self._limits = delimiter, first_line, limits
        self._width = self._least = 0

    def rewritten(self, body: bytes) -> tuple[bytes, Integers]:
        """Return the rows without quotes and blank lines, cells parted by unit separators."""
        source = io.StringIO(body.decode(), newline="")
        reader = csv.reader(source, delimiter=self._delimiter, strict=True)
        rows: list[str] = []
        lines: list[int] = []
        headings: list[str] = []
        line = self._first_line
        try:
            for cells in reader:
                headings = headings or cells
                if rows and cells == headings:  # of files that were put together
                    self.n_blank += 1
                elif any(cell.strip() for cell in cells):
                    rows.append(self._joined(line, cells, len(rows)))
                    lines.append(line)
                else:
                    self.n_blank += 1
                line = self._first_line + reader.line_num
        except csv.Error as error:
            rule = f"CSV with closed quotes and {self._limits.cell_rule}"
            raise InputError(f"line {line}", rule, str(error)) from error
        return "".join(rows).encode(), np.array(lines, dtype=np.int64)

    def _joined(self, line: int, cells: list[str], n_before: int) -> str:
        if not n_before:
            self._width = len(cells)
            self._least = max(at for at, cell in enumerate(cells, start=1) if cell.strip())
        if any(cell.strip() for cell in cells[self._width :]):
            raise uneven(line, self._width, len(cells))
        if len(cells) < self._least:
            self.short[n_before - 1] = len(cells)
        cells = (cells + [""] * self._width)[: self._width]
        row = UNIT_SEPARATOR.join(cells)
        if row.count(UNIT_SEPARATOR) >= self._width:
            raise InputError(f"line {line}", "text without control characters", row)
        return row.replace("\n", " ") + "\n"


def uneven(line: int, width: int, n_cells: int) -> InputError:
    """Return the error of a row whose cells are not those of the headings."""
    return InputError(f"line {line}", f"{width} cells, like the headings", n_cells)
