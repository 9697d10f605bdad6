"""A study's inputs: frozen, and legal from the moment they exist."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, get_args

from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.economics.checking import (
    check_choice,
    check_name,
    check_names,
    check_numbers,
)
from hydro_mining.economics.hydro.inputs import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk_terms import Risk
from hydro_mining.exceptions import InputError

# By what a machine is chosen: the shortest simple payback, or the highest NPV of the site.
ChoiceRule: TypeAlias = Literal["payback", "npv"]
CHOICE_RULES: tuple[ChoiceRule, ...] = get_args(ChoiceRule)

# Far beyond any catalogue or comparison; they bound the memory that a study can ask for.
_MOST_MINERS = 5_000
_MOST_SCENARIOS = 100
_MOST_MACHINES = 1_000_000_000


def _in_utc(time: Any) -> dt.datetime:
    if not isinstance(time, dt.datetime):
        raise InputError("as_of", "an ISO date and time in UTC", time)
    try:
        return time.replace(tzinfo=time.tzinfo or dt.UTC).astimezone(dt.UTC)
    except OverflowError as error:
        raise InputError("as_of", "a time that exists in UTC", str(time)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The Bitcoin network and the exchange rate at one moment.

    Parameters
    ----------
    as_of
        Time of the height and origin of all growth; a time without a zone is UTC.
    btc_price_usd : [$/BTC]
    difficulty : [1]
    block_height : [blocks]
    usd_to_gbp : [£/$]
    fees_btc_per_block : [BTC/block]

    Raises
    ------
    InputError
        If a value is out of its range.
    """

    as_of: dt.datetime
    btc_price_usd: float
    difficulty: float
    block_height: int
    usd_to_gbp: float
    fees_btc_per_block: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_of", _in_utc(self.as_of))
        check_numbers(self)

    @property
    def day(self) -> dt.date:
        """The UTC day of ``as_of``."""
        return self.as_of.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A hydro site: ``site_power_kw`` [kW], ``load_factor`` [1],
    ``power_price_gbp_per_kwh`` [£/kWh] and ``overhead_fraction`` [1] of cooling and losses
    on top of the machines' own power.
    """

    site_power_kw: float
    load_factor: float
    power_price_gbp_per_kwh: float
    overhead_fraction: float = 0.0

    def __post_init__(self) -> None:
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Miner:
    """A machine: ``hashrate_ths`` [TH/s], ``power_w`` [W] and ``price_gbp`` [£]."""

    name: str
    hashrate_ths: float
    power_w: float
    price_gbp: float

    def __post_init__(self) -> None:
        check_name(self.name)
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finance:
    """Horizon, discounting, fees and money beside the machines.

    Parameters
    ----------
    years : [years]
    discount_rate_per_year : [1/year]
    start_date
        Go-live; None is the day of the network's ``as_of``, which is also the earliest.
    pool_fee_fraction : [1]
    miner
        Name of the machine to build; None chooses one.
    choose_by
        Rule of that choice, one of ``CHOICE_RULES``.
    n_miners
        Machines of the plan of water and grid; None takes the best count.
    other_capex_gbp : [£]
    other_opex_gbp_per_year : [£/year]
    other_capex_gbp_per_kw, other_opex_gbp_per_kw_per_year : [£/kW], [£/kW/year]
        The same for each kW that the machines draw, cooling and losses included.
    residual_value_fraction : [1], of the machines' price, at the end
    switch_off_when_unprofitable
        Leave out of the annual figures each day whose revenue is below its power cost.
    """

    years: int
    discount_rate_per_year: float
    start_date: dt.date | None = None
    pool_fee_fraction: float = 0.0
    miner: str | None = None
    choose_by: ChoiceRule = "payback"
    n_miners: int | None = None
    other_capex_gbp: float = 0.0
    other_opex_gbp_per_year: float = 0.0
    other_capex_gbp_per_kw: float = 0.0
    other_opex_gbp_per_kw_per_year: float = 0.0
    residual_value_fraction: float = 0.0
    switch_off_when_unprofitable: bool = False

    def __post_init__(self) -> None:
        check_numbers(self)
        is_day = isinstance(self.start_date, dt.date) and not isinstance(
            self.start_date, dt.datetime
        )
        if self.start_date is not None and not is_day:
            raise InputError("start_date", "a date YYYY-MM-DD", self.start_date)
        if self.miner is not None and not isinstance(self.miner, str):
            raise InputError("miner", "the name of a machine", self.miner)
        check_choice("choose_by", self.choose_by, CHOICE_RULES)
        count: Any = self.n_miners
        is_count = isinstance(count, int) and not isinstance(count, bool)
        if count is not None and not (is_count and 0 <= count <= _MOST_MACHINES):
            raise InputError("n_miners", f"a whole number from 0 to {_MOST_MACHINES:,}", count)
        if not isinstance(self.switch_off_when_unprofitable, bool):
            raise InputError(
                "switch_off_when_unprofitable", "true or false", self.switch_off_when_unprofitable
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """How price, difficulty, fees and power price move; all fractions above −1.

    A shock holds from the first day on; a growth is per year of 365 days. Difficulty also moves
    by ``hashrate_elasticity`` for each per cent that the bitcoin price is away from the base
    case's path, half of it after ``hashrate_half_life_months``; 0 is not at all, and at once.
    """

    name: str
    btc_price_shock: float = 0.0
    btc_price_growth_per_year: float = 0.0
    difficulty_shock: float = 0.0
    difficulty_growth_per_year: float = 0.0
    fee_growth_per_year: float = 0.0
    power_price_shock: float = 0.0
    power_price_growth_per_year: float = 0.0
    hashrate_elasticity: float = 0.0
    hashrate_half_life_months: float = 0.0

    def __post_init__(self) -> None:
        check_name(self.name)
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyInputs:
    """Everything a study rests on; the first scenario is the base case.

    ``alternatives`` are the terms of what else the capital could do, ``risk`` says how uncertain
    the inputs are; None takes the defaults.

    Raises
    ------
    InputError
        If a list is empty, a name stands twice, the chosen machine is unknown or go-live
        is before the network's day.
    """

    network: Network
    site: Site
    miners: tuple[Miner, ...]
    finance: Finance
    scenarios: tuple[Scenario, ...]
    hydro: HydroInputs | None = None
    alternatives: Alternatives | None = None
    risk: Risk | None = None
    market: MarketInputs | None = None
    dilute: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "miners", tuple(self.miners))
        object.__setattr__(self, "scenarios", tuple(self.scenarios))
        check_names("miners", [miner.name for miner in self.miners], most=_MOST_MINERS)
        check_names("scenarios", [other.name for other in self.scenarios], most=_MOST_SCENARIOS)
        chosen = self.finance.miner
        if chosen is not None and chosen not in {miner.name for miner in self.miners}:
            raise InputError("finance.miner", "the name of one of the miners", chosen)
        if not isinstance(self.dilute, bool):
            raise InputError("dilute", "true or false", self.dilute)
        if self.start_date < self.network.day:
            day = f"{self.network.day}, the UTC day of the network figures (network.as_of)"
            raise InputError(
                "finance.start_date", f"a date on or after {day}", str(self.start_date)
            )

    def miner_called(self, name: str | None) -> Miner | None:
        """Return the machine of a name, None where none is called so."""
        return next((miner for miner in self.miners if miner.name == name), None)

    def scenario_index(self, name: str | None) -> int:
        """Return the place of a scenario by its name, that of the base case for None.

        Raises
        ------
        InputError
            If none is called so.
        """
        names = tuple(scenario.name for scenario in self.scenarios)
        if name is None:
            return 0
        check_choice("scenario", name, names)
        return names.index(name)

    def without_plan(self) -> "StudyInputs":
        """Return the study without water and market, for figures that do not rest on them."""
        return replace(self, hydro=None, market=None)

    @property
    def start_date(self) -> dt.date:
        """Go-live: day 0 of the daily grid."""
        return self.finance.start_date or self.network.day

    @property
    def days_to_start(self) -> int:
        """Whole days from the network's UTC day to go-live."""
        return (self.start_date - self.network.day).days
