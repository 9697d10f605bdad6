"""One figure at a time at which a plan's machines break even.

The round study on a plan: 360 machines for £684,000 mine 21.6 MWh a day, £9,000, in place of an
export of £100 a MWh. Over three years at 10 % the annuity is (1 − 1.1⁻³) / 0.1.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import plan_pays_if
from hydro_mining.economics.risk.break_even import BREAK_EVEN_FIELDS, break_even, break_even_fields
from hydro_mining.economics.risk.pinned import EXPORT_PRICE, npv_of, pinned
from hydro_mining.economics.risk.tornado import default_swings, tornado
from hydro_mining.economics.series import Series
from hydro_mining.economics.study_fields import with_value
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
ANNUITY = (1 - 1.1**-3) / 0.1
NEEDED_A_DAY = 684_000 / (365 * ANNUITY)


def planned(study: StudyInputs, **market) -> StudyInputs:
    """Return the study with a market, without dilution."""
    return dataclasses.replace(study, market=MarketInputs(**market), dilute=False)


def test_a_straight_line_s_levers(study: Build) -> None:
    """Export below £(9,000 − 684,000 / 365 / annuity) / 21.6 MWh, and so on; each alone."""
    inputs = planned(study())
    levers = plan_pays_if(inputs, evaluate(inputs).plan)
    assert levers.export_price_gbp_per_mwh == pytest.approx((9_000 - NEEDED_A_DAY) / 21.6)
    assert levers.btc_price_usd == pytest.approx(100_000 * (NEEDED_A_DAY + 2_160) / 9_000)
    assert levers.miner_price_gbp == pytest.approx(6_840 * 365 * ANNUITY / 360)


def test_no_plan_of_machines_has_no_levers(study: Build) -> None:
    """Exporting at £600 a MWh builds none; free machines have no price that loses."""
    inputs = planned(study(), export_price_gbp_per_mwh=600.0)
    assert plan_pays_if(inputs, evaluate(inputs).plan) is None


def test_break_even_of_a_pinned_plan(study: Build) -> None:
    """The same figures, and put back the plan's NPV is 0 to 1e-5 of the capital."""
    held = pinned(evaluate(planned(study(), export_price_gbp_per_mwh=100.0)))
    assert (held.finance.miner, held.finance.n_miners) == ("Round", 360)
    assert break_even_fields(held)[0] == EXPORT_PRICE
    found = break_even(held, EXPORT_PRICE)
    assert (found.today, found.value) == (100, pytest.approx((9_000 - NEEDED_A_DAY) / 21.6))
    for path in (EXPORT_PRICE, "network.btc_price_usd", "miners[0].price_gbp"):
        put_back = with_value(held, path, break_even(held, path).value)
        assert abs(npv_of(put_back)) < 1e-5 * 684_000, path
        assert evaluate(put_back).plan.base_case.npv_gbp == pytest.approx(
            npv_of(put_back), abs=1e-3
        )


def test_export_prices_of_a_series_move_by_one_factor(study: Build) -> None:
    """£0 and £100 in turns, a mean of £50: at a factor f mined hours are worth 416.67 − 100 f.

    Of 21.6 MWh a day half is free, so £9,000 − 10.8 × 100 f; only beyond £416.67 does export win.
    It takes £684,000 over 365 × the annuity to pay, below what the free half alone brings: none.
    """
    hours = np.tile([0.0, 100.0], 365 * 12)
    series = Series(start=dt.date(2021, 1, 1), step_hours=1, values=hours)
    held = pinned(evaluate(planned(study(), export_price_gbp_per_mwh=series)))
    assert NEEDED_A_DAY < 4_500
    assert break_even(held, EXPORT_PRICE).value is None
    dear = with_value(held, "finance.other_opex_gbp_per_year", 365 * 5_000.0)
    needed = NEEDED_A_DAY + 5_000
    factor = (9_000 - needed) / 1_080
    assert break_even(dear, EXPORT_PRICE).value == pytest.approx(50 * factor)


def test_years_of_a_plan(study: Build) -> None:
    """£2,496,600 a year less £2,000,000 pay £684,000 back in the second year."""
    inputs = planned(study(finance={"other_opex_gbp_per_year": 2_000_000.0}))
    assert break_even(pinned(evaluate(inputs)), "finance.years").value == 2


def test_without_a_plan_there_is_no_export_price(study: Build) -> None:
    """It is refused, and the fields are as they were."""
    held = pinned(evaluate(study()))
    assert break_even_fields(held) == BREAK_EVEN_FIELDS
    with pytest.raises(InputError):
        break_even(held, EXPORT_PRICE)


def test_a_tornado_of_a_plan_is_of_its_npv(study: Build) -> None:
    """Bars are the plan's with its own count, on a river of twelve months."""
    inputs = dataclasses.replace(
        planned(study()), hydro=HydroInputs(monthly_power_kw=tuple(range(100, 1300, 100)))
    )
    result = evaluate(inputs)
    held = pinned(result)
    assert npv_of(held) == pytest.approx(result.plan.base_case.npv_gbp, rel=1e-9)
    (bar,) = tornado(held, [one for one in default_swings(held) if "btc_price_usd" in one.path])
    low = evaluate(with_value(held, "network.btc_price_usd", bar.swing.low)).plan
    assert bar.npv_low_gbp == pytest.approx(low.base_case.npv_gbp, rel=1e-9)
