"""The bar that says what the network figures are, how old they are and where they come from."""

import datetime as dt
import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hydro_mining.constants import TH_PER_PH
from hydro_mining.quantities import formatted, label

__all__ = ["Provenance", "network_bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """A network value with the day it is of and who said so; ``entered`` by the user."""

    value: float
    as_of: dt.date
    source: str
    entered: bool = False


def network_bar(
    values: Mapping[str, Provenance], *, today: dt.date, hashprice_usd_per_th_per_day: float
) -> str:
    """Return one chip a value and a sentence; nothing here is ever called current.

    The sentence states the day and source that most values share; a chip states its own
    where they differ.
    """
    origins = Counter((v.as_of, v.source) for v in values.values() if not v.entered)
    common = origins.most_common(1)[0][0] if origins else (today, "entered by you")
    sentence = f"Not live: figures of {common[0]:%d %b %Y}, {_age(common[0], today)}"
    if not origins:
        sentence = "Not live: all figures entered by you"
    chips = "".join(_chip(name, value, common) for name, value in values.items())
    chips += _hashprice_chip(hashprice_usd_per_th_per_day, values["usd_to_gbp"].value)
    return (
        f'<div class="hm-chips"><span class="hm-chip hm-static" title="{html.escape(common[1])}">'
        f"{html.escape(sentence)}</span>{chips}</div>"
    )


def _hashprice_chip(usd_per_th_per_day: float, usd_to_gbp: float) -> str:
    pounds = usd_per_th_per_day * usd_to_gbp
    return (
        '<span class="hm-chip" data-figure="hashprice" title="Before the pool fee">'
        f"Hashprice from difficulty <b>${usd_per_th_per_day * TH_PER_PH:,.2f}/PH/day</b> "
        f"<i>${usd_per_th_per_day:.4f} or £{pounds:.4f}/TH/day</i></span>"
    )


def _age(day: dt.date, today: dt.date) -> str:
    days = (today - day).days
    return "today" if days <= 0 else f"{days} day{'s' if days > 1 else ''} old"


def _chip(name: str, value: Provenance, common: tuple[dt.date, str]) -> str:
    origin = f"{value.source}, {value.as_of:%d %b %Y}"
    is_common = (value.as_of, value.source) == common and not value.entered
    own = "" if is_common else f" <i>{html.escape(value.source)}</i>"
    mark = " hm-static" if own else ""
    return (
        f'<span class="hm-chip{mark}" data-figure="{name}" title="{html.escape(origin)}">'
        f"{html.escape(label(name))} <b>{html.escape(formatted(name, value.value))}</b>{own}</span>"
    )
