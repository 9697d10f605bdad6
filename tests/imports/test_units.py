"""Units as publishers write them: known ones are converted, others are asked for."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.hashprice import hashprice_unit, read_hashprice
from hydro_mining.imports.hashprice_doubts import unusual_hashprice
from hydro_mining.imports.prices import PriceOptions, read_prices
from hydro_mining.imports.prices.price_unit import price_unit


def file(heading, price="5"):
    rows = "".join(f"2024-06-14 {hour:02d}:00;{price}\n" for hour in range(24))
    return f"time;{heading}\n{rows}".encode()


def read(heading, price="5", **options):
    result = read_prices(file(heading, price), PriceOptions(**options))
    return result.series["site"].price[0], result.currency


@pytest.mark.parametrize(
    ("unit", "per_mwh", "currency"),
    [
        ("snt/kWh", 50, "EUR"),
        ("¢/kWh", 50, None),
        ("US¢/kWh", 50, "USD"),
        ("cts/kWh", 50, None),
        ("EURct/kWh", 50, "EUR"),
        ("Eurocent/kWh", 50, "EUR"),
        ("c€/kWh", 50, "EUR"),
        ("centimes/kWh", 50, None),
        ("gr/kWh", 50, "PLN"),
        ("Rp./kWh", 50, "CHF"),
        ("sen/kWh", 50, None),
        ("p/kWh", 50, "GBP"),
        ("öre/kWh", 50, "SEK"),
        ("mills/kWh", 5, "USD"),
        ("EUR/GWh", 0.005, "EUR"),
        ("€/Wh", 5_000_000, "EUR"),
        ("$/MWHr", 5, "USD"),
        ("kr / kW h", 5000, None),
        ("HUF/MWh", 5, "HUF"),
        ("C$/MWh", 5, "CAD"),
        ("A$/MWh", 5, "AUD"),
        ("R$/MWh", 5, "BRL"),
        ("EUR/MWh, EUR/tCO2", 5, "EUR"),
        ("price_gbp_per_mwh", 5, "GBP"),
        ("price per kWh", 5000, None),
        ("price per kWh in cents", 50, None),
        ("kWh price [ct]", 50, None),
        ("EUR/MWh (from USD)", 5, "EUR"),
        ("USD price in EUR/MWh", 5, "EUR"),
        ("fillér kWh", 50, "HUF"),
        ("₦/kWh", 5000, "NGN"),
        ("DK1 DKK/kWh", 5000, "DKK"),
        ("centavo kWh", 50, None),
        ("auc kWh", 50, "AUD"),
        ("price per kWh (p)", 50, "GBP"),
        ("GBp/kWh", 50, "GBP"),
        ("ZAc/kWh", 50, "ZAR"),
        ("øre pr. kWh", 50, None),
        ("price EURkWh", 5000, "EUR"),
        ("EUR per kilowatt-hour", 5000, "EUR"),
    ],
)
def test_known_units(unit, per_mwh, currency):
    """Five of a unit in the whole currency per MWh, from a heading and from the option."""
    assert read(f"Hinta ({unit})") == (pytest.approx(per_mwh), currency)
    given, label = read("price", unit=unit)
    assert (given, label) == (pytest.approx(per_mwh), currency)


@pytest.mark.parametrize(
    ("unit", "named"),
    [
        ("foo/kWh", "foo/kwh"),
        ("sats/kWh", "sats/kwh"),
        ("XYZ per MWh", "xyz/mwh"),
        ("k€/MWh", "k €"),
        ("per MWh in k€", "k €"),
        ("1000 EUR/MWh", "1000 eur/mwh"),
        ("ct/100 kWh", "100/kwh"),
        ("EUR/GJ", "eur/gj"),
        ("EUR/MW", "eur/mw"),
        ("cents", "cents"),
        ("EUR/MWh or ct/kWh", "MWh and kWh"),
        ("foo kWh", "foo/kwh"),
        ("per kWh foo", "kwh foo"),
        ("$/kWh (cents)", "$/kwh and cents"),
        ("SEK/kWh öre", "sek/kwh and öre"),
        ("EUR/kWh*100", "kwh * 100"),
        ("100*EUR/kWh", "* eur/kwh"),
        ("kWh/EUR", "kwh / eur"),
        ("hundredths EUR/kWh", "hundredths"),
        ("₡/kWh", "₡/kwh"),
        ("per MW", "per mw"),
        ("(p)", "pence"),
        ("[c]", "cent"),
    ],
)
def test_a_unit_that_is_not_known_is_asked_for(unit, named):
    """It is named with its heading and the option that settles it, and is no unit outright."""
    with pytest.raises(InputError) as caught:
        read(f"Price {unit}")
    assert str(caught.value) == (
        f"line 1, column Price {unit} must be in a unit that is known here, such as EUR/MWh, "
        f"c/kWh or öre/kWh, or told by the option unit; got '{named}'"
    )
    assert caught.value.option == "unit"
    assert read(f"Price {unit}", unit="c/kWh")[0] == 50
    with pytest.raises(InputError, match="unit must be MWh, kWh, or a part such as"):
        PriceOptions(unit=unit)


def notes(heading, price, **options):
    return read_prices(file(heading, price), PriceOptions(**options)).report.notes


def test_a_median_that_no_market_has_shown_is_questioned():
    """Above 2,000 a MWh in euro, and below 1 where no unit is named; 2,000 itself is not."""
    assert any("2,001 EUR per MWh, which no market has" in n for n in notes("EUR/MWh", "2001"))
    assert not any("median" in note for note in notes("EUR/MWh", "2000"))
    assert not any("median" in note for note in notes("HUF/MWh", "40000"))
    assert any("check whether prices are per kWh" in n for n in notes("price", "0.0851"))
    assert not any("median" in note for note in notes("EUR/MWh", "0.5"))


@pytest.mark.parametrize(
    ("heading", "currency", "divided_by"),
    [
        ("hashprice USD/TH/day", "USD", 1),
        ("hashprice ¢/TH/day", None, 100),
        ("hashprice US cents/PH/day", "USD", 100_000),
        ("USD/THs/day", "USD", 1),
        ("hashprice_usd_th_s_day", "USD", 1),
        ("USD/PH/s/24h", "USD", 1000),
        ("hashprice $ per PH a day, average", "USD", 1000),
    ],
)
def test_known_hashprice_units(heading, currency, divided_by):
    """Cents are hundredths, and the second of TH/s is no other time."""
    assert hashprice_unit(heading) == (currency, divided_by)


@pytest.mark.parametrize(
    "heading",
    [
        *("hashprice sats/TH/day", "hashprice satoshi per TH per day", "hashprice k$/PH/day"),
        *("hashprice USD/TH/month", "hashprice USD/TH/year", "hashprice_usd_th_hour"),
        *("hashprice $/100 TH/day", "hashprice foo/TH/day", "hashprice mBTC/TH/day"),
        *("hashprice $/TH/fortnight", "hashprice $/TH/epoch", "hashprice $/TH / 14 days"),
        *("hashprice $/TH/7 days", "hashprice $/TH/30d", "hashprice $/TH/quarter"),
        *("hashprice $/TH/m", "hashprice $/TH/mth", "hashprice $/TH p.a.", "hashprice $/TH/block"),
        *("hashprice (s/TH/day)", "hashprice ₿/TH/Day", "hashprice (USD/MWh) TH"),
        *("hashprice BTC/TH/day", "hashprice $/TH/a", "hashprice $/TH/foo", "hashprice $/kTH/day"),
    ],
)
def test_other_hashprice_units_are_refused(heading):
    """Satoshi, thousands, other times and unknown words, also where the option names TH."""
    rule = "in the heading a currency, or its cents, per TH, PH or EH and day"
    for unit in (None, "TH"):
        with pytest.raises(InputError, match=rule):
            hashprice_unit(heading, unit=unit)
    with pytest.raises(InputError, match=rule):
        read_hashprice(f"date,{heading}\n2024-06-14,75\n".encode())


def test_hashprices_that_no_market_has_shown_are_questioned():
    """Above 1 a TH and day, and far below the network's 0.03948; 1 itself is not."""
    assert "may be per PH" in unusual_hashprice(np.array([1.01, 50, 60]), "USD")[0]
    assert "the network's is 0.03948" in unusual_hashprice(np.array([0.00003]), "USD")[0]
    assert unusual_hashprice(np.array([1.0]), "USD") == ()
    assert unusual_hashprice(np.array([0.03, 0.06]), "USD") == ()


def test_energy_alone_is_a_unit():
    """MWh and kWh say what a price is per and no more."""
    assert price_unit("kWh") == (None, "kWh", 1000, "")
