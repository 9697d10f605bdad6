"""A section: what it accepts, when it settles, what it tells, and how it is taken and reset."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import param
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.models import Group, Section
from hydro_mining.models.parameters import input_parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Pond:
    """A pond's power and the share of it that is used."""

    site_power_kw: float
    load_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ponds:
    """Ponds that together have at most 1,000 kW, and a word on them."""

    word: str
    ponds: tuple[Pond, ...]


class PondInputs(Group):
    """A pond's entries."""

    site_power_kw = input_parameter("site_power_kw", default=100, softbounds=(1, 900), step=1)
    load_factor = input_parameter("load_factor", default=0.5, softbounds=(0, 1), step=0.1)

    def frozen(self) -> Pond:
        """Return the values as a frozen input."""
        return Pond(**self.fields())


class PondsSection(Section):
    """As many ponds as a reader wants."""

    word = param.String(default="none")
    kind = param.Selector(default="natural", objects=["natural", "dug"])
    year = param.Integer(default=2026, bounds=(2000, None))
    ponds = param.List(item_type=PondInputs)

    def __init__(self) -> None:
        super().__init__(ponds=[PondInputs(), PondInputs(site_power_kw=200)])
        self.param.watch(lambda _: self._regroup(), "ponds")

    def groups(self) -> dict[str, param.Parameterized]:
        """Return the section's own fields and the ponds."""
        ponds = {f"ponds[{i}]": pond for i, pond in enumerate(self.ponds)}
        return {"pond_words": self, **ponds}

    def frozen(self) -> Ponds:
        """Return the ponds that fit together."""
        if sum(pond.site_power_kw for pond in self.ponds) > 1_000:
            raise InputError("ponds", "of 1,000 kW together", "more")
        return Ponds(word=self.word, ponds=tuple(pond.frozen() for pond in self.ponds))

    def _take(self, settings: Ponds) -> None:
        self.word = settings.word
        self.ponds = [
            PondInputs(site_power_kw=pond.site_power_kw, load_factor=pond.load_factor)
            for pond in settings.ponds
        ]


@pytest.fixture
def section() -> PondsSection:
    """Two ponds of 100 and 200 kW."""
    return PondsSection()


@pytest.fixture
def settled(section: PondsSection) -> list[Ponds]:
    """Return the list of the settings that the section settles on from now on."""
    seen: list[Ponds] = []
    section.param.watch(lambda event: seen.append(event.new), "settings")
    return seen


def powers(section: PondsSection) -> list[float]:
    return [pond.site_power_kw for pond in section.settings.ponds]


ONE = Ponds(word="one", ponds=(Pond(site_power_kw=7, load_factor=1),))


# --- entries ------------------------------------------------------------------------------------


def test_it_begins_settled_and_untouched(section: PondsSection) -> None:
    """The first settings are there before anybody entered something, and nothing is wrong."""
    assert (section.settings.word, powers(section)) == ("none", [100, 200])
    assert (section.problems, section.is_current, section.is_touched) == ({}, True, False)


def test_a_legal_entry_is_settled_once(section: PondsSection, settled: list[Ponds]) -> None:
    """250 kW are in the settings, which are frozen anew once."""
    assert section.enter(section.ponds[1], "site_power_kw", 250)
    assert settled == [section.settings]
    assert powers(section) == [100, 250]
    assert section.is_touched


def test_a_legal_value_is_kept_as_a_plain_number(section: PondsSection) -> None:
    """What is checked is what is stored: 1 of a share is 1.0."""
    section.enter(section.ponds[0], "load_factor", 1)
    assert repr(section.settings.ponds[0].load_factor) == "1.0"


@pytest.mark.parametrize("value", [0, -1, float("nan"), None, "5", True])
def test_an_illegal_entry_changes_nothing_but_the_problems(
    section: PondsSection, settled: list[Ponds], value: Any
) -> None:
    """A power that is none is told by its path, and the settings stay, touched by nobody."""
    pond = section.ponds[1]
    assert not section.enter(pond, "site_power_kw", value)
    assert (settled, pond.site_power_kw) == ([], 200)
    assert list(section.problems) == ["ponds[1].site_power_kw"]
    assert section.problem(pond, "site_power_kw").value is value
    assert section.problem(section.ponds[0], "site_power_kw") is None
    assert section.is_current
    assert not section.is_touched


def test_a_legal_entry_heals_the_field(section: PondsSection) -> None:
    """The problem goes with a legal value, also with the one that stands."""
    pond = section.ponds[0]
    for value in (150, 150):
        section.enter(pond, "site_power_kw", -1)
        assert section.enter(pond, "site_power_kw", value)
        assert section.problems == {}


def test_a_field_that_changes_otherwise_is_healed(section: PondsSection) -> None:
    """A widget that is bound to the field, or a preset, takes the place of an illegal entry."""
    pond = section.ponds[0]
    section.enter(pond, "site_power_kw", -1)
    pond.site_power_kw = 120
    assert section.problems == {}
    assert powers(section) == [120, 200]


def test_a_field_of_its_own_is_entered_alike(section: PondsSection, settled: list[Ponds]) -> None:
    """A word, a choice and a year, which is no input of the vocabulary, have their own rules."""
    assert section.enter(section, "word", "deep")
    assert section.enter(section, "year", 2027)
    assert not section.enter(section, "kind", "painted")
    assert not section.enter(section, "year", 1999)
    assert (section.word, section.kind, section.year) == ("deep", "natural", 2027)
    assert list(section.problems) == ["pond_words.kind", "pond_words.year"]
    assert section.problem(section, "year").value == 1999
    assert len(settled) == 2


def test_a_value_that_stands_already_settles_nothing(
    section: PondsSection, settled: list[Ponds]
) -> None:
    """Entering what is there is legal and no change."""
    assert section.enter(section.ponds[0], "site_power_kw", 100)
    assert (settled, section.is_touched) == ([], False)


def test_what_changes_together_settles_once(section: PondsSection, settled: list[Ponds]) -> None:
    """Blocks within blocks settle at the end of the outermost, and not in between."""
    with section.together():
        section.enter(section.ponds[0], "site_power_kw", 300)
        with section.together():
            section.enter(section.ponds[1], "site_power_kw", 400)
        assert settled == []
    assert [powers(section)] == [[300, 400]]
    assert len(settled) == 1


def test_an_error_inside_leaves_the_section_settled(section: PondsSection) -> None:
    """What was changed before the error counts; later changes settle as ever."""

    def fail() -> None:
        with section.together():
            section.enter(section.ponds[0], "site_power_kw", 300)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert powers(section) == [300, 200]
    section.enter(section.ponds[0], "site_power_kw", 310)
    assert powers(section) == [310, 200]


# --- what does not fit together -------------------------------------------------------------------


def test_a_misfit_keeps_the_last_settings(section: PondsSection, settled: list[Ponds]) -> None:
    """900 + 200 kW are each legal: the field has them, the settings are those of before."""
    pond = section.ponds[0]
    assert section.enter(pond, "site_power_kw", 900)
    assert (pond.site_power_kw, powers(section), settled) == (900, [100, 200], [])
    assert str(section.problems["ponds"]) == "ponds must be of 1,000 kW together; got 'more'"
    assert not section.is_current


def test_what_fits_again_is_settled(section: PondsSection) -> None:
    """The problem goes, whichever field healed it."""
    section.enter(section.ponds[0], "site_power_kw", 900)
    section.enter(section.ponds[1], "site_power_kw", 100)
    assert (section.problems, section.is_current, powers(section)) == ({}, True, [900, 100])


def test_misfit_and_illegal_entry_are_told_beside_each_other(section: PondsSection) -> None:
    """Each goes for itself."""
    section.enter(section.ponds[0], "site_power_kw", 900)
    section.enter(section.ponds[1], "load_factor", 2)
    assert list(section.problems) == ["ponds[1].load_factor", "ponds"]
    section.enter(section.ponds[0], "site_power_kw", 100)
    assert list(section.problems) == ["ponds[1].load_factor"]


# --- groups that come and go ----------------------------------------------------------------------


def test_a_problem_moves_with_its_group(section: PondsSection) -> None:
    """When the first pond goes, the second's problem is that of the first place."""
    pond = section.ponds[1]
    section.enter(pond, "load_factor", 2)
    section.ponds = [pond]
    assert list(section.problems) == ["ponds[0].load_factor"]
    assert section.problem(pond, "load_factor") is not None


def test_what_arrives_for_a_group_that_is_gone_is_nobody_s(
    section: PondsSection, settled: list[Ponds]
) -> None:
    """Its problems go with it; a late entry or change of it neither counts nor fails."""
    gone, stays = section.ponds
    section.enter(gone, "load_factor", 2)
    section.ponds = [stays]
    assert (section.problems, powers(section)) == ({}, [200])
    settled.clear()
    assert not section.enter(gone, "site_power_kw", 300)
    gone.site_power_kw = 400
    assert section.problem(gone, "load_factor") is None
    assert (settled, section.problems, gone.site_power_kw) == ([], {}, 400)


def test_a_group_that_comes_is_watched(section: PondsSection, settled: list[Ponds]) -> None:
    """A third pond is in the settings, settled once, and what is entered for it as well."""
    section.ponds = [*section.ponds, PondInputs(site_power_kw=5)]
    assert [powers(section), len(settled)] == [[100, 200, 5], 1]
    assert section.enter(section.ponds[2], "site_power_kw", 6)
    assert powers(section) == [100, 200, 6]


# --- taking and resetting -------------------------------------------------------------------------


def with_illegal_entry(section: PondsSection) -> None:
    section.enter(section.ponds[0], "load_factor", 2)


def with_misfit(section: PondsSection) -> None:
    section.ponds[0].site_power_kw = 900


BEFORE: list[Callable[[PondsSection], None]] = [with_illegal_entry, with_misfit]


@pytest.mark.parametrize("before", BEFORE)
def test_taking_settles_once_and_forgets_what_was_wrong(
    section: PondsSection, settled: list[Ponds], before: Callable[[PondsSection], None]
) -> None:
    """Other settings are taken whole, whatever stood in the fields before."""
    before(section)
    section.take(ONE)
    assert settled == [ONE] == [section.settings]
    assert (section.problems, section.is_current, section.is_touched) == ({}, True, True)


@pytest.mark.parametrize("before", BEFORE)
def test_reset_returns_to_the_beginning(
    section: PondsSection, before: Callable[[PondsSection], None]
) -> None:
    """Fields, settings and problems are those of the beginning, touched by nobody."""
    before(section)
    section.reset()
    assert [pond.site_power_kw for pond in section.ponds] == powers(section) == [100, 200]
    assert (section.problems, section.is_touched) == ({}, False)


def test_reset_may_begin_with_other_settings(section: PondsSection) -> None:
    """A section that begins with what the study has follows another study's."""
    section.enter(section, "word", "deep")
    section.reset(ONE)
    assert (section.settings, section.is_touched) == (ONE, False)
    section.enter(section, "word", "deep")
    section.reset()
    assert section.settings == ONE


def test_fields_of_a_group_leave_the_object_s_name_out(section: PondsSection) -> None:
    """A Parameterized's own name is no entry."""
    assert section.ponds[1].fields() == {"site_power_kw": 200, "load_factor": 0.5}


def test_a_group_takes_its_frozen_counterpart(section: PondsSection) -> None:
    """Fields of the same names take the values, in one change."""
    section.ponds[0].take(Pond(site_power_kw=7, load_factor=0.25))
    assert section.settings.ponds[0] == Pond(site_power_kw=7, load_factor=0.25)


def test_an_illegal_entry_is_forgotten(section: PondsSection, settled: list[Ponds]) -> None:
    """Its field keeps its value, nothing settles, and what else is wrong is still told."""
    pond, other = section.ponds
    section.enter(pond, "load_factor", 7)
    section.enter(other, "load_factor", 8)
    section.forget(pond, "load_factor")
    assert list(section.problems) == ["ponds[1].load_factor"]
    assert pond.load_factor == 0.5
    assert settled == []
