"""The Data & proof screen: where each figure comes from, and how the providers do."""

import datetime as dt
from typing import Any

import pandas as pd

from hydro_mining.app.components.blocks import LazySection, chart_blocks
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.data_proof.published import PublishedFigures
from hydro_mining.app.records import ReportsSection
from hydro_mining.app.screen import Screen, drawn_on
from hydro_mining.delimited import frame_csv
from hydro_mining.health import Health
from hydro_mining.models import Case
from hydro_mining.network_data import History
from hydro_mining.views import proof
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import hint, lead_paragraph, notice, screen_title, table
from hydro_mining.wording import age_in_words, time_in_words

_TITLES = {
    "price": "Bitcoin price of the past year",
    "hashprice": "Hashprice of the past year, from difficulty",
}
_STATES = {
    "healthy": "All network figures are fresh and every provider answers.",
    "degraded": "The figures can be used, but something is amiss.",
    "down": "No network figure is fresh.",
}
# The columns of words in the tables of this screen.
_TEXTS = ("State", "Source", "Data of", "Fetched", "Remark")
_OFF = "Live data are off: the built-in figures are used, with the days they are of."
_UNKNOWN = "How the providers do is not known at the moment."
_ATTRIBUTION = (
    "Prices by CoinGecko (coingecko.com) and Coinbase; difficulty, height and fees by "
    "mempool.space and Blockchain.info; exchange rates of the European Central Bank by "
    "Frankfurter. Each value names the one that it is from."
)


class DataProofScreen(Screen):
    """What a page's network figures rest on, and the reports to take along."""

    key = "proof"
    title = "Data & proof"
    group = "Proof"
    beside = "Reports, records and the link hold these figures."

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._reports = ReportsSection(case)
        self._lead, self._provenance = markup(), markup()
        self._providers, self._rates = markup(), markup()
        self._year = markup()
        self._published = PublishedFigures(case)
        self._history: History | None = None
        self._charts = {
            "price": LiveChart(proof.price_chart),
            "hashprice": LiveChart(proof.hashprice_chart),
        }
        blocks = chart_blocks(
            _TITLES, self._charts, lambda _: frame_csv(self._frame()), filename="{}-history.csv"
        )
        self._blocks = flow(*blocks.values(), visible=False)
        self.layout = column(
            self._reports,
            self._lead,
            self._published,
            self._provenance,
            LazySection("Exchange rates", lambda: [self._rates]),
            self._providers,
            self._year,
            self._blocks,
        )
        if case.network.feed is not None:
            case.network.feed.request_history()

    follow_feed_and_problems = drawn_on("case.study.problems", "case.network.feed_state")

    def draw(self) -> None:
        """Bring the screen up to date with the result and the feed."""
        self._reports.draw()
        network, now = self.case.network, dt.datetime.now(tz=dt.UTC)
        self._lead.object = self._health()
        headings, rows = proof.provenance_rows(network.sourced_values(), now)
        self._provenance.object = table(
            headings,
            rows,
            caption="What the figures rest on",
            has_remarks=True,
            texts=_TEXTS,
        )
        headings, rows = proof.rate_rows(network.snapshot.per_usd, now)
        self._rates.object = table(
            headings, rows, caption="Units of each currency for a dollar", texts=_TEXTS
        )
        self._providers.object = self._provider_table(now)
        self._show_history(getattr(network.feed_state, "history", None), now)

    def _health_state(self) -> Health | None:
        state = self.case.network.feed_state
        return None if state is None else state.health

    def _health(self) -> str:
        heading = screen_title("Data & proof")
        health = self._health_state()
        if health is None:
            said = _UNKNOWN if self.case.network.feed is not None else _OFF
            return heading + lead_paragraph(said)
        return (
            heading
            + lead_paragraph(_STATES[health.state], figure="health")
            + notice(health.reasons, tone="warn")
            + hint(_ATTRIBUTION)
        )

    def _provider_table(self, now: dt.datetime) -> str:
        health = self._health_state()
        if health is None:
            return ""
        headings, rows = proof.provider_rows(health.providers, now)
        keys = "No key is set: the providers' free limits hold." if health.is_keyless else ""
        return table(headings, rows, caption="The providers", texts=_TEXTS) + hint(keys)

    def _show_history(self, history: History | None, now: dt.datetime) -> None:
        self._blocks.visible = history is not None
        if history is None:
            said = (
                ""
                if self.case.network.feed is None
                else "There are no figures of the past year yet."
            )
            self._year.object = hint(said)
            return
        said = "; ".join(f"{name} by {source}" for name, source in _sources(history).items())
        fetched = (
            f"{time_in_words(history.fetched_at)}, {age_in_words(history.fetched_at, now)} ago"
        )
        self._year.object = hint(f"{said}. Fetched {fetched}.")
        if history is not self._history:
            self._history = history
            for name, layers in proof.history_layers(history.columns()).items():
                self._charts[name].show(layers)

    def _frame(self) -> pd.DataFrame:
        assert self._history is not None
        columns: dict[str, Any] = self._history.columns()
        return pd.DataFrame(columns).set_index("days").rename_axis(index="date")


def _sources(history: History) -> dict[str, str]:
    names = {
        "btc_price_usd": "Price",
        "difficulty": "difficulty",
        "fees_btc_per_block": "fees",
        "observed_usd_per_th_per_day": "observed hashprice",
    }
    return {names[name]: source for name, source in history.sources.items() if name in names}
