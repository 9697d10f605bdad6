"""What the Risk screen asks of the core: frozen, so that any thread may answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hydro_mining.app.background import Run
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import RiskResult, risk_of
from hydro_mining.economics.risk.break_even import BreakEven, break_even, break_even_fields
from hydro_mining.economics.risk.maps import NpvMap, PowerPriceMap, npv_map, power_price_map
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.risk.stress import StressResult, stressed
from hydro_mining.economics.risk.tornado import Bar, Swing, default_swings, tornado
from hydro_mining.quantities import POUNDS, Currency


@dataclass(frozen=True, slots=True, kw_only=True)
class FuturesRequest:
    """A study and how many of its futures are drawn; ``result`` is the study's own.

    ``curve``, in pounds, is marked on the pictures, which are made for ``currency``.
    """

    study: StudyInputs
    paths: int
    seed: int
    scenario: str
    result: Evaluation = field(compare=False, repr=False)
    curve: ForwardCurve | None = None
    currency: Currency = field(default=POUNDS, compare=False)

    def answered(self, run: Run) -> RiskResult | None:
        """Return how sure the study is; None where nothing is built.

        Raises
        ------
        InputError
            If the number of futures or the seed is none that there can be.
        Stopped
            If the run was stopped.
        """
        told = risk_of(
            self.study, paths=self.paths, seed=self.seed, scenario=self.scenario, executor=run
        )
        run.check()
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What changes of one or two inputs do to the base case's NPV [£]."""

    npv_gbp: float
    tornado: list[Bar]
    levels: list[BreakEven]
    npv_map: NpvMap | None
    power_price_map: PowerPriceMap | None
    stresses: list[StressResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRequest:
    """A study, the ends that a reader gave by their path, and the wanted IRR."""

    study: StudyInputs
    ends: Mapping[str, tuple[float, float]]
    irr: float | None
    result: Evaluation = field(compare=False, repr=False)
    curve: ForwardCurve | None = None
    currency: Currency = field(default=POUNDS, compare=False)

    def answered(self, run: Run) -> WhatIf | None:
        """Return what changes do; None where nothing is built.

        Raises
        ------
        InputError
            If an end or the rate is not legal.
        Stopped
            If the run was stopped.
        """
        held = pinned(self.result)
        if held is None or not _is_built(self.result):
            return None
        bars = []
        for swing in swings(held, self.ends):
            run.check()
            bars += tornado(held, [swing])
        levels = []
        for path in break_even_fields(held):
            run.check()
            levels.append(break_even(held, path, irr=self.irr))
        keeps_coin = self.study.finance.pool_fee_fraction < 1
        return WhatIf(
            npv_gbp=npv_of(held),
            tornado=sorted(bars, key=lambda bar: -bar.swing_gbp),
            levels=levels,
            npv_map=npv_map(held),
            power_price_map=power_price_map(self.result) if keeps_coin else None,
            stresses=stressed(self.result),
        )


def _is_built(result: Evaluation) -> bool:
    """Return whether there is a machine: the plan's where there is a plan, else the study's."""
    if result.plan is not None:
        return bool(result.plan.n_miners)
    return result.site is not None and bool(result.site.n_miners)


def swings(held: StudyInputs, ends: Mapping[str, tuple[float, float]]) -> list[Swing]:
    """Return a pinned study's swings, with the ends that a reader gave."""
    return [
        replace(swing, low=ends[swing.path][0], high=ends[swing.path][1])
        if swing.path in ends
        else swing
        for swing in default_swings(held)
    ]
