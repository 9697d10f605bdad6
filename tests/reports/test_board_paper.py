"""The board paper: two A4 pages whose words and figures are those of page and report.

Of the round study 360 machines for £684,000 mine £9,000 a day of power worth £2,160.
"""

import dataclasses
import hashlib
import io
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from hydro_mining.economics import Scenario, StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk.settings import RiskSettings
from hydro_mining.economics.title_block import TitleBlock
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import POUNDS, Currency, currency_of
from hydro_mining.reports.board_paper import board_paper
from hydro_mining.reports.group_tables import told_of
from hydro_mining.reports.page.chapters import chapters
from hydro_mining.reports.page.words import assumptions, provenance_rows, rests_on
from hydro_mining.reports.run_record import RunRecord, answered, record_of_study, record_text
from hydro_mining.reports.summary import against_table, board_sentences, page_title
from hydro_mining.views.answer import answer_of
from hydro_mining.views.assumptions import assumption_words
from hydro_mining.views.board import recommendation
from hydro_mining.views.figures import metrics_rows
from hydro_mining.views.plan_figures import plan_metrics_rows
from hydro_mining.views.verdict import verdict_cards

Build = Callable[..., StudyInputs]
NOW = datetime(2026, 11, 21, 19, 21, 8, tzinfo=UTC)
DOLLARS = currency_of("USD", 1.25)
TITLE = TitleBlock(plant="Glen <Mhor>", client="A & B", author="C. D.", date=date(2026, 12, 1))
# A4 [points]: 210 × 297 mm of 72 / 25.4.
WIDTH, HEIGHT = 595.28, 841.89


def record_of(study: StudyInputs, **sections: Any) -> RunRecord:
    """Return a study's record with its answers, of a thousand futures."""
    sections["risk"] = RiskSettings(paths=1_000)
    bare = dataclasses.replace(record_of_study(study, now=NOW), sections=sections)
    return answered(bare, evaluate(study))


def pages(record: RunRecord, currency: Currency = POUNDS) -> list[str]:
    """Return the words of each page without their spaces, which a PDF does not keep."""
    reader = PdfReader(io.BytesIO(board_paper(evaluate(record.study), record, currency)))
    for page in reader.pages:
        assert float(page.mediabox.width) == pytest.approx(WIDTH, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(HEIGHT, abs=0.1)
    return [squeezed(page.extract_text()) for page in reader.pages]


def squeezed(text: str) -> str:
    """Return a text without spaces."""
    return "".join(text.split())


def missing(texts: list[str], page: str) -> list[str]:
    """Return the texts that a page lacks."""
    return [text for text in texts if squeezed(text) not in page]


@pytest.mark.parametrize("currency", [POUNDS, DOLLARS], ids=["GBP", "USD"])
@pytest.mark.parametrize("has_plan", [False, True], ids=["study", "plan"])
def test_its_words_and_figures_are_the_page_s(
    study: Build, has_plan: bool, currency: Currency
) -> None:
    """The answer, its money and the scenarios on the first page, the grounds on the second."""
    inputs = study()
    if has_plan:
        inputs = dataclasses.replace(inputs, market=MarketInputs(), dilute=False)
    record, result = record_of(inputs, title_block=TITLE), evaluate(inputs)
    told, answer = told_of(result, record), answer_of(result)
    assert answer is not None
    parts = {part.key: part for part in chapters(told, currency, record.snapshot.recorded())}
    of_scenarios = metrics_rows(result, currency) if not has_plan else None
    if result.plan is not None:
        of_scenarios = plan_metrics_rows(result.plan, currency)
    assert of_scenarios is not None
    first, second = pages(record, currency)
    cards = [*verdict_cards(answer, currency)]
    assert not missing(
        [
            page_title(result, record),
            *("Glen <Mhor>", "A & B", "C. D.", "1 December 2026", "Page 1 of 2"),
            recommendation(result, answer, told.answers.risk),
            *board_sentences(told, currency),
            *(text for card in cards for text in (card.label, card.value, card.note)),
            *(cell for row in against_table(told, currency)[1] for cell in row),
            *(cell for row in of_scenarios[1] for cell in row),
        ],
        first,
    )
    risk = parts["risk"]
    network = record.snapshot.recorded()
    assert not missing(
        [
            *(chart.title for part in parts.values() for chart in part.charts
              if chart.name in {"optimum", "fan"}),
            *(risk.answer, *risk.remarks, *risk.left_out, *assumptions(result)),
            *(text for card in risk.cards for text in (card.label, card.value, card.note)),
            *assumption_words(inputs, currency).values(),
            *rests_on(result, network),
            *(cell for row in provenance_rows(network)[1][:5] for cell in row),
            hashlib.sha256(record_text(record).encode()).hexdigest(),
            "Page 2 of 2",
        ],
        second,
    )  # fmt: skip
    # 360 machines of £1,900 are £684,000, or $855,000 at $1.25 for £1.
    assert ("£684,000" if currency is POUNDS else "$855,000") in first
    assert ("£" in first) is (currency is POUNDS)


LONG = "Å" * 494
EXTREMES: dict[str, Any] = {
    "no viable machine": {"site": {"power_price_gbp_per_kwh": 5.0}},
    "too little for one machine": {"site": {"site_power_kw": 0.001}},
    "a hundred scenarios with long names": {
        "scenarios": [{"name": f"{LONG} {i:03d}", "btc_price_growth_per_year": i / 100}
                      for i in range(100)],
        "finance": {"years": 40},
    },
    "one year": {"finance": {"years": 1}},
    "everything free": {"site": {"power_price_gbp_per_kwh": 0.0}},
    "a scenario without money": {"scenarios": [{"name": "Gone", "btc_price_shock": -0.999999}]},
    "a price beyond sense": {"network": {"btc_price_usd": 1e12}},
}  # fmt: skip


@pytest.mark.parametrize("has_plan", [False, True], ids=["study", "plan"])
@pytest.mark.parametrize("case", EXTREMES)
def test_every_extreme_makes_two_pages(case: str, has_plan: bool, study: Build) -> None:
    """Whatever is legal has its answer on the first and its record's hash on the second."""
    inputs = study(**EXTREMES[case])
    if has_plan:
        inputs = dataclasses.replace(inputs, market=MarketInputs(), dilute=False)
    block = TitleBlock(plant="P" * 120, client="M " * 60, author="a" * 120)
    record, result = record_of(inputs, title_block=block), evaluate(inputs)
    first, second = pages(record)
    answer, risk = answer_of(result), told_of(result, record).answers.risk
    assert squeezed(recommendation(result, answer, risk)) in first
    assert hashlib.sha256(record_text(record).encode()).hexdigest() in second
    if case.startswith("a hundred"):
        assert squeezed("93 more scenarios are in the run record and the report.") in first


@pytest.mark.parametrize(
    "plant", ["Łódź Đà Nẵng", "Tárnok Győr Ţiganca Ağrı Þingvellir", "Lia\u0301n"]
)
def test_all_latin_letters_are_printed(plant: str, study: Build) -> None:
    """Of Poland, Vietnam, Hungary, Romania, Turkey, Iceland; a mark of its own joins its letter."""
    first, _ = pages(record_of(study(), title_block=TitleBlock(plant=plant)))
    assert squeezed(unicodedata.normalize("NFC", plant)) in first


@pytest.mark.parametrize("plant", ["水力発電所", "מתחם", "Гес Дністер", "Glen 🐟"])
def test_letters_that_the_fonts_lack_are_refused_in_a_line(plant: str, study: Build) -> None:
    """They would be boxes; right-to-left letters would stand in a wrong order."""
    record = record_of(study(), title_block=TitleBlock(plant=plant))
    with pytest.raises(InputError) as told:
        board_paper(evaluate(record.study), record, POUNDS)
    assert str(told.value).startswith(
        "a text of the board paper must be in Latin letters (the report page has any); got "
        f"'{plant}: bitcoin mining with"
    )


def test_equal_records_give_equal_bytes(study: Build) -> None:
    """No clock is asked: the file is dated as the record is."""
    record = record_of(study())
    one, other = (board_paper(evaluate(record.study), record, POUNDS) for _ in range(2))
    assert one == other
    about = PdfReader(io.BytesIO(one)).metadata
    assert about is not None
    assert (about.creation_date, about.title) == (NOW, page_title(evaluate(study()), record))


def test_a_scenario_is_called_by_its_whole_name_where_it_is_short(study: Build) -> None:
    """And its terms stand above what it comes to."""
    inputs = study()
    more = (*inputs.scenarios, Scenario(name="Dear power", power_price_growth_per_year=0.125))
    first, _ = pages(record_of(dataclasses.replace(inputs, scenarios=more)))
    assert "Dearpower" in first
    assert "12.5%" in first


def test_none_by_choice_asks_not_what_would_pay(study: Build) -> None:
    """Paper, page and sheet say what was chosen and what the 360 Rounds of the plan would do."""
    inputs = dataclasses.replace(study(), market=MarketInputs(), dilute=False)
    finance = dataclasses.replace(inputs.finance, n_miners=0)
    inputs = dataclasses.replace(inputs, finance=finance)
    told = told_of(evaluate(inputs), record_of_study(inputs, now=NOW))
    said, *_ = board_sentences(told, POUNDS)
    assert said.startswith("You chose to build none; export alone brings £")
    assert said.endswith("360 × Round would pay.")
    assert squeezed(said) in pages(record_of(inputs))[0]
