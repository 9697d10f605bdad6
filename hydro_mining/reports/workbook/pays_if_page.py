"""The sheet of what would make the site pay: each level put back, year by year, gives NPV 0."""

from hydro_mining.economics.results import PaysIf
from hydro_mining.quantities import label, unit
from hydro_mining.reports.workbook.cell_formats import number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page

_MONEY = number_format("npv_gbp")
_LEVELS = ("power_price_gbp_per_kwh", "miner_price_gbp", "btc_price_usd")
_TODAY = (
    "=power_price_gbp_per_kwh",
    '=IF(is_built,INDEX(machine_price_gbp,chosen_row),"")',
    "=btc_price_usd",
)
_FIRST = 2
_LETTERS = ("C", "D", "E")
_NOTHING = PaysIf(power_price_gbp_per_kwh=None, miner_price_gbp=None, btc_price_usd=None)
# Share of the capital [1] within which the NPV of a level counts as 0.
_NEAR_ZERO = 1e-5

# A year's cash flow with the level in place: h is what a TH earns on each of its days, e its power
# price, o its other running cost, f its cash flow as it stands, r the resale in it, x the resale at
# the level's machine price, y the year's number.
_MARGIN = (
    "IF(switches_off,SUMPRODUCT((site_hashrate_ths*{rev}>=site_kwh_per_day*{price})*"
    "(site_hashrate_ths*{rev}-site_kwh_per_day*{price})),"
    "site_hashrate_ths*SUMPRODUCT({rev})-site_kwh_per_day*{price}*days_per_project_year)"
    "-{{o}}+N({{r}})"
)
_OF_A_YEAR = (
    _MARGIN.format(
        rev="{h}",
        price="(pays_if_power_price_gbp_per_kwh*(1+power_price_shock_1)"
        "*(1+power_price_growth_per_year_1)^({y}-1))",
    ),
    "{f}-N({r})+{x}",
    _MARGIN.format(rev="({h}*(pays_if_btc_price_usd/btc_price_usd))", price="{e}"),
)
_RESALE = "n_miners*pays_if_miner_price_gbp*residual_value_fraction"
_OF_THE_START = ("{f}", "{f}+capex_miners_gbp-n_miners*pays_if_miner_price_gbp", "{f}")


def write_pays_if(book: Book, layout: Layout) -> None:
    """Write the sheet ``Pays if``."""
    page = book.table(
        "Pays if",
        "The value of one input at a time at which the NPV of the base case is zero, the product's "
        "at export. Below each stand the cash flows with it, and whether they come to zero.",
        [
            Column("Year", 26),
            Column("Discount factor", 14),
            *(Column(f"{label(name)} [{unit(name)}]", 24) for name in _LEVELS),
        ],
        height=44,
        frozen=1,
    )
    levels = layout.result.pays_if or _NOTHING
    _write_levels(book, page, levels)
    for year in range(layout.years + 1):
        _write_year(page, layout, year)
    _write_test(page, layout, levels)


def pays_if_tests(layout: Layout) -> str:
    """Return the cells that say whether each level comes to zero."""
    row = _test_row(layout)
    return f"'Pays if'!${_LETTERS[0]}${row}:${_LETTERS[-1]}${row}"


def _year_row(year: int) -> int:
    return FIRST_ROW + 3 + year


def _test_row(layout: Layout) -> int:
    return _year_row(layout.years) + 3


def _write_levels(book: Book, page: Page, levels: PaysIf) -> None:
    page.text(FIRST_ROW, 0, "It pays at")
    page.text(FIRST_ROW + 1, 0, "The study's own")
    for column, name in enumerate(_LEVELS, start=_FIRST):
        fmt = number_format(name)
        page.value(FIRST_ROW, column, getattr(levels, name), "fixed", fmt)
        book.name(f"pays_if_{name}", page, FIRST_ROW, column)
        page.formula(FIRST_ROW + 1, column, _TODAY[column - _FIRST], None, fmt)


def _write_year(page: Page, layout: Layout, year: int) -> None:
    row = _year_row(year)
    page.value(row, 0, year, "index", "0")
    discount = layout.annual(0, "discount_factor", year)
    page.formula(row, 1, f"={discount}", None, "0.000000")
    names = {
        "y": str(year),
        "f": layout.annual(0, "cash_flow_gbp", year),
        "e": layout.annual(0, "power_price_gbp_per_kwh", year),
        "o": layout.annual(0, "annual_other_opex_gbp", year),
        "r": layout.annual(0, "residual", year),
        "x": _RESALE if year == layout.years else "0",
        "h": layout.daily_range(0, "rev_per_th_per_day", year) if year else "",
    }
    for place, flow in enumerate(_OF_A_YEAR if year else _OF_THE_START):
        level = f"{_LETTERS[place]}${FIRST_ROW}"
        formula = f'=IF(AND(is_built,ISNUMBER({level})),{flow.format(**names)},"")'
        page.formula(row, _FIRST + place, formula, None, _MONEY)


def _write_test(page: Page, layout: Layout, levels: PaysIf) -> None:
    row, first, last = _test_row(layout), _year_row(0), _year_row(layout.years)
    page.text(row - 1, 0, "NPV")
    page.text(row, 0, "Is it zero?")
    capital = layout.annual(0, "investment", 0)
    for place, letter in enumerate(_LETTERS):
        flows = f"{letter}{first}:{letter}{last}"
        known = f"AND(is_built,ISNUMBER({letter}${FIRST_ROW}))"
        npv = f'=IF({known},SUMPRODUCT({flows},$B{first}:$B{last}),"")'
        page.formula(row - 1, _FIRST + place, npv, None, _MONEY, role="result")
        near = f"MAX({_NEAR_ZERO}*ABS({capital}),check_smallest_gbp)"
        test = f'=IF({known},IF(ABS({letter}{row - 1})<={near},"OK","DIFFERS"),"none")'
        found = getattr(levels, _LEVELS[place]) is not None
        page.formula(row, _FIRST + place, test, "OK" if found else "none", role="status")
    page.good_or_bad((row, _FIRST), (row, _FIRST + len(_LETTERS) - 1))
