"""The vocabulary of dispatch: prices by the interval, contracts, schedules and their results.

Money is in the currency of the price file; ``currency`` stands for it in units.
"""

from hydro_mining.quantities.formats import (
    ANY,
    FINE_MONEY,
    HOURS,
    MONEY,
    MONEY_WITH_PENCE,
    NOT_NEGATIVE,
    PER_CENT,
    POSITIVE,
    SHARE,
    WHOLE,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import Quantity, Range

# Far beyond what any currency's power has cost: a sum of a year's stays a number.
_PRICE = Range(lower=-1e9, upper=1e9)
_MEGAWATTS = measured_in("MW")
_ENERGY = measured_in("MWh", 0)
_HOUR_OF_DAY = Range(lower=0, upper=24, whole=True)

_INPUTS = {
    "power_mw": Quantity(
        "Power", "MW", "Power that is drawn at full load, cooling included.", _MEGAWATTS, POSITIVE
    ),
    "efficiency_w_per_th": Quantity(
        "Efficiency",
        "W/TH",
        "Power for a TH/s, the same as J/TH; lower is better.",
        measured_in("W/TH"),
        POSITIVE,
    ),
    "hashprice": Quantity(
        "Hashprice", "currency/TH/day", "What a TH/s earns in a day.", FINE_MONEY, NOT_NEGATIVE
    ),
    "price": Quantity("Power price", "currency/MWh", "Price of a MWh.", MONEY_WITH_PENCE, _PRICE),
    "threshold": Quantity(
        "Threshold",
        "currency/MWh",
        "Margin per MWh that must be exceeded to mine.",
        MONEY_WITH_PENCE,
        ANY,
    ),
    "threshold_per_hour": Quantity(
        "Threshold per hour",
        "currency/h",
        "The same for the whole site and an hour.",
        MONEY_WITH_PENCE,
        ANY,
    ),
    "fixed_om_per_mw_year": Quantity(
        "Fixed O&M",
        "currency/MW a year",
        "Operation and maintenance owed whether the machines run or not.",
        MONEY,
        NOT_NEGATIVE,
    ),
    "variable_om_per_mwh": Quantity(
        "Variable O&M",
        "currency/MWh",
        "Operation and maintenance for each MWh that is mined with.",
        MONEY_WITH_PENCE,
        NOT_NEGATIVE,
    ),
    "min_run_hours": Quantity(
        "Minimum run", "hours", "Shortest time on, once started.", HOURS, NOT_NEGATIVE
    ),
    "min_down_hours": Quantity(
        "Minimum down", "hours", "Shortest time off, once stopped.", HOURS, NOT_NEGATIVE
    ),
    "restart_cost": Quantity(
        "Restart cost",
        "currency",
        "Cost of a start of the whole facility; a part of it costs its share of the power.",
        MONEY,
        NOT_NEGATIVE,
    ),
    "power_fraction": share("Power when throttled", "Share of the full power.", SHARE),
    "hashrate_fraction": share("Hashrate when throttled", "Share of the full hashrate.", SHARE),
    "peak_start_hour": Quantity(
        "Peak begins",
        "local hour",
        "Hour with which the peak of a day begins.",
        WHOLE,
        _HOUR_OF_DAY,
    ),
    "peak_end_hour": Quantity(
        "Peak ends", "local hour", "Hour with which the peak of a day ends.", WHOLE, _HOUR_OF_DAY
    ),
    "trailing_hours": Quantity(
        "Hours looked back", "hours", "How far the trailing rule looks back.", HOURS, POSITIVE
    ),
}

_TOTALS = {
    "intervals": Quantity("Intervals", "", "Intervals with a price.", WHOLE),
    "hours": Quantity("Hours", "hours", "Hours that have a price.", HOURS),
    "uptime_fraction": Quantity(
        "Uptime", "", "Energy over what full power would take in the hours present.", PER_CENT
    ),
    "energy_mwh": Quantity("Energy", "MWh", "Energy that was mined with.", _ENERGY),
    "revenue": Quantity("Revenue", "currency", "What was mined, after the pool fee.", MONEY),
    "power_cost": Quantity(
        "Power cost", "currency", "Energy at its price, the contract's settlement included.", MONEY
    ),
    "operating_cost": Quantity(
        "Operating cost", "currency", "Operation and maintenance, and starts.", MONEY
    ),
    "profit": Quantity("Profit", "currency", "Revenue less power and operating cost.", MONEY),
    "starts": Quantity("Starts", "", "Times that machines were switched on.", WHOLE),
    "mining_value": Quantity(
        "Mining value", "currency/MWh", "What a MWh mines, after the pool fee.", MONEY_WITH_PENCE
    ),
    "strike_price": Quantity(
        "Strike price", "currency/MWh", "Power price below which mining pays.", MONEY_WITH_PENCE
    ),
    "average_price_paid": Quantity(
        "Average price paid", "currency/MWh", "Power cost over energy.", MONEY_WITH_PENCE
    ),
    "time_average_price": Quantity(
        "Average price", "currency/MWh", "Average of the price over all hours.", MONEY_WITH_PENCE
    ),
    "revenue_per_mwh": Quantity(
        "Revenue per MWh", "currency/MWh", "Revenue over energy.", MONEY_WITH_PENCE
    ),
    "gross_margin": Quantity(
        "Gross margin", "", "Share of the revenue that the power leaves.", PER_CENT
    ),
    "capture_rate": Quantity(
        "Capture rate", "", "Average price paid over the average price of all hours.", PER_CENT
    ),
    "regret": Quantity(
        "Regret", "currency", "Profit that perfect foresight would have added.", MONEY
    ),
}

_DISTRIBUTION = {
    "cumulative_profit": Quantity("Cumulative profit", "currency", "Profit added up.", MONEY),
    "value_at_risk": Quantity(
        "Value at risk (5 %)", "currency a day", "Loss that 5 % of the days reach or exceed.", MONEY
    ),
    "expected_shortfall": Quantity(
        "Expected shortfall (5 %)",
        "currency a day",
        "Average loss of the worst 5 % of the days.",
        MONEY,
    ),
    "worst_drawdown": Quantity(
        "Worst drawdown", "currency", "Largest fall of the cumulative profit from a peak.", MONEY
    ),
}

DISPATCH_GROUPS = {
    "Dispatch": _INPUTS,
    "Results of dispatch": _TOTALS,
    "Risk of dispatch": _DISTRIBUTION,
}
