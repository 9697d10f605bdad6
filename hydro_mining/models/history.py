"""Undo, redo and starting over, of the whole case: one step a settled change."""

import dataclasses
import time

import param

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.models.case import Case
from hydro_mining.models.case_state import CaseState, changed_fields

__all__ = ["MOST_STEPS", "History"]

# A state shares with its neighbours what did not change, so that a step is some kilobytes.
MOST_STEPS = 100
# [s]. The very same fields changed again so soon are one change: a drag of a slider.
_SAME_CHANGE_WITHIN_S = 1.0


class History(param.Parameterized):
    """The states that a case went through; what only a feed has moved is no step.

    While an entry is refused or still computed, undoing takes that entry back.
    """

    case = param.ClassSelector(class_=Case, constant=True)
    can_undo = param.Boolean(default=False, doc="Whether there is a step to take back.")
    can_redo = param.Boolean(default=False, doc="Whether a step was taken back last.")
    is_first = param.Boolean(default=True, doc="Whether nothing is entered that was not at first.")

    def __init__(self, case: Case) -> None:
        super().__init__(case=case)
        self._first = self._present = case.state()
        self._first_own = self._own = self._present.own
        self._past: list[CaseState] = []
        self._future: list[CaseState] = []
        self._last: tuple[frozenset[str], float] = (frozenset(), 0.0)
        # Of a study that is computed beside the page: what was entered last and by which fields,
        # and what stood before that in other fields, whose results nobody waits for.
        self._open: tuple[CaseState, frozenset[str]] | None = None
        self._overtaken: list[CaseState] = []
        self._is_moving = False

    def undo(self) -> None:
        """Take back what was entered last."""
        if self._is_open():
            if not self.case.study.problems:
                self._step_over_overtaken()
            self._move(self._present)
        elif self._past:
            self._future.append(self._present)
            self._move(self._past.pop())

    def redo(self) -> None:
        """Enter again what was taken back last."""
        if self._future and not self._is_open():
            self._past.append(self._present)
            self._move(self._future.pop())

    def start_over(self) -> None:
        """Return to what the case began with, which is a step too."""
        self._push(self._present)
        self._move(self._first)

    @param.depends("case.settled", "case.opened", watch=True)
    def follow_case(self) -> None:
        """Remember what has settled, as a step if a visitor entered it."""
        if self._is_moving:
            return
        if not self.case.study.is_computing:
            self._step_over_overtaken()
        self._step_to(self.case.state())
        self._tell()

    @param.depends("case.study.asked", watch=True)
    def follow_entry(self) -> None:
        """Keep what is still computed, to be a step of its own, when another field is entered."""
        if self._is_moving:
            return
        state = self._computed_for(self.case.study.asked)
        before, fields = self._open or (self._present, frozenset())
        changed = changed_fields(before.own_study, state.own_study)
        if not changed:  # a feed moved it
            return
        if fields and changed != fields:
            self._overtaken.append(before)
        self._open = (state, changed)

    def _step_over_overtaken(self) -> None:
        for one in self._overtaken:
            # What another part settled on meanwhile stays.
            self._step_to(
                dataclasses.replace(
                    self._present, study=one.study, entries=one.entries, snapshot=one.snapshot
                )
            )
        self._overtaken, self._open = [], None

    def _step_to(self, state: CaseState) -> None:
        before, own_before = self._present, self._own
        self._present, self._own = state, state.own
        changed = changed_fields(own_before, self._own)
        if not changed:
            return
        (last, at), now = self._last, time.monotonic()
        self._last = (changed, now)
        if changed != last or now - at > _SAME_CHANGE_WITHIN_S:
            self._push(before)
        self._future.clear()

    @param.depends("case.study.problems", "case.study.is_computing", watch=True)
    def _tell(self) -> None:
        self.param.update(
            can_undo=bool(self._past) or self._is_open(),
            can_redo=bool(self._future),
            is_first=not changed_fields(self._first_own, self._own),
        )

    def _is_open(self) -> bool:
        """Tell whether an entry stands on the page that has not settled."""
        study = self.case.study
        if study.problems or not study.is_computing:
            return bool(study.problems)
        # What an undo, a redo or the feed began is computed too, but nobody entered it.
        computed = self._computed_for(study.inputs())
        return bool(changed_fields(self._present.own_study, computed.own_study))

    def _computed_for(self, study: StudyInputs) -> CaseState:
        """Return what the case stands at once the study is computed."""
        return dataclasses.replace(
            self.case.state(), study=study, snapshot=self.case.network.snapshot
        )

    def _push(self, state: CaseState) -> None:
        self._past.append(state)
        del self._past[:-MOST_STEPS]

    def _move(self, state: CaseState) -> None:
        self._is_moving = True
        try:
            self.case.restore(state)
        finally:
            self._is_moving = False
        # A large study is still computed: what it comes to is no step when it arrives.
        self._present, self._own = state, state.own
        self._last = (frozenset(), 0.0)
        self._overtaken, self._open = [], None
        self._tell()
