"""What Bokeh writes of a model, to be compared."""

import json

from bokeh.core.serialization import Serializer
from bokeh.model import Model


def numbered(root: Model, *, sort_keys: bool = False) -> str:
    """Return what is written of a model, with its models numbered in place of their ids."""
    numbers: dict[str, int] = {}

    def of(part):
        if isinstance(part, list | tuple):
            return [of(one) for one in part]
        if isinstance(part, dict):
            return {
                key: numbers.setdefault(one, len(numbers)) if key == "id" else of(one)
                for key, one in part.items()
            }
        return part

    written = of(Serializer(deferred=False).serialize(root).content)
    return json.dumps(written, sort_keys=sort_keys, default=str)
