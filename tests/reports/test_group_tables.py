"""Tables of a plan, of alternatives and of a stored risk run.

The round study on a plan: 360 machines for £684,000 gain £6,840 a day over an export of £2,160.
"""

import csv
import dataclasses
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.alternatives import Alternatives
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import Risk
from hydro_mining.quantities import currency_of
from hydro_mining.reports.group_tables import GROUP_TABLES
from hydro_mining.reports.run_record import RunRecord, answered, record_of_study
from hydro_mining.reports.tables import TABLES, group_table_csv, table_names, tables_zip

Build = Callable[..., StudyInputs]
NOW = datetime(2026, 11, 21, 19, 21, 8, tzinfo=UTC)


@pytest.fixture
def planned(study: Build) -> StudyInputs:
    """The round study with a market and terms of all groups."""
    return dataclasses.replace(
        study(),
        market=MarketInputs(),
        dilute=False,
        alternatives=Alternatives(),
        risk=Risk(),
    )


def record_of(study: StudyInputs) -> RunRecord:
    """Return a study's record with its answers."""
    return answered(record_of_study(study, now=NOW), evaluate(study))


def lines(name: str, study: StudyInputs, **options: Any) -> list[dict[str, str]]:
    """Return a table's lines by their headings."""
    text = group_table_csv(name, evaluate(study), record_of(study), **options)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_study_has_the_tables_of_its_groups(study: Build, planned: StudyInputs) -> None:
    """Without groups they are those of every study."""
    bare = record_of_study(study(), now=NOW)
    assert table_names(evaluate(study()), bare) == tuple(TABLES)
    assert table_names(evaluate(planned), record_of(planned)) == (*TABLES, *GROUP_TABLES)
    without_plan = tuple(name for name in GROUP_TABLES if not name.startswith("plan"))
    assert table_names(evaluate(study()), record_of(study())) == (*TABLES, *without_plan)


def test_the_plan_s_years_machines_and_metrics(planned: StudyInputs) -> None:
    """21.6 MWh a day are 7,884 a year; £6,840 a day are £2,496,600."""
    years = lines("plan", planned)
    assert [line["Year"] for line in years] == ["1", "2", "3"]
    assert float(years[0]["Mined [MWh]"]) == pytest.approx(7_884)
    (gain,) = (name for name in years[0] if name.startswith("Gain"))
    assert float(years[2][gain]) == pytest.approx(2_496_600)
    (machine,) = lines("plan-machines", planned)
    assert (machine["Machine"], float(machine["Machines [machines]"])) == ("Round", 360)
    # A machine more gains as much as each before it, at £1,900.
    added = float(machine["NPV [£]"]) / 360
    assert float(machine["NPV of the last machine [£]"]) == pytest.approx(added)
    dollars = currency_of("USD", 1.25)
    (machine,) = lines("plan-machines", planned, currency=dollars)
    assert float(machine["NPV of the last machine [$]"]) == pytest.approx(1.25 * added)
    (metrics,) = lines("plan-metrics", planned)
    known = evaluate(planned).plan.base_case.npv_gbp
    assert float(metrics["NPV [£]"]) == pytest.approx(known)


def test_alternatives_and_risk_are_the_core_s(planned: StudyInputs) -> None:
    """A line an alternative; percentiles of the NPV in rising order, with seed and count."""
    keys = [line["Alternative"] for line in lines("alternatives", planned)]
    assert keys[:2] == ["mine", "export_only"]
    told = {line["figure"]: line for line in lines("risk", planned)}
    stays = [float(line["value"]) for name, line in told.items() if "stay below" in name]
    assert len(stays) == 7
    assert stays == sorted(stays)
    assert (told["Futures drawn"]["value"], told["Seed"]["value"]) == ("10000", "1")


@pytest.mark.parametrize("name", GROUP_TABLES)
def test_no_pound_is_left_in_dollars(planned: StudyInputs, name: str) -> None:
    """No heading and no unit is in pounds."""
    assert "£" not in str(lines(name, planned, currency=currency_of("USD", 1.25)))


def test_where_nothing_is_built_the_tables_are_empty(planned: StudyInputs) -> None:
    """At £5 a kWh, exported too."""
    dear = dataclasses.replace(
        planned, site=dataclasses.replace(planned.site, power_price_gbp_per_kwh=5.0)
    )
    assert lines("alternatives", dear) == []
    assert lines("risk", dear) == []
    assert {line["Mined [MWh]"] for line in lines("plan", dear)} == {"0.0"}


def test_all_stand_in_the_zip(planned: StudyInputs) -> None:
    """Each under its name beside the record."""
    result = evaluate(planned)
    packed = tables_zip(result, record_of(planned))
    names = set(zipfile.ZipFile(io.BytesIO(packed)).namelist())
    assert {f"{name}.csv" for name in (*TABLES, *GROUP_TABLES)} < names
