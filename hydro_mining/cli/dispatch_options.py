"""What ``hydro-mining dispatch`` takes on its command line.

What is not given has no value here: the defaults are those of the frozen inputs.
"""

from typing import Any

# Numbers by the quantity that each is: the option as it is typed, and its help.
MACHINES = {
    "power_mw": ("facility-mw", "power of the facility [MW]"),
    "efficiency_w_per_th": ("efficiency-w-per-th", "efficiency of its machines [W/TH]"),
}
FACILITY = {
    "pool_fee_fraction": ("pool-fee", "fraction, 0.01 is 1 %%"),
    "overhead_fraction": ("overhead", "cooling and losses, fraction"),
    "fixed_om_per_mw_year": ("fixed-om", "[currency/MW a year]"),
    "variable_om_per_mwh": ("variable-om", "[currency/MWh]"),
    "min_run_hours": ("min-run-hours", "shortest time on [h]"),
    "min_down_hours": ("min-down-hours", "shortest time off [h]"),
    "restart_cost": ("restart-cost", "of a start of it all [currency]"),
}
CONTRACT = {
    "power_mw": ("ppa-mw", "power of a fixed-price contract [MW]"),
    "price": ("ppa-price", "its price [currency/MWh]"),
}
# What else says how a contract is meant.
CONTRACT_TERMS = ("ppa-block", "ppa-settlement", "peak-hours", "holidays")
DECISION = {
    "threshold": ("threshold", "margin to exceed [currency/MWh]"),
    "threshold_per_hour": ("threshold-per-hour", "the same for the site [currency/h]"),
    "trailing_hours": ("trailing-hours", "of the trailing strategy [h]"),
}


def add_dispatch(commands: Any) -> None:
    """Add the command to ``commands``."""
    command = commands.add_parser(
        "dispatch",
        help="decide from a price file when to mine, and what that was worth",
        description=(
            "Read a price file, decide every interval and print what each zone earned. Money is "
            "in the currency of the prices; nothing is converted but what a network hashprice "
            "needs, which is said."
        ),
    )
    command.add_argument("prices", metavar="PRICES.csv", help="a price file, or - for stdin")
    _add_facility(command.add_argument_group("facility"))
    _add_hashprice(command.add_argument_group("hashprice"))
    _add_contract(command.add_argument_group("contract"))
    _add_rules(command.add_argument_group("decision"))
    _add_file(command.add_argument_group("price file: all of it is detected if left out"))
    command.add_argument(
        "--full",
        action="store_true",
        help="strategies and months of each zone; in JSON also hours of day, risk, sensitivity",
    )
    command.add_argument("--json", action="store_true", help="print JSON instead of tables")
    command.set_defaults(module="dispatch", function="run")


def _add_numbers(group: Any, numbers: dict[str, tuple[str, str]]) -> None:
    for option, text in numbers.values():
        group.add_argument(f"--{option}", help=text)


def _add_facility(group: Any) -> None:
    _add_numbers(group, MACHINES)
    group.add_argument(
        "--machines",
        action="append",
        metavar="NAME:MW:W_PER_TH[:POWER:HASHRATE]",
        help="instead: a class of a mixed fleet, with its own throttle; once a class",
    )
    group.add_argument(
        "--throttle",
        action="append",
        metavar="POWER:HASHRATE",
        help="a way to run below full power, as fractions: 0.7:0.8",
    )
    _add_numbers(group, FACILITY)


def _add_hashprice(group: Any) -> None:
    group.add_argument("--hashprice", help="a constant [currency/TH a day]")
    group.add_argument("--hashprice-csv", metavar="FILE", help="date and hashprice a day")
    group.add_argument("--hashprice-column", help="heading, where there are several")
    group.add_argument("--hashprice-unit", help="TH, PH or EH, where the heading does not say")
    group.add_argument("--hashprice-currency", help="where the heading does not say")
    group.add_argument("--forward-curve", metavar="FILE", help="month and hashprice")
    group.add_argument("--interpolation", help="of the curve: flat or linear")
    group.add_argument(
        "--carry-hashprice", action="store_true", help="a missing day takes the last value"
    )
    group.add_argument(
        "--hashprice-network", action="store_true", help="that of the network, built in"
    )
    group.add_argument(
        "--hashprice-history", action="store_true", help="that of the past year, from live data"
    )
    group.add_argument("--live", action="store_true", help="... from live data")


def _add_contract(group: Any) -> None:
    _add_numbers(group, CONTRACT)
    group.add_argument("--ppa-block", help="7x24, 5x16, 2x16 or 7x8")
    group.add_argument("--ppa-settlement", help="resale, pay_per_use or take_or_pay")
    group.add_argument("--peak-hours", help="local hours of the 16: 6-22")
    group.add_argument("--holidays", help="dates YYYY-MM-DD that count as a weekend, with commas")


def _add_rules(group: Any) -> None:
    group.add_argument("--strategy", help="default: contract_aware")
    _add_numbers(group, DECISION)
    group.add_argument("--start", help="first local date, YYYY-MM-DD")
    group.add_argument("--end", help="last local date, included")


def _add_file(group: Any) -> None:
    group.add_argument("--zone", help="read this zone only")
    group.add_argument("--price-column", help="heading of the price; default: real-time")
    group.add_argument("--day-ahead-column", help="of the day_ahead strategy; found if named so")
    group.add_argument("--time-column", help="heading of the time")
    group.add_argument(
        "--hour-column", help="heading of the hour or time of day, where the date stands apart"
    )
    group.add_argument("--zone-column", help="heading of the zone")
    group.add_argument("--timezone", help="of stamps without a zone: Europe/Oslo")
    group.add_argument("--clock", help="utc or local")
    group.add_argument("--convention", help="stamps mark the start or the end")
    group.add_argument("--unit", help="of the prices: MWh, kWh, c/kWh")
    group.add_argument("--currency", help="ISO code; chooses and labels, converts nothing")
    group.add_argument("--decimal", help=". or ,")
    group.add_argument(
        "--day-first", action="store_const", const=True, default=None, help="03/04 is 3 April"
    )
    group.add_argument(
        "--month-first", action="store_const", const=False, dest="day_first", help="... 4 March"
    )
    group.add_argument(
        "--missing-value",
        metavar="N",
        help="a number that stands for no price; none: all are prices",
    )
    group.add_argument("--skip-lines", metavar="N", help="lines at the beginning that are no data")
    group.add_argument("--form", help="kind of file")
    group.add_argument("--duplicates", help="refuse, first, last or mean of two prices")
