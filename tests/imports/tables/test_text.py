"""Bytes of a file -> text: packing, encoding, comments, limits."""

import gzip

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import Limits, read_text

LIMITS = Limits(most_bytes=40)


def refusal(data, limits=LIMITS):
    with pytest.raises(InputError) as caught:
        read_text(data, limits)
    return str(caught.value)


@pytest.mark.parametrize("data", ["a,ü", "a,ü".encode(), b"\xef\xbb\xbfa,\xc3\xbc"])
def test_text_comes_with_or_without_a_byte_order_mark(data):
    """Text, UTF-8 and UTF-8 with its mark are the same text."""
    assert read_text(data, LIMITS).body.decode() == "a,ü\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x" * 41, "file must be at most 40 bytes; got 41"),
        ("ü" * 21, "file must be at most 40 bytes; got 42"),
        (b"PK\x03\x04", "file must be a plain CSV text or its gzip, not another compressed file"),
        (b"a\nb\0", "line 2 must be text without NUL bytes; got 'a NUL byte'"),
        (
            b"a\n\n\xfc\x81b",
            "line 3 must be text in UTF-8, UTF-16 with its mark, or 8-bit Western text",
        ),
        ("\ud800", "line 1 must be text in UTF-8, UTF-16 with its mark, or 8-bit Western text"),
    ],
)
def test_other_files_are_refused(data, message):
    """Long, compressed, binary and other encodings get one sentence with the line."""
    assert refusal(data).startswith(message)


def test_gzip_is_unpacked_within_the_limit():
    """The limit holds for the text as for the file, at its exact bound; members are joined."""
    fits = gzip.compress(b"a" * 39 + b"\n", mtime=0)
    assert len(fits) <= 40
    assert read_text(fits, LIMITS).body == b"a" * 39 + b"\n"
    bomb = gzip.compress(b"a" * 41, mtime=0)
    assert refusal(bomb) == "file must be at most 40 bytes when unpacked; got 'more'"
    two = gzip.compress(b"a,b\n", mtime=0) + gzip.compress(b"1,2\n", mtime=0)
    assert read_text(two).body == b"a,b\n1,2\n"


def test_a_bomb_is_refused_before_it_is_unpacked():
    """A thousand megabytes of zeros in one: no more than the limit is held."""
    bomb = gzip.compress(bytes(200_000_000), mtime=0)
    assert refusal(bomb, Limits()).startswith("file must be at most 64,000,000 bytes when unp")


@pytest.mark.parametrize("data", [gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9], b"\x1f\x8b\x00"])
def test_a_broken_gzip_is_refused(data):
    """One that breaks off, and one that is none."""
    assert refusal(data).startswith("file must be a whole gzip of a CSV text; got")


def test_comments_stand_above_the_headings():
    """Their text is kept, quoted or not; the lines of the rest are those of the file."""
    text = read_text('\n# one\n"# two, ""three""",,\n\na,b\n#4,5\n')
    assert (text.comments, text.first_line) == (("one", 'two, "three"'), 5)
    assert text.body == b"a,b\n#4,5\n"


def test_western_text_is_read_with_a_note():
    """Müller and € in the 8-bit text that old spreadsheets write; UTF-16 with its mark has none."""
    text = read_text("Müller;€\n1;2\n".encode("cp1252"))
    assert text.body.decode() == "Müller;€\n1;2\n"
    assert text.notes == ("The text is not UTF-8: it is read as 8-bit Western text (cp1252).",)
    assert read_text("ü,€\n1,2\n".encode("utf-16")) == read_text("ü,€\n1,2\n")


def test_lines_can_be_skipped():
    """Those of the file are counted, comments and blank ones too."""
    text = read_text("a title\n\n# no data\nx,y\n1,2\n", skip_lines=2)
    assert (text.body, text.first_line, text.comments) == (b"x,y\n1,2\n", 4, ("no data",))


@pytest.mark.parametrize("mark", ["*", "*;;", "EOF", "END\n"])
def test_a_mark_below_the_last_row_is_none(mark):
    """What some publishers put at the end."""
    assert read_text(f"x;y\n1;2\n{mark}\n").body == b"x;y\n1;2\n"
