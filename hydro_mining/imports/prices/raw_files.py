"""Raw files of publishers that have no headings, where their form is fixed."""

import re

from hydro_mining.imports.tables import Text

__all__ = ["OMIE_KEYS", "with_headings"]

# OMIE, "Descripcion de los ficheros": year;month;day;period;price Portugal;price Spain; [EUR/MWh].
_OMIE = b"MARGINALPDBC"
_OMIE_HEADINGS = b"Date;Period;Marginal price Portugal (EUR/MWh);Marginal price Spain (EUR/MWh);"
OMIE_KEYS = ("date", "marginal_price_portugal_eur_m_wh", "marginal_price_spain_eur_m_wh")
_OMIE_DATE = re.compile(rb"^([0-9]{4});([0-9]{1,2});([0-9]{1,2});", re.MULTILINE)


def with_headings(text: Text) -> Text:
    """Return the text of a raw file with headings in its first line; others as they are."""
    if not text.body.startswith(_OMIE):
        return text
    first, _, rows = text.body.partition(b"\n")
    if first.strip(b"; ") != _OMIE:
        return text
    return text._replace(body=_OMIE_HEADINGS + b"\n" + _OMIE_DATE.sub(rb"\1-\2-\3;", rows))
