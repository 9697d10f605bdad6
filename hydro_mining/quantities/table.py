"""The vocabulary's entries, one for every input and every result."""

from collections.abc import Mapping
from types import MappingProxyType

from hydro_mining.quantities.dispatch_table import DISPATCH_QUANTITIES
from hydro_mining.quantities.growth_table import GROWTH_QUANTITIES
from hydro_mining.quantities.kinds import LARGEST_EXACT_INTEGER, Format, Quantity, Range

__all__ = ["QUANTITIES"]

_POUNDS = Format(prefix="£", is_money=True)
_PENCE = Format(prefix="£", decimals=2, is_money=True)
_PER_KWH = Format(prefix="£", decimals=3, is_money=True)
_FINE_POUNDS = Format(prefix="£", decimals=2, significant=4, is_money=True)
_WHOLE = Format()
_PER_CENT = Format(suffix=" %", decimals=1, scale=100)
_YEARS = Format(suffix=" years", decimals=1)
_DAYS = Format(suffix=" days")

_POSITIVE = Range(lower=0, lower_is_legal=False)
_NOT_NEGATIVE = Range(lower=0)
_FRACTION = Range(lower=0, upper=1)
_RATE = Range(lower=-1, lower_is_legal=False, upper=10)


def _quantity(
    label: str, unit: str, meaning: str, fmt: Format, legal: Range | None = None
) -> Quantity:
    return Quantity(label=label, unit=unit, meaning=meaning, format=fmt, range=legal)


def _kilo(unit: str, decimals: int = 1) -> Format:
    return Format(suffix=f" {unit}", decimals=decimals)


_NETWORK = {
    "btc_price_usd": _quantity(
        "Bitcoin price", "$/BTC", "Price of one bitcoin.", Format(prefix="$"), _POSITIVE
    ),
    "difficulty": _quantity(
        "Difficulty",
        "",
        "How hard it is to find a block; the network sets it every 2,016 blocks.",
        Format(suffix=" T", decimals=2, scale=1e-12),
        _POSITIVE,
    ),
    "block_height": _quantity(
        "Block height",
        "blocks",
        "Blocks found so far; the next halving follows from it.",
        _WHOLE,
        Range(lower=0, upper=LARGEST_EXACT_INTEGER, whole=True),
    ),
    "usd_to_gbp": _quantity(
        "Pounds for a dollar", "£/$", "Exchange rate.", Format(decimals=4), _POSITIVE
    ),
    "fees_btc_per_block": _quantity(
        "Fees per block",
        "BTC/block",
        "Transaction fees that a block pays on top of the subsidy.",
        Format(decimals=4, suffix=" BTC"),
        _NOT_NEGATIVE,
    ),
}

_SITE = {
    "site_power_kw": _quantity(
        "Site power", "kW", "Electrical power that can go to mining.", _kilo("kW"), _POSITIVE
    ),
    "load_factor": _quantity(
        "Load factor",
        "fraction, 1 is 100 %",
        "Average share of the site power that the water delivers over a year.",
        _PER_CENT,
        Range(lower=0, lower_is_legal=False, upper=1),
    ),
    "power_price_gbp_per_kwh": _quantity(
        "Power price",
        "£/kWh",
        "What a kWh costs, or would have earned if it were exported.",
        _PER_KWH,
        Range(lower=0, upper=5),
    ),
    "overhead_fraction": _quantity(
        "Cooling and losses",
        "fraction, 1 is 100 %",
        "Power for cooling, transformers and cables on top of the machines' own.",
        _PER_CENT,
        _FRACTION,
    ),
}

_MINERS = {
    "hashrate_ths": _quantity("Hashrate", "TH/s", "Speed of a machine.", _kilo("TH/s"), _POSITIVE),
    "power_w": _quantity("Power", "W", "Electrical power of a machine.", _kilo("W", 0), _POSITIVE),
    "price_gbp": _quantity("Price", "£", "Price of one machine.", _POUNDS, _NOT_NEGATIVE),
}

_FINANCE = {
    "years": _quantity(
        "Years", "years", "Length of the study.", _WHOLE, Range(lower=1, upper=50, whole=True)
    ),
    "discount_rate_per_year": _quantity(
        "Discount rate",
        "fraction a year, 0.1 is 10 %",
        "What the money could earn elsewhere at the same risk.",
        _PER_CENT,
        _RATE,
    ),
    "pool_fee_fraction": _quantity(
        "Pool fee",
        "fraction, 1 is 100 %",
        "Share of the mined coin that the pool keeps.",
        _PER_CENT,
        _FRACTION,
    ),
    "other_capex_gbp": _quantity(
        "Other investment",
        "£",
        "Container, transformer, network and work, once, at the start.",
        _POUNDS,
        _NOT_NEGATIVE,
    ),
    "other_opex_gbp_per_year": _quantity(
        "Other running cost",
        "£ a year",
        "Labour, insurance, repair, rent.",
        _POUNDS,
        _NOT_NEGATIVE,
    ),
    "residual_value_fraction": _quantity(
        "Resale at the end",
        "fraction, 1 is 100 %",
        "What the machines fetch in the end, as a share of their price.",
        _PER_CENT,
        _FRACTION,
    ),
}

_SCENARIO = {
    "btc_price_shock": _quantity(
        "Price shock", "fraction", "Bitcoin price at once.", _PER_CENT, _RATE
    ),
    "btc_price_growth_per_year": _quantity(
        "Price growth", "fraction a year", "Bitcoin price each year.", _PER_CENT, _RATE
    ),
    "difficulty_shock": _quantity(
        "Difficulty shock", "fraction", "Difficulty at once.", _PER_CENT, _RATE
    ),
    "difficulty_growth_per_year": _quantity(
        "Difficulty growth", "fraction a year", "Difficulty each year.", _PER_CENT, _RATE
    ),
    "fee_growth_per_year": _quantity(
        "Fee growth", "fraction a year", "Fees per block each year.", _PER_CENT, _RATE
    ),
    "power_price_shock": _quantity(
        "Power shock", "fraction", "Power price at once.", _PER_CENT, _RATE
    ),
    "power_price_growth_per_year": _quantity(
        "Power growth", "fraction a year", "Power price each project year.", _PER_CENT, _RATE
    ),
}

_MACHINE_RESULTS = {
    "efficiency_j_per_th": _quantity(
        "Efficiency", "J/TH", "Energy for a terahash; lower is better.", _kilo("J/TH")
    ),
    "kwh_per_day": _quantity(
        "Energy a day", "kWh", "Energy of one machine, cooling included.", _kilo("kWh")
    ),
    "revenue_gbp_per_day": _quantity(
        "Revenue a day", "£/day", "What one machine mines in a day of year 1.", _PENCE
    ),
    "power_cost_gbp_per_day": _quantity(
        "Power cost a day", "£/day", "What one machine's energy costs in a day.", _PENCE
    ),
    "profit_gbp_per_day": _quantity(
        "Profit a day", "£/day", "Revenue less power cost of one machine.", _PENCE
    ),
    "breakeven_power_price_gbp_per_kwh": _quantity(
        "Break-even power price",
        "£/kWh",
        "Power price at which the machine earns nothing in year 1.",
        _PER_KWH,
    ),
    "simple_payback_days": _quantity("Payback", "days", "Price over year-1 profit a day.", _DAYS),
    "site_npv_gbp": _quantity(
        "NPV of the site", "£", "Present value of the site filled with this machine.", _POUNDS
    ),
    "cost_gbp_per_th_per_day": _quantity(
        "Power cost per TH", "£/TH/day", "What a TH/s costs a day in power.", _FINE_POUNDS
    ),
}

_SITE_RESULTS = {
    "effective_power_kw": _quantity(
        "Average power", "kW", "Site power times load factor.", _kilo("kW")
    ),
    "n_miners": _quantity("Machines", "machines", "How many the average power runs.", _WHOLE),
    "unused_power_kw": _quantity(
        "Unused power", "kW", "Average power left over, too little for one more.", _kilo("kW")
    ),
    "site_hashrate_ths": _quantity(
        "Site hashrate", "TH/s", "All machines together.", _kilo("TH/s", 0)
    ),
    "site_kwh_per_day": _quantity(
        "Energy used a day", "kWh/day", "All machines, cooling included.", _kilo("kWh", 0)
    ),
    "site_power_cost_per_day": _quantity(
        "Power cost a day", "£/day", "All machines, year 1.", _POUNDS
    ),
    "capex_miners_gbp": _quantity("Machines cost", "£", "Price of all machines.", _POUNDS),
    "site_revenue_per_day": _quantity("Revenue a day", "£/day", "All machines, year 1.", _POUNDS),
    "site_gross_profit_per_day": _quantity(
        "Gross profit a day", "£/day", "Revenue less power cost, year 1.", _POUNDS
    ),
    "rev_per_th_per_day": _quantity(
        "Revenue per TH", "£/TH/day", "What a TH/s mines a day, after the pool fee.", _FINE_POUNDS
    ),
}

_CASH_FLOW_RESULTS = {
    "year": _quantity("Year", "", "Project year, 365 days from go-live.", Format()),
    "annual_revenue_gbp": _quantity("Revenue", "£", "Revenue of the year.", _POUNDS),
    "annual_power_cost_gbp": _quantity("Power cost", "£", "Power cost of the year.", _POUNDS),
    "annual_profit_gbp": _quantity(
        "Profit", "£", "Revenue less power and other running cost.", _POUNDS
    ),
    "days_mined": _quantity("Days mined", "days", "Days of the year that mined.", _WHOLE),
    "cash_flow_gbp": _quantity("Cash flow", "£", "Money in less money out.", _POUNDS),
    "cumulative_cash_flow_gbp": _quantity("Cumulative cash", "£", "Cash flows added up.", _POUNDS),
    "discounted_cumulative_cash_flow_gbp": _quantity(
        "Discounted cumulative cash", "£", "Discounted cash flows added up.", _POUNDS
    ),
    "npv_gbp": _quantity("NPV", "£", "Net present value of all cash flows.", _POUNDS),
    "irr": _quantity("IRR", "fraction a year", "Rate at which NPV is zero.", _PER_CENT),
    "mirr": _quantity(
        "MIRR", "fraction a year", "IRR with money lent at the discount rate.", _PER_CENT
    ),
    "roic": _quantity(
        "ROIC", "fraction a year", "Mean annual profit over all investment.", _PER_CENT
    ),
    "simple_payback_years": _quantity(
        "Payback", "years", "When the cumulative cash first reaches zero.", _YEARS
    ),
    "discounted_payback_years": _quantity(
        "Discounted payback", "years", "The same with discounted cash.", _YEARS
    ),
}

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    _NETWORK
    | _SITE
    | _MINERS
    | _FINANCE
    | _SCENARIO
    | _MACHINE_RESULTS
    | _SITE_RESULTS
    | _CASH_FLOW_RESULTS
    | DISPATCH_QUANTITIES
    | GROWTH_QUANTITIES
)
