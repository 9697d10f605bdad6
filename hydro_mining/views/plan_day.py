"""A plan's day of year 1, as cards of Overview."""

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.plan import Plan
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import POUNDS, Currency, formatted, label
from hydro_mining.views.cells import gain_tone
from hydro_mining.views.markup import Card

__all__ = ["plan_day_cards"]

_ENERGY = "available_mwh"


def plan_day_cards(result: Evaluation, currency: Currency = POUNDS) -> list[Card]:
    """Return what a mean day of year 1 brings, with the plan's machines or none."""
    plan = result.plan
    assert plan is not None
    alone = Card(
        key="day:export_only_gbp",
        label="Exporting everything, a day",
        value=_money_a_day(plan, "export_only_gbp", currency),
        note=f"{_energy_a_day(plan, _ENERGY)} of water",
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


def _money_a_day(plan: Plan, name: str, currency: Currency) -> str:
    return formatted(name, _a_day(plan, name), currency)


def _energy_a_day(plan: Plan, name: str) -> str:
    return formatted(_ENERGY, _a_day(plan, name))


def _gains(plan: Plan, currency: Currency) -> list[Card]:
    """Return what mining gains, and what mining and export bring."""
    exported, curtailed = (_energy_a_day(plan, f"{use}_mwh") for use in ("exported", "curtailed"))
    return [
        Card(
            key="day:gain_gbp",
            label="Gain a day",
            value=_money_a_day(plan, "gain_gbp", currency),
            note="over exporting everything, after running cost; machines not counted",
            tone=gain_tone(_a_day(plan, "gain_gbp")),
        ),
        Card(
            key="day:mining_gbp",
            label="Mining brings a day",
            value=_money_a_day(plan, "mining_gbp", currency),
            note=f"{_energy_a_day(plan, 'mined_mwh')} mined",
        ),
        Card(
            key="day:export_gbp",
            label="Export brings a day",
            value=_money_a_day(plan, "export_gbp", currency),
            note=f"{exported} exported, {curtailed} left unused",
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
    return [
        Card(
            key="day:payments_gbp",
            label="Payments a day",
            value=formatted(quantity, sum(paid.values()), currency),
            note=f"{', '.join(notes)}; part of exporting everything too",
        )
    ]


def _machines(result: Evaluation, plan: Plan, currency: Currency) -> list[Card]:
    row = plan.machine
    assert row is not None
    assert row.last_machine is not None
    miner = next(one for one in result.study.miners if one.name == row.name)
    hours = row.last_machine.hours_per_year_y1
    return [
        Card(
            key="day:n_miners",
            label=label("n_miners"),
            value=formatted("n_miners", plan.n_miners),
            note=f"{formatted('site_power_kw', plan.machines_kw)}; the water gives "
            f"{formatted('mean_power_kw', plan.mean_power_kw)} on average",
        ),
        Card(
            key="day:capex_miners_gbp",
            label=label("capex_miners_gbp"),
            value=formatted("capex_miners_gbp", plan.n_miners * miner.price_gbp, currency),
            note=f"{formatted('price_gbp', miner.price_gbp, currency)} each",
        ),
        Card(
            key="day:site_hashrate_ths",
            label=label("site_hashrate_ths"),
            value=formatted("site_hashrate_ths", plan.n_miners * miner.hashrate_ths),
            note="with all machines on",
        ),
        Card(
            key="day:hours_per_year_y1",
            label="The last machine runs",
            value=f"{hours:,.0f} h",
            note="of year 1's 8,760 h",
        ),
    ]
