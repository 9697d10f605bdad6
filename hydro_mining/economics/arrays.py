"""Array types of the economics core, and how results are protected."""

from typing import Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Booleans: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
# Marks an array whose NaN is a gap: null in JSON.
GAPS = "gaps"
GappedFloats: TypeAlias = Annotated[Floats, GAPS]
Instants: TypeAlias = NDArray[np.datetime64]
Integers: TypeAlias = NDArray[np.int64]
# A core function returns a numpy scalar for scalar arguments and an array for arrays.
Figure: TypeAlias = Any


def known(figure: Figure) -> float | None:
    """Return a figure, None for NaN."""
    return None if np.isnan(figure) else float(figure)


def read_only(values: Any) -> Floats:
    """Return ``values`` as a float array that cannot be changed."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
