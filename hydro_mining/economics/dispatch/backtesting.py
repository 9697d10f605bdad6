"""A facility at the past prices of one zone or several, its strategies side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.checking import check_choice, check_names
from hydro_mining.economics.dispatch.contracts import Contract, check_fits
from hydro_mining.economics.dispatch.facility import Facility
from hydro_mining.economics.dispatch.hashprices import HashpriceSource, hashprice_at
from hydro_mining.economics.dispatch.outcome import Dispatch, dispatch
from hydro_mining.economics.dispatch.strategies import STRATEGIES, Strategy
from hydro_mining.economics.dispatch.strike import threshold_per_mwh
from hydro_mining.economics.dispatch.totals import Totals, summed
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.tables import Frame, frame, plain
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

__all__ = ["Backtest", "BacktestInputs", "Comparison", "backtest", "compared"]

_MOST_ZONES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BacktestInputs:
    """What a backtest rests on; money is in the currency of the prices.

    Parameters
    ----------
    prices
        A series for each zone.
    facility
        The same in each zone.
    hashprice
        A constant [currency/TH/day], values by day, or a forward curve.
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
    """

    prices: tuple[PriceSeries, ...]
    facility: Facility
    hashprice: HashpriceSource
    contract: Contract | None = None
    threshold: float = 0.0
    threshold_per_hour: float | None = None
    published_price: Mapping[str, Floats] = field(default_factory=dict)
    trailing_hours: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "prices", tuple(self.prices))
        check_names("prices", [series.zone for series in self.prices], most=_MOST_ZONES)
        for name in ("threshold", "trailing_hours"):
            object.__setattr__(self, name, checked(name, getattr(self, name)))
        if self.threshold_per_hour is not None:
            self._take_threshold_per_hour()
        if self.contract is not None:
            check_fits(self.contract, facility_mw=self.facility.power_mw)
        for series in self.prices:
            published = self.published_price.get(series.zone)
            if published is not None and len(published) != len(series):
                rule = f"{len(series):,} prices, one an interval"
                raise InputError(f"published_price.{series.zone}", rule, len(published))

    def _take_threshold_per_hour(self) -> None:
        per_hour = checked("threshold_per_hour", self.threshold_per_hour)
        if self.threshold:
            raise InputError("threshold_per_hour", "absent where threshold is given", per_hour)
        per_mwh = threshold_per_mwh(threshold_per_hour=per_hour, power_mw=self.facility.power_mw)
        object.__setattr__(self, "threshold", per_mwh)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """One strategy in every zone."""

    zones: Mapping[str, Dispatch]

    @property
    def total(self) -> Totals:
        """All zones together: a facility of the same power in each."""
        return summed(outcome.total for outcome in self.zones.values())

    def to_frame(self) -> Frame:
        """Return one row a zone, indexed by it."""
        rows = self.to_dict()["zones"]
        return _rows_frame({"zone": zone, **row} for zone, row in rows.items())

    def to_dict(self) -> dict[str, Any]:
        """Return the totals of each zone and of all; undefined figures are None."""
        zones = {zone: outcome.total.to_dict() for zone, outcome in self.zones.items()}
        return {"zones": zones, "total": self.total.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Strategies in one zone, by name."""

    zone: str
    outcomes: Mapping[Strategy, Dispatch]

    def regret(self, strategy: Strategy) -> float:
        """Return the profit [currency] that perfect foresight adds to a strategy's."""
        return self.outcomes["optimal"].total.profit - self.outcomes[strategy].total.profit

    def to_frame(self) -> Frame:
        """Return one row a strategy, with its regret, indexed by it."""
        rows = self.to_dict()["strategies"]
        return _rows_frame({"strategy": name, **row} for name, row in rows.items())

    def to_dict(self) -> dict[str, Any]:
        """Return the totals and the regret of each strategy; undefined figures are None."""
        rows = {
            name: {**outcome.total.to_dict(), "regret": plain(self.regret(name))}
            for name, outcome in self.outcomes.items()
        }
        return {"zone": self.zone, "strategies": rows}


def backtest(inputs: BacktestInputs, *, strategy: Strategy = "contract_aware") -> Backtest:
    """Return what a strategy earns in each zone.

    Raises
    ------
    InputError
        If the strategy is unknown or a hashprice is missing.
    """
    check_choice("strategy", strategy, STRATEGIES)
    zones = {series.zone: _outcome(inputs, series, strategy) for series in inputs.prices}
    return Backtest(zones=MappingProxyType(zones))


def compared(inputs: BacktestInputs) -> tuple[Comparison, ...]:
    """Return all strategies side by side for each zone.

    Raises
    ------
    InputError
        If a hashprice is missing.
    """
    return tuple(
        Comparison(
            zone=series.zone,
            outcomes=MappingProxyType(
                {strategy: _outcome(inputs, series, strategy) for strategy in STRATEGIES}
            ),
        )
        for series in inputs.prices
    )


def _outcome(inputs: BacktestInputs, series: PriceSeries, strategy: Strategy) -> Dispatch:
    return dispatch(
        prices=series,
        facility=inputs.facility,
        hashprice=hashprice_at(inputs.hashprice, local_start=series.local_start),
        contract=inputs.contract,
        threshold=inputs.threshold,
        strategy=strategy,
        published_price=inputs.published_price.get(series.zone),
        trailing_hours=inputs.trailing_hours,
    )


def _rows_frame(rows: Any) -> Frame:
    """Return rows of equal keys as a table indexed by the first."""
    listed = list(rows)
    names = list(listed[0])
    return frame({name: [row[name] for row in listed] for name in names}, names[0])
