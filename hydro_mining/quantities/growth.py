"""The vocabulary of the growth model, by the names that its rows have in SPEC section 3."""

from hydro_mining.quantities.formats import (
    FRACTION_UNIT,
    MONEY,
    MONEY_WITH_PENCE,
    PER_CENT,
    amount,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import Format, Quantity, Range

_PLAIN = Format(significant=3)
_COEFFICIENT = Range(lower=0, upper=1_000)


def _money(label: str, meaning: str) -> Quantity:
    return amount(label, meaning)


def _rate(label: str, meaning: str) -> Quantity:
    return Quantity(label, "fraction a year", meaning, PER_CENT)


def _coefficient(label: str, meaning: str) -> Quantity:
    return Quantity(label, "", meaning, _PLAIN, _COEFFICIENT)


_INPUTS = {
    "growth_power_mw": Quantity(
        "Power",
        "MW",
        "Power of the mine that the yearly figures are scaled to.",
        Format(suffix=" MW", significant=10, trims=True),
        Range(lower=1, upper=300),
    ),
    "sqrt_coefficient": _coefficient("Square root", "Coefficient of the square root of MW."),
    "log_coefficient": _coefficient("Logarithm", "Coefficient of the logarithm."),
    "log_slope": _coefficient("Slope in the logarithm", "What MW is multiplied by inside it."),
    "constant": _coefficient("Constant", "What is added."),
}

_ROWS = {
    "btc_price": Quantity("Bitcoin price", "£/BTC", "Price of the year.", MONEY),
    "energy_price": Quantity("Energy price", "£/MWh", "Energy cost over energy.", MONEY_WITH_PENCE),
    "btc_generated": Quantity("Bitcoin mined", "BTC", "Coin of the year.", measured_in("BTC", 2)),
    "gross_rev": _money("Gross revenue", "Income of the year."),
    "energy_cost": _money("Energy cost", "What the year's energy costs."),
    "opex": _money("Opex", "Running cost of the year beside energy."),
    "capex_amort": _money("Amortisation", "Part of the investment written off in the year."),
    "tot_costs": _money("Total costs", "Energy cost, opex and amortisation."),
    "capex_tot": _money("Investment", "Invested once, in the first year."),
    "taxes": _money("Taxes", "Taxes of the year."),
    "net_profits": _money("Net profit", "Gross revenue less total costs and taxes."),
    "payback": Quantity(
        "Payback", "years", "Investment over the year's net profit.", measured_in("years", 2)
    ),
    "network_share": Quantity(
        "Share of the network",
        FRACTION_UNIT,
        "Own hashrate over the network's with it.",
        Format(suffix=" %", significant=2, trims=True, scale=100),
    ),
    "roi": _rate("ROI", "The year's net profit over the investment."),
}

_TOTALS = {
    "total_income": _money("Total income", "Gross revenue of all years."),
    "total_energy_cost": _money("Energy cost of all years", "Energy cost of all years."),
    "total_opex": _money("Opex of all years", "Running cost of all years."),
    "accumulated_depreciation": _money("Accumulated depreciation", "Amortisation of all years."),
    "total_taxes": _money("Taxes of all years", "Taxes of all years."),
    "total_net_profits": _money("Net profit of all years", "Net profit of all years."),
    "investment": _money("Investment", "Capex, once, in the first year."),
    "mean_annual_net_return": _rate(
        "Mean annual net return", "Mean net profit over the investment."
    ),
    "income_growth_per_year": _rate(
        "Growth of income", "Compound growth of gross revenue from the first year to the last."
    ),
    "net_profit_growth_per_year": _rate(
        "Growth of net profit", "Compound growth of net profit from the first year to the last."
    ),
    "cash_at_the_end": _money(
        "Cash at the end", "Net profit, amortisation and resale less the investment."
    ),
    "income_against_base": _money("Income against the base case", "Less the base case's."),
    "net_profits_against_base": _money("Net profit against the base case", "Less the base case's."),
}

_MONTHS = {
    "mean_power_mw": Quantity("Mean power", "MW", "Mean power of the month.", measured_in("MW", 2)),
    "usable_share": share(
        "Usable share",
        "Share of the energy that machines for the year's mean power can use, without storage.",
    ),
}

GROWTH_GROUPS = {
    "Growth": _INPUTS,
    "A year of growth": _ROWS,
    "All years of growth": _TOTALS,
    "Months of growth": _MONTHS,
}
