"""What a study assumes beside the site's own figures, each in a few words."""

from hydro_mining.economics.inputs import Finance, StudyInputs
from hydro_mining.quantities import Currency, Format, formatted
from hydro_mining.wording import years_in_words

# The assumptions in their order, and the inputs that each is made of.
ASSUMPTIONS = {
    "setup": ("other_capex_gbp_per_kw", "other_capex_gbp"),
    "running": ("other_opex_gbp_per_kw_per_year", "other_opex_gbp_per_year"),
    "overhead": ("overhead_fraction",),
    "pool": ("pool_fee_fraction",),
    "years": ("years",),
    "rate": ("discount_rate_per_year",),
    "resale": ("residual_value_fraction",),
}
_SHARE = Format(suffix=" %", significant=3, trims=True, scale=100)


def assumption_words(study: StudyInputs, currency: Currency) -> dict[str, str]:
    """Return each of ``ASSUMPTIONS`` with its value: ``Set-up £200/kW``."""
    finance = study.finance
    return {
        "setup": f"Set-up {_setup(finance, currency)}",
        "running": f"Running {_running(finance, currency)}",
        "overhead": f"Cooling and losses {_SHARE.written(study.site.overhead_fraction)}",
        "pool": f"Pool fee {_SHARE.written(finance.pool_fee_fraction)}",
        "years": years_in_words(finance.years),
        "rate": f"{_SHARE.written(finance.discount_rate_per_year)} a year asked",
        "resale": f"Resale {_SHARE.written(finance.residual_value_fraction)}",
    }


def _setup(finance: Finance, currency: Currency) -> str:
    per_kw = formatted("other_capex_gbp_per_kw", finance.other_capex_gbp_per_kw, currency)
    once = formatted("other_capex_gbp", finance.other_capex_gbp, currency)
    return _joined(
        (finance.other_capex_gbp_per_kw, f"{per_kw}/kW"), (finance.other_capex_gbp, once)
    )


def _running(finance: Finance, currency: Currency) -> str:
    name = "other_opex_gbp_per_kw_per_year"
    per_kw = formatted(name, finance.other_opex_gbp_per_kw_per_year, currency)
    a_year = formatted("other_opex_gbp_per_year", finance.other_opex_gbp_per_year, currency)
    said = _joined(
        (finance.other_opex_gbp_per_kw_per_year, f"{per_kw}/kW"),
        (finance.other_opex_gbp_per_year, a_year),
    )
    return f"{said} a year"


def _joined(*parts: tuple[float, str]) -> str:
    """Return the amounts that are not zero; the first where all are."""
    return " + ".join(text for amount, text in parts if amount) or parts[0][1]
