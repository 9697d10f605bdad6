"""Bytes of an upload -> lines of text in UTF-8, or a refusal that says what came instead."""

from typing import NamedTuple

from hydro_mining.exceptions import InputError

__all__ = ["Text", "read_text"]

# 2,000,000 quarter-hours are 57 years; these bounds keep a hostile upload from costing more.
_MOST_BYTES = 64_000_000
_MOST_COMMENTS = 100
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Text(NamedTuple):
    r"""The lines of a file, ended by ``\n`` each, and what stood before them.

    Attributes
    ----------
    body
        Headings and rows in UTF-8.
    first_line
        Number of the line with which ``body`` begins.
    comments
        The leading lines that begin with ``#``, without it.
    """

    body: bytes
    first_line: int
    comments: tuple[str, ...]


def read_text(data: bytes) -> Text:
    """Return the text of a file without byte-order mark, comments and blank lines around it."""
    if len(data) > _MOST_BYTES:
        raise InputError("file", f"at most {_MOST_BYTES:,} bytes", len(data))
    if data.startswith(_COMPRESSED):
        raise InputError("file", "a plain CSV text, not a compressed file or workbook", data[:4])
    lines = _utf_8(data)
    _check_plain(lines)
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _without_comments(lines)


def _utf_8(data: bytes) -> bytes:
    encoding = "utf-16" if data.startswith(_UTF_16_MARKS) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = data[error.start : error.end]
        raise InputError(f"line {line}", "text in UTF-8, or UTF-16 with its mark", wrong) from error
    return data.removeprefix(_UTF_8_MARK) if encoding == "utf-8" else text.encode()


def _check_plain(lines: bytes) -> None:
    if b"\0" in lines:
        line = lines.count(b"\n", 0, lines.index(b"\0")) + 1
        raise InputError(f"line {line}", "text without NUL bytes", "a NUL byte")
    if lines[:256].lstrip().lower().startswith(_MARKUP):
        raise InputError("file", "a CSV text, not a web page", lines[:40].decode(errors="replace"))


def _without_comments(lines: bytes) -> Text:
    comments: list[bytes] = []
    at, number = 0, 1
    while at < len(lines):
        end = lines.find(b"\n", at)
        end = len(lines) if end < 0 else end
        line = lines[at:end].strip()
        if line and not line.startswith(b"#"):
            return Text(
                lines[at:].rstrip(b"\n \t\f\v") + b"\n",
                number,
                tuple(c.lstrip(b"# ").decode() for c in comments),
            )
        if line:
            comments.append(line)
        if len(comments) > _MOST_COMMENTS:
            break
        at, number = end + 1, number + 1
    raise InputError("file", "headings and rows below them", None)
