"""Tables of what only some studies have: a plan, alternatives, a risk run."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from hydro_mining.delimited import frame_csv
from hydro_mining.economics.alternatives import compare_alternatives
from hydro_mining.economics.plan.results import Plan
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import RiskResult, risk_of
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import Currency, label, shown, unit

__all__ = ["GROUP_TABLES", "group_tables"]

_CHANCES = (
    "probability_of_loss",
    "probability_never_pays_back",
    "probability_pays_back_before_next_halving",
)


def group_tables(result: Evaluation) -> tuple[str, ...]:
    """Return the names in ``GROUP_TABLES`` of the tables that a study has.

    Alternatives and risk stand in a study's tables where it gives their terms.
    """
    study = result.study
    return (
        *(("plan", "plan-machines", "plan-metrics") if result.plan is not None else ()),
        *(("alternatives",) if study.alternatives is not None else ()),
        *(("risk",) if study.risk is not None else ()),
    )


def _plan(result: Evaluation, currency: Currency) -> str:
    return frame_csv(_planned(result).to_frame(), currency)


def _plan_machines(result: Evaluation, currency: Currency) -> str:
    names = {"n": "n_miners", "last_machine_hours_per_year_y1": "hours_per_year_y1"}
    return frame_csv(_planned(result).machines_frame().rename(columns=names), currency)


def _plan_metrics(result: Evaluation, currency: Currency) -> str:
    return frame_csv(_planned(result).metrics_frame(), currency)


def _planned(result: Evaluation) -> Plan:
    if result.plan is None:
        raise InputError("table", "one of a study with water or a market", "plan")
    return result.plan


def _alternatives(result: Evaluation, currency: Currency) -> str:
    """Return a line a scenario and alternative; none where nothing is built."""
    return frame_csv(compare_alternatives(result).to_frame(), currency)


def _risk(result: Evaluation, currency: Currency) -> str:
    """Return a line a figure of the base case; none where nothing is built."""
    told = risk_of(result.study)
    rows = [] if told is None else _risk_rows(told, currency)
    columns = ["figure", "value", "standard error", "unit"]
    return frame_csv(pd.DataFrame(rows, columns=columns).set_index("figure"))


def _risk_rows(told: RiskResult, currency: Currency) -> list[tuple[str, object, object, str]]:
    def money(value: object) -> object:
        return shown("npv_gbp", value, currency)

    pounds, npv = unit("npv_gbp", currency), told.npv_gbp
    chances = [(label(name), getattr(told, name), unit(name)) for name in _CHANCES]
    shortfall = label("expected_shortfall_10")
    return [
        ("Scenario", told.scenario, "", ""),
        ("Mean NPV", money(float(npv.mean)), money(told.npv_standard_error), pounds),
        *(
            (f"NPV that {share} % of futures stay below", money(float(at)), "", pounds)
            for share, at in npv.percentiles.items()
        ),
        *((name, chance.value, chance.standard_error, of) for name, chance, of in chances),
        (shortfall, money(told.expected_shortfall_10), "", pounds),
        ("Mean bitcoin mined", float(np.mean(told.btc_mined.mean)), "", unit("btc_held")),
        ("Futures drawn", told.paths, "", ""),
        ("Seed", told.seed, "", ""),
        ("numpy", told.numpy_version, "", ""),
    ]


GROUP_TABLES: Mapping[str, Callable[[Evaluation, Currency], str]] = MappingProxyType(
    {
        "plan": _plan,
        "plan-machines": _plan_machines,
        "plan-metrics": _plan_metrics,
        "alternatives": _alternatives,
        "risk": _risk,
    }
)
