"""Time to make each report of the study that the dashboard opens with, and its size; and the time
from opening the page from disk to its charts, with the network blocked.

    .venv/bin/python benchmarks/reports.py
"""

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from serving import opened_browser

from hydro_mining.economics import evaluate
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network, default_study_inputs
from hydro_mining.quantities import POUNDS
from hydro_mining.reports.page import report_page
from hydro_mining.reports.run_record import RunRecord, new_record, read_record, record_text
from hydro_mining.reports.tables import tables_zip
from hydro_mining.reports.workbook import workbook

_RUNS = 5
_VISITS = 9


def main() -> None:
    """Print medians and sizes."""
    record = _record()
    result = evaluate(record.study)
    text = record_text(record)
    forms: dict[str, Callable[[], bytes]] = {
        "run record": lambda: record_text(record).encode(),
        "tables": lambda: tables_zip(result, record),
        "spreadsheet": lambda: workbook(result, record),
        "page": lambda: report_page(result, record, POUNDS).encode(),
    }
    for name, make in forms.items():
        _print_made(name, make)
    seconds = [_timed(lambda: read_record(text.encode())) for _ in range(_RUNS)]
    print(f"read and check a record   median {statistics.median(seconds) * 1e3:6.1f} ms")
    _print_opening(forms["page"]())


def _record() -> RunRecord:
    return new_record(
        evaluate(default_study_inputs()),
        entries=bundled_catalogue(),
        snapshot=bundled_network(),
        created_at=dt.datetime.now(tz=dt.UTC),
    )


def _print_made(name: str, make: Callable[[], bytes]) -> None:
    size = len(make())
    seconds = [_timed(make) for _ in range(_RUNS)]
    print(f"{name:<12} median {statistics.median(seconds):6.2f} s   {size / 1e6:5.2f} MB")


def _print_opening(page: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, opened_browser() as browser:
        path = Path(folder) / "report.html"
        path.write_bytes(page)
        seconds = []
        for _ in range(_VISITS + 1):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
            tab = context.new_page()
            seconds.append(_timed(lambda tab=tab: _open(tab, path)))
            context.close()
    print(
        f"page from disk to charts  median {statistics.median(seconds[1:]):5.2f} s  "
        f"max {max(seconds[1:]):5.2f} s"
    )


def _open(tab: Page, path: Path) -> None:
    tab.goto(path.as_uri())
    tab.wait_for_selector("html[data-drawn]")


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
