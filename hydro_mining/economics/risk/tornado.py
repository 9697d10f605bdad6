"""What one input at a time does to the NPV: the longest bar is what to find out first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import has_plan
from hydro_mining.economics.risk.pinned import EXPORT_PRICE, is_deemed, npv_with, value_today
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES


@dataclass(frozen=True, slots=True)
class Swing:
    """A field of a pinned study and the two values that it is tried at."""

    path: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A swing and what comes of it [£]; ``swing_gbp`` is how far apart they are."""

    swing: Swing
    npv_low_gbp: float
    npv_high_gbp: float

    @property
    def swing_gbp(self) -> float:
        """Length of the bar [£]."""
        return abs(self.npv_high_gbp - self.npv_low_gbp)


# Share of today's value, either way.
_SHARES = {
    "network.btc_price_usd": 0.3,
    "network.difficulty": 0.2,
    "site.power_price_gbp_per_kwh": 0.2,
    EXPORT_PRICE: 0.2,
    "site.load_factor": 0.1,
    "miners[0].price_gbp": 0.2,
    "miners[0].hashrate_ths": 0.05,
    "miners[0].power_w": 0.05,
    "network.usd_to_gbp": 0.08,
    "finance.other_capex_gbp": 0.2,
    "finance.other_opex_gbp_per_year": 0.2,
    "finance.other_capex_gbp_per_kw": 0.2,
    "finance.other_opex_gbp_per_kw_per_year": 0.2,
}
# Points either way, for rates.
_POINTS = {
    "scenarios[0].btc_price_growth_per_year": 0.1,
    "scenarios[0].difficulty_growth_per_year": 0.1,
    "finance.discount_rate_per_year": 0.03,
}


def default_swings(study: StudyInputs) -> list[Swing]:
    """Return swings of a pinned study's inputs, within what is legal.

    Those of 0 are left out, and what the study does not rest on: with a plan the power price, for
    which its export price stands, and the load factor where there is water; else that price.
    """
    idle = _idle(study)
    shares = [
        (path, value_today(study, path) * share)
        for path, share in _SHARES.items()
        if path not in idle
    ]
    ends = [
        Swing(path, *(_legal(path, value_today(study, path) + way * far) for way in (-1, 1)))
        for path, far in [*shares, *_POINTS.items()]
    ]
    return [swing for swing in ends if swing.low != swing.high]


def _idle(study: StudyInputs) -> set[str]:
    if not has_plan(study):
        return {EXPORT_PRICE}
    idle = {"site.power_price_gbp_per_kwh"}
    if study.hydro is not None:
        idle.add("site.load_factor")
    if is_deemed(study):
        idle.add(EXPORT_PRICE)
    return idle


def _legal(path: str, value: float) -> float:
    """Return a value, or the end of the legal range that it lies beyond."""
    legal = QUANTITIES[path.rsplit(".", 1)[-1]].range
    assert legal is not None, f"{path} has no range"
    if legal.upper is not None:
        value = min(value, legal.upper)
    return value if legal.lower is None else max(value, legal.lower)


def tornado(study: StudyInputs, swings: Sequence[Swing]) -> list[Bar]:
    """Return the bars of a pinned study, the longest first; a tie keeps the swings' order.

    Raises
    ------
    InputError
        If an end is not legal; it names the field.
    """
    npv = partial(_npv_with, study)
    bars = [Bar(one, npv(one.path, one.low), npv(one.path, one.high)) for one in swings]
    return sorted(bars, key=lambda bar: -bar.swing_gbp)


def _npv_with(study: StudyInputs, path: str, value: float) -> float:
    if isinstance(value, bool):
        raise InputError(path, "a number", value)
    return npv_with(study, path, value)
