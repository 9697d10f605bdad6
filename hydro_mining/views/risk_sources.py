"""Where each default of a risk run and each bad turn comes from, and since when."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk.stress import LOW_OF_2022, StressResult
from hydro_mining.economics.risk_terms import Risk
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.field_words import field_name, field_written
from hydro_mining.views.markup import Table

_ROUND = "A round figure of ours, November 2026"
_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "btc_price_volatility_per_year": (
            f"{_ROUND}. Measured: 40 to 55 % in 2023–24, 120 to 150 % at the peak of 2017 "
            "(Glassnode, as quoted in July 2024)"
        ),
        "difficulty_volatility_per_year": f"{_ROUND}; what is left beside the price's pull",
        "price_difficulty_correlation": _ROUND,
        "hashrate_elasticity": "0.45 ± 0.06: Noda, Okumura and Hashimoto, data of 2018",
        "hashrate_half_life_months": "A lag of 1 to 6 weeks: Fantazzini and Kolodin, 2020",
        "fee_volatility_per_year": (
            f"{_ROUND}. Fees were 0.5 to 2 % of the reward in 2025–26, about 7 % in April 2024"
        ),
        "power_price_volatility_per_year": _ROUND,
        "usd_to_gbp_volatility_per_year": _ROUND,
        "fee_half_life_months": _ROUND,
        "power_price_half_life_months": _ROUND,
        "load_factor_cv": f"{_ROUND}; a river's own record is better",
        "hashrate_tolerance": "Makers state ±5 % (Avalon A16XP, October 2025)",
        "power_tolerance": f"{_ROUND}. Makers state up to ±10 % for some (October 2025)",
        "uptime_mean": f"{_ROUND}. One big miner ran 29.3 of 33.7 EH/s, 87 %",
        "uptime_cv": _ROUND,
    }
)
STRESS_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "low_hashprice": "Hashprice as low as 2022",
        "dry_year": "Driest year, every year",
        "power_twice": "Power prices doubled",
        "machines_dearer": "Machines 20 % dearer",
        "no_fees": "Halving without fees",
    }
)
_LOW_SOURCE = (
    f"${LOW_OF_2022.usd_per_ph_per_day}/PH/day was the low of 2022 (Hashrate Index, review of "
    "2022, January 2023). A usual machine then needed "
    f"{LOW_OF_2022.machine_then_j_per_th} J/TH (Antminer S19j Pro) and now "
    f"{LOW_OF_2022.machine_now_j_per_th} (Antminer S21), which we chose: the same money for a kWh "
    f"is ${LOW_OF_2022.in_todays_machines:.2f}/PH/day today."
)
_SOURCES = {"low_hashprice": _LOW_SOURCE, "dry_year": "The record in this study."}


def term_rows(terms: Risk) -> Table:
    """Return headings and a row a term: in use, the default, and where that is from."""
    standard = Risk()
    rows = [
        [label(name), _term(name, terms), _term(name, standard), _TERMS[name]]
        for name in (field.name for field in fields(Risk))
    ]
    return ["How uncertain", "In use", "Default", "Where the default is from"], rows


def _term(name: str, terms: Risk) -> str:
    value = getattr(terms, name)
    return "never" if value is None else formatted(name, value)


def stress_sets(found: StressResult, study: StudyInputs, currency: Currency) -> str:
    """Return what a stress sets, or why it sets nothing."""
    if found.key == "dry_year":
        if found.dry_year is None:
            return "The study has no record of at least two whole years of water: nothing is set."
        return f"Sets the water of {found.dry_year}, the driest whole year, for all years."
    if found.key == "low_hashprice" and not found.changes:
        today = network_hashprice(study.network) * 1_000
        return f"Today's hashprice, ${today:.2f}/PH/day, is no higher: nothing is set."
    if not found.changes:
        return "There is nothing to set: it is so already, or would be out of the legal range."
    sets = " and ".join(
        f"{field_name(one.path)} {field_written(one.path, one.today, currency)} → "
        f"{field_written(one.path, one.value, currency)}"
        for one in found.changes
    )
    export = "; the export price is doubled too" if found.is_export_too else ""
    return f"Sets: {sets}, from the first day on{export}."


def stress_source(key: str) -> str:
    """Return where a stress comes from."""
    return _SOURCES.get(key, f"{_ROUND}, not a record of the past.")


def stress_rows(found: list[StressResult], currency: Currency) -> Table:
    """Return headings and a row a stress: NPV and payback, today's first."""
    headings = ["Bad turn", "NPV", "Change", "Payback"]
    if not found:
        return headings, []
    today = found[0]
    first = [
        "As entered",
        formatted("npv_gbp", today.npv_today_gbp, currency),
        "",
        formatted("simple_payback_years", today.payback_today_years),
    ]
    rows = [
        [
            STRESS_TITLES[one.key],
            formatted("npv_gbp", one.npv_gbp, currency),
            formatted("npv_gbp", one.npv_gbp - one.npv_today_gbp, currency),
            formatted("simple_payback_years", one.payback_years),
        ]
        for one in found
        if one.changes or one.dry_year is not None
    ]
    return headings, [first, *rows]
