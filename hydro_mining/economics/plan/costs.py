"""What building costs beside the machines themselves."""

from hydro_mining.economics.inputs import Finance

__all__ = ["other_capex", "other_opex"]


def other_capex(finance: Finance, *, machines_kw: float) -> float:  # noqa: ARG001
    """Return the investment beside the machines [£] for machines of ``machines_kw`` [kW]."""
    return finance.other_capex_gbp


def other_opex(finance: Finance, *, machines_kw: float) -> float:  # noqa: ARG001
    """Return the running cost beside the power [£/year] of machines of ``machines_kw`` [kW]."""
    return finance.other_opex_gbp_per_year
