"""What the page says of its figures: what they rest on, what is assumed, what is not counted."""

import dataclasses
import datetime as dt
from typing import Any

from hydro_mining.economics import Evaluation
from hydro_mining.economics.market import MarketInputs
from hydro_mining.provenance import Snapshot, SourcedValue, Status
from hydro_mining.quantities import (
    POUNDS,
    QUANTITIES,
    Currency,
    Format,
    amounts_in,
    formatted,
    label,
)
from hydro_mining.reports.input_words import described, water_and_grid
from hydro_mining.views.field_words import field_written
from hydro_mining.views.network_bar import status_word
from hydro_mining.wording import time_in_words

_SCENARIOS = (
    "A load factor is an average: machines sized to it run flat only where water is stored. A "
    "run-of-river site has more power than this in winter and less in summer.",
    "Each scenario moves the bitcoin price, the difficulty and the fees day by day, by its own "
    "rate a year. No scenario is a forecast.",
    "The block subsidy halves with the block height, every 210,000 blocks, at 144 blocks a day.",
    "Revenue is the expected value of the hashrate's share of subsidy and fees, after the pool "
    "fee, converted at one exchange rate throughout.",
)
_PRICES = (
    "Machine prices are asks of the dates that the run record holds, without freight and duty. "
    "Get quotations before you buy.",
    "The shortest payback looks only at year 1 and favours old, cheap machines; the NPV looks at "
    "all years.",
)
_ON_A_PLAN = (
    "The plan's machines run on power that cannot be sold, and on the rest in hours in which "
    "mining is worth more; without river and grid prices"
)
_KEPT = "They keep their hashrate; none fails or is replaced."
_DISPLACED = "Export that mining displaces is counted"
_RATE = Format(decimals=4, significant=4)
_RULES = {"payback": "shortest payback", "npv": "best value over the years (NPV)"}
_OF_QUOTES = ("currency", "rate_to_gbp")
_UNSET = {
    "start_date": "the day of the network figures",
    "miner": "the one that the rule chooses",
}


def assumptions(result: Evaluation) -> tuple[str, ...]:
    """Return what the figures of a study, and of its plan where there is one, assume."""
    return (*_SCENARIOS, _running(result), *_counting(result), *_PRICES)


def _running(result: Evaluation) -> str:
    """Return when machines run."""
    runs = (
        "are off on days whose revenue does not cover their power"
        if result.study.finance.switch_off_when_unprofitable
        else "run from the first day to the last"
    )
    said = f"All machines {runs}" if result.plan is None else f"{_ON_A_PLAN} they {runs}"
    return f"{said}. {_KEPT}"


def _counting(result: Evaluation) -> tuple[str, str]:
    """Return how export is counted, and what is not counted at all."""
    price = "at the power price"
    at = price if result.plan is None else f"at the export price; without grid prices, {price}"
    finance = result.study.finance
    if finance.other_opex_gbp_per_year or finance.other_opex_gbp_per_kw_per_year:
        left = (
            "Not counted: taxes, financing and the site's own consumption; insurance and the work "
            "of running the site only as far as the running cost holds them."
        )
    else:
        left = (
            "Not counted: taxes, financing, insurance, the work of running the site, and the "
            "site's own consumption."
        )
    return f"{_DISPLACED} {at}.", left


def rests_on(result: Evaluation, snapshot: Snapshot) -> tuple[str, str]:
    """Return what the figures rest on in a sentence, and a warning where that is not live."""
    network = result.study.network
    price = snapshot.values["btc_price_usd"]
    said = (
        f"It rests on a bitcoin price of {formatted('btc_price_usd', network.btc_price_usd)} "
        f"({_origin(price)}), a difficulty of {formatted('difficulty', network.difficulty)} "
        f"({_origin(snapshot.values['difficulty'])}), block height "
        f"{formatted('block_height', network.block_height)} of {time_in_words(network.as_of)} and "
        f"£{formatted('usd_to_gbp', network.usd_to_gbp)} for $1 "
        f"({_origin(snapshot.values['usd_to_gbp'])})."
    )
    built_in = [label(n) for n, r in snapshot.values.items() if r.status is Status.STATIC]
    old = [label(n) for n, r in snapshot.values.items() if r.status is Status.STALE]
    warnings = []
    if built_in:
        warnings.append(f"Built in, never fetched: {', '.join(built_in)}.")
    if old:
        warnings.append(f"Old when the report was made: {', '.join(old)}.")
    return said, " ".join(warnings)


def _origin(sourced: SourcedValue) -> str:
    if sourced.status is Status.ENTERED:
        return sourced.source
    day = "of an unknown time" if sourced.as_of is None else time_in_words(sourced.as_of)
    return sourced.source if day in sourced.source else f"{sourced.source}, {day}"


def provenance_rows(snapshot: Snapshot) -> tuple[list[str], list[list[str]]]:
    """Return headings and a row a network value and exchange rate."""
    headings = ["Value", "Used", "State", "Data of", "Fetched", "Source"]
    rows = [
        [
            label(name),
            formatted(name, sourced.value),
            *_times(sourced),
        ]
        for name, sourced in snapshot.values.items()
    ]
    rows += [
        [f"{code} for $1", _RATE.written(rate.value), *_times(rate)]
        for code, rate in sorted(snapshot.per_usd.items())
    ]
    return headings, rows


def _times(sourced: SourcedValue) -> list[str]:
    return [
        "Entered" if sourced.status is Status.ENTERED else status_word(sourced),
        "not told" if sourced.as_of is None else time_in_words(sourced.as_of),
        "never" if sourced.fetched_at is None else time_in_words(sourced.fetched_at),
        ". ".join(filter(None, (sourced.source, sourced.note))),
    ]


def input_rows(result: Evaluation, currency: Currency) -> tuple[list[str], list[list[str]]]:
    """Return headings and a row an input of site and finance."""
    study = result.study
    groups: dict[str, Any] = {"Site": study.site, "Money": study.finance}
    rows = [
        [described(field.name)[0], group, _value(field.name, getattr(held, field.name), currency)]
        for group, held in groups.items()
        for field in dataclasses.fields(held)
    ]
    market = study.market
    quoted_in = market.currency if market is not None else POUNDS.code
    rows += [
        [described(name)[0], group, _grid_value(name, value, market, currency)]
        for group, name, value in water_and_grid(study)
        # A price in pounds needs no rate, and is shown as all money is.
        if quoted_in != POUNDS.code or name not in _OF_QUOTES
    ]
    return ["Input", "Of", "Value"], rows


def _grid_value(name: str, value: Any, market: MarketInputs | None, currency: Currency) -> str:
    """Return an input of water and grid; an export price that a file quotes as it is quoted."""
    if market is None or name != "export_price_gbp_per_mwh":
        return _value(name, value, currency)
    price, code = market.export_price_gbp_per_mwh, market.currency
    shown_in = currency if code == POUNDS.code else amounts_in(code)
    if isinstance(price, tuple):
        return ", ".join(formatted(name, one, shown_in) for one in price)
    return _value(name, value, shown_in)


def scenario_rows(
    result: Evaluation, *, only_used: bool = False
) -> tuple[list[str], list[list[str]]]:
    """Return headings and a row a term, with a column a scenario; the first is the base case.

    With ``only_used`` a term that is zero in all of them is left out.
    """
    scenarios = result.study.scenarios
    terms = [f.name for f in dataclasses.fields(scenarios[0]) if f.name != "name"]
    if only_used:
        terms = [term for term in terms if any(getattr(s, term) for s in scenarios)]
    rows = [
        [label(term), *(formatted(term, getattr(s, term)) for s in scenarios)] for term in terms
    ]
    return ["Term", *(scenario.name for scenario in scenarios)], rows


def _value(field: str, value: Any, currency: Currency) -> str:
    if field in QUANTITIES and not isinstance(value, str):
        return "–" if value is None else field_written(field, value, currency)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value:%d %b %Y}"
    if value is None:
        return _UNSET[field]
    return _RULES[value] if field == "choose_by" else str(value)
