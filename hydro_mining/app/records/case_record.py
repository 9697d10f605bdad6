"""The case on a page as a run record, and a run record as the case on a page."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from hydro_mining.economics import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, computed
from hydro_mining.quantities import POUNDS, Currency, formatted, price_per_kwh
from hydro_mining.reports.link import read_case, read_kept
from hydro_mining.reports.run_record import (
    Difference,
    RunRecord,
    differences,
    new_record,
    read_record,
    recomputed,
    record_text,
)
from hydro_mining.wording import years_in_words


class Origin(StrEnum):
    """What a case was opened from; a link and a browser's tab hold no results."""

    RECORD = "a record"
    LINK = "a link"
    TAB = "what this tab kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was opened last.

    ``problem`` says why it was refused, in which case the page is as it was and ``record`` is
    the one of before, if there was one. ``shown`` is the result on the page at that moment.
    """

    record: RunRecord | None
    origin: Origin
    shown: Evaluation
    differences: tuple[Difference, ...] = ()
    problem: InputError | None = None

    def is_changed(self, case: Case) -> bool:
        """Tell whether the study is no longer the record's."""
        return self.record is None or case.result.study != self.record.study


class _Read(NamedTuple):
    """A record that has been read, and what its study comes to now."""

    record: RunRecord
    result: Evaluation
    differences: tuple[Difference, ...]


def case_name(result: Evaluation, currency: Currency = POUNDS) -> str:
    """Return what a case is called among others, as one would say it."""
    site, years = result.study.site, result.study.finance.years
    power = formatted("site_power_kw", site.site_power_kw)
    price = price_per_kwh(site.power_price_gbp_per_kwh, currency)
    machine = result.answered_miner or "no machine"
    return f"{power} at {price} a kWh, {machine}, {years_in_words(years)}"[:200]


def case_record(case: Case) -> RunRecord:
    """Return the record of what the page shows; unchanged, it is the one that was opened.

    Raises
    ------
    InputError
        If entries do not fit together, so that the figures are those of earlier ones.
    """
    return case_record_maker(case)()


def case_record_maker(
    case: Case, *, created_at: dt.datetime | None = None
) -> Callable[[], RunRecord]:
    """Return what makes the record of what the page shows now, in whatever thread.

    ``created_at`` is the time that it says, now if none is given.

    Raises
    ------
    InputError
        If entries do not fit together, so that the figures are those of earlier ones.
    """
    if case.study.is_computing:
        raise InputError("the entries", "computed first, which takes a moment", None)
    if case.result is None or not case.study.is_current:
        raise InputError("the entries", "settled where they are marked", None)
    make = partial(
        new_record,
        case.result,
        entries=case.study.catalogue.entries,
        snapshot=case.network.snapshot_in_use(),
        created_at=created_at or dt.datetime.now(tz=dt.UTC),
        currency=case.currency.code,
        sections=case.settings(),
    )
    opened = case.opened
    return lambda: _made_or_opened(make(), opened)


def _made_or_opened(made: RunRecord, opened: Opened | None) -> RunRecord:
    if opened is None or opened.record is None:
        return made
    # A link holds no results, so that what is saved of it is new.
    is_whole = opened.origin is Origin.RECORD and not opened.differences
    return opened.record if is_whole and _is_same_case(made, opened.record) else made


def shown(case: Case) -> tuple[Evaluation, RunRecord, Currency]:
    """Return the result on the page with its record and the currency of its money."""
    record = case_record(case)
    currencies = record.snapshot.currencies(record.study.network.usd_to_gbp)
    return case.result, record, currencies[record.currency]


def open_file(case: Case, data: bytes) -> None:
    """Take the case of the record in ``data``; one that cannot be read changes nothing."""
    _open(case, Origin.RECORD, lambda: read_record(data))


def open_link(case: Case, text: str) -> None:
    """Take the case of a link; one that cannot be read changes nothing."""
    _open(case, Origin.LINK, lambda: read_case(text))


def open_kept(case: Case, text: str) -> None:
    """Take the case that the browser kept while there was no server; of none it is said."""
    _open(case, Origin.TAB, lambda: read_kept(text))


def leave_record(case: Case) -> None:
    """Keep the inputs, and follow the network figures again."""
    case.opened = None
    case.network.release()


def _open(case: Case, origin: Origin, read: Callable[[], RunRecord]) -> None:
    def opened(outcome: Future[_Read]) -> None:
        if not case.is_closed:
            _take(case, origin, outcome)

    case.opening.ask(case.run, lambda: _computed(read()), opened)


def _computed(record: RunRecord) -> _Read:
    result = computed(record.study)
    found = differences(record.results, recomputed(record, result, with_futures=False))
    return _Read(record, result, found)


def _take(case: Case, origin: Origin, outcome: Future[_Read]) -> None:
    try:
        read = outcome.result()
        record = read.record
        case.take(
            record.study,
            entries=record.entries,
            snapshot=record.snapshot.recorded(),
            currency_code=record.currency,
            settings=record.sections,
            result=read.result,
        )
    except InputError as error:
        before = case.opened or Opened(record=None, origin=origin, shown=case.result)
        case.opened = dataclasses.replace(before, shown=case.result, problem=error)
        return
    case.opened = Opened(
        record=record,
        origin=origin,
        shown=case.result,
        differences=read.differences,
    )


def _is_same_case(made: RunRecord, opened: RunRecord) -> bool:
    """Tell whether a record has the inputs and the network figures of the one opened."""
    as_opened = dataclasses.replace(opened, snapshot=opened.snapshot.recorded())
    untimed = dataclasses.replace(
        made, created_at=opened.created_at, version=opened.version, results=opened.results
    )
    return record_text(untimed) == record_text(as_opened)
