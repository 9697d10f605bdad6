"""What no machine on the market has been: figures that are likely to be in another unit."""

from hydro_mining.economics.arrays import Figure
from hydro_mining.economics.inputs import Miner

# [J/TH]. The best machines of 2026 need 9; those above 200 were sold before 2016.
_LEAST_J_PER_TH, _MOST_J_PER_TH = 5.0, 200.0
# [W]. A stick in a USB port needs some watts, the largest rack machine some 20,000.
_LEAST_W, _MOST_W = 10.0, 50_000.0
# [£/TH], and as well in dollars and euro. Machines were asked at 2 (2026, old ones) to 150 (2016)
# and more before.
_LEAST_PER_TH, _MOST_PER_TH = 0.2, 500.0
# From here on figures are shown without decimals.
_LONG = 1_000.0


def is_possible(efficiency_j_per_th: Figure) -> Figure:
    """Return whether machines need no less energy than the best that is sold."""
    return efficiency_j_per_th >= _LEAST_J_PER_TH


def machine_doubts(
    *,
    name: str,
    hashrate_ths: float,
    power_w: float,
    price: float = 0.0,
    currency: str = "£",
    rate: float = 1.0,
) -> tuple[str, ...]:
    """Return sentences on figures that no machine has had, and what they may be instead.

    ``price`` is in pounds, or in what is worth about as much; told in ``currency``, of which
    there are ``rate`` for one of it.

    >>> machine_doubts(name="M50", hashrate_ths=118, power_w=29)[0]
    'M50: 29 W for 118 TH/s is 0.2458 J/TH, below any machine; W and J/TH may be exchanged.'
    """
    doubts = []
    energy = f"{name}: {_shown(power_w)} W for {_shown(hashrate_ths)} TH/s is "
    efficiency = power_w / hashrate_ths
    if efficiency < _LEAST_J_PER_TH:
        is_exchanged = _LEAST_J_PER_TH <= power_w <= _MOST_J_PER_TH
        instead = "W and J/TH" if is_exchanged else "W and kW, or TH/s and GH/s,"
        doubts.append(
            f"{energy}{efficiency:.4g} J/TH, below any machine; {instead} may be exchanged."
        )
    elif efficiency > _MOST_J_PER_TH:
        doubts.append(f"{energy}{_shown(efficiency)} J/TH, above any machine since 2016.")
    if not _LEAST_W <= power_w <= _MOST_W and efficiency >= _LEAST_J_PER_TH:
        doubts.append(f"{name}: {power_w:,.6g} W is no single machine's power.")
    per_th = price / hashrate_ths
    if price > 0 and not _LEAST_PER_TH <= per_th <= _MOST_PER_TH:
        doubts.append(
            f"{name}: {currency}{_shown(per_th * rate)} per TH/s is far from any market price."
        )
    return tuple(doubts)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= _LONG else f"{value:,.4g}"


def miner_doubts(miner: Miner, *, currency: str = "£", rate: float = 1.0) -> tuple[str, ...]:
    """Return the doubts about a machine of a study, told in a currency."""
    return machine_doubts(
        name=miner.name,
        hashrate_ths=miner.hashrate_ths,
        power_w=miner.power_w,
        price=miner.price_gbp,
        currency=currency,
        rate=rate,
    )
