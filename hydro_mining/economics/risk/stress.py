"""What has happened before, or well might: a few bad turns, each with what it sets.

Machines and their number stay as the study has them: they are bought before the turn comes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hydro_mining.constants import TH_PER_PH
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.hydro import HydroInputs, analysed_water, water_power
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import Returns
from hydro_mining.economics.risk.pinned import pinned
from hydro_mining.economics.series import Series
from hydro_mining.economics.study_fields import value_at, with_value
from hydro_mining.exceptions import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class LowHashprice:
    """A low of the hashprice, and the machines [J/TH] that usually met it then and would now."""

    usd_per_ph_per_day: float
    machine_then_j_per_th: float
    machine_now_j_per_th: float

    @property
    def in_todays_machines(self) -> float:
        """The hashprice [$/PH/day] that pays a machine of now as much for a kWh as then."""
        return self.usd_per_ph_per_day * self.machine_now_j_per_th / self.machine_then_j_per_th


# The low: Hashrate Index, review of 2022 (January 2023). The machines are our choice of what was
# and is usual: Antminer S19j Pro, 100 TH/s and 3,050 W, and Antminer S21, 200 TH/s and 3,500 W.
LOW_OF_2022 = LowHashprice(
    usd_per_ph_per_day=55.94, machine_then_j_per_th=30.5, machine_now_j_per_th=17.5
)
_POWER_TWICE, _MACHINES_DEARER = 2.0, 1.2
_EPOCH = 1970


@dataclass(frozen=True, slots=True)
class Change:
    """A field of the study, by its path, with its value today and under the stress."""

    path: str
    today: Any
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class StressResult:
    """What a stress does.

    ``changes`` is empty where the study cannot meet it: today is no better, or there is no
    record. ``dry_year`` is the calendar year of the driest water, ``is_export_too`` tells whether
    the grid's price is doubled as well.
    """

    key: str
    changes: tuple[Change, ...]
    npv_today_gbp: float
    npv_gbp: float
    payback_today_years: float | None
    payback_years: float | None
    dry_year: int | None = None
    is_export_too: bool = False


def _low_hashprice(study: StudyInputs) -> StudyInputs:
    today = network_hashprice(study.network) * TH_PER_PH
    wanted = LOW_OF_2022.in_todays_machines
    if today <= wanted:
        return study
    price = study.network.btc_price_usd * wanted / today
    return with_value(study, "network.btc_price_usd", price)


def _driest_year(study: StudyInputs) -> StudyInputs:
    year = _dry_year(study.hydro)
    if year is None:
        return study
    assert study.hydro is not None
    power = water_power(study.hydro).series
    assert power is not None
    # As power, so that rules that rest on the whole record, such as Q95, stay what they are.
    at = np.flatnonzero(power.beginnings().astype("datetime64[Y]").astype(int) + _EPOCH == year)
    start = power.beginnings()[at[0]].item()
    of_year = Series(start=start, step_hours=power.step_hours, values=power.values[at])
    return replace(study, hydro=HydroInputs(power_kw=of_year))


def _dry_year(hydro: HydroInputs | None) -> int | None:
    """Return the year of least energy of a record that has several; None without."""
    water = None if hydro is None else analysed_water(hydro)
    annual = None if water is None else water.annual
    if annual is None or len(annual.years) < 2:  # noqa: PLR2004
        return None
    return int(annual.years[int(np.argmin(annual.energy_mwh))])


def _power_twice(study: StudyInputs) -> StudyInputs:
    path = "site.power_price_gbp_per_kwh"
    study = with_value(study, path, value_at(study, path) * _POWER_TWICE)
    price = None if study.market is None else study.market.export_price_gbp_per_mwh
    if price is None:
        return study
    assert study.market is not None
    twice: Any
    if isinstance(price, Series):
        twice = price.with_values(price.values * _POWER_TWICE)
    elif isinstance(price, tuple):
        twice = tuple(one * _POWER_TWICE for one in price)
    else:
        twice = price * _POWER_TWICE
    return replace(study, market=replace(study.market, export_price_gbp_per_mwh=twice))


def _machines_dearer(study: StudyInputs) -> StudyInputs:
    path = "miners[0].price_gbp"
    return with_value(study, path, value_at(study, path) * _MACHINES_DEARER)


def _no_fees(study: StudyInputs) -> StudyInputs:
    return with_value(study, "network.fees_btc_per_block", 0.0)


STRESSES: dict[str, Callable[[StudyInputs], StudyInputs]] = {
    "low_hashprice": _low_hashprice,
    "dry_year": _driest_year,
    "power_twice": _power_twice,
    "machines_dearer": _machines_dearer,
    "no_fees": _no_fees,
}
_MEMBERS = (
    *("network.btc_price_usd", "network.fees_btc_per_block"),
    *("site.power_price_gbp_per_kwh", "miners[0].price_gbp"),
)


def stressed(result: Evaluation) -> list[StressResult]:
    """Return what each of ``STRESSES`` does to a study's base case; none where nothing is built.

    With a plan of water and grid its figures are the plan's.
    """
    study = pinned(result)
    if study is None:
        return []
    today = _returns(study)
    return [_one(key, study, today) for key in STRESSES]


def _one(key: str, study: StudyInputs, today: Returns) -> StressResult:
    try:
        changed = STRESSES[key](study)
    except InputError:  # beyond what is legal
        changed = study
    changes = tuple(
        Change(path, value_at(study, path), value_at(changed, path))
        for path in _MEMBERS
        if value_at(study, path) != value_at(changed, path)
    )
    dry_year = _dry_year(study.hydro) if changed.hydro != study.hydro else None
    found = today if changed == study else _returns(changed)
    return StressResult(
        key=key,
        changes=changes,
        npv_today_gbp=today.npv_gbp,
        npv_gbp=found.npv_gbp,
        payback_today_years=today.simple_payback_years,
        payback_years=found.simple_payback_years,
        dry_year=dry_year,
        is_export_too=changed.market != study.market,
    )


def _returns(study: StudyInputs) -> Returns:
    result = evaluate(study)
    if result.plan is not None:
        return result.plan.base_case
    (only,) = result.scenarios.values()
    return only
