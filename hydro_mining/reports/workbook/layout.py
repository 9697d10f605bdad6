"""Where everything stands: which scenarios are live, and the address of every figure."""

from dataclasses import dataclass
from typing import ClassVar

from xlsxwriter.utility import xl_col_to_name

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics import Evaluation, Scenario, ScenarioResult, StudyInputs, results
from hydro_mining.economics.plan import Plan
from hydro_mining.economics.returns import Returns
from hydro_mining.quantities import POUNDS, Currency

# A spreadsheet with more formulas opens too slowly to be of use.
_MOST_LIVE_DAYS = 60_000
_MOST_LIVE_SCENARIOS = 12
# Title, sentence, an empty row and the headings stand above every table.
FIRST_ROW = 5
# Whether the cash is lost again stands in the payback's words.
METRICS = tuple(name for name in results.METRICS if name != "ends_below_zero")
# What stands below a metric.
_BELOW = {
    "irr_note": ("irr_roots",),
    "simple_payback_years": ("payback_note",),
    "discounted_payback_years": ("discounted_payback_note",),
}

ANNUAL_KEYS = (
    "scenario",
    "year",
    "first_day",
    "last_day",
    "power_price_gbp_per_kwh",
    "rev_per_th_per_day",
    "days_mined",
    "mined_per_th",
    "annual_revenue_gbp",
    "annual_power_cost_gbp",
    "annual_other_opex_gbp",
    "annual_profit_gbp",
    "investment",
    "residual",
    "cash_flow_gbp",
    "cumulative_cash_flow_gbp",
    "discount_factor",
    "discounted",
    "discounted_cumulative_cash_flow_gbp",
    "sign",
    "payback",
    "discounted_payback",
)
# Those from the profit on stand in the columns of the study's, and have its formulas.
PLAN_KEYS = (
    "scenario",
    "year",
    "mined_mwh",
    "exported_mwh",
    "curtailed_mwh",
    "mining_gbp",
    "export_gbp",
    "generation_payment_gbp",
    "deemed_export_gbp",
    "export_only_gbp",
    "other_opex_gbp_per_year",
    *ANNUAL_KEYS[ANNUAL_KEYS.index("annual_profit_gbp") :],
)
DAILY_KEYS = (
    "day",
    "date",
    "year",
    "growth_years",
    "height",
    "subsidy_sat",
    "btc_price_usd",
    "difficulty",
    "fees_btc_per_block",
    "btc_per_th_per_day",
    "rev_per_th_per_day",
)
METRIC_KEYS = (
    *(key for name in METRICS for key in (name, *_BELOW.get(name, ()))),
    "",
    "capex",
    "sign_changes",
    "roots_seen",
    "bracket",
    "guess",
    "irr_reason",
    "irr_found",
    "npv_at_irr",
    "npv_slope",
    "tolerance",
    "discounted_tolerance",
)


def _profile_rates() -> tuple[float, ...]:
    """Return rates [1/year], close together where they matter, up to 100,000 % a year."""
    low = [-0.99999, -0.9999, -0.999, -0.995]
    fine = [percent / 100 for percent in range(-99, 100)]
    coarse = [percent / 100 for percent in range(100, 1_000, 10)]
    far = [percent / 100 for percent in range(1_000, 10_000, 100)]
    beyond = [percent / 100 for percent in range(10_000, 100_001, 5_000)]
    return (*low, *fine, *coarse, *far, *beyond)


PROFILE_RATES = _profile_rates()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The addresses of a workbook about ``result``; scenarios count from 0.

    Its sheets of cash flows are the study's; ``PlanLayout`` has those of the plan. Figures are in
    pounds; the summary, and a sheet of its own, show them in ``currency`` if that is another.
    """

    result: Evaluation
    currency: Currency = POUNDS

    annual_sheet: ClassVar[str] = "Annual"
    annual_keys: ClassVar[tuple[str, ...]] = ANNUAL_KEYS
    metrics_sheet: ClassVar[str] = "Metrics"
    profile_sheet: ClassVar[str] = "NPV profile"
    # Before the names of its cells.
    prefix: ClassVar[str] = ""

    @property
    def study(self) -> StudyInputs:
        """The study's inputs."""
        return self.result.study

    @property
    def years(self) -> int:
        """Project years T."""
        return self.study.finance.years

    @property
    def live(self) -> int:
        """How many scenarios have formulas, the first ones; the others are values."""
        by_days = _MOST_LIVE_DAYS // (self.years * DAYS_PER_PROJECT_YEAR)
        return min(len(self.study.scenarios), _MOST_LIVE_SCENARIOS, max(by_days, 1))

    @property
    def live_scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios with formulas."""
        return self.study.scenarios[: self.live]

    @property
    def other_scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that stand as values."""
        return self.study.scenarios[self.live :]

    @property
    def is_built(self) -> str:
        """Name of the cell that says whether anything is built."""
        return f"{self.prefix}is_built"

    def study_result(self, scenario: int) -> ScenarioResult | None:
        """Return a scenario's results of the study, None when nothing is built."""
        return self.result.scenarios.get(self.study.scenarios[scenario].name)

    def scenario_result(self, scenario: int) -> Returns | None:
        """Return what the cash flows of a scenario return, None when nothing is built."""
        return self.study_result(scenario)

    def scenario_name(self, scenario: int) -> str:
        """Return the address of a live scenario's name."""
        return f"Scenarios!${xl_col_to_name(3 + scenario)}${FIRST_ROW}"

    def daily_name(self, scenario: int) -> str:
        """Return the name of a scenario's daily sheet."""
        return f"Daily {scenario + 1}"

    def daily_range(self, scenario: int, key: str, year: int) -> str:
        """Return the cells of one project year (from 1) of a daily column."""
        first = FIRST_ROW + (year - 1) * DAYS_PER_PROJECT_YEAR
        letter = xl_col_to_name(DAILY_KEYS.index(key))
        last = first + DAYS_PER_PROJECT_YEAR - 1
        return f"'{self.daily_name(scenario)}'!${letter}${first}:${letter}${last}"

    def annual_row(self, scenario: int, year: int) -> int:
        """Return the row of a year (0 is the investment); an empty row parts the scenarios."""
        return FIRST_ROW + scenario * (self.years + 2) + year

    def annual(self, scenario: int, key: str, year: int) -> str:
        """Return the address of an annual figure."""
        letter = xl_col_to_name(self.annual_keys.index(key))
        return f"'{self.annual_sheet}'!${letter}${self.annual_row(scenario, year)}"

    def annual_range(
        self, scenario: int, key: str, first_year: int = 0, last_year: int | None = None
    ) -> str:
        """Return the cells of an annual column from ``first_year`` to ``last_year`` or the end."""
        end = self.years if last_year is None else last_year
        last = self.annual(scenario, key, end).rpartition("!")[2]
        return f"{self.annual(scenario, key, first_year)}:{last}"

    def power_price_name(self, scenario: int, year: int) -> str:
        """Return the name of the cell with a scenario's power price in a year."""
        return f"power_price_{scenario + 1}_year_{year}"

    def metric(self, scenario: int, key: str) -> str:
        """Return the address of a metric or of a step towards it."""
        return f"'{self.metrics_sheet}'!${xl_col_to_name(3 + scenario)}${self.metric_row(key)}"

    def metric_row(self, key: str) -> int:
        """Return the row of a metric."""
        return FIRST_ROW + METRIC_KEYS.index(key)

    def profile_range(self, scenario: int, *, skip_first: int = 0, skip_last: int = 0) -> str:
        """Return the NPVs of a scenario over all rates, or a part of them."""
        letter = xl_col_to_name(1 + scenario)
        first, last = FIRST_ROW + skip_first, FIRST_ROW + len(PROFILE_RATES) - 1 - skip_last
        return f"'{self.profile_sheet}'!${letter}${first}:${letter}${last}"

    @property
    def profile_rates(self) -> str:
        """The cells of the profile's rates."""
        return f"'{self.profile_sheet}'!$A${FIRST_ROW}:$A${FIRST_ROW + len(PROFILE_RATES) - 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLayout(Layout):
    """The addresses of the plan's cash flows; the study has a plan."""

    annual_sheet: ClassVar[str] = "Plan annual"
    annual_keys: ClassVar[tuple[str, ...]] = PLAN_KEYS
    metrics_sheet: ClassVar[str] = "Plan metrics"
    profile_sheet: ClassVar[str] = "Plan NPV profile"
    prefix: ClassVar[str] = "plan_"

    @property
    def plan(self) -> Plan:
        """The plan."""
        assert self.result.plan is not None, "a study with a plan"
        return self.result.plan

    def scenario_result(self, scenario: int) -> Returns | None:
        """Return what the plan returns in a scenario, None when nothing is built."""
        if self.plan.chosen_miner is None:
            return None
        return self.plan.scenarios[self.study.scenarios[scenario].name]
