"""The chapters of the page that only some records have: a plan, drawn futures, alternatives.

Each is words, cards, charts and tables of views, of what the record holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hydro_mining.economics.alternatives import AlternativesRisk, CapitalUses
from hydro_mining.economics.plan_detail import PlanDetail
from hydro_mining.economics.risk import Risk, RiskFigures
from hydro_mining.imports.example_water import is_made_up
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import Currency, formatted
from hydro_mining.reports.group_tables import Figure, Told, risk_figures
from hydro_mining.views import (
    alternatives_charts,
    alternatives_figures,
    alternatives_words,
    hydro_charts,
    hydro_figures,
    plan_figures,
    plan_words,
    risk_charts,
    risk_sources,
    risk_words,
)
from hydro_mining.views.layers import Layers
from hydro_mining.views.markup import Card, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: its name and title, what draws it, of which layers and with which options."""

    name: str
    title: str
    build: Any
    layers: Layers
    options: dict[str, Any]
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class ChapterTable:
    """Headings and rows under a caption; with remarks the last column has sentences."""

    caption: str
    table: Table
    has_remarks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One question: its answer, remarks below it, and what shows it."""

    key: str
    title: str
    answer: str
    remarks: tuple[str, ...]
    cards: list[Card]
    charts: tuple[Chart, ...]
    tables: tuple[ChapterTable, ...]
    left_out: tuple[str, ...] = ()


def chapters(told: Told, currency: Currency, snapshot: Snapshot) -> list[Chapter]:
    """Return the chapters of what a record holds, which rests on the figures of ``snapshot``."""
    return [
        *_plan(told, currency, snapshot),
        *_risk(told, currency),
        *_alternatives(told, currency),
    ]


def _plan(told: Told, currency: Currency, snapshot: Snapshot) -> Iterator[Chapter]:
    detail = told.plan
    if detail is None:
        return
    study, plan = told.result.study, detail.plan
    has_flow, has_prices = is_made_up(study.hydro, study.market)
    yield Chapter(
        key="plan",
        title="The plan: water, grid and machines on one clock",
        answer=hydro_figures.made_up_sentence(has_flow=has_flow, has_prices=has_prices)
        + plan_words.plan_answer(told.result, currency, winners=detail.winners),
        remarks=(
            f"{hydro_figures.water_sentence(study)} "
            f"{hydro_figures.prices_sentence(study, currency, snapshot=snapshot)} "
            f"{plan_words.samples_sentence(plan.samples)}",
        ),
        cards=hydro_figures.energy_cards(plan, detail.water, currency=currency),
        charts=_plan_charts(told, detail, currency),
        tables=(
            ChapterTable(
                f"{plan.base_case.name}: what the water does and what it brings",
                plan_figures.plan_year_rows(plan.base_case, currency),
            ),
            ChapterTable("Returns by scenario", plan_figures.plan_metrics_rows(plan, currency)),
            ChapterTable(
                f"What simple sizes leave on the table: {detail.machine.name}",
                hydro_figures.sizes_rows(detail.counts, detail.machine, currency=currency),
            ),
        ),
    )


def _plan_charts(told: Told, detail: PlanDetail, currency: Currency) -> tuple[Chart, ...]:
    plan, market = detail.plan, told.result.study.market
    limit = None if market is None else market.export_limit_kw
    return (
        Chart(
            name="duration",
            title="Duration of the water's power, with the machines on it",
            build=hydro_charts.power_chart,
            layers=hydro_charts.power_layers(
                detail.power_duration, machines_kw=plan.machines_kw, limit_kw=limit
            ),
            options={},
        ),
        Chart(
            name="optimum",
            title="Worth (NPV) by size: green the plan, orange the mean power, grey the highest",
            build=hydro_charts.optimum_chart,
            layers=hydro_charts.optimum_layers(detail.counts, detail.machine, currency=currency),
            options={"currency": currency},
        ),
        Chart(
            name="gain",
            title="Gain over exporting everything",
            build=hydro_charts.gain_chart,
            layers=hydro_charts.gain_layers(plan, currency=currency),
            options={"names": tuple(plan.scenarios), "currency": currency},
            is_wide=True,
        ),
    )


def _risk(told: Told, currency: Currency) -> Iterator[Chapter]:
    run, result = told.answers.risk, told.result
    if run is None:
        return
    yield Chapter(
        key="risk",
        title="How sure is this?",
        answer=risk_words.odds_sentence(run),
        remarks=(
            risk_words.spread_sentence(run, currency),
            risk_words.holds_for(result, run, currency),
        ),
        cards=risk_words.risk_cards(run, result.study, currency),
        charts=(
            Chart(
                name="fan",
                title="Cash added up, month by month: nine of ten futures stay inside the wide "
                "band, half of them inside the narrow one",
                build=risk_charts.fan_chart,
                layers=risk_charts.fan_layers(run, currency=currency),
                options={"currency": currency},
                is_wide=True,
            ),
        ),
        tables=(
            ChapterTable("The drawn futures in figures", _risk_rows(run, currency)),
            ChapterTable(
                "What is drawn, and where it is from",
                risk_sources.term_rows(result.study.risk or Risk()),
                has_remarks=True,
            ),
        ),
        left_out=risk_words.LEFT_OUT,
    )


def _risk_rows(run: RiskFigures, currency: Currency) -> Table:
    """Return headings and rows: each figure of a run with its standard error, where it has one."""
    rows = [
        [
            one.called,
            _written(one, currency),
            ""
            if one.standard_error is None
            else formatted(one.quantity, one.standard_error, currency),
        ]
        for one in risk_figures(run)
    ]
    return ["Figure", "Value", "Standard error"], rows


def _written(one: Figure, currency: Currency) -> str:
    if one.quantity:
        return formatted(one.quantity, one.value, currency)
    return f"{one.value:,}" if isinstance(one.value, int) else f"{one.value}"


def _alternatives(told: Told, currency: Currency) -> Iterator[Chapter]:
    compared, uses, odds = told.answers.compared, told.answers.uses, told.answers.odds
    if compared is None or uses is None or not uses.scenarios:
        return
    words, figures = alternatives_words, alternatives_figures
    base = next(iter(uses.scenarios))
    remarks = [
        "" if odds is None else words.odds_sentence(odds),
        words.basis_sentence(compared),
        words.chart_note(currency, capital=uses.capital_gbp or 0.0),
    ]
    yield Chapter(
        key="alternatives",
        title="What else the same money could do",
        answer=words.answer(uses, base, currency),
        remarks=tuple(filter(None, remarks)),
        cards=[],
        charts=(
            Chart(
                name="capital",
                title=f"What the capital has become by each year's end, in “{base}”",
                build=alternatives_charts.capital_chart,
                layers=alternatives_charts.capital_layers(uses, base, currency),
                options={"years": told.result.study.finance.years, "currency": currency},
                is_wide=True,
            ),
        ),
        tables=(
            ChapterTable(
                words.capital_title(base),
                figures.capital_rows(uses, base, currency),
            ),
            *_beaten(uses, odds),
            ChapterTable(
                "What each is", figures.assumed_rows(compared, currency), has_remarks=True
            ),
        ),
        left_out=(words.CAVEAT,),
    )


def _beaten(uses: CapitalUses, odds: AlternativesRisk | None) -> Iterator[ChapterTable]:
    """Yield who beats whom: in the futures, where there are some, and in the scenarios."""
    if odds is not None:
        yield ChapterTable(
            f"In which share of {odds.paths:,} futures a row ends above a column",
            alternatives_figures.odds_rows(odds),
        )
    yield ChapterTable(
        "In how many of the scenarios a row ends above a column",
        alternatives_figures.won_rows(uses),
    )
