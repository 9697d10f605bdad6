"""A list of machines from a file, to a file, and back to the built-in one: always asked first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import param

from hydro_mining.app.components.blocks import download_button, small_button
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.question import Question
from hydro_mining.app.components.uploads import table_upload
from hydro_mining.app.overview.list_date import ListDate
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_catalogue
from hydro_mining.imports.catalogue import (
    CatalogueImport,
    import_catalogue,
    list_price_columns,
    write_catalogue,
)
from hydro_mining.models import Case
from hydro_mining.quantities import formatted, heading
from hydro_mining.views.markup import hint, table

# What a list that was read is previewed by.
_PREVIEWED = ("hashrate_ths", "power_w", "price_gbp")
_MOST_SHOWN = 5
_BACK = "Undo takes it back."
_SEVERAL_PRICES = (
    "The list has several prices a machine. Which is yours to pay? Nothing is taken yet."
)


class ListExchange(param.Parameterized):
    """``questions`` stand above what they are asked of, ``buttons`` where files are exchanged.

    ``taken`` makes a change and tells whether it was legal; ``say`` shows sentences.
    """

    case = param.ClassSelector(class_=Case, constant=True)

    def __init__(
        self,
        case: Case,
        *,
        taken: Callable[[Callable[[], None]], bool],
        say: Callable[..., None],
    ) -> None:
        super().__init__(case=case)
        self._catalogue = case.study.catalogue
        self._taken, self._say = taken, say
        self._date = ListDate(self._ask)
        self._question = Question(keep="Keep the list as it is")
        self.questions = column(self._date, self._question)
        self._built_in = small_button(
            "Back to the built-in list", self._ask_built_in, margin=(6, 6)
        )
        upload = table_upload("Upload machines", margin=(10, 6))
        upload.param.watch(self._uploaded, "value")
        self.buttons = [
            markup(hint("Upload machines:"), sizing_mode=None, width=130),
            upload,
            download_button(
                "Download all machines",
                "miners.csv",
                lambda: write_catalogue(self._catalogue.entries),
                width=230,
            ),
            self._built_in,
        ]
        self.follow_catalogue()

    @param.depends("case.study.catalogue.entries", watch=True)
    def follow_catalogue(self) -> None:
        """Offer the way back where the list is another than the built-in one."""
        self._built_in.visible = self._catalogue.entries != bundled_catalogue()

    def _uploaded(self, event: param.parameterized.Event) -> None:
        if event.new is None:
            return
        data: Any = event.new
        event.obj.value = None  # so that the same file can be uploaded again
        self._date.drop()
        self._question.drop()
        self._read(data)

    def _read(self, data: bytes, price_column: str | None = None) -> None:
        """Ask for what a list leaves open, then whether it is to be taken."""
        try:
            read = import_catalogue(data, price_column=price_column)
        except InputError as error:
            if error.option == "price_column":
                self._say("")
                by_heading = {
                    one: partial(self._read, data, one) for one in list_price_columns(data)
                }
                self._question.ask(_SEVERAL_PRICES, by_heading)
            else:
                self._refuse(error)
            return
        n_undated = sum(not quote.price_date for entry in read.entries for quote in entry.quotes)
        if n_undated:
            self._say("")
            again = partial(import_catalogue, data, price_column=price_column)
            self._date.ask(lambda price_date: again(price_date=price_date), n_undated)
        else:
            self._ask(read)

    def _ask(self, read: CatalogueImport) -> None:
        """Ask whether a list that was read replaces the machines or joins them."""
        count, old = len(read.entries), len(self._catalogue.entries)
        try:
            self._catalogue.check(read.entries)
            headings = [heading(name, self.case.currency) for name in _PREVIEWED]
            rows = [self._preview(entry) for entry in read.entries[:_MOST_SHOWN]]
        except InputError as error:
            self._refuse(error)
            return
        self._say(*read.notes)
        self._question.ask(
            f"Machines read: {count:,}. Nothing is taken yet.",
            {
                self._addition(read.entries): lambda: self._take(read, self._catalogue.join),
                f"Replace all {old:,}": lambda: self._take(read, self._catalogue.replace),
            },
            preview=table(
                ["Machine", *headings], rows, caption=f"The first {len(rows)} of {count:,}"
            ),
        )

    def _addition(self, entries: Sequence[CatalogueEntry]) -> str:
        """Return what adding a list would do: those of a known name take its place."""
        known = {entry.name.casefold() for entry in self._catalogue.entries}
        updated = sum(entry.name.casefold() in known for entry in entries)
        if not updated:
            return f"Add {len(entries):,}"
        added = len(entries) - updated
        return f"Add {added:,}, update {updated:,}" if added else f"Update {updated:,}"

    def _ask_built_in(self) -> None:
        built_in, old = bundled_catalogue(), len(self._catalogue.entries)
        self._question.ask(
            f"Your list of {old:,} would give way to the {len(built_in):,} built-in machines.",
            {
                "Use the built-in list": lambda: self._take(
                    CatalogueImport(entries=built_in, notes=()), self._catalogue.replace
                )
            },
        )

    def _take(
        self, read: CatalogueImport, change: Callable[[Sequence[CatalogueEntry]], None]
    ) -> None:
        if self._taken(lambda: change(read.entries)):
            entries = self._catalogue.entries
            in_use = sum(entry.use for entry in entries)
            self._say(f"Machines: {len(entries):,}; in use: {in_use:,}. {_BACK}", *read.notes)

    def _refuse(self, error: InputError) -> None:
        def refused() -> None:
            raise error

        self._taken(refused)

    def _preview(self, entry: CatalogueEntry) -> list[str]:
        price = entry.asking_price_gbp(self._catalogue.gbp_per(self.case.study.network.usd_to_gbp))
        return [
            entry.name,
            formatted("hashrate_ths", entry.hashrate_ths),
            formatted("power_w", entry.power_w),
            "no price" if price is None else formatted("price_gbp", price, self.case.currency),
        ]
