"""Which machine is built: what each rule would build, one of one's own, and its price."""

import datetime as dt
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import small_entry
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.money_field import amount_text, typed_amount
from hydro_mining.economics import Evaluation
from hydro_mining.economics.better_machine import Winners
from hydro_mining.exceptions import InputError
from hydro_mining.models import Study
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views.levers import RULES_IN_WORDS, winner_columns
from hydro_mining.views.markup import chart_title

_CHOOSE_FOR_ME = "Choose for me"
_QUOTE = "What one costs you, delivered. It takes the place of the prices that were seen."
_EXPORT_PAYS_MORE = "exporting everything pays more"


class MachineChoice(WithLayout):
    """A two-way switch over the machines that the rules choose, a select, and one's own quote."""

    study = param.ClassSelector(class_=Study, constant=True)

    def __init__(self, study: Study) -> None:
        super().__init__(study=study)
        self._currency = POUNDS
        self._following = Following()
        self._by_rule: dict[str, str | None] = {}
        self._title = markup(chart_title("The machine"), margin=(8, 6, 2, 6))
        self._winners = markup(margin=(2, 6))
        self._rule = self._rule_switch()
        self._override = self._override_select()
        self._quote = small_entry(
            pmui.TextInput, "My quote", _QUOTE, sizing_mode="stretch_width", margin=(8, 6, 2, 6)
        )
        self._quote.param.watch(self._quoted, "value")
        self.layout = column(
            self._title,
            self._rule,
            self._winners,
            pn.Row(self._override, self._quote, sizing_mode="stretch_width"),
        )

    def show(self, result: Evaluation, winners: Winners, currency: Currency) -> None:
        """Bring everything up to date with the result, and with what each rule would build."""
        without = {} if result.plan is None else {"without": _EXPORT_PAYS_MORE}
        built = result.answered_miner
        self._winners.object = winner_columns(winners, currency, built=built, **without)
        self._by_rule = {rule: one and one.miner for rule, one in winners.items()}
        with self._following:
            self._rule.value = self._rule_shown(result)
        self._follow_choice(result)
        self._follow_price(result, currency)

    @param.depends("study.problems", watch=True)
    def show_misfit(self) -> None:
        """Mark a machine that does not fit the rest of the study."""
        error = self.study.problem(self.study.finance, "miner")
        text = "" if error is None else "Must be one of the machines in use."
        if text != self._override.helper_text:
            self._override.param.update(error_state=bool(text), helper_text=text)

    def _rule_switch(self) -> Any:
        switch = pmui.RadioButtonGroup(
            label="",
            description="By which rule the machine is chosen.",
            options={words.capitalize(): rule for rule, words in RULES_IN_WORDS.items()},
            value=self.study.finance.choose_by,
            size="small",
            sizing_mode="stretch_width",
            margin=(2, 6),
        )
        switch.param.watch(self._rule_changed, "value")
        return switch

    def _rule_changed(self, event: Any) -> None:
        """Let the rule choose: a machine that was named before gives way."""
        study, result = self.study, self.study.result
        if self._following or event.new in (None, self._rule_shown(result)):
            return
        with study.together():
            study.enter(study.finance, "choose_by", event.new)
            study.enter(study.finance, "miner", None)
            if result.plan is not None:
                # A plan takes the best value by itself, and another machine where it is named.
                named = None if event.new == "npv" else self._by_rule.get(event.new)
                study.enter(study.finance, "n_miners", None)
                study.enter(study.finance, "miner", named)

    def _rule_shown(self, result: Evaluation) -> str | None:
        """Return the rule that chose what is built, None where it was neither."""
        if result.plan is None:
            return self.study.finance.choose_by
        if self.study.finance.miner is None:
            return "npv"
        is_rule = self._by_rule.get("payback") == self.study.finance.miner
        return "payback" if is_rule else None

    def _override_select(self) -> Any:
        select = small_entry(
            pmui.Select,
            "Machine to build",
            "A machine that you name is built, whatever the rules would choose.",
            options=[_CHOOSE_FOR_ME],
            value=_CHOOSE_FOR_ME,
            sizing_mode="stretch_width",
            margin=(8, 6, 2, 6),
        )
        select.param.watch(self._override_changed, "value")
        return select

    def _override_changed(self, event: Any) -> None:
        study, finance = self.study, self.study.finance
        name = None if event.new in (None, _CHOOSE_FOR_ME) else event.new
        if finance.miner != name:
            with study.together():
                # A number was that of the machine before.
                study.enter(finance, "n_miners", None)
                study.enter(finance, "miner", name)

    def _follow_choice(self, result: Evaluation) -> None:
        chosen, names = self.study.finance.miner, result.miners.name
        # A machine that has left the list stays visible as the choice that does not fit.
        gone = [chosen] if chosen is not None and chosen not in names else []
        options = [_CHOOSE_FOR_ME, *names, *gone]
        value = chosen or _CHOOSE_FOR_ME
        if options != self._override.options or value != self._override.value:
            self._override.param.update(options=options, value=value)

    def _follow_price(self, result: Evaluation, currency: Currency) -> None:
        """Show what is calculated with as the price of the machine that is built."""
        self._currency, name = currency, result.answered_miner
        self._quote.visible = name is not None
        if name is None:
            return
        price = next(miner.price_gbp for miner in result.study.miners if miner.name == name)
        shown = {
            "label": f"My quote for one [{currency.unit}]",
            "value": amount_text(price, currency),
            "error_state": False,
            "helper_text": "",
        }
        with self._following:
            self._quote.param.update(
                **{key: new for key, new in shown.items() if getattr(self._quote, key) != new}
            )

    def _quoted(self, event: Any) -> None:
        name = self.study.result.answered_miner
        if self._following or name is None:
            return
        price = typed_amount(event.new or "", self._currency)
        try:
            self.study.catalogue.edit(
                name, today=dt.datetime.now(tz=dt.UTC).date(), price_gbp=price
            )
        except InputError as error:
            self._quote.param.update(error_state=True, helper_text=f"Must be {error.rule}.")
