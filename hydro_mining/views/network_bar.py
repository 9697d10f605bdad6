"""The bar that says what the network figures are, how old they are and where they come from."""

import datetime as dt
import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from hydro_mining.constants import TH_PER_PH
from hydro_mining.provenance import SourcedValue, Status
from hydro_mining.quantities import (
    DOLLARS,
    POUNDS,
    Currency,
    Format,
    formatted,
    from_dollars,
    label,
)
from hydro_mining.wording import age_in_words, enumerated, time_in_words

_FROM_BEST_TO_WORST = (
    Status.LIVE,
    Status.CACHED,
    Status.RECORDED,
    Status.STALE,
    Status.STATIC,
)
# Where a chip's line has no room for the label.
_SHORT_LABELS = {"usd_to_gbp": "£ for $1"}
# Built in it is an example, and its source says so.
_WITH_SOURCE = ("usd_to_gbp",)
_PER_PH = Format(prefix="$", suffix="/PH/day", decimals=2)
_PER_TH = Format(prefix="$", suffix="/TH/day", decimals=4)
_WORDS_OF_STATUS = {
    Status.LIVE: "Live",
    Status.CACHED: "Cached",
    Status.RECORDED: "Recorded",
    Status.STALE: "Old",
    Status.STATIC: "Built in",
    Status.ENTERED: "Yours",
}

_USER = "entered by you"


def status_word(sourced: SourcedValue) -> str:
    """Return the status of a value in a word or two."""
    word = _WORDS_OF_STATUS[sourced.status]
    return f"{word}, 2nd source" if sourced.is_fallback else word


def network_bar(
    values: Mapping[str, SourcedValue],
    *,
    now: dt.datetime,
    hashprice_usd_per_th_per_day: float,
    currency: Currency = POUNDS,
) -> str:
    """Return one chip a value with its status and both its ages."""
    chips = "".join(_chip(name, sourced, now) for name, sourced in values.items())
    chips += _hashprice_chip(
        hashprice_usd_per_th_per_day, from_dollars(currency, values["usd_to_gbp"].value)
    )
    return f'<div class="hm-chips">{chips}</div>'


def network_headline(
    values: Mapping[str, SourcedValue],
    now: dt.datetime,
    hashprice_usd_per_th_per_day: float | None = None,
    market_price: SourcedValue | None = None,
) -> str:
    """Return the worst status of the values and what it means; nothing old is called live.

    With a hashprice it and the bitcoin price stand behind. An entered price is named as the
    reader's own, with the ``market_price`` in its place beside it.
    """
    status, headline = _worst(values, now)
    figures = ""
    if hashprice_usd_per_th_per_day is not None:
        price = _bitcoin_price(values["btc_price_usd"], market_price)
        hashprice = _PER_PH.written(hashprice_usd_per_th_per_day * TH_PER_PH)
        figures = (
            f"<span>{html.escape(price)}, hashprice {hashprice}: what 1 PH/s of "
            "machines earns a day</span>"
        )
    return (
        f'<p class="hm-headline hm-is-{status}" data-figure="network_state">'
        f"{html.escape(headline)}</p>{figures}"
    )


def _bitcoin_price(in_use: SourcedValue, market: SourcedValue | None) -> str:
    """Return the bitcoin price and whose it is; the market's with its status if not in use."""
    price = formatted("btc_price_usd", in_use.value)
    if in_use.status is not Status.ENTERED:
        return f"bitcoin {price}"
    own = f"your own bitcoin price {price}"
    if market is None or market.status is Status.ENTERED:
        return own
    market_price = formatted("btc_price_usd", market.value)
    return f"{own} (market: {market_price}, {status_word(market).lower()})"


def _entered(values: Mapping[str, SourcedValue]) -> str:
    """Return which values were entered, of which the status is not, empty for none."""
    entered = [label(name).lower() for name, one in values.items() if one.status is Status.ENTERED]
    return enumerated(entered) if entered else ""


def _worst(values: Mapping[str, SourcedValue], now: dt.datetime) -> tuple[Status, str]:
    """Return the worst status and what it means, with the names of what it is not the status of."""
    entered = _entered(values)
    status, headline = _worst_fetched(values, now)
    if not entered or status is Status.ENTERED:
        return status, headline
    if status is Status.LIVE:
        return status, f"Live: all network figures but your own {entered} were fetched just now"
    return status, f"{headline}; your own: {entered}"


def _worst_fetched(values: Mapping[str, SourcedValue], now: dt.datetime) -> tuple[Status, str]:
    fetched = [r for r in values.values() if r.status is not Status.ENTERED]
    if not fetched:
        return Status.ENTERED, "Not live: all network figures are entered by you"
    worst = max((sourced.status for sourced in fetched), key=_FROM_BEST_TO_WORST.index)
    if worst is Status.LIVE:
        return worst, "Live: all network figures were fetched just now"
    if is_all_built_in(values):
        days = [sourced.as_of for sourced in fetched if sourced.as_of is not None]
        oldest = (
            f" of {time_in_words(min(days))}, {age_in_words(min(days), now)} old" if days else ""
        )
        return worst, f"Market data{oldest}, built in"
    times = [sourced.fetched_at for sourced in fetched if sourced.fetched_at is not None]
    if worst.is_fresh:
        return worst, f"Network figures fetched {_span(min(times), max(times), now)} ago"
    if not any(sourced.status.is_fresh for sourced in fetched):
        return worst, f"Not live: last fetched {age_in_words(max(times), now)} ago"
    return worst, "Not all live: some network figures are old or built in"


def is_all_built_in(values: Mapping[str, SourcedValue]) -> bool:
    """Tell whether none of the values could be fetched, nor was before; entered ones aside."""
    fetched = [one for one in values.values() if one.status is not Status.ENTERED]
    return bool(fetched) and all(one.status is Status.STATIC for one in fetched)


def network_notices(values: Mapping[str, SourcedValue]) -> list[str]:
    """Return a sentence for each thing that is amiss, with the values that it concerns.

    Where all are built in, and of one day, it is one sentence: what most of them say.
    """
    notes = [one.note for one in values.values() if one.note]
    if is_all_built_in(values) and len({one.as_of for one in values.values()}) == 1 and notes:
        return [f"All network figures: {Counter(notes).most_common(1)[0][0]}"]
    names: dict[str, list[str]] = {}
    for name, sourced in values.items():
        if sourced.note:
            names.setdefault(sourced.note, []).append(label(name))
    return [
        f"{'All network figures' if len(labels) == len(values) else ', '.join(labels)}: {note}"
        for note, labels in names.items()
    ]


def provenance_sentence(sourced: SourcedValue, now: dt.datetime) -> str:
    """Return who said a value, of when it is and when it was fetched."""
    if sourced.status is Status.ENTERED:
        said = sourced.told_by(user=_USER)
        return f"{said[:1].upper()}{said[1:]}."
    parts = [sourced.source]
    if sourced.as_of is None:
        parts.append("the source tells no time of its own")
    else:
        parts.append(f"of {time_in_words(sourced.as_of)} ({age_in_words(sourced.as_of, now)} old)")
    if sourced.fetched_at is None:
        parts.append("never fetched: built in")
    else:
        fetched = time_in_words(sourced.fetched_at)
        parts.append(f"fetched {fetched} ({age_in_words(sourced.fetched_at, now)} ago)")
    return " ".join(filter(None, (f"{', '.join(parts)}.", sourced.note, sourced.detail)))


def _span(oldest: dt.datetime, newest: dt.datetime, now: dt.datetime) -> str:
    first, last = age_in_words(newest, now), age_in_words(oldest, now)
    return last if first == last else f"{first} to {last}"


def _ages(name: str, sourced: SourcedValue, now: dt.datetime) -> tuple[str, str]:
    """Return the data's age and the fetch's age, the two that a reader must not confuse."""
    if sourced.status is Status.ENTERED:
        return sourced.told_by(user=_USER), ""
    data = "source tells no time"
    if sourced.as_of is not None:
        data = f"data {age_in_words(sourced.as_of, now)} old"
    if sourced.fetched_at is None:
        return data, sourced.source if name in _WITH_SOURCE else "never fetched"
    return data, f"fetched {age_in_words(sourced.fetched_at, now)} ago"


def _hashprice_chip(usd_per_th_per_day: float, shown_in: Currency) -> str:
    """Return the hashprice in dollars, in which the market quotes it, and in another currency."""
    per_ph = _PER_PH.written(usd_per_th_per_day * TH_PER_PH)
    per_th = _PER_TH.written(usd_per_th_per_day)
    converted = replace(_PER_TH, prefix=shown_in.prefix, scale=shown_in.rate)
    other = "" if shown_in == DOLLARS else f"<i>{converted.written(usd_per_th_per_day)}</i>"
    return (
        '<span class="hm-chip" data-figure="hashprice" title="Before the pool fee">'
        "<span>Hashprice</span><em>from difficulty</em>"
        f"<b>{per_ph}</b><i>{per_th}</i>{other}</span>"
    )


def _chip(name: str, sourced: SourcedValue, now: dt.datetime) -> str:
    title = f"{status_word(sourced)}: {provenance_sentence(sourced, now)}"
    ages = "".join(f"<i>{html.escape(age)}</i>" for age in _ages(name, sourced, now))
    return (
        f'<span class="hm-chip hm-is-{sourced.status}" data-figure="{name}" '
        f'data-status="{sourced.status}" title="{html.escape(title)}">'
        f"<span>{html.escape(_SHORT_LABELS.get(name, label(name)))}</span>"
        f'<em class="hm-state">{html.escape(status_word(sourced))}</em>'
        f"<b>{html.escape(formatted(name, sourced.value))}</b>{ages}</span>"
    )
