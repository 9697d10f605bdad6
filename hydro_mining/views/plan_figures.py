"""A plan's years and scenarios as tables and cards."""

from hydro_mining.economics.plan.results import PLAN_FIGURES, Plan, PlanScenario
from hydro_mining.quantities import Currency, formatted, heading, label
from hydro_mining.views.cells import a_column_each, npv_card
from hydro_mining.views.markup import Card, Table

# What an undefined figure of a scenario means.
_ENERGIES = {name for name in PLAN_FIGURES if name.endswith("_mwh")}
_NEVER = {"simple_payback_years": "never", "discounted_payback_years": "never"}
_METRICS = ("npv_gbp", "irr", "mirr", "simple_payback_years", "discounted_payback_years")


def plan_year_rows(scenario: PlanScenario, currency: Currency) -> Table:
    """Return a row a year: what the water does [MWh], what it brings, and the machines' gain.

    What is 0 in every year is left out.
    """
    years = scenario.annual()
    names = [name for name in PLAN_FIGURES if any(year[name] for year in years)]
    rows = [
        [f"{year['year']}", *(_of_a_year(n, year[n], currency) for n in names)] for year in years
    ]
    return ["Year", *(heading(name) if name in _ENERGIES else label(name) for name in names)], rows


def _of_a_year(name: str, value: float, currency: Currency) -> str:
    return f"{value:,.0f}" if name in _ENERGIES else formatted(name, value, currency)


def plan_metrics_rows(plan: Plan, currency: Currency) -> Table:
    """Return a row a metric with a column a scenario."""

    def written(name: str, value: float | None, shown_in: Currency) -> str:
        if value is None:
            return _NEVER.get(name, "none")
        return formatted(name, value, shown_in)

    records = (
        (name, {metric: getattr(one, metric) for metric in _METRICS})
        for name, one in plan.scenarios.items()
    )
    return a_column_each("Metric", _METRICS, records, currency, written)


def plan_scenario_cards(plan: Plan, currency: Currency) -> list[Card]:
    """Return one card a scenario: its NPV, and the gain of its first year below."""
    return [
        npv_card(
            name,
            one.npv_gbp,
            f"{formatted('gain_gbp', float(one.gain_gbp[0]), currency)} in year 1",
            currency,
        )
        for name, one in plan.scenarios.items()
    ]
