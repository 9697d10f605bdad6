"""The words, cards and tables of the Hydro screen."""

import datetime as dt
import math

from hydro_mining.economics.exchange import gbp_per_unit
from hydro_mining.economics.hydro import EnergyPercentiles, WaterAnalysis
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import NpvByCount, Plan, PlanMachine
from hydro_mining.economics.series import Series
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import POUNDS, Currency, formatted, price_per_kwh
from hydro_mining.views.cells import figure_card
from hydro_mining.views.markup import Card, Table
from hydro_mining.wording import day_in_words, years_in_words

RULES_OF_LAW = (
    "How much must stay in the river is law, and differs by site: ask your regulator. This screen "
    "claims no compliance. The flow at an exceedance is read from the record with linear "
    "interpolation; hydrologists' m/(n + 1) differs on short records."
)
_ENERGY = "annual_energy_mwh"


def made_up_sentence(*, has_flow: bool, has_prices: bool) -> str:
    """Return what of the plan is made up, with a space behind it; none where nothing is."""
    if has_flow and has_prices:
        return "An example: its water and its prices are made up. "
    if has_flow:
        return "The water of this plan is made up. "
    return "The prices of this plan are made up. " if has_prices else ""


def energy_cards(plan: Plan, water: WaterAnalysis | None, *, currency: Currency) -> list[Card]:
    """Return the energy of the water, its percentiles, and what the machines add in year 1."""
    note = (
        f"{formatted('mean_power_kw', plan.mean_power_kw)} on average; capacity factor "
        f"{formatted('capacity_factor', plan.capacity_factor)}"
    )
    mean = figure_card(_ENERGY, plan.annual_energy_mwh, note)
    percentiles = None if water is None else water.percentiles
    by_years = [] if percentiles is None else _percentile_cards(percentiles)
    return [mean, *by_years, *_gain_cards(plan, currency)]


def _percentile_cards(percentiles: EnergyPercentiles) -> list[Card]:
    weak = "; fewer than five: weak" if percentiles.is_weak else ""
    years = years_in_words(percentiles.n_years).replace("year", "whole year")
    return [
        figure_card(
            f"p{percent}_mwh",
            getattr(percentiles, f"p{percent}_mwh"),
            f"{percent} of 100 years have more, by {years}{weak}",
            title=f"P{percent} energy",
            written_as=_ENERGY,
        )
        for percent in (50, 75, 90)
    ]


def _gain_cards(plan: Plan, currency: Currency) -> list[Card]:
    """Return what export alone earns, and what the machines add to it."""
    base = plan.base_case
    alone, gain = float(base.export_only_gbp[0]), float(base.gain_gbp[0])
    last = plan.machine.last_machine if plan.machine else None
    return [
        figure_card("export_only_gbp", alone, "income of year 1", currency, title="Export alone"),
        figure_card(
            "gain_gbp",
            gain,
            "in year 1, over exporting everything",
            currency,
            title="Gain of the machines",
            tone="good" if gain > 0 else "",
        ),
        Card(
            key="hours_per_year_y1",
            label="The last machine runs",
            value="–" if last is None else f"{last.hours_per_year_y1:,.0f} h",
            note="of year 1's 8,760 h"
            if last is None
            else f"in year 1; it adds {formatted('npv_gbp', last.npv_gbp, currency)} NPV",
        ),
        figure_card(
            "npv_gbp",
            base.npv_gbp,
            f"over {len(base.gain_gbp)} years",
            currency,
            title="NPV of the machines",
            tone="good" if base.npv_gbp > 0 else "bad" if base.npv_gbp < 0 else "",
        ),
    ]


def sizes_rows(counts: NpvByCount, machine: PlanMachine, *, currency: Currency) -> Table:
    """Return the plan's size and the simple ones, with what each leaves on the table."""
    npv = dict(zip(counts.n.tolist(), counts.npv_gbp.tolist(), strict=True))
    best = max(npv.values())
    sizes = (
        ("The plan", machine.n),
        ("As many as the mean power carries", machine.floor_rule_n),
        ("As many as the highest power carries", machine.n_most),
        ("None: export everything", 0),
    )
    rows = [
        [
            name,
            f"{count:,}",
            formatted("site_power_kw", count * machine.machine_kw),
            formatted("npv_gbp", npv[count], currency),
            formatted("npv_gbp", max(best - npv[count], 0.0), currency),
        ]
        for name, count in sizes
    ]
    return ["Size", "Machines", "Power", "NPV", "Left on the table"], rows


def water_sentence(study: StudyInputs) -> str:
    """Return where the water of a study comes from."""
    hydro = study.hydro
    series = None if hydro is None else hydro.flow_m3_s or hydro.power_kw
    if series is not None:
        return f"Water: {_file(series)}."
    if hydro is None or (hydro.monthly_flow_m3_s is None and hydro.monthly_power_kw is None):
        power = formatted("effective_power_kw", study.site.site_power_kw * study.site.load_factor)
        return f"Water: none is entered; the site's average power of {power} at all hours."
    return "Water: twelve monthly means, the same every year."


def prices_sentence(
    study: StudyInputs, currency: Currency, *, snapshot: Snapshot | None = None
) -> str:
    """Return what the grid pays in a study's plan.

    ``snapshot`` has the rates that the study rests on, and so the day of one taken from it.
    """
    price = None if study.market is None else study.market.export_price_gbp_per_mwh
    if price is None:
        own = price_per_kwh(study.site.power_price_gbp_per_kwh, currency)
        return f"Export price: the study's power price, {own} a kWh at all hours."
    assert study.market is not None
    at_rate = _at_rate(study, study.market, currency, snapshot)
    if isinstance(price, Series):
        return f"Export price: {_file(price)}{at_rate}."
    if isinstance(price, tuple):
        return f"Export price: twelve monthly prices{at_rate}."
    pounds = price * study.market.rate_to_gbp
    said = formatted("export_price_gbp_per_mwh", pounds, currency)
    return f"Export price: {said} a MWh at all hours{at_rate}."


def _at_rate(
    study: StudyInputs, market: MarketInputs, currency: Currency, snapshot: Snapshot | None
) -> str:
    """Return at which rate prices in another currency are taken, and of which day it is."""
    if market.currency == POUNDS.code:
        return ""
    day = market.rate_as_of or _day_of_rate(study, market, snapshot)
    whose = "as entered" if day is None else f"the rate of {day_in_words(day)}"
    if currency.is_pounds:
        return f", at £{market.rate_to_gbp:.4g} for one {market.currency} ({whose})"
    quoted = "" if market.currency == currency.code else f" quoted in {market.currency} and"
    return f",{quoted} taken at {'the rate that was entered' if day is None else whose}"


def _day_of_rate(
    study: StudyInputs, market: MarketInputs, snapshot: Snapshot | None
) -> dt.date | None:
    """Return the day of a rate that was stored without it, None where it is no snapshot's."""
    if snapshot is None:
        return None
    known = gbp_per_unit(snapshot.units_per_usd, usd_to_gbp=study.network.usd_to_gbp)
    if not math.isclose(known.get(market.currency, 0.0), market.rate_to_gbp, rel_tol=1e-9):
        return None
    return snapshot.day_of_rate(market.currency)


def _file(series: Series) -> str:
    first, last = series.start.year, (series.end).year
    ends = last - 1 if series.end.timetuple().tm_yday == 1 else last
    years = f"{first}" if ends <= first else f"{first} to {ends}"
    return f"{series.source or 'a series'}, {years}"
