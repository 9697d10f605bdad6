"""The settings of the risk section, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from hydro_mining.economics.checking import check_numbers, check_text
from hydro_mining.economics.risk.tornado import Swing
from hydro_mining.economics.sections import record_section
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked


@record_section("risk")
@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSettings:
    """How many futures are drawn, from which seed and around what, and what else is tried.

    Parameters
    ----------
    scenario
        Empty is the base case, as is one that the study no longer has.
    ends
        Of the tornado's bars, those that a reader changed.
    irr : [1/year]
        The return that break-evens are solved for; None is an NPV of 0.

    Raises
    ------
    InputError
        If a value is out of its range.
    """

    paths: int = 10_000
    seed: int = 1
    scenario: str = ""
    ends: tuple[Swing, ...] = ()
    irr: float | None = None

    def __post_init__(self) -> None:
        check_numbers(self)
        check_text("scenario", self.scenario)
        if self.irr is not None:
            object.__setattr__(self, "irr", checked("discount_rate_per_year", self.irr))
        for place, swing in enumerate(self.ends):
            _check_ends(f"ends[{place}]", swing)

    def ends_by_path(self) -> Mapping[str, tuple[float, float]]:
        """Return the changed ends by the path of their field."""
        return {one.path: (one.low, one.high) for one in self.ends}


def _check_ends(place: str, swing: Swing) -> None:
    name = swing.path.rpartition(".")[2] if isinstance(swing.path, str) else ""
    if name not in QUANTITIES or QUANTITIES[name].range is None:
        raise InputError(f"{place}.path", "the path of an input", swing.path)
    for item in fields(Swing)[1:]:
        try:
            checked(name, getattr(swing, item.name))
        except InputError as error:
            raise InputError(f"{place}.{item.name}", error.rule, error.value) from error
