"""What a reader has chosen on the screens beside the study, frozen: Growth and Dispatch."""

from dataclasses import dataclass

from hydro_mining.economics.checking import check_choice, check_name, check_numbers
from hydro_mining.economics.dispatch import STRATEGIES, Contract, Facility
from hydro_mining.economics.growth import READINGS, GrowthCoefficients, GrowthTable
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.economics.sections import record_section
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

__all__ = [
    "FIRST_CLASS",
    "GROWTH_METRICS",
    "HASHPRICE_SOURCES",
    "DispatchSettings",
    "GrowthSettings",
]

# What can be drawn over power.
GROWTH_METRICS = ("net_profits", "gross_rev", "tot_costs", "btc_generated", "capex_tot", "roi")
HASHPRICE_SOURCES = ("network", "constant", "file", "curve", "history")
# What the screen calls the machines of its first entries.
FIRST_CLASS = "machines"
_LONGEST_TEXT = 500


def _check_text(argument: str, value: object) -> None:
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_TEXT:
        raise InputError(argument, f"a line of at most {_LONGEST_TEXT} characters", value)


@record_section("growth")
@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthSettings:
    """The choice on the Growth screen; ``table`` is None for the built-in one.

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

    def __post_init__(self) -> None:
        power = checked("growth_power_mw", self.growth_power_mw)
        object.__setattr__(self, "growth_power_mw", power)
        check_choice("reading", self.reading, tuple(READINGS))
        check_choice("metric", self.metric, GROWTH_METRICS)
        _check_text("scenario", self.scenario)
        check_name(self.profile.name)
        if isinstance(self.year, bool) or not isinstance(self.year, int):
            raise InputError("year", "a whole number", self.year)
        if self.table is not None and self.year not in self.table.year:
            raise InputError("year", "one of the table's", self.year)
        if not isinstance(self.in_dollars, bool):
            raise InputError("in_dollars", "true or false", self.in_dollars)


@record_section("dispatch")
@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSettings:
    """The choice on the Dispatch screen, without the contents of files.

    ``contract`` is what is entered, in force only if ``has_contract``. ``prices_name`` and
    ``prices_sha256`` tell which price file it rested on.

    Raises
    ------
    InputError
        If a value is out of its range.
    """

    hashprice_source: str
    hashprice: float
    threshold: float
    trailing_hours: float
    strategy: str
    facility: Facility
    has_contract: bool
    contract: Contract
    prices_name: str
    prices_sha256: str

    def __post_init__(self) -> None:
        check_numbers(self)
        check_choice("strategy", self.strategy, tuple(STRATEGIES))
        check_choice("hashprice_source", self.hashprice_source, HASHPRICE_SOURCES)
        if not isinstance(self.has_contract, bool):
            raise InputError("has_contract", "true or false", self.has_contract)
        for name in ("prices_name", "prices_sha256"):
            _check_text(name, getattr(self, name))
        first, *others = self.facility.classes
        check_choice("facility.classes[0].name", first.name, (FIRST_CLASS,))
        if first.throttle_steps or any(len(other.throttle_steps) > 1 for other in others):
            rule = "without a step in the first class, with at most one in each other"
            raise InputError("facility.throttle_steps", rule, len(self.facility.classes))
