"""The alternatives in futures drawn around a scenario, all of them in the same future.

Each future is one of a risk run's: the same seed draws the same prices, water and machines, so
that two alternatives are held against each other draw by draw.
"""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np

from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.economics.alternatives.comparison import ALTERNATIVES
from hydro_mining.economics.alternatives.future_money import Mined, Scene, scene_of
from hydro_mining.economics.alternatives.venture import Venture as Compared
from hydro_mining.economics.alternatives.venture import venture_of
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import Chance, Risk, Spread
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk.run import venture_of_study
from hydro_mining.economics.risk.simulation import BLOCK, Venture, drawn_block, followed
from hydro_mining.economics.risk.spread import chance, spread
from hydro_mining.economics.tables import plain
from hydro_mining.quantities import checked

# The draws of a block have nine streams of their own, see ``risk.draws``; shares have the next.
_SHARES_STREAM = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativesRisk:
    """What the alternatives come to in P futures.

    Attributes
    ----------
    value_at_end_gbp
        Mean and percentiles [£] by key; a tenth of futures is below p10.
    probability_ends_above
        By key and other key the share of futures in which the first ends above the second;
        where the capital stays in the drawer it counts.
    """

    scenario: str
    paths: int
    seed: int
    numpy_version: str
    value_at_end_gbp: Mapping[str, Spread]
    probability_ends_above: Mapping[str, Mapping[str, Chance]]

    def to_dict(self) -> dict[str, Any]:
        """Return what ``hydro-mining alternatives --paths N --json`` prints under ``risk``."""
        pairs = self.probability_ends_above
        document: dict[str, Any] = plain(
            {
                "scenario": self.scenario,
                "paths": self.paths,
                "seed": self.seed,
                "numpy_version": self.numpy_version,
                "value_at_end_gbp": {
                    key: one.to_dict() for key, one in self.value_at_end_gbp.items()
                },
                "probability_ends_above": {
                    key: {other: one.value for other, one in by.items()}
                    for key, by in pairs.items()
                },
                "probability_ends_above_standard_error": {
                    key: {other: one.standard_error for other, one in by.items()}
                    for key, by in pairs.items()
                },
            }
        )
        return document

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> "AlternativesRisk":
        """Return what was printed, of a run that was stored."""
        pairs, errors = (told[f"probability_ends_above{of}"] for of in ("", "_standard_error"))
        return cls(
            **{name: told[name] for name in ("scenario", "paths", "seed", "numpy_version")},
            value_at_end_gbp={
                key: Spread.of_dict(one) for key, one in told["value_at_end_gbp"].items()
            },
            probability_ends_above={
                key: {other: Chance(one, errors[key][other]) for other, one in by.items()}
                for key, by in pairs.items()
            },
        )


def alternatives_risk(
    study: StudyInputs,
    *,
    paths: int = 10_000,
    seed: int = 1,
    scenario: str | None = None,
    executor: Executor | None = None,
) -> AlternativesRisk | None:
    """Return what the alternatives come to in the futures of ``risk_of``.

    None where there is nothing to compare. Machines stand still where they lose money.

    Raises
    ------
    InputError
        If the number of futures, the seed or the scenario is none that there can be, or the
        terms do not fit the study.
    """
    paths, seed = int(checked("paths", paths)), int(checked("seed", seed))
    index = study.scenario_index(scenario)
    switched = replace(study, finance=replace(study.finance, switch_off_when_unprofitable=True))
    result = evaluate(switched)
    venture = venture_of(result)
    if venture is not None and venture.basis == "study_count_on_plan":
        result = _built(switched, venture)
        venture = venture_of(result)
    if venture is None:
        return None
    risk = study.risk or Risk()
    site = venture_of_study(result, index)
    assert site is not None, "machines are compared"
    scene = scene_of(result, venture, index, site.work.months)
    # Money at the end is not discounted.
    site = replace(site, discount_rate_per_year=0.0)
    run = partial(_block, scene, site, risk, paths=paths, seed=seed)
    blocks = range(-(-paths // BLOCK))
    ends = np.concatenate(list((executor.map if executor else map)(run, blocks)), axis=-1)
    in_drawer = np.array([[scene.capital_gbp * (key == "export_only")] for key in ALTERNATIVES])
    return AlternativesRisk(
        scenario=study.scenarios[index].name,
        paths=paths,
        seed=seed,
        numpy_version=np.__version__,
        value_at_end_gbp=dict(zip(ALTERNATIVES, map(spread, ends), strict=True)),
        probability_ends_above=_pairs(ends + in_drawer),
    )


def _built(study: StudyInputs, venture: Compared) -> Evaluation:
    """Return a plan that builds no machine of its own, made to build what is compared."""
    finance = replace(study.finance, miner=venture.machine, n_miners=venture.n_miners)
    return evaluate(replace(study, finance=finance))


def _block(scene: Scene, site: Venture, risk: Risk, block: int, *, paths: int, seed: int) -> Floats:
    """Return money at the end (K, P) [£] of a block, in the order of ``ALTERNATIVES``."""
    strayed, count = drawn_block(site, risk, paths=paths, seed=seed, block=block)
    mined = followed(site, risk, strayed, count=count, charted=0)
    here = Mined(gain_gbp=mined.npv_gbp, worth_gbp=mined.mined_gbp, btc=mined.btc_mined)
    stream = np.random.SeedSequence(seed, spawn_key=(block, _SHARES_STREAM))
    shares = _shares(scene.terms, scene.years, np.random.default_rng(stream))[:count]
    by_key = scene.money_at_end(risk, _first(strayed, count), shares, here)
    ends: Floats = np.stack([by_key[key] for key in ALTERNATIVES])
    return ends


def _first(strayed: Deviations, count: int) -> Deviations:
    """Return the first of the futures."""
    return Deviations(
        **{item.name: getattr(strayed, item.name)[..., :count] for item in fields(Deviations)}
    )


def _shares(terms: Alternatives, years: int, stream: np.random.Generator) -> Floats:
    """Return how far shares stray from their yield by the end, (P,), with mean 1."""
    deviation = terms.index_volatility_per_year * np.sqrt(years)
    strayed: Floats = np.exp(deviation * stream.standard_normal(BLOCK) - deviation**2 / 2)
    return strayed


def _pairs(ends: Floats) -> dict[str, dict[str, Chance]]:
    """Return how often each ends above each other, of money at the end (K, P)."""
    return {
        key: {other: chance(ends[i] > ends[j]) for j, other in enumerate(ALTERNATIVES) if j != i}
        for i, key in enumerate(ALTERNATIVES)
    }
