"""The price file of the Dispatch screen: upload, what is settled about it, what was understood."""

import asyncio
import dataclasses
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.parts import LazySection, file_dropper, markup, side_by_side
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.prices import (
    DUPLICATE_RULES,
    FORM_NAMES,
    PriceImport,
    PriceOptions,
    read_prices,
)
from hydro_mining.package_files import package_text
from hydro_mining.views.markup import hint, notice, table

__all__ = ["PriceFile"]

_LARGEST_FILE = "64MB"
_SAMPLE = "sample_prices_2025.csv"
_DETECT = "Detect"
_CHOICES = {
    "form": ("Form", {name: key for key, name in FORM_NAMES.items()}),
    "clock": ("Clock of the stamps", {"UTC": "utc", "Local": "local"}),
    "convention": ("Stamps mark", {"The beginning": "start", "The end": "end"}),
}
_TEXTS = {
    "timezone": "Time zone, as Europe/Oslo",
    "currency": "Currency, as EUR",
    "unit": "Unit, as MWh or c/kWh",
    "time_column": "Column of the time",
    "price_column": "Column of the price",
    "zone_column": "Column of the zone",
}


class PriceFile:
    """Reads what is uploaded; ``taken`` is awaited with each file that could be read."""

    def __init__(self, taken: Callable[[PriceImport], Awaitable[None]]) -> None:
        self._taken = taken
        self._data: bytes = b""
        self._name = ""
        self.is_sample = False
        self.day_ahead: Mapping[str, Any] = {}
        self._message, self._report = markup(), markup()
        self._upload = file_dropper(_LARGEST_FILE)
        self._upload.param.watch(self._uploaded, "value")
        self._sample = pmui.Button(
            label="Use the sample year", variant="outlined", size="small", margin=(10, 6)
        )
        self._sample.on_click(lambda _: pn.state.execute(self._take_sample))
        self._settled = self._widgets()
        again = pmui.Button(
            label="Read the file again", variant="outlined", size="small", margin=(10, 6)
        )
        again.on_click(lambda _: pn.state.execute(self._read))
        settled = pn.FlexBox(*self._settled.values(), again, sizing_mode="stretch_width")
        explained = markup(
            hint(
                "What is left open is detected. Nothing here changes until the file is read again."
            )
        )
        self.layout = pn.Column(
            pn.FlexBox(
                markup(hint("Price file (CSV), at most 64 MB:"), sizing_mode=None, width=210),
                self._upload,
                self._sample,
                align_items="center",
                sizing_mode="stretch_width",
            ),
            self._message,
            side_by_side(
                LazySection("What was understood of the file", lambda: [self._report]).layout,
                LazySection(
                    "Settle what the file leaves open", lambda: [explained, settled]
                ).layout,
            ),
            sizing_mode="stretch_width",
            margin=0,
        )

    @property
    def name(self) -> str:
        """The file's name, empty for the sample year."""
        return "" if self.is_sample else self._name

    @property
    def sha256(self) -> str:
        """The digest of the file, empty for the sample year."""
        return "" if self.is_sample else hashlib.sha256(self._data).hexdigest()

    def read_sample(self, *, wanted: str = "") -> PriceImport:
        """Return the sample year, which comes with the product; say that ``wanted`` is missing."""
        self.is_sample = True
        self._name, self._data = _SAMPLE, package_text("data", _SAMPLE).encode()
        self.day_ahead = {}
        read = self._told(read_prices(self._data))
        if wanted:
            said = f"The record rests on the prices of {one_line(wanted)}, which it does not hold."
            self._message.object += notice(
                [f"{said} Upload that file to see its figures; until then these are the sample's."],
                tone="warn",
            )
        return read

    def _widgets(self) -> dict[str, Any]:
        selects = {
            name: pmui.Select(
                label=title,
                options={_DETECT: None, **choices},
                value=None,
                size="small",
                width=240,
                margin=(10, 6),
            )
            for name, (title, choices) in _CHOICES.items()
        }
        texts = {
            name: pmui.TextInput(label=title, size="small", width=220, margin=(10, 6))
            for name, title in _TEXTS.items()
        }
        duplicates = pmui.Select(
            label="Of two prices",
            options=list(DUPLICATE_RULES),
            value=DUPLICATE_RULES[0],
            size="small",
            width=160,
            margin=(10, 6),
        )
        return selects | texts | {"duplicates": duplicates}

    def _options(self) -> PriceOptions:
        given = {name: widget.value for name, widget in self._settled.items()}
        names = {field.name for field in dataclasses.fields(PriceOptions)}
        return PriceOptions(**{n: v for n, v in given.items() if n in names and v})

    async def _uploaded(self, event: param.parameterized.Event) -> None:
        # The widget changes this very dict when the next file arrives.
        for name, data in list(event.new.items())[-1:]:
            if name != self._name:
                self._unsettle()
            self._name = name
            # The widget decodes what the browser calls text.
            self._data = data.encode() if isinstance(data, str) else data
            await self._read()

    def _unsettle(self) -> None:
        """Detect everything again: what was settled of one file is not true of the next."""
        for name, widget in self._settled.items():
            widget.value = {"duplicates": DUPLICATE_RULES[0]}.get(
                name, "" if name in _TEXTS else None
            )

    async def _take_sample(self) -> None:
        await self._taken(self.read_sample())

    async def _read(self) -> None:
        data = self._data
        size = len(data) / 1e6
        self._message.object = (
            f'<p class="hm-hint hm-loading" role="status">Reading {size:,.1f} MB …</p>'
        )
        try:
            options = self._options()
            read = await asyncio.to_thread(read_prices, data, options)
        except InputError as error:
            if data is not self._data:
                return
            self._message.object = notice(
                [f"Not taken, the prices are as before: {error}."], tone="warn"
            )
            return
        if data is self._data:  # or else a later file is being read
            self.day_ahead = read.day_ahead
            self.is_sample = self._name == _SAMPLE
            await self._taken(self._told(read))

    def _told(self, read: PriceImport) -> PriceImport:
        report = read.report
        said = (
            f"{self._name}: {report.rows_used:,} prices of {len(read.series):,} "
            f"{'zone' if len(read.series) == 1 else 'zones'} in "
            f"{report.currency or 'a currency that is not named'} per {report.unit}; "
            f"clock: {report.clock_in_words}."
        )
        self._message.object = notice([said, *report.comments], tone="info") + notice(
            (*report.left_out(), *report.notes), tone="warn"
        )
        self._report.object = table(
            ["", "Understood"],
            [list(row) for row in report.understood()],
            caption=self._name,
            has_remarks=True,
        )
        return read
