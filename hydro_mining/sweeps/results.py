"""What a sweep says of a site: one flat row of figures, with what they rest on."""

import hashlib
import json
from typing import Any

import numpy as np

from hydro_mining import __version__
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.risk import CHANCES, RiskResult, risk_of
from hydro_mining.economics.scenarios import BASE_CASE
from hydro_mining.economics.tables import plain
from hydro_mining.imports.study import study_to_mapping
from hydro_mining.quantities import QUANTITIES

_SITE = ("capex_miners_gbp", "n_miners")
_RETURNS = (
    "npv_gbp",
    "irr",
    "roic",
    "simple_payback_years",
    "discounted_payback_years",
)
_PAYS_IF = ("power_price_gbp_per_kwh", "miner_price_gbp", "btc_price_usd")
_PLAN = ("annual_energy_mwh", "mean_power_kw", "capacity_factor", "chosen_miner", "n_miners")
_PLAN_RETURNS = ("npv_gbp", "irr", "simple_payback_years")
_STATED = ("inputs_sha256", "version", "numpy_version")
# Columns of a row, in their order; None where a figure is undefined or not asked for.
COLUMNS = (
    "chosen_miner",
    *_SITE,
    *_RETURNS,
    *(f"pays_if.{name}" for name in _PAYS_IF),
    *(f"plan.{name}" for name in _PLAN),
    *(f"plan.{name}" for name in _PLAN_RETURNS),
    "plan.gain_gbp_y1",
    *(f"risk.npv_gbp.p{at}" for at in (10, 50, 90)),
    *(f"risk.{name}" for name in CHANCES),
    *_STATED,
)


def headings() -> dict[str, str]:
    """Return each column's heading: its name with its unit."""
    return {name: _heading(name) for name in COLUMNS}


def _heading(name: str) -> str:
    parts = name.split(".")
    called = parts[1] if parts[0] == "risk" else parts[-1].removesuffix("_y1")
    quantity = QUANTITIES.get(called.replace("miner_price_gbp", "price_gbp"))
    return name if quantity is None or not quantity.unit else f"{name} [{quantity.unit}]"


def result_row(study: StudyInputs, *, paths: int | None = None, seed: int = 1) -> dict[str, Any]:
    """Return the ``COLUMNS`` of a study's base case; ``paths`` futures where they are asked for."""
    result = evaluate(study)
    drawn = None if paths is None else risk_of(study, paths=paths, seed=seed)
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row["chosen_miner"] = result.chosen_miner
    if result.site is not None:
        base = result.scenarios[study.scenarios[BASE_CASE].name]
        row |= {name: getattr(result.site, name) for name in _SITE}
        row |= {name: getattr(base, name) for name in _RETURNS}
    row |= _pays_if(result) | _plan(result) | _risk(drawn)
    row["inputs_sha256"] = _digest(study)
    row["version"], row["numpy_version"] = __version__, np.__version__
    known: dict[str, Any] = plain(row)
    return known


def _pays_if(result: Evaluation) -> dict[str, Any]:
    if result.pays_if is None:
        return {}
    return {f"pays_if.{name}": getattr(result.pays_if, name) for name in _PAYS_IF}


def _plan(result: Evaluation) -> dict[str, Any]:
    plan = result.plan
    if plan is None:
        return {}
    figures = {f"plan.{name}": getattr(plan, name) for name in _PLAN}
    figures |= {f"plan.{name}": getattr(plan.base_case, name) for name in _PLAN_RETURNS}
    figures["plan.gain_gbp_y1"] = None if plan.y1 is None else float(plan.base_case.gain_gbp[0])
    return figures


def _risk(drawn: RiskResult | None) -> dict[str, Any]:
    if drawn is None:
        return {}
    figures = {f"risk.npv_gbp.p{at}": drawn.npv_gbp.percentiles[at] for at in (10, 50, 90)}
    return figures | {f"risk.{name}": getattr(drawn, name).value for name in CHANCES}


def _digest(study: StudyInputs) -> str:
    """Return the SHA-256 of the study's JSON, whose keys are sorted."""
    written = json.dumps(study_to_mapping(study), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
