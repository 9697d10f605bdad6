"""Mine, export or curtail. A MWh of the facility's machines mines 100."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.dispatch import Facility, MachineClass, mine_export_curtail
from hydro_mining.exceptions import InputError
from tests.economics.dispatch_series import HASHPRICE, facility, series

MIXED = Facility(
    classes=(
        MachineClass(name="New", power_mw=2, efficiency_w_per_th=25),  # mines 100
        MachineClass(name="Old", power_mw=3, efficiency_w_per_th=50),  # mines 50
    )
)


def use(price: Any, available: Any, at: Facility | None = None, **options: Any) -> Any:
    return mine_export_curtail(
        export_prices=series(price),
        available_mw=available,
        facility=at or facility(2),
        hashprice=HASHPRICE,
        **options,
    )


def split(found: Any) -> list[tuple[float, float, float]]:
    shares = (found.mined_mwh, found.exported_mwh, found.curtailed_mwh)
    return list(zip(*(share.tolist() for share in shares), strict=True))


def test_whatever_pays_most() -> None:
    """Of 5 MW: at 40 mine 2 and export 3, at 150 export all, at −10 mine 2 and curtail 3; at a
    price of exactly 100 export.
    """
    found = use([40, 150, -10, 100], 5.0)
    assert split(found) == [(2, 3, 0), (0, 5, 0), (2, 0, 3), (0, 5, 0)]
    assert found.profit.tolist() == [200 + 120, 750, 200, 500]
    assert found.export_only_profit.tolist() == [200, 750, 0, 500]
    assert found.mining_gain.tolist() == [120, 0, 200, 0]


def test_the_water_binds() -> None:
    """With 1 MW and with none of water nothing more is mined."""
    assert split(use([40, 40], np.array([1.0, 0.0]))) == [(1, 0, 0), (0, 0, 0)]


def test_machines_that_earn_nothing_do_not_run() -> None:
    """With a variable cost of 110 a MWh, water is curtailed at a negative price."""
    at = facility(2, variable_om_per_mwh=110)
    assert split(use([-10], 5.0, at)) == [(0, 0, 5)]


def test_classes_and_export_are_a_merit_order() -> None:
    """Between 50 and 100 the new machines go before export, the old ones do not."""
    assert split(use([40, 70, 120], 5.0, MIXED)) == [(5, 0, 0), (2, 3, 0), (0, 5, 0)]
    assert use([40], 5.0, MIXED).mining_revenue.tolist() == [2 * 100 + 3 * 50]


def test_what_the_connection_cannot_take_is_mined() -> None:
    """At 120 a connection of 1 MW takes 1 of 5; the other 4 run the machines, the best first."""
    found = use([120], 5.0, MIXED, export_limit_mw=1)
    assert split(found) == [(4, 1, 0)]
    assert found.mining_revenue.tolist() == [2 * 100 + 2 * 50]
    assert split(use([120], 9.0, MIXED, export_limit_mw=1)) == [(5, 1, 3)]


def test_a_threshold_is_an_advantage_over_the_other_uses() -> None:
    """With a threshold of 20 mining needs more than 20 over export, or over nothing."""
    assert split(use([79, 81], 2.0, threshold=20)) == [(2, 0, 0), (0, 2, 0)]
    assert split(use([-1], 2.0, threshold=100)) == [(0, 0, 2)]


def test_available_power_is_checked() -> None:
    """Negative water or NaN is refused with its unit."""
    for wrong in (-1.0, np.nan):
        with pytest.raises(InputError, match=r"available_mw must be a number of 0 or more \(MW\)"):
            use([40], wrong)


def test_water_as_table_and_json() -> None:
    """The table has a row an interval; JSON has the sums."""
    found = use([40, 150], 5.0)
    assert found.to_frame()["profit"].tolist() == [320, 750]
    assert found.to_dict()["profit"] == 1070
    assert found.to_dict()["zone"] == "Z"


@settings(deadline=None, derandomize=True, max_examples=100)
@given(
    st.lists(st.floats(-200, 400), min_size=1, max_size=20),
    st.floats(0, 10),
    st.none() | st.floats(0, 10),
)
def test_energy_is_shared_out_and_machines_never_cost(
    price: list[float], available: float, limit: float | None
) -> None:
    """The three uses add up to the water, and owning machines earns no less than export alone."""
    found = use(price, available, MIXED, export_limit_mw=limit)
    total = found.mined_mwh + found.exported_mwh + found.curtailed_mwh
    assert total == pytest.approx(np.full(len(price), available), abs=1e-9)
    assert (found.mining_gain >= -1e-9).all()
    assert (found.mined_mwh <= 5 + 1e-12).all()
