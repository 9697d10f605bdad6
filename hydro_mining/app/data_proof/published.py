"""Published figures beside what this product gives for them: a count, a table, a CSV."""

from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.blocks import LazySection, csv_button, small_entry
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.delimited import frame_csv
from hydro_mining.models import Case
from hydro_mining.proof import PUBLISHED_HEADINGS, Check, Proof, Verdict, check_published
from hydro_mining.views.markup import lead_paragraph, loading, notice

if TYPE_CHECKING:
    from concurrent.futures import Future

_ALL = "all figures"


class PublishedFigures(WithLayout):
    """The count at once, the figures when the section is opened; computed beside the page."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._proof: Proof | None = None
        self._badge = markup(loading("Published figures are computed again …"))
        self._table = SortableTable(
            caption="Published figures",
            headings=list(PUBLISHED_HEADINGS),
            sort_column=PUBLISHED_HEADINGS.index("Verdict"),
            text_columns=[
                column
                for column, heading in enumerate(PUBLISHED_HEADINGS)
                if heading not in {"Published", "Computed"}
            ],
            sizing_mode="stretch_width",
        )
        self._filter = small_entry(
            pmui.Select,
            "Show",
            "Only figures of this verdict.",
            options=[_ALL, *Verdict],
            value=_ALL,
            width=260,
        )
        self._filter.param.watch(lambda _: self._fill(), "value")
        self.section = LazySection("Published figures, computed again", self._build)
        self.layout = column(self._badge, self.section)
        case.run(check_published, self._show)

    def _show(self, outcome: "Future[Proof]") -> None:
        if self._case.is_closed:
            return
        self._proof = proof = outcome.result()
        said = [f"{check.figure.id} is no longer as stated." for check in proof.changed]
        self._badge.object = lead_paragraph(proof.summary, figure="published") + notice(
            said, tone="warn"
        )
        self._fill()

    def _build(self) -> list[Any]:
        download = csv_button(
            "published-figures.csv", lambda: frame_csv(check_published().to_frame())
        )
        self._fill()
        return [pn.Row(self._filter, download), self._table]

    def _fill(self) -> None:
        if self._proof is None:
            return
        shown = [
            (row, check)
            for row, check in zip(self._proof.texts(), self._proof.checks, strict=True)
            if self._filter.value in (_ALL, check.verdict)
        ]
        self._table.show([row for row, _ in shown], [_keys(row, check) for row, check in shown])


def _keys(row: list[str], check: Check) -> list[float | str | None]:
    """Return what a row sorts by: its texts, numbers by their value, verdicts in their order."""
    published, computed = check.figure.published, check.computed
    return [*row[:3], published, computed, check.place, *row[6:]]
