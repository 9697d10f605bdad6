"""The groups of inputs that a user changes: network, site, finance, scenario."""

import datetime as dt

import param

from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.inputs import (
    CHOICE_RULES,
    Finance,
    Network,
    Scenario,
    Site,
    StudyInputs,
)
from hydro_mining.economics.market import MarketInputs
from hydro_mining.models.parameters import (
    default_of,
    elasticity_parameters,
    input_parameter,
    own_parameter,
)
from hydro_mining.models.section import Group


class NetworkInputs(Group):
    """The Bitcoin network and the exchange rate."""

    form = Network

    as_of = param.Date(default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), doc="Time of the height.")
    btc_price_usd = input_parameter(
        "btc_price_usd", default=80_000, softbounds=(20_000, 300_000), step=500
    )
    difficulty = input_parameter(
        "difficulty", default=130e12, softbounds=(50e12, 400e12), step=1e12
    )
    block_height = input_parameter(
        "block_height", default=970_000, softbounds=(840_000, 1_260_000), step=144
    )
    usd_to_gbp = input_parameter("usd_to_gbp", default=0.75, softbounds=(0.5, 1.0), step=0.005)
    fees_btc_per_block = input_parameter(
        "fees_btc_per_block", default=0.02, softbounds=(0, 1), step=0.005
    )


class SiteInputs(Group):
    """A hydro site."""

    form = Site

    site_power_kw = input_parameter("site_power_kw", default=1_000, softbounds=(50, 5_000), step=10)
    load_factor = input_parameter("load_factor", default=0.5, softbounds=(0.05, 1), step=0.01)
    power_price_gbp_per_kwh = input_parameter(
        "power_price_gbp_per_kwh", default=0.05, softbounds=(0, 0.15), step=0.001
    )
    overhead_fraction = own_parameter(Site, "overhead_fraction", (0, 0.3), 0.01)


class FinanceInputs(Group):
    """Horizon, discounting, fees and money beside the machines."""

    form = Finance

    years = input_parameter("years", default=5, softbounds=(1, 20), step=1)
    discount_rate_per_year = input_parameter(
        "discount_rate_per_year", default=0.12, softbounds=(0, 0.4), step=0.005
    )
    pool_fee_fraction = own_parameter(Finance, "pool_fee_fraction", (0, 0.05), 0.001)
    other_capex_gbp = own_parameter(Finance, "other_capex_gbp", (0, 2_000_000), 5_000)
    other_opex_gbp_per_year = own_parameter(Finance, "other_opex_gbp_per_year", (0, 500_000), 1_000)
    other_capex_gbp_per_kw = own_parameter(Finance, "other_capex_gbp_per_kw", (0, 1_000), 10)
    other_opex_gbp_per_kw_per_year = own_parameter(
        Finance, "other_opex_gbp_per_kw_per_year", (0, 200), 1
    )
    residual_value_fraction = own_parameter(Finance, "residual_value_fraction", (0, 0.5), 0.01)
    start_date = param.CalendarDate(
        default=default_of(Finance, "start_date"),
        allow_None=True,
        label="Go-live",
        doc="First day of mining.",
    )
    miner = param.String(
        default=default_of(Finance, "miner"),
        allow_None=True,
        label="Machine",
        doc="None: the one that the rule chooses.",
    )
    choose_by = param.Selector(
        default=default_of(Finance, "choose_by"),
        objects=list(CHOICE_RULES),
        label="Choose the machine by",
        doc="Shortest payback of a machine, or best value of the site over the years (NPV).",
    )
    n_miners = param.Integer(
        default=default_of(Finance, "n_miners"),
        bounds=(0, None),
        allow_None=True,
        label="Machines of the plan",
        doc="None: as many as pay best.",
    )
    switch_off_when_unprofitable = param.Boolean(
        default=default_of(Finance, "switch_off_when_unprofitable"),
        label="Switch off on days that do not pay their power",
        doc="Such a day counts neither revenue nor power cost in the annual figures.",
    )


class PlanInputs(Group):
    """Water and grid, from which a study has its plan; taken whole, as they are frozen."""

    hydro = param.ClassSelector(class_=HydroInputs, allow_None=True, label="Water")
    market = param.ClassSelector(class_=MarketInputs, allow_None=True, label="Grid")
    dilute = param.Boolean(
        default=default_of(StudyInputs, "dilute"),
        label="Count the machines' own share of the network",
        doc="What joins the network also dilutes it.",
    )


def _rate(name: str) -> param.Number:
    return own_parameter(Scenario, name, (-0.5, 1.0))


class ScenarioInputs(Group):
    """How price, difficulty, fees and power price move."""

    title = param.String(default="Scenario", label="Name", doc="Name of the scenario.")
    btc_price_shock = _rate("btc_price_shock")
    btc_price_growth_per_year = _rate("btc_price_growth_per_year")
    difficulty_shock = _rate("difficulty_shock")
    difficulty_growth_per_year = _rate("difficulty_growth_per_year")
    fee_growth_per_year = _rate("fee_growth_per_year")
    power_price_shock = _rate("power_price_shock")
    power_price_growth_per_year = _rate("power_price_growth_per_year")
    hashrate_elasticity, hashrate_half_life_months = elasticity_parameters(Scenario)

    @classmethod
    def of(cls, scenario: Scenario) -> "ScenarioInputs":
        """Return the mutable counterpart of a frozen scenario."""
        terms = {name: getattr(scenario, name) for name in Scenario.__slots__ if name != "name"}
        return cls(title=scenario.name, **terms)

    def frozen(self) -> Scenario:
        """Return the values as a study's frozen input."""
        values = self.fields()
        return Scenario(name=values.pop("title"), **values)
