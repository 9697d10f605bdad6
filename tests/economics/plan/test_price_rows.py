"""Hours and money of the prices up to a price, of rows with prices in order."""

import numpy as np
import pytest

from hydro_mining.economics.plan.price_rows import PriceSums, price_rows

# An hour at 10, at 20 twice and at 40; and two hours at -5, the rest of the row without a price.
ROWS = price_rows(
    np.array([[20.0, 10.0, 40.0, 20.0], [-5.0, 0.0, 0.0, 0.0]]),
    np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 0.0, 0.0, 0.0]]),
)
EACH = np.array([0, 1])


def told(sums: PriceSums) -> list[tuple[float, float]]:
    """Return hours and money of each row."""
    return list(zip(sums.hours.tolist(), sums.paid.tolist(), strict=True))


@pytest.mark.parametrize(
    ("price", "included", "hours_and_money"),
    [
        (20.0, True, [(3, 50), (2, -10)]),
        (20.0, False, [(1, 10), (2, -10)]),
        (-5.0, True, [(0, 0), (2, -10)]),
        (-5.0, False, [(0, 0), (0, 0)]),
        (np.inf, True, [(4, 90), (2, -10)]),
        (np.nan, True, [(0, 0), (0, 0)]),
    ],
)
@pytest.mark.parametrize("before", [None, -7.0, 15.0, 20.0, 99.0, np.inf, np.nan])
def test_what_held_for_another_price_is_no_other_answer(
    price: float, included: bool, hours_and_money: list[tuple[float, float]], before: float | None
) -> None:
    """Whatever was looked up before, the sums are those of the price that is asked for."""
    prices = np.full(2, price)
    near = None
    if before is not None:
        near = ROWS.sums_to(EACH, np.full(2, before), included=included)
    assert told(ROWS.sums_to(EACH, prices, included=included, near=near)) == hours_and_money


def test_what_still_holds_is_not_looked_up_again() -> None:
    """Between 20 and 40 the first row stays as it is, and the other has no price above -5."""
    near = ROWS.sums_to(EACH, np.array([20.0, 0.0]))
    assert ROWS.sums_to(EACH, np.array([39.0, 100.0]), near=near) is near
    moved = ROWS.sums_to(EACH, np.array([40.0, 100.0]), near=near)
    assert told(moved) == [(4, 90), (2, -10)]
    assert told(near) == [(3, 50), (2, -10)]
