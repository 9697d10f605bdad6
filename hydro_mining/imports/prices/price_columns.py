"""Which column's prices are taken, in what currency and per what unit."""

import re
from dataclasses import dataclass

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.cell_units import UNIT_RULE, unit_above, unit_in_cells
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.prices.price_unit import PriceUnit, price_unit
from hydro_mining.imports.prices.time_forms import holds_numbers
from hydro_mining.imports.prices.unit_words import includes_tax, unread_beside_unit
from hydro_mining.imports.tables import Table, listed
from hydro_mining.imports.units import OTHER_DOLLARS

_SITE = "site"
_TAXED = "The heading “{}” says that prices include a tax: what the site pays may be less."


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceColumns:
    """The chosen columns.

    Attributes
    ----------
    columns
        Numbers of the columns in use; several where there is one a zone.
    zones
        Zone of each; empty where a column of the file names the zones.
    available
        Headings of all columns with prices.
    currency
        ISO code; None if it is not known.
    unit, unit_evidence
        Unit of energy that they are per, as it is named, None if it is not; and who names it.
    per_mwh
        What figures are multiplied with to be per MWh.
    cell_mark
        What names the unit beside each figure; empty if nothing does.
    notes
        Sentences on what was taken for granted or converted.
    """

    columns: tuple[int, ...]
    zones: tuple[str, ...]
    available: tuple[str, ...]
    currency: str | None
    unit: str | None
    unit_evidence: str
    per_mwh: float
    cell_mark: str
    notes: tuple[str, ...]


def choose_price_columns(table: Table, layout: Layout, options: PriceOptions) -> PriceColumns:
    """Return the columns that the options choose: real-time ones where nothing else is said.

    Raises
    ------
    InputError
        If the option's column or currency is not there, or it cannot be told which is meant.
    """
    headings = Headings(table.headings)
    columns, notes = _chosen(headings, table, layout, options)
    headings.check_once((*columns, *layout.times.columns), table)
    said = price_unit(headings.texts[columns[0]])
    place = f"line {table.heading_line}, column {headings.texts[columns[0]]}"
    unread = said.unknown or unread_beside_unit(headings.texts[columns[0]])
    if unread and options.unit is None:
        raise InputError(place, UNIT_RULE, unread, option="unit")
    if options.unit is None and layout.form == "plain" and headings.is_amount(columns[0]):
        raise InputError(place, UNIT_RULE, "an amount of money", option="unit")
    currency = options.currency or said.currency or layout.currency
    unit = price_unit(options.unit) if options.unit else said
    unit, mark = unit_in_cells(table, columns[0], unit)
    if unit.energy is None and layout.form == "plain":
        unit = unit_above(table, unit)
    currency = currency or unit.currency
    if options.currency is None:
        currency = (price_unit(options.unit).currency if options.unit else None) or currency
    notes += _notes(layout, said, options, unit)
    if includes_tax(headings.texts[columns[0]]):
        notes += (_TAXED.format(headings.texts[columns[0]]),)
    return PriceColumns(
        columns=columns,
        zones=_zones(headings, layout, columns),
        available=tuple(headings.texts[c] for c in layout.prices),
        currency=currency,
        unit=unit.energy,
        unit_evidence=_unit_evidence(layout, options, said.energy, unit.energy),
        per_mwh=unit.per_mwh,
        cell_mark=mark,
        notes=notes,
    )


def _chosen(
    headings: Headings, table: Table, layout: Layout, options: PriceOptions
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    used = {*layout.times.columns, layout.zone}
    others = (c for c in range(len(headings.texts)) if c not in used and holds_numbers(table, c))
    numeric = tuple(others)
    there = layout.prices or numeric
    if options.price_column is not None:
        return (headings.named("price_column", options.price_column, there),), ()
    columns, notes = _in_currency(headings, layout, options.currency)
    if layout.wide or len(columns) > 1:
        columns = tuple(c for c in columns if headings.is_real_time(c)) or columns
    if layout.wide:
        return columns, notes
    if len(columns) == 1 or (columns and layout.form != "plain"):
        _check_is_power(headings, table, numeric, columns[0])
        return columns[:1], notes
    wordy = (c for c in range(len(headings.texts)) if c not in used and headings.is_price(c))
    for column in () if there else wordy:
        raise table.refusal(0, column, "a number, or empty", table.cell(0, column))
    if not there or all(map(headings.is_quantity, there)):
        rule = "with a column of prices such as EUR/MWh, or the option {option}"
        raise InputError("file", rule, listed(headings.texts), option="price_column")
    raise InputError("price_column", f"one of {listed(headings.texts[c] for c in there)}", None)


def _check_is_power(headings: Headings, table: Table, there: tuple[int, ...], column: int) -> None:
    """Refuse a price of gas, of reserves or of another good unless the option names it."""
    if headings.is_other_good(column):
        place = f"line {table.heading_line}, column {headings.texts[column]}"
        named = listed(headings.texts[c] for c in there)
        rule = f"a price of power, or the option {{option}} names the column: {named}"
        raise InputError(place, rule, headings.texts[column], option="price_column")


def _in_currency(
    headings: Headings, layout: Layout, currency: str | None
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the columns whose heading names the currency, or the first that one does."""
    said = {c: _named_currency(headings.texts[c], currency) for c in layout.prices}
    there = list(dict.fromkeys(name for name in said.values() if name))
    if not there or (currency is None and len(there) == 1):
        return layout.prices, ()
    if currency is not None and currency not in there:
        rule = f"{' or '.join(there)}, which the headings name (nothing is converted)"
        raise InputError("currency", rule, currency)
    taken = currency or there[0]
    note = f"Headings name {' and '.join(there)}: {taken} is taken; the currency can be chosen."
    columns = tuple(c for c in layout.prices if said[c] in {taken, None})
    return columns, () if currency else (note,)


def _named_currency(heading: str, currency: str | None) -> str | None:
    """Return the currency of a heading, whose $ may be the one that is given."""
    is_sign_alone = "$" in heading and not re.search(r"us\$|usd|u\.s\.", heading.casefold())
    if currency in OTHER_DOLLARS and is_sign_alone:
        return currency
    return price_unit(heading).currency


def _zones(headings: Headings, layout: Layout, columns: tuple[int, ...]) -> tuple[str, ...]:
    if layout.form == "nordpool" and layout.wide:
        return tuple(headings.texts[c].split(" ")[0] for c in columns)
    if layout.wide and len(columns) > 1:
        return tuple(headings.without_market(c) for c in columns)
    return () if layout.zone is not None else (_SITE,)


def _notes(
    layout: Layout, said: PriceUnit, options: PriceOptions, unit: PriceUnit
) -> tuple[str, ...]:
    notes = []
    if unit.per_mwh != 1.0:
        notes.append(f"Prices per {unit.energy} are multiplied by {unit.per_mwh:g} to be per MWh.")
    if unit.energy is None and layout.form == "plain":
        notes.append("No unit is named: prices are taken as per MWh.")
    is_named = said.currency or options.currency or _unit_currency(options)
    if layout.form == "nordpool" and not is_named:
        notes.append("No currency is named: prices are taken as EUR, as Nord Pool's are.")
    if options.unit is not None and _contradicts(said, unit):
        told = " and ".join(filter(None, (said.currency, said.energy)))
        notes.append(f"The heading names {told}; prices are in {options.unit}, as is given: check.")
    return tuple(notes)


def _contradicts(said: PriceUnit, given: PriceUnit) -> bool:
    """Return whether a heading names another unit or currency than the option."""
    is_other_unit = said.energy is not None and said.per_mwh != given.per_mwh
    return is_other_unit or None is not said.currency != (given.currency or said.currency)


def _unit_evidence(
    layout: Layout, options: PriceOptions, in_heading: str | None, energy: str | None
) -> str:
    if options.unit is not None:
        return "given"
    if energy is not None:
        return "from the heading" if in_heading else "from the cells or the lines above"
    return "assumed" if layout.form == "plain" else "from the form"


def _unit_currency(options: PriceOptions) -> str | None:
    return price_unit(options.unit).currency if options.unit else None
