"""What replaces the yearly table: upload, download and the way back."""

from collections.abc import Sequence

import panel as pn
import param
from panel.viewable import Viewer

from hydro_mining.app.components.blocks import download_button, small_button
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import table_upload
from hydro_mining.exceptions import InputError
from hydro_mining.imports.growth_table import read_growth_table, write_growth_table
from hydro_mining.models import GrowthSection
from hydro_mining.views.markup import hint, notice

_COLUMNS = (
    "A CSV with a row a year and figures for 1 MW in US dollars: year, btc_price, btc_per_mw, "
    "gross_rev, energy_cost, opex, capex_amort, tot_costs, capex_tot, taxes, net_profits. "
    "Revenue, coin, total costs and net profit are derived where they are missing."
)


class OwnTable(Viewer):
    """A reader's own yearly table in the place of the built-in one."""

    section = param.ClassSelector(class_=GrowthSection, constant=True)
    upload = param.ClassSelector(class_=pn.widgets.FileInput, constant=True, allow_refs=False)

    def __init__(self, section: GrowthSection) -> None:
        upload = table_upload("Upload a yearly table", margin=(10, 6))
        super().__init__(section=section, upload=upload)
        self._message = markup()

    def __panel__(self) -> pn.Column:
        """Return the upload with its explanation, the download, the way back and what was said."""
        download = download_button(
            "Download the table in use",
            "growth_table.csv",
            lambda: write_growth_table(self.section.table),
            width=250,
        )
        back = small_button("Back to the built-in table", self._take_built_in)
        return column(
            markup(hint(_COLUMNS)),
            pn.FlexBox(self.upload, download, back, align_items="center"),
            self._message,
        )

    @param.depends("section.table", watch=True)
    def forget(self) -> None:
        """Say nothing of a table that is no longer in use."""
        self._message.object = ""

    @param.depends("upload.value", watch=True)
    def take_upload(self) -> None:
        """Take the table that was uploaded, or say why not."""
        data = self.upload.value
        if data is None:
            return
        try:
            read = read_growth_table(data)
        except InputError as error:
            self._say([f"Not taken, the table is as before: {error.sentence}"], tone="warn")
        else:
            self.section.replace_table(read.table)
            self._say(read.report.sentences(), tone="info")
        self.upload.value = None  # so that the same file can be uploaded again

    def _take_built_in(self) -> None:
        self.section.replace_table(None)
        self._say(["The built-in table is in use."], tone="info")

    def _say(self, sentences: Sequence[str], *, tone: str) -> None:
        self._message.object = notice(sentences, tone=tone)
