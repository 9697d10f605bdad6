"""The vocabulary of the grid's side, and of the plan of water, grid and machines."""

from hydro_mining.quantities.formats import (
    ANY,
    FRACTION,
    HOURS,
    KILOWATTS,
    NOT_NEGATIVE,
    POSITIVE,
    WHOLE,
    amount,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import Format, Quantity

_PRICE = Format(prefix="£", decimals=2, is_money=True)
_ENERGY = measured_in("MWh")

_MARKET = {
    "export_price_gbp_per_mwh": Quantity(
        "Export price", "£/MWh", "Price that the grid pays for a MWh.", _PRICE, ANY
    ),
    "rate_to_gbp": Quantity(
        "Pounds for one of it",
        "£ per unit of the currency",
        "Exchange rate of export prices in another currency.",
        Format(decimals=4),
        POSITIVE,
    ),
    "export_limit_kw": Quantity(
        "Export limit",
        "kW",
        "Most power that the connection takes.",
        KILOWATTS,
        NOT_NEGATIVE,
    ),
    "generation_payment_gbp_per_mwh": Quantity(
        "Payment for generation",
        "£/MWh",
        "Paid on what is generated and used, beside the export price.",
        _PRICE,
        NOT_NEGATIVE,
    ),
    "deemed_export_fraction": share(
        "Deemed export",
        "Share of generation that is paid the export price whatever is done with it.",
        FRACTION,
    ),
}

_COUNTS = {
    "floor_rule_n": Quantity(
        "Machines by the mean power",
        "machines",
        "As many as the mean power carries: the simple rule beside the plan.",
        WHOLE,
    ),
    "npv_gbp_at_floor_rule": amount(
        "NPV at that count", "NPV of as many machines as the mean power carries."
    ),
    "last_machine_npv_gbp": amount(
        "NPV of the last machine", "What the last of the machines adds to the NPV of the base case."
    ),
    "hours_per_year_y1": Quantity(
        "Hours of the last machine",
        "h/year",
        "Hours of year 1 in which the last machine has power and mining pays.",
        HOURS,
    ),
}

_USE = {
    "annual_energy_mwh": Quantity(
        "Energy a year", "MWh", "Energy of the water in a mean year of the samples.", _ENERGY
    ),
    "mean_power_kw": Quantity(
        "Mean power", "kW", "Mean power of the water over the year.", KILOWATTS
    ),
    "capacity_factor": share(
        "Capacity factor",
        "Mean power over the most that the plant gives: its capacity, else its power at design "
        "flow, else the site power.",
    ),
    "available_mwh": Quantity("Energy of the water", "MWh", "What can be used.", _ENERGY),
    "mined_mwh": Quantity("Mined", "MWh", "Energy that the machines take.", _ENERGY),
    "exported_mwh": Quantity("Exported", "MWh", "Energy that the grid takes.", _ENERGY),
    "curtailed_mwh": Quantity("Curtailed", "MWh", "Energy that nobody takes.", _ENERGY),
    "mining_gbp": amount("Mining income", "Income of mining after the pool fee."),
    "export_gbp": amount("Export income", "Metered export at its price."),
    "generation_payment_gbp": amount(
        "Payment for generation a year", "Paid on what is generated and used."
    ),
    "deemed_export_gbp": amount("Deemed export income", "Paid whatever is done with the energy."),
    "export_only_gbp": amount("Income of export alone", "The whole income without machines."),
    "gain_gbp": amount(
        "Gain over export alone",
        "Income with machines less income of export alone, less other opex.",
    ),
}

MARKET_GROUPS = {"Market": _MARKET, "Plan": _COUNTS | _USE}
