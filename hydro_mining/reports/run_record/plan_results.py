"""The form of a plan in a record's results."""

from collections.abc import Mapping
from typing import TypedDict

__all__ = ["PlanFigures"]


class SampleFigures(TypedDict):
    """What a plan's water and prices rest on."""

    water_years: int
    price_years: int
    paired: bool
    intervals_left_out: int
    intervals_filled: int


class LastMachineFigures(TypedDict):
    """The last of the machines: its hours in year 1, and the NPV that it adds."""

    hours_per_year_y1: float | None
    npv_gbp: float | None


class PlanMachineRow(TypedDict):
    """How many of one machine, and what they are worth in the base case."""

    name: str
    n: float
    npv_gbp: float | None
    floor_rule_n: float
    npv_gbp_at_floor_rule: float | None
    last_machine: LastMachineFigures | None


class PlanYear(TypedDict):
    """A year of a plan, the first one 1."""

    year: int
    available_mwh: float | None
    mined_mwh: float | None
    exported_mwh: float | None
    curtailed_mwh: float | None
    mining_gbp: float | None
    export_gbp: float | None
    generation_payment_gbp: float | None
    deemed_export_gbp: float | None
    export_only_gbp: float | None
    gain_gbp: float | None


class PlanScenarioFigures(TypedDict):
    """A scenario of a plan; cash flows start with the investment in year 0."""

    annual: list[PlanYear]
    cashflows: list[float | None]
    npv_gbp: float | None
    irr: float | None
    irr_note: str | None
    irr_roots: list[float | None]
    mirr: float | None
    simple_payback_years: float | None
    discounted_payback_years: float | None


class PlanFigures(TypedDict):
    """Water, grid and machines on one clock; machine and year 1 are null where none pays."""

    samples: SampleFigures
    annual_energy_mwh: float | None
    mean_power_kw: float | None
    capacity_factor: float | None
    machines: list[PlanMachineRow]
    chosen_miner: str | None
    n_miners: float
    y1: PlanYear | None
    scenarios: Mapping[str, PlanScenarioFigures]
