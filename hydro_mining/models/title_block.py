"""Whose site it is, for whom and by whom, as a reader types it once for all reports."""

import param

from hydro_mining.economics.title_block import TitleBlock
from hydro_mining.exceptions import InputError
from hydro_mining.models.section import Section


class TitleBlockSection(Section):
    """The title block of reports; what is empty is left out of them."""

    plant = param.String(default="", label="Plant", doc="Whose site it is.")
    client = param.String(default="", label="Client", doc="For whom the report is.")
    author = param.String(default="", label="Author", doc="Who made it.")
    date = param.CalendarDate(
        default=None, allow_None=True, label="Date", doc="Empty: the day of the figures."
    )

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the section itself."""
        return {"title_block": self}

    def frozen(self) -> TitleBlock:
        """Return the present state as frozen settings.

        Raises
        ------
        InputError
            If a text is too long.
        """
        try:
            return TitleBlock(
                plant=self.plant.strip(),
                client=self.client.strip(),
                author=self.author.strip(),
                date=self.date,
            )
        except InputError as error:
            raise error.under("title_block") from error

    def _take(self, settings: TitleBlock) -> None:
        self.param.update(**{name: getattr(settings, name) for name in self._fields_of(self)})
