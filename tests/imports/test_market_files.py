"""Export prices of a study from a file beside it, on the clock of a plan."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import in_standard_time, read_prices
from hydro_mining.imports.study import read_study, read_study_file, study_to_mapping

Document = Callable[..., dict[str, Any]]


def csv(heading: str, start: str, minutes: int, prices: list[float]) -> bytes:
    first = dt.datetime.fromisoformat(start)
    stamps = [first + dt.timedelta(minutes=minutes * at) for at in range(len(prices))]
    rows = [f"{at.isoformat()}Z,{one}" for at, one in zip(stamps, prices, strict=True)]
    return "\n".join([f"time,{heading}", *rows]).encode()


def read(document: dict[str, Any], market: dict[str, Any], data: bytes) -> StudyInputs:
    return read_study(
        json.dumps({**document, "market": market}).encode(), lambda name: {"p.csv": data}[name]
    )


PRICES = [1.0, 2.0, 3.0, 4.0]


def test_a_file_beside_the_study(document: Document) -> None:
    """Its prices stand in the study, which reads back as the same."""
    data = csv("price GBP/MWh", "2025-01-01", 60, PRICES)
    study = read(document(), {"export_price_gbp_per_mwh": {"file": "p.csv"}}, data)
    assert study.market is not None
    series = study.market.export_price_gbp_per_mwh
    assert isinstance(series, Series)
    assert series.values.tolist() == PRICES
    assert (series.start, series.step_hours) == (dt.datetime(2025, 1, 1), 1.0)  # noqa: DTZ001
    assert series.source == "p.csv"
    again = read_study(json.dumps(study_to_mapping(study)).encode())
    assert again == study


@pytest.mark.parametrize("beside", [True, False])
def test_another_currency_has_its_rate(document: Document, beside: bool) -> None:
    """In the file's object or in the market; the file names the euro itself."""
    data = csv("price EUR/MWh", "2025-01-01", 60, PRICES)
    file: dict[str, Any] = {"file": "p.csv"}
    market: dict[str, Any] = {"export_price_gbp_per_mwh": file}
    (file if beside else market).update(rate_to_gbp=0.85, rate_as_of="2026-10-09")
    study = read(document(), market, data)
    assert study.market is not None
    assert (study.market.currency, study.market.rate_to_gbp) == ("EUR", 0.85)
    assert study.market.rate_as_of == dt.date(2026, 10, 9)


def test_another_currency_without_its_rate_is_refused(document: Document) -> None:
    """In one line that names what is missing."""
    data = csv("price EUR/MWh", "2025-01-01", 60, PRICES)
    with pytest.raises(InputError) as told:
        read(document(), {"export_price_gbp_per_mwh": {"file": "p.csv"}}, data)
    assert str(told.value) == (
        "market.export_price_gbp_per_mwh.rate_to_gbp must be given (£ per EUR), as the prices "
        "are in EUR; got nothing"
    )


def test_what_the_file_was_taken_for_is_said(document: Document) -> None:
    """Also that it names no currency."""
    data = csv("price", "2025-01-01", 60, PRICES)
    text = json.dumps(
        {
            **document(),
            "market": {"export_price_gbp_per_mwh": {"file": "p.csv", "unit": "MWh"}},
        }
    )
    (file,) = read_study_file(text.encode(), lambda _: data).files
    assert file.path == "market.export_price_gbp_per_mwh"
    assert "4 prices in GBP/MWh of zone site" in file.understood[0]
    assert "The file names no currency: its prices are taken as GBP." in file.warnings


def test_local_standard_time_has_no_summer() -> None:
    """In Paris UTC is an hour behind on all days, also across the last Sunday of March."""
    hours = [float(hour) for hour in range(48)]
    prices = read_prices(csv("price EUR/MWh", "2025-03-29T23:00", 60, hours))
    (paris,) = prices.series.values()
    series = in_standard_time(dataclasses.replace(paris, timezone="Europe/Paris"))
    assert series.start == dt.datetime(2025, 3, 30)  # noqa: DTZ001
    assert series.values.tolist() == hours


def test_a_file_that_changes_its_resolution_has_the_finer() -> None:
    """An hour's price then stands in four quarters, and what lacks is a gap."""
    hourly = csv("price EUR/MWh", "2025-09-29", 60, [10.0] * 48)
    quarters = csv("price EUR/MWh", "2025-10-01", 15, [1.0] * 95 + [5.0] * 97)
    lines = quarters.split(b"\n")
    # The last quarter of an hour is missing.
    prices = read_prices(b"\n".join([hourly, *lines[1:96], *lines[97:]]))
    (series,) = (in_standard_time(one) for one in prices.series.values())
    assert series.step_hours == 0.25
    expected = [10.0] * 192 + [1.0] * 95 + [np.nan] + [5.0] * 96
    assert series.values.tolist() == pytest.approx(expected, nan_ok=True)


def test_five_minutes_are_averaged() -> None:
    """Three of them make a quarter-hour."""
    prices = read_prices(csv("price EUR/MWh", "2025-01-01", 5, [1.0, 2.0, 3.0, 5.0, 5.0, 5.0]))
    (series,) = (in_standard_time(one) for one in prices.series.values())
    assert series.values.tolist() == [2.0, 5.0]


@pytest.mark.parametrize(
    ("market", "told"),
    [
        ({"export_price_gbp_per_mwh": [1.0] * 11}, "twelve"),
        ({"export_limit_kw": -1}, "market.export_limit_kw must be a number of 0 or more (kW)"),
        ({"deemed_export_fraction": 1.5}, "market.deemed_export_fraction must be"),
        ({"generation_payment_kept_when_mining": 1}, "true or false"),
        ({"currency": "euro"}, "market.currency must be three capital letters"),
        ({"currency": "EUR"}, "market.rate_to_gbp must be given where the currency is EUR"),
        (
            {"rate_as_of": "2026-10-09"},
            "market.rate_as_of must be absent",
        ),
        ({"rate_as_of": "yesterday"}, "market.rate_as_of must be a date"),
        ({"price": 3}, "market.price must be one of"),
    ],
)
def test_a_market_that_breaks_a_rule(document: Document, market: dict[str, Any], told: str) -> None:
    """One line with the field and the rule."""
    with pytest.raises(InputError) as error:
        read(document(), market, b"")
    assert told in str(error.value)
