"""Bytes of a file -> lines of text in UTF-8, or a refusal that says what came instead."""

import gzip
import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hydro_mining.exceptions import InputError, one_line

# One row a cell, one column a byte, filled with zeros at the end.
ByteMatrix: TypeAlias = NDArray[np.uint8]

_MOST_LISTED = 20
_GZIP = b"\x1f\x8b"
_WHOLE_GZIP = "a whole gzip of a CSV text"
_COMPRESSED = (b"PK\x03\x04", b"PK\x05\x06", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENCODING_RULE = "text in UTF-8, UTF-16 with its mark, or 8-bit Western text (cp1252)"
_WESTERN = "The text is not UTF-8: it is read as 8-bit Western text (cp1252)."

_MOST_COMMENTS = 200
_LONGEST_COMMENT = 200
# What some publishers put below the last row.
_END_MARK = re.compile(
    rb'\n[ \t,;]*(?:\*+|EOF|END|"?(?:T|Rows:?|Records:?)"?[ ,;]*"?[0-9]{1,9}"?)[ \t,;*]*\Z'
)
_BLANK_LINE = re.compile(rb"[ \t\f\v]*\n")
# A spreadsheet quotes a comment with commas and adds delimiters for the other columns.
_COMMENT = re.compile(rb'[ \t\f\v]*("?)#+([^\n]*)\n')


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be, so that a hostile one costs neither time nor memory.

    The defaults are for series: 2,000,000 quarter-hours are 57 years. ``most_bytes`` holds for
    the unpacked text too, and ``most_rows`` for the rows below the headings.
    """

    most_bytes: int = 64_000_000
    most_rows: int = 2_000_000
    most_columns: int = 256
    longest_cell: int = 256

    @property
    def cell_rule(self) -> str:
        """The rule for a cell's length."""
        return f"at most {self.longest_cell} characters a cell"


_SERIES = Limits()


class Text(NamedTuple):
    r"""The lines of a file, ended by ``\n`` each, and what stood before them.

    Attributes
    ----------
    body
        Headings and rows in UTF-8.
    first_line
        Number of the line with which ``body`` begins.
    comments
        The leading lines that begin with ``#``, without it, shortened if they are long.
    notes
        Sentences on what was taken for granted.
    """

    body: bytes
    first_line: int
    comments: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_text(data: bytes | str, limits: Limits = _SERIES, *, skip_lines: int = 0) -> Text:
    """Return the text of a file without byte-order mark, comments and blank lines around it.

    ``skip_lines`` of its beginning are left out.

    Raises
    ------
    InputError
        If it is too large, empty, packed in another way than gzip, or no text.
    """
    lines, notes = _utf_8(_unpacked(_packed(data), limits.most_bytes))
    if lines[:256].lstrip().lower().startswith(_MARKUP):
        raise InputError("file", "a CSV text, not a web page", lines[:40].decode(errors="replace"))
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _without_comments(lines, skip_lines)._replace(notes=notes)


def _packed(data: bytes | str) -> bytes:
    if isinstance(data, bytes):
        return data
    try:
        return data.encode()
    except UnicodeEncodeError as error:
        line = data.count("\n", 0, error.start) + 1
        wrong = data[error.start : error.end]
        raise InputError(f"line {line}", _ENCODING_RULE, wrong) from error


def _unpacked(data: bytes, most_bytes: int) -> bytes:
    if len(data) > most_bytes:
        raise InputError("file", f"at most {most_bytes:,} bytes", len(data))
    if data.startswith(_COMPRESSED):
        rule = "a plain CSV text or its gzip, not another compressed file or a workbook"
        raise InputError("file", rule, data[:4])
    return _gunzipped(data, most_bytes) if data.startswith(_GZIP) else data


def _gunzipped(data: bytes, most_bytes: int) -> bytes:
    """Return the text of gzip's members, unpacking no more than the limit allows."""
    try:
        text = gzip.GzipFile(fileobj=io.BytesIO(data)).read(most_bytes + 1)
    except EOFError as error:
        raise InputError("file", _WHOLE_GZIP, "a file that breaks off") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError("file", _WHOLE_GZIP, str(error)) from error
    if len(text) > most_bytes:
        raise InputError("file", f"at most {most_bytes:,} bytes when unpacked", "more")
    return text


def _utf_8(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the text in UTF-8, and a note where its encoding is a guess."""
    if data.startswith(_UTF_16_MARKS):
        return _decoded(data, "utf-16"), ()
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InputError(f"line {line}", "text without NUL bytes", "a NUL byte")
    try:
        data.decode()
    except UnicodeDecodeError:
        return _decoded(data, "cp1252"), (_WESTERN,)
    return data.removeprefix(_UTF_8_MARK), ()


def _decoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = data[error.start : error.end]
        raise InputError(f"line {line}", _ENCODING_RULE, wrong) from error


def _without_comments(lines: bytes, skip_lines: int) -> Text:
    lines = _END_MARK.sub(b"", lines.rstrip(b"\n \t\f\v")) + b"\n"
    comments: list[str] = []
    at, number = 0, 1
    for _ in range(skip_lines):
        at = lines.find(b"\n", at) + 1 or len(lines)
        number += 1
    while match := _COMMENT.match(lines, at) or _BLANK_LINE.match(lines, at):
        if match.re is _COMMENT:
            comments.append(_comment(match[2].decode(), is_quoted=bool(match[1])))
        if len(comments) > _MOST_COMMENTS:
            raise InputError("file", f"at most {_MOST_COMMENTS} comments", f"line {number}")
        at, number = match.end(), number + 1
    if at == len(lines):
        raise InputError("file", "headings and rows below them", None)
    return Text(lines[at:], number, tuple(filter(None, comments)))


def _comment(text: str, *, is_quoted: bool) -> str:
    text = text.strip(" \t,;")
    text = text.removesuffix('"').replace('""', '"') if is_quoted else text
    printable = "".join(c if c.isprintable() else " " for c in text)
    if len(printable) > _LONGEST_COMMENT:
        return f"{printable[:_LONGEST_COMMENT]}…"
    return printable


def listed(names: Iterable[str]) -> str:
    """Return names with commas between them, printable, the first twenty of many.

    >>> listed(["NO1", "NO2"])
    'NO1, NO2'
    """
    left = iter(names)
    named = ", ".join(map(one_line, islice(left, _MOST_LISTED)))
    return f"{named} …" if next(left, None) is not None else named


def as_texts(cells: ByteMatrix) -> NDArray[np.bytes_]:
    """Return cells (rows, bytes) as texts (rows,)."""
    texts: NDArray[np.bytes_] = np.ascontiguousarray(cells).view(f"S{cells.shape[1]}").ravel()
    return texts
