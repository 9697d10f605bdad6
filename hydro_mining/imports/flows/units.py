"""Units of flow and power in headings and options, in the ways they are written."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

# What a file holds: flow of a river, or power of a plant.
Quantity: TypeAlias = Literal["flow", "power"]

_CUBIC_FOOT_M3 = 0.3048**3


class FlowUnit(NamedTuple):
    """A unit by its name.

    Attributes
    ----------
    factor
        What a figure is multiplied with to be in m³/s or kW.
    is_energy
        Whether it is the energy of an interval, to be divided by its hours.
    """

    name: str
    factor: float
    is_energy: bool = False


# Name, factor, and other ways to write it, in the form of ``_plain``.
_FLOWS: tuple[tuple[str, float, str], ...] = (
    (
        "m³/s",
        1.0,
        "m3/s m3s-1 m3s cumec cumecs cms cubicmeters/s cubicmetres/s cubicmeter/s cubicmetre/s",
    ),
    ("l/s", 1e-3, "l/s ls-1 ls lps litres/s liters/s litre/s liter/s"),
    ("cfs", _CUBIC_FOOT_M3, "cfs ft3/s ft3s-1 ft3s cuft/s cusec cusecs cubicfeet/s cubicfoot/s"),
    ("kcfs", 1e3 * _CUBIC_FOOT_M3, "kcfs"),
    ("Ml/d", 1e3 / 86_400, "ml/d mld mld-1 megalitres/d megaliters/d megalitre/d"),
    ("m³/h", 1 / 3_600, "m3/h m3h-1"),
    ("m³/d", 1 / 86_400, "m3/d m3d-1"),
    ("l/min", 1e-3 / 60, "l/min lpm"),
)
_POWERS: tuple[tuple[str, float, str], ...] = (
    ("kW", 1.0, "kw kwh/h kilowatt kilowatts"),
    ("MW", 1e3, "mw mwh/h megawatt megawatts"),
    ("W", 1e-3, "w watt watts"),
    ("GW", 1e6, "gw gwh/h"),
)
_ENERGIES: tuple[tuple[str, float, str], ...] = (
    ("kWh", 1.0, "kwh"),
    ("MWh", 1e3, "mwh"),
    ("Wh", 1e-3, "wh"),
    ("GWh", 1e6, "gwh"),
)
_UNITS: dict[Quantity, dict[str, FlowUnit]] = {
    "flow": {way: FlowUnit(name, factor) for name, factor, ways in _FLOWS for way in ways.split()},
    "power": {
        way: FlowUnit(name, factor, is_energy)
        for is_energy, units in ((False, _POWERS), (True, _ENERGIES))
        for name, factor, ways in units
        for way in ways.split()
    },
}
_SUPERSCRIPTS = str.maketrans("²³⁻¹−", "23-1-")
_PARTS = re.compile(r"[\[({]([^\[\](){}]+)[\])}]")
_BETWEEN = re.compile(r"[\s_,;:|]+")
_MOST_WORDS = 4
_SCALES = frozenset(("thousand", "tausend", "tsd", "mio", "million", "millions", "mil", "k", "x"))


def known_units(quantity: Quantity) -> str:
    """Return the units that are understood, for messages: ``m³/s, l/s …``."""
    return ", ".join(dict.fromkeys(unit.name for unit in _UNITS[quantity].values()))


def unit_called(text: str, quantity: Quantity) -> FlowUnit | None:
    """Return the unit that a text is, None if it is none that is known.

    >>> unit_called("Cubic feet per second", "flow").name
    'cfs'
    """
    return _UNITS[quantity].get(_plain(text))


def unit_in(text: str, quantity: Quantity) -> FlowUnit | None:
    """Return the unit that a heading names, in brackets or at its end, None if none is known.

    >>> unit_in("Débit moyen (en l/s)", "flow").name, unit_in("discharge_m3_s", "flow").name
    ('l/s', 'm³/s')
    """
    return next((u for one in _candidates(text) if (u := unit_called(one, quantity))), None)


def _candidates(text: str) -> Iterator[str]:
    for part in _PARTS.findall(text):
        yield part
        yield from _ends(part)
    outside = _PARTS.sub(" ", text)
    yield from outside.split(",")[::-1]
    yield from _ends(outside)


def _ends(text: str) -> Iterable[str]:
    """Return the last words of a text, the longest run first, without those that are scaled."""
    words = [word for word in _BETWEEN.split(text.strip()) if word]
    runs = range(min(_MOST_WORDS, len(words)), 0, -1)
    return [" ".join(words[-n:]) for n in runs if not _is_scale("".join(words[-n - 1 : -n]))]


def _is_scale(word: str) -> bool:
    """Return whether a word in front of a unit makes it another one: ``1000 m3/s``."""
    return word[:1].isdigit() or word.casefold() in _SCALES


def _plain(text: str) -> str:
    """Return a unit without what people write differently: ``m3s-1`` for ``m³ s⁻¹``."""
    plain = text.translate(_SUPERSCRIPTS).casefold()
    plain = re.sub(r"\bper\b|\bpro\b|\bpar\b|\bpor\b", "/", plain)
    plain = re.sub(r"[\s^*·._]+|\ben\b", "", plain)
    plain = re.sub(r"(?<=[/a-z0-9])(?:seconds?|sec|seg|sek)\b", "s", plain)
    return re.sub(r"(?<=/)(?:days?|tag|jour|dia|día)\b", "d", plain)
