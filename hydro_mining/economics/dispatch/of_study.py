"""The facility of a study: what a backtest begins with."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics.dispatch.facility import Facility
from hydro_mining.economics.fleet import machine_power
from hydro_mining.economics.inputs import Miner
from hydro_mining.economics.results import Evaluation

# To the microwatt: 371.175 kW are 0.371175 MW, and no more digits stand in a command.
_DECIMALS_MW = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacility:
    """What a study says of its machines.

    Attributes
    ----------
    miner
        Name of the machine.
    n_miners
        How many are built; 0 where none is.
    power_mw : [MW]
        What they draw with cooling and losses; where none is built, the site's mean power.
    efficiency_w_per_th : [W/TH]
    overhead_fraction, pool_fee_fraction : [1]
    """

    miner: str
    n_miners: int
    power_mw: float
    efficiency_w_per_th: float
    overhead_fraction: float
    pool_fee_fraction: float


def facility_of_study(result: Evaluation) -> StudyFacility:
    """Return the machines of a study's plan, else those of its site.

    Where neither builds any, it is the machine of the lowest W/TH at the site's mean power.
    """
    study = result.study
    name, count = _built(result)
    if name is None:
        name = result.miners.name[int(np.argmin(result.miners.efficiency_j_per_th))]
    miner = next(miner for miner in study.miners if miner.name == name)
    return StudyFacility(
        miner=name,
        n_miners=count,
        power_mw=round(_power_kw(result, miner, count) / KW_PER_MW, _DECIMALS_MW),
        efficiency_w_per_th=miner.power_w / miner.hashrate_ths,
        overhead_fraction=study.site.overhead_fraction,
        pool_fee_fraction=study.finance.pool_fee_fraction,
    )


def with_study_figures(facility: Facility, of_study: StudyFacility) -> Facility:
    """Return a facility whose first machines, overhead and fee are the study's."""
    first, *others = facility.classes
    machines = dataclasses.replace(
        first,
        power_mw=of_study.power_mw,
        efficiency_w_per_th=of_study.efficiency_w_per_th,
    )
    return dataclasses.replace(
        facility,
        classes=(machines, *others),
        overhead_fraction=of_study.overhead_fraction,
        pool_fee_fraction=of_study.pool_fee_fraction,
    )


def _built(result: Evaluation) -> tuple[str | None, int]:
    """Return which machine is built and how many; none at all is no machine."""
    plan, site = result.plan, result.site
    if plan is not None and plan.chosen_miner is not None:
        return plan.chosen_miner, plan.n_miners
    if site is not None and site.n_miners:
        return result.chosen_miner, site.n_miners
    return None, 0


def _power_kw(result: Evaluation, miner: Miner, count: int) -> float:
    site = result.study.site
    if not count:
        return site.site_power_kw * site.load_factor
    each_kw = machine_power(power_w=miner.power_w, overhead_fraction=site.overhead_fraction)
    return float(count * each_kw)
