"""How results leave the core: as a table or ready for JSON."""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Frame: TypeAlias = "pd.DataFrame"


def frame(columns: Mapping[str, Any], index: "str | list[str]") -> Frame:
    """Return columns as a table with one or several of them as its index."""
    import pandas as pd  # noqa: PLC0415 - the command line must start without it

    return pd.DataFrame(dict(columns)).set_index(index)


def matrix_frame(values: Any, *, rows: tuple[str, Any], columns: tuple[str, Any]) -> Frame:
    """Return an array of two axes as a table; each axis has its name and its labels."""
    import pandas as pd  # noqa: PLC0415 - the command line must start without it

    index, heads = (pd.Index(labels, name=name) for name, labels in (rows, columns))
    return pd.DataFrame(values, index=index, columns=heads)


def product_frame(levels: Mapping[str, Any], columns: Mapping[str, Any]) -> Frame:
    """Return arrays with an axis a level as columns, indexed by all pairs of the levels."""
    import pandas as pd  # noqa: PLC0415 - the command line must start without it

    index = pd.MultiIndex.from_product(levels.values(), names=list(levels))
    return pd.DataFrame({name: array.ravel() for name, array in columns.items()}, index=index)


def rows_frame(rows: Iterable[Mapping[str, Any]]) -> Frame:
    """Return rows of equal keys as a table indexed by the first of them."""
    import pandas as pd  # noqa: PLC0415 - the command line must start without it

    listed = list(rows)
    return pd.DataFrame(listed).set_index(next(iter(listed[0])))


def plain(value: Any) -> Any:
    """Return a JSON-ready copy: lists for arrays, None for NaN and infinities."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
