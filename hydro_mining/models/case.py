"""What one visitor has: the one owner that screens are given."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import param

from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk import RiskFigures
from hydro_mining.exceptions import InputError
from hydro_mining.models.background import Newest, Runner, at_once
from hydro_mining.models.case_state import CaseState
from hydro_mining.models.network import NetworkInUse
from hydro_mining.models.section import Section
from hydro_mining.models.study import Study
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import POUNDS, Currency


class Case(param.Parameterized):
    """A study, the sections of the screens beside it, the network in use and the currency.

    ``makers`` has what makes each section by its key; a section is made when it is first asked
    for.
    """

    study = param.ClassSelector(class_=Study, constant=True)
    network = param.ClassSelector(class_=NetworkInUse, constant=True)
    currency_code = param.String(default=POUNDS.code, doc="What money is shown in, if it can be.")
    currency_in_use = param.ClassSelector(
        class_=Currency, default=POUNDS, doc="What entries of money follow: code and rate."
    )
    example = param.String(default="", doc="Name of the example site that was picked last.")
    opened = param.Parameter(doc="The run record or link that it was opened from, None without.")
    forward_curve = param.Parameter(doc="Hashprice by month that a visitor loaded; None without.")
    odds = param.Parameter(doc="The futures drawn last: result and RiskFigures; None without.")
    is_closed = param.Boolean(default=False, doc="Whether the visitor has left.")
    changes = param.Integer(default=0, doc="Counts the changes that have settled, of any part.")

    def __init__(
        self,
        study: Study,
        *,
        snapshot: Snapshot,
        feed: Any = None,
        makers: Mapping[str, Callable[["Case"], Section]],
    ) -> None:
        super().__init__(study=study, network=NetworkInUse(study, snapshot, feed=feed))
        self._makers = makers
        # What is being read to be opened: what was asked for last is opened.
        self.opening = Newest()
        self._sections: dict[str, Section] = {}
        # What parts of the page do on the server's next turn.
        self.due: list[Callable[[], None]] = []
        # What does work that may take many seconds: short work does not stand behind it.
        self.run_long: Runner = at_once
        # Within it a browser hears of all that changes in one message: an entry that it saw change
        # twice, as where the currency changes too, may come back with what stood in it between.
        self.one_message: Callable[[], AbstractContextManager[Any]] = nullcontext
        self._depth = 0
        self._state: CaseState | None = None
        self._tell_currency()
        study.param.watch(self._count_change, "settings")
        self.param.watch(self._count_change, "currency_code")
        # Before any part of the page, which is made later, hears of the same.
        self.param.watch(self._tell_currency, "currency_code")
        study.param.watch(self._tell_currency, "result")
        self.network.param.watch(self._tell_currency, "snapshot")

    @property
    def run(self) -> Runner:
        """What does work that the page does not wait for."""
        return self.study.run

    def run_in(self, runner: Runner, *, long: Runner | None = None) -> None:
        """Let ``runner`` do such work from now on, and ``long`` what may take many seconds."""
        self.study.run, self.run_long = runner, long or runner

    @property
    def result(self) -> Evaluation:
        """The study's last good result."""
        return self.study.result

    @property
    def odds_in_use(self) -> RiskFigures | None:
        """The futures that were drawn of the last good result, None where they are of another."""
        drawn_of, told = self.odds or (None, None)
        return told if drawn_of is self.result else None

    @property
    def currencies(self) -> dict[str, Currency]:
        """The currencies that have a rate, by code, pounds first."""
        return self.network.snapshot.currencies(self.network.network.usd_to_gbp)

    @property
    def currency(self) -> Currency:
        """What money is shown in; pounds where the chosen currency has lost its rate."""
        return self.currencies.get(self.currency_code, POUNDS)

    def day_of_rate(self, code: str) -> dt.date | None:
        """Return the day of a currency's rate to the pound that the result rests on."""
        return self.network.snapshot_in_use().day_of_rate(code)

    def section(self, key: str) -> Any:
        """Return the section of ``key``, made now if nobody asked for it before."""
        if key not in self._sections:
            self._sections[key] = self._makers[key](self)
            self._sections[key].param.watch(self._count_change, "settings")
        return self._sections[key]

    def settings(self) -> dict[str, Any]:
        """Return the frozen settings of each section that a reader has touched, by key."""
        made = {key: self._sections.get(key) for key in self._makers}
        return {key: made[key].settings for key in made if made[key] and made[key].is_touched}

    def take(
        self,
        study: StudyInputs,
        *,
        entries: Iterable[CatalogueEntry],
        snapshot: Snapshot,
        currency_code: str,
        settings: Mapping[str, Any],
        result: Evaluation | None = None,
    ) -> None:
        """Take another case whole and rest on its network figures.

        A section without settings begins anew, as it would with this study. ``result`` is that
        of the study, if it has been computed.

        Raises
        ------
        InputError
            If the study cannot be computed with, or a section is unknown; nothing changes then.
        """
        for key in settings:
            if key not in self._makers:
                raise InputError(key, f"one of {', '.join(self._makers)}", key)
        per_usd = {code: rate.value for code, rate in snapshot.per_usd.items()}
        with self.together():
            self.study.replace(study, entries=entries, per_usd=per_usd, result=result)
            self.network.hold(snapshot)
            self.currency_code = currency_code
            self._take_settings(settings)

    def state(self) -> CaseState:
        """Return what the case stands at: the last that settled."""
        state = CaseState(
            study=self.study.settings,
            entries=self.study.catalogue.entries,
            currency_code=self.currency_code,
            settings=self.settings(),
            snapshot=self.network.used,
            is_held=self.network.is_held,
            opened=self.opened,
        )
        # What was found of the state before holds for the same parts.
        if self._state is None or not _has_same_parts(state, self._state):
            self._state = state
        return self._state

    def state_with(self, study: StudyInputs) -> CaseState:
        """Return what it stands at once ``study`` is computed."""
        return replace(self.state(), study=study, snapshot=self.network.snapshot)

    def restore(self, state: CaseState) -> None:
        """Return to a state; network figures that were followed are the newest ones then."""
        with self.together():
            self.network.restore(
                state.snapshot, is_held=state.is_held, change=lambda: self._take_study(state)
            )
            self.currency_code = state.currency_code
            self._take_settings(state.settings)
            self.opened = state.opened

    def _take_study(self, state: CaseState) -> None:
        self.study.catalogue.entries = state.entries
        if state.study is not None:
            self.study.take(state.study)

    def _take_settings(self, settings: Mapping[str, Any]) -> None:
        for key in self._makers:
            if key in settings:
                self.section(key).take(settings[key])
            elif key in self._sections:
                self._sections[key].reset(self._makers[key](self).settings)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Count what changes inside as one change, of which a browser hears in one message."""
        self._depth += 1
        with self.one_message():
            try:
                yield
            finally:
                self._depth -= 1
                self._count_change()

    def _tell_currency(self, *_: param.parameterized.Event) -> None:
        if self.currency != self.currency_in_use:
            self.currency_in_use = self.currency

    def _count_change(self, *_: param.parameterized.Event) -> None:
        if not self._depth:
            self.changes += 1


def _has_same_parts(one: CaseState, other: CaseState) -> bool:
    parts = ("study", "entries", "currency_code", "snapshot", "is_held", "opened")
    settings, others = one.settings, other.settings
    return (
        all(getattr(one, part) is getattr(other, part) for part in parts)
        and settings.keys() == others.keys()
        and all(settings[key] is others[key] for key in settings)
    )
