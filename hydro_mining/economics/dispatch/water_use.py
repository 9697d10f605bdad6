"""Mine, export or curtail: what pays most in each interval, within the water available."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.dispatch.facility import Facility, MachineClass
from hydro_mining.economics.dispatch.strike import mining_value
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.tables import Frame, frame, plain
from hydro_mining.exceptions import InputError

__all__ = ["WaterUse", "mine_export_curtail"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WaterUse:
    """Where a plant's energy goes in N intervals; arrays are (N,).

    Attributes
    ----------
    export_prices
    mined_mwh, exported_mwh, curtailed_mwh : [MWh]
        Together what the water gives.
    mining_revenue : [currency], after the pool fee
    operating_cost : [currency], variable operation and maintenance of the machines
    export_revenue : [currency]
    export_only_profit : [currency]
        What the same water earns without machines.
    """

    export_prices: PriceSeries
    mined_mwh: Floats
    exported_mwh: Floats
    curtailed_mwh: Floats
    mining_revenue: Floats
    operating_cost: Floats
    export_revenue: Floats
    export_only_profit: Floats

    @property
    def profit(self) -> Floats:
        """(N,) [currency] mining and export revenue less operating cost."""
        profit: Floats = self.mining_revenue + self.export_revenue - self.operating_cost
        return profit

    @property
    def mining_gain(self) -> Floats:
        """(N,) [currency] what the machines add to the profit of exporting alone."""
        gain: Floats = self.profit - self.export_only_profit
        return gain

    def to_frame(self) -> Frame:
        """Return one row an interval, indexed by its local beginning."""
        columns = {"local_start": self.export_prices.local_start}
        columns |= {name: getattr(self, name) for name in _COLUMNS}
        return frame(columns, "local_start")

    def to_dict(self) -> dict[str, Any]:
        """Return the sums over all intervals."""
        sums: dict[str, Any] = plain({name: getattr(self, name).sum() for name in _COLUMNS})
        return {"zone": self.export_prices.zone, **sums}


_COLUMNS = (
    "mined_mwh",
    "exported_mwh",
    "curtailed_mwh",
    "mining_revenue",
    "operating_cost",
    "export_revenue",
    "profit",
    "export_only_profit",
    "mining_gain",
)


def mine_export_curtail(
    *,
    export_prices: PriceSeries,
    available_mw: Figure,
    facility: Facility,
    hashprice: Figure,
    threshold: float = 0.0,
    export_limit_mw: float | None = None,
) -> WaterUse:
    """Return what a hydro owner does with the water of each interval.

    A class mines before export where its value, less variable cost and threshold, is above the
    export price and above 0; export takes what is left where its price is above 0, within the
    connection's limit; what a limit leaves over, classes mine that are worth less than the
    export price; the rest is curtailed. Machines run in any number, so a class may run in part;
    throttle steps, minimum times and starts play no part here.

    Parameters
    ----------
    export_prices
        What a MWh that is sold earns, charges deducted.
    available_mw : () or (N,) [MW]
        What the water gives, at most the plant's capacity.
    facility
    hashprice : () or (N,) [currency/TH/day]
    threshold : [currency/MWh]
        Advantage over the other uses that mining must exceed.
    export_limit_mw : [MW]
        Of the grid connection; None: no limit.

    Raises
    ------
    InputError
        If available power is negative or no number.
    """
    price, fleet = export_prices.price, facility.merit_order
    available = _available(available_mw, price)
    limit = np.inf if export_limit_mw is None else export_limit_mw
    sellable = np.where(price > 0, np.minimum(available, limit), 0.0)
    values = [_value(facility, other, hashprice) for other in fleet]
    powers, exported, curtailed = _shared_out(
        margins=[value - facility.variable_om_per_mwh - threshold for value in values],
        powers=[other.power_mw for other in fleet],
        price=price,
        available=available,
        sellable=sellable,
    )
    hours, mined = export_prices.hours, np.sum(powers, axis=0)
    earned = [value * power for value, power in zip(values, powers, strict=True)]
    return WaterUse(
        export_prices=export_prices,
        mined_mwh=mined * hours,
        exported_mwh=exported * hours,
        curtailed_mwh=curtailed * hours,
        mining_revenue=np.sum(earned, axis=0) * hours,
        operating_cost=facility.variable_om_per_mwh * mined * hours,
        export_revenue=price * exported * hours,
        export_only_profit=price * sellable * hours,
    )


def _available(available_mw: Figure, price: Floats) -> Floats:
    available = np.broadcast_to(np.asarray(available_mw, dtype=np.float64), price.shape)
    for entry in available[~((available >= 0) & np.isfinite(available))][:1]:
        raise InputError("available_mw", "a number of 0 or more (MW)", float(entry))
    return available


def _shared_out(
    *,
    margins: list[Figure],
    powers: list[float],
    price: Floats,
    available: Floats,
    sellable: Floats,
) -> tuple[list[Floats], Floats, Floats]:
    """Return the power [MW] of each class, of export and of what is left, (N,) each.

    ``margins`` [currency/MWh] are of the classes, the best first; whoever is worth more than
    export and curtailment is served before export, whoever is worth anything after it.
    """
    left, mined = available.copy(), []
    for margin, power in zip(margins, powers, strict=True):
        first = margin > np.maximum(price, 0.0)
        mined.append(np.where(first, np.minimum(power, left), 0.0))
        left -= mined[-1]
    exported = np.minimum(sellable, left)
    left -= exported
    for index, (margin, power) in enumerate(zip(margins, powers, strict=True)):
        more = np.where(margin > 0, np.minimum(power - mined[index], left), 0.0)
        mined[index] = mined[index] + more
        left -= more
    return mined, exported, left


def _value(facility: Facility, machines: MachineClass, hashprice: Figure) -> Figure:
    return mining_value(
        hashprice=hashprice,
        efficiency_w_per_th=machines.efficiency_w_per_th,
        pool_fee_fraction=facility.pool_fee_fraction,
        overhead_fraction=facility.overhead_fraction,
    )
