"""What a plan's intervals would mine in each month at any level of revenue and export price.

An interval is mined where the factor on revenue over that on export prices exceeds what its
export is worth over what its mining is: thresholds, sorted once a month. Each step is energy with
its worth; a future is looked up.

The generation payment follows no factor. Where it is kept when mining, and wherever export prices
are above 0, the decision is exact; where it is lost when mining it is decided as if the payment
moved with export prices, and export that would cost money in the scenario is refused in every
future. The money is that of what is decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import KWH_PER_MWH
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.plan.outlook import Outlook

# Of the sums: mining £, coin, payment £ and, for what is displaced, export £.
_COLUMNS = 4
_BELOW_ONE = np.nextafter(1.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Intervals:
    """E intervals of a scenario with one kilowatt of water, in order of the days.

    Attributes
    ----------
    day, row : (E,)
        Project day and row of water.
    threshold : (E,)
    displacing, unsold : (E, _COLUMNS)
        What a kilowatt brings where it is mined instead of exported, and beside it.
    """

    day: Integers
    row: Integers
    threshold: Floats
    displacing: Floats
    unsold: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonthStairs:
    """Sums of one month for Y years of water on B sets of prices.

    Attributes
    ----------
    keys : flat, ascending
        Threshold of each step, squashed to 0 … 1, with the number of its set added.
    key_start, sum_start, price_set : (Y,)
        Where each year's keys and sums begin, and the set of its prices.
    sums : flat, _COLUMNS wide
        Of all steps up to each.
    unsold : (Y, _COLUMNS)
    """

    keys: Floats
    key_start: Integers
    sum_start: Integers
    price_set: Integers
    sums: Floats
    unsold: Floats

    def displaced(self, factor: Floats, year: Integers) -> Floats:
        """Return what is mined instead of exported (_COLUMNS, P) at ``factor`` in years (P,)."""
        key = np.minimum(_squashed(factor), _BELOW_ONE)
        if len(self.key_start) == 1:
            return self.sums.take(np.searchsorted(self.keys, key, side="right"), axis=0).T
        found = np.searchsorted(self.keys, key + self.price_set[year], side="right")
        at = found - self.key_start[year] + self.sum_start[year]
        return self.sums.take(at, axis=0).T


def intervals_of(
    outlook: Outlook, *, joules_per_th: float, own_ths: float, coin_gbp: Floats
) -> Intervals:
    """Return the intervals of an outlook; ``coin_gbp`` (D,) is the price of a coin."""
    visits, price = outlook.days, outlook.days.samples.price
    hours = np.diff(price.hours_below, axis=1)[visits.price_row] * visits.weight[:, None]
    at, _ = np.nonzero(hours)
    mwh = hours[hours != 0] / KWH_PER_MWH
    paid = price.price[visits.price_row][hours != 0] * outlook.growth[at]
    payment = outlook.generation_payment_gbp_per_mwh
    kept = payment * outlook.kept_when_mining
    day = visits.day[at]
    mined = outlook.mined_gbp_per_mwh(joules_per_th, own_ths)[day]
    sold = paid + payment >= 0
    base = np.stack([mwh * mined, mwh * mined / coin_gbp[day], mwh * kept, 0 * mwh], axis=1)
    instead = base.copy()
    instead[:, 2] -= mwh * payment * sold
    instead[:, 3] = mwh * paid * sold
    worth = paid if outlook.kept_when_mining else paid + payment
    with np.errstate(divide="ignore", invalid="ignore"):
        threshold = np.where(worth > 0, worth / mined, 0.0)
    return Intervals(
        day=day,
        row=visits.water_row[at],
        threshold=threshold,
        displacing=instead,
        unsold=base,
    )


def month_stairs(
    sets: Sequence[Intervals], water: Sequence[tuple[Floats, Floats]], spans: Sequence[slice]
) -> MonthStairs:
    """Return the sums of a month.

    Parameters
    ----------
    sets
        B sets of prices.
    water
        Of each set: displacing and unsold water (Y, R) [kW].
    spans
        Of each set: its intervals in the month.
    """
    keys, sums, unsold, starts = [], [], [], []
    n_keys = n_sums = 0
    for number, (those, (displacing, beside), span) in enumerate(
        zip(sets, water, spans, strict=True)
    ):
        order = np.argsort(those.threshold[span], kind="stable")
        row = those.row[span]
        keys.append(_squashed(those.threshold[span][order]) + number)
        weighted = displacing[:, row[order], None] * those.displacing[span][order]
        running = np.zeros((len(displacing), len(order) + 1, _COLUMNS))
        np.cumsum(weighted, axis=1, out=running[:, 1:])
        sums.append(running.reshape(-1, _COLUMNS))
        unsold.append(beside[:, row] @ those.unsold[span])
        starts += [
            (n_keys, n_sums + year * (len(order) + 1), number) for year in range(len(displacing))
        ]
        n_keys += len(order)
        n_sums += len(sums[-1])
    key_start, sum_start, price_set = np.array(starts).T
    return MonthStairs(
        keys=np.concatenate(keys),
        key_start=key_start,
        sum_start=sum_start,
        price_set=price_set,
        sums=np.concatenate(sums),
        unsold=np.concatenate(unsold),
    )


def _squashed(factor: Floats) -> Floats:
    """Return 0 … ∞ as 0 … 1, in the same order."""
    with np.errstate(invalid="ignore"):
        squashed: Floats = np.where(np.isinf(factor), 1.0, factor / (1 + factor))
    return squashed
