"""The plan's machines and the study's: taken, given back, or a number of one's own."""

from hydro_mining.app.components.blocks import pressed_later
from hydro_mining.app.components.layouts import WithLayout, flow
from hydro_mining.app.components.number_text import parsed_number
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.economics.plan import Plan
from hydro_mining.exceptions import InputError
from hydro_mining.models import Study

_LABEL = "Number of machines"
_ADOPT = "Take the plan's machines into the study"
_HELP = (
    "How many machines the plan has. Left empty it is as many as pay best; with a number, the "
    "plan says what these are worth, of the machine that is named on Overview or of the best."
)


class PlanMachines(WithLayout):
    """Two buttons, of which one is seen at a time, and the entry of a number."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        # It names no number: a button that grows or shrinks lets a browser lay all charts out anew.
        self._adopt = pressed_later(_ADOPT, self._take)
        self._choose = pressed_later("Let the plan choose again", lambda: self._enter(None, None))
        look = {"label": _LABEL, "description": _HELP, "width": 280, "margin": (4, 10)}
        self._count = TextEntry(
            study,
            study.finance,
            "n_miners",
            parsed=_parsed,
            written=_written,
            sizing_mode=None,
            **look,
        )
        self.layout = flow(self._adopt, self._choose, self._count.widget, align_items="center")

    def show(self, plan: Plan | None) -> None:
        """Offer to take the plan's machines, or to let it choose where a number is entered."""
        is_entered = self._study.settings.finance.n_miners is not None
        self.layout.visible = plan is not None
        self._adopt.visible = plan is not None and plan.chosen_miner is not None and not is_entered
        self._choose.visible = is_entered

    def _take(self) -> None:
        plan = self._study.result.plan
        if plan is not None and plan.chosen_miner is not None:
            self._enter(plan.chosen_miner, plan.n_miners)

    def _enter(self, miner: str | None, n_miners: int | None) -> None:
        study = self._study
        with study.together():
            study.enter(study.finance, "miner", miner)
            study.enter(study.finance, "n_miners", n_miners)


def _parsed(text: str) -> int | None:
    number = parsed_number(text, units="")
    if number is None:
        return None
    if isinstance(number, str) or number != int(number) or number < 0:
        raise InputError("Number of machines", "a whole number, 0 or more", text)
    return int(number)


def _written(count: int | None) -> str:
    return "" if count is None else f"{count:,}"
