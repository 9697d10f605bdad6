"""The spreadsheet's formulas reproduce the model: LibreOffice recalculates, the core judges.

Each case exports one study, changes inputs in the file, lets LibreOffice compute it anew and
compares with what the core says of the changed study. The changed file has no stored figure, so
nothing but LibreOffice's own arithmetic can agree.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hydro_mining.economics import Evaluation, Miner, Scenario, StudyInputs, evaluate
from hydro_mining.imports.study import read_study
from hydro_mining.quantities import formatted
from hydro_mining.reports.workbook.pages import serial
from tests.reports.workbooks import Sheet, exported, recalculated, stored, type_in

ROOT = Path(__file__).resolve().parents[2]
# Of £684,000 and the like; a sum that cancels to nothing is nothing.
SMALLEST = 1e-6


@dataclass(frozen=True, kw_only=True)
class Case:
    """A study as exported, and what is typed into its named cells."""

    name: str
    groups: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)
    example: bool = False


FLAT = [{"name": "Base"}]
FALLING = [{"name": "Base", "btc_price_growth_per_year": -0.5}]
TIE = [
    {"name": "=First", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0},
    {"name": "S2*", "hashrate_ths": 200.0, "power_w": 5000.0, "price_gbp": 3800.0},
    {"name": 's2"x', "hashrate_ths": 90.0, "power_w": 9000.0, "price_gbp": 10.0},
    {"name": "S2x", "hashrate_ths": 150.0, "power_w": 3000.0, "price_gbp": 2900.0},
]
MANY = [
    {
        "name": f"Machine {n}",
        "hashrate_ths": 60.0 + n,
        "power_w": 2500.0 + 7 * n,
        "price_gbp": 500.0 + 11 * (n % 50),
    }
    for n in range(300)
]
# 840,000 − 144 × 400 − 2 is two blocks before the fourth halving on day 400.
BEFORE_HALVING = 840_000 - 144 * 400 - 2
CASES = (
    Case(name="example", example=True),
    Case(
        name="everything changed",
        example=True,
        typed={
            "btc_price_usd": 191_234.5,
            "difficulty": 9.87e13,
            "block_height": 1_049_000,
            "usd_to_gbp": 0.812,
            "fees_btc_per_block": 0.31,
            "site_power_kw": 1234.5,
            "load_factor": 0.77,
            "power_price_gbp_per_kwh": 0.0391,
            "overhead_fraction": 0.083,
            "discount_rate_per_year": 0.0712,
            "pool_fee_fraction": 0.023,
            "other_capex_gbp": 45_678.9,
            "other_opex_gbp_per_year": 3_210.0,
            "other_capex_gbp_per_kw": 217.5,
            "other_opex_gbp_per_kw_per_year": 31.25,
            "residual_value_fraction": 0.21,
            "miner": "Antminer S23 Hyd",
            "btc_price_shock_1": 0.11,
            "difficulty_growth_per_year_1": 0.07,
            "fee_growth_per_year_1": 0.4,
            "power_price_shock_1": -0.07,
            "power_price_growth_per_year_1": 0.031,
            "difficulty_shock_2": -0.123,
            "btc_price_growth_per_year_2": -0.05,
            "switch_off_when_unprofitable": True,
        },
    ),
    Case(
        name="halving inside",
        groups={"network": {"block_height": BEFORE_HALVING, "fees_btc_per_block": 0.05}},
        typed={"block_height": BEFORE_HALVING + 1_000, "overhead_fraction": 0.05},
    ),
    Case(
        name="one rate",
        groups={"finance": {"other_opex_gbp_per_year": 2e6}},
        typed={"residual_value_fraction": 0.3, "discount_rate_per_year": 0.07},
    ),
    Case(
        name="difficulty that follows the price",
        groups={
            "scenarios": [
                {"name": "Base", "difficulty_growth_per_year": 0.1},
                {
                    "name": "Follows",
                    "btc_price_shock": 0.3,
                    "hashrate_elasticity": 0.45,
                    "hashrate_half_life_months": 1.5,
                },
            ]
        },
        typed={"power_price_gbp_per_kwh": 0.09, "usd_to_gbp": 0.7},
    ),
    Case(name="rate of thousands of per cent", typed={"power_price_gbp_per_kwh": 0.001}),
    Case(
        name="rate of millions of per cent",
        groups={"miners": [{**TIE[0], "price_gbp": 0.25}]},
        typed={"discount_rate_per_year": 0.05},
    ),
    Case(
        name="rate below −99.9 %",
        groups={"finance": {"other_opex_gbp_per_year": 2_400_000.0}},
        typed={"other_opex_gbp_per_year": 2_496_000.0, "other_capex_gbp": 1e12},
    ),
    Case(
        name="rate below zero",
        groups={"finance": {"other_opex_gbp_per_year": 2.0e6}},
        typed={"other_opex_gbp_per_year": 2.3e6},
    ),
    Case(
        name="several roots",
        groups={"finance": {"years": 4}, "scenarios": FLAT},
        typed={"btc_price_growth_per_year_1": -0.5},
    ),
    Case(
        name="no real root",
        groups={"finance": {"years": 4}, "scenarios": FALLING},
        typed={"other_opex_gbp_per_year": 3e5},
    ),
    Case(
        name="one root of three changes of sign",
        groups={
            "finance": {"years": 4, "other_opex_gbp_per_year": 6e5},
            "scenarios": [{"name": "Base", "btc_price_growth_per_year": -0.4}],
            "miners": [
                {"name": "Dear", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 3800.0}
            ],
        },
        typed={"residual_value_fraction": 1.0},
    ),
    Case(name="no change of sign", typed={"miner": "Round", "power_price_gbp_per_kwh": 0.5}),
    Case(name="nothing viable", groups={"site": {"power_price_gbp_per_kwh": 0.5}}),
    Case(name="no longer viable", typed={"power_price_gbp_per_kwh": 0.5}),
    Case(
        name="viable at last",
        groups={"site": {"power_price_gbp_per_kwh": 0.5}},
        typed={"power_price_gbp_per_kwh": 0.2},
    ),
    Case(name="none fits, nothing invested", typed={"site_power_kw": 2.0}),
    Case(name="none fits", typed={"site_power_kw": 2.0, "other_capex_gbp": 1000.0}),
    Case(
        name="switched off after a halving",
        groups={
            "network": {"block_height": BEFORE_HALVING},
            "site": {"power_price_gbp_per_kwh": 0.35},
            "finance": {"switch_off_when_unprofitable": True},
        },
        typed={"power_price_growth_per_year_1": 0.25},
    ),
    Case(
        name="go-live later",
        typed={"start_date": dt.date(2027, 12, 24), "btc_price_growth_per_year_1": 0.1},
    ),
    Case(
        name="network of another day",
        groups={"finance": {"start_date": dt.date(2027, 1, 1)}},
        typed={
            "as_of": dt.datetime(2026, 12, 30, 23, 59),  # noqa: DTZ001 - a cell has no zone
            "fees_btc_per_block": 0.01,
        },
    ),
    Case(name="tie", groups={"miners": TIE}, typed={"load_factor": 0.5}),
    Case(
        name="chosen by NPV",
        groups={
            "miners": TIE,
            "finance": {"choose_by": "npv", "other_capex_gbp_per_kw": 300.0, "years": 3},
        },
        typed={"other_opex_gbp_per_kw_per_year": 40.0, "other_capex_gbp": 5_000.0},
    ),
    Case(
        name="choose by payback after all",
        groups={"miners": TIE, "finance": {"choose_by": "npv"}},
        typed={"choose_by": "payback"},
    ),
    Case(name="name with a wildcard", groups={"miners": TIE}, typed={"miner": "S2*"}),
    Case(name="name of another case", groups={"miners": TIE}, typed={"miner": "S2x"}),
    Case(
        name="payback by resale alone",
        groups={"finance": {"years": 1, "other_opex_gbp_per_year": 1_870_000.0}},
        typed={"residual_value_fraction": 0.95},
    ),
    Case(
        name="no subsidy left",
        groups={"network": {"block_height": 6_929_000, "fees_btc_per_block": 5.0}},
        typed={"pool_fee_fraction": 0.01},
    ),
    Case(
        name="a year and many scenarios",
        groups={
            "finance": {"years": 1},
            "scenarios": [{"name": f"S{n}", "btc_price_shock": n / 20} for n in range(14)],
        },
        typed={"difficulty_shock_3": 0.2},
    ),
    Case(
        name="hundreds of machines for a year",
        groups={"finance": {"years": 1}, "miners": MANY},
        typed={"power_price_gbp_per_kwh": 0.3, "switch_off_when_unprofitable": True},
    ),
)


def changed(study: StudyInputs, typed: Mapping[str, Any]) -> StudyInputs:
    """Return the study with what was typed into the cells."""
    scenarios = list(study.scenarios)
    groups = {name: getattr(study, name) for name in ("network", "site", "finance")}
    terms = {f.name for f in fields(Scenario)}
    for name, value in typed.items():
        stem, _, number = name.rpartition("_")
        if stem in terms:
            scenarios[int(number) - 1] = replace(scenarios[int(number) - 1], **{stem: value})
            continue
        group = next(key for key, held in groups.items() if hasattr(held, name))
        groups[group] = replace(groups[group], **{name: value})
    return replace(study, **groups, scenarios=tuple(scenarios))


@pytest.fixture(scope="module")
def studies(request: pytest.FixtureRequest) -> dict[str, StudyInputs]:
    """The exported study of each case."""
    example = read_study((ROOT / "data" / "example_study.json").read_bytes())
    build: Callable[..., StudyInputs] = request.getfixturevalue("round_study")
    return {case.name: example if case.example else build(**case.groups) for case in CASES}


@pytest.fixture(scope="module")
def round_study() -> Callable[..., StudyInputs]:
    """A factory of studies in round numbers, as the fixture ``study`` is for one test."""
    from hydro_mining.imports.study import study_from_mapping
    from tests.conftest import DOCUMENT

    def build(**groups: Any) -> StudyInputs:
        document = {
            name: held | groups.get(name, {}) if isinstance(held, dict) else groups.get(name, held)
            for name, held in DOCUMENT.items()
        }
        document["finance"] = (
            {"years": 2} | groups.get("finance", {}) | {"discount_rate_per_year": 0.1}
        )
        start = document["finance"].get("start_date")
        if start is not None:
            document["finance"]["start_date"] = start.isoformat()
        return study_from_mapping(document)

    return build


@pytest.fixture(scope="module")
def results(studies: dict[str, StudyInputs]) -> dict[str, Evaluation]:
    """What the core says of each case's changed study."""
    return {case.name: evaluate(changed(studies[case.name], case.typed)) for case in CASES}


def levels_of(result: Evaluation) -> dict[str, float]:
    """Return what makes a study pay, by the names of its cells."""
    levels = {} if result.pays_if is None else asdict(result.pays_if)
    return {f"pays_if_{name}": level for name, level in levels.items() if level is not None}


@pytest.fixture(scope="module")
def sheets(
    studies: dict[str, StudyInputs],
    results: dict[str, Evaluation],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Sheet]:
    """Every case's file, changed and recalculated; one run of LibreOffice for all."""
    folder = tmp_path_factory.mktemp("workbooks")
    files = {case.name: folder / f"case{number}.xlsx" for number, case in enumerate(CASES)}
    for case in CASES:
        levels = levels_of(results[case.name]) if case.typed else {}
        type_in(exported(studies[case.name]), {**case.typed, **levels}, files[case.name])
    paths = recalculated(files.values(), folder)
    return {name: Sheet(path) for name, path in zip(files, paths, strict=True)}


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    """One of the cases."""
    return request.param


@pytest.fixture
def sheet(case: Case, sheets: dict[str, Sheet]) -> Sheet:
    """The case's recalculated file."""
    return sheets[case.name]


@pytest.fixture
def result(case: Case, results: dict[str, Evaluation]) -> Evaluation:
    """What the core says of the changed study."""
    return results[case.name]


def agrees(found: Any, expected: Any, *, is_amount: bool = False) -> bool:
    """Tell whether two figures agree to 1e-9 relative; undefined is an empty cell."""
    if expected is None or (isinstance(expected, float) and math.isnan(expected)):
        return found is None
    if isinstance(expected, str):
        return found == expected
    smallest = SMALLEST if is_amount else 0.0
    return isinstance(found, int | float) and math.isclose(
        found, expected, rel_tol=1e-9, abs_tol=smallest
    )


ANNUAL = (
    "rev_per_th_per_day",
    "power_price_gbp_per_kwh",
    "annual_revenue_gbp",
    "annual_power_cost_gbp",
    "annual_profit_gbp",
    "days_mined",
)
METRICS = (
    "npv_gbp",
    "irr",
    "irr_note",
    "mirr",
    "roic",
    "simple_payback_years",
    "discounted_payback_years",
)


def test_no_cell_holds_an_error(sheet: Sheet) -> None:
    """Undefined figures are empty or words, never #DIV/0! and its kin, on any sheet."""
    assert sheet.errors() == []


def test_machines_agree(sheet: Sheet, result: Evaluation) -> None:
    """Revenue, cost, profit, break-even, payback, count and rank of every machine."""
    miners = result.miners
    rows = list(
        sheet.book["Machines"].iter_rows(min_row=5, max_row=4 + len(miners.name), values_only=True)
    )
    for i, row in enumerate(rows):
        expected = (
            miners.efficiency_j_per_th[i],
            result.study.miners[i].power_w / 1000 * (1 + result.study.site.overhead_fraction),
            miners.n_miners[i],
            miners.kwh_per_day[i],
            miners.revenue_gbp_per_day[i],
            miners.power_cost_gbp_per_day[i],
            miners.profit_gbp_per_day[i],
            miners.breakeven_power_price_gbp_per_kwh[i],
            float(miners.simple_payback_days[i]),
            "yes" if miners.viable[i] else "no",
        )
        for found, figure in zip(row[5:15], expected, strict=True):
            assert agrees(None if found == "" else found, figure), (row[1], found, figure)
    paybacks = [float(days) for days in miners.simple_payback_days]
    ranks = [1 + sum(other < days for other in paybacks) for days in paybacks]
    shown = [row[15] if isinstance(row[15], int | float) else None for row in rows]
    assert shown == [
        None if math.isnan(days) else rank for days, rank in zip(paybacks, ranks, strict=True)
    ]
    assert [row[1] for row in rows if row[16] == "chosen"] == (
        [] if result.chosen_miner is None else [result.chosen_miner]
    )


def test_the_site_agrees(sheet: Sheet, result: Evaluation) -> None:
    """The chosen machine, how many of it, and all that the site does in a day."""
    assert sheet.figure("chosen_miner") == (result.chosen_miner or "none")
    assert sheet.figure("is_built") is (result.site is not None)
    assert agrees(sheet.figure("rev_per_th_per_day_y1"), result.rev_per_th_per_day_y1)
    assert agrees(sheet.figure("viable_below_gbp_per_kwh"), result.viable_below_gbp_per_kwh)
    for name in (
        "n_miners",
        "unused_power_kw",
        "site_hashrate_ths",
        "site_kwh_per_day",
        "site_power_cost_per_day",
        "capex_miners_gbp",
        "site_revenue_per_day",
        "site_gross_profit_per_day",
    ):
        found, expected = sheet.figure(name), getattr(result.site, name, None)
        assert agrees(found, expected, is_amount=True), (name, found, expected)


def test_metrics_agree(case: Case, sheet: Sheet, result: Evaluation) -> None:
    """NPV, IRR or why there is none, MIRR, ROIC and both paybacks of every live scenario."""
    for number, scenario in enumerate(result.study.scenarios[:12], start=1):
        expected = result.scenarios.get(scenario.name)
        for name in METRICS:
            if case.name == "rate below −99.9 %" and name.startswith("irr"):
                continue  # see test_a_rate_out_of_reach_is_left_empty
            found, figure = sheet.figure(f"{name}_{number}"), getattr(expected, name, None)
            is_amount = name == "npv_gbp"
            assert agrees(found, figure, is_amount=is_amount), (scenario.name, name, found, figure)
        if expected is not None:
            word = sheet.figure(f"payback_note_{number}")
            assert (word == "but ends below zero") == expected.ends_below_zero


def test_a_rate_out_of_reach_is_left_empty(sheets: dict[str, Sheet]) -> None:
    """At −99.998 % a year IRR() finds nothing: the cell is empty and says so, never wrong."""
    sheet = sheets["rate below −99.9 %"]
    assert sheet.figure("irr_1") is None
    assert sheet.figure("irr_note_1") == "not found"


def test_annual_figures_agree(sheet: Sheet, result: Evaluation) -> None:
    """Every year of every live scenario: revenue, costs, profit, days and cash flows."""
    years = result.study.finance.years
    page = sheet.book["Annual"]
    headings = {cell.value: cell.column for cell in page[4]}
    columns = {
        "rev_per_th_per_day": "Mean revenue per TH [£/TH/day]",
        "power_price_gbp_per_kwh": "Power price [£/kWh]",
        "annual_revenue_gbp": "Revenue [£]",
        "annual_power_cost_gbp": "Power cost [£]",
        "annual_profit_gbp": "Profit [£]",
        "days_mined": "Days mined [days]",
    }
    sums = {
        "cashflows": "Cash flow [£]",
        "cumulative_gbp": "Cumulative cash [£]",
        "discounted_cumulative_gbp": "Discounted cumulative cash [£]",
    }
    for number, scenario in enumerate(list(result.scenarios.values())[:12]):
        for year in range(years + 1):
            row = 5 + number * (years + 2) + year
            assert page.cell(row, 2).value == year
            wanted = {columns[n]: getattr(scenario, n)[year - 1] for n in ANNUAL if year}
            wanted |= {words: getattr(scenario, n)[year] for n, words in sums.items()}
            for words, figure in wanted.items():
                found = page.cell(row, headings[words]).value
                assert agrees(found, float(figure), is_amount=True), (year, words, found, figure)


def test_days_agree(sheet: Sheet, result: Evaluation) -> None:
    """Height, price, difficulty and revenue per TH of every day of every live scenario."""
    paths = result.paths
    for number in range(min(len(result.study.scenarios), 12)):
        rows = sheet.book[f"Daily {number + 1}"].iter_rows(min_row=5, values_only=True)
        days = 0
        for day, row in enumerate(rows):
            days += 1
            assert row[1].date() == result.study.start_date + dt.timedelta(days=day)
            assert agrees(row[4], float(paths.block_height[day]))
            assert agrees(row[6], float(paths.btc_price_usd[number, day]))
            assert agrees(row[7], float(paths.difficulty[number, day]))
            assert agrees(row[10], float(paths.rev_per_th_per_day[number, day]))
        assert days == 365 * result.study.finance.years


# Columns and rows that lead from the core's figures to others of them, by sheet: nothing is
# stored there, and every spreadsheet computes them when it opens the file.
STEPS = {
    "Annual": "HTUV",
    "Metrics": range(16, 27),
    "Site": (17, 18),
    "Pays if": range(6, 20),
}
# What compares with the export, whose inputs were others.
COMPARISONS = {
    "Inputs": "F",
    "Checks": "ABCDEFGHI",
    "Machines": "T",
    "Read me": "B",
    "Pays if": "BCDE",
}


def is_in(places: Any, letters: str, number: int) -> bool:
    return letters in places if isinstance(places, str) else number in places


def test_every_stored_cell_is_what_a_recalculation_gives(
    case: Case, sheet: Sheet, result: Evaluation
) -> None:
    """A viewer that does not compute shows, on every sheet, what LibreOffice computes."""
    cells = stored(exported(result.study))
    assert len(cells) > 9 * 365
    for (page, place), (formula, value) in cells.items():
        letters, number = re.findall(r"[A-Z]+|[0-9]+", place)
        if case.typed and is_in(COMPARISONS.get(page, ""), letters, int(number)):
            continue
        if case.name == "rate below −99.9 %" and page == "Metrics" and place in {"D6", "D7"}:
            continue  # see test_a_rate_out_of_reach_is_left_empty
        computed = sheet.book[page][place].value
        if computed in {None, ""}:
            assert value is None, (page, place, value)
        elif value is None:
            assert is_in(STEPS.get(page, ""), letters, int(number)), (page, place, formula)
        else:
            if isinstance(computed, dt.datetime):
                computed = serial(computed)
            assert type(value) is type(computed) or not isinstance(value, str), (page, place)
            is_amount = not page.startswith("Daily")
            assert agrees(computed, value, is_amount=is_amount), (page, place, value, computed)


def test_all_internal_rates_stand_there_as_exported(results: dict[str, Evaluation]) -> None:
    """Where there are several roots they are words beside the reason; one is the IRR itself."""
    for name, count in (("several roots", 2), ("one rate", 0)):
        data = exported(results[name].study)
        sheet = load_workbook(BytesIO(data), data_only=True)["Metrics"]
        roots = next(iter(results[name].scenarios.values())).irr_roots
        words = ", ".join(formatted("irr", root) for root in roots) if count else None
        row = next(row for row in sheet.iter_rows() if row[0].value == "All internal rates")
        assert (len(roots) if count else 0, row[3].value or None) == (count, words)


def test_checks_say_whether_inputs_were_changed(case: Case, sheet: Sheet) -> None:
    """As exported every check is OK; with another input the verdict is DIFFERS."""
    verdict = sheet.figure("check_status")
    wrong = [key for key, (_, _, check) in sheet.checks().items() if check != "OK"]
    if case.typed:
        assert verdict.startswith("DIFFERS")
    else:
        assert verdict == "OK: every figure agrees with the product's"
        assert wrong == []


def test_what_makes_it_pay_stands_the_test(case: Case, sheet: Sheet, result: Evaluation) -> None:
    """The core's levels, put into LibreOffice's own cash flows, come to an NPV of 0."""
    page = sheet.book["Pays if"]
    row = next(row for row in page.iter_rows(values_only=True) if row[0] == "Is it zero?")
    levels = levels_of(result)
    names = ("power_price_gbp_per_kwh", "miner_price_gbp", "btc_price_usd")
    for name, verdict in zip(names, row[2:5], strict=True):
        if f"pays_if_{name}" in levels:
            assert verdict == "OK", name
        elif not case.typed:
            assert verdict == "none", name


def test_cases_cover_what_they_are_named_for(results: dict[str, Evaluation]) -> None:
    """Each note on IRR, a payback by resale alone, days off and nothing built do occur."""
    base = {
        name: next(iter(result.scenarios.values())) for name, result in results.items()
        if result.scenarios
    }  # fmt: skip
    assert base["several roots"].irr_note == "several roots"
    assert base["no real root"].irr_note == "no real root"
    assert base["no change of sign"].irr_note == "no sign change"
    assert base["none fits, nothing invested"].irr_note == "no investment"
    assert base["rate below zero"].irr < 0
    assert base["rate below −99.9 %"].irr < -0.999
    assert base["rate of millions of per cent"].irr > 10_000
    assert base["rate of thousands of per cent"].irr > 2
    assert base["one root of three changes of sign"].irr is not None
    assert base["payback by resale alone"].simple_payback_years == 1
    # Day 401 is the first to start after the halving: 36 days of year 2 still pay.
    assert list(base["switched off after a halving"].days_mined) == [365, 36]
    assert results["no longer viable"].site is None
    assert results["chosen by NPV"].chosen_miner == "S2x"
    assert results["choose by payback after all"].chosen_miner == 's2"x'  # £10 ÷ £0.90 a day
    assert results["none fits"].site.n_miners == 0


def test_a_name_that_no_machine_has_is_said(
    studies: dict[str, StudyInputs], sheets: dict[str, Sheet]
) -> None:
    """A wildcard finds only the machine that is so named, and the case of letters counts."""
    assert sheets["name with a wildcard"].figure("chosen_row") == 2
    assert sheets["name of another case"].figure("chosen_row") == 4
    assert studies["tie"].miners[1] == Miner(
        name="S2*", hashrate_ths=200.0, power_w=5000.0, price_gbp=3800.0
    )
