"""How a year's power spreads over its months."""

import calendar
from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.exceptions import InputError

MONTHS = tuple(calendar.month_abbr[1:])
_MONTHS_RULE = "12 numbers of 0 or more, one a month from January, at least one above 0"


def days_of_months(year: int) -> Floats:
    """Return the days of each month (12,) [days], leap years included."""
    return np.array([calendar.monthrange(year, month)[1] for month in range(1, 13)], dtype=float)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadProfile:
    """A year's shape: mean power of each month, on any scale, from January on.

    Raises
    ------
    InputError
        If it has not 12 finite numbers of 0 or more, or they are all 0.
    """

    name: str
    monthly: Floats

    def __post_init__(self) -> None:
        try:
            values = read_only(self.monthly)
        except (TypeError, ValueError) as error:
            raise InputError("load_profile", _MONTHS_RULE, self.monthly) from error
        is_legal = (
            values.shape == (len(MONTHS),)
            and np.isfinite(values).all()
            and (values >= 0).all()
            and values.any()
        )
        if not is_legal:
            raise InputError("load_profile", _MONTHS_RULE, values.tolist())
        object.__setattr__(self, "monthly", values)

    def energy_share(self, year: int) -> Floats:
        """Return each month's share (12,) [1] of the year's energy; they add up to 1.

        >>> flat = LoadProfile(name="Flat", monthly=np.ones(12))
        >>> round(float(flat.energy_share(2026)[0]) * 365, 9)
        31.0
        """
        # Relative to the largest, so that no legal profile overflows.
        energy = self.monthly / self.monthly.max() * days_of_months(year)
        shares: Floats = energy / energy.sum()
        return shares
