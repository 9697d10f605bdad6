"""The plan hour by hour, as the rules are written: slow, and sharing no code with the product.

Series are read by date; every interval of every project day is decided for every sample.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.scenarios import ScenarioPaths
from hydro_mining.economics.series import Series

FIGURES = (
    *("available_mwh", "mined_mwh", "exported_mwh", "curtailed_mwh", "mining_gbp"),
    *("export_gbp", "generation_payment_gbp", "deemed_export_gbp", "export_only_gbp"),
)
DATES = [dt.date(2001, 1, 1) + dt.timedelta(days=day) for day in range(365)]
INDEX = {(date.month, date.day): index for index, date in enumerate(DATES)}


def years_of(source, per_day: int) -> tuple[list[int | None], list[np.ndarray]]:
    """Return the complete years of a source, each (365, per_day)."""
    if not isinstance(source, Series):
        twelve = [float(source)] * 12 if np.isscalar(source) else list(source)
        return [None], [np.array([[twelve[date.month - 1]] * per_day for date in DATES])]
    found: dict[int, np.ndarray] = {}
    each = round(source.step_hours * per_day / 24)
    for place, value in enumerate(source.values.tolist()):
        at = source.start + dt.timedelta(hours=source.step_hours * place)
        if (at.month, at.day) == (2, 29):
            continue
        year = found.setdefault(at.year, np.full((365, per_day), np.nan))
        first = round((at.hour + at.minute / 60) * per_day / 24)
        year[INDEX[at.month, at.day], first : first + each] = value
    whole = {y: v for y, v in sorted(found.items()) if np.isfinite(v).mean() >= 0.95}
    return list(whole), list(whole.values())


@dataclass
class SlowPlan:
    """A study whose power and export price are given as sources."""

    study: StudyInputs
    paths: ScenarioPaths
    power: object
    price: object
    per_day: int = 24
    pairs: list[tuple[np.ndarray, np.ndarray]] = field(init=False)
    paired: bool = field(init=False)

    def __post_init__(self) -> None:
        water_years, waters = years_of(self.power, self.per_day)
        price_years, prices = years_of(self.price, self.per_day)
        common = sorted(set(water_years) & set(price_years) - {None})
        self.paired = bool(common)
        if common:
            self.pairs = [
                (waters[water_years.index(year)], prices[price_years.index(year)])
                for year in common
            ]
        else:
            self.pairs = [(water, price) for water in waters for price in prices]

    @property
    def market(self) -> MarketInputs:
        """The study's, or what holds without one."""
        return self.study.market or MarketInputs()

    def energies(self, water, price, *, scenario, day, miner, count) -> np.ndarray:
        """Return the figures (..., F) of intervals of one sample on project days (...)."""
        study, market, path = self.study, self.market, self.paths
        case, hours = study.scenarios[scenario], 24 / self.per_day
        growth = (1 + case.power_price_shock) * (1 + case.power_price_growth_per_year) ** (
            day // 365
        )
        price = price * growth
        efficiency = miner.power_w / miner.hashrate_ths
        value = path.rev_per_th_per_day[scenario, day] / 24 * 1e6
        value = value / (efficiency * (1 + study.site.overhead_fraction))
        if study.dilute:
            network = path.difficulty[scenario, day] * 2**32 / 600 / 1e12
            value = value * network / (network + count * miner.hashrate_ths)
        payment = market.generation_payment_gbp_per_mwh
        mined_worth = value + payment * market.generation_payment_kept_when_mining
        is_deemed = market.deemed_export_fraction is not None
        metered = price * (not is_deemed)
        sold_worth = metered + payment
        machines = count * miner.power_w / 1000 * (1 + study.site.overhead_fraction)
        limit = np.inf if market.export_limit_kw is None else market.export_limit_kw
        to_grid = np.where(sold_worth >= 0, limit, 0.0)
        # Mining first, then the grid; or the grid first, then mining.
        mined_first = np.minimum(water, machines)
        sold_second = np.minimum(water - mined_first, to_grid)
        sold_first = np.minimum(water, to_grid)
        mined_second = np.minimum(water - sold_first, machines)
        mines = mined_worth >= sold_worth
        mined = np.where(mines, mined_first, mined_second)
        sold = np.where(mines, sold_second, sold_first)
        mwh = hours / 1000
        deemed = (market.deemed_export_fraction or 0.0) * water * mwh * price
        figures = np.broadcast_arrays(
            water * mwh,
            mined * mwh,
            sold * mwh,
            (water - mined - sold) * mwh,
            mined * mwh * value,
            sold * mwh * metered,
            payment * (sold + mined * market.generation_payment_kept_when_mining) * mwh,
            deemed,
            np.minimum(water, to_grid) * mwh * sold_worth + deemed,
        )
        return np.stack(figures, axis=-1)

    def means(self, sample_day, place, **at) -> np.ndarray:
        """Return the mean over the samples that have an interval, NaN where none has it."""
        total, number = 0.0, 0
        for water, price in self.pairs:
            here = self.energies(water[sample_day, place], price[sample_day, place], **at)
            has = np.isfinite(here).all(axis=-1, keepdims=True)
            total, number = total + np.where(has, here, 0.0), number + has
        return np.where(number > 0, total / np.maximum(number, 1), np.nan)

    def annual(self, scenario: int, miner: Miner, count: int) -> dict[str, np.ndarray]:
        """Return the figures of each project year."""
        years = self.study.finance.years
        at = {"scenario": scenario, "miner": miner, "count": count}
        dates = [self.study.start_date + dt.timedelta(days=day) for day in range(365 * years)]
        sample_day = np.array(
            [INDEX[d.month, 28 if (d.month, d.day) == (2, 29) else d.day] for d in dates]
        )
        day = np.arange(len(dates))
        places = np.arange(self.per_day)
        found = self.means(sample_day[:, None], places, day=day[:, None], **at)
        for missing, place in np.argwhere(np.isnan(found[:, :, 0])):
            month = [i for i, d in enumerate(DATES) if d.month == dates[missing].month]
            others = self.means(np.array(month), place, day=missing, **at)
            found[missing, place] = np.nanmean(others, axis=0)
        sums = found.sum(axis=1).reshape(years, 365, -1).sum(axis=1)
        annual = dict(zip(FIGURES, sums.T, strict=True))
        finance = self.study.finance
        annual["gain_gbp"] = (
            annual["mining_gbp"]
            + annual["export_gbp"]
            + annual["generation_payment_gbp"]
            + annual["deemed_export_gbp"]
            - annual["export_only_gbp"]
            - (finance.other_opex_gbp_per_year if count else 0.0)
            - finance.other_opex_gbp_per_kw_per_year * self.drawn_power_kw(miner, count)
        )
        return annual

    def npv(self, scenario: int, miner: Miner, count: int) -> float:
        """Return the NPV of ``count`` machines; nothing is built without one."""
        finance = self.study.finance
        machines = count * miner.price_gbp
        machines += finance.other_capex_gbp_per_kw * self.drawn_power_kw(miner, count)
        flows = [-(machines + (finance.other_capex_gbp if count else 0.0))]
        flows += self.annual(scenario, miner, count)["gain_gbp"].tolist()
        flows[-1] += count * miner.price_gbp * finance.residual_value_fraction
        rate = finance.discount_rate_per_year
        return sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))

    def drawn_power_kw(self, miner: Miner, count: int) -> float:
        """Return what the machines draw, cooling and losses included."""
        return count * miner.power_w / 1000 * (1 + self.study.site.overhead_fraction)
