"""The growth model's yearly figures per MW, and where their own accounts are off."""

from dataclasses import dataclass, fields
from numbers import Integral

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.exceptions import InputError

_MOST_YEARS = 50
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LARGEST_AMOUNT = 1e15
_MAY_BE_NEGATIVE = ("net_profits",)
_MUST_BE_POSITIVE = ("btc_price",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthTable:
    """Figures of N consecutive years for 1 MW of mining power; money in US dollars.

    Parameters
    ----------
    year : (N,)
        Calendar years, ascending without a gap.
    btc_price : (N,) [$/BTC]
    btc_per_mw : (N,) [BTC/MW]
    gross_rev, energy_cost, opex, capex_amort, tot_costs, taxes, net_profits : (N,) [$/MW]
        Amounts of the year. Totals are kept as stated, also where they do not add up.
    capex_tot : (N,) [$/MW]
        Invested once, in the first year; the later rows repeat it.

    Raises
    ------
    InputError
        If a year is missing, or a figure is not finite or out of its range.
    """

    year: tuple[int, ...]
    btc_price: Floats
    btc_per_mw: Floats
    gross_rev: Floats
    energy_cost: Floats
    opex: Floats
    capex_amort: Floats
    tot_costs: Floats
    capex_tot: Floats
    taxes: Floats
    net_profits: Floats

    def __post_init__(self) -> None:
        self._check_years()
        object.__setattr__(self, "year", tuple(map(int, self.year)))
        for item in fields(self)[1:]:
            object.__setattr__(self, item.name, self._checked(item.name))

    @property
    def accounts_gap(self) -> Floats:
        """Gross revenue less total costs and taxes, less the stated net profit (N,) [$/MW]."""
        gap: Floats = self.gross_rev - self.tot_costs - self.taxes - self.net_profits
        return gap

    def _check_years(self) -> None:
        if not 1 <= len(self.year) <= _MOST_YEARS:
            raise InputError("growth_table", f"a table of 1 to {_MOST_YEARS} years", len(self.year))
        for index, year in enumerate(self.year):
            is_year = isinstance(year, Integral) and _FIRST_YEAR <= year <= _LAST_YEAR
            if not is_year:
                rule = f"a whole number from {_FIRST_YEAR} to {_LAST_YEAR}"
                raise InputError(f"growth_table[{index}].year", rule, year)
            if year != self.year[0] + index:
                rule = f"{self.year[0] + index}: one row a year, in order, without a gap"
                raise InputError(f"growth_table[{index}].year", rule, year)

    def _checked(self, name: str) -> Floats:
        try:
            values = read_only(getattr(self, name))
        except (TypeError, ValueError) as error:
            rule = f"{len(self.year)} figures"
            raise InputError(f"growth_table.{name}", rule, getattr(self, name)) from error
        if values.shape != (len(self.year),):
            raise InputError(f"growth_table.{name}", f"{len(self.year)} figures", values.shape)
        unit = {"btc_price": "$/BTC", "btc_per_mw": "BTC/MW"}.get(name, "$/MW")
        for year, value in zip(self.year, values.tolist(), strict=True):
            if not _is_legal(name, value):
                raise InputError(f"growth_table[{year}].{name}", f"{_rule(name)} ({unit})", value)
        return values


def _is_legal(name: str, value: float) -> bool:
    if not np.isfinite(value) or abs(value) > _LARGEST_AMOUNT:
        return False
    return name in _MAY_BE_NEGATIVE or value > 0 or (value == 0 and name not in _MUST_BE_POSITIVE)


def _rule(name: str) -> str:
    if name in _MAY_BE_NEGATIVE:
        return f"a number between ±{_LARGEST_AMOUNT:,.0f}"
    bound = "above 0 up to" if name in _MUST_BE_POSITIVE else "from 0 to"
    return f"a number {bound} {_LARGEST_AMOUNT:,.0f}"
