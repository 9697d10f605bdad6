"""The vocabulary of what else the same capital could do."""

from hydro_mining.quantities.formats import (
    FINE_MONEY,
    FRACTION,
    MONEY,
    NOT_NEGATIVE,
    PER_CENT,
    RATE,
    amount,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import Format, Quantity, Range

_A_YEAR = "fraction a year, 0.04 is 4 %"
_COST_A_YEAR = Range(lower=0, upper=1)

_TERMS = {
    "hodl_fraction": share(
        "Mined coin kept",
        "Share of the mined coin that is kept to the end; the rest is sold daily.",
        FRACTION,
    ),
    "trading_fee_fraction": share(
        "Trading fee",
        "What an exchange takes of each purchase and of each sale of kept coin.",
        FRACTION,
    ),
    "custody_fee_per_year": Quantity(
        "Custody",
        _A_YEAR,
        "What safe keeping takes of kept coin each year.",
        PER_CENT,
        _COST_A_YEAR,
    ),
    "gilt_yield_per_year": Quantity(
        "Gilts", _A_YEAR, "Yield of British government bonds to the end.", PER_CENT, RATE
    ),
    "savings_yield_per_year": Quantity(
        "Savings", _A_YEAR, "Interest of a savings account.", PER_CENT, RATE
    ),
    "index_yield_per_year": Quantity(
        "Index fund", _A_YEAR, "Return of shares, dividends included.", PER_CENT, RATE
    ),
    "index_volatility_per_year": Quantity(
        "Swing of the index fund",
        _A_YEAR,
        "Standard deviation of a year's log return; used where odds are drawn.",
        PER_CENT,
        NOT_NEGATIVE,
    ),
}

_HOSTED = {
    "machine_price_gbp": amount("Machine at the host", "Price of one machine there.", NOT_NEGATIVE),
    "setup_fee_gbp": Quantity(
        "Set-up", "£ a machine", "Paid to the host for each machine, once.", MONEY, NOT_NEGATIVE
    ),
    "deposit_months": Quantity(
        "Deposit",
        "months of power",
        "Power paid ahead and returned at the end.",
        measured_in("months"),
        NOT_NEGATIVE,
    ),
    "all_in_gbp_per_kwh": Quantity(
        "Host's power, all in",
        "£/kWh",
        "What the host asks for a kWh of the machines' own draw, cooling included.",
        FINE_MONEY,
        Range(lower=0, upper=5),
    ),
    "profit_share": share(
        "Host's share", "What the host takes of revenue left after power.", FRACTION
    ),
    "uptime": share("Uptime at the host", "Share of the hours that machines run.", FRACTION),
}

_QUOTED = {
    "quoted_usd_per_kwh": Quantity(
        "Quoted power",
        "$/kWh",
        "What the host asks for a kWh, in dollars as it stands in the offer.",
        Format(prefix="$", decimals=4),
        Range(lower=0, upper=5),
    ),
    "quoted_usd_per_th": Quantity(
        "Quoted machines",
        "$/TH",
        "What the host asks for a machine, in dollars for each TH/s of it.",
        Format(prefix="$", decimals=2),
        NOT_NEGATIVE,
    ),
}

_RESULTS = {
    "capital_gbp": amount("Capital", "What the machines and all else cost."),
    "value_at_end_gbp": amount(
        "Money at the end", "All that came in, with what is left at the end at its worth then."
    ),
    "capital_at_end_gbp": amount(
        "Capital at the end",
        "What the capital has become by the end, the water's own income left out.",
    ),
    "capital_by_year_gbp": amount(
        "Capital by year",
        "What came back by the end of each year, with coin, bonds and shares at their worth then; "
        "machines and a host's deposit count when they come back.",
    ),
    "btc_held": Quantity(
        "Coin at the end", "BTC", "Coin that is kept to the end.", measured_in("BTC", 4)
    ),
    "probability_ends_above": share(
        "Chance to end above",
        "Share of drawn futures in which one alternative ends with more money than another.",
    ),
    "multiple": Quantity(
        "Money back on money put in",
        "times",
        "Money at the end over the capital.",
        Format(suffix=" ×", decimals=2),
    ),
}

ALTERNATIVES_GROUPS = {
    "alternatives": _TERMS,
    "hosted offer": _HOSTED,
    "hosted offer as quoted": _QUOTED,
    "alternatives' results": _RESULTS,
}
