"""The one owner of a study's state."""

import logging
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import param

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.exceptions import InputError
from hydro_mining.logs import log_event
from hydro_mining.models.catalogue import MinerCatalogue
from hydro_mining.models.groups import FinanceInputs, NetworkInputs, ScenarioInputs, SiteInputs
from hydro_mining.quantities import QUANTITIES, checked

__all__ = ["Study"]

_LOG = logging.getLogger(__name__)

_GROUPS = ("network", "site", "finance", "catalogue")


class Study(param.Parameterized):
    """Accepts valid state and evaluates it once a change; keeps the last good result.

    ``result`` is the last good evaluation. ``problems`` says what is wrong by field
    (``site.load_factor``, ``scenarios[1].title``); while it is not empty, the result rests on
    the last valid inputs.
    """

    network = param.ClassSelector(class_=NetworkInputs, constant=True)
    site = param.ClassSelector(class_=SiteInputs, constant=True)
    finance = param.ClassSelector(class_=FinanceInputs, constant=True)
    catalogue = param.ClassSelector(class_=MinerCatalogue, constant=True)
    scenarios = param.List(item_type=ScenarioInputs, doc="The first is the base case.")
    result = param.ClassSelector(class_=Evaluation, allow_None=True)
    problems = param.Dict(default={})

    def __init__(
        self,
        *,
        network: NetworkInputs,
        catalogue: MinerCatalogue,
        scenarios: list[ScenarioInputs],
        site: SiteInputs | None = None,
        finance: FinanceInputs | None = None,
    ) -> None:
        super().__init__(
            network=network,
            site=site or SiteInputs(),
            finance=finance or FinanceInputs(),
            catalogue=catalogue,
            scenarios=scenarios,
        )
        self._waiting = 0
        self._changed = False
        # Illegal entries by their group and field, and what does not fit together.
        self._illegal: dict[tuple[param.Parameterized, str], InputError] = {}
        self._misfit: InputError | None = None
        self._watched: list[tuple[param.Parameterized, Any]] = []
        for owner in _GROUPS:
            self._watch(getattr(self, owner))
        self.param.watch(lambda _: self._scenarios_replaced(), "scenarios")
        self._scenarios_replaced()

    @property
    def is_current(self) -> bool:
        """Whether the result rests on the present state, and not on the last that fitted."""
        return self._misfit is None

    def inputs(self) -> StudyInputs:
        """Return the present state as frozen inputs.

        Raises
        ------
        InputError
            If parts that are each legal do not fit together.
        """
        scenarios = (
            _frozen(scenario, f"scenarios[{i}]") for i, scenario in enumerate(self.scenarios)
        )
        return StudyInputs(
            network=_frozen(self.network, "network"),
            site=_frozen(self.site, "site"),
            miners=self.catalogue.miners(self.network.usd_to_gbp),
            finance=_frozen(self.finance, "finance"),
            scenarios=tuple(scenarios),
        )

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take what a user entered for a field; tell whether it was legal.

        An illegal value changes nothing but ``problems``. What still arrives for a scenario
        that is gone is nobody's.
        """
        if not self._holds(group):
            return False
        with self.together():
            error = self._set(group, name, value)
        if error is None:
            self._illegal.pop((group, name), None)
        else:
            self._illegal[group, name] = error
        self._tell_problems()
        return error is None

    @staticmethod
    def _set(group: param.Parameterized, name: str, value: Any) -> InputError | None:
        try:
            setattr(group, name, checked(name, value) if name in QUANTITIES else value)
        except InputError as error:
            return error
        except ValueError as error:
            return InputError(name, str(error), value)
        return None

    def path(self, group: param.Parameterized, name: str) -> str:
        """Return the field's name as in ``problems``: ``scenarios[1].btc_price_shock``."""
        for owner in _GROUPS:
            if group is getattr(self, owner):
                return f"{owner}.{name}"
        return f"scenarios[{self.scenarios.index(group)}].{name}"

    def problem(self, group: param.Parameterized, name: str) -> InputError | None:
        """Return what is wrong with a field, None also for a scenario that is gone."""
        return self.problems.get(self.path(group, name)) if self._holds(group) else None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Evaluate once, at the end, whatever changes inside."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            if self._changed and not self._waiting:
                self._accept()

    def apply(self, values: Mapping[str, float]) -> None:
        """Set fields of site and finance by name, as of a preset, in one evaluation."""
        with self.together():
            for name, value in values.items():
                group = self.site if name in self.site.param else self.finance
                self.enter(group, name, value)

    def replace(
        self,
        inputs: StudyInputs,
        *,
        entries: Iterable[CatalogueEntry],
        per_usd: Mapping[str, float],
    ) -> None:
        """Take another study whole, with the catalogue and the rates its machines come from.

        Raises
        ------
        InputError
            If it cannot be computed with; nothing changes then.
        """
        _check_finite(evaluate(inputs))
        with self.together():
            self._illegal.clear()
            self.catalogue.param.update(entries=tuple(entries), per_usd=dict(per_usd))
            for group, frozen in (
                (self.network, inputs.network),
                (self.site, inputs.site),
                (self.finance, inputs.finance),
            ):
                group.take(frozen)
            self.scenarios = [ScenarioInputs.of(scenario) for scenario in inputs.scenarios]
        self._tell_problems()

    def add_scenario(self, scenario: ScenarioInputs) -> None:
        """Append a scenario under a title that is not taken."""
        taken = {other.title for other in self.scenarios}
        title, number = scenario.title, 2
        while scenario.title in taken:
            scenario.title = f"{title} {number}"
            number += 1
        self.scenarios = [*self.scenarios, scenario]

    def remove_scenario(self, scenario: ScenarioInputs) -> None:
        """Remove a scenario; the last one stays."""
        if len(self.scenarios) > 1:
            self.scenarios = [other for other in self.scenarios if other is not scenario]

    def _holds(self, group: param.Parameterized) -> bool:
        return any(group is held for held, _ in self._watched)

    def _watch(self, group: param.Parameterized) -> None:
        names = [name for name in group.param if name != "name"]
        self._watched.append((group, group.param.watch(self._on_change, names)))

    def _scenarios_replaced(self) -> None:
        fixed = self._watched[: len(_GROUPS)]
        for group, watcher in self._watched[len(_GROUPS) :]:
            group.param.unwatch(watcher)
        self._watched = fixed
        for scenario in self.scenarios:
            self._watch(scenario)
        alive = {id(group) for group, _ in self._watched}
        self._illegal = {key: e for key, e in self._illegal.items() if id(key[0]) in alive}
        self._on_change()

    def _on_change(self, *events: param.parameterized.Event) -> None:
        for event in events:
            self._illegal.pop((event.obj, event.name), None)
        self._changed = True
        if not self._waiting:
            self._accept()

    def _accept(self) -> None:
        self._changed = False
        try:
            result = evaluate(self.inputs())
            _check_finite(result)
            names = [scenario.name for scenario in result.study.scenarios]
            log_event(_LOG, logging.INFO, "evaluated", scenarios=names, count=len(names))
        except InputError as error:
            self._misfit = error
            self._tell_problems()
            return
        self._misfit = None
        self._tell_problems()
        self.result = result

    def _tell_problems(self) -> None:
        problems = {self.path(*field): error for field, error in self._illegal.items()}
        if self._misfit is not None:
            problems[self._misfit.argument] = self._misfit
        if problems != self.problems:
            self.problems = problems


def _check_finite(result: Evaluation) -> None:
    """Refuse inputs that are each legal but too large or small together to compute with."""
    site = result.site
    figures = [result.rev_per_th_per_day_y1, *result.miners.breakeven_power_price_gbp_per_kwh]
    if site is not None:
        figures += [site.site_revenue_per_day, site.site_power_cost_per_day, site.capex_miners_gbp]
    figures += [scenario.npv_gbp for scenario in result.scenarios.values()]
    if not all(map(math.isfinite, figures)):
        raise InputError("the inputs together", "of a size whose results are finite", "infinity")


def _frozen(group: Any, path: str) -> Any:
    try:
        return group.frozen()
    except InputError as error:
        raise error.under(path) from error
