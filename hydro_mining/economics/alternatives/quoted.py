"""A host's offer as it is quoted, in dollars, and the terms of a study that it comes to."""

from dataclasses import dataclass, replace

from hydro_mining.economics.alternative_terms import HostedOffer
from hydro_mining.economics.checking import check_numbers
from hydro_mining.economics.inputs import Miner

__all__ = ["QuotedOffer", "converted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedOffer:
    """What a host asks.

    Parameters
    ----------
    quoted_usd_per_kwh : [$/kWh], all in
    quoted_usd_per_th : [$/TH], of a machine
    profit_share : [1], what the host takes of revenue left after power
    """

    quoted_usd_per_kwh: float
    quoted_usd_per_th: float
    profit_share: float = 0.0

    def __post_init__(self) -> None:
        check_numbers(self)


def converted(
    quoted: QuotedOffer, offer: HostedOffer, machine: Miner, *, usd_to_gbp: float
) -> HostedOffer:
    """Return an offer with what was quoted for a machine in its place, in pounds.

    ``$/kWh × £/$`` and ``$/TH × TH/s of the machine × £/$``; what is quoted stays at the rate of
    that moment.
    """
    return replace(
        offer,
        machine=machine.name,
        all_in_gbp_per_kwh=quoted.quoted_usd_per_kwh * usd_to_gbp,
        machine_price_gbp=quoted.quoted_usd_per_th * machine.hashrate_ths * usd_to_gbp,
        profit_share=quoted.profit_share,
    )
