"""How cells look: a role says what a cell is, a number format how its figure is written."""

from collections.abc import Mapping
from typing import Any

from hydro_mining.quantities import QUANTITIES, Currency

GENERAL = "General"
DATE = "d mmm yyyy"
TIME = "d mmm yyyy hh:mm"
WHOLE = "#,##0"
_PER_CENT = "0.00%"
# Six decimals keep four figures of a hashprice of a few pence.
_FINE_DECIMALS = 6

_FORMATS = {
    "fees_btc_per_block": "0.0000####",
    "usd_to_gbp": "0.0000##",
    "difficulty": WHOLE,
    "power_price_gbp_per_kwh": "£0.0000####",
    "breakeven_power_price_gbp_per_kwh": "£0.0000##",
    "viable_below_gbp_per_kwh": "£0.0000##",
    "price_gbp": "£#,##0.00",
    "simple_payback_days": "#,##0.0",
    "simple_payback_years": "0.00",
    "discounted_payback_years": "0.00",
    "year": "0",
}

_INK, _BLUE, _DARK, _PALE, _GREY, _LINE = (
    "#1F2933",
    "#0000C0",
    "#17324D",
    "#FFFBE0",
    "#6B7280",
    "#D5DBE1",
)
_ROLES: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "title": {"bold": True, "font_size": 16, "font_color": _DARK},
    "note": {"font_color": _GREY, "italic": True},
    "small": {"font_color": _GREY, "indent": 1},
    "section": {
        "bold": True,
        "font_size": 11,
        "font_color": _DARK,
        "bottom": 1,
        "bottom_color": _DARK,
    },
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _DARK,
        "text_wrap": True,
        "align": "center",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "input": {
        "font_color": _BLUE,
        "bg_color": _PALE,
        "border": 1,
        "border_color": "#E3D9A0",
        "locked": False,
    },
    "formula": {"font_color": _INK, "bottom": 4, "bottom_color": _LINE},
    "grid": {"font_color": _INK},
    "result": {
        "font_color": _INK,
        "bold": True,
        "align": "right",
        "bg_color": "#E8F0F7",
        "border": 1,
        "border_color": _LINE,
    },
    "fixed": {"font_color": _GREY, "bottom": 4, "bottom_color": _LINE},
    "status": {"bold": True, "align": "center", "bottom": 4, "bottom_color": _LINE},
    "index": {"font_color": _GREY, "align": "center", "bottom": 4, "bottom_color": _LINE},
    "good": {"font_color": "#1B6E3C", "bg_color": "#DDF2E3"},
    "bad": {"font_color": "#A1260D", "bg_color": "#FBE3DC"},
    "halving": {"bg_color": "#FCE8C8"},
}


def number_format(name: str) -> str:
    """Return the spreadsheet's number format of a quantity, from the vocabulary's.

    >>> number_format("load_factor"), number_format("npv_gbp")
    ('0.00%', '£#,##0;[Red]-£#,##0')
    """
    if name in _FORMATS:
        return _FORMATS[name]
    if name not in QUANTITIES:
        return GENERAL
    written = QUANTITIES[name].format
    if written.scale == 100:  # noqa: PLR2004 - per cent
        return _PER_CENT
    decimals = _FINE_DECIMALS if written.significant else written.decimals
    number = f"#,##0.{'0' * decimals}" if decimals else WHOLE
    if not written.prefix:
        return number
    return f"{written.prefix}{number};[Red]-{written.prefix}{number}"


def money_format(currency: Currency) -> str:
    """Return the number format of whole amounts in a currency.

    >>> from hydro_mining.quantities import POUNDS
    >>> money_format(POUNDS)
    '£#,##0;[Red]-£#,##0'
    """
    if currency.is_pounds:
        return number_format("npv_gbp")
    amount = f'"{currency.prefix}"{WHOLE}'
    return f"{amount};[Red]-{amount}"


class CellFormats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}
        self._base = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}

    def of(self, role: str, fmt: str = GENERAL) -> Any:
        """Return the format of a cell of a role with a number format."""
        key = (role, fmt)
        if key not in self._made:
            look = {**self._base, **_ROLES[role], "num_format": fmt}
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def overlay(self, role: str) -> Any:
        """Return what a conditional format lays over a cell."""
        key = (role, "overlay")
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(_ROLES[role]))
        return self._made[key]
