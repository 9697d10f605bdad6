"""What a reader compares: one point of a reading, its scenarios, and all readings over power."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from hydro_mining.constants import HASHES_PER_TERAHASH, SATOSHI_PER_BTC
from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.bitcoin import (
    block_subsidy,
    btc_per_th_per_day,
    hashrate_share,
    network_hashrate,
)
from hydro_mining.economics.growth.aggregates import GrowthAggregates, growth_aggregates
from hydro_mining.economics.growth.model import project_growth
from hydro_mining.economics.growth.multipliers import GrowthCoefficients
from hydro_mining.economics.growth.physical import fleet_at, required_efficiency
from hydro_mining.economics.growth.results import READINGS, Growth, GrowthReading
from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.economics.inputs import Network
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import payback

_SMALLEST_MW, _LARGEST_MW = 1, 300
# The curves bend most at small powers; these many points each look continuous.
_EVEN_POINTS, _BENT_POINTS = 61, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthInputs:
    """What a reader chose.

    Parameters
    ----------
    power_mw : [MW]
        The tables' readings end at 1 and 300.
    year
        One of the table's.
    scenario
        Name of one of the study's scenarios.
    """

    table: GrowthTable
    power_mw: float
    year: int
    scenario: str
    reading: GrowthReading = "consistent"
    coefficients: GrowthCoefficients = field(default_factory=GrowthCoefficients)

    def power_of(self, reading: GrowthReading) -> float:
        """Return the power [MW] of a reading, which a table has from 1 to 300 only."""
        if reading == "physical":
            return self.power_mw
        return min(max(self.power_mw, _SMALLEST_MW), _LARGEST_MW)

    @property
    def year_index(self) -> int:
        """Where the chosen year stands in the table."""
        return self.table.year.index(self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalMachines:
    """Machines of the ``physical`` reading at one power.

    ``network_share`` [1] is what they are of the present network once they have joined it.
    """

    name: str
    count: int
    hashrate_ths: float
    network_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthComparison:
    """One choice computed; a reading that cannot be computed is absent.

    Attributes
    ----------
    site
        The evaluated study that the ``physical`` reading and the scenarios are of.
    scenario_index
        Where the chosen scenario stands in ``at_power``.
    at_power : by reading, Growth of (S, 1, N)
    over_power : by reading, Growth of (1, P, N), the chosen scenario's
    aggregates
        Of the chosen reading; None if it cannot be computed.
    machines
        Those of the ``physical`` reading at the chosen power; None without one.
    required_j_per_th : [J/TH]
        Efficiency that the table's coin of its first year would need on the study's network.
    """

    inputs: GrowthInputs
    site: Evaluation
    scenario_index: int
    at_power: Mapping[GrowthReading, Growth]
    over_power: Mapping[GrowthReading, Growth]
    aggregates: GrowthAggregates | None
    machines: PhysicalMachines | None
    required_j_per_th: float

    @property
    def payback_years(self) -> float | None:
        """When the chosen scenario's cash of the ``physical`` reading is back; None if never."""
        growth = self.at_power.get("physical")
        if growth is None:
            return None
        s = self.scenario_index
        flows = np.diff(growth.cumulative_cash[s, 0], prepend=0.0)
        years = float(payback(flows, residual=growth.resale_value[s, 0, -1]))
        return years if np.isfinite(years) else None

    @property
    def chosen(self) -> Growth | None:
        """The chosen reading at the chosen power, all scenarios; None without a machine."""
        return self.at_power.get(self.inputs.reading)

    def figure(self, name: str, reading: GrowthReading | None = None) -> float | None:
        """Return a figure of the chosen year, power and scenario; None if it is undefined."""
        growth = self.at_power.get(reading or self.inputs.reading)
        if growth is None:
            return None
        value = float(getattr(growth, name)[self.scenario_index, 0, self.inputs.year_index])
        return value if np.isfinite(value) else None


def compare_growth(inputs: GrowthInputs, site: Evaluation) -> GrowthComparison:
    """Return the readings of ``inputs`` with the scenarios and the machine of ``site``."""
    scenarios = site.study.scenarios
    index = site.study.scenario_index(inputs.scenario)
    readings: list[GrowthReading] = [
        reading for reading in READINGS if reading != "physical" or site.chosen_miner is not None
    ]

    def projected(reading: GrowthReading, powers: Floats) -> Growth:
        return project_growth(
            table=inputs.table,
            power_mw=powers,
            scenarios=scenarios,
            reading=reading,
            coefficients=inputs.coefficients,
            site=site,
        )

    at_power = {r: projected(r, np.array([inputs.power_of(r)])) for r in readings}
    over_power = {r: projected(r, curve_powers()).of(index) for r in readings}
    chosen = at_power.get(inputs.reading)
    return GrowthComparison(
        inputs=inputs,
        site=site,
        scenario_index=index,
        at_power=MappingProxyType(at_power),
        over_power=MappingProxyType(over_power),
        aggregates=None if chosen is None else growth_aggregates(chosen),
        machines=_machines(inputs, site),
        required_j_per_th=_required_efficiency(inputs, site.study.network),
    )


def _machines(inputs: GrowthInputs, site: Evaluation) -> PhysicalMachines | None:
    miner = site.study.miner_called(site.chosen_miner)
    if miner is None:
        return None
    fleet = fleet_at(site.study, miner, np.array([inputs.power_mw]))
    network_ths = network_hashrate(site.study.network.difficulty) / HASHES_PER_TERAHASH
    share = hashrate_share(own_hashrate=fleet.hashrate_ths, network_hashrate=network_ths)
    return PhysicalMachines(
        name=miner.name,
        count=int(fleet.count[0]),
        hashrate_ths=float(fleet.hashrate_ths[0]),
        network_share=float(share[0]),
    )


def _required_efficiency(inputs: GrowthInputs, network: Network) -> float:
    reward_btc = float(block_subsidy(network.block_height)) / SATOSHI_PER_BTC
    reward_btc += network.fees_btc_per_block
    btc = btc_per_th_per_day(difficulty=network.difficulty, reward_btc_per_block=reward_btc)
    with np.errstate(divide="ignore"):  # a table without coin needs no machine
        required: float = required_efficiency(
            btc_per_mw_year=inputs.table.btc_per_mw[0], btc_per_th_per_day=btc
        )
    return float(required)


def curve_powers() -> Floats:
    """Return the powers (P,) [MW] that curves are drawn through."""
    even = np.linspace(_SMALLEST_MW, _LARGEST_MW, _EVEN_POINTS)
    bent = np.geomspace(_SMALLEST_MW, _LARGEST_MW, _BENT_POINTS)
    return read_only(np.unique(np.concatenate([even, bent])).clip(_SMALLEST_MW, _LARGEST_MW))
