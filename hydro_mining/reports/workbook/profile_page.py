"""The sheet with NPV against the discount rate, where the roots that IRR seeks are seen."""

from typing import Any

from hydro_mining.economics.returns import net_present_value
from hydro_mining.reports.workbook.layout import FIRST_ROW, PROFILE_RATES, Layout
from hydro_mining.reports.workbook.pages import Book, Column

_MOST_LINES = 6
# Of the usual width, which the chart lies over.
_CHART_COLUMNS = 12
_CHART_FROM, _CHART_TO = -0.5, 1.5


def _profile_values(layout: Layout, scenario: int) -> list[float | None]:
    """Return a scenario's NPV [£] at every rate of the profile."""
    result = layout.scenario_result(scenario)
    if result is None:
        return [None] * len(PROFILE_RATES)
    values: list[float | None] = net_present_value(
        rate_per_year=list(PROFILE_RATES), cash_flows=result.cashflows
    ).tolist()
    return values


def write_profile(book: Book, layout: Layout) -> None:
    """Write the sheet ``NPV profile``."""
    columns = [
        Column("Rate a year", 13),
        *(Column(f"Scenario {s + 1}", 19) for s in range(layout.live)),
    ]
    page = book.table(
        layout.profile_sheet,
        "NPV at each rate. Where it changes sign lies an internal rate of return; "
        "the metrics count these places.",
        columns,
        height=30,
    )
    for row, rate in enumerate(PROFILE_RATES, start=FIRST_ROW):
        page.value(row, 0, rate, "fixed", "0.0##%")
    for scenario in range(layout.live):
        name = layout.study.scenarios[scenario].name
        page.formula(
            FIRST_ROW - 1, 1 + scenario, f"={layout.scenario_name(scenario)}", name, role="header"
        )
        start = layout.annual(scenario, "cash_flow_gbp", 0)
        later = layout.annual_range(scenario, "cash_flow_gbp", 1)
        for row, npv in enumerate(_profile_values(layout, scenario), start=FIRST_ROW):
            formula = f'=IF({layout.is_built},{start}+NPV($A{row},{later}),"")'
            is_steep = PROFILE_RATES[row - FIRST_ROW] < _CHART_FROM
            page.formula(row, 1 + scenario, formula, npv, "0.00E+00" if is_steep else "£#,##0")
    page.sheet.insert_chart(FIRST_ROW - 1, layout.live + 2, _chart(book, layout))
    last_row = FIRST_ROW + len(PROFILE_RATES) - 1
    page.sheet.print_area(0, 0, last_row - 1, layout.live + 2 + _CHART_COLUMNS)


def _chart(book: Book, layout: Layout) -> Any:
    inside = [i for i, rate in enumerate(PROFILE_RATES) if _CHART_FROM <= rate <= _CHART_TO]
    first, last = FIRST_ROW - 1 + inside[0], FIRST_ROW - 1 + inside[-1]
    sheet = layout.profile_sheet
    lines = (
        {
            "name": [sheet, FIRST_ROW - 2, 1 + scenario],
            "categories": [sheet, first, 0, last, 0],
            "values": [sheet, first, 1 + scenario, last, 1 + scenario],
            "line": {"width": 1.75},
        }
        for scenario in range(min(layout.live, _MOST_LINES))
    )
    return book.chart(
        {"type": "scatter", "subtype": "straight"},
        lines,
        title="NPV against the discount rate",
        x={
            "name": "Rate a year",
            "num_format": "0%",
            "min": _CHART_FROM,
            "max": _CHART_TO,
            "label_position": "low",
            "crossing": _CHART_FROM,
        },
        y={"name": "NPV [£]", "num_format": "#,##0"},
        size=(720, 400),
    )
