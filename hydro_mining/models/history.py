"""Undo, redo and starting over, of the whole case: one step a settled change."""

import dataclasses
import time

import param

from hydro_mining.exceptions import InputError
from hydro_mining.models.case import Case
from hydro_mining.models.case_state import CaseState, changed_fields

# A state shares with its neighbours what did not change, so that a step is some kilobytes.
MOST_STEPS = 100
# [s]. The very same fields changed again so soon are one change: a drag of a slider.
_SAME_CHANGE_WITHIN_S = 1.0


class History(param.Parameterized):
    """The states that a case went through; what only a feed has moved is no step.

    What is refused is taken back first. What is still computed is a step like any other.
    """

    case = param.ClassSelector(class_=Case, constant=True)
    can_undo = param.Boolean(default=False, doc="Whether there is a step to take back.")
    can_redo = param.Boolean(default=False, doc="Whether a step was taken back last.")
    is_first = param.Boolean(default=True, doc="Whether nothing is entered that was not at first.")

    def __init__(self, case: Case) -> None:
        super().__init__(case=case)
        self._first = self._present = case.state()
        self._past: list[CaseState] = []
        self._future: list[CaseState] = []
        self._last: tuple[frozenset[str], float] = (frozenset(), 0.0)
        # What was entered since, of a study that is computed beside the page: neighbours differ in
        # other fields.
        self._entered: list[CaseState] = []
        self._is_moving = False

    def undo(self) -> None:
        """Take back what was entered last."""
        self._step_over_entered()
        if self.case.study.problems and not self._is_present_refused():
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
        self._step_over_entered()
        self._push(self._present)
        self._move(self._first)

    @param.depends("case.changes", "case.opened", watch=True)
    def follow_case(self) -> None:
        """Remember what has settled, as a step if a visitor entered it."""
        if self._is_moving:
            return
        state = self.case.state()
        if self.case.study.is_current:
            self._step_over_entered()
        else:  # another part settled
            state = _with_study_of(self._present, state)
        self._step_to(state)
        self._tell()

    @param.depends("case.study.asked", watch=True)
    def follow_entry(self) -> None:
        """Keep what is still computed, to be a step of its own, when another field is entered."""
        if self._is_moving:
            return
        state = self.case.state_with(self.case.study.asked)
        earlier, before = [self._present, self._present, *self._entered][-2:]
        changed = changed_fields(before.own_study, state.own_study)
        if not changed:  # a feed moved it
            return
        if changed == changed_fields(earlier.own_study, before.own_study):
            self._entered.pop()
        self._entered.append(state)
        self._tell()

    def _step_over_entered(self) -> None:
        for one in self._entered:
            # What another part settled on meanwhile stays.
            self._step_to(_with_study_of(one, self._present))
        self._entered = []

    def _step_to(self, state: CaseState) -> None:
        before, self._present = self._present, state
        changed = changed_fields(before.own, state.own)
        if not changed:
            return
        (last, at), now = self._last, time.monotonic()
        self._last = (changed, now)
        if changed != last or now - at > _SAME_CHANGE_WITHIN_S:
            self._push(before)
        elif self._past and not changed_fields(self._past[-1].own, state.own):
            self._past.pop()  # there and back
            self._last = (frozenset(), 0.0)
        self._future.clear()

    @param.depends("case.study.problems", "case.study.is_computing", watch=True)
    def _tell(self) -> None:
        self.param.update(
            can_undo=bool(self._past) or self._is_open(),
            can_redo=bool(self._future) and not self._is_open(),
            is_first=not changed_fields(self._first.own, self._present.own),
        )

    def _is_open(self) -> bool:
        """Tell whether an entry stands on the page that has not settled."""
        return bool(self.case.study.problems or self._entered)

    def _is_present_refused(self) -> bool:
        """Tell whether what was moved to, or entered beside the page, cannot be computed with."""
        study = self.case.study
        if study.is_current or study.is_computing:
            return False
        try:
            refused = self.case.state_with(study.inputs())
        except InputError:
            return False
        return not changed_fields(self._present.own_study, refused.own_study)

    def _push(self, state: CaseState) -> None:
        self._past.append(state)
        del self._past[:-MOST_STEPS]

    def _move(self, state: CaseState) -> None:
        with self.case.one_message():
            self._is_moving = True
            try:
                self.case.restore(state)
            finally:
                self._is_moving = False
            # A large study is still computed: what it comes to is no step when it arrives.
            self._present, self._entered = state, []
            self._last = (frozenset(), 0.0)
            self._tell()


def _with_study_of(one: CaseState, other: CaseState) -> CaseState:
    """Return what ``other`` stands at, with the study of ``one``."""
    return dataclasses.replace(other, study=one.study, entries=one.entries, snapshot=one.snapshot)
