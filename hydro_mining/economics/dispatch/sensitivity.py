"""What the profit of a schedule hangs on: efficiency, hashprice and threshold, one at a time."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.dispatch.backtesting import Backtest, in_zone
from hydro_mining.economics.dispatch.facility import Facility
from hydro_mining.economics.dispatch.hashprices import hashprice_at
from hydro_mining.economics.tables import Frame, frame, plain

Swept: TypeAlias = Literal["efficiency_w_per_th", "hashprice", "threshold"]

_CHANGES = (-0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProfitSensitivity:
    """Profit when one input changes by C fractions and everything else stays.

    Attributes
    ----------
    changes : (C,) [1]
    profit
        (C,) [currency] for each input. ``efficiency_w_per_th`` changes for all classes at
        once, and a positive change is a worse machine.
    threshold : (C,) [currency/MWh]
        The thresholds themselves. Tenths of a threshold of 0 are nothing, so that one is moved
        by the same fractions of the best class's average mining value.
    """

    changes: Floats
    profit: dict[Swept, Floats]
    threshold: Floats

    def to_frame(self) -> Frame:
        """Return one row a change, with the profit for each input, indexed by the change."""
        columns: dict[str, Any] = {"change": self.changes}
        columns.update(self.profit.items())
        return frame(columns, "change")

    def to_dict(self) -> dict[str, Any]:
        """Return changes, thresholds and profits as lists."""
        document: dict[str, Any] = plain(
            {"changes": self.changes, "threshold": self.threshold, "profit": self.profit}
        )
        return document


def profit_sensitivity(
    result: Backtest, *, zone: str, changes: tuple[float, ...] = _CHANGES
) -> ProfitSensitivity:
    """Return what changes of efficiency, hashprice and threshold do to a zone of a backtest."""
    inputs, prices = result.inputs, result.zones[zone].prices
    facility = inputs.facility
    decide = in_zone(inputs, prices)
    hashprice = hashprice_at(inputs.hashprice, local_start=prices.local_start)
    best_value = facility.mining_value(facility.merit_order[0], hashprice=hashprice)
    base = inputs.threshold or float(np.mean(best_value))
    thresholds = inputs.threshold + base * np.array(changes)

    def profit(**changed: Any) -> float:
        return decide(**changed).total.profit

    profits: dict[Swept, list[float]] = {
        "efficiency_w_per_th": [profit(facility=_less_efficient(facility, c)) for c in changes],
        "hashprice": [profit(hashprice=hashprice * (1 + c)) for c in changes],
        "threshold": [profit(threshold=float(threshold)) for threshold in thresholds],
    }
    return ProfitSensitivity(
        changes=read_only(changes),
        profit={name: read_only(profits[name]) for name in get_args(Swept)},
        threshold=read_only(thresholds),
    )


def _less_efficient(facility: Facility, change: float) -> Facility:
    return dataclasses.replace(
        facility,
        classes=tuple(
            dataclasses.replace(other, efficiency_w_per_th=other.efficiency_w_per_th * (1 + change))
            for other in facility.classes
        ),
    )
