"""HTML of our own making: whatever a user or a file names stays text."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from hydro_mining.app.overview.lead import lead
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.quantities import POUNDS
from hydro_mining.views.accounts import annual_rows
from hydro_mining.views.figures import (
    machine_headings,
    machine_rows,
    metrics_rows,
    scenario_cards,
    site_cards,
)
from hydro_mining.views.levers import lever_row, levers, winner_columns
from hydro_mining.views.markup import Card, card_grid, hint, notice, plain, table, workings
from hydro_mining.views.verdict import summary
from hydro_mining.views.workings import metrics_workings, site_workings

Build = Callable[..., StudyInputs]
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</td></table><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "&lt;b&gt; & <b>",
    "{{constructor.constructor('alert(1)')()}}",
]


class _Reader(HTMLParser):
    """Collects tags with their attributes, and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.depth += tag not in ("br", "img", "input")

    def handle_endtag(self, tag: str) -> None:
        assert tag in self.tags
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> _Reader:
    """Return what a browser reads in ``markup``; every tag is closed and none is foreign."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert reader.depth == 0
    ours = {"section", "em", "div", "p", "h2", "h3", "i", "b", "span", "br", "dl", "dt", "dd"}
    assert reader.tags <= ours | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert reader.attributes <= {"class", "data-figure", "scope", "role", "title"} | {
        "aria-label",
        "tabindex",
    }
    return reader


def everywhere(result: Evaluation) -> list[str]:
    """Return every piece of HTML that the screens make of a result."""
    return [
        *lead(result),
        winner_columns(result.winners, built=result.chosen_miner, currency=POUNDS),
        *map(lever_row, levers(result, POUNDS)),
        card_grid(site_cards(result, POUNDS)),
        card_grid(scenario_cards(result, POUNDS)),
        workings(site_workings(result, POUNDS)),
        workings(metrics_workings(result, POUNDS)),
        notice([summary(result), *result.warnings], tone="warn"),
        table(*metrics_rows(result, POUNDS), caption="Metrics"),
        table(machine_headings(), machine_rows(result, POUNDS)[0], caption="Machines"),
        *(
            table(*annual_rows(s, POUNDS), caption=f"{name}: x")
            for name, s in result.scenarios.items()
        ),
    ]


def hostile_result(study: Build, name: str, **groups: Any) -> Evaluation:
    """Return a result whose machine and scenario are named ``name``."""
    miner = {"name": name, "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 1_900.0}
    return evaluate(study(miners=[miner], scenarios=[{"name": name}], **groups))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "groups",
    [
        {},
        {"site": {"power_price_gbp_per_kwh": 5}},
        {"site": {"site_power_kw": 1}},
        {"site": {"power_price_gbp_per_kwh": 5}, "finance": {"years": 1}},
    ],
    ids=["earns", "not viable", "too small", "one year"],
)
def test_hostile_names_stay_text(study: Build, name: str, groups: dict[str, Any]) -> None:
    """No name of a machine or a scenario adds a tag or an attribute, on whatever piece."""
    for markup in everywhere(hostile_result(study, name, **groups)):
        read(markup)
        assert "<img" not in markup
        assert "<script" not in markup
        assert "<svg" not in markup


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_they_are(study: Build, name: str) -> None:
    """A reader sees the name letter by letter, where it is shown."""
    result = hostile_result(study, name)
    for markup in (
        "".join(lead(result)),
        winner_columns(result.winners, built=result.chosen_miner, currency=POUNDS),
        card_grid(scenario_cards(result, POUNDS)),
        workings(metrics_workings(result, POUNDS)),
        table(*metrics_rows(result, POUNDS), caption="Metrics"),
        table(machine_headings(), machine_rows(result, POUNDS)[0], caption="Machines"),
    ):
        assert name in read(markup).text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_named_machine_that_does_not_earn_is_warned_of_as_text(study: Build, name: str) -> None:
    """The core's warnings carry the name as it is, and the notice escapes it."""
    result = hostile_result(
        study, name, site={"power_price_gbp_per_kwh": 5}, finance={"miner": name}
    )
    assert name in result.warnings[0]
    assert name in read("".join(lead(result))).text


@pytest.mark.parametrize("text", HOSTILE)
def test_every_part_of_a_card_is_text(text: str) -> None:
    """Key, label, value and note are escaped."""
    markup = card_grid([Card(key=text, label=text, value=text, note=text)])
    reader = read(markup)
    assert reader.text == text * 3
    assert reader.attributes == {"class", "data-figure"}


@pytest.mark.parametrize("text", HOSTILE)
def test_every_part_of_a_table_is_text(text: str) -> None:
    """Caption, headings, row heads and cells are escaped."""
    reader = read(table([text, text], [[text, text]], caption=text))
    assert reader.text == text * 5


@pytest.mark.parametrize("text", HOSTILE)
def test_notices_and_workings_are_text(text: str) -> None:
    """Sentences and formulas are escaped."""
    assert read(notice([text, text], tone="bad")).text == text * 2
    assert read(workings([(text, text, text)])).text == text * 3


def test_plain_is_one_line_of_bounded_length() -> None:
    """Line breaks, tabs and direction marks become spaces; more than 80 characters are cut."""
    assert plain("a\nb\tc\u202ed\x00e") == "a b c d e"
    assert plain("x" * 80) == "x" * 80
    assert plain("x" * 81) == "x" * 80 + "…"
    assert plain("<" * 80) == "&lt;" * 80
    assert plain("a & 'b' \"c\"") == "a &amp; &#x27;b&#x27; &quot;c&quot;"


def test_nothing_to_say_is_an_empty_text() -> None:
    """A notice without sentences takes no room."""
    assert notice([], tone="bad") == ""
    assert notice(iter(()), tone="warn") == ""


def test_a_notice_is_announced() -> None:
    """Assistive technology reads a notice out when it appears."""
    assert 'role="status"' in notice(["Something."], tone="bad")


def test_a_card_names_its_quantity() -> None:
    """A card carries its quantity's key, its tone and all its texts in order."""
    markup = card_grid([Card(key="npv_gbp", label="NPV", value="£1", note="why", tone="good")])
    assert 'data-figure="npv_gbp"' in markup
    assert "hm-good" in markup
    assert read(markup).text == "NPV£1why"


def test_a_table_has_row_and_column_heads() -> None:
    """The headings and the first cell of each row are heads, and all else is a figure."""
    markup = table(["Year", "Cash"], [["1", "£5"], ["2", "£6"]], caption="Cash flows")
    assert re.findall(r'<th scope="col">([^<]+)', markup) == ["Year", "Cash"]
    assert re.findall(r'<th scope="row">([^<]+)', markup) == ["1", "2"]
    assert re.findall(r"<td>([^<]+)", markup) == ["£5", "£6"]
    assert "<caption>Cash flows</caption>" in markup


def test_words_among_figures_wrap() -> None:
    """A reason in the place of a figure, and a row's long heading, do not push figures aside."""
    said = "none, since no rate brings its value to zero"
    rows = [["Buy, add monthly, with income", "−£224,253"], ["Mine", said]]
    markup = table(["", "IRR"], rows, caption="Uses")
    assert re.findall(r'class="hm-words">([^<]+)', markup) == [rows[0][0], said]


@pytest.mark.parametrize("amount", ["−£5", "−$5", "−¥5", "−NOK\N{NO-BREAK SPACE}5"])
def test_a_loss_stays_on_one_line(amount: str) -> None:
    """Between a minus sign and its amount stands a word joiner, in whatever currency."""
    assert hint(amount) == f'<p class="hm-hint">−&#8288;{amount[1:]}</p>'


def test_a_long_value_is_written_smaller() -> None:
    """Kronur by the million do not fit a card on a phone at the size of pounds."""
    assert "hm-long" in card_grid([Card(key="k", label="L", value="−ISK 201,673,509")])
    assert "hm-long" not in card_grid([Card(key="k", label="L", value="−£258,216")])


def test_no_hint_takes_no_place() -> None:
    """Nothing to say is no paragraph."""
    assert hint("") == ""
    assert "<b>" not in hint("<b>")
