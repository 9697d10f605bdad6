"""The vocabulary of dispatch: prices by the interval, contracts, schedules and their results.

Money is in the currency of the price file; ``currency`` stands for it in units.
"""

from hydro_mining.quantities.kinds import Format, Quantity, Range

__all__ = ["DISPATCH_QUANTITIES"]

_POUNDS = Format(prefix="£", is_money=True)
_PENCE = Format(prefix="£", decimals=2, is_money=True)
_FINE_POUNDS = Format(prefix="£", decimals=2, significant=4, is_money=True)
_WHOLE = Format()
_PER_CENT = Format(suffix=" %", decimals=1, scale=100)
_HOURS = Format(suffix=" h", decimals=2)
_MEGAWATTS = Format(suffix=" MW", decimals=1)
_ENERGY = Format(suffix=" MWh")
_FRACTION_UNIT = "fraction, 1 is 100 %"

_POSITIVE = Range(lower=0, lower_is_legal=False)
_NOT_NEGATIVE = Range(lower=0)
_SHARE = Range(lower=0, lower_is_legal=False, upper=1)
_ANY = Range()


def _quantity(
    label: str, unit: str, meaning: str, fmt: Format, legal: Range | None = None
) -> Quantity:
    return Quantity(label=label, unit=unit, meaning=meaning, format=fmt, range=legal)


_INPUTS = {
    "power_mw": _quantity(
        "Power", "MW", "Power that is drawn at full load, cooling included.", _MEGAWATTS, _POSITIVE
    ),
    "efficiency_w_per_th": _quantity(
        "Efficiency",
        "W/TH",
        "Power for a TH/s, the same as J/TH; lower is better.",
        Format(suffix=" W/TH", decimals=1),
        _POSITIVE,
    ),
    "hashprice": _quantity(
        "Hashprice", "currency/TH/day", "What a TH/s earns in a day.", _FINE_POUNDS, _NOT_NEGATIVE
    ),
    "price": _quantity("Power price", "currency/MWh", "Price of a MWh.", _PENCE, _ANY),
    "threshold": _quantity(
        "Threshold", "currency/MWh", "Margin per MWh that must be exceeded to mine.", _PENCE, _ANY
    ),
    "threshold_per_hour": _quantity(
        "Threshold per hour", "currency/h", "The same for the whole site and an hour.", _PENCE, _ANY
    ),
    "fixed_om_per_mw_year": _quantity(
        "Fixed O&M",
        "currency/MW a year",
        "Operation and maintenance owed whether the machines run or not.",
        _POUNDS,
        _NOT_NEGATIVE,
    ),
    "variable_om_per_mwh": _quantity(
        "Variable O&M",
        "currency/MWh",
        "Operation and maintenance for each MWh that is mined with.",
        _PENCE,
        _NOT_NEGATIVE,
    ),
    "min_run_hours": _quantity(
        "Minimum run", "hours", "Shortest time on, once started.", _HOURS, _NOT_NEGATIVE
    ),
    "min_down_hours": _quantity(
        "Minimum down", "hours", "Shortest time off, once stopped.", _HOURS, _NOT_NEGATIVE
    ),
    "restart_cost": _quantity(
        "Restart cost",
        "currency",
        "Cost of a start of the whole facility; a part of it costs its share of the power.",
        _POUNDS,
        _NOT_NEGATIVE,
    ),
    "power_fraction": _quantity(
        "Power when throttled", _FRACTION_UNIT, "Share of the full power.", _PER_CENT, _SHARE
    ),
    "hashrate_fraction": _quantity(
        "Hashrate when throttled", _FRACTION_UNIT, "Share of the full hashrate.", _PER_CENT, _SHARE
    ),
    "peak_start_hour": _quantity(
        "Peak begins",
        "local hour",
        "Hour with which the peak of a day begins.",
        _WHOLE,
        Range(lower=0, upper=24, whole=True),
    ),
    "peak_end_hour": _quantity(
        "Peak ends",
        "local hour",
        "Hour with which the peak of a day ends.",
        _WHOLE,
        Range(lower=0, upper=24, whole=True),
    ),
    "trailing_hours": _quantity(
        "Hours looked back",
        "hours",
        "How far the trailing rule looks back.",
        _HOURS,
        _POSITIVE,
    ),
}

_TOTALS = {
    "intervals": _quantity("Intervals", "", "Intervals with a price.", _WHOLE),
    "hours": _quantity("Hours", "hours", "Hours that have a price.", _HOURS),
    "uptime_fraction": _quantity(
        "Uptime", "", "Energy over what full power would take in the hours present.", _PER_CENT
    ),
    "energy_mwh": _quantity("Energy", "MWh", "Energy that was mined with.", _ENERGY),
    "revenue": _quantity("Revenue", "currency", "What was mined, after the pool fee.", _POUNDS),
    "power_cost": _quantity(
        "Power cost",
        "currency",
        "Energy at its price, the contract's settlement included.",
        _POUNDS,
    ),
    "operating_cost": _quantity(
        "Operating cost", "currency", "Operation and maintenance, and starts.", _POUNDS
    ),
    "profit": _quantity("Profit", "currency", "Revenue less power and operating cost.", _POUNDS),
    "starts": _quantity("Starts", "", "Times that machines were switched on.", _WHOLE),
    "mining_value": _quantity(
        "Mining value", "currency/MWh", "What a MWh mines, after the pool fee.", _PENCE
    ),
    "strike_price": _quantity(
        "Strike price", "currency/MWh", "Power price below which mining pays.", _PENCE
    ),
    "average_price_paid": _quantity(
        "Average price paid", "currency/MWh", "Power cost over energy.", _PENCE
    ),
    "time_average_price": _quantity(
        "Average price", "currency/MWh", "Average of the price over all hours.", _PENCE
    ),
    "revenue_per_mwh": _quantity("Revenue per MWh", "currency/MWh", "Revenue over energy.", _PENCE),
    "gross_margin": _quantity(
        "Gross margin", "", "Share of the revenue that the power leaves.", _PER_CENT
    ),
    "capture_rate": _quantity(
        "Capture rate", "", "Average price paid over the average price of all hours.", _PER_CENT
    ),
    "regret": _quantity(
        "Regret", "currency", "Profit that perfect foresight would have added.", _POUNDS
    ),
}

_DISTRIBUTION = {
    "cumulative_profit": _quantity("Cumulative profit", "currency", "Profit added up.", _POUNDS),
    "value_at_risk": _quantity(
        "Value at risk (5 %)",
        "currency a day",
        "Loss that 5 % of the days reach or exceed.",
        _POUNDS,
    ),
    "expected_shortfall": _quantity(
        "Expected shortfall (5 %)",
        "currency a day",
        "Average loss of the worst 5 % of the days.",
        _POUNDS,
    ),
    "worst_drawdown": _quantity(
        "Worst drawdown", "currency", "Largest fall of the cumulative profit from a peak.", _POUNDS
    ),
    "profit_change": _quantity("Change of profit", "currency", "Against the base.", _POUNDS),
}

_WATER = {
    "available_mw": _quantity("Available power", "MW", "What the water gives.", _MEGAWATTS),
    "mined_mwh": _quantity("Mined", "MWh", "Energy that was mined with.", _ENERGY),
    "exported_mwh": _quantity("Exported", "MWh", "Energy that was sold.", _ENERGY),
    "curtailed_mwh": _quantity("Curtailed", "MWh", "Energy that nobody used.", _ENERGY),
    "mining_revenue": _quantity(
        "Mining revenue", "currency", "What the mined energy earned.", _POUNDS
    ),
    "export_revenue": _quantity(
        "Export revenue", "currency", "What the sold energy earned.", _POUNDS
    ),
    "export_only_profit": _quantity(
        "Profit of export only", "currency", "Profit of the same water without machines.", _POUNDS
    ),
    "mining_gain": _quantity(
        "Gain from mining", "currency", "Profit beyond that of export only.", _POUNDS
    ),
}

DISPATCH_QUANTITIES = _INPUTS | _TOTALS | _DISTRIBUTION | _WATER
