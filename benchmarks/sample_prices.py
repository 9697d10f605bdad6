"""Makes data/sample_prices_2025.csv: a year of hourly prices that no market ever had.

Run it from the root of the repository; it writes the same file every time:

    PYTHONPATH=. python benchmarks/sample_prices.py

The prices are those of a hydro-rich zone as one imagines it: dear winter evenings, cheap nights
and weekends, and a melt season in which rivers run whether anyone needs the power or not. They
are for trying the screens, and say so in the file's first line.
"""

import datetime as dt
import math
import random
from pathlib import Path
from zoneinfo import ZoneInfo

YEAR = 2025
SEED = 20250101
PLACE = ZoneInfo("Europe/Oslo")
PATH = Path(__file__).resolve().parent.parent / "data" / f"sample_prices_{YEAR}.csv"
LABEL = (
    "# SYNTHETIC prices, not a market's: a hydro-rich zone made up by benchmarks/sample_prices.py "
    f"with the seed {SEED}; hourly, local time in Oslo\n"
)
HEADING = "interval_start,price_eur_per_mwh\n"

MEAN = 38.0  # EUR/MWh, as in southern Norway's cheaper years
WINTER_SWING = 20.0
MELT_DAY, MELT_DAYS, MELT_DEPTH = 160, 26.0, 12.0  # 9 June, its width and its depth
WEEKEND_DEPTH = 5.0
PERSISTENCE, DAILY_NOISE, HOURLY_NOISE = 0.85, 4.5, 2.0
SPIKE_CHANCE, SPIKE_MEAN = 0.22, 70.0  # of a winter weekday's evening
WINTER_MONTHS = (1, 2, 12)


def _seasonal(day: int) -> float:
    winter = WINTER_SWING * math.cos(2 * math.pi * (day - 20) / 365)
    melt = MELT_DEPTH * math.exp(-(((day - MELT_DAY) / MELT_DAYS) ** 2))
    return MEAN + winter - melt


def _daily(hour: int, scale: float) -> float:
    """Return the shape of a day: peaks at 8 and 18 o'clock, a trough at night."""
    morning = math.exp(-(((hour - 8) / 2.2) ** 2))
    evening = math.exp(-(((hour - 18) / 2.6) ** 2))
    night = math.exp(-(((hour - 3) / 3.0) ** 2))
    return scale * (9 * morning + 13 * evening - 8 * night)


def sample() -> str:
    """Return the file's text."""
    source = random.Random(SEED)  # noqa: S311, the same every time on purpose
    start = dt.datetime(YEAR, 1, 1, tzinfo=PLACE).astimezone(dt.UTC)
    end = dt.datetime(YEAR + 1, 1, 1, tzinfo=PLACE).astimezone(dt.UTC)
    rows = [LABEL, HEADING]
    wander, spike, today = 0.0, 0.0, None
    for hours in range(int((end - start) / dt.timedelta(hours=1))):
        local = (start + dt.timedelta(hours=hours)).astimezone(PLACE)
        is_weekend = local.weekday() > dt.date(YEAR, 1, 3).weekday()
        if local.date() != today:
            today = local.date()
            wander = PERSISTENCE * wander + source.gauss(0, DAILY_NOISE)
            is_tight = local.month in WINTER_MONTHS and not is_weekend
            chance, height = source.random(), source.expovariate(1 / SPIKE_MEAN)
            spike = height if is_tight and chance < SPIKE_CHANCE else 0.0
        level = _seasonal(local.timetuple().tm_yday) + wander - WEEKEND_DEPTH * is_weekend
        shape = _daily(local.hour, 0.6 + 0.4 * level / MEAN)
        evening = spike * math.exp(-(((local.hour - 17.5) / 1.6) ** 2))
        price = level + shape + evening + source.gauss(0, HOURLY_NOISE)
        rows.append(f"{local.isoformat(timespec='minutes')},{price:.2f}\n")
    return "".join(rows)


if __name__ == "__main__":
    PATH.write_text(sample(), encoding="utf-8", newline="\n")
    print(PATH)
