"""How much of what a scenario exports a drawn year of water lets an owner export."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import Plan
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk_terms import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedWater:
    """Water that is given by a load factor.

    Attributes
    ----------
    mean_load : [1]
    power_kw, used_kw : [kW]
        What there is at most, and up to which of it is exported.
    """

    mean_load: float
    power_kw: float
    used_kw: float

    def share(self, risk: Risk, strayed: Deviations) -> Floats:
        """Return the factor (T, P) on what each year exports."""
        if not risk.load_factor_cv or not self.used_kw:
            return np.ones_like(strayed.load_factor)
        load = np.clip(self.mean_load * (1 + risk.load_factor_cv * strayed.load_factor), 0, 1)
        mean = min(self.mean_load * self.power_kw, self.used_kw)
        share: Floats = np.minimum(load * self.power_kw, self.used_kw) / mean
        return share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnYears:
    """Years of a record, one drawn for each project year.

    Attributes
    ----------
    worth : (Y,) [1]
        What a year's water exports, over the mean of all years; months share it alike.
    """

    worth: Floats

    def share(self, risk: Risk, strayed: Deviations) -> Floats:
        """Return the factor (T, P) on what each year exports."""
        if not risk.load_factor_cv:
            return np.ones_like(strayed.water)
        share: Floats = self.worth[(strayed.water * len(self.worth)).astype(np.int64)]
        return share


Water: TypeAlias = LoadedWater | DrawnYears


def water_of(result: Evaluation, plan: Plan | None) -> Water:
    """Return the water of a plan, or of a study's site."""
    if plan is not None:
        return _of_plan(result.study, plan)
    site, terms = result.site, result.study.site
    used = 0.0 if site is None else site.effective_power_kw - site.unused_power_kw
    return LoadedWater(mean_load=terms.load_factor, power_kw=terms.site_power_kw, used_kw=used)


def _of_plan(study: StudyInputs, plan: Plan) -> Water:
    ground = plan_ground(study)
    if not ground.has_water_years:
        return LoadedWater(mean_load=min(plan.capacity_factor, 1.0), power_kw=1.0, used_kw=1.0)
    samples = ground.samples
    # Gaps are masked: an interval that no year has is worth nothing in any.
    price = np.ma.masked_invalid(samples.price)
    if not samples.paired:
        price = price.mean(axis=0)
    power = np.ma.masked_invalid(samples.power_kw)
    worth = (power * price.clip(min=0)).mean(axis=(1, 2)).filled(0.0)
    mean = worth.mean()
    return DrawnYears(worth=worth / mean if mean > 0 else np.ones_like(worth))
