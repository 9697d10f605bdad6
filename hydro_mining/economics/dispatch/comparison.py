"""The strategies side by side in one zone, and what perfect foresight would add."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hydro_mining.economics.dispatch.backtesting import Backtest, in_zone
from hydro_mining.economics.dispatch.outcome import ZoneOutcome
from hydro_mining.economics.dispatch.strategies import STRATEGIES, Strategy
from hydro_mining.economics.tables import Frame, plain, rows_frame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Strategies in one zone, by name."""

    zone: str
    outcomes: Mapping[Strategy, ZoneOutcome]

    def regret(self, strategy: Strategy) -> float:
        """Return the profit [currency] that perfect foresight adds to a strategy's."""
        return self.outcomes["optimal"].total.profit - self.outcomes[strategy].total.profit

    def to_frame(self) -> Frame:
        """Return one row a strategy, with its regret, indexed by it."""
        rows = self.to_dict()["strategies"]
        return rows_frame({"strategy": name, **row} for name, row in rows.items())

    def to_dict(self) -> dict[str, Any]:
        """Return the totals and the regret of each strategy; undefined figures are None."""
        rows = {
            name: {**outcome.total.to_dict(), "regret": plain(self.regret(name))}
            for name, outcome in self.outcomes.items()
        }
        return {"zone": self.zone, "strategies": rows}


def compared(result: Backtest, *, zone: str) -> Comparison:
    """Return all strategies in a zone of a backtest, everything else being equal."""
    own = result.zones[zone]
    decide = in_zone(result.inputs, own.prices)
    outcomes = {
        strategy: own if strategy == own.strategy else decide(strategy=strategy)
        for strategy in STRATEGIES
    }
    return Comparison(zone=zone, outcomes=MappingProxyType(outcomes))
