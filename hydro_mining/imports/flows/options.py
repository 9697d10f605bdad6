"""What a user may settle about a flow or power file; it is detected where it is left out."""

import math
from dataclasses import dataclass

from hydro_mining.exceptions import InputError
from hydro_mining.imports.reading_options import ReadingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowOptions(ReadingOptions):
    """What is known about a file beforehand, beside what ``ReadingOptions`` has.

    Attributes
    ----------
    unit
        Of the values: ``m3/s``, ``l/s``, ``cfs``, ``Ml/d``; ``kW``, ``MW``, ``kWh`` an interval.
    value_column
        Heading.
    missing_value
        The number that stands for a gap, beside the usual ones such as -999.
    """

    unit: str | None = None
    value_column: str | None = None
    missing_value: float | None = None

    def __post_init__(self) -> None:
        ReadingOptions.__post_init__(self)
        if self.missing_value is not None and not math.isfinite(self.missing_value):
            raise InputError("missing_value", "a finite number", self.missing_value)
