"""The sheet of metrics: NPV, IRR, MIRR, ROIC and paybacks, with every step towards them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics.positive_roots import sign_changes
from hydro_mining.economics.results import ScenarioResult
from hydro_mining.economics.returns import discount_factors, net_present_value
from hydro_mining.quantities import QUANTITIES, label, unit
from hydro_mining.reports.workbook.cell_formats import WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, METRIC_KEYS, PROFILE_RATES, Layout
from hydro_mining.reports.workbook.metrics_formulas import metric_formulas
from hydro_mining.reports.workbook.pages import Book, Column
from hydro_mining.reports.workbook.profile_page import profile_values

__all__ = ["write_metrics"]

_FIRST = 3
_MONEY = number_format("npv_gbp")
_RATE = "0.00%"
_FALLBACK_GUESS = 0.1
_TOLERANCE = 1e-13
_MOST_LINES = 6

# Beside the vocabulary: label, unit, meaning, number format.
_WORDS = {
    "irr_note": ("Why there is no IRR", "", "One rate must exist; a share of a year is no reason."),
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
_WORDS["irr_note"] = ("Why there is no IRR", "", "Empty where exactly one rate exists.")
_RESULTS = METRIC_KEYS[: METRIC_KEYS.index("")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    label: str
    unit: str
    meaning: str
    fmt: str


def write_metrics(book: Book, layout: Layout) -> None:
    """Write the sheet ``Metrics``."""
    page = book.page("Metrics")
    page.title("Metrics", "A column a scenario; below them the steps that lead there.")
    columns = [
        Column(key="label", heading="Metric", width=28),
        Column(key="unit", heading="Unit", width=15),
        Column(key="meaning", heading="Meaning", width=44),
        *(Column(key=str(s), heading="", width=22) for s in range(layout.live)),
    ]
    page.header(FIRST_ROW - 1, columns, height=30)
    page.sheet.freeze_panes(FIRST_ROW - 1, _FIRST)
    page.text(layout.metric_row(""), 0, "Steps", "section")
    for key in filter(None, METRIC_KEYS):
        row, words = layout.metric_row(key), _row(key)
        page.text(row, 0, words.label)
        page.text(row, 1, words.unit, "small")
        page.text(row, 2, words.meaning, "small")
    for scenario in range(layout.live):
        column = _FIRST + scenario
        name = layout.study.scenarios[scenario].name
        page.formula(
            FIRST_ROW - 1, column, f"={layout.scenario_name(scenario)}", name, role="header"
        )
        values = _values(layout, scenario)
        for key, formula in metric_formulas(layout, scenario).items():
            role = "result" if key in _RESULTS else "formula"
            page.formula(
                layout.metric_row(key), column, formula, values.get(key), _row(key).fmt, role=role
            )
            if key in _RESULTS:
                book.name(f"{key}_{scenario + 1}", page, layout.metric_row(key), column)
    page.sheet.insert_chart(FIRST_ROW + len(METRIC_KEYS) + 1, 0, _chart(book, layout))


def _row(key: str) -> _Row:
    if key in QUANTITIES:
        return _Row(
            label=label(key),
            unit=unit(key),
            meaning=QUANTITIES[key].meaning,
            fmt=number_format(key),
        )
    words = _WORDS[key]
    return _Row(
        label=words[0], unit=words[1], meaning=words[2], fmt=words[3] if words[3:] else "General"
    )


def _values(layout: Layout, scenario: int) -> dict[str, Any]:
    """Return the core's figures of a scenario and of the steps towards them."""
    result = layout.scenario_result(scenario)
    if result is None:
        return {}
    flows, rate = result.cashflows, layout.study.finance.discount_rate_per_year
    capex = -float(flows[0])
    discounted = flows * discount_factors(rate_per_year=rate, periods=layout.years)
    roots, bracket, guess = _bracket(profile_values(layout, scenario), result)
    return {
        **{key: getattr(result, key) for key in _RESULTS if hasattr(result, key)},
        "payback_note": _payback_note(layout, result.simple_payback_years, result),
        "discounted_payback_note": _payback_note(layout, result.discounted_payback_years, None)
        if capex > 0
        else "no investment",
        "capex": capex,
        "sign_changes": sign_changes(flows),
        "roots_seen": roots,
        "bracket": bracket,
        "guess": guess,
        "irr_reason": result.irr_note,
        "irr_found": result.irr,
        **_newton(result),
        "tolerance": _TOLERANCE * len(flows) * min(np.abs(flows).sum(), capex),
        "discounted_tolerance": _TOLERANCE * len(flows) * min(np.abs(discounted).sum(), capex),
    }


def _newton(result: ScenarioResult) -> dict[str, Any]:
    if result.irr is None:
        return {}
    times = np.arange(len(result.cashflows))
    terms = times * result.cashflows * (1 + result.irr) ** (-times - 1.0)
    return {
        "npv_at_irr": net_present_value(rate_per_year=result.irr, cash_flows=result.cashflows),
        "npv_slope": -float(terms.sum()),
    }


def _payback_note(layout: Layout, years: float | None, result: ScenarioResult | None) -> str:
    if result is not None and not result.cashflows[0] < 0:
        return "no investment"
    if years is None:
        return f"not within {layout.years} years"
    return "but ends below zero" if result is not None and result.ends_below_zero else ""


def _bracket(profile: list[float | None], result: ScenarioResult) -> tuple[int, int, float]:
    """Return how many roots the profile shows, the last one's row and a guess inside it."""
    values = np.array(profile, dtype=float)
    signs = np.sign(values[:-1]) * np.sign(values[1:])
    roots = int(np.sum(signs < 0) + np.sum(values == 0))
    rows = np.flatnonzero(signs <= 0)
    if not rows.size:
        start, first = (float(flow) for flow in result.cashflows[:2])
        guess = -first / start - 1 if start < 0 < first else _FALLBACK_GUESS
        return roots, 0, guess
    row = int(rows[-1])
    low, high = PROFILE_RATES[row], PROFILE_RATES[row + 1]
    fall = float(values[row] - values[row + 1])
    guess = low + (high - low) * float(values[row]) / fall if fall else low
    return roots, row + 1, guess


def _chart(book: Book, layout: Layout) -> Any:
    chart = book.book.add_chart({"type": "line"})
    for scenario in range(min(layout.live, _MOST_LINES)):
        chart.add_series(
            {
                "name": f"={layout.scenario_name(scenario)}",
                "categories": f"={layout.annual_range(scenario, 'year')}",
                "values": f"={layout.annual_range(scenario, 'cumulative_cash_flow_gbp')}",
                "line": {"width": 2},
            }
        )
    chart.set_title({"name": "Cumulative cash flow", "name_font": {"size": 12}})
    chart.set_x_axis({"name": "Project year", "label_position": "low"})
    chart.set_y_axis({"name": "£", "num_format": "#,##0"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 360})
    return chart
