"""Flow and power files: what gauging networks, loggers and spreadsheets write -> a series.

What this package owns: the forms of flow files, which column holds the values, in what unit,
what in it stands for no value, and the grid of local standard time. How a table, a number or a
time is read is told in ``imports.tables`` and ``imports.times``.

Steps, as ``read_flow`` and ``read_power`` take them
----------------------------------------------------
1. ``read_text``, ``with_headings`` and ``read_table``: bytes -> ``Table``.
2. ``form_of``: what GRDC, USGS and NRFA settle -> ``FlowForm``.
3. ``time_columns`` and ``value_column``: where times and values stand, and their unit (``units``).
4. ``read_values``: numbers -> ``Values``, with gaps for sentinels, texts and what is below 0.
5. ``in_standard_time``, ``read_series`` and ``on_grid``: rows -> equal steps.
6. ``FlowReport``: all that was understood.

Terms
-----
form
    A kind of file that is recognised by its headings; ``plain`` is any time and value.
sentinel
    A number that stands for no value, such as -999.
flag
    A text beside a value; it changes nothing and is told.
standard time
    Of a zone, without its summer time; days of a daily file are their calendar dates.
"""

from hydro_mining.imports.flows.options import FlowOptions
from hydro_mining.imports.flows.reading import FlowImport, read_flow, read_power

__all__ = ["FlowImport", "FlowOptions", "read_flow", "read_power"]
