"""The vocabulary of water: river, plant and what they give."""

from hydro_mining.quantities.formats import (
    FRACTION,
    KILOWATTS,
    NOT_NEGATIVE,
    POSITIVE,
    SHARE,
    WHOLE,
    measured_in,
    share,
)
from hydro_mining.quantities.kinds import Format, Quantity, Range

_FLOW = Format(suffix=" m³/s", decimals=2, significant=3)
_PIPE = measured_in("m", 2)
_COUNT = Range(lower=1, upper=20, whole=True)

_WATER = {
    "flow_m3_s": Quantity("River flow", "m³/s", "Flow of the river.", _FLOW, NOT_NEGATIVE),
    "flow_scale": Quantity(
        "Flow factor",
        "",
        "Factor on the flows, as for a gauge elsewhere on the river: the ratio of the areas.",
        Format(decimals=3),
        POSITIVE,
    ),
    "residual_flow_m3_s": Quantity(
        "Residual flow",
        "m³/s",
        "What stays in the river before any is turbined.",
        _FLOW,
        NOT_NEGATIVE,
    ),
    "exceedance": share(
        "Exceedance", "Share of the time in which the river has at least this flow.", FRACTION
    ),
    "hands_off": Quantity(
        "Hands-off flow",
        "m³/s",
        "Flow below which nothing is taken from the river.",
        _FLOW,
        NOT_NEGATIVE,
    ),
    "share_above": share(
        "Share above it that stays",
        "Share of the flow above the hands-off flow that stays in the river too.",
        FRACTION,
    ),
}

_PLANT = {
    "gross_head_m": Quantity(
        "Gross head", "m", "Height from intake to tailwater.", measured_in("m", 2), POSITIVE
    ),
    "head_m": Quantity(
        "Rated head", "m", "Gross head less the loss at design flow.", _PIPE, POSITIVE
    ),
    "head_loss_fraction": share(
        "Head loss",
        "Share of the gross head that is lost at design flow; it grows with the flow's square.",
        FRACTION,
    ),
    "diameter_m": Quantity("Pipe diameter", "m", "Inside the penstock.", _PIPE, POSITIVE),
    "length_m": Quantity("Pipe length", "m", "Of the penstock.", _PIPE, POSITIVE),
    "roughness_mm": Quantity(
        "Pipe roughness",
        "mm",
        "Of the penstock's wall: 0.045 for steel.",
        measured_in("mm", 3),
        NOT_NEGATIVE,
    ),
    "local_loss_factor": Quantity(
        "Local losses",
        "",
        "Factor on the friction loss for bends, valves and the intake.",
        Format(decimals=2),
        POSITIVE,
    ),
    "kinematic_viscosity_m2_s": Quantity(
        "Viscosity",
        "m²/s",
        "Of water: 1e-6 at 20 °C, 1.3e-6 at 10 °C.",
        Format(decimals=7),
        POSITIVE,
    ),
    "design_flow_m3_s": Quantity(
        "Design flow", "m³/s", "Most flow that the whole plant takes.", _FLOW, POSITIVE
    ),
    "units": Quantity("Turbines", "turbines", "Equal units of the plant.", WHOLE, _COUNT),
    "turbine_coefficient": Quantity(
        "Turbine coefficient",
        "",
        "RETScreen's Rm, for the make of turbine: 2.8 to 6.1, usually 4.5.",
        Format(decimals=1),
        Range(lower=0, upper=10),
    ),
    "jets": Quantity(
        "Jets", "jets", "Of a Pelton or turgo turbine.", WHOLE, Range(lower=1, upper=8, whole=True)
    ),
    "minimum_flow_fraction": share(
        "Minimum flow", "Share of a unit's design flow below which it stands.", FRACTION
    ),
    "generator_efficiency": share("Generator efficiency", "Transformer included.", SHARE),
    "outage_fraction": share(
        "Outage", "Share of every hour's power that is lost to stops and repair.", FRACTION
    ),
    "capacity_kw": Quantity(
        "Most power", "kW", "At the generator's terminals.", KILOWATTS, POSITIVE
    ),
}

HYDRO_GROUPS = {"Water": _WATER, "Plant": _PLANT}
