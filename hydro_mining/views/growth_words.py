"""What the Growth screen says in sentences: the answer, and what each reading is worth."""

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.growth import GrowthComparison, GrowthMonths, GrowthReading
from hydro_mining.economics.scenarios import BASE_CASE
from hydro_mining.quantities import Currency, Format, formatted
from hydro_mining.views.verdict import about
from hydro_mining.wording import enumerated, years_in_words

READING_NAMES: Mapping[GrowthReading, str] = MappingProxyType(
    {
        "physical": "Your site",
        "consistent": "Table, closed",
        "published": "Table, published",
    }
)
_WHAT_READINGS_ARE = {
    "published": "The table times the multipliers, as they were published.",
    "consistent": "The table scaled so that 1 MW is its row and the accounts close in every year.",
    "physical": "What your machine, your power price and the network say, before tax.",
}
_ONE_MW = {"gross_rev": "revenue", "tot_costs": "costs", "net_profits": "net profit"}
_RATIO = Format(decimals=2)
_EXAHASHES = Format(suffix=" EH/s", decimals=2, scale=1e-6)
_NOTABLY_CHEAPER = 0.8
# A share closer to 1 than this reads as all of it.
_ALL = 0.9995
# Half a cent: what is less is the rounding of floating point.
_SMALLEST_GAP = 0.005
_MOST_YEARS_NAMED = 8


_NONE = (
    "No machine earns its power at your site, so there is none to scale. Overview says at which "
    "power price one would; the readings of the table need none."
)


def answer(comparison: GrowthComparison, currency: Currency) -> str:
    """Return the chosen point in one sentence, and what its reading is."""
    inputs = comparison.inputs
    meaning = _WHAT_READINGS_ARE[inputs.reading]
    if inputs.reading == "physical" and comparison.aggregates is not None:
        return " ".join(_own_site(comparison, currency))
    if comparison.chosen is None:
        return f"{meaning} {_NONE}"
    profit = comparison.figure("net_profits")
    if profit is None:
        return f"{meaning} These inputs are too large to compute with."
    made = "makes" if profit >= 0 else "loses"
    net = formatted("net_profits", abs(profit), currency)
    revenue = formatted("gross_rev", comparison.figure("gross_rev"), currency)
    return (
        f"In {inputs.year}, {in_mw(inputs.power_mw)} {made} {net} on "
        f"{revenue} of revenue in “{inputs.scenario}”. {meaning}"
    )


def _own_site(comparison: GrowthComparison, currency: Currency) -> Iterator[str]:
    """Say what goes in and what comes back, and how it compares with Overview's answer."""
    inputs, s = comparison.inputs, comparison.scenario_index
    assert comparison.aggregates is not None
    put_in = float(comparison.aggregates.investment[s, 0])
    left = float(comparison.aggregates.cash_at_the_end[s, 0])
    years = years_in_words(len(inputs.table.year))
    if not (math.isfinite(put_in) and math.isfinite(left)):
        yield "These inputs are too large to compute with."
        return
    gain = "gained" if left >= 0 else "lost"
    is_site = inputs.power_mw == comparison.site.study.site.site_power_kw / KW_PER_MW
    power = in_mw(inputs.power_mw)
    what = f"your site of {power}" if is_site else f"{power} of your machines"
    yield (
        f"In “{inputs.scenario}” {what} puts in "
        f"{about(put_in, currency)} and gets {about(put_in + left, currency)} back over {years}: "
        f"{about(abs(left), currency)} {gain}."
    )
    yield from _beside_overview(comparison, currency)


def _beside_overview(comparison: GrowthComparison, currency: Currency) -> Iterator[str]:
    """Say why Overview's verdict has other figures, if it has."""
    study, inputs, site = comparison.site.study, comparison.inputs, comparison.site
    site_mw, years = study.site.site_power_kw / KW_PER_MW, study.finance.years
    reasons = {
        "what its plan does with your water": site.plan is not None,
        in_mw(site_mw): site_mw != inputs.power_mw,
        years_in_words(years): years != len(inputs.table.year),
        "the base case": comparison.scenario_index != BASE_CASE,
    }
    differs = [what for what, is_so in reasons.items() if is_so]
    if differs:
        yield f"Overview's verdict is of {enumerated(differs)}."
        return
    base = next(iter(site.scenarios.values()), None)
    if base is None or comparison.machines is None:
        return
    assert comparison.aggregates is not None
    here = float(comparison.aggregates.cash_at_the_end[BASE_CASE, 0])
    gap = abs(float(base.cashflows.sum()) / study.network.usd_to_gbp - here)
    yield (
        "It is Overview's site, machine and money; here your machines' own share of the network, "
        f"{formatted('network_share', comparison.machines.network_share)}, is taken off as well: "
        f"{formatted('cash_at_the_end', gap, currency)} over the years."
    )


def in_mw(power_mw: float) -> str:
    """Return a power with its unit and no more places than it was given."""
    return formatted("growth_power_mw", power_mw)


def what_to_believe(comparison: GrowthComparison, currency: Currency) -> list[str]:
    """Return what must be believed before the published table, or its consistent form, is."""
    return [
        *_limit(comparison, currency),
        *_cheap_energy(comparison, currency, "consistent"),
        *_published(comparison, currency),
        *_consistent(comparison, currency),
        *_beyond_the_table(comparison),
    ]


def _beyond_the_table(comparison: GrowthComparison) -> list[str]:
    inputs = comparison.inputs
    at = inputs.power_of("consistent")
    if at == inputs.power_mw:
        return []
    return [f"The table goes from 1 to 300 MW: its figures are those of {in_mw(at)}."]


def caveats(comparison: GrowthComparison, currency: Currency) -> list[str]:
    """Return what must be known before the chosen reading is believed."""
    if comparison.chosen is None:
        return []
    if comparison.inputs.reading == "physical":
        return _physical(comparison)
    own = _published if comparison.inputs.reading == "published" else _consistent
    return [
        *_limit(comparison, currency),
        *_cheap_energy(comparison, currency, comparison.inputs.reading),
        *own(comparison, currency),
        *_changing_investment(comparison),
        *_never_back(comparison, currency),
    ]


def _limit(comparison: GrowthComparison, currency: Currency) -> list[str]:
    """Say what the table's coin would ask of a machine, and what the reader's own gives."""
    study, table = comparison.site.study, comparison.inputs.table
    required = comparison.required_j_per_th
    best = min(comparison.site.miners.efficiency_j_per_th)
    if not required < best:
        return []
    own = ""
    if "physical" in comparison.at_power:
        mined = formatted("btc_generated", comparison.figure("btc_generated", "physical"))
        net = formatted("net_profits", comparison.figure("net_profits", "physical"), currency)
        share = formatted("load_factor", study.site.load_factor)
        own = (
            f" For this point the physical reading says {mined} and a net profit of {net}, "
            f"with machines for your load factor of {share}."
        )
    coin = f"{table.btc_per_mw[0]:g} BTC"
    return [
        f"The table's {coin} a MW in {table.year[0]} would need machines of "
        f"{formatted('efficiency_j_per_th', required)} that run all hours, on the network of "
        f"{study.network.as_of:%d %b %Y}; the best in your list has "
        f"{formatted('efficiency_j_per_th', best)}.{own}"
    ]


def _cheap_energy(
    comparison: GrowthComparison, currency: Currency, reading: GrowthReading
) -> list[str]:
    """Say what the multiplier makes of the price of energy."""
    growth, k = comparison.at_power[reading], comparison.inputs.year_index
    one_mw = comparison.over_power[growth.reading].energy_price[0, 0, k]
    here = growth.energy_price[comparison.scenario_index, 0, k]
    if not here < _NOTABLY_CHEAPER * one_mw:
        return []
    price, first = (formatted("energy_price", float(v), currency) for v in (here, one_mw))
    return [
        f"Energy cost grows with the logarithm of power only: {price} a MWh at "
        f"{in_mw(comparison.inputs.power_mw)}, {first} at 1 MW."
    ]


def _changing_investment(comparison: GrowthComparison) -> list[str]:
    """Say which of several investments counts."""
    if len(set(comparison.inputs.table.capex_tot.tolist())) == 1:
        return []
    return [
        "The table's investment changes from year to year: totals and cash count that of the "
        "first year, ROI and payback that of their own year."
    ]


def _never_back(comparison: GrowthComparison, currency: Currency) -> list[str]:
    """Say that a year's payback is not that of the investment, where its cash is lost."""
    assert comparison.aggregates is not None
    cash = float(comparison.aggregates.cash_at_the_end[comparison.scenario_index, 0])
    if not cash < -_SMALLEST_GAP:
        return []
    return [
        "Over the table's years the investment does not come back: cash ends at "
        f"{formatted('cash_at_the_end', cash, currency)}. Payback and ROI are those of "
        "one year's net profit."
    ]


def months_sentence(months: GrowthMonths) -> str:
    """Return what a profile asks of machines that are sized to the year's mean power."""
    peak = formatted("mean_power_mw", months.mean_power_mw.max())
    if months.usable_share >= _ALL:
        return "Every month has the year's mean power."
    return (
        f"The strongest month has {peak}. Machines for the year's mean power use "
        f"{formatted('usable_share', months.usable_share)} of the energy where no water is stored; "
        "the figures here count all of it."
    )


def _published(comparison: GrowthComparison, currency: Currency) -> list[str]:
    inputs = comparison.inputs
    growth, s, k = comparison.at_power["published"], comparison.scenario_index, inputs.year_index

    def amount(values: Floats) -> str:
        return formatted("net_profits", float(values[s, 0, k]), currency)

    one = comparison.over_power["published"]
    times = ", ".join(
        f"{words} × {_RATIO.written(getattr(one, name)[0, 0, k] / getattr(inputs.table, name)[k])}"
        for name, words in _ONE_MW.items()
        if getattr(inputs.table, name)[k] > 0
    )
    gap = -float(growth.accounts_gap[s, 0, k])
    too = "too much" if gap > 0 else "too little"
    not_closing = _by_year(growth.year, -growth.accounts_gap[s, 0], currency)
    open_accounts = (
        f"These accounts do not close. In {inputs.year} revenue less costs and taxes is "
        f"{amount(growth.net_profits + growth.accounts_gap)}, but the net profit is stated as "
        f"{amount(growth.net_profits)}: {formatted('net_profits', abs(gap), currency)} {too}. "
        f"By year: {not_closing}."
    )
    return [
        *([open_accounts] if not_closing else []),
        f"The mined coin at its price is {amount(growth.gross_rev - growth.coin_gap)}, the stated "
        f"revenue {amount(growth.gross_rev)}.",
        f"At 1 MW it is not the table's row: {times} of what the table has for {inputs.year}.",
    ]


def _consistent(comparison: GrowthComparison, currency: Currency) -> list[str]:
    table = comparison.inputs.table
    corrections = _by_year(table.year, table.accounts_gap, currency)
    if not corrections:
        return []
    return [
        "Net profit is derived, since the table's own does not follow from its accounts. "
        f"Corrections for 1 MW: {corrections}.",
    ]


def _by_year(years: Sequence[int], amounts: Floats, currency: Currency) -> str:
    """Return the amounts that are more than rounding, each with its year and sign."""
    told = [
        f"{year}: {'+' if amount > 0 else ''}{formatted('net_profits', float(amount), currency)}"
        for year, amount in zip(years, amounts, strict=True)
        if abs(amount) >= _SMALLEST_GAP
    ]
    more = len(told) - _MOST_YEARS_NAMED
    if more > 1:
        told[_MOST_YEARS_NAMED:] = [f"and {more} years more"]
    return "; ".join(told)


def _physical(comparison: GrowthComparison) -> list[str]:
    machines, study = comparison.machines, comparison.site.study
    assert machines is not None
    return [
        f"{machines.count:,} × {machines.name} on "
        f"{formatted('load_factor', study.site.load_factor)} of the power, at your power price: "
        f"{_EXAHASHES.written(machines.hashrate_ths)}, "
        f"{formatted('network_share', machines.network_share)} of the network with it. "
        "That share is in the figures.",
        "Years are project years from go-live, and months spread a project year as if it began "
        "in January. Other investment and running cost grow in "
        "proportion to power, machines are written off over the table's years, no taxes are "
        "counted, and the published multipliers play no part.",
    ]
