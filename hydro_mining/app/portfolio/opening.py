"""A site of a list as the study of the page: asked for by a click, done when a reader agrees."""

import dataclasses

import panel as pn

from hydro_mining.app.components.blocks import pressed_later
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.portfolio.list_run import ListRun
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case
from hydro_mining.models.network import values_in_use
from hydro_mining.reports.run_record.study_file import study_catalogue
from hydro_mining.views.markup import notice
from hydro_mining.wording import time_in_words


class SiteOpening(WithLayout):
    """Asks whether a site is to replace the study, and does it."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._asked: tuple[ListRun, int, str] | None = None
        self._said = markup(margin=(2, 10))
        self._open = pressed_later("Open it", self._take, variant="contained")
        self._keep = pressed_later("Keep the study as it is", self.forget)
        self._buttons = pn.FlexBox(self._open, self._keep, visible=False)
        self.layout = column(self._said, self._buttons, visible=False)

    def ask(self, run: ListRun, line: int, name: str) -> None:
        """Ask whether the site in a line of a run's list is to be the study."""
        self._asked = (run, line, name)
        said = [
            f"Open {name} as the study? Its figures replace your entries on all screens, with "
            "the money and the network figures that the list was computed with."
        ]
        if run.idle:
            said.append("It has no water and no grid, as the list: yours go, until you undo it.")
        self._said.object = notice(said, tone="warn")
        self._open.label = f"Open {name}"
        self._buttons.visible = self.layout.visible = True

    def forget(self) -> None:
        """Ask no more."""
        self._asked = None
        self._buttons.visible = self.layout.visible = False

    def _take(self) -> None:
        if self._asked is None:
            return
        run, line, name = self._asked
        self._asked = None
        self._buttons.visible = False
        try:
            open_site(self._case, run, line)
        except InputError as error:
            self._said.object = notice(
                [f"Not opened, all is as before: {error.sentence}"], tone="bad"
            )
        else:
            said = [f"{name} is the study now: Overview and the other screens show it."]
            if run.snapshot is not self._case.network.snapshot:
                said.append(_earlier_figures(self._case))
            self._said.object = notice(said, tone="info")


def open_site(case: Case, run: ListRun, line: int) -> None:
    """Let the site in a line of a run's list be the case's study.

    Where newer network figures have come since, the case rests on those of the run.

    Raises
    ------
    InputError
        If it cannot be computed with; nothing changes then.
    """
    study = run.study_at(line)
    # Where the list changes the pound's rate, the catalogue would price the machines anew.
    is_priced_alike = study.network.usd_to_gbp == run.base.network.usd_to_gbp
    entries = run.entries if is_priced_alike else study_catalogue(study)
    if run.snapshot is case.network.snapshot:
        with case.together():
            case.study.replace(study, entries=entries, per_usd=run.per_usd)
        return
    values = values_in_use(study.network, run.snapshot)
    snapshot = dataclasses.replace(run.snapshot, as_of=study.network.as_of, values=values)
    case.take(
        study,
        entries=entries,
        snapshot=snapshot.recorded(),
        currency_code=case.currency_code,
        settings=case.settings(),
    )


def _earlier_figures(case: Case) -> str:
    at = time_in_words(case.network.snapshot.as_of)
    renewed = "" if case.network.feed is None else " Refresh data takes the newest."
    return f"It rests on the network figures of {at}, as the list did.{renewed}"
