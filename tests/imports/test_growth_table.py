"""Reading and writing yearly growth tables."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.exceptions import InputError
from hydro_mining.imports.growth_report import AccountsGap
from hydro_mining.imports.growth_table import read_growth_table, write_growth_table
from hydro_mining.package_files import package_text

COLUMNS = (
    *("year", "btc_price", "btc_per_mw", "gross_rev", "energy_cost", "opex"),
    *("capex_amort", "tot_costs", "capex_tot", "taxes", "net_profits"),
)
HEADING = ",".join(COLUMNS) + "\n"
# 100000 × 30 = 3000000; 576000 + 200000 + 100000 = 876000; 3000000 − 876000 − 278100 = 1845900.
ROW = "2026,100000,30,3000000,576000,200000,100000,876000,2000000,278100,1845900\n"
NEXT = ROW.replace("2026", "2027")
SHORT = "year,btc_price,btc_per_mw,energy_cost,opex,capex_amort,capex_tot,taxes\n"
SHORT_ROW = "2026,100000,30,576000,200000,100000,2000000,278100\n"
FIGURES = {
    "btc_price": 100_000,
    "btc_per_mw": 30,
    "gross_rev": 3_000_000,
    "energy_cost": 576_000,
    "opex": 200_000,
    "capex_amort": 100_000,
    "tot_costs": 876_000,
    "capex_tot": 2_000_000,
    "taxes": 278_100,
    "net_profits": 1_845_900,
}


def figures(table, index=0):
    return {name: float(getattr(table, name)[index]) for name in COLUMNS[1:]}


def same(one, other):
    return one.year == other.year and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in COLUMNS[1:]
    )


def table_of(data):
    return read_growth_table(data).table


def report_of(data):
    return read_growth_table(data).report


def refusal(data):
    with pytest.raises(InputError) as caught:
        read_growth_table(data)
    message = str(caught.value)
    assert message.isprintable()
    return message


def semicolons(*cells):
    """Return a file of one year with its figures as given, separated by semicolons."""
    return SHORT.replace(",", ";") + ";".join(cells) + "\n"


def with_cell(column, cell):
    """Return a comma file of one year with one quoted cell as given."""
    cells = ROW.strip().split(",")
    cells[COLUMNS.index(column)] = f'"{cell}"'
    return HEADING + ",".join(cells) + "\n"


def test_a_row_is_a_year():
    """Every column arrives under its own name, from text and from bytes."""
    for data in (HEADING + ROW, (HEADING + ROW).encode()):
        table = table_of(data)
        assert table.year == (2026,)
        assert figures(table) == FIGURES


def test_the_bundled_table():
    """SPEC section 3: five years, and the accounts' gaps of +5000, +6000, −8000 and −13010."""
    text = package_text("data", "growth_2026_2030.csv")
    table, report = table_of(text), report_of(text)
    assert table.year == (2026, 2027, 2028, 2029, 2030)
    assert table.taxes.tolist() == [278100, 428775, 375300, 309300, 244710]
    assert report.gaps == (
        AccountsGap("net_profits", 2026, 5000),
        AccountsGap("net_profits", 2027, 6000),
        AccountsGap("net_profits", 2028, -8000),
        AccountsGap("net_profits", 2030, -13010),
    )
    assert len(report.remarks) == 3
    assert report.remarks[1].startswith("Source: published demonstration model")
    assert (report.derived, report.left_aside, report.was_sorted) == ((), (), False)
    assert report.sentences()[:2] == (
        "Cells are separated by commas; the decimal sign is a point.",
        "net_profits is kept as stated, though gross_rev − tot_costs − taxes gives 2026: 5,000 "
        "more; 2027: 6,000 more; 2028: 8,000 less; 2030: 13,010 less ($/MW).",
    )


# Headings


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        *(("year", h) for h in ("YEAR", "Fiscal year", "FY", " year ")),
        *(("btc_price", h) for h in ("BTC Price (USD)", "BTC price [$/BTC]", "BtcPrice")),
        *(("btc_price", h) for h in ("Bitcoin-price US$", "$ btc.price", "btc_price_usd")),
        *(("btc_per_mw", h) for h in ("BTC per MW", "BTC/MW", "btc_generated", "BTC mined")),
        *(("btc_per_mw", h) for h in ("BTC mined (BTC/MW/year)", "BTC per MW per year")),
        *(("gross_rev", h) for h in ("Gross Rev.", "Gross Revenue [$]", "Revenue", "REVENUE $")),
        *(("energy_cost", h) for h in ("Energy Cost", "Electricity cost", "Power costs ($/MW)")),
        *(("opex", h) for h in ("OPEX", "Opex (USD)", "Operating cost", "Annual opex", "$ opex")),
        *(("capex_amort", h) for h in ("CAPEX Amort.", "CapEx amortisation", "Depreciation")),
        *(("capex_amort", h) for h in ("amortization", "CapEx (amort.)", "Amort. $ p.a.")),
        *(("tot_costs", h) for h in ("Tot. Costs", "Total cost", "total-costs (US dollars)")),
        *(("capex_tot", h) for h in ("CAPEX Tot", "Total capex", "capex", "Investment ($ per MW)")),
        *(("taxes", h) for h in ("Taxes", "tax", "TAXES [USD]")),
        *(("net_profits", h) for h in ("Net Profits", "Net profit", "profit", "Net\u00a0profit $")),
    ],
)
def test_headings_are_understood(column, heading):
    """Case, units, currency signs and what stands between words make no difference."""
    names = [heading if name == column else name for name in COLUMNS]
    table, report = table_of(",".join(names) + "\n" + ROW), report_of(",".join(names) + "\n" + ROW)
    assert figures(table) == FIGURES
    assert report.columns[heading.strip()] == column
    assert report.left_aside == ()


@pytest.mark.parametrize("heading", ["Opex growth", "Net margin", "Note", "Taxes paid before 2020"])
def test_other_columns_are_left_aside(heading):
    """A heading that says more than a column's name is another column's, and is listed."""
    report = report_of(HEADING.strip() + f",{heading}\n" + ROW.strip() + ",anything\n")
    assert report.left_aside == (heading,)
    assert f"Left aside: “{heading}”." in report.sentences()


def test_columns_without_a_heading_are_left_aside():
    """An index column is listed if it holds anything, an empty one is not worth a word."""
    assert report_of("," + HEADING + "0," + ROW).left_aside == ("column 1, without a heading",)
    assert report_of("," + HEADING + "," + ROW).left_aside == ()
    assert report_of(HEADING.strip() + ",,\n" + ROW.strip() + ",,\n").left_aside == ()


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "£",
            "€",
            "GBP",
            "EUR",
            "C$",
            "cad",
            "k$",
            "M$",
            "k USD",
            "USDm",
            "$ thousand",
            "million",
        ),
        *("%", "$/MWh", "$/kW", "$ per month", "BTC", "'000 $", "Mio. $"),
    ],
)
def test_money_must_be_in_dollars(unit):
    """Other currencies, scaled dollars, shares and other bases are refused with the heading."""
    message = refusal(HEADING.replace("opex", f"Opex ({unit})") + ROW)
    rule = "line 1, column opex must be in US dollars per MW and year, not scaled; got "
    assert message.startswith(rule)
    assert unit in message


@pytest.mark.parametrize(
    ("column", "heading", "rule"),
    [
        ("btc_price", "BTC price £", "in US dollars per BTC, not scaled; got 'BTC price £'"),
        ("btc_price", "k€ BTC price", "in US dollars per BTC, not scaled; got 'k€ BTC price'"),
        ("btc_per_mw", "BTC mined (USD)", "in BTC per MW and year, not scaled; got"),
        ("btc_per_mw", "BTC mined (sats)", "in BTC per MW and year, not scaled; got"),
        ("btc_per_mw", "BTC per MW per month", "in BTC per MW and year, not scaled; got"),
        ("net_profits", "Net profit %", "in US dollars per MW and year, not scaled; got"),
    ],
)
def test_each_column_has_its_unit(column, heading, rule):
    """The price is per coin and the coin per MW."""
    message = refusal(HEADING.replace(column, heading) + ROW)
    assert message.startswith(f"line 1, column {column} must be {rule}")


@pytest.mark.parametrize("column", ["year", "btc_price", "energy_cost", "opex", "capex_amort"])
def test_required_columns(column):
    """A missing column is named with the headings that are there."""
    message = refusal(HEADING.replace(column, "other") + ROW)
    assert message.startswith(f"line 1, column {column} must be among the headings (year, btc_pr")


def test_coin_or_revenue_is_required():
    """One of them tells the other."""
    message = refusal(SHORT.replace("btc_per_mw", "x") + SHORT_ROW)
    rule = "line 1, column btc_per_mw or gross_rev must be among the headings; got 'year, btc_price"
    assert message.startswith(rule)


def test_a_column_comes_once():
    """“Capex” and “Investment” are the same column."""
    message = refusal(HEADING.strip() + ",Investment\n" + ROW.strip() + ",1\n")
    assert message == ("line 1, column capex_tot must be in the heading once; got 'Investment'")


# Delimiters and decimal signs


def test_a_german_spreadsheet():
    """Semicolons, decimal commas, grouped thousands and messy headings."""
    data = (
        "\ufeffYear;BTC Price (USD);BTC/MW;Electricity cost;OPEX [$];Depreciation;Capex;Tax;"
        "Note\r\n"
        "FY2026;100.000,00;30,0;$576.000;200 000;100\u202f000,00;2.000.000;278.100;a\r\n"
        "FY2027;105.000,50;30,5;$576.000;220 000;100\u202f000,00;2.000.000;428.775;b, c\r\n"
    )
    table, report = table_of(data), report_of(data.encode())
    assert table.btc_price.tolist() == [100_000, 105_000.5]
    assert table.btc_per_mw.tolist() == [30, 30.5]
    assert table.energy_cost.tolist() == [576_000, 576_000]
    assert table.opex.tolist() == [200_000, 220_000]
    assert table.taxes.tolist() == [278_100, 428_775]
    assert (report.delimiter, report.decimal_sign, report.left_aside) == (";", ",", ("Note",))
    assert report.sentences()[:2] == (
        "Cells are separated by semicolons; the decimal sign is a comma.",
        "Headings read: “Year” as year; “BTC Price (USD)” as btc_price; “BTC/MW” as btc_per_mw; "
        "“Electricity cost” as energy_cost; “OPEX [$]” as opex; “Depreciation” as capex_amort; "
        "“Capex” as capex_tot; “Tax” as taxes.",
    )


def test_semicolons_with_decimal_points():
    """A figure that can only have a decimal point settles the others: 200,000 is grouped."""
    cells = ("2026", "100,000", "30.125", "576000.5", "200,000", "100000", "2,000,000", "0")
    table = table_of(semicolons(*cells))
    assert table.btc_price.tolist() == [100_000]
    assert table.btc_per_mw.tolist() == [30.125]
    assert report_of(semicolons(*cells)).decimal_sign == "."


def test_tabs():
    """A table pasted from a spreadsheet; whole numbers leave the decimal sign open."""
    data = (SHORT + SHORT_ROW).replace(",", "\t")
    report = report_of(data)
    assert figures(table_of(data)) == FIGURES
    assert (report.delimiter, report.decimal_sign) == ("\t", None)
    assert report.sentences()[0] == "Cells are separated by tabs; no figure has decimals."


def test_commas_with_decimal_commas():
    """Quoted cells with decimal commas in a comma file."""
    data = SHORT + '2026,"100.000,5","30,5",576000,200000,100000,"2.000.000",0\n'
    assert table_of(data).btc_price.tolist() == [100_000.5]
    assert report_of(data).decimal_sign == ","


def test_delimiters_in_headings_do_not_count():
    """Commas in brackets and quotes are none of the file's."""
    names = SHORT.strip().split(",")
    names[1:3] = ['"BTC price, (USD)"', "BTC (mined, per, MW)"]
    data = ";".join(names) + "\n" + SHORT_ROW.replace(",", ";")
    assert figures(table_of(data)) == FIGURES


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end(line_end):
    """Unix, Windows and old Macintosh."""
    data = ("# remark\n" + HEADING + ROW + NEXT).replace("\n", line_end)
    assert table_of(data.encode()).year == (2026, 2027)


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        # Nothing but the delimiter tells a decimal comma.
        (("2026", "100000", "30", "576.000", "200", "0", "0", "0"), "energy_cost"),
        (("2026", "100000", "30", "1,234", "200", "0", "0", "0"), "energy_cost"),
        # 30,5 tells it, but 1,234 may be 1234 typed in the other notation.
        (("2026", "100000", "30,5", "576.000", "1,234", "0", "0", "0"), "opex"),
    ],
)
def test_two_readings_are_refused(cells, place):
    """The reader does not guess which of two numbers is meant."""
    message = refusal(semicolons(*cells))
    assert message.startswith(f"line 2, column {place} must be a number with one reading, not ")


def test_tabs_do_not_tell_a_decimal_sign():
    """In a tab file 30.125 alone may be 30125, as 30,125 may."""
    message = refusal((SHORT + SHORT_ROW).replace(",", "\t").replace("\t30\t", "\t30.125\t"))
    assert message == (
        "line 2, column btc_per_mw must be a number with one reading, not 30.125 or 30125 "
        "(BTC/MW); got '30.125'"
    )


def test_decimal_signs_must_agree():
    """Figures that show both signs are refused with both places."""
    second = "2027;100000;30,5;576000;200000;100000;2000000;0\n"
    data = semicolons("2026", "100000.5", "30", "576000", "200000", "100000", "2000000", "0")
    assert refusal(data + second) == (
        "line 3, column btc_per_mw must be with a decimal point, like 100000.5 in line 2, column "
        "btc_price; got '30,5'"
    )


# Cells


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("gross_rev", "$3,000,000", 3_000_000),
        ("gross_rev", "3 000 000", 3_000_000),
        ("gross_rev", "3\u00a0000\u00a0000.50 $", 3_000_000.5),
        ("gross_rev", "US$ 3,000,000.25", 3_000_000.25),
        ("gross_rev", "3000000 usd", 3_000_000),
        ("gross_rev", "3'000'000", 3_000_000),
        ("gross_rev", " 3000000\n", 3_000_000),
        ("btc_per_mw", "30.125 BTC", 30.125),
        ("btc_per_mw", "₿30", 30),
        ("net_profits", "(5,000)", -5_000),
        ("net_profits", "($5,000.50)", -5_000.5),
        ("net_profits", "$ (5 000)", -5_000),
        ("net_profits", "(5000) USD", -5_000),
        ("net_profits", "−5000", -5_000),
        ("net_profits", "-$5,000", -5_000),
        ("net_profits", "$ -5000", -5_000),
        ("net_profits", "- 5000", -5_000),
        ("net_profits", "'-5000", -5_000),
        ("taxes", "0", 0),
    ],
)
def test_cells_are_cleaned(column, cell, value):
    """Units, grouped thousands, accountants' brackets and a guard's apostrophe."""
    assert figures(table_of(with_cell(column, cell)))[column] == value


@pytest.mark.parametrize(
    "cell",
    [
        *("", "-", "n/a", "nan", "inf", "1e6", "3M", "3k", "30%", "£5", "5 EUR", "1_000", "+5"),
        *(
            "1,2,3",
            "1,23,456",
            "--5",
            "(-5)",
            "((5))",
            "5 (est.)",
            "=1+1",
            "\u0663",
            "$5$",
            "5 BTC",
        ),
        *("1 2", "0x10", "1$000", "()"),
    ],
)
def test_only_plain_numbers_are_numbers(cell):
    """A cell that is none is refused with its line, column and unit."""
    message = refusal(with_cell("opex", cell))
    rule = "line 2, column opex must be a plain number such as 576000 or 30.5 (US dollars per MW)"
    assert message.startswith(rule)


def test_money_is_no_coin():
    """A dollar sign in the column of coin is refused."""
    message = refusal(with_cell("btc_per_mw", "$30"))
    assert message == (
        "line 2, column btc_per_mw must be a plain number such as 576000 or 30.5 (BTC/MW); "
        "got '$30'"
    )


@pytest.mark.parametrize(
    "cell", ["2026", "2026.0", "2026,00", "FY2026", "fy 2026", "2026E", "2026 e"]
)
def test_years(cell):
    """Plain years, those of a spreadsheet's numbers, fiscal and estimated ones."""
    assert table_of(with_cell("year", cell)).year == (2026,)


@pytest.mark.parametrize(
    "cell", ["31/12/2026", "2026-12-31", "26", "FY26", "2,026", "2026.5", "", "2026/27", "20260"]
)
def test_other_years_are_refused(cell):
    """Dates and short years are left to their author."""
    message = refusal(with_cell("year", cell))
    assert message.startswith("line 2, column year must be a year such as 2026, FY2026 or 2026E; ")


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("btc_price", "0", "a number above 0 up to 1,000,000,000,000,000 ($/BTC); got 0.0"),
        ("btc_price", "-1", "a number above 0 up to 1,000,000,000,000,000 ($/BTC); got -1.0"),
        ("energy_cost", "-5", "a number from 0 to 1,000,000,000,000,000 ($/MW); got -5.0"),
        ("taxes", "(5)", "a number from 0 to 1,000,000,000,000,000 ($/MW); got -5.0"),
        ("gross_rev", "-5", "a number from 0 to 1,000,000,000,000,000 ($/MW); got -5.0"),
        ("opex", "9" * 40, "a number from 0 to 1,000,000,000,000,000 ($/MW); got 1e+40"),
        ("net_profits", "-" + "9" * 40, "a number between ±1,000,000,000,000,000 ($/MW); got -1e"),
        ("year", "1026", "a whole number from 1900 to 2200; got 1026"),
    ],
)
def test_ranges(column, cell, rule):
    """The table's own rules come with the line and column of the file."""
    message = refusal(with_cell(column, cell))
    assert message.startswith(f"line 2, column {column} must be {rule}")


def test_a_stated_figure_is_blamed_before_a_derived_one():
    """Negative revenue without a column of coin is the revenue's fault."""
    heading = HEADING.replace("btc_per_mw,", "")
    message = refusal(heading + ROW.replace(",30,3000000", ",-3000000"))
    assert message.startswith("line 2, column gross_rev must be a number from 0 to")


def test_derived_figures_have_ranges_too():
    """1e15 $ × 1e15 BTC is refused where it is stated."""
    row = SHORT_ROW.replace("100000,30", "1000000000000000,1000000000000000")
    message = refusal(SHORT + row)
    assert message.startswith("line 2, column gross_rev must be a number from 0 to")


# Derived columns and gaps


def test_totals_are_derived():
    """The row's totals by hand, see ROW."""
    table, report = table_of(SHORT + SHORT_ROW), report_of(SHORT + SHORT_ROW)
    assert figures(table) == FIGURES
    assert report.derived == ("gross_rev", "tot_costs", "net_profits")
    assert (
        "Derived: gross_rev = btc_price × btc_per_mw; tot_costs = energy_cost + opex + "
        "capex_amort; net_profits = gross_rev − tot_costs − taxes."
    ) in report.sentences()


def test_coin_is_derived_from_revenue():
    """3000000 / 100000 = 30."""
    data = SHORT.replace("btc_per_mw", "revenue") + SHORT_ROW.replace(",30,", ",3000000,")
    assert figures(table_of(data)) == FIGURES
    assert report_of(data).derived == ("btc_per_mw", "tot_costs", "net_profits")


def test_stated_totals_stay():
    """Costs 1000 short and revenue 0.25 over what they should be, and profit as stated.

    876000 − 875000 = 1000; 3000000 − 3000000.25 = −0.25;
    3000000.25 − 875000 − 278100 − 1845900 = 1000.25.
    """
    row = ROW.replace("876000", "875000").replace("3000000", "3000000.25")
    table, report = table_of(HEADING + row), report_of(HEADING + row)
    assert (table.tot_costs[0], table.gross_rev[0], table.net_profits[0]) == (
        875_000,
        3_000_000.25,
        1_845_900,
    )
    assert report.gaps == (
        AccountsGap("gross_rev", 2026, -0.25),
        AccountsGap("tot_costs", 2026, 1000),
        AccountsGap("net_profits", 2026, 1000.25),
    )
    assert report.sentences()[1:] == (
        "gross_rev is kept as stated, though btc_price × btc_per_mw gives 2026: 0.25 less ($/MW).",
        "tot_costs is kept as stated, though energy_cost + opex + capex_amort gives 2026: 1,000 "
        "more ($/MW).",
        "net_profits is kept as stated, though gross_rev − tot_costs − taxes gives 2026: "
        "1,000.25 more ($/MW).",
    )


def test_rounding_is_no_gap():
    """0.1 × 3 is not 0.3 in floating point, and nobody's accounts are off by that."""
    row = "2026,0.1,3,0.3,0.1,0.2,0,0.3,0,0,0\n"
    assert report_of(HEADING + row).gaps == ()


# Rows


def test_blank_rows_are_counted():
    """Empty lines and rows of empty cells."""
    data = HEADING + "\n" + ROW + ",,,,,,,,,,\n" + " , \n" + NEXT
    assert report_of(data).n_blank_rows == 3
    assert table_of(data).year == (2026, 2027)
    assert "Rows dropped: 3 blank." in report_of(data).sentences()


@pytest.mark.parametrize(
    "name", ["Total", "SUM", "Average", "Grand total", "Total 2026-2027", "mean"]
)
def test_totals_that_close_a_table_are_dropped(name):
    """They are named with their line, also if they have few cells, and need be no numbers."""
    data = HEADING + ROW + NEXT + f"{name},n/a,60\n"
    assert table_of(data).year == (2026, 2027)
    assert report_of(data).summary_rows == ((4, name),)
    assert f"Rows dropped: line 4, “{name}”." in report_of(data).sentences()


def test_several_totals_close_a_table():
    """In the order of the file."""
    data = HEADING + ROW + "Total,1\n\nAverage,2\n"
    assert report_of(data).summary_rows == ((3, "Total"), (5, "Average"))


def test_totals_elsewhere_are_refused():
    """A total between years is no year."""
    message = refusal(HEADING + ROW + ROW.replace("2026", "Total") + NEXT)
    assert (
        message == "line 3, column year must be a year such as 2026, FY2026 or 2026E; got 'Total'"
    )


def test_a_year_is_no_total():
    """A row with a year stays, whatever its first cell says."""
    data = "name," + HEADING + "Total case," + ROW
    assert table_of(data).year == (2026,)


def test_rows_are_sorted():
    """The order is put right and told."""
    data = HEADING + NEXT + ROW.replace("278100", "278101")
    table, report = table_of(data), report_of(data)
    assert table.year == (2026, 2027)
    assert table.taxes.tolist() == [278101, 278100]
    assert report.was_sorted
    assert "The rows were put in the order of their years." in report.sentences()


def test_repeated_rows_are_dropped():
    """Equal figures count, not equal texts; the lines are those of the file."""
    again = ROW.replace("576000", '"576,000.00"')
    data = HEADING + ROW + again + NEXT + ROW
    report = report_of(data)
    assert table_of(data).year == (2026, 2027)
    assert report.repeated_lines == (3, 5)
    assert "Rows dropped: 2 that repeat another (line 3, 5)." in report.sentences()


def test_a_year_has_one_row():
    """Different figures for a year are refused with both lines."""
    message = refusal(HEADING + ROW + NEXT + ROW.replace("576000", "576001"))
    assert (
        message == "line 4, column energy_cost must be 576000, as in line 2 for 2026; got 576001.0"
    )


def test_no_year_is_left_out():
    """2026 and 2028 without 2027."""
    message = refusal(HEADING + ROW.replace("2026", "2028") + ROW)
    assert message == (
        "line 2, column year must be 2027, the year after that of line 3, as none is left out; "
        "got 2028"
    )


def test_at_most_fifty_years():
    """Fifty years pass, fifty-one do not."""
    rows = [ROW.replace("2026", str(year)) for year in range(2000, 2051)]
    assert len(table_of(HEADING + "".join(rows[:50])).year) == 50
    message = refusal(HEADING + "".join(rows))
    assert message == "growth_table must be a table of 1 to 50 years; got 51"


def test_lines_are_those_of_the_file():
    """Remarks, blank lines and a cell over two lines all count."""
    data = "# one\n\n# two\n" + HEADING.replace("opex", '"op\nex"').replace("op\nex", "opex\n($)")
    assert refusal(data + ROW + NEXT.replace("30", "x")).startswith("line 7, column btc_per_mw")


# Remarks


def test_remarks_stand_above_the_heading():
    """Also quoted and with the delimiters that a spreadsheet adds; rules have no text."""
    data = (
        '\ufeff\n# A source, 2026\n#####\n"# He said ""no"", twice",,,,\n ## b;;\n' + HEADING + ROW
    )
    report = report_of(data)
    assert report.remarks == ("A source, 2026", 'He said "no", twice', "b")
    assert report.sentences()[-3:] == (
        "Remark: A source, 2026",
        'Remark: He said "no", twice',
        "Remark: b",
    )


def test_long_remarks_are_shortened():
    """200 characters of a remark are kept, on one line without control characters."""
    (remark,) = report_of("# \x07" + "x" * 1000 + "\n" + HEADING + ROW).remarks
    assert remark == " " + "x" * 199 + "…"


def test_remarks_below_the_heading_are_rows():
    """A remark between the years is no year."""
    assert refusal(HEADING + "# remark\n" + ROW).startswith("line 2 must be 11 cells")


# Refusals of whole files


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("growth.csv", HEADING + ROW)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file must be headings and rows below them; got nothing"),
        (b"# only a remark", "file must be headings and rows below them; got nothing"),
        (HEADING, "file must be headings and rows below them; got 'no row below the headings'"),
        ("# a\n" + HEADING + "Total,1\n", "line 3 must be a row with a year; got 'Total'"),
        (HEADING + "2026,1\n", "line 2 must be 11 cells, like the headings; got 2"),
        (HEADING + ROW.strip() + ",x\n", "line 2 must be 11 cells, like the headings; got 12"),
        (HEADING + '2026,"1\n', "line 2 must be CSV with closed quotes"),
        (HEADING + ROW + "\0", "line 3 must be text without NUL bytes"),
        ((HEADING + ROW).encode("utf-16-le"), "line 1 must be text without NUL bytes"),
        (
            (HEADING + ROW).encode() + b"\x81",
            "line 3 must be text in UTF-8, UTF-16 with its mark, or 8-bit",
        ),
        (
            zipped(),
            "file must be a plain CSV text or its gzip, not another compressed file or a workbook",
        ),
        (b"x" * 1_000_001, "file must be at most 1,000,000 bytes; got 1000001"),
        (HEADING + ROW * 201, "file must be of at most 200 rows; got 201"),
        ("# a\n" * 201 + HEADING, "file must be at most 200 comments; got 'line 201'"),
        (",".join("c" * 65) + "\n1", "file must be of at most 64 columns; got 65"),
        (
            HEADING + "2026," + "1" * 201,
            "line 2, column btc_price must be at most 200 characters a cell",
        ),
        (
            "(" * 900_000,
            "file must be headings and rows below them; got 'no row below the headings'",
        ),
        ('"' * 900_001, "line 1 must be CSV with closed quotes and at most 200 characters"),
        (
            " " * 900_000 + "x",
            "file must be headings and rows below them; got 'no row below the headings'",
        ),
        ("\n" * 900_000, "file must be headings and rows below them; got nothing"),
    ],
    ids=range(20),
)
def test_hostile_files_are_refused_in_one_line(data, message):
    """Empty, binary, compressed, oversized and broken files get one clear sentence."""
    assert refusal(data).startswith(message)


def test_sentences_are_single_lines():
    """What a file brings in headings and remarks cannot break a line."""
    heading = '"No\nte\x07",' + HEADING
    for sentence in report_of(heading + "a," + ROW).sentences():
        assert sentence.isprintable()


# Round trip


AMOUNTS = st.floats(min_value=1e-150, max_value=1e15) | st.integers(0, 10**15).map(float)
PRICES = st.floats(min_value=1e-150, max_value=1e15)
PROFITS = AMOUNTS | AMOUNTS.map(lambda amount: -amount)


@st.composite
def tables(draw):
    """Legal tables of one to five years."""
    n_years = draw(st.integers(1, 5))
    first = draw(st.integers(1900, 2195))
    of = {"btc_price": PRICES, "net_profits": PROFITS}
    columns = {
        name: draw(st.lists(of.get(name, AMOUNTS), min_size=n_years, max_size=n_years))
        for name in COLUMNS[1:]
    }
    return GrowthTable(year=tuple(range(first, first + n_years)), **columns)


@given(tables())
def test_written_tables_read_back_exactly(table):
    """Every figure survives, as text and as bytes, and no column is derived."""
    text = write_growth_table(table)
    result = read_growth_table(text.encode())
    assert same(result.table, table)
    assert result.report.derived == ()
    assert "\r" not in text


def test_tables_are_written_plainly():
    """Whole numbers have no decimals, and lines end with LF."""
    assert write_growth_table(table_of(HEADING + ROW + NEXT)) == HEADING + ROW + NEXT


# Garbage


def is_read_or_refused(data):
    try:
        report_of(data).sentences()
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017
    return True


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=300))
def test_garbage_is_refused(data):
    """Nothing but an InputError comes out of bytes and texts of any kind."""
    assert is_read_or_refused(data)


CELLS = st.text(max_size=12) | st.text("0123456789.,-()$€ '\u2212E#%\n\t;\"", max_size=12)


@settings(max_examples=500)
@given(
    cells=st.lists(CELLS, min_size=1, max_size=6),
    at=st.lists(st.integers(0, 21), min_size=6, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    is_quoted=st.booleans(),
)
def test_garbage_in_cells_is_refused(cells, at, delimiter, is_quoted):
    """A file with damaged headings and cells is read or refused."""
    rows = [*COLUMNS, *ROW.strip().split(",")]
    for cell, position in zip(cells, at, strict=False):
        rows[position] = '"' + cell.replace('"', '""') + '"' if is_quoted else cell
    assert is_read_or_refused(delimiter.join(rows[:11]) + "\n" + delimiter.join(rows[11:]))
