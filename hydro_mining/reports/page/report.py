"""The page: the template with the study's words, tables, charts and states."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from bokeh.resources import Resources
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from hydro_mining.economics import Evaluation
from hydro_mining.package_files import package_text
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import Currency, formatted
from hydro_mining.reports.page import words
from hydro_mining.reports.page.figures import drawing
from hydro_mining.reports.page.states import (
    MOST_RANKED,
    Choices,
    State,
    choices,
    evaluated,
    ranking,
    state,
    with_fewer_machines,
)
from hydro_mining.reports.run_record.writing import script_safe
from hydro_mining.views.currencies import currency_sentence, pounds_sentence
from hydro_mining.views.figures import annual_rows, machine_headings, metrics_rows
from hydro_mining.views.markup import Card, card_grid, notice, table, workings
from hydro_mining.views.workings import metrics_workings, site_workings
from hydro_mining.wording import time_in_words

__all__ = ["report_page"]


def report_page(
    result: Evaluation,
    *,
    snapshot: Snapshot,
    currency: Currency,
    created_at: dt.datetime,
    version: str,
    record: str,
) -> str:
    """Return a study as one HTML page that asks nobody for anything.

    Its selectors look up what the core computed here beforehand; equal arguments give equal
    pages.

    Parameters
    ----------
    snapshot
        The origin of each network value of the study.
    currency
        In which money is shown.
    created_at
        When the results were computed [UTC].
    record
        The run record's text, which the page holds and offers as a file.
    """
    snapshot = snapshot.recorded()
    offered = choices(result)
    states = _states(result, offered, currency)
    start = states[0][offered.price_start]
    rankings = [ranking(result.study, price, currency) for price in offered.prices]
    with_money = _with_money(result, offered)
    drawn = drawing(with_fewer_machines(result), currency, with_money=with_money)
    said, warning = words.rests_on(result, snapshot)
    power = formatted("site_power_kw", result.study.site.site_power_kw)
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        package_text("assets", "report.html")
    )
    return template.render(
        title=f"Bitcoin mining with {power} of hydro power",
        rests_on=said,
        rests_on_warning=warning,
        shown_in=currency_sentence(currency, snapshot.values, snapshot.per_usd),
        in_pounds=pounds_sentence(currency),
        created=time_in_words(created_at),
        version=version,
        offered=offered,
        machine_texts=offered.machine_texts(),
        price_texts=offered.price_texts(currency),
        start=start,
        chart_titles=drawn.titles,
        cash_charts=[
            name for name in ("annual", "cumulative", "discounted") if name in drawn.roots
        ],
        machine_charts=["cost", "payback", "breakeven"],
        tables=_tables(result, rankings[offered.price_start], snapshot, currency)
        | _money_tables(with_money, start, currency),
        site_cards=_cards(start.site_cards),
        scenario_cards=_cards(start.scenario_cards),
        warnings=Markup(notice(start.warnings, tone="warn")),  # noqa: S704 - escaped by notice
        workings=_workings(result),
        assumptions=words.ASSUMPTIONS,
        css=Markup(package_text("assets", "theme.css") + package_text("assets", "report.css")),  # noqa: S704 - ours
        bokeh=Markup(_bokeh()),  # noqa: S704 - the library's own
        script=Markup(package_text("assets", "report.js")),  # noqa: S704 - ours
        data=_script_json(
            {
                "start": [0, 0, offered.price_start],
                "states": [[_written(state) for state in row] for row in states],
                "rankings": rankings,
            }
        ),
        drawing=_script_json({"document": drawn.document, "roots": drawn.roots}),
        record=Markup(script_safe(record)),  # noqa: S704 - escaped here
    )


def _states(result: Evaluation, offered: Choices, currency: Currency) -> list[list[State]]:
    return [
        [state(result.study, machine, price, currency) for price in offered.prices]
        for machine in offered.machines
    ]


def _with_money(result: Evaluation, offered: Choices) -> Evaluation:
    """Return the result, or where no machine is viable that of the first state that has money.

    Charts and headings of money stand from the start; at the study's own price they are hidden.
    """
    if result.scenarios:
        return result
    # A machine that is named is built all the same.
    named = next(name for name in reversed(offered.machines) if name or len(offered.machines) == 1)
    return evaluated(result.study, named, min(offered.prices))


def _written(state: State) -> dict[str, Any]:
    return {
        "summary": state.summary,
        "warnings": list(state.warnings),
        "site": [_card(card) for card in state.site_cards],
        "scenarios": [_card(card) for card in state.scenario_cards],
        "metrics": state.metrics,
        "annual": state.annual,
        "built": state.built,
        "layers": {
            chart: {layer: _moving(columns) for layer, columns in layers.items()}
            for chart, layers in state.layers.items()
        },
    }


def _card(card: Card) -> list[str]:
    return [card.label, card.value, card.note, card.tone]


def _moving(columns: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the columns that the choice moves; a bar's ends follow from its flow."""
    if "flow" in columns:
        return {"flow": [float(value) for value in columns["flow"]]}
    if "color" in columns:  # the dots of the paybacks
        return {key: list(values) for key, values in columns.items()}
    return {"y": [float(value) for value in columns["y"]]}


def _tables(
    result: Evaluation, ranked: list[list[str]], snapshot: Snapshot, currency: Currency
) -> dict[str, Markup]:
    made = {
        "machines": table(
            machine_headings(),
            ranked,
            caption=_ranking_caption(len(result.study.miners)),
        ),
        "inputs": table(*words.input_rows(result, currency), caption="Inputs"),
        "scenarios": table(*words.scenario_rows(result), caption="Scenarios"),
        "provenance": table(
            *words.provenance_rows(snapshot), caption="Network figures", has_remarks=True
        ),
    }
    return {name: Markup(html) for name, html in made.items()}  # noqa: S704 - escaped by table


def _money_tables(with_money: Evaluation, start: State, currency: Currency) -> dict[str, Markup]:
    """Return the tables of money: headings of a result that has some, rows of the first state."""
    first = next(iter(with_money.scenarios.values()), None)
    years = annual_rows(first, currency)[0] if first else ["Year"]
    base = with_money.study.scenarios[0].name
    rows = start.annual[0] if start.annual else []
    made = {
        "metrics": table(metrics_rows(with_money, currency)[0], start.metrics, caption="Metrics"),
        "annual": table(years, rows, caption=f"{base}: annual cash flows"),
    }
    return {name: Markup(html) for name, html in made.items()}  # noqa: S704 - escaped by table


def _ranking_caption(count: int) -> str:
    if count <= MOST_RANKED:
        return "All machines in use, the shortest payback first"
    return (
        f"The {MOST_RANKED:,} machines with the shortest payback, of {count:,} in use; the run "
        "record has all"
    )


def _cards(cards: list[Card]) -> Markup:
    return Markup(card_grid(cards))  # noqa: S704 - escaped by card_grid


def _workings(result: Evaluation) -> Markup:
    if result.site is None:
        return Markup()
    return Markup(workings([*site_workings(result), *metrics_workings(result)]))  # noqa: S704


def _script_json(document: Any) -> Markup:
    """Return a document as JSON that cannot end the script element it stands in."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=True)
    return Markup(script_safe(text))  # noqa: S704 - escaped here


def _bokeh() -> str:
    """Return BokehJS, of which a chart needs the core only."""
    parts = Resources(mode="inline", components=["bokeh"]).js_raw
    return "\n".join(part.replace("</script", "<\\/script") for part in parts)
