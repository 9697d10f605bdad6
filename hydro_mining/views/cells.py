"""Figures as cards and as tables, called and written as the vocabulary has them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hydro_mining.quantities import POUNDS, Currency, formatted, label
from hydro_mining.views.markup import Card, Table


def figure_card(
    name: str,
    value: float | None,
    note: str,
    currency: Currency = POUNDS,
    *,
    title: str = "",
    tone: str = "",
    written_as: str = "",
) -> Card:
    """Return the card of a quantity's value, under a title of its own if one is given.

    ``written_as`` is the quantity whose format it has, if ``name`` is none.
    """
    written = formatted(written_as or name, value, currency)
    return Card(key=name, label=title or label(name), value=written, note=note, tone=tone)


def npv_card(scenario: str, npv_gbp: float, note: str, currency: Currency) -> Card:
    """Return the card of what a scenario is worth."""
    return figure_card(
        f"npv_gbp:{scenario}",
        npv_gbp,
        note,
        currency,
        title=f"{scenario}: {label('npv_gbp')}",
        tone=gain_tone(npv_gbp),
        written_as="npv_gbp",
    )


def gain_tone(amount: float) -> str:
    """Return the tone of a gain or a loss."""
    return "good" if amount > 0 else "bad"


def a_row_each(
    corner: str,
    names: Sequence[str],
    records: Iterable[tuple[str, Mapping[str, Any]]],
    currency: Currency,
    written: Callable[[str, Any, Currency], str] = formatted,
) -> Table:
    """Return a table of titled records, each a row, with a column a quantity.

    Parameters
    ----------
    corner
        What heads the records' titles.
    written
        How a name's value in a currency is written.
    """
    rows = [
        [title, *(written(name, record[name], currency) for name in names)]
        for title, record in records
    ]
    return [corner, *map(label, names)], rows


def a_column_each(
    corner: str,
    names: Sequence[str],
    records: Iterable[tuple[str, Mapping[str, Any]]],
    currency: Currency,
    written: Callable[[str, Any, Currency], str] = formatted,
) -> Table:
    """Return the same records each a column, with a row a quantity."""
    headings, rows = a_row_each(corner, names, records, currency, written)
    first, *others = zip(headings, *rows, strict=True)
    return list(first), [list(row) for row in others]
