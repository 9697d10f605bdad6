"""Where the months of a forward curve stand on a picture of a study's years."""

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.inputs import StudyInputs


def forward_marks(
    study: StudyInputs, curve: ForwardCurve | None
) -> tuple[Floats, Floats, list[str]]:
    """Return years from go-live, hashprices [£/TH/day] and names of a curve's months.

    Those whose middle lies within the study; ``curve`` is in pounds.
    """
    if curve is None:
        return np.zeros(0), np.zeros(0), []
    first, after = (months.astype("datetime64[D]") for months in (curve.months, curve.months + 1))
    middle = (first - np.datetime64(study.start_date)).astype(float)
    middle += (after - first).astype(float) / 2
    years = middle / DAYS_PER_PROJECT_YEAR
    inside = (years >= 0) & (years <= study.finance.years)
    names = [f"Forward curve, {month}" for month in curve.months[inside].astype(str).tolist()]
    return years[inside], curve.value[inside], names
