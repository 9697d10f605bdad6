"""Data & proof: rows that can be read without guessing, and a year whose gaps stay gaps."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bokeh.models import DatetimeAxis, HoverTool

from hydro_mining.health import ProviderRecord
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.provenance import SourcedValue, Status
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.proof import (
    hashprice_chart,
    history_layers,
    price_chart,
    provenance_rows,
    provider_rows,
    rate_rows,
)

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
NAN = np.nan


def reading(**changed: Any) -> SourcedValue:
    """Return a price whose data are 4 minutes old and that was fetched 2 minutes ago."""
    facts: dict[str, Any] = {
        "value": 83_000.0,
        "unit": "$/BTC",
        "source": "CoinGecko",
        "as_of": NOW - 4 * MINUTE,
        "fetched_at": NOW - 2 * MINUTE,
        "status": Status.LIVE,
    }
    return SourcedValue(**(facts | changed))


def record(**changed: Any) -> ProviderRecord:
    """Return a provider that answered two minutes ago."""
    facts: dict[str, Any] = {
        "name": "CoinGecko",
        "last_success_at": NOW - 2 * MINUTE,
        "last_error_at": None,
        "last_error": "",
        "failed_rounds": 0,
        "paused_until": None,
        "calls_today": 3,
        "calls_a_day": 50,
        "error_rate": 0.0,
        "latency_ms": 1_234.5,
    }
    return ProviderRecord(**(facts | changed))


def columns(**changed: Any) -> dict[str, Any]:
    """Return three days of a history at a hashprice of $0.04 per TH and day."""
    days = np.arange(np.datetime64("2026-11-01"), np.datetime64("2026-11-04"))
    facts = {
        "days": days,
        "btc_price_usd": np.array([80_000.0, 81_000.0, 82_000.0]),
        "hashprice_usd_per_th_per_day": np.array([0.04, 0.041, 0.042]),
        "observed_usd_per_th_per_day": np.full(3, NAN),
    }
    return facts | changed


def row_of(table: tuple[list[str], list[list[str]]], first: str) -> dict[str, str]:
    """Return one row by its headings."""
    headings, rows = table
    return next(dict(zip(headings, row, strict=True)) for row in rows if row[0] == first)


# --- provenance --------------------------------------------------------------------------------


def test_a_value_s_origin_by_hand() -> None:
    """Value, state, source, and both times with both ages."""
    rows = provenance_rows({"btc_price_usd": reading()}, NOW)
    assert row_of(rows, "Bitcoin price") == {
        "Value": "Bitcoin price",
        "Now used": "$83,000",
        "State": "Live",
        "Source": "CoinGecko",
        "Data of": "21 Nov 2026 11:56 UTC (4 min)",
        "Fetched": "21 Nov 2026 11:58 UTC (2 min)",
        "Remark": "–",
    }


def test_a_built_in_value_was_never_fetched() -> None:
    """The bundled price has its day and no time of fetching."""
    row = row_of(provenance_rows(bundled_network().values, NOW), "Bitcoin price")
    assert (row["State"], row["Data of"], row["Fetched"]) == (
        "Built in",
        "10 Oct 2026 (42 days)",
        "never",
    )


def test_a_value_of_unknown_time_says_so() -> None:
    """Where the source tells no time, none is invented."""
    row = row_of(provenance_rows({"btc_price_usd": reading(as_of=None)}, NOW), "Bitcoin price")
    assert row["Data of"] == "not told"


def test_an_entered_value_is_the_reader_s() -> None:
    """What was entered has the reader as its source."""
    own = reading(source="", as_of=None, fetched_at=None, status=Status.ENTERED)
    row = row_of(provenance_rows({"btc_price_usd": own}, NOW), "Bitcoin price")
    assert (row["State"], row["Source"], row["Fetched"]) == ("Yours", "you", "never")


def test_what_is_amiss_stands_in_the_remark() -> None:
    """The detail is told, the note stands above the screens, the fallback is in the state."""
    amiss = reading(note="Amiss.", detail="CoinGecko had a server error (503).", is_fallback=True)
    row = row_of(provenance_rows({"btc_price_usd": amiss}, NOW), "Bitcoin price")
    assert row["State"] == "Live, 2nd source"
    assert row["Remark"] == "CoinGecko had a server error (503)."


def test_every_value_has_a_row_in_its_own_writing() -> None:
    """Five values, each as the bar writes it."""
    _, rows = provenance_rows(bundled_network().values, NOW)
    assert [row[:2] for row in rows] == [
        ["Bitcoin price", "$82,826"],
        ["Difficulty", "132.72 T"],
        ["Block height", "970,748"],
        ["Fees per block", "0.0194 BTC"],
        ["Pounds for a dollar", "0.7500"],
    ]


# --- providers ---------------------------------------------------------------------------------


def test_a_provider_that_does_well_by_hand() -> None:
    """Three calls of fifty, none failed, 1.2 s each."""
    assert row_of(provider_rows([record()], NOW), "CoinGecko") == {
        "Provider": "CoinGecko",
        "State": "well",
        "Last success": "21 Nov 2026 11:58 UTC (2 min)",
        "Last error": "none",
        "Errors today": "0%",
        "Median answer": "1,235 ms",
        "Calls today": "3 of 50",
    }


def test_a_provider_that_was_never_asked() -> None:
    """Without a call there is no rate and no latency, rather than a zero."""
    idle = record(last_success_at=None, calls_today=0, error_rate=None, latency_ms=None)
    row = row_of(provider_rows([idle], NOW), "CoinGecko")
    assert list(row.values())[1:] == ["not asked yet", "never", "none", "–", "–", "0 of 50"]


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "failing"),
        ({"last_success_at": None}, "failing"),
        ({"last_success_at": NOW}, "well"),
        ({"paused_until": NOW + 15 * MINUTE}, "paused until 12:15 UTC"),
    ],
    ids=["after a success", "never a success", "recovered", "paused"],
)
def test_the_state_is_that_of_the_last_outcome(changed: dict[str, Any], state: str) -> None:
    """A failure counts until the next success, and a pause is told before anything else."""
    failed = {"last_error_at": NOW - MINUTE, "last_error": "CoinGecko had a server error (503)"}
    row = row_of(provider_rows([record(**(failed | changed))], NOW), "CoinGecko")
    assert row["State"] == state
    assert row["Last error"] == "CoinGecko had a server error (503), 1 min ago"


def test_no_provider_is_no_row() -> None:
    """The headings stand, with nothing below."""
    headings, rows = provider_rows([], NOW)
    assert (len(headings), rows) == (7, [])


# --- rates -------------------------------------------------------------------------------------


def test_rates_by_hand_in_order_of_their_codes() -> None:
    """Units for a dollar with four places; midnight is a day."""
    day = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    rates = {
        "NOK": reading(value=10.1, as_of=day, source="Frankfurter", status=Status.CACHED),
        "EUR": reading(value=0.871384, as_of=None, source="mempool.space"),
    }
    assert rate_rows(rates, NOW)[1] == [
        ["EUR", "0.8714", "Live", "mempool.space", "not told"],
        ["NOK", "10.1000", "Cached", "Frankfurter", "20 Nov 2026 (36 h)"],
    ]


def test_large_rates_are_grouped() -> None:
    """Rupiah and won come in thousands."""
    assert rate_rows({"IDR": reading(value=16_283.5)}, NOW)[1][0][1] == "16,283.5000"


# --- the past year -----------------------------------------------------------------------------


def test_layers_by_hand() -> None:
    """Price as it is; hashprice a petahash, $0.04 a TH being $40 a PH."""
    layers = history_layers(columns())
    assert list(layers) == ["price", "hashprice"]
    assert list(layers["price"]["price"]["y"]) == [80_000, 81_000, 82_000]
    assert list(layers["hashprice"]["from_difficulty"]["y"]) == pytest.approx([40, 41, 42])
    assert layers["price"]["price"]["x"][0] == pd.Timestamp("2026-11-01")


def test_an_index_without_values_has_no_layer() -> None:
    """Without a key nothing was observed, and no empty line stands in the legend."""
    assert list(history_layers(columns())["hashprice"]) == ["from_difficulty"]


def test_an_index_with_one_value_has_its_layer() -> None:
    """One observed day is enough; the days without stay without."""
    observed = np.array([NAN, 0.05, NAN])
    layers = history_layers(columns(observed_usd_per_th_per_day=observed))["hashprice"]
    assert list(layers) == ["from_difficulty", "observed"]
    assert np.array_equal(layers["observed"]["y"], [NAN, 50, NAN], equal_nan=True)


def test_a_gap_stays_a_gap() -> None:
    """A day without a value is neither zero nor left out nor bridged."""
    gap = np.array([80_000.0, NAN, 82_000.0])
    layers = history_layers(
        columns(btc_price_usd=gap, hashprice_usd_per_th_per_day=gap / 2_000_000)
    )
    for name, layer in (("price", "price"), ("hashprice", "from_difficulty")):
        line = layers[name][layer]
        assert len(line["x"]) == len(line["y"]) == 3
        assert np.isnan(line["y"]).tolist() == [False, True, False]


def test_a_history_of_read_only_columns_is_left_alone() -> None:
    """A view changes nothing of what it draws."""
    given = columns()
    for column in given.values():
        column.setflags(write=False)
    history_layers(given)
    assert given["hashprice_usd_per_th_per_day"][0] == 0.04


def figure_of(name: str, **changed: Any) -> tuple[LiveChart, Any]:
    """Return a chart of the history and its Bokeh figure."""
    build = {"price": price_chart, "hashprice": hashprice_chart}[name]
    chart = LiveChart(build)
    chart.show(history_layers(columns(**changed))[name])
    return chart, chart.pane.object


@pytest.mark.parametrize(
    ("name", "title"),
    [("price", "Bitcoin price [$/BTC]"), ("hashprice", "Hashprice [$/PH/day]")],
)
def test_axes_and_hovers_say_what_they_show(name: str, title: str) -> None:
    """Both axes have a title, money with its unit; days are dates; the hover repeats both."""
    _, figure = figure_of(name)
    assert figure.yaxis[0].axis_label == title
    assert figure.xaxis[0].axis_label == "Day"
    assert isinstance(figure.xaxis[0], DatetimeAxis)
    hovers = figure.select({"type": HoverTool})
    assert [line[0] for hover in hovers for line in hover.tooltips] == ["Date", title]


def test_two_kinds_of_hashprice_are_told_apart() -> None:
    """With an index the legend names both in words; alone, the line needs none."""
    _, alone = figure_of("hashprice")
    assert [item for legend in alone.legend for item in legend.items if legend.visible] == []
    _, both = figure_of("hashprice", observed_usd_per_th_per_day=np.array([0.05, NAN, 0.05]))
    labels = [item.label.value for legend in both.legend for item in legend.items]
    assert labels == ["From difficulty", "Observed (Hashrate Index)"]


def test_a_gap_reaches_the_chart() -> None:
    """The source of the drawn line has the day and no value for it."""
    chart, _ = figure_of("price", btc_price_usd=np.array([80_000.0, NAN, 82_000.0]))
    drawn = chart._sources["price"].data
    assert len(drawn["x"]) == 3
    assert np.isnan(drawn["y"][1])


def test_a_newer_year_keeps_the_figure() -> None:
    """Another day's values replace the data and draw nothing anew."""
    chart, figure = figure_of("price")
    later = columns(btc_price_usd=np.array([1.0, 2.0, 3.0]))
    chart.show(history_layers(later)["price"])
    assert chart.pane.object is figure
    assert list(chart._sources["price"].data["y"]) == [1, 2, 3]


def test_a_hostile_reason_is_only_text() -> None:
    """Rows are plain text, which the table escapes; nothing is marked up here."""
    evil = "<img src=x onerror=alert(1)>"
    _, rows = provider_rows([record(last_error=evil, last_error_at=NOW)], NOW)
    assert rows[0][3] == f"{evil}, under 1 min ago"
    _, rows = provenance_rows({"btc_price_usd": dataclasses.replace(reading(), detail=evil)}, NOW)
    assert rows[0][-1] == evil
