"""Delimited text of any size: bytes -> text -> table -> columns of numbers.

What this package owns: how a file is packed, encoded, commented and delimited, how large it may
be, which line a row stands in, and how numbers are written. It knows nothing of what a column
means; price, hashprice, flow, growth and machine files all begin here.

Steps
-----
1. ``read_text``: bytes, gzip or not, in UTF-8, UTF-16 or the 8-bit Western encoding -> ``Text``,
   its lines in UTF-8 with the comments above them, within ``Limits``.
   ``without_foot`` leaves out the words below the rows of a series.
2. ``find_head``: the first lines -> where the headings stand, and the delimiter.
3. ``read_table``: ``Text`` -> ``Table`` of headings and cells, with numpy or, where there are
   quotes and blank lines, with the csv module (``CsvRows``).
4. ``read_numbers``: a column of a table -> ``Numbers``, its decimal sign told by all its cells.
   Tables of a page are read cell by cell instead, by the ``Notation`` of their figures.

Terms
-----
comment
    A line above the headings that begins with ``#``.
title
    A line above the headings that is no comment; units below them belong to the headings.
heading, row, cell, column
    As in a spreadsheet; rows and columns are counted from 0, lines of the file from 1.
refusal
    The ``InputError`` that names line, column, rule and what is there.
"""

from hydro_mining.imports.tables.foot import without_foot
from hydro_mining.imports.tables.notation import Notation
from hydro_mining.imports.tables.numbers import (
    Numbers,
    number_without_mark,
    numbers_by_sign,
    read_numbers,
    read_whole_numbers,
    typed_number,
    written_number,
)
from hydro_mining.imports.tables.table import Table, read_table
from hydro_mining.imports.tables.text import (
    ByteMatrix,
    Limits,
    Text,
    as_texts,
    listed,
    read_text,
)

__all__ = [
    "ByteMatrix",
    "Limits",
    "Notation",
    "Numbers",
    "Table",
    "Text",
    "as_texts",
    "listed",
    "number_without_mark",
    "numbers_by_sign",
    "read_numbers",
    "read_table",
    "read_text",
    "read_whole_numbers",
    "typed_number",
    "without_foot",
    "written_number",
]
