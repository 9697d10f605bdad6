"""Mine, export or curtail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydro_mining.economics.plan.decision import decided, mining_value

POWER = st.floats(0, 5_000)
WORTH = st.floats(-200, 400)


def test_four_hours_by_hand() -> None:
    """Mine 3; export 2 and mine 1; mine 4 and spill 4 at −10; mine 4, export 2, spill 2."""
    use = decided(
        available_kw=[3.0, 3.0, 8.0, 8.0],
        machines_kw=4.0,
        export_limit_kw=2.0,
        mined_is_worth=90.0,
        exported_is_worth=[60.0, 120.0, -10.0, 60.0],
    )
    assert use.mined_kw.tolist() == [3.0, 1.0, 4.0, 4.0]
    assert use.exported_kw.tolist() == [0.0, 2.0, 0.0, 2.0]
    assert use.curtailed_kw.tolist() == [0.0, 0.0, 4.0, 2.0]


def test_at_the_same_worth_mining_comes_first() -> None:
    """As in the study, where a day that just covers its power is mined."""
    use = decided(
        available_kw=3.0,
        machines_kw=2.0,
        export_limit_kw=None,
        mined_is_worth=50.0,
        exported_is_worth=50.0,
    )
    assert (float(use.mined_kw), float(use.exported_kw)) == (2.0, 1.0)


def test_value_of_a_mwh() -> None:
    """£0.025 a day for 25 J/TH: 24 Wh × 25 earn it, so a MWh earns 1e6 / 600 of it, £41.67."""
    worth = mining_value(rev_per_th_per_day=0.025, efficiency_j_per_th=25.0)
    assert float(worth) == pytest.approx(0.025 * 1e6 / 600, rel=1e-14)
    with_overhead = mining_value(
        rev_per_th_per_day=0.025, efficiency_j_per_th=25.0, overhead_fraction=0.25
    )
    assert float(with_overhead) == pytest.approx(0.025 * 1e6 / 750, rel=1e-14)


@given(POWER, POWER, st.one_of(st.none(), POWER), WORTH, WORTH)
def test_no_other_use_of_the_power_earns_more(
    available: float, machines: float, limit: float | None, mined: float, sold: float
) -> None:
    """What is used adds up to the water, within all limits, and beats every corner."""
    use = decided(
        available_kw=available,
        machines_kw=machines,
        export_limit_kw=limit,
        mined_is_worth=mined,
        exported_is_worth=sold,
    )
    most_sold = available if limit is None else min(limit, available)
    assert use.mined_kw + use.exported_kw + use.curtailed_kw == pytest.approx(available, abs=1e-9)
    assert 0 <= use.mined_kw <= machines
    assert 0 <= use.exported_kw <= most_sold
    assert use.curtailed_kw >= 0
    earned = use.mined_kw * mined + use.exported_kw * sold
    corners = [
        (m, min(most_sold, available - m) * exports)
        for m in (0.0, min(machines, available), max(min(machines, available - most_sold), 0.0))
        for exports in (0.0, 1.0)
    ]
    best = max(m * mined + e * sold for m, e in corners)
    assert earned == pytest.approx(max(best, 0.0), rel=1e-9, abs=1e-6)


def test_takes_arrays_of_any_shape() -> None:
    """A sum over hours of a year asks once."""
    use = decided(
        available_kw=np.full((2, 3), 10.0),
        machines_kw=4.0,
        export_limit_kw=None,
        mined_is_worth=np.array([[1.0], [3.0]]),
        exported_is_worth=2.0,
    )
    assert use.mined_kw.tolist() == [[0.0] * 3, [4.0] * 3]
