"""What a visitor takes along: reports, tables, the run record, a link; and the way back."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.case_shelf import CaseShelf
from hydro_mining.app.pieces import DOWNLOAD_ICON, file_dropper, markup
from hydro_mining.app.record_desk import RecordDesk
from hydro_mining.economics import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import POUNDS, Currency, formatted
from hydro_mining.reports.link import case_text
from hydro_mining.reports.run_record import LARGEST_RECORD_MIB, RunRecord, record_text
from hydro_mining.reports.snapshot import snapshot_html
from hydro_mining.reports.tables import tables_zip
from hydro_mining.reports.workbook import workbook
from hydro_mining.views.figures import years_in_words
from hydro_mining.views.markup import hint, notice

__all__ = ["ReportsSection"]

_EXPLAINED = (
    "The report is one page that opens anywhere without internet, with its charts alive. The "
    "spreadsheet has live formulas to follow the arithmetic. The run record opens here again and "
    "gives the same figures; so does a report that it is part of."
)


class ReportsSection:
    """Downloads of the result on the page, the opening of a record, and the case's link."""

    def __init__(self, desk: RecordDesk) -> None:
        self._desk, self._currency = desk, POUNDS
        self._result: Evaluation | None = None
        self._message = markup(margin=(0, 10))
        self._shelf = CaseShelf(
            desk.open_case,
            is_served=pn.state.curdoc is not None and pn.state.curdoc.session_context is not None,
            sizing_mode="stretch_width",
            margin=(4, 10),
        )
        forms: dict[str, tuple[str, Callable[[RunRecord], bytes]]] = {
            "Report (HTML)": ("html", self._html),
            "Spreadsheet (xlsx)": ("xlsx", self._xlsx),
            "All tables (CSV)": ("zip", self._zip),
            "Run record (JSON)": ("json", lambda record: record_text(record).encode()),
        }
        upload = file_dropper(f"{LARGEST_RECORD_MIB}MB")
        upload.param.watch(self._uploaded, "value")
        self.layout = pn.Column(
            markup('<h2 class="hm-title">Take it with you</h2>', margin=(4, 10, 0, 10)),
            markup(hint(_EXPLAINED), margin=(0, 10)),
            pn.FlexBox(
                *(self._button(title, *form) for title, form in forms.items()),
                sizing_mode="stretch_width",
            ),
            self._message,
            pn.FlexBox(
                markup(
                    hint("Open a run record, or a report that holds one:"),
                    sizing_mode=None,
                    width=210,
                ),
                upload,
                align_items="center",
                sizing_mode="stretch_width",
            ),
            self._shelf,
            sizing_mode="stretch_width",
            margin=0,
        )

    def show(self, result: Evaluation, currency: Currency) -> None:
        """Bring the link up to date with what the page shows."""
        self._result, self._currency = result, currency
        try:
            text, problem = case_text(self._desk.record()), ""
        except InputError as error:
            text, problem = "", f"There is no link: {error}."
        self._shelf.param.update(text=text, problem=problem, title=_title(result))

    def _button(self, title: str, suffix: str, make: Callable[[RunRecord], bytes]) -> Any:
        def made() -> io.BytesIO:
            try:
                record = self._desk.record()
                data = make(record)
            except InputError as error:
                self._message.object = notice([f"Not made: {error}."], tone="bad")
                raise
            self._message.object = ""
            self._keep()
            return io.BytesIO(data)

        return pmui.FileDownload(
            callback=made,
            filename=f"hydro-mining-{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}.{suffix}",
            label=title,
            icon=DOWNLOAD_ICON,
            # In the outlined form the browser sends the whole button back with each download.
            variant="text",
            sx={"border": "1px solid"},
            size="small",
            width=190,
            height=36,
            margin=(6, 6),
        )

    def _keep(self) -> None:
        """Keep the case among the recent ones of the browser."""
        if self._shelf.text and self._result is not None:
            now = dt.datetime.now(tz=dt.UTC).isoformat()
            self._shelf.kept = {"name": self._shelf.title, "text": self._shelf.text, "at": now}

    def _html(self, record: RunRecord) -> bytes:
        assert self._result is not None
        return snapshot_html(
            self._result,
            snapshot=record.snapshot,
            currency=self._currency,
            created_at=record.created_at,
            version=record.version,
            record=record_text(record),
        ).encode()

    def _xlsx(self, record: RunRecord) -> bytes:
        assert self._result is not None
        return workbook(
            self._result,
            snapshot=record.snapshot,
            created_at=record.created_at,
            version=record.version,
        )

    def _zip(self, record: RunRecord) -> bytes:
        assert self._result is not None
        return tables_zip(
            self._result,
            snapshot=record.snapshot,
            created_at=record.created_at,
            record=record_text(record),
            currency=self._currency,
        )

    def _uploaded(self, event: param.parameterized.Event) -> None:
        for data in list(event.new.values())[-1:]:
            # The widget decodes what the browser calls text.
            self._desk.open_file(data.encode() if isinstance(data, str) else data)


def _title(result: Evaluation) -> str:
    site, years = result.study.site, result.study.finance.years
    power = formatted("site_power_kw", site.site_power_kw)
    price = formatted("power_price_gbp_per_kwh", site.power_price_gbp_per_kwh)
    machine = result.chosen_miner or "no machine"
    return f"{power} at {price}, {machine}, {years_in_words(years)}"[:200]
