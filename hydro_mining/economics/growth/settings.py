"""The settings of the growth section, frozen."""

from dataclasses import dataclass

from hydro_mining.economics.checking import check_choice, check_name, check_numbers, check_text
from hydro_mining.economics.growth.multipliers import GrowthCoefficients
from hydro_mining.economics.growth.results import READINGS
from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.economics.sections import record_section
from hydro_mining.exceptions import InputError

# Whose a power is that nobody entered.
OF_STUDY = "study"
# What can be drawn over power.
GROWTH_METRICS = ("net_profits", "gross_rev", "tot_costs", "btc_generated", "capex_tot", "roi")


@record_section("growth")
@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthSettings:
    """What the growth section shows; ``table`` is None for the built-in one.

    ``power_of`` is ``study`` where the power is the site's and follows it, None where it is
    ``growth_power_mw``.

    Raises
    ------
    InputError
        If a value is out of its range, or the year is not in the table.
    """

    growth_power_mw: float
    year: int
    reading: str
    scenario: str
    in_dollars: bool
    metric: str
    profile: LoadProfile
    coefficients: GrowthCoefficients
    table: GrowthTable | None = None
    power_of: str | None = None

    def __post_init__(self) -> None:
        check_numbers(self)
        if self.power_of is not None:
            check_choice("power_of", self.power_of, (OF_STUDY,))
        check_choice("reading", self.reading, tuple(READINGS))
        check_choice("metric", self.metric, GROWTH_METRICS)
        check_text("scenario", self.scenario)
        check_name(self.profile.name)
        if isinstance(self.year, bool) or not isinstance(self.year, int):
            raise InputError("year", "a whole number", self.year)
        if self.table is not None and self.year not in self.table.year:
            raise InputError("year", "one of the table's", self.year)
        if not isinstance(self.in_dollars, bool):
            raise InputError("in_dollars", "true or false", self.in_dollars)
