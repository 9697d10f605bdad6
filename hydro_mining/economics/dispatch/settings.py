"""The settings of the dispatch section, frozen."""

from dataclasses import dataclass

from hydro_mining.economics.checking import check_choice, check_numbers, check_text
from hydro_mining.economics.dispatch.contracts import Contract
from hydro_mining.economics.dispatch.facility import Facility
from hydro_mining.economics.dispatch.strategies import STRATEGIES
from hydro_mining.economics.sections import record_section
from hydro_mining.exceptions import InputError

HASHPRICE_SOURCES = ("days", "network", "constant", "file", "curve", "history")
# Whose a facility or a power is that nobody entered.
OF_STUDY = "study"
# What the machines of the first entries are called.
FIRST_CLASS = "machines"


@record_section("dispatch")
@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSettings:
    """What the dispatch section rests on, without the contents of files.

    ``contract`` is what is entered, in force only if ``has_contract``. ``prices_name`` and
    ``prices_sha256`` tell which price file it rested on. ``facility_of`` is ``study`` where
    power, efficiency, overhead and fee are the study's and follow it, None where they are entered.

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
    facility_of: str | None = None

    def __post_init__(self) -> None:
        check_numbers(self)
        check_choice("strategy", self.strategy, tuple(STRATEGIES))
        check_choice("hashprice_source", self.hashprice_source, HASHPRICE_SOURCES)
        if not isinstance(self.has_contract, bool):
            raise InputError("has_contract", "true or false", self.has_contract)
        if self.facility_of is not None:
            check_choice("facility_of", self.facility_of, (OF_STUDY,))
        for name in ("prices_name", "prices_sha256"):
            check_text(name, getattr(self, name))
        first, *others = self.facility.classes
        check_choice("facility.classes[0].name", first.name, (FIRST_CLASS,))
        if first.throttle_steps or any(len(other.throttle_steps) > 1 for other in others):
            rule = "without a step in the first class, with at most one in each other"
            raise InputError("facility.throttle_steps", rule, len(self.facility.classes))
