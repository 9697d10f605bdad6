"""The case: one owner of study, sections, network and currency, taken whole or not at all."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

import param
import pytest

from hydro_mining.app import default_study
from hydro_mining.economics import StudyInputs
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import (
    bundled_catalogue,
    bundled_growth_table,
    bundled_network,
    load_profiles,
)
from hydro_mining.models import Case, GrowthSection, Section
from hydro_mining.provenance import Snapshot


@dataclass(frozen=True, slots=True)
class Word:
    """A word."""

    word: str


class WordSection(Section):
    """A word that begins as it is given."""

    word = param.String()

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the section itself."""
        return {"word": self}

    def frozen(self) -> Word:
        """Return the word."""
        return Word(self.word)

    def _take(self, settings: Word) -> None:
        self.word = settings.word


MAKERS = {
    "growth": lambda case: GrowthSection(
        built_in=bundled_growth_table(),
        profile=load_profiles()[0].profile,
        site_power_kw=case.study.site.site_power_kw,
    ),
    "word": lambda _: WordSection(word="first"),
    "second": lambda _: WordSection(word="second"),
}


@pytest.fixture
def case() -> Case:
    """Return a case of the default study, a site of 1 MW, with three sections."""
    return Case(default_study(), snapshot=bundled_network(), makers=MAKERS)


def taken(case: Case, **given: Any) -> None:
    """Let a case take the present study again, but for what is given."""
    terms: dict[str, Any] = {
        "study": case.result.study,
        "entries": case.study.catalogue.entries,
        "snapshot": bundled_network(),
        "currency_code": "GBP",
        "settings": {},
    }
    terms |= given
    case.take(terms.pop("study"), **terms)


def other_study(case: Case, **site: Any) -> StudyInputs:
    study = case.result.study
    return dataclasses.replace(study, site=dataclasses.replace(study.site, **site))


def with_rates(**per_usd: float) -> Snapshot:
    """Return the built-in snapshot with the rates that are given and no others."""
    snapshot = bundled_network()
    euro = snapshot.per_usd["EUR"]
    rates = {code: dataclasses.replace(euro, value=rate) for code, rate in per_usd.items()}
    return dataclasses.replace(snapshot, per_usd=rates)


# --- sections -----------------------------------------------------------------------------------


def test_a_section_is_made_once_when_it_is_asked_for() -> None:
    """Whoever asks gets the same one, and a section that nobody asks for is not made."""
    made: list[str] = []

    def make(_: Case) -> Section:
        made.append("word")
        return WordSection(word="first")

    case = Case(default_study(), snapshot=bundled_network(), makers={"word": make})
    assert made == []
    assert case.section("word") is case.section("word")
    assert made == ["word"]


def test_a_section_is_made_from_the_case_as_it_is_then(case: Case) -> None:
    """Growth begins at the power that the site has when its screen is first opened."""
    case.study.enter(case.study.site, "site_power_kw", 5_000)
    assert case.section("growth").settings.growth_power_mw == 5


def test_settings_are_those_of_the_sections_that_were_touched(case: Case) -> None:
    """One that is looked at only, and one where an entry was refused, are no settings."""
    growth, word = case.section("growth"), case.section("word")
    growth.enter(growth, "growth_power_mw", 301)
    assert case.settings() == {}
    word.enter(word, "word", "new")
    assert case.settings() == {"word": Word("new")}


def test_settings_stand_in_the_order_of_the_screens(case: Case) -> None:
    """A record of the same case is the same, whichever screen was opened first."""
    for key in ("second", "word"):
        case.section(key).take(Word("new"))
    assert list(case.settings()) == ["word", "second"]


# --- the currency ---------------------------------------------------------------------------------


def test_money_is_in_pounds_at_first(case: Case) -> None:
    """Pounds come first among the currencies that have a rate."""
    assert case.currency.code == "GBP"
    assert list(case.currencies)[:2] == ["GBP", "USD"]


def test_a_currency_has_the_rate_of_the_network_in_use(case: Case) -> None:
    """0.9 € for a dollar of 0.75 £ are 1.2 € a pound."""
    case.network.follow(with_rates(EUR=0.9))
    case.currency_code = "EUR"
    assert case.currency.rate == pytest.approx(1.2)


def test_a_currency_that_loses_its_rate_gives_way_to_pounds(case: Case) -> None:
    """Without a rate for the euro money is in pounds, and in euro again when it is back."""
    case.currency_code = "EUR"
    case.network.follow(with_rates(CAD=1.4))
    assert case.currency.code == "GBP"
    assert "EUR" not in case.currencies
    case.network.follow(with_rates(EUR=0.9))
    assert case.currency.code == "EUR"


# --- taking another case --------------------------------------------------------------------------


def test_taking_takes_study_settings_network_and_currency(case: Case) -> None:
    """Everything is the other case's, and rests on its figures."""
    case.section("word").take(Word("mine"))
    growth = dataclasses.replace(case.section("growth").settings, growth_power_mw=150)
    study = other_study(case, load_factor=0.25)
    taken(
        case,
        study=study,
        entries=bundled_catalogue(),
        snapshot=with_rates(EUR=0.9, CAD=1.4396).recorded(),
        currency_code="EUR",
        settings={"growth": growth, "second": Word("theirs")},
    )
    assert case.result.study.site.load_factor == 0.25
    assert case.currency.code == "EUR"
    assert case.network.is_held
    assert case.settings() == {"growth": growth, "second": Word("theirs")}


def test_a_section_without_settings_begins_anew(case: Case) -> None:
    """What was entered before is gone: the record that was opened knew nothing of it."""
    word = case.section("word")
    word.enter(word, "word", "mine")
    taken(case)
    assert (word.settings, word.is_touched) == (Word("first"), False)


def test_a_section_that_begins_anew_follows_the_study_that_was_taken(case: Case) -> None:
    """Growth, opened at 1 MW, begins at the 5 MW of the other site, as in a new visit."""
    growth = case.section("growth")
    assert growth.settings.growth_power_mw == 1
    taken(case, study=other_study(case, site_power_kw=5_000.0))
    assert growth.settings.growth_power_mw == 5
    assert case.settings() == {}


def test_a_section_that_nobody_asked_for_is_not_made_to_begin_anew(case: Case) -> None:
    """A screen that was never opened costs nothing."""
    taken(case)
    assert case._sections == {}


def state(case: Case) -> tuple[Any, ...]:
    return (
        case.result,
        case.study.catalogue.entries,
        case.network.snapshot,
        case.network.is_held,
        case.currency_code,
        case.settings(),
    )


def test_an_unknown_section_is_refused_and_nothing_changes(case: Case) -> None:
    """A record with a screen that is not there is not half opened."""
    case.section("word").take(Word("mine"))
    before = state(case)
    settings = {"word": Word("theirs"), "river": Word("Tay")}
    with pytest.raises(
        InputError, match=r"^river must be one of growth, word, second; got 'river'"
    ):
        taken(
            case,
            study=other_study(case, load_factor=0.25),
            currency_code="EUR",
            settings=settings,
        )
    assert state(case) == before


def test_a_study_that_cannot_be_computed_is_refused_and_nothing_changes(case: Case) -> None:
    """Figures that overflow together are told; study, sections and currency stay."""
    case.section("word").take(Word("mine"))
    before = state(case)
    network = dataclasses.replace(case.result.study.network, btc_price_usd=1e308)
    study = dataclasses.replace(case.result.study, network=network)
    with pytest.raises(InputError, match="finite"):
        taken(case, study=study, currency_code="EUR", settings={"word": Word("theirs")})
    assert state(case) == before


def test_the_result_is_the_study_s_last_good_one(case: Case) -> None:
    """An entry that is refused leaves it; one that is taken replaces it."""
    before = case.result
    case.study.enter(case.study.site, "load_factor", 2)
    assert case.result is before
    case.study.enter(case.study.site, "load_factor", 0.25)
    assert case.result.study.site.load_factor == 0.25


def test_a_case_follows_the_network_until_one_is_taken(case: Case) -> None:
    """A snapshot of the feed changes nothing while a record's is held."""
    newer = dataclasses.replace(with_rates(EUR=0.9), as_of=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    taken(case)
    held = case.network.snapshot
    case.network.follow(newer)
    assert case.network.snapshot is held
    case.network.release()
    case.network.follow(newer)
    assert case.network.snapshot is newer
