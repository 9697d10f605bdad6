"""A study's results: frozen, with read-only arrays, and ready for a table or for JSON."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.inputs import ChoiceRule, StudyInputs
from hydro_mining.economics.plan.results import Plan
from hydro_mining.economics.returns import Returns
from hydro_mining.economics.scenarios import ScenarioPaths
from hydro_mining.economics.tables import Frame, frame, matrix_frame, plain, product_frame


@dataclass(frozen=True, slots=True, kw_only=True)
class MinerResults:
    """Year-1 figures of M machines in the base case; arrays are (M,).

    ``simple_payback_days`` is NaN for a machine that is not viable. ``site_npv_gbp`` is the
    NPV of the whole site filled with that machine, in the base case.
    """

    name: tuple[str, ...]
    efficiency_j_per_th: Floats
    kwh_per_day: Floats
    revenue_gbp_per_day: Floats
    power_cost_gbp_per_day: Floats
    profit_gbp_per_day: Floats
    breakeven_power_price_gbp_per_kwh: Floats
    simple_payback_days: Floats
    n_miners: Floats
    site_npv_gbp: Floats

    @property
    def viable(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which machines earn more than their power costs."""
        return self.profit_gbp_per_day > 0

    def to_frame(self) -> Frame:
        """Return one row a machine, indexed by name."""
        return frame({f.name: getattr(self, f.name) for f in dataclasses.fields(self)}, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResult:
    """The site filled with one machine, in year 1 of the base case."""

    effective_power_kw: float
    n_miners: int
    unused_power_kw: float
    site_hashrate_ths: float
    site_kwh_per_day: float
    site_power_cost_per_day: float
    capex_miners_gbp: float
    site_revenue_per_day: float
    site_gross_profit_per_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult(Returns):
    """One scenario over T years: what it returns, and the annual figures (T,) behind it."""

    name: str
    rev_per_th_per_day: Floats
    power_price_gbp_per_kwh: Floats
    annual_revenue_gbp: Floats
    annual_power_cost_gbp: Floats
    annual_other_opex_gbp: Floats
    annual_profit_gbp: Floats
    days_mined: Floats

    @property
    def investment_and_resale_gbp(self) -> Floats:
        """What the cash flows hold beside the profits, (T + 1,) [£]: money out is negative."""
        invested: Floats = self.cashflows - np.concatenate([[0.0], self.annual_profit_gbp])
        return invested

    def columns(self) -> dict[str, Floats]:
        """Return the figures of each year from the investment in year 0 on, (T + 1,) each.

        The annual figures of year 0 are NaN: there are none.
        """
        return {
            **{name: np.concatenate([[np.nan], getattr(self, name)]) for name in _OF_A_YEAR},
            "investment_and_resale_gbp": self.investment_and_resale_gbp,
            "cash_flow_gbp": self.cashflows,
            "cumulative_cash_flow_gbp": self.cumulative_gbp,
            "discounted_cumulative_cash_flow_gbp": self.discounted_cumulative_gbp,
        }

    def to_frame(self) -> Frame:
        """Return the ``columns`` as one row a year, indexed by year."""
        return frame({"year": np.arange(len(self.cashflows)), **self.columns()}, "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSite:
    """The site filled with one machine, and its money in the base case.

    ``cashflows`` are (T + 1,) [£], money out negative, the residual value in the last.
    """

    miner: str
    site: SiteResult
    cashflows: Floats
    npv_gbp: float
    simple_payback_years: float | None

    @property
    def n_miners(self) -> int:
        """How many of the machine are built."""
        return self.site.n_miners


@dataclass(frozen=True, slots=True, kw_only=True)
class PaysIf:
    """The value of one input at a time at which the site's NPV is 0 in the base case.

    Machine and count stay as they are; None where no legal value does it.
    """

    power_price_gbp_per_kwh: float | None
    miner_price_gbp: float | None
    btc_price_usd: float | None


ANNUAL_FIGURES = (
    "rev_per_th_per_day",
    "annual_revenue_gbp",
    "annual_power_cost_gbp",
    "annual_profit_gbp",
    "days_mined",
)
# With what JSON and run records leave out, since it follows from the other three.
_OF_A_YEAR = (*ANNUAL_FIGURES[:3], "annual_other_opex_gbp", *ANNUAL_FIGURES[3:])
# All that ``Returns`` says in one value: tables, CSV, spreadsheet, JSON and run records follow it.
METRICS = tuple(
    field.name
    for field in dataclasses.fields(Returns)
    if field.name not in {"cashflows", "discounted_cumulative_gbp", "irr_roots"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a study says.

    ``chosen_miner`` and ``site`` are None and ``scenarios`` is empty when no machine is viable
    and none was named. ``winners`` has for each rule of ``CHOICE_RULES`` the machine that it
    chooses, the study's own rule or not, None where it finds none. ``pays_if`` is None without a
    site, ``plan`` where the study has neither water nor a market. ``warnings`` are sentences for
    a reader.
    """

    study: StudyInputs
    paths: ScenarioPaths
    miners: MinerResults
    chosen_miner: str | None
    winners: Mapping[ChoiceRule, MachineSite | None]
    rev_per_th_per_day_y1: float
    power_price_gbp_per_kwh_y1: float
    viable_below_gbp_per_kwh: float | None
    site: SiteResult | None
    scenarios: Mapping[str, ScenarioResult]
    pays_if: PaysIf | None
    plan: Plan | None
    warnings: tuple[str, ...]

    @property
    def best_npv_miner(self) -> str | None:
        """The machine whose whole site has the highest NPV of those that are viable and fit."""
        best = self.winners["npv"]
        return None if best is None else best.miner

    @property
    def shortest_payback_miner(self) -> str | None:
        """The machine whose price over its year-1 profit is lowest of those that are viable."""
        first = self.winners["payback"]
        return None if first is None else first.miner

    @property
    def answered_miner(self) -> str | None:
        """The machine of what is said first: the plan's where there is one, else the site's."""
        return self.chosen_miner if self.plan is None else self.plan.chosen_miner

    @property
    def answered_scenarios(self) -> Mapping[str, Returns]:
        """The scenarios of that machine; none where nothing is built."""
        if self.plan is None:
            return self.scenarios
        return {} if self.plan.chosen_miner is None else self.plan.scenarios

    @property
    def pays(self) -> bool:
        """Whether what is said first is worth more than nothing in the base case."""
        base = next(iter(self.answered_scenarios.values()), None)
        return base is not None and base.npv_gbp > 0

    def to_frame(self) -> Frame:
        """Return one row a scenario and project year, indexed by both."""
        levels = {"scenario": list(self.scenarios), "year": range(self.study.finance.years + 1)}
        tables = [scenario.columns() for scenario in self.scenarios.values()]
        names = tables[0] if tables else ()
        columns = {name: np.array([table[name] for table in tables]) for name in names}
        return product_frame(levels, columns)

    def revenue_path_frame(self) -> Frame:
        """Return revenue per TH [£/TH/day], one row a day and a column a scenario."""
        days = np.arange(len(self.paths.block_height)) * np.timedelta64(1, "D")
        return matrix_frame(
            self.paths.rev_per_th_per_day.T,
            rows=("date", np.datetime64(self.study.start_date, "s") + days),
            columns=("scenario", [scenario.name for scenario in self.study.scenarios]),
        )

    def metrics_frame(self) -> Frame:
        """Return one row a scenario with NPV, IRR and all its roots, MIRR, ROIC and paybacks."""
        columns: dict[str, Any] = {"scenario": list(self.scenarios)}
        for name in METRICS:
            columns[name] = [getattr(result, name) for result in self.scenarios.values()]
        columns["irr_roots"] = [str(plain(r.irr_roots)) for r in self.scenarios.values()]
        return frame(columns, "scenario")

    def to_dict(self) -> dict[str, Any]:
        """Return what ``hydro-mining evaluate`` prints; undefined figures are None."""
        document = {
            "miners": _rows(self.miners, [f.name for f in dataclasses.fields(self.miners)]),
            "chosen_miner": self.chosen_miner,
            "best_npv_miner": self.best_npv_miner,
            "rev_per_th_per_day_y1": self.rev_per_th_per_day_y1,
            "power_price_gbp_per_kwh_y1": self.power_price_gbp_per_kwh_y1,
            "viable_below_gbp_per_kwh": self.viable_below_gbp_per_kwh,
            "site": None if self.site is None else dataclasses.asdict(self.site),
            "scenarios": {name: _scenario(result) for name, result in self.scenarios.items()},
            "winners": {rule: _winner(machine) for rule, machine in self.winners.items()},
            "pays_if": None if self.pays_if is None else dataclasses.asdict(self.pays_if),
            "plan": None if self.plan is None else self.plan.to_dict(),
            "warnings": list(self.warnings),
        }
        printed: dict[str, Any] = plain(document)
        return printed


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    annual = _rows(result, ANNUAL_FIGURES)
    return {
        "annual": [{"year": year, **row} for year, row in enumerate(annual, start=1)],
        "cashflows": result.cashflows,
        "irr_roots": result.irr_roots,
        **{name: getattr(result, name) for name in METRICS},
    }


def _winner(machine: MachineSite | None) -> dict[str, Any] | None:
    if machine is None:
        return None
    return {
        "miner": machine.miner,
        "n_miners": machine.site.n_miners,
        "cashflows": machine.cashflows,
        "npv_gbp": machine.npv_gbp,
        "simple_payback_years": machine.simple_payback_years,
    }


_COUNTS = ("n_miners", "days_mined")


def _rows(table: Any, names: "list[str] | tuple[str, ...]") -> list[dict[str, Any]]:
    columns = [getattr(table, name) for name in names]
    return [
        {n: int(v) if n in _COUNTS else v for n, v in zip(names, row, strict=True)}
        for row in zip(*columns, strict=True)
    ]
