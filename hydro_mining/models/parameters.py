"""Parameters made from the vocabulary, so that bounds, labels and help texts stand once."""

import dataclasses
from typing import Any

import param

from hydro_mining.quantities import QUANTITIES


def input_parameter(
    name: str,
    *,
    default: float | None,
    softbounds: tuple[float, float],
    step: float,
    is_optional: bool = False,
    **kwargs: Any,
) -> param.Number:
    """Return the Parameter of the input ``name``.

    Its bounds are what is legal; ``softbounds`` and ``step`` are a slider's. An optional one may
    be None, which an empty entry is.
    """
    quantity = QUANTITIES[name]
    legal = quantity.range
    assert legal is not None, f"{name} is a result, not an input"
    kind = param.Integer if legal.whole else param.Number
    return kind(
        default=default,
        bounds=(legal.lower, legal.upper),
        inclusive_bounds=(legal.lower_is_legal, True),
        softbounds=softbounds,
        step=step,
        label=quantity.label,
        doc=f"{quantity.meaning} [{quantity.unit}]" if quantity.unit else quantity.meaning,
        allow_None=is_optional,
        **kwargs,
    )


def default_of(frozen: type, name: str) -> Any:
    """Return what a frozen input takes for a field that is not given, which it must have.

    >>> from hydro_mining.economics import Site
    >>> default_of(Site, "overhead_fraction")
    0.0
    """
    (field,) = (one for one in dataclasses.fields(frozen) if one.name == name)
    assert field.default is not dataclasses.MISSING, f"{name} has no default"
    return field.default


def optional_parameter(name: str, *, high: float) -> param.Number:
    """Return the Parameter of an input that may be left empty, with a slider from 0 to ``high``."""
    return input_parameter(name, default=None, softbounds=(0, high), step=0.1, is_optional=True)


def own_parameter(
    frozen: type, name: str, softbounds: tuple[float, float], step: float = 0.01
) -> param.Number:
    """Return the Parameter of an input with the default of its ``frozen`` form."""
    return input_parameter(name, default=default_of(frozen, name), softbounds=softbounds, step=step)


def elasticity_parameters(frozen: type) -> tuple[param.Number, param.Number]:
    """Return the Parameters of how difficulty follows the price, with a frozen input's defaults.

    They are ``hashrate_elasticity`` and ``hashrate_half_life_months``: a scenario's, and those of
    drawn futures.
    """
    return (
        own_parameter(frozen, "hashrate_elasticity", (0.0, 1.0), 0.05),
        own_parameter(frozen, "hashrate_half_life_months", (0.0, 12.0), 0.5),
    )
