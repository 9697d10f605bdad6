"""What charts are drawn from: columns by the name of their layer, as a browser can hold them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from bokeh.models import ColumnDataSource, Range1d

# By name, all of one length. A frame of them costs more than all else about an update.
Columns: TypeAlias = Mapping[str, np.ndarray[Any, Any]]
Layers: TypeAlias = Mapping[str, Columns]

# Beyond it the length of an axis, or its square, is no number to a browser.
_MOST_DRAWN = 1e150

# The columns that stand along an axis; a chart with other ones has names along it.
_ALONG = {"x_range": ("x", "xs", "left", "right"), "y_range": ("y", "ys", "bottom", "top")}


def columns(**given: Any) -> Columns:
    """Return a layer's columns; a single value is repeated to the length of the others."""
    arrays = {name: np.asarray(values) for name, values in given.items()}
    length = max(len(array) for array in arrays.values() if array.ndim)
    return {name: array if array.ndim else np.full(length, array) for name, array in arrays.items()}


def shape_of(layers: Layers) -> tuple[Any, ...]:
    """Return what a plot can follow from its layers beside their values."""
    return tuple(
        (name, *((field, column.dtype.kind, bool(len(column))) for field, column in layer.items()))
        for name, layer in layers.items()
    )


def bare_axes(layers: Layers) -> frozenset[str]:
    """Return the axes along which nothing can be drawn: the browser finds no range for them."""
    bare = set()
    for axis, fields in _ALONG.items():
        along = [layer[field] for layer in layers.values() for field in fields if field in layer]
        if along and not any(_has_drawable(column) for column in along):
            bare.add(axis)
    return frozenset(bare)


def _has_drawable(column: np.ndarray[Any, Any]) -> bool:
    if column.dtype.kind != "f":
        return bool(column.size)
    return bool(np.isfinite(_drawable(column)).any())


def whole_range(layers: Layers) -> Range1d:
    """Return the range of the dates of the first layer that has an x."""
    dates = next(layer["x"] for layer in layers.values() if "x" in layer)
    start, end = (float(dates[i].astype("datetime64[ms]").astype(np.int64)) for i in (0, -1))
    return Range1d(start=start, end=end)


def bring(source: ColumnDataSource, new: Columns, old: Columns) -> None:
    """Bring a source from old columns to new ones; what did not change is not sent again."""
    changed = {name: column for name, column in new.items() if not _is_same(column, old[name])}
    if not changed:
        return  # nor is it painted again
    if any(column.shape != old[name].shape for name, column in changed.items()):
        source.data = as_sent(new)  # columns of two lengths are none to a browser
    else:
        source.data.update(as_sent(changed))


def _is_same(new: np.ndarray[Any, Any], old: np.ndarray[Any, Any]) -> bool:
    """Tell whether two columns are the same bit for bit, NaN too."""
    return new.dtype == old.dtype and new.shape == old.shape and new.tobytes() == old.tobytes()


def as_sent(layer: Columns) -> dict[str, list[Any]]:
    """Return a layer as a source takes it: lists, which outlive a reconnection."""
    return {
        name: column.tolist() if column.ndim == 1 and column.dtype.kind != "M" else list(column)
        for name, column in ((name, _drawable(given)) for name, given in layer.items())
    }


def all_drawable(layers: Layers) -> Layers:
    """Return layers without what no axis can hold."""
    return {
        name: {field: _drawable(column) for field, column in layer.items()}
        for name, layer in layers.items()
    }


def _drawable(column: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a column without what no axis can hold."""
    if column.dtype.kind != "f":
        return column
    return np.where(np.abs(column) <= _MOST_DRAWN, column, np.nan)
