"""The price file of the Dispatch screen: upload, what is settled about it, what was understood."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import LazySection, side_by_side, small_button
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import file_dropper, file_row
from hydro_mining.app.dispatch.earlier_files import EarlierFiles, InHand
from hydro_mining.app.dispatch.file_options import (
    DOUBTED,
    MEANS_NONE,
    ONE_CLICK,
    FileOptions,
    answers,
    disagreements,
)
from hydro_mining.app.dispatch.file_questions import FileQuestions, open_questions
from hydro_mining.app.dispatch.loaded_prices import (
    LoadedPrices,
    Upload,
    first_rows,
    loaded,
    sample,
    sample_upload,
)
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.prices import FirstRows
from hydro_mining.models import DispatchSection
from hydro_mining.views.markup import hint, loading, notice, table

_LARGEST_FILE = "64MB"
# What a reader may disagree with, although the file or a reader said it.
_OFFERED = ("unit", "timezone")
_OPEN = "What is left open is detected. Nothing here changes until the file is read again."


class PriceFile(WithLayout):
    """Reads what is uploaded; the file in hand stays until another one could be read.

    ``is_accepted`` tells whether a reader wants figures of it: another file is explained first,
    and what it leaves open is asked. Files of before are brought back where an upload is undone.
    """

    section = param.ClassSelector(class_=DispatchSection, constant=True)
    prices = param.ClassSelector(class_=LoadedPrices, doc="The file in hand.")
    zone = param.Selector(objects=[], label="Zone", doc="The one to be shown in detail.")
    is_accepted = param.Boolean(default=True, doc="Whether it is to be computed with.")
    is_settled = param.Boolean(default=True, doc="Whether nothing is asked about it.")

    def __init__(self, section: DispatchSection) -> None:
        super().__init__(section=section)
        self._options = FileOptions()
        # What the section rested on when this was last compared with it.
        self._rested = ("", "")
        self._doubted = ""
        self._message, self._report, self._preview = markup(), markup(), markup()
        self._questions, self._offered = (
            FileQuestions(
                self._options,
                is_offer=is_offer,
                settled=lambda: pn.state.execute(self._read),
                others=lambda: self._settle.open(),
            )
            for is_offer in (False, True)
        )
        self._buttons: dict[str, pmui.Button] = {}
        self._others = flow(visible=False, align_items="center")
        self._settle = LazySection("Settle what the file leaves open", self._settling)
        self._earlier, self._in_hand = EarlierFiles(), self._sample()
        self._hold(self._in_hand)
        self.layout = self._laid_out()
        self.follow_section()

    def _laid_out(self) -> pn.Column:
        return column(
            file_row(
                "Price file (CSV, also as .gz), at most 64 MB:",
                file_dropper(_LARGEST_FILE, self._uploaded),
                small_button("Use the sample year", self._take_sample, margin=(10, 6)),
                width=290,
            ),
            self._message,
            self._questions,
            self._preview,
            self._others,
            self._offered,
            side_by_side(
                LazySection("What was understood of the file", lambda: [self._report]).layout,
                self._settle.layout,
            ),
        )

    @param.depends("section.settings", watch=True)
    def follow_section(self) -> None:
        """Take the file that the section rests on after an undo; the sample where it is not held.

        A record names a file, which it does not hold.
        """
        settings = self.section.settings
        rests = (settings.prices_name, settings.prices_sha256)
        if rests == self._rested:
            return
        self._rested = rests
        name, sha256 = rests
        if sha256 == self.prices.sha256 and bool(name) == bool(self.prices.name):
            return
        found = self._earlier.of(name, sha256)
        if found is not None:
            self._bring_back(found)
            return
        self._hold(self._sample())
        if name:
            said = f"The record rests on the prices of {one_line(name)}, which it does not hold."
            self._message.object += notice(
                [f"{said} Upload that file to see its figures; until then these are the sample's."],
                tone="warn",
            )

    def accept(self) -> None:
        """Take the file for figures, unless something is asked about it."""
        if self.is_settled:
            self.is_accepted = True

    @param.depends("prices", watch=True)
    def explain(self) -> None:
        """Say what was understood of the file in hand."""
        report, count = self.prices.read.report, len(self.prices.zones)
        said = (
            f"{self.prices.title}: {report.rows_used:,} prices of {count:,} "
            f"{'zone' if count == 1 else 'zones'} in "
            f"{report.currency or 'a currency that is not named'} per {report.unit}; "
            f"{report.times_in_words}."
        )
        is_sample = self.prices.is_sample
        asked = [] if is_sample else open_questions(report)
        self._questions.ask(asked)
        self.is_settled = not asked
        doubted = next(iter(report.doubted_values), "")
        self._offer([] if is_sample else disagreements(report), doubted)
        self._offered.ask([] if is_sample else [o for o in _OFFERED if o not in asked])
        self._show_rows(FirstRows() if is_sample else self.prices.first_rows, self.prices.title)
        told = [] if is_sample else [report.told_in_words]
        self._message.object = notice([said, *told, *report.comments], tone="info") + notice(
            (*report.left_out(), *report.notes), tone="warn"
        )
        self._report.object = table(
            ["", "Understood"],
            [list(row) for row in report.understood()],
            caption=self.prices.title,
            has_remarks=True,
        )

    def zone_select(self) -> pmui.Select:
        """Return the choice of a zone, which is seen where there are several."""
        return pmui.Select.from_param(
            self.param.zone,
            size="small",
            width=240,
            margin=(8, 10),
            visible=self.param.prices.rx.pipe(lambda prices: len(prices.zones) > 1),
        )

    def _show_rows(self, first: FirstRows, title: str) -> None:
        """Show how a file begins."""
        caption = f"First rows of {one_line(title)}"
        self._preview.object = table(first.headings, first.rows, caption=caption) * bool(first.rows)

    def _settling(self) -> list[Any]:
        again = small_button(
            "Read the file again", lambda: pn.state.execute(self._read), margin=(10, 6)
        )
        return [
            markup(hint(_OPEN)),
            flow(*self._options.widgets(), again),
        ]

    async def _uploaded(self, name: str, data: bytes) -> None:
        if name != self._upload.name:
            self._options.reset()
        self._upload = Upload(name, data, is_sample=False)
        await self._read()

    def _take_sample(self) -> None:
        self._take(replace(self._sample(), is_accepted=False))
        self.explain()  # the sample may have been in hand, with a refused file's message

    def _sample(self) -> InHand:
        """Return to the sample year, of which nothing is left open."""
        self._upload = sample_upload()
        self._options.reset()
        self._options.offer_columns(sample().first_rows.headings)
        return self._with(sample(), is_accepted=True)

    def _bring_back(self, file: InHand) -> None:
        """Hold a file again as it was, with what was settled about it."""
        self._upload = file.upload
        self._options.reset()
        self._options.offer_columns(file.prices.first_rows.headings)
        self._options.offer_zones(file.prices.zones)
        self._options.param.update(**file.settled)
        self._hold(file)

    def _take(self, file: InHand) -> None:
        """Take what a reader has asked for, and tell the section what its figures rest on."""
        self._hold(file)
        name, sha256 = self._rested = file.prices.name, file.prices.sha256
        self.section.param.update(prices_name=name, prices_sha256=sha256)

    def _with(self, prices: LoadedPrices, *, is_accepted: bool) -> InHand:
        """Return prices with the upload and the options that they were read of."""
        return InHand(
            upload=self._upload,
            prices=prices,
            settled=self._options.settled(),
            zone=prices.zones[0],
            is_accepted=is_accepted,
        )

    def _hold(self, file: InHand) -> None:
        if self.prices is not None:
            chosen = {"zone": self.zone, "is_accepted": self.is_accepted}
            self._earlier.keep(replace(self._in_hand, **chosen))
        self._in_hand = file
        self.param.zone.objects = file.prices.zones
        self.param.update(prices=file.prices, zone=file.zone, is_accepted=file.is_accepted)

    async def _read(self) -> None:
        upload = self._upload
        self._message.object = loading(f"Reading {len(upload.data) / 1e6:,.1f} MB …")
        try:
            prices = await asyncio.to_thread(loaded, upload, self._options.frozen())
        except InputError as error:
            skipped = self._options.skip_lines or 0
            first = await asyncio.to_thread(first_rows, upload, skipped)
            if upload is self._upload:
                self._options.offer_columns(first.headings)
                self._refuse(error)
                self._show_rows(first, upload.name)
            return
        if upload is self._upload:  # or else a later file is being read
            self._options.offer_columns(prices.first_rows.headings)
            self._options.offer_zones(prices.zones)
            self._take(self._with(prices, is_accepted=False))

    def _refuse(self, error: InputError) -> None:
        """Say why a file is not taken, with the controls that are a way out in view."""
        said = f"Not taken, the prices are as before: {self._options.named(error).sentence}"
        self._message.object = notice([said], tone="warn")
        self._questions.ask([])
        asked = self._options.asked(error)
        self._offer(answers(asked), str(error.value))
        self._offered.ask([] if asked is None else [asked])
        if asked is not None:
            self._settle.open()

    def _offer(self, titles: Collection[str], doubted: str) -> None:
        """Show the buttons for what else a file, and a number in it, may mean."""
        self._doubted = doubted
        if titles and not self._buttons:
            self._buttons = {
                title: small_button(title, partial(self._read_as, title), margin=(10, 6))
                for title in ONE_CLICK
            }
            # Shown and hidden: one that is replaced while it is pressed makes Bokeh warn.
            said = markup(hint("Read it otherwise:"), sizing_mode=None, width=120)
            self._others[:] = [said, *self._buttons.values()]
        if doubted and self._buttons:
            self._buttons[MEANS_NONE].label = f"{doubted} means no price"
        self._others.visible = bool(titles)
        for title, button in self._buttons.items():
            button.visible = title in titles

    def _read_as(self, title: str) -> None:
        settled = ONE_CLICK[title].items()
        self._options.param.update(
            **{name: self._doubted if value is DOUBTED else value for name, value in settled}
        )
        pn.state.execute(self._read)
