"""Makes data/sample_flow.csv: ten years of daily flow of a river that never was.

Run it from the root of the repository; it writes the same file every time:

    PYTHONPATH=. python benchmarks/sample_flow.py

It is a rain-fed upland stream as one imagines it: spates that run off within days above a slow
base flow, wet winters, dry summers, and years that differ. It is for trying the screens, and says
so in the file's first line.
"""

import datetime as dt
import math
import random
from pathlib import Path

FIRST, LAST = dt.date(2015, 1, 1), dt.date(2024, 12, 31)
SEED = 20150101
PATH = Path(__file__).resolve().parent.parent / "data" / "sample_flow.csv"
LABEL = (
    "# SYNTHETIC flow, no river's: an upland stream made up by benchmarks/sample_flow.py with the "
    f"seed {SEED}; daily means\n"
)
HEADING = "date,flow_m3_s\n"

WET_CHANCE, WET_SWING = 0.42, 0.16  # of rain on a day, and how far winter is above the mean
RAIN_MEAN = 1.0  # m³/s that a day's rain adds, to both stores together
YEAR_SPREAD = 0.22  # of the rain of whole years
QUICK_SHARE, QUICK_KEPT, SLOW_KEPT = 0.55, 0.55, 0.975  # runs off in days, or in weeks
FIRST_QUICK, FIRST_SLOW = 0.5, 8.0  # what the stores hold on the first day


def sample() -> str:
    """Return the file's text."""
    source = random.Random(SEED)  # noqa: S311, the same every time on purpose
    rows = [LABEL, HEADING]
    quick, slow, wetness, year = FIRST_QUICK, FIRST_SLOW, 1.0, None
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        if day.year != year:
            year, wetness = day.year, max(1 + source.gauss(0, YEAR_SPREAD), 0.4)
        season = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365)
        is_wet = source.random() < WET_CHANCE + WET_SWING * season
        depth = source.expovariate(1 / RAIN_MEAN) * (1 + 0.45 * season)
        rain = 2.6 * wetness * depth if is_wet else 0.0
        quick = QUICK_KEPT * quick + QUICK_SHARE * rain
        slow = SLOW_KEPT * slow + (1 - QUICK_SHARE) * rain
        flow = (1 - QUICK_KEPT) * quick + (1 - SLOW_KEPT) * slow
        rows.append(f"{day.isoformat()},{flow:.3f}\n")
    return "".join(rows)


if __name__ == "__main__":
    PATH.write_text(sample(), encoding="utf-8", newline="\n")
    print(PATH)
