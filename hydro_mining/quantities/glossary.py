"""The vocabulary as a page to read."""

from collections.abc import Iterator

from hydro_mining.quantities.groups import GROUPS
from hydro_mining.quantities.kinds import Quantity

_INTRODUCTION = """# Glossary

Every input and every result, by the name that it has in files, commands and code. Fractions are
0 to 1; money is in pounds unless a currency is asked for, and in dispatch in that of the price
file. This page is written by `python -m hydro_mining.quantities docs/glossary.md`.
"""


def glossary() -> str:
    """Return a table of name, label, unit, legal values and meaning for each group."""
    return "\n".join([_INTRODUCTION, *_lines()])


def _lines() -> Iterator[str]:
    for group, quantities in GROUPS.items():
        yield f"## {group}\n\n| Name | Called | Unit | Legal | Meaning |\n|---|---|---|---|---|"
        yield from (_row(name, quantity) for name, quantity in quantities.items())
        yield ""


def _row(name: str, quantity: Quantity) -> str:
    legal = "a result" if quantity.range is None else quantity.range.described("")
    cells = (f"`{name}`", quantity.label, quantity.unit, legal, quantity.meaning)
    return f"| {' | '.join(cells)} |"
