"""How each figure of the site was computed, with the values in the formula.

Money is in the currency that is shown: the model's pounds, each at the same rate.
"""

import math
from dataclasses import replace

from hydro_mining.constants import HOURS_PER_DAY, SATOSHI_PER_BTC, WATTS_PER_KILOWATT
from hydro_mining.economics.bitcoin import block_subsidy
from hydro_mining.economics.cash_flow import other_capex, other_opex
from hydro_mining.economics.inputs import Finance
from hydro_mining.economics.results import Evaluation, ScenarioResult
from hydro_mining.quantities import (
    DOLLARS,
    POUNDS,
    QUANTITIES,
    Currency,
    Format,
    formatted,
    from_dollars,
    in_currency,
)
from hydro_mining.views.irr_words import irr_in_words
from hydro_mining.views.markup import Step

# Significant figures that keep a calculator's result within the last place that is shown.
_FIGURES = 9
_FACTOR = Format(significant=8, trims=True)


def site_workings(result: Evaluation, currency: Currency) -> list[Step]:
    """Return (figure, formula, formula with its values) for the site's figures of year 1."""
    if result.site is None or result.chosen_miner is None:
        return [_revenue_per_th(result, currency)]
    return [
        *_power(result),
        _revenue_per_th(result, currency),
        *_profit(result, currency),
        *_investment(result, currency),
    ]


def _power(result: Evaluation) -> list[Step]:
    study, site = result.study, result.site
    assert site is not None
    miner = study.miners[_index(result)]
    overhead = _exact("overhead_fraction", study.site.overhead_fraction)
    one = f"{_FACTOR.written(miner.power_w / WATTS_PER_KILOWATT)} kW"
    return [
        (
            "Average power",
            "site power × load factor",
            f"{_exact('site_power_kw', study.site.site_power_kw)} × "
            f"{_exact('load_factor', study.site.load_factor)} = "
            f"{formatted('effective_power_kw', site.effective_power_kw)}",
        ),
        (
            "Machines",
            "average power ÷ (power of one × (1 + cooling and losses)), rounded down",
            f"{_exact('effective_power_kw', site.effective_power_kw)} ÷ "
            f"({one} × (1 + {overhead})) → {site.n_miners:,}, "
            f"{formatted('unused_power_kw', site.unused_power_kw)} unused",
        ),
        (
            "Site hashrate",
            "machines × hashrate of one",
            f"{site.n_miners:,} × {_exact('hashrate_ths', miner.hashrate_ths)} = "
            f"{formatted('site_hashrate_ths', site.site_hashrate_ths)}",
        ),
        (
            "Energy used a day",
            "machines × power of one × 24 h × (1 + cooling and losses)",
            f"{site.n_miners:,} × {one} × 24 h × (1 + {overhead}) = "
            f"{formatted('site_kwh_per_day', site.site_kwh_per_day)}",
        ),
    ]


def _revenue_per_th(result: Evaluation, currency: Currency) -> Step:
    network, finance = result.study.network, result.study.finance
    base = result.study.scenarios[0].name
    subsidy = block_subsidy(network.block_height) / SATOSHI_PER_BTC
    per_dollar = from_dollars(currency, network.usd_to_gbp)
    # A bitcoin is priced in dollars, and needs no rate to be shown in them.
    is_converted = per_dollar != DOLLARS
    rate_named = f"{currency.unit}/$ × " if is_converted else ""
    rate = f"{_exact('usd_to_gbp', per_dollar.rate)} × " if is_converted else ""
    return (
        "Revenue per TH a day",
        f"hashes a day ÷ (difficulty × 2³²) × (subsidy + fees) × bitcoin price × {rate_named}"
        "(1 − pool fee), the mean of year 1",
        f"86,400 × 10¹² ÷ ({_exact('difficulty', network.difficulty)} × 2³²) × "
        f"({_FACTOR.written(subsidy)} BTC at height {network.block_height:,} + "
        f"{_exact('fees_btc_per_block', network.fees_btc_per_block)}) × "
        f"{_exact('btc_price_usd', network.btc_price_usd)} × "
        f"{rate}(1 − "
        f"{_exact('pool_fee_fraction', finance.pool_fee_fraction)}), moved day by day as in "
        f"“{base}”: mean {_exact('rev_per_th_per_day', result.rev_per_th_per_day_y1, currency)}",
    )


def _profit(result: Evaluation, currency: Currency) -> list[Step]:
    site = result.site
    assert site is not None
    return [
        (
            "Revenue a day",
            "site hashrate × revenue per TH",
            f"{_exact('site_hashrate_ths', site.site_hashrate_ths)} × "
            f"{_exact('rev_per_th_per_day', result.rev_per_th_per_day_y1, currency)} = "
            f"{formatted('site_revenue_per_day', site.site_revenue_per_day, currency)}",
        ),
        (
            "Power cost a day",
            "energy used a day × power price of year 1",
            f"{_exact('site_kwh_per_day', site.site_kwh_per_day)} × "
            f"{_exact('power_price_gbp_per_kwh', result.power_price_gbp_per_kwh_y1, currency)} = "
            f"{formatted('site_power_cost_per_day', site.site_power_cost_per_day, currency)}",
        ),
        (
            "Gross profit a day",
            "revenue − power cost",
            f"{_exact('site_revenue_per_day', site.site_revenue_per_day, currency)} − "
            f"{_exact('site_power_cost_per_day', site.site_power_cost_per_day, currency)} = "
            f"{formatted('site_gross_profit_per_day', site.site_gross_profit_per_day, currency)}",
        ),
    ]


def _investment(result: Evaluation, currency: Currency) -> list[Step]:
    site, index = result.site, _index(result)
    assert site is not None
    price = _exact("price_gbp", result.study.miners[index].price_gbp, currency)
    payback = float(result.miners.simple_payback_days[index])
    return [
        (
            "Machines cost",
            "machines × price of one",
            f"{site.n_miners:,} × {price} = "
            f"{formatted('capex_miners_gbp', site.capex_miners_gbp, currency)}",
        ),
        *_beside_the_machines(result.study.finance, site.site_kwh_per_day, currency),
        (
            "Payback of a machine",
            "price ÷ its gross profit a day in year 1",
            f"{price} ÷ "
            f"{_exact('profit_gbp_per_day', result.miners.profit_gbp_per_day[index], currency)} = "
            + (
                "never: it makes no profit"
                if math.isnan(payback)
                else formatted("simple_payback_days", payback)
            ),
        ),
    ]


def _beside_the_machines(
    finance: Finance, energy_kwh_per_day: float, currency: Currency
) -> list[Step]:
    """Return the steps to the costs beside machines and power, where some are per kW."""
    power = _FACTOR.written(energy_kwh_per_day / HOURS_PER_DAY)
    capex = float(other_capex(finance, energy_kwh_per_day=energy_kwh_per_day))
    opex = float(other_opex(finance, energy_kwh_per_day=energy_kwh_per_day))
    steps = (
        ("Other investment", "other_capex_gbp", "other_capex_gbp_per_kw", capex),
        (
            "Other running cost a year",
            "other_opex_gbp_per_year",
            "other_opex_gbp_per_kw_per_year",
            opex,
        ),
    )
    return [
        (
            title,
            "amount + amount per kW × energy used a day ÷ 24 h",
            f"{_exact(amount, getattr(finance, amount), currency)} + "
            f"{_exact(per_kw, getattr(finance, per_kw), currency)} × {power} kW = "
            f"{formatted('cash_flow_gbp', total, currency)}",
        )
        for title, amount, per_kw, total in steps
        if getattr(finance, per_kw)
    ]


def metrics_workings(
    result: Evaluation, currency: Currency, *, name: str | None = None
) -> list[Step]:
    """Return how a scenario's metrics, the base case's by default, were computed."""
    if not result.scenarios:
        return []
    base = result.scenarios[name or next(iter(result.scenarios))]
    rate = result.study.finance.discount_rate_per_year
    return [*_present_value(base, rate, currency), *_returns(base, currency)]


def _present_value(base: ScenarioResult, rate: float, currency: Currency) -> list[Step]:
    terms = " + ".join(
        f"({_exact('cash_flow_gbp', float(flow), currency)})"
        + (f"/{_FACTOR.written(1 + rate)}^{t}" if t else "")
        for t, flow in enumerate(base.cashflows)
    )
    return [
        (
            f"Cash flows of “{base.name}”",
            "year 0: −(machines + other investment); then revenue − power − other running cost, "
            "and the resale in the last year",
            ", ".join(formatted("cash_flow_gbp", float(flow), currency) for flow in base.cashflows),
        ),
        (
            "NPV",
            "sum of cash flow of year t ÷ (1 + discount rate)^t",
            f"{terms} = {formatted('npv_gbp', base.npv_gbp, currency)}",
        ),
    ]


def _returns(base: ScenarioResult, currency: Currency) -> list[Step]:
    invested = _exact("cash_flow_gbp", -float(base.cashflows[0]), currency)
    mean_profit = _exact("annual_profit_gbp", float(base.annual_profit_gbp.mean()), currency)
    return [
        (
            "IRR",
            "the discount rate at which the NPV is zero, if exactly one exists",
            irr_in_words(base),
        ),
        (
            "MIRR",
            "(money in, reinvested at the discount rate to the end ÷ money out today)^(1/T) − 1",
            formatted("mirr", base.mirr),
        ),
        (
            "ROIC",
            "mean annual profit, without the resale ÷ all investment",
            f"{mean_profit} ÷ {invested} = {formatted('roic', base.roic)}",
        ),
        (
            "Payback",
            "years until the cumulative cash first reaches zero, interpolated inside the year; "
            "the discounted one with discounted cash",
            f"{formatted('simple_payback_years', base.simple_payback_years)} and "
            f"{formatted('discounted_payback_years', base.discounted_payback_years)}",
        ),
    ]


def _exact(name: str, value: float, currency: Currency = POUNDS) -> str:
    """Return a factor with all the digits that a reader's calculator needs."""
    if not math.isfinite(value):
        return "–"
    exact = replace(
        in_currency(QUANTITIES[name], currency).format, decimals=0, significant=_FIGURES, trims=True
    )
    return exact.written(value)


def _index(result: Evaluation) -> int:
    return result.miners.name.index(str(result.chosen_miner))
