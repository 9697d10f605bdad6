"""Bad water and bad prices: one clear sentence, and the plan of before stays."""

import datetime as dt
from typing import Any

import pytest

from hydro_mining.app.dispatch.screen import DispatchScreen
from hydro_mining.app.hydro.screen import HydroScreen
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.series import Series
from tests.app.driver import Visit, words

GOOD = HydroInputs(
    monthly_flow_m3_s=(2.0,) * 12, gross_head_m=50, design_flow_m3_s=2, turbine="crossflow"
)
PRICE = MarketInputs(export_price_gbp_per_mwh=30.0)
KEPT = "The plan keeps the last water and grid that fit together."


def days(values: list[float], start: str = "2024-01-01") -> Series:
    """Return a daily series."""
    return Series(start=dt.datetime.fromisoformat(start), step_hours=24, values=values)


@pytest.fixture(scope="module")
def visit() -> Visit:
    """Return a visitor with Hydro open and Dispatch beside it."""
    return Visit(screens=(HydroScreen, DispatchScreen))


@pytest.fixture
def entered(visit: Visit) -> Any:
    """Return the section, with water that gives a plan."""
    visit.open("hydro")
    section = visit.screen.entered
    section.take((GOOD, PRICE))
    return section


def change(section: Any, **entries: Any) -> None:
    """Enter water and prices together, a series as its file's button does."""
    with section.together():
        for name, value in entries.items():
            group = section.water if name in section.water.param else section.grid
            if isinstance(value, Series):
                setattr(group, name, value)
            else:
                section.enter(group, name, value)


ONE_MONTH = "a complete calendar year (95 % of its intervals)"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (
            {"monthly_flow_m3_s": (0.0,) * 12},
            "River flow by month must be such that there is power",
        ),
        (
            {"flow_m3_s": days([0.0] * 366), "source": "flow_m3_s"},
            "River flow must be such that there is power at some time",
        ),
        ({"flow_m3_s": days([2.0] * 31), "source": "flow_m3_s"}, ONE_MONTH),
        ({"power_kw": days([90.0] * 31), "source": "power_kw"}, ONE_MONTH),
        ({"gross_head_m": 0}, "Gross head must be a number above 0 (m)"),
        ({"gross_head_m": None}, "Gross head must be given"),
        ({"residual_flow_m3_s": 5.0}, "Residual flow must be below the river at some time"),
        ({"design_flow_m3_s": 50.0}, "a turbine's minimum, now 7.50 m³/s, is reached"),
        ({"price_series": days([30.0] * 100), "price_source": "series"}, ONE_MONTH),
    ],
    ids=[
        *("all zero", "a file of zeros", "one month", "one month of power", "head 0", "no head"),
        *("residual above the river", "turbine never at its minimum", "short prices"),
    ],
)
def test_it_is_one_sentence_and_the_plan_stays(
    visit: Visit, entered: Any, entries: dict[str, Any], said: str
) -> None:
    """What is wrong stands above the last good plan, whose figures have not moved."""
    before = visit.study.result.plan
    change(entered, **entries)
    (problem,) = entered.problems.values()
    shown = words(visit.on_screen("problem")).replace("&#x27;", "'")
    assert said in shown
    assert shown.endswith(KEPT)
    assert "\n" not in str(problem)
    assert visit.study.result.plan is before


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"flow_m3_s": days([2.0] * 366), "source": "flow_m3_s"}, "The water is the same at all"),
        (
            {"design_flow_m3_s": 9.0, "minimum_flow_fraction": 0.05},
            "is above anything in the record",
        ),
        (
            {
                "flow_m3_s": days([2.0 + day % 7 for day in range(366)]),
                "source": "flow_m3_s",
                "price_series": days([30.0] * 365, start="1999-01-01"),
                "price_source": "series",
            },
            "The prices are of other years than the water",
        ),
    ],
    ids=["constant", "design flow above anything seen", "prices of another year"],
)
def test_what_is_odd_is_planned_with_and_said(
    visit: Visit, entered: Any, entries: dict[str, Any], said: str
) -> None:
    """It is legal: the plan is new, with a sentence beside it."""
    before = visit.study.result.plan
    change(entered, **entries)
    assert entered.problems == {}
    assert visit.study.result.plan is not before
    assert said in words(visit.on_screen("basis"))


@pytest.mark.usefixtures("entered")
def test_prices_shorter_than_a_year_stay_on_dispatch(visit: Visit) -> None:
    """A file of a hundred days is backtested there; the plan refuses it in a sentence."""
    before = visit.study.settings.market
    visit.open("dispatch")
    rows = "".join(
        f"{dt.date(2024, 1, 1) + dt.timedelta(hours=hour // 24 * 24)} {hour % 24:02}:00,30\n"
        for hour in range(24 * 100)
    )
    visit.upload_record("short.csv", f"time,price_eur_per_mwh\n{rows}")
    visit.press("Use these prices for the plan")
    assert ONE_MONTH in visit.screen_text
    assert visit.study.settings.market == before
