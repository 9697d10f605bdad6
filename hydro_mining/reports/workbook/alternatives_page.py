"""The sheet of alternatives: the cash flows of each use of the capital, live where it can be."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from hydro_mining.economics.alternatives import Alternative, AlternativesResult
from hydro_mining.quantities import heading, label, unit
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.workbook.cell_formats import number_format
from hydro_mining.reports.workbook.layout import Layout, PlanLayout
from hydro_mining.reports.workbook.pages import Book, Page
from hydro_mining.views.alternatives_words import NAMES, basis_sentence, source_sentence

_SHEET = "Alternatives"
_TERMS = (
    "gilt_yield_per_year",
    "savings_yield_per_year",
    "index_yield_per_year",
    "trading_fee_fraction",
    "custody_fee_per_year",
)
_YIELDS = {
    "gilts": "gilt_yield_per_year",
    "savings": "savings_yield_per_year",
    "index_fund": "index_yield_per_year",
}
_MONEY = number_format("npv_gbp")
_COIN = number_format("btc_held")
_FIRST_TERM = 5
_CAPITAL = _FIRST_TERM + len(_TERMS)
_HEADINGS = _CAPITAL + 3
# Columns before the years, and their widths.
_BEFORE = (
    ("Scenario", 18.0),
    ("Alternative", 20.0),
    ("How", 10.0),
    ("Coin bought or kept by the month, as exported [BTC]", 15.0),
    (heading("btc_held"), 15.0),
    ("What is left at the end [£]", 15.0),
)
_MONTHLY, _HELD, _LEFT = 3, 4, 5
_AFTER = ("value_at_end_gbp", "npv_gbp", "multiple", "irr")
_START = "btc_price_usd*(1+btc_price_shock_{s})*(1+btc_price_growth_per_year_{s})^(days_to_start/days_per_project_year)*usd_to_gbp"  # noqa: E501
_END = "btc_price_usd*(1+btc_price_shock_{s})*(1+btc_price_growth_per_year_{s})^(years+days_to_start/days_per_project_year)*usd_to_gbp"  # noqa: E501


class _Row(NamedTuple):
    """A use of the capital in a scenario, its row, and whether its cash flows are formulas."""

    number: int
    scenario: int
    key: str
    one: Alternative
    is_live: bool


def write_alternatives(book: Book, layout: Layout, told: Told) -> None:
    """Write the sheet ``Alternatives``, if the record compares any."""
    compared = told.answers.compared
    if compared is None:
        return
    page = book.page(_SHEET)
    page.title(
        "Alternatives",
        "The same capital and the same water. A live row follows the inputs; the cash flows of a "
        "row of values are the product's at export. NPV and money at the end are live in both.",
    )
    page.text(3, 0, basis_sentence(compared), "note")
    _write_terms(book, page, layout, compared)
    _write_headings(page, layout)
    for row in _rows(layout, compared):
        _write_row(page, layout, compared, row)


def alternatives_checks(layout: Layout, told: Told) -> Iterator[tuple[str, float | None, str, int]]:
    """Return name, the product's figure, address and scenario of what the sheet computes."""
    compared = told.answers.compared
    if compared is None:
        return
    for row in _rows(layout, compared):
        if row.scenario < layout.live:
            for place, name in enumerate(_AFTER[:2]):
                cell = f"${xl_col_to_name(_after(layout) + place)}${row.number}"
                product = getattr(row.one, name)
                yield f"{row.key}.{name}", product, f"{_SHEET}!{cell}", row.scenario


def _rows(layout: Layout, compared: AlternativesResult) -> Iterator[_Row]:
    number = _HEADINGS
    for scenario, by_key in enumerate(compared.scenarios.values()):
        for key, one in by_key.items():
            number += 1
            yield _Row(number, scenario, key, one, _is_live(layout, compared, scenario, key))


def _is_live(layout: Layout, compared: AlternativesResult, scenario: int, key: str) -> bool:
    if scenario >= layout.live or key == "hosted":
        return False
    return compared.basis != "study_count_on_plan" and not (
        key == "mine" and compared.terms.hodl_fraction
    )


def _write_terms(book: Book, page: Page, layout: Layout, compared: AlternativesResult) -> None:
    for row, name in enumerate(_TERMS, start=_FIRST_TERM):
        page.text(row, 0, label(name))
        page.text(row, 2, unit(name), "small")
        page.text(row, 3, source_sentence(name, compared.terms), "small")
        page.value(row, 1, getattr(compared.terms, name), "input", number_format(name))
        page.legal(row, 1, name)
        book.name(name, page, row, 1)
    page.text(_CAPITAL, 0, "Capital")
    page.text(_CAPITAL, 2, "£", "small")
    book.name("alternatives_capital_gbp", page, _CAPITAL, 1)
    flows = _cash_flows(layout, compared)
    if flows is None:
        page.value(_CAPITAL, 1, compared.capital_gbp, "fixed", _MONEY)
    else:
        first = flows.annual(0, "cash_flow_gbp", 0)
        formula = f'=IF(ISNUMBER({first}),-{first},"")'
        page.formula(_CAPITAL, 1, formula, compared.capital_gbp, _MONEY, role="result")


def _cash_flows(layout: Layout, compared: AlternativesResult) -> Layout | None:
    """Return the sheets that mining's cash flows are on, None where they are on none."""
    if compared.basis == "study_count_on_plan":
        return None
    return PlanLayout(result=layout.result) if compared.basis == "plan" else layout


def _write_headings(page: Page, layout: Layout) -> None:
    texts = [text for text, _ in _BEFORE]
    texts += [f"Year {year}: cash flow [£]" for year in range(layout.years + 1)]
    texts += [heading(name) for name in _AFTER]
    texts[-1] += ", as exported"
    for place, text in enumerate(texts):
        page.text(_HEADINGS, place, text, "header")
        width = _BEFORE[place][1] if place < len(_BEFORE) else 14.0
        page.sheet.set_column(place, place, width)
    page.sheet.set_row(_HEADINGS - 1, 56)
    page.sheet.freeze_panes(_HEADINGS, 2)
    page.sheet.repeat_rows(_HEADINGS - 1)


def _write_row(page: Page, layout: Layout, compared: AlternativesResult, row: _Row) -> None:
    number, one = row.number, row.one
    scenario = layout.study.scenarios[row.scenario]
    page.text(number, 0, scenario.name)
    page.text(number, 1, NAMES[row.key])
    page.text(number, 2, "live" if row.is_live else "values", "small")
    formulas = _formulas(layout, compared, row) if row.is_live else {}
    if row.key == "buy_and_dca" and row.is_live:
        bought = one.btc_held - compared.scenarios[scenario.name]["buy_and_hold"].btc_held
        page.value(number, _MONTHLY, bought, "fixed", _COIN)
    _write(page, (number, _HELD), formulas.get(_HELD), one.btc_held or None, _COIN)
    if _LEFT in formulas:
        page.formula(number, _LEFT, formulas[_LEFT], _left(compared, row), _MONEY)
    for year, flow in enumerate(one.cashflows):
        place = len(_BEFORE) + year
        _write(page, (number, place), formulas.get(place), float(flow))
    first, last = (_cell(number, len(_BEFORE) + year) for year in (1, layout.years))
    start, place = _cell(number, len(_BEFORE)), _after(layout)
    guard = f'=IF(ISNUMBER({start}),{{}},"")'
    npv = guard.format(f"{start}+NPV(discount_rate_per_year,{first}:{last})")
    page.formula(
        number, place, guard.format(f"SUM({first}:{last})"), one.value_at_end_gbp, _MONEY,
        role="result",
    )  # fmt: skip
    page.formula(number, place + 1, npv, one.npv_gbp, _MONEY, role="result")
    back = f'=IF(N({start})<0,{_cell(number, place)}/-{start},"")'
    page.formula(number, place + 2, back, one.multiple, number_format("multiple"))
    page.value(number, place + 3, one.irr, "fixed", number_format("irr"))


def _write(
    page: Page, at: tuple[int, int], formula: str | None, value: Any, fmt: str = _MONEY
) -> None:
    if formula is None:
        page.value(*at, value, "fixed", fmt)
    else:
        page.formula(*at, formula, value, fmt)


def _left(compared: AlternativesResult, row: _Row) -> float:
    """Return what is left at the end: what the last cash flow has beyond the export."""
    by_key = list(compared.scenarios.values())[row.scenario]
    last = float(row.one.cashflows[-1])
    return last if row.key == "buy_and_dca" else last - float(by_key["export_only"].cashflows[-1])


def _formulas(layout: Layout, compared: AlternativesResult, row: _Row) -> dict[int, str]:
    """Return the formulas of a live row by column."""
    flows = _cash_flows(layout, compared)
    assert flows is not None, "a live row's cash flows are on a sheet"
    keys = list(next(iter(compared.scenarios.values())))
    exports = row.number + keys.index("export_only") - keys.index(row.key)
    years, first = range(1, layout.years + 1), len(_BEFORE)
    guarded = dict(_held(row, keys))
    left = f"+N({_cell(row.number, _LEFT)})" if guarded else ""
    guarded[first] = "0" if row.key == "export_only" else "-alternatives_capital_gbp"
    for year in years:
        end = left if year == layout.years else ""
        exported = _cell(exports, first + year)
        if row.key == "export_only":
            guarded[first + year] = _exported(flows, row.scenario, year)
        elif row.key == "mine":
            guarded[first + year] = (
                f"{flows.annual(row.scenario, 'cash_flow_gbp', year)}+{exported}"
            )
        elif row.key == "buy_and_dca":
            guarded[first + year] = f"0{end}"
        else:
            guarded[first + year] = f"{exported}{end}"
    return {
        place: f'=IF(ISNUMBER(alternatives_capital_gbp),{formula},"")'
        for place, formula in guarded.items()
    }


def _held(row: _Row, keys: list[str]) -> dict[int, str]:
    """Return the formulas of the coin that is held and of what is left; none where nothing is."""
    if row.key in _YIELDS:
        return {_LEFT: f"alternatives_capital_gbp*(1+{_YIELDS[row.key]})^years"}
    if row.key not in {"buy_and_hold", "buy_and_dca"}:
        return {}
    at, end = (text.format(s=row.scenario + 1) for text in (_START, _END))
    coin = (
        f"alternatives_capital_gbp*(1-trading_fee_fraction)/({at})*(1-custody_fee_per_year)^years"
    )
    if row.key == "buy_and_dca":
        bought = row.number + keys.index("buy_and_hold") - keys.index(row.key)
        coin = f"{_cell(bought, _HELD)}+{_cell(row.number, _MONTHLY)}"
    held = _cell(row.number, _HELD)
    return {_HELD: coin, _LEFT: f"{held}*({end})*(1-trading_fee_fraction)"}


def _exported(flows: Layout, scenario: int, year: int) -> str:
    """Return what exporting alone brings in a year: the plan's sum, or the machines' power sold."""
    if isinstance(flows, PlanLayout):
        return flows.annual(scenario, "export_only_gbp", year)
    price = flows.power_price_name(scenario, year)
    return f"site_kwh_per_day*{price}*days_per_project_year"


def _after(layout: Layout) -> int:
    return len(_BEFORE) + layout.years + 1


def _cell(row: int, column: int) -> str:
    return f"{xl_col_to_name(column)}{row}"
