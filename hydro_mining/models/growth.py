"""What a reader sets on the Growth screen, and what the growth model makes of it."""

from typing import Any

import param

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics.growth import (
    GROWTH_METRICS,
    GrowthCoefficients,
    GrowthComparison,
    GrowthInputs,
    GrowthSettings,
    GrowthTable,
    Multiplier,
    compare_growth,
)
from hydro_mining.economics.growth.settings import OF_STUDY
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.economics.results import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import input_parameter
from hydro_mining.models.section import Group, Section
from hydro_mining.quantities import label

_MULTIPLIERS = ("cost", "revenue", "profit", "btc")
_SHOWN = ("growth_power_mw", "year", "reading", "scenario", "in_dollars", "metric", "profile")


def _coefficient(name: str) -> param.Number:
    return input_parameter(name, default=0.0, softbounds=(0, 10), step=0.1)


class MultiplierInputs(Group):
    """The coefficients of one multiplier."""

    form = Multiplier

    sqrt_coefficient = _coefficient("sqrt_coefficient")
    log_coefficient = _coefficient("log_coefficient")
    log_slope = _coefficient("log_slope")
    constant = _coefficient("constant")

    @classmethod
    def of(cls, multiplier: Multiplier) -> "MultiplierInputs":
        """Return the mutable counterpart of a frozen multiplier."""
        return cls(**{name: getattr(multiplier, name) for name in Multiplier.__slots__})


class GrowthSection(Section):
    """Year, power, reading, scenario, load profile, coefficients and table.

    While a multiplier's coefficients are illegal together, its last legal ones are used.
    ``built_in`` is the table that comes with the product, ``shown`` what else it begins with.
    """

    table = param.ClassSelector(class_=GrowthTable, doc="Yearly figures for 1 MW.")
    growth_power_mw = input_parameter("growth_power_mw", default=1, softbounds=(1, 300), step=1)
    year = param.Integer(default=2026, label="Year", doc="The year of the table that is shown.")
    reading = param.Selector(
        default="consistent",
        objects={
            "Your site": "physical",
            "Table, closed": "consistent",
            "Table, published": "published",
        },
        label="Reading",
        doc="What your machines say, or what the multipliers and the table are taken to say.",
    )
    scenario = param.String(
        default="", label="Scenario", doc="One of the study's; its first if that is gone."
    )
    profile = param.ClassSelector(class_=LoadProfile, doc="How a year spreads over its months.")
    in_dollars = param.Boolean(default=True, doc="Money as the table has it.")
    is_of_study = param.Boolean(
        default=False, label="Power of my site", doc="Whether the power follows the study."
    )
    metric = param.Selector(
        default=GROWTH_METRICS[0],
        objects={label(name): name for name in GROWTH_METRICS},
        label="Drawn over power",
        doc="The quantity of the curves.",
    )

    def __init__(
        self,
        *,
        built_in: GrowthTable,
        profile: LoadProfile,
        site_power_kw: float,
        **shown: Any,
    ) -> None:
        self._built_in, self._legal = built_in, GrowthCoefficients()
        self.coefficients = {
            name: MultiplierInputs.of(getattr(self._legal, name)) for name in _MULTIPLIERS
        }
        super().__init__(
            table=built_in,
            profile=profile,
            growth_power_mw=self._legal_power(site_power_kw),
            year=built_in.year[0],
            **shown,
        )

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the multipliers by name, and the section's own fields."""
        return {"growth": self, **self.coefficients}

    def frozen(self) -> GrowthSettings:
        """Return the present state as frozen settings.

        Raises
        ------
        InputError
            If the year is not in the table.
        """
        if self.year not in self.table.year:
            raise InputError(self.path(self, "year"), "one of the table's", self.year)
        self._legal = GrowthCoefficients(
            **{name: self._legal_multiplier(name) for name in _MULTIPLIERS}
        )
        return GrowthSettings(
            coefficients=self._legal,
            table=None if self.table is self._built_in else self.table,
            power_of=OF_STUDY if self.is_of_study else None,
            **{name: getattr(self, name) for name in _SHOWN},
        )

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take an entry; a power is the reader's own from then on."""
        with self.together():
            before = self.growth_power_mw
            is_legal = super().enter(group, name, value)
            if self.growth_power_mw != before:
                self.is_of_study = False
        return is_legal

    def follow(self, site_power_kw: float) -> None:
        """Show the power of a site, unless one is entered here; that is no entry."""
        if self.is_of_study:
            with self.untouched():
                self.growth_power_mw = self._legal_power(site_power_kw)

    def _legal_power(self, site_power_kw: float) -> float:
        low, high = self.param["growth_power_mw"].bounds
        return float(min(max(site_power_kw / KW_PER_MW, low), high))

    def problem(self, group: param.Parameterized, name: str) -> InputError | None:
        """Return what is wrong with a field; a multiplier's own problem is its constant's."""
        of_field = super().problem(group, name)
        if of_field is not None or name != "constant":
            return of_field
        return self.problems.get(self.path(group, name).removesuffix(".constant"))

    def replace_table(self, table: GrowthTable | None) -> None:
        """Take another table, None the built-in one; the year stays if the table has it."""
        table = table or self._built_in
        self.param.update(table=table, year=_year_of(table, self.year))

    def reset_coefficients(self) -> None:
        """Return to the coefficients of the specification."""
        published = GrowthCoefficients()
        with self.together():
            self._illegal = {
                field: error for field, error in self._illegal.items() if field[0] is self
            }
            for name, group in self.coefficients.items():
                group.take(getattr(published, name))
        self._tell_problems()

    def compare(self, site: Evaluation) -> GrowthComparison:
        """Return the settings computed with the scenarios and the machine of ``site``.

        A scenario that is gone gives way to the base case.
        """
        names = [scenario.name for scenario in site.study.scenarios]
        settings = self.settings
        inputs = GrowthInputs(
            table=settings.table or self._built_in,
            power_mw=self._power_mw(site),
            year=settings.year,
            scenario=settings.scenario if settings.scenario in names else names[0],
            reading=settings.reading,
            coefficients=settings.coefficients,
        )
        return compare_growth(inputs, site)

    def _power_mw(self, site: Evaluation) -> float:
        if self.settings.power_of == OF_STUDY:
            return site.study.site.site_power_kw / KW_PER_MW
        return self.settings.growth_power_mw

    def _take(self, settings: GrowthSettings) -> None:
        for name, group in self.coefficients.items():
            group.take(getattr(settings.coefficients, name))
        table = settings.table or self._built_in
        values: dict[str, Any] = {name: getattr(settings, name) for name in _SHOWN}
        values |= {"table": table, "year": _year_of(table, settings.year)}
        self.param.update(**values, is_of_study=settings.power_of == OF_STUDY)

    def _legal_multiplier(self, name: str) -> Multiplier:
        try:
            return self.coefficients[name].frozen()
        except InputError as error:
            self._misfits[name] = error
            return getattr(self._legal, name)


def _year_of(table: GrowthTable, year: int) -> int:
    return year if year in table.year else table.year[0]
