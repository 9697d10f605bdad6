"""The dashboard: wiring of models and views into a page."""

from typing import Any

import holoviews as hv
import panel as pn

from hydro_mining.app.network import operator_settings, shared_feed
from hydro_mining.app.page import Dashboard
from hydro_mining.app.screens import SCREENS
from hydro_mining.imports.bundled import (
    bundled_catalogue,
    bundled_network,
    scenario_presets,
    site_presets,
)
from hydro_mining.models import (
    Case,
    FinanceInputs,
    MinerCatalogue,
    NetworkInputs,
    ScenarioInputs,
    SiteInputs,
    Study,
)
from hydro_mining.provenance import NETWORK_VALUES

__all__ = ["Dashboard", "dashboard", "default_study", "new_case"]


def default_study() -> Study:
    """Return a study of the first example site on the bundled, dated data."""
    snapshot, preset = bundled_network(), site_presets()[0]
    site, finance = SiteInputs(), FinanceInputs()
    for name, value in preset.values.items():
        setattr(site if name in site.param else finance, name, value)
    settings, _ = operator_settings()
    if settings.default_discount_rate is not None:
        finance.discount_rate_per_year = settings.default_discount_rate
    return Study(
        network=NetworkInputs(
            as_of=snapshot.as_of,
            **{name: getattr(snapshot.network, name) for name in NETWORK_VALUES},
        ),
        site=site,
        finance=finance,
        catalogue=MinerCatalogue(
            bundled_catalogue(),
            per_usd={currency: rate.value for currency, rate in snapshot.per_usd.items()},
        ),
        scenarios=[ScenarioInputs.of(preset.scenario) for preset in scenario_presets()],
    )


def new_case(study: Study | None = None, *, feed: Any = None, screens: Any = SCREENS) -> Case:
    """Return the case of a study, the default one if none is given, with the screens' sections."""
    makers = {screen.key: screen.section for screen in screens if screen.section is not None}
    return Case(study or default_study(), snapshot=bundled_network(), feed=feed, makers=makers)


def dashboard(study: Study | None = None) -> Any:
    """Return the page of a study, the default one if none is given: ``.servable()`` it."""
    # In a notebook the scripts come from this machine: a site office may have no internet.
    hv.extension.inline = True  # also for the import of hvplot in a later cell
    pn.extension("filedropper", inline=True)
    _, problem = operator_settings()
    case = new_case(study, feed=shared_feed())
    made = Dashboard(case, presets=site_presets(), notes=[problem] if problem else [])
    return made.page
