"""The owner of a study's state: what it accepts, how often it evaluates, what it keeps."""

import datetime as dt
import itertools
import math
from collections.abc import Callable
from typing import Any

import param
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.exceptions import InputError
from hydro_mining.models import (
    FinanceInputs,
    MinerCatalogue,
    NetworkInputs,
    ScenarioInputs,
    SiteInputs,
    Study,
)
from hydro_mining.models import study as study_module
from hydro_mining.quantities import GROUPS, QUANTITIES

Document = dict[str, Any]
Build = Callable[..., Study]


def entry(name: str, **facts: Any) -> CatalogueEntry:
    """Return a machine of 100 TH/s and 2.5 kW that costs £1,900, unless told otherwise."""
    price = facts.pop("price_gbp", 1_900.0)
    quote = PriceQuote(price=price, currency="GBP", price_date="2026-10-01", source="Test")
    defaults = {"hashrate_ths": 100.0, "power_w": 2_500.0, "cooling": "air", "form": ""}
    return CatalogueEntry(
        name=name, **{**defaults, "quotes": (quote,), "use": True, "note": "", **facts}
    )


@pytest.fixture
def build(document: Callable[..., Document]) -> Build:
    """Return a factory of models of conftest's round study, with a second, slower machine.

    The second one draws 5 kW: £25 revenue less £12 power pays £1,900 back in 146 days.
    """

    def model(*, entries: list[CatalogueEntry] | None = None, **groups: Any) -> Study:
        made = document(**groups)
        as_of = dt.datetime.fromisoformat(made["network"].pop("as_of"))
        machines = [entry("Round"), entry("Second", power_w=5_000.0)]
        return Study(
            network=NetworkInputs(as_of=as_of, **made["network"]),
            site=SiteInputs(**{"overhead_fraction": 0, **made["site"]}),
            finance=FinanceInputs(**{"pool_fee_fraction": 0, **made["finance"]}),
            catalogue=MinerCatalogue(machines if entries is None else entries, per_usd={}),
            scenarios=[
                ScenarioInputs(**{"title": row.pop("name"), **row}) for row in made["scenarios"]
            ],
        )

    return model


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[StudyInputs]:
    """Return the list of inputs that the model evaluates from now on."""
    seen: list[StudyInputs] = []

    def counted(inputs: StudyInputs) -> Any:
        seen.append(inputs)
        return evaluate(inputs)

    monkeypatch.setattr(study_module, "evaluate", counted)
    return seen


# --- how often it evaluates ---------------------------------------------------------------------


def test_a_new_study_has_evaluated_once(calls: list[StudyInputs], build: Build) -> None:
    """A study that is made has its result, from one evaluation."""
    model = build()
    assert len(calls) == 1
    assert model.problems == {}
    assert model.result.chosen_miner == "Round"
    assert model.result.site.site_gross_profit_per_day == pytest.approx(6_840)


CHANGES: dict[str, Callable[[Study], Any]] = {
    "network": lambda s: s.enter(s.network, "btc_price_usd", 90_000),
    "site": lambda s: s.enter(s.site, "load_factor", 0.5),
    "finance": lambda s: s.enter(s.finance, "years", 2),
    "miner": lambda s: s.enter(s.finance, "miner", "Second"),
    "scenario": lambda s: s.enter(s.scenarios[0], "btc_price_shock", -0.1),
    "title": lambda s: s.enter(s.scenarios[0], "title", "Other"),
    "switch": lambda s: s.enter(s.finance, "switch_off_when_unprofitable", True),
    "catalogue edit": lambda s: s.catalogue.edit("Round", today=dt.date(2026, 10, 10), use=False),
    "catalogue removal": lambda s: s.catalogue.remove("Second"),
    "scenario added": lambda s: s.add_scenario(ScenarioInputs(title="More")),
    "by attribute": lambda s: setattr(s.site, "site_power_kw", 500),
    "several of a group": lambda s: s.site.param.update(site_power_kw=500, load_factor=0.3),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_one_change_evaluates_once(
    build: Build, calls: list[StudyInputs], change: Callable[[Study], Any]
) -> None:
    """Whatever changes, it is evaluated once, and the result is of the present inputs."""
    model = build()
    results: list[Any] = []
    model.param.watch(lambda event: results.append(event.new), "result")
    calls.clear()
    change(model)
    assert len(calls) == 1
    assert results == [model.result]
    assert model.result.study == model.inputs() == calls[0]


def test_the_value_that_stands_already_evaluates_nothing(
    build: Build, calls: list[StudyInputs]
) -> None:
    """Entering what is there already is legal and costs nothing."""
    model = build()
    calls.clear()
    assert model.enter(model.site, "load_factor", 0.9)
    assert model.enter(model.finance, "years", 3.0)
    assert calls == []


def test_together_evaluates_once(build: Build, calls: list[StudyInputs]) -> None:
    """Changes inside ``together`` are evaluated once, at the end of the outermost block."""
    model = build()
    calls.clear()
    with model.together():
        model.enter(model.site, "load_factor", 0.5)
        with model.together():
            model.enter(model.finance, "years", 2)
            model.network.btc_price_usd = 50_000
        model.add_scenario(ScenarioInputs(title="More"))
        assert calls == []
    assert len(calls) == 1
    assert model.result.study == model.inputs()


def test_together_without_a_change_evaluates_nothing(
    build: Build, calls: list[StudyInputs]
) -> None:
    """An empty block is free."""
    model = build()
    calls.clear()
    with model.together():
        pass
    assert calls == []


def test_together_accepts_what_changed_before_an_error(
    build: Build, calls: list[StudyInputs]
) -> None:
    """An error inside the block passes through, and what was set before it counts."""
    model = build()
    calls.clear()
    with pytest.raises(RuntimeError, match="the caller's own"), model.together():  # noqa: PT012
        model.site.load_factor = 0.5
        raise RuntimeError("the caller's own")
    assert len(calls) == 1
    assert model.result.study.site.load_factor == 0.5
    model.site.load_factor = 0.4
    assert len(calls) == 2


def test_apply_evaluates_once(build: Build, calls: list[StudyInputs]) -> None:
    """A preset's values go to site and finance by their names, in one evaluation."""
    model = build()
    calls.clear()
    model.apply(
        {
            "site_power_kw": 250,
            "load_factor": 0.55,
            "power_price_gbp_per_kwh": 0.03,
            "other_capex_gbp": 30_000,
            "years": 5,
        }
    )
    assert len(calls) == 1
    assert model.result.study.site.site_power_kw == 250
    assert model.result.study.finance.other_capex_gbp == 30_000
    assert model.result.study.finance.years == 5
    assert model.result.site.effective_power_kw == pytest.approx(137.5)


def test_apply_refuses_illegal_values_one_by_one(build: Build) -> None:
    """An illegal value of a preset is a problem, and the others are taken."""
    model = build()
    model.apply({"load_factor": 7, "years": 2})
    assert list(model.problems) == ["site.load_factor"]
    assert model.result.study.site.load_factor == 0.9
    assert model.result.study.finance.years == 2


def test_each_model_has_groups_of_its_own() -> None:
    """Two visitors who start from defaults do not share a site."""
    one, other = (
        Study(
            network=NetworkInputs(),
            catalogue=MinerCatalogue([entry("Round")], per_usd={}),
            scenarios=[ScenarioInputs(title="Base")],
        )
        for _ in range(2)
    )
    one.site.load_factor = 0.1
    one.scenarios[0].btc_price_shock = 0.5
    assert other.site.load_factor == SiteInputs.param.load_factor.default
    assert other.scenarios[0].btc_price_shock == 0
    one.enter(one.site, "site_power_kw", -1)
    assert other.problems == {}


# --- order does not matter ----------------------------------------------------------------------

ENTRIES = [
    ("site", "site_power_kw", 2_000),
    ("site", "load_factor", 0.5),
    ("site", "power_price_gbp_per_kwh", 0.05),
    ("finance", "years", 2),
    ("finance", "miner", "Second"),
]


def test_order_of_inputs_does_not_matter(build: Build) -> None:
    """All 120 orders of entering five inputs give one and the same result.

    1,000 kW run 200 machines of 5 kW: £5,000 revenue less 24,000 kWh at £0.05 is £3,800.
    """
    model = build()
    start = [(group, name, getattr(getattr(model, group), name)) for group, name, _ in ENTRIES]
    documents = []
    for order in itertools.permutations(ENTRIES):
        for group, name, value in order:
            assert model.enter(getattr(model, group), name, value)
        documents.append(model.result.to_dict())
        with model.together():
            for group, name, value in start:
                model.enter(getattr(model, group), name, value)
    assert len(documents) == 120
    assert all(found == documents[0] for found in documents)
    assert documents[0]["chosen_miner"] == "Second"
    assert documents[0]["site"]["n_miners"] == 200
    assert documents[0]["site"]["site_gross_profit_per_day"] == pytest.approx(3_800)
    assert model.result.to_dict() == build().result.to_dict()


def test_the_automatic_choice_is_made_anew(build: Build) -> None:
    """Where dear power makes the frugal machine win, cheap power gives the choice back.

    At £0.10 the frugal one pays £2,200 back in 2,200 / (25 − 2.40) = 97 days against 100; at
    £0 it takes 88 days against 76.
    """
    model = build(entries=[entry("Round"), entry("Frugal", power_w=1_000.0, price_gbp=2_200.0)])
    assert model.result.chosen_miner == "Frugal"
    model.enter(model.site, "power_price_gbp_per_kwh", 0)
    assert model.result.chosen_miner == "Round"
    model.enter(model.site, "power_price_gbp_per_kwh", 0.1)
    assert model.result.chosen_miner == "Frugal"


# --- zero is a value ----------------------------------------------------------------------------


def _profit(model: Study) -> float:
    return float(model.result.site.site_gross_profit_per_day)


def _base(model: Study) -> Any:
    return model.result.scenarios["Base"]


# Field, a value that is not zero, a figure, and what it is with zero: all by conftest's numbers,
# £0.25 per TH a day, 360 machines with 36,000 TH/s and 21,600 kWh a day, three years.
ZEROS: list[tuple[str, str, float, Callable[[Study], float], float]] = [
    ("site", "power_price_gbp_per_kwh", 0.2, _profit, 9_000),
    ("site", "overhead_fraction", 0.25, lambda m: m.result.site.n_miners, 360),
    ("network", "block_height", 970_000, lambda m: m.result.rev_per_th_per_day_y1, 4),
    ("network", "fees_btc_per_block", 3.125, lambda m: m.result.rev_per_th_per_day_y1, 0.25),
    ("finance", "discount_rate_per_year", 0.3, lambda m: _base(m).npv_gbp, 6_805_800),
    ("finance", "pool_fee_fraction", 0.5, lambda m: m.result.rev_per_th_per_day_y1, 0.25),
    ("finance", "other_capex_gbp", 1e6, lambda m: _base(m).cashflows[0], -684_000),
    ("finance", "other_opex_gbp_per_year", 1e6, lambda m: _base(m).cashflows[1], 2_496_600),
    ("finance", "other_capex_gbp_per_kw", 1e3, lambda m: _base(m).cashflows[0], -684_000),
    ("finance", "other_opex_gbp_per_kw_per_year", 1e3, lambda m: _base(m).cashflows[1], 2_496_600),
    ("finance", "residual_value_fraction", 1, lambda m: _base(m).cashflows[3], 2_496_600),
    ("scenario", "btc_price_shock", 0.2, lambda m: _base(m).rev_per_th_per_day[0], 0.25),
    ("scenario", "btc_price_growth_per_year", 0.2, lambda m: _base(m).rev_per_th_per_day[2], 0.25),
    ("scenario", "difficulty_shock", 0.2, lambda m: _base(m).rev_per_th_per_day[0], 0.25),
    ("scenario", "difficulty_growth_per_year", 0.2, lambda m: _base(m).rev_per_th_per_day[2], 0.25),
    (
        "scenario",
        "fee_growth_per_year",
        0.2,
        lambda m: m.result.paths.rev_per_th_per_day[0, 9],
        0.5,
    ),
    ("scenario", "power_price_shock", 0.2, lambda m: _base(m).power_price_gbp_per_kwh[0], 0.1),
    (
        "scenario",
        "power_price_growth_per_year",
        0.2,
        lambda m: _base(m).power_price_gbp_per_kwh[2],
        0.1,
    ),
]


def _group(model: Study, name: str) -> Any:
    return model.scenarios[0] if name == "scenario" else getattr(model, name)


@pytest.mark.parametrize(
    ("group", "name", "other", "figure", "expected"), ZEROS, ids=[row[1] for row in ZEROS]
)
@pytest.mark.parametrize("zero", [0, 0.0, -0.0])
def test_zero_is_used_as_zero(
    build: Build,
    group: str,
    name: str,
    other: float,
    figure: Callable[[Study], float],
    expected: float,
    zero: float,
) -> None:
    """Zero is accepted where it is legal and computes as zero, not as missing."""
    fees = {"fees_btc_per_block": 3.125} if name == "fee_growth_per_year" else {}
    model = build(network=fees)
    owner = _group(model, group)
    assert model.enter(owner, name, other)
    assert figure(model) != pytest.approx(expected)
    assert model.enter(owner, name, zero)
    assert getattr(owner, name) == 0
    assert model.problems == {}
    assert figure(model) == pytest.approx(expected, rel=1e-12)


def test_a_machine_for_nothing_costs_nothing(build: Build) -> None:
    """A machine at £0 is the shortest payback, of 0 days; the site needs no capital for it."""
    model = build()
    model.catalogue.edit("Second", today=dt.date(2026, 10, 10), price_gbp=0)
    assert model.result.chosen_miner == "Second"
    assert model.result.site.capex_miners_gbp == 0
    assert model.result.miners.simple_payback_days[1] == 0
    assert _base(model).irr is None
    assert _base(model).irr_note == "no investment"


def test_every_zero_is_tried() -> None:
    """The table above has every input of a study that may be zero; a machine's price is below."""
    groups = ("Network", "Site", "Machines", "Money", "Scenarios")
    ranges = {n: QUANTITIES[n].range for g in groups for n in GROUPS[g]}
    legal = {n for n, span in ranges.items() if span is not None and span.contains(0)}
    assert {row[1] for row in ZEROS} | {"price_gbp"} == legal


# --- illegal values -----------------------------------------------------------------------------

FIELDS = [
    (group, name)
    for group, kind in (
        ("network", NetworkInputs),
        ("site", SiteInputs),
        ("finance", FinanceInputs),
        ("scenario", ScenarioInputs),
    )
    for name in kind.param
    if name in QUANTITIES and QUANTITIES[name].range is not None
]
ILLEGAL = [None, math.nan, math.inf, -2, True, "5", 1e400]


@pytest.mark.parametrize(("group", "name"), FIELDS)
def test_an_illegal_value_changes_nothing_but_problems(
    build: Build, calls: list[StudyInputs], group: str, name: str
) -> None:
    """An illegal value leaves state and result as they are, and is told by field, rule, value."""
    model = build()
    calls.clear()
    owner, result = _group(model, group), model.result
    before, path = getattr(owner, name), model.path(owner, name)
    assert path == (f"scenarios[0].{name}" if group == "scenario" else f"{group}.{name}")
    for value in ILLEGAL:
        assert model.enter(owner, name, value) is False
        assert getattr(owner, name) == before
        assert model.result is result
        assert list(model.problems) == [path]
        error = model.problems[path]
        assert isinstance(error, InputError)
        assert (error.argument, error.value is value) == (name, True)
        legal, unit = QUANTITIES[name].range, QUANTITIES[name].unit
        assert error.rule == legal.described(unit)
    assert calls == []
    assert model.enter(owner, name, before) is True
    assert model.problems == {}
    assert model.result is result


def test_a_legal_value_heals_the_problem(build: Build) -> None:
    """The next legal value takes the problem away and is computed."""
    model = build()
    model.enter(model.site, "load_factor", 90)
    assert model.enter(model.site, "load_factor", 0.45)
    assert model.problems == {}
    assert model.result.site.n_miners == 180


def test_problems_of_several_fields_are_told_apart(build: Build) -> None:
    """Each field has its own problem, and other fields go on being computed meanwhile."""
    model = build()
    model.enter(model.site, "load_factor", 90)
    model.enter(model.scenarios[0], "difficulty_shock", -1)
    assert list(model.problems) == ["site.load_factor", "scenarios[0].difficulty_shock"]
    model.enter(model.finance, "years", 1)
    assert model.result.study.finance.years == 1
    model.enter(model.site, "load_factor", 0.9)
    assert list(model.problems) == ["scenarios[0].difficulty_shock"]


def test_problems_are_never_changed_in_place(build: Build) -> None:
    """Whoever watches problems gets old and new apart."""
    model = build()
    events: list[tuple[int, int]] = []
    model.param.watch(lambda e: events.append((len(e.old), len(e.new))), "problems")
    model.enter(model.site, "load_factor", 90)
    model.enter(model.site, "load_factor", 0.9)
    assert events == [(0, 1), (1, 0)]


def test_setting_an_illegal_value_by_attribute_raises(build: Build) -> None:
    """In a notebook an illegal attribute is refused at once and nothing changes."""
    model = build()
    result = model.result
    with pytest.raises(ValueError, match="load_factor"):
        model.site.load_factor = 90
    assert model.site.load_factor == 0.9
    assert model.result is result


def test_a_legal_attribute_heals_the_problem(build: Build) -> None:
    """A field that was set legally by any way has no problem any more."""
    model = build()
    model.enter(model.site, "load_factor", 90)
    model.site.load_factor = 0.45
    assert model.result.site.n_miners == 180
    assert model.problems == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("start_date", "tomorrow"), ("miner", 5), ("switch_off_when_unprofitable", None)],
)
def test_wrong_types_of_other_fields_are_problems(build: Build, name: str, value: Any) -> None:
    """A field that is no number is checked as well."""
    model = build()
    result = model.result
    assert model.enter(model.finance, name, value) is False
    assert list(model.problems) == [f"finance.{name}"]
    assert model.problems[f"finance.{name}"].value is value
    assert model.result is result


def test_a_failure_elsewhere_is_not_the_users_problem(build: Build) -> None:
    """What fails while a result is shown is raised, and no field is blamed for it."""
    model = build()

    def fail(_: Any) -> None:
        raise ValueError("a chart that fails")

    model.param.watch(fail, "result")
    with pytest.raises(ValueError, match="a chart that fails"):
        model.enter(model.site, "load_factor", 0.6)
    assert model.problems == {}


# --- parts that do not fit together --------------------------------------------------------------

EARLY = dt.date(2026, 10, 9)  # the network's day is 10 October


def test_go_live_before_the_network_keeps_the_last_good_result(build: Build) -> None:
    """An early go-live is told with the earliest date, and heals when it is put right."""
    model = build()
    good = model.result
    model.finance.start_date = EARLY
    assert model.result is good
    assert list(model.problems) == ["finance.start_date"]
    error = model.problems["finance.start_date"]
    assert "on or after 2026-10-10" in error.rule
    assert error.value == "2026-10-09"
    model.enter(model.finance, "start_date", dt.date(2026, 10, 10))
    assert model.problems == {}
    assert model.result.study.start_date == dt.date(2026, 10, 10)


@pytest.mark.parametrize(
    ("name", "value"), [("start_date", EARLY), ("miner", "A machine that is not there")]
)
def test_an_entry_that_does_not_fit_is_told(build: Build, name: str, value: Any) -> None:
    """What a user enters and what does not fit the other inputs is a problem of its field."""
    model = build()
    good = model.result
    model.enter(model.finance, name, value)
    assert model.result is good
    assert list(model.problems) == [f"finance.{name}"]


def test_a_misfit_heals_from_the_other_side(build: Build) -> None:
    """An early go-live is put right by an earlier network reading as well."""
    model = build()
    model.finance.start_date = EARLY
    model.network.as_of = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    assert model.problems == {}
    assert model.result.study.start_date == EARLY
    assert model.result.study.days_to_start == 8


@pytest.mark.parametrize(
    "break_it",
    [
        lambda c: c.edit("Second", today=dt.date(2026, 10, 10), use=False),
        lambda c: c.remove("Second"),
        lambda c: c.replace([entry("Round")]),
    ],
    ids=["out of use", "removed", "another list"],
)
def test_a_named_machine_that_goes_keeps_the_last_good_result(
    build: Build, break_it: Callable[[MinerCatalogue], None]
) -> None:
    """A named machine that is not offered any more is a problem until another is named."""
    model = build()
    model.enter(model.finance, "miner", "Second")
    good = model.result
    assert good.chosen_miner == "Second"
    before = model.catalogue.entries
    break_it(model.catalogue)
    assert model.result is good
    assert list(model.problems) == ["finance.miner"]
    assert model.problems["finance.miner"].value == "Second"
    model.catalogue.replace(before)
    assert model.problems == {}
    break_it(model.catalogue)
    model.enter(model.finance, "miner", None)
    assert model.problems == {}
    assert model.result.chosen_miner == "Round"


def test_no_machine_in_use_keeps_the_last_good_result(build: Build) -> None:
    """Without a machine there is nothing to evaluate: the last result stays and it is said."""
    model = build()
    good = model.result
    model.catalogue.replace([])
    assert model.result is good
    assert list(model.problems) == ["catalogue"]
    assert "at least one priced machine in use" in str(model.problems["catalogue"])
    model.catalogue.add(entry("New"))
    assert model.problems == {}
    assert model.result.chosen_miner == "New"


def test_duplicate_titles_keep_the_last_good_result(build: Build) -> None:
    """Two scenarios of one name are refused, the second one named, and heal by renaming."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear"}])
    good = model.result
    model.enter(model.scenarios[1], "title", "Base")
    assert model.result is good
    assert list(model.problems) == ["scenarios[1].name"]
    model.enter(model.scenarios[0], "title", "Other")
    assert model.problems == {}
    assert list(model.result.scenarios) == ["Other", "Base"]


@pytest.mark.parametrize("title", ["", "   "])
def test_a_scenario_without_a_name_keeps_the_last_good_result(build: Build, title: str) -> None:
    """An empty name is a problem and heals."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear"}])
    good = model.result
    model.enter(model.scenarios[1], "title", title)
    assert model.result is good
    assert len(model.problems) == 1
    model.enter(model.scenarios[1], "title", "Bull")
    assert model.problems == {}
    assert list(model.result.scenarios) == ["Base", "Bull"]


def test_the_problem_of_an_empty_name_says_which_scenario(build: Build) -> None:
    """A problem's key is its field's path."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear"}])
    model.scenarios[1].title = ""
    assert [key.startswith("scenarios[1].") for key in model.problems] == [True]


def test_two_misfits_are_told_one_after_the_other(build: Build) -> None:
    """While one of two misfits stays, the result stays; when both are healed it is new."""
    model = build()
    good = model.result
    entries = model.catalogue.entries
    model.finance.start_date = EARLY
    model.catalogue.replace([])
    assert len(model.problems) == 1
    model.catalogue.replace(entries)
    assert list(model.problems) == ["finance.start_date"]
    assert model.result is good
    model.finance.start_date = None
    assert model.problems == {}
    assert model.result.study == model.inputs()


def test_an_illegal_entry_and_a_misfit_heal_apart(build: Build) -> None:
    """A misfit that heals leaves the problem of another field, and the other way round."""
    model = build()
    model.enter(model.site, "load_factor", 90)
    model.finance.start_date = EARLY
    assert set(model.problems) == {"site.load_factor", "finance.start_date"}
    model.finance.start_date = None
    assert list(model.problems) == ["site.load_factor"]
    model.finance.start_date = EARLY
    model.enter(model.site, "load_factor", 0.9)
    assert list(model.problems) == ["finance.start_date"]


def test_inputs_changed_during_a_misfit_are_not_lost(build: Build) -> None:
    """What is entered while parts do not fit is in the next result."""
    model = build()
    model.finance.start_date = EARLY
    model.enter(model.site, "load_factor", 0.45)
    assert model.result.site.n_miners == 360
    model.finance.start_date = None
    assert model.result.site.n_miners == 180


# --- scenarios ------------------------------------------------------------------------------------


def test_added_scenarios_have_titles_of_their_own(build: Build) -> None:
    """A title that is taken gets the next number."""
    model = build()
    for _ in range(3):
        model.add_scenario(ScenarioInputs(title="New"))
    model.add_scenario(ScenarioInputs(title="Base"))
    assert [s.title for s in model.scenarios] == ["Base", "New", "New 2", "New 3", "Base 2"]
    assert list(model.result.scenarios) == ["Base", "New", "New 2", "New 3", "Base 2"]
    assert model.problems == {}


def test_an_added_scenario_counts(build: Build) -> None:
    """A new scenario is computed and followed: a price 20 % lower takes £0.05 off £0.25."""
    model = build()
    bear = ScenarioInputs(title="Bear", btc_price_shock=-0.2)
    model.add_scenario(bear)
    assert model.result.scenarios["Bear"].rev_per_th_per_day == pytest.approx([0.2] * 3)
    model.enter(bear, "btc_price_shock", -0.4)
    assert model.result.scenarios["Bear"].rev_per_th_per_day == pytest.approx([0.15] * 3)


def test_removing_the_base_case_makes_the_next_one_it(build: Build) -> None:
    """The first scenario is the base case, whichever it is."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear", "btc_price_shock": -0.2}])
    model.remove_scenario(model.scenarios[0])
    assert list(model.result.scenarios) == ["Bear"]
    assert model.result.rev_per_th_per_day_y1 == pytest.approx(0.2)


def test_the_last_scenario_stays(build: Build, calls: list[StudyInputs]) -> None:
    """Removing the only scenario does nothing."""
    model = build()
    calls.clear()
    model.remove_scenario(model.scenarios[0])
    assert [s.title for s in model.scenarios] == ["Base"]
    assert calls == []


def test_a_removed_scenario_is_forgotten(build: Build, calls: list[StudyInputs]) -> None:
    """Its problems vanish, and changing it evaluates nothing and reports nothing to the study."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear"}])
    gone = model.scenarios[1]
    model.enter(gone, "btc_price_shock", -5)
    assert list(model.problems) == ["scenarios[1].btc_price_shock"]
    model.remove_scenario(gone)
    assert model.problems == {}
    calls.clear()
    gone.btc_price_shock = 0.5
    assert calls == []
    assert model.problem(gone, "btc_price_shock") is None


def test_a_title_that_does_not_fit_heals_by_removal(build: Build) -> None:
    """A duplicate that is removed is no problem any more."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear"}])
    model.scenarios[1].title = "Base"
    assert list(model.problems) == ["scenarios[1].name"]
    model.remove_scenario(model.scenarios[0])
    assert model.problems == {}
    assert list(model.result.scenarios) == ["Base"]


@pytest.mark.parametrize("change", ["add", "remove"])
def test_problems_of_scenarios_that_stay_stay(build: Build, change: str) -> None:
    """An illegal entry of a scenario that stays is a problem at its new place."""
    model = build(scenarios=[{"name": "Base"}, {"name": "Bear"}])
    model.enter(model.scenarios[1], "btc_price_shock", -5)
    if change == "add":
        model.add_scenario(ScenarioInputs(title="More"))
    else:
        model.remove_scenario(model.scenarios[0])
    place = 1 if change == "add" else 0
    assert list(model.problems) == [f"scenarios[{place}].btc_price_shock"]


def test_a_rename_keeps_figures(build: Build) -> None:
    """A scenario's name changes no figure."""
    model = build()
    npv = model.result.scenarios["Base"].npv_gbp
    model.enter(model.scenarios[0], "title", "Flat")
    assert model.result.scenarios["Flat"].npv_gbp == npv


# --- the parts are the study's for good ----------------------------------------------------------


@pytest.mark.parametrize("group", ["network", "site", "finance", "catalogue"])
def test_groups_cannot_be_swapped(build: Build, group: str) -> None:
    """Controls are bound to a group's fields, so the group stays the same object."""
    model = build()
    with pytest.raises(TypeError, match=r"[Cc]onstant"):
        setattr(model, group, getattr(build(), group))


def test_the_model_is_plain_param(build: Build) -> None:
    """State is watched by param alone."""
    assert isinstance(build(), param.Parameterized)
