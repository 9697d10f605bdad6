"""The growth model: one yearly table, three readings of it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.checking import check_choice
from hydro_mining.economics.growth.multipliers import GrowthCoefficients
from hydro_mining.economics.growth.physical import physical_growth
from hydro_mining.economics.growth.results import READINGS, Growth, GrowthReading
from hydro_mining.economics.growth.scaled import consistent_growth, published_growth
from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.economics.inputs import Scenario
from hydro_mining.economics.results import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked


def project_growth(
    *,
    table: GrowthTable,
    power_mw: ArrayLike,
    scenarios: Sequence[Scenario],
    reading: GrowthReading = "consistent",
    coefficients: GrowthCoefficients | None = None,
    site: Evaluation | None = None,
) -> Growth:
    """Return one reading of the growth model over scenarios, powers and years.

    Parameters
    ----------
    table
        Yearly figures for 1 MW.
    power_mw : scalar or (P,) [MW], from 1 to 300; any of a site in the ``physical`` reading
    scenarios
        The first is the base case, whose growth the others are measured against.
    reading
        ``published``: the table times its multipliers; ``consistent``: 1 MW is the table's row
        and the accounts close; ``physical``: the site model with the machine of ``site``.
    coefficients
        Of the multipliers; those of the specification if none are given.
    site
        An evaluated study; ``physical`` needs it, with a machine.

    Raises
    ------
    InputError
        If a power is out of range, the reading is unknown, or ``physical`` has no machine.
    """
    check_choice("reading", reading, READINGS)
    powers = _powers(power_mw, "power_mw" if reading == "physical" else "growth_power_mw")
    # Absurd but legal inputs may overflow; such figures are undefined.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        if reading == "physical":
            return _physical(site, powers, table.year, scenarios)
        scaled = published_growth if reading == "published" else consistent_growth
        return scaled(
            table=table,
            power_mw=powers,
            scenarios=scenarios,
            coefficients=coefficients or GrowthCoefficients(),
        )


def _powers(power_mw: ArrayLike, quantity: str) -> Floats:
    given = np.atleast_1d(np.asarray(power_mw, dtype=object))
    try:
        return np.array([checked(quantity, value) for value in given], dtype=float)
    except InputError as error:
        raise InputError("power_mw", error.rule, error.value) from error


def _physical(
    site: Evaluation | None, powers: Floats, year: Sequence[int], scenarios: Sequence[Scenario]
) -> Growth:
    miner = None if site is None else site.study.miner_called(site.chosen_miner)
    if site is None or miner is None:
        rule = "an evaluated study with a machine that earns its power"
        raise InputError("site", f"{rule}: the physical reading is made of it", None)
    return physical_growth(
        study=site.study, miner=miner, power_mw=powers, year=year, scenarios=scenarios
    )
