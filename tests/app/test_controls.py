"""Entries and sliders: what is typed reaches the study in its own unit, or says why not."""

import datetime as dt
import math
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
import pytest

from hydro_mining.app import default_study, new_case
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.markup import Markup
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.sidebar import sidebar
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import default_study_inputs, site_presets
from hydro_mining.models import Study
from hydro_mining.models import study as study_module
from hydro_mining.quantities import QUANTITIES


@pytest.fixture
def study() -> Study:
    """Return the study that the dashboard opens with."""
    return default_study()


# May be left open, and is entered on Hydro.
COUNT = "n_miners"


def fields(study: Study, **kwargs: Any) -> list[Field]:
    """Return a field for every number of every group."""
    groups = (study.network, study.site, study.finance, study.scenarios[0])
    return [
        Field(study, group, name, **kwargs)
        for group in groups
        for name in group.param
        if name in QUANTITIES and name != COUNT
    ]


def load_factor(study: Study) -> Field:
    return Field(study, study.site, "load_factor", slider=True)


# --- numbers as texts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1000", 1_000),
        ("1,000", 1_000),
        ("1,234,567.5", 1_234_567.5),
        ("0.045", 0.045),
        (".5", 0.5),
        ("5.", 5),
        ("-25", -25),
        ("−25", -25),
        ("+3", 3),
        ("1e5", 100_000),
        ("  45 % ", 45),
        ("£1,900", 1_900),
        ("", None),
        ("   ", None),
        ("%", None),
    ],
)
def test_what_is_typed_is_read(text: str, number: float | None) -> None:
    """Thousands separators, signs and the entry's unit are no obstacle; nothing is nothing."""
    assert parsed_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("abc", "0,045", "1,00", "12,34,567", "1.000.000", "1 000", "0x10", "1e9999", "nan"),
        *("inf", "٣", "½", "1_000", "5 5", "--5", "1-2", "<b>5</b>"),
    ],
)
def test_what_is_no_number_or_has_two_readings_stays_text(text: str) -> None:
    """A decimal comma is not read as thousands, nor anything else as a number it may not be."""
    assert parsed_number(text) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1_000, "1,000"),
        (0.045, "0.045"),
        (45.0, "45"),
        (-25.5, "-25.5"),
        (0, "0"),
        (-0.0, "0"),
        (None, ""),
        (1e-9, "1e-09"),
        (0.0000015, "0.0000015"),
        (-0.0123456789, "-0.0123457"),
        (132.716002350731, "132.716002"),
    ],
)
def test_numbers_are_written_without_needless_digits(number: float | None, text: str) -> None:
    """A number has its separators and up to six decimals; a tinier one keeps its size."""
    assert number_text(number) == text


@pytest.mark.parametrize(
    "number", [0, 5, -25.5, 0.045, 1_234_567.25, 1.5e-6, 6e-7, 1e-9, -3e-8, 1e15]
)
def test_what_is_written_is_read_back(number: float) -> None:
    """An entry that is left as it is means the number that it shows."""
    assert parsed_number(number_text(number)) == number


# --- a field and its study ---------------------------------------------------------------------


def test_every_field_shows_its_value_and_unit(study: Study) -> None:
    """Fractions are shown in per cent, difficulty in T, all else as it is."""
    for field in fields(study):
        value = getattr(field._group, field._name)
        scale = QUANTITIES[field._name].format.scale
        assert parsed_number(field.entry.value) == pytest.approx(value * scale, abs=1e-6)
        assert field.entry.label.startswith(QUANTITIES[field._name].label)
        if scale == 100:
            assert "%" in field.entry.label
    assert load_factor(study).entry.value == "45"
    assert Field(study, study.network, "block_height").entry.value == "970,748"


@pytest.mark.parametrize(
    ("group", "name", "typed", "stored"),
    [
        ("site", "load_factor", "55", 0.55),
        ("site", "load_factor", "7", 0.07),
        ("site", "load_factor", "33.3333333", 0.333333333),
        ("site", "overhead_fraction", "0", 0),
        ("site", "site_power_kw", "2,500", 2_500),
        ("site", "power_price_gbp_per_kwh", "0.0123", 0.0123),
        ("finance", "discount_rate_per_year", "-5", -0.05),
        ("finance", "years", "7", 7),
        ("network", "difficulty", "150", 150e12),
        ("network", "block_height", "1,050,000", 1_050_000),
        ("network", "fees_btc_per_block", "0.05", 0.05),
    ],
)
def test_what_is_typed_is_stored_in_its_own_unit(
    study: Study, group: str, name: str, typed: str, stored: float
) -> None:
    """An entry in per cent or T is a fraction or a full number in the study and its result."""
    owner = getattr(study, group)
    field = Field(study, owner, name)
    field.entry.value = typed
    assert getattr(owner, name) == stored
    assert getattr(getattr(study.result.study, group), name) == stored
    assert study.problems == {}
    assert parsed_number(field.entry.value) == pytest.approx(
        stored * QUANTITIES[name].format.scale, abs=1e-6
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("450", ("above 0 up to 100 (%)", "450")),
        ("0", ("above 0 up to 100 (%)", "0")),
        ("-1", ("above 0 up to 100 (%)", "-1")),
        ("abc", ("above 0 up to 100 (%)", "abc")),
        ("0,45", ("above 0 up to 100 (%)", "0,45")),
        ("", ("above 0 up to 100 (%)", "nothing")),
    ],
)
def test_an_illegal_entry_says_why_and_keeps_the_result(
    study: Study, typed: str, words: tuple[str, ...]
) -> None:
    """The rule stands below the entry in the entry's unit; study and result are as before."""
    field, result = load_factor(study), study.result
    field.entry.value = typed
    assert field.entry.error_state is True
    for word in words:
        assert word in field.entry.helper_text
    assert field.entry.value == typed
    assert study.site.load_factor == 0.45
    assert study.result is result
    assert field.slider.value == 45
    field.entry.value = "60"
    assert field.entry.error_state is False
    assert field.entry.helper_text == ""
    assert study.site.load_factor == 0.6
    assert study.result is not result


def test_every_field_refuses_words(study: Study) -> None:
    """No field of any group dies of a text that is no number."""
    result = study.result
    for field in fields(study, slider=True):
        field.entry.value = "a lot"
        assert field.entry.error_state is True
        assert "a lot" in field.entry.helper_text
    assert study.result is result


def test_typing_the_old_value_again_heals(study: Study) -> None:
    """The value that is used, typed again after a slip, leaves nothing of the slip."""
    field = load_factor(study)
    field.entry.value = "450"
    field.entry.value = "45"
    assert field.entry.helper_text == ""
    assert study.problems == {}


def test_a_problem_of_one_field_is_shown_at_it_only(study: Study) -> None:
    """Other entries keep their peace."""
    first, second = load_factor(study), Field(study, study.site, "site_power_kw")
    first.entry.value = "450"
    assert second.entry.error_state is False
    second.entry.value = "2000"
    assert first.entry.error_state is True


def test_a_field_follows_the_study(study: Study) -> None:
    """Entry and slider show what is set elsewhere, and set nothing themselves."""
    field = load_factor(study)
    study.site.load_factor = 0.333
    assert (field.entry.value, field.slider.value) == ("33.3", 33.3)
    assert study.site.load_factor == 0.333


def test_a_tiny_difference_survives_being_shown(study: Study) -> None:
    """Showing a value with fewer digits does not round the value itself."""
    field = load_factor(study)
    study.site.load_factor = 0.123456789012345
    assert field.entry.value == "12.345679"
    assert study.site.load_factor == 0.123456789012345
    assert study.network.difficulty == 132_716_002_350_731
    Field(study, study.network, "difficulty")
    assert study.network.difficulty == 132_716_002_350_731


def test_one_entry_is_one_evaluation(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry and slider that follow each other do not evaluate again."""
    calls: list[Any] = []
    evaluate = study_module.evaluate
    monkeypatch.setattr(study_module, "evaluate", lambda s: calls.append(s) or evaluate(s))
    field = load_factor(study)
    field.entry.value = "60"
    assert len(calls) == 1
    field.slider.value = 70
    assert len(calls) == 2
    assert field.entry.value == "70"
    assert study.site.load_factor == 0.7


@pytest.mark.parametrize(
    ("group", "name", "typed"),
    [
        ("site", "power_price_gbp_per_kwh", "5 %"),
        ("site", "site_power_kw", "50%"),
        ("finance", "other_capex_gbp", "$2,000"),
        ("network", "btc_price_usd", "£82,826"),
    ],
)
def test_a_foreign_unit_is_refused(study: Study, group: str, name: str, typed: str) -> None:
    """A number in another unit than the entry's own is not taken for one in its own."""
    field = Field(study, getattr(study, group), name)
    field.entry.value = typed
    assert field.entry.error_state is True


# --- sliders -----------------------------------------------------------------------------------


def test_a_value_beyond_the_slider_widens_it(study: Study) -> None:
    """The slider's range is a convenience; a legal value beyond it is taken and shown."""
    field = Field(study, study.site, "site_power_kw", slider=True)
    start, end = field.slider.start, field.slider.end
    assert (start, end) == study.site.param.site_power_kw.softbounds
    field.entry.value = "20,000"
    assert study.site.site_power_kw == 20_000
    assert (field.slider.start, field.slider.end, field.slider.value) == (start, 20_000, 20_000)
    study.site.site_power_kw = 1
    assert (field.slider.start, field.slider.value) == (1, 1)
    assert field.slider.end >= end


def test_a_slider_starts_wide_enough(study: Study) -> None:
    """A study that is given with a value beyond the slider is shown as it is."""
    study.site.site_power_kw = 300_000
    field = Field(study, study.site, "site_power_kw", slider=True)
    assert field.slider.end == field.slider.value == 300_000
    assert study.site.site_power_kw == 300_000


def test_an_illegal_entry_does_not_move_the_slider(study: Study) -> None:
    """Only what is used is on the slider."""
    field = Field(study, study.site, "site_power_kw", slider=True)
    field.entry.value = "-5"
    assert field.slider.value == 1_000
    assert field.slider.start == 50


@pytest.mark.parametrize("name", ["site_power_kw", "load_factor", "power_price_gbp_per_kwh"])
def test_slider_steps_are_per_centages_too(study: Study, name: str) -> None:
    """Ends and step are in the unit that is shown."""
    field, parameter = Field(study, study.site, name, slider=True), study.site.param[name]
    scale = QUANTITIES[name].format.scale
    assert field.slider.step == pytest.approx(parameter.step * scale)
    assert field.slider.start == pytest.approx(parameter.softbounds[0] * scale)
    assert field.slider.end == pytest.approx(parameter.softbounds[1] * scale)
    low = field.slider.start
    field.slider.value = low
    assert getattr(study.site, name) == pytest.approx(low / scale)
    assert math.isfinite(field.slider.value)


# --- the sidebar -------------------------------------------------------------------------------


def _is_called(widget: Any, label: str) -> bool:
    """Tell whether it is an entry of that label, not the button or the slider beside it."""
    is_other = isinstance(widget, pmui.Button | pmui.FloatSlider)
    return not is_other and str(getattr(widget, "label", "")).startswith(label)


class Sidebar:
    """The sidebar's items, to be found by their labels."""

    def __init__(self, study: Study) -> None:
        self.column = pn.Column(*sidebar(new_case(study), site_presets()))

    def find(self, label: str) -> Any:
        """Return the one widget whose label starts with ``label``."""
        found = [w for w in self.column.select() if _is_called(w, label)]
        assert len(found) == 1, label
        return found[0]

    def open_all(self) -> None:
        """Open the sections that are built when they are opened."""
        for item in self.column.select():
            if "active" in item.param and isinstance(item.active, list):
                item.active = [0]


def test_an_example_is_applied_in_one_evaluation(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Choosing an example sets all of its values at once, and entries and sliders follow."""
    bar = Sidebar(study)
    calls: list[Any] = []
    evaluate = study_module.evaluate
    monkeypatch.setattr(study_module, "evaluate", lambda s: calls.append(s) or evaluate(s))
    preset = site_presets()[2]
    bar.find("Start from").value = preset.name
    assert len(calls) == 1
    for name, value in preset.values.items():
        owner = study.site if name in study.site.param else study.finance
        assert getattr(owner, name) == value
    assert study.problems == {}
    assert bar.find("Site power").value == "20,000"
    assert bar.find("Load factor").value == "60"
    assert any(preset.sentence in str(pane.object) for pane in bar.column.select(Markup))


def test_an_example_clears_slips(study: Study) -> None:
    """After an example no entry shows anything else than what is computed."""
    bar = Sidebar(study)
    entry = bar.find("Cooling and losses")
    entry.value = "500"
    assert entry.error_state is True
    # The first two examples have the same overhead, so the study's value does not change.
    bar.find("Start from").value = site_presets()[1].name
    assert study.site.overhead_fraction == site_presets()[0].values["overhead_fraction"]
    assert study.problems == {}
    assert (entry.value, entry.error_state, entry.helper_text) == ("5", False, "")


def test_sections_are_built_when_they_are_opened(study: Study) -> None:
    """A closed section has no controls yet, and an opened one shows the present values."""
    bar = Sidebar(study)
    before = len(bar.column.select())
    study.enter(study.finance, "years", 9)
    bar.open_all()
    assert len(bar.column.select()) > before + 10
    assert bar.find("Years").value == "9"
    bar.find("Years").value = "3"
    assert study.result.study.finance.years == 3


def test_every_input_of_the_study_has_a_control(study: Study) -> None:
    """Every number of site, finance and network is in the sidebar, with its unit."""
    bar = Sidebar(study)
    bar.open_all()
    for group in (study.site, study.finance, study.network):
        for name in group.param:
            if name in QUANTITIES and name not in {COUNT, "years"}:
                assert bar.find(QUANTITIES[name].label + " [" * bool(QUANTITIES[name].unit))
    assert bar.find("Years").label == "Years"  # not "Years [years]"


# --- days ----------------------------------------------------------------------------------------


@pytest.fixture
def days(study: Study) -> tuple[Any, Any]:
    """Return the entries of go-live and of the day of the height."""
    bar = Sidebar(study)
    bar.open_all()
    return bar.find("Go-live"), bar.find("Day of the height")


def test_a_go_live_is_a_day(study: Study, days: tuple[Any, Any]) -> None:
    """A later go-live is computed, and clearing the date goes back to the network's day."""
    go_live, _ = days
    assert go_live.value == ""
    go_live.value = "2027-01-01"
    assert study.result.study.days_to_start == 83
    go_live.value = ""
    assert study.result.study.days_to_start == 0
    study.enter(study.finance, "start_date", dt.date(2027, 1, 2))
    assert go_live.value == "2027-01-02"


def test_the_day_of_the_height_is_the_origin(study: Study, days: tuple[Any, Any]) -> None:
    """Another day of the height moves go-live with it, at midnight UTC."""
    _, day = days
    assert day.value == "2026-10-10"
    day.value = "2026-12-24"
    assert study.network.as_of == dt.datetime(2026, 12, 24, tzinfo=dt.UTC)
    assert study.result.study.start_date == dt.date(2026, 12, 24)


def test_an_early_go_live_says_why_not(study: Study, days: tuple[Any, Any]) -> None:
    """A date before the network's day is refused below the date, until one of them moves."""
    go_live, day = days
    result = study.result
    go_live.value = "2026-10-09"
    assert study.result is result
    assert go_live.error_state is True
    said = "Must be a date on or after 2026-10-10, the UTC day of the network figures"
    assert go_live.helper_text.startswith(said)
    day.value = "2026-10-01"
    assert go_live.error_state is False
    assert study.result.study.days_to_start == 8


def test_each_problem_of_a_day_is_told_by_its_own_rule(study: Study, days: tuple[Any, Any]) -> None:
    """A problem that is no matter of before and after is not called one."""
    go_live, _ = days
    study.problems = {"finance.start_date": InputError("start_date", "a working day", "2027-01-01")}
    assert go_live.helper_text == "Must be a working day."


def test_the_day_of_the_height_typed_again_keeps_its_time(
    study: Study, days: tuple[Any, Any]
) -> None:
    """A slip that is put right leaves the noon of before, and no midnight of the reader's."""
    _, day = days
    noon = dt.datetime(2026, 10, 10, 12, tzinfo=dt.UTC)
    study.enter(study.network, "as_of", noon)
    day.value = "tomorrow"
    day.value = "2026-10-10"
    assert study.network.as_of == noon


@pytest.mark.parametrize("text", ["tomorrow", "2027-02-30", "01/02/2027", "2027"])
def test_what_is_no_day_is_refused(study: Study, days: tuple[Any, Any], text: str) -> None:
    """A text that is no day of the calendar is refused below the entry."""
    result = study.result
    for entry in days:
        entry.value = text
        assert entry.error_state is True
        assert "date" in entry.helper_text
    assert study.result is result


def test_typing_the_old_day_again_heals(days: tuple[Any, Any]) -> None:
    """The day that is used, typed again after a slip, leaves nothing of the slip."""
    _, day = days
    day.value = "tomorrow"
    day.value = "2026-10-10"
    assert (day.error_state, day.helper_text) == (False, "")


def test_a_slip_in_a_day_stays_marked(study: Study, days: tuple[Any, Any]) -> None:
    """A slip elsewhere does not take the mark from this one."""
    go_live, _ = days
    go_live.value = "tomorrow"
    study.enter(study.site, "load_factor", 90)
    assert (go_live.value, go_live.error_state) == ("tomorrow", True)


def test_the_day_of_the_height_cannot_be_empty(study: Study, days: tuple[Any, Any]) -> None:
    """An empty day of the height is refused with a rule that fits it."""
    _, day = days
    result = study.result
    day.value = ""
    assert study.result is result
    assert day.error_state is True
    assert "before" not in day.helper_text


def test_switching_off_is_a_switch(study: Study) -> None:
    """The switch sets the study's field and the result follows."""
    bar = Sidebar(study)
    bar.open_all()
    bar.find("Switch off").value = True
    assert study.result.study.finance.switch_off_when_unprofitable is True


def test_fields_do_not_know_each_other() -> None:
    """Two visitors' entries are apart."""
    one, other = default_study(), default_study()
    mine, theirs = load_factor(one), load_factor(other)
    mine.entry.value = "60"
    assert theirs.entry.value == "45"
    assert isinstance(other.site, param.Parameterized)


def test_the_rule_that_chooses_is_a_switch_on_the_page(study: Study) -> None:
    """Its two positions are the two rules; the machine follows."""
    screen = OverviewScreen(new_case(study))
    list(screen.draw())
    switch = screen._machine._rule
    assert set(switch.options.values()) == {"payback", "npv"}
    assert switch.value == study.finance.choose_by == "payback"
    assert study.result.chosen_miner == study.result.shortest_payback_miner
    switch.value = "npv"
    assert study.settings.finance.choose_by == "npv"
    assert study.result.chosen_miner == study.result.best_npv_miner
    study.finance.choose_by = "payback"
    list(screen.draw())
    assert switch.value == "payback"


def test_the_rule_that_is_switched_to_replaces_a_named_machine(study: Study) -> None:
    """Whoever asks for a rule's machine gets it, whatever was named before."""
    screen = OverviewScreen(new_case(study))
    list(screen.draw())
    study.enter(study.finance, "miner", "Antminer S23")
    screen._machine._rule.value = "npv"
    assert study.finance.miner is None
    assert study.result.chosen_miner == study.result.best_npv_miner


def test_the_page_switches_off_and_the_command_does_not(study: Study) -> None:
    """An owner would stop on days that do not pay their power; a study says so itself."""
    assert study.result.study.finance.switch_off_when_unprofitable
    assert not default_study_inputs().finance.switch_off_when_unprofitable


def test_an_example_has_its_costs_per_kw(study: Study) -> None:
    """Amounts that a reader entered are gone with it: they were another site's."""
    study.enter(study.finance, "other_capex_gbp", 50_000)
    for preset in site_presets():
        study.apply(preset.values)
        finance = study.settings.finance
        assert (finance.other_capex_gbp, finance.other_opex_gbp_per_year) == (0, 0), preset.name
        assert finance.other_capex_gbp_per_kw > 0
        assert finance.other_opex_gbp_per_kw_per_year > 0
