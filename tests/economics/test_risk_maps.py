"""Two inputs at once, against a study that is computed with them."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.risk.maps import npv_map, power_price_map
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.study_fields import with_value
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
POWER_PRICE, BTC_PRICE = "site.power_price_gbp_per_kwh", "network.btc_price_usd"


@pytest.mark.parametrize("switch_off", [True, False])
def test_a_cell_is_the_study_with_its_two_prices(study: Build, switch_off: bool) -> None:
    """Corners and a cell in the middle, with a halving, growths and other costs."""
    held = pinned(
        evaluate(
            study(
                network={"block_height": 1_000_000, "fees_btc_per_block": 0.1},
                finance={
                    "years": 4,
                    "other_capex_gbp": 5_000.0,
                    "other_opex_gbp_per_kw_per_year": 15.0,
                    "residual_value_fraction": 0.1,
                    "switch_off_when_unprofitable": switch_off,
                },
                scenarios=[
                    {
                        "name": "Base",
                        "difficulty_growth_per_year": 0.5,
                        "power_price_growth_per_year": 0.1,
                    }
                ],
            )
        )
    )
    found = npv_map(held)
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1), (7, 9)):
        other = with_value(held, POWER_PRICE, found.power_price_gbp_per_kwh[column])
        other = with_value(other, BTC_PRICE, found.btc_price_usd[row])
        assert found.npv_gbp[row, column] == pytest.approx(npv_of(other), rel=1e-9)


def test_the_line_of_the_map_is_where_a_straight_npv_is_nothing(study: Build) -> None:
    """The round study's NPV is a line in the power price, so interpolation is exact.

    At today's bitcoin price: (9,000 − 684,000 / (365 × annuity)) / 21,600 a kWh.
    """
    annuity = (1 - 1.1**-3) / 0.1
    found = npv_map(pinned(evaluate(study())))
    level = (9_000 - 684_000 / (365 * annuity)) / 21_600
    # Today's price is no row of the map; between rows the level is a line as well.
    at = np.interp(100_000, found.btc_price_usd, found.breakeven_gbp_per_kwh)
    reached = found.power_price_gbp_per_kwh[-1]
    if level < reached:
        assert at == pytest.approx(level, rel=1e-9)
    else:
        assert np.isnan(at)


def test_a_machine_pays_its_coin_over_its_kilowatt_hours(study: Build) -> None:
    """20 J/TH and 5 % on top draw 0.504 kWh a TH/s and day; 2 % of the coin is the pool's."""
    result = evaluate(study(site={"overhead_fraction": 0.05}, finance={"pool_fee_fraction": 0.02}))
    found = power_price_map(result)
    column = int(np.flatnonzero(found.efficiency_j_per_th == 20.0)[0])
    expected = found.hashprice_gbp_per_th_per_day * 0.98 / 0.504
    assert found.power_price_gbp_per_kwh[:, column] == pytest.approx(expected)


def test_a_halving_takes_half_the_subsidy_and_no_fees(study: Build) -> None:
    """Of 3.125 + 0.625 = 3.75 BTC a block 1.5625 + 0.625 = 2.1875 are left: 7 of 12."""
    result = evaluate(study(network={"block_height": 970_000, "fees_btc_per_block": 0.625}))
    found = power_price_map(result)
    assert found.after_halving / found.today == pytest.approx(7 / 12)


def test_the_whole_coin_for_the_pool_has_no_hashprice(study: Build) -> None:
    """Nothing is left to divide by."""
    machine = study().miners[0].name
    result = evaluate(study(finance={"pool_fee_fraction": 1.0, "miner": machine}))
    with pytest.raises(InputError, match="pool_fee"):
        power_price_map(result)


def test_a_free_site_has_a_map_too(study: Build) -> None:
    """A power price of 0 has no scale; the map then reaches 5 pence."""
    held = pinned(evaluate(study(site={"power_price_gbp_per_kwh": 0.0})))
    assert npv_map(dataclasses.replace(held)).power_price_gbp_per_kwh[-1] == 0.05
