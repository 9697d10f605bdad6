"""The page: the template with the study's words, tables, charts and selections."""

import json
from typing import Any

from bokeh.resources import Resources
from jinja2 import Environment, StrictUndefined, Template

from hydro_mining.economics import Evaluation
from hydro_mining.package_files import package_text
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import Currency
from hydro_mining.reports.group_tables import told_of
from hydro_mining.reports.page import words
from hydro_mining.reports.page.board import board
from hydro_mining.reports.page.chapters import Chapter, chapters
from hydro_mining.reports.page.charts import Drawing, board_chart, drawing, study_charts
from hydro_mining.reports.page.selections import (
    MOST_RANKED,
    Selection,
    Selectors,
    evaluated,
    ranking,
    selection,
    selectors,
    with_fewer_machines,
)
from hydro_mining.reports.run_record import RunRecord, record_text
from hydro_mining.reports.run_record.writing import script_safe
from hydro_mining.reports.summary import page_title, title_rows
from hydro_mining.views.accounts import annual_rows
from hydro_mining.views.currencies import currency_sentence
from hydro_mining.views.figures import machine_headings, metrics_rows
from hydro_mining.views.layers import Columns
from hydro_mining.views.levers import pays_if_headings, winner_rows
from hydro_mining.views.markup import Card, card_grid, notice, table, workings
from hydro_mining.views.turning import turning_script
from hydro_mining.views.workings import metrics_workings, site_workings
from hydro_mining.wording import time_in_words


def report_page(result: Evaluation, record: RunRecord, currency: Currency) -> str:
    """Return a study as one HTML page that asks nobody for anything, money in ``currency``.

    Its selectors look up what the core computed here beforehand, and it holds the record; equal
    arguments give equal pages. What the template takes as it is was escaped by ``views.markup``
    or ``script_safe``.
    """
    told = told_of(result, record)
    parts = chapters(told, currency, record.snapshot.recorded())
    offered = selectors(result)
    selections = _selections(result, offered, currency)
    start = selections[0][offered.price_start]
    rankings = [ranking(result.study, price, currency) for price in offered.prices]
    with_money = _with_money(result, offered)
    drawn = drawing(
        [
            *study_charts(with_fewer_machines(result), currency, with_money=with_money),
            *board_chart(result, currency),
            *(chart for part in parts for chart in part.charts),
        ]
    )
    return _template().render(
        **_about(result, record, currency),
        **_charts(drawn),
        **_first_selection(offered, start, currency),
        board=board(told, currency),
        chapters=[_written_chapter(part) for part in parts],
        has_plan=result.plan is not None,
        tables=_tables(result, rankings[offered.price_start], record.snapshot.recorded(), currency)
        | _money_tables(with_money, start, currency),
        workings=_workings(result, currency),
        assumptions=words.assumptions(result),
        css=_css(result, record),
        bokeh=_bokeh(),
        script=_script(),
        data=_data(offered, selections, rankings),
        record=record_text(record),
    )


def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(
        package_text("assets", "report.html")
    )


def _script() -> str:
    numbers, page = (package_text("assets", name) for name in ("chart_numbers.js", "report.js"))
    return numbers + turning_script() + page


def _charts(drawn: Drawing) -> dict[str, Any]:
    """Return which charts the page has, and what BokehJS draws them from."""
    return {
        "chart_titles": drawn.titles,
        "cash_charts": [
            name for name in ("annual", "cumulative", "discounted") if name in drawn.roots
        ],
        "machine_charts": ["cost", "payback", "breakeven"],
        "drawing": _script_json({"document": drawn.document, "roots": drawn.roots}),
    }


def _first_selection(offered: Selectors, start: Selection, currency: Currency) -> dict[str, Any]:
    """Return what can be chosen, and what the page shows before anything is."""
    return {
        "offered": offered,
        "machine_texts": offered.machine_texts(),
        "price_texts": offered.price_texts(currency),
        "start": start,
        "site_cards": card_grid(start.site_cards),
        "scenario_cards": card_grid(start.scenario_cards),
        "warnings": notice(start.warnings, tone="warn"),
    }


def _written_chapter(part: Chapter) -> dict[str, Any]:
    """Return a chapter as the template takes it, tables and cards as markup."""
    return {
        "key": part.key,
        "title": part.title,
        "answer": part.answer,
        "remarks": part.remarks,
        "cards": card_grid(part.cards) if part.cards else "",
        "charts": part.charts,
        "tables": [
            table(*one.table, caption=one.caption, has_remarks=one.has_remarks)
            for one in part.tables
        ],
        "left_out": part.left_out,
    }


def _about(result: Evaluation, record: RunRecord, currency: Currency) -> dict[str, Any]:
    """Return what the page says of itself: its title, what it rests on, its currency and age."""
    snapshot = record.snapshot.recorded()
    said, warning = words.rests_on(result, snapshot)
    return {
        "title": page_title(result, record),
        "title_rows": title_rows(record),
        "rests_on": said,
        "rests_on_warning": warning,
        "shown_in": currency_sentence(currency, snapshot.values, snapshot.per_usd),
        "created": time_in_words(record.created_at),
        "version": record.version,
    }


def _data(
    offered: Selectors, selections: list[list[Selection]], rankings: list[list[list[str]]]
) -> str:
    """Return what the page's selectors look up."""
    return _script_json(
        {
            "start": [0, 0, offered.price_start],
            "selections": [[_written(one) for one in row] for row in selections],
            "rankings": rankings,
        }
    )


def _selections(
    result: Evaluation, offered: Selectors, currency: Currency
) -> list[list[Selection]]:
    return [
        [selection(result.study, machine, price, currency) for price in offered.prices]
        for machine in offered.machines
    ]


def _with_money(result: Evaluation, offered: Selectors) -> Evaluation:
    """Return the result, or where no machine is viable that of the first selection that has money.

    Charts and headings of money stand from the start; at the study's own price they are hidden.
    """
    if result.scenarios:
        return result
    # A machine that is named is built all the same.
    named = next(name for name in reversed(offered.machines) if name or len(offered.machines) == 1)
    return evaluated(result.study, named, min(offered.prices))


def _written(shown: Selection) -> dict[str, Any]:
    return {
        "summary": shown.summary,
        "warnings": list(shown.warnings),
        "site": [_card(card) for card in shown.site_cards],
        "scenarios": [_card(card) for card in shown.scenario_cards],
        "metrics": shown.metrics,
        "annual": shown.annual,
        "paysIf": shown.pays_if,
        "winners": shown.winners,
        "built": shown.built,
        "layers": {
            chart: {layer: _moving(columns) for layer, columns in layers.items()}
            for chart, layers in shown.layers.items()
        },
    }


def _card(card: Card) -> list[str]:
    return [card.label, card.value, card.note, card.tone]


def _moving(columns: Columns) -> dict[str, list[Any]]:
    """Return the columns that the choice moves; a bar's ends follow from its flow."""
    if "flow" in columns:
        return {"flow": columns["flow"].tolist()}
    if "color" in columns:  # the dots of the paybacks
        return {key: values.tolist() for key, values in columns.items()}
    return {"y": columns["y"].tolist()}


def _tables(
    result: Evaluation, ranked: list[list[str]], snapshot: Snapshot, currency: Currency
) -> dict[str, str]:
    return {
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


def _money_tables(with_money: Evaluation, start: Selection, currency: Currency) -> dict[str, str]:
    """Return the tables of money: headings of a result with some, rows of the first selection."""
    first = next(iter(with_money.scenarios.values()), None)
    years = annual_rows(first, currency)[0] if first else ["Year"]
    base = with_money.study.scenarios[0].name
    rows = start.annual[0] if start.annual else []
    return {
        "pays_if": table(
            pays_if_headings(), start.pays_if, caption="What would make it pay, in the base case"
        ),
        "winners": table(
            winner_rows(with_money, currency)[0],
            start.winners,
            caption="The machine by either rule, in the base case",
        ),
        "metrics": table(metrics_rows(with_money, currency)[0], start.metrics, caption="Metrics"),
        "annual": table(years, rows, caption=f"{base}: annual cash flows"),
    }


def _ranking_caption(count: int) -> str:
    if count <= MOST_RANKED:
        return "All machines in use, the shortest payback first"
    return (
        f"The {MOST_RANKED:,} machines with the shortest payback, of {count:,} in use; the run "
        "record has all"
    )


def _workings(result: Evaluation, currency: Currency) -> str:
    if result.site is None:
        return ""
    return workings([*site_workings(result, currency), *metrics_workings(result, currency)])


def _script_json(document: Any) -> str:
    """Return a document as JSON that cannot end the script element it stands in."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=True)
    return script_safe(text)


def _css(result: Evaluation, record: RunRecord) -> str:
    """Return the page's looks; each sheet of paper is numbered, and says what it is of."""
    # As escapes, since a plant's name is anybody's text.
    named = "".join(f"\\{ord(letter):x} " for letter in page_title(result, record))
    foot = f'@page {{ @bottom-left {{ content: "{named}"; }} }}'
    return package_text("assets", "theme.css") + package_text("assets", "report.css") + foot


def _bokeh() -> str:
    """Return BokehJS, of which a chart needs the core only."""
    parts = Resources(mode="inline", components=["bokeh"]).js_raw
    return "\n".join(part.replace("</script", "<\\/script") for part in parts)
