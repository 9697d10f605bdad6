"""The price file of the Dispatch screen: what is left open is asked, settled and told."""

import dataclasses
import gzip
import json
from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui
import pytest
from panel.widgets.base import WidgetBase

from hydro_mining.app import new_case
from hydro_mining.app.dispatch.earlier_files import EarlierFiles, InHand
from hydro_mining.app.dispatch.file_options import FileOptions
from hydro_mining.app.dispatch.hashprice import HashpriceChoice
from hydro_mining.app.dispatch.loaded_prices import Upload, sample
from hydro_mining.app.dispatch.price_file import PriceFile
from hydro_mining.app.dispatch.screen import DispatchScreen
from hydro_mining.app.growth.own_table import OwnTable
from hydro_mining.app.growth.screen import GrowthScreen
from hydro_mining.cli import main
from hydro_mining.imports.growth_table import write_growth_table
from hydro_mining.imports.prices import PriceOptions, read_prices


class Visit:
    """A price file's part of the page, and what a reader does and sees on it."""

    def __init__(self) -> None:
        case = new_case(feed=None, screens=(DispatchScreen,))
        self.file = PriceFile(case.section("dispatch"))

    def entries(self, kind: type = WidgetBase) -> list[Any]:
        """Return the entries that stand on the page."""
        return list(dict.fromkeys(self.file.layout.select(kind)))

    def widget(self, label: str) -> Any:
        """Return the entry of a label."""
        return next(w for w in self.entries() if (w.label or w.name or "").startswith(label))

    def has(self, label: str) -> bool:
        """Return whether an entry of a label is to be seen."""
        named = [w for w in self.entries() if (w.label or w.name or "").startswith(label)]
        return any(w.visible for w in named)

    def press(self, label: str) -> None:
        """Press a button."""
        assert self.has(label), label
        self.widget(label).param.trigger("clicks")

    def upload(self, text: str | bytes, name: str = "prices.csv") -> None:
        """Upload a file."""
        (dropper,) = self.entries(pn.widgets.FileDropper)
        dropper.value = {}
        dropper.value = {name: text}

    def open_settling(self) -> None:
        """Open what is to be settled."""
        self.entries(pmui.Accordion)[-1].active = [0]

    def asks(self) -> list[str]:
        """Return what is asked about the file."""
        return list(self.file._questions.asked)

    def offers(self) -> list[str]:
        """Return what other answers are offered for."""
        return list(self.file._offered.asked)

    def disagree(self, option: str, label: str) -> None:
        """Press one of the answers that are offered beside what was told."""
        assert option in self.offers()
        buttons = self.file._offered._buttons[option].values()
        next(button for button in buttons if button.label == label).param.trigger("clicks")

    @property
    def said(self) -> str:
        """What stands above the sections."""
        return str(self.file._message.object)

    @property
    def report(self) -> Any:
        """The report of the file in hand."""
        return self.file.prices.read.report

    @property
    def first(self) -> str:
        """The first instant of the file in hand."""
        (series,) = self.file.prices.read.series.values()
        return str(series.start[0])


@pytest.fixture
def visit() -> Visit:
    """Return a price file as the page opens with it."""
    return Visit()


def hours(
    form: str, *, first: str = "2025-03-01", count: int = 24, heading: str = "EUR/MWh"
) -> str:
    """Return hourly prices of 0, 1, 2 … with stamps in a form."""
    stamps = pd.date_range(first, periods=count, freq="h").strftime(form)
    return f"time;{heading}\n" + "".join(f"{t};{i}\n" for i, t in enumerate(stamps))


AMBIGUOUS = hours("%m/%d/%Y %H:%M", first="2025-03-04")


# --- options -------------------------------------------------------------------------------------


def test_each_option_of_a_file_has_an_entry() -> None:
    """Nothing can be said on the command line of a file that cannot be said on the page."""
    assert set(FileOptions.param) - {"name"} == set(PriceOptions.__dataclass_fields__)


def test_nothing_is_settled_at_first() -> None:
    """Entries as they begin are a file of which nothing is said."""
    assert FileOptions().frozen() == PriceOptions()


def test_months_first_is_kept() -> None:
    """A no is an answer."""
    settled = FileOptions(day_first=False, skip_lines=2, decimal=",").frozen()
    assert settled == PriceOptions(day_first=False, skip_lines=2, decimal=",")


def test_cleared_lines_to_skip_are_none() -> None:
    """An emptied entry is as if it had never been filled."""
    assert FileOptions(skip_lines=None).frozen() == PriceOptions()


def test_columns_are_chosen_from_the_file_s_headings(visit: Visit) -> None:
    """Selects of columns hold the headings of the file in hand, also of one that is refused."""
    visit.open_settling()
    visit.upload("Tag;Stunde;Preis A;Preis B\n" + "2025-03-01;1;2;3\n" * 2)
    assert "Not taken" in visit.said
    options = visit.widget("Second column of the time").options
    assert list(options) == ["Detect", "Tag", "Stunde", "Preis A", "Preis B"]


def test_a_column_that_the_next_reading_lacks_is_forgotten(visit: Visit) -> None:
    """A heading of before lines were skipped is chosen no longer."""
    options = visit.file._options
    visit.upload("a;b\n" + hours("%Y-%m-%d %H:%M"))
    options.offer_columns(["a", "b"])
    options.time_column = "a"
    options.offer_columns(["time", "price"])
    assert options.time_column == "(detect)"
    assert list(options.param.time_column.objects) == ["(detect)", "time", "price"]


def test_lines_are_skipped(visit: Visit) -> None:
    """A title that looks like headings is skipped by its number of lines."""
    visit.open_settling()
    visit.upload("time;EUR/MWh\nMarket;Spot\n" + hours("%Y-%m-%d %H:%M"))
    visit.widget("Lines to skip").value = 2
    visit.press("Read the file again")
    assert visit.report.rows_used == 24


# --- what is asked -------------------------------------------------------------------------------


def test_ambiguous_dates_are_asked_for_and_answered_in_one_click(visit: Visit) -> None:
    """03/04/2025 is the fourth of March at one button and the third of April at the other."""
    visit.upload(AMBIGUOUS)
    assert "told apart by the option “Order of dates”" in visit.said
    assert visit.entries(pmui.Accordion)[-1].active == [0]
    assert visit.widget("Order of dates").value == "(detect)"
    visit.press("Months first")
    assert visit.first == "2025-03-04T00:00:00"
    assert visit.widget("Order of dates").value is False
    assert "Months first (given); stamps mark the beginning (" in visit.said
    visit.press("Days first")
    assert visit.first == "2025-04-03T00:00:00"


def test_an_unknown_unit_names_its_control(visit: Visit) -> None:
    """A unit that nobody knows is asked for by the label of its entry."""
    visit.upload(hours("%Y-%m-%d %H:%M", heading="price (foo/kWh)"))
    assert "told by the option “Unit, a price is for”" in visit.said
    visit.widget("Unit, a price").value = "c/kWh"
    visit.press("Read the file again")
    assert visit.report.unit_evidence == "given"


def test_a_price_column_is_asked_for_by_its_label(visit: Visit) -> None:
    """Of two columns of prices the reader chooses one."""
    visit.upload("time;peak;base\n2025-03-01 00:00;1;2\n2025-03-01 01:00;2;3\n")
    assert "“Column of the price” must be one of peak, base" in visit.said
    visit.widget("Column of the price").value = "base"
    visit.press("Read the file again")
    assert visit.report.columns["price"] == ("base",)


def test_duplicates_are_settled_by_the_rule_that_is_named(visit: Visit) -> None:
    """The rule for duplicates is in view where two prices stand for one hour."""
    visit.upload("time;EUR/MWh\n2025-03-01 00:00;1\n2025-03-01 00:00;2\n2025-03-01 01:00;3\n")
    assert "a rule for duplicates chosen" in visit.said
    visit.widget("Rule for duplicates").value = "last"
    visit.press("Read the file again")
    assert visit.report.rows_used == 2


def test_what_cannot_be_settled_opens_nothing(visit: Visit) -> None:
    """A word among the prices is no question of an option."""
    visit.upload(hours("%Y-%m-%d %H:%M").replace(";7\n", ";cheap\n"))
    assert "Not taken" in visit.said
    assert visit.entries(pmui.Accordion)[-1].active == []


# --- disagreeing ---------------------------------------------------------------------------------


def test_the_convention_is_turned_in_one_click(visit: Visit) -> None:
    """Stamps taken as beginnings are an hour later than the same stamps as ends."""
    visit.upload(hours("%Y-%m-%d %H:%M"))
    assert "(assumed); unit from the heading; time zone UTC, assumed" in visit.said
    assert not visit.has("Stamps mark the beginning")
    visit.press("Stamps mark the end")
    assert visit.first == "2025-02-28T23:00:00"
    visit.press("Stamps mark the beginning")
    assert visit.first == "2025-03-01T00:00:00"


def test_dates_told_by_evidence_can_be_turned(visit: Visit) -> None:
    """An order that was found by hours without a gap can be disagreed with."""
    visit.upload(hours("%m/%d/%Y %H:%M", first="2025-03-06", count=120))
    assert visit.report.date_order == "times without a gap"
    assert (visit.has("Days first"), visit.has("Months first")) == (True, False)


def test_dates_that_leave_nothing_open_are_not_asked(visit: Visit) -> None:
    """Years first, or a day above 12, are in one order only."""
    for form in ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"):
        visit.upload(hours(form, first="2025-03-13"))
        assert not visit.has("Days first"), form
        assert not visit.has("Months first"), form


def test_currency_unit_and_zone_are_asked_before_any_figure(visit: Visit) -> None:
    """The file is read again when the last question has its answer, and only then counts."""
    visit.upload(hours("%Y-%m-%d %H:%M", heading="price"))
    assert visit.asks() == ["currency", "unit", "timezone"]
    visit.file.accept()
    assert (visit.file.is_settled, visit.file.is_accepted) == (False, False)
    visit.press("NOK")
    visit.press("A kWh")
    assert visit.report.currency is None
    visit.press("Central Europe")
    assert visit.asks() == []
    report = visit.report
    assert (report.currency, report.timezone, report.unit_evidence) == (
        "NOK",
        "Europe/Berlin",
        "given",
    )
    (series,) = visit.file.prices.read.series.values()
    assert list(series.price[:3]) == [0, 1_000, 2_000]
    visit.file.accept()
    assert visit.file.is_accepted


def test_what_a_file_says_is_not_asked(visit: Visit) -> None:
    """Stamps in UTC show a clock; a heading names currency and unit."""
    visit.upload(hours("%Y-%m-%dT%H:%MZ"))
    assert visit.asks() == []
    visit.upload(hours("%Y-%m-%d %H:%M"), "local.csv")
    assert visit.asks() == ["timezone"]


def test_the_first_five_rows_are_shown(visit: Visit) -> None:
    """As they stand in the file, also of one that is refused; nothing of the sample."""
    assert visit.file._preview.object == ""
    visit.upload(hours("%Y-%m-%d %H:%M"))
    shown = visit.file._preview.object
    assert "First rows of prices.csv" in shown
    assert shown.count("<tr>") == 6  # with the headings
    assert "2025-03-01 04:00" in shown
    assert "2025-03-01 05:00" not in shown
    visit.upload(AMBIGUOUS, "refused.csv")
    assert "03/04/2025 00:00" in visit.file._preview.object
    visit.press("Use the sample year")
    assert visit.file._preview.object == ""


def test_nothing_is_a_blank_box(visit: Visit) -> None:
    """Each select shows what is in it, and the zones of the file are offered."""
    visit.open_settling()
    rows = [f"2025-05-01T0{h}:00Z,{zone},1\n" for h in range(2) for zone in "AB"]
    visit.upload("".join(["time,zone,EUR/MWh\n", *rows]))
    selects = [w for w in visit.entries(pmui.Select) if w.label != "Zone"]
    assert all(select.value in dict(select.options).values() for select in selects)
    assert list(visit.widget("The only zone").options) == ["All", "A", "B"]
    visit.widget("The only zone").value = "B"
    visit.press("Read the file again")
    assert list(visit.file.prices.read.series) == ["B"]
    assert list(visit.widget("The only zone").options) == ["All", "A", "B"]


def test_the_sample_asks_nothing(visit: Visit) -> None:
    """The made-up year is what it is, also after a file was refused."""
    assert not visit.has("Stamps mark")
    visit.upload(AMBIGUOUS)
    visit.press("Use the sample year")
    assert "Not taken" not in visit.said
    assert not visit.has("Days first")


# --- as on the command line ----------------------------------------------------------------------


def test_a_gzip_is_taken(visit: Visit) -> None:
    """A file that is compressed has the prices of the same file that is not."""
    visit.upload(gzip.compress(AMBIGUOUS.encode()), "prices.csv.gz")
    assert "Order of dates" in visit.said
    visit.upload(gzip.compress(hours("%Y-%m-%d %H:%M").encode()), "prices.csv.gz")
    assert visit.report.rows_used == 24


def test_a_hashprice_may_be_compressed() -> None:
    """A hashprice file may be a gzip, and the browser offers such files."""
    case = new_case(feed=None, screens=(DispatchScreen,))
    choice = HashpriceChoice(case, case.section("dispatch"))
    case.section("dispatch").hashprice_source = "file"
    choice.upload.value = gzip.compress(b"date,hashprice_usd_per_th_per_day\n2025-05-01,0.05\n")
    assert list(choice.uploads["file"].value.value) == [0.05]
    assert ".gz" in choice.upload.accept.split(",")


def test_a_growth_table_may_be_compressed() -> None:
    """The table in use, downloaded and compressed, is taken as it is."""
    section = GrowthScreen.section(new_case(feed=None, screens=(GrowthScreen,)))
    own = OwnTable(section)
    table = section.table
    own.upload.value = gzip.compress(write_growth_table(table).encode())
    assert "Not taken" not in own._message.object
    assert write_growth_table(section.table) == write_growth_table(table)
    assert ".gz" in own.upload.accept.split(",")


SPLIT = "Date;Time;EUR/MWh\n" + "".join(f"2024-06-14;{h:02d}:00;{h},5\n" for h in range(24))
SNT = "Aika;Hinta (snt/kWh)\n" + "".join(f"3.6.2024 {h}.00;{h},25\n" for h in range(24))
ENDING = "Delivery;EUR/MWh\n" + "".join(f"2024-06-10 {h:02d}:00;{h}.0\n" for h in range(1, 25))
FILES = {"two columns": SPLIT, "cents of Finland": SNT, "hour ending": ENDING}


@pytest.mark.parametrize("kind", FILES)
def test_the_page_says_the_same_as_the_command(
    visit: Visit, kind: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report of a file is the same on the page and in the command's JSON."""
    path = tmp_path / "prices.csv"
    path.write_text(FILES[kind], encoding="utf-8")
    words = ["--facility-mw", "10", "--efficiency-w-per-th", "20", "--hashprice", "0.04"]
    code = main(["dispatch", str(path), *words, "--timezone", "Europe/Berlin", "--json"])
    told = json.loads(capsys.readouterr().out)["import"]
    assert code == 0
    visit.open_settling()
    visit.upload(FILES[kind])
    visit.widget("Time zone").value = "Europe/Berlin"
    visit.press("Read the file again")
    assert json.loads(json.dumps(visit.report.to_dict())) == told
    (series,) = visit.file.prices.read.series.values()
    (same,) = read_prices(
        FILES[kind].encode(), PriceOptions(timezone="Europe/Berlin")
    ).series.values()
    assert list(series.price) == list(same.price)


def test_a_refusal_is_the_command_s(
    visit: Visit, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is asked on the page is asked by the command, each by its own name."""
    path = tmp_path / "prices.csv"
    path.write_text(AMBIGUOUS, encoding="utf-8")
    words = ["--facility-mw", "10", "--efficiency-w-per-th", "20", "--hashprice", "0.04"]
    assert main(["dispatch", str(path), *words, "--json"]) == 2
    said = capsys.readouterr().err.strip().removeprefix("error: ")
    visit.upload(AMBIGUOUS)
    assert "day-first or month-first" in said
    place = "line 2, column time must be with a day above 12"
    assert place in said
    assert place in visit.said


def test_unit_and_zone_are_disagreed_with_in_one_click(visit: Visit) -> None:
    """What a heading or the stamps told has the other answers beside it, as has what was asked."""
    assert visit.offers() == []
    visit.upload("time,price EUR/MWh\n2025-01-15T00:00Z,1\n2025-01-15T01:00Z,2\n")
    assert (visit.asks(), visit.offers()) == ([], ["unit", "timezone"])
    visit.disagree("unit", "A kWh")
    (series,) = visit.file.prices.read.series.values()
    assert list(series.price) == [1_000, 2_000]
    visit.disagree("timezone", "US Central")
    assert (visit.report.timezone, visit.report.unit_evidence) == ("America/Chicago", "given")
    visit.disagree("unit", "A MWh")
    (series,) = visit.file.prices.read.series.values()
    assert list(series.price) == [1, 2]
    visit.press("Use the sample year")
    assert visit.offers() == []


def test_undoing_an_upload_brings_back_the_file_of_before(visit: Visit) -> None:
    """With what was settled of it, its zone and whether it was taken; redoing brings the later."""
    rows = [f"2025-03-0{day} 0{hour}:00,{zone},{hour}\n"
            for day in (1, 2) for hour in range(8) for zone in ("N", "S")]  # fmt: skip
    section = visit.file.section
    sample = section.settings
    visit.upload("".join(["time,zone,EUR/MWh\n", *rows]), "first.csv")
    visit.file._options.timezone = "Europe/Oslo"
    visit.open_settling()
    visit.press("Read the file again")
    visit.file.zone = "S"
    visit.file.accept()
    assert visit.file.is_accepted
    first, prices = section.settings, visit.file.prices
    visit.upload(hours("%Y-%m-%dT%H:%MZ"), "later.csv")
    later = section.settings
    assert visit.file.prices.name == "later.csv"
    section.take(first)
    assert visit.file.prices is prices
    assert (visit.file.zone, visit.file.is_accepted) == ("S", True)
    assert visit.file._options.settled() == {"timezone": "Europe/Oslo"}
    assert "does not hold" not in visit.said
    # It can be read again, as it is the file in hand.
    visit.press("Read the file again")
    assert visit.file.prices.name == "first.csv"
    section.take(later)
    assert visit.file.prices.name == "later.csv"
    assert visit.file._options.settled() == {}
    section.take(sample)
    assert visit.file.prices.is_sample
    section.take(first)
    assert visit.file.prices.name == "first.csv"


def test_files_of_before_are_held_as_far_as_there_is_room() -> None:
    """64 MB in all: of three files of 30 MB the first one goes; one of 90 MB leaves no other."""

    def held(name: str, megabytes: int) -> InHand:
        prices = dataclasses.replace(sample(), name=name, sha256=name)
        upload = Upload(name, bytes(megabytes * 1_000_000), is_sample=False)
        return InHand(upload=upload, prices=prices, settled={}, zone="", is_accepted=True)

    files = EarlierFiles()
    for name in ("a", "b", "c"):
        files.keep(held(name, 30))
    assert [files.of(name, name) is not None for name in "abc"] == [False, True, True]
    files.keep(held("d", 90))
    assert [files.of(name, name) is not None for name in "bcd"] == [False, False, True]


def test_an_offer_counts_at_once_while_something_is_asked(visit: Visit) -> None:
    """The zone is asked, the unit was told: another unit is taken, and the zone asked again."""
    visit.upload(hours("%Y-%m-%d %H:%M"))
    assert (visit.asks(), visit.offers()) == (["timezone"], ["unit"])
    visit.disagree("unit", "A kWh, in cents or pence")
    assert (visit.asks(), visit.report.unit_evidence) == (["timezone"], "given")
    (series,) = visit.file.prices.read.series.values()
    assert list(series.price[:3]) == [0, 10, 20]


def test_a_refused_unit_has_its_answers_beside_the_refusal(visit: Visit) -> None:
    """Nothing is typed where one of the usual units is meant."""
    visit.upload(hours("%Y-%m-%d %H:%M", heading="price (foo/kWh)"))
    assert visit.offers() == ["unit"]
    visit.disagree("unit", "A kWh")
    assert visit.report.unit_evidence == "given"


@pytest.mark.parametrize(("answer", "gaps"), [("Days", 11), ("Months", 0)])
def test_firsts_of_months_are_asked_for(visit: Visit, answer: str, gaps: int) -> None:
    """01/01, 01/02 … 01/12 are twelve days of January or twelve months' firsts."""
    rows = [f"01/{n:02d}/2025 {h:02d}:00,{n}\n" for n in range(1, 13) for h in range(24)]
    before = visit.file.prices
    visit.upload("".join(["time,EUR/MWh\n", *rows]))
    assert visit.file.prices is before
    visit.press(f"{answer} first")
    assert visit.first == "2025-01-01T00:00:00"
    assert visit.report.gaps == gaps


@pytest.mark.parametrize(("answer", "price"), [("beginning", 24), ("end", 1)])
def test_24_before_1_is_settled_in_one_click(visit: Visit, answer: str, price: int) -> None:
    """24, 1 … 23 of a date: 24 is its first hour, or the last one."""
    rows = [f"2025-06-14;{h};{h}\n" for h in (24, *range(1, 24))]
    visit.upload("".join(["Date;Hour;EUR/MWh\n", *rows]))
    assert "“Convention”" in visit.said
    visit.press(f"Stamps mark the {answer}")
    (series,) = visit.file.prices.read.series.values()
    assert (visit.first, series.price[0]) == ("2025-06-14T00:00:00", price)


DOUBTFUL = "time,EUR/MWh\n" + "".join(
    f"2025-06-02 {hour:02d}:00,{-99 if hour in {3, 9} else 30 + hour}\n" for hour in range(24)
)


@pytest.mark.parametrize(
    ("answer", "n"), [("All figures are prices", 24), ("-99 means no price", 22)]
)
def test_a_number_far_from_all_prices_is_settled_in_one_click(
    visit: Visit, answer: str, n: int
) -> None:
    """-99 stands twice among prices from 30 to 53: a reader says what it is."""
    before = visit.file.prices
    visit.upload(DOUBTFUL)
    assert visit.file.prices is before
    visit.press(answer)
    assert len(visit.file.prices.read.series["site"]) == n


def test_numbers_that_are_taken_as_no_price_can_be_turned(visit: Visit) -> None:
    """9999 is left out with a note; a click takes it as the price that it may be."""
    visit.upload(DOUBTFUL.replace("-99", "9999"))
    assert len(visit.file.prices.read.series["site"]) == 22
    visit.press("All figures are prices")
    assert len(visit.file.prices.read.series["site"]) == 24


@pytest.mark.parametrize(("answer", "n"), [("All figures are prices", 24), ("-99 means no", 23)])
def test_one_number_far_from_all_prices_is_settled_in_one_click(
    visit: Visit, answer: str, n: int
) -> None:
    """It is kept at first, with both answers beside the note, which an answer ends."""
    visit.upload(DOUBTFUL.replace("09:00,-99", "09:00,39"))
    assert len(visit.file.prices.read.series["site"]) == 24
    assert "-99 is far from all other prices" in visit.said
    visit.press(answer)
    assert len(visit.file.prices.read.series["site"]) == n
    assert "far from all other prices" not in visit.said
