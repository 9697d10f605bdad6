"""The machine list that comes with the product."""

import csv
from pathlib import Path

import pytest

from hydro_mining.economics.catalogue import earliest_day
from hydro_mining.imports.catalogue import read_catalogue, write_catalogue

FILE = Path(__file__).parents[2] / "data" / "miners.csv"
# Example rates: the list must not depend on the day's.
GBP_PER = {"USD": 0.75, "EUR": 0.87, "CAD": 0.54}


@pytest.fixture(scope="module")
def entries():
    return {entry.name: entry for entry in read_catalogue(FILE.read_bytes())}


@pytest.fixture(scope="module")
def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_is_as_the_product_writes_it():
    """UTF-8 without BOM, LF line ends, the eleven columns: writing what is read changes nothing."""
    stored = FILE.read_bytes()
    assert write_catalogue(read_catalogue(stored)).encode() == stored


def test_efficiency_is_not_stored(rows):
    """The columns are facts, quote, use and note; J/TH is computed."""
    heading = "name,hashrate_ths,power_w,cooling,form,price,currency,price_date,source,use,note"
    assert list(rows[0]) == heading.split(",")


def test_every_quote_is_dated_and_sourced(rows):
    """No price without currency, date and source, and none of these without a price."""
    for row in rows:
        present = {bool(row[column]) for column in ("price", "currency", "price_date")}
        assert len(present) == 1, row["name"]
        assert row["source"], row["name"]


def test_enough_machines_are_priced(entries):
    """At least 30 machines have a price, at least 8 of them hydro-cooled."""
    priced = [entry for entry in entries.values() if entry.quotes]
    assert len(priced) >= 30
    assert sum(entry.cooling == "hydro" for entry in priced) >= 8


def test_prices_come_from_the_sources_years(entries):
    """The sources are of late 2025, known as 2025 at worst, to the reading of 3 October 2026."""
    days = [earliest_day(quote.price_date) for e in entries.values() for quote in e.quotes]
    assert min(days).isoformat() == "2025-01-01"
    assert max(days).isoformat() == "2026-10-03"


def test_machines_in_use_can_be_calculated(entries):
    """Each machine in use has a price above £2 and below £30 per TH/s."""
    used = [entry for entry in entries.values() if entry.use]
    assert len(used) >= 30
    for entry in used:
        price_gbp = entry.asking_price_gbp(GBP_PER)
        assert price_gbp is not None, entry.name
        assert 2 < price_gbp / entry.hashrate_ths < 30, entry.name


def test_facts_are_those_of_machines(entries):
    """Efficiencies of 2024 to 2026 lie between 8.9 (S23 XP Hyd) and 23 J/TH (S19k Pro)."""
    efficiencies = {name: entry.efficiency_j_per_th for name, entry in entries.items()}
    assert min(efficiencies, key=efficiencies.get) == "Antminer S23 XP Hyd"
    assert min(efficiencies.values()) == pytest.approx(8.9)
    assert max(efficiencies.values()) == pytest.approx(23.0)
    assert {entry.cooling for entry in entries.values()} == {"air", "hydro", "immersion"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Antminer S23 Hyd 3U", "Suspicious"),
        ("Whatsminer M79S", "Sources conflict"),
        ("Whatsminer M63S (400 TH/s bin)", "Sources conflict"),
        ("Antminer S19 XP (used)", "Not an ask"),
        ("Antminer S23 XP Hyd", "announced"),
        ("SEALMINER A4 Ultra Hyd", "announced"),
    ],
)
def test_doubtful_machines_are_left_out_with_a_reason(entries, name, reason):
    """A doubtful machine is in the list, out of the choice, and says why."""
    assert entries[name].use is False
    assert reason in entries[name].note


@pytest.mark.parametrize(
    ("name", "price_gbp"),
    [
        # The 2026 quote of $907 alone; $3,100 is of 2025.
        ("Antminer S21", 907 * 0.75),
        # Median of 14,300, 12,990 and 11,980 dollars; 14,500 is of 2025.
        ("Antminer S23 Hyd", 12_990 * 0.75),
        # $6.47 per TH/s for 216 TH/s.
        ("Antminer S21+", 6.47 * 216 * 0.75),
        # Canadian dollars.
        ("Antminer S21+ Hyd", 4_299 * 0.54),
        # Dollars and euros: the middle of 5,174.25 and 6,350.13 pounds.
        ("Antminer S23", (6_899 * 0.75 + 7_299 * 0.87) / 2),
    ],
)
def test_asking_prices_worked_by_hand(entries, name, price_gbp):
    """The price used is the median of the newest year's quotes, in pounds."""
    assert entries[name].asking_price_gbp(GBP_PER) == pytest.approx(price_gbp)
