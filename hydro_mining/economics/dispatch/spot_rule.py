"""The spot rule in totals alone, for long series and for many of them.

The prices are read once, in pieces that stay in the processor's cache together with what is
computed from them: the time is then that of reading memory. Everything else of the package
keeps a figure an interval, for which there is no need here.
"""

from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Figure, Floats

__all__ = ["SpotTotals", "spot_totals"]

# 16,384 doubles are 128 kB: prices, lengths and working space fit a cache of 1 MB.
_PIECE = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotTotals:
    """``hours`` [h], ``energy_mwh`` [MWh], ``revenue`` and ``power_cost`` [currency]."""

    hours: float
    energy_mwh: float
    revenue: float
    power_cost: float

    @property
    def profit(self) -> float:
        """Revenue less power cost [currency]."""
        return self.revenue - self.power_cost


def spot_totals(
    *,
    mining_value: Figure,
    price: Floats,
    hours: Floats | float,
    power_mw: float,
    threshold: float = 0.0,
) -> SpotTotals:
    """Return totals of mining where ``v − p > threshold``.

    Parameters
    ----------
    mining_value : () or (N,) [currency/MWh]
    price : (N,) [currency/MWh]
    hours : () or (N,) [h]
        A number for intervals of one length.
    power_mw : [MW]
    threshold : [currency/MWh]

    >>> found = spot_totals(
    ...     mining_value=100.0, price=np.array([40.0, 120.0]), hours=1.0, power_mw=2.0
    ... )
    >>> found.energy_mwh, found.revenue, found.power_cost
    (2.0, 200.0, 80.0)
    """
    value, length = np.asarray(mining_value, dtype=float), np.asarray(hours, dtype=float)
    sums = np.zeros(4)
    margin = np.empty(min(_PIECE, len(price)))
    for first in range(0, len(price), _PIECE):
        piece = slice(first, first + _PIECE)
        paid = price[piece]
        sums += _sums(
            value=value[piece] if value.ndim else value,
            price=paid,
            hours=length[piece] if length.ndim else length,
            threshold=threshold,
            working=margin[: len(paid)],
        )
    all_hours, hours_on, value_hours, price_hours = sums.tolist()
    return SpotTotals(
        hours=all_hours,
        energy_mwh=power_mw * hours_on,
        revenue=power_mw * value_hours,
        power_cost=power_mw * price_hours,
    )


def _sums(
    *, value: Figure, price: Floats, hours: Figure, threshold: float, working: Floats
) -> tuple[float, float, float, float]:
    """Return hours, hours on, and value and price times hours on, of one piece.

    ``working`` is as long as the piece; it holds the margins, then the hours on.
    """
    np.subtract(value, price, out=working)
    np.greater(working, threshold, out=working)
    if hours.ndim:
        working *= hours
        length, weight = float(hours.sum()), 1.0
    else:
        weight = float(hours)
        length = weight * len(price)
    hours_on = weight * float(working.sum())
    value_hours = weight * float(value @ working) if value.ndim else float(value) * hours_on
    return length, hours_on, value_hours, weight * float(price @ working)
