"""Reading and writing machine lists."""

import gzip
import io
import zipfile

import pytest

from hydro_mining.delimited import guarded_cell, unguarded_cell
from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.exceptions import InputError
from hydro_mining.imports.catalogue import (
    import_catalogue,
    list_price_columns,
    read_catalogue,
    write_catalogue,
)
from hydro_mining.package_files import package_text

HEADING = "name,hashrate_ths,power_w,cooling,form,price,currency,price_date,source,use,note\n"
S21 = "Antminer S21,200,3500,air,,907,USD,2026,An importer,yes,\n"


def machine(**changes):
    facts = {
        "name": "Antminer S21",
        "hashrate_ths": 200,
        "power_w": 3500,
        "cooling": "air",
        "form": "",
        "use": True,
        "note": "",
        "quotes": (PriceQuote(price=907, currency="USD", price_date="2026", source="An importer"),),
    }
    return CatalogueEntry(**facts | changes)


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("miners.csv", HEADING + S21)
    return out.getvalue()


def refusal(data):
    with pytest.raises(InputError) as caught:
        read_catalogue(data)
    message = str(caught.value)
    assert message.isprintable()
    return message


def test_a_row_becomes_an_entry():
    """Every column arrives under its own name, as text and as bytes."""
    assert read_catalogue(HEADING + S21) == (machine(),)
    assert read_catalogue((HEADING + S21).encode()) == (machine(),)


def test_quotes_of_one_machine_come_together():
    """Two rows with the same facts are one machine with two quotes, wherever they stand."""
    other = "Antminer S19 XP,140,3010,air,,,,,A specification,no,\n"
    older = S21.replace("907,USD,2026", "3100,USD,2025")
    first, second = read_catalogue(HEADING + S21 + other + older)
    assert [quote.price for quote in first.quotes] == [907, 3100]
    assert (second.quotes, second.source) == ((), "A specification")


def test_real_headings_are_understood():
    """BOM, CR LF, capitals, spaces, units in brackets, other columns and blank lines."""
    data = (
        "\ufeffModel,Hashrate (TH/s),Power (W),J/TH,Price (£),Price date,Maker\r\n"
        "\r\n"
        '"Antminer S21, used",200,3500,17.5,650,2026-10-03,Bitmain\r\n'
        ",,,,,,\r\n"
    )
    (entry,) = read_catalogue(data.encode())
    assert (entry.name, entry.cooling, entry.form, entry.use) == (
        "Antminer S21, used",
        "",
        "",
        True,
    )
    (quote,) = entry.quotes
    assert (quote.price, quote.currency, quote.price_date) == (650, "GBP", "2026-10-03")
    assert quote.source == "source not stated"


def test_a_machine_without_a_price_is_not_in_use():
    """Without a column for use, a machine with no price stays out of the choice."""
    (entry,) = read_catalogue("name,hashrate_ths,power_w\nT21,190,3610\n")
    assert (entry.use, entry.quotes) == (False, ())


def test_semicolon_files_have_decimal_commas():
    """1.234,50 and 1 234,5 and 16.5 and 0,335 have one reading each in a semicolon file."""
    data = (
        "Name;TH/s;Watts;Efficiency J/TH;Price EUR;Price date\n"
        "A;0,335;5,36;16,0;1.234,50;2026\n"
        "B;216;3 564;16.5;1\u202f234,5;2026\n"
        "C;1160;11020;9,5;1.234.567;2026\n"
    )
    a, b, c = read_catalogue(data)
    assert (a.hashrate_ths, a.power_w, a.quotes[0].price) == (0.335, 5.36, 1234.5)
    assert (b.power_w, b.quotes[0].price, b.quotes[0].currency) == (3564, 1234.5, "EUR")
    assert c.quotes[0].price == 1234567


def test_comma_files_may_group_thousands_in_quotes():
    """A quoted "11,020" is 11,020 W where commas separate cells: no decimal comma can be meant."""
    (entry,) = read_catalogue('name,hashrate_ths,power_w\nS23 Hyd 3U,"1,160","11,020"\n')
    assert (entry.hashrate_ths, entry.power_w) == (1160, 11020)


@pytest.mark.parametrize("figure", ["11,020", "11.020", "-1.500"])
def test_numbers_with_two_readings_are_refused(figure):
    """In a semicolon file 11.020 may be 11 or 11,020: the reader does not guess."""
    rule = "line 2, column power_w must be a number with one reading, not "
    assert refusal(f"name;hashrate_ths;power_w\nA;1160;{figure}\n").startswith(rule)


@pytest.mark.parametrize(
    "figure",
    [
        *("inf", "nan", "1_000", "\uff13\uff15\uff10\uff10", "\u0663", "1e400", "9" * 400),
        *("0x10", "3500 V", "1,2,3", "+5", "--5", "."),
    ],
)
def test_only_plain_numbers_are_numbers(figure):
    """What float() takes beyond digits and one decimal point is refused."""
    message = refusal(f'name,hashrate_ths,power_w\nA,200,"{figure}"\n')
    assert message.startswith("line 2, column power_w must be a ")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (S21.replace("3500", "0"), "column power_w must be a number above 0 (W); got 0.0"),
        (S21.replace(",200,", ",,"), "column hashrate_ths must be a plain number such as 3500"),
        (S21.replace("Antminer S21", ""), "column name must be one line of 1 to 500 characters"),
        (S21.replace("air", "fan"), "column cooling must be air, hydro, immersion or empty"),
        (S21.replace("air,", "air,wide"), "column form must be a rack form such as 3U, or empty"),
        (
            S21.replace("907", "-907"),
            "column price must be a number of 0 or more (in its currency)",
        ),
        (S21.replace("907", "ask"), "column price must be a plain number such as 3500 or 17.5 (in"),
        (S21.replace("USD", ""), "column currency must be three capital letters (ISO 4217)"),
        (S21.replace("2026", "26"), "column price_date must be a date YYYY, YYYY-MM or YYYY-MM-DD"),
        (S21.replace("2026", "Oct-26"), "column price_date must be a date YYYY, YYYY-MM or"),
        (S21.replace("yes", "maybe"), "column use must be yes or no; got 'maybe'"),
        (S21.replace("An importer", "An\x07importer"), "column source must be one line"),
    ],
)
def test_refusals_name_line_and_column(row, message):
    """The bad row is the third line of the file, after a blank one."""
    assert refusal(f"{HEADING}\n{row}").startswith(f"line 3, {message}")


def test_lines_are_those_of_the_file():
    """A cell over two lines moves the count on: the bad row starts in line 4."""
    two_lines = S21.replace("An importer", '"An\nimporter"')
    assert refusal(HEADING + two_lines + "B,1,x,,,,,,,,\n").startswith("line 4, column power_w")


def test_a_wrong_efficiency_is_refused():
    """20,000 W over 1,350 TH/s are 14.81 J/TH, so a stated 7.9 is refused with both."""
    data = "name,hashrate_ths,power_w,efficiency_j_per_th\nM79S,1350,20000,7.9\n"
    assert refusal(data) == (
        "line 2, column efficiency_j_per_th must be within 2 % of power_w / hashrate_ths, "
        "14.81 J/TH for M79S; got '7.9'"
    )


@pytest.mark.parametrize(("stated", "legal"), [("10.2", True), ("9.8", True), ("10.21", False)])
def test_an_efficiency_may_be_rounded(stated, legal):
    """2 % of 10 J/TH are 0.2: 9.8 and 10.2 pass, 10.21 does not."""
    data = f"name,hashrate_ths,power_w,j/th\nA,100,1000,{stated}\n"
    if legal:
        assert len(read_catalogue(data)) == 1
    else:
        assert "within 2 %" in refusal(data)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("3500", "3550", "column power_w must be as in line 2 for Antminer S21; got 3550.0"),
        ("air", "hydro", "column cooling must be as in line 2"),
        ("yes", "no", "column use must be as in line 2 for Antminer S21; got false"),
        ("Antminer", "ANTMINER", "column name must be as in line 2"),
    ],
)
def test_rows_of_one_machine_must_agree(old, new, place):
    """A machine told in two ways is refused with both lines."""
    second = S21.replace("907", "800").replace(old, new)
    assert refusal(HEADING + S21 + second).startswith(f"line 3, {place}")


def test_a_quote_given_twice_is_refused():
    """The same row twice is a slip of copying."""
    message = refusal(HEADING + S21 + S21)
    assert (
        message == "line 3, column price must be a quote that is not in the list already; got 907.0"
    )


def test_a_currency_must_agree_with_the_heading():
    """Dollars under a heading that says pounds are refused."""
    data = "name,th/s,watts,price_gbp,currency,price_date\nA,200,3500,907,USD,2026\n"
    rule = "line 2, column currency must be GBP, like the heading of the price; got 'USD'"
    assert refusal(data) == rule


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file must be headings and rows below them; got nothing"),
        (b" \n\n", "file must be headings and rows below them; got nothing"),
        (HEADING, "file must be headings and rows below them; got 'no row below the headings'"),
        ("name,Draw,hashrate_ths\nA,3.5,200\n", "line 1, column power_w must be among the"),
        (
            "name,Power,hashrate_ths\nA,3.5,200\n",
            "line 2, column power_w must be a number with its unit in the cell or the heading (W)",
        ),
        (
            "name,TH/s,Hashrate (TH/s),w\nA,1,1,1\n",
            "line 1, column hashrate_ths must be in the heading once",
        ),
        (
            "name,TH/s,w,price_gbp,price\nA,1,1,1,1\n",
            "line 1 must be with one price a machine, or the option price_column names its column",
        ),
        (HEADING + "A,200\n", "line 2 must be 11 cells, like the headings; got 2"),
        (HEADING + S21.strip() + ",x\n", "line 2 must be 11 cells, like the headings; got 12"),
        (HEADING + 'A,"200\n', "line 2 must be CSV with closed quotes"),
        (HEADING + S21 + "\x00", "line 3 must be text without NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "line 3 must be text without NUL bytes"),
        (HEADING.encode("utf-16-le"), "line 1 must be text without NUL bytes"),
        (
            HEADING.encode() + b"M\x81ller",
            "line 2 must be text in UTF-8, UTF-16 with its mark, or 8-bit",
        ),
        (HEADING + "\ud800", "line 2 must be text in UTF-8, UTF-16 with its mark, or 8-bit"),
        (
            gzip.compress(bytes(2_000_001), mtime=0),
            "file must be at most 2,000,000 bytes when unpacked; got 'more'",
        ),
        (zipped(), "file must be a plain CSV text or its gzip, not another compressed file or a"),
        (b"x" * 2_000_001, "file must be at most 2,000,000 bytes; got 2000001"),
        (",".join(["c"] * 200_000) + "\n1", "file must be of at most 64 columns; got 200000"),
        (
            HEADING + S21[:-1] + "x" * 501 + "\n",
            "line 2, column note must be at most 500 characters",
        ),
        (HEADING + S21[:-1] + "x" * 200_000, "line 2, column note must be at most 500 characters"),
        (HEADING + S21 * 5_001, "file must be of at most 5,000 rows; got 5001"),
    ],
    ids=range(22),
)
def test_hostile_files_are_refused_in_one_line(data, message):
    """Empty, binary, compressed, oversized and broken files get one clear sentence."""
    assert refusal(data).startswith(message)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "  =", "'=", "''  @"]
)
def test_guarded_cells_come_back(start):
    """What a spreadsheet might run gets an apostrophe, which reading takes off again."""
    text = f"{start}1+1"
    assert guarded_cell(text) == f"'{text}"
    assert unguarded_cell(guarded_cell(text)) == text


@pytest.mark.parametrize("text", ["S21", "'70s machine", "", "'", "a=1", " '=1"])
def test_harmless_cells_stay(text):
    """Other texts are neither guarded nor stripped of their own apostrophe."""
    assert guarded_cell(text) == text
    assert unguarded_cell(text) == text


def test_written_catalogues_read_back_exactly():
    """Formulas, commas, quotation marks, tiny and huge numbers survive the round trip."""
    hostile = PriceQuote(price=1e22, currency="EUR", price_date="2026-10", source="@SUM(A1)")
    entries = (
        machine(name='=HYPERLINK("x","y")', note='\'=1, "two"', quotes=(hostile,), use=False),
        machine(name="-5  dB; München", hashrate_ths=1e-7, power_w=0.1 + 0.2, form="3U"),
        machine(name="Unpriced", cooling="", quotes=(), use=True, source="+Specification"),
    )
    text = write_catalogue(entries)
    assert '"\'=HYPERLINK(""x"",""y"")"' in text
    assert ",'@SUM(A1)," in text
    assert "\r" not in text
    assert read_catalogue(text) == entries
    assert read_catalogue(text.encode()) == entries


def test_numbers_are_written_plainly():
    """Whole numbers have no decimals, none has an exponent, and each quote has a row."""
    second = PriceQuote(price=1397.52, currency="USD", price_date="2026-10-03", source="A plan")
    (first,) = machine().quotes
    assert write_catalogue([machine(quotes=(first, second))]) == (
        HEADING
        + "Antminer S21,200,3500,air,,907,USD,2026,An importer,yes,\n"
        + "Antminer S21,200,3500,air,,1397.52,USD,2026-10-03,A plan,yes,\n"
    )


SELLER = "Model,Hashrate (TH/s),Power (W),Price (USD)\nS21,200,3500,3100\nS19k Pro,120,2760,900\n"


def test_a_sellers_list_without_dates():
    """Its prices are undated and said to be, or of the date that is given for the list."""
    read = import_catalogue(SELLER)
    assert [
        (e.name, e.hashrate_ths, e.power_w, e.quotes[0].price, e.quotes[0].price_date)
        for e in read.entries
    ] == [("S21", 200, 3500, 3100, ""), ("S19k Pro", 120, 2760, 900, "")]
    assert read.notes == ("Prices without a date: 2; a date can be given for the whole list.",)
    assert read_catalogue(write_catalogue(read.entries)) == read.entries
    dated = import_catalogue(SELLER, price_date="2026-10")
    assert {entry.quotes[0].price_date for entry in dated.entries} == {"2026-10"}
    assert dated.notes == ()


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Model,Hashrate (PH/s),Power (kW),Price ($)", "M,1.16,11.02,3100"),
        ("Model,Hashrate,Power,Price", 'M,1.16 Ph/s,11020W,"$3,100.00"'),
        ("Model,Hash rate,Power consumption,Price", "M,1160TH/s,11.02 kW,$3100"),
        ("Model,TH/s,W,USD/TH", "M,1160,11020,2.6724137931034484"),
        ("Model;Hashrate (TH/s);Watt;Preis (USD)", "M;1160;11020;3100"),
    ],
)
def test_figures_as_sellers_write_them(heading, row):
    """1,160 TH/s at 11,020 W for 3,100 dollars, in other units and with units in the cells."""
    (entry,) = read_catalogue(f"{heading}\n{row}\n")
    (quote,) = entry.quotes
    assert (entry.hashrate_ths, entry.power_w) == (1160, 11020)
    assert (quote.price, quote.currency) == (pytest.approx(3100), "USD")


def test_a_price_that_is_not_understood_is_said():
    """Its column is named, not dropped without a word; the machine has no price then."""
    read = import_catalogue("Model,TH/s,W,Price (USD/kW)\nM,200,3500,900\n")
    assert read.entries[0].quotes == ()
    assert read.notes == ("The column “Price (USD/kW)” is not understood, and not read.",)


def test_a_currency_beside_a_price_must_agree():
    """Pounds under a heading in dollars are refused, naming what is where."""
    data = "Model,TH/s,W,Price (USD)\nM,200,3500,£900\n"
    assert refusal(data) == "line 2, column price must be in USD, like its heading; got '£900'"


def test_a_machine_that_cannot_be_is_not_in_use():
    """29 W for 118 TH/s is 0.25 J/TH: said at import, and left to the user's own word."""
    data = "name,th/s,w,price_usd,use\nM50,118,29,2738,{}\n"
    read = import_catalogue(data.format(""))
    assert (read.entries[0].use, read_catalogue(data.format("yes"))[0].use) == (False, True)
    assert read.notes[-1] == (
        "M50: 29 W for 118 TH/s is 0.2458 J/TH, below any machine; W and J/TH may be exchanged."
    )


def test_a_list_may_have_titles_and_western_text():
    """Lines above the headings are no machines."""
    data = "Preisliste Müller\n\nModel;TH/s;Watt;Preis €\nS21;200;3500;900\n".encode("cp1252")
    (entry,) = read_catalogue(data)
    assert (entry.name, entry.quotes[0].currency) == ("S21", "EUR")


def test_a_price_far_from_any_market_is_said():
    """0.155 dollars a TH/s: the price may be another unit's; the machine stays in use."""
    read = import_catalogue("Model,TH/s,W,Price (USD),Date\nS21,200,3500,31,2026\n")
    assert read.notes == ("S21: USD 0.155 per TH/s is far from any market price.",)
    assert read.entries[0].use


def test_the_bundled_machines_have_no_doubts():
    """Nothing of data/miners.csv is questioned."""
    assert import_catalogue(package_text("data", "miners.csv")).notes == ()


def test_a_price_whose_currency_nothing_tells_names_its_heading():
    """What stands where a currency should is not dropped: the heading is said as it is written."""
    data = b"Model,Hashrate (TH/s),Power (W),Price (zorks)\nA,200,3500,900\n"
    with pytest.raises(InputError, match=r"line 2, column Price \(zorks\) must be a price whose"):
        read_catalogue(data)


@pytest.mark.parametrize(
    ("heading", "asked", "price"),
    [
        ("Price per PH (USD)", 4500, 900),
        ("$/TH", 4.5, 900),
        ("Price (USD per unit)", 907, 907),
        ("Price 2026 (USD)", 907, 907),
        ("Price (USD, 10 units)", 9070, None),
        ("Price per 10 machines (USD)", 9070, None),
        ("Price (USD/lot)", 9070, None),
        ("Price (US cents)", 90700, None),
    ],
)
def test_what_a_price_is_for_is_read_or_said(heading, asked, price):
    """Of 200 TH/s, per PH or TH/s or machine; other bases are said and not read."""
    data = f'Model,TH/s,W,"{heading}"\nS21,200,3500,{asked}\n'
    read = import_catalogue(data)
    quotes = [quote.price for quote in read.entries[0].quotes]
    assert quotes == ([] if price is None else [pytest.approx(price)])
    said = f"The column “{heading}” is not understood, and not read."
    assert (said in read.notes) == (price is None)


@pytest.mark.parametrize(("power_w", "use"), [(3500, True), (200 * 201, False), (200 * 4, False)])
def test_doubtful_machines_are_not_used_by_default(power_w, use):
    """17.5 J/TH is usual; 201 and 4 are of no machine on the market."""
    assert read_catalogue(f"Model,TH/s,W,Price (USD)\nM,200,{power_w},900\n")[0].use == use


@pytest.mark.parametrize(
    ("headings", "figures", "price"),
    [
        ("Monthly revenue USD,Price USD", "300,3100", 3100),
        ("Daily profit (USD),Price USD", "9,3100", 3100),
        ("Shipping USD,Price USD", "120,3100", 3100),
        ("Tax USD,Total USD", "120,3220", 3220),
        ("USD,Unit price USD", "9,3100", 3100),
        ("Future price Q1 2027 USD,Spot USD", "2800,3100", 3100),
    ],
)
def test_the_price_is_that_of_the_machine(headings, figures, price):
    """Other sums of money are not read, which is said."""
    text = f"Model,Hashrate (TH/s),Power (W),{headings}\nS21,200,3500,{figures}\n"
    read = import_catalogue(text)
    assert [quote.price for quote in read.entries[0].quotes] == [price]
    assert f"The column “{headings.split(',')[0]}” is not understood, and not read." in read.notes


LIST = "Model;Hashrate (TH/s);Power (W);Price (USD)\n"


@pytest.mark.parametrize(
    ("list_", "power_w"),
    [
        # 200,5 TH/s shows that commas are decimal, so that a point parts thousands.
        (LIST + "S21;200,5;3.500;2.900\n", 3500.0),
        # 17.5 shows the point; where cells are parted by commas, so does the delimiter.
        (LIST.replace(";", "\t") + "M33\t100.5\t3.500\t29\n", 3.5),
        (LIST.replace(";", ",") + 'S21,200,"3,500",2900\n', 3500.0),
    ],
)
def test_the_lists_figures_tell_their_decimal_mark(list_, power_w):
    """3.500 W is read as the other figures of the list are written."""
    assert read_catalogue(list_)[0].power_w == power_w


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_thousands_that_nothing_tells_from_decimals_are_asked_about(delimiter):
    """3.500 may be 3.5 or 3500 W, and no other figure of the list tells which."""
    rule = "line 2, column power_w must be a number with one reading, not 3.500 or 3500 (W)"
    assert refusal((LIST + "S21;200;3.500;2900\n").replace(";", delimiter)).startswith(rule)


@pytest.mark.parametrize(
    "prices",
    [
        ("Landed USD,Spot USD", "3300,3100"),
        ("Price USD,Sale price USD", "2500,2300"),
        ("Price USD,Price EUR", "2500,2300"),
        ("Price USD,$/TH", "2500,30"),  # 30 a TH/s is 6000 for 200 TH/s
        ("Cost USD,Price USD", "2500,2900"),
    ],
    ids=lambda pair: pair[0],
)
def test_several_prices_of_a_machine_are_asked_about_by_name(prices):
    """None of them is taken in silence; the option takes the one that is meant."""
    headings, figures = prices
    text = f"Model,Hashrate (TH/s),Power (W),{headings}\nS21,200,3500,{figures}\n"
    rule = "line 1 must be with one price a machine, or the option price_column names its column: "
    with pytest.raises(InputError, match="price_column") as caught:
        import_catalogue(text)
    assert str(caught.value) == f"{rule}{headings.replace(',', ', ')}; got '2 prices'"
    assert caught.value.option == "price_column"
    assert list_price_columns(text) == tuple(headings.split(","))
    first = headings.split(",")[0]
    read = import_catalogue(text, price_column=first)
    assert [quote.price for quote in read.entries[0].quotes] == [float(figures.split(",")[0])]
    assert f"The column “{headings.split(',')[1]}” is not read." in read.notes


@pytest.mark.parametrize(
    ("headings", "figures"),
    [
        ("Old price USD,Price USD", "2900,2500"),
        ("List price (USD),Unit price (USD)", "2900,2500"),
        ("Price per TH (USD),Price USD", "12.5,2500"),  # 12.5 × 200 TH/s
    ],
)
def test_evidence_settles_which_price_is_meant(headings, figures):
    """What a machine cost before is none, and a price a TH/s may say the same as the machine's."""
    text = f"Model,Hashrate (TH/s),Power (W),{headings}\nS21,200,3500,{figures}\n"
    read = import_catalogue(text)
    assert [quote.price for quote in read.entries[0].quotes] == [2500]
    assert f"The column “{headings.split(',')[0]}” is not read." in read.notes


def test_a_price_that_is_not_read_leaves_the_machine_without_one():
    text = "Model,Hashrate (TH/s),Power (W),Price (¢)\nS21,200,3500,310000\n"
    read = import_catalogue(text)
    assert read.entries[0].quotes == ()
    assert "The column “Price (¢)” is not understood, and not read." in read.notes
