"""The study: network, site, money, machines and scenarios, and what they come to."""

import logging
import math
from collections.abc import Iterable, Mapping
from typing import Any

import param

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.exceptions import InputError
from hydro_mining.logs import log_event
from hydro_mining.models.alternatives import AlternativesInputs
from hydro_mining.models.catalogue import MinerCatalogue
from hydro_mining.models.groups import (
    FinanceInputs,
    NetworkInputs,
    PlanInputs,
    ScenarioInputs,
    SiteInputs,
)
from hydro_mining.models.section import Section

__all__ = ["Study"]

_LOG = logging.getLogger(__name__)


class Study(Section):
    """The section that is evaluated once a change; ``result`` is the last good evaluation."""

    network = param.ClassSelector(class_=NetworkInputs, constant=True)
    site = param.ClassSelector(class_=SiteInputs, constant=True)
    finance = param.ClassSelector(class_=FinanceInputs, constant=True)
    plan = param.ClassSelector(class_=PlanInputs, constant=True)
    alternatives = param.ClassSelector(class_=AlternativesInputs, constant=True)
    catalogue = param.ClassSelector(class_=MinerCatalogue, constant=True)
    scenarios = param.List(item_type=ScenarioInputs, doc="The first is the base case.")
    result = param.ClassSelector(class_=Evaluation, allow_None=True)

    def __init__(
        self,
        *,
        network: NetworkInputs,
        catalogue: MinerCatalogue,
        scenarios: list[ScenarioInputs],
        site: SiteInputs | None = None,
        finance: FinanceInputs | None = None,
        plan: PlanInputs | None = None,
    ) -> None:
        super().__init__(
            network=network,
            site=site or SiteInputs(),
            finance=finance or FinanceInputs(),
            plan=plan or PlanInputs(),
            alternatives=AlternativesInputs(),
            catalogue=catalogue,
            scenarios=scenarios,
        )
        self.param.watch(lambda _: self._regroup(), "scenarios")

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the groups by their path."""
        names = ("network", "site", "finance", "plan", "catalogue")
        named = {name: getattr(self, name) for name in names}
        named |= {
            "alternatives": self.alternatives,
            "alternatives.hosted": self.alternatives.hosted,
        }
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
            network=self.network.frozen_at("network"),
            site=self.site.frozen_at("site"),
            miners=self.catalogue.miners(self.network.usd_to_gbp),
            finance=self.finance.frozen_at("finance"),
            scenarios=tuple(scenarios),
            alternatives=self.alternatives.frozen_at("alternatives"),
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
    ) -> None:
        """Take another study whole, with the catalogue and the rates its machines come from.

        Raises
        ------
        InputError
            If it cannot be computed with; nothing changes then.
        """
        _check_finite(evaluate(inputs))
        with self.together():
            self.catalogue.param.update(entries=tuple(entries), per_usd=dict(per_usd))
            self.take(inputs)

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
        self.network.take(settings.network)
        self.site.take(settings.site)
        self.finance.take(settings.finance)
        self.plan.take(settings)
        self.alternatives.take(settings.alternatives)
        self.scenarios = [ScenarioInputs.of(scenario) for scenario in settings.scenarios]

    def _settled(self, settings: StudyInputs) -> dict[str, Any]:
        result = evaluate(settings)
        _check_finite(result)
        names = [scenario.name for scenario in settings.scenarios]
        log_event(_LOG, logging.INFO, "evaluated", scenarios=names, count=len(names))
        return {"settings": settings, "result": result}


def _check_finite(result: Evaluation) -> None:
    """Refuse inputs that are each legal but too large or small together to compute with."""
    site = result.site
    figures = [result.rev_per_th_per_day_y1, *result.miners.breakeven_power_price_gbp_per_kwh]
    if site is not None:
        figures += [site.site_revenue_per_day, site.site_power_cost_per_day, site.capex_miners_gbp]
    figures += [scenario.npv_gbp for scenario in result.scenarios.values()]
    if not all(map(math.isfinite, figures)):
        raise InputError("the inputs together", "of a size whose results are finite", "infinity")
