"""One known series written in 1,000 ways: read back as the same instants and prices, or refused."""

import datetime as dt
import gzip
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices

COMBINATIONS = 1_000
# Days whose clocks change and days of which no number is above 12.
BEGINS = {
    "Europe/Berlin": ("2024-03-30", "2024-10-26", "2024-06-03", "2024-05-10", "2024-12-30"),
    "America/Chicago": ("2024-03-09", "2024-11-02", "2024-04-05", "2024-08-20"),
    "UTC": ("2024-06-03", "2024-10-26"),
}
DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d %b %Y"),
    *("%Y.%m.%d", "%Y%m%d", "%d/%m/%y", "%a %d %b %Y"),
)
# Nobody in the United States writes days first but with a point between.
AMERICAN_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%d %b %Y", "%d.%m.%Y", "%m/%d/%y")
# Heading of a price, and how many of its unit make one per MWh.
UNITS = (
    ("EUR/MWh", 1),
    ("Price [€/MWh]", 1),
    ("Preis ct/kWh", 0.1),
    ("Hinta (snt/kWh)", 0.1),
    ("EUR/kWh", 0.001),
    ("price_eur_mwh", 1),
    ("Price (mills/kWh)", 1),
    ("Ár fillér kWh", 0.1),
    ("Price per kWh [ct]", 0.1),
)
# Nobody writes € beside these.
OTHERS = [heading for heading, _ in UNITS if "EUR" not in heading and "€" not in heading]
KINDS = (
    *("stamp", "stamp", "end", "end", "two columns", "range", "from and to"),
    *("hour from 1", "hour from 0", "hours counted", "offset", "utc", "halves"),
    *("name of end", "end of its date", "hour in its cell", "range in its cell", "last minute"),
)
# Dates of these may stand in the first row of a day only.
PARTED = ("two columns", "range", "hour from 1", "hour from 0", "hours counted")
FEET = ("", "", "", "Average;41.2\n", "Source: an exchange\n", "* preliminary\nEND OF FILE\n")


@dataclass(frozen=True, kw_only=True)
class Hour:
    """An hour of a zone: its beginning in UTC, its clock then and at its end, its price."""

    zone: str
    utc: dt.datetime
    local: dt.datetime
    ends: dt.datetime
    of_day: int
    price: float


def series(draw: random.Random, timezone: str, n_days: int, zones: list[str]) -> list[Hour]:
    """Return the hours of some whole days, zone by zone."""
    place = ZoneInfo(timezone)
    begin = dt.datetime.fromisoformat(draw.choice(BEGINS[timezone])).replace(tzinfo=place)
    last = (begin + dt.timedelta(days=n_days)).astimezone(dt.UTC)
    hours = []
    for zone in zones:
        utc, day, of_day = begin.astimezone(dt.UTC), begin.date(), 0
        while utc < last:
            local = utc.astimezone(place)
            of_day = of_day + 1 if local.date() == day else 1
            day = local.date()
            ends = (utc + dt.timedelta(hours=1)).astimezone(place)
            price = round(draw.uniform(-50, 300), 2)
            hours.append(
                Hour(zone=zone, utc=utc, local=local, ends=ends, of_day=of_day, price=price)
            )
            utc += dt.timedelta(hours=1)
    return hours


class Writer:
    """One way to write a series."""

    def __init__(self, draw: random.Random) -> None:
        self.timezone = draw.choice(list(BEGINS))
        self.zones = draw.choice([[""], [""], [""], ["A"], ["A", "B"]])
        self.hours = series(draw, self.timezone, draw.randint(1, 4), self.zones)
        self.kind = draw.choice(KINDS)
        self.date = draw.choice(DATES if self.timezone != "America/Chicago" else AMERICAN_DATES)
        self.unit, self.per_mwh = draw.choice(UNITS)
        self.decimal = draw.choice(".,")
        self.delimiter = draw.choice(",;\t")
        self.with_24 = draw.random() < 0.5
        self.encoding = draw.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
        self.is_packed = draw.random() < 0.2
        self.titles = draw.choice([0, 0, 0, 1, 3])
        self.has_units_line = draw.random() < 0.15
        self.is_overlapping = draw.random() < 0.3
        self.is_newest_first = draw.random() < 0.15
        self.mark = draw.choice(["", "", "", "€ "]) if self.unit not in OTHERS else ""
        self.is_shared = self.kind in PARTED and draw.random() < 0.2
        self.foot = draw.choice(FEET)
        self.options: dict[str, object] = {}
        if self.kind != "utc" and (self.kind != "offset" or draw.random() < 0.5):
            self.options["timezone"] = self.timezone
        if draw.random() < 0.3:
            self.options["day_first"] = not self.date.startswith("%m")
        if self.kind in {"stamp", "end"} and draw.random() < 0.2:
            self.options["convention"] = "end" if self.kind == "end" else "start"

    def headings(self) -> list[str]:
        """Return the headings of time, zone and price."""
        times = {
            "two columns": ["Date", "Time"],
            "range": ["Date", "Time"],
            "from and to": ["Date", "From", "To"],
            "hour from 1": ["Date", "Hour"],
            "hour from 0": ["Date", "Hour"],
            "hours counted": ["Date", "Hour"],
            "utc": ["Time"],
            "name of end": ["Hour ending"],
            "end of its date": ["Date", "Hour ending"],
        }.get(self.kind, ["Time stamp"])
        zone = ["Zone"] if self.zones != [""] else []
        return [*times, *zone, self.unit]

    def times(self, hour: Hour) -> list[str]:
        """Return the cells that tell an hour's time."""
        date, end = hour.local.strftime(self.date), f"{hour.ends:%H:%M}"
        clock = f"{hour.local:%H:%M}"
        if self.kind == "end":
            if self.with_24 and end == "00:00":
                return [f"{date} 24:00"]
            return [f"{hour.ends.strftime(self.date)} {end}"]
        name = hour.local.replace(tzinfo=None) + dt.timedelta(hours=1)
        return {
            "name of end": [f"{name.strftime(self.date)} {name:%H:%M}"],
            "end of its date": [date, f"{name:%H:%M}"],
            "two columns": [date, clock],
            "range": [date, f"{clock} - {end}"],
            "from and to": [date, clock, end],
            "hour from 1": [date, str(hour.local.hour + 1)],
            "hour from 0": [date, str(hour.local.hour)],
            "hours counted": [date, str(hour.of_day)],
            "offset": [hour.local.isoformat()],
            "utc": [f"{hour.utc:%Y-%m-%dT%H:%M}Z"],
            "halves": [f"{date} {hour.local:%I:%M %p}"],
            "hour in its cell": [f"{date} {hour.local.hour + 1:02d}"],
            "range in its cell": [f"{date} {clock}-{end}"],
            "last minute": [f"{date} {hour.local:%H}:59"],
        }.get(self.kind, [f"{date} {clock}"])

    def row(self, hour: Hour) -> list[str]:
        """Return the cells of an hour."""
        figure = f"{hour.price * self.per_mwh:.5f}".rstrip("0").rstrip(".")
        zone = [hour.zone] if hour.zone else []
        return [*self.times(hour), *zone, self.mark + figure.replace(".", self.decimal)]

    def ordered(self, draw: random.Random) -> list[Hour]:
        """Return the hours in the order of the file, some of them in two parts that overlap."""
        hours = self.hours
        if len(self.zones) > 1 and draw.random() < 0.5:
            hours = sorted(hours, key=lambda hour: hour.utc)
        if self.is_overlapping:
            days = sorted({hour.local.date() for hour in hours})
            day = draw.choice(days)
            hours = [h for h in hours if h.local.date() <= day] + [
                h for h in hours if h.local.date() >= day
            ]
        return hours[::-1] if self.is_newest_first else hours

    def data(self, draw: random.Random) -> bytes:
        """Return the file."""
        headings = self.headings()
        lines = [["A report of prices"], ["made on a day"], []][: self.titles]
        if self.has_units_line:
            unit = headings[-1]
            lines += [[*headings[:-1], "Value"], [*([""] * (len(headings) - 1)), unit]]
        else:
            lines.append(headings)
        rows = [self.row(hour) for hour in self.ordered(draw)]
        dates = [row[0] for row in rows]
        for row, above in zip(rows[1:], dates, strict=False):
            row[0] = "" if self.is_shared and row[0] == above else row[0]
        lines += rows
        text = "\n".join(self.delimiter.join(map(self._cell, cells)) for cells in lines) + "\n"
        text += self.foot
        data = text.encode(self.encoding)
        return gzip.compress(data, mtime=0) if self.is_packed else data

    def _cell(self, text: str) -> str:
        return f'"{text}"' if self.delimiter in text else text


def ways() -> Iterator[tuple[int, Writer, bytes]]:
    """Yield the combinations, each by its number."""
    for number in range(COMBINATIONS):
        draw = random.Random(number)  # noqa: S311 - no secret
        writer = Writer(draw)
        yield number, writer, writer.data(draw)


def is_same(writer: Writer, data: bytes) -> bool:
    """Return whether a file is read as the series that it was written from."""
    result = read_prices(data, PriceOptions(**writer.options))
    for zone in writer.zones:
        read = result.series[zone or "site"]
        hours = [hour for hour in writer.hours if hour.zone == zone]
        starts = np.array([hour.utc.replace(tzinfo=None) for hour in hours], dtype="datetime64[s]")
        prices = [hour.price for hour in hours]
        if not np.array_equal(read.start, starts) or not (read.hours == 1).all():
            return False
        if not np.allclose(read.price, prices, rtol=0, atol=0.011):
            return False
    return len(result.series) == len(writer.zones)


def test_no_way_to_write_a_series_gives_another_one():
    """1,000 combinations are read as they are meant or refused, and few are refused."""
    wrong, refused = [], Counter[str]()
    for number, writer, data in ways():
        try:
            if not is_same(writer, data):
                wrong.append(number)
        except InputError as error:
            refused[error.option or str(error)] += 1
    assert wrong == []
    assert sum(refused.values()) < 0.15 * COMBINATIONS, refused
