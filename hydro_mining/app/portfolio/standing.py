"""What a list comes to: filters, the ranked table, the charts and the downloads."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import (
    LazySection,
    chart_blocks,
    csv_button,
    download_button,
)
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.app.portfolio.list_run import ListRun, Standing
from hydro_mining.app.portfolio.tile_probe import TileProbe
from hydro_mining.delimited import guarded_cell
from hydro_mining.economics.arrays import Integers
from hydro_mining.economics.portfolio import LESS_IS_BETTER, Portfolio, ranked
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views import portfolio_charts as charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import hint, table
from hydro_mining.views.portfolio_figures import (
    figure_title,
    portfolio_headings,
    portfolio_rows,
    rankings,
)
from hydro_mining.views.portfolio_words import sites_in_words

_MOST_ROWS = 200
_MOST_PROBLEMS = 200
_ALL, _PAYS, _PAYS_NOT = "All sites", "Those that pay", "Those that do not"
_PAYING = (
    "A site pays where mining earns more than the return that you ask, and so is worth more than "
    "selling the power: its NPV is above 0."
)
_MAP_HEIGHT = 420
_TITLES = {
    "spread": "How the sites' worth (NPV) is spread",
    "map": "Where the sites are: the larger the dot, the more (or less) worth",
}
_RANK = "The figure by which the sites stand in their order, the best first."
_TILES = "Streets and hills behind the map (from openstreetmap.org, if it can be reached)"
_NOT_REACHED = "openstreetmap.org can't be reached from this browser, so the map stays as it is."
_DOWNLOADS = (
    "All sites and figures, in pounds, with the hash of each one's inputs and the versions: the "
    "file that the command writes."
)


class StandingPart(WithLayout):
    """Shows a standing; ``on_pick`` is given the line and name of a site that is clicked."""

    ranking = param.Selector(
        objects={"NPV": "npv_gbp"}, default="npv_gbp", label="Rank by", doc=_RANK
    )
    which = param.Selector(
        objects=[_ALL, _PAYS, _PAYS_NOT],
        default=_ALL,
        label="Show",
        doc=_PAYING,
    )
    text = param.String(label="Name contains", doc="Shows the sites with this in their name.")
    has_tiles = param.Boolean(default=False, label=_TILES, doc="Asks openstreetmap.org for them.")
    are_tiles_reached = param.Boolean(default=False, doc="Told by the browser.")

    def __init__(self, on_pick: Callable[[int, str], None]) -> None:
        super().__init__()
        self._on_pick = on_pick
        self._run: ListRun | None = None
        self._standing: Standing | None = None
        self._currency = POUNDS
        self._shown_of, self._problems = markup(margin=(0, 10)), markup()
        self._table = SortableTable(
            caption="Sites, the best first: a heading sorts, a click on a row opens the site",
            on_pick=self._pick,
            sort_descending=True,
            sizing_mode="stretch_width",
            margin=(4, 10),
        )
        self.charts = {
            "spread": LiveChart(charts.spread_chart),
            "map": LiveChart(charts.map_chart, height=_MAP_HEIGHT),
        }
        self._blocks = chart_blocks(_TITLES, self.charts)
        self._tiles = pmui.Switch.from_param(self.param.has_tiles, size="small", margin=(4, 10))
        self._probe = TileProbe(self._take_reached, address=charts.FIRST_TILE)
        self._tiles_problem = markup()
        self._left_out = LazySection("Sites that were left out", self._build_left_out)
        self.layout = self._laid_out()

    def _laid_out(self) -> pn.Column:
        return column(
            self._filters(),
            self._shown_of,
            self._table,
            flow(*self._blocks.values()),
            self._tiles,
            self._tiles_problem,
            self._probe,
            self._left_out,
            self._downloads(),
            visible=False,
        )

    def show(self, run: ListRun, standing: Standing, currency: Currency) -> None:
        """Show what a run's list comes to, in a currency."""
        is_new = standing is not self._standing
        self._run, self._standing, self._currency = run, standing, currency
        portfolio = standing.portfolio
        if is_new:
            self._follow_rankings(portfolio)
            self._table.headings = portfolio_headings(portfolio)
            self._left_out.layout.visible = bool(standing.problems)
            self._problems.object = _problem_table(standing)
        self.layout.visible = bool(standing.count)
        self.draw()

    @param.depends("has_tiles", watch=True)
    def ask_for_tiles(self) -> None:
        """Ask for one tile before a map is made of many."""
        if self.has_tiles:
            self._tiles_problem.object = ""
            self._probe.ask()
        else:
            self.are_tiles_reached = False

    def _take_reached(self, are_reached: bool) -> None:  # noqa: FBT001
        if are_reached:
            self.are_tiles_reached = self.has_tiles
        else:
            self._tiles_problem.object = hint(_NOT_REACHED, is_status=True)
            self.has_tiles = False

    @param.depends("ranking", "which", "text", "are_tiles_reached", watch=True)
    def draw(self) -> None:
        """Bring table and charts up to date with the filters."""
        standing = self._standing
        if standing is None:
            return
        portfolio, currency = standing.portfolio, self._currency
        places = self._places(portfolio)
        self._shown_of.object = hint(_shown_of(places, portfolio, self.ranking))
        rows, keys = portfolio_rows(portfolio, places[:_MOST_ROWS], currency)
        self._table.param.update(
            sort_column=self._table.headings.index(figure_title(self.ranking)),
            sort_descending=self.ranking not in LESS_IS_BETTER,
        )
        self._table.show(rows, keys)
        spread = charts.spread_layers(portfolio, places, currency=currency)
        self._show_chart("spread", spread, currency=currency)
        at = charts.map_layers(portfolio, places, currency=currency)
        self._tiles.visible = charts.has_places(portfolio)
        self._show_chart("map", at, currency=currency, has_tiles=self.are_tiles_reached)

    def _show_chart(self, name: str, layers: Any, **options: Any) -> None:
        self._blocks[name].visible = bool(layers)
        if layers:
            self.charts[name].show(layers, **options)

    def _places(self, portfolio: Portfolio) -> Integers:
        """Return the places of the sites that the filters leave, the best first."""
        kept = np.ones(len(portfolio), dtype=bool)
        if self.which != _ALL:
            kept = portfolio.pays if self.which == _PAYS else ~portfolio.pays
        wanted = self.text.strip().casefold()
        if wanted:
            kept = kept & np.array([wanted in name.casefold() for name in portfolio.names], bool)
        order = ranked(portfolio, self.ranking)
        places: Integers = order[kept[order]]
        return places

    def _follow_rankings(self, portfolio: Portfolio) -> None:
        offered = rankings(portfolio) or {figure_title("npv_gbp"): "npv_gbp"}
        self.param.ranking.objects = offered
        if self.ranking not in offered.values():
            self.ranking = next(iter(offered.values()))

    def _filters(self) -> pn.FlexBox:
        look = {"size": "small", "margin": (8, 4)}
        return flow(
            pmui.Select.from_param(self.param.ranking, width=200, **look),
            pmui.Select.from_param(self.param.which, width=180, **look),
            pmui.TextInput.from_param(self.param.text, width=200, **look),
            margin=(0, 6),
        )

    def _downloads(self) -> pn.Column:
        forms = {"All sites (CSV)": ".csv"}
        if find_spec("pyarrow") is not None:  # an extra
            forms["All sites (Parquet)"] = ".parquet"
        buttons = [
            download_button(
                title,
                f"portfolio{ending}",
                lambda ending=ending: self._file(ending),
                width=200,
                height=34,
                margin=(0, 4),
            )
            for title, ending in forms.items()
        ]
        return column(pn.FlexBox(*buttons), markup(hint(_DOWNLOADS)))

    def _file(self, ending: str) -> bytes:
        assert self._run is not None
        return self._run.results(ending)

    def _build_left_out(self) -> list[Any]:
        return [self._problems, csv_button("left-out.csv", self._problems_csv)]

    def _problems_csv(self) -> str:
        standing = self._standing
        rows = () if standing is None else standing.problems
        lines = [f"{one.line},{_quoted(one.name)},{_quoted(one.broken)}" for one in rows]
        return "\n".join(["Line,Site,Problem", *lines, ""])

    def _pick(self, name: str) -> None:
        standing = self._standing
        if standing is not None:
            place = standing.portfolio.names.index(name)
            self._on_pick(int(standing.portfolio.lines[place]), name)


def _shown_of(places: Integers, portfolio: Portfolio, ranking: str) -> str:
    if not len(places):
        return "No site is left by these filters: widen them." if len(portfolio) else ""
    best = f"The best {_MOST_ROWS} of " if len(places) > _MOST_ROWS else ""
    of_all = "" if len(places) == len(portfolio) else f" of {len(portfolio):,}"
    return (
        f"{best}{sites_in_words(len(places))}{of_all}, by {figure_title(ranking)}. Click a row to "
        "open that site as the study."
    )


def _problem_table(standing: Standing) -> str:
    rows = [[str(one.line), one.name, one.broken] for one in standing.problems[:_MOST_PROBLEMS]]
    more = len(standing.problems) - len(rows)
    caption = "Lines of the list, and the rule that each breaks"
    said = hint(f"And {more:,} more, in the download.") if more > 0 else ""
    return table(["Line", "Site", "Problem"], rows, caption=caption, has_remarks=True) + said


def _quoted(text: str) -> str:
    return '"' + guarded_cell(text).replace('"', '""') + '"'
