"""What a reader chooses on the Growth screen, and the last choice that was legal."""

import dataclasses
from typing import Any

import param

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics.growth import (
    GROWTH_METRICS,
    READINGS,
    GrowthCoefficients,
    GrowthComparison,
    GrowthInputs,
    GrowthSettings,
    GrowthTable,
    Multiplier,
    compare_growth,
)
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.economics.results import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import input_parameter
from hydro_mining.quantities import checked

__all__ = ["GrowthChoice", "MultiplierInputs"]

_MULTIPLIERS = ("cost", "revenue", "profit", "btc")


def _coefficient(name: str) -> param.Number:
    return input_parameter(name, default=0.0, softbounds=(0, 10), step=0.1)


class MultiplierInputs(param.Parameterized):
    """The coefficients of one multiplier."""

    sqrt_coefficient = _coefficient("sqrt_coefficient")
    log_coefficient = _coefficient("log_coefficient")
    log_slope = _coefficient("log_slope")
    constant = _coefficient("constant")

    def __init__(self, multiplier: Multiplier) -> None:
        super().__init__()
        self.follow(multiplier)

    def follow(self, multiplier: Multiplier) -> None:
        """Take the coefficients of ``multiplier``."""
        self.param.update(**{name: getattr(multiplier, name) for name in multiplier.__slots__})

    def frozen(self) -> Multiplier:
        """Return the values as a frozen input."""
        values = self.param.values()
        return Multiplier(**{name: values[name] for name in Multiplier.__slots__})


class GrowthChoice(param.Parameterized):
    """Year, power, reading, scenario, load profile, coefficients and table.

    ``problems`` says what is wrong by field; while a group of coefficients is illegal
    together, the last legal ones are used. ``changed`` counts the accepted changes.
    """

    table = param.ClassSelector(class_=GrowthTable, doc="Yearly figures for 1 MW.")
    growth_power_mw = input_parameter("growth_power_mw", default=1, softbounds=(1, 300), step=1)
    year = param.Integer(default=2026, label="Year")
    reading = param.Selector(default="consistent", objects=list(READINGS), label="Reading")
    scenario = param.String(default="", label="Scenario")
    profile = param.ClassSelector(class_=LoadProfile, doc="How a year spreads over its months.")
    in_dollars = param.Boolean(default=True, doc="Money as the table has it.")
    metric = param.String(default=GROWTH_METRICS[0], doc="What is drawn over power.")
    problems = param.Dict(default={})
    changed = param.Integer(default=0)

    def __init__(self, *, table: GrowthTable, profile: LoadProfile, site_power_kw: float) -> None:
        legal = self.param["growth_power_mw"].bounds
        power = min(max(site_power_kw / KW_PER_MW, legal[0]), legal[1])
        super().__init__(table=table, profile=profile, growth_power_mw=power, year=table.year[0])
        self.coefficients = {
            name: MultiplierInputs(getattr(GrowthCoefficients(), name)) for name in _MULTIPLIERS
        }
        self._legal = GrowthCoefficients()
        names = ["table", "growth_power_mw", "year", "reading", "scenario", "profile"]
        self.param.watch(self._count, names)
        for group in self.coefficients.values():
            group.param.watch(self._accept_coefficients, list(Multiplier.__slots__))

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever chosen or restored."""
        return self.changed == 0 and self.in_dollars and self.metric == GROWTH_METRICS[0]

    def settings(self, *, built_in: GrowthTable) -> GrowthSettings:
        """Return the choice, frozen; its table only where it is not the one built in."""
        return GrowthSettings(
            growth_power_mw=self.growth_power_mw,
            year=self.year,
            reading=self.reading,
            scenario=self.scenario,
            in_dollars=self.in_dollars,
            metric=self.metric,
            profile=self.profile,
            coefficients=self._legal,
            table=None if self.table is built_in else self.table,
        )

    def take(self, settings: GrowthSettings, *, built_in: GrowthTable) -> None:
        """Take another choice whole."""
        for name, group in self.coefficients.items():
            group.follow(getattr(settings.coefficients, name))
        table = settings.table or built_in
        self.param.update(
            table=table,
            growth_power_mw=settings.growth_power_mw,
            year=settings.year if settings.year in table.year else table.year[0],
            reading=settings.reading,
            scenario=settings.scenario,
            in_dollars=settings.in_dollars,
            metric=settings.metric,
            profile=settings.profile,
        )
        self.changed += 1

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take what a user entered for a field; tell whether it was legal."""
        try:
            setattr(group, name, checked(name, value))
        except InputError as error:
            self._tell(f"{self._owner(group)}.{name}", error)
            return False
        self._tell(f"{self._owner(group)}.{name}", None)
        return True

    def problem(self, group: param.Parameterized, name: str) -> InputError | None:
        """Return what is wrong with a field; a multiplier's own problem is its constant's."""
        of_field = self.problems.get(f"{self._owner(group)}.{name}")
        of_group = self.problems.get(self._owner(group)) if name == "constant" else None
        return of_field or of_group

    def replace_table(self, table: GrowthTable) -> None:
        """Take another table; the chosen year stays if the table has it."""
        year = self.year if self.year in table.year else table.year[0]
        self.param.update(table=table, year=year)

    def reset_coefficients(self) -> None:
        """Return to the coefficients of the specification."""
        for name, group in self.coefficients.items():
            group.follow(getattr(GrowthCoefficients(), name))
        groups = [path for path in self.problems if path.split(".")[0] in self.coefficients]
        self.problems = {p: e for p, e in self.problems.items() if p not in groups}

    def compare(self, site: Evaluation) -> GrowthComparison:
        """Return the choice computed with the scenarios and the machine of ``site``.

        A scenario that is gone gives way to the base case.
        """
        names = [scenario.name for scenario in site.study.scenarios]
        inputs = GrowthInputs(
            table=self.table,
            power_mw=self.growth_power_mw,
            year=self.year,
            scenario=self.scenario if self.scenario in names else names[0],
            reading=self.reading,
            coefficients=self._legal,
        )
        return compare_growth(inputs, site)

    def _count(self, *_: param.parameterized.Event) -> None:
        self.changed += 1

    def _accept_coefficients(self, *_: param.parameterized.Event) -> None:
        frozen = {}
        for name, group in self.coefficients.items():
            try:
                frozen[name] = group.frozen()
            except InputError as error:
                self._tell(name, error)
            else:
                self._tell(name, None)
        legal = dataclasses.replace(self._legal, **frozen)
        if legal != self._legal:
            self._legal = legal
            self.changed += 1

    def _owner(self, group: param.Parameterized) -> str:
        return next((n for n, held in self.coefficients.items() if held is group), "growth")

    def _tell(self, path: str, error: InputError | None) -> None:
        problems = {p: e for p, e in self.problems.items() if p != path}
        if error is not None:
            problems[path] = error
        if problems != self.problems:
            self.problems = problems
