"""The bar that says what the network figures are, how old they are and where they come from."""

import datetime as dt
import html
from collections.abc import Mapping

from hydro_mining.constants import TH_PER_PH
from hydro_mining.quantities import formatted, label
from hydro_mining.readings import Reading, Status
from hydro_mining.wording import age_in_words, time_in_words

__all__ = ["network_bar", "network_notices", "provenance_sentence", "state_word"]

_STATES = {
    Status.LIVE: "Live",
    Status.CACHED: "Cached",
    Status.STALE: "Old",
    Status.STATIC: "Built in",
    Status.ENTERED: "Yours",
}


def state_word(reading: Reading) -> str:
    """Return the state of a reading in a word or two."""
    word = _STATES[reading.status]
    return f"{word}, second source" if reading.is_fallback else word


def network_bar(
    readings: Mapping[str, Reading], *, now: dt.datetime, hashprice_usd_per_th_per_day: float
) -> str:
    """Return one chip a value with its state and both its ages."""
    chips = "".join(_chip(name, reading, now) for name, reading in readings.items())
    chips += _hashprice_chip(hashprice_usd_per_th_per_day, readings["usd_to_gbp"].value)
    return f'<div class="hm-chips">{chips}</div>'


def network_notices(readings: Mapping[str, Reading]) -> list[str]:
    """Return a sentence for each thing that is amiss, with the values that it concerns."""
    names: dict[str, list[str]] = {}
    for name, reading in readings.items():
        if reading.note:
            names.setdefault(reading.note, []).append(label(name))
    return [f"{', '.join(labels)}: {note}" for note, labels in names.items()]


def provenance_sentence(reading: Reading, now: dt.datetime) -> str:
    """Return who said a value, of when it is and when it was fetched."""
    if reading.status is Status.ENTERED:
        return f"{reading.source[:1].upper()}{reading.source[1:]}."
    parts = [reading.source]
    if reading.as_of is None:
        parts.append("the source tells no time of its own")
    else:
        parts.append(f"of {time_in_words(reading.as_of)} ({age_in_words(reading.as_of, now)} old)")
    if reading.fetched_at is None:
        parts.append("never fetched: built in")
    else:
        fetched = time_in_words(reading.fetched_at)
        parts.append(f"fetched {fetched} ({age_in_words(reading.fetched_at, now)} ago)")
    return " ".join(filter(None, (f"{', '.join(parts)}.", reading.note, reading.detail)))


def _ages(reading: Reading, now: dt.datetime) -> str:
    """Return the data's age and the fetch's age, the two that a reader must not confuse."""
    if reading.status is Status.ENTERED:
        return reading.source
    data = "data time unknown"
    if reading.as_of is not None:
        data = f"data {age_in_words(reading.as_of, now)} old"
    if reading.fetched_at is None:
        return f"{reading.source if 'xample' in reading.source else 'built in'}, {data}"
    return f"{data}, fetched {age_in_words(reading.fetched_at, now)} ago"


def _hashprice_chip(usd_per_th_per_day: float, usd_to_gbp: float) -> str:
    pounds = usd_per_th_per_day * usd_to_gbp
    return (
        '<span class="hm-chip" data-figure="hashprice" title="Before the pool fee">'
        f"Hashprice from difficulty <b>${usd_per_th_per_day * TH_PER_PH:,.2f}/PH/day</b>"
        f"<i>${usd_per_th_per_day:.4f} or £{pounds:.4f}/TH/day</i></span>"
    )


def _chip(name: str, reading: Reading, now: dt.datetime) -> str:
    title = f"{state_word(reading)}: {provenance_sentence(reading, now)}"
    return (
        f'<span class="hm-chip hm-is-{reading.status}" data-figure="{name}" '
        f'data-status="{reading.status}" title="{html.escape(title)}">'
        f"{html.escape(label(name))} <b>{html.escape(formatted(name, reading.value))}</b>"
        f"<em>{html.escape(state_word(reading))}</em>"
        f"<i>{html.escape(_ages(reading, now))}</i></span>"
    )
