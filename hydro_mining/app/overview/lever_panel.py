"""What would make the site pay, each with a click that sets it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import panel as pn
import panel_material_ui as pmui
from panel.viewable import Viewer

from hydro_mining.app.components.markup import Markup, markup
from hydro_mining.economics import Evaluation
from hydro_mining.economics.market import MarketInputs
from hydro_mining.models import Study
from hydro_mining.views.levers import Lever, lever_row, levers_title

__all__ = ["LeverPanel"]

_EXPORT = "export_price_gbp_per_mwh"
_KEYS = ("power_price_gbp_per_kwh", _EXPORT, "miner_price_gbp", "btc_price_usd")


class LeverPanel(Viewer):
    """A line an input whose value decides, with the button that sets it."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._levers: dict[str, Lever] = {}
        self._title = markup(margin=(6, 6, 2, 6))
        # Made when they are first wanted: no study has all of them.
        self._texts: dict[str, Markup] = {}
        self._buttons: dict[str, pmui.Button] = {}
        self._rows: dict[str, pn.Row] = {}
        self.layout = pn.Column(self._title, sizing_mode="stretch_width", margin=0)

    def __panel__(self) -> Any:
        """Return the lines."""
        return self.layout

    def show(self, result: Evaluation, found: Sequence[Lever], asks: str) -> None:
        """Bring the lines up to date; ``asks`` is the range of prices seen for the machine."""
        self._levers = {lever.key: lever for lever in found}
        new = self._levers.keys() - self._rows.keys()
        for key in new:
            self._add_row(key)
        for key, row in self._rows.items():
            row.visible = key in self._levers
        self.layout.visible = bool(self._levers)
        self._title.object = levers_title(result)
        for key, lever in self._levers.items():
            note = asks if key == "miner_price_gbp" else ""
            self._texts[key].object = lever_row(lever, note)
            self._buttons[key].param.update(
                label=f"Set {lever.level}", visible=lever.value is not None
            )
        if new:
            rows = (self._rows[key] for key in _KEYS if key in self._rows)
            self.layout[:] = [self._title, *rows]

    def _add_row(self, key: str) -> None:
        """Make a line that is wanted for the first time."""
        self._texts[key] = markup(margin=(1, 4, 1, 6))
        self._buttons[key] = self._button(key)
        self._rows[key] = pn.Row(
            self._texts[key], self._buttons[key], sizing_mode="stretch_width", margin=0
        )

    def _button(self, key: str) -> pmui.Button:
        return pmui.Button(
            label="Set",
            variant="outlined",
            size="small",
            width=130,
            height=32,
            margin=(4, 6),
            on_click=lambda _: self._set(key),
        )

    def _set(self, key: str) -> None:
        """Set what the button says, and stay with the machine that it was said of.

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
