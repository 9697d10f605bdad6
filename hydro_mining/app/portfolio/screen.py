"""The Portfolio screen: many sites at once, which of them pay, and the best."""

from functools import partial

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining import __version__
from hydro_mining.app.background import Background, Run
from hydro_mining.app.components.blocks import pressed_later
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.portfolio.list_run import End, ListRun, Standing
from hydro_mining.app.portfolio.opening import SiteOpening
from hydro_mining.app.portfolio.site_list import ReadList, SiteListEntry
from hydro_mining.app.portfolio.standing import StandingPart
from hydro_mining.app.screen import Screen
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import listed
from hydro_mining.models import Case
from hydro_mining.quantities import QUANTITIES
from hydro_mining.views.markup import headed, hint, notice, progress
from hydro_mining.views.portfolio_words import (
    portfolio_answer,
    sites_in_words,
    time_left_in_words,
)
from hydro_mining.wording import time_in_words

_INVITATION = (
    "Which of your plants pay, and which first? Upload a list with a row a site, or look at the "
    "made-up example. Each site is computed as the study on this page, with its own figures in it."
)
_READY = "Press Compute to see which of them pay."
_STALE = "The study on this page has changed since: compute the list again to follow it."
_BROKEN = "A process of the server ended too early. Go on computes the sites that are left."
_STOPPING = "Stopping: what is begun is finished …"
_EARLIER = " What stands below is of the list before."
_FUTURES = "With futures each site gets its odds of a loss, which takes longer."
_PATHS = {"None": 0, "200": 200, "1,000": 1_000}
_lead = partial(headed, "Many sites at once", figure="portfolio-answer")


class PortfolioScreen(Screen):
    """Computes a list in processes; shows its standing and what it holds for."""

    key = "portfolio"
    title = "Portfolio"
    beside = "Each site of a list is computed with these figures, its own in their place."

    paths = param.Selector(
        objects=_PATHS, default=0, label="Futures drawn of each site", doc=_FUTURES
    )

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._list: ReadList | None = None
        self._run: ListRun | None = None
        self._shown: tuple[ListRun, Standing] | None = None
        self._lead, self._status = markup(_lead(_INVITATION)), markup()
        self.entry = SiteListEntry(self._take_list)
        self.standing = StandingPart(self._ask_to_open)
        self.opening = SiteOpening(case)
        self._charts = self.standing.charts
        self._compute = pressed_later("Compute", self._begin, variant="contained")
        self._stop = pressed_later("Stop", self._end, visible=False)
        self._go_on = pressed_later("Go on", self._continue, visible=False)
        self._futures = pmui.Select.from_param(self.param.paths, size="small", width=220)
        self._asked = Background(case, ListRun.answered, show=self._show, tell=self._tell)
        self._actions = pn.FlexBox(
            self._compute, self._futures, align_items="center", visible=False
        )
        self.layout = column(
            self._lead,
            self.entry,
            self._actions,
            self._status,
            pn.FlexBox(self._stop, self._go_on),
            self.opening,
            self.standing,
            self.entry.details,
        )

    def draw(self) -> None:
        """Bring what is shown up to date with the currency, and say what it holds for."""
        if self._shown is None:
            return
        run, standing = self._shown
        currency = self.case.currency
        self._lead.object = _lead(portfolio_answer(standing.portfolio, currency))
        self.standing.show(run, standing, currency)
        if not self._stop.visible:
            is_stale = run.begun_with != self.case.result.study
            self._status.object = _outcome(run, standing) + notice(
                [_STALE] if is_stale else [], tone="warn"
            )

    def _take_list(self, found: ReadList | None) -> None:
        self._list = found
        self._actions.visible = found is not None
        if found is not None:
            self._compute.label = f"Compute {sites_in_words(len(found.sites))}"
            if self._shown is None:
                self._status.object = hint(_READY)

    def _begin(self) -> None:
        """Lay the list over the study as it is now, and compute it."""
        found, study = self._list, self.case.study
        if found is None or self.case.result is None:
            return
        self._run = ListRun(
            found.sites,
            called=found.called,
            digest=found.digest,
            base=self.case.result.study,
            entries=tuple(study.catalogue.entries),
            per_usd=dict(study.catalogue.per_usd),
            snapshot=self.case.network.used,
            paths=self.paths or None,
        )
        self._begin_telling()
        self._asked.ask(self._run)

    def _continue(self) -> None:
        self._begin_telling()
        self._asked.again()

    def _begin_telling(self) -> None:
        self.opening.forget()
        self._go_on.visible = False
        self._stop.visible = True
        self._compute.disabled = True
        self._tell_pace()

    def _end(self) -> None:
        self._asked.stop()
        self._status.object = hint(_STOPPING, is_status=True)

    def _show(self, run: ListRun, found: Standing | InputError) -> None:
        self._finish()
        if isinstance(found, InputError):
            self._status.object = notice([f"Not computed: {found.sentence}"], tone="bad")
            return
        self._shown = run, found
        self._go_on.visible = found.end is not End.WHOLE
        self.draw_soon()

    def _tell(self, _: ListRun, run: Run | None) -> None:
        """Say how far a run is while it is on."""
        if run is None:
            self._finish()
        elif not run.is_stopped:
            self._tell_pace()

    def _finish(self) -> None:
        self._stop.visible = self._compute.disabled = False

    def _tell_pace(self) -> None:
        assert self._run is not None
        pace, all_sites = self._run.pace, len(self._run.sites)
        done = all_sites - pace.total + pace.done
        left = time_left_in_words(pace.seconds_left)
        said = f"{done:,} of {sites_in_words(all_sites)} computed"
        said = f"{said}, {left}." if left else f"{said} …"
        is_other = self._shown is not None and self._shown[0] is not self._run
        said += _EARLIER if is_other else ""
        self._status.object = progress(said, done / all_sites)

    def _ask_to_open(self, line: int, name: str) -> None:
        if self._shown is not None:
            self.opening.ask(self._shown[0], line, name)


def _outcome(run: ListRun, standing: Standing) -> str:
    """Say how a run ended, what is left out, and what the figures hold for."""
    said = [_without_plan(run.idle)] if run.idle else []
    if standing.end is not End.WHOLE:
        done = f"{standing.count:,} of {sites_in_words(len(run.sites))} are computed."
        said.append(f"Stopped: {done}" if standing.end is End.STOPPED else f"{_BROKEN} {done}")
    if standing.problems:
        count = len(standing.problems)
        left = (
            "1 site breaks a rule and was"
            if count == 1
            else f"{count:,} sites break a rule and were"
        )
        said.append(f"{left} left out: see below which, and why.")
    return notice(said, tone="warn") + hint(_holds_for(run))


def _without_plan(idle: tuple[str, ...]) -> str:
    fields = listed(QUANTITIES[path.rsplit(".", 1)[-1]].label for path in idle)
    return (
        "Computed without this study's own water and grid: at every site they would take the place "
        f"of the list's own figures ({fields})."
    )


def _holds_for(run: ListRun) -> str:
    network = run.base.network
    futures = "" if run.paths is None else f" {run.paths:,} futures of each, seed 1."
    return (
        f"These hold for {run.called} (SHA-256 {run.digest[:12]}…), laid over the study of "
        f"{time_in_words(run.begun_at)}: {run.base.scenarios[0].name}, "
        f"{run.base.finance.years} years, network figures of {time_in_words(network.as_of)}, "
        f"version {__version__}.{futures}"
    )
