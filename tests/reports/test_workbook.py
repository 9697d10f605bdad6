"""What stands in the spreadsheet, before anything recalculates it."""

import datetime as dt
import getpass
import re
import socket
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange

from hydro_mining.economics import (
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
    evaluate,
)
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.imports.study import read_study
from hydro_mining.provenance import Status
from hydro_mining.reports.run_record import record_of_study
from hydro_mining.reports.workbook import workbook
from tests.reports.workbooks import CREATED_AT, exported

Study = Callable[..., StudyInputs]
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = ("=1+1", "+cmd", "-2", "@SUM(A1)", "S2*", "a\"b'c", "{=A1}", "http://x.y", "123")


@cache
def opened(data: bytes, *, values: bool = False):
    return load_workbook(BytesIO(data), data_only=values)


def cell(book, name: str):
    (sheet, address), *_ = book.defined_names[name].destinations
    return book[sheet][address]


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def test_every_input_is_a_named_cell_that_holds_it() -> None:
    """Each field of network, site and finance has a cell of its name, and each scenario's term."""
    study = read_study((ROOT / "data" / "example_study.json").read_bytes())
    book = opened(exported(study))
    for group in (study.network, study.site, study.finance):
        for field in fields(group):
            # The count is that of the site, which a plan's own does not change.
            if field.name not in {"as_of", "start_date", "miner", "n_miners"}:
                assert cell(book, field.name).value == getattr(group, field.name), field.name
    assert cell(book, "as_of").value == dt.datetime(2026, 10, 10)  # noqa: DTZ001 - a cell has no zone
    assert cell(book, "start_date").value == "=INT(as_of)"
    assert cell(book, "miner").value is None
    for number, scenario in enumerate(study.scenarios, start=1):
        for field in fields(Scenario):
            name = "scenario_name" if field.name == "name" else field.name
            assert cell(book, f"{name}_{number}").value == getattr(scenario, field.name)


def test_inputs_have_units_and_meanings(study: Study) -> None:
    """Beside every input stand its unit, the cell's name and what it means."""
    book = opened(exported(study()))
    for group in (Network, Site, Finance):
        for field in (one for one in fields(group) if one.name != "n_miners"):
            place = cell(book, field.name)
            unit, name, meaning = (
                place.parent.cell(place.row, column).value for column in (3, 4, 7)
            )
            assert unit or field.name == "difficulty"
            assert name == field.name
            assert meaning


def test_readings_keep_source_state_and_date(study: Study) -> None:
    """A figure that is built in has its source; another comes from the study file."""
    snapshot = bundled_network()
    network = replace(snapshot.network, btc_price_usd=1.0)
    base = study()
    book = opened(exported(replace(base, network=network)))
    held, entered = cell(book, "difficulty"), cell(book, "btc_price_usd")
    source = snapshot.values["difficulty"].source
    assert held.parent.cell(held.row, 8).value == source
    assert held.parent.cell(held.row, 9).value == Status.STATIC
    assert entered.parent.cell(entered.row, 8).value == "the study file"
    assert entered.parent.cell(entered.row, 9).value == Status.ENTERED


def test_viewers_that_do_not_compute_show_the_figures(study: Study) -> None:
    """The stored values are the core's: £6,840 gross profit a day, £684,000 for 360 machines."""
    book = opened(exported(study()), values=True)
    assert cell(book, "n_miners").value == 360
    assert cell(book, "capex_miners_gbp").value == pytest.approx(684_000)
    assert cell(book, "site_gross_profit_per_day").value == pytest.approx(6_840)
    # The halving after 210,000 / 144 days is beyond three years: −684,000 + 3 × 2,496,600.
    assert book["Annual"]["P8"].value == pytest.approx(6_805_800)
    assert cell(book, "check_status").value == "OK: every figure agrees with the product's"


def test_names_are_texts_whatever_they_begin_with(study: Study) -> None:
    """No machine's or scenario's name becomes a formula, a link or a number, nor stands in one."""
    miners = [
        {"name": name, "hashrate_ths": 100.0, "power_w": 2500.0 + i, "price_gbp": 1900.0}
        for i, name in enumerate(HOSTILE)
    ]
    scenarios = [{"name": name} for name in HOSTILE]
    data = exported(
        study(miners=miners, scenarios=scenarios, finance={"years": 1, "miner": HOSTILE[0]})
    )
    book = opened(data)
    texts = [c for c in cells(book) if c.data_type == "s"]
    for name in HOSTILE:
        assert sum(c.value == name for c in texts) >= 2, name
    formulas = [c.value for c in cells(book) if c.data_type == "f"]
    assert not [f for f in formulas if any(f in {n, f"={n}"} for n in HOSTILE)]
    assert not [f for f in formulas if "cmd" in f or "S2*" in f or 'a"b' in f]
    assert all(re.fullmatch(r"[A-Za-z0-9 ]+", name) for name in book.sheetnames)
    assert "hyperlink" not in "".join(texts_of(data))


def texts_of(data: bytes) -> list[str]:
    """Return the text of every part of the file."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return [parts.read(name).decode("utf-8") for name in parts.namelist()]


def cells_of(book, reference: str) -> list[Any]:
    """Return the values of the cells that a chart refers to: ``'NPV profile'!$A$5:$A$9``."""
    sheet, _, place = reference.replace("$", "").rpartition("!")
    found = book[sheet.strip("'")][place]
    return [cell.value for (cell,) in found] if isinstance(found, tuple) else [found.value]


def test_charts_are_printed_whole_and_no_page_is_empty(study: Study) -> None:
    """LibreOffice prints one after the rates unless it is told where they end."""
    book = load_workbook(BytesIO(exported(study(finance={"years": 2}))))
    sheet = book["NPV profile"]
    (profile,) = sheet._charts
    area = CellRange(sheet.print_area.rpartition("!")[2].replace("$", ""))
    assert (area.min_row, area.min_col, area.max_row) == (1, 1, sheet.max_row)
    # 720 pixels over columns of 64.
    assert area.max_col >= profile.anchor._from.col + 720 / 64
    # None is one page, 0 as many as it takes.
    assert book["Metrics"].page_setup.fitToHeight is None
    assert sheet.page_setup.fitToHeight == 0


def test_charts_draw_what_their_titles_say(study: Study) -> None:
    """A line a scenario: its name, its years with cumulative cash, its rates with the NPV."""
    scenarios = [{"name": "Base"}, {"name": "Falling", "btc_price_growth_per_year": -0.5}]
    inputs = study(scenarios=scenarios, finance={"years": 2})
    data = exported(inputs)
    results = evaluate(inputs).scenarios
    book, values = load_workbook(BytesIO(data)), opened(data, values=True)
    (cash,), (profile,) = book["Metrics"]._charts, book["NPV profile"]._charts
    for chart in (cash, profile):
        names = [cells_of(values, line.tx.strRef.f) for line in chart.series]
        assert names == [["Base"], ["Falling"]]
    for line, result in zip(cash.series, results.values(), strict=True):
        assert cells_of(values, line.cat.numRef.f) == [0, 1, 2]
        assert cells_of(values, line.val.numRef.f) == pytest.approx(result.cumulative_gbp.tolist())
    for line, result in zip(profile.series, results.values(), strict=True):
        rates = cells_of(values, line.xVal.numRef.f)
        assert (rates[0], rates[-1]) == (-0.5, 1.5)
        assert rates == sorted(rates)
        npv = [sum(f / (1 + r) ** t for t, f in enumerate(result.cashflows)) for r in rates]
        assert cells_of(values, line.yVal.numRef.f) == pytest.approx(npv)


def test_the_same_arguments_give_the_same_bytes(study: Study) -> None:
    """Nothing depends on the clock."""
    assert exported.__wrapped__(study()) == exported(study())


def test_the_file_tells_nothing_of_who_made_it(study: Study) -> None:
    """Neither user, machine nor path is in it; its time is the one that was given."""
    data = exported(study())
    whole = "".join(texts_of(data))
    for secret in (str(ROOT), str(Path.home()), tempfile.gettempdir(), socket.gethostname()):
        assert secret not in whole
    properties = opened(data).properties
    assert getpass.getuser() not in {properties.creator, properties.lastModifiedBy}
    assert not properties.creator
    assert properties.created == CREATED_AT.replace(tzinfo=None)
    assert properties.modified == properties.created


def test_the_first_sheet_says_what_it_rests_on(study: Study) -> None:
    """Price, difficulty and date stand in one sentence, with version and time of the export."""
    sheet = opened(exported(study()))["Read me"]
    told = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    # ROUND_DIFFICULTY is 27 × 5**20 / 2**7 = 20.12 T.
    assert (
        "A Bitcoin price of $100,000, a difficulty of 20.12 T and block height 840,000 "
        "as of 10 Oct 2026." in told
    )
    assert "21 Nov 2026 19:21 UTC by hydro-mining 1.2.3" in told


def test_nothing_viable_is_said(study: Study) -> None:
    """Revenue of £25 from 60 kWh: nothing is built above £0.4167 per kWh, and figures are empty."""
    data = exported(study(site={"power_price_gbp_per_kwh": 0.5}))
    book = opened(data, values=True)
    assert cell(book, "chosen_miner").value == "none"
    assert cell(book, "viable_below_gbp_per_kwh").value == pytest.approx(25 / 60)
    assert not cell(book, "npv_gbp_1").value
    told = [str(row[1].value) for row in book["Read me"].iter_rows()]
    assert any("No machine earns its power here" in words for words in told)


def test_scenarios_beyond_the_limit_are_values(study: Study) -> None:
    """Twelve scenarios have formulas; of fourteen the last two stand as figures, and it is said."""
    scenarios = [{"name": f"Scenario {n}", "btc_price_growth_per_year": n / 100} for n in range(14)]
    inputs = study(scenarios=scenarios, finance={"years": 1})
    book = opened(exported(inputs))
    assert [name for name in book.sheetnames if name.startswith("Daily")] == [
        f"Daily {n}" for n in range(1, 13)
    ]
    rows = list(book["Other scenarios"].iter_rows(min_row=5, max_row=6, values_only=True))
    result = evaluate(inputs)
    for row, name in zip(rows, ("Scenario 12", "Scenario 13"), strict=True):
        assert row[0] == name
        assert row[10] == pytest.approx(result.scenarios[name].npv_gbp, rel=1e-12)
    told = [str(row[1].value) for row in book["Read me"].iter_rows()]
    assert any("The first 12 of 14 scenarios have formulas" in words for words in told)


def test_long_studies_have_fewer_live_scenarios(study: Study) -> None:
    """Of 50 years, 18,250 days each, three scenarios keep within 60,000 daily rows."""
    from hydro_mining.reports.workbook.layout import Layout

    scenarios = [{"name": f"Scenario {n}"} for n in range(5)]
    layout = Layout(result=evaluate(study(scenarios=scenarios, finance={"years": 50})))
    assert layout.live == 3


@pytest.mark.parametrize(("count", "live"), [(12, 12), (13, 12)])
def test_twelve_scenarios_are_live(count: int, live: int, study: Study) -> None:
    """The thirteenth is the first without formulas."""
    from hydro_mining.reports.workbook.layout import Layout

    scenarios = [{"name": f"Scenario {n}"} for n in range(count)]
    layout = Layout(result=evaluate(study(scenarios=scenarios, finance={"years": 1})))
    assert layout.live == live
    assert len(layout.other_scenarios) == count - live


def test_dates_before_spreadsheets_are_refused(study: Study) -> None:
    """A spreadsheet counts days from 1900, so an earlier study is one clear line."""
    early = study(network={"as_of": "1899-10-10T00:00:00+00:00"})
    record = record_of_study(study(), now=CREATED_AT)
    snapshot = replace(record.snapshot, as_of=early.network.as_of)
    old = replace(record, study=early, snapshot=snapshot)
    with pytest.raises(InputError, match=r"network\.as_of must be between 1900-03-01"):
        workbook(evaluate(early), old)


def test_figures_beyond_a_spreadsheet_are_refused(study: Study) -> None:
    """A price of 1e306 dollars is legal for the product, but no spreadsheet can sum it."""
    with pytest.raises(InputError, match=r"btc_price_usd must be below 1e[+]304"):
        exported(study(network={"btc_price_usd": 1e306}))


def test_go_live_that_was_given_is_a_date(study: Study) -> None:
    """A start date of the study's own stands as a date and does not follow ``as_of``."""
    book = opened(exported(study(finance={"start_date": dt.date(2027, 1, 2)})))
    assert cell(book, "start_date").value == dt.datetime(2027, 1, 2)  # noqa: DTZ001 - a cell has no zone


def test_readings_of_unknown_age_say_so(study: Study) -> None:
    """A source that tells no time has no date, never the export's."""
    record = record_of_study(replace(study(), network=bundled_network().network), now=CREATED_AT)
    values = {name: replace(one, as_of=None) for name, one in record.snapshot.values.items()}
    undated = replace(record, snapshot=replace(record.snapshot, values=values))
    book = opened(workbook(evaluate(record.study), undated))
    place = cell(book, "difficulty")
    assert place.parent.cell(place.row, 10).value == "not told"


def test_machines_are_all_there() -> None:
    """A machine a row, the inputs as given."""
    base = read_study((ROOT / "data" / "example_study.json").read_bytes())
    many = tuple(
        Miner(name=f"Machine {n}", hashrate_ths=100.0 + n, power_w=2000.0, price_gbp=500.0)
        for n in range(40)
    )
    short = replace(base, miners=many, finance=replace(base.finance, years=1))
    sheet = opened(exported(replace(short, scenarios=base.scenarios[:1])))["Machines"]
    rows = list(sheet.iter_rows(min_row=5, max_row=44, max_col=5, values_only=True))
    assert rows == [(n + 1, f"Machine {n}", 100.0 + n, 2000, 500) for n in range(40)]
