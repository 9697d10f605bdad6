"""Bitcoin as a source of revenue."""

import datetime as dt

import numpy as np
import pytest

from hydro_mining.economics.bitcoin import (
    block_subsidy,
    blocks_to_halving,
    btc_per_th_per_day,
    days_to_halving,
    expected_block_time,
    hashprice,
    hashrate_share,
    network_hashprice,
    network_hashrate,
    observed_btc_per_th_per_day,
)
from hydro_mining.economics.inputs import Network

ROUND_DIFFICULTY = 27 * 5**20 / 2**7  # one millionth of a block per TH/s per day


@pytest.mark.parametrize(
    ("height", "satoshi"),
    [
        (0, 5_000_000_000),
        (209_999, 5_000_000_000),
        (210_000, 2_500_000_000),
        (839_999, 625_000_000),
        (840_000, 312_500_000),
        (1_049_999, 312_500_000),
        (1_050_000, 156_250_000),
        # 5e9 / 2**10 = 4,882,812.5: the shift drops the half satoshi.
        (2_100_000, 4_882_812),
        (6_929_999, 1),
        (6_930_000, 0),
        (6_930_001, 0),
    ],
)
def test_subsidy_halves_every_210_000_blocks(height: int, satoshi: int) -> None:
    """The subsidy is 5e9 satoshi shifted right by one for every 210,000 blocks."""
    assert int(block_subsidy(height)) == satoshi


@pytest.mark.parametrize("height", [64 * 210_000, 65 * 210_000, 10**9, 2**53 - 1, 2**62])
def test_enormous_heights_have_no_subsidy(height: int) -> None:
    """A shift by 64 bits or more would wrap around, so such heights pay 0 all the same."""
    assert int(block_subsidy(height)) == 0


def test_all_subsidies_ever_are_just_under_21_million_bitcoin() -> None:
    """210,000 blocks of every era add up to 2,099,999,997,690,000 satoshi (Bitcoin Core tests)."""
    eras = np.arange(40) * 210_000
    assert 210_000 * int(block_subsidy(eras).sum()) == 2_099_999_997_690_000


def test_subsidy_is_a_whole_number_in_any_shape() -> None:
    """An array of heights gives integer satoshi of the same shape."""
    subsidy = block_subsidy(np.array([[0, 210_000], [840_000, 6_930_000]]))
    assert subsidy.dtype == np.int64
    assert subsidy.tolist() == [[5_000_000_000, 2_500_000_000], [312_500_000, 0]]


@pytest.mark.parametrize(
    ("height", "blocks"),
    [(0, 210_000), (1, 209_999), (209_999, 1), (210_000, 210_000), (970_748, 79_252)],
)
def test_blocks_to_the_next_halving_are_never_zero(height: int, blocks: int) -> None:
    """At a halving the next one is 210,000 blocks away."""
    assert int(blocks_to_halving(height)) == blocks


def test_days_to_halving_follow_the_block_spacing() -> None:
    """14,400 blocks are 100 days at 600 s and 50 days at 300 s."""
    height = 210_000 - 14_400
    assert float(days_to_halving(height)) == 100.0
    assert float(days_to_halving(height, seconds_per_block=300)) == 50.0


def test_hashrate_is_difficulty_times_2_to_the_32_over_600_seconds() -> None:
    """A difficulty of 600 is 2**32 hashes a second."""
    assert float(network_hashrate(600)) == 4_294_967_296.0
    assert float(network_hashrate(600, seconds_per_block=300)) == 8_589_934_592.0


def test_network_needs_600_seconds_for_its_own_difficulty() -> None:
    """The hashrate that a difficulty implies finds a block in 600 s."""
    hashrate_hs = network_hashrate(1.5e14)
    assert float(expected_block_time(difficulty=1.5e14, hashrate_hs=hashrate_hs)) == 600.0


def test_btc_per_th_per_day_counts_the_whole_reward() -> None:
    """At a millionth of a block a day, 3.125 BTC and 0.875 BTC of fees give 4e-6 BTC."""
    btc = btc_per_th_per_day(difficulty=ROUND_DIFFICULTY, reward_btc_per_block=3.125 + 0.875)
    assert float(btc) == pytest.approx(4e-6, rel=1e-15)


def test_observed_figure_takes_144_blocks_a_day() -> None:
    """1 TH/s of 144 EH/s earns 144 × 3.125 / 144e6 BTC a day."""
    btc = observed_btc_per_th_per_day(network_hashrate_hs=144e18, reward_btc_per_block=3.125)
    assert float(btc) == pytest.approx(3.125e-6, rel=1e-15)


def test_observed_and_difficulty_figures_agree_at_the_implied_hashrate() -> None:
    """The two ways are one when blocks come every 600 s."""
    implied = network_hashrate(1.3e14)
    observed = observed_btc_per_th_per_day(network_hashrate_hs=implied, reward_btc_per_block=3.2)
    stated = btc_per_th_per_day(difficulty=1.3e14, reward_btc_per_block=3.2)
    assert float(observed) == pytest.approx(float(stated), rel=1e-15)


def test_hashprice_is_bitcoin_a_day_times_price() -> None:
    """1e-6 blocks × 3.125 BTC × $80,000 is $0.25 per TH/s per day."""
    price = hashprice(
        difficulty=ROUND_DIFFICULTY, block_height=840_000, fees_btc_per_block=0, btc_price=80_000
    )
    assert float(price) == pytest.approx(0.25, rel=1e-15)


def test_hashprice_after_the_last_halving_is_fees_alone() -> None:
    """Without a subsidy 0.5 BTC of fees give 1e-6 × 0.5 × $80,000 = $0.04."""
    price = hashprice(
        difficulty=ROUND_DIFFICULTY,
        block_height=6_930_000,
        fees_btc_per_block=0.5,
        btc_price=80_000,
    )
    assert float(price) == pytest.approx(0.04, rel=1e-15)


def test_hashprice_broadcasts() -> None:
    """Two heights on either side of a halving give two hashprices, one half of the other."""
    before, after = hashprice(
        difficulty=ROUND_DIFFICULTY,
        block_height=np.array([1_049_999, 1_050_000]),
        fees_btc_per_block=0.0,
        btc_price=80_000,
    )
    assert before == pytest.approx(0.25, rel=1e-15)
    assert after == before / 2


def test_share_of_a_newcomer_includes_its_own_dilution() -> None:
    """Who adds 100 to a network of 300 gets a quarter, not a third."""
    assert float(hashrate_share(own_hashrate=100, network_hashrate=300)) == 0.25
    assert float(hashrate_share(own_hashrate=0, network_hashrate=300)) == 0.0


@pytest.mark.parametrize("difficulty", [132_716_002_350_731, np.array([132_716_002_350_731])])
def test_whole_difficulty_is_the_same_as_a_decimal_one(difficulty: int) -> None:
    """Difficulties arrive as integers from every provider; 1.3e14 is 1.3e14."""
    whole = btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=3.125)
    decimal = btc_per_th_per_day(difficulty=132_716_002_350_731.0, reward_btc_per_block=3.125)
    assert np.asarray(whole) == pytest.approx(float(decimal), rel=1e-14)
    implied = network_hashrate(difficulty)
    assert np.asarray(implied) == pytest.approx(132_716_002_350_731.0 * 2**32 / 600, rel=1e-14)
    seconds = expected_block_time(difficulty=difficulty, hashrate_hs=1e21)
    assert np.asarray(seconds) == pytest.approx(132_716_002_350_731.0 * 2**32 / 1e21, rel=1e-14)
    price = hashprice(
        difficulty=difficulty, block_height=840_000, fees_btc_per_block=0.0, btc_price=1.0
    )
    assert np.asarray(price) == pytest.approx(float(decimal), rel=1e-14)


def test_hashprice_of_the_networks_figures() -> None:
    """A millionth of a block of 3.125 + 0.875 BTC a day at $100,000 is $0.40 per TH/s."""
    network = Network(
        as_of=dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
        btc_price_usd=100_000,
        difficulty=ROUND_DIFFICULTY,
        block_height=840_000,
        usd_to_gbp=0.8,
        fees_btc_per_block=0.875,
    )
    assert network_hashprice(network) == pytest.approx(0.4, rel=1e-14)
