"""A plan's day of year 1, as cards of Overview."""

from dataclasses import replace

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.plan import Plan
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import POUNDS, Currency, formatted
from hydro_mining.views.cells import figure_card, gain_tone
from hydro_mining.views.markup import Card

_ENERGY = "available_mwh"


def plan_day_cards(result: Evaluation, currency: Currency) -> list[Card]:
    """Return what a mean day of year 1 brings, with the plan's machines or none."""
    plan = result.plan
    assert plan is not None
    alone = _a_day_of(
        plan,
        "export_only_gbp",
        f"{_energy_a_day(plan, _ENERGY)} of water",
        currency,
        title="Exporting everything, a day",
    )
    if plan.chosen_miner is None:
        return [alone]
    return [
        *_gains(plan, currency),
        *_payments(plan, currency),
        alone,
        *_machines(result, plan, currency),
    ]


def _a_day(plan: Plan, name: str) -> float:
    return float(getattr(plan.base_case, name)[0]) / DAYS_PER_PROJECT_YEAR


def _energy_a_day(plan: Plan, name: str) -> str:
    return formatted(_ENERGY, _a_day(plan, name))


def _card(name: str, value: float, note: str, currency: Currency = POUNDS, **look: str) -> Card:
    return replace(figure_card(name, value, note, currency, **look), key=f"day:{name}")


def _a_day_of(plan: Plan, name: str, note: str, currency: Currency, **look: str) -> Card:
    """Return the card of what a scenario's year 1 has of a quantity in a mean day."""
    return _card(name, _a_day(plan, name), note, currency, **look)


def _gains(plan: Plan, currency: Currency) -> list[Card]:
    """Return what mining gains, and what mining and export bring."""
    exported, curtailed = (_energy_a_day(plan, f"{use}_mwh") for use in ("exported", "curtailed"))
    return [
        _a_day_of(
            plan,
            "gain_gbp",
            "over exporting everything, after running cost; machines not counted",
            currency,
            title="Gain a day",
            tone=gain_tone(_a_day(plan, "gain_gbp")),
        ),
        _a_day_of(
            plan,
            "mining_gbp",
            f"{_energy_a_day(plan, 'mined_mwh')} mined",
            currency,
            title="Mining brings a day",
        ),
        _a_day_of(
            plan,
            "export_gbp",
            f"{exported} exported, {curtailed} left unused",
            currency,
            title="Export brings a day",
        ),
    ]


def _payments(plan: Plan, currency: Currency) -> list[Card]:
    """Return what is paid beside mining and export; no card where nothing is."""
    parts = {
        "for generation": _a_day(plan, "generation_payment_gbp"),
        "deemed export": _a_day(plan, "deemed_export_gbp"),
    }
    paid = {what: amount for what, amount in parts.items() if amount}
    if not paid:
        return []
    quantity = "generation_payment_gbp"
    notes = [f"{formatted(quantity, gbp, currency)} {what}" for what, gbp in paid.items()]
    note = f"{', '.join(notes)}; part of exporting everything too"
    look = {"title": "Payments a day", "written_as": quantity}
    return [_card("payments_gbp", sum(paid.values()), note, currency, **look)]


def _machines(result: Evaluation, plan: Plan, currency: Currency) -> list[Card]:
    row = plan.machine
    assert row is not None
    assert row.last_machine is not None
    miner = next(one for one in result.study.miners if one.name == row.name)
    water = (
        f"{formatted('site_power_kw', plan.machines_kw)}; the water gives "
        f"{formatted('mean_power_kw', plan.mean_power_kw)} on average"
    )
    each = f"{formatted('price_gbp', miner.price_gbp, currency)} each"
    hashrate = plan.n_miners * miner.hashrate_ths
    return [
        _card("n_miners", plan.n_miners, water),
        _card("capex_miners_gbp", plan.n_miners * miner.price_gbp, each, currency),
        _card("site_hashrate_ths", hashrate, "with all machines on"),
        Card(
            key="day:hours_per_year_y1",
            label="The last machine runs",
            value=f"{row.last_machine.hours_per_year_y1:,.0f} h",
            note="of year 1's 8,760 h",
        ),
    ]
