"""Time of reading large price files: 4 zones, 3 years of quarter-hours, in three forms.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/import_prices.py

The files are made in memory, 420,576 rows each (the wide one 105,144), and read five times after
one run that does not count.
"""

import statistics
import time

import numpy as np

from hydro_mining.imports.prices import read_prices

RUNS = 5
ZONES = ("LZ_HOUSTON", "LZ_NORTH", "LZ_SOUTH", "LZ_WEST")
INTERVALS = 105_144
QUARTER_S = 900
FIRST = int(np.datetime64("2023-01-01T06:00", "s").astype(int))
WINTER_S = 6 * 3_600


def _moments(ahead_s: int = 0) -> list[str]:
    seconds = FIRST + QUARTER_S * np.arange(INTERVALS + 1) + ahead_s
    return np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s").tolist()


def _prices() -> list[str]:
    figures = np.random.default_rng(1).normal(40, 30, size=INTERVALS).round(2)
    return figures.astype(str).tolist()


def long_form() -> bytes:
    """Return time, zone, price: 4 rows an interval."""
    rows = [
        f"{moment}Z,{zone},{price}"
        for moment, price in zip(_moments()[:-1], _prices(), strict=True)
        for zone in ZONES
    ]
    return "\n".join(("time,zone,price", *rows)).encode()


def gridstatus_form() -> bytes:
    """Return the columns of gridstatus.io, one zone after the other."""
    utc, local, prices = _moments(), _moments(-WINTER_S), _prices()
    heading = (
        "interval_start_local,interval_start_utc,interval_end_local,interval_end_utc,"
        "location,location_type,market,spp"
    )
    rows = [
        f"{local[i]}-06:00,{utc[i]}+00:00,{local[i + 1]}-06:00,{utc[i + 1]}+00:00,"
        f"{zone},Load Zone,REAL_TIME_15_MIN,{prices[i]}"
        for zone in ZONES
        for i in range(INTERVALS)
    ]
    return "\n".join((heading, *rows)).encode()


def wide_form() -> bytes:
    """Return Nord Pool's form in UTC: one row an interval, one column a zone."""
    rows = [
        f"{moment}Z,{price},{price},{price},{price}"
        for moment, price in zip(_moments()[:-1], _prices(), strict=True)
    ]
    return "\n".join(("time,NO1,NO2,NO3,NO4", *rows)).encode()


def timed_s(data: bytes) -> list[float]:
    """Return the time of each run [s]."""
    read_prices(data)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        read_prices(data)
        times.append(time.perf_counter() - start)
    return times


def main() -> None:
    """Print a row for each form."""
    print(f"{'read_prices(data)':<20}{'MB':>8}{'median s':>12}{'longest s':>12}{'runs':>8}")
    for name, make in (("long", long_form), ("gridstatus", gridstatus_form), ("wide", wide_form)):
        data = make()
        times = timed_s(data)
        print(
            f"{name:<20}{len(data) / 1e6:>8.1f}{statistics.median(times):>12.2f}"
            f"{max(times):>12.2f}{RUNS:>8}"
        )


if __name__ == "__main__":
    main()
