"""A plan's machines in any future: what they gain over export alone, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan.clock import Samples, sample_days_of_dates
from hydro_mining.economics.plan.fleet import fleet_terms, scenario_outlook
from hydro_mining.economics.plan.ground import Ground, plan_ground
from hydro_mining.economics.plan.outlook import Outlook, ProjectDays, project_days
from hydro_mining.economics.plan.results import Plan
from hydro_mining.economics.plan.sample_days import WaterRows, sample_days
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk.months import Months, months_of_scenario
from hydro_mining.economics.risk.plan_stairs import (
    Intervals,
    MonthStairs,
    intervals_of,
    month_stairs,
)
from hydro_mining.economics.risk.plan_water import (
    ConstantWater,
    DrawnWater,
    Machines,
    Water,
    by_water_year,
    tolerance_nodes,
)
from hydro_mining.economics.risk.work import Worked, coins_per_hash, pounds_per_coin
from hydro_mining.economics.risk_terms import Risk

# A month of a month's stairs: more than one where constant water changes in it.
Parts = Sequence[tuple[Water, MonthStairs]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanWork:
    """The machines of a plan.

    Attributes
    ----------
    parts : (M,)
    water_years
        That may be drawn; 1 where the water is no series.
    mean_load : [1], of water that is no series; None for one that is
    network_ths : (M,) [TH/s]
    own_ths : [TH/s], that joins it
    """

    months: Months
    parts: Sequence[Parts]
    water_years: int
    mean_load: float | None
    network_ths: Floats
    own_ths: float

    def worked(self, risk: Risk, strayed: Deviations) -> Worked:
        """Return what the machines gain over export in each future."""
        income = np.empty_like(strayed.price)
        coin, worth = np.zeros((2, strayed.price.shape[-1]))
        drawn = (strayed.water * self.water_years).astype(np.int64)
        load = self._load(risk, strayed)
        for month, parts in enumerate(self.parts):
            year = month // MONTHS_PER_YEAR
            coins = coins_per_hash(self.months.subsidy_share, month, strayed)
            per_coin = pounds_per_coin(month, strayed)
            mined = coins * self._share(month, strayed) * strayed.hashrate / strayed.power
            export = strayed.power_price[month]
            sums = _summed(parts, mined * per_coin / export, drawn[year], load[year], strayed.power)
            sold = sums[0] * (mined * per_coin)
            gain = sold + sums[2] - sums[3] * export
            worth += sold * strayed.uptime[year]
            np.multiply(gain, strayed.uptime[year], out=income[month])
            coin += sums[1] * mined * strayed.uptime[year]
        return Worked(income_gbp=income, btc=coin, mined_gbp=worth)

    def _load(self, risk: Risk, strayed: Deviations) -> Floats:
        """Return the factor (T, P) on water that is no series."""
        if self.mean_load is None or not risk.load_factor_cv:
            return np.ones_like(strayed.load_factor)
        load = self.mean_load * (1 + risk.load_factor_cv * strayed.load_factor)
        factor: Floats = np.clip(load, 0, 1) / self.mean_load
        return factor

    def _share(self, month: int, strayed: Deviations) -> Floats | float:
        """Return the factor (P,) on what the machines' own hashrate leaves of a hash's coin."""
        if not self.own_ths:
            return 1.0
        network, own = float(self.network_ths[month]), self.own_ths
        difficulty = strayed.difficulty[month]
        share: Floats = (
            difficulty * (network + own) / (network * difficulty + own * strayed.hashrate)
        )
        return share


def _summed(parts: Parts, factor: Floats, year: Integers, load: Floats, draws: Floats) -> Floats:
    """Return mining £, coin, payment £ and export £ (COLUMNS, P) of a month."""
    total: Floats | float = 0.0
    for water, stairs in parts:
        displacing, unsold = water.factors(year, load, draws)
        total = total + stairs.displaced(factor, year) * displacing
        if stairs.unsold.any():
            total = total + stairs.unsold[year].T * unsold
    assert not isinstance(total, float), "a month has days"
    return total


def plan_work(result: Evaluation, plan: Plan, scenario: int, risk: Risk) -> PlanWork:
    """Return a plan's machines in one of the study's scenarios as what can be simulated."""
    study, paths = result.study, result.paths
    ground = plan_ground(study)
    outlook = scenario_outlook(study, paths, ground, scenario)
    miner = next(one for one in study.miners if one.name == plan.chosen_miner)
    months = months_of_scenario(result, scenario)
    is_series = ground.has_water_years
    terms = fleet_terms(study, miner, plan.n_miners)
    coin_gbp = paths.btc_price_usd[scenario] * study.network.usd_to_gbp
    machines = Machines(power_kw=terms.machines_kw, export_limit_kw=outlook.export_limit_kw)
    years = ground.water_years if is_series and risk.load_factor_cv else 1
    outlooks = _outlooks(study, ground, outlook, years)
    sets = [
        intervals_of(
            one, joules_per_th=terms.joules_per_th, own_ths=terms.own_ths, coin_gbp=coin_gbp
        )
        for one in outlooks
    ]
    if is_series:
        nodes = tolerance_nodes(risk.power_tolerance)
        waters = [one.days.samples.water for one in outlooks]
        use = [_use(water, machines, years // len(sets), nodes) for water in waters]
        parts = _drawn_parts(months, sets, use, nodes)
    else:
        parts = _constant_parts(months, sets[0], outlook.days.samples.water, machines)
    network = np.add.reduceat(outlook.network_ths, months.first_day) / months.days
    return PlanWork(
        months=months,
        parts=parts,
        water_years=years,
        mean_load=None if is_series else min(plan.capacity_factor, 1.0),
        network_ths=network,
        own_ths=terms.own_ths,
    )


def _outlooks(study: StudyInputs, ground: Ground, outlook: Outlook, years: int) -> list[Outlook]:
    """Return the outlook, or that of each year where water years have prices of their own.

    A gap of such a year takes its hour's mean over the month of that year.
    """
    samples = ground.samples
    if years == 1 or not samples.paired:
        return [outlook]
    return [
        replace(outlook, days=_days_of_year(study, samples, slice(year, year + 1)))
        for year in range(years)
    ]


def _days_of_year(study: StudyInputs, samples: Samples, year: slice) -> ProjectDays:
    market = study.market
    is_deemed = market is not None and market.deemed_export_fraction is not None
    one = replace(samples, power_kw=samples.power_kw[year], price=samples.price[year])
    days = study.finance.years * DAYS_PER_PROJECT_YEAR
    return project_days(
        sample_days(one, is_deemed=is_deemed), sample_days_of_dates(study.start_date, days)
    )


def _spans(months: Months, those: Intervals) -> list[slice]:
    """Return the intervals of each month."""
    first = np.searchsorted(those.day, [*months.first_day, months.first_day[-1] + months.days[-1]])
    return [slice(*span) for span in zip(first[:-1].tolist(), first[1:].tolist(), strict=True)]


def _constant_parts(
    months: Months, those: Intervals, water: WaterRows, machines: Machines
) -> list[Parts]:
    """Return a part a level of each month, of one kilowatt of water."""
    level = (water.power_kw * water.weight).sum(axis=1)[those.row]
    # Rows of one kilowatt each; what is theirs is multiplied with the level's power.
    kilowatt = np.ones((1, len(water.power_kw)))
    parts: list[Parts] = []
    for span in _spans(months, those):
        of_month: list[tuple[Water, MonthStairs]] = []
        for one in np.unique(level[span]):
            at = np.arange(span.start, span.stop)[level[span] == one]
            only = Intervals(
                day=those.day[at],
                row=those.row[at],
                threshold=those.threshold[at],
                displacing=those.displacing[at],
                unsold=those.unsold[at],
            )
            stairs = month_stairs([only], [(kilowatt, kilowatt)], [slice(None)])
            of_month.append((ConstantWater(float(one), machines), stairs))
        parts.append(of_month)
    return parts


# Displacing and unsold water (Y, R) [kW].
_Use = tuple[Floats, Floats]


def _use(water: WaterRows, machines: Machines, years: int, nodes: Floats) -> list[_Use]:
    """Return how water of ``years`` years is used where machines draw each of ``nodes``."""
    return [
        (
            by_water_year(water, machines.displacing(water.power_kw, draws), years),
            by_water_year(water, machines.unsold(water.power_kw, draws), years),
        )
        for draws in nodes.tolist()
    ]


def _drawn_parts(
    months: Months, sets: Sequence[Intervals], use: Sequence[Sequence[_Use]], nodes: Floats
) -> list[Parts]:
    """Return a part a month, of the years of water in each set."""
    stated = [of_set[len(nodes) // 2] for of_set in use]
    spans = [_spans(months, those) for those in sets]
    parts: list[Parts] = []
    for month in range(len(months.days)):
        here = [of_set[month] for of_set in spans]
        stairs = month_stairs(sets, stated, here)
        shares = [_shares(sets, use, here, kind) for kind in (0, 1)]
        parts.append([(DrawnWater(nodes, *shares), stairs)])
    return parts


def _shares(
    sets: Sequence[Intervals],
    use: Sequence[Sequence[_Use]],
    spans: Sequence[slice],
    kind: int,
) -> Floats:
    """Return a month's energy (Y, Q) at each node over that at 1; 1 where there is none."""
    energy = []
    for those, of_set, span in zip(sets, use, spans, strict=True):
        row = those.row[span]
        mined = those.displacing[span, 0]
        energy.append(np.stack([at_node[kind][:, row] @ mined for at_node in of_set], axis=1))
    by_year = np.concatenate(energy)
    middle = by_year[:, [by_year.shape[1] // 2]]
    return np.divide(by_year, middle, out=np.ones_like(by_year), where=middle > 0)
