"""Time of reading flow files: 30 years of days in four forms, 10 years of quarter-hours.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/import_flows.py

The files are made in memory and read ten times after one run that does not count.
"""

import statistics
import time

import numpy as np

from hydro_mining.imports.flows import FlowOptions, read_flow

RUNS = 10
FIRST, LAST = np.datetime64("1991-01-01"), np.datetime64("2021-01-01")


def _days() -> tuple[list[str], list[str]]:
    days = np.arange(FIRST, LAST)
    flows = np.random.default_rng(1).lognormal(2, 0.8, size=len(days)).round(3)
    flows[::1_000] = -999
    return np.datetime_as_string(days).tolist(), flows.astype(str).tolist()


def _table(head: str, row: str, first: list[str], second: list[str]) -> bytes:
    rows = [row.format(one, two) for one, two in zip(first, second, strict=True)]
    return "\n".join((head, *rows)).encode()


def plain_form() -> bytes:
    """Return date and flow."""
    return _table("date,Q [m³/s]", "{},{}", *_days())


def grdc_form() -> bytes:
    """Return the form of the Global Runoff Data Centre."""
    return _table("# GRDC\nYYYY-MM-DD;hh:mm; Value", "{};--:--;  {}", *_days())


def usgs_form() -> bytes:
    """Return the tab-delimited form of the USGS, with flags."""
    names = ("agency_cd", "site_no", "datetime", "1_00060_00003", "1_00060_00003_cd")
    head = "# USGS\n{}\n5s\t15s\t20d\t14n\t10s".format("\t".join(names))
    return _table(head, "USGS\t01234567\t{}\t{}\tA", *_days())


def european_form() -> bytes:
    """Return days first, semicolons and decimal commas."""
    days, flows = _days()
    european = [f"{d[8:]}.{d[5:7]}.{d[:4]} 00:00" for d in days]
    commas = [flow.replace(".", ",") for flow in flows]
    return _table("Datum;Abfluss [l/s]", "{};{}", european, commas)


def quarter_hours() -> bytes:
    """Return ten years of quarter-hours."""
    times = np.arange(np.datetime64("2011-01-01T00:00"), LAST, np.timedelta64(15, "m"))
    flows = np.random.default_rng(1).lognormal(2, 0.8, size=len(times)).round(3)
    return _table(
        "time,flow_cfs", "{},{}", np.datetime_as_string(times).tolist(), flows.astype(str)
    )


def timed_ms(data: bytes) -> list[float]:
    """Return the time of each run [ms]."""
    options = FlowOptions()
    read_flow(data, options)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        read_flow(data, options)
        times.append(1_000 * (time.perf_counter() - start))
    return times


def main() -> None:
    """Print a row for each form."""
    print(f"{'read_flow(data)':<20}{'kB':>8}{'median ms':>12}{'longest ms':>12}{'runs':>8}")
    for make in (plain_form, grdc_form, usgs_form, european_form, quarter_hours):
        data = make()
        times = timed_ms(data)
        print(
            f"{make.__name__:<20}{len(data) / 1e3:>8.0f}{statistics.median(times):>12.1f}"
            f"{max(times):>12.1f}{RUNS:>8}"
        )


if __name__ == "__main__":
    main()
