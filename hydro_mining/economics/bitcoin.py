"""Bitcoin as a source of revenue: subsidy, halvings, difficulty, hashrate, hashprice."""

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import (
    BLOCKS_PER_DAY,
    BLOCKS_PER_DIFFICULTY_CHANGE,
    BLOCKS_PER_HALVING,
    FIRST_BLOCK_SUBSIDY_SAT,
    FIRST_HEIGHT_WITHOUT_SUBSIDY,
    HASHES_PER_DIFFICULTY,
    HASHES_PER_TERAHASH,
    SATOSHI_PER_BTC,
    SECONDS_PER_BLOCK,
    SECONDS_PER_DAY,
)
from hydro_mining.economics.arrays import Figure, Integers
from hydro_mining.economics.inputs import Network


def block_subsidy(block_height: ArrayLike) -> Integers:
    """Return the subsidy [sat] of blocks at ``block_height`` [blocks], any shape.

    Integer halving by right shift, 0 from height 6,930,000 on (Bitcoin Core,
    ``GetBlockSubsidy``).

    >>> int(block_subsidy(970_748))
    312500000
    """
    height = np.minimum(np.asarray(block_height), FIRST_HEIGHT_WITHOUT_SUBSIDY).astype(np.int64)
    subsidy: Integers = np.int64(FIRST_BLOCK_SUBSIDY_SAT) >> (height // BLOCKS_PER_HALVING)
    return subsidy


def blocks_to_halving(block_height: ArrayLike) -> Integers:
    """Return how many blocks [blocks] remain until the next halving.

    >>> int(blocks_to_halving(970_748))
    79252
    """
    return BLOCKS_PER_HALVING - np.asarray(block_height) % BLOCKS_PER_HALVING


def blocks_to_difficulty_change(block_height: ArrayLike) -> Integers:
    """Return how many blocks [blocks] remain until difficulty is set anew.

    >>> int(blocks_to_difficulty_change(970_748))  # 481 × 2,016 = 969,696; 482 × 2,016 = 971,712
    964
    """
    change = BLOCKS_PER_DIFFICULTY_CHANGE
    return change - np.asarray(block_height) % change


def days_to_halving(
    block_height: ArrayLike, *, seconds_per_block: ArrayLike = SECONDS_PER_BLOCK
) -> Figure:
    """Return the expected days [days] to the next halving at a block spacing [s].

    >>> round(float(days_to_halving(970_748)), 1)
    550.4
    """
    return blocks_to_halving(block_height) * np.asarray(seconds_per_block) / SECONDS_PER_DAY


def network_hashrate(
    difficulty: ArrayLike, *, seconds_per_block: ArrayLike = SECONDS_PER_BLOCK
) -> Figure:
    """Return the hashrate [H/s] that a difficulty implies at a block spacing [s]."""
    return np.asarray(difficulty) * HASHES_PER_DIFFICULTY / np.asarray(seconds_per_block)


def expected_block_time(*, difficulty: ArrayLike, hashrate_hs: ArrayLike) -> Figure:
    """Return the mean time [s] in which a hashrate [H/s] finds one block."""
    return np.asarray(difficulty) * HASHES_PER_DIFFICULTY / np.asarray(hashrate_hs)


def btc_per_th_per_day(*, difficulty: ArrayLike, reward_btc_per_block: ArrayLike) -> Figure:
    """Return what a TH/s mines [BTC/TH/day], from difficulty.

    ``reward_btc_per_block`` [BTC/block] is subsidy and fees together.

    >>> btc = btc_per_th_per_day(difficulty=150e12, reward_btc_per_block=3.125)
    >>> f"{200 * float(btc):.4g}"  # BTC a day of a 200 TH/s machine
    '8.382e-05'
    """
    hashes_per_day = HASHES_PER_TERAHASH * SECONDS_PER_DAY
    blocks_per_day = hashes_per_day / (np.asarray(difficulty) * HASHES_PER_DIFFICULTY)
    return blocks_per_day * np.asarray(reward_btc_per_block)


def observed_btc_per_th_per_day(
    *, network_hashrate_hs: ArrayLike, reward_btc_per_block: ArrayLike
) -> Figure:
    """Return what a TH/s mines [BTC/TH/day] by a reported hashrate [H/s]: "observed".

    An observed hashrate is a noisy estimate; show it beside the figure from difficulty,
    never instead of it.
    """
    reward_btc_per_day = BLOCKS_PER_DAY * np.asarray(reward_btc_per_block)
    return reward_btc_per_day * HASHES_PER_TERAHASH / np.asarray(network_hashrate_hs)


def hashprice(
    *,
    difficulty: ArrayLike,
    block_height: ArrayLike,
    fees_btc_per_block: ArrayLike,
    btc_price: ArrayLike,
) -> Figure:
    """Return the hashprice [currency/TH/day] from difficulty, in the price's currency.

    Parameters broadcast: ``difficulty`` [1], ``block_height`` [blocks],
    ``fees_btc_per_block`` [BTC/block], ``btc_price`` [currency/BTC].
    """
    subsidy_btc = block_subsidy(block_height) / SATOSHI_PER_BTC
    reward_btc_per_block = subsidy_btc + np.asarray(fees_btc_per_block)
    btc = btc_per_th_per_day(difficulty=difficulty, reward_btc_per_block=reward_btc_per_block)
    return btc * np.asarray(btc_price)


def network_hashprice(network: Network) -> float:
    """Return the hashprice [$/TH/day] of the network's figures, from difficulty."""
    found = hashprice(
        difficulty=network.difficulty,
        block_height=network.block_height,
        fees_btc_per_block=network.fees_btc_per_block,
        btc_price=network.btc_price_usd,
    )
    return float(found)


def hashrate_share(*, own_hashrate: ArrayLike, network_hashrate: ArrayLike) -> Figure:
    """Return the share [1] of blocks of a hashrate that joins the network, same units.

    ``own / (network + own)``: what joins the network also dilutes it.
    """
    own = np.asarray(own_hashrate)
    return own / (np.asarray(network_hashrate) + own)
