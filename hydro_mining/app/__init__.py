"""The dashboard: wiring of models and views into a page."""

from typing import Any

import holoviews as hv
import panel as pn

from hydro_mining.app.network import operator_settings, shared_feed
from hydro_mining.app.page import Dashboard
from hydro_mining.app.quick import quicken
from hydro_mining.app.screens import SCREENS
from hydro_mining.app.serving import guard, settle_memory
from hydro_mining.app.waiting_messages import send_waiting_messages
from hydro_mining.imports.bundled import (
    bundled_catalogue,
    bundled_network,
    default_study_inputs,
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
    TitleBlockSection,
)

__all__ = ["Dashboard", "dashboard", "default_study", "guard_server", "new_case"]


def default_study() -> Study:
    """Return a study of the first example site on the bundled, dated data.

    Unlike the command's, it switches machines off on days that do not pay their power, as an owner
    would.
    """
    inputs = default_study_inputs()
    network, site, finance = NetworkInputs(), SiteInputs(), FinanceInputs()
    network.take(inputs.network)
    site.take(inputs.site)
    finance.take(inputs.finance)
    finance.switch_off_when_unprofitable = True
    settings, _ = operator_settings()
    if settings.default_discount_rate is not None:
        finance.discount_rate_per_year = settings.default_discount_rate
    return Study(
        network=network,
        site=site,
        finance=finance,
        catalogue=MinerCatalogue(bundled_catalogue(), per_usd=bundled_network().units_per_usd),
        scenarios=[ScenarioInputs.of(scenario) for scenario in inputs.scenarios],
    )


def new_case(study: Study | None = None, *, feed: Any = None, screens: Any = SCREENS) -> Case:
    """Return the case of a study, the default one if none is given, with the screens' sections."""
    makers = {screen.key: screen.section for screen in screens if screen.section is not None}
    makers["title_block"] = lambda _: TitleBlockSection()
    return Case(study or default_study(), snapshot=bundled_network(), feed=feed, makers=makers)


def guard_server() -> None:
    """Let this process's servers answer under the served names only, from now on.

    The first page does so; a setup script of ``panel serve`` does it before.
    """
    settings, _ = operator_settings()
    guard(most_starting=settings.most_starting_pages)


def dashboard(study: Study | None = None) -> Any:
    """Return the page of a study, the default one if none is given: ``.servable()`` it."""
    guard_server()
    _, problem = operator_settings()
    # In a notebook the scripts come from this machine: a site office may have no internet.
    hv.extension.inline = True  # also for the import of hvplot in a later cell
    document = pn.state.curdoc
    is_served = document is not None and document.session_context is not None
    # What a notebook's completion knows of each component takes a search of all of them.
    pn.extension("filedropper", inline=True, apply_signatures=not is_served)
    send_waiting_messages()
    quicken()
    if is_served:
        settle_memory()
    case = new_case(study, feed=shared_feed())
    made = Dashboard(case, presets=site_presets(), notes=[problem] if problem else [])
    return made.page
