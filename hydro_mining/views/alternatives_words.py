"""What else the capital could do, in sentences."""

from collections.abc import Mapping

from hydro_mining.economics.alternative_terms import TERM_SOURCES, Alternatives, HostedOffer
from hydro_mining.economics.alternatives import (
    AlternativesResult,
    AlternativesRisk,
    CapitalUses,
    QuotedOffer,
)
from hydro_mining.economics.inputs import Miner
from hydro_mining.quantities import (
    DOLLARS,
    POUNDS,
    Currency,
    formatted,
    from_dollars,
    label,
)
from hydro_mining.wording import years_in_words

NAMES: Mapping[str, str] = {
    "mine": "Mine",
    "export_only": "Export only",
    "buy_and_hold": "Buy bitcoin",
    "buy_and_dca": "Buy, add monthly",
    "hosted": "Hosted mining",
    "gilts": "Gilts",
    "savings": "Savings",
    "index_fund": "Index fund",
}
# For legends and heads of columns, of which a phone takes three in a line.
SHORT_NAMES: Mapping[str, str] = {
    "mine": "Mine",
    "export_only": "Export",
    "buy_and_hold": "Buy",
    "buy_and_dca": "Buy monthly",
    "hosted": "Hosted",
    "gilts": "Gilts",
    "savings": "Savings",
    "index_fund": "Fund",
}
ASSUMED: Mapping[str, str] = {
    "mine": "Machines at your site; coin is sold daily but for the share you keep; resale at the "
    "end.",
    "export_only": "The capital stays as cash; all power is sold.",
    "buy_and_hold": "The capital buys bitcoin on day 0 and sells it at the end; the power is sold.",
    "buy_and_dca": "As before, and each month's power income buys bitcoin too, at the month's mean "
    "price.",
    "hosted": "The capital buys whole machines at a host's, off on days that lose money; deposit, "
    "change and resale come back at the end.",
    "gilts": "The yield is earned each year to the end.",
    "savings": "The rate stays as it is to the end.",
    "index_fund": "The same return each year; in drawn futures it swings.",
}
LEFT_OUT: Mapping[str, str] = {
    "mine": "Left out: tax, breakdowns beyond your inputs, a pool that fails.",
    "export_only": "Left out: tax, and interest on the capital.",
    "buy_and_hold": "Left out: tax on the gain, theft and lost keys, an exchange that fails.",
    "buy_and_dca": "Left out: tax on each sale, theft and lost keys, an exchange that fails.",
    "hosted": "Left out: tax, a host that fails or raises its price, getting machines back.",
    "gilts": "Left out: tax on the coupons, the price if sold early.",
    "savings": "Left out: tax on interest, a rate that falls, what a bank's failure costs above "
    "the guarantee.",
    "index_fund": "Left out: tax on gains and dividends, the fund's fees, a bad year at the end.",
}
# The one that spends the water's income too is no use of the capital alone.
SPENDS_INCOME = "buy_and_dca"
CAVEAT = "None counts tax, inflation or the time you spend."
_ALMOST = 0.05


def answer(uses: CapitalUses, scenario: str, currency: Currency = POUNDS) -> str:
    """Return what the capital would become in bitcoin, mining and gilts, and where most."""
    by_key = uses.scenarios[scenario]
    capital = uses.capital_gbp or 0.0
    years = len(by_key["mine"].capital_by_year_gbp) - 1
    start = (
        f"Over {years_in_words(years)} {formatted('capital_gbp', capital, currency)} in bitcoin "
        f"would become {_worth(by_key['buy_and_hold'].capital_at_end_gbp, currency)}; in gilts "
        f"{_worth(by_key['gilts'].capital_at_end_gbp, currency)}; "
        f"{_mined(by_key['mine'].capital_at_end_gbp, currency)}."
    )
    alone = [key for key in by_key if key != SPENDS_INCOME]
    best = max(alone, key=lambda key: by_key[key].capital_at_end_gbp)
    return f"{start} Of the capital alone “{NAMES[best]}” ends highest in “{scenario}”."


def capital_title(scenario: str) -> str:
    """Return the title of the table of what the capital alone becomes."""
    return (
        f"The capital alone, in “{scenario}”: the water's own income left out; "
        f"“{NAMES[SPENDS_INCOME]}” invests it too"
    )


def odds_sentence(drawn: AlternativesRisk, *, first: str = "buy_and_hold") -> str:
    """Return in how many of ten futures buying wins over mining."""
    chance = drawn.probability_ends_above[first]["mine"]
    # Of none or all of the futures the sample tells no error.
    error = chance.standard_error
    points = f", ±{100 * error:.1f} points" if error else ""
    return (
        f"{_of_ten(chance.value)} buying wins over mining ({drawn.paths:,} drawn around "
        f"“{drawn.scenario}”{points})."
    )


def irr_warning(compared: AlternativesResult, scenario: str) -> str:
    """Return why an IRR that counts the water's income on the capital misleads."""
    gilts = compared.scenarios[scenario]["gilts"]
    own = formatted("gilt_yield_per_year", compared.terms.gilt_yield_per_year)
    shown = (
        "has no IRR at all"
        if gilts.irr is None
        else f"shows an IRR of {formatted('irr', gilts.irr)}"
    )
    return (
        "Do not choose by the IRR of this table. The water earns without any of this capital; here "
        "its income is counted as if the capital had earned it. So a gilt that yields "
        f"{own} {shown}. The IRR above is of the capital alone."
    )


def basis_sentence(compared: AlternativesResult) -> str:
    """Return what mining is where the plan builds no machine; empty where it does."""
    if compared.basis != "study_count_on_plan":
        return ""
    return (
        "Your plan builds no machine. “Mine” is what the study without water and grid would "
        f"build, on the plan's clock: {compared.mine_n_miners:,} × {compared.mine_machine}."
    )


def chart_note(currency: Currency, *, capital: float) -> str:
    """Return how the lines are to be read."""
    return (
        f"The dashed line is {formatted('capital_gbp', capital, currency)} kept as cash. Mining "
        "and hosting start at 0: the money is in machines and comes back as they earn, their "
        "resale at the end. Where a line crosses the dashed one, the money is back. The water's "
        "own income is left out of all lines; “Buy, add monthly” puts it into coin, and shows what "
        "that coin is worth beyond it."
    )


def rests_on(key: str, compared: AlternativesResult, currency: Currency = POUNDS) -> str:
    """Return the terms that an alternative rests on, with source and date; none for mining."""
    terms = compared.terms
    named = {
        "buy_and_hold": ("trading_fee_fraction",),
        "gilts": ("gilt_yield_per_year",),
        "savings": ("savings_yield_per_year",),
        "index_fund": ("index_yield_per_year",),
        "hosted": ("all_in_gbp_per_kwh",),
    }.get(key, ())
    owner = terms.hosted if key == "hosted" else terms
    said = [_rests(name, owner, currency) for name in named]
    if key == "hosted":
        said.insert(0, f"{compared.hosted_n_miners:,} × {compared.hosted_machine}.")
    return " ".join(said)


def _rests(name: str, terms: Alternatives | HostedOffer, currency: Currency) -> str:
    value = getattr(terms, name)
    is_default = value == getattr(type(terms)(), name)
    source = TERM_SOURCES[name] if is_default else "yours"
    if value is None:
        return f"{label(name)}: {source}."
    return f"{label(name)} {formatted(name, value, currency)} ({source})."


def source_sentence(
    name: str, terms: Alternatives | HostedOffer, currency: Currency = POUNDS
) -> str:
    """Return what a term rests on: its default's source and date, or that it is the reader's."""
    default = getattr(type(terms)(), name)
    if getattr(terms, name) == default:
        return f"Default: {TERM_SOURCES[name]}."
    own = "empty" if default is None else formatted(name, default, currency)
    return f"Yours. The default is {own}: {TERM_SOURCES[name]}."


def quote_sentence(
    quoted: QuotedOffer,
    offer: HostedOffer,
    machine: Miner,
    *,
    usd_to_gbp: float,
    currency: Currency,
) -> str:
    """Return how what was quoted in dollars became an amount in ``currency``."""
    per_dollar = from_dollars(currency, usd_to_gbp).rate
    rate = "" if currency.code == DOLLARS.code else f" × {per_dollar:g} {currency.unit}/$"
    said = []
    if quoted.quoted_usd_per_kwh is not None:
        power = formatted("all_in_gbp_per_kwh", offer.all_in_gbp_per_kwh, currency)
        said.append(f"${quoted.quoted_usd_per_kwh:g}/kWh{rate} = {power} a kWh.")
    if quoted.quoted_usd_per_th is not None:
        price = formatted("machine_price_gbp", offer.machine_price_gbp, currency)
        said.append(
            f"${quoted.quoted_usd_per_th:g}/TH × {machine.hashrate_ths:g} TH/s{rate} = {price} "
            f"for one {machine.name}."
        )
    if said:
        said.append("Converted once: a later rate of the dollar does not move it.")
    if quoted.profit_share is not None:
        share = formatted("profit_share", quoted.profit_share)
        said.append(f"The host takes {share} of what is left after power.")
    return " ".join(said)


def _worth(amount: float, currency: Currency) -> str:
    return formatted("capital_at_end_gbp", amount, currency)


def _mined(amount: float, currency: Currency) -> str:
    if amount >= 0:
        return f"mining would make it {_worth(amount, currency)}"
    return f"mining would lose it all and {_worth(-amount, currency)} more"


def _of_ten(share: float) -> str:
    if share < _ALMOST:
        return "In almost no future"
    if share > 1 - _ALMOST:
        return "In almost all futures"
    return f"In {min(max(round(10 * share), 1), 9)} of 10 futures"
