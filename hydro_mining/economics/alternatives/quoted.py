"""A host's offer as it is quoted, in dollars, and the terms of a study that it comes to."""

from dataclasses import dataclass, replace
from typing import Any

from hydro_mining.economics.alternative_terms import HostedOffer
from hydro_mining.economics.checking import check_numbers
from hydro_mining.economics.inputs import Miner


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedOffer:
    """What a host asks; None is what the offer does not name.

    Parameters
    ----------
    quoted_usd_per_kwh : [$/kWh], all in
    quoted_usd_per_th : [$/TH], of a machine
    profit_share : [1], what the host takes of revenue left after power

    Raises
    ------
    InputError
        If a figure is out of its range.
    """

    quoted_usd_per_kwh: float | None = None
    quoted_usd_per_th: float | None = None
    profit_share: float | None = None

    def __post_init__(self) -> None:
        check_numbers(self)


def converted(
    quoted: QuotedOffer, offer: HostedOffer, machine: Miner, *, usd_to_gbp: float
) -> HostedOffer:
    """Return an offer with what was quoted for a machine in its place, in pounds.

    ``$/kWh × £/$`` and ``$/TH × TH/s of the machine × £/$``; what is quoted stays at the rate of
    that moment.
    """
    named: dict[str, Any] = {}
    if quoted.quoted_usd_per_kwh is not None:
        named["all_in_gbp_per_kwh"] = quoted.quoted_usd_per_kwh * usd_to_gbp
    if quoted.quoted_usd_per_th is not None:
        named["machine_price_gbp"] = quoted.quoted_usd_per_th * machine.hashrate_ths * usd_to_gbp
        named["machine"] = machine.name
    if quoted.profit_share is not None:
        named["profit_share"] = quoted.profit_share
    return replace(offer, **named)
