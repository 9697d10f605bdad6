"""Annual revenue, power cost and profit of a site; broadcast over scenario and machine."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, HOURS_PER_DAY
from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.inputs import Finance


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualFlows:
    """Figures of each project year; the last axis is the year.

    Attributes
    ----------
    revenue_gbp, power_cost_gbp, profit_gbp : (..., T) [£]
    days_mined : (..., T) [days]
    """

    revenue_gbp: Floats
    power_cost_gbp: Floats
    profit_gbp: Floats
    days_mined: Floats


def yearly(daily: Floats) -> Floats:
    """Return (..., D) daily figures as (..., T, 365): project years from go-live."""
    return daily.reshape(*daily.shape[:-1], -1, DAYS_PER_PROJECT_YEAR)


def other_capex(finance: Finance, *, energy_kwh_per_day: Floats | float) -> Figure:
    """Return the investment beside the machines (...) [£] of a site that draws that energy."""
    power_kw = np.asarray(energy_kwh_per_day) / HOURS_PER_DAY
    return finance.other_capex_gbp + finance.other_capex_gbp_per_kw * power_kw


def other_opex(finance: Finance, *, energy_kwh_per_day: Floats | float) -> Figure:
    """Return the running cost beside the power (...) [£/year] of a site that draws that energy."""
    power_kw = np.asarray(energy_kwh_per_day) / HOURS_PER_DAY
    return finance.other_opex_gbp_per_year + finance.other_opex_gbp_per_kw_per_year * power_kw


def annual_flows(
    *,
    rev_per_th_per_day: Floats,
    power_price_gbp_per_kwh: Floats,
    hashrate_ths: Floats | float,
    energy_kwh_per_day: Floats | float,
    finance: Finance,
) -> AnnualFlows:
    """Return a site's annual flows.

    Parameters
    ----------
    rev_per_th_per_day : (..., D) [£/TH/day]
    power_price_gbp_per_kwh : (..., T) [£/kWh]
    hashrate_ths, energy_kwh_per_day : (...) [TH/s], [kWh/day], of the whole site
    finance
        Its other running cost, and whether a day whose revenue does not cover its power cost
        counts neither; the other running cost stays.
    """
    hashrate = np.asarray(hashrate_ths)[..., None]
    cost_per_day = np.asarray(energy_kwh_per_day)[..., None] * power_price_gbp_per_kwh
    revenue_per_th = yearly(rev_per_th_per_day)
    if finance.switch_off_when_unprofitable:
        mined, days = _mined(hashrate, revenue_per_th, cost_per_day)
        revenue = hashrate * mined
    else:
        revenue = hashrate * revenue_per_th.mean(axis=-1) * DAYS_PER_PROJECT_YEAR
        days = np.full(revenue.shape, float(DAYS_PER_PROJECT_YEAR))
    power_cost = cost_per_day * days
    opex = other_opex(finance, energy_kwh_per_day=energy_kwh_per_day)
    return AnnualFlows(
        revenue_gbp=revenue,
        power_cost_gbp=power_cost,
        profit_gbp=revenue - power_cost - opex[..., None],
        days_mined=days,
    )


def _mined(
    hashrate_ths: Floats, revenue_per_th: Floats, cost_per_day: Floats
) -> tuple[Floats, Floats]:
    """Return revenue per TH and days, (..., T), of the days whose revenue covers their power.

    Year by year, since all days of all machines at once would take a gigabyte for a catalogue
    of thousands.
    """
    revenue, days = np.zeros(cost_per_day.shape), np.zeros(cost_per_day.shape)
    for year in range(cost_per_day.shape[-1]):
        daily = revenue_per_th[..., year, :]
        mines = hashrate_ths * daily >= cost_per_day[..., year, None]
        revenue[..., year] = (daily * mines).sum(axis=-1)
        days[..., year] = mines.sum(axis=-1)
    return revenue, days


def cash_flows(*, capex_gbp: Floats | float, profit_gbp: Floats) -> Floats:
    """Return (..., T + 1) [£]: investment, then profits, without a residual."""
    invested = np.broadcast_to(0.0 - np.asarray(capex_gbp), profit_gbp.shape[:-1])
    return np.concatenate([invested[..., None], profit_gbp], axis=-1)
