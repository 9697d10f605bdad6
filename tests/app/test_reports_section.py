"""What a visitor takes along: the run record, the link, the recent cases; and the way back."""

import datetime as dt
import hashlib
import io

import panel as pn
import pytest
from pypdf import PdfReader

from hydro_mining.app.data_proof.screen import DataProofScreen
from hydro_mining.exceptions import InputError
from hydro_mining.reports.link import read_case
from hydro_mining.reports.run_record import read_record, record_text
from tests.app.driver import Blank, Visit

RECORD = "Run record (JSON)"


@pytest.fixture
def visit() -> Visit:
    """Return a page with the screen of reports alone."""
    return Visit(screens=(DataProofScreen,))


def test_save_and_share_opens_the_screen_of_reports() -> None:
    """Whatever is open, the button beside the network figures leads there."""
    visit = Visit(screens=(Blank, DataProofScreen))
    visit.press("Save and share")
    assert visit.dashboard.open_key == "proof"
    assert visit.shelf.text


def test_the_link_follows_what_is_entered(visit: Visit) -> None:
    """The case in the link is the one on the page, which its title names: £0.045 are €0.05228."""
    visit.study.enter(visit.study.site, "site_power_kw", 640)
    visit.money.value = "EUR"
    case = read_case(visit.shelf.text)
    assert (case.study, case.currency) == (visit.study.inputs(), "EUR")
    assert visit.shelf.title.startswith(
        "640 kW at 5.228\N{NO-BREAK SPACE}cent a kWh, Antminer S21, 5 years"
    )
    assert visit.shelf.problem == ""


def test_there_is_no_link_to_entries_that_do_not_fit(visit: Visit) -> None:
    """It says why, until the entries fit again."""
    visit.study.enter(visit.study.finance, "start_date", dt.date(2020, 1, 1))
    assert visit.shelf.text == ""
    assert "There is no link: the entries must be settled" in visit.shelf.problem
    visit.study.enter(visit.study.finance, "start_date", None)
    assert visit.shelf.text
    assert visit.shelf.problem == ""


def test_a_record_that_is_taken_along_is_among_the_recent_cases(visit: Visit) -> None:
    """The browser keeps the case of what was downloaded under the link's title."""
    record = read_record(visit.download(RECORD))
    assert record.study == visit.study.inputs()
    kept = visit.shelf.kept
    assert (kept["name"], kept["text"]) == (visit.shelf.title, visit.shelf.text)


def test_the_paper_names_the_record_that_is_saved_beside_it(visit: Visit) -> None:
    """Its hash is that of the file, until something else stands on the page."""

    def digest() -> str:
        return hashlib.sha256(visit.download(RECORD)).hexdigest()

    def on_paper() -> str:
        paper = PdfReader(io.BytesIO(visit.download("Board paper (PDF)")))
        return "".join(paper.pages[1].extract_text().split())

    first = digest()
    assert f"SHA-256{first}." in on_paper()
    assert digest() == first
    visit.study.enter(visit.study.site, "site_power_kw", 640)
    assert first not in on_paper()
    assert f"SHA-256{digest()}." in on_paper()


def test_a_download_that_is_refused_says_why(visit: Visit) -> None:
    """Figures of before are not given out under entries that do not fit, nor kept."""
    visit.study.enter(visit.study.finance, "start_date", dt.date(2020, 1, 1))
    with pytest.raises(InputError, match="the entries must be settled where they are marked"):
        visit.download(RECORD)
    assert "Not made: the entries must be settled where they are marked" in visit.screen_text
    assert visit.shelf.kept == {}


def test_a_record_that_is_dropped_is_opened(visit: Visit) -> None:
    """As bytes and as the text that the widget makes of it; the last of several counts."""
    other = Visit(screens=(DataProofScreen,))
    for power, as_sent in ((640, bytes), (650, bytes.decode)):
        other.study.enter(other.study.site, "site_power_kw", power)
        visit.upload_record(f"{power}.json", as_sent(other.download(RECORD)))
        assert visit.study.site.site_power_kw == power
        assert "From a record of" in visit.banner
    visit.upload_record("cat.png", b"\x89PNG")
    assert "Not opened, everything is as before" in visit.banner
    assert visit.study.site.site_power_kw == 650


def test_the_title_block_is_typed_once_and_kept(visit: Visit) -> None:
    """It is in the record and its link; a record that is opened brings its own."""
    section = visit.case.section("title_block")
    assert section.enter(section, "plant", "Glen Example")
    record = read_record(visit.download(RECORD))
    assert record.sections["title_block"].plant == "Glen Example"
    assert read_case(visit.shelf.text).sections == record.sections
    assert record.results["risk"]["paths"] == 10_000
    section.enter(section, "plant", "")
    visit.open_record(record_text(record))
    assert section.plant == "Glen Example"
    section.enter(section, "client", "x" * 121)
    assert list(section.problems) == ["title_block.client"]
    assert section.settings.client == ""


def compared(visit: Visit) -> str:
    """Return what the comparison of cases says."""
    part = visit.screen._reports._comparison
    return "".join(str(pane.object) for pane in (part._said, part._inputs, part._results))


def test_a_recent_case_is_compared_with_the_page(visit: Visit) -> None:
    """What differs is told with units, follows what is entered, and changes nothing."""
    kept = visit.shelf.text
    visit.study.enter(visit.study.site, "site_power_kw", 640)
    visit.shelf._handle_msg({"compare": kept})
    said = compared(visit)
    assert "The two cases differ in 1 input." in said
    assert "1,000 kW" in said
    assert "640 kW" in said
    assert visit.study.site.site_power_kw == 640
    visit.study.enter(visit.study.site, "site_power_kw", 650)
    assert "650 kW" in compared(visit)
    visit.study.enter(visit.study.site, "site_power_kw", 1_000)
    assert "The two cases have the same inputs and the same results." in compared(visit)


def test_two_saved_cases_are_compared_in_the_page_s_currency(visit: Visit) -> None:
    """The second is set against the first; the page's own inputs are left out."""
    visit.study.enter(visit.study.site, "site_power_kw", 640)
    first = visit.shelf.text
    visit.study.enter(visit.study.site, "site_power_kw", 650)
    second = visit.shelf.text
    visit.study.enter(visit.study.site, "site_power_kw", 660)
    for text in (first, second):
        visit.shelf._handle_msg({"compare": text})
    said = compared(visit)
    assert "640 kW" in said
    assert "650 kW" in said
    assert "660 kW" not in said
    assert "£" in said
    visit.money.value = "EUR"
    assert "£" not in compared(visit)
    visit.press("Start again")
    assert compared(visit) == ""


def test_a_record_is_dropped_to_be_compared(visit: Visit) -> None:
    """Its own place takes it, so that the page stays as it is."""
    visit.study.enter(visit.study.site, "site_power_kw", 640)
    record = visit.download(RECORD)
    visit.study.enter(visit.study.site, "site_power_kw", 650)
    section = visit.screen._reports._comparison.layout
    section.open()
    (dropper,) = section.layout.select(pn.widgets.FileDropper)
    dropper.value = {"record.json": record.decode()}
    said = compared(visit)
    assert "640 kW" in said
    assert "650 kW" in said
    assert visit.study.site.site_power_kw == 650


def test_a_case_that_cannot_be_read_is_not_compared(visit: Visit) -> None:
    """It says why in a line."""
    visit.shelf._handle_msg({"compare": "nonsense"})
    assert "Not compared: link must be whole, as it was copied" in compared(visit)
