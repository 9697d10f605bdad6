"""Saves what a page shows as a run record, and opens one."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.choices import ScreenChoices
from hydro_mining.app.currency_select import CurrencySelect
from hydro_mining.app.network_panel import NetworkPanel
from hydro_mining.app.pieces import markup
from hydro_mining.economics import Evaluation
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.models import Study
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import Currency
from hydro_mining.reports.link import read_case
from hydro_mining.reports.run_record import (
    Difference,
    RunRecord,
    differences,
    new_record,
    read_record,
    record_text,
)
from hydro_mining.views.currencies import offered_currencies
from hydro_mining.views.markup import notice
from hydro_mining.wording import time_in_words

__all__ = ["RecordDesk"]

# More would hide the figures; the command line names them all.
_MOST_NAMED = 5
_RECORD, _LINK = "a record", "a link"


class RecordDesk:
    """The page's record: the one it was opened from, until it is left."""

    def __init__(
        self,
        study: Study,
        network: NetworkPanel,
        currency: CurrencySelect,
        *,
        changed: Callable[[], None],
        rebuild: Callable[[], None],
    ) -> None:
        self._study, self._network, self._currency = study, network, currency
        self._changed, self._rebuild = changed, rebuild
        self.choices = ScreenChoices(study)
        self._opened: RunRecord | None = None
        self._origin, self._problem = "", ""
        self._problem_of: Evaluation | None = None
        self._differences: tuple[Difference, ...] = ()
        self._banner = markup(margin=(2, 10))
        self._leave = pmui.Button(
            label="Use the current network figures",
            variant="outlined",
            size="small",
            margin=(2, 10, 6, 10),
            visible=False,
            on_click=lambda _: self.leave(),
        )
        self.layout = pn.Column(
            self._banner, self._leave, sizing_mode="stretch_width", margin=0, visible=False
        )

    def record(self) -> RunRecord:
        """Return the record of what the page shows; unchanged, it is the one that was opened.

        Raises
        ------
        InputError
            If entries do not fit together, so that the figures are those of earlier ones.
        """
        result = self._study.result
        if result is None or not self._study.is_current:
            raise InputError("the entries", "settled where they are marked", "figures of before")
        settings = {
            "growth": self.choices.growth_settings(),
            "dispatch": self.choices.dispatch_settings(),
        }
        made = new_record(
            result,
            entries=self._study.catalogue.entries,
            snapshot=self._snapshot(result),
            created_at=dt.datetime.now(tz=dt.UTC),
            currency=self._currency.code,
            sections={key: chosen for key, chosen in settings.items() if chosen is not None},
        )
        opened = self._opened
        # A link holds no results, so that what is saved of it is new.
        is_whole = self._origin == _RECORD and not self._differences
        return opened if opened and is_whole and _is_same_case(made, opened) else made

    def shown(self) -> tuple[Evaluation, RunRecord, Currency]:
        """Return the result on the page with its record and the currency of its money."""
        record = self.record()
        offered = offered_currencies(record.snapshot, record.study.network.usd_to_gbp)
        return self._study.result, record, offered[record.currency]

    def open_file(self, data: bytes) -> None:
        """Show the record in ``data``; one that cannot be read changes nothing."""
        self._open(_RECORD, lambda: read_record(data))

    def open_case(self, text: str) -> None:
        """Show the case of a link; one that cannot be read changes nothing."""
        self._open(_LINK, lambda: read_case(text))

    def leave(self) -> None:
        """Keep the inputs, and follow the network figures again."""
        self._opened, self._problem, self._differences = None, "", ()
        self._network.release()
        self._changed()

    def show(self) -> None:
        """Bring the banner up to date with what has become of the record."""
        if self._study.result is not self._problem_of:
            self._problem = ""
        said = notice([self._problem] if self._problem else [], tone="bad")
        if self._opened is not None:
            said += notice(self._sentences(self._opened), tone="info")
            if not self._is_changed(self._opened):
                said += notice(_named(self._differences), tone="warn")
        self._banner.object = said
        self._leave.visible = self._opened is not None
        self.layout.visible = bool(said)

    def _open(self, origin: str, read: Callable[[], RunRecord]) -> None:
        try:
            self._take(read(), origin)
        except InputError as error:
            self._problem = f"Not opened, everything is as before: {error}."
            self._problem_of = self._study.result
        self._changed()

    def _take(self, record: RunRecord, origin: str) -> None:
        snapshot = record.snapshot.recorded()
        per_usd = {code: rate.value for code, rate in snapshot.per_usd.items()}
        self._study.replace(record.study, entries=record.entries, per_usd=per_usd)
        self._network.hold(snapshot)
        self._currency.choose(record.currency)
        self.choices.take(record.sections.get("growth"), record.sections.get("dispatch"))
        self._rebuild()
        self._opened, self._origin, self._problem = record, origin, ""
        self._differences = differences(record.results, self._study.result.to_dict())

    def _sentences(self, record: RunRecord) -> list[str]:
        made = (
            f"From {self._origin} of {time_in_words(record.created_at)}, made by version "
            f"{one_line(record.version)}, with the network figures of "
            f"{time_in_words(record.snapshot.as_of)}."
        )
        if self._is_changed(record):
            return [made, "Inputs have been changed since it was opened."]
        if self._origin == _LINK:
            return [made]
        if self._differences:
            count = len(self._differences)
            what = "figure comes" if count == 1 else "figures come"
            return [made, f"Computed again, {count:,} {what} out otherwise than stored:"]
        return [made, "Computed again, all figures come out as they were stored."]

    def _is_changed(self, record: RunRecord) -> bool:
        return self._study.result.study != record.study

    def _snapshot(self, result: Evaluation) -> Snapshot:
        """Return the origin of each network value that the result rests on."""
        return Snapshot(
            as_of=result.study.network.as_of,
            values=self._network.readings(),
            per_usd=self._network.snapshot.per_usd,
        )


def _is_same_case(made: RunRecord, opened: RunRecord) -> bool:
    """Tell whether a record has the inputs and the network figures of the one opened."""
    as_opened = dataclasses.replace(opened, snapshot=opened.snapshot.recorded())
    untimed = dataclasses.replace(
        made, created_at=opened.created_at, version=opened.version, results=opened.results
    )
    return record_text(untimed) == record_text(as_opened)


def _named(found: tuple[Difference, ...]) -> list[Any]:
    named = [f"{one_line(str(difference))}." for difference in found[:_MOST_NAMED]]
    more = len(found) - _MOST_NAMED
    return [*named, f"And {more:,} more; hydro-mining check names them all."] if more > 0 else named
