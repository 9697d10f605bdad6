"""Eight uses of the same capital and water, on the same dates and paths, judged alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.economics.alternatives.coin import (
    CoinKept,
    bought_at_start,
    bought_monthly,
    mined_and_kept,
)
from hydro_mining.economics.alternatives.hosting import Hosting, hosting
from hydro_mining.economics.alternatives.venture import Basis, Venture, venture_of
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import Returns, returns_of
from hydro_mining.economics.tables import Frame, frame, plain

ALTERNATIVES = (
    "mine",
    "export_only",
    "buy_and_hold",
    "buy_and_dca",
    "hosted",
    "gilts",
    "savings",
    "index_fund",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative(Returns):
    """One use of the capital in one scenario.

    ``cashflows`` are the owner's pocket's; the last has the worth of what is left. ``multiple``
    is None where no capital is used.
    """

    value_at_end_gbp: float
    btc_held: float
    multiple: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativesResult:
    """The alternatives of each scenario by key; empty where no machine is built at the site.

    ``basis`` tells what ``mine`` is: the study's site, the plan, or, where the plan builds none,
    the study's count of machines on the plan's clock.
    """

    terms: Alternatives
    capital_gbp: float | None
    hosted_machine: str | None
    hosted_n_miners: int | None
    scenarios: Mapping[str, Mapping[str, Alternative]]
    basis: Basis | None = None
    mine_machine: str | None = None
    mine_n_miners: int | None = None

    def to_frame(self) -> Frame:
        """Return one row a scenario and alternative, indexed by both."""
        rows = [(name, key, one) for name, by in self.scenarios.items() for key, one in by.items()]
        columns: dict[str, Any] = {
            "scenario": [name for name, _, _ in rows],
            "alternative": [key for _, key, _ in rows],
        }
        for field in ("value_at_end_gbp", "npv_gbp", "irr", "irr_note", "multiple", "btc_held"):
            columns[field] = [getattr(one, field) for _, _, one in rows]
        return frame(columns, ["scenario", "alternative"])

    def to_dict(self) -> dict[str, Any]:
        """Return what ``hydro-mining alternatives --json`` prints; undefined figures are None."""
        document: dict[str, Any] = plain(
            {
                "basis": self.basis,
                "capital_gbp": self.capital_gbp,
                "mine_machine": self.mine_machine,
                "mine_n_miners": self.mine_n_miners,
                "hosted_machine": self.hosted_machine,
                "hosted_n_miners": self.hosted_n_miners,
                "scenarios": {
                    name: {key: _printed(one) for key, one in by.items()}
                    for name, by in self.scenarios.items()
                },
            }
        )
        return document


def compare_alternatives(result: Evaluation) -> AlternativesResult:
    """Return what else the capital of a study's site could do, in each scenario.

    Raises
    ------
    InputError
        If the terms do not fit the study.
    """
    terms = result.study.alternatives or Alternatives()
    venture = venture_of(result)
    if venture is None:
        return AlternativesResult(
            terms=terms,
            capital_gbp=None,
            hosted_machine=None,
            hosted_n_miners=None,
            scenarios=MappingProxyType({}),
        )
    hosted = hosting(venture, terms.hosted, venture.machine)
    by_key = _uses(venture, terms, hosted)
    return AlternativesResult(
        terms=terms,
        basis=venture.basis,
        mine_machine=venture.machine,
        mine_n_miners=venture.n_miners,
        capital_gbp=venture.capital_gbp,
        hosted_machine=hosted.machine,
        hosted_n_miners=hosted.n_miners,
        scenarios=MappingProxyType(
            {
                scenario.name: MappingProxyType(
                    {key: _judged(venture, use, index) for key, use in by_key.items()}
                )
                for index, scenario in enumerate(result.study.scenarios)
            }
        ),
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """Cash flows (S, T + 1) [£] from the owner's pocket, and coin at the end (S,) [BTC]."""

    flows: Floats
    btc: Floats


def _uses(venture: Venture, terms: Alternatives, hosted: Hosting) -> dict[str, _Use]:
    bought = bought_at_start(venture, terms)
    exported = venture.exported_gbp_by_year
    nothing = np.zeros_like(venture.gbp_per_btc_at_end)
    years = exported.shape[-1]

    def in_money(rate: float) -> _Use:
        grown = nothing + venture.capital_gbp * (1 + rate) ** years
        return _Use(_flows(venture, exported, grown), nothing)

    return {
        "mine": _mine(venture, terms),
        "export_only": _Use(np.insert(exported, 0, 0.0, axis=-1), nothing),
        "buy_and_hold": _Use(_flows(venture, exported, bought.worth_gbp), bought.btc),
        "buy_and_dca": _kept_whole(venture, bought.with_more(bought_monthly(venture, terms))),
        "hosted": _Use(
            _flows(
                venture,
                exported + hosted.income_gbp_by_year,
                nothing + hosted.returned_at_end_gbp,
            ),
            nothing,
        ),
        "gilts": in_money(terms.gilt_yield_per_year),
        "savings": in_money(terms.savings_yield_per_year),
        "index_fund": in_money(terms.index_yield_per_year),
    }


def _mine(venture: Venture, terms: Alternatives) -> _Use:
    """Return mining with the coin that is not sold at its worth at the end."""
    flows = np.array(venture.gain_flows)
    flows[:, 1:] += venture.exported_gbp_by_year
    kept = mined_and_kept(venture, terms)
    flows[:, 1:] -= terms.hodl_fraction * yearly(venture.mined_gbp_per_day).sum(axis=-1)
    flows[:, -1] += kept.worth_gbp
    return _Use(flows, kept.btc)


def _kept_whole(venture: Venture, coin: CoinKept) -> _Use:
    return _Use(
        _flows(venture, np.zeros_like(venture.exported_gbp_by_year), coin.worth_gbp), coin.btc
    )


def _flows(venture: Venture, by_year: Floats, at_end: Floats) -> Floats:
    flows = np.insert(by_year, 0, -venture.capital_gbp, axis=-1)
    flows[:, -1] += at_end
    return flows


def _judged(venture: Venture, use: _Use, index: int) -> Alternative:
    flows = use.flows[index]
    value = float(flows[1:].sum())
    capital = -float(flows[0])
    returns = returns_of(flows, discount_rate_per_year=venture.study.finance.discount_rate_per_year)
    return Alternative(
        value_at_end_gbp=value,
        btc_held=float(use.btc[index]),
        multiple=value / capital if capital > 0 else None,
        **returns.fields(),
    )


def _printed(one: Alternative) -> dict[str, Any]:
    names = ("cashflows", "value_at_end_gbp", "btc_held", "npv_gbp", "irr", "irr_note", "multiple")
    return {name: getattr(one, name) for name in names}
