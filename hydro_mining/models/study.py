"""The study: network, site, money, machines and scenarios, and what they come to."""

import logging
import math
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any

import param

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.plan import has_plan
from hydro_mining.exceptions import InputError
from hydro_mining.logs import log_event
from hydro_mining.models.alternatives import AlternativesInputs
from hydro_mining.models.background import Newest, Runner, at_once
from hydro_mining.models.catalogue import MinerCatalogue
from hydro_mining.models.groups import (
    FinanceInputs,
    NetworkInputs,
    PlanInputs,
    ScenarioInputs,
    SiteInputs,
)
from hydro_mining.models.risk import RiskInputs
from hydro_mining.models.section import Section

# What a study has under the name that its frozen inputs have it.
_GROUPS = ("network", "site", "finance", "risk", "alternatives")
_LOG = logging.getLogger(__name__)
# A page waits for less: some 20 ms.
_MOST_SCENARIO_YEARS = 300
_MET_AN_ERROR = InputError("What you entered", "changed: it met an error of this program", None)


class Study(Section):
    """The section that is evaluated once a change; ``result`` is the last good evaluation.

    A study that is large or has a plan is evaluated by ``run``, which a server gives a thread:
    until then the result is the one of before, and ``is_computing`` says so.
    """

    network = param.ClassSelector(class_=NetworkInputs, constant=True)
    site = param.ClassSelector(class_=SiteInputs, constant=True)
    finance = param.ClassSelector(class_=FinanceInputs, constant=True)
    plan = param.ClassSelector(class_=PlanInputs, constant=True)
    risk = param.ClassSelector(class_=RiskInputs, constant=True)
    alternatives = param.ClassSelector(class_=AlternativesInputs, constant=True)
    catalogue = param.ClassSelector(class_=MinerCatalogue, constant=True)
    scenarios = param.List(item_type=ScenarioInputs, doc="The first is the base case.")
    result = param.ClassSelector(class_=Evaluation, allow_None=True)
    is_computing = param.Boolean(default=False, doc="Whether the result of newer entries comes.")
    asked = param.ClassSelector(class_=StudyInputs, doc="What was last computed beside the page.")

    run: Runner = staticmethod(at_once)

    def __init__(
        self,
        *,
        network: NetworkInputs,
        catalogue: MinerCatalogue,
        scenarios: list[ScenarioInputs],
        site: SiteInputs | None = None,
        finance: FinanceInputs | None = None,
        plan: PlanInputs | None = None,
        risk: RiskInputs | None = None,
    ) -> None:
        self._newest = Newest()
        # A result that is known already, such as that of a link which was checked with it.
        self._known: Evaluation | None = None
        super().__init__(
            network=network,
            site=site or SiteInputs(),
            finance=finance or FinanceInputs(),
            plan=plan or PlanInputs(),
            risk=risk or RiskInputs(),
            alternatives=AlternativesInputs(),
            catalogue=catalogue,
            scenarios=scenarios,
        )
        self.param.watch(lambda _: self._regroup(), "scenarios")

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the groups by their path."""
        named = {name: getattr(self, name) for name in (*_GROUPS, "plan", "catalogue")}
        named["alternatives.hosted"] = self.alternatives.hosted
        return named | {f"scenarios[{i}]": group for i, group in enumerate(self.scenarios)}

    def inputs(self) -> StudyInputs:
        """Return the present state as frozen inputs.

        Raises
        ------
        InputError
            If parts that are each legal do not fit together.
        """
        scenarios = (
            scenario.frozen_at(f"scenarios[{i}]") for i, scenario in enumerate(self.scenarios)
        )
        return StudyInputs(
            **{name: getattr(self, name).frozen_at(name) for name in _GROUPS},
            miners=self.catalogue.miners(self.network.usd_to_gbp),
            scenarios=tuple(scenarios),
            **self.plan.fields(),
        )

    frozen = inputs

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
        result: Evaluation | None = None,
    ) -> None:
        """Take another study whole, with the catalogue and the rates its machines come from.

        ``result`` is what ``computed`` returned for it, if that has been called.

        Raises
        ------
        InputError
            If it cannot be computed with; nothing changes then.
        """
        self._known = computed(inputs) if result is None else result
        try:
            with self.together():
                self.catalogue.param.update(entries=tuple(entries), per_usd=dict(per_usd))
                self.take(inputs)
        finally:
            self._known = None

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

    def _take(self, settings: StudyInputs) -> None:
        for name in _GROUPS:
            getattr(self, name).take(getattr(settings, name))
        self.plan.take(settings)
        scenarios = [ScenarioInputs.of(scenario) for scenario in settings.scenarios]
        # Those that are the same already keep their entries on the page.
        if [one.fields() for one in scenarios] != [one.fields() for one in self.scenarios]:
            self.scenarios = scenarios

    @property
    def is_current(self) -> bool:
        """Whether the result is that of the present state."""
        return super().is_current and not self.is_computing and not self._is_due

    def _accept(self) -> None:
        self._is_due = False
        self._misfits = {}
        try:
            settings = self.frozen()
        except InputError as error:
            self._refuse(error)  # what was asked for before is still computed
            return
        except Exception as error:  # noqa: BLE001  # raised again
            self._newest.drop()
            self._fail(error)
            return
        self._newest.drop()
        is_known = self._known is not None and self._known.study == settings
        self.is_computing = _takes_long(settings) and not is_known and self.run is not at_once
        if self.is_computing:
            self._tell_problems()
            self.asked = settings
            self._newest.ask(self.run, lambda: self._settled(settings), self._computed)
        else:
            at_once(lambda: self._settled(settings), self._computed)

    def _computed(self, outcome: Future[dict[str, Any]]) -> None:
        try:
            settled = outcome.result()
        except Exception as error:  # noqa: BLE001  # raised again
            self._fail(error)
        else:
            # At once: who hears that nothing is computed any more has the result.
            self._settle(settled | {"is_computing": False})

    def _fail(self, error: Exception) -> None:
        """Refuse what cannot be computed with; after any other error the result is still due."""
        is_refused = isinstance(error, InputError)
        self._is_due = not is_refused
        self.is_computing = False
        self._refuse(error if isinstance(error, InputError) else _MET_AN_ERROR)
        if not is_refused:
            raise error

    def _settled(self, settings: StudyInputs) -> dict[str, Any]:
        known = self._known
        result = computed(settings) if known is None or known.study != settings else known
        names = [scenario.name for scenario in settings.scenarios]
        log_event(_LOG, logging.INFO, "evaluated", scenarios=names, count=len(names))
        return {"settings": settings, "result": result}


def _takes_long(settings: StudyInputs) -> bool:
    """Return whether others would wait for the result: a plan goes through years of water."""
    scenario_years = len(settings.scenarios) * settings.finance.years
    return has_plan(settings) or scenario_years > _MOST_SCENARIO_YEARS


def computed(inputs: StudyInputs) -> Evaluation:
    """Return the result of a study, whose figures a page can show.

    Raises
    ------
    InputError
        If inputs are each legal but too large or small together to compute with.
    """
    result = evaluate(inputs)
    _check_finite(result)
    return result


def _check_finite(result: Evaluation) -> None:
    site = result.site
    figures = [result.rev_per_th_per_day_y1, *result.miners.breakeven_power_price_gbp_per_kwh]
    if site is not None:
        figures += [site.site_revenue_per_day, site.site_power_cost_per_day, site.capex_miners_gbp]
    figures += [scenario.npv_gbp for scenario in result.scenarios.values()]
    if not all(map(math.isfinite, figures)):
        raise InputError("the inputs together", "of a size whose results are finite", "infinity")
