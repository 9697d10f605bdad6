"""What a reader enters of water and grid, for the plan of the study."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import param

from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.inputs import Site
from hydro_mining.economics.load_profile import LoadProfile, days_of_months
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import (
    input_parameter,
    optional_parameter,
    own_parameter,
)
from hydro_mining.models.section import Group, Section
from hydro_mining.models.study import Study
from hydro_mining.models.water import WaterInputs
from hydro_mining.quantities import POUNDS

_Pair: TypeAlias = tuple[HydroInputs | None, MarketInputs | None]

_YEAR = 2025  # of 365 days
PRICE_SOURCES = ("study", "number", "months", "series")


class GridInputs(Group):
    """What the grid pays and takes; a price in ``currency``, which a file or a record may name.

    A series keeps its own while other prices are in use; a price that is typed is in pounds.
    """

    price_source = param.Selector(
        default="study",
        objects=list(PRICE_SOURCES),
        label="Export price",
        doc="What the grid pays for a MWh: the power price of the sidebar, or prices of its own.",
    )
    export_price_gbp_per_mwh = input_parameter(
        "export_price_gbp_per_mwh", default=50, softbounds=(-50, 200), step=1
    )
    monthly_prices = param.Parameter(label="Export price by month")
    price_series = param.ClassSelector(class_=Series, allow_None=True)
    currency = param.String(default="GBP")
    rate_to_gbp = param.Number(default=1.0)
    rate_as_of = param.Parameter(doc="Day of that rate, None where it was entered.")
    export_limit_kw = optional_parameter("export_limit_kw", high=5_000)
    generation_payment_gbp_per_mwh = own_parameter(
        MarketInputs, "generation_payment_gbp_per_mwh", (0, 200)
    )
    generation_payment_kept_when_mining = param.Boolean(
        default=True,
        label="Paid on what is mined too",
        doc="Whether the payment for generation is due on power that machines use.",
    )
    deemed_export_fraction = optional_parameter("deemed_export_fraction", high=1)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._source = self.price_source
        self._rate_of_series: Mapping[str, Any] = _IN_POUNDS

    def frozen(self) -> MarketInputs | None:
        """Return the grid, None where all is as without one.

        Raises
        ------
        InputError
            If the price is missing, or a value is out of its range.
        """
        price = {
            "study": None,
            "number": self.export_price_gbp_per_mwh,
            "months": self.monthly_prices,
            "series": self.price_series,
        }[self.price_source]
        if price is None and self.price_source != "study":
            raise InputError(
                "export_price_gbp_per_mwh", f"given as {_NEEDS[self.price_source]}", None
            )
        kept = {name: value for name, value in self.fields().items() if name in _TERMS}
        if price is not None:
            kept |= {name: getattr(self, name) for name in _OF_PRICE}
        made = MarketInputs(export_price_gbp_per_mwh=price, **kept)
        return None if made == MarketInputs() else made

    def take(self, frozen: MarketInputs | None) -> None:
        """Take another grid whole."""
        taken = frozen or MarketInputs()
        price = taken.export_price_gbp_per_mwh
        terms = {name: getattr(taken, name) for name in (*_TERMS, *_OF_PRICE)}
        if isinstance(price, Series):
            self._rate_of_series = {name: terms[name] for name in _OF_PRICE}
            terms |= self._typed_at(1.0)
        else:
            terms |= self._typed_at(taken.rate_to_gbp)
        if price is None:
            terms["price_source"] = "study"
        elif isinstance(price, Series):
            terms |= {"price_source": "series", "price_series": price}
        elif isinstance(price, tuple):
            terms |= {"price_source": "months", "monthly_prices": price}
        else:
            terms |= {"price_source": "number", "export_price_gbp_per_mwh": price}
        self._source = terms["price_source"]
        self.param.update(**terms)

    @param.depends("price_source", watch=True)
    def follow_source(self) -> None:
        """Let a series have its own currency; what is typed is in pounds from then on."""
        left, self._source = self._source, self.price_source
        if left == self._source or "series" not in {left, self._source}:
            return
        typed = self._typed_at(1.0, left=left)
        rate = self._rate_of_series if self._source == "series" else _IN_POUNDS
        self.param.update(**rate, **typed)

    def hold_pounds(self) -> None:
        """Take typed prices in pounds, which they come to at the rate that they had."""
        if self.price_source != "series" and self.currency != POUNDS.code:
            self.param.update(**_IN_POUNDS, **self._typed_at(1.0))

    def _typed_at(self, rate_to_gbp: float, *, left: str | None = None) -> dict[str, Any]:
        """Return the typed prices as they are at another rate [£ for one], pounds unmoved."""
        old = 1.0 if (left or self.price_source) == "series" else self.rate_to_gbp
        if old == rate_to_gbp:
            return {}
        factor, months = old / rate_to_gbp, self.monthly_prices
        price = self.export_price_gbp_per_mwh
        return {
            "export_price_gbp_per_mwh": None if price is None else _unrounded(price * factor),
            "monthly_prices": months and tuple(_unrounded(month * factor) for month in months),
        }


def _unrounded(value: float) -> float:
    """Return a number without what a division and a multiplication by a rate leave: 60, not
    60.00000000000001.
    """
    return float(f"{value:.15g}")


# What belongs to a price that is given.
_TYPED_PRICES = ("export_price_gbp_per_mwh", "monthly_prices")
_OF_PRICE = ("currency", "rate_to_gbp", "rate_as_of")
_IN_POUNDS = {name: getattr(MarketInputs(), name) for name in _OF_PRICE}
_NEEDS = {"number": "a number", "months": "twelve numbers", "series": "a file of Dispatch"}
_TERMS = (
    *("export_limit_kw", "generation_payment_gbp_per_mwh"),
    *("generation_payment_kept_when_mining", "deemed_export_fraction"),
)


class HydroSection(Section):
    """Water and grid of a study's plan; the study takes them when a plan can be made of them.

    They are the study's own: run records and links have them with it. What cannot be planned
    with stays here with its problem, and the study keeps what it had.
    """

    study = param.ClassSelector(class_=Study, constant=True)
    water = param.ClassSelector(class_=WaterInputs, constant=True)
    grid = param.ClassSelector(class_=GridInputs, constant=True)

    def __init__(self, study: Study) -> None:
        self._seen = _pair(study)
        self._is_made = False
        water, grid = WaterInputs(), GridInputs()
        water.take(self._seen[0])
        grid.take(self._seen[1])
        super().__init__(study=study, water=water, grid=grid)
        self._is_made = True
        study.param.watch(lambda _: self._follow_study(), "settings")

    def groups(self) -> Mapping[str, param.Parameterized]:
        """Return water and grid under their names in the study."""
        return {"hydro": self.water, "market": self.grid}

    def frozen(self) -> _Pair:
        """Return water and grid as a study has them.

        Raises
        ------
        InputError
            If a value is missing, or values do not fit together.
        """
        return self.water.frozen_at("hydro"), self.grid.frozen_at("market")

    def enter(self, group: param.Parameterized, name: str, value: Any) -> bool:
        """Take what a reader entered; a price then has no other rate than the page's.

        ``value`` is in the grid's currency.
        """
        with self.together():
            is_legal = super().enter(group, name, value)
            if is_legal and group is self.grid and name in _TYPED_PRICES:
                self.grid.hold_pounds()
        return is_legal

    def _take(self, settings: _Pair) -> None:
        hydro, market = settings
        self.water.take(hydro)
        self.grid.take(market)

    def _settled(self, settings: _Pair) -> dict[str, Any]:
        plan = self.study.plan
        # Not what is settled: a plan that is still computed may be of an entry since taken back.
        if self._is_made and settings != (plan.hydro, plan.market):
            hydro, market = settings
            check_plan(self.study, hydro, market)
            self._seen = settings
            plan.param.update(hydro=hydro, market=market)
        return {"settings": settings}

    def _follow_study(self) -> None:
        """Take what the study got from elsewhere, as from a record."""
        found = _pair(self.study)
        if found != self._seen:
            self._seen = found
            self.take(found)


def check_plan(study: Study, hydro: HydroInputs | None, market: MarketInputs | None) -> None:
    """Refuse water and grid that a study could make no plan of.

    What is refused before the study has it never stands in the way of its other entries.

    Raises
    ------
    InputError
        If the water gives no power, or a series has no complete calendar year.
    """
    if hydro is not None or market is not None:
        plan_ground(replace(study.settings, hydro=hydro, market=market))


def typical_power_kw(site: Site, profile: LoadProfile) -> tuple[float, ...]:
    """Return the mean power of each month (12,) [kW] of a site in a typical year.

    The site's average power in the profile's shape, at most the site power.
    """
    mean_kw = site.site_power_kw * site.load_factor
    days = days_of_months(_YEAR)
    power = profile.energy_share(_YEAR) / days * days.sum() * mean_kw
    return tuple(np.minimum(power, site.site_power_kw).round(1).tolist())


def _pair(study: Study) -> _Pair:
    return study.settings.hydro, study.settings.market
