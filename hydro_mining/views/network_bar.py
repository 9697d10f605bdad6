"""The bar that says what the network figures are, how old they are and where they come from."""

import datetime as dt
import html
from collections.abc import Mapping

from hydro_mining.constants import TH_PER_PH
from hydro_mining.provenance import SourcedValue, Status
from hydro_mining.quantities import formatted, label
from hydro_mining.wording import age_in_words, time_in_words

__all__ = [
    "network_bar",
    "network_headline",
    "network_notices",
    "provenance_sentence",
    "state_word",
]

_FROM_BEST_TO_WORST = (
    Status.LIVE,
    Status.CACHED,
    Status.RECORDED,
    Status.STALE,
    Status.STATIC,
)
# Where a chip's line has no room for the label.
_SHORT_LABELS = {"usd_to_gbp": "£ for $1"}
_STATES = {
    Status.LIVE: "Live",
    Status.CACHED: "Cached",
    Status.RECORDED: "Recorded",
    Status.STALE: "Old",
    Status.STATIC: "Built in",
    Status.ENTERED: "Yours",
}

_USER = "entered by you"


def state_word(reading: SourcedValue) -> str:
    """Return the state of a reading in a word or two."""
    word = _STATES[reading.status]
    return f"{word}, 2nd source" if reading.is_fallback else word


def network_bar(
    readings: Mapping[str, SourcedValue], *, now: dt.datetime, hashprice_usd_per_th_per_day: float
) -> str:
    """Return one chip a value with its state and both its ages."""
    chips = "".join(_chip(name, reading, now) for name, reading in readings.items())
    chips += _hashprice_chip(hashprice_usd_per_th_per_day, readings["usd_to_gbp"].value)
    return f'<div class="hm-chips">{chips}</div>'


def network_headline(readings: Mapping[str, SourcedValue], now: dt.datetime) -> str:
    """Return the worst state of the readings and what it means; nothing old is called live."""
    state, headline = _worst(readings, now)
    return (
        f'<p class="hm-headline hm-is-{state}" data-figure="network_state">'
        f"{html.escape(headline)}</p>"
    )


def _worst(readings: Mapping[str, SourcedValue], now: dt.datetime) -> tuple[Status, str]:
    fetched = [r for r in readings.values() if r.status is not Status.ENTERED]
    if not fetched:
        return Status.ENTERED, "Not live: all network figures are entered by you"
    worst = max((reading.status for reading in fetched), key=_FROM_BEST_TO_WORST.index)
    if worst is Status.LIVE:
        return worst, "Live: all network figures were fetched just now"
    if all(reading.status is Status.STATIC for reading in fetched):
        days = [reading.as_of for reading in fetched if reading.as_of is not None]
        oldest = (
            f" of {time_in_words(min(days))}, {age_in_words(min(days), now)} old" if days else ""
        )
        return worst, f"Not live: built-in figures{oldest}"
    times = [reading.fetched_at for reading in fetched if reading.fetched_at is not None]
    if worst.is_fresh:
        return worst, f"Network figures fetched {_span(min(times), max(times), now)} ago"
    if not any(reading.status.is_fresh for reading in fetched):
        return worst, f"Not live: last fetched {age_in_words(max(times), now)} ago"
    return worst, "Not all live: some network figures are old or built in"


def network_notices(readings: Mapping[str, SourcedValue]) -> list[str]:
    """Return a sentence for each thing that is amiss, with the values that it concerns."""
    names: dict[str, list[str]] = {}
    for name, reading in readings.items():
        if reading.note:
            names.setdefault(reading.note, []).append(label(name))
    return [
        f"{'All network figures' if len(labels) == len(readings) else ', '.join(labels)}: {note}"
        for note, labels in names.items()
    ]


def provenance_sentence(reading: SourcedValue, now: dt.datetime) -> str:
    """Return who said a value, of when it is and when it was fetched."""
    if reading.status is Status.ENTERED:
        said = reading.told_by(user=_USER)
        return f"{said[:1].upper()}{said[1:]}."
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


def _span(oldest: dt.datetime, newest: dt.datetime, now: dt.datetime) -> str:
    first, last = age_in_words(newest, now), age_in_words(oldest, now)
    return last if first == last else f"{first} to {last}"


def _ages(reading: SourcedValue, now: dt.datetime) -> tuple[str, str]:
    """Return the data's age and the fetch's age, the two that a reader must not confuse."""
    if reading.status is Status.ENTERED:
        return reading.told_by(user=_USER), ""
    data = "source tells no time"
    if reading.as_of is not None:
        data = f"data {age_in_words(reading.as_of, now)} old"
    if reading.fetched_at is None:
        return data, reading.source if reading.source.startswith("Example") else "never fetched"
    return data, f"fetched {age_in_words(reading.fetched_at, now)} ago"


def _hashprice_chip(usd_per_th_per_day: float, usd_to_gbp: float) -> str:
    pounds = usd_per_th_per_day * usd_to_gbp
    return (
        '<span class="hm-chip" data-figure="hashprice" title="Before the pool fee">'
        "<span>Hashprice</span><em>from difficulty</em>"
        f"<b>${usd_per_th_per_day * TH_PER_PH:,.2f}/PH/day</b>"
        f"<i>${usd_per_th_per_day:.4f}/TH/day</i><i>£{pounds:.4f}/TH/day</i></span>"
    )


def _chip(name: str, reading: SourcedValue, now: dt.datetime) -> str:
    title = f"{state_word(reading)}: {provenance_sentence(reading, now)}"
    ages = "".join(f"<i>{html.escape(age)}</i>" for age in _ages(reading, now))
    return (
        f'<span class="hm-chip hm-is-{reading.status}" data-figure="{name}" '
        f'data-status="{reading.status}" title="{html.escape(title)}">'
        f"<span>{html.escape(_SHORT_LABELS.get(name, label(name)))}</span>"
        f'<em class="hm-state">{html.escape(state_word(reading))}</em>'
        f"<b>{html.escape(formatted(name, reading.value))}</b>{ages}</span>"
    )
