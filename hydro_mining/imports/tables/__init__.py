"""Large delimited files read with numpy: bytes -> text -> table -> columns of figures and stamps.

Price, hashprice and flow files all begin here; what their columns mean is told elsewhere.
"""

from hydro_mining.imports.tables.figures import Figures, read_figures, read_whole_numbers
from hydro_mining.imports.tables.names import listed
from hydro_mining.imports.tables.stamps import (
    FIRST,
    NO_OFFSET,
    SECOND,
    Stamps,
    looks_like_stamp,
    read_stamps,
    split_range,
)
from hydro_mining.imports.tables.table import ByteMatrix, Integers, Table, read_table
from hydro_mining.imports.tables.text import Text, read_text

__all__ = [
    "FIRST",
    "NO_OFFSET",
    "SECOND",
    "ByteMatrix",
    "Figures",
    "Integers",
    "Stamps",
    "Table",
    "Text",
    "listed",
    "looks_like_stamp",
    "read_figures",
    "read_stamps",
    "read_table",
    "read_text",
    "read_whole_numbers",
    "split_range",
]
