"""JSON documents taken apart: every node of one, and one with odd values in it."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    10**30,
    1e308,
    5e-324,
    "1e400",
    10**400,
    "",
    " ",
    [],
    {},
    [[]],
    {"": None},
    "<script>alert(1)</script>",
    "=HYPERLINK()",
    "x" * 3_000,
    "\ud800",
    "\x00",
    "a\nb",
    "2026-10-10T00:00:00+00:00",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "GBP",
    "live",
)


def nodes(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Return every node of a document with its path, the root first."""
    yield path, found
    if isinstance(found, dict | list):
        for name, one in found.items() if isinstance(found, dict) else enumerate(found):
            yield from nodes(one, (*path, name))


def at(document: Any, *path: Any) -> Any:
    """Return what stands at a path."""
    for name in path:
        document = document[name]
    return document


def mutated(document: Any, chance: random.Random) -> bytes:
    """Return a record's JSON with one to three nodes replaced, taken away or put in."""
    changed = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        paths = [path for path, _ in nodes(changed) if path]
        path = chance.choice(paths)
        parent, odd = at(changed, *path[:-1]), copy.deepcopy(chance.choice(ODD))
        kind = chance.randrange(4)
        if kind == 0:
            del parent[path[-1]]
        elif kind == 1 and isinstance(parent, dict):
            parent[chance.choice(("__proto__", "", "name", "\ud800", "x" * 1_000))] = odd
        elif kind == 2 and isinstance(parent, list):
            parent.insert(chance.randrange(len(parent) + 1), odd)
        else:
            parent[path[-1]] = odd
    return json.dumps(changed).replace('"1e400"', "1e400").encode()
