"""The figures of both screens as cards and tables."""

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hydro_mining.economics.catalogue import STALE_AFTER_DAYS, CatalogueEntry
from hydro_mining.economics.evaluation_warnings import evaluation_warnings, price_it_pays_below
from hydro_mining.economics.plan import PlanMachine
from hydro_mining.economics.results import METRICS, Evaluation, ScenarioResult
from hydro_mining.quantities import QUANTITIES, Currency, formatted, label, price_per_kwh
from hydro_mining.views.cells import figure_card, gain_tone, npv_card
from hydro_mining.views.irr_words import irr_in_words
from hydro_mining.views.markup import Card, Table
from hydro_mining.wording import years_in_words

_MACHINE = (
    "efficiency_j_per_th",
    "price_gbp",
    "revenue_gbp_per_day",
    "power_cost_gbp_per_day",
    "profit_gbp_per_day",
    "breakeven_power_price_gbp_per_kwh",
    "simple_payback_days",
    "n_miners",
    "site_npv_gbp",
)
_BREAKEVEN = "breakeven_power_price_gbp_per_kwh"
# Where they stand beside the site's value over the years, they say what they leave out.
_CALLED = {
    _BREAKEVEN: "Covers its power below",
    "simple_payback_days": "Payback, machine alone",
}


def warnings_in(result: Evaluation, currency: Currency) -> tuple[str, ...]:
    """Return a result's warnings, which have their amounts in pounds, in a currency."""
    if currency.is_pounds:
        return result.warnings
    names, chosen = result.miners.name, result.chosen_miner
    index = None if chosen is None else names.index(chosen)
    return evaluation_warnings(
        result.study, result.paths, result.miners, result.site, index, currency=currency
    )


def site_cards(result: Evaluation, currency: Currency) -> list[Card]:
    """Return the cards of "Your site daily performance"."""
    site = result.site
    if site is None or result.chosen_miner is None:
        return []
    index = result.miners.name.index(result.chosen_miner)
    price = formatted("price_gbp", result.study.miners[index].price_gbp, currency)
    revenue = formatted("rev_per_th_per_day", result.rev_per_th_per_day_y1, currency)
    power_price = price_per_kwh(result.power_price_gbp_per_kwh_y1, currency)
    efficiency = formatted("efficiency_j_per_th", result.miners.efficiency_j_per_th[index])
    notes = {
        "site_gross_profit_per_day": "revenue less power in year 1; no machines, no other cost",
        "site_revenue_per_day": f"{revenue} a TH/s and day",
        "site_power_cost_per_day": f"{formatted('site_kwh_per_day', site.site_kwh_per_day)} at "
        f"{power_price} a kWh",
        "n_miners": f"{formatted('unused_power_kw', site.unused_power_kw)} of "
        f"{formatted('effective_power_kw', site.effective_power_kw)} unused",
        "capex_miners_gbp": f"{price} each",
        "site_hashrate_ths": efficiency,
    }
    cards = [figure_card(name, getattr(site, name), note, currency) for name, note in notes.items()]
    if site.site_gross_profit_per_day < 0:
        cards[0] = dataclasses.replace(cards[0], tone="bad")
    return [*cards[:5], _payback_card(result, index), cards[5], _npv_card(result, currency)]


def _payback_card(result: Evaluation, index: int) -> Card:
    payback = result.miners.simple_payback_days[index]
    return Card(
        key="simple_payback_days",
        label="Payback of a machine alone",
        value="Never" if math.isnan(payback) else formatted("simple_payback_days", payback),
        note="price over year-1 profit; no halving, no other cost",
    )


def _npv_card(result: Evaluation, currency: Currency) -> Card:
    base = next(iter(result.scenarios.values()))
    rate = result.study.finance.discount_rate_per_year
    return figure_card(
        "npv_gbp",
        base.npv_gbp,
        f"{base.name}, at {formatted('discount_rate_per_year', rate)}",
        currency,
        title=f"NPV in {years_in_words(len(base.annual_profit_gbp))}",
        tone=gain_tone(base.npv_gbp),
    )


def machine_frame(result: Evaluation, planned: Sequence[PlanMachine] = ()) -> pd.DataFrame:
    """Return the machines' figures that the comparison shows, one row a machine; money in £.

    How many, and their value over the years, are those of ``planned`` where there is a plan.
    """
    frame = result.miners.to_frame()
    if planned:
        by_name = {one.name: one for one in planned}
        frame["n_miners"] = [by_name[name].n for name in frame.index]
        frame["site_npv_gbp"] = [by_name[name].npv_gbp for name in frame.index]
    frame["price_gbp"] = [miner.price_gbp for miner in result.study.miners]
    return frame[list(_MACHINE)]


def machine_headings() -> list[str]:
    """Return the headings of the comparison."""
    return ["Machine", *(_CALLED.get(name) or label(name) for name in _MACHINE)]


def machine_rows(
    result: Evaluation, currency: Currency, *, planned: Sequence[PlanMachine] = ()
) -> tuple[list[list[str]], list[list[Any]]]:
    """Return the comparison's rows as texts, and the values they sort by."""
    frame = machine_frame(result, planned)
    columns = {name: frame[name].tolist() for name in _MACHINE}
    keys = [
        [name, *(None if math.isnan(value) else value for value in values)]
        for name, *values in zip(frame.index, *columns.values(), strict=True)
    ]
    rows = [
        [
            row[0],
            *(
                _machine_figure(name, value, currency)
                for name, value in zip(_MACHINE, row[1:], strict=True)
            ),
        ]
        for row in keys
    ]
    return rows, keys


def _machine_figure(name: str, value: float | None, currency: Currency) -> str:
    if name == _BREAKEVEN and value is not None and math.isfinite(value):
        return price_it_pays_below(value, currency)
    return formatted(name, value, currency)


def price_sentence(
    entry: CatalogueEntry,
    rates: Mapping[str, float],
    today: dt.date,
    *,
    currency: Currency,
) -> str:
    """Return what a machine's price rests on: quotes, their dates, and whether to trust it."""
    price = entry.asking_price_gbp(rates)
    if price is None or not entry.quotes:
        return ""
    newest = max(quote.year for quote in entry.quotes)
    used = [quote for quote in entry.quotes if quote.year == newest]
    sources = ", ".join(f"{quote.source}, {quote.price_date or 'undated'}" for quote in used)
    basis = "an ask" if len(used) == 1 else f"the median of {len(used)} asks"
    shown = formatted("price_gbp", price, currency)
    sentences = [f"Its price of {shown} is {basis} ({sources})."]
    seen = asks_seen(entry, rates, currency)
    if seen:
        sentences.append(f"All {seen}.")
    if entry.is_stale(today):
        sentences.append(f"It may be older than {STALE_AFTER_DAYS} days.")
    return " ".join([*sentences, "Get a quotation before you buy."])


def asks_seen(entry: CatalogueEntry, rates: Mapping[str, float], currency: Currency) -> str:
    """Return between which prices a machine was asked for; empty where there is but one."""
    bounds, spread = entry.price_range_gbp(rates), entry.price_spread(rates)
    if bounds is None or spread is None or spread <= 1:
        return ""
    low, high = (formatted("price_gbp", bound, currency) for bound in bounds)
    return f"asks that were seen range from {low} to {high}"


def scenario_cards(result: Evaluation, currency: Currency) -> list[Card]:
    """Return one card a scenario: its NPV, with IRR and payback below."""
    return [
        npv_card(
            name,
            scenario.npv_gbp,
            f"IRR {irr_in_words(scenario)} · payback {_payback(scenario, 'simple_payback_years')}",
            currency,
        )
        for name, scenario in result.scenarios.items()
    ]


def metrics_rows(result: Evaluation, currency: Currency) -> Table:
    """Return headings and rows of the metrics table: one metric a row, one scenario a column."""
    scenarios = result.scenarios
    rows = [
        [label(metric), *(_metric(scenario, metric, currency) for scenario in scenarios.values())]
        for metric in METRICS
        if metric in QUANTITIES
    ]
    return ["Metric", *scenarios], rows


def _metric(scenario: ScenarioResult, metric: str, currency: Currency) -> str:
    if metric == "irr":
        return irr_in_words(scenario)
    if metric.endswith("payback_years"):
        return _payback(scenario, metric)
    return formatted(metric, getattr(scenario, metric), currency)


def _payback(scenario: ScenarioResult, metric: str) -> str:
    years = getattr(scenario, metric)
    if years is None:
        horizon = len(scenario.annual_profit_gbp)
        return (
            "nothing invested"
            if scenario.cashflows[0] == 0
            else f"not within {years_in_words(horizon)}"
        )
    is_simple = metric == "simple_payback_years"
    lost = scenario.ends_below_zero if is_simple else scenario.npv_gbp < 0
    return formatted(metric, years) + (", then lost again" if lost else "")
