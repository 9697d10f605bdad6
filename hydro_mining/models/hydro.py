"""What a reader enters of water and grid, for the plan of the study."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import param

from hydro_mining.economics.hydro import (
    WATER_SOURCES,
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    Penstock,
)
from hydro_mining.economics.inputs import Site
from hydro_mining.economics.load_profile import LoadProfile, days_of_months
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.models.parameters import default_of, input_parameter
from hydro_mining.models.section import Group, Section
from hydro_mining.models.study import Study

__all__ = [
    "NO_WATER",
    "PRICE_SOURCES",
    "GridInputs",
    "HydroSection",
    "WaterInputs",
    "check_plan",
    "typical_power_kw",
]

_Pair: TypeAlias = tuple[HydroInputs | None, MarketInputs | None]

_YEAR = 2025  # of 365 days
NO_WATER = "none"
PRICE_SOURCES = ("study", "number", "months", "series")
_RESIDUAL_RULES = ("flow", "months", "exceedance", "hands_off")


def _optional(name: str, *, high: float) -> param.Number:
    return input_parameter(name, default=None, softbounds=(0, high), step=0.1, is_optional=True)


def _own(frozen: type, name: str, *, high: float) -> param.Number:
    return input_parameter(name, default=default_of(frozen, name), softbounds=(0, high), step=0.01)


class WaterInputs(Group):
    """Water and plant: one source of the four is in use, the others are kept as entered."""

    source = param.Selector(
        default=NO_WATER, objects=[NO_WATER, *WATER_SOURCES], label="Water comes from"
    )
    flow_m3_s = param.ClassSelector(class_=Series, allow_None=True)
    monthly_flow_m3_s = param.Parameter(label="River flow by month [m³/s]")
    power_kw = param.ClassSelector(class_=Series, allow_None=True)
    monthly_power_kw = param.Parameter(label="Power by month [kW]")
    flow_scale = _own(HydroInputs, "flow_scale", high=5)
    gross_head_m = _optional("gross_head_m", high=500)
    head_loss_fraction = _own(HydroInputs, "head_loss_fraction", high=0.3)
    penstock = param.ClassSelector(class_=Penstock, allow_None=True, label="Penstock")
    design_flow_m3_s = _optional("design_flow_m3_s", high=20)
    units = input_parameter("units", default=1, softbounds=(1, 6), step=1)
    turbine = param.Parameter(label="Turbine", doc="A type, or a curve of one's own.")
    turbine_coefficient = _own(HydroInputs, "turbine_coefficient", high=6.1)
    jets = input_parameter("jets", default=1, softbounds=(1, 6), step=1)
    minimum_flow_fraction = _optional("minimum_flow_fraction", high=1)
    generator_efficiency = _own(HydroInputs, "generator_efficiency", high=1)
    outage_fraction = _own(HydroInputs, "outage_fraction", high=0.2)
    capacity_kw = _optional("capacity_kw", high=5_000)
    residual_rule = param.Selector(
        default="flow", objects=list(_RESIDUAL_RULES), label="Stays in the river"
    )
    residual_flow_m3_s = _own(HydroInputs, "residual_flow_m3_s", high=2)
    residual_monthly = param.Parameter(label="Residual flow by month [m³/s]")
    exceedance = input_parameter("exceedance", default=0.95, softbounds=(0.5, 1), step=0.01)
    hands_off = input_parameter("hands_off", default=0, softbounds=(0, 2), step=0.01)
    share_above = input_parameter("share_above", default=0, softbounds=(0, 1), step=0.01)

    def frozen(self) -> HydroInputs | None:
        """Return the water in use, None where there is none.

        Raises
        ------
        InputError
            If a value is missing, or the values do not fit together.
        """
        if self.source == NO_WATER:
            return None
        water = getattr(self, self.source)
        if water is None:
            what = "twelve numbers" if self.source.startswith("monthly") else "a file"
            raise InputError(self.source, f"given: {what}", None)
        plant = {name: value for name, value in self.fields().items() if name in _PLANT}
        return HydroInputs(
            **plant, **{self.source: water, "residual_flow_m3_s": self._residual_flow()}
        )

    def _residual_flow(self) -> Any:
        if self.residual_rule == "exceedance":
            return ExceedanceRule(exceedance=self.exceedance)
        if self.residual_rule == "hands_off":
            return HandsOffRule(hands_off=self.hands_off, share_above=self.share_above)
        return self.residual_monthly if self.residual_rule == "months" else self.residual_flow_m3_s

    def take(self, frozen: HydroInputs | None) -> None:
        """Take other water; without any the plant stays as entered."""
        if frozen is None:
            self.source = NO_WATER
            return
        given = (name for name in WATER_SOURCES if getattr(frozen, name) is not None)
        source = next(given, NO_WATER)
        taken: dict[str, Any] = {name: getattr(frozen, name) for name in _PLANT}
        if source != NO_WATER:
            taken[source] = getattr(frozen, source)
        self.param.update(source=source, **taken, **_residual_entries(frozen.residual_flow_m3_s))


_PLANT = frozenset(
    name
    for name in HydroInputs.__slots__
    if name not in WATER_SOURCES and name != "residual_flow_m3_s"
)


def _residual_entries(residual: Any) -> dict[str, Any]:
    if isinstance(residual, ExceedanceRule):
        return {"residual_rule": "exceedance", "exceedance": residual.exceedance}
    if isinstance(residual, HandsOffRule):
        numbers = {"hands_off": residual.hands_off, "share_above": residual.share_above}
        return {"residual_rule": "hands_off", **numbers}
    if isinstance(residual, tuple):
        return {"residual_rule": "months", "residual_monthly": residual}
    return {"residual_rule": "flow", "residual_flow_m3_s": residual}


class GridInputs(Group):
    """What the grid pays and takes; a price in ``currency``, which a file may name."""

    price_source = param.Selector(
        default="study", objects=list(PRICE_SOURCES), label="Export price"
    )
    export_price_gbp_per_mwh = input_parameter(
        "export_price_gbp_per_mwh", default=50, softbounds=(-50, 200), step=1
    )
    monthly_prices = param.Parameter(label="Export price by month [a MWh]")
    price_series = param.ClassSelector(class_=Series, allow_None=True)
    currency = param.String(default="GBP")
    rate_to_gbp = param.Number(default=1.0)
    export_limit_kw = _optional("export_limit_kw", high=5_000)
    generation_payment_gbp_per_mwh = _own(MarketInputs, "generation_payment_gbp_per_mwh", high=200)
    generation_payment_kept_when_mining = param.Boolean(
        default=True, label="Paid on what is mined too"
    )
    deemed_export_fraction = _optional("deemed_export_fraction", high=1)

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
            kept |= {"currency": self.currency, "rate_to_gbp": self.rate_to_gbp}
        made = MarketInputs(export_price_gbp_per_mwh=price, **kept)
        return None if made == MarketInputs() else made

    def take(self, frozen: MarketInputs | None) -> None:
        """Take another grid whole."""
        taken = frozen or MarketInputs()
        price = taken.export_price_gbp_per_mwh
        terms = {name: getattr(taken, name) for name in (*_TERMS, "currency", "rate_to_gbp")}
        if price is None:
            terms["price_source"] = "study"
        elif isinstance(price, Series):
            terms |= {"price_source": "series", "price_series": price}
        elif isinstance(price, tuple):
            terms |= {"price_source": "months", "monthly_prices": price}
        else:
            terms |= {"price_source": "number", "export_price_gbp_per_mwh": price}
        self.param.update(**terms)


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

    def _take(self, settings: _Pair) -> None:
        hydro, market = settings
        self.water.take(hydro)
        self.grid.take(market)

    def _settled(self, settings: _Pair) -> dict[str, Any]:
        if self._is_made and settings != _pair(self.study):
            hydro, market = settings
            check_plan(self.study, hydro, market)
            self._seen = settings
            self.study.plan.param.update(hydro=hydro, market=market)
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
