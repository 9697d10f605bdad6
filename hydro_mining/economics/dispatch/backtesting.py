"""A facility at the past prices of one zone or several."""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.checking import check_choice, check_names, check_numbers
from hydro_mining.economics.dispatch.contracts import Contract, check_fits
from hydro_mining.economics.dispatch.facility import Facility
from hydro_mining.economics.dispatch.hashprices import HashpriceSource, hashprice_at
from hydro_mining.economics.dispatch.outcome import ZoneOutcome, zone_outcome
from hydro_mining.economics.dispatch.strategies import STRATEGIES, Strategy
from hydro_mining.economics.dispatch.strike import threshold_per_mwh
from hydro_mining.economics.dispatch.totals import Totals, summed
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.tables import Frame, rows_frame
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

_MOST_ZONES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BacktestInputs:
    """All that a backtest rests on; money is in the currency of the prices.

    Parameters
    ----------
    prices
        A series for each zone.
    facility
        The same in each zone.
    hashprice
        A constant [currency/TH/day], values by day, or a forward curve.
    strategy
        See ``strategies``; ``contract_aware`` mines where another MWh earns more than it costs.
    contract
        None: everything is bought at spot.
    threshold : [currency/MWh]
    threshold_per_hour : [currency/h]
        For the whole facility, instead of ``threshold``.
    published_price
        Day-ahead prices [currency/MWh] by zone, (N,) each, for the ``day_ahead`` strategy;
        for a zone without them the prices themselves are taken as published.
    trailing_hours : [h]
        How far the ``trailing`` strategy looks back.

    Raises
    ------
    InputError
        If a value is out of its range, or values do not fit together.
    """

    prices: tuple[PriceSeries, ...]
    facility: Facility
    hashprice: HashpriceSource
    strategy: Strategy = "contract_aware"
    contract: Contract | None = None
    threshold: float = 0.0
    published_price: Mapping[str, Floats] = field(default_factory=dict)
    trailing_hours: float = 1.0
    threshold_per_hour: InitVar[float | None] = None

    def __post_init__(self, threshold_per_hour: float | None) -> None:
        object.__setattr__(self, "prices", tuple(self.prices))
        check_names("prices", [series.zone for series in self.prices], most=_MOST_ZONES)
        check_choice("strategy", self.strategy, STRATEGIES)
        check_numbers(self)
        if threshold_per_hour is not None:
            self._take_threshold_per_hour(threshold_per_hour)
        if self.contract is not None:
            check_fits(self.contract, facility_mw=self.facility.power_mw)
        for series in self.prices:
            published = self.published_price.get(series.zone)
            if published is not None and len(published) != len(series):
                rule = f"{len(series):,} prices, one an interval"
                raise InputError(f"published_price.{series.zone}", rule, len(published))

    def _take_threshold_per_hour(self, threshold_per_hour: float) -> None:
        per_hour = checked("threshold_per_hour", threshold_per_hour)
        if self.threshold:
            raise InputError("threshold_per_hour", "absent where threshold is given", per_hour)
        per_mwh = threshold_per_mwh(threshold_per_hour=per_hour, power_mw=self.facility.power_mw)
        object.__setattr__(self, "threshold", per_mwh)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """What the strategy of the inputs earns in every zone."""

    inputs: BacktestInputs
    zones: Mapping[str, ZoneOutcome]

    @property
    def total(self) -> Totals:
        """All zones together: a facility of the same power in each."""
        return summed(outcome.total for outcome in self.zones.values())

    def to_frame(self) -> Frame:
        """Return one row a zone, indexed by it."""
        rows = self.to_dict()["zones"]
        return rows_frame({"zone": zone, **row} for zone, row in rows.items())

    def to_dict(self) -> dict[str, Any]:
        """Return the totals of each zone and of all; undefined figures are None."""
        zones = {zone: outcome.total.to_dict() for zone, outcome in self.zones.items()}
        return {"zones": zones, "total": self.total.to_dict(), "strategy": self.inputs.strategy}


def backtest(inputs: BacktestInputs) -> Backtest:
    """Return what the strategy of the inputs earns in each zone.

    Raises
    ------
    InputError
        If a hashprice is missing.
    """
    zones = {series.zone: in_zone(inputs, series)() for series in inputs.prices}
    return Backtest(inputs=inputs, zones=MappingProxyType(zones))


def in_zone(inputs: BacktestInputs, prices: PriceSeries) -> partial[ZoneOutcome]:
    """Return ``zone_outcome`` with all that the inputs say of a zone.

    Called with nothing it gives the outcome; whatever is compared with it names only what is
    changed, and so keeps everything else.

    Raises
    ------
    InputError
        If a hashprice is missing.
    """
    return partial(
        zone_outcome,
        prices=prices,
        facility=inputs.facility,
        hashprice=hashprice_at(inputs.hashprice, local_start=prices.local_start),
        contract=inputs.contract,
        threshold=inputs.threshold,
        strategy=inputs.strategy,
        published_price=inputs.published_price.get(prices.zone),
        trailing_hours=inputs.trailing_hours,
    )
