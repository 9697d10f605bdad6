"""What stands at the head of all that leaves the screen: whose site, for whom, by whom, when."""

import datetime as dt
from dataclasses import dataclass

from hydro_mining.economics.checking import check_text
from hydro_mining.economics.sections import record_section
from hydro_mining.exceptions import InputError

_LONGEST = 120


@record_section("title_block")
@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBlock:
    """The title block of reports; what is empty is left out.

    ``date`` is the report's own; None is the day of its run record.

    Raises
    ------
    InputError
        If a text has several lines or is too long, or the date is none.
    """

    plant: str = ""
    client: str = ""
    author: str = ""
    date: dt.date | None = None

    def __post_init__(self) -> None:
        for name in ("plant", "client", "author"):
            text = getattr(self, name)
            check_text(name, text)
            if len(text) > _LONGEST:
                raise InputError(name, f"a line of at most {_LONGEST} characters", text)
        if self.date is not None and type(self.date) is not dt.date:
            raise InputError("date", "a date such as 2026-11-21", self.date)
