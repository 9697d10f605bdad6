"""One part of what a visitor has: entries in, the last settings that fit together out.

A section is made of groups, each a Parameterized whose fields a reader changes. Its settings are
the frozen form of them all; while entries are illegal or do not fit together, the settings are
the last that did, and the problems say what is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import param

from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked


class Group(param.Parameterized):
    """Fields that a reader changes, with a frozen counterpart of the same names, its ``form``."""

    form: ClassVar[Callable[..., Any]]

    def fields(self) -> dict[str, Any]:
        """Return the values by field, without the Parameterized's own name."""
        return {name: value for name, value in self.param.values().items() if name != "name"}

    def take(self, frozen: Any) -> None:
        """Take the values of the frozen counterpart."""
        self.param.update(**{name: getattr(frozen, name) for name in self.fields()})

    def frozen(self) -> Any:
        """Return the values as a frozen input."""
        return self.form(**self.fields())

    def frozen_at(self, path: str) -> Any:
        """Return the frozen input; an InputError names its field below ``path``."""
        try:
            return self.frozen()
        except InputError as error:
            raise error.under(path) from error


class OptionalGroup(Group):
    """A group that a study need not have: None are the defaults, and stay so until one differs."""

    _is_given = False

    def take(self, frozen: Any) -> None:
        """Take the values of the frozen counterpart, the defaults for None."""
        self._is_given = frozen is not None
        super().take(frozen or self.form())

    def made(self) -> Any:
        """Return the values as they are now."""
        return super().frozen()

    def frozen(self) -> Any:
        """Return the values as a frozen input, None where neither study nor reader gave any."""
        made = self.made()
        return made if self._is_given or made != self.form() else None


class Section(param.Parameterized):
    """The one that changes its groups, checks them and settles what they come to.

    A subclass says what its ``groups`` are, how they are frozen, and how they take settings.
    """

    settings = param.Parameter(doc="The last settings that fit together, frozen.")
    problems = param.Dict(default={}, doc="What is wrong, an InputError by the field's path.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._depth = 0
        self._is_due = False
        self.is_touched = False
        # Illegal entries by their group and field, and what does not fit together by its path.
        self._illegal: dict[tuple[param.Parameterized, str], InputError] = {}
        self._misfits: dict[str, InputError] = {}
        self._watched: list[tuple[param.Parameterized, Any]] = []
        self._regroup()
        self._first, self.is_touched = self.settings, False

    def groups(self) -> Mapping[str, param.Parameterized]:
        """Return the groups by their path: ``site``, ``scenarios[1]``."""
        raise NotImplementedError

    def frozen(self) -> Any:
        """Return the present state as frozen settings.

        Raises
        ------
        InputError
            If parts that are each legal do not fit together.
        """
        raise NotImplementedError

    def take(self, settings: Any) -> None:
        """Take other settings whole; earlier entries that were illegal are forgotten."""
        with self.together():
            self._illegal.clear()
            self._take(settings)
        self._tell_problems()
        self.is_touched = True

    def reset(self, first: Any = None) -> None:
        """Return to the settings that the section began with, or begin with others."""
        self._first = self._first if first is None else first
        self.take(self._first)
        self.is_touched = False

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take what a reader entered for a field; tell whether it was legal.

        An illegal value changes nothing but ``problems``. What still arrives for a group that
        is gone is nobody's.
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

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Take what changes inside for no entry of a reader's."""
        is_touched = self.is_touched
        with self.together():
            yield
        self.is_touched = is_touched

    def forget(self, group: param.Parameterized, name: str) -> None:
        """Forget an illegal entry for a field, which keeps its value."""
        self._illegal.pop((group, name), None)
        self._tell_problems()

    def problem(self, group: param.Parameterized, name: str) -> InputError | None:
        """Return what is wrong with a field, None also for a group that is gone."""
        return self.problems.get(self.path(group, name)) if self._holds(group) else None

    def path(self, group: param.Parameterized, name: str) -> str:
        """Return the field's name as in ``problems``: ``scenarios[1].btc_price_shock``."""
        owner = next(path for path, held in self.groups().items() if held is group)
        return f"{owner}.{name}"

    @property
    def is_current(self) -> bool:
        """Whether the settings are those of the present state, and not the last that fitted."""
        return not self._misfits

    @contextmanager
    def together(self) -> Iterator[None]:
        """Settle once, at the end, whatever changes inside."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._is_due and not self._depth:
                self._accept()

    def _take(self, settings: Any) -> None:
        raise NotImplementedError

    def _settled(self, settings: Any) -> dict[str, Any]:
        """Return the Parameters that ``settings`` set; an InputError refuses them."""
        return {"settings": settings}

    def _fields_of(self, group: param.Parameterized) -> list[str]:
        """Return what a reader changes in a group, which the section itself may be."""
        if group is not self:
            return [name for name in group.param if name != "name"]
        own = (name for name in self.param if name not in Section.param)
        return [name for name in own if not _holds_groups(self.param[name])]

    def _regroup(self) -> None:
        """Watch the groups that there are now, and forget those that are gone."""
        for group, watcher in self._watched:
            group.param.unwatch(watcher)
        self._watched = [
            (group, group.param.watch(self._on_change, self._fields_of(group)))
            for group in self.groups().values()
        ]
        self._illegal = {
            (group, name): error
            for (group, name), error in self._illegal.items()
            if self._holds(group)
        }
        self._on_change()

    def _holds(self, group: param.Parameterized) -> bool:
        return any(group is held for held in self.groups().values())

    @staticmethod
    def _set(group: param.Parameterized, name: str, value: Any) -> InputError | None:
        is_left_out = value is None and group.param[name].allow_None
        try:
            is_checked = _is_input(name) and not is_left_out
            setattr(group, name, checked(name, value) if is_checked else value)
        except InputError as error:
            return error
        except ValueError as error:
            return InputError(name, str(error), value)
        return None

    def _on_change(self, *events: param.parameterized.Event) -> None:
        for event in events:
            self._illegal.pop((event.obj, event.name), None)
        self._is_due = True
        if not self._depth:
            self._accept()

    def _accept(self) -> None:
        self._is_due = False
        self._misfits = {}
        try:
            settled = self._settled(self.frozen())
        except InputError as error:
            self._refuse(error)
        else:
            self._settle(settled)

    def _refuse(self, error: InputError) -> None:
        self._misfits[error.argument] = error
        self._tell_problems()

    def _settle(self, settled: dict[str, Any]) -> None:
        self._tell_problems()
        self.is_touched = True
        self.param.update(**settled)

    def _tell_problems(self) -> None:
        illegal = {self.path(*field): error for field, error in self._illegal.items()}
        problems = illegal | self._misfits
        if problems != self.problems:
            self.problems = problems


def _is_input(name: str) -> bool:
    """Return whether a field is a quantity with a legal range, which results have none of."""
    return name in QUANTITIES and QUANTITIES[name].range is not None


def _holds_groups(parameter: param.Parameter) -> bool:
    """Return whether a Parameter's value is a group, or a list of groups."""
    kind = getattr(parameter, "item_type", None) or getattr(parameter, "class_", None)
    return isinstance(kind, type) and issubclass(kind, param.Parameterized)
