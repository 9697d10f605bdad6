"""The terms of what else the same capital could do, each with the source of its default."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hydro_mining.economics.checking import check_numbers
from hydro_mining.exceptions import InputError

# What each default rests on, with its date where it ages.
TERM_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "hodl_fraction": "all mined coin is sold daily",
        "gilt_yield_per_year": "5-year gilts, Reuters, 22 Oct 2025",
        "savings_yield_per_year": "Bank Rate of Dec 2025",
        "index_yield_per_year": "a round figure for shares over decades, no source",
        "trading_fee_fraction": "a round figure for an exchange, no source",
        "custody_fee_per_year": "own keys cost nothing here",
        "index_volatility_per_year": "a round figure for shares, no source",
        "machine_price_gbp": "the study's price of the machine",
        "all_in_gbp_per_kwh": "8 US cents at the study's rate, Compass Mining, 2022",
        "setup_fee_gbp": "none assumed",
        "deposit_months": "30 days of fees, hosting agreements filed with the SEC, Sep 2025",
        "profit_share": "none assumed; 65 % in an SEC filing of Oct 2021, with power at $0.027",
        "uptime": "no stoppage assumed",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedOffer:
    """Machines that stand at a host's.

    Parameters
    ----------
    machine
        One of the study's machines; None is the one that the site would get.
    machine_price_gbp : [£]
        None is its price in the study.
    setup_fee_gbp : [£ a machine]
    deposit_months : [months of the machines' power], returned at the end
        One month: 30 days' fees in hosting agreements filed with the SEC (September 2025).
    all_in_gbp_per_kwh : [£/kWh] of the machines' own draw
        None is 8 US cents at the study's rate (Compass Mining, 2022); the price stays as quoted.
    profit_share : [1] of the revenue that is left after power
    uptime : [1]
    """

    machine: str | None = None
    machine_price_gbp: float | None = None
    setup_fee_gbp: float = 0.0
    deposit_months: float = 1.0
    all_in_gbp_per_kwh: float | None = None
    profit_share: float = 0.0
    uptime: float = 1.0

    def __post_init__(self) -> None:
        if self.machine is not None and not isinstance(self.machine, str):
            raise InputError("machine", "the name of a machine", self.machine)
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Terms of the alternatives.

    Parameters
    ----------
    hodl_fraction : [1], of the mined coin
    hosted
    gilt_yield_per_year : [1/year]
        5 years' gilts: 3.83 % (Reuters, 22 October 2025).
    savings_yield_per_year : [1/year]
        Bank Rate: 3.75 % (December 2025).
    index_yield_per_year : [1/year]
        A round figure for shares over decades; no source is claimed.
    trading_fee_fraction : [1], on each purchase and each sale of kept coin
    custody_fee_per_year : [1/year], taken in coin
    index_volatility_per_year : [1/year], where odds are drawn
    """

    hodl_fraction: float = 0.0
    hosted: HostedOffer = HostedOffer()
    gilt_yield_per_year: float = 0.0383
    savings_yield_per_year: float = 0.0375
    index_yield_per_year: float = 0.07
    trading_fee_fraction: float = 0.005
    custody_fee_per_year: float = 0.0
    index_volatility_per_year: float = 0.16

    def __post_init__(self) -> None:
        check_numbers(self)
