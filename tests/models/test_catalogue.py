"""The machines as a user edits them: prices, currencies, names, upload."""

import contextlib
import datetime as dt
from typing import Any

import pytest

from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.exceptions import InputError
from hydro_mining.imports.catalogue import read_catalogue, write_catalogue
from hydro_mining.models import MinerCatalogue

TODAY = dt.date(2026, 11, 21)


def quote(price: float, currency: str = "GBP", day: str = "2026-10-01") -> PriceQuote:
    return PriceQuote(price=price, currency=currency, price_date=day, source="Test")


def entry(name: str = "Round", *quotes: PriceQuote, **facts: Any) -> CatalogueEntry:
    defaults = {"hashrate_ths": 100.0, "power_w": 2_500.0, "cooling": "air", "form": ""}
    return CatalogueEntry(
        name=name, quotes=quotes, **{**defaults, "use": True, "note": "", **facts}
    )


def catalogue(*entries: CatalogueEntry, **per_usd: float) -> MinerCatalogue:
    return MinerCatalogue(entries, per_usd=per_usd)


def prices(machines: MinerCatalogue, usd_to_gbp: float = 0.8) -> list[float]:
    return [miner.price_gbp for miner in machines.miners(usd_to_gbp)]


def test_currencies_are_crossed_over_the_dollar() -> None:
    """£0.80 a dollar and €1.60 a dollar make £0.50 a euro."""
    rates = catalogue(EUR=1.6, CAD=2.0).gbp_per(0.8)
    assert rates == {"GBP": 1.0, "USD": 0.8, "EUR": 0.5, "CAD": 0.4}


@pytest.mark.parametrize(
    ("currency", "pounds"), [("GBP", 1_000), ("USD", 800), ("EUR", 500), ("CAD", 400)]
)
def test_a_price_is_converted(currency: str, pounds: float) -> None:
    """1,000 of each currency in pounds, at £0.80, €1.60 and CA$2.00 a dollar."""
    machines = catalogue(entry("Round", quote(1_000, currency)), EUR=1.6, CAD=2.0)
    assert prices(machines) == [pounds]


def test_the_exchange_rate_moves_prices() -> None:
    """A machine priced in dollars costs half the pounds at half the rate."""
    machines = catalogue(entry("Round", quote(1_000, "USD")))
    assert (prices(machines, 0.8), prices(machines, 0.4)) == ([800], [400])


def test_the_newest_years_median_counts() -> None:
    """Of £3,100 in 2025 and £900, £1,000 and £2,000 in 2026 the price is £1,000."""
    quotes = [quote(3_100, day="2025"), quote(900, day="2026"), quote(2_000), quote(1_000)]
    assert prices(catalogue(entry("Round", *quotes))) == [1_000]


def test_a_currency_without_a_rate_is_refused() -> None:
    """A price that cannot be converted is an error that names machine and currency."""
    with pytest.raises(InputError, match=r"JPY rate for Round must be a number above 0 \(£ for 1"):
        prices(catalogue(entry("Round", quote(1_000, "JPY"))))


def test_only_priced_machines_in_use_take_part() -> None:
    """A machine out of use, or in use without a price, is left out."""
    machines = catalogue(
        entry("In use", quote(1)), entry("Out", quote(1), use=False), entry("No price")
    )
    assert [miner.name for miner in machines.miners(0.8)] == ["In use"]


@pytest.mark.parametrize(
    "entries", [(), (entry("Out", quote(1), use=False),), (entry("No price"),)]
)
def test_without_a_machine_it_says_so(entries: tuple[CatalogueEntry, ...]) -> None:
    """An empty choice is an error, not an empty result."""
    with pytest.raises(
        InputError, match="catalogue must be a list with at least one priced machine in use"
    ):
        catalogue(*entries).miners(0.8)


def test_a_price_of_ones_own_replaces_all_quotes() -> None:
    """The user's price stands alone, in pounds, dated today, "Entered by you"."""
    machines = catalogue(entry("Round", quote(3_100, "USD", "2025"), quote(907, "USD", "2026")))
    machines.edit("Round", today=TODAY, price_gbp=1_234.5)
    assert machines.entries[0].quotes == (
        PriceQuote(price=1_234.5, currency="GBP", price_date="2026-11-21", source="Entered by you"),
    )
    assert prices(machines) == prices(machines, 0.1) == [1_234.5]
    assert not machines.entries[0].is_stale(TODAY)


def test_a_price_of_zero_is_a_price() -> None:
    """A machine one has already costs £0, and is not without a price."""
    machines = catalogue(entry("Round", quote(3_100)))
    machines.edit("Round", today=TODAY, price_gbp=0)
    assert prices(machines) == [0]


def test_other_facts_leave_quotes_alone() -> None:
    """Hashrate, power and use change without touching the price, and only of that machine."""
    machines = catalogue(entry("Round", quote(5)), entry("Other", quote(7)))
    machines.edit("Round", today=TODAY, hashrate_ths=110, power_w=2_600, use=False)
    first, other = machines.entries
    assert (first.hashrate_ths, first.power_w, first.use) == (110, 2_600, False)
    assert first.quotes == (quote(5),)
    assert other == entry("Other", quote(7))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hashrate_ths": 0}, r"hashrate_ths must be a number above 0 \(TH/s\); got 0"),
        ({"power_w": float("nan")}, r"power_w must be a number above 0 \(W\); got nan"),
        ({"price_gbp": -1}, "price must be a number of 0 or more .*; got -1"),
        ({"price_gbp": True}, "price must be a number of 0 or more .*; got true"),
        ({"use": "yes"}, "use must be yes or no"),
        ({"hashrate_ths": 5, "price_gbp": -1}, "price must be"),
    ],
)
def test_an_illegal_edit_changes_nothing(change: dict[str, Any], message: str) -> None:
    """An illegal fact is refused with its rule, and the catalogue is as before."""
    machines = catalogue(entry("Round", quote(5)), entry("Other", quote(7)))
    before = machines.entries
    with pytest.raises(InputError, match=message):
        machines.edit("Round", today=TODAY, **change)
    assert machines.entries is before


def test_add_and_remove() -> None:
    """A machine is appended and removed by its name; the others keep their order."""
    machines = catalogue(entry("A", quote(1)), entry("B", quote(2)))
    machines.add(entry("C", quote(3)))
    machines.remove("B")
    assert [e.name for e in machines.entries] == ["A", "C"]
    assert prices(machines) == [1, 3]


def test_a_taken_name_is_refused() -> None:
    """Two machines of one name could not be told apart."""
    machines = catalogue(entry("A", quote(1)))
    with pytest.raises(InputError, match="name must be different from the other machines' names"):
        machines.add(entry("A", quote(2)))
    assert len(machines.entries) == 1


def test_what_can_be_added_can_be_read_back() -> None:
    """Any catalogue that can be made is a file that can be read."""
    machines = catalogue(entry("Round", quote(1)))
    with contextlib.suppress(InputError):
        machines.add(entry("ROUND", quote(2), power_w=3_000.0))
    assert read_catalogue(write_catalogue(machines.entries)) == machines.entries


def test_replace_takes_an_uploaded_file() -> None:
    """The machines of a file take the place of all others."""
    machines = catalogue(entry("A", quote(1)))
    text = "name,hashrate_ths,power_w,price,currency,price_date\nB,200,3500,800,USD,2026-10\n"
    machines.replace(read_catalogue(text.encode()))
    assert [(m.name, m.price_gbp) for m in machines.miners(0.5)] == [("B", 400)]


def test_entries_are_replaced_and_never_changed() -> None:
    """Whoever holds the entries of before holds them still."""
    machines = catalogue(entry("A", quote(1)))
    events: list[Any] = []
    machines.param.watch(events.append, "entries")
    before = machines.entries
    machines.edit("A", today=TODAY, price_gbp=9)
    assert before[0].quotes == (quote(1),)
    assert [(event.old, event.new) for event in events] == [(before, machines.entries)]
