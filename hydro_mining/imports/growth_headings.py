"""Which column of the growth table a heading means, and whether its unit is the table's."""

import re
from collections.abc import Iterable
from dataclasses import fields
from itertools import pairwise

from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import Table
from hydro_mining.imports.units import CURRENCY_CODES

GROWTH_TABLE_COLUMNS = tuple(item.name for item in fields(GrowthTable))

_REQUIRED = ("year", "btc_price", "energy_cost", "opex", "capex_amort", "capex_tot", "taxes")
_ONE_REQUIRED = ("btc_per_mw", "gross_rev")

# Words joined without what stands between them, in the singular or plural that is met.
_NAMES = {
    "year": "year years fy yr fiscalyear calendaryear",
    "btc_price": "btcprice bitcoinprice averagebtcprice avgbtcprice meanbtcprice",
    "btc_per_mw": "btcpermw bitcoinpermw btcmw btcgenerated bitcoingenerated btcmined bitcoinmined "
    "minedbtc btcproduced btcproduction",
    "gross_rev": "grossrev grossrevenue grossrevenues revenue revenues totalrevenue",
    "energy_cost": "energycost energycosts electricitycost electricitycosts powercost powercosts",
    "opex": "opex operatingcost operatingcosts operatingexpense operatingexpenses "
    "operatingexpenditure",
    "capex_amort": "capexamort capexamortisation capexamortization amort amortisation amortization "
    "depreciation capexdepreciation",
    "tot_costs": "totcosts totcost totalcosts totalcost",
    "capex_tot": "capextot capextotal totcapex totalcapex capex investment totalinvestment",
    "taxes": "taxes tax",
    "net_profits": "netprofits netprofit profits profit netincome",
}
_COLUMN_OF = {word: column for column, words in _NAMES.items() for word in words.split()}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DOLLARS = _set("usd us dollar dollars")
_COIN = _set("btc bitcoin bitcoins")
_PER_YEAR = _set("in per a p annum annual yearly year yr")
_PER_MW = _PER_YEAR | _set("mw 1")
_OTHER_CURRENCIES = (CURRENCY_CODES - {"usd", "btc"}) | _set("""
    otherdollar canadian australian pound pounds sterling euro euros franc francs krone krona kroner
    kronor rupee rupees yen yuan sat sats satoshi satoshis mbtc ubtc usdt usdc
""")
_SCALES = _set("""
    k m t h bn b mm mn mln mio mrd tsd 00 000 0000 10 100 1000 1000000 hundred hundreds thou
    thousand thousands million millions billion billions percent pct bps permille cent cents
    kusd musd tusd usdk usdm keur meur teur kgbp mgbp eurm gbpm
""")
_OTHER_BASES = _set("""
    w kw gw wh kwh mwh gwh th ths ph eh s h hour hours day days daily week month months monthly
    quarter quarterly machine miner unit
""")
_WRONG = _OTHER_CURRENCIES | _SCALES | _OTHER_BASES
_LEADING = _DOLLARS | _OTHER_CURRENCIES | _SCALES | {"annual", "yearly"}

_SCALES_IN_WORDS = _set("""
    mio mrd tsd 000 1000 1000000 hundreds thou thousand thousands million millions billion billions
    cent cents kusd musd tusd usdk usdm keur meur teur kgbp mgbp eurm gbpm
""")

_LETTERS = _set("k m mm mn bn")

_LEGAL: dict[str, tuple[frozenset[str], str]] = {
    "btc_price": (_DOLLARS | _COIN | _PER_YEAR, "in US dollars per BTC, not scaled"),
    "btc_per_mw": (_COIN | _PER_MW, "in BTC per MW and year, not scaled"),
}
_LEGAL_MONEY = (_DOLLARS | _PER_MW, "in US dollars per MW and year, not scaled")
_UNIT_WORDS = _WRONG | _DOLLARS | _COIN | _PER_MW

_OTHER_DOLLAR = re.compile(r"(?<![a-z])(?:ca|can|c|au|a|nz|hk|sg|s|r|mx|nt)\$")
_SIGNS = {
    "£": "gbp",
    "€": "eur",
    "¥": "jpy",
    "₹": "inr",
    "₽": "rub",
    "₺": "try",
    "₩": "krw",
    "$": "usd",
    "₿": "btc",
    "%": "percent",
    "‰": "permille",
    "/": "per",
}
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")


def growth_columns(table: Table) -> dict[str, int]:
    """Return the position of every column that is understood; others are not in it.

    Raises
    ------
    InputError
        If a column is missing, there twice, or in another unit than the table's.
    """
    columns: dict[str, int] = {}
    for position, text in enumerate(table.headings):
        column, unit = _column_and_unit(text)
        if column is None:
            continue
        place = f"line {table.heading_line}, column {column}"
        legal, rule = _LEGAL.get(column, _LEGAL_MONEY)
        if not legal.issuperset(unit):
            raise InputError(place, rule, text)
        if column in columns:
            raise InputError(place, "in the heading once", text)
        columns[column] = position
    _check_present(table, columns)
    return columns


def check_lines_above(lines: Iterable[str]) -> None:
    """Refuse titles and comments that say another unit than the table's for all figures.

    Raises
    ------
    InputError
        If a line names thousands, millions, cents or another currency that figures are in.
    """
    for line in lines:
        words = _words(line)
        is_scaled = not _SCALES_IN_WORDS.isdisjoint(words)
        pairs = [*pairwise(words)]
        in_currency = any(one == "in" and other in _OTHER_CURRENCIES for one, other in pairs)
        with_letter = any("usd" in pair and _LETTERS & {*pair} for pair in pairs)
        if is_scaled or in_currency or with_letter:
            rule = "in US dollars, not scaled; a line above that says otherwise is left out then"
            raise InputError("file", rule, line)


def _column_and_unit(heading: str) -> tuple[str | None, list[str]]:
    """Return the column that the longest run of words names, if the others are all units.

    A heading that says more, such as “Opex growth”, is that of another column.
    """
    words = _words(heading)
    start = next((at for at, word in enumerate(words) if word not in _LEADING), 0)
    for end in range(len(words), start, -1):
        column = _COLUMN_OF.get("".join(words[start:end]))
        if column is not None:
            unit = words[:start] + words[end:]
            is_column = not unit if column == "year" else _UNIT_WORDS.issuperset(unit)
            return (column if is_column else None), unit
    return None, []


def _words(heading: str) -> list[str]:
    text = _OTHER_DOLLAR.sub(" otherdollar ", heading.casefold())
    for sign, word in _SIGNS.items():
        text = text.replace(sign, f" {word} ")
    return _WORD.findall(text)


def _check_present(table: Table, columns: Iterable[str]) -> None:
    present = set(columns)
    missing = next((column for column in _REQUIRED if column not in present), None)
    given = ", ".join(table.headings)
    if missing is not None:
        rule = f"among the headings ({', '.join(_REQUIRED)})"
        raise InputError(f"line {table.heading_line}, column {missing}", rule, given)
    if present.isdisjoint(_ONE_REQUIRED):
        place = f"line {table.heading_line}, column {' or '.join(_ONE_REQUIRED)}"
        raise InputError(place, "among the headings", given)
