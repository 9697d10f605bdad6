"""The rows of a sweep as a portfolio: one figure of a kind for each site."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.portfolio import PORTFOLIO_FIGURES, Portfolio

# Where a figure stands in a row: of the study, and of its plan where there is one.
_OF_STUDY = {
    "power_price_gbp_per_kwh": "pays_if.power_price_gbp_per_kwh",
    "npv_gbp_p10": "risk.npv_gbp.p10",
    "npv_gbp_p90": "risk.npv_gbp.p90",
    "probability_of_loss": "risk.probability_of_loss",
}
_OF_PLAN = {
    **_OF_STUDY,
    "npv_gbp": "plan.npv_gbp",
    "irr": "plan.irr",
    "simple_payback_years": "plan.simple_payback_years",
    "n_miners": "plan.n_miners",
    "gain_gbp_y1": "plan.gain_gbp_y1",
    # A study's own price says nothing of a plan, whose water earns what the grid pays.
    "power_price_gbp_per_kwh": None,
}


def portfolio_of(rows: Iterable[Mapping[str, Any]]) -> Portfolio:
    """Return rows of ``sweeps.results.COLUMNS`` as a portfolio, in their order."""
    kept = [_site(row) for row in rows]
    lines, names, machines, latitude, longitude, figures = (
        list(zip(*kept, strict=True)) if kept else [()] * 6
    )
    table = np.array(figures, dtype=float).reshape(len(kept), len(PORTFOLIO_FIGURES))
    return Portfolio(
        lines=np.array(lines, dtype=np.int64),
        names=_told_apart(names, lines),
        machines=machines,
        latitude=_floats(latitude),
        longitude=_floats(longitude),
        figures=dict(zip(PORTFOLIO_FIGURES, table.T, strict=True)),
    )


def _site(row: Mapping[str, Any]) -> tuple[Any, ...]:
    has_plan = row["plan.npv_gbp"] is not None
    places = _OF_PLAN if has_plan else {"gain_gbp_y1": None, **_OF_STUDY}
    figures = []
    for name in PORTFOLIO_FIGURES:
        place = places.get(name, name)
        figures.append(None if place is None else row[place])
    machine = row["plan.chosen_miner" if has_plan else "chosen_miner"]
    return row["line"], row["name"], machine or "", row["latitude"], row["longitude"], figures


def _told_apart(names: Iterable[str], lines: Iterable[int]) -> tuple[str, ...]:
    names = tuple(names)
    count = Counter(names)
    return tuple(
        f"{name} (line {line})" if count[name] > 1 else name
        for name, line in zip(names, lines, strict=True)
    )


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array(list(values), dtype=float)
