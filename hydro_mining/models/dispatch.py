"""What a reader sets on the Dispatch screen: facility, hashprice, contract and rules."""

from typing import Any, get_args

import param

from hydro_mining.economics.dispatch import (
    FIRST_CLASS,
    HASHPRICE_SOURCES,
    OF_STUDY,
    STRATEGIES,
    BacktestInputs,
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
    StudyFacility,
    with_study_figures,
)
from hydro_mining.economics.dispatch.contracts import Block, Settlement
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import default_of, input_parameter, own_parameter
from hydro_mining.models.section import Group, Section

_OWN = ("hashprice_source", "hashprice", "threshold", "trailing_hours", "strategy")
_FILE = ("prices_name", "prices_sha256")
# What of a facility a study has too.
_OF_SITE = (
    *("power_mw", "efficiency_w_per_th", "others"),
    *("overhead_fraction", "pool_fee_fraction"),
)


class FacilityInputs(Group):
    """The machines and what running them costs; money in the currency of the prices."""

    power_mw = input_parameter("power_mw", default=10, softbounds=(1, 100), step=1)
    efficiency_w_per_th = input_parameter(
        "efficiency_w_per_th", default=20, softbounds=(10, 60), step=0.5
    )
    pool_fee_fraction = own_parameter(Facility, "pool_fee_fraction", (0, 0.05), 0.001)
    overhead_fraction = own_parameter(Facility, "overhead_fraction", (0, 0.3), 0.01)
    fixed_om_per_mw_year = own_parameter(Facility, "fixed_om_per_mw_year", (0, 100_000), 1_000)
    variable_om_per_mwh = own_parameter(Facility, "variable_om_per_mwh", (0, 20), 0.5)
    min_run_hours = own_parameter(Facility, "min_run_hours", (0, 24), 1)
    min_down_hours = own_parameter(Facility, "min_down_hours", (0, 24), 1)
    restart_cost = own_parameter(Facility, "restart_cost", (0, 10_000), 100)
    others = param.Parameter(default=(), doc="Tuple of further MachineClass of a mixed fleet.")

    def take(self, frozen: Facility) -> None:
        """Take another facility whole."""
        first, *others = frozen.classes
        own = {"power_mw", "efficiency_w_per_th", "others"}
        shared = {name: getattr(frozen, name) for name in self.fields() if name not in own}
        self.param.update(
            power_mw=first.power_mw,
            efficiency_w_per_th=first.efficiency_w_per_th,
            others=tuple(others),
            **shared,
        )

    def frozen(self) -> Facility:
        """Return the values as a frozen input, the first class and the others."""
        values = self.fields()
        others = values.pop("others")
        machines = MachineClass(
            name=FIRST_CLASS,
            power_mw=values.pop("power_mw"),
            efficiency_w_per_th=values.pop("efficiency_w_per_th"),
        )
        try:
            return Facility(classes=(machines, *others), **values)
        except InputError as error:
            # Each value is legal by itself, so that it is a class that does not fit the others.
            raise InputError("others", error.rule, error.value) from error


class ContractInputs(Group):
    """A fixed-price contract, in force or not."""

    is_on = param.Boolean(
        default=False, label="With a contract", doc="Whether power is bought at a fixed price."
    )
    power_mw = input_parameter("power_mw", default=5, softbounds=(1, 100), step=1)
    price = input_parameter("price", default=35, softbounds=(0, 150), step=1)
    block = param.Selector(
        default=default_of(Contract, "block"),
        objects=list(get_args(Block)),
        label="Block, local time",
        doc="The hours that the contract covers.",
    )
    settlement = param.Selector(
        default=default_of(Contract, "settlement"),
        objects=list(get_args(Settlement)),
        label="Settlement",
        doc="What becomes of contracted power that the machines do not use.",
    )
    peak_start_hour = own_parameter(Contract, "peak_start_hour", (0, 23), 1)
    peak_end_hour = own_parameter(Contract, "peak_end_hour", (1, 24), 1)
    holidays = param.Parameter(
        default=default_of(Contract, "holidays"),
        label="Holidays",
        doc="Tuple of local dates that count as a weekend.",
    )

    def frozen(self) -> Contract:
        """Return what is entered as a frozen input."""
        return Contract(**{n: value for n, value in self.fields().items() if n != "is_on"})

    def take(self, frozen: Contract) -> None:
        """Take the terms of another contract; whether it is in force stays."""
        self.param.update(**{n: getattr(frozen, n) for n in self.fields() if n != "is_on"})


class DispatchSection(Section):
    """Facility, contract, hashprice, threshold and strategy of a backtest.

    It begins with ``example``, the settings of an example facility.
    """

    facility = param.ClassSelector(class_=FacilityInputs, constant=True)
    contract = param.ClassSelector(class_=ContractInputs, constant=True)
    hashprice = input_parameter("hashprice", default=0.04, softbounds=(0, 0.2), step=0.001)
    threshold = own_parameter(BacktestInputs, "threshold", (-20, 50), 1)
    trailing_hours = own_parameter(BacktestInputs, "trailing_hours", (1, 48), 1)
    strategy = param.Selector(
        default=default_of(BacktestInputs, "strategy"),
        objects=list(STRATEGIES),
        label="Strategy",
        doc="By which rule the machines are switched on and off.",
    )
    hashprice_source = param.Selector(
        default="network",
        objects=list(HASHPRICE_SOURCES),
        label="Hashprice",
        doc="What a TH/s of machines earns a day: today's everywhere, or that of each day.",
    )
    is_of_study = param.Boolean(
        default=False, label="Machines of my study", doc="Whether the site follows the study."
    )
    prices_name = param.String(default="", doc="File of the prices; empty: the sample year.")
    prices_sha256 = param.String(default="", doc="Digest of that file.")

    def __init__(self, example: DispatchSettings) -> None:
        facility, contract = FacilityInputs(), ContractInputs()
        facility.take(example.facility)
        contract.take(example.contract)
        own = {name: getattr(example, name) for name in _OWN}
        own["is_of_study"] = example.facility_of == OF_STUDY
        super().__init__(facility=facility, contract=contract, **own)

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the facility, the contract, and the section's own fields."""
        return {"dispatch": self, "facility": self.facility, "contract": self.contract}

    def frozen(self) -> DispatchSettings:
        """Return the present state as frozen settings."""
        return DispatchSettings(
            facility=self.facility.frozen_at("facility"),
            has_contract=self.contract.is_on,
            contract=self.contract.frozen_at("contract"),
            facility_of=OF_STUDY if self.is_of_study else None,
            **{name: getattr(self, name) for name in (*_OWN, *_FILE)},
        )

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take an entry; one for what the study has too is the reader's own from then on."""
        with self.together():
            before = getattr(group, name)
            is_legal = super().enter(group, name, value)
            if group is self.facility and name in _OF_SITE and getattr(group, name) != before:
                self.is_of_study = False
        return is_legal

    def follow(self, of_study: StudyFacility) -> None:
        """Take the machines of a study, unless they are entered here; that is no entry."""
        if not self.is_of_study:
            return
        now = self.facility.frozen()
        then = with_study_figures(now, of_study)
        if now != then:
            with self.untouched():
                self.facility.take(then)

    def _take(self, settings: DispatchSettings) -> None:
        self.facility.take(settings.facility)
        self.contract.take(settings.contract)
        self.contract.is_on = settings.has_contract
        self.is_of_study = settings.facility_of == OF_STUDY
        self.param.update(**{name: getattr(settings, name) for name in (*_OWN, *_FILE)})
