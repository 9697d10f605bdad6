"""What each column of a price file is."""

from dataclasses import dataclass

from hydro_mining.imports.times import TimeColumns


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns by number, and what the form settles for prices that do not say.

    Attributes
    ----------
    form
        A key of ``FORM_NAMES``.
    times
        The columns that tell the time of a row.
    prices
        Columns with prices, the preferred one first; with ``wide`` one a zone.
    zone, zone_type
        Name of the price zone, and which of the prices of that name.
    component
        Names the parts of a price; rows of ``LMP`` have the whole of it.
    sequence
        Tells two rows of one interval apart.
    currency
        The form's own; None if it has none.
    notes
        Sentences on what headings say and options overrule.
    """

    form: str
    times: TimeColumns
    prices: tuple[int, ...]
    wide: bool = False
    zone: int | None = None
    zone_type: int | None = None
    component: int | None = None
    sequence: int | None = None
    currency: str | None = None
    notes: tuple[str, ...] = ()
