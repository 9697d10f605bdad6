"""How sure a study is: thousands of futures of its site, in a few figures."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, HOURS_PER_DAY
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.bitcoin import days_to_halving
from hydro_mining.economics.cash_flow import other_opex
from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.hashprice import hashprice_spread
from hydro_mining.economics.risk.plan_work import PlanWork, plan_work
from hydro_mining.economics.risk.simulation import Futures, Venture, simulated
from hydro_mining.economics.risk.site_work import SiteWork, site_work
from hydro_mining.economics.risk.spread import Chance, Spread, chance, spread
from hydro_mining.economics.risk_terms import Risk
from hydro_mining.economics.tables import plain
from hydro_mining.quantities import checked

CHANCES = (
    "probability_of_loss",
    "probability_never_pays_back",
    "probability_pays_back_before_next_halving",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFigures:
    """What a risk run says, its futures left out.

    ``by_month`` figures begin with the investment at month 0; ``hashprice`` with month 1. A tenth
    of futures is below p10 (hydrologists count the other way). One future alone has no
    ``npv_standard_error``.
    """

    scenario: str
    paths: int
    seed: int
    numpy_version: str
    npv_gbp: Spread
    npv_standard_error: float | None
    probability_of_loss: Chance
    probability_never_pays_back: Chance
    probability_pays_back_before_next_halving: Chance
    expected_shortfall_10: float
    cumulative_cash_gbp: Spread
    hashprice: Spread
    btc_mined: Spread

    def to_dict(self) -> dict[str, Any]:
        """Return what ``hydro-mining risk --json`` prints."""
        document: dict[str, Any] = plain(
            {
                "scenario": self.scenario,
                "paths": self.paths,
                "seed": self.seed,
                "numpy_version": self.numpy_version,
                "npv": {**self.npv_gbp.to_dict(), "standard_error": self.npv_standard_error},
                **{name: getattr(self, name).value for name in CHANCES},
                **{
                    f"{name}_standard_error": getattr(self, name).standard_error for name in CHANCES
                },
                "expected_shortfall_10": self.expected_shortfall_10,
                "cumulative_cash_gbp": self.cumulative_cash_gbp.to_dict(),
                "hashprice": self.hashprice.to_dict(),
                "btc_mined": self.btc_mined.to_dict(),
            }
        )
        return document

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> "RiskFigures":
        """Return the figures that were printed, of a run that was stored."""
        plain_figures = ("scenario", "paths", "seed", "numpy_version", "expected_shortfall_10")
        spreads = ("cumulative_cash_gbp", "hashprice", "btc_mined")
        held: dict[str, Any] = {
            "npv_gbp": Spread.of_dict(told["npv"]),
            "npv_standard_error": told["npv"]["standard_error"],
            **{name: told[name] for name in plain_figures},
            **{name: Chance(told[name], told[f"{name}_standard_error"]) for name in CHANCES},
            **{name: Spread.of_dict(told[name]) for name in spreads},
        }
        return cls(**held)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskResult(RiskFigures):
    """What a risk run says, with its futures."""

    futures: Futures


def risk_of(
    study: StudyInputs,
    *,
    paths: int = 10_000,
    seed: int = 1,
    scenario: str | None = None,
    executor: Executor | None = None,
) -> RiskResult | None:
    """Return how sure a study is around one of its scenarios, the base case unless named.

    It is the plan where there is one. None where no machine is built. Machines stand still
    where they lose money.

    Raises
    ------
    InputError
        If the number of futures, the seed or the scenario is none that there can be.
    """
    paths, seed = int(checked("paths", paths)), int(checked("seed", seed))
    index = study.scenario_index(scenario)
    switched = replace(study, finance=replace(study.finance, switch_off_when_unprofitable=True))
    result = evaluate(switched)
    venture = venture_of_study(result, index)
    if venture is None:
        return None
    risk = study.risk or Risk()
    futures = simulated(venture, risk, paths=paths, seed=seed, executor=executor)
    return RiskResult(
        scenario=study.scenarios[index].name,
        paths=paths,
        seed=seed,
        numpy_version=np.__version__,
        **_odds(study, futures),
        cumulative_cash_gbp=spread(futures.cumulative_gbp, executor),
        hashprice=hashprice_spread(venture.work.months, risk, paths=paths, seed=seed),
        btc_mined=spread(futures.btc_mined),
        futures=futures,
    )


def venture_of_study(result: Evaluation, scenario: int) -> Venture | None:
    """Return what a study builds, in one of its scenarios, as what can be simulated.

    It is the plan where there is one, else the site; None where that builds no machine.
    """
    study = result.study
    finance, name = study.finance, study.scenarios[scenario].name
    if result.plan is not None:
        plan, miner = result.plan, study.miner_called(result.plan.chosen_miner)
        if miner is None or not plan.n_miners:
            return None
        machines_gbp = plan.n_miners * miner.price_gbp
        energy_kwh_per_day = plan.machines_kw * HOURS_PER_DAY
        work: PlanWork | SiteWork = plan_work(result, plan, scenario, study.risk or Risk())
        flows = plan.scenarios[name].cashflows
    elif result.site is not None:
        machines_gbp = result.site.capex_miners_gbp
        energy_kwh_per_day = result.site.site_kwh_per_day
        work = site_work(result, scenario)
        flows = result.scenarios[name].cashflows
    else:
        return None
    return Venture(
        work=work,
        capital_gbp=-float(flows[0]),
        residual_gbp=machines_gbp * finance.residual_value_fraction,
        other_opex_gbp_per_year=float(other_opex(finance, energy_kwh_per_day=energy_kwh_per_day)),
        discount_rate_per_year=finance.discount_rate_per_year,
    )


def _odds(study: StudyInputs, futures: Futures) -> dict[str, Any]:
    """Return how the net present value swings, and how often the money comes back."""
    npv, payback = futures.npv_gbp, futures.payback_years
    halving = (
        days_to_halving(study.network.block_height) - study.days_to_start
    ) / DAYS_PER_PROJECT_YEAR
    return {
        "npv_gbp": spread(npv),
        "npv_standard_error": _standard_error(npv),
        "probability_of_loss": chance(npv < 0),
        "probability_never_pays_back": chance(np.isnan(payback)),
        "probability_pays_back_before_next_halving": chance(payback <= halving),
        "expected_shortfall_10": _worst_tenth(npv),
    }


def _standard_error(values: Floats) -> float | None:
    """Return the mean's standard error, None for a single future, of which none can be told."""
    count = len(values)
    return float(values.std(ddof=1) / np.sqrt(count)) if count > 1 else None


def _worst_tenth(values: Floats) -> float:
    """Return the mean of the worst tenth; a future that straddles it counts by its part."""
    tenth = len(values) / 10
    whole = int(tenth)
    worst = np.sort(np.partition(values, min(whole, len(values) - 1))[: whole + 1])
    part = tenth - whole
    total = worst[:whole].sum() + (part * worst[whole] if part else 0.0)
    return float(total / tenth)
