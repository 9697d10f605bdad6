"""What a piece of work leaves open that Python warns of."""

import contextlib
import gc
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def leaks() -> Iterator[list[str]]:
    """Give the list of what was left open within, which is complete at the end.

    What earlier tests of the process left lying is gone before, so that it is not told here.
    """
    gc.collect()
    left: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield left
        gc.collect()
    left += [str(warning.message) for warning in caught if warning.category is ResourceWarning]
