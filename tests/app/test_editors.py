"""Editing machines and scenarios: what is taken, what is refused, and what is said."""

import datetime as dt
import gzip
from typing import Any

import panel as pn
import panel_material_ui as pmui
import pytest

from hydro_mining.app import default_study, new_case
from hydro_mining.app.components.markup import Markup
from hydro_mining.app.overview.catalogue_editor import CatalogueEditor
from hydro_mining.app.scenarios.editor import ScenarioEditor
from hydro_mining.imports.catalogue import read_catalogue
from hydro_mining.models import Study

GOOD = b"name,hashrate_ths,power_w,price,currency,price_date\nNew one,200,3500,800,USD,2026-10\n"


@pytest.fixture
def study() -> Study:
    """Return the study that the dashboard opens with."""
    return default_study()


class Machines:
    """The catalogue's editor with its widgets by what they are for."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.case = new_case(study)
        self.editor = CatalogueEditor(self.case)
        self.layout = self.editor.__panel__()

    def find(self, kind: type, label: str = "") -> Any:
        """Return the one widget of a kind whose label (or description) starts with ``label``."""
        found = [
            w
            for w in self.layout.select(kind)
            if str(w.label or getattr(w, "description", "")).startswith(label)
        ]
        exact = [w for w in found if w.label == label]
        assert len(exact or found) == 1, (kind, label)
        return (exact or found)[0]

    def pick(self, name: str) -> None:
        """Pick the machine to edit."""
        self.find(pmui.Select).value = name

    def upload(self, data: bytes) -> None:
        """Upload a file."""
        (file_input,) = self.layout.select(pn.widgets.FileInput)
        file_input.value = data

    def replace(self, data: bytes) -> None:
        """Upload a file, and let it replace the list."""
        self.upload(data)
        self.press(pmui.Button, "Replace all")

    @property
    def asked(self) -> str:
        """What is asked, empty where nothing is."""
        question = self.editor._lists._question
        return str(question._text.object) if question.layout.visible else ""

    def press(self, kind: type, label: str = "") -> None:
        """Press a button."""
        self.find(kind, label).clicks += 1

    @property
    def said(self) -> str:
        """What the editor says of the last change."""
        return str(self.editor._message.object)

    @property
    def rows(self) -> list[list[str]]:
        """The texts of the table."""
        return self.editor._table.rows

    def row(self, name: str) -> list[str]:
        """Return a machine's texts."""
        return next(row for row in self.rows if row[0] == name)


@pytest.fixture
def machines(study: Study) -> Machines:
    """Return the editor of the bundled machines."""
    return Machines(study)


# --- machines ----------------------------------------------------------------------------------


def test_all_machines_are_listed(machines: Machines) -> None:
    """One row a machine, in use or not, with as many cells as headings and sort keys."""
    entries = machines.study.catalogue.entries
    assert [row[0] for row in machines.rows] == [entry.name for entry in entries]
    table = machines.editor._table
    assert {len(row) for row in table.rows} == {len(table.headings)}
    assert {len(row) for row in table.keys} == {len(table.headings)}
    assert machines.row("Antminer S21 Hyd")[6] == "no price"


def test_opening_changes_nothing(study: Study) -> None:
    """Looking at the machines, one after the other, edits none of them."""
    entries, result = study.catalogue.entries, study.result
    machines = Machines(study)
    for entry in entries[:8]:
        machines.pick(entry.name)
    assert study.catalogue.entries is entries
    assert study.result is result


def test_a_price_is_entered(machines: Machines) -> None:
    """A price of one's own replaces all quotes, is dated today, and is computed."""
    name = str(machines.study.result.chosen_miner)
    machines.pick(name)
    machines.find(pmui.TextInput, "Price").value = "1,234.50"
    (quote,) = next(e for e in machines.study.catalogue.entries if e.name == name).quotes
    assert (quote.price, quote.currency, quote.source) == (1_234.5, "GBP", "Entered by you")
    assert (
        abs((dt.datetime.now(tz=dt.UTC).date() - dt.date.fromisoformat(quote.price_date)).days) <= 1
    )
    (miner,) = (m for m in machines.study.result.study.miners if m.name == name)
    assert miner.price_gbp == 1_234.5
    assert machines.row(name)[9] == "Entered by you"


def test_a_price_is_entered_in_the_currency_of_the_page(machines: Machines) -> None:
    """In dollars at £0.75: $2,000 are £1,500 inside, and £1,500 where pounds are shown."""
    name = str(machines.study.result.chosen_miner)
    machines.pick(name)
    machines.case.currency_code = "USD"
    price = machines.find(pmui.TextInput, "Price [$]")
    price.value = "$2,000"
    (quote,) = next(e for e in machines.study.catalogue.entries if e.name == name).quotes
    assert (quote.price, quote.currency) == (pytest.approx(1_500), "GBP")
    assert (price.value, machines.row(name)[6]) == ("2,000", "$2,000")
    assert machines.editor._table.headings[6:8] == ["Price [$]", "All quotes [$]"]
    price.value = "-5"
    assert "not -5.0" in machines.said
    machines.case.currency_code = "GBP"
    assert (price.value, machines.row(name)[6]) == ("1,500", "£1,500")


def test_an_illegal_fact_changes_nothing_and_says_why(machines: Machines) -> None:
    """A fact that breaks its rule is refused; machines and result are as before."""
    study = machines.study
    entries, result = study.catalogue.entries, study.result
    machines.pick("Antminer S21")
    for field in ("Price", "Hashrate", "Power"):
        for text in ("-5", "abc", "", "0,5"):
            machines.editor._say("")
            machines.find(pmui.TextInput, field).value = text
            assert "Not taken" in machines.said, (field, text)
            assert "must be" in machines.said, (field, text)
            assert study.catalogue.entries is entries
            assert study.result is result


def test_a_refusal_is_forgotten_with_the_next_edit(machines: Machines) -> None:
    """What was said about a slip goes when something legal is entered."""
    machines.pick("Antminer S21")
    machines.find(pmui.TextInput, "Hashrate").value = "-5"
    machines.find(pmui.TextInput, "Hashrate").value = "210"
    assert machines.said == ""
    assert machines.row("Antminer S21")[3] == "210.0 TH/s"


def test_zero_is_a_price(machines: Machines) -> None:
    """A machine that one owns already costs nothing, and shows so when it is picked again."""
    machines.pick("Antminer S21")
    machines.find(pmui.TextInput, "Price").value = "0"
    assert machines.row("Antminer S21")[6] == "£0"
    machines.pick("Antminer S23")
    machines.pick("Antminer S21")
    assert machines.find(pmui.TextInput, "Price").value == "0"


def test_a_machine_is_taken_out_of_use(machines: Machines) -> None:
    """The chosen machine, switched off, is not chosen any more; switched on, it is again."""
    name = str(machines.study.result.chosen_miner)
    machines.pick(name)
    machines.find(pmui.Switch).value = False
    assert machines.study.result.chosen_miner != name
    assert machines.row(name)[1] == "no"
    machines.find(pmui.Switch).value = True
    assert machines.study.result.chosen_miner == name


def test_a_machine_is_added_out_of_use(machines: Machines) -> None:
    """A new machine stands in the list, picked, with placeholder figures, and is not chosen."""
    result = machines.study.result
    machines.find(pmui.TextInput, "Name of").value = "  My machine "
    machines.press(pmui.Button, "Add")
    entry = machines.study.catalogue.entries[-1]
    assert (entry.name, entry.use) == ("My machine", False)
    assert machines.find(pmui.Select).value == "My machine"
    assert machines.find(pmui.TextInput, "Name of").value == ""
    assert machines.study.result.chosen_miner == result.chosen_miner
    machines.find(pmui.TextInput, "Hashrate").value = "600"
    machines.find(pmui.Switch).value = True
    assert machines.study.result.chosen_miner == "My machine"


def test_a_machine_out_of_use_says_so_beside_its_form_until_it_is_used(machines: Machines) -> None:
    """Also once its figures have been entered; a click takes it into use."""
    use_it = machines.find(pmui.Button, "Use it")
    said = machines.editor._unused
    assert (said.object, use_it.visible) == ("", False)
    machines.find(pmui.TextInput, "Name of").value = "<b>Mine"
    machines.press(pmui.Button, "Add")
    machines.find(pmui.TextInput, "Hashrate").value = "600"
    assert "&lt;b&gt;Mine is not in use yet" in said.object
    assert use_it.visible
    machines.press(pmui.Button, "Use it")
    assert machines.study.result.chosen_miner == "<b>Mine"
    assert machines.find(pmui.Switch).value
    assert (said.object, use_it.visible) == ("", False)


def test_a_bad_name_is_refused(machines: Machines) -> None:
    """An empty, taken or endless name adds nothing and says why."""
    entries = machines.study.catalogue.entries
    for name in ("", "   ", "Antminer S21", "x" * 501):
        machines.editor._say("")
        machines.find(pmui.TextInput, "Name of").value = name
        machines.press(pmui.Button, "Add")
        assert machines.study.catalogue.entries is entries
        assert "name must be" in machines.said, name


def test_a_machine_is_removed(machines: Machines) -> None:
    """The picked machine goes, and the next one is picked."""
    machines.pick("Antminer S23")
    machines.press(pmui.IconButton)
    names = [entry.name for entry in machines.study.catalogue.entries]
    assert "Antminer S23" not in names
    assert machines.find(pmui.Select).value in names
    assert machines.find(pmui.Select).options == names


def test_all_machines_may_go(study: Study) -> None:
    """Without a machine the last result stays, it is said, and one can be added again."""
    study.catalogue.replace(study.catalogue.entries[:2])
    machines = Machines(study)
    machines.press(pmui.IconButton)
    result = study.result
    for _ in range(2):
        machines.press(pmui.IconButton)
    assert study.catalogue.entries == ()
    assert study.result is result
    assert list(study.problems) == ["catalogue"]
    machines.find(pmui.Switch).value = True
    machines.find(pmui.TextInput, "Price").value = "5"
    machines.find(pmui.TextInput, "Name of").value = "Back"
    machines.press(pmui.Button, "Add")
    machines.find(pmui.Switch).value = False
    machines.find(pmui.Switch).value = True
    assert study.problems == {}
    assert study.result.chosen_miner == "Back"


def test_prices_follow_the_exchange_rate(machines: Machines) -> None:
    """907 dollars are £680.25 at £0.75 and £907 at £1."""
    machines.pick("Antminer S21")
    assert machines.row("Antminer S21")[6] == "£680"
    assert machines.find(pmui.TextInput, "Price").value == "680.25"
    machines.study.enter(machines.study.network, "usd_to_gbp", 1)
    assert machines.row("Antminer S21")[6] == "£907"
    assert machines.find(pmui.TextInput, "Price").value == "907"


# --- upload and download -----------------------------------------------------------------------


def test_a_good_file_replaces_the_machines(machines: Machines) -> None:
    """The file's machines take the place of all others and are computed."""
    machines.replace(GOOD)
    assert [e.name for e in machines.study.catalogue.entries] == ["New one"]
    assert [row[0] for row in machines.rows] == ["New one"]
    assert machines.study.result.chosen_miner == "New one"
    assert machines.study.result.study.miners[0].price_gbp == 600
    assert "Not taken" not in machines.said
    assert "1" in machines.said


def test_nothing_is_taken_before_a_reader_answers(machines: Machines) -> None:
    """A list that was read is previewed; refused, the machines are as before."""
    before = machines.study.catalogue.entries
    machines.upload(GOOD)
    assert "Machines read: 1. Nothing is taken yet." in machines.asked
    assert "<td>200.0 TH/s</td><td>3,500 W</td><td>£600</td>" in machines.asked
    assert machines.study.catalogue.entries is before
    machines.press(pmui.Button, "Keep the list as it is")
    assert machines.asked == ""
    assert machines.study.catalogue.entries is before


def test_a_list_is_added_to_the_machines(machines: Machines) -> None:
    """A new machine joins the others; one of a known name takes its place."""
    before = machines.study.catalogue.entries
    machines.upload(GOOD + b"antminer s21,201,3500,700,USD,2026-10\n")
    machines.press(pmui.Button, "Add 1, update 1")
    entries = machines.study.catalogue.entries
    place = [entry.name for entry in before].index("Antminer S21")
    assert entries[place].hashrate_ths == 201
    assert [e.name for e in entries[len(before) :]] == ["New one"]
    others = [e for e in before if e.name != "Antminer S21"]
    assert [e for e in entries if e in others] == others


def test_the_built_in_list_comes_back(machines: Machines) -> None:
    """The way back is offered where the list is another one, and asked for."""
    before = machines.study.catalogue.entries
    back = machines.find(pmui.Button, "Back to the built-in list")
    assert not back.visible
    machines.replace(GOOD)
    assert back.visible
    machines.press(pmui.Button, "Back to the built-in list")
    assert f"Your list of 1 would give way to the {len(before)} built-in" in machines.asked
    machines.press(pmui.Button, "Use the built-in list")
    assert machines.study.catalogue.entries == before
    assert not back.visible


BAD_FILES = {
    "binary": (b"\x00\x01\x02", "must be"),
    "column missing": (b"name,hashrate_ths\nA,1\n", "power_w"),
    "negative": (GOOD.replace(b"200", b"-200"), "line 2, column hashrate_ths"),
    "words": (GOOD.replace(b"200", b"lots"), "line 2, column hashrate_ths"),
    "conflict": (GOOD + b"New one,201,3500,800,USD,2026-10\n", "line 3"),
    "html": (b"<html>not a file</html>", "must be"),
    "zip": (b"PK\x03\x04 a spreadsheet", "must be"),
    "utf-16": ("naïve,名前".encode("utf-16"), "must be"),
}


def test_a_bad_file_keeps_the_machines_and_says_why(machines: Machines) -> None:
    """A file that breaks a rule changes nothing, and the rule is named with its place."""
    study = machines.study
    entries, result = study.catalogue.entries, study.result
    for kind, (data, why) in BAD_FILES.items():
        machines.editor._say("")
        machines.upload(data)
        assert study.catalogue.entries is entries
        assert study.result is result
        assert study.problems == {}
        assert "Not taken" in machines.said, kind
        assert why in machines.said, kind
        assert "<html" not in machines.said


def test_a_currency_without_a_rate_is_refused(machines: Machines) -> None:
    """A file whose prices cannot be converted changes nothing, or is taken and told as such."""
    study = machines.study
    entries, result = study.catalogue.entries, study.result
    machines.upload(GOOD.replace(b"USD", b"PLN"))
    assert study.result is result
    assert "PLN" in machines.said
    assert study.catalogue.entries is entries


def test_an_old_quote_without_a_rate_is_refused_too(machines: Machines) -> None:
    """What is said of a file is what became of it, whichever quote has no rate."""
    before = machines.study.catalogue.entries
    machines.upload(GOOD + b"New one,200,3500,90000,PLN,2025\n")
    names = [row[0] for row in machines.rows]
    assert names == [entry.name for entry in machines.study.catalogue.entries]
    assert ("Not taken" in machines.said) is (machines.study.catalogue.entries is before)


def test_a_quote_of_nothing_is_told_in_words(machines: Machines) -> None:
    """No text of the table has an infinity."""
    machines.replace(GOOD + b"New one,200,3500,0,USD,2026-10\n")
    assert machines.row("New one")[6] == "£300"
    assert not any("inf" in cell for cell in machines.row("New one"))


def test_a_file_without_a_machine_in_use_is_a_problem(machines: Machines) -> None:
    """Machines without a price cannot be computed: the last result stays and it is said."""
    result = machines.study.result
    machines.replace(b"name,hashrate_ths,power_w\nA,100,2500\n")
    assert machines.study.result is result
    assert list(machines.study.problems) == ["catalogue"]


def test_the_download_is_the_machines(machines: Machines) -> None:
    """What is downloaded reads back as the same machines."""
    text = machines.find(pmui.FileDownload).callback().getvalue()
    assert read_catalogue(text) == machines.study.catalogue.entries


def test_hostile_names_stay_text(machines: Machines) -> None:
    """A name with tags is listed as text and comes into no HTML as a tag."""
    name = "<img src=x onerror=alert(1)>"
    machines.replace(GOOD.replace(b"New one", name.encode()))
    assert machines.rows[0][0] == name
    machines.find(pmui.TextInput, "Name of").value = name
    machines.press(pmui.Button, "Add")
    for pane in machines.layout.select(Markup):
        assert "<img" not in str(pane.object)


UNDATED = b"Model,Hashrate (TH/s),Power (W),Price (USD)\nS21,200,3500,3100\nS19k Pro,120,2760,900\n"


def test_a_list_with_several_prices_asks_which_one_is_meant(machines: Machines) -> None:
    """Nothing is taken in silence: each column with a price is a button."""
    before = machines.study.catalogue.entries
    machines.upload(b"Model,TH/s,W,Landed USD,Spot USD,Date\nS21,200,3500,3300,3100,2026-10\n")
    question = machines.editor._lists._question.layout
    assert question.visible
    assert machines.study.catalogue.entries == before
    landed, spot, keep = question[1]
    assert (landed.label, spot.label) == ("Landed USD", "Spot USD")
    assert keep.label == "Keep the list as it is"
    spot.clicks += 1
    machines.press(pmui.Button, "Replace all")
    assert [q.price for q in machines.study.catalogue.entries[0].quotes] == [3_100]
    assert not question.visible


def test_an_undated_list_asks_once_for_its_date(machines: Machines) -> None:
    """Nothing is taken before the date of the list is given; then all its prices have it."""
    before = machines.study.catalogue.entries
    machines.upload(UNDATED)
    assert machines.study.catalogue.entries is before
    assert machines.editor._lists._date.__panel__().visible
    machines.find(pmui.TextInput, "Date of").value = "2026-10"
    machines.press(pmui.Button, "Take with")
    machines.press(pmui.Button, "Replace all")
    quotes = [quote for e in machines.study.catalogue.entries for quote in e.quotes]
    assert [(q.price, q.price_date) for q in quotes] == [(3_100, "2026-10"), (900, "2026-10")]
    assert not machines.editor._lists._date.__panel__().visible
    assert "Machines: 2; in use: 2." in machines.said
    assert "without a date" not in machines.said


def test_a_list_may_stay_undated(machines: Machines) -> None:
    """A reader who knows no date takes the list without, and is told so."""
    machines.upload(UNDATED)
    machines.press(pmui.Button, "Take as")
    machines.press(pmui.Button, "Replace all")
    quotes = [quote for e in machines.study.catalogue.entries for quote in e.quotes]
    assert [quote.price_date for quote in quotes] == ["", ""]
    assert "Prices without a date: 2" in machines.said


def test_a_list_s_date_is_a_date(machines: Machines) -> None:
    """An empty or impossible date is refused beside its entry, and nothing is taken."""
    before = machines.study.catalogue.entries
    machines.upload(UNDATED)
    for text in ("", "October", "2026-13"):
        machines.find(pmui.TextInput, "Date of").value = text
        machines.press(pmui.Button, "Take with")
        assert machines.find(pmui.TextInput, "Date of").error_state, text
        assert machines.study.catalogue.entries is before


def test_the_next_list_ends_the_question(machines: Machines) -> None:
    """A dated list that is uploaded meanwhile is taken, and the question is gone."""
    machines.upload(UNDATED)
    machines.upload(GOOD)
    assert not machines.editor._lists._date.__panel__().visible
    assert "Machines read: 1" in machines.asked


def test_what_is_doubtful_of_a_list_is_said(machines: Machines) -> None:
    """A machine of 29 W for 118 TH/s is taken, out of use, and questioned."""
    machines.replace(GOOD + b"M50,118,29,2000,USD,2026-10\n")
    assert "in use: 1." in machines.said
    assert "below any machine; W and J/TH may be exchanged" in machines.said


def test_an_impossible_fact_is_questioned_at_once_and_taken(machines: Machines) -> None:
    """17.5 W for 200 TH/s is 0.0875 J/TH; the doubt goes when the power is right again."""
    machines.pick("Antminer S21")
    machines.find(pmui.TextInput, "Power").value = "17.5"
    assert "0.0875 J/TH, below any machine; W and J/TH may be exchanged" in machines.said
    entry = next(e for e in machines.study.catalogue.entries if e.name == "Antminer S21")
    assert entry.power_w == 17.5
    machines.find(pmui.TextInput, "Power").value = "3500"
    assert machines.said == ""


def test_lists_may_be_compressed(machines: Machines) -> None:
    """A list may be a gzip; what else is text is offered for upload as well."""
    (file_input,) = machines.layout.select(pn.widgets.FileInput)
    assert file_input.accept == ".csv,.txt,.tsv,.gz"
    machines.replace(gzip.compress(GOOD))
    assert [e.name for e in machines.study.catalogue.entries] == ["New one"]


# --- scenarios ---------------------------------------------------------------------------------


class Scenarios:
    """The scenarios' editor with its blocks."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.editor = ScenarioEditor(study)
        self.layout = self.editor.__panel__()

    @property
    def blocks(self) -> list[Any]:
        """The blocks in their order."""
        return list(self.editor._list)

    def find(self, block: int, kind: type, label: str) -> Any:
        """Return the widget of a block whose label starts with ``label``."""
        found = [w for w in self.blocks[block].select(kind) if str(w.label or "").startswith(label)]
        assert len(found) == 1, label
        return found[0]

    def name(self, block: int) -> Any:
        """Return the entry of a block's name."""
        return self.find(block, pmui.TextInput, "Name")

    def add(self) -> None:
        """Press the button that adds a scenario."""
        (button,) = self.layout.select(pmui.Button)
        button.clicks += 1

    def remove(self, block: int) -> None:
        """Press the button that removes a block's scenario."""
        (button,) = self.blocks[block].select(pmui.IconButton)
        button.clicks += 1


@pytest.fixture
def scenarios(study: Study) -> Scenarios:
    """Return the editor of the default scenarios."""
    return Scenarios(study)


def test_one_block_a_scenario(scenarios: Scenarios) -> None:
    """The blocks are in the study's order and show its values in per cent."""
    assert [scenarios.name(i).value for i in range(3)] == ["Base", "Bear", "Bull"]
    assert scenarios.find(1, pmui.TextInput, "Price shock").value == "-25"
    assert scenarios.find(2, pmui.TextInput, "Difficulty growth").value == "25"


def test_terms_reach_the_result(scenarios: Scenarios) -> None:
    """Minus ten per cent on a scenario's price is a tenth less a TH there, and there only."""
    before = scenarios.study.result.scenarios
    scenarios.find(1, pmui.TextInput, "Price shock").value = "-32.5"
    after = scenarios.study.result.scenarios
    assert after["Bear"].rev_per_th_per_day == pytest.approx(
        before["Bear"].rev_per_th_per_day * 0.9
    )
    assert after["Base"].npv_gbp == before["Base"].npv_gbp


def test_an_illegal_term_says_why(scenarios: Scenarios) -> None:
    """A fall of more than everything is refused at its entry."""
    result = scenarios.study.result
    entry = scenarios.find(1, pmui.TextInput, "Price shock")
    entry.value = "-100"
    assert entry.error_state is True
    assert "above -100 up to 1,000 (%)" in entry.helper_text
    assert scenarios.study.result is result


def test_adding_and_removing(scenarios: Scenarios) -> None:
    """Added scenarios come last under names of their own; removing one leaves the others."""
    scenarios.add()
    scenarios.add()
    titles = [s.title for s in scenarios.study.scenarios]
    assert titles[:3] == ["Base", "Bear", "Bull"]
    assert len(set(titles)) == 5
    scenarios.remove(1)
    assert [scenarios.name(i).value for i in range(4)] == [titles[0], *titles[2:]]
    assert list(scenarios.study.result.scenarios) == [titles[0], *titles[2:]]


def test_blocks_stay_with_their_scenarios(scenarios: Scenarios) -> None:
    """After a removal a block edits the scenario whose name it shows."""
    scenarios.remove(0)
    scenarios.find(1, pmui.TextInput, "Price shock").value = "50"
    assert scenarios.study.scenarios[1].title == "Bull"
    assert scenarios.study.scenarios[1].btc_price_shock == 0.5
    assert scenarios.study.scenarios[0].btc_price_shock == -0.25


def test_the_last_scenario_stays(scenarios: Scenarios) -> None:
    """One scenario is left, however often it is removed."""
    for _ in range(4):
        scenarios.remove(0)
    assert [s.title for s in scenarios.study.scenarios] == ["Bull"]
    assert len(scenarios.blocks) == 1


def test_renaming(scenarios: Scenarios) -> None:
    """A name is taken without the spaces around it."""
    scenarios.name(0).value = "  Flat  "
    assert list(scenarios.study.result.scenarios) == ["Flat", "Bear", "Bull"]


def test_a_taken_name_says_why(scenarios: Scenarios) -> None:
    """The second of two equal names is marked; the figures stay until one is changed."""
    result = scenarios.study.result
    scenarios.name(2).value = "Base"
    assert scenarios.name(2).error_state is True
    assert "different" in scenarios.name(2).helper_text
    assert scenarios.name(0).error_state is False
    assert scenarios.study.result is result
    scenarios.name(2).value = "Boom"
    assert scenarios.name(2).error_state is False
    assert list(scenarios.study.result.scenarios) == ["Base", "Bear", "Boom"]


def test_an_empty_name_says_why(scenarios: Scenarios) -> None:
    """An empty name is marked at its entry."""
    scenarios.name(1).value = ""
    assert scenarios.name(1).error_state is True


def test_adding_a_scenario_leaves_slips_marked(scenarios: Scenarios) -> None:
    """An illegal entry stays marked when a scenario is added."""
    entry = scenarios.find(1, pmui.TextInput, "Price shock")
    entry.value = "-100"
    scenarios.add()
    assert (entry.value, entry.error_state) == ("-100", True)


def test_a_slip_of_a_removed_scenario_is_forgotten(scenarios: Scenarios) -> None:
    """Removing the scenario with the illegal entry leaves no problem."""
    scenarios.find(1, pmui.TextInput, "Price shock").value = "-100"
    scenarios.remove(1)
    assert scenarios.study.problems == {}
    assert list(scenarios.study.result.scenarios) == ["Base", "Bull"]


def test_a_late_slip_of_a_removed_block_is_no_problem(scenarios: Scenarios) -> None:
    """An illegal entry of a scenario that is gone is nobody's problem."""
    entry = scenarios.find(1, pmui.TextInput, "Price shock")
    scenarios.remove(1)
    entry.value = "-100"
    assert scenarios.study.problems == {}


def test_a_removed_blocks_entries_do_nothing(scenarios: Scenarios) -> None:
    """An event that arrives late from a block that is gone neither fails nor counts."""
    entry = scenarios.find(1, pmui.TextInput, "Price shock")
    name = scenarios.name(1)
    scenarios.remove(1)
    result = scenarios.study.result
    entry.value = "10"
    name.value = "Ghost"
    assert scenarios.study.result is result
    assert scenarios.study.problems == {}


def test_a_removed_block_is_followed_by_nothing(scenarios: Scenarios) -> None:
    """Adding and removing scenarios leaves the study with as many watchers as before."""

    def watchers() -> int:
        return len(scenarios.study.param.watchers["problems"]["value"])

    before = watchers()
    scenarios.add()
    assert watchers() > before
    scenarios.remove(3)
    assert watchers() == before
