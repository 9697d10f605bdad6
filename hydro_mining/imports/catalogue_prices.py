"""Which column of a machine list has the prices, and what they are per."""

import re
from typing import NamedTuple

import numpy as np

from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.tables import Table, listed, number_without_mark, numbers_by_sign
from hydro_mining.imports.units import money_per, tokens

# TH/s of the hashrates that a price may be per.
_PER_HASHRATE = {"th": 1.0, "t": 1.0, "ths": 1.0, "ph": 1e3, "phs": 1e3, "eh": 1e6, "ehs": 1e6}
_MACHINE_WORDS = frozenset(("unit", "machine", "miner", "piece", "pc", "pcs", "each", "asic"))
# What else a price may be for, such as a pallet of machines or the energy of a host.
_OTHER_BASES = frozenset(
    """gh mh w kw mw kwh mwh wh j day week month year hour lot lots pallet pallets container batch
    pack set pair dozen units pieces machines miners moq qty kg rack k m deposit shipping hosting
    """.split()  # noqa: SIM905
)
_YEAR = re.compile(r"20[0-9]{2}")
_PRICE_WORDS = frozenset(("price", "cost", "preis", "prix", "precio", "fob", "usdt", "quote"))
# Sums of money about a machine that are not what it costs today.
_OTHER_SUMS = frozenset(
    """revenue revenues profit profits income earning earnings tax taxes vat duty duties freight fee
    fees payback roi reward rewards insurance cost costs""".split()  # noqa: SIM905
)
_LATER = frozenset(("future", "futures", "forward"))
# What a machine does not cost any more.
_BEFORE = frozenset(
    """old was before previous former original regular list rrp msrp srp uvp statt alt ancien antes
    """.split()  # noqa: SIM905
)
_TOLERANCE = 0.02
_ONE_PRICE = "with one price a machine, or the option {option} names its column: "


class PriceColumn(NamedTuple):
    """A column of prices.

    Attributes
    ----------
    currency
        ISO code in its heading, empty if there is none.
    per_ths
        Hashrate that a price is for [TH/s]; None where it is a machine's.
    """

    position: int
    currency: str
    per_ths: float | None


class PriceColumns(NamedTuple):
    """The columns that may have the prices, and all whose headings name money or a price."""

    candidates: tuple[PriceColumn, ...]
    of_money: tuple[int, ...]

    def chosen(self, table: Table, hashrate_at: int, named: str | None) -> PriceColumn | None:
        """Return the column of the prices, None where a list has none.

        Of two columns those that say what a machine cost before are left aside, and those that
        say the same a TH/s.

        Raises
        ------
        InputError
            If several are left, or the ``named`` one is none of them.
        """
        headings = table.headings
        if named is not None:
            found = next((c for c in self.candidates if headings[c.position] == named), None)
            if found is None:
                there = listed(headings[c.position] for c in self.candidates)
                raise InputError("price_column", f"one of {there or 'no column'}", named)
            return found
        now = [c for c in self.candidates if not _BEFORE & {*tokens(headings[c.position])}]
        left = now or list(self.candidates)
        whole = [c for c in left if c.per_ths is None]
        if len(whole) == 1 and all(
            one in whole or _is_same(table, hashrate_at, whole[0], one) for one in left
        ):
            left = whole
        if len(left) > 1:
            there = listed(headings[c.position] for c in left)
            line = f"line {table.heading_line}"
            raise InputError(line, _ONE_PRICE + there, f"{len(left)} prices", option="price_column")
        return left[0] if left else None

    def notes(self, table: Table, chosen: PriceColumn | None) -> tuple[str, ...]:
        """Return a sentence on each column of money that is not read."""
        understood = {candidate.position for candidate in self.candidates}
        return tuple(
            f"The column “{one_line(table.headings[at])}” is not "
            f"{'read' if at in understood else 'understood, and not read'}."
            for at in self.of_money
            if chosen is None or at != chosen.position
        )


def price_columns(table: Table, others: frozenset[int | None], known: int | None) -> PriceColumns:
    """Return the columns that may have the prices.

    A heading that says price goes before one that names a currency only, and no hashrate.

    Parameters
    ----------
    others
        Columns that are something else.
    known
        A column whose heading is that of the prices.
    """
    named: list[PriceColumn] = []
    of_money: list[PriceColumn] = []
    looked_at: list[int] = []
    for position, heading in enumerate(table.headings):
        words = tokens(heading)
        money = money_per(words, None)
        is_price = position == known or bool(_PRICE_WORDS & {*words})
        if position in others or not (is_price or money.currency):
            continue
        looked_at.append(position)
        per_ths = next((_PER_HASHRATE[word] for word in words if word in _PER_HASHRATE), None)
        is_whole = per_ths is None and not _MACHINE_WORDS & {*words}
        is_odd = bool(money.part) or (is_whole and bool(money.unknown or "/" in words))
        if not is_odd and not _is_unread(words, is_price=is_price):
            found = PriceColumn(position, money.currency or "", per_ths)
            (named if is_price else of_money).append(found)
    candidates = [*named, *(one for one in of_money if one.per_ths is not None)]
    return PriceColumns(tuple(candidates if named else of_money), tuple(looked_at))


def _is_unread(words: list[str], *, is_price: bool) -> bool:
    """Return whether a heading of a price says what it may be for, in words not known here."""
    if _LATER & {*words} or (not is_price and _OTHER_SUMS & {*words}):
        return True
    counts = (word for word in words if word[:1].isdigit() and word != "1")
    return bool(_OTHER_BASES & {*words}) or not all(map(_YEAR.fullmatch, counts))


def _is_same(table: Table, hashrate_at: int, whole: PriceColumn, per: PriceColumn) -> bool:
    """Return whether prices a TH/s are those of the machines, as far as both are there."""
    if per.per_ths is None or per.currency not in {"", whole.currency}:
        return False
    at = (hashrate_at, whole.position, per.position)
    figures = [[_figure(table.cell(row, c)) for c in at] for row in range(len(table))]
    filled = np.array([row for row in figures if None not in row], dtype=float).reshape(-1, 3)
    hashrate, price, each = filled.T
    made = each * hashrate / per.per_ths
    return bool(len(filled)) and bool((np.abs(made - price) <= _TOLERANCE * price).all())


def _figure(cell: str) -> float | None:
    """Return the number of a cell, None where it has none or may be two."""
    numbers = set(numbers_by_sign(number_without_mark(cell)[0]).values())
    return float(numbers.pop()) if len(numbers) == 1 else None
