"""The first sheet: what the workbook is, what it rests on, how to use it, where it ends."""

from collections.abc import Iterator

from hydro_mining.economics import StudyInputs
from hydro_mining.quantities import formatted
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.run_record import RunRecord
from hydro_mining.reports.workbook.checks_page import ALL_AGREE
from hydro_mining.reports.workbook.currency_page import currency_sheet
from hydro_mining.reports.workbook.layout import Layout
from hydro_mining.reports.workbook.pages import Book, Page
from hydro_mining.views.figures import warnings_in
from hydro_mining.views.plan_words import plan_answer
from hydro_mining.views.verdict import summary
from hydro_mining.wording import time_in_words

# Characters that the second column shows on a line.
_LINE = 142

_SHEETS = (
    ("Summary", "For a board: the recommendation, and what mining and selling the power leave."),
    ("Inputs", "Network, site, finance and constants; the name of every cell is beside it."),
    ("Scenarios", "How price, difficulty, fees and power price move in each scenario."),
    ("Machines", "Every machine's year-1 revenue, cost, profit, break-even, payback and rank."),
    ("Site", "The chosen machine, how many fit, and what they do a day in year 1."),
    ("Annual", "Revenue, costs, cash flow and its sums, a row a year and scenario."),
    ("Metrics", "NPV, IRR, MIRR, ROIC and paybacks, with every step towards them."),
    ("NPV profile", "NPV at each rate, where the internal rates of return are seen."),
    ("Pays if", "Power, machine and bitcoin price at which the NPV is zero, each put to the test."),
    ("Checks", "The product's own figures beside this workbook's."),
    ("Daily 1, 2 …", "One sheet a scenario: height, subsidy, price, difficulty, revenue a day."),
)
_PLAN_SHEETS = (
    ("Plan", "How many of which machine the river and the grid prices carry."),
    ("Plan annual", "Energy and income of each year as exported; gain and cash flows live."),
    ("Plan metrics", "NPV, IRR, MIRR, ROIC and paybacks of the plan; NPV profile beside it."),
)
_RISK_SHEETS = (("Risk", "The stored run of drawn futures, by month too: values, with its seed."),)
_ALTERNATIVES_SHEETS = (
    ("Alternatives", "Other uses of the same capital; each row says whether it is live."),
)
_LIMITS = (
    "Revenue follows from difficulty: expected blocks, no luck, no downtime beyond the load "
    "factor. Price, difficulty and fees grow smoothly at the rates of the sheet Scenarios.",
    "The next halving comes from the block height at 144 blocks a day; a day takes the subsidy "
    "with which it starts.",
    "A load factor is an average: machines sized to it run flat only where water is stored.",
    "A project year has 365 days from go-live. No tax, no inflation, no financing beyond the "
    "discount rate. Cash flows fall at the end of each year, the investment at the start.",
    "IRR is given only where exactly one rate exists. With several changes of sign the roots are "
    "counted on the NPV profile, from −99.999 % to 100,000 % a year; two roots closer together "
    "than its steps are not told apart. A rate so extreme that IRR() does not "
    "find it is left empty.",
    "The NPV of each machine on the sheet Machines is the product's figure at export, and with "
    "choose_by npv the choice rests on it; all else there is live. The values on the sheet Pays if "
    "are the product's at export; their test is live, so it fails once another input is changed.",
)


def write_read_me(book: Book, layout: Layout, record: RunRecord, told: Told) -> None:
    """Write the sheet ``Read me``."""
    page = book.page("Read me")
    page.sheet.set_column(0, 0, 22)
    page.sheet.set_column(1, 1, 118)
    page.sheet.fit_to_pages(1, 1)
    page.text(1, 0, "Bitcoin mining at a hydro-power site", "title")
    page.sheet.set_row(0, 28)
    page.text(2, 0, "A study with live formulas: change an input and follow the figures.", "note")
    row = 4
    for title, words in _facts(layout, record):
        page.text(row, 0, title)
        page.text(row, 1, words, "wrapped")
        page.sheet.set_row(row - 1, _height(words))
        row += 1
    page.text(row, 0, "Checks")
    page.formula(row, 1, "=check_status", ALL_AGREE, role="text")
    page.good_or_bad((row, 1), (row, 1))
    row += 2
    for title, lines in (
        ("How to use it", _uses(layout)),
        ("Sheets", _sheets(layout, told)),
        ("Assumptions and limits", [("", words) for words in (*_LIMITS, *_left_out(layout))]),
    ):
        page.text(row, 0, title, "section")
        page.text(row, 1, "", "section")
        for name, words in lines:
            row += 1
            page.text(row, 0, name)
            page.text(row, 1, words, "wrapped")
            page.sheet.set_row(row - 1, _height(words))
        row += 2
    _write_legend(page, row)


def _write_legend(page: Page, row: int) -> None:
    page.text(row, 0, "Look of the cells", "section")
    for role, words in (
        ("input", "An input: change it."),
        ("formula", "A formula: follow it."),
        ("result", "A formula with a result."),
        ("fixed", "A fixed figure: a constant, or the product's own at export."),
    ):
        row += 1
        page.value(row, 0, 1234, role, "#,##0")
        page.text(row, 1, f"  {words}")


def _height(words: str) -> float:
    """Return a row's height [points] for a text that wraps at the column's width."""
    return 14.0 * (1 + len(words) // _LINE)


def _sheets(layout: Layout, told: Told) -> list[tuple[str, str]]:
    *first, checks, daily = _SHEETS
    return [
        *first,
        *_in_currency(layout),
        *(_PLAN_SHEETS if told.plan is not None else ()),
        *(_RISK_SHEETS if told.answers.risk is not None else ()),
        *(_ALTERNATIVES_SHEETS if told.answers.compared is not None else ()),
        checks,
        daily,
    ]


def _in_currency(layout: Layout) -> list[tuple[str, str]]:
    code = layout.currency.code
    if layout.currency.is_pounds:
        return []
    return [(currency_sheet(layout.currency), f"Results in {code}, live at the rate on Inputs.")]


def _facts(layout: Layout, record: RunRecord) -> Iterator[tuple[str, str]]:
    yield "Rests on", _basis(layout.study)
    result, site = layout.result, layout.result.site
    if result.plan is not None:
        yield "As exported", plan_answer(result, layout.currency)
    elif site is None:
        yield "As exported", summary(result, layout.currency)
    else:
        npv = next(iter(result.scenarios.values())).npv_gbp
        yield (
            "As exported",
            f"{site.n_miners:,} × {result.chosen_miner}; base case's NPV "
            f"{formatted('npv_gbp', npv, layout.currency)} over {layout.years} years at a "
            "discount rate of "
            f"{formatted('discount_rate_per_year', layout.study.finance.discount_rate_per_year)}.",
        )
    for warning in warnings_in(result, layout.currency):
        yield "Warning", warning
    yield "Created", f"{time_in_words(record.created_at)} by hydro-mining {record.version}"


def _basis(study: StudyInputs) -> str:
    """Return the one sentence that says on what price, difficulty and date a study rests."""
    network = study.network
    return (
        f"A Bitcoin price of {formatted('btc_price_usd', network.btc_price_usd)}, a difficulty of "
        f"{formatted('difficulty', network.difficulty)} and block height "
        f"{network.block_height:,} as of {time_in_words(network.as_of)}."
    )


def _uses(layout: Layout) -> list[tuple[str, str]]:
    return [
        ("1", "Change a blue figure on yellow on the sheets Inputs, Scenarios or Machines."),
        ("2", "Every sheet follows at once. The checks then say DIFFERS: they compare with the "
              "product's figures as exported, which is how a change is seen."),
        ("3", f"The length of {layout.years} years is fixed, since the daily rows are made for it: "
              "export again for another. Machines can be overwritten, not added."),
        ("4", "Trace a figure with the spreadsheet's own arrows; inputs and results have names, "
              "so formulas read as words."),
    ]  # fmt: skip


def _left_out(layout: Layout) -> Iterator[str]:
    if layout.other_scenarios:
        yield (
            f"The first {layout.live} of {len(layout.study.scenarios)} scenarios have formulas; "
            "the others stand on the sheet Other scenarios as the product's figures, since more "
            "daily rows would open too slowly."
        )
