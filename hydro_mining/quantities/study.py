"""The vocabulary of a study: network, site, machines, money, scenarios and their results."""

from hydro_mining.quantities.formats import (
    FINE_MONEY,
    FRACTION,
    KILOWATTS,
    MONEY,
    MONEY_WITH_PENCE,
    NOT_NEGATIVE,
    PER_CENT,
    POSITIVE,
    RATE,
    SHARE,
    WHOLE,
    amount,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import LARGEST_EXACT_INTEGER, Format, Quantity, Range

# A price that was entered keeps all its digits, ten at most: 0.1 + 0.2 is 0.3 then.
_POWER_PRICE = Format(prefix="£", decimals=3, significant=10, trims=True, is_money=True)
_BREAKEVEN_PRICE = Format(prefix="£", decimals=3, significant=4, is_money=True)
# Entered amounts keep their pence.
_MONEY_PER_KW = Format(prefix="£", decimals=0, significant=4, trims=True, is_money=True)
_YEARS = measured_in("years")

_NETWORK = {
    "btc_price_usd": Quantity(
        "Bitcoin price", "$/BTC", "Price of one bitcoin.", Format(prefix="$"), POSITIVE
    ),
    "difficulty": Quantity(
        "Difficulty",
        "",
        "How hard it is to find a block; the network sets it every 2,016 blocks.",
        Format(suffix=" T", decimals=2, scale=1e-12),
        POSITIVE,
    ),
    "block_height": Quantity(
        "Block height",
        "blocks",
        "Blocks found so far; the next halving follows from it.",
        WHOLE,
        Range(lower=0, upper=LARGEST_EXACT_INTEGER, whole=True),
    ),
    "usd_to_gbp": Quantity(
        "Pounds for a dollar", "£/$", "Exchange rate.", Format(decimals=4), POSITIVE
    ),
    "fees_btc_per_block": Quantity(
        "Fees per block",
        "BTC/block",
        "Transaction fees that a block pays on top of the subsidy.",
        Format(decimals=4, suffix=" BTC"),
        NOT_NEGATIVE,
    ),
}

_SITE = {
    "site_power_kw": Quantity(
        "Site power", "kW", "Electrical power that can go to mining.", KILOWATTS, POSITIVE
    ),
    "load_factor": share(
        "Load factor", "Average share of the site power that the water delivers over a year.", SHARE
    ),
    "power_price_gbp_per_kwh": Quantity(
        "Power price",
        "£/kWh",
        "What a kWh costs, or would have earned if it were exported.",
        _POWER_PRICE,
        Range(lower=0, upper=5),
    ),
    "overhead_fraction": share(
        "Cooling and losses",
        "Power for cooling, transformers and cables on top of the machines' own.",
        FRACTION,
    ),
}

_MINERS = {
    "hashrate_ths": Quantity(
        "Hashrate", "TH/s", "Speed of a machine.", measured_in("TH/s"), POSITIVE
    ),
    "power_w": Quantity(
        "Power", "W", "Electrical power of a machine.", measured_in("W", 0), POSITIVE
    ),
    "price_gbp": amount("Price", "Price of one machine.", NOT_NEGATIVE),
}

_FINANCE = {
    "years": Quantity(
        "Years", "years", "Length of the study.", WHOLE, Range(lower=1, upper=50, whole=True)
    ),
    "discount_rate_per_year": Quantity(
        "Discount rate",
        "fraction a year, 0.1 is 10 %",
        "What the money could earn elsewhere at the same risk.",
        PER_CENT,
        RATE,
    ),
    "pool_fee_fraction": share(
        "Pool fee", "Share of the mined coin that the pool keeps.", FRACTION
    ),
    "other_capex_gbp": amount(
        "Other investment",
        "Container, transformer, network and work, once, at the start.",
        NOT_NEGATIVE,
    ),
    "other_opex_gbp_per_year": Quantity(
        "Other running cost", "£ a year", "Labour, insurance, repair, rent.", MONEY, NOT_NEGATIVE
    ),
    "other_capex_gbp_per_kw": Quantity(
        "Other investment per kW",
        "£/kW",
        "The same for each kW that the machines draw, cooling and losses included.",
        _MONEY_PER_KW,
        NOT_NEGATIVE,
    ),
    "other_opex_gbp_per_kw_per_year": Quantity(
        "Other running cost per kW",
        "£/kW a year",
        "The same for each kW that the machines draw, cooling and losses included.",
        _MONEY_PER_KW,
        NOT_NEGATIVE,
    ),
    "residual_value_fraction": share(
        "Resale at the end",
        "What the machines fetch in the end, as a share of their price.",
        FRACTION,
    ),
}

_SCENARIO = {
    "btc_price_shock": Quantity(
        "Price shock", "fraction", "Bitcoin price at once.", PER_CENT, RATE
    ),
    "btc_price_growth_per_year": Quantity(
        "Price growth", "fraction a year", "Bitcoin price each year.", PER_CENT, RATE
    ),
    "difficulty_shock": Quantity(
        "Difficulty shock", "fraction", "Difficulty at once.", PER_CENT, RATE
    ),
    "difficulty_growth_per_year": Quantity(
        "Difficulty growth", "fraction a year", "Difficulty each year.", PER_CENT, RATE
    ),
    "fee_growth_per_year": Quantity(
        "Fee growth", "fraction a year", "Fees per block each year.", PER_CENT, RATE
    ),
    "power_price_shock": Quantity(
        "Power shock", "fraction", "Power price at once.", PER_CENT, RATE
    ),
    "power_price_growth_per_year": Quantity(
        "Power growth", "fraction a year", "Power price each project year.", PER_CENT, RATE
    ),
}

_MACHINE_RESULTS = {
    "efficiency_j_per_th": Quantity(
        "Efficiency", "J/TH", "Energy for a terahash; lower is better.", measured_in("J/TH")
    ),
    "kwh_per_day": Quantity(
        "Energy a day", "kWh", "Energy of one machine, cooling included.", measured_in("kWh")
    ),
    "revenue_gbp_per_day": Quantity(
        "Revenue a day", "£/day", "What one machine mines in a day of year 1.", MONEY_WITH_PENCE
    ),
    "power_cost_gbp_per_day": Quantity(
        "Power cost a day", "£/day", "What one machine's energy costs in a day.", MONEY_WITH_PENCE
    ),
    "profit_gbp_per_day": Quantity(
        "Gross profit a day", "£/day", "Revenue less power cost of one machine.", MONEY_WITH_PENCE
    ),
    "breakeven_power_price_gbp_per_kwh": Quantity(
        "Break-even power price",
        "£/kWh",
        "Power price at which the machine earns nothing in year 1.",
        _BREAKEVEN_PRICE,
    ),
    "simple_payback_days": Quantity(
        "Payback", "days", "Price over year-1 gross profit a day.", measured_in("days", 0)
    ),
    "site_npv_gbp": amount(
        "NPV of the site", "Present value of the site filled with this machine."
    ),
    "cost_gbp_per_th_per_day": Quantity(
        "Power cost per TH", "£/TH/day", "What a TH/s costs a day in power.", FINE_MONEY
    ),
}

_SITE_RESULTS = {
    "effective_power_kw": Quantity(
        "Average power", "kW", "Site power times load factor.", KILOWATTS
    ),
    "n_miners": Quantity(
        "Machines",
        "machines",
        "How many the average power runs; in a plan of water and grid how many pay best.",
        WHOLE,
    ),
    "unused_power_kw": Quantity(
        "Unused power", "kW", "Average power left over, too little for one more.", KILOWATTS
    ),
    "site_hashrate_ths": Quantity(
        "Site hashrate", "TH/s", "All machines together.", measured_in("TH/s", 0)
    ),
    "site_kwh_per_day": Quantity(
        "Energy used a day", "kWh/day", "All machines, cooling included.", measured_in("kWh", 0)
    ),
    "site_power_cost_per_day": Quantity(
        "Power cost a day", "£/day", "All machines, year 1.", MONEY
    ),
    "capex_miners_gbp": amount("Machines cost", "Price of all machines."),
    "site_revenue_per_day": Quantity("Revenue a day", "£/day", "All machines, year 1.", MONEY),
    "site_gross_profit_per_day": Quantity(
        "Gross profit a day", "£/day", "Revenue less power cost, year 1.", MONEY
    ),
    "rev_per_th_per_day": Quantity(
        "Revenue per TH", "£/TH/day", "What a TH/s mines a day, after the pool fee.", FINE_MONEY
    ),
}

_PAYS_IF_RESULTS = {
    "miner_price_gbp": Quantity(
        "Machine price at which it pays",
        "£",
        "Price of one machine at which the NPV is zero.",
        MONEY_WITH_PENCE,
    ),
}

_CASH_FLOW_RESULTS = {
    "year": Quantity("Year", "", "Project year, 365 days from go-live.", WHOLE),
    "annual_revenue_gbp": amount("Revenue", "Revenue of the year."),
    "annual_power_cost_gbp": amount("Power cost", "Power cost of the year."),
    "annual_other_opex_gbp": amount(
        "Running cost", "Other running cost of the year, beside the power."
    ),
    "investment_and_resale_gbp": amount(
        "Investment, resale",
        "Machines and other investment at the start, what the machines fetch in the end.",
    ),
    "annual_profit_gbp": amount("Profit", "Revenue less power and other running cost."),
    "days_mined": Quantity("Days mined", "days", "Days of the year that mined.", WHOLE),
    "cash_flow_gbp": amount("Cash flow", "Money in less money out."),
    "cumulative_cash_flow_gbp": amount("Cumulative cash", "Cash flows added up."),
    "discounted_cumulative_cash_flow_gbp": amount(
        "Discounted cumulative cash", "Discounted cash flows added up."
    ),
    "npv_gbp": amount("NPV", "Net present value of all cash flows."),
    "irr": Quantity("IRR", "fraction a year", "Rate at which NPV is zero.", PER_CENT),
    "mirr": Quantity(
        "MIRR", "fraction a year", "IRR with money lent at the discount rate.", PER_CENT
    ),
    "roic": Quantity(
        "ROIC", "fraction a year", "Mean annual profit over all investment.", PER_CENT
    ),
    "simple_payback_years": Quantity(
        "Payback", "years", "When the cumulative cash first reaches zero.", _YEARS
    ),
    "discounted_payback_years": Quantity(
        "Discounted payback", "years", "The same with discounted cash.", _YEARS
    ),
}

STUDY_GROUPS = {
    "Network": _NETWORK,
    "Site": _SITE,
    "Machines": _MINERS,
    "Money": _FINANCE,
    "Scenarios": _SCENARIO,
    "Results of a machine": _MACHINE_RESULTS,
    "Results of the site": _SITE_RESULTS,
    "What would make it pay": _PAYS_IF_RESULTS,
    "Cash flows": _CASH_FLOW_RESULTS,
}
