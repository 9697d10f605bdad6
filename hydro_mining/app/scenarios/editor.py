"""Editing the scenarios: names, shocks and growths; adding and removing one."""

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import ADD_ICON, REMOVE_ICON, line_of, small_button
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.models import ScenarioInputs, Study

_TERMS = (
    "btc_price_shock",
    "btc_price_growth_per_year",
    "difficulty_shock",
    "difficulty_growth_per_year",
    "fee_growth_per_year",
    "power_price_shock",
    "power_price_growth_per_year",
    "hashrate_elasticity",
    "hashrate_half_life_months",
)


class ScenarioEditor(WithLayout):
    """One block of entries a scenario of ``places``, in the study's order."""

    study = param.ClassSelector(class_=Study, constant=True)
    places = param.ClassSelector(
        class_=range, allow_refs=True, doc="Which scenarios are shown, None: all."
    )

    def __init__(self, study: Study, places: Any = None) -> None:
        super().__init__(study=study, places=places)
        self._blocks: dict[int, Any] = {}
        self._entries: dict[int, list[Field | TextEntry]] = {}
        self._list = column()
        add = small_button(
            "Add a scenario",
            lambda: study.add_scenario(ScenarioInputs(title="New scenario")),
            icon=ADD_ICON,
        )
        self.layout = column(self._list, add)
        self.follow_scenarios()

    @param.depends("places", "study.scenarios", watch=True)
    def follow_scenarios(self) -> None:
        """Show a block for each scenario that stands at the places now."""
        alive = self._shown()
        for key in self._blocks.keys() - alive.keys():
            del self._blocks[key]
            for entry in self._entries.pop(key):
                entry.release()
        self._build_on()

    def _build_on(self) -> None:
        """Build a block that is missing, and the others on the server's next turns."""
        shown = self._shown()
        missing = [key for key in shown if key not in self._blocks]
        for key in missing[:1]:
            self._blocks[key] = self._block(shown[key])
        self._list[:] = [self._blocks[key] for key in shown if key in self._blocks]
        if len(missing) > 1:
            pn.state.execute(self._build_on, schedule=True)

    def _shown(self) -> dict[int, ScenarioInputs]:
        scenarios, places = self.study.scenarios, self.places
        part = scenarios if places is None else scenarios[places.start : places.stop]
        return {id(scenario): scenario for scenario in part}

    def _block(self, scenario: ScenarioInputs) -> Any:
        remove = pmui.IconButton(
            icon=REMOVE_ICON, size="small", description="Remove this scenario", margin=(12, 4)
        )
        remove.on_click(lambda _: self.study.remove_scenario(scenario))
        fields = [Field(self.study, scenario, term) for term in _TERMS]
        title = _name_entry(self.study, scenario)
        self._entries[id(scenario)] = [title, *fields]
        return pmui.Paper(
            pn.Row(title.widget, remove, align="start"),
            line_of([field.entry for field in fields]),
            sizing_mode="stretch_width",
            margin=(4, 4, 10, 4),
            sx={"paddingBottom": "8px"},
            elevation=0,
            variant="outlined",
        )


def _name_entry(study: Study, scenario: ScenarioInputs) -> TextEntry:
    return TextEntry(
        study,
        scenario,
        "title",
        parsed=str.strip,
        written=str,
        told_as="name",
        label="Name",
        description="What charts, tables and reports call the scenario.",
        sizing_mode=None,
        width=260,
        margin=(10, 8),
    )
