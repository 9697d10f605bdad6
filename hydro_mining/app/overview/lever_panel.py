"""What would make the site pay, each with a click that sets it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled
from hydro_mining.economics import Evaluation
from hydro_mining.economics.market import MarketInputs
from hydro_mining.models import Study
from hydro_mining.views.levers import Lever, lever_row, levers_title

_EXPORT = "export_price_gbp_per_mwh"
_KEYS = ("power_price_gbp_per_kwh", _EXPORT, "miner_price_gbp", "btc_price_usd")


class LeverPanel(Styled, JSComponent):
    """A line an input whose value decides, with the button that sets it.

    It is one model: a button of its own for each costs a page its time.
    """

    heading = param.String(default="", doc="HTML of what stands above them.")
    lines = param.List(default=[], doc="A key, HTML and the button's label each; empty for none.")
    is_drawn = param.Boolean(default=False, doc="Set by the browser.")

    _esm: ClassVar[str] = asset("lever_lines.js")

    def __init__(self, study: Study) -> None:
        super().__init__(sizing_mode="stretch_width", margin=(6, 4, 0, 6))
        self._study = study
        self._levers: dict[str, Lever] = {}

    def show(self, result: Evaluation, found: Sequence[Lever], asks: str) -> None:
        """Bring the lines up to date; ``asks`` is the range of prices seen for the machine."""
        self._levers = {lever.key: lever for lever in found}
        lines = [
            self._line(self._levers[key], asks if key == "miner_price_gbp" else "")
            for key in _KEYS
            if key in self._levers
        ]
        self.param.update(heading=levers_title(result), lines=lines, visible=bool(lines))

    def _line(self, lever: Lever, note: str) -> list[str]:
        label = "" if lever.value is None else f"Set {lever.level}"
        return [lever.key, lever_row(lever, note), label]

    def _handle_msg(self, key: Any) -> None:
        """Set what a pressed button says, and stay with the machine that it was said of.

        A plan chooses anew: at the value that was said it pays at least as well.
        """
        lever, study = self._levers.get(key), self._study
        machine = study.result.answered_miner
        if lever is None or lever.value is None or machine is None:
            return
        change = {
            "power_price_gbp_per_kwh": partial(study.enter, study.site, key, lever.value),
            _EXPORT: partial(self._set_export, lever.value),
            "btc_price_usd": partial(study.enter, study.network, key, lever.value),
            "miner_price_gbp": partial(
                study.catalogue.edit,
                machine,
                today=dt.datetime.now(tz=dt.UTC).date(),
                price_gbp=lever.value,
            ),
        }[key]
        change()
        if study.result.plan is None and study.result.chosen_miner != machine:
            study.enter(study.finance, "miner", machine)

    def _set_export(self, gbp_per_mwh: float) -> None:
        """Set the one number that the grid pays, in pounds whatever it was given in."""
        plan, terms = self._study.plan, MarketInputs()
        plan.market = replace(
            plan.market,
            export_price_gbp_per_mwh=gbp_per_mwh,
            currency=terms.currency,
            rate_to_gbp=terms.rate_to_gbp,
            rate_as_of=terms.rate_as_of,
        )
