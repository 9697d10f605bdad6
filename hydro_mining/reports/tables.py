"""Every table of a study as CSV, one file a table."""

import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from hydro_mining.delimited import frame_csv
from hydro_mining.economics.results import Evaluation
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, label, shown, unit
from hydro_mining.reports.group_tables import GROUP_TABLES, group_tables, told_of
from hydro_mining.reports.input_words import described, water_and_grid
from hydro_mining.reports.run_record import RunRecord, record_text
from hydro_mining.wording import time_in_words

_MACHINES = {
    "chosen_miner": "Machine built",
    "best_npv_miner": "Machine with the highest NPV",
    "shortest_payback_miner": "Machine with the shortest payback",
}


def table_names(result: Evaluation, record: RunRecord) -> tuple[str, ...]:
    """Return the names of a record's tables: those of every study, then those of its groups."""
    return (*TABLES, *group_tables(result, record))


def table_csv(
    name: str, result: Evaluation, *, snapshot: Snapshot, currency: Currency = POUNDS
) -> str:
    """Return a table of ``TABLES``, money in ``currency``, formulas guarded."""
    return TABLES[name](result, snapshot, currency)


def group_table_csv(
    name: str, result: Evaluation, record: RunRecord, *, currency: Currency = POUNDS
) -> str:
    """Return a table of ``group_tables``, money in ``currency``, formulas guarded."""
    return GROUP_TABLES[name](told_of(result, record), currency)


def tables_zip(result: Evaluation, record: RunRecord, currency: Currency = POUNDS) -> bytes:
    """Return all tables and the run record in a ZIP; equal arguments give equal bytes."""
    told = told_of(result, record)
    names = group_tables(result, record)
    texts = {
        **{name: made(result, record.snapshot, currency) for name, made in TABLES.items()},
        **{name: GROUP_TABLES[name](told, currency) for name in names},
    }
    files = {f"{name}.csv": text for name, text in texts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**files, "run-record.json": record_text(record)}.items():
            entry = zipfile.ZipInfo(name, record.created_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return packed.getvalue()


def _annual(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    return frame_csv(result.to_frame(), currency)


def _metrics(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    return frame_csv(result.metrics_frame(), currency)


def _machines(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    frame = result.miners.to_frame()
    for place, name in enumerate(("hashrate_ths", "power_w", "price_gbp")):
        frame.insert(place, name, [getattr(miner, name) for miner in result.study.miners])
    return frame_csv(frame, currency)


def _site(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    figures: dict[str, Any] = {
        "chosen_miner": result.chosen_miner,
        "best_npv_miner": result.best_npv_miner,
        "shortest_payback_miner": result.shortest_payback_miner,
        "rev_per_th_per_day": result.rev_per_th_per_day_y1,
        "power_price_gbp_per_kwh": result.power_price_gbp_per_kwh_y1,
        "breakeven_power_price_gbp_per_kwh": result.viable_below_gbp_per_kwh,
        **({} if result.site is None else dataclasses.asdict(result.site)),
    }
    return _listed([("year 1", name, value) for name, value in figures.items()], currency)


def _pays_if(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    """Return one line a figure at which the NPV of the base case is 0; empty where none is."""
    levels = {} if result.pays_if is None else dataclasses.asdict(result.pays_if)
    return _listed([("base case", name, value) for name, value in levels.items()], currency)


def _inputs(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    study = result.study
    groups: dict[str, Any] = {
        "network": study.network,
        "site": study.site,
        "finance": study.finance,
    }
    rows = [
        (group, field.name, getattr(held, field.name))
        for group, held in groups.items()
        for field in dataclasses.fields(held)
    ]
    rows += [(group.lower(), name, value) for group, name, value in water_and_grid(study)]
    return _listed(rows, currency)


def _scenarios(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    rows = [dataclasses.asdict(scenario) for scenario in result.study.scenarios]
    return frame_csv(pd.DataFrame(rows).set_index("name").rename_axis("scenario"), currency)


def _network(_: Evaluation, snapshot: Snapshot, __: Currency) -> str:
    snapshot = snapshot.recorded()
    values = {**snapshot.values, **{f"{c} for $1": r for c, r in snapshot.per_usd.items()}}
    rows = [
        {
            "value": label(name) if name in QUANTITIES else name,
            "used": sourced.value,
            "unit": sourced.unit,
            "state": sourced.status.value,
            "source": sourced.source,
            "data of": _time(sourced.as_of),
            "fetched": _time(sourced.fetched_at),
            "remark": sourced.note,
        }
        for name, sourced in values.items()
    ]
    return frame_csv(pd.DataFrame(rows).set_index("value"))


def _revenue_path(result: Evaluation, _: Snapshot, currency: Currency) -> str:
    return frame_csv(result.revenue_path_frame(), currency, quantity="rev_per_th_per_day")


def _listed(rows: list[tuple[str, str, Any]], currency: Currency) -> str:
    """Return one line a figure: its group, what it is called, its value and unit."""
    lines = pd.DataFrame(_lines(rows, currency), columns=["group", "figure", "value", "unit"])
    return frame_csv(lines.set_index(["group", "figure"]))


def _lines(rows: list[tuple[str, str, Any]], currency: Currency) -> Iterator[dict[str, Any]]:
    for group, name, value in rows:
        is_known, is_empty = name in QUANTITIES, value is None
        is_figure = is_known and not isinstance(value, str)
        yield {
            "group": group,
            "figure": _MACHINES.get(name) or described(name)[0],
            "value": "" if is_empty else shown(name, value, currency) if is_figure else str(value),
            "unit": unit(name, currency) if is_known else "",
        }


def _time(time: dt.datetime | None) -> str:
    return "" if time is None else time_in_words(time)


TABLES: Mapping[str, Callable[[Evaluation, Snapshot, Currency], str]] = MappingProxyType(
    {
        "annual": _annual,
        "metrics": _metrics,
        "machines": _machines,
        "site": _site,
        "pays-if": _pays_if,
        "inputs": _inputs,
        "scenarios": _scenarios,
        "network": _network,
        "revenue-path": _revenue_path,
    }
)
