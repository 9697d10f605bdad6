"""The Portfolio screen without a browser: what it understands, computes, ranks and opens."""

import asyncio
import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.background import Run
from hydro_mining.app.portfolio import workers
from hydro_mining.app.portfolio.list_run import End, ListRun
from hydro_mining.app.portfolio.opening import open_site
from hydro_mining.app.portfolio.screen import PortfolioScreen
from hydro_mining.cli import main
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.imports.study import study_to_mapping
from hydro_mining.models import computed
from hydro_mining.provenance import Status
from hydro_mining.sweeps.sites import read_sites
from tests.app.driver import Blank, Visit, words
from tests.app.feeds import Feed, fetched

# Power for nothing pays, power at £1 does not, a load factor of 0 breaks a rule.
LIST = (
    "Plant,Lat,Lon,Power price [p/kWh],Load factor [%]\n"
    "Dear,57.1,-4.9,100,50\n"
    "Free,57.2,-4.8,0,50\n"
    "Nothing,57.3,-4.7,0,0\n"
    "Cheap,57.4,-4.6,1,50\n"
)


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    """Let a thread do what processes do on a server."""
    with ThreadPoolExecutor(1) as one:
        monkeypatch.setattr(workers, "processes", lambda: one)
        yield one


@pytest.fixture
def screen():
    """The open screen of the case that the dashboard begins with."""
    made = PortfolioScreen(new_case())
    made.is_open = True
    return made


def read(screen, text: str = LIST, name: str = "list.csv") -> None:
    """Upload a list."""
    asyncio.run(screen.entry.read(name, text.encode()))


def compute(screen, text: str = LIST) -> None:
    """Upload a list and compute it."""
    read(screen, text)
    screen._begin()


def lead(screen) -> str:
    """Return the answer."""
    return words(screen._lead.object)


def test_it_begins_with_what_to_do(screen):
    """There is nothing to press or to see but the ways in."""
    assert "Upload a list with a row a site, or look at the made-up example" in lead(screen)
    assert not screen._actions.visible
    assert not screen.standing.layout.visible


def test_it_says_what_was_understood(screen):
    """Fields by their label, where the rest comes from, and each column with its unit."""
    read(screen)
    said = words(screen.entry._message.object)
    assert "list.csv: 4 sites. From the list: Power price, Load factor." in said
    assert "All else is that of the study on this page." in said
    understood = words(screen.entry._report.object)
    assert "Power price [p/kWh]Power pricep/kWh, times 0.01 in £/kWh" in understood
    assert "LatLatitude" in understood
    assert screen._compute.label == "Compute 4 sites"


def test_the_best_come_first_and_broken_rows_are_named(screen):
    """The figures are those of the study with the row's own values; money back soonest is Free."""
    compute(screen)
    table = screen.standing._table
    assert [row[0] for row in table.rows] == ["Free", "Cheap", "Dear"]
    assert lead(screen).startswith(
        "Many sites at onceMining pays at 2 of 3 sites: it earns more there than the return that "
        "you ask. The best is Free"
    )
    assert "1 site breaks a rule and was left out" in words(screen._status.object)
    problems = words(screen.standing._problems.object)
    assert "4Nothingsite.load_factor must be a number above 0 up to 1" in problems
    case = screen.case
    with case.study.together():
        case.study.enter(case.study.site, "power_price_gbp_per_kwh", 0.0)
        case.study.enter(case.study.site, "load_factor", 0.5)
    (name, key), *_ = [(row[0], keys) for row, keys in zip(table.rows, table.keys, strict=True)]
    assert (name, key[1]) == ("Free", case.result.scenarios["Base"].npv_gbp)


def test_the_download_is_what_the_command_writes(screen, tmp_path):
    """Byte for byte, over the same study."""
    compute(screen)
    (tmp_path / "list.csv").write_text(LIST)
    study = study_to_mapping(screen.case.result.study)
    (tmp_path / "study.json").write_text(json.dumps(study))
    out = tmp_path / "out.csv"
    arguments = [str(tmp_path / "list.csv"), "--study", str(tmp_path / "study.json")]
    assert main(["sweep", *arguments, "--out", str(out), "--workers", "1"]) == 1
    assert screen.standing._file(".csv") == out.read_bytes()


def test_it_says_for_which_inputs_it_holds(screen):
    """The list's hash, the time, the version; a changed study makes it stale."""
    compute(screen)
    said = words(screen._status.object)
    assert "These hold for list.csv (SHA-256 " in said
    assert "network figures of 10 Oct 2026" in said
    assert "changed since" not in said
    screen.case.study.enter(screen.case.study.finance, "years", 7)
    assert "changed since" in words(screen._status.object)
    assert "Free" in lead(screen)


def test_filters_leave_what_is_asked_for(screen):
    """By whether a site pays and by its name; no site is told as such."""
    compute(screen)
    part = screen.standing
    part.which = "Those that do not"
    assert [row[0] for row in part._table.rows] == ["Dear"]
    part.which = "Those that pay"
    part.text = "chea"
    assert [row[0] for row in part._table.rows] == ["Cheap"]
    assert "1 site of 3, by NPV" in words(part._shown_of.object)
    part.text = "x"
    assert "No site is left by these filters" in words(part._shown_of.object)


def test_another_figure_ranks_the_other_way_where_less_is_better(screen):
    """The shortest payback is first, what never pays back last."""
    compute(screen)
    screen.standing.ranking = "simple_payback_years"
    table = screen.standing._table
    assert [row[0] for row in table.rows] == ["Free", "Cheap", "Dear"]
    assert not table.sort_descending
    assert table.headings[table.sort_column] == "Payback"


def test_money_is_in_the_currency_of_the_page(screen):
    """Table and answer follow it."""
    compute(screen)
    screen.case.currency_code = "USD"
    assert "NPV $" in lead(screen)
    assert screen.standing._table.rows[0][1].startswith("$")


def test_a_click_asks_and_then_opens_the_site(screen):
    """The study's figures are the row's; before it is agreed to, nothing changes."""
    compute(screen)
    before = screen.case.result
    screen.standing._pick("Cheap")
    assert screen.case.result is before
    assert "Open Cheap as the study?" in words(screen.opening._said.object)
    npv = screen.standing._table.keys[1][1]
    screen.opening._take()
    assert screen.case.study.site.power_price_gbp_per_kwh == pytest.approx(0.01)
    assert screen.case.result.scenarios["Base"].npv_gbp == npv
    assert "Cheap is the study now" in words(screen.opening._said.object)


def test_a_site_may_be_kept_closed(screen):
    """The question goes, the study stays."""
    compute(screen)
    before = screen.case.result
    screen.standing._pick("Cheap")
    screen.opening.forget()
    screen.opening._take()
    assert screen.case.result is before
    assert not screen.opening.layout.visible


def run_of(case, text: str) -> ListRun:
    """Return the run of a list over a case's study."""
    return ListRun(
        read_sites(text.encode()).checked(),
        called="list.csv",
        digest="",
        base=case.result.study,
        entries=tuple(case.study.catalogue.entries),
        per_usd=dict(case.study.catalogue.per_usd),
        snapshot=case.network.used,
        paths=None,
    )


def test_a_list_that_changes_the_pound_opens_with_the_row_s_machines():
    """Their prices stay those that the row was computed with."""
    case = new_case()
    run = run_of(case, "Plant,network.usd_to_gbp\nA,0.5\n")
    wanted = computed(run.study_at(2))
    open_site(case, run, 2)
    assert case.result.study.miners == wanted.study.miners
    assert case.result.scenarios["Base"].npv_gbp == wanted.scenarios["Base"].npv_gbp


def test_a_site_opens_with_the_network_figures_of_its_list_and_their_dates():
    """Newer ones came meanwhile; only what the row itself says is entered."""
    visit = Visit(feed=Feed(), screens=(Blank,))
    case, built_in = visit.case, bundled_network()
    run = run_of(case, "Plant,network.btc_price_usd\nOwn price,90000\n")
    visit.tell(snapshot=fetched(difficulty=1.2e14))
    block = case.section("title_block")
    block.enter(block, "plant", "Glen")
    open_site(case, run, 2)
    values = case.network.sourced_values()
    price = values.pop("btc_price_usd")
    assert (price.value, price.status) == (90_000, Status.ENTERED)
    for name, value in values.items():
        known = built_in.values[name]
        assert (value.value, value.as_of, value.source) == (known.value, known.as_of, known.source)
        assert value.status is Status.STATIC
    assert case.result.study == run.study_at(2)
    assert block.settings.plant == "Glen"
    assert visit.button("Refresh data").visible
    visit.press()
    assert case.result.study.network.difficulty == 1.2e14
    assert case.result.study.network.btc_price_usd == 90_000


def test_a_site_that_is_opened_at_once_follows_the_feed():
    """Nothing newer came: what is fetched next moves the study too."""
    visit = Visit(feed=Feed(), screens=(Blank,))
    case = visit.case
    open_site(case, run_of(case, "Plant,Load factor [%]\nA,30\n"), 2)
    visit.tell(snapshot=fetched(difficulty=1.2e14))
    assert case.result.study.network.difficulty == 1.2e14
    assert case.result.study.site.load_factor == pytest.approx(0.3)


def with_river_and_export_price(case) -> None:
    """Let a case's study have 400 kW of its own at all times, and £60 for an exported MWh."""
    case.study.plan.hydro = HydroInputs(monthly_power_kw=(400.0,) * 12)
    case.study.plan.market = MarketInputs(export_price_gbp_per_mwh=60.0)
    assert case.result.plan is not None


def test_a_list_over_a_study_with_a_river_has_figures_of_its_own(screen):
    """The river and the export price would be those of all sites: they are left out, and told."""
    compute(screen)
    alone = screen.standing._table.keys
    with_river_and_export_price(screen.case)
    screen._begin()
    assert screen.standing._table.keys == alone
    said = words(screen._status.object)
    assert "own water and grid: at every site they would take the place of the list" in said
    assert "own figures (Load factor, Power price)" in said
    assert "changed since" not in said
    screen.standing._pick("Cheap")
    assert "yours go, until you undo it" in words(screen.opening._said.object)
    screen.opening._take()
    assert screen.case.result.plan is None
    assert screen.case.study.site.power_price_gbp_per_kwh == pytest.approx(0.01)


def test_a_list_of_other_fields_keeps_the_river(screen):
    """Money counts in a plan: its water stays, and nothing is said."""
    with_river_and_export_price(screen.case)
    compute(screen, "Plant,finance.years\nA,3\nB,9\n")
    assert "Computed without" not in words(screen._status.object)
    assert screen._shown[0].base.hydro is not None


def test_sites_that_are_called_alike_are_told_apart(screen):
    """By their line, so that a click opens the right one."""
    compute(screen, "Plant,Power price [p/kWh]\nTwin,1\nTwin,2\n")
    assert [row[0] for row in screen.standing._table.rows] == ["Twin (line 2)", "Twin (line 3)"]
    screen.standing._pick("Twin (line 3)")
    screen.opening._take()
    assert screen.case.study.site.power_price_gbp_per_kwh == pytest.approx(0.02)


def test_columns_that_are_none_are_left_out_together(screen):
    """All are named at once; then the list can be computed."""
    read(screen, "Plant,Colour,Owner,Load factor [%]\nA,red,me,50\n")
    said = words(screen.entry._message.object)
    assert "Not every column is understood" in said
    assert "Colour" in said
    assert "Owner" in said
    assert screen.entry._leave_out.label == "Leave these 2 columns out"
    assert not screen._actions.visible
    asyncio.run(screen.entry._read_without())
    assert "Left out: Colour, Owner." in words(screen.entry._message.object)
    assert screen._actions.visible


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "list.csv is not taken: "),
        ("Plant,Lat\nA,57\n", "at least one field of a study"),
        ("Plant,Load factor\n" + "A,0.5\n" * 20_001, "at most 20,000 sites here"),
    ],
)
def test_a_list_that_is_none_says_why(screen, text, rule):
    """The results of before stay; nothing can be computed."""
    read(screen, text)
    assert rule in words(screen.entry._message.object)
    assert not screen._actions.visible


def test_a_list_names_no_file_of_the_server(screen):
    """Each of its rows says so."""
    compute(screen, "Plant,hydro.flow_m3_s.file\nA,/etc/passwd\n")
    (problem,) = screen._shown[1].problems
    assert "the command reads a file beside a study" in problem.broken
    assert "No site of the list could be computed." in lead(screen)


def test_the_example_is_marked_as_made_up(screen):
    """By the sentence, and by the name of every site."""
    asyncio.run(screen.entry.read_example())
    assert "These sites are made up" in words(screen.entry._message.object)
    sites = list(screen._list.sites)
    assert len(sites) == 12
    assert all("(made up)" in site.name for site in sites)
    assert all(site.latitude is not None and site.problem is None for site in sites)


def test_a_stopped_run_shows_what_it_has_and_goes_on():
    """The figures of the whole are those of a run in one go."""
    case = new_case()
    text = "Plant,Load factor [%]\n" + "".join(f"{i},{30 + i / 10}\n" for i in range(120))
    run, stopped = run_of(case, text), Run()
    stopped.stop()
    part = run.answered(stopped)
    assert part.end is End.STOPPED
    assert 0 < len(part.portfolio) < 120
    whole = run.answered(Run())
    assert (whole.end, len(whole.portfolio)) == (End.WHOLE, 120)
    at_once = run_of(case, text)
    at_once.answered(Run())
    assert run.results(".csv") == at_once.results(".csv")


def test_of_many_rows_the_best_are_shown_and_the_download_has_all(screen):
    """250 sites are 200 rows."""
    text = "Plant,Power price [p/kWh]\n" + "".join(f"P{i},{i / 100}\n" for i in range(250))
    compute(screen, text)
    assert [row[0] for row in screen.standing._table.rows] == [f"P{i}" for i in range(200)]
    assert "The best 200 of 250 sites, by NPV" in words(screen.standing._shown_of.object)
    assert len(list(csv.reader(io.StringIO(screen.standing._file(".csv").decode())))) == 251


def test_a_run_that_nobody_keeps_leaves_nothing_behind():
    """Its folder goes with it."""
    run = run_of(new_case(), LIST)
    folder = Path(run._folder.name)
    assert folder.exists()
    del run
    assert not folder.exists()


def test_the_map_has_the_sites_that_have_a_place(screen):
    """Losses apart from gains; without tiles nobody else is asked."""
    compute(screen)
    assert screen.standing._blocks["map"].visible
    sources = screen._charts["map"].sources
    assert list(sources["gain"].data["name"]) == ["Free", "Cheap"]
    assert list(sources["loss"].data["name"]) == ["Dear"]
    figure = screen._charts["map"].plot
    assert not [one for one in figure.renderers if "Tile" in type(one).__name__]


def test_tiles_stand_behind_the_map_only_if_the_browser_reaches_them(screen):
    """One is asked for first; if it does not come the switch goes back, with a word why."""
    compute(screen)
    standing = screen.standing

    def tiles():
        renderers = screen._charts["map"].plot.renderers
        return [one for one in renderers if "Tile" in type(one).__name__]

    standing.has_tiles = True
    assert (standing._probe.asked, tiles()) == (1, [])
    standing._probe._handle_msg(False)
    assert not standing.has_tiles
    assert "stays as it is" in standing._tiles_problem.object
    standing.has_tiles = True
    assert standing._tiles_problem.object == ""
    standing._probe._handle_msg(True)
    assert tiles()
    standing.has_tiles = False
    assert not tiles()


def test_without_places_there_is_no_map(screen):
    """Nor its switch."""
    compute(screen, "Plant,Load factor [%]\nA,50\n")
    assert not screen.standing._blocks["map"].visible
    assert not screen.standing._tiles.visible
