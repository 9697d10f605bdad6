"""Tables as CSV files: what stands in them, its units, and what a spreadsheet must not run."""

import csv
import dataclasses
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.imports.bundled import bundled_network, default_study_inputs
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, currency_of, label, unit
from hydro_mining.reports.run_record import record_of_study, record_text
from hydro_mining.reports.run_record.study_file import snapshot_of_study
from hydro_mining.reports.tables import TABLES, table_csv, tables_zip

NOW = dt.datetime(2026, 11, 21, 19, 21, 8, tzinfo=dt.UTC)
# conftest's rate: £0.80 for a dollar.
DOLLARS = currency_of("USD", 1.25)
WORDS = {"Scenario", "Machine", "Date", "Why there is no IRR", "Ends below zero", "Viable"}
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", " =1")


@pytest.fixture
def rows(study: Callable[..., StudyInputs]) -> Callable[..., list[list[str]]]:
    """Return a function that reads a table of conftest's round study."""

    def read(
        name: str,
        *,
        currency: Currency = POUNDS,
        snapshot: Snapshot | None = None,
        **groups: Any,
    ) -> list[list[str]]:
        inputs = study(**groups)
        made = snapshot or snapshot_of_study(inputs)
        return table(name, evaluate(inputs), snapshot=made, currency=currency)

    return read


def table(name: str, result: Evaluation, **options: Any) -> list[list[str]]:
    """Return a table's rows, the headings first; each has as many cells as there are headings."""
    text = table_csv(name, result, **options)
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text.endswith("\n")
    assert {len(row) for row in found} == {len(found[0])}
    return found


def column(rows: list[list[str]], heading: str) -> list[str]:
    """Return the cells below a heading."""
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:]]


def numbers(rows: list[list[str]], heading: str) -> list[float]:
    """Return the cells below a heading as numbers."""
    return [float(cell) for cell in column(rows, heading)]


# --- headings and units -------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_every_figure_has_its_unit(name: str, rows: Callable[..., list[list[str]]]) -> None:
    """A heading has its quantity's unit, or each line has one in its own column."""
    headings = rows(name)[0]
    assert len(set(headings)) == len(headings)
    assert all(headings)
    if "unit" in headings:
        return
    labels = {label(quantity): quantity for quantity in QUANTITIES}
    units = {unit(quantity) for quantity in QUANTITIES} - {""}
    for heading in headings:
        text, _, measured = heading.removesuffix("]").partition(" [")
        if measured:
            assert measured in units
        elif text in labels:
            same = [q for q in QUANTITIES if label(q) == text]
            assert any(unit(quantity) == "" for quantity in same), heading
        else:
            assert text in WORDS


UNITS = {
    "site": {
        "Power price": "£/kWh",
        "Break-even power price": "£/kWh",
        "Average power": "kW",
        "Machines": "machines",
        "Unused power": "kW",
        "Site hashrate": "TH/s",
        "Energy used a day": "kWh/day",
        "Power cost a day": "£/day",
        "Machines cost": "£",
        "Revenue a day": "£/day",
        "Gross profit a day": "£/day",
        "Revenue per TH": "£/TH/day",
    },
    "inputs": {
        "Bitcoin price": "$/BTC",
        "Block height": "blocks",
        "Pounds for a dollar": "£/$",
        "Fees per block": "BTC/block",
        "Site power": "kW",
        "Load factor": "fraction, 1 is 100 %",
        "Power price": "£/kWh",
        "Cooling and losses": "fraction, 1 is 100 %",
        "Years": "years",
        "Discount rate": "fraction a year, 0.1 is 10 %",
        "Pool fee": "fraction, 1 is 100 %",
        "Other investment": "£",
        "Other running cost": "£ a year",
        "Other investment per kW": "£/kW",
        "Other running cost per kW": "£/kW a year",
        "Machines": "machines",
        "Resale at the end": "fraction, 1 is 100 %",
    },
}


@pytest.mark.parametrize("name", UNITS)
def test_every_line_with_a_unit_column_has_its_unit(
    name: str, rows: Callable[..., list[list[str]]]
) -> None:
    """The unit is that of the vocabulary; a name, a date or a bare number has none."""
    found = rows(name)
    units = dict(zip(column(found, "figure"), column(found, "unit"), strict=True))
    assert {figure: measured for figure, measured in units.items() if measured} == UNITS[name]


def test_the_network_s_units_are_those_of_the_readings() -> None:
    """Each reading, the exchange rates too, stands with unit, state, source and time."""
    result = evaluate(default_study_inputs())
    found = table("network", result, snapshot=bundled_network())
    assert found[0] == [
        "value",
        "used",
        "unit",
        "state",
        "source",
        "data of",
        "fetched",
        "remark",
    ]
    assert found[1] == [
        "Bitcoin price",
        "82826.0",
        "$/BTC",
        "static",
        "Market reading of 10 Oct 2026",
        "10 Oct 2026",
        "",
        "",
    ]
    assert {"EUR for $1", "CAD for $1", "NOK for $1"} <= set(column(found, "value"))
    assert {"EUR/$", "CAD/$", "NOK/$"} <= set(column(found, "unit"))


def test_metrics_have_all_roots_where_there_are_several(
    rows: Callable[..., list[list[str]]],
) -> None:
    """Cash that turns twice has two rates; they stand as JSON has them, beside the reason."""
    groups: dict[str, Any] = {
        "finance": {"years": 4},
        "scenarios": [{"name": "Base", "btc_price_growth_per_year": -0.5}, {"name": "Flat"}],
    }
    found = rows("metrics", **groups)
    assert column(found, "Why there is no IRR") == ["several roots", ""]
    told = column(found, "All internal rates [fraction a year]")
    several, one = (json.loads(cell) for cell in told)
    assert len(several) == 2
    assert one == [pytest.approx(float(column(found, "IRR [fraction a year]")[1]))]


# --- values -------------------------------------------------------------------------------------


def test_annual_figures_are_the_round_study_s(rows: Callable[..., list[list[str]]]) -> None:
    """360 machines mine £9,000 a day from £2,160 of power: 365 days are £3,285,000 and £788,400."""
    found = rows("annual")
    # Year 0 is the investment.
    assert column(found, "Scenario") == ["Base"] * 4
    assert column(found, "Year") == ["0", "1", "2", "3"]
    assert numbers(found, "Cash flow [£]")[0] == pytest.approx(-684_000)
    assert float(column(found, "Revenue [£]")[1]) == pytest.approx(3_285_000)
    assert float(column(found, "Power cost [£]")[1]) == pytest.approx(788_400)
    assert float(column(found, "Days mined [days]")[1]) == 365


def test_machines_and_site_are_the_round_study_s(rows: Callable[..., list[list[str]]]) -> None:
    """£25.00 revenue, £6.00 power and £19.00 profit a day pay £1,900 back in 100 days."""
    found = rows("machines")
    assert column(found, "Machine") == ["Round"]
    figures = {
        "Hashrate [TH/s]": 100,
        "Power [W]": 2_500,
        "Price [£]": 1_900,
        "Efficiency [J/TH]": 25,
        "Revenue a day [£/day]": 25,
        "Power cost a day [£/day]": 6,
        "Gross profit a day [£/day]": 19,
        "Payback [days]": 100,
        "Machines [machines]": 360,
    }
    assert {name: numbers(found, name)[0] for name in figures} == pytest.approx(figures)
    site = rows("site")
    values = dict(zip(column(site, "figure"), column(site, "value"), strict=True))
    assert values["Machine built"] == values["Machine with the highest NPV"] == "Round"
    assert float(values["Machines cost"]) == pytest.approx(684_000)
    assert float(values["Gross profit a day"]) == pytest.approx(6_840)
    assert float(values["Revenue per TH"]) == pytest.approx(0.25)
    assert values["Machine with the shortest payback"] == "Round"
    assert set(column(site, "group")) == {"year 1"}


def test_what_makes_it_pay_is_a_table(rows: Callable[..., list[list[str]]]) -> None:
    """£2,496,600 a year for 3 years without discount are £7,489,800: £20,805 for each of 360."""
    found = rows("pays-if", finance={"discount_rate_per_year": 0.0})
    values = dict(zip(column(found, "figure"), column(found, "value"), strict=True))
    assert float(values["Machine price at which it pays"]) == pytest.approx(20_805)
    # £9,000 a day less £684,000 over 1,095 days, for 21,600 kWh a day.
    expected = (9_000 - 684_000 / 1_095) / 21_600
    assert float(values["Power price"]) == pytest.approx(expected)
    # (£2,160 + £684,000 / 1,095) a day from £9,000 at $100,000.
    expected = 100_000 * (2_160 + 684_000 / 1_095) / 9_000
    assert float(values["Bitcoin price"]) == pytest.approx(expected)
    nothing = rows("pays-if", site={"power_price_gbp_per_kwh": 5.0})
    assert nothing == [["group", "figure", "value", "unit"]]


def test_numbers_are_written_in_full() -> None:
    """A cell reads back as the very float that was computed."""
    result = evaluate(default_study_inputs())
    found = table("metrics", result, snapshot=bundled_network())
    assert numbers(found, "NPV [£]") == [s.npv_gbp for s in result.scenarios.values()]
    assert column(found, "Scenario") == list(result.scenarios)
    path = table("revenue-path", result, snapshot=bundled_network())
    assert path[0] == ["Date", *(f"{name} [£/TH/day]" for name in result.scenarios)]
    assert [float(c) for c in path[1][1:]] == result.paths.rev_per_th_per_day[:, 0].tolist()
    assert path[1][0] == str(result.study.start_date)
    assert len(path) == 1 + 365 * result.study.finance.years


def test_inputs_and_scenarios_are_those_given(rows: Callable[..., list[list[str]]]) -> None:
    """Each input stands under its group; what was not given is empty, or its default."""
    found = rows(
        "inputs", finance={"start_date": dt.date(2027, 1, 31), "other_opex_gbp_per_year": 1_000}
    )
    values = {(row[0], row[1]): row[2] for row in found[1:]}
    assert values["network", "Time of the height"] == "2026-10-10 00:00:00+00:00"
    assert float(values["network", "Block height"]) == 840_000
    assert float(values["site", "Load factor"]) == 0.9
    assert values["finance", "Go-live"] == "2027-01-31"
    assert values["finance", "Machine to build"] == ""
    assert float(values["finance", "Other running cost"]) == 1_000
    assert values["finance", "Switch off on days that do not pay their power"] == "False"
    assert values["finance", "Choose the machine by"] == "payback"
    assert len(values) == 6 + 4 + 13
    scenarios = rows("scenarios", scenarios=[{"name": "A"}, {"name": "B", "btc_price_shock": -0.5}])
    assert column(scenarios, "Scenario") == ["A", "B"]
    assert numbers(scenarios, "Price shock [fraction]") == [0, -0.5]


# --- another currency ---------------------------------------------------------------------------


def test_money_is_in_the_currency_asked_for(rows: Callable[..., list[list[str]]]) -> None:
    """At $1.25 for £1 the profit of £19.00 a day is $23.75, and a kW is a kW."""
    machines = rows("machines", currency=DOLLARS)
    assert numbers(machines, "Gross profit a day [$/day]") == pytest.approx([23.75])
    assert numbers(machines, "Price [$]") == pytest.approx([2_375])
    assert numbers(machines, "Power [W]") == [2_500]
    annual = rows("annual", currency=DOLLARS)
    assert numbers(annual, "Cash flow [$]")[0] == pytest.approx(-855_000)
    assert float(column(annual, "Revenue [$]")[1]) == pytest.approx(4_106_250)
    path = rows("revenue-path", currency=DOLLARS)
    assert float(path[1][1]) == pytest.approx(0.3125)
    for name in ("site", "inputs"):
        found = rows(name, currency=DOLLARS)
        units = dict(zip(column(found, "figure"), column(found, "unit"), strict=True))
        values = dict(zip(column(found, "figure"), column(found, "value"), strict=True))
        assert (units["Power price"], float(values["Power price"])) == ("$/kWh", 0.125)


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"inputs", "network"}))
def test_no_pound_is_left(name: str, rows: Callable[..., list[list[str]]]) -> None:
    """In dollars no heading and no unit is in pounds."""
    assert "£" not in str(rows(name, currency=DOLLARS))


def test_only_the_pound_s_own_rate_is_left_among_the_inputs(
    rows: Callable[..., list[list[str]]],
) -> None:
    """Pounds for a dollar are pounds for a dollar in any currency."""
    found = rows("inputs", currency=DOLLARS)
    assert [row[1] for row in found[1:] if "£" in row[3]] == ["Pounds for a dollar"]
    assert [row[2] for row in found[1:] if "£" in row[3]] == ["0.8"]


# --- hostile text -------------------------------------------------------------------------------


def _runs(cell: str) -> bool:
    """Tell whether a spreadsheet may take a cell for a formula; a number is none."""
    try:
        float(cell)
    except ValueError:
        return cell.lstrip(" ")[:1] in set("=+-@\t\r\n")
    return False


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_guarded(formula: str, name: str, study: Callable[..., StudyInputs]) -> None:
    """Names of machines and scenarios, sources and remarks are text, whatever they begin with."""
    machine = {"name": formula, "hashrate_ths": 100.0, "power_w": 2_500.0, "price_gbp": 1_900.0}
    inputs = study(
        miners=[machine], scenarios=[{"name": formula}], finance={"miner": formula, "years": 1}
    )
    snapshot = snapshot_of_study(inputs)
    readings = {
        key: dataclasses.replace(one, source=formula, note=formula, unit=formula)
        for key, one in snapshot.values.items()
    }
    snapshot = dataclasses.replace(snapshot, values=readings)
    found = table(name, evaluate(inputs), snapshot=snapshot)
    assert not [cell for row in found for cell in row if _runs(cell)]
    if name == "pays-if":
        return  # it has none of them
    if name != "revenue-path":
        assert f"'{formula}" in [cell for row in found for cell in row]
    else:
        assert found[0][1] == f"'{formula} [£/TH/day]"


def test_text_with_commas_quotes_and_lines_stays_one_cell() -> None:
    """A source is one cell, whatever stands in it."""
    network = bundled_network()
    odd = 'a,"b";\r\n"c'
    readings = {n: dataclasses.replace(r, source=odd) for n, r in network.values.items()}
    snapshot = dataclasses.replace(network, values=readings)
    found = table("network", evaluate(default_study_inputs()), snapshot=snapshot)
    assert column(found, "source")[:5] == [odd] * 5


# --- all of them --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "groups",
    [
        pytest.param({"site": {"power_price_gbp_per_kwh": 5.0}}, id="no viable machine"),
        pytest.param({"site": {"site_power_kw": 1.0}}, id="no machine fits"),
        pytest.param(
            {"site": {"power_price_gbp_per_kwh": 5.0}, "finance": {"miner": "Round"}},
            id="a losing machine asked for",
        ),
    ],
)
def test_a_study_that_does_not_pay_has_all_tables(
    groups: dict[str, Any], name: str, rows: Callable[..., list[list[str]]]
) -> None:
    """Where there is nothing to tell, a table has its headings, and no cell says nan or inf."""
    for currency in (POUNDS, DOLLARS):
        found = rows(name, currency=currency, **groups)
        cells = {cell.lower() for row in found for cell in row}
        assert not cells & {"nan", "inf", "-inf", "none"}
        assert found[0]


def test_the_zip_holds_all_tables_and_the_record() -> None:
    """Every table is there as it is on its own, and the record's text besides."""
    record = record_of_study(default_study_inputs(), now=NOW)
    result, snapshot = evaluate(record.study), record.snapshot
    data = tables_zip(result, record, DOLLARS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*(f"{name}.csv" for name in TABLES), "run-record.json"]
        for name in TABLES:
            text = archive.read(f"{name}.csv").decode()
            assert text == table_csv(name, result, snapshot=snapshot, currency=DOLLARS)
        assert archive.read("run-record.json").decode() == record_text(record)
        assert {member.date_time for member in archive.infolist()} == {(2026, 11, 21, 19, 21, 8)}


def test_the_zip_is_the_same_each_time() -> None:
    """Equal arguments give equal bytes."""
    record = record_of_study(default_study_inputs(), now=NOW)
    made = [tables_zip(evaluate(record.study), record) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("year", [1980, 2107])
def test_the_zip_takes_every_time_that_a_record_may_have(year: int) -> None:
    """A ZIP's times go from 1980 to 2107, and so do those of records."""
    at = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    record = record_of_study(default_study_inputs(), now=at)
    data = tables_zip(evaluate(record.study), record)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].date_time[0] == year
