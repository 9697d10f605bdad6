"""What a plan says: frozen, and ready for a table or for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.plan.water_use import USE_FIGURES
from hydro_mining.economics.returns import Returns
from hydro_mining.economics.tables import Frame, frame, product_frame

# Of each year, in the order in which they are printed.
PLAN_FIGURES = (*USE_FIGURES, "gain_gbp")
_PLAN_METRICS = (
    *("npv_gbp", "irr", "irr_note", "irr_roots", "mirr"),
    *("simple_payback_years", "discounted_payback_years"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSamples:
    """What a plan's water and prices rest on.

    Attributes
    ----------
    water_years, price_years
        Sample years, 1 for a source that is no series; as many of each where they are paired.
    paired
        Whether water and price are of the same years, interval by interval.
    intervals_left_out
        Intervals that a sample lacks, counted over all samples.
    intervals_filled
        Intervals of the year that no sample has: the mean of their hour over the month.
    """

    water_years: int
    price_years: int
    paired: bool
    intervals_left_out: int
    intervals_filled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMachine:
    """The last of a plan's machines: its hours in year 1, and what NPV it adds [£]."""

    hours_per_year_y1: float
    npv_gbp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMachine:
    """How many of one machine, and what they are worth in the base case.

    ``n_most`` is as many as site power and highest power carry, ``machine_kw`` [kW] what one
    draws with its overhead.
    """

    name: str
    n: int
    npv_gbp: float
    floor_rule_n: int
    npv_gbp_at_floor_rule: float
    last_machine: LastMachine | None
    n_most: int
    machine_kw: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanScenario(Returns):
    """One scenario over T years: what the machines return over export alone.

    The annual figures are (T,); ``gain_gbp`` is after other opex, ``mining_gbp`` after the pool
    fee, ``export_only_gbp`` the whole income without machines.
    """

    name: str
    available_mwh: Floats
    mined_mwh: Floats
    exported_mwh: Floats
    curtailed_mwh: Floats
    mining_gbp: Floats
    export_gbp: Floats
    generation_payment_gbp: Floats
    deemed_export_gbp: Floats
    export_only_gbp: Floats
    gain_gbp: Floats

    def annual(self) -> list[dict[str, Any]]:
        """Return a row a year, the first one 1."""
        columns = [getattr(self, name) for name in PLAN_FIGURES]
        return [
            {"year": year, **dict(zip(PLAN_FIGURES, row, strict=True))}
            for year, row in enumerate(zip(*columns, strict=True), start=1)
        ]

    def to_frame(self) -> Frame:
        """Return one row a year, indexed by year."""
        years = np.arange(1, len(self.gain_gbp) + 1)
        columns = {name: getattr(self, name) for name in PLAN_FIGURES}
        return frame({"year": years, **columns}, "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many of which machine, what the water does, and what that is worth.

    ``chosen_miner`` and ``y1`` are None where ``n_miners`` is 0: then no machine pays, and the
    scenarios are those of export alone. ``y1`` is year 1 of the base case.
    """

    samples: PlanSamples
    annual_energy_mwh: float
    mean_power_kw: float
    capacity_factor: float
    machines: tuple[PlanMachine, ...]
    chosen_miner: str | None
    n_miners: int
    scenarios: Mapping[str, PlanScenario]

    @property
    def machine(self) -> PlanMachine | None:
        """The chosen machine's row."""
        return next((one for one in self.machines if one.name == self.chosen_miner), None)

    @property
    def machines_kw(self) -> float:
        """Power of the chosen machines [kW], overhead included."""
        return 0.0 if self.machine is None else self.n_miners * self.machine.machine_kw

    @property
    def base_case(self) -> PlanScenario:
        """The first scenario."""
        return next(iter(self.scenarios.values()))

    @property
    def y1(self) -> dict[str, Any] | None:
        """Year 1 of the base case, None without a machine."""
        return None if self.chosen_miner is None else self.base_case.annual()[0]

    def to_frame(self) -> Frame:
        """Return one row a scenario and project year, indexed by both."""
        years = range(1, len(self.base_case.gain_gbp) + 1)
        columns = {
            name: np.array([getattr(one, name) for one in self.scenarios.values()])
            for name in PLAN_FIGURES
        }
        return product_frame({"scenario": list(self.scenarios), "year": years}, columns)

    def machines_frame(self) -> Frame:
        """Return one row a machine, indexed by name."""
        rows = [_machine(one) for one in self.machines]
        columns: dict[str, Any] = {
            name: [row[name] for row in rows] for name in rows[0] if name != "last_machine"
        }
        for name in ("hours_per_year_y1", "npv_gbp"):
            lasts = [one.last_machine for one in self.machines]
            columns[f"last_machine_{name}"] = [
                np.nan if last is None else getattr(last, name) for last in lasts
            ]
        return frame(columns, "name")

    def metrics_frame(self) -> Frame:
        """Return one row a scenario with NPV, IRR, MIRR and paybacks."""
        columns: dict[str, Any] = {"scenario": list(self.scenarios)}
        for name in _PLAN_METRICS:
            columns[name] = [getattr(one, name) for one in self.scenarios.values()]
        return frame(columns, "scenario")

    def to_dict(self) -> dict[str, Any]:
        """Return what stands under ``plan`` in what ``hydro-mining evaluate`` prints."""
        return {
            "samples": {name: getattr(self.samples, name) for name in PlanSamples.__slots__},
            "annual_energy_mwh": self.annual_energy_mwh,
            "mean_power_kw": self.mean_power_kw,
            "capacity_factor": self.capacity_factor,
            "machines": [_machine(one) for one in self.machines],
            "chosen_miner": self.chosen_miner,
            "n_miners": self.n_miners,
            "y1": self.y1,
            "scenarios": {
                name: {
                    "annual": one.annual(),
                    "cashflows": one.cashflows,
                    **{metric: getattr(one, metric) for metric in _PLAN_METRICS},
                }
                for name, one in self.scenarios.items()
            },
        }


def _machine(one: PlanMachine) -> dict[str, Any]:
    last = one.last_machine
    return {
        "name": one.name,
        "n": one.n,
        "npv_gbp": one.npv_gbp,
        "floor_rule_n": one.floor_rule_n,
        "npv_gbp_at_floor_rule": one.npv_gbp_at_floor_rule,
        "last_machine": last
        and {"hours_per_year_y1": last.hours_per_year_y1, "npv_gbp": last.npv_gbp},
    }
