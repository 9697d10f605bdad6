"""A screen with a section, a quantity, settings and a record entry: all that a new one costs."""

from dataclasses import dataclass
from typing import Any

import panel as pn
import param

from hydro_mining.app.components.field import Field
from hydro_mining.app.components.markup import markup
from hydro_mining.app.screen import Screen
from hydro_mining.economics.checking import check_numbers
from hydro_mining.economics.sections import record_section
from hydro_mining.models import Case, Section
from hydro_mining.models.parameters import input_parameter
from hydro_mining.quantities import Format, Quantity, Range, formatted, register

register(
    "Pond",
    {
        "pond_depth_m": Quantity(
            "Depth of the pond",
            "m",
            "From the spillway to the intake.",
            Format(suffix=" m", decimals=1),
            Range(lower=0, upper=50, lower_is_legal=False),
        )
    },
)


@record_section("pond")
@dataclass(frozen=True, slots=True, kw_only=True)
class PondSettings:
    """What a run record holds of the pond.

    Raises
    ------
    InputError
        If a value is out of its range.
    """

    pond_depth_m: float

    def __post_init__(self) -> None:
        check_numbers(self)


class PondSection(Section):
    """The pond's depth."""

    pond_depth_m = input_parameter("pond_depth_m", default=3, softbounds=(1, 20), step=0.5)

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the section itself."""
        return {"pond": self}

    def frozen(self) -> PondSettings:
        """Return the depth."""
        return PondSettings(pond_depth_m=self.pond_depth_m)

    def _take(self, settings: PondSettings) -> None:
        self.pond_depth_m = settings.pond_depth_m


class PondScreen(Screen):
    """An entry, and the depth in a sentence."""

    key = "pond"
    title = "Pond"

    pond = param.ClassSelector(class_=PondSection, constant=True)

    @staticmethod
    def section(_: Case) -> PondSection:
        """Return the section, which begins with 3 m."""
        return PondSection()

    def __init__(self, case: Case) -> None:
        super().__init__(case, pond=case.section(self.key))
        self.depth = Field(self.pond, self.pond, "pond_depth_m", slider=True)
        self.said = markup()
        self.layout: Any = pn.Column(*self.depth.parts, self.said)

    @param.depends("pond.settings", watch=True)
    def follow_pond(self) -> None:
        """Draw when another depth was settled."""
        self.draw_soon()

    def draw(self) -> None:
        """Say how deep the pond is."""
        self.said.object = f"{formatted('pond_depth_m', self.pond.settings.pond_depth_m)} deep"
