"""The daily history: gaps stay gaps, and the hashprice follows from the day's network.

At ``ROUND_DIFFICULTY`` a TH/s finds one millionth of a block a day: 86,400 × 10¹² ÷
(difficulty × 2³²) = 10⁻⁶, since 8.64e22 / 2**32 = 27 × 5**20 / 2**7.
"""

import datetime as dt
import math

import msgspec
import numpy as np
import pytest

from hydro_mining.network_data._history import Series, history_of
from hydro_mining.network_data._store import row_as

ROUND_DIFFICULTY = 27 * 5**20 / 2**7
NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def day(number: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, number, hour, tzinfo=dt.UTC)


def series(*values: tuple[dt.datetime, float], fetched_at: dt.datetime = NOON) -> Series:
    dated = tuple((time.timestamp(), float(value)) for time, value in values)
    return Series(source="Source", fetched_at=fetched_at, values=dated)


def prices(*values: tuple[dt.datetime, float]) -> dict[str, Series]:
    return {"btc_price_usd": series(*values)}


def test_without_prices_there_is_no_history():
    """Prices make the days; difficulty alone is none."""
    assert history_of({}) is None
    assert history_of({"difficulty": series((day(18), 130e12))}) is None
    assert history_of({"btc_price_usd": series()}) is None


def test_days_run_from_the_first_price_to_the_last():
    """A day without a price is there, with NaN."""
    history = history_of(prices((day(18), 80_000), (day(20), 82_000)))
    assert history is not None
    assert history.days.tolist() == [dt.date(2026, 11, d) for d in (18, 19, 20)]
    np.testing.assert_array_equal(history.btc_price_usd, [80_000, math.nan, 82_000])


def test_what_is_missing_is_nan_on_every_day():
    """Of difficulty, height, fees and hashprice nothing is made up."""
    history = history_of(prices((day(18), 80_000), (day(19), 81_000)))
    assert history is not None
    for name, column in history.columns().items():
        if name not in {"days", "btc_price_usd"}:
            assert np.isnan(column).all(), name
    assert history.sources == {"btc_price_usd": "Source"}


def test_the_hashprice_of_a_day_follows_from_its_network():
    """10⁻⁶ blocks × (3.125 + 0.875) BTC × $100,000 = $0.40 per TH/s and day."""
    history = history_of(
        {
            **prices((day(18), 100_000), (day(19), 100_000), (day(20), 50_000)),
            "difficulty": series((day(10), ROUND_DIFFICULTY)),
            "block_height": series((day(10), 976_000)),
            "fees_btc_per_block": series((day(18), 0.875), (day(20), 0.0)),
        }
    )
    assert history is not None
    # Without fees the 19th has no hashprice; on the 20th 3.125 BTC × $50,000 × 10⁻⁶ = $0.15625.
    np.testing.assert_allclose(
        history.hashprice_usd_per_th_per_day, [0.4, math.nan, 0.15625], rtol=1e-12
    )
    # 8 days at 144 blocks after height 976,000.
    assert history.block_height.tolist() == [977_152, 977_296, 977_440]


def test_difficulty_holds_until_the_next_retarget():
    """A retarget at noon of the 19th counts from the 20th on, one at midnight at once."""
    history = history_of(
        {
            **prices(*((day(d), 80_000) for d in (17, 18, 19, 20, 21))),
            "difficulty": series((day(18), 1e14), (day(19, 12), 2e14), (day(21), 3e14)),
        }
    )
    assert history is not None
    np.testing.assert_array_equal(history.difficulty, [math.nan, 1e14, 1e14, 2e14, 3e14])


def test_heights_lie_between_two_retargets_by_time():
    """2,016 blocks in 12 days are 168 a day; before the first retarget none is known."""
    history = history_of(
        {
            **prices(*((day(d), 80_000) for d in range(1, 17))),
            "block_height": series((day(2), 974_736), (day(14), 976_752)),
        }
    )
    assert history is not None
    assert math.isnan(history.block_height[0])
    assert history.block_height[1] == 974_736
    assert history.block_height[2] == 974_904  # one day: 168
    assert history.block_height[7] == 975_744  # half of the way: 1,008
    assert history.block_height[13] == 976_752
    assert history.block_height[15] == 977_040  # two days at the usual 144


def test_the_subsidy_halves_at_its_height():
    """Height 1,049,856 on the 18th, 1,050,000 on the 19th: 3.125 BTC, then 1.5625."""
    history = history_of(
        {
            **prices((day(18), 100_000), (day(19), 100_000)),
            "difficulty": series((day(10), ROUND_DIFFICULTY)),
            "block_height": series((day(18), 1_049_856), (day(20), 1_050_144)),
            "fees_btc_per_block": series((day(18), 0.4375), (day(19), 0.4375)),
        }
    )
    assert history is not None
    # 10⁻⁶ × (3.125 + 0.4375) × 100,000 and 10⁻⁶ × (1.5625 + 0.4375) × 100,000.
    np.testing.assert_allclose(history.hashprice_usd_per_th_per_day, [0.35625, 0.2], rtol=1e-12)


def test_an_index_is_shown_beside_the_calculation():
    """What an index observed stands on its own days."""
    history = history_of(
        {
            **prices((day(18), 80_000), (day(19), 80_000)),
            "observed_usd_per_th_per_day": series((day(17), 0.04), (day(19), 0.05)),
        }
    )
    assert history is not None
    np.testing.assert_array_equal(history.observed_usd_per_th_per_day, [math.nan, 0.05])


def test_a_history_is_as_old_as_its_oldest_series():
    """Whoever was fetched first tells the age."""
    old = NOON - dt.timedelta(days=3)
    history = history_of(
        {
            **prices((day(18), 80_000)),
            "fees_btc_per_block": series((day(18), 0.02), fetched_at=old),
        }
    )
    assert history is not None
    assert history.fetched_at == old


def test_columns_are_read_only():
    """No page can change what another shows."""
    history = history_of(prices((day(18), 80_000)))
    assert history is not None
    assert list(history.columns()) == [
        "days",
        "btc_price_usd",
        "difficulty",
        "block_height",
        "fees_btc_per_block",
        "hashprice_usd_per_th_per_day",
        "observed_usd_per_th_per_day",
    ]
    for column in history.columns().values():
        with pytest.raises(ValueError, match="read-only"):
            column[0] = column[0]


def test_a_series_comes_back_from_its_row():
    """Times and values are the same to the last digit."""
    kept = series((day(18), 0.1 + 0.2), (day(19, 7), 82_000))
    assert row_as(Series, msgspec.to_builtins(kept)) == kept


ROW = {"source": "Source", "fetched_at": NOON.isoformat(), "values": [[1_795_219_200, 5]]}


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        {},
        ROW | {"fetched_at": "soon"},
        ROW | {"fetched_at": 5},
        ROW | {"fetched_at": "2026-11-21T12:00:00"},
        ROW | {"values": 5},
        ROW | {"values": [5]},
        ROW | {"values": [[5]]},
        ROW | {"values": [["noon", 5]]},
        ROW | {"values": [[1e18, 5]]},
        ROW | {"values": [[math.nan, 5]]},
        ROW | {"values": [[1_795_219_200, "many"]]},
        ROW | {"values": [[1_795_219_200, None]]},
        ROW | {"values": [[1_795_219_200, math.nan]]},
        ROW | {"values": [[1_795_219_200, math.inf]]},
        ROW | {"values": [[1_795_219_200, 10**400]]},
    ],
    ids=lambda row: str(row)[:24],
)
def test_a_row_that_makes_no_sense_is_no_series(row):
    """It is fetched anew."""
    assert row_as(Series, row) is None
