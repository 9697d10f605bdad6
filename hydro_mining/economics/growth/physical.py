"""The growth model's third reading: what machines, hashrate and energy say at each power."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import (
    DAYS_PER_PROJECT_YEAR,
    HASHES_PER_TERAHASH,
    HOURS_PER_DAY,
    KW_PER_MW,
    KWH_PER_MWH,
    WATTS_PER_KILOWATT,
)
from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.bitcoin import network_hashrate
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.fleet import energy_per_day, machine_count, machine_power
from hydro_mining.economics.growth.results import Growth, growth_of
from hydro_mining.economics.inputs import Miner, Scenario, StudyInputs
from hydro_mining.economics.scenarios import ScenarioPaths, scenario_paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Machines at P powers: how many, their hashrate (P,) [TH/s] and energy (P,) [kWh/day]."""

    count: Floats
    hashrate_ths: Floats
    energy_kwh_per_day: Floats


def required_efficiency(*, btc_per_mw_year: Figure, btc_per_th_per_day: Figure) -> Figure:
    """Return the efficiency [J/TH] that mines ``btc_per_mw_year`` [BTC] with 1 MW all year.

    A MW runs ``1e6 / efficiency`` TH/s, each of which mines ``btc_per_th_per_day`` [BTC/TH/day].

    >>> round(required_efficiency(btc_per_mw_year=30, btc_per_th_per_day=4.7747e-7), 2)
    5.81
    """
    watts_per_mw = KW_PER_MW * WATTS_PER_KILOWATT
    return btc_per_th_per_day * DAYS_PER_PROJECT_YEAR * watts_per_mw / btc_per_mw_year


def physical_growth(
    *,
    study: StudyInputs,
    miner: Miner,
    power_mw: Floats,
    year: Sequence[int],
    scenarios: Sequence[Scenario],
) -> Growth:
    """Return the site model of ``study`` filled with ``miner`` at each power.

    Row k is project year k + 1 from go-live. The site's own hashrate joins the network and
    dilutes every miner's share, its own too: ``own / (network + own)``. The study's other
    investment and running cost are taken in proportion to power (those per kW are of the kW that
    the machines draw), machines are written off to
    their resale value over the rows' years, and there are no taxes: the site model is before
    tax. ``btc_price`` is the mean price that the mined coin was worth.
    """
    finance = dataclasses.replace(study.finance, years=len(year), miner=None)
    scaled = dataclasses.replace(study, finance=finance, scenarios=tuple(scenarios))
    paths = scenario_paths(scaled)
    fleet = fleet_at(scaled, miner, power_mw)
    btc, revenue, days = _mined(scaled, paths, fleet)
    mean_price = yearly(paths.btc_price_usd).mean(axis=-1)[:, None, :]
    size = (power_mw * KW_PER_MW / study.site.site_power_kw)[:, None]
    machines = fleet.count[:, None] * miner.price_gbp * (1 / study.network.usd_to_gbp)
    costs = _costs(scaled, paths, fleet, days=days, size=size, machines=machines)
    return growth_of(
        reading="physical",
        scenarios=tuple(scenario.name for scenario in scenarios),
        power_mw=power_mw,
        year=tuple(year),
        figures=costs
        | {
            "energy_mwh": fleet.energy_kwh_per_day[:, None] * days / KWH_PER_MWH,
            "resale_value": machines
            * finance.residual_value_fraction
            * (np.arange(len(year)) == len(year) - 1),
            "btc_price": np.divide(revenue, btc, out=mean_price + 0 * btc, where=btc > 0),
            "btc_generated": btc,
            "gross_rev": revenue,
            "taxes": np.zeros(1),
            "net_profits": revenue - costs["tot_costs"],
        },
    )


def _costs(
    study: StudyInputs,
    paths: ScenarioPaths,
    fleet: Fleet,
    *,
    days: Floats,
    size: Floats,
    machines: Floats,
) -> dict[str, Floats]:
    """Return the kinds of cost, their sum and all investment [$], for ``machines`` [$]."""
    finance, usd = study.finance, 1 / study.network.usd_to_gbp
    power_kw = fleet.energy_kwh_per_day[:, None] / HOURS_PER_DAY
    other_capex = finance.other_capex_gbp * size + finance.other_capex_gbp_per_kw * power_kw
    other_opex = (
        finance.other_opex_gbp_per_year * size + finance.other_opex_gbp_per_kw_per_year * power_kw
    )
    capex_tot = machines + other_capex * usd
    residual = machines * finance.residual_value_fraction
    power_prices = paths.power_price_gbp_per_kwh[:, None, :]
    parts = {
        "energy_cost": fleet.energy_kwh_per_day[:, None] * power_prices * days * usd,
        "opex": other_opex * usd,
        "capex_amort": (capex_tot - residual) / finance.years,
    }
    return {**parts, "tot_costs": sum(parts.values(), np.zeros(1)), "capex_tot": capex_tot}


def fleet_at(study: StudyInputs, miner: Miner, power_mw: Floats) -> Fleet:
    """Return the machines that the average power of a site of ``power_mw`` (P,) [MW] runs."""
    site = study.site
    count = machine_count(
        effective_power_kw=power_mw * KW_PER_MW * site.load_factor,
        machine_power_kw=machine_power(
            power_w=miner.power_w, overhead_fraction=site.overhead_fraction
        ),
    )
    energy = energy_per_day(power_w=miner.power_w, overhead_fraction=site.overhead_fraction)
    return Fleet(
        count=count, hashrate_ths=count * miner.hashrate_ths, energy_kwh_per_day=count * energy
    )


def _mined(study: StudyInputs, paths: ScenarioPaths, fleet: Fleet) -> tuple[Floats, Floats, Floats]:
    """Return coin [BTC], revenue [$] and days mined, each (S, P, N), diluted day by day."""
    scenarios, years = paths.power_price_gbp_per_kwh.shape
    shape = (scenarios, len(fleet.count), years)
    btc, revenue, days = (
        np.zeros(shape),
        np.zeros(shape),
        np.full(shape, float(DAYS_PER_PROJECT_YEAR)),
    )
    network_ths = yearly(network_hashrate(paths.difficulty) / HASHES_PER_TERAHASH)
    revenue_usd = yearly(paths.rev_per_th_per_day) / study.network.usd_to_gbp
    coin = revenue_usd / yearly(paths.btc_price_usd)
    cost_gbp = fleet.energy_kwh_per_day[:, None] * paths.power_price_gbp_per_kwh[:, None, :]
    own = fleet.hashrate_ths[:, None]
    # Year by year in one buffer: all days of all powers and scenarios would not stay in the cache.
    share = np.empty((len(own), DAYS_PER_PROJECT_YEAR))
    for s in range(scenarios):
        for t in range(years):
            np.divide(own, np.add(own, network_ths[s, t], out=share), out=share)
            # What the whole network mines and earns a day at the difficulty of the day.
            daily = np.stack([coin[s, t], revenue_usd[s, t]], axis=-1) * network_ths[s, t][:, None]
            if study.finance.switch_off_when_unprofitable:
                earned_gbp = share * daily[:, 1] * study.network.usd_to_gbp
                mines = earned_gbp >= cost_gbp[s, :, t, None]
                days[s, :, t] = mines.sum(axis=-1)
                np.multiply(share, mines, out=share)
            btc[s, :, t], revenue[s, :, t] = (share @ daily).T
    return btc, revenue, days
