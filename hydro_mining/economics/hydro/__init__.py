"""River -> power: residual flow, penstock, turbines and generator."""

from hydro_mining.economics.hydro.inputs import (
    MINIMUM_FLOW_FRACTIONS,
    TURBINES,
    WATER_SOURCES,
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
    TurbineCurve,
    TurbineType,
)

__all__ = [
    "MINIMUM_FLOW_FRACTIONS",
    "TURBINES",
    "WATER_SOURCES",
    "ExceedanceRule",
    "HandsOffRule",
    "HydroInputs",
    "Penstock",
    "TurbineCurve",
    "TurbineType",
]
