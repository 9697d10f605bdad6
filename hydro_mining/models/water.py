"""What a reader enters of water and plant: one source in use, the others kept as entered."""

from typing import Any

import param

from hydro_mining.economics.hydro import (
    WATER_SOURCES,
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import (
    input_parameter,
    optional_parameter,
    own_parameter,
)
from hydro_mining.models.section import Group

NO_WATER = "none"
OWN_CURVE = "curve"
_RESIDUAL_RULES = ("flow", "months", "exceedance", "hands_off")
_LOSS_RULES = ("fraction", "penstock")


class WaterInputs(Group):
    """Water and plant: one source of the four is in use, the others are kept as entered."""

    source = param.Selector(
        default=NO_WATER,
        objects=[NO_WATER, *WATER_SOURCES],
        label="Water comes from",
        doc="A river's flow needs the plant too; power is what reaches the generator's terminals.",
    )
    flow_m3_s = param.ClassSelector(class_=Series, allow_None=True)
    monthly_flow_m3_s = param.Parameter(label="River flow by month [m³/s]")
    power_kw = param.ClassSelector(class_=Series, allow_None=True)
    monthly_power_kw = param.Parameter(label="Power by month [kW]")
    flow_scale = own_parameter(HydroInputs, "flow_scale", (0, 5))
    gross_head_m = optional_parameter("gross_head_m", high=500)
    head_loss_fraction = own_parameter(HydroInputs, "head_loss_fraction", (0, 0.3))
    loss_rule = param.Selector(
        default="fraction",
        objects=list(_LOSS_RULES),
        label="Head is lost by",
        doc="A fixed share of the head, or the friction of a pipe, which grows with the flow.",
    )
    diameter_m = optional_parameter("diameter_m", high=3)
    length_m = optional_parameter("length_m", high=2_000)
    roughness_mm = input_parameter("roughness_mm", default=0.045, softbounds=(0, 3), step=0.005)
    local_loss_factor = own_parameter(Penstock, "local_loss_factor", (0, 2))
    design_flow_m3_s = optional_parameter("design_flow_m3_s", high=20)
    units = input_parameter("units", default=1, softbounds=(1, 6), step=1)
    turbine = param.String(default=None, allow_None=True, label="Turbine", doc="Its type.")
    turbine_curve = param.ClassSelector(
        class_=TurbineCurve, allow_None=True, label="Efficiency by load"
    )
    turbine_coefficient = own_parameter(HydroInputs, "turbine_coefficient", (0, 6.1))
    jets = input_parameter("jets", default=1, softbounds=(1, 6), step=1)
    minimum_flow_fraction = optional_parameter("minimum_flow_fraction", high=1)
    generator_efficiency = own_parameter(HydroInputs, "generator_efficiency", (0, 1))
    outage_fraction = own_parameter(HydroInputs, "outage_fraction", (0, 0.2))
    capacity_kw = optional_parameter("capacity_kw", high=5_000)
    residual_rule = param.Selector(
        default="flow",
        objects=list(_RESIDUAL_RULES),
        label="Stays in the river",
        doc="By which rule of your licence the residual flow is set.",
    )
    residual_flow_m3_s = own_parameter(HydroInputs, "residual_flow_m3_s", (0, 2))
    residual_monthly = param.Parameter(label="Residual flow by month [m³/s]")
    exceedance = input_parameter("exceedance", default=0.95, softbounds=(0.5, 1), step=0.01)
    hands_off = input_parameter("hands_off", default=0, softbounds=(0, 2), step=0.01)
    share_above = input_parameter("share_above", default=0, softbounds=(0, 1), step=0.01)

    def frozen(self) -> HydroInputs | None:
        """Return the water in use, None where there is none.

        Raises
        ------
        InputError
            If a value is missing, or the values do not fit together.
        """
        if self.source == NO_WATER:
            return None
        water = getattr(self, self.source)
        if water is None:
            what = "twelve numbers" if self.source.startswith("monthly") else "a file"
            raise InputError(self.source, f"given: {what}", None)
        plant = {name: value for name, value in self.fields().items() if name in _PLANT}
        plant |= {"turbine": self._turbine(), "penstock": self._penstock()}
        return HydroInputs(
            **plant, **{self.source: water, "residual_flow_m3_s": self._residual_flow()}
        )

    def _turbine(self) -> Any:
        if self.turbine != OWN_CURVE:
            return self.turbine
        if self.turbine_curve is None:
            raise InputError("turbine_curve", "given, where the turbine is of one's own", None)
        return self.turbine_curve

    def _penstock(self) -> Penstock | None:
        if self.loss_rule != "penstock":
            return None
        for name in ("diameter_m", "length_m"):
            if getattr(self, name) is None:
                raise InputError(name, "given, where a pipe loses the head", None)
        return Penstock(**{name: getattr(self, name) for name in Penstock.__slots__})

    def _residual_flow(self) -> Any:
        if self.residual_rule == "exceedance":
            return ExceedanceRule(exceedance=self.exceedance)
        if self.residual_rule == "hands_off":
            return HandsOffRule(hands_off=self.hands_off, share_above=self.share_above)
        return self.residual_monthly if self.residual_rule == "months" else self.residual_flow_m3_s

    def take(self, frozen: HydroInputs | None) -> None:
        """Take other water; without any the plant stays as entered."""
        if frozen is None:
            self.source = NO_WATER
            return
        given = (name for name in WATER_SOURCES if getattr(frozen, name) is not None)
        source = next(given, NO_WATER)
        taken: dict[str, Any] = {name: getattr(frozen, name) for name in _PLANT}
        if source != NO_WATER:
            taken[source] = getattr(frozen, source)
        self.param.update(
            source=source,
            **taken,
            **_turbine_entries(frozen.turbine),
            **_penstock_entries(frozen.penstock),
            **_residual_entries(frozen.residual_flow_m3_s),
        )


# What is entered as the frozen input has it.
_PLANT = frozenset(HydroInputs.__slots__) - {
    *WATER_SOURCES,
    *("residual_flow_m3_s", "turbine", "penstock"),
}


def _turbine_entries(turbine: Any) -> dict[str, Any]:
    if isinstance(turbine, TurbineCurve):
        return {"turbine": OWN_CURVE, "turbine_curve": turbine}
    return {"turbine": turbine}


def _penstock_entries(penstock: Penstock | None) -> dict[str, Any]:
    if penstock is None:
        return {"loss_rule": "fraction"}
    pipe = {name: getattr(penstock, name) for name in Penstock.__slots__}
    return {"loss_rule": "penstock", **pipe}


def _residual_entries(residual: Any) -> dict[str, Any]:
    if isinstance(residual, ExceedanceRule):
        return {"residual_rule": "exceedance", "exceedance": residual.exceedance}
    if isinstance(residual, HandsOffRule):
        numbers = {"hands_off": residual.hands_off, "share_above": residual.share_above}
        return {"residual_rule": "hands_off", **numbers}
    if isinstance(residual, tuple):
        return {"residual_rule": "months", "residual_monthly": residual}
    return {"residual_rule": "flow", "residual_flow_m3_s": residual}
