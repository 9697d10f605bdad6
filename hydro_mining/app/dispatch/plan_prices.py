"""The loaded prices for the study's plan: one file serves both."""

import asyncio
from dataclasses import replace
from typing import Any

import panel as pn
import param

from hydro_mining.app.components.blocks import small_button
from hydro_mining.app.components.layouts import WithLayout
from hydro_mining.app.components.markup import markup
from hydro_mining.app.dispatch.loaded_prices import LoadedPrices
from hydro_mining.app.dispatch.price_file import PriceFile
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.imports.example_water import made_up_prices
from hydro_mining.imports.prices import in_standard_time
from hydro_mining.models import Case
from hydro_mining.models.hydro import check_plan
from hydro_mining.quantities import POUNDS
from hydro_mining.views.markup import loading, notice

_TAKEN = "The plan on Hydro now exports at these prices"
_REFUSED = "Not taken, the plan's prices are as before"


class PlanPrices(WithLayout):
    """A button that gives a zone's prices to the study, whose market they become the price of."""

    case = param.ClassSelector(class_=Case, constant=True)
    file = param.ClassSelector(class_=PriceFile, constant=True)

    def __init__(self, case: Case, file: PriceFile) -> None:
        super().__init__(case=case, file=file)
        self._said = markup()
        button = small_button(
            "Use these prices for the plan",
            lambda: pn.state.execute(self.take),
            margin=(8, 10),
            disabled=file.param.is_settled.rx.not_(),
        )
        self.layout = pn.FlexBox(button, self._said, align_items="center")

    @param.depends("file.prices", "file.zone", watch=True)
    def forget(self) -> None:
        """What was said is of other prices."""
        self._said.object = ""

    async def take(self) -> None:
        """Put the prices in the plan, unless none can be made of them."""
        prices, zone, study = self.file.prices, self.file.zone, self.case.study
        self._said.object = loading("Putting the prices on the plan's clock …")
        try:
            series = await asyncio.to_thread(_in_the_plan, prices, zone)
            market = self._market(series, prices.read.currency)
            await asyncio.to_thread(check_plan, study, study.plan.hydro, market)
            # Made anew: what was entered while it was checked stays.
            market = self._market(series, prices.read.currency)
        except InputError as error:
            self._said.object = notice([f"{_REFUSED}: {error.sentence}"], tone="bad")
            return
        if not self.case.is_closed:
            study.plan.market = market
            self._said.object = notice([_said(prices.read.currency)], tone="info")

    def _market(self, series: Series, code: str | None) -> MarketInputs:
        """Return the grid as it is now entered, at these prices."""
        entered = self.case.study.plan.market or MarketInputs()
        return replace(entered, export_price_gbp_per_mwh=series, **self._rate(code))

    def _rate(self, code: str | None) -> dict[str, Any]:
        """Return the currency of the prices, pounds if none is named, with its rate and day."""
        currency = code or POUNDS.code
        study = self.case.study
        rates = study.catalogue.gbp_per(study.settings.network.usd_to_gbp)
        if currency not in rates:
            known = ", ".join(sorted(rates))
            raise InputError("currency", f"one with a rate to the pound: {known}", currency)
        day = self.case.day_of_rate(currency)
        return {"currency": currency, "rate_to_gbp": rates[currency], "rate_as_of": day}


def _in_the_plan(prices: LoadedPrices, zone: str) -> Series:
    if prices.is_sample:
        return made_up_prices()[0]
    series = in_standard_time(prices.read.series[zone], source=prices.name)
    return replace(series, source_sha256=prices.sha256)


def _said(code: str | None) -> str:
    unnamed = "" if code else f"; the file names no currency, so they are taken as {POUNDS.code}"
    return f"{_TAKEN}{unnamed}."
