"""How uncertain each input is taken to be, with where the defaults are from."""

from typing import Any

from panel.viewable import Viewer

from hydro_mining.app.components.field import Field
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.components.markup import markup
from hydro_mining.economics.risk import Risk
from hydro_mining.models import Study
from hydro_mining.views.markup import hint, table
from hydro_mining.views.risk_sources import term_rows

_WORDS = (
    "The swing of a year: with 60 % two futures in three lie within about 0.6 up or down in the "
    "logarithm of the price after a year. With all at 0 and an uptime of 100 % every future is "
    "the study itself. What you enter is kept with the study, in its records and links."
)


class TermsEditor(Viewer):
    """An entry a term, and the table of sources."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._is_built = False
        self._table = markup()

    def __panel__(self) -> Any:
        """Return the table."""
        return self._table

    def build(self) -> list[Any]:
        """Return the entries, which are made now, and the table."""
        risk = self._study.risk
        fields = [Field(self._study, risk, name) for name in risk.fields()]
        for field in fields:
            field.entry.param.update(sizing_mode=None, width=250)
        self._is_built = True
        self.follow()
        return [
            markup(hint(_WORDS)),
            flow(*(field.entry for field in fields), margin=(0, 6)),
            self._table,
        ]

    def follow(self) -> None:
        """Show the terms in use, if they are there."""
        if not self._is_built:
            return
        terms = self._study.settings.risk or Risk()
        self._table.object = table(
            *term_rows(terms), caption="What is drawn, and where it is from", has_remarks=True
        )
