"""The sheet of metrics: NPV, IRR, MIRR, ROIC and paybacks, with every step towards them."""

from collections.abc import Callable, Mapping
from typing import Any

from hydro_mining.economics.returns import Returns
from hydro_mining.reports.input_words import described
from hydro_mining.reports.workbook.cell_formats import GENERAL, WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, METRIC_KEYS, METRICS, Layout
from hydro_mining.reports.workbook.metrics_formulas import metric_formulas
from hydro_mining.reports.workbook.pages import Book, Column, several_roots

_FIRST = 3
_MONEY = number_format("npv_gbp")
_RATE = "0.00%"
_MOST_LINES = 6

# Beside the vocabulary: label, unit, meaning, number format.
_STEPS: Mapping[str, tuple[str, ...]] = {
    "irr_note": ("Why there is no IRR", "", "Empty where exactly one rate exists."),
    "irr_roots": ("All internal rates", "a year", "The product's at export, if there are several."),
    "payback_note": ("Payback in words", "", "Says when there is none, or when it is lost again."),
    "discounted_payback_note": ("Discounted payback in words", "", "The same, discounted."),
    "capex": ("Investment", "£", "Machines and other investment.", _MONEY),
    "sign_changes": ("Changes of sign", "", "Of the cash flows, zeros skipped.", WHOLE),
    "roots_seen": ("Roots on the NPV profile", "", "Places where the NPV changes sign.", WHOLE),
    "bracket": ("Row of the root's bracket", "", "Where on the NPV profile; 0: none.", WHOLE),
    "guess": ("First guess of the IRR", "a year", "Interpolated in the bracket.", _RATE),
    "irr_reason": ("Reason without IRR", "", "From the counts above."),
    "irr_found": ("What IRR() finds", "a year", "The spreadsheet's own function.", _RATE),
    "npv_at_irr": ("NPV at that rate", "£", "Zero but for rounding.", "0.00E+00"),
    "npv_slope": ("Slope of the NPV there", "£", "For one Newton step to the IRR.", "0.00E+00"),
    "tolerance": ("Cash that counts as zero", "£", "Rounding of the sums.", "0.0E+00"),
    "discounted_tolerance": ("The same, discounted", "£", "Rounding of the sums.", "0.0E+00"),
}
_RESULTS = METRIC_KEYS[: METRIC_KEYS.index("")]


def write_metrics(book: Book, layout: Layout) -> None:
    """Write the sheet ``Metrics``."""
    columns = [
        Column("Metric", 28),
        Column("Unit", 15),
        Column("Meaning", 44),
        *(Column("", 22) for s in range(layout.live)),
    ]
    page = book.table(
        layout.metrics_sheet,
        "A column a scenario; below them the steps that lead there.",
        columns,
        height=30,
        frozen=_FIRST,
    )
    page.sheet.fit_to_pages(1, 1)  # or else the chart is cut
    page.text(layout.metric_row(""), 0, "Steps", "section")
    for key in filter(None, METRIC_KEYS):
        page.words(layout.metric_row(key), _words(key))
    for scenario in range(layout.live):
        column = _FIRST + scenario
        name = layout.study.scenarios[scenario].name
        page.formula(
            FIRST_ROW - 1, column, f"={layout.scenario_name(scenario)}", name, role="header"
        )
        roots = several_roots(layout.scenario_result(scenario))
        page.text(layout.metric_row("irr_roots"), column, roots, "fixed")
        values = _values(layout, scenario)
        for key, formula in metric_formulas(layout, scenario).items():
            role = "result" if key in _RESULTS else "formula"
            page.formula(
                layout.metric_row(key), column, formula, values.get(key), _format(key), role=role
            )
            if key in _RESULTS:
                book.name(
                    f"{layout.prefix}{key}_{scenario + 1}", page, layout.metric_row(key), column
                )
    page.sheet.insert_chart(FIRST_ROW + len(METRIC_KEYS) + 1, 0, cash_chart(book, layout))


def _words(key: str) -> tuple[str, ...]:
    return _STEPS[key][:3] if key in _STEPS else described(key)


def _format(key: str) -> str:
    return (_STEPS[key][3:] or (GENERAL,))[0] if key in _STEPS else number_format(key)


def _values(layout: Layout, scenario: int) -> dict[str, Any]:
    """Return the core's figures of a scenario; the steps are the spreadsheet's own."""
    result = layout.scenario_result(scenario)
    if result is None:
        return {}
    return {
        **{key: getattr(result, key) for key in METRICS},
        "payback_note": _payback_note(
            layout, result, result.simple_payback_years, is_lost=result.ends_below_zero
        ),
        "discounted_payback_note": _payback_note(layout, result, result.discounted_payback_years),
    }


def _payback_note(
    layout: Layout, result: Returns, years: float | None, *, is_lost: bool = False
) -> str:
    if not result.cashflows[0] < 0:
        return "no investment"
    if years is None:
        return f"not within {layout.years} years"
    return "but ends below zero" if is_lost else ""


def cash_chart(
    book: Book, layout: Layout, values: Callable[[int], str] | None = None, *, unit: str = "£"
) -> Any:
    """Return the chart of the cumulative cash flow of the first scenarios.

    ``values`` gives the cells of a scenario's, where they are not those in pounds.
    """
    found = values or (lambda place: layout.annual_range(place, "cumulative_cash_flow_gbp"))
    lines = (
        {
            "name": f"={layout.scenario_name(scenario)}",
            "categories": f"={layout.annual_range(scenario, 'year')}",
            "values": f"={found(scenario)}",
            "line": {"width": 2},
        }
        for scenario in range(min(layout.live, _MOST_LINES))
    )
    return book.chart(
        {"type": "line"},
        lines,
        title="Cumulative cash flow",
        x={"name": "Project year", "label_position": "low"},
        y={"name": unit, "num_format": "#,##0"},
        size=(760, 360),
    )
