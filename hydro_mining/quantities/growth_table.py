"""The vocabulary of the growth model, by the names that its rows have in SPEC section 3."""

from hydro_mining.quantities.kinds import Format, Quantity, Range

__all__ = ["GROWTH_QUANTITIES"]

_MONEY = Format(prefix="£", is_money=True)
_PER_CENT = Format(suffix=" %", decimals=1, scale=100)
_PLAIN = Format(significant=3)
_COEFFICIENT = Range(lower=0, upper=1_000)


def _money(label: str, meaning: str) -> Quantity:
    return Quantity(label=label, unit="£", meaning=meaning, format=_MONEY)


def _rate(label: str, meaning: str) -> Quantity:
    return Quantity(label=label, unit="fraction a year", meaning=meaning, format=_PER_CENT)


def _coefficient(label: str, meaning: str) -> Quantity:
    return Quantity(label=label, unit="", meaning=meaning, format=_PLAIN, range=_COEFFICIENT)


_INPUTS = {
    "growth_power_mw": Quantity(
        label="Power",
        unit="MW",
        meaning="Power of the mine that the yearly figures are scaled to.",
        format=Format(suffix=" MW", significant=3),
        range=Range(lower=1, upper=300),
    ),
    "sqrt_coefficient": _coefficient("Square root", "Coefficient of the square root of MW."),
    "log_coefficient": _coefficient("Logarithm", "Coefficient of the logarithm."),
    "log_slope": _coefficient("Slope in the logarithm", "What MW is multiplied by inside it."),
    "constant": _coefficient("Constant", "What is added."),
}

_ROWS = {
    "btc_price": Quantity(
        label="Bitcoin price", unit="£/BTC", meaning="Price of the year.", format=_MONEY
    ),
    "energy_price": Quantity(
        label="Energy price",
        unit="£/MWh",
        meaning="Energy cost over energy.",
        format=Format(prefix="£", decimals=2, is_money=True),
    ),
    "btc_generated": Quantity(
        label="Bitcoin mined",
        unit="BTC",
        meaning="Coin of the year.",
        format=Format(suffix=" BTC", decimals=2),
    ),
    "gross_rev": _money("Gross revenue", "Income of the year."),
    "energy_cost": _money("Energy cost", "What the year's energy costs."),
    "opex": _money("Opex", "Running cost of the year beside energy."),
    "capex_amort": _money("Amortisation", "Part of the investment written off in the year."),
    "tot_costs": _money("Total costs", "Energy cost, opex and amortisation."),
    "capex_tot": _money("Investment", "Invested once, in the first year."),
    "taxes": _money("Taxes", "Taxes of the year."),
    "net_profits": _money("Net profit", "Gross revenue less total costs and taxes."),
    "payback": Quantity(
        label="Payback",
        unit="years",
        meaning="Investment over the year's net profit.",
        format=Format(suffix=" years", decimals=2),
    ),
    "roi": _rate("ROI", "The year's net profit over the investment."),
}

_AGGREGATES = {
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
    "mean_power_mw": Quantity(
        label="Mean power",
        unit="MW",
        meaning="Mean power of the month.",
        format=Format(suffix=" MW", decimals=2),
    ),
    "energy_mwh": Quantity(
        label="Energy",
        unit="MWh",
        meaning="Energy of the month.",
        format=Format(suffix=" MWh"),
    ),
}

GROWTH_QUANTITIES = _INPUTS | _ROWS | _AGGREGATES | _MONTHS
