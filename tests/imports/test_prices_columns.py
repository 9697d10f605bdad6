"""Files as people have them: where the time stands, what is a price, whose place it is."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices

HOURS = range(24)
DAY = "2024-06-14"


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return read_prices(data, PriceOptions(**options))


def refused(text, **options):
    with pytest.raises(InputError) as caught:
        read(text, **options)
    return caught.value


def site(result):
    return result.series["site"]


def first(result):
    return str(site(result).start[0])[:16]


def table(heading, row, hours=HOURS):
    rows = (row.format(h=h, n=h + 1, p=100 + h) for h in hours)
    return heading + "\n" + "\n".join(rows) + "\n"


def is_day(result, date=DAY):
    """Return whether a result is the 24 hours of a UTC day at 100, 101 ..."""
    series = site(result)
    return (
        first(result) == f"{date}T00:00"
        and series.hours.tolist() == [1] * 24
        and series.price.tolist() == [100 + h for h in HOURS]
    )


# Date and time in two columns


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Date;Time;EUR/MWh", DAY + ";{h:02d}:00;{p}"),
        ("Date;Time;EUR/MWh", "14.06.2024;{h:02d}:00:00;{p}"),
        ("Date;Hour;EUR/MWh", DAY + ";{n};{p}"),
        ("Date;Hour;EUR/MWh", DAY + ";{h};{p}"),
        ("Date;HE;EUR/MWh", DAY + ";HE{n:02d};{p}"),
        ("Date;Hour Ending;EUR/MWh", DAY + ";{n:02d}00;{p}"),
        ("Date;Hour Ending;EUR/MWh", DAY + ";{n:02d}:00;{p}"),
        ("Datum;von;bis;EUR/MWh", DAY + ";{h:02d}:00;{n:02d}:00;{p}"),
        ("Datum;Uhrzeit;EUR/MWh", DAY + ";{h:02d}:00 - {n:02d}:00;{p}"),
        ("Datum;Uhrzeit;EUR/MWh", DAY + ";{h:02d}-{n:02d};{p}"),
        ("Date;Hour;EUR/MWh", DAY + " 00:00;{n};{p}"),
        ("Aika;Klo;EUR/MWh", "14.6.2024;{h}.00;{p}"),
        ("A;B;EUR/MWh", DAY + ";{h:02d}:00;{p}"),
    ],
)
def test_a_date_and_its_hour_are_joined(heading, row):
    """Times, ranges, hours from 0 or 1, digits; whatever the file calls them."""
    assert is_day(read(table(heading, row)))


def test_one_hour_of_each_day_is_an_hour():
    """A row a day with its hour is no day; always the same one beside it says nothing."""
    dates = [f"2024-06-{d}" for d in (10, 11, 12)]
    hours = "".join(f"{date};{h};{h}\n" for date, h in zip(dates, (24, 6, 7), strict=True))
    assert site(read("Date;Hour;EUR/MWh\n" + hours)).hours.tolist() == [1] * 3
    same = "".join(f"{date};00:00;5\n" for date in dates)
    assert site(read("Date;Time;EUR/MWh\n" + same)).hours.tolist() == [24] * 3


def test_a_price_per_hour_is_no_hour():
    """A column of whole prices with the word in its heading is not taken for hours."""
    text = table("Date;Price per hour (EUR/MWh)", DAY + ";{n}")
    assert refused(text).option == "hour_column"


def test_the_columns_can_be_named():
    """A date and an hour whose headings say nothing."""
    text = table("a;b;EUR/MWh", DAY + ";{n};{p}")
    assert refused(text).option == "hour_column"
    assert is_day(read(text, hour_column="b"))
    assert is_day(read(text, time_column="a", hour_column="b"))


def test_hours_and_quarters_beside_a_date():
    """1 to 24 and 1 to 4; half-hours to 48 and quarters to 96."""
    rows = "".join(f"{DAY},{h},{q},{h}\n" for h in range(1, 25) for q in range(1, 5))
    assert site(read("Date,Hour,Interval,EUR/MWh\n" + rows)).hours.tolist() == [0.25] * 96
    for count, length in ((48, 0.5), (96, 0.25)):
        rows = "".join(f"{DAY},{i},{i}\n" for i in range(1, count + 1))
        assert site(read("Date,Period,EUR/MWh\n" + rows)).hours.tolist() == [length] * count
    odd = "Date,Period,EUR/MWh\n" + "".join(f"{DAY},{i},{i}\n" for i in range(1, 41))
    assert "numbered to the end of a day" in str(refused(odd))


@pytest.mark.parametrize(
    "labels",
    [
        [*range(1, 26)],
        [1, 2, "3A", "3B", *range(4, 25)],
        [1, 2, 3, "3X", *range(4, 25)],
        [1, 2, 3, 3, *range(4, 25)],
        [0, 1, 2, 2, *range(3, 24)],
    ],
)
def test_hours_of_the_long_day(labels):
    """25 hours of Berlin's 27 October 2024, counted on or with a label twice."""
    rows = "".join(f"2024-10-27;{n};{i}\n" for i, n in enumerate(labels))
    result = read("Date;Hour;EUR/MWh\n" + rows, timezone="Europe/Berlin")
    assert site(result).price.tolist() == list(range(25))
    assert (first(result), result.report.gaps) == ("2024-10-26T22:00", 0)


@pytest.mark.parametrize("labels", [range(1, 24), [h for h in range(1, 25) if h != 3]])
def test_hours_of_the_short_day(labels):
    """23 hours of Berlin's 31 March 2024, counted on or without the hour that is skipped."""
    rows = "".join(f"2024-03-31;{n};{i}\n" for i, n in enumerate(labels))
    header = "Date;Hour;EUR/MWh\n"
    before = "".join(f"2024-03-30;{n};9\n" for n in range(1, 25))
    result = read(header + before + rows, timezone="Europe/Berlin")
    assert site(result).price[24:].tolist() == list(range(23))
    assert result.report.gaps == 0


def test_hours_that_may_count_from_0_or_1_are_asked_for():
    """1 to 23 are no whole day; the option settles it."""
    text = table("Date;Hour;EUR/MWh", DAY + ";{h};{p}", range(1, 24))
    assert refused(text).option == "convention"
    assert first(read(text, convention="end")) == f"{DAY}T00:00"
    assert first(read(text, convention="start")) == f"{DAY}T01:00"


def test_a_number_that_stands_twice_has_no_rule_for_duplicates():
    """Hour 9 twice and no hour 10: the file is wrong, and no rule is offered."""
    labels = [*range(1, 10), 9, *range(11, 25)]
    rows = "".join(f"{DAY};{n};{i}\n" for i, n in enumerate(labels))
    message = str(refused("Date;Hour;EUR/MWh\n" + rows))
    assert "each number of an hour once a day" in message
    assert "duplicates" not in message


@pytest.mark.parametrize("rule", ["refuse", "first", "last", "mean"])
def test_no_rule_makes_a_day_of_hours(rule):
    """24 rows of one date and no hour are refused under every rule; one a day is a day."""
    error = refused(table("Date;EUR/MWh", DAY + ";{p}"), duplicates=rule)
    assert error.option == "hour_column"
    assert refused(table("Date;EUR/MWh", DAY + ";5"), duplicates=rule).option == "hour_column"
    days = "".join(f"2024-06-{d};{d}\n" for d in range(10, 20))
    assert site(read("Date;EUR/MWh\n" + days, duplicates=rule)).hours.tolist() == [24] * 10


def test_nord_pools_older_form():
    """A date, hours as 00 - 01, and a column a zone."""
    text = table("Date;Hours;NO1;NO2", "14-06-2024;{h:02d} - {n:02d};{p};7")
    result = read(text)
    assert list(result.series) == ["NO1", "NO2"]
    assert str(result.series["NO1"].start[0])[:16] == "2024-06-13T22:00"
    assert result.series["NO1"].price[:2].tolist() == [100, 101]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Date (UTC);Time;EUR/MWh", DAY + ";{h:02d}:00;{p}"),
        ("Date;Hour (UTC);EUR/MWh", DAY + ";{n};{p}"),
        ("Time (GMT);EUR/MWh", DAY + " {h:02d}:00;{p}"),
    ],
)
def test_a_heading_in_utc_counts(heading, row):
    """Beside a local zone too, and with the option for the clock."""
    assert is_day(read(table(heading, row), timezone="Europe/Berlin"))
    plain = table(heading.replace(" (UTC)", "").replace(" (GMT)", ""), row)
    assert is_day(read(plain, timezone="Europe/Berlin", clock="utc"))


# Order of day and month


def american(hours=HOURS, days=(6, 7, 8, 9, 10), stamp="{m:02d}/{d:02d}/2026 {h:02d}:00"):
    rows = "".join(f"{stamp.format(m=3, d=d, h=h)},5\n" for d in days for h in hours)
    return "Time,USD/MWh\n" + rows


def test_order_by_continuity():
    """Five days in March or one of each month: only one of them is unbroken."""
    result = read(american())
    assert (first(result), result.report.date_order) == ("2026-03-06T00:00", "times without a gap")
    european = read(american(stamp="{d:02d}/{m:02d}/2026 {h:02d}:00"))
    assert (first(european), european.report.gaps) == ("2026-03-06T00:00", 0)


MONTHS, DAY_FIRST, MONTH_FIRST = range(1, 13), "{d:02d}/{m:02d}/2025", "{m:02d}/{d:02d}/2025"


def dated(stamp, dates, hours=HOURS):
    rows = "".join(f"{stamp.format(d=d, m=m)} {h:02d}:00,5\n" for m, d in dates for h in hours)
    return "Time,USD/MWh\n" + rows


@pytest.mark.parametrize("stamp", [DAY_FIRST, MONTH_FIRST])
@pytest.mark.parametrize("hours", [HOURS, range(1, 25)])
@pytest.mark.parametrize(
    "dates",
    [
        [(m, 1) for m in MONTHS],
        [(m, 1) for m in (5, 6)],
        [(m, 1) for m in (1, 4, 7, 10)],
        [(m, 3) for m in (1, 4, 7, 10)],
        [(1, d) for d in MONTHS],
        [(3, d) for d in (1, 8)],
    ],
)
def test_days_of_a_month_or_a_day_of_each_month_are_asked_for(stamp, hours, dates):
    """01/01, 01/02 … are days of January and the firsts of months: each has even steps."""
    text = dated(stamp, dates, hours)
    error = refused(text)
    assert error.option == "day_first"
    assert "these may be days of one month or a day of each month" in str(error)
    month, day = dates[0]
    result = read(text, day_first=stamp == DAY_FIRST)
    assert first(result)[:10] == f"2025-{month:02d}-{day:02d}"
    assert result.report.rows_used == len(dates) * 24


def test_a_zone_of_the_united_states_tells_days_of_a_month_only_with_them():
    """Where months first would be the firsts of months, zone and continuity disagree."""
    january = [(1, d) for d in MONTHS]
    american = read(dated(MONTH_FIRST, january), timezone="America/Chicago")
    assert (american.report.date_order, american.report.gaps) == ("the time zone", 0)
    assert refused(dated(DAY_FIRST, january), timezone="America/Chicago").option == "day_first"


def test_order_by_zone_halves_and_options():
    """One day leaves it open: a zone of the United States, AM and PM, or an option tell it."""
    one = american(days=(6,))
    assert refused(one).option == "day_first"
    assert read(one, timezone="America/Chicago").report.date_order == "the time zone"
    assert refused(one, timezone="Europe/London").option == "day_first"
    assert first(read(one, day_first=False)) == "2026-03-06T00:00"
    assert first(read(one, day_first=True)) == "2026-06-03T00:00"
    halves = "Time,USD/MWh\n" + "".join(
        f"3/6/2026 {h % 12 or 12}:00 {'AM' if h < 12 else 'PM'},5\n" for h in HOURS
    )
    result = read(halves)
    assert (first(result), result.report.date_order) == ("2026-03-06T00:00", "AM and PM")
    assert refused(halves, timezone="Europe/London").option == "day_first"


def test_order_by_another_column():
    """The same times in UTC beside them, written year first."""
    rows = "".join(f"03/06/2026 {h:02d}:00,2026-03-06T{h + 6:02d}:00Z,5\n" for h in range(12))
    text = "Local,Other,USD/MWh\n" + rows
    result = read(text, time_column="Local", timezone="America/Monterrey")
    assert (first(result), result.report.date_order) == ("2026-03-06T06:00", "another column")


# Convention


def test_24_marks_the_end():
    """01:00 to 24:00 are ends; where 00:00 is there too, it is in doubt."""
    text = table("Time;EUR/MWh", DAY + " {n:02d}:00;{p}")
    result = read(text)
    assert is_day(result)
    assert (result.report.marks_end, result.report.convention_evidence) == (True, "24:00")
    both = read(text + f"{DAY} 00:00;1\n")
    assert not both.report.marks_end
    assert any("the option convention says otherwise" in note for note in both.report.notes)


def test_first_and_last_stamp_tell_the_end():
    """01:00 to the next midnight are ends, with a sentence; 00:00 to 23:00 are not."""
    text = table("Time;EUR/MWh", DAY + " {n:02d}:00;{p}", range(23)) + "2024-06-15 00:00;123\n"
    result = read(text)
    assert is_day(result)
    assert any("taken as the ends of intervals" in note for note in result.report.notes)
    assert first(read(text, convention="start")) == f"{DAY}T01:00"
    assert not read(table("Time;EUR/MWh", DAY + " {h:02d}:00;{p}")).report.notes[1:]


def test_a_doubtful_convention_is_said():
    """01:00 to the next 05:00, and midnight to midnight, leave it open."""
    late = table("Time;EUR/MWh", DAY + " {h:02d}:00;{p}", range(1, 24))
    late += "".join(f"2024-06-15 0{h}:00;1\n" for h in range(6))
    both = table("Time;EUR/MWh", DAY + " {h:02d}:00;{p}") + "2024-06-15 00:00;1\n"
    for text in (late, both):
        notes = read(text).report.notes
        assert any("the option convention says otherwise" in note for note in notes)


def test_utc_days_begin_anywhere():
    """Stamps in UTC from 01:00 to 00:00 are beginnings, as ever."""
    rows = "".join(f"{DAY}T{h:02d}:00Z;{h}\n" for h in range(1, 24)) + "2024-06-15T00:00Z;24\n"
    assert first(read("Time;EUR/MWh\n" + rows)) == f"{DAY}T01:00"


def test_nord_pools_stamps_are_beginnings():
    """A year of UTC begins at 01:00 in Oslo; the form's convention is known."""
    rows = "".join(f"{DAY} {h:02d}:00;{h}\n" for h in range(1, 24)) + "2024-06-15 00:00;24\n"
    result = read("Date;NO1\n" + rows)
    assert str(result.series["NO1"].start[0])[:16] == "2024-06-13T23:00"


# Lines that are no data


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Prices of 2024\nexported 14.6.2024\n\nTime;EUR/MWh\n", ""),
        ("sep=;\nTime;EUR/MWh\n", ""),
        ("Time;Price\n[local];[EUR/MWh]\n", ""),
        ("Time;Price\n;EUR/MWh\n", "*\n"),
    ],
)
def test_lines_that_are_no_data(above, below):
    """Titles, a line for Excel, units below the headings, a mark at the end."""
    result = read(table(above.rstrip("\n"), DAY + " {h:02d}:00;{p}") + below)
    assert is_day(result)
    assert result.currency == "EUR"


def test_lines_can_be_skipped():
    """Where titles look like headings, the user says how many lines there are."""
    text = "a;b\n1;2\n" + table("Time;EUR/MWh", DAY + " {h:02d}:00;{p}")
    assert is_day(read(text, skip_lines=2))
    with pytest.raises(InputError, match="skip_lines must be a whole number from 0 to 1,000"):
        PriceOptions(skip_lines=-1)


def test_an_index_column_is_no_price():
    """A nameless column that counts the rows stands in nobody's way."""
    assert is_day(read(table(";Time;Wert", "{h};" + DAY + " {h:02d}:00;{p}")))


def test_omies_raw_file():
    """A name, rows without headings, an asterisk: Spain's price, Portugal's if it is named."""
    rows = "".join(f"2025;10;25;{i};{i}.5;{i};\n" for i in range(1, 25))
    text = f"MARGINALPDBC;\n{rows}*\n"
    result = read(text)
    assert site(result).price.tolist() == list(range(1, 25))
    assert (first(result), result.currency) == ("2025-10-24T22:00", "EUR")
    portugal = read(text, price_column="Marginal price Portugal (EUR/MWh)")
    assert site(portugal).price[0] == 1.5


def test_a_column_an_hour_is_refused():
    """One row a day and a column an hour: taken for one, a price would hold the day long."""
    heading = ";".join(["Date", *(f"H{n}" for n in range(1, 25))])
    rows = "".join(f"2024-06-1{d};{';'.join(['5'] * 24)}\n" for d in range(4))
    assert "with a row an hour" in str(refused(f"{heading}\n{rows}", price_column="H1"))


# Columns


CAISO = "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,NODE,LMP_TYPE,MW\n" + "".join(
    f"{DAY}T{h:02d}:00:00-00:00,{DAY}T{h + 1:02d}:00:00-00:00,{DAY},SP15,{kind},{h + more}\n"
    for h in range(23)
    for kind, more in (("LMP", 0), ("MCC", 500))
)


def test_caisos_prices_have_components():
    """The whole price is read, in a column that is called MW; a part can be asked for."""
    for options in ({}, {"price_column": "MW", "currency": "USD"}):
        result = read(CAISO, **options)
        assert list(result.series) == ["SP15"]
        assert result.series["SP15"].price.tolist() == list(range(23))
    part = read(CAISO, zone="SP15 (MCC)")
    assert part.series["SP15 (MCC)"].price[0] == 500


def test_a_named_column_wins():
    """What a heading suggests is overruled: a price called Hub, a zone called Name."""
    text = table("Time;Hub;Name", DAY + " {h:02d}:00;{p};X")
    assert is_day(read(text, price_column="Hub"))
    named = table("Time;Name;EUR/MWh", DAY + " {h:02d}:00;X;{p}")
    assert list(read(named, zone_column="Name").series) == ["X"]


def test_an_empty_zone_column_names_no_zone():
    """Empty throughout it blocks nothing; a filled one beside it is taken."""
    assert is_day(read(table("Time;Zone;EUR/MWh", DAY + " {h:02d}:00;;{p}")))
    both = table("Time;Zone;Node;EUR/MWh", DAY + " {h:02d}:00;;N1;{p}")
    assert list(read(both).series) == ["N1"]


def test_words_are_no_prices():
    """A column of words is not offered, whatever it is called."""
    text = table("Time;LMP_TYPE;a;b", DAY + " {h:02d}:00;LMP;{p};1")
    message = str(refused(text))
    assert message == "price_column must be one of a, b; got nothing"


@pytest.mark.parametrize("rule", ["refuse", "first"])
def test_several_zones_without_a_zone_column_are_said(rule):
    """Two places under a heading that says nothing: the column is named under every rule."""
    for zones in (("A", "B"), ("SE3", "SE4")):
        rows = "".join(
            f"{DAY} {h:02d}:00;{z};{h + i}\n" for h in HOURS for i, z in enumerate(zones)
        )
        error = refused("Time;Ort;EUR/MWh\n" + rows, duplicates=rule)
        assert (error.option, error.argument) == ("zone_column", "line 1, column Ort")


def test_zones_one_after_another_are_no_duplicates():
    """24 hours of two places without their names: no rule is offered, though one can be given."""
    text = table("Time;EUR/MWh", DAY + " {h:02d}:00;{p}") + "".join(
        f"{DAY} {h:02d}:00;{h}\n" for h in HOURS
    )
    error = refused(text)
    assert (error.option, error.value) == ("zone_column", "24 times with several prices")
    assert site(read(text, duplicates="last")).price.tolist() == list(range(24))


# Place


def test_a_place_is_not_assumed_against_the_currency():
    """Delivery Date and Hour Ending are Texas in dollars, and nowhere in euro or kWh."""
    text = table("Delivery Date,Hour Ending,Price", "06/14/2024,{n},{p}")
    assert read(text).report.timezone == "America/Chicago"
    for change in (
        {"currency": "EUR"},
        {"unit": "EUR/MWh"},
        {"unit": "c/kWh"},
        {"timezone": "Europe/Berlin"},
    ):
        assert read(text, **change).report.form == "plain columns of time and price"
    euro = read(text.replace("Price", "Price (EUR/MWh)"))
    assert (euro.currency, euro.report.timezone_source) == ("EUR", "assumed")
    hub = table("Delivery Date,Hour Ending,Location,Price", "06/14/2024,{n},HB_SOUTH,{p}")
    assert read(hub, currency="EUR").report.timezone == "America/Chicago"
    irish = "".join(f"{DAY},{i},{i}\n" for i in range(1, 49))
    assert read("Settlement Date,Settlement Period,Price (EUR/MWh)\n" + irish).currency == "EUR"


# Ways of writing


@pytest.mark.parametrize(
    "stamp",
    [
        "14.6.2024 {h}.00",
        "14 Jun 2024 {h:02d}:00",
        "14-JUN-24 {h:02d}:00",
        "June 14, 2024 {h:02d}:00",
        "14. Juni 2024 {h:02d}:00",
        "14 juin 2024 {h:02d}h00",
        "14/06/2024 {h:02d}:00",
    ],
)
def test_ways_to_write_a_time(stamp):
    """Points between hours and minutes, months by name in several languages."""
    assert is_day(read(table("Time;EUR/MWh", stamp + ";{p}")))


@pytest.mark.parametrize(("name", "month"), [("août", 8), ("März", 3), ("décembre", 12)])
def test_months_with_accents(name, month):
    """Their bytes are more than their letters, in UTF-8 and in Western text."""
    text = table("Time;EUR/MWh", f"14 {name} 2024 {{h:02d}}:00;{{p}}")
    for data in (text.encode(), text.encode("cp1252")):
        assert is_day(read(data), f"2024-{month:02d}-14")


@pytest.mark.parametrize(
    ("cell", "price", "currency"),
    [
        ("$50.00", 50, "USD"),
        ("€ 20,50", 20.5, "EUR"),
        ("20,50 €", 20.5, "EUR"),
        ("(20.50)", -20.5, None),
        ("1'200.50", 1200.5, None),
        ("-£5", -5, "GBP"),
        ("5 SEK", 5, "SEK"),
    ],
)
def test_ways_to_write_a_price(cell, price, currency):
    """Currencies beside it, brackets for negative ones, apostrophes between thousands."""
    result = read(table("Time;Price", DAY + " {h:02d}:00;" + cell))
    assert (site(result).price[0], result.currency) == (price, currency)


def test_a_currency_in_cells_must_be_the_headings():
    """Dollars under EUR/MWh are refused; a Canadian dollar has the same sign."""
    row = DAY + " {h:02d}:00;$50"
    assert "must be in EUR" in str(refused(table("Time;EUR/MWh", row)))
    assert read(table("Time;CAD/MWh", row)).currency == "CAD"


def test_the_evidence_is_in_the_report():
    """What told order of dates, convention, unit and zone stands in JSON and on the page."""
    report = read(american(), timezone="America/Chicago").report
    assert report.to_dict()["evidence"] == {
        "date_order": "times without a gap",
        "convention": "assumed",
        "unit": "from the heading",
        "timezone": "given",
    }
    told = dict(report.understood())["Told by"]
    assert told.startswith("date order: times without a gap; convention: assumed")
