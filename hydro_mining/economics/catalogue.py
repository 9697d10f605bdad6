"""Machines on the market: what each can do, and what was asked for it when and where."""

import datetime as dt
import math
import re
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining.economics.checking import check_numbers
from hydro_mining.economics.inputs import Miner
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

_COOLINGS = ("air", "hydro", "immersion")

# [characters]. A name or note is one line of a table; a file that holds more is not a catalogue.
LONGEST_TEXT = 500

# Highest over lowest quote [1]. Freight, tax and bins explain less than a factor of two, so
# above it one of the quotes is old, for something else or wrong, and a person must look.
PRICE_SPREAD_FLAG = 2.0

# [days]. The Antminer S21 XP fell from $25.70 to about $11 per TH/s between November 2025 and
# October 2026, which is about a fifth in 90 days: an older price is a wrong price.
STALE_AFTER_DAYS = 90

_UNDATED = ""
_DATE = re.compile(r"(20[0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_FORM = re.compile(r"(?:[1-9][0-9]?U)?")


def earliest_day(price_date: str) -> dt.date:
    """Return the first day a date of the precision known can mean.

    Raises
    ------
    InputError
        If it is not YYYY, YYYY-MM or YYYY-MM-DD in this century, or not in the calendar.

    >>> earliest_day("2026-10")
    datetime.date(2026, 10, 1)
    """
    rule = "a date YYYY, YYYY-MM or YYYY-MM-DD from 2000 on"
    match = _DATE.fullmatch(price_date) if isinstance(price_date, str) else None
    if match is None:
        raise InputError("price_date", rule, price_date)
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise InputError("price_date", rule, price_date) from error


def _check_text(argument: str, value: Any, *, may_be_empty: bool) -> None:
    is_line = isinstance(value, str) and value.isprintable() and value == value.strip()
    if not is_line or not (0 if may_be_empty else 1) <= len(value) <= LONGEST_TEXT:
        size = f"{0 if may_be_empty else 1} to {LONGEST_TEXT} characters"
        raise InputError(argument, f"one line of {size}, no spaces around it", value)


def _check_pattern(argument: str, value: Any, pattern: re.Pattern[str], rule: str) -> None:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise InputError(argument, rule, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceQuote:
    """What somebody asked for one machine.

    Parameters
    ----------
    price : [``currency``]
    currency
        ISO 4217 code: ``USD``.
    price_date
        ISO date of the precision known: ``2026``, ``2026-10`` or ``2026-10-03``; empty for a
        price of which nobody says when it was asked.
    source
        Who asked it, for a reader.

    Raises
    ------
    InputError
        If a value breaks its rule.
    """

    price: float
    currency: str
    price_date: str
    source: str

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "price", checked("price_gbp", self.price))
        except InputError as error:
            rule = "a number of 0 or more (in its currency)"
            raise InputError("price", rule, self.price) from error
        _check_pattern(
            "currency", self.currency, _CURRENCY, "three capital letters (ISO 4217), such as USD"
        )
        if self.price_date != _UNDATED:
            earliest_day(self.price_date)
        _check_text("source", self.source, may_be_empty=False)

    @property
    def year(self) -> int:
        """Calendar year of the quote, 0 of one without a date."""
        return earliest_day(self.price_date).year if self.price_date else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A machine with its facts and every quote seen for it.

    Parameters
    ----------
    name
    hashrate_ths : [TH/s]
    power_w : [W]
    cooling
        ``air``, ``hydro`` or ``immersion``; empty where it is not known.
    form
        Rack form such as ``3U``; empty for the maker's usual case.
    quotes
        All of them, old ones too; no two alike.
    use
        Whether the automatic choice may take it.
    note
        What is odd about it.
    source
        Where the facts come from, for a machine without quotes; emptied when they say so.

    Raises
    ------
    InputError
        If a value breaks its rule.
    """

    name: str
    hashrate_ths: float
    power_w: float
    cooling: str
    form: str
    quotes: tuple[PriceQuote, ...]
    use: bool
    note: str
    source: str = ""

    def __post_init__(self) -> None:
        _check_text("name", self.name, may_be_empty=False)
        check_numbers(self)
        if self.cooling not in ("", *_COOLINGS):
            raise InputError("cooling", "air, hydro, immersion or empty", self.cooling)
        _check_pattern("form", self.form, _FORM, "a rack form such as 3U, or empty")
        if not isinstance(self.use, bool):
            raise InputError("use", "yes or no", self.use)
        _check_text("note", self.note, may_be_empty=True)
        _check_text("source", self.source, may_be_empty=True)
        self._freeze_quotes()

    def _freeze_quotes(self) -> None:
        object.__setattr__(self, "quotes", tuple(self.quotes))
        if self.quotes:
            object.__setattr__(self, "source", "")
        seen: set[PriceQuote] = set()
        for quote in self.quotes:
            if quote in seen:
                raise InputError("price", "a quote that is not in the list already", quote.price)
            seen.add(quote)

    @property
    def efficiency_j_per_th(self) -> float:
        """Energy for a terahash [J/TH]: W over TH/s, never stored."""
        return self.power_w / self.hashrate_ths

    def asking_price_gbp(self, gbp_per: Mapping[str, float]) -> float | None:
        """Return the price to calculate with [£], or None without a quote.

        The median of the quotes of the newest calendar year: older ones describe another
        market, and a single odd quote among three does not move it.

        Parameters
        ----------
        gbp_per
            Pounds for one unit of each currency [£]; ``GBP`` is 1 and may be left out.

        Raises
        ------
        InputError
            If a currency has no exchange rate.
        """
        if not self.quotes:
            return None
        newest_year = max(quote.year for quote in self.quotes)
        newest = (quote for quote in self.quotes if quote.year == newest_year)
        return statistics.median(self._in_gbp(quote, gbp_per) for quote in newest)

    def price_range_gbp(self, gbp_per: Mapping[str, float]) -> tuple[float, float] | None:
        """Return the lowest and highest of all quotes [£], or None without a quote."""
        if not self.quotes:
            return None
        prices = [self._in_gbp(quote, gbp_per) for quote in self.quotes]
        return min(prices), max(prices)

    def price_spread(self, gbp_per: Mapping[str, float]) -> float | None:
        """Return highest over lowest of all quotes [1], or None for fewer than two.

        Above ``PRICE_SPREAD_FLAG`` the price is doubtful; infinite when only the lowest is 0.
        """
        span = self.price_range_gbp(gbp_per)
        if span is None or len(self.quotes) == 1:
            return None
        lowest, highest = span
        if lowest == highest:
            return 1.0
        return highest / lowest if lowest > 0 else math.inf

    def is_stale(self, today: dt.date) -> bool:
        """Tell whether the newest quote is older than ``STALE_AFTER_DAYS``.

        A partial date counts as its first day; a date after today is as good as none. A machine
        without a quote has no price that could be stale.
        """
        if not self.quotes:
            return False
        dated = [earliest_day(quote.price_date) for quote in self.quotes if quote.price_date]
        newest = max(dated, default=dt.date.min)
        return not 0 <= (today - newest).days <= STALE_AFTER_DAYS

    def to_miner(self, gbp_per: Mapping[str, float]) -> Miner | None:
        """Return the machine as a study takes it, or None without a quote."""
        price_gbp = self.asking_price_gbp(gbp_per)
        if price_gbp is None:
            return None
        return Miner(
            name=self.name,
            hashrate_ths=self.hashrate_ths,
            power_w=self.power_w,
            price_gbp=price_gbp,
        )

    def _in_gbp(self, quote: PriceQuote, gbp_per: Mapping[str, float]) -> float:
        rate = 1.0 if quote.currency == "GBP" else gbp_per.get(quote.currency)
        if rate is None or not 0 < rate < math.inf:
            rule = f"a number above 0 (£ for 1 {quote.currency})"
            raise InputError(f"{quote.currency} rate for {self.name}", rule, rate)
        return quote.price * rate


def priced_miners(
    entries: Iterable[CatalogueEntry], gbp_per: Mapping[str, float]
) -> tuple[Miner, ...]:
    """Return the machines in use that have a price, as a study takes them."""
    priced = [entry.to_miner(gbp_per) for entry in entries if entry.use]
    return tuple(miner for miner in priced if miner is not None)
