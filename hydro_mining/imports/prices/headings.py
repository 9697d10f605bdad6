"""Headings of a price file, found by what they are called."""

import re
from collections.abc import Iterable

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.price_unit import price_unit
from hydro_mining.imports.tables import Table, listed

_PRICE_WORDS = frozenset(
    """price prices lmp lbmp spp spot rtm dam tariff ssp sbp mcp smp hoep rrp preis preise pris
    priser prix prijs prijzen precio precios preço preços preco prezzo prezzi preț hinta hinnat cena
    ceny cijena ár kaina hind fiyat spotpris spotpreis strompreis elpris elspot""".split()  # noqa: SIM905
)
# What a column of figures is called where nothing more is said: a file of time and value.
_VALUE_WORDS = frozenset(
    """value values val wert werte valor valores valeur valeurs valore valori verdi värde waarde
    arvo wartość hodnota data 0 y""".split()  # noqa: SIM905
)
# What is measured or planned of energy and power beside its price.
_QUANTITY_WORDS = frozenset(
    """consumption consumed generation generated production produced load demand volume volumes
    energy usage temperature humidity import imports export exports forecast capacity flow wind
    solar verbrauch
    erzeugung last menge forbruk produksjon produktion kulutus tuotanto consommation
    generacion generación demanda consumo mw kw gw""".split()  # noqa: SIM905
)
_AMOUNT_WORDS = frozenset(("cost", "costs", "amount", "kosten", "betrag", "kostnad", "revenue"))
_OTHER_GOODS = frozenset(
    """gas co2 carbon eua coal kohle oil hydrogen certificate certificates goo reserve reserves
    ancillary regulation spinning fcr afrr mfrr capacity heat fernwärme""".split()  # noqa: SIM905
)
_PER_WORDS = frozenset(("per", "pro", "par", "por", "je", "pr"))
_REAL_TIME_WORDS = frozenset(("rt", "rtm", "real", "realtime"))
_MARKET_WORDS = _REAL_TIME_WORDS | {"da", "dam", "day", "ahead", "time", "lmp", "spp", "price"}
_END_WORDS = frozenset(
    (
        *("end", "ending", "ends", "until", "to", "he", "bis", "til", "till", "endtime"),
        *("hasta", "fin"),
        "settlementdate",  # in one word: Australia's, whose stamps are ends
    )
)
_START_WORDS = frozenset(("start", "begin", "beginning", "starts", "from", "hb", "von", "fra"))
_DAY_PART_WORDS = frozenset(
    (
        *("hour", "hours", "he", "hr", "time", "uhrzeit", "zeit", "stunde", "heure", "heures"),
        *("hora", "ora", "godzina", "klokkeslett", "klo", "kl", "tid", "tunti", "timme", "uur"),
        *("period", "periode", "sp", "interval", "mtu", "pte", "position", "quarter", "isp"),
        *_END_WORDS,
        *_START_WORDS,
    )
)
_TIME_WORDS = frozenset(
    """time date datetime timestamp stamp aika datum zeit fecha hora data ora tid dato aika
    start begin end""".split()  # noqa: SIM905
)
_INDEX_WORDS = frozenset(("", "index", "id", "no", "nr", "row", "unnamed_0"))


class Headings:
    """The headings of a table by their keys: words in lower case with underscores between.

    >>> Headings(["HourUTC", "SpotPriceDKK"]).keys
    ('hour_utc', 'spot_price_dkk')
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)
        self.keys = tuple(_key(text) for text in self.texts)

    def first(self, *keys: str) -> int | None:
        """Return the column of the first key that is there."""
        return next((self.keys.index(key) for key in keys if key in self.keys), None)

    def has(self, *keys: str) -> bool:
        """Return whether all keys are there."""
        return all(key in self.keys for key in keys)

    def named(self, option: str, text: str, offered: Iterable[int] | None = None) -> int:
        """Return the column that a user names, or refuse the name with those that are offered."""
        for wanted, given in ((text, self.texts), (_key(text), self.keys)):
            if wanted in given:
                return given.index(wanted)
        columns = range(len(self.texts)) if offered is None else offered
        raise InputError(option, f"one of {listed(self.texts[c] for c in columns)}", text)

    def words(self, column: int) -> frozenset[str]:
        """Return the words of a heading."""
        return frozenset(self.keys[column].split("_"))

    def is_price(self, column: int) -> bool:
        """Return whether a heading says that its column holds prices."""
        unit, words = price_unit(self.texts[column]), self.words(column)
        if words & _PRICE_WORDS or unit.is_of_money:
            return True
        if unit.energy is None:
            return bool(unit.unknown)
        is_per = "/" in self.texts[column] or bool(words & _PER_WORDS)
        return is_per and not words & _QUANTITY_WORDS

    def is_quantity(self, column: int) -> bool:
        """Return whether a heading says that its column holds energy or power, and no price."""
        is_named = bool(self.words(column) & _QUANTITY_WORDS)
        is_energy = price_unit(self.texts[column]).energy is not None
        return (is_named or is_energy) and not self.is_price(column)

    def is_amount(self, column: int) -> bool:
        """Return whether a heading names money, and neither energy nor a price of it.

        So it is where it says cost, or where energy stands in another column.
        """
        unit, words = price_unit(self.texts[column]), self.words(column)
        if unit.energy is not None or words & _PRICE_WORDS:
            return False
        has_energy = any(map(self.is_quantity, range(len(self.texts))))
        return bool(words & _AMOUNT_WORDS) or (unit.currency is not None and has_energy)

    def is_value(self, column: int) -> bool:
        """Return whether a heading says no more than that its column holds figures, or money."""
        is_money = self.is_amount(column) or price_unit(self.texts[column]).currency is not None
        return is_money or self.keys[column] in _VALUE_WORDS

    def is_other_good(self, column: int) -> bool:
        """Return whether a heading names a good that is sold beside power.

        Carbon is none where the unit of energy is named: some headings give units of both.
        """
        goods = self.words(column) & _OTHER_GOODS
        return bool(goods - {"co2"} if price_unit(self.texts[column]).energy else goods)

    def is_real_time(self, column: int) -> bool:
        """Return whether a heading names the real-time market."""
        return bool(self.words(column) & _REAL_TIME_WORDS)

    def is_end(self, column: int) -> bool:
        """Return whether a heading says that its stamps mark the end of intervals."""
        return bool(self.words(column) & _END_WORDS)

    def is_start(self, column: int) -> bool:
        """Return whether a heading says that its stamps mark the beginning of intervals."""
        return bool(self.words(column) & _START_WORDS)

    def is_time(self, column: int) -> bool:
        """Return whether a heading says that its column holds dates or times."""
        return bool(self.words(column) & _TIME_WORDS)

    def is_day_part(self, column: int) -> bool:
        """Return whether a heading says that its column holds hours or times of day."""
        return bool(self.words(column) & _DAY_PART_WORDS)

    def is_index(self, column: int) -> bool:
        """Return whether a heading is that of a column which numbers the rows."""
        return self.keys[column] in _INDEX_WORDS

    def without_market(self, column: int) -> str:
        """Return a heading without the words at its end that name a market."""
        words = self.texts[column].split("_")
        while len(words) > 1 and words[-1].casefold() in _MARKET_WORDS:
            words.pop()
        return "_".join(words)

    def check_once(self, columns: Iterable[int], table: Table) -> None:
        """Refuse columns in use whose heading is there twice."""
        for column in columns:
            if self.texts.count(self.texts[column]) > 1:
                place = f"line {table.heading_line}, column {self.texts[column]}"
                raise InputError(place, "in the headings once", self.texts[column])


def _key(text: str) -> str:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text)
    return re.sub(r"[\W_]+", "_", apart.casefold()).strip("_")
