"""What a reader chooses on the Dispatch screen: facility, hashprice, contract and rules."""

from dataclasses import fields
from typing import Any

import param

from hydro_mining.economics.dispatch import (
    STRATEGIES,
    BacktestInputs,
    Contract,
    Facility,
    MachineClass,
)
from hydro_mining.economics.dispatch.hashprices import HashpriceSource
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import input_parameter
from hydro_mining.quantities import checked
from hydro_mining.screen_choices import FIRST_CLASS, HASHPRICE_SOURCES, DispatchSettings

__all__ = ["ContractInputs", "DispatchChoice", "FacilityInputs"]

_BLOCKS = ("7x24", "5x16", "2x16", "7x8")
_SETTLEMENTS = ("resale", "pay_per_use", "take_or_pay")


class FacilityInputs(param.Parameterized):
    """The machines and what running them costs; money in the currency of the prices."""

    power_mw = input_parameter("power_mw", default=10, softbounds=(1, 100), step=1)
    efficiency_w_per_th = input_parameter(
        "efficiency_w_per_th", default=20, softbounds=(10, 60), step=0.5
    )
    pool_fee_fraction = input_parameter(
        "pool_fee_fraction", default=0.01, softbounds=(0, 0.05), step=0.001
    )
    overhead_fraction = input_parameter(
        "overhead_fraction", default=0.05, softbounds=(0, 0.3), step=0.01
    )
    fixed_om_per_mw_year = input_parameter(
        "fixed_om_per_mw_year", default=0, softbounds=(0, 100_000), step=1_000
    )
    variable_om_per_mwh = input_parameter(
        "variable_om_per_mwh", default=0, softbounds=(0, 20), step=0.5
    )
    min_run_hours = input_parameter("min_run_hours", default=0, softbounds=(0, 24), step=1)
    min_down_hours = input_parameter("min_down_hours", default=0, softbounds=(0, 24), step=1)
    restart_cost = input_parameter("restart_cost", default=0, softbounds=(0, 10_000), step=100)
    others = param.Parameter(default=(), doc="Tuple of further MachineClass of a mixed fleet.")

    def take(self, facility: Facility) -> None:
        """Take another facility whole."""
        first, *others = facility.classes
        own = {"power_mw", "efficiency_w_per_th", "others", "name"}
        shared = {n: getattr(facility, n) for n in self.param if n not in own}
        self.param.update(
            power_mw=first.power_mw,
            efficiency_w_per_th=first.efficiency_w_per_th,
            others=tuple(others),
            **shared,
        )

    def frozen(self) -> Facility:
        """Return the values as a frozen input, the first class and the others."""
        values = {name: value for name, value in self.param.values().items() if name != "name"}
        others = values.pop("others")
        machines = MachineClass(
            name=FIRST_CLASS,
            power_mw=values.pop("power_mw"),
            efficiency_w_per_th=values.pop("efficiency_w_per_th"),
        )
        return Facility(classes=(machines, *others), **values)


class ContractInputs(param.Parameterized):
    """A fixed-price contract."""

    is_on = param.Boolean(default=False, label="With a fixed-price contract")
    power_mw = input_parameter("power_mw", default=5, softbounds=(1, 100), step=1)
    price = input_parameter("price", default=35, softbounds=(0, 150), step=1)
    block = param.Selector(default="7x24", objects=list(_BLOCKS), label="Block")
    settlement = param.Selector(default="resale", objects=list(_SETTLEMENTS), label="Settlement")
    # No control sets these; what a record holds of them stays in force.
    peak_start_hour = param.Integer(default=6)
    peak_end_hour = param.Integer(default=22)
    holidays = param.Parameter(default=())

    def frozen(self) -> Contract | None:
        """Return the contract, None without one."""
        return self.entered() if self.is_on else None

    def entered(self) -> Contract:
        """Return what is entered, in force or not."""
        return Contract(**{f.name: getattr(self, f.name) for f in fields(Contract)})


class DispatchChoice(param.Parameterized):
    """Facility, contract, hashprice, threshold and strategy; ``changed`` counts changes."""

    hashprice = input_parameter("hashprice", default=0.04, softbounds=(0, 0.2), step=0.001)
    threshold = input_parameter("threshold", default=0, softbounds=(-20, 50), step=1)
    trailing_hours = input_parameter("trailing_hours", default=3, softbounds=(1, 48), step=1)
    strategy = param.Selector(default="contract_aware", objects=list(STRATEGIES))
    hashprice_source = param.Selector(default="network", objects=list(HASHPRICE_SOURCES))
    prices_name = param.String(default="", doc="File of the prices; empty: the sample year.")
    prices_sha256 = param.String(default="")
    problems = param.Dict(default={})
    changed = param.Integer(default=0)

    def __init__(self) -> None:
        super().__init__()
        self.facility, self.contract = FacilityInputs(), ContractInputs()
        own = ["hashprice", "threshold", "trailing_hours", "strategy"]
        self.param.watch(self._count, own)
        for group in (self.facility, self.contract):
            group.param.watch(self._count, [name for name in group.param if name != "name"])

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever chosen or restored."""
        return self.changed == 0 and not self.prices_name and self.hashprice_source == "network"

    def settings(self) -> DispatchSettings:
        """Return the choice, frozen."""
        return DispatchSettings(
            hashprice_source=self.hashprice_source,
            hashprice=self.hashprice,
            threshold=self.threshold,
            trailing_hours=self.trailing_hours,
            strategy=self.strategy,
            facility=self.facility.frozen(),
            has_contract=self.contract.is_on,
            contract=self.contract.entered(),
            prices_name=self.prices_name,
            prices_sha256=self.prices_sha256,
        )

    def take(self, settings: DispatchSettings) -> None:
        """Take another choice whole."""
        self.facility.take(settings.facility)
        terms = {f.name: getattr(settings.contract, f.name) for f in fields(Contract)}
        self.contract.param.update(is_on=settings.has_contract, **terms)
        names = ("hashprice_source", "hashprice", "threshold", "trailing_hours", "strategy")
        files = ("prices_name", "prices_sha256")
        self.param.update(**{name: getattr(settings, name) for name in (*names, *files)})
        self.changed += 1

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take what a user entered for a field; tell whether it was legal."""
        path = self._path(group, name)
        problems = {p: e for p, e in self.problems.items() if p != path}
        try:
            setattr(group, name, checked(name, value))
        except InputError as error:
            problems[path] = error
        if problems != self.problems:
            self.problems = problems
        return path not in problems

    def problem(self, group: param.Parameterized, name: str) -> InputError | None:
        """Return what is wrong with a field."""
        return self.problems.get(self._path(group, name))

    def inputs(
        self,
        prices: tuple[PriceSeries, ...],
        *,
        hashprice: HashpriceSource,
        published_price: dict[str, Any],
    ) -> BacktestInputs:
        """Return the choice with prices and a hashprice as frozen inputs.

        Raises
        ------
        InputError
            If parts that are each legal do not fit together.
        """
        return BacktestInputs(
            prices=prices,
            facility=self.facility.frozen(),
            hashprice=hashprice,
            contract=self.contract.frozen(),
            threshold=self.threshold,
            trailing_hours=self.trailing_hours,
            published_price=published_price,
        )

    def _path(self, group: param.Parameterized, name: str) -> str:
        owners = {id(self.facility): "facility", id(self.contract): "contract"}
        return f"{owners.get(id(group), 'dispatch')}.{name}"

    def _count(self, *_: param.parameterized.Event) -> None:
        self.changed += 1
