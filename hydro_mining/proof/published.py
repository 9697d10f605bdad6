"""The published figures that are carried in ``data/``, and what this product gives for each."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from hydro_mining.economics.tables import Frame, rows_frame
from hydro_mining.package_files import package_text
from hydro_mining.proof.computations import COMPUTATIONS

PUBLISHED_HEADINGS = ("Case", "Figure", "Unit", "Published", "Computed", "Verdict", "Why", "Source")


class Verdict(StrEnum):
    """What became of a published figure."""

    REPRODUCED = "reproduced"
    SOURCE_IN_ERROR = "source in error"
    DIFFERS = "differs"
    NOT_COMPUTED = "not computed"


_ORDER = (Verdict.DIFFERS, Verdict.REPRODUCED, Verdict.SOURCE_IN_ERROR, Verdict.NOT_COMPUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """A figure that somebody published, and how this product would get it.

    Attributes
    ----------
    id : str
        The case; one case may have several figures.
    what, unit : str
        What the figure is; an empty unit is money of the source's own, or none.
    published : float or None
        None where the source says that there is none.
    within, within_fraction : float
        What the published digits allow, absolute and of the figure.
    right : float or None
        What is right where the source is in error.
    why : str
        Why the source is wrong, or why the figure is not computed here.
    by : str or None
        A key of ``COMPUTATIONS``; None where the figure is not one of this product's.
    """

    id: str
    what: str
    unit: str = ""
    published: float | None = None
    within: float = 0.0
    within_fraction: float = 0.0
    right: float | None = None
    why: str = ""
    by: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    date: str = ""

    @property
    def stated_verdict(self) -> Verdict:
        """Return the verdict that stands in the list."""
        if self.by is None:
            return Verdict.NOT_COMPUTED
        return Verdict.REPRODUCED if self.right is None else Verdict.SOURCE_IN_ERROR

    def allows(self, computed: float | None, stated: float | None) -> bool:
        """Whether a computed figure is a stated one within the published digits."""
        if computed is None or stated is None:
            return computed is stated
        return math.isclose(computed, stated, rel_tol=self.within_fraction, abs_tol=self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A published figure beside the computed one; None is a figure that does not exist."""

    figure: PublishedFigure
    computed: float | None
    verdict: Verdict

    @property
    def is_as_stated(self) -> bool:
        """Whether the verdict is still the one that stands in the list."""
        return self.verdict is self.figure.stated_verdict

    @property
    def place(self) -> int:
        """Where it stands in a list: first what differs, last what is not computed."""
        return _ORDER.index(self.verdict)

    @property
    def difference(self) -> float | None:
        """Return computed less published."""
        if self.computed is None or self.figure.published is None:
            return None
        return self.computed - self.figure.published


@dataclass(frozen=True, slots=True)
class Proof:
    """All published figures, computed again."""

    checks: Sequence[Check]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Return how many figures have each verdict."""
        return Counter(check.verdict for check in self.checks)

    @property
    def changed(self) -> list[Check]:
        """Return those whose verdict is not the stated one."""
        return [check for check in self.checks if not check.is_as_stated]

    @property
    def summary(self) -> str:
        """Return the counts in words."""
        counts = self.counts
        computed = len(self.checks) - counts[Verdict.NOT_COMPUTED]
        said = [
            f"{counts[Verdict.REPRODUCED]} reproduced",
            f"{counts[Verdict.SOURCE_IN_ERROR]} where the source itself is in error",
        ]
        if counts[Verdict.DIFFERS]:
            said.append(f"{counts[Verdict.DIFFERS]} that differ")
        return (
            f"{computed} published figures computed again: {', '.join(said[:-1])} and {said[-1]}. "
            f"{counts[Verdict.NOT_COMPUTED]} more are not computed here; each says why."
        )

    def texts(self) -> list[list[str]]:
        """Return rows as they are printed and shown; "–" where there is no figure."""
        return [
            [
                check.figure.id,
                check.figure.what,
                check.figure.unit,
                _text(check.figure.published) if check.figure.by else "",
                _text(check.computed) if check.figure.by else "",
                check.verdict.value,
                check.figure.why,
                ", ".join(filter(None, (check.figure.source, check.figure.date))),
            ]
            for check in self.checks
        ]

    def to_frame(self) -> Frame:
        """Return a row a figure; empty cells where there is no figure."""
        rows = [
            {
                "case": check.figure.id,
                "figure": check.figure.what,
                "unit": check.figure.unit,
                "published": check.figure.published,
                "computed": check.computed,
                "difference": check.difference,
                "verdict": check.verdict.value,
                "why": check.figure.why,
                "source": check.figure.source,
                "date": check.figure.date,
            }
            for check in self.checks
        ]
        return rows_frame(rows)


@cache
def published_figures() -> tuple[PublishedFigure, ...]:
    """Return the figures of ``data/published_figures.json``."""
    rows = json.loads(package_text("data", "published_figures.json"))
    return tuple(PublishedFigure(**row) for row in rows)


def check_published() -> Proof:
    """Compute every published figure anew; first those that differ, those of others last."""
    checks = map(_check, published_figures())
    return Proof(sorted(checks, key=lambda check: check.place))


def _check(figure: PublishedFigure) -> Check:
    if figure.by is None:
        return Check(figure=figure, computed=None, verdict=Verdict.NOT_COMPUTED)
    found = COMPUTATIONS[figure.by](**figure.inputs)
    computed = None if found is None else float(found)
    return Check(figure=figure, computed=computed, verdict=_verdict(figure, computed))


def _verdict(figure: PublishedFigure, computed: float | None) -> Verdict:
    if figure.allows(computed, figure.published):
        return Verdict.REPRODUCED
    if figure.right is not None and figure.allows(computed, figure.right):
        return Verdict.SOURCE_IN_ERROR
    return Verdict.DIFFERS


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:,.10g}"
