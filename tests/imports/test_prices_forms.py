"""Forms of price files: which are recognised, and what is taken from them."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices

NP6785 = (
    "Delivery Date,Delivery Hour,Delivery Interval,Repeated Hour Flag,Settlement Point Name,"
    "Settlement Point Type,Settlement Point Price\n"
)
ENTSOE = (
    '"MTU (CET/CEST)","Area","Sequence","Day-ahead Price (EUR/MWh)",'
    '"Intraday Period (CET/CEST)","Intraday Price (EUR/MWh)"\n'
)


def read(text, **options):
    return read_prices(text.encode(), PriceOptions(**options))


def starts(series):
    return np.datetime_as_string(series.start, unit="m").tolist()


def refusal(text, **options):
    with pytest.raises(InputError) as caught:
        read(text, **options)
    message = str(caught.value)
    assert message.isprintable()
    return message


def test_ercot_quarter_hours_are_counted_from_one():
    """Hour 1 and interval 1 begin at midnight in Chicago, hour 24 interval 4 at 23:45."""
    rows = "07/13/2024,1,1,N,HB_SOUTH,HU,22.48\n07/13/2024,24,4,N,HB_SOUTH,HU,-3\n"
    result = read(NP6785 + rows)
    series = result.series["HB_SOUTH"]
    assert starts(series) == ["2024-07-13T05:00", "2024-07-14T04:45"]
    assert str(series.local_start[1]) == "2024-07-13T23:45:00"
    assert series.hours.tolist() == [0.25, 0.25]
    assert (result.currency, result.unit) == ("USD", "MWh")
    report = result.report
    assert (report.form, report.clock_in_words) == (
        "ERCOT settlement point prices, 15 minutes (NP6-785)",
        "local, America/Chicago",
    )
    assert (report.gaps, report.missing_intervals, report.negative_prices) == (1, 94, 1)


def test_ercots_months_come_first_even_if_no_day_tells():
    """The form knows that 07/01/2024 is the first of July."""
    result = read(NP6785 + "07/01/2024,1,1,N,HB_SOUTH,HU,22.48\n")
    assert starts(result.series["HB_SOUTH"]) == ["2024-07-01T05:00"]


def test_ercots_flag_marks_the_second_passage():
    """In autumn the flagged quarter is an hour after the other, wherever it stands."""
    rows = "11/03/2024,2,1,Y,HB_SOUTH,HU,20\n11/03/2024,2,1,N,HB_SOUTH,HU,10\n"
    series = read(NP6785 + rows).series["HB_SOUTH"]
    assert starts(series) == ["2024-11-03T06:00", "2024-11-03T07:00"]
    assert series.price.tolist() == [10, 20]
    assert len(set(series.local_start.tolist())) == 1


def test_ercots_energy_weighted_prices_are_a_zone_of_their_own():
    """A load zone's LZEW rows neither replace its LZ rows nor contradict them."""
    rows = "07/13/2024,1,1,N,LZ_WEST,LZ,22\n07/13/2024,1,1,N,LZ_WEST,LZEW,23\n"
    result = read(NP6785 + rows)
    assert {zone: series.price.tolist() for zone, series in result.series.items()} == {
        "LZ_WEST": [22],
        "LZ_WEST (LZEW)": [23],
    }


HOURLY = "location,delivery_date,hour_ending,dam_lmp,rtm_lmp\n"


def test_ercot_hours_are_named_by_their_end():
    """Hour ending 1 begins at midnight, and real time is taken where day-ahead stands too."""
    result = read(HOURLY + "LZ_WEST,2024-01-01,1,15,13\nLZ_WEST,2024-01-01,2,16,14\n")
    series = result.series["LZ_WEST"]
    assert starts(series) == ["2024-01-01T06:00", "2024-01-01T07:00"]
    assert series.price.tolist() == [13, 14]
    assert result.report.price_columns == ("dam_lmp", "rtm_lmp")
    assert result.report.columns == {
        "time": ("delivery_date", "hour_ending"),
        "price": ("rtm_lmp",),
        "zone": ("location",),
    }


def test_ercots_short_and_squeezed_days():
    """A spring HE3 without a price is dropped; an autumn hour that is there once is the first."""
    spring = "A,2024-03-10,1,5,5\nA,2024-03-10,2,6,6\nA,2024-03-10,3,,\nA,2024-03-10,4,7,7\n"
    result = read(HOURLY + spring)
    assert starts(result.series["A"]) == [
        "2024-03-10T06:00",
        "2024-03-10T07:00",
        "2024-03-10T08:00",
    ]
    (dropped,) = result.report.rows_dropped
    assert (dropped.reason, dropped.count, dropped.first_line) == ("no price", 1, 4)
    assert result.report.gaps == 0
    autumn = read(HOURLY + "A,2024-11-03,1,5,5\nA,2024-11-03,2,6,6\nA,2024-11-03,3,7,7\n")
    assert starts(autumn.series["A"]) == [
        "2024-11-03T05:00",
        "2024-11-03T06:00",
        "2024-11-03T08:00",
    ]
    assert autumn.report.gaps == 1
    (note,) = autumn.report.notes
    assert note == (
        "The hour that the clock repeats is in the file once on 2024-11-03: taken as its first "
        "passage, the second is missing."
    )


def test_the_price_column_can_be_chosen():
    """A named column is taken; a name that is not there is refused with those that are."""
    rows = HOURLY + "LZ_WEST,2024-01-01,1,15,13\n"
    assert read(rows, price_column="dam_lmp").series["LZ_WEST"].price.tolist() == [15]
    message = refusal(rows, price_column="lmp")
    assert message == "price_column must be one of dam_lmp, rtm_lmp; got 'lmp'"


GRIDSTATUS = (
    "interval_start_local,interval_start_utc,interval_end_local,interval_end_utc,location,lmp,"
    "lmp_with_adders,spp\n"
)


def test_gridstatus_tells_zone_and_length_itself():
    """The local stamps' offsets tell the time zone, the end stamps the length."""
    row = (
        "2024-08-01T00:00:00-05:00,2024-08-01T05:00:00+00:00,"
        "2024-08-01T00:15:00-05:00,2024-08-01T05:15:00+00:00,HB_SOUTH,1,2,3\n"
    )
    result = read(GRIDSTATUS + row)
    series = result.series["HB_SOUTH"]
    assert (starts(series), series.hours.tolist()) == (["2024-08-01T05:00"], [0.25])
    assert series.price.tolist() == [3]
    assert (series.timezone, result.report.timezone_source) == (
        "America/Chicago",
        "stamps",
    )
    assert result.report.clock_in_words == "UTC"
    assert read(GRIDSTATUS + row, price_column="lmp").series["HB_SOUTH"].price.tolist() == [1]


def test_the_gridstatus_library_writes_offsets():
    """``Interval Start`` with an offset is a moment; both passages of an hour are told apart."""
    heading = "Time,Interval Start,Interval End,Location,Location Type,Market,SPP\n"
    rows = (
        "2024-11-03 01:45:00-05:00,2024-11-03 01:45:00-05:00,2024-11-03 01:00:00-06:00,A,Hub,RT,1\n"
        "2024-11-03 01:45:00-06:00,2024-11-03 01:45:00-06:00,2024-11-03 02:00:00-06:00,A,Hub,RT,2\n"
    )
    result = read(heading + rows)
    assert starts(result.series["A"]) == ["2024-11-03T06:45", "2024-11-03T07:45"]
    assert result.series["A"].hours.tolist() == [0.25, 0.25]
    assert (result.report.clock_in_words, result.report.timezone) == ("offsets", "America/Chicago")


def nordpool(rows):
    return "Date,NO1,NO2\n" + "".join(f"{row}\n" for row in rows)


def test_nord_pools_columns_are_zones():
    """Each column is a zone in euro, in Oslo's time; one zone can be asked for."""
    text = nordpool(["2025-01-15 00:00,10,20", "2025-01-15 01:00,11,21"])
    result = read(text)
    assert list(result.series) == ["NO1", "NO2"]
    assert starts(result.series["NO1"]) == ["2025-01-14T23:00", "2025-01-15T00:00"]
    assert (result.currency, result.report.timezone) == ("EUR", "Europe/Oslo")
    assert result.report.notes == (
        "No currency is named: prices are taken as EUR, as Nord Pool's are.",
    )
    assert list(read(text, zone="NO2").series) == ["NO2"]
    assert list(read(text, price_column="NO2").series) == ["NO2"]
    assert refusal(text, zone="NO9") == "zone must be one of NO1, NO2; got 'NO9'"


def test_an_empty_cell_of_one_zone_leaves_the_row_to_the_others():
    """A row counts as used if one of its zones has a price; the empty cell is named."""
    result = read(
        nordpool(["2025-01-15 00:00,10,", "2025-01-15 01:00,11,21", "2025-01-15 02:00,,"])
    )
    assert len(result.series["NO1"]) == 2
    report = result.report
    assert (report.rows_read, report.rows_used) == (3, 2)
    assert [(row.reason, row.count, row.first_line) for row in report.rows_dropped] == [
        ("no price", 1, 4)
    ]
    assert "NO2: no price in 1 rows, the first in line 2." in report.notes


def test_entsoe_rows_that_are_there_twice_count_once():
    """Sequences with the same price are equal duplicates; the day-ahead price is taken."""
    rows = "".join(
        f'"01/11/2025 00:{minute:02d}:00 - 01/11/2025 00:{minute + 15}:00","BZN|FR","{name}",'
        '"24.79","",""\n'
        for minute in (0, 15)
        for name in ("Sequence Sequence 2", "Without Sequence")
    )
    result = read(ENTSOE + rows)
    series = result.series["BZN|FR"]
    assert starts(series) == ["2025-10-31T23:00", "2025-10-31T23:15"]
    assert result.report.duplicates_equal == 2
    assert (result.currency, result.report.timezone) == ("EUR", "Europe/Brussels")
    assert [(row.reason, row.count) for row in result.report.rows_dropped] == [
        ("equal duplicate", 2)
    ]


def test_entsoe_names_the_clock_in_the_repeated_hour():
    """CEST comes before CET, and a quarter that ends on the other clock is a quarter."""
    rows = (
        '"26/10/2025 02:45:00 (CEST) - 26/10/2025 02:00:00 (CET)","A","S","1","",""\n'
        '"26/10/2025 02:45:00 (CET) - 26/10/2025 03:00:00 (CET)","A","S","2","",""\n'
    )
    series = read(ENTSOE + rows).series["A"]
    assert starts(series) == ["2025-10-26T00:45", "2025-10-26T01:45"]
    assert series.hours.tolist() == [0.25, 0.25]


EDS = "HourUTC;HourDK;PriceArea;SpotPriceDKK;SpotPriceEUR\n"


def test_energi_data_service_has_two_clocks_and_two_currencies():
    """UTC and euro are taken, with a sentence; kroner and the Danish clock can be chosen."""
    text = EDS + (
        "2024-02-29 23:00;2024-03-01 00:00;DK2;189,550003;25,430000\n"
        "2024-03-01 00:00;2024-03-01 01:00;DK2;193,880005;26,010000\n"
    )
    result = read(text)
    series = result.series["DK2"]
    assert starts(series) == ["2024-02-29T23:00", "2024-03-01T00:00"]
    assert series.price.tolist() == [25.43, 26.01]
    assert str(series.local_start[0]) == "2024-03-01T00:00:00"
    assert (result.report.delimiter, result.report.decimal) == (";", ",")
    assert (result.report.clock_in_words, result.currency) == ("UTC", "EUR")
    assert result.report.notes == (
        "Headings name EUR and DKK: EUR is taken; the currency can be chosen.",
    )
    kroner = read(text, currency="DKK", clock="local")
    assert kroner.series["DK2"].price.tolist() == [189.550003, 193.880005]
    assert starts(kroner.series["DK2"]) == starts(series)
    assert (kroner.report.clock_in_words, kroner.currency) == ("local, Europe/Copenhagen", "DKK")
    assert refusal(text, currency="USD") == (
        "currency must be EUR or DKK, which the headings name (nothing is converted); got 'USD'"
    )


def test_energi_data_services_newer_headings():
    """``TimeUTC`` and ``DayAheadPriceEUR`` in quarters are the same form."""
    text = (
        "TimeUTC;TimeDK;PriceArea;DayAheadPriceEUR;DayAheadPriceDKK\n"
        "2025-10-01T00:00:00;2025-10-01T02:00:00;DK1;1,5;11,2\n"
        "2025-10-01T00:15:00;2025-10-01T02:15:00;DK1;-1,5;-11,2\n"
    )
    result = read(text)
    assert result.report.form == "Energi Data Service"
    assert result.series["DK1"].price.tolist() == [1.5, -1.5]
    assert result.report.interval_minutes == (15,)


def gb(day, periods):
    rows = "".join(f"{day},{period},{period}\n" for period in periods)
    return "settlementDate,settlementPeriod,price\n" + rows


@pytest.mark.parametrize(
    ("day", "periods", "first", "last"),
    [
        ("2025-01-15", 48, "2025-01-15T00:00", "2025-01-15T23:30"),
        ("2025-03-30", 46, "2025-03-30T00:00", "2025-03-30T22:30"),
        ("2025-10-26", 50, "2025-10-25T23:00", "2025-10-26T23:30"),
    ],
)
def test_gb_periods_count_real_half_hours(day, periods, first, last):
    """Days of 46, 48 and 50 periods begin at local midnight and have no gap."""
    result = read(gb(day, range(1, periods + 1)))
    series = result.series["site"]
    assert (starts(series)[0], starts(series)[-1]) == (first, last)
    assert (len(series), result.report.gaps, series.hours.sum()) == (periods, 0, periods / 2)
    assert (result.currency, result.report.clock_in_words) == ("GBP", "local, Europe/London")


def test_a_gb_day_has_no_more_periods_than_half_hours():
    """Period 49 of a day with 48 is refused with its line; so is period 0."""
    assert refusal(gb("2025-01-15", [48, 49])) == (
        "line 3, column settlementPeriod must be a settlement period up to 48, the last of that "
        "day; got 49"
    )
    assert "must be a whole number from 1 to 50; got '0'" in refusal(gb("2025-01-15", [0]))


def test_ercots_flat_form_is_one_site_in_chicagos_time():
    """Columns of a hub are markets: real time is taken, and there is one zone."""
    text = (
        "timestamp,HB_SOUTH_DAM,HB_SOUTH_RTM\n"
        "2024-06-01 00:00:00,24.57,17.69\n2024-06-01 00:15:00,24.57,18.33\n"
    )
    result = read(text)
    assert result.series["site"].price.tolist() == [17.69, 18.33]
    assert starts(result.series["site"])[0] == "2024-06-01T05:00"
    assert (result.currency, result.report.timezone_source) == ("USD", "form")
    day_ahead = read(text, price_column="HB_SOUTH_DAM")
    assert day_ahead.series["site"].price.tolist() == [24.57, 24.57]


def test_several_hubs_in_columns_are_zones():
    """Where real time stands for two hubs, each is a zone."""
    text = "time,HB_A_RTM,HB_B_RTM,HB_A_DAM\n2024-06-01 00:00,1,2,3\n2024-06-01 01:00,1,2,3\n"
    assert list(read(text).series) == ["HB_A", "HB_B"]


def test_two_plain_columns_are_one_site():
    """Without zone, unit, currency or time zone: a site, per MWh, UTC, all of it said."""
    result = read("datetime,electricity_price\n2024-01-01 00:00,33\n2024-01-01 01:00,28\n")
    assert list(result.series) == ["site"]
    assert result.currency is None
    report = result.report
    assert (report.clock_in_words, report.timezone, report.timezone_source) == (
        "UTC",
        "UTC",
        "assumed",
    )
    assert report.notes == (
        "Stamps carry no time zone: taken as UTC.",
        "No unit is named: prices are taken as per MWh.",
        "No currency is named; the option currency labels it.",
    )


def test_time_and_value_are_a_price_file():
    """``time,value``: the only column beside the times holds the prices."""
    result = read("time,value\n2024-01-01T00:00Z,5\n2024-01-01T01:00Z,6\n")
    assert result.series["site"].price.tolist() == [5, 6]
    assert result.report.columns["price"] == ("value",)
    assert result.report.price_columns == ("value",)


def test_a_zone_column_parts_a_plain_file():
    """Zones come in the order of the file; one can be asked for, the rest is counted."""
    text = (
        "time,zone,price\n2024-01-01T00:00Z,B,1\n2024-01-01T00:00Z,A,2\n"
        "2024-01-01T01:00Z,B,3\n2024-01-01T01:00Z,A,4\n"
    )
    assert list(read(text).series) == ["B", "A"]
    only = read(text, zone="A")
    assert only.series["A"].price.tolist() == [2, 4]
    report = only.report
    assert (report.rows_read, report.rows_used) == (4, 2)
    assert [(r.reason, r.count, r.first_line) for r in report.rows_dropped] == [
        ("of another zone", 2, 2)
    ]


def test_columns_of_other_names_can_be_pointed_at():
    """Time, price and zone columns are taken as named."""
    text = "a,b,c,d\n2024-01-01T00:00Z,5,X,7\n2024-01-01T01:00Z,6,X,8\n"
    assert refusal(text) == "price_column must be one of b, d; got nothing"
    result = read(text, time_column="a", price_column="d", zone_column="c")
    assert result.series["X"].price.tolist() == [7, 8]


def test_several_unlike_prices_need_a_choice():
    """Where no column is real-time and the form has no preference, none is guessed."""
    text = "time,spot price,intraday price\n2024-01-01T00:00Z,5,7\n2024-01-01T01:00Z,6,8\n"
    assert refusal(text) == "price_column must be one of spot price, intraday price; got nothing"
    real = text.replace("intraday price", "real-time price")
    assert read(real).series["site"].price.tolist() == [7, 8]


def test_a_form_can_be_chosen_and_must_fit():
    """The named form is used; one whose headings are not there is refused."""
    text = nordpool(["2025-01-15 00:00,10,20", "2025-01-15 01:00,11,21"])
    assert read(text, form="plain", price_column="NO1").report.timezone_source == "assumed"
    assert refusal(text, form="gridstatus").startswith(
        "form must be a form whose headings the file has; gridstatus is not; got 'Date, NO1, NO2'"
    )


def test_a_file_without_times_is_refused():
    """No column of stamps: the file is no price file, and an option can point at one."""
    assert refusal("name,price\nA,1\n") == (
        "file must be with a column of times, such as 2025-03-30T01:15, or the option "
        "time_column; got 'name, price'"
    )


@pytest.mark.parametrize(
    ("heading", "currency", "price", "unit"),
    [
        ("Price (EUR/MWh)", "EUR", 50.0, None),
        ("price [$/MWh]", "USD", 50.0, None),
        ("price_gbp_per_mwh", "GBP", 50.0, None),
        ("£/kWh", "GBP", 50_000.0, "kWh"),
        ("price c/kWh", None, 500.0, "c/kWh"),
        ("Pris öre/kWh", "SEK", 500.0, "öre/kWh"),
        ("NOK/kWh", "NOK", 50_000.0, "kWh"),
    ],
)
def test_headings_name_currency_and_unit(heading, currency, price, unit):
    """Whatever the unit, prices come per MWh in the whole currency, and the report says so."""
    result = read(f"time,{heading}\n2024-01-01T00:00Z,50\n2024-01-01T01:00Z,50\n")
    assert result.currency == currency
    assert result.series["site"].price.tolist() == [price, price]
    assert any(f"Prices per {unit} " in note for note in result.report.notes) == (unit is not None)


def test_options_name_currency_and_unit():
    """What the heading leaves open is settled by the options; what it says is not converted."""
    text = "time,price\n2024-01-01T00:00Z,5\n2024-01-01T01:00Z,6\n"
    result = read(text, unit="c/kWh", currency="USD")
    assert (result.currency, result.series["site"].price.tolist()) == ("USD", [50, 60])
    assert read(text, unit="öre/kWh").currency == "SEK"
    named = text.replace("price", "EUR/MWh")
    assert refusal(named, currency="NOK") == (
        "currency must be EUR, which the headings name (nothing is converted); got 'NOK'"
    )


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("form", "excel", "form must be one of ercot-15min, ercot-hourly,"),
        ("timezone", "Oslo", "timezone must be an IANA time zone such as Europe/Oslo; got 'Oslo'"),
        ("timezone", "../etc", "timezone must be an IANA time zone"),
        ("unit", "MW", "unit must be MWh, kWh, or a part such as c/kWh or öre/kWh; got 'MW'"),
        ("currency", "euro", "currency must be an ISO code such as EUR; got 'euro'"),
        ("clock", "gmt", "clock must be one of utc, local; got 'gmt'"),
        ("convention", "middle", "convention must be one of start, end; got 'middle'"),
        ("decimal", ";", "decimal must be one of ., ,; got ';'"),
        ("duplicates", "drop", "duplicates must be one of refuse, first, last, mean; got 'drop'"),
    ],
)
def test_options_are_checked(option, value, message):
    """An option that is none is refused by its name."""
    with pytest.raises(InputError) as caught:
        PriceOptions(**{option: value})
    assert str(caught.value).startswith(message)


def test_day_ahead_prices_come_with_the_others():
    """The one column that is named so is read beside the real-time prices, zone by zone."""
    text = HOURLY + "A,2024-01-01,1,15,13\nB,2024-01-01,1,16,14\n"
    result = read(text)
    assert {z: s.price.tolist() for z, s in result.series.items()} == {"A": [13], "B": [14]}
    assert {z: s.price.tolist() for z, s in result.day_ahead.items()} == {"A": [15], "B": [16]}
    assert read(text, price_column="dam_lmp").day_ahead == {}
    plain = "time,spot price,real-time price,auction\n2024-01-01T00:00Z,5,7,9\n"
    plain += "2024-01-01T01:00Z,6,8,9\n"
    assert read(plain).day_ahead == {}
    named = read(plain, day_ahead_column="spot price").day_ahead
    assert named["site"].price.tolist() == [5, 6]
    assert refusal(plain, day_ahead_column="day") == (
        "day_ahead_column must be one of spot price, real-time price; got 'day'"
    )


def test_counted_hours_are_moved_by_no_convention():
    """Hour 1 is the first of its day; that it marks a beginning is refused."""
    text = HOURLY + "A,2024-01-01,1,15,13\nA,2024-01-01,2,16,14\n"
    for convention in (None, "end"):
        assert starts(read(text, convention=convention).series["A"]) == [
            "2024-01-01T06:00",
            "2024-01-01T07:00",
        ]
    assert refusal(text, convention="start") == (
        "line 3, column hour_ending must be numbers from 0, as the option convention says that "
        "they mark beginnings; got '2'"
    )
