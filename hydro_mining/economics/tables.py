"""How results leave the core: as a table or ready for JSON."""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Frame", "frame", "plain", "rows_frame"]

Frame: TypeAlias = "pd.DataFrame"


def frame(columns: Mapping[str, Any], index: "str | list[str]") -> Frame:
    """Return columns as a table with one or several of them as its index."""
    import pandas as pd  # noqa: PLC0415 - the command line must start without it

    return pd.DataFrame(dict(columns)).set_index(index)


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
