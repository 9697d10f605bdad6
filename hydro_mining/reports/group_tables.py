"""What only some studies have, as tables of figures: a plan, drawn futures, alternatives.

The CSV tables and the spreadsheet's sheets of values are written from the same ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from hydro_mining.delimited import frame_csv
from hydro_mining.economics.plan_detail import PlanDetail, plan_detail
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import CHANCES, RiskFigures
from hydro_mining.economics.tables import Frame, frame
from hydro_mining.quantities import Currency, label, shown, unit
from hydro_mining.reports.run_record import Answers, RunRecord, answers_of

# What a duration curve and a size are called, beside the vocabulary.
_POWER = "Power [kW]"


@dataclass(frozen=True, slots=True)
class Told:
    """A study's result and what a record holds beside it."""

    result: Evaluation
    answers: Answers
    plan: PlanDetail | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a list: how it is called, its quantity, and its standard error if it has one."""

    called: str
    quantity: str
    value: Any
    standard_error: float | None = None


def told_of(result: Evaluation, record: RunRecord) -> Told:
    """Return all that is told of a record, ``result`` being its study's."""
    return Told(result, answers_of(record, result), plan_detail(result))


def group_tables(result: Evaluation, record: RunRecord) -> tuple[str, ...]:
    """Return the names in ``GROUP_TABLES`` of the tables that a record has."""
    held = record.results
    has = {
        "plan": result.plan is not None,
        "risk": "risk" in held,
        "alternatives": held.get("alternatives") is not None,
    }
    return tuple(name for name in GROUP_TABLES if has[name.partition("-")[0]])


def risk_figures(told: RiskFigures) -> list[Figure]:
    """Return a risk run as a list; percentiles rise, and the seed draws it again."""
    npv = told.npv_gbp
    return [
        Figure("Scenario", "", told.scenario),
        Figure("Mean NPV", "npv_gbp", float(npv.mean), told.npv_standard_error),
        *(
            Figure(f"NPV that {share} % of futures stay below", "npv_gbp", float(at))
            for share, at in npv.percentiles.items()
        ),
        *(Figure(label(n), n, (c := getattr(told, n)).value, c.standard_error) for n in CHANCES),
        Figure(label("expected_shortfall_10"), "npv_gbp", told.expected_shortfall_10),
        Figure("Mean bitcoin mined", "btc_held", float(told.btc_mined.mean)),
        Figure("Futures drawn", "", told.paths),
        Figure("Seed", "", told.seed),
        Figure("numpy", "", told.numpy_version),
    ]


def _months_frame(told: RiskFigures, name: str) -> Frame:
    """Return a figure's mean and percentiles, a row a month."""
    spread = getattr(told, name)
    count = len(spread.mean)
    first = 0 if name == "cumulative_cash_gbp" else 1
    made = frame({"month": range(first, first + count), **spread.to_dict()}, "month")
    return made.rename_axis(columns="figure")


def _plan(told: Told) -> Frame:
    return _planned(told).plan.to_frame()


def _plan_machines(told: Told) -> Frame:
    names = {"n": "n_miners", "last_machine_hours_per_year_y1": "hours_per_year_y1"}
    return _planned(told).plan.machines_frame().rename(columns=names)


def _plan_metrics(told: Told) -> Frame:
    return _planned(told).plan.metrics_frame()


def _plan_duration(told: Told) -> Frame:
    return _planned(told).power_duration.to_frame().rename(columns={"value": _POWER})


def _plan_sizes(told: Told) -> Frame:
    """Return NPV by the number of the plan's machine."""
    counts = _planned(told).counts.to_frame().rename(columns={"machines_kw": _POWER})
    return counts.rename_axis(index="n_miners")


def _plan_months(told: Told) -> Frame:
    return _planned(told).months.to_frame().drop(columns="over_export_gbp")


def _planned(told: Told) -> PlanDetail:
    assert told.plan is not None, "only a plan's tables are asked for"
    return told.plan


def _alternatives(told: Told) -> Frame:
    """Return a line a scenario and alternative; none where nothing is built."""
    compared = told.answers.compared
    if compared is not None:
        return compared.to_frame()
    return frame({"scenario": [], "alternative": [], "npv_gbp": []}, ["scenario", "alternative"])


def _alternatives_years(told: Told) -> Frame:
    """Return what the capital has become, a line a scenario, alternative and year."""
    uses = told.answers.uses
    names = ("scenario", "alternative", "year", "capital_by_year_gbp")
    return frame({n: [] for n in names}, list(names[:3])) if uses is None else uses.to_frame()


def _alternatives_odds(told: Told) -> Frame:
    """Return how often each alternative ends above each other, a line a pair."""
    odds = told.answers.odds
    rows = [
        (key, other, one.value, one.standard_error)
        for key, by in ({} if odds is None else odds.probability_ends_above).items()
        for other, one in by.items()
    ]
    names = ("alternative", "Above", "probability_ends_above", "Standard error")
    return frame({name: [row[i] for row in rows] for i, name in enumerate(names)}, list(names[:2]))


def _risk(told: Told, currency: Currency) -> str:
    """Return a line a figure of the stored run; none where nothing is built."""
    run = told.answers.risk
    rows = [
        (
            one.called,
            shown(one.quantity, one.value, currency) if one.quantity else one.value,
            "" if one.standard_error is None else shown(one.quantity, one.standard_error, currency),
            unit(one.quantity, currency) if one.quantity else "",
        )
        for one in ([] if run is None else risk_figures(run))
    ]
    columns = ["figure", "value", "standard error", "unit"]
    return frame_csv(pd.DataFrame(rows, columns=columns).set_index("figure"))


def _by_month(name: str, quantity: str) -> Callable[[Told, Currency], str]:
    def written(told: Told, currency: Currency) -> str:
        run = told.answers.risk
        if run is None:
            return frame_csv(frame({"month": []}, "month"))
        return frame_csv(_months_frame(run, name), currency, quantity=quantity)

    return written


def _written(made: Callable[[Told], Frame]) -> Callable[[Told, Currency], str]:
    return lambda told, currency: frame_csv(made(told), currency)


GROUP_TABLES: Mapping[str, Callable[[Told, Currency], str]] = MappingProxyType(
    {
        "plan": _written(_plan),
        "plan-machines": _written(_plan_machines),
        "plan-metrics": _written(_plan_metrics),
        "plan-duration": _written(_plan_duration),
        "plan-sizes": _written(_plan_sizes),
        "plan-months": _written(_plan_months),
        "risk": _risk,
        "risk-cash": _by_month("cumulative_cash_gbp", "cumulative_cash_flow_gbp"),
        "risk-hashprice": _by_month("hashprice", "rev_per_th_per_day"),
        "alternatives": _written(_alternatives),
        "alternatives-years": _written(_alternatives_years),
        "alternatives-odds": _written(_alternatives_odds),
    }
)
