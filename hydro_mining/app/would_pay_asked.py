"""What would make a machine pay where none does, asked beside the server's loop."""

from collections.abc import Callable
from concurrent.futures import Future

from hydro_mining.economics import Evaluation
from hydro_mining.economics.plan import WouldPay, none_pays, would_pay
from hydro_mining.models import Case, Newest


class WouldPayAsked:
    """Asks for the newest result; ``drawn`` is called when the answer is there."""

    def __init__(self, case: Case, drawn: Callable[[], None]) -> None:
        self._case, self._drawn = case, drawn
        self._newest = Newest()
        self._asked: Evaluation | None = None
        self._found: WouldPay | None = None
        self._is_asking = False

    def of(self, result: Evaluation) -> WouldPay | None:
        """Return the answer, None while it is being found or where a machine pays.

        Nor is it asked where none was chosen to be built.
        """
        plan, study = result.plan, result.study
        if plan is None or not none_pays(study, plan):
            return None
        if result is not self._asked:
            self._asked, self._found, self._is_asking = result, None, True
            self._newest.ask(self._case.run, lambda: would_pay(study), self._answered)
            self._is_asking = False
        return self._found

    def _answered(self, outcome: Future[WouldPay]) -> None:
        self._found = outcome.result()
        if not self._is_asking and not self._case.is_closed:
            self._drawn()
